//! The user's surroundings: the workspace folder, the environment, settings and their precedence (flag, environment, workspace, user).

mod environment;
mod folder;
mod password_file;
mod process_memory;
mod session_file;
mod settings;

pub use environment::Environment;
pub use folder::{Workspace, WorkspaceError};
pub use password_file::{PasswordFile, password_file};
pub use process_memory::resident_bytes;
pub use session_file::{SessionFile, SessionFileError};
pub use settings::{Settings, SettingsError, looks_like_an_address};
