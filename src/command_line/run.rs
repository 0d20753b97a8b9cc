//! From arguments to an exit code.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser as _;

use super::arguments::{Arguments, OpenArguments, Verb};
use super::exit::Exit;
use super::models_arguments::{ModelsArguments, ModelsVerb};
use super::progress::Terminal;
use super::surroundings::{supervision, surroundings};
use super::verbs;
use super::writing::say;
use crate::operations::{Context, OpenRequest, OperationError};

/// Opens the window on a workspace with products, and stays until it is closed. Given by the program, which alone knows both doors.
pub type OpenWindow = fn(Context, OpenRequest) -> Result<(), OperationError>;

/// Runs the command line `arguments` (the program's name first) to its end. `window` opens the window, in a build that has one.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>, window: Option<OpenWindow>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let is_mistake = error.use_stderr();
            // A terminal that is gone cannot be told so.
            let _gone = error.print();
            return if is_mistake { Exit::Usage } else { Exit::Done };
        }
    };
    let cancelled = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&cancelled);
    let terminal = Arc::new(Terminal::new(arguments.common.quiet));
    if let Err(error) = ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed)) {
        say(&format!("viq: Ctrl-C will end the program without cleaning up: {error}"));
    }
    let result = verb(arguments, &terminal, &cancelled, window);
    terminal.finish();
    match result {
        Ok(exit) => exit,
        Err(error) => {
            for line in error.to_string().lines() {
                say(&format!("viq: {line}"));
            }
            exit_of(&error)
        }
    }
}

fn verb(
    arguments: Arguments,
    terminal: &Arc<Terminal>,
    cancelled: &Arc<AtomicBool>,
    window: Option<OpenWindow>,
) -> Result<Exit, OperationError> {
    let Arguments { verb, common } = arguments;
    let verb = verb.unwrap_or_else(|| Verb::Open(OpenArguments::default()));
    // A demonstration makes its own workspace.
    let own = if let Verb::Demo(request) = &verb { Some(request.folder.clone()) } else { None };
    let context = || surroundings(&common, own, terminal, cancelled);
    match verb {
        Verb::Open(request) => verbs::open(request, context()?, window),
        // A query of files alone needs neither workspace nor catalog.
        Verb::Info(request) => verbs::info(&request, &common, &supervision(terminal, cancelled)),
        Verb::View(request) => verbs::view(&request, &common, &supervision(terminal, cancelled)),
        Verb::Inspect(request) => verbs::inspect(&request, &common, &supervision(terminal, cancelled)),
        Verb::Locate(request) => verbs::locate(*request, &common, &supervision(terminal, cancelled)),
        Verb::Models(ModelsArguments { verb: ModelsVerb::Init(request) }) => {
            verbs::init_models(request, &common, &context()?)
        }
        Verb::Models(ModelsArguments { verb: ModelsVerb::Show(request) }) => {
            verbs::show_models(&request, &common, &supervision(terminal, cancelled))
        }
        Verb::Models(ModelsArguments { verb: ModelsVerb::Validate(request) }) => {
            verbs::validate_models(request, &common, &supervision(terminal, cancelled))
        }
        Verb::Ingest(request) => verbs::ingest(request, &common, &context()?, terminal),
        Verb::Find(request) => verbs::find(request, &common, &context()?),
        Verb::Verify(request) => verbs::verify(request, &common, &context()?),
        Verb::Demo(request) => verbs::demo(request, &common, &context()?),
        Verb::Level1(request) => verbs::level1(*request, &common, &context()?),
        Verb::Simulate(request) => verbs::simulate(*request, &common, &context()?),
    }
}

fn exit_of(error: &OperationError) -> Exit {
    match error {
        OperationError::Cancelled(_) => Exit::Cancelled,
        OperationError::Usage(_) => Exit::Usage,
        _ => Exit::BadInput,
    }
}
