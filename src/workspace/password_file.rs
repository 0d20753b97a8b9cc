//! PostgreSQL's password file, found where PostgreSQL's own programs find it.

use std::path::PathBuf;

use super::environment::Environment;

/// Nobody has a password file beyond this.
const LARGEST_BYTES: u64 = 1 << 20;

/// What became of the search for a password file. Its content has no `Debug`: it must not reach a log.
pub enum PasswordFile {
    /// There is none.
    Absent,
    /// Its text.
    Found(String),
    /// It is passed over, as PostgreSQL's own programs do.
    PassedOver {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: &'static str,
    },
}

/// Reads the file that `PGPASSFILE` names, else `~/.pgpass`. One that others may read is passed over.
pub fn password_file(environment: &Environment) -> PasswordFile {
    let named = environment.get("PGPASSFILE").map(PathBuf::from);
    let Some(path) = named.or_else(|| Some(environment.home()?.join(".pgpass"))) else { return PasswordFile::Absent };
    let Ok(facts) = std::fs::metadata(&path) else { return PasswordFile::Absent };
    if !facts.is_file() {
        return PasswordFile::PassedOver { path, reason: "it is no plain file" };
    }
    if facts.len() > LARGEST_BYTES {
        return PasswordFile::PassedOver { path, reason: "it is larger than 1 MiB" };
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if facts.permissions().mode() & 0o077 != 0 {
            return PasswordFile::PassedOver { path, reason: "others may read it: its mode must be 0600" };
        }
    }
    match std::fs::read_to_string(&path) {
        Ok(text) => PasswordFile::Found(text),
        Err(_) => PasswordFile::PassedOver { path, reason: "it cannot be read as text" },
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_password_file_that_others_may_read_is_passed_over() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "host:5432:viq:viq:secret\n").unwrap();
        let environment = Environment::from_pairs([("PGPASSFILE", file.path().to_str().unwrap())]);
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(password_file(&environment), PasswordFile::PassedOver { .. }));
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(password_file(&environment), PasswordFile::Found(text) if text.contains("secret")));
        assert!(matches!(password_file(&Environment::default()), PasswordFile::Absent));
    }
}
