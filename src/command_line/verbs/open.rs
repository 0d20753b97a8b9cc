//! `viq open`, and `viq` alone.

use crate::command_line::arguments::OpenArguments;
use crate::command_line::exit::Exit;
use crate::command_line::run::OpenWindow;
use crate::operations::{Context, OpenRequest, OperationError};

impl From<OpenArguments> for OpenRequest {
    fn from(arguments: OpenArguments) -> Self {
        Self { paths: arguments.paths, image: arguments.image }
    }
}

pub(in crate::command_line) fn open(
    arguments: OpenArguments,
    context: Context,
    window: Option<OpenWindow>,
) -> Result<Exit, OperationError> {
    let request = OpenRequest::from(arguments);
    request.check()?;
    let Some(window) = window else {
        return Err(OperationError::Usage(
            "the window needs a build with the feature `window`, this one has none. \
             Every other command of `viq --help` works"
                .to_owned(),
        ));
    };
    window(context, request)?;
    Ok(Exit::Done)
}
