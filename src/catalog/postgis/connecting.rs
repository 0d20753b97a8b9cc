//! Reaching the server, which may refuse, or accept and then stay silent: within one deadline, and until the user cancels.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use postgres::{Client, Config, NoTls};

use crate::catalog::error::CatalogError;
use crate::catalog::interruption::INTERVAL;
use crate::supervision::{Cancelled, Supervision};

use super::failure::{may_come_back, reason};
use super::settings::ConnectionSettings;

/// Why there is no connection.
pub(super) struct Unconnected {
    pub(super) error: CatalogError,
    /// Whether the server may be restarting.
    pub(super) may_come_back: bool,
}

impl From<CatalogError> for Unconnected {
    fn from(error: CatalogError) -> Self {
        Self { error, may_come_back: false }
    }
}

impl From<Cancelled> for Unconnected {
    fn from(cancelled: Cancelled) -> Self {
        CatalogError::from(cancelled).into()
    }
}

/// Connects in a thread of its own: the client library looks at a clock only until the network's own greeting is done, and at a
/// cancel never. A thread that is left behind holds one connection, and ends when the server answers or is gone.
pub(super) fn connect(settings: &ConnectionSettings, supervision: &Supervision) -> Result<Client, Unconnected> {
    let unreachable = |reason: String| CatalogError::Unreachable { catalog: settings.to_string(), reason };
    let config = settings.config()?.clone();
    let (answer, answered) = channel();
    thread::Builder::new()
        .name("catalog connection".to_owned())
        // nobody may be there any more to take the answer
        .spawn(move || drop(answer.send(ready_client(&config))))
        .map_err(|error| unreachable(format!("no thread to connect in: {error}")))?;
    let deadline = settings.deadline();
    let mut waited = Duration::ZERO;
    while waited < deadline {
        supervision.check()?;
        match answered.recv_timeout(INTERVAL) {
            Ok(Ok(client)) => return Ok(client),
            Ok(Err(error)) => {
                let may_come_back = may_come_back(&error);
                return Err(Unconnected { error: unreachable(reason(&error, settings)), may_come_back });
            }
            Err(RecvTimeoutError::Timeout) => waited += INTERVAL,
            Err(RecvTimeoutError::Disconnected) => return Err(unreachable("the connection broke".to_owned()).into()),
        }
    }
    let silent = format!("the server did not get ready within {} s", deadline.as_secs());
    Err(unreachable(silent).into())
}

fn ready_client(config: &Config) -> Result<Client, postgres::Error> {
    let mut client = config.connect(NoTls)?;
    client.batch_execute(
        "set client_min_messages = warning;
         set default_transaction_isolation = 'read committed';
         select set_config('search_path', 'viq, ' || current_setting('search_path'), false);",
    )?;
    Ok(client)
}

/// Waits, unless the user cancels.
pub(super) fn wait(time: Duration, supervision: &Supervision) -> Result<(), Cancelled> {
    let mut waited = Duration::ZERO;
    while waited < time {
        supervision.check()?;
        thread::sleep(INTERVAL);
        waited += INTERVAL;
    }
    supervision.check()
}
