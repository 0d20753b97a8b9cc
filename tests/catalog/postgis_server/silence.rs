//! A server that accepts and says nothing, and what is said of a way that others can listen to.

use std::net::TcpListener;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use viq::catalog::CatalogError;
use viq::catalog::postgis::{ConnectionSettings, Postgis};
use viq::supervision::{DEFAULT_MEMORY_BUDGET_BYTES, Observer, Progress, Supervision, Warning};

/// Long enough for the slowest machine; a test that reaches it would have hung.
const LIMIT: Duration = Duration::from_mins(2);

/// How opening ends at a listener that accepts and never answers; the user cancels once it was reached, if told to.
fn opened_at_a_silent_server(options: &str, cancels: bool) -> CatalogError {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("postgresql://ana:s3cr3t@{}/viq{options}", listener.local_addr().unwrap());
    let settings = ConnectionSettings::from_url(&address).unwrap();
    let supervision = Supervision::unattended();
    let cancellation = supervision.cancellation();
    let (answer, answered) = channel();
    thread::spawn(move || drop(answer.send(Postgis::open(&settings, &supervision).map(|_| ()))));
    let silent = listener.accept().unwrap();
    if cancels {
        cancellation.store(true, Ordering::Relaxed);
    }
    let error = answered.recv_timeout(LIMIT).unwrap().unwrap_err();
    drop(silent);
    error
}

#[test]
fn a_server_that_accepts_and_stays_silent_is_given_up() {
    let error = opened_at_a_silent_server("?connect_timeout=1", false);
    assert!(matches!(error, CatalogError::Unreachable { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("within 1 s") && text.contains("127.0.0.1") && !text.contains("s3cr3t"), "{text}");
}

#[test]
fn whoever_waits_for_a_silent_server_can_be_cancelled() {
    // without a look at the cancel it would end otherwise, by its deadline
    let error = opened_at_a_silent_server("", true);
    assert!(matches!(error, CatalogError::Cancelled(_)), "{error}");
}

#[derive(Default)]
struct Listening(Mutex<Vec<String>>);

impl Observer for Listening {
    fn progress(&self, _progress: &Progress) {}
    fn warning(&self, warning: &Warning) {
        self.0.lock().unwrap().push(warning.message.clone());
    }
}

/// What is warned of at an address at which nobody answers.
fn warnings(address: &str) -> Vec<String> {
    let observer = Arc::new(Listening::default());
    let told: Arc<Listening> = Arc::clone(&observer);
    let supervision = Supervision::new(told, Arc::default(), DEFAULT_MEMORY_BUDGET_BYTES);
    Postgis::open(&ConnectionSettings::from_url(address).unwrap(), &supervision).map(|_| ()).unwrap_err();
    observer.0.lock().unwrap().clone()
}

#[test]
fn a_connection_that_leaves_the_machine_is_said_to_be_open_to_others() {
    // every address of this machine, which is as much as to say none that is known to be local
    let far = warnings("postgresql://ana:s3cr3t@0.0.0.0:1/viq");
    assert_eq!(far.len(), 1);
    assert!(
        far[0].contains("not encrypted") && far[0].contains("ana@0.0.0.0") && !far[0].contains("s3cr3t"),
        "{far:?}"
    );
    let folder = tempfile::tempdir().unwrap();
    let socket = format!("postgresql://ana@/viq?host={}", folder.path().display());
    for near in ["postgresql://ana@127.0.0.1:1/viq", "postgresql://ana@localhost:1/viq", &socket] {
        assert_eq!(warnings(near), Vec::<String>::new(), "{near}");
    }
}

#[test]
fn only_this_machine_is_local() {
    let is_local = |address: &str| ConnectionSettings::from_url(address).unwrap().is_local();
    for near in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]", "%2Frun%2Fpostgresql", "localhost,127.0.0.1"] {
        assert!(is_local(&format!("postgresql://ana@{near}/viq")), "{near}");
    }
    for far in ["db.example.org", "192.0.2.1", "[2001:db8::1]", "localhost,db.example.org", "localhost.example.org"] {
        assert!(!is_local(&format!("postgresql://ana@{far}/viq")), "{far}");
    }
    assert!(!is_local("postgresql://ana@localhost/viq?hostaddr=192.0.2.1"));
}
