//! Settings and their precedence: flag, environment, workspace, user.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::environment::Environment;
use super::folder::Workspace;

/// Settings of one file (`viq.toml`); what it does not say is left to the next in line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Address of the catalog: a `postgresql://` address or the path of a GeoPackage.
    pub catalog: Option<String>,
}

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file exists and cannot be read.
    #[error("{}: settings could not be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no settings file.
    #[error("{}: needed settings in TOML, found: {reason}", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What was found, with its place.
        reason: String,
    },
}

impl Settings {
    /// The settings that hold: `catalog_flag` first, then `VIQ_CATALOG`, the workspace's file, the user's file.
    ///
    /// # Errors
    /// [`SettingsError`] naming the file.
    pub fn resolve(
        catalog_flag: Option<&str>,
        environment: &Environment,
        workspace: &Workspace,
    ) -> Result<Self, SettingsError> {
        let named = catalog_flag.or_else(|| environment.get("VIQ_CATALOG")).map(str::to_owned);
        if named.is_some() {
            return Ok(Self { catalog: named });
        }
        let mut settings = Self::of_file(&workspace.settings_file())?;
        if let Some(folder) = environment.config_home() {
            let user = Self::of_file(&folder.join("viq/viq.toml"))?;
            settings.catalog = settings.catalog.or(user.catalog);
        }
        Ok(settings)
    }

    fn of_file(path: &Path) -> Result<Self, SettingsError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(SettingsError::Unreadable { path: path.to_path_buf(), source }),
        };
        let mut settings: Self = toml::from_str(&text).map_err(|error| SettingsError::Malformed {
            path: path.to_path_buf(),
            // The excerpt that the parser would quote may hold a password.
            reason: error.message().to_owned(),
        })?;
        // A file named in a settings file lies where that file says, wherever the program is started.
        let is_file = |catalog: &&String| !looks_like_an_address(catalog) && !catalog.is_empty();
        if let (Some(catalog), Some(folder)) = (settings.catalog.as_ref().filter(is_file), path.parent()) {
            settings.catalog = Some(folder.join(catalog).display().to_string());
        }
        Ok(settings)
    }
}

/// Whether a text may be meant as the address of a database, even a mistyped one: then it may hold a password, and is neither
/// repeated nor taken for the name of a file.
pub fn looks_like_an_address(text: &str) -> bool {
    let plain: String = text.to_lowercase().chars().filter(|character| !character.is_whitespace()).collect();
    let marks = ["://", "@", "password=", "passwd="];
    plain.starts_with("postgres") || marks.iter().any(|mark| plain.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flag_environment_workspace_and_user_stand_in_this_order() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(&folder.path().join("workspace")).unwrap();
        workspace.make().unwrap();
        let config = folder.path().join("config");
        std::fs::create_dir_all(config.join("viq")).unwrap();
        let config_text = config.to_str().unwrap();
        let user_only = Environment::from_pairs([("XDG_CONFIG_HOME", config_text)]);
        let named = Environment::from_pairs([("XDG_CONFIG_HOME", config_text), ("VIQ_CATALOG", "environment")]);
        let catalog =
            |flag, environment: &Environment| Settings::resolve(flag, environment, &workspace).unwrap().catalog;
        assert_eq!(catalog(None, &user_only), None);
        std::fs::write(config.join("viq/viq.toml"), "catalog = \"user.gpkg\"").unwrap();
        assert_eq!(catalog(None, &user_only).as_deref(), config.join("viq/user.gpkg").to_str());
        std::fs::write(workspace.settings_file(), "catalog = \"postgresql://workspace/viq\"").unwrap();
        assert_eq!(catalog(None, &user_only).as_deref(), Some("postgresql://workspace/viq"));
        assert_eq!(catalog(None, &named).as_deref(), Some("environment"));
        assert_eq!(catalog(Some("flag"), &named).as_deref(), Some("flag"));
    }

    #[test]
    fn what_looks_like_an_address_is_never_joined_to_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(folder.path()).unwrap();
        for address in ["postgresql:/u:p@h/db", "Postgresql//u:p/db", "u:p@h/db", "host=h password = p dbname=d"] {
            std::fs::write(workspace.settings_file(), format!("catalog = \"{address}\"")).unwrap();
            let settings = Settings::resolve(None, &Environment::default(), &workspace).unwrap();
            assert_eq!(settings.catalog.as_deref(), Some(address));
        }
    }

    #[test]
    fn a_malformed_settings_file_is_named_and_not_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(folder.path()).unwrap();
        std::fs::write(workspace.settings_file(), "catalog = postgresql://viq:secret@host/db").unwrap();
        let error = Settings::resolve(None, &Environment::default(), &workspace).unwrap_err().to_string();
        assert!(error.contains("viq.toml") && !error.contains("secret"), "{error}");
    }
}
