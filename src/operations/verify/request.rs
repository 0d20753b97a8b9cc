//! What is asked of a verification and what comes of it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::measurement::{Verdict, VerdictKind};
use crate::operations::command_words::quoted_path;
use crate::operations::path_text;
use crate::reports::VerificationReport;
use crate::reports::number::{self, Sign};

/// Products to verify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyRequest {
    /// Headers, metadata files, rasters, or folders of products.
    #[serde(serialize_with = "path_text::list")]
    pub paths: Vec<PathBuf>,
    /// A raster that replaces the image of the one header given.
    #[serde(serialize_with = "path_text::optional")]
    pub image: Option<PathBuf>,
    /// Where the report goes; none: into the workspace's reports, under the time of the verification.
    #[serde(serialize_with = "path_text::optional")]
    pub report: Option<PathBuf>,
}

impl VerifyRequest {
    /// The command line that makes this request again from any folder, in the workspace whose models it used, quoted for a shell. It does
    /// not name the catalog, whose address may hold a password.
    pub fn command(&self, workspace: &Path) -> String {
        let mut words = vec!["viq".to_owned(), "verify".to_owned()];
        words.extend(self.paths.iter().map(|path| quoted_path(path)));
        let flags = [
            ("--image", self.image.as_deref()),
            ("--report", self.report.as_deref()),
            ("--workspace", Some(workspace)),
        ];
        for (flag, path) in flags {
            if let Some(path) = path {
                words.extend([flag.to_owned(), quoted_path(path)]);
            }
        }
        words.join(" ")
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
    /// What the catalog did not take, each with the reason; the report holds the figures all the same.
    pub unrecorded: Vec<String>,
}

/// The verdicts on one requirement as a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementLine {
    /// The worst verdict.
    pub kind: VerdictKind,
    /// Sign and word of the worst verdict: `✕ fail`.
    pub verdict: &'static str,
    /// The requirement's title.
    pub title: String,
    /// How many subjects passed, failed, … : `41 fail, 25 pass`; empty for a single one.
    pub counts: String,
    /// The figure that decides, with its expanded uncertainty, or why there is none.
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

    /// Whether a requirement could not be judged because its figure could not be measured.
    pub fn not_measurable(&self) -> bool {
        self.has(VerdictKind::NotMeasurable)
    }

    fn has(&self, kind: VerdictKind) -> bool {
        self.report.products.iter().flat_map(|product| &product.verdicts).any(|verdict| verdict.kind == kind)
    }

    /// The requirements judged on product `index` of the report, one line each, in their order.
    pub fn requirement_lines(&self, index: usize) -> Vec<RequirementLine> {
        let verdicts = self.report.products.get(index).map(|product| product.verdicts.as_slice()).unwrap_or_default();
        verdicts.chunk_by(|a, b| a.requirement.id == b.requirement.id).filter_map(requirement_line).collect()
    }
}

/// From the worst to the best.
const KINDS: [(VerdictKind, &str, &str); 4] = [
    (VerdictKind::Fail, "✕ fail", "fail"),
    (VerdictKind::Inconclusive, "≈ inconclusive", "inconclusive"),
    (VerdictKind::NotMeasurable, "– not measured", "not measured"),
    (VerdictKind::Pass, "✓ pass", "pass"),
];

fn requirement_line(verdicts: &[Verdict]) -> Option<RequirementLine> {
    let number = |kind| verdicts.iter().filter(|verdict| verdict.kind == kind).count();
    let (worst, sign, _) = KINDS.into_iter().find(|(kind, ..)| number(*kind) > 0)?;
    let probability = |verdict: &Verdict| verdict.probability_of_conformity.unwrap_or(f64::INFINITY);
    let beyond = |verdict: &Verdict| verdict.estimate.map_or(0.0, |estimate| estimate.value.abs());
    let decides = verdicts
        .iter()
        .filter(|verdict| verdict.kind == worst)
        .min_by(|a, b| probability(a).total_cmp(&probability(b)).then(beyond(b).total_cmp(&beyond(a))))?;
    let counts = KINDS.into_iter().filter(|(kind, ..)| number(*kind) > 0);
    let counts: Vec<String> = counts.map(|(kind, _, word)| format!("{} {word}", number(kind))).collect();
    Some(RequirementLine {
        kind: worst,
        verdict: sign,
        title: decides.requirement.title.clone(),
        counts: if verdicts.len() > 1 { counts.join(", ") } else { String::new() },
        figure: figure(decides),
    })
}

fn figure(verdict: &Verdict) -> String {
    let subject = verdict.subject.to_string();
    let separator = if subject.is_empty() { "" } else { " " };
    match (&verdict.estimate, verdict.probability_of_conformity) {
        (Some(estimate), Some(probability)) => {
            let rounded = number::expanded(estimate.value, estimate.uncertainty, Sign::Negative);
            let unit = number::unit(&verdict.requirement.unit);
            let space = if unit.is_empty() { "" } else { " " };
            let factor = if rounded.uncertainty.is_empty() { "" } else { " (k = 2)" };
            let probability = number::probability(probability);
            format!(
                "{subject}{separator}{}{space}{unit}{factor}, conforms with probability {probability}",
                rounded.text()
            )
        }
        _ => format!("{subject}{separator}{}", verdict.reason),
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
        let here = std::env::current_dir().unwrap();
        let expected = format!(
            r"viq verify '/data/a product.HDR' --image '{0}/it'\''s.tif' --report {0}/out --workspace /work space",
            here.display()
        );
        assert_eq!(request.command(Path::new("/work space")), expected.replace("/work space", "'/work space'"));
    }
}
