//! `viq inspect`.

use crate::command_line::arguments::EveryVerb;
use crate::command_line::exit::Exit;
use crate::command_line::viewing_arguments::{EveryQuestion, InspectArguments, InspectVerb};
use crate::command_line::writing::{result_json, result_line};
use crate::operations::viewing::{
    ChannelReading, Coordinates, Effort, GroundChoice, InspectAnswer, InspectRequest, Known, PixelReading,
    ProfileReading, Question, RegionReading, Spectrum, inspect as ask,
};
use crate::operations::{OperationError, write_export};
use crate::supervision::Supervision;

pub(in crate::command_line) fn inspect(
    arguments: &InspectArguments,
    common: &EveryVerb,
    supervision: &Supervision,
) -> Result<Exit, OperationError> {
    let answer = ask(&request(arguments)?, supervision)?;
    if let Some(table) = &every(arguments).csv {
        supervision.check()?;
        write_export(table, answer.csv().as_bytes())?;
    }
    if common.json {
        result_json(&answer)?;
    } else {
        for line in text(&answer) {
            result_line(&line)?;
        }
    }
    Ok(Exit::Done)
}

/// What every question has.
fn every(arguments: &InspectArguments) -> &EveryQuestion {
    match &arguments.question {
        InspectVerb::Pixel(arguments) => &arguments.every,
        InspectVerb::Spectrum(arguments) => &arguments.every,
        InspectVerb::Profile(arguments) => &arguments.every,
        InspectVerb::Region(arguments) => &arguments.every,
    }
}

/// The request of some arguments.
///
/// # Errors
/// [`OperationError::Usage`] for what cannot be understood.
pub(in crate::command_line) fn request(arguments: &InspectArguments) -> Result<InspectRequest, OperationError> {
    let effort = |quick: bool| if quick { Effort::Quick } else { Effort::Exact };
    let question = match &arguments.question {
        InspectVerb::Pixel(pixel) => {
            let ground = GroundChoice::typed(pixel.height, pixel.dem.clone(), pixel.geoid.as_deref())?;
            Question::pixel(&pixel.at, ground)?
        }
        InspectVerb::Spectrum(spectrum) => {
            let region = &spectrum.region;
            let (rectangle, polygon) = (region.rectangle.as_deref(), region.polygon.as_deref());
            Question::spectrum(&spectrum.at, rectangle, polygon, effort(spectrum.quick))?
        }
        InspectVerb::Profile(profile) => {
            Question::profile(&profile.from, &profile.to, profile.width as usize, profile.bands.as_deref())?
        }
        InspectVerb::Region(region) => {
            let (rectangle, polygon) = (region.region.rectangle.as_deref(), region.region.polygon.as_deref());
            Question::region(rectangle, polygon, region.bands.as_deref(), effort(region.quick))?
        }
    };
    let product = &every(arguments).product;
    Ok(InspectRequest { path: product.path.clone(), image: product.image.clone(), question })
}

fn text(answer: &InspectAnswer) -> Vec<String> {
    match answer {
        InspectAnswer::Pixel(pixel) => pixel_text(pixel),
        InspectAnswer::Spectra(spectra) => spectra.iter().flat_map(spectrum_text).collect(),
        InspectAnswer::Profile(profile) => profile_text(profile),
        InspectAnswer::Region(region) => region_text(region),
    }
}

/// A number in as many digits as are of use, or a dash.
fn figure(value: Option<f64>) -> String {
    value.map_or_else(
        || "–".to_owned(),
        |value| format!("{value:.6}").trim_end_matches('0').trim_end_matches('.').to_owned(),
    )
}

fn nanometres(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.0}"))
}

fn coordinates_text(place: &Coordinates) -> Vec<String> {
    let fact = |name: &str, value: String| format!("  {name:<18}{value}");
    let map = match &place.map {
        Known::Known(map) => {
            format!("x {:.2}, y {:.2} ({})", map.x, map.y, map.crs.chars().take(40).collect::<String>())
        }
        Known::NotKnown(why) => format!("not known: {why}"),
    };
    let earth = match &place.geographic {
        Known::Known(earth) => format!("latitude {:.6}°, longitude {:.6}°", earth.latitude_deg, earth.longitude_deg),
        Known::NotKnown(why) => format!("not known: {why}"),
    };
    let height = match &place.height {
        Known::Known(height) => format!("{:.2} m above the ellipsoid; ground: {}", height.height_m, height.surface),
        Known::NotKnown(why) => format!("not known: {why}"),
    };
    let model = match &place.model {
        Known::Known(model) if model.earth_orientation.is_empty() => model.name.clone(),
        Known::Known(model) => format!("{}; {}", model.name, model.earth_orientation.join("; ")),
        Known::NotKnown(why) => format!("none used: {why}"),
    };
    let detector = match &place.detector_column {
        Known::Known(column) => format!("{column:.2}"),
        Known::NotKnown(why) => format!("not known: {why}"),
    };
    vec![
        format!("line {}, column {}", place.line, place.column),
        fact("map", map),
        fact("on the Earth", earth),
        fact("height", height),
        fact("model", model),
        fact("detector column", detector),
    ]
}

