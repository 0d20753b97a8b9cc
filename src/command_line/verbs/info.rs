//! `viq info`.

use crate::command_line::arguments::{EveryVerb, InfoArguments};
use crate::command_line::exit::Exit;
use crate::command_line::writing::{result_json, result_line};
use crate::operations::{self, OperationError, ProductInfo};
use crate::supervision::Supervision;

pub(in crate::command_line) fn info(
    request: &InfoArguments,
    common: &EveryVerb,
    supervision: &Supervision,
) -> Result<Exit, OperationError> {
    let product = operations::info(&request.path, request.image.as_deref(), supervision)?;
    if common.json {
        result_json(&product)?;
    } else {
        result_line(&text(&product))?;
    }
    Ok(Exit::Done)
}

fn text(product: &ProductInfo) -> String {
    let known = |value: Option<String>| value.unwrap_or_else(|| "not known".to_owned());
    let mut lines = vec![product.identifier.clone()];
    if product.synthetic {
        lines.push("SYNTHETIC: made by a simulation, not an observation".to_owned());
    }
    let mut fact = |name: &str, value: String| lines.push(format!("  {name:<22}{value}"));
    fact("level", product.level.clone());
    fact("site", known(product.site.clone()));
    fact("acquired (UTC)", known(product.acquisition_utc.map(|time| time.to_string())));
    fact("orbit", known(product.orbit.map(|orbit| orbit.to_string())));
    let sun = product.sun.map(|sun| format!("zenith {:.2}°, azimuth {:.2}°", sun.zenith_deg, sun.azimuth_deg));
    fact("Sun", known(sun));
    for view in &product.views {
        let angles = format!("zenith {:.3}°, azimuth {:.3}°", view.zenith_deg, view.azimuth_deg);
        fact(&format!("view of unit {}", view.detector_unit), angles);
    }
    for grid in &product.angle_grids {
        let range = grid.zenith_deg.map(|[least, largest]| format!(", zenith {least:.3}° to {largest:.3}°"));
        let size = format!("{} × {} nodes{}", grid.lines, grid.columns, range.unwrap_or_default());
        fact(&format!("grid, {}", grid.of), size);
    }
    fact("B05-B06 base/height", known(product.base_to_height_b05_b06.map(|ratio| format!("{ratio:.4}"))));
    fact("size", format!("{} lines × {} columns", product.lines, product.columns));
    fact("reference system", known(product.crs.clone()));
    if let Some([x, column_step, _, y, _, line_step]) = product.geotransform {
        fact("outer corner", format!("x {x}, y {y}, step {column_step} × {line_step}"));
    }
    let on: Vec<&str> = product.flags.iter().filter(|(_, on)| **on).map(|(name, _)| name.as_str()).collect();
    let off: Vec<&str> = product.flags.iter().filter(|(_, on)| !**on).map(|(name, _)| name.as_str()).collect();
    if product.flags.is_empty() {
        fact("processing", "not known".to_owned());
    } else {
        let listed = |names: &[&str]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        fact("processing, applied", listed(&on));
        fact("processing, left out", listed(&off));
    }
    fact("quality indexes", product.quality_indexes.len().to_string());
    fact("parameter files", product.parameter_files.len().to_string());
    lines.push(format!("  {:<6}{:>10}{:>8}{:>15}", "band", "centre nm", "Ak", "detector unit"));
    for band in &product.bands {
        let number =
            |value: Option<f64>, digits| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"));
        let unit = band.detector_unit.map_or_else(|| "–".to_owned(), |unit| unit.to_string());
        lines.push(format!("  {:<6}{:>10}{:>8}{unit:>15}", band.name, number(band.centre_nm, 0), number(band.ak, 3)));
    }
    lines.join("\n")
}
