//! `viq level1`.

use crate::command_line::arguments::EveryVerb;
use crate::command_line::exit::Exit;
use crate::command_line::level1_arguments::Level1Arguments;
use crate::command_line::writing::{result_json, result_line};
use crate::operations::level1::{Level1Request, PolarisedLight, QuantityAsked, conventions_of, level1 as make};
use crate::operations::{Context, OperationError};

pub(in crate::command_line) fn level1(
    arguments: Level1Arguments,
    common: &EveryVerb,
    context: &Context,
) -> Result<Exit, OperationError> {
    let outcome = make(&request(arguments)?, context)?;
    if common.json {
        result_json(&outcome)?;
        return Ok(Exit::Done);
    }
    if !common.quiet {
        if outcome.synthetic {
            result_line("SYNTHETIC: made from a simulated acquisition, not an observation")?;
        }
        result_line(&format!("{}: {}, {}", outcome.identifier, outcome.quantity, outcome.unit))?;
        let done = if outcome.done.is_empty() { "none".to_owned() } else { outcome.done.join(", ") };
        result_line(&format!("steps: {done}"))?;
        for band in &outcome.good {
            let percent = 100.0 * band.n_good as f64 / band.n.max(1) as f64;
            result_line(&format!("{}: {} of {} pixels good, {percent:.3} %", band.band, band.n_good, band.n))?;
        }
    }
    // Alone on the last line: scripts take it from there.
    result_line(&outcome.header.display().to_string())?;
    Ok(Exit::Done)
}

/// The request of some arguments.
///
/// # Errors
/// [`OperationError::Usage`] for what cannot be understood.
pub(in crate::command_line) fn request(arguments: Level1Arguments) -> Result<Level1Request, OperationError> {
    let light = arguments.polarisation.iter().map(|text| PolarisedLight::from_text(text));
    let request = Level1Request {
        steps: arguments.steps,
        conventions: conventions_of(&arguments.conventions)?,
        quantity: match (arguments.counts, arguments.reflectance) {
            (true, _) => QuantityAsked::Counts,
            (_, true) => QuantityAsked::Reflectance,
            _ => QuantityAsked::Radiance,
        },
        rescale: arguments.rescale,
        saturation_spreads: arguments.saturation_spreads,
        preview: arguments.preview,
        polarisation: light.collect::<Result<_, _>>()?,
        ..Level1Request::new(arguments.raw, arguments.set, arguments.out)
    };
    // Said now, not when the product is half made.
    request.check()?;
    Ok(request)
}
