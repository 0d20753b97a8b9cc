//! The program `viq`: arguments go to the command line, which is told how the window opens.

use std::process::ExitCode;

use viq::command_line::{self, OpenWindow};

#[cfg(feature = "window")]
const WINDOW: Option<OpenWindow> = Some(viq::workbench::open);
#[cfg(not(feature = "window"))]
const WINDOW: Option<OpenWindow> = None;

fn main() -> ExitCode {
    ExitCode::from(command_line::run(std::env::args_os(), WINDOW) as u8)
}
