//! The connection: making it and making it again, moving the schema forward, and transactions that can be cancelled.

use std::cell::RefCell;

use postgres::{Client, GenericClient, NoTls, Transaction};

use crate::catalog::error::CatalogError;
use crate::catalog::interruption::Interruption;
use crate::catalog::migration::{self, Migration};
use crate::supervision::Supervision;

use super::failure::{Failure, connection_is_lost, explain, reason, was_interrupted, why_no_postgis};
use super::settings::ConnectionSettings;

/// Key of the lock that whoever moves the schema forward holds ("viq" and a number).
const MIGRATION_LOCK: i64 = 0x76_6971_0001;

/// The database, connected.
pub(super) struct Store {
    client: RefCell<Client>,
    settings: ConnectionSettings,
    schema_version: i64,
}

impl Store {
    /// Connects, makes the catalog when there is none, and moves its schema forward.
    pub(super) fn open(
        settings: &ConnectionSettings,
        migrations: &[Migration],
        supervision: &Supervision,
    ) -> Result<Self, CatalogError> {
        let client = RefCell::new(connect(settings)?);
        let mut store = Self { client, settings: settings.clone(), schema_version: 0 };
        let name = store.name();
        let newest = migration::newest(migrations);
        let found = store.read("opening the catalog", supervision, schema_version)?;
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
            self.reconnect()?;
        }
        work().map_err(|attempt| match attempt {
            Attempt::Undone(Failure::Store(error)) if was_interrupted(&error) && supervision.check().is_err() => {
                CatalogError::Cancelled(crate::supervision::Cancelled)
            }
            attempt => self.explain(attempt, doing),
        })
    }

    fn reconnect(&self) -> Result<(), CatalogError> {
        let mut client = connect(&self.settings)?;
        let found = schema_version(&mut client).map_err(|failure| explain(failure, &self.settings, "reconnecting"))?;
        let supported = self.schema_version;
        if supported != 0 && found != supported {
            return Err(CatalogError::Newer { catalog: self.name(), found, supported });
        }
        *self.client.borrow_mut() = client;
        Ok(())
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

fn connect(settings: &ConnectionSettings) -> Result<Client, CatalogError> {
    let cannot = |error: postgres::Error| CatalogError::Unreachable {
        catalog: settings.to_string(),
        reason: reason(&error, settings),
    };
    let mut client = settings.config()?.connect(NoTls).map_err(cannot)?;
    client
        .batch_execute(
            "set client_min_messages = warning;
             set default_transaction_isolation = 'read committed';
             select set_config('search_path', 'viq, ' || current_setting('search_path'), false);",
        )
        .map_err(cannot)?;
    Ok(client)
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
