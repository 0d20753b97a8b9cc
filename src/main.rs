//! The program `viq`: arguments go to the command line.

fn main() {}
