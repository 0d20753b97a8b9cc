//! The workspace folder: where a user's catalog, reports and overridden models lie.

use std::path::{Path, PathBuf};

use super::environment::Environment;

/// A workspace folder; it exists once something was to be kept in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    root: PathBuf,
}

/// A workspace folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// Neither a flag nor the environment says where.
    #[error("needed a workspace folder: give --workspace, or set VIQ_WORKSPACE or HOME; found none of them")]
    Nowhere,
    /// Something else stands there.
    #[error("{}: needed a folder for the workspace, found a file", .path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// The folder cannot be made.
    #[error("{}: needed a folder for the workspace, found that none can be made: {source}", .path.display())]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Workspace {
    /// The workspace named by `flag`, else by `VIQ_WORKSPACE`, else the user's own.
    ///
    /// # Errors
    /// [`WorkspaceError`].
    pub fn choose(flag: Option<&Path>, environment: &Environment) -> Result<Self, WorkspaceError> {
        let root = flag
            .map(Path::to_path_buf)
            .or_else(|| environment.get("VIQ_WORKSPACE").map(PathBuf::from))
            .or_else(|| Some(environment.data_home()?.join("viq")))
            .ok_or(WorkspaceError::Nowhere)?;
        Self::open(&root)
    }

    /// The workspace at `root`, which need not exist: whoever only looks leaves no trace.
    ///
    /// # Errors
    /// [`WorkspaceError::NotAFolder`] and [`WorkspaceError::Unusable`].
    pub fn open(root: &Path) -> Result<Self, WorkspaceError> {
        if root.exists() && !root.is_dir() {
            return Err(WorkspaceError::NotAFolder { path: root.to_path_buf() });
        }
        let unusable = |source| WorkspaceError::Unusable { path: root.to_path_buf(), source };
        let root = std::path::absolute(root).map_err(unusable)?;
        Ok(Self { root })
    }

    /// Makes the folder when it does not exist.
    ///
    /// # Errors
    /// [`WorkspaceError::Unusable`].
    pub fn make(&self) -> Result<(), WorkspaceError> {
        let unusable = |source| WorkspaceError::Unusable { path: self.root.clone(), source };
        std::fs::create_dir_all(&self.root).map_err(unusable)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The catalog's GeoPackage, unless a setting names another catalog.
    pub fn catalog_file(&self) -> PathBuf {
        self.root.join("catalog.gpkg")
    }

    /// The workspace's settings.
    pub fn settings_file(&self) -> PathBuf {
        self.root.join("viq.toml")
    }

    /// The session of the window: what is open, and how it is looked at.
    pub fn session_file(&self) -> PathBuf {
        self.root.join("session.json")
    }

    /// A model file of the instrument that overrides the built-in one, where the workspace holds it
    /// (`calibration-models/venus/requirements.toml`).
    pub fn model_override(&self, relative: &str) -> Option<PathBuf> {
        let path = self.root.join("calibration-models").join(relative);
        path.is_file().then_some(path)
    }

    /// Coarse levels of the products that were looked at, which can be computed again at any time.
    pub fn overviews(&self) -> PathBuf {
        self.root.join("cache").join("overviews")
    }

    /// Where reports go when the user names no folder.
    pub fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_wins_over_the_environment_and_this_over_the_users_own() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (home, named) = (at("home"), at("named"));
        let environment =
            Environment::from_pairs([("HOME", home.to_str().unwrap()), ("VIQ_WORKSPACE", named.to_str().unwrap())]);
        let chosen = |flag: Option<&Path>, environment: &Environment| Workspace::choose(flag, environment).unwrap();
        assert_eq!(chosen(Some(&at("flag")), &environment).root(), at("flag"));
        assert_eq!(chosen(None, &environment).root(), named);
        let environment = Environment::from_pairs([("HOME", home.to_str().unwrap())]);
        assert_eq!(chosen(None, &environment).root(), home.join(".local/share/viq"));
        assert!(matches!(Workspace::choose(None, &Environment::default()), Err(WorkspaceError::Nowhere)));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "choosing makes nothing");
        let workspace = chosen(None, &environment);
        workspace.make().unwrap();
        assert!(home.join(".local/share/viq").is_dir());
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Workspace::open(file.path()).unwrap_err();
        assert!(error.to_string().contains(file.path().to_str().unwrap()));
        assert!(error.to_string().contains("found a file"));
    }
}
