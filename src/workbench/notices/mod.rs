//! What the user was told: the last of it in the status line, all of it in the log.

mod notice;

pub(crate) use notice::{Notices, Weight};
