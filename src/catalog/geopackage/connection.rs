//! The connection: opening a file that may be anything, moving its schema forward, and transactions that wait and can be cancelled.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::catalog::error::CatalogError;
use crate::catalog::interruption::Interruption;
use crate::catalog::migration::{self, Migration};
use crate::supervision::Supervision;

use super::failure::{Failure, explain, is_busy};
use super::geometry;

/// SQLite waits so long by itself before it says that the file is in use; between two waits the user may cancel.
const PATIENCE_OF_ONE_TRY: Duration = Duration::from_millis(100);
/// After so many tries the other process is taken to be stuck.
const TRIES: u64 = 600;

/// What the file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// To write; made where it is missing.
    Making,
    /// To look; a missing one is not made.
    Existing,
    /// To look where SQLite can make no file of its own beside it: nobody may write it meanwhile.
    Unchanging,
}

/// The file, open.
pub(super) struct Store {
    connection: Connection,
    path: PathBuf,
    schema_version: i64,
}

impl Store {
    /// Opens the file and moves its schema forward.
    pub(super) fn open(
        path: &Path,
        access: Access,
        migrations: &[Migration],
        supervision: &Supervision,
    ) -> Result<Self, CatalogError> {
        let name = path.display().to_string();
        if access != Access::Making && !path.exists() {
            return Err(CatalogError::NoCatalog { catalog: name });
        }
        refuse_what_is_no_file(path)?;
        let connection = connect(path, access).map_err(|failure| explain(failure, &name, "opening the catalog", 0))?;
        let mut store = Self { connection, path: path.to_owned(), schema_version: 0 };
        store.prepare(access, migrations, supervision)?;
        Ok(store)
    }

    /// Opens the file to look, even where nothing may be written beside it.
    pub(super) fn open_existing(
        path: &Path,
        migrations: &[Migration],
        supervision: &Supervision,
    ) -> Result<Self, CatalogError> {
        let refused = match Self::open(path, Access::Existing, migrations, supervision) {
            Err(error @ (CatalogError::ReadOnly { .. } | CatalogError::Unreachable { .. })) => error,
            answer => return answer,
        };
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        // what stands in the log alone would be missed
        if !path.is_file() || Path::new(&log).exists() {
            return Err(refused);
        }
        Self::open(path, Access::Unchanging, migrations, supervision).map_err(|_| refused)
    }

    fn prepare(
        &mut self,
        access: Access,
        migrations: &[Migration],
        supervision: &Supervision,
    ) -> Result<(), CatalogError> {
        // nothing is written to a file before it is known to be ours
        let found = self.read("opening the catalog", supervision, schema_version)?;
        migration::steps_from(found, migrations, &self.name())?;
        if access == Access::Making {
            self.read("opening the catalog", supervision, |connection| {
                connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
                Ok(())
            })?;
        } else if found == 0 {
            return Err(CatalogError::NoCatalog { catalog: self.name() });
        }
        let newest = migration::newest(migrations);
        if found < newest {
            self.schema_version = found;
            let name = self.name();
            self.transaction("moving the catalog forward", supervision, |transaction| {
                // another process may have moved it meanwhile
                let found = schema_version(transaction)?;
                let Ok(steps) = migration::steps_from(found, migrations, &name) else {
                    return Err(Failure::Newer { found, supported: newest });
                };
                for step in steps {
                    transaction.execute_batch(step.statements)?;
                    set_schema_version(transaction, step.to_version)?;
                }
                Ok(())
            })?;
        }
        self.schema_version = newest;
        Ok(())
    }

    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    pub(super) fn schema_version(&self) -> i64 {
        self.schema_version
    }

    /// Reads; repeated while another process is in the way.
    pub(super) fn read<Answer>(
        &self,
        doing: &'static str,
        supervision: &Supervision,
        work: impl Fn(&Connection) -> Result<Answer, Failure>,
    ) -> Result<Answer, CatalogError> {
        let _interruption = self.interrupted_on_cancel(supervision);
        self.patiently(doing, supervision, || work(&self.connection))
    }

    /// Writes in one transaction of a catalog whose schema is still the one that was opened.
    pub(super) fn write<Answer>(
        &mut self,
        doing: &'static str,
        supervision: &Supervision,
        work: impl FnOnce(&Connection) -> Result<Answer, Failure>,
    ) -> Result<Answer, CatalogError> {
        let supported = self.schema_version;
        self.transaction(doing, supervision, |connection| {
            let found = schema_version(connection)?;
            if found != supported {
                return Err(Failure::Newer { found, supported });
            }
            work(connection)
        })
    }

