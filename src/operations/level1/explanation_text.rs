//! The explanation of a pixel as lines of text.

use super::explanation::ExplainedPixel;
use crate::level1::explain::Stage;
use crate::reports::number::{Sign, significant};

/// Digits of a value: as many as single precision tells apart; `--json` gives all.
const DIGITS: i32 = 8;

impl ExplainedPixel {
    /// The explanation, line by line.
    pub fn text(&self) -> Vec<String> {
        let pixel = &self.pixel;
        let mut lines = vec![
            format!("{}, {}, line {}, column {}", self.product, pixel.band, pixel.line, pixel.column),
            format!("from {}, parameter set {} version {}", self.raw, self.set, self.set_version),
            format!("code as read: {}", pixel.code),
        ];
        stage_lines(&pixel.stages, "  ", &mut lines);
        for from in &pixel.interpolated_from {
            lines.push(format!("  from column {}, weight {}, code {}:", from.column, from.weight, from.code));
            stage_lines(&from.stages, "    ", &mut lines);
        }
        let or_none = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), figure);
        let (value, of_product) = (or_none(pixel.value), or_none(self.product_value.map(f64::from)));
        lines.push(format!("value: {value} {} (the product holds {of_product})", pixel.unit));
        if !pixel.reasons.is_empty() {
            lines.push(format!("no statistic may use it: {}", pixel.reasons.join(", ")));
        }
        let sigma = |sigma: Option<f64>| sigma.map_or_else(|| "not stated".to_owned(), |sigma| format!("{sigma:.3e}"));
        lines.push("standard uncertainty (k = 1):".to_owned());
        for line in &pixel.budget {
            let part = format!("{:?}", line.part).to_lowercase();
            lines.push(format!("  {} ({part}): {}", line.source, sigma(line.sigma)));
        }
        lines.push(format!("  in all: {}", sigma(pixel.total_sigma)));
        lines
    }
}

fn stage_lines(stages: &[Stage], indent: &str, lines: &mut Vec<String>) {
    for stage in stages {
        let state = if stage.is_done { "" } else { " (not done)" };
        let note = stage.note.as_deref().map_or_else(String::new, |note| format!("; {note}"));
        lines.push(format!("{indent}{}{state}: {} {}{note}", stage.name, figure(stage.value), stage.unit));
        for used in &stage.coefficients {
            let file = used.file.as_deref().map_or_else(String::new, |file| format!(", {file}"));
            lines.push(format!("{indent}    {} = {} {}{file}", used.name, figure(used.value), used.unit));
        }
    }
}

fn figure(value: f64) -> String {
    significant(value, DIGITS, Sign::Negative)
}
