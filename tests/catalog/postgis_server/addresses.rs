//! Addresses and passwords: whatever goes wrong, no text holds the password.

use viq::catalog::CatalogError;
use viq::catalog::postgis::{ConnectionSettings, Postgis, password_in};
use viq::supervision::Supervision;

use crate::postgres_server::Server;

const SECRET: &str = "s3cr3t";

fn opening(settings: &ConnectionSettings) -> Result<Postgis, CatalogError> {
    Postgis::open(settings, &Supervision::unattended())
}

#[test]
fn an_address_is_read_and_shown_without_its_password() {
    let settings = ConnectionSettings::from_url("postgresql://ana:s3cr3t@db.example.org:6000/viq").unwrap();
    assert_eq!(settings.to_string(), "postgresql://ana@db.example.org:6000/viq");
    assert!(!format!("{settings:?}").contains(SECRET));
    assert!(settings.has_password());
    assert_eq!((settings.host().as_str(), settings.port()), ("db.example.org", 6000));
    assert_eq!((settings.user(), settings.database()), (Some("ana"), "viq"));
}

#[test]
fn what_the_address_does_not_say_is_taken_from_elsewhere() {
    let settings = ConnectionSettings::from_url("postgres://db.example.org").unwrap();
    assert!(!settings.has_password());
    assert_eq!((settings.port(), settings.user()), (5432, None));
    let settings = settings.with_user_if_absent("ana").with_user_if_absent("bob");
    assert_eq!((settings.user(), settings.database()), (Some("ana"), "ana"));
    let passfile = format!("db.example.org:*:ana:ana:{SECRET}");
    let password = password_in(&passfile, &settings.host(), settings.port(), settings.database(), "ana");
    assert!(settings.with_password_if_absent(password.as_deref()).has_password());
}

#[test]
fn a_bad_address_is_refused_and_never_repeated() {
    for address in [
        "s3cr3t",
        "http://ana:s3cr3t@host/db",
        "postgresql://ana:s3cr3t@host:port/db",
        "postgresql://ana:s3cr3t/x@host/db",
        "postgresql://ana:1/s3cr3t@host/db",
        "postgresql://ana:1?s3cr3t@host/db",
        "postgresql://ana:s3@cr3t@host/db",
        "postgresql://ana:s3cr3t@host/db?no_such_option=s3cr3t",
        "postgresql://ana:s3cr3t@host/db?sslmode=s3cr3t",
        "postgresql://",
        "postgresql://ana:s3cr3t@/db",
    ] {
        let error = ConnectionSettings::from_url(address).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(matches!(error, CatalogError::BadAddress { .. }), "{address}: {error}");
        assert!(!text.contains("s3") && !text.contains("cr3t"), "{address}: {text}");
    }
}

#[test]
fn an_address_without_user_is_refused_when_it_is_used() {
    let settings = ConnectionSettings::from_url("postgresql://localhost/viq").unwrap();
    assert!(opening(&settings).map(|_| ()).unwrap_err().to_string().contains("no user"));
}

#[test]
fn an_encrypted_connection_is_refused_in_so_many_words() {
    for mode in ["require", "verify-ca", "verify-full"] {
        let address = format!("postgresql://ana:s3cr3t@localhost/viq?sslmode={mode}&connect_timeout=1");
        let error = opening(&ConnectionSettings::from_url(&address).unwrap()).map(|_| ()).unwrap_err();
        assert!(matches!(error, CatalogError::TlsNotSupported { .. }), "{error}");
        assert!(error.to_string().contains(mode) && !error.to_string().contains(SECRET), "{error}");
    }
}

#[test]
fn a_server_that_is_down_is_named_without_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("postgresql://ana:s3cr3t@/viq?host={}&sslmode=disable", folder.path().display());
    let error = opening(&ConnectionSettings::from_url(&address).unwrap()).map(|_| ()).unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(matches!(error, CatalogError::Unreachable { .. }), "{error}");
    assert!(text.contains(&folder.path().display().to_string()) && !text.contains(SECRET), "{text}");
}

#[test]
fn a_password_that_is_asked_for_is_used_and_never_told() {
    // a server of its own: the rule below would also reach the other tests' databases
    let Some(server) = Server::start("-c fsync=off") else {
        crate::skipping::skipped("no PostgreSQL with PostGIS on this machine");
        return;
    };
    let password = "s3cr3t/with@odd:signs?";
    let role = format!("create role ana superuser login password '{password}'");
    server.client("postgres").batch_execute(&role).unwrap();
    server.client("postgres").batch_execute("create database guarded").unwrap();
    server.require("local all ana scram-sha-256");
    let encoded = "s3cr3t%2Fwith%40odd%3Asigns%3F";
    let in_the_address = ConnectionSettings::from_url(&server.address(&format!("ana:{encoded}"), "guarded")).unwrap();
    let without = ConnectionSettings::from_url(&server.address("ana", "guarded")).unwrap();
    let wrong = without.clone().with_password_if_absent(Some("s3cr3t, but another"));
    let from_elsewhere = without.clone().with_password_if_absent(Some(password));
    for settings in [without, wrong] {
        let error = opening(&settings).map(|_| ()).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains("password") && text.contains("ana@"), "{text}");
        assert!(!text.contains(SECRET), "{text}");
    }
    for settings in [in_the_address, from_elsewhere] {
        let catalog = opening(&settings).unwrap();
        let name = viq::catalog::Catalog::name(&catalog);
        assert!(name.ends_with("/guarded") && !name.contains(SECRET), "{name}");
    }
    let elsewhere = ConnectionSettings::from_url(&server.address(&format!("ana:{encoded}"), "nowhere")).unwrap();
    let text = opening(&elsewhere).map(|_| ()).unwrap_err().to_string();
    assert!(text.contains("nowhere") && text.contains("does not exist") && !text.contains(SECRET), "{text}");
}
