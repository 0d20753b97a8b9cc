//! The connection: making it and making it again, moving the schema forward, and transactions that can be cancelled.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use postgres::{Client, GenericClient, NoTls, Transaction};

use crate::catalog::error::CatalogError;
use crate::catalog::interruption::Interruption;
use crate::catalog::migration::{self, Migration};
use crate::supervision::Supervision;

use super::connecting::{Unconnected, connect, wait};
use super::failure::{Failure, connection_is_lost, explain, may_come_back, reason, was_interrupted, why_no_postgis};
use super::settings::ConnectionSettings;

/// Key of the lock that whoever moves the schema forward holds ("viq" and a number).
const MIGRATION_LOCK: i64 = 0x76_6971_0001;

/// First wait for a server that is gone; each wait is twice the one before, up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// What the database is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// To write; the catalog is made where there is none.
    Making,
    /// To look; none is made.
    Existing,
}

/// The database, connected.
pub(super) struct Store {
    client: RefCell<Client>,
    // a server that was waited for in vain is not waited for again before it has been back
    waited_in_vain: Cell<bool>,
    settings: ConnectionSettings,
    schema_version: i64,
}

impl Store {
    /// Connects, makes the catalog when there is none, and moves its schema forward.
    pub(super) fn open(
        settings: &ConnectionSettings,
        access: Access,
        migrations: &[Migration],
        supervision: &Supervision,
    ) -> Result<Self, CatalogError> {
        if !settings.is_local() {
            supervision.warn(format!(
                "the connection to the catalog is not encrypted: what is written and read can be seen on its way: {settings}"
            ));
        }
        let client = RefCell::new(connect(settings, supervision).map_err(|unconnected| unconnected.error)?);
        let waited_in_vain = Cell::new(false);
        let mut store = Self { client, waited_in_vain, settings: settings.clone(), schema_version: 0 };
        let name = store.name();
        let newest = migration::newest(migrations);
        let found = store.read("opening the catalog", supervision, schema_version)?;
        if found == 0 && access == Access::Existing {
            return Err(CatalogError::NoCatalog { catalog: name });
        }
        if !migration::steps_from(found, migrations, &name)?.is_empty() {
            store.transaction("moving the catalog forward", supervision, |transaction| {
                transaction.execute("select pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK])?;
                // another process may have moved it meanwhile
                let found = schema_version(transaction)?;
                let Ok(steps) = migration::steps_from(found, migrations, &name) else {
                    return Err(Failure::Newer { found, supported: newest });
                };
                if found == 0 {
                    make_room(transaction, settings)?;
                }
                for step in steps {
                    transaction.batch_execute(step.statements)?;
                    let statement = "update viq.viq_catalog set schema_version = $1";
                    transaction.execute(statement, &[&step.to_version])?;
                }
                Ok(())
            })?;
        }
        store.schema_version = newest;
        Ok(store)
    }

    /// Where the database is, without a password.
    pub(super) fn name(&self) -> String {
        self.settings.to_string()
    }

    pub(super) fn schema_version(&self) -> i64 {
        self.schema_version
    }

    /// Reads; once more over a new connection when the old one is gone.
    pub(super) fn read<Answer>(
        &self,
        doing: &'static str,
        supervision: &Supervision,
        work: impl Fn(&mut Client) -> Result<Answer, Failure>,
    ) -> Result<Answer, CatalogError> {
        self.twice(doing, supervision, || {
            let mut client = self.client.borrow_mut();
            let _interruption = interrupted_on_cancel(&client, supervision);
            work(&mut client).map_err(Attempt::Undone)
        })
    }

    /// Writes in one transaction of a catalog whose schema is still the one that was opened. When the connection is gone
    /// before the end, the work is done once more over a new one.
    pub(super) fn write<Answer>(
        &mut self,
        doing: &'static str,
        supervision: &Supervision,
        work: impl Fn(&mut Transaction<'_>) -> Result<Answer, Failure>,
    ) -> Result<Answer, CatalogError> {
        let supported = self.schema_version;
        self.transaction(doing, supervision, |transaction| {
            let found = schema_version(transaction)?;
            if found != supported {
                return Err(Failure::Newer { found, supported });
            }
            work(transaction)
        })
    }

    fn transaction<Answer>(
        &self,
        doing: &'static str,
        supervision: &Supervision,
        work: impl Fn(&mut Transaction<'_>) -> Result<Answer, Failure>,
    ) -> Result<Answer, CatalogError> {
        self.twice(doing, supervision, || {
            let mut client = self.client.borrow_mut();
            let interruption = interrupted_on_cancel(&client, supervision);
            let mut transaction = client.transaction().map_err(|error| Attempt::Undone(error.into()))?;
            // dropped without commit on an error: everything is undone
            let answer = work(&mut transaction).map_err(Attempt::Undone)?;
            supervision.check().map_err(|cancelled| Attempt::Undone(cancelled.into()))?;
            // what is about to be confirmed is not interrupted any more
            drop(interruption);
            transaction.commit().map_err(Attempt::Unconfirmed)?;
            Ok(answer)
        })
    }

    fn twice<Answer>(
        &self,
        doing: &'static str,
        supervision: &Supervision,
        work: impl Fn() -> Result<Answer, Attempt>,
    ) -> Result<Answer, CatalogError> {
        supervision.check()?;
        let lost = match work() {
            Ok(answer) => return Ok(answer),
            Err(Attempt::Undone(Failure::Store(error))) if connection_is_lost(&error) => true,
            // told to stop for the sake of something that had ended meanwhile
            Err(Attempt::Undone(Failure::Store(error))) if was_interrupted(&error) => {
                supervision.check()?;
                false
            }
            Err(attempt) => return Err(self.explain(attempt, doing)),
        };
        if lost {
            self.reconnect(supervision)?;
        }
        work().map_err(|attempt| match attempt {
            Attempt::Undone(Failure::Store(error)) if was_interrupted(&error) && supervision.check().is_err() => {
                CatalogError::Cancelled(crate::supervision::Cancelled)
            }
            attempt => self.explain(attempt, doing),
        })
    }

    /// A new connection in the place of the lost one; a server that restarts is waited for.
    fn reconnect(&self, supervision: &Supervision) -> Result<(), CatalogError> {
        let patience = if self.waited_in_vain.get() { Duration::ZERO } else { self.settings.patience_with_a_restart() };
        let (mut waited, mut next_wait) = (Duration::ZERO, FIRST_WAIT);
        // until it is known otherwise
        self.waited_in_vain.set(true);
        let (client, found) = loop {
            let unconnected = match self.connected(supervision) {
                Ok(connected) => break connected,
                Err(unconnected) => unconnected,
            };
            if !unconnected.may_come_back || waited >= patience {
                return Err(unconnected.error);
            }
            wait(next_wait, supervision)?;
            waited += next_wait;
            next_wait = LONGEST_WAIT.min(2 * next_wait);
        };
        self.waited_in_vain.set(false);
        let supported = self.schema_version;
        if supported != 0 && found != supported {
            return Err(CatalogError::Newer { catalog: self.name(), found, supported });
        }
        *self.client.borrow_mut() = client;
        Ok(())
    }

    /// A connection and the schema's version.
    fn connected(&self, supervision: &Supervision) -> Result<(Client, i64), Unconnected> {
        let mut client = connect(&self.settings, supervision)?;
        let found = schema_version(&mut client).map_err(|failure| {
            let may_come_back = matches!(&failure, Failure::Store(error) if may_come_back(error));
            Unconnected { error: explain(failure, &self.settings, "reconnecting"), may_come_back }
        })?;
        Ok((client, found))
    }

    fn explain(&self, attempt: Attempt, doing: &'static str) -> CatalogError {
        match attempt {
            Attempt::Undone(failure) => explain(failure, &self.settings, doing),
            Attempt::Unconfirmed(error) if connection_is_lost(&error) => {
                CatalogError::OutcomeUnknown { catalog: self.name(), doing, reason: reason(&error, &self.settings) }
            }
            Attempt::Unconfirmed(error) => explain(error.into(), &self.settings, doing),
        }
    }
}

/// How an attempt failed.
enum Attempt {
    /// Before anything was confirmed: nothing of it remains.
    Undone(Failure),
    /// While it was being confirmed.
    Unconfirmed(postgres::Error),
}

fn interrupted_on_cancel(client: &Client, supervision: &Supervision) -> Interruption {
    let token = client.cancel_token();
    // a server that cannot be told stops at the end of the statement
    Interruption::on_cancel(supervision, move || drop(token.cancel_query(NoTls)))
}

/// Version of the schema; 0 for a database without a catalog.
fn schema_version(client: &mut impl GenericClient) -> Result<i64, Failure> {
    // one statement, hence one moment: another process may be making the catalog
    let tables = "select coalesce(bool_or(relname = 'viq_catalog'), false), count(*)
                  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
                  where nspname = 'viq' and relkind = 'r'";
    let row = client.query_one(tables, &[])?;
    let (there, others): (bool, i64) = (row.try_get(0)?, row.try_get(1)?);
    if there {
        return Ok(client.query_one("select schema_version from viq.viq_catalog", &[])?.try_get(0)?);
    }
    if others == 0 {
        return Ok(0);
    }
    Err(Failure::NotACatalog { found: format!("a schema \"viq\" with {others} tables of another program") })
}

/// Adds PostGIS and the schema, unless somebody with more rights has done so before.
fn make_room(transaction: &mut Transaction<'_>, settings: &ConnectionSettings) -> Result<(), Failure> {
    let extension = transaction.query_opt("select 1 from pg_extension where extname = 'postgis'", &[])?;
    if extension.is_none() {
        transaction.batch_execute("create extension if not exists postgis").map_err(|error| {
            let user = settings.user().unwrap_or_default();
            Failure::NoPostgis { reason: why_no_postgis(error.code(), &reason(&error, settings), user) }
        })?;
    }
    let there: bool = transaction.query_one("select to_regnamespace('viq') is not null", &[])?.try_get(0)?;
    if !there {
        transaction.batch_execute("create schema viq")?;
    }
    transaction.batch_execute(
        "create table viq.viq_catalog (id integer primary key check (id = 1), schema_version bigint not null);
         insert into viq.viq_catalog values (1, 0);",
    )?;
    Ok(())
}
