//! What PostgreSQL says, in the words of the catalog's errors. Every text is freed of the password first.

use std::error::Error as _;
use std::io;

use postgres::error::SqlState;

use crate::catalog::error::CatalogError;
use crate::catalog::failure;

use super::settings::ConnectionSettings;

/// An error of PostgreSQL under way.
pub(super) type Failure = failure::Failure<postgres::Error>;

impl From<postgres::Error> for Failure {
    fn from(error: postgres::Error) -> Self {
        Self::Store(error)
    }
}

/// Whether the connection is gone, so that a new one may help; what was under way in it was undone by the server.
pub(super) fn connection_is_lost(error: &postgres::Error) -> bool {
    let states = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW];
    let is_io = error.source().is_some_and(|cause| cause.downcast_ref::<io::Error>().is_some());
    error.is_closed() || is_io || error.code().is_some_and(|state| states.contains(state))
}

/// Whether nobody listens, or somebody who is starting or stopping: who was there a moment ago may be back in another.
pub(super) fn may_come_back(error: &postgres::Error) -> bool {
    let away = [
        io::ErrorKind::ConnectionRefused,
        io::ErrorKind::ConnectionReset,
        io::ErrorKind::ConnectionAborted,
        io::ErrorKind::BrokenPipe,
        io::ErrorKind::UnexpectedEof,
        // a Unix socket goes with its server
        io::ErrorKind::NotFound,
    ];
    match error.source().and_then(|cause| cause.downcast_ref::<io::Error>()) {
        Some(cause) => away.contains(&cause.kind()),
        None => connection_is_lost(error),
    }
}

/// Whether the server stopped the statement because it was told to.
pub(super) fn was_interrupted(error: &postgres::Error) -> bool {
    error.code() == Some(&SqlState::QUERY_CANCELED)
}

/// The whole of what was said, with its cause and the server's hint, without the password.
pub(super) fn reason(error: &postgres::Error, settings: &ConnectionSettings) -> String {
    let text = if let Some(said) = error.as_db_error() {
        let more = [said.detail(), said.hint()].into_iter().flatten().map(|text| format!("; {text}"));
        format!("{}{}", said.message(), more.collect::<Vec<_>>().concat())
    } else {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        format!("{error}{cause}")
    };
    settings.redacted(&text)
}

/// The error with the catalog and the work it belongs to.
pub(super) fn explain(failure: Failure, settings: &ConnectionSettings, doing: &'static str) -> CatalogError {
    failure.of_catalog(settings.to_string(), |catalog, error| {
        let reason = reason(&error, settings);
        let Some(state) = error.code() else {
            return if connection_is_lost(&error) {
                CatalogError::Unreachable { catalog, reason }
            } else {
                CatalogError::Store { catalog, doing, reason }
            };
        };
        if [SqlState::DISK_FULL, SqlState::OUT_OF_MEMORY, SqlState::CONFIGURATION_LIMIT_EXCEEDED].contains(state) {
            CatalogError::Full { catalog, doing, reason }
        } else if [SqlState::INSUFFICIENT_PRIVILEGE, SqlState::READ_ONLY_SQL_TRANSACTION].contains(state) {
            CatalogError::ReadOnly { catalog, reason }
        } else if connection_is_lost(&error) {
            CatalogError::Unreachable { catalog, reason }
        } else {
            CatalogError::Store { catalog, doing, reason }
        }
    })
}

/// Why PostGIS could not be added, and who can help.
pub(super) fn why_no_postgis(state: Option<&SqlState>, reason: &str, user: &str) -> String {
    match state {
        Some(state) if *state == SqlState::INSUFFICIENT_PRIVILEGE => {
            format!("user {user} may not add it; ask the database's owner to run `create extension postgis` ({reason})")
        }
        Some(state) if [SqlState::FEATURE_NOT_SUPPORTED, SqlState::UNDEFINED_FILE].contains(state) => {
            format!("PostGIS is not installed on the server; ask its administrator to install it ({reason})")
        }
        _ => reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_for_a_missing_postgis_names_who_can_help() {
        let not_installed = why_no_postgis(Some(&SqlState::FEATURE_NOT_SUPPORTED), "extension \"postgis\"", "ana");
        assert!(not_installed.contains("not installed on the server") && not_installed.contains("administrator"));
        let not_allowed = why_no_postgis(Some(&SqlState::INSUFFICIENT_PRIVILEGE), "permission denied", "ana");
        assert!(not_allowed.contains("user ana may not add it") && not_allowed.contains("create extension postgis"));
        assert_eq!(why_no_postgis(None, "something else", "ana"), "something else");
    }
}
