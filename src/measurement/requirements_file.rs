//! Reading requirement lines from their file.

use serde::Deserialize;
use toml::Spanned;

use super::metric::{metric_names, units_of_metric};
use super::requirement::{Bound, Requirement, Sureness};

/// The requirement lines of VENµS, as the program carries them.
const BUILT_IN: &str = include_str!("../../calibration-models/venus/requirements.toml");

/// A requirements file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
pub struct RequirementsError {
    /// The file, as the caller names it.
    pub file: String,
    /// Line, counted from one.
    pub line: usize,
    /// The key, what it needs and what was found.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    requirement: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: Spanned<String>,
    title: String,
    metric: Spanned<String>,
    statistic: Spanned<String>,
    #[serde(default)]
    subjects: Vec<String>,
    bound: Spanned<Bound>,
    unit: Spanned<String>,
    source: Spanned<String>,
    sureness: Sureness,
}

/// The requirement lines that the program carries.
///
/// # Errors
/// [`RequirementsError`] when the program was built with an unusable file.
pub fn built_in_requirements() -> Result<Vec<Requirement>, RequirementsError> {
    parse_requirements("calibration-models/venus/requirements.toml", BUILT_IN)
}

/// Reads the text of a `requirements.toml`; `file` names it in errors.
///
/// # Errors
/// [`RequirementsError`] with the line and the key, for a text that is no such file, an unknown key, metric, statistic or unit, an identifier that
/// stands twice or is empty, a bound that is not finite or that no value meets, or an empty source.
pub fn parse_requirements(file: &str, text: &str) -> Result<Vec<Requirement>, RequirementsError> {
    let error = |at: usize, message: String| RequirementsError {
        file: file.to_owned(),
        line: 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count(),
        message,
    };
    let parsed: File = toml::from_str(text)
        .map_err(|wrong| error(wrong.span().map_or(0, |span| span.start), wrong.message().trim().to_owned()))?;
    let mut requirements: Vec<Requirement> = Vec::with_capacity(parsed.requirement.len());
    for line in parsed.requirement {
        check(&line, &requirements).map_err(|(at, message)| error(at, message))?;
        requirements.push(Requirement {
            id: line.id.into_inner(),
            title: line.title,
            metric: line.metric.into_inner(),
            statistic: line.statistic.into_inner(),
            subjects: line.subjects,
            bound: line.bound.into_inner(),
            unit: line.unit.into_inner(),
            source: line.source.into_inner(),
            sureness: line.sureness,
        });
    }
    Ok(requirements)
}

/// Where and why a line cannot be used.
fn check(line: &Line, before: &[Requirement]) -> Result<(), (usize, String)> {
    let at = |key: &Spanned<String>| key.span().start;
    let id = line.id.get_ref();
    if id.trim().is_empty() {
        return Err((at(&line.id), "id needs a name, found nothing".to_owned()));
    }
    if before.iter().any(|other| other.id == *id) {
        return Err((at(&line.id), format!("id needs a name of its own, found \"{id}\" a second time")));
    }
    let metric = line.metric.get_ref();
    let Some(units) = units_of_metric(metric) else {
        let known = metric_names().collect::<Vec<_>>().join(", ");
        return Err((at(&line.metric), format!("metric needs one of {known}; found \"{metric}\"")));
    };
    let statistic = line.statistic.get_ref();
    if !["each", "max", "min", "rms"].contains(&statistic.as_str()) {
        return Err((at(&line.statistic), format!("statistic needs each, max, min or rms; found \"{statistic}\"")));
    }
    let unit = line.unit.get_ref();
    if !units.contains(&unit.as_str()) {
        let needed = units.join("\" or \"");
        return Err((at(&line.unit), format!("unit of {metric} needs \"{needed}\"; found \"{unit}\"")));
    }
    if line.source.get_ref().trim().is_empty() {
        return Err((at(&line.source), "source needs to say where the figure comes from, found nothing".to_owned()));
    }
    let usable = match *line.bound.get_ref() {
        Bound::AtMost(limit) | Bound::AtLeast(limit) => limit.is_finite(),
        Bound::Between(low, high) => low.is_finite() && high.is_finite() && low < high,
    };
    if usable {
        return Ok(());
    }
    let found = line.bound.get_ref();
    Err((line.bound.span().start, format!("bound needs finite limits, the lower one first; found {found:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"[[requirement]]
id = "a"
title = "t"
metric = "snr"
statistic = "each"
bound = { at_least = 100 }
unit = "1"
source = "s"
sureness = "remembered"
"#;

    #[test]
    fn the_lines_that_the_program_carries_are_read_and_none_claims_more_than_it_knows() {
        let requirements = built_in_requirements().unwrap();
        let registration = requirements.iter().find(|line| line.id == "band-registration").unwrap();
        assert_eq!(registration.bound, Bound::AtMost(0.3));
        assert_eq!(registration.sureness, Sureness::Remembered);
        let documented = requirements.iter().filter(|line| line.sureness == Sureness::Documented);
        assert!(documented.into_iter().all(|line| line.source.contains("venus.cnes.fr")));
        let twin = requirements.iter().find(|line| line.metric == "twin_ratio").unwrap();
        assert_eq!((twin.bound, twin.subjects.as_slice()), (Bound::Between(0.97, 1.03), &["B05-B06".to_owned()][..]));
    }

    #[test]
    fn a_mistake_is_refused_with_its_line_and_key() {
        let cases = [
            ("\"snr\"", "\"beauty\"", 4, "metric"),
            ("\"each\"", "\"mean\"", 5, "statistic"),
            ("unit = \"1\"", "unit = \"px\"", 7, "unit of snr"),
            ("\"s\"", "\" \"", 8, "source"),
            ("at_least = 100", "at_least = inf", 6, "bound"),
            ("at_least = 100", "between = [2, 1]", 6, "bound"),
            ("at_least = 100", "about = 2", 6, "about"),
            ("title =", "titel =", 3, "titel"),
            ("sureness = \"remembered\"", "sureness = \"sure\"", 9, "sure"),
            ("\"a\"", "\"\"", 2, "id"),
        ];
        for (from, to, line, word) in cases {
            let error = parse_requirements("mine.toml", &LINE.replacen(from, to, 1)).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.message.contains(word) && error.to_string().starts_with("mine.toml, line "), "{error}");
        }
        let twice = parse_requirements("mine.toml", &format!("{LINE}\n{LINE}")).unwrap_err();
        assert_eq!(twice.line, 12, "{twice}");
        assert!(parse_requirements("mine.toml", "[[requirement]\n").is_err());
    }

    #[test]
    fn an_empty_file_requires_nothing() {
        assert_eq!(parse_requirements("mine.toml", "").unwrap(), []);
    }
}
