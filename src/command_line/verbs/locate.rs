//! `viq locate`.

use crate::command_line::arguments::EveryVerb;
use crate::command_line::exit::Exit;
use crate::command_line::locating_arguments::{LocateArguments, PrecessionArgument, Switch};
use crate::command_line::writing::{result_json, result_line, say};
use crate::operations::OperationError;
use crate::operations::location::{
    AskedPoints, GeoidRequest, LocateAnswer, LocateRequest, LocatedPoint, ModelFacts, ModelRequest, Precession,
    SurfaceRequest, locate as ask,
};
use crate::supervision::Supervision;

pub(in crate::command_line) fn locate(
    arguments: LocateArguments,
    common: &EveryVerb,
    supervision: &Supervision,
) -> Result<Exit, OperationError> {
    let answer = ask(&request(arguments)?, supervision)?;
    if common.json {
        result_json(&answer)?;
    } else {
        if !common.quiet {
            for line in facts_text(&answer) {
                result_line(&line)?;
            }
        }
        for line in points_text(&answer.points) {
            result_line(&line)?;
        }
    }
    if answer.n_located == 0 && !answer.points.is_empty() {
        say(&format!("viq: needed a point that the model locates, found none of {}", answer.points.len()));
        return Ok(Exit::BadInput);
    }
    Ok(Exit::Done)
}

/// The request of some arguments.
///
/// # Errors
/// [`OperationError::Usage`] for what cannot be understood.
pub(in crate::command_line) fn request(arguments: LocateArguments) -> Result<LocateRequest, OperationError> {
    let LocateArguments { pixel, ground, points, further, .. } = arguments;
    if pixel.len() + ground.len() > 1 && !further.is_empty() {
        return Err(OperationError::Usage(format!(
            "needed points either one after the other or each with its flag, so that their order is clear, found \"{}\" without",
            further.join(" ")
        )));
    }
    let points = match points {
        None if ground.is_empty() => AskedPoints::pixels(&[pixel, further].concat())?,
        None => AskedPoints::places(&[ground, further].concat())?,
        Some(path) if further.is_empty() => AskedPoints::File(path),
        Some(_) => {
            let found = further.join(" ");
            return Err(OperationError::Usage(format!("needed one file of points, found \"{found}\" as well")));
        }
    };
    let surface = SurfaceRequest {
        dem: arguments.dem,
        geoid: arguments.geoid.as_deref().map(GeoidRequest::of_text),
        height_m: arguments.height,
    };
    let model = ModelRequest {
        model: arguments.model,
        earth_orientation: arguments.earth_orientation,
        precession: match arguments.precession {
            PrecessionArgument::Iau2006 => Precession::Iau2006,
            PrecessionArgument::Iau2000 => Precession::Iau2000,
            PrecessionArgument::Iau1976 => Precession::Iau1976,
        },
        light_time: arguments.light_time.map(Switch::is_on),
        aberration: arguments.aberration.map(Switch::is_on),
        refraction: arguments.refraction.is_on(),
        ground_parameters: arguments.ground_parameters,
        without_refining: arguments.no_refining,
    };
    Ok(LocateRequest { image: arguments.image, points, surface, band: arguments.band, model })
}

fn facts_text(answer: &LocateAnswer) -> Vec<String> {
    let fact = |name: &str, value: String| format!("  {name:<20}{value}");
    let model = &answer.model;
    let direction = if answer.direction == "direct" { "where pixels looked" } else { "which pixels saw places" };
    let mut lines = vec![
        format!("{}: {direction}", answer.image.display()),
        fact("model", format!("{}, {}", model.words(), model.file.display())),
    ];
    if let Some(corrections) = corrections(model) {
        lines.push(fact("corrections", corrections));
        if model.earth_orientation.is_empty() {
            lines.push(fact("Earth orientation", "none needed: the orbit and the attitude are Earth-fixed".to_owned()));
        }
    }
    let tables = model.earth_orientation.iter();
    lines.extend(tables.map(|table| fact("Earth orientation", table.replacen("Earth orientation ", "", 1))));
    lines.push(fact("surface", answer.surface.description.clone()));
    lines.extend(model.remarks.iter().map(|remark| fact("note", remark.clone())));
    lines.push(fact("located", format!("{} of {} points", answer.n_located, answer.points.len())));
    lines
}

fn corrections(model: &ModelFacts) -> Option<String> {
    let words = |name: &str, on: bool| format!("{name} {}", if on { "on" } else { "off" });
    Some(format!(
        "{}, {}, {}",
        words("light time", model.light_time?),
        words("aberration", model.aberration?),
        words("refraction", model.refraction?)
    ))
}

fn points_text(points: &[LocatedPoint]) -> Vec<String> {
    let width = points.iter().filter_map(|point| point.band.as_ref()).map(|band| band.chars().count()).max();
    let width = width.unwrap_or(0).max(4);
    let figure = |value: Option<f64>, decimals: usize| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.decimals$}"))
    };
    let mut lines = vec![format!(
        "  {:<width$}{:>16}{:>16}{:>16}{:>15}{:>12}  status",
        "band", "line", "column", "longitude °", "latitude °", "height m"
    )];
    for point in points {
        lines.push(format!(
            "  {:<width$}{:>16}{:>16}{:>16}{:>15}{:>12}  {}",
            point.band.as_deref().unwrap_or("–"),
            figure(point.line, 6),
            figure(point.column, 6),
            figure(point.lon_deg, 9),
            figure(point.lat_deg, 9),
            figure(point.height_m, 3),
            point.status
        ));
    }
    lines
}
