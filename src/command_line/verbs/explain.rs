//! `viq explain`.

use crate::command_line::arguments::EveryVerb;
use crate::command_line::exit::Exit;
use crate::command_line::explain_arguments::ExplainArguments;
use crate::command_line::writing::{result_json, result_line};
use crate::operations::level1::ExplainedProduct;
use crate::operations::{Context, OperationError};

pub(in crate::command_line) fn explain(
    arguments: &ExplainArguments,
    common: &EveryVerb,
    context: &Context,
) -> Result<Exit, OperationError> {
    let place = arguments.at.as_deref().map(place_of).transpose()?;
    let product = ExplainedProduct::open(&arguments.product, context)?;
    if let Some(coefficient) = &arguments.used_by {
        let usage = product.used_by(coefficient)?;
        if common.json {
            result_json(&usage)?;
            return Ok(Exit::Done);
        }
        result_line(&format!("{}: lines {}", usage.coefficient, usage.lines))?;
        for used in &usage.pixels {
            let (first, last) = (used.columns.first, used.columns.last);
            result_line(&format!("{}, columns {first} to {last}: {}", used.band, used.way))?;
        }
        for note in &usage.notes {
            result_line(note)?;
        }
        return Ok(Exit::Done);
    }
    let (Some((line, column)), Some(band)) = (place, &arguments.band) else {
        return Err(OperationError::Usage(
            "needed --at LINE,COLUMN with --band, or --used-by, found neither".to_owned(),
        ));
    };
    let explained = product.explain(band, line, column)?;
    if common.json {
        result_json(&explained)?;
    } else {
        for line in explained.text() {
            result_line(&line)?;
        }
    }
    Ok(Exit::Done)
}

fn place_of(text: &str) -> Result<(usize, usize), OperationError> {
    let read = || {
        let (line, column) = text.split_once(',')?;
        Some((line.trim().parse().ok()?, column.trim().parse().ok()?))
    };
    read()
        .ok_or_else(|| OperationError::Usage(format!("--at needs LINE,COLUMN, whole numbers from 0, found \"{text}\"")))
}