    fn transaction<Answer>(
        &self,
        doing: &'static str,
        supervision: &Supervision,
        work: impl FnOnce(&Connection) -> Result<Answer, Failure>,
    ) -> Result<Answer, CatalogError> {
        let interruption = self.interrupted_on_cancel(supervision);
        let begin = || Ok(Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?);
        let transaction = self.patiently(doing, supervision, begin)?;
        let name = self.name();
        // dropped without commit on an error: everything is undone
        let answer = work(&transaction).map_err(|failure| explain(failure, &name, doing, 0))?;
        supervision.check()?;
        // what is about to be confirmed is not interrupted any more
        drop(interruption);
        transaction.commit().map_err(|error| explain(Failure::Store(error), &name, doing, 0))?;
        Ok(answer)
    }

    fn patiently<Answer>(
        &self,
        doing: &'static str,
        supervision: &Supervision,
        work: impl Fn() -> Result<Answer, Failure>,
    ) -> Result<Answer, CatalogError> {
        let mut tries = 0;
        loop {
            supervision.check()?;
            match work() {
                Ok(answer) => return Ok(answer),
                Err(failure) if is_busy(&failure) && tries < TRIES => tries += 1,
                Err(failure) => {
                    let waited_s = tries * PATIENCE_OF_ONE_TRY.as_millis() as u64 / 1000;
                    return Err(explain(failure, &self.name(), doing, waited_s));
                }
            }
        }
    }

    fn interrupted_on_cancel(&self, supervision: &Supervision) -> Interruption {
        let handle = self.connection.get_interrupt_handle();
        Interruption::on_cancel(supervision, move || handle.interrupt())
    }

    #[cfg(test)]
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }
}

fn connect(path: &Path, access: Access) -> Result<Connection, Failure> {
    // a URI only where one is written here: a file may be named `file:…`
    let writing = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reading = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match access {
        Access::Making => Connection::open_with_flags(path, writing | OpenFlags::SQLITE_OPEN_CREATE)?,
        Access::Existing => Connection::open_with_flags(path, writing)?,
        Access::Unchanging => {
            Connection::open_with_flags(uri_of_unchanging(path), reading | OpenFlags::SQLITE_OPEN_URI)?
        }
    };
    // by statement: the method of this name calls a function that came with SQLite 3.44
    connection.pragma_update(None, "busy_timeout", PATIENCE_OF_ONE_TRY.as_millis() as i64)?;
    connection.set_prepared_statement_cache_capacity(64);
    geometry::register_functions(&connection)?;
    // full: what was reported as done survives a power cut, not only a kill
    connection.execute_batch(
        "pragma synchronous = full;
         pragma foreign_keys = on;
         pragma cache_size = -65536;
         pragma temp_store = memory;",
    )?;
    Ok(connection)
}

/// The file's URI (SQLite documentation, "Uniform Resource Identifiers"), by which it is read without any lock or log.
fn uri_of_unchanging(path: &Path) -> String {
    // an absolute path that begins with two slashes would otherwise be taken for a host
    let scheme = if path.is_absolute() { "file://" } else { "file:" };
    let escaped = |byte: &u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    let escaped: String = path.as_os_str().as_encoded_bytes().iter().map(escaped).collect();
    format!("{scheme}{escaped}?immutable=1")
}

/// A missing file in a missing folder, or a folder. What the file holds is left to SQLite: whoever else opens and closes it
/// takes this process's locks off it (POSIX, fcntl).
fn refuse_what_is_no_file(path: &Path) -> Result<(), CatalogError> {
    let catalog = path.display().to_string();
    let unreachable = |reason: String| CatalogError::Unreachable { catalog: catalog.clone(), reason };
    if path.is_dir() {
        return Err(unreachable("needed a file, found a folder".to_owned()));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(unreachable(format!("there is no folder {}", folder.display()))),
        _ => Ok(()),
    }
}

/// Version of the schema; 0 for a file in which there is nothing yet.
fn schema_version(connection: &Connection) -> Result<i64, Failure> {
    let tables = "select count(*), coalesce(sum(name = 'viq_catalog'), 0) from sqlite_master where type = 'table'";
    let (tables, ours): (i64, i64) =
        connection.prepare_cached(tables)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if ours == 1 {
        let version = "select schema_version from viq_catalog";
        return Ok(connection.prepare_cached(version)?.query_row([], |row| row.get(0))?);
    }
    if tables == 0 {
        return Ok(0);
    }
    let is_geopackage = "select count(*) from sqlite_master where name = 'gpkg_contents'";
    let geopackage: i64 = connection.query_row(is_geopackage, [], |row| row.get(0))?;
    let kind = if geopackage == 1 { "a GeoPackage" } else { "an SQLite database" };
    Err(Failure::NotACatalog { found: format!("{kind} with {tables} tables of another program") })
}

fn set_schema_version(connection: &Connection, version: i64) -> Result<(), Failure> {
    connection.execute_batch(
        "create table if not exists viq_catalog (
             id integer primary key not null check (id = 1),
             schema_version integer not null
         );",
    )?;
    let statement = "insert into viq_catalog (id, schema_version) values (1, ?1)
                     on conflict (id) do update set schema_version = excluded.schema_version";
    connection.execute(statement, [version])?;
    Ok(())
}