fn pixel_text(pixel: &PixelReading) -> Vec<String> {
    let mut lines = coordinates_text(&pixel.coordinates);
    lines.push(format!("  {:<10}{:>8}{:>12}{:>14}{:>22}  reasons", "band", "nm", "code", "reflectance", "W/m²/sr/µm"));
    for band in &pixel.bands {
        let reasons: Vec<&str> = band.reasons.iter().map(|reason| reason.word()).collect();
        let reasons = if reasons.is_empty() { "none".to_owned() } else { reasons.join(", ") };
        lines.push(format!(
            "  {:<10}{:>8}{:>12}{:>14}{:>22}  {reasons}",
            band.band,
            nanometres(band.centre_nm),
            figure(band.code.known().copied()),
            figure(band.reflectance.known().copied()),
            figure(band.radiance_w_m2_sr_um.known().copied()),
        ));
    }
    let whys = pixel.bands.iter().flat_map(|band| [band.reflectance.reason(), band.radiance_w_m2_sr_um.reason()]);
    let mut whys: Vec<&str> = whys.flatten().collect();
    whys.sort_unstable();
    whys.dedup();
    lines.extend(whys.into_iter().map(|why| format!("  – not known: {why}")));
    lines
}

fn spectrum_text(spectrum: &Spectrum) -> Vec<String> {
    let window = spectrum.window;
    let mut lines = vec![format!(
        "line {}, column {}, {} lines × {} columns",
        window.line, window.column, window.lines, window.columns
    )];
    lines.push(format!("  {:<10}{:>8}{:>14}{:>14}{:>10}  unit", "band", "nm", "mean", "σ", "n"));
    for point in &spectrum.points {
        lines.push(format!(
            "  {:<10}{:>8}{:>14}{:>14}{:>10}  {}",
            point.band,
            nanometres(point.centre_nm),
            figure(point.mean),
            figure(point.sigma),
            point.n_valid,
            point.unit
        ));
    }
    lines
}

fn profile_text(profile: &ProfileReading) -> Vec<String> {
    let mut lines = Vec::new();
    for channel in &profile.channels {
        lines.push(format!("{}, {}", channel.channel, channel.unit));
        lines.push(format!("  {:>12}{:>12}{:>12}{:>14}{:>14}{:>6}", "distance px", "line", "column", "mean", "σ", "n"));
        for point in &channel.points {
            lines.push(format!(
                "  {:>12.2}{:>12.2}{:>12.2}{:>14}{:>14}{:>6}",
                point.distance,
                point.line,
                point.column,
                figure(point.mean),
                figure(point.sigma),
                point.n_valid
            ));
        }
    }
    lines
}

fn region_text(region: &RegionReading) -> Vec<String> {
    let window = region.window;
    let mut lines = vec![format!(
        "{} pixels within {} lines × {} columns from line {}, column {}",
        region.n_pixels, window.lines, window.columns, window.line, window.column
    )];
    lines.push(format!(
        "  {:<14}{:>10}{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}{:>10}  unit",
        "channel", "n valid", "mean", "σ", "min", "median", "max", "98 %", "SNR"
    ));
    for channel in &region.channels {
        lines.push(channel_line(channel));
        let left_out: Vec<String> =
            channel.n_by_reason.iter().map(|(reason, n)| format!("{} {n}", reason.word())).collect();
        if !left_out.is_empty() {
            lines.push(format!("  {:<14}left out: {}", "", left_out.join(", ")));
        }
    }
    lines
}

fn channel_line(channel: &ChannelReading) -> String {
    let five = channel.percentiles;
    format!(
        "  {:<14}{:>10}{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}{:>10}  {}{}",
        channel.channel,
        channel.n_valid,
        figure(channel.mean),
        figure(channel.sigma),
        figure(channel.min),
        figure(five.map(|five| five.p50)),
        figure(channel.max),
        figure(five.map(|five| five.p98)),
        channel.signal_to_noise.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.1}")),
        channel.unit,
        if channel.is_exact() { "" } else { " ≈" },
    )
}
