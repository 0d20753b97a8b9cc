//! `viq open`, and `viq` alone.

use crate::command_line::arguments::OpenArguments;
use crate::command_line::exit::Exit;
use crate::command_line::run::OpenWindow;
use crate::operations::{Context, OperationError};

pub(in crate::command_line) fn open(
    request: OpenArguments,
    context: Context,
    window: Option<OpenWindow>,
) -> Result<Exit, OperationError> {
    let Some(window) = window else {
        return Err(OperationError::Usage(
            "the window needs a build with the feature `window`, this one has none. \
             Every other command of `viq --help` works"
                .to_owned(),
        ));
    };
    window(context, request.paths)?;
    Ok(Exit::Done)
}
