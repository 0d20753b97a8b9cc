//! From a request to the operation itself.

use std::sync::Arc;

use super::job::LogKind;
use super::outcome::{JobOutcome, OutcomeLine, UnreadPath};
use super::request::OperationRequest;
use crate::operations::{
    Context, IngestItem, IngestReport, IngestStatus, OperationError, VerifyOutcome, demo, ingest, verify,
};
use crate::supervision::Supervision;

/// Runs a request to its end; what it writes into the log goes to the last argument.
pub type Runner =
    dyn Fn(&OperationRequest, &Supervision, &dyn Fn(LogKind, &str)) -> Result<JobOutcome, OperationError> + Send + Sync;

/// Runs requests in the workspace and the catalog of `ground`, as the command line does.
pub fn runner(ground: Arc<Context>) -> Box<Runner> {
    Box::new(move |request, supervision, log| run(request, &ground.supervised(supervision), log))
}

fn run(
    request: &OperationRequest,
    context: &Context,
    log: &dyn Fn(LogKind, &str),
) -> Result<JobOutcome, OperationError> {
    match request {
        OperationRequest::Ingest(request) => {
            let report = ingest(request, context, &mut |item| write_item(item, log))?;
            Ok(ingested(&report))
        }
        OperationRequest::Verify(request) => {
            let outcome = verify(request, context)?;
            for (_, reason) in &outcome.unreadable {
                log(LogKind::Failure, &format!("not verified: {reason}"));
            }
            for reason in &outcome.unrecorded {
                log(LogKind::Failure, &format!("not recorded: {reason}"));
            }
            Ok(verified(outcome))
        }
        OperationRequest::Demo(request) => {
            let outcome = demo(request, context)?;
            let summary = "synthetic product made and added to the catalog; its truth is beside it".to_owned();
            Ok(JobOutcome { summary, product: Some(outcome.header), ..JobOutcome::default() })
        }
    }
}

fn write_item(item: &IngestItem, log: &dyn Fn(LogKind, &str)) {
    let name = item.identifier.clone().unwrap_or_else(|| item.path.display().to_string());
    match &item.status {
        IngestStatus::Added => log(LogKind::Note, &format!("added: {name}")),
        IngestStatus::AlreadyThere => log(LogKind::Note, &format!("already there: {name}")),
        IngestStatus::Updated => log(LogKind::Note, &format!("updated: {name}")),
        IngestStatus::Failed { reason } => log(LogKind::Failure, &format!("not added: {reason}")),
    }
}

fn ingested(report: &IngestReport) -> JobOutcome {
    let number = |wanted: &IngestStatus| report.items.iter().filter(|item| item.status == *wanted).count();
    let counts = [
        (number(&IngestStatus::Added), "added"),
        (number(&IngestStatus::Updated), "updated"),
        (number(&IngestStatus::AlreadyThere), "already there"),
        (report.failed(), "could not be read"),
    ];
    let parts: Vec<String> =
        counts.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
    let readable = report.items.iter().filter(|item| item.identifier.is_some());
    let product = match readable.collect::<Vec<_>>().as_slice() {
        [only] => Some(only.path.clone()),
        _ => None,
    };
    let unread = report.items.iter().filter_map(|item| match &item.status {
        IngestStatus::Failed { reason } => Some(UnreadPath { path: item.path.clone(), reason: reason.clone() }),
        _ => None,
    });
    JobOutcome {
        summary: if parts.is_empty() { "no product".to_owned() } else { parts.join(", ") },
        product,
        unread: unread.collect(),
        ..JobOutcome::default()
    }
}

fn verified(outcome: VerifyOutcome) -> JobOutcome {
    let products = outcome.report.products.iter().enumerate();
    let lines = products.map(|(index, product)| {
        let lines = outcome.requirement_lines(index).into_iter().map(|line| OutcomeLine {
            verdict: line.kind,
            title: line.title,
            counts: line.counts,
            figure: line.figure,
        });
        (product.facts.identifier.clone(), lines.collect())
    });
    let n = outcome.report.products.len();
    let judged = match (outcome.failed(), outcome.inconclusive() || outcome.not_measurable()) {
        (true, _) => "a requirement failed",
        (false, true) => "no requirement failed, some could not be decided",
        (false, false) if outcome.report.products.iter().all(|product| product.verdicts.is_empty()) => {
            "nothing was judged"
        }
        (false, false) => "every requirement passed",
    };
    let noun = if n == 1 { "product" } else { "products" };
    let unread = match outcome.unreadable.len() {
        0 => String::new(),
        n => format!(", {n} could not be read"),
    };
    JobOutcome {
        summary: format!("{n} {noun} verified: {judged}{unread}"),
        product: None,
        lines: lines.collect(),
        unread: outcome
            .unreadable
            .iter()
            .map(|(path, reason)| UnreadPath { path: path.clone(), reason: reason.clone() })
            .collect(),
        unrecorded: outcome.unrecorded.clone(),
        page: Some(outcome.page),
    }
}
