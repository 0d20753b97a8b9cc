//! `viq verify`.

use crate::command_line::arguments::{EveryVerb, VerifyArguments};
use crate::command_line::exit::Exit;
use crate::command_line::writing::{result_json, result_line, say};
use crate::operations::{self, Context, OperationError, VerifyOutcome, VerifyRequest};

pub(in crate::command_line) fn verify(
    arguments: VerifyArguments,
    common: &EveryVerb,
    context: &Context,
) -> Result<Exit, OperationError> {
    let is_strict = arguments.strict;
    let request = VerifyRequest::from(arguments);
    let outcome = operations::verify(&request, context)?;
    if common.json {
        result_json(&outcome.report)?;
    } else if !common.quiet {
        write_text(&outcome)?;
    }
    for (_, reason) in &outcome.unreadable {
        say(&format!("viq: not verified: {reason}"));
    }
    for reason in &outcome.unrecorded {
        say(&format!("viq: not recorded: {reason}"));
    }
    if !outcome.unreadable.is_empty() || !outcome.unrecorded.is_empty() {
        return Ok(Exit::BadInput);
    }
    let undecided = outcome.inconclusive() || outcome.not_measurable();
    let failed = outcome.failed() || (is_strict && undecided);
    Ok(if failed { Exit::RequirementFailed } else { Exit::Done })
}

fn write_text(outcome: &VerifyOutcome) -> Result<(), OperationError> {
    for (index, product) in outcome.report.products.iter().enumerate() {
        result_line(&product.facts.identifier)?;
        if product.facts.synthetic {
            result_line("SYNTHETIC: made by a simulation, not an observation")?;
        }
        for line in outcome.requirement_lines(index) {
            result_line(&format!("  {:<16}{}", line.verdict, line.title))?;
            let several = if line.counts.is_empty() { String::new() } else { format!("{}; worst: ", line.counts) };
            result_line(&format!("  {:<16}{several}{}", "", line.figure))?;
        }
    }
    result_line(&outcome.page.display().to_string())
}

impl From<VerifyArguments> for VerifyRequest {
    fn from(arguments: VerifyArguments) -> Self {
        Self { paths: arguments.paths, image: arguments.image, report: arguments.report }
    }
}
