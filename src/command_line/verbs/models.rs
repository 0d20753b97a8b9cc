//! `viq models`.

use crate::command_line::arguments::EveryVerb;
use crate::command_line::exit::Exit;
use crate::command_line::models_arguments::{InitArguments, ShowArguments, ValidateArguments};
use crate::command_line::writing::{result_json, result_line, say};
use crate::operations::parameter_sets::{
    BandSummary, InitSetRequest, Range, ResponseSummary, SetShown, ValidateSetRequest, init_set, show_set, validate_set,
};
use crate::operations::{Context, OperationError, first_instant};
use crate::supervision::Supervision;

pub(in crate::command_line) fn init_models(
    arguments: InitArguments,
    common: &EveryVerb,
    context: &Context,
) -> Result<Exit, OperationError> {
    let outcome = init_set(&arguments.into(), context)?;
    if common.json {
        result_json(&outcome)?;
    } else {
        if !common.quiet {
            result_line("SYNTHETIC: assumed figures, not measured ones")?;
            result_line(&format!("{}, version {}, {} files", outcome.name, outcome.version, outcome.n_files))?;
        }
        // Alone on the last line: scripts take it from there.
        result_line(&outcome.folder.display().to_string())?;
    }
    Ok(Exit::Done)
}

impl From<InitArguments> for InitSetRequest {
    fn from(arguments: InitArguments) -> Self {
        let InitArguments { instrument, out, seed, line_time, replace } = arguments;
        Self { instrument, out, seed, line_time_us: line_time, replace }
    }
}

pub(in crate::command_line) fn show_models(
    arguments: &ShowArguments,
    common: &EveryVerb,
    supervision: &Supervision,
) -> Result<Exit, OperationError> {
    let shown = show_set(&arguments.set, supervision)?;
    if common.json {
        result_json(&shown)?;
    } else {
        for line in text(&shown) {
            result_line(&line)?;
        }
    }
    Ok(Exit::Done)
}

pub(in crate::command_line) fn validate_models(
    arguments: ValidateArguments,
    common: &EveryVerb,
    supervision: &Supervision,
) -> Result<Exit, OperationError> {
    let ValidateArguments { set, at, line_time, lines } = arguments;
    let moment = at.as_deref().map(|text| first_instant("--at", text)).transpose()?;
    let request = ValidateSetRequest { folder: set, moment, line_time_us: line_time, lines };
    let validation = validate_set(&request, supervision)?;
    if common.json {
        result_json(&validation)?;
    } else {
        for finding in &validation.findings {
            result_line(&finding.to_string())?;
        }
        if !common.quiet && validation.findings.is_empty() {
            let (name, version, n_files) = (&validation.name, validation.version, validation.n_files);
            result_line(&format!("{name}, version {version}: {n_files} files, nothing found wrong"))?;
        }
    }
    if validation.findings.is_empty() {
        return Ok(Exit::Done);
    }
    let rest =
        if validation.is_complete { "" } else { "; its figures were not tried, since not every file could be read" };
    let (place, n_found) = (request.folder.display(), validation.findings.len());
    say(&format!("viq: {place}: needed a parameter set without faults, found {n_found} of them{rest}"));
    Ok(Exit::BadInput)
}

fn text(shown: &SetShown) -> Vec<String> {
    let set = &shown.set;
    let fact = |name: &str, value: String| format!("  {name:<14}{value}");
    let bound =
        |moment: Option<crate::units::UtcInstant>| moment.map_or_else(|| "…".to_owned(), |moment| moment.to_string());
    let mut lines = vec![format!("{}, version {}, {}", set.name, set.version, set.state_word())];
    if set.provenance.synthetic {
        lines.push("SYNTHETIC: nominal or simulated, not measured".to_owned());
    }
    lines.push(fact("folder", shown.folder.display().to_string()));
    lines.push(fact("instrument", format!("{}, {} columns", set.instrument, set.columns)));
    lines.push(fact("files", format!("{}, checksums as the manifest says", set.files.len())));
    lines.push(fact("form", set.form_words().to_owned()));
    lines.push(fact("valid", format!("{} to {}", bound(set.valid_from), bound(set.valid_to))));
    lines.push(fact("line time", format!("{} µs", set.settings.line_time_us)));
    lines.push(fact("made by", format!("{}: {}", set.provenance.made_by, set.provenance.method)));
    lines.extend(set.provenance.sources.iter().map(|source| fact("from", source.clone())));
    let width = set.bands.iter().map(|band| band.band.chars().count()).max().unwrap_or(0).max(4);
    lines.push(format!(
        "  {:<width$} {:>3} {:>22} {:>6} {:>20} {:>20} {:>20} {:>9} {:>15} {:>7}",
        "band", "TDI", "dark counts", "spikes", "a1", "a2", "knee counts", "Ak", "noise A, B", "defects"
    ));
    for band in &set.bands {
        lines.extend(band.responses.iter().map(|response| row(band, response, width)));
    }
    lines.push(format!(
        "  {:<width$} {:>14} {:>12} {:>10}  stray light",
        "band", "E0 W/m²/µm", "polarisation", "remanence"
    ));
    lines.extend(set.bands.iter().map(|band| band_row(band, width)));
    lines
}

fn range(range: Option<Range>, decimals: usize) -> String {
    range.map_or_else(
        || "–".to_owned(),
        |Range { least, median, greatest }| format!("{least:.decimals$} {median:.decimals$} {greatest:.decimals$}"),
    )
}

fn row(band: &BandSummary, response: &ResponseSummary, width: usize) -> String {
    let [a, b] = response.noise;
    format!(
        "  {:<width$} {:>3} {:>22} {:>6} {:>20} {:>20} {:>20} {:>9.4} {:>15} {:>7}",
        band.band,
        response.tdi.to_string(),
        range(response.dark_counts, 2),
        response.n_spikes,
        range(response.a1, 4),
        range(response.a2, 4),
        range(response.knee_counts, 1),
        response.gain,
        format!("{a:.4} {b:.5}"),
        response.n_defective_columns
    )
}

fn band_row(band: &BandSummary, width: usize) -> String {
    let filters: Vec<String> = band.local_filters.iter().map(|[rows, columns]| format!("{rows}×{columns}")).collect();
    let local = if filters.is_empty() { "none".to_owned() } else { filters.join(" ") };
    let sources =
        if band.cross_talk_sources.is_empty() { "none".to_owned() } else { band.cross_talk_sources.join(" ") };
    format!(
        "  {:<width$} {:>14.3} {:>12.4} {:>10}  type 1: {local}; type 2 from: {sources}",
        band.band, band.solar_irradiance_w_m2_um, band.polarisation_ratio, band.n_remanence_functions
    )
}
