//! What a catalog must do, whatever stores it.

mod finding;
mod history;
mod ingesting;
mod journal;
mod looking;
mod measuring;
mod several_processes;

/// Makes each function a test on both back-ends.
macro_rules! on_both_back_ends {
    ($($name:ident),+ $(,)?) => {
        mod geopackage {
            $(#[test] fn $name() { super::$name(&crate::place::Place::geopackage()); })+
        }
        mod postgis {
            $(#[test] fn $name() {
                match crate::place::Place::postgis() {
                    Some(place) => super::$name(&place),
                    None => crate::skipping::skipped("no PostgreSQL with PostGIS on this machine"),
                }
            })+
        }
    };
}
use on_both_back_ends;
