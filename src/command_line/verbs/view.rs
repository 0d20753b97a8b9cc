//! `viq view`.

use crate::command_line::arguments::EveryVerb;
use crate::command_line::exit::Exit;
use crate::command_line::viewing_arguments::ViewArguments;
use crate::command_line::writing::{result_json, result_line};
use crate::operations::viewing::{Effort, ViewFacts, ViewRequest, view as draw};
use crate::operations::{OperationError, write_export};
use crate::supervision::Supervision;
use crate::workspace::{Environment, Workspace};

pub(in crate::command_line) fn view(
    arguments: &ViewArguments,
    common: &EveryVerb,
    supervision: &Supervision,
) -> Result<Exit, OperationError> {
    // Without a workspace there are no overviews.
    let workspace = Workspace::choose(common.workspace.as_deref(), &Environment::of_process()).ok();
    let drawn = draw(&request(arguments)?, workspace.map(|workspace| workspace.overviews()), supervision)?;
    let png = drawn.png()?;
    supervision.check()?;
    write_export(&arguments.out, &png)?;
    if common.json {
        result_json(&drawn.facts)?;
    } else if !common.quiet {
        result_line(&text(&drawn.facts))?;
        result_line(&arguments.out.display().to_string())?;
    }
    Ok(Exit::Done)
}

/// The request of some arguments.
///
/// # Errors
/// [`OperationError::Usage`] for what cannot be understood.
pub(in crate::command_line) fn request(arguments: &ViewArguments) -> Result<ViewRequest, OperationError> {
    let mut request = ViewRequest::of(&arguments.product.path, arguments.product.image.as_deref());
    request.set_stretch(&arguments.stretch)?;
    if let Some(bands) = &arguments.bands {
        request.set_bands(bands)?;
    }
    if let Some(region) = &arguments.region {
        request.set_region(region)?;
    }
    if let Some(looks) = &arguments.no_data {
        request.set_no_data(looks)?;
    }
    request.width = arguments.width.map(|pixels| pixels as usize);
    request.height = arguments.height.map(|pixels| pixels as usize);
    request.effort = if arguments.quick { Effort::Quick } else { Effort::Exact };
    request.legend = !arguments.no_legend;
    Ok(request)
}

fn text(facts: &ViewFacts) -> String {
    let mut lines = vec![facts.product.clone()];
    if facts.synthetic {
        lines.push("SYNTHETIC: made by a simulation, not an observation".to_owned());
    }
    let mut fact = |name: &str, value: String| lines.push(format!("  {name:<10}{value}"));
    fact("bands", facts.bands.clone());
    for words in facts.stretch_words() {
        fact("stretch", words);
    }
    let region = facts.region;
    fact(
        "region",
        format!(
            "{} lines × {} columns from line {}, column {}",
            region.lines, region.columns, region.line, region.column
        ),
    );
    fact(
        "picture",
        format!(
            "{} × {} pixels, {:.4} a pixel of the image, level {}",
            facts.width, facts.height, facts.scale, facts.level
        ),
    );
    let reasons: Vec<&str> = facts.reasons.iter().map(|reason| reason.word()).collect();
    fact("no data", if reasons.is_empty() { "none".to_owned() } else { reasons.join(", ") });
    lines.join("\n")
}
