//! `viq simulate`.

use serde_json::json;

use crate::command_line::arguments::EveryVerb;
use crate::command_line::exit::Exit;
use crate::command_line::simulating_arguments::SimulateArguments;
use crate::command_line::writing::{result_json, result_line};
use crate::operations::simulate::{SimulateRequest, TruthExtent, simulate as run};
use crate::operations::{Context, OperationError};
use crate::supervision::Supervision;

pub(in crate::command_line) fn simulate(
    arguments: SimulateArguments,
    common: &EveryVerb,
    context: &Context,
) -> Result<Exit, OperationError> {
    let watched = context.supervision();
    let bytes = arguments.memory.saturating_mul(1 << 20);
    let supervision = Supervision::new(watched.observer(), watched.cancellation(), bytes);
    let outcome = run(&request(arguments)?, &context.supervised(&supervision))?;
    let path = |path: &std::path::Path| path.to_string_lossy().into_owned();
    if common.json {
        let products = outcome.products.iter();
        let products = products.map(|made| json!({ "header": path(&made.header), "truth": path(&made.truth) }));
        result_json(&json!({ "products": products.collect::<Vec<_>>(), "synthetic": true }))?;
        return Ok(Exit::Done);
    }
    if !common.quiet {
        result_line("SYNTHETIC: made by a simulation, not an observation")?;
        for made in &outcome.products {
            result_line(&format!("its truth: {}", made.truth.display()))?;
        }
    }
    // The headers alone on the last lines: scripts take them from there.
    for made in &outcome.products {
        result_line(&made.header.display().to_string())?;
    }
    Ok(Exit::Done)
}

/// What was asked for.
pub(in crate::command_line) fn request(arguments: SimulateArguments) -> Result<SimulateRequest, OperationError> {
    Ok(SimulateRequest {
        truth: TruthExtent::parse(&arguments.truth)?,
        kind: arguments.kind,
        set: arguments.set,
        seed: arguments.seed,
        lines: arguments.lines,
        out: arguments.out,
        levels: arguments.level,
        tdi: arguments.tdi,
        noise: !arguments.no_noise,
        stray_light: !arguments.no_stray_light,
        scene: arguments.scene,
    })
}
