//! What an operation is run against: the workspace, the catalog, the clock and whoever watches.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::OperationError;
use super::jobs::CommandPlace;
use crate::catalog::postgis::{ConnectionSettings, password_in};
use crate::catalog::{self, Catalog, Location};
use crate::supervision::Supervision;
use crate::units::UtcInstant;
use crate::workspace::{Environment, PasswordFile, Settings, Workspace, looks_like_an_address, password_file};

/// What the command line or the window knows when a user asks for something.
pub struct Surroundings {
    /// The workspace folder named by a flag.
    pub workspace: Option<PathBuf>,
    /// The catalog named by a flag.
    pub catalog: Option<String>,
    /// The environment variables.
    pub environment: Environment,
    /// The clock; the only one of the program.
    pub clock: Arc<dyn Fn() -> UtcInstant + Send + Sync>,
    /// Whoever watches and may cancel.
    pub supervision: Supervision,
}

/// What an operation is run against.
pub struct Context {
    workspace: Workspace,
    location: Location,
    clock: Arc<dyn Fn() -> UtcInstant + Send + Sync>,
    supervision: Supervision,
}

impl Context {
    /// Finds the workspace and the catalog by flag, environment, workspace settings and user settings, in this order.
    ///
    /// # Errors
    /// [`OperationError`] when the workspace is none, a settings file is malformed or the catalog's address is none.
    pub fn find(surroundings: Surroundings) -> Result<Self, OperationError> {
        let Surroundings { workspace, catalog, environment, clock, supervision } = surroundings;
        let workspace = Workspace::choose(workspace.as_deref(), &environment)?;
        let settings = Settings::resolve(catalog.as_deref(), &environment, &workspace)?;
        let location = match settings.catalog {
            None => Location::GeoPackage(workspace.catalog_file()),
            Some(address) => location(&address, &environment, &supervision)?,
        };
        Ok(Self { workspace, location, clock, supervision })
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Whoever watches and may cancel.
    pub fn supervision(&self) -> &Supervision {
        &self.supervision
    }

    /// The same workspace and catalog, watched by somebody else: a job, or a query of the window.
    #[must_use]
    pub fn supervised(&self, supervision: &Supervision) -> Self {
        Self {
            workspace: self.workspace.clone(),
            location: self.location.clone(),
            clock: Arc::clone(&self.clock),
            supervision: supervision.clone(),
        }
    }

    /// The clock.
    pub fn clock(&self) -> Arc<dyn Fn() -> UtcInstant + Send + Sync> {
        Arc::clone(&self.clock)
    }

    /// The flags that lead a command line to this workspace and this catalog.
    pub fn command_place(&self) -> CommandPlace {
        let name = self.location.to_string();
        let is_own = matches!(&self.location, Location::GeoPackage(path) if *path == self.workspace.catalog_file());
        let may_be_typed = match &self.location {
            Location::GeoPackage(_) => true,
            // a socket's folder, for example, cannot stand where a host does
            Location::Postgis(_) => ConnectionSettings::from_url(&name).is_ok_and(|read| read.to_string() == name),
        };
        CommandPlace {
            workspace: self.workspace.root().to_path_buf(),
            catalog: (!is_own && may_be_typed).then_some(name),
        }
    }

    /// The time now.
    pub fn now(&self) -> UtcInstant {
        (self.clock)()
    }

    /// What the catalog is called: the path of its file, or its server and database without the password.
    pub fn catalog_name(&self) -> String {
        self.location.to_string()
    }

    /// Version of this program.
    pub const fn software_version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Opens the catalog, making or migrating it where needed; the workspace folder too.
    ///
    /// # Errors
    /// [`OperationError::Workspace`]; [`OperationError::Catalog`].
    pub fn open_catalog(&self) -> Result<Box<dyn Catalog>, OperationError> {
        self.workspace.make()?;
        Ok(catalog::open(&self.location, &self.supervision)?)
    }

    /// Opens the catalog for a query, which leaves no trace: neither a workspace nor a catalog is made.
    ///
    /// # Errors
    /// [`OperationError::Catalog`], also when there is none.
    pub fn open_existing_catalog(&self) -> Result<Box<dyn Catalog>, OperationError> {
        Ok(catalog::open_existing(&self.location, &self.supervision)?)
    }
}

/// The place of a catalog from its address; the password is looked for where PostgreSQL's own programs look.
fn location(address: &str, environment: &Environment, supervision: &Supervision) -> Result<Location, OperationError> {
    if !address.starts_with("postgresql://") && !address.starts_with("postgres://") {
        return geopackage(address);
    }
    let mut settings = ConnectionSettings::from_url(address)?;
    if let Some(user) = environment.get("PGUSER").or_else(|| environment.get("USER")) {
        settings = settings.with_user_if_absent(user);
    }
    if !settings.has_password() {
        settings = settings.with_password_if_absent(environment.get("PGPASSWORD"));
    }
    if !settings.has_password() {
        match password_file(environment) {
            PasswordFile::Absent => {}
            PasswordFile::PassedOver { path, reason } => {
                supervision.warn(format!("the password file is passed over, {reason}: {}", path.display()));
            }
            PasswordFile::Found(text) => {
                let user = settings.user().unwrap_or_default().to_owned();
                let password = password_in(&text, &settings.host(), settings.port(), settings.database(), &user);
                settings = settings.with_password_if_absent(password.as_deref());
            }
        }
    }
    Ok(Location::Postgis(settings))
}

/// A GeoPackage by its path, if the text can be nothing else: it is refused without being repeated, since a mistyped address
/// may hold a password, and a path is shown and becomes a file's name.
fn geopackage(text: &str) -> Result<Location, OperationError> {
    let path = Path::new(text);
    let is_geopackage = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gpkg"));
    // the folders above may be named anything, if they are there
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && folder.is_dir());
    let unproven = folder.and_then(|_| path.file_name()?.to_str()).unwrap_or(text);
    if text.is_empty() || looks_like_an_address(unproven) || !(is_geopackage || path.exists()) {
        let found = if text.is_empty() { "nothing" } else { "something else (not repeated: it may hold a password)" };
        return Err(OperationError::Usage(format!(
            "catalog: needed the path of a GeoPackage (one that exists, or ends in .gpkg), or \
             postgresql://USER@HOST:PORT/DATABASE, found {found}"
        )));
    }
    Ok(Location::GeoPackage(path.to_path_buf()))
}
