//! The program `viq`: arguments go to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(viq::command_line::run(std::env::args_os()) as u8)
}
