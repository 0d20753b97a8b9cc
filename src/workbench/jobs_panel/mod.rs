//! Operations that run or wait, and those that ended.

mod detail;
mod draft;
mod draft_form;
mod list;
mod log;
mod queue;
mod request;
mod session;
mod words;

pub(crate) use detail::JobDetail;
pub(crate) use draft::DraftKind;
pub(crate) use draft_form::show_draft;
pub(crate) use list::JobList;
pub(crate) use queue::{JobQueue, follow_queue, has_result};
pub(crate) use request::JobRequest;
pub(crate) use session::JobsSession;
pub(crate) use words::{size_text, time_text};
