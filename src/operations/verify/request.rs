//! What is asked of a verification and what comes of it.

use std::path::PathBuf;

use serde::Serialize;

use crate::measurement::{Verdict, VerdictKind};
use crate::reports::VerificationReport;

/// Products to verify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyRequest {
    /// Headers, metadata files, rasters, or folders of products.
    pub paths: Vec<PathBuf>,
    /// A raster that replaces the image of the one header given.
    pub image: Option<PathBuf>,
    /// Where the report goes; none: into the workspace's reports, under the time of the verification.
    pub report: Option<PathBuf>,
}

impl VerifyRequest {
    /// The command line that makes this request, quoted for a shell.
    pub fn command(&self) -> String {
        let mut words = vec!["viq".to_owned(), "verify".to_owned()];
        words.extend(self.paths.iter().map(|path| quoted(&path.display().to_string())));
        for (flag, path) in [("--image", &self.image), ("--report", &self.report)] {
            if let Some(path) = path {
                words.extend([flag.to_owned(), quoted(&path.display().to_string())]);
            }
        }
        words.join(" ")
    }
}

fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "/._-+,:=@%".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// What a verification found and where its report is.
#[derive(Debug, Clone, PartialEq)]
pub struct VerifyOutcome {
    /// The report; its products are those that could be measured.
    pub report: VerificationReport,
    /// The page.
    pub page: PathBuf,
    /// Products that could not be read: path and reason.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// One verdict as a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictLine {
    /// Sign and word: `✓ pass`.
    pub verdict: &'static str,
    /// Band, pair or nothing.
    pub subject: String,
    /// The requirement's title.
    pub title: String,
    /// The figure with its expanded uncertainty, or why there is none.
    pub figure: String,
}

impl VerifyOutcome {
    /// Whether a requirement failed.
    pub fn failed(&self) -> bool {
        self.has(VerdictKind::Fail)
    }

    /// Whether a requirement could be neither passed nor failed.
    pub fn inconclusive(&self) -> bool {
        self.has(VerdictKind::Inconclusive)
    }

    fn has(&self, kind: VerdictKind) -> bool {
        self.report.products.iter().flat_map(|product| &product.verdicts).any(|verdict| verdict.kind == kind)
    }

    /// The verdicts of product `index` of the report, as text.
    pub fn verdict_lines(&self, index: usize) -> Vec<VerdictLine> {
        self.report.products.get(index).map(|product| product.verdicts.iter().map(line).collect()).unwrap_or_default()
    }
}

fn line(verdict: &Verdict) -> VerdictLine {
    let requirement = &verdict.requirement;
    let figure = match (&verdict.estimate, verdict.probability_of_conformity) {
        (Some(estimate), Some(probability)) => {
            let unit = if requirement.unit == "1" { String::new() } else { format!(" {}", requirement.unit) };
            let (value, expanded) = (estimate.value, 2.0 * estimate.uncertainty);
            format!("{value:.4} ± {expanded:.4}{unit} (k = 2), conforms with probability {probability:.3}")
        }
        _ => verdict.reason.clone(),
    };
    VerdictLine {
        verdict: match verdict.kind {
            VerdictKind::Pass => "✓ pass",
            VerdictKind::Fail => "✕ fail",
            VerdictKind::Inconclusive => "≈ inconclusive",
            VerdictKind::NotMeasurable => "– not measured",
        },
        subject: verdict.subject.to_string(),
        title: requirement.title.clone(),
        figure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_quoted_where_a_shell_would_take_it_apart() {
        let request = VerifyRequest {
            paths: vec!["/data/a product.HDR".into()],
            image: Some("it's.tif".into()),
            report: Some("out".into()),
        };
        assert_eq!(request.command(), r"viq verify '/data/a product.HDR' --image 'it'\''s.tif' --report out");
    }
}
