//! A private PostgreSQL server: made in a folder of its own, reached over a socket in it, gone with the process that made it.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};

/// A running server.
pub(crate) struct Server {
    programs: PathBuf,
    folder: PathBuf,
    user: RunAs,
    databases: AtomicU32,
    // when its input closes, however this process ends, the keeper stops the server and removes its folder
    _keeper: Child,
}

/// The one server of this test run; none where PostgreSQL or PostGIS is not installed.
pub(crate) fn shared() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    let with_template = || {
        let server = Server::start("-c fsync=off")?;
        server.client("postgres").batch_execute("create database with_postgis").unwrap();
        server.client("with_postgis").batch_execute("create extension postgis").unwrap();
        Some(server)
    };
    SERVER.get_or_init(with_template).as_ref()
}

impl Server {
    /// Makes and starts a server; none where PostgreSQL or PostGIS is not installed.
    pub(crate) fn start(options: &str) -> Option<Self> {
        let programs = programs()?;
        let user = user_to_run_as()?;
        let folder = tempfile::Builder::new().prefix("viq-pg-").tempdir().unwrap().keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        if let RunAs::User(uid, gid) = user {
            chown(&folder, Some(uid), Some(gid)).unwrap();
        }
        let stop_and_remove = format!(
            "cat; '{0}/pg_ctl' -D '{1}/data' -m immediate -w stop; cd /; rm -rf '{1}'",
            programs.display(),
            folder.display()
        );
        let keeper = as_user("sh", &user, &folder)
            .args(["-c", &stop_and_remove])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let server = Self { programs, folder, user, databases: AtomicU32::new(0), _keeper: keeper };
        let data = server.folder.join("data").display().to_string();
        server.run("initdb", &["-D", &data, "-A", "trust", "-U", "viq", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]);
        let settings = format!("\nlisten_addresses = ''\nunix_socket_directories = '{}'\n", server.folder.display());
        let file = server.folder.join("data/postgresql.conf");
        fs::write(&file, fs::read_to_string(&file).unwrap() + &settings).unwrap();
        server.resume(options);
        let available = "select 1 from pg_available_extensions where name = 'postgis'";
        let has_postgis = server.client("postgres").query_opt(available, &[]).unwrap().is_some();
        has_postgis.then_some(server)
    }

    /// Stops the server; connections break.
    pub(crate) fn stop(&self) {
        let data = self.folder.join("data").display().to_string();
        self.run("pg_ctl", &["-D", &data, "-w", "-s", "-m", "fast", "stop"]);
    }

    /// Starts the server that was stopped.
    pub(crate) fn resume(&self, options: &str) {
        let (data, log) = (self.folder.join("data"), self.folder.join("log"));
        let (data, log) = (data.display().to_string(), log.display().to_string());
        self.run("pg_ctl", &["-D", &data, "-w", "-s", "-l", &log, "-o", options, "start"]);
    }

    /// Puts a rule before the others of who may connect, and makes the server know it.
    pub(crate) fn require(&self, rule: &str) {
        let file = self.folder.join("data/pg_hba.conf");
        fs::write(&file, format!("{rule}\n{}", fs::read_to_string(&file).unwrap())).unwrap();
        self.client("postgres").execute("select pg_reload_conf()", &[]).unwrap();
    }

    /// An empty database; gives its address.
    pub(crate) fn new_database(&self) -> String {
        self.new_database_like("template1")
    }

    /// A database in which there is nothing but PostGIS (adding it takes a while); on the shared server only.
    pub(crate) fn new_database_with_postgis(&self) -> String {
        self.new_database_like("with_postgis")
    }

    fn new_database_like(&self, template: &str) -> String {
        let name = format!("test_{}_{}", std::process::id(), self.databases.fetch_add(1, Ordering::Relaxed));
        self.client("postgres").batch_execute(&format!("create database {name} template {template}")).unwrap();
        self.address("viq", &name)
    }

    /// Address of a database for a user (with a password, when it stands in the user's name).
    pub(crate) fn address(&self, user: &str, database: &str) -> String {
        format!("postgresql://{user}@/{database}?host={}", self.folder.display())
    }

    /// The administrator's own connection to a database, given by its name or address.
    pub(crate) fn client(&self, database: &str) -> Client {
        let address = if database.contains("://") { database.to_owned() } else { self.address("viq", database) };
        Client::connect(&address, NoTls).unwrap()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = as_user(self.programs.join(program), &self.user, &self.folder);
        // the server would keep the pipes of its starter open
        let status = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        assert!(status.success(), "{program} {arguments:?} failed");
    }
}

/// A program as another user. `setpriv` changes the user in a process of its own: doing so between fork and exec, as the standard library would, waits for ever when another
/// thread of this process was just being made.
fn as_user(program: impl AsRef<OsStr>, user: &RunAs, folder: &Path) -> Command {
    let mut command = if let RunAs::User(uid, gid) = user {
        let mut command = Command::new("setpriv");
        command.args([
            format!("--reuid={uid}"),
            format!("--regid={gid}"),
            "--clear-groups".to_owned(),
            "--".to_owned(),
        ]);
        command.arg(program);
        command
    } else {
        Command::new(program)
    };
    // both PostgreSQL and its user must be able to go where they are
    command.current_dir(folder);
    command
}

/// Folder of the server's programs: on the path, or where Debian keeps them; the newest version.
fn programs() -> Option<PathBuf> {
    let on_path =
        std::env::var_os("PATH").into_iter().flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let mut versions: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    versions.sort();
    on_path
        .chain(versions.into_iter().rev())
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

/// The user to run the server as.
enum RunAs {
    /// Whoever runs the tests.
    Oneself,
    /// PostgreSQL refuses root; then the system's own database user.
    User(u32, u32),
}

/// None when this is root and there is no other user for a database.
fn user_to_run_as() -> Option<RunAs> {
    if fs::metadata("/proc/self").is_ok_and(|me| me.uid() != 0) {
        return Some(RunAs::Oneself);
    }
    let accounts = fs::read_to_string("/etc/passwd").ok()?;
    let account = accounts.lines().find(|line| line.starts_with("postgres:"))?;
    let mut fields = account.split(':').skip(2).map(|field| field.parse::<u32>().ok());
    Some(RunAs::User(fields.next()??, fields.next()??))
}
