//! The verbs of `viq`, made from the operations. The only place that prints.

mod arguments;
#[cfg(test)]
mod command_texts;
mod exit;
mod level1_arguments;
mod locating_arguments;
mod models_arguments;
mod progress;
mod run;
mod simulating_arguments;
mod surroundings;
mod verbs;
mod viewing_arguments;
mod writing;

pub use arguments::Arguments;
pub use exit::Exit;
pub use run::{OpenWindow, run};
