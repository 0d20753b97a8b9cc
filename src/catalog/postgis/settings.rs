//! Where the database is and who asks, read from a `postgresql://` address. No text made of it ever holds a password.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use postgres::config::{Host, SslMode};

use crate::catalog::error::CatalogError;

const DEFAULT_PORT: u16 = 5432;
/// Longest wait for a server that does not answer, unless the address says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A network that has gone silent is taken to be gone after this time.
const PATIENCE_WITH_THE_NETWORK: Duration = Duration::from_secs(30);

/// A server that was there and is gone is taken to be restarting for so long.
const PATIENCE_WITH_A_RESTART: Duration = Duration::from_secs(30);

/// How to reach a PostGIS catalog.
#[derive(Clone)]
pub struct ConnectionSettings {
    config: Box<postgres::Config>,
    sslmode: Option<String>,
    patience_with_a_restart: Duration,
}

impl ConnectionSettings {
    /// Reads `postgresql://USER@HOST:PORT/DATABASE?option=value` (also `postgres://`). A host that is a folder (of a Unix
    /// socket) is given as `?host=/folder` or percent-encoded.
    ///
    /// # Errors
    /// [`CatalogError::BadAddress`]; it never repeats the address, which may hold a password.
    pub fn from_url(url: &str) -> Result<Self, CatalogError> {
        let bad = |found: &str| CatalogError::BadAddress { found: found.to_owned() };
        let rest = url
            .strip_prefix("postgresql://")
            .or_else(|| url.strip_prefix("postgres://"))
            .ok_or_else(|| bad("found a text that begins otherwise"))?;
        // an unescaped character of a password would otherwise end up in the host or the database, and from there in a message
        let authority_length = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(authority_length);
        if path.contains('@') || authority.matches('@').count() > 1 {
            let found =
                "found more than one @, or one after the host: write @ : / ? % of a password as %40 %3A %2F %3F %25";
            return Err(bad(found));
        }
        let (address, mut sslmode) = without_sslmode(url);
        let mut config: postgres::Config = address
            .parse()
            .map_err(|_| bad("found something else (a port that is no number, an unknown option, …)"))?;
        if config.get_ssl_mode() == SslMode::Require {
            sslmode = Some("require".to_owned());
        }
        config.ssl_mode(SslMode::Disable);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(PATIENCE_WITH_THE_NETWORK).keepalives_idle(PATIENCE_WITH_THE_NETWORK);
        }
        if config.get_application_name().is_none() {
            config.application_name("viq");
        }
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(bad("found no host"));
        }
        let accepted = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
        if sslmode.as_deref().is_some_and(|mode| !accepted.contains(&mode)) {
            return Err(bad("found an unknown sslmode"));
        }
        Ok(Self { config: Box::new(config), sslmode, patience_with_a_restart: PATIENCE_WITH_A_RESTART })
    }

    /// The same with a user where the address names none.
    #[must_use]
    pub fn with_user_if_absent(mut self, user: &str) -> Self {
        if self.config.get_user().is_none() {
            self.config.user(user);
        }
        self
    }

    /// The same with a password where the address holds none.
    #[must_use]
    pub fn with_password_if_absent(mut self, password: Option<&str>) -> Self {
        if let Some(password) = password.filter(|_| self.config.get_password().is_none()) {
            self.config.password(password);
        }
        self
    }

    /// The same with another patience with a server that was reached and is gone (30 s unless said otherwise).
    #[must_use]
    pub fn with_patience_with_a_restart(mut self, patience: Duration) -> Self {
        self.patience_with_a_restart = patience;
        self
    }

    /// How long a server that was reached and is gone is waited for.
    pub(super) fn patience_with_a_restart(&self) -> Duration {
        self.patience_with_a_restart
    }

    /// Longest wait until a connection stands, from the first packet to the server's readiness.
    pub(super) fn deadline(&self) -> Duration {
        self.config.get_connect_timeout().copied().unwrap_or(CONNECT_TIMEOUT)
    }

    /// Whether nothing of the connection leaves this machine: a socket's folder, `localhost`, or a loopback address.
    pub fn is_local(&self) -> bool {
        let addresses = self.config.get_hostaddrs();
        if !addresses.is_empty() {
            return addresses.iter().all(IpAddr::is_loopback);
        }
        self.config.get_hosts().iter().all(|host| match host {
            Host::Unix(_) => true,
            Host::Tcp(name) => {
                name.eq_ignore_ascii_case("localhost")
                    || name.trim_matches(['[', ']']).parse().is_ok_and(|address: IpAddr| address.is_loopback())
            }
        })
    }

    /// Whether a password is known (from the address or given).
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }

    /// Host name, or the folder of a Unix socket; what a password file's first field is compared with.
    pub fn host(&self) -> String {
        match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            Some(Host::Unix(folder)) => folder.display().to_string(),
            None => self.config.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
        }
    }

    /// Port.
    pub fn port(&self) -> u16 {
        self.config.get_ports().first().copied().unwrap_or(DEFAULT_PORT)
    }

    /// User; none when neither the address nor the caller names one.
    pub fn user(&self) -> Option<&str> {
        self.config.get_user()
    }

    /// Database; the user's name where the address names none, as PostgreSQL does.
    pub fn database(&self) -> &str {
        self.config.get_dbname().or_else(|| self.config.get_user()).unwrap_or_default()
    }

    /// What the server needs to know.
    ///
    /// # Errors
    /// [`CatalogError::TlsNotSupported`]; [`CatalogError::BadAddress`] without a user.
    pub(super) fn config(&self) -> Result<&postgres::Config, CatalogError> {
        let encrypted = ["require", "verify-ca", "verify-full"];
        if let Some(mode) = self.sslmode.as_deref().filter(|mode| encrypted.contains(mode)) {
            return Err(CatalogError::TlsNotSupported { catalog: self.to_string(), mode: mode.to_owned() });
        }
        if self.config.get_user().is_none() {
            return Err(CatalogError::BadAddress { found: "found no user".to_owned() });
        }
        Ok(&self.config)
    }

    /// A text without the password, should it hold it.
    pub(super) fn redacted(&self, text: &str) -> String {
        match self.config.get_password().map(String::from_utf8_lossy) {
            Some(password) if !password.is_empty() => text.replace(password.as_ref(), "…"),
            _ => text.to_owned(),
        }
    }
}

/// The address without its `sslmode`, which the client library would refuse in part, and the mode.
fn without_sslmode(url: &str) -> (String, Option<String>) {
    let Some((address, options)) = url.split_once('?') else { return (url.to_owned(), None) };
    let mut mode = None;
    let kept: Vec<&str> = options
        .split('&')
        .filter(|option| match option.split_once('=') {
            Some(("sslmode", value)) => {
                mode = Some(value.to_owned());
                false
            }
            _ => true,
        })
        .collect();
    let address = if kept.is_empty() { address.to_owned() } else { format!("{address}?{}", kept.join("&")) };
    (address, mode)
}

impl fmt::Display for ConnectionSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.user().map(|user| format!("{user}@")).unwrap_or_default();
        let text = format!("postgresql://{user}{}:{}/{}", self.host(), self.port(), self.database());
        formatter.write_str(&text)
    }
}

impl fmt::Debug for ConnectionSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
