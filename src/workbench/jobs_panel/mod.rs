//! Operations that run or wait, and those that ended.

mod panels;
mod queue;

pub(crate) use panels::{JobDetail, JobList, JobRequest};
pub(crate) use queue::JobQueue;
