//! `viq find`.

use crate::command_line::arguments::{EveryVerb, FindArguments};
use crate::command_line::exit::Exit;
use crate::command_line::writing::{result_json, result_line, say};
use crate::operations::{self, Context, FindRequest, OperationError};
use crate::units::UtcInstant;

pub(in crate::command_line) fn find(
    arguments: FindArguments,
    common: &EveryVerb,
    context: &Context,
) -> Result<Exit, OperationError> {
    let request = FindRequest {
        from: arguments.from.as_deref().map(|text| instant("--from", text, DayEnd::First)).transpose()?,
        to: arguments.to.as_deref().map(|text| instant("--to", text, DayEnd::Last)).transpose()?,
        bbox_deg: arguments.bbox.as_deref().map(geographic_box).transpose()?,
        site: arguments.site,
        level: arguments.level.map(|level| level.word().to_owned()),
        text: arguments.text,
        limit: Some(arguments.limit),
    };
    let (products, all) = operations::find(&request, context)?;
    if common.json {
        result_json(&products)?;
        return Ok(Exit::Done);
    }
    for product in &products {
        let acquisition = product.acquisition.map_or_else(|| "no date".to_owned(), |time| time.to_string());
        let site = product.site.as_deref().unwrap_or("no site");
        let synthetic = if product.synthetic { "  synthetic" } else { "" };
        let identifier = &product.key.identifier;
        result_line(&format!(
            "{acquisition:<21}{site:<10}{:<7}{identifier}{synthetic}  {}",
            product.level, product.path
        ))?;
    }
    if products.is_empty() && !common.quiet {
        say("viq: no product meets all of these criteria");
    }
    let shown = products.len() as u64;
    if shown < all && !common.quiet {
        say(&format!("viq: {shown} of {all} products shown: --limit {all} shows all"));
    }
    Ok(Exit::Done)
}

#[derive(Clone, Copy)]
enum DayEnd {
    First,
    Last,
}

/// A time, or a day's first or last millisecond.
fn instant(flag: &str, text: &str, end: DayEnd) -> Result<UtcInstant, OperationError> {
    let mistaken = |_| {
        let needed = "a UTC date or time such as 2019-02-04 or 2019-02-04T08:34:37";
        OperationError::Usage(format!("{flag} needs {needed}, found \"{text}\""))
    };
    let instant = UtcInstant::parse(text).map_err(mistaken)?;
    match end {
        DayEnd::Last if !text.contains('T') => {
            UtcInstant::from_unix_milliseconds(instant.unix_milliseconds() + 86_399_999).map_err(mistaken)
        }
        _ => Ok(instant),
    }
}

fn geographic_box(text: &str) -> Result<[f64; 4], OperationError> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    match (<[f64; 4]>::try_from(numbers), text.split(',').count()) {
        (Ok(sides), 4) => Ok(sides),
        _ => Err(OperationError::Usage(format!("--bbox needs west,south,east,north in degrees, found \"{text}\""))),
    }
}
