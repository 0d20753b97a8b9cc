//! `viq find`.

use crate::command_line::arguments::{EveryVerb, FindArguments};
use crate::command_line::exit::Exit;
use crate::command_line::writing::{result_json, result_line, say};
use crate::operations::{self, Context, FindRequest, OperationError, first_instant, geographic_box, last_instant};

pub(in crate::command_line) fn find(
    arguments: FindArguments,
    common: &EveryVerb,
    context: &Context,
) -> Result<Exit, OperationError> {
    let request = request(arguments)?;
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

/// What the arguments ask for.
///
/// # Errors
/// [`OperationError::Usage`] for a date or a box that is none.
pub(in crate::command_line) fn request(arguments: FindArguments) -> Result<FindRequest, OperationError> {
    Ok(FindRequest {
        from: arguments.from.as_deref().map(|text| first_instant("--from", text)).transpose()?,
        to: arguments.to.as_deref().map(|text| last_instant("--to", text)).transpose()?,
        bbox_deg: arguments.bbox.as_deref().map(|text| geographic_box("--bbox", text)).transpose()?,
        site: arguments.site,
        level: arguments.level.map(|level| level.word().to_owned()),
        text: arguments.text,
        limit: Some(arguments.limit),
    })
}
