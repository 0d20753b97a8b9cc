//! The steps of the chain, and which of them are run.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One step of the chain, in the order in which they are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What the array remembers of the line before is taken from the codes.
    Remanence,
    /// The dark signal is subtracted.
    Dark,
    /// Detectors with a spike are corrected.
    Spikes,
    /// Two-slope equalisation.
    Slopes,
    /// Detectors out of order are interpolated, or left without a value.
    Defects,
    /// Stray light of the band itself (type 1).
    StrayLightType1,
    /// Stray light of other bands (type 2).
    StrayLightType2,
    /// Restoration; VIQ does not run it.
    Restoration,
    /// The scene's polarisation is taken out of the radiance.
    Polarisation,
}

impl Step {
    /// Every step, in the chain's order.
    pub const ALL: [Self; 9] = [
        Self::Remanence,
        Self::Dark,
        Self::Spikes,
        Self::Slopes,
        Self::Defects,
        Self::StrayLightType1,
        Self::StrayLightType2,
        Self::Restoration,
        Self::Polarisation,
    ];

    /// Its name in requests and products.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Remanence => "remanence",
            Self::Dark => "dark",
            Self::Spikes => "spikes",
            Self::Slopes => "slopes",
            Self::Defects => "defects",
            Self::StrayLightType1 => "stray_light_1",
            Self::StrayLightType2 => "stray_light_2",
            Self::Restoration => "restoration",
            Self::Polarisation => "polarisation",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// Which steps are run, or were. Counts become radiance and reflectance by what is asked for ([`super::Quantity`]), not by a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Step>", into = "Vec<Step>")]
pub struct Steps(u16);

/// A text that names no steps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "steps: needed all, none, or names with commas, each with a minus to leave it out ({}), found \"{found}\"",
    known()
)]
pub struct StepsError {
    /// The text found.
    pub found: String,
}

fn known() -> String {
    let names: Vec<&str> = Step::ALL.into_iter().map(Step::word).chain(["stray_light"]).collect();
    names.join(", ")
}

impl Steps {
    /// No step: codes, as they were read.
    pub const NONE: Self = Self(0);

    /// Every step that VIQ can run: all but the restoration.
    pub const EVERY: Self = Self((1 << Step::ALL.len()) - 1).without(Step::Restoration);

    /// Whether a step is among them.
    pub const fn contains(self, step: Step) -> bool {
        self.0 & step.bit() != 0
    }

    /// These and `step`.
    #[must_use]
    pub const fn with(self, step: Step) -> Self {
        Self(self.0 | step.bit())
    }

    /// These without `step`.
    #[must_use]
    pub const fn without(self, step: Step) -> Self {
        Self(self.0 & !step.bit())
    }

    /// Whether either type of stray light is among them.
    pub const fn any_stray_light(self) -> bool {
        self.contains(Step::StrayLightType1) || self.contains(Step::StrayLightType2)
    }

    /// The steps, in the chain's order.
    pub fn iter(self) -> impl Iterator<Item = Step> {
        Step::ALL.into_iter().filter(move |step| self.contains(*step))
    }

    /// Reads `all`, `none`, `dark,slopes`, `-stray_light` (all but these), `all,-polarisation`. `stray_light` stands for both types.
    ///
    /// # Errors
    /// [`StepsError`] for a name that is none, and for names with and without a minus where neither `all` nor `none` stands first.
    pub fn from_text(text: &str) -> Result<Self, StepsError> {
        let wrong = || StepsError { found: text.to_owned() };
        let mut steps: Option<Self> = None;
        for word in text.split(',').map(str::trim) {
            let (name, leave_out) = word.strip_prefix('-').map_or((word, false), |name| (name, true));
            let named: Vec<Step> = match name {
                "all" | "none" if leave_out || steps.is_some() => return Err(wrong()),
                "all" => {
                    steps = Some(Self::EVERY);
                    continue;
                }
                "none" => {
                    steps = Some(Self::NONE);
                    continue;
                }
                "stray_light" => vec![Step::StrayLightType1, Step::StrayLightType2],
                name => vec![Step::ALL.into_iter().find(|step| step.word() == name).ok_or_else(wrong)?],
            };
            let start = steps.unwrap_or(if leave_out { Self::EVERY } else { Self::NONE });
            steps = Some(named.into_iter().fold(
                start,
                |steps, step| {
                    if leave_out { steps.without(step) } else { steps.with(step) }
                },
            ));
        }
        steps.ok_or_else(wrong)
    }
}

impl Default for Steps {
    fn default() -> Self {
        Self::EVERY
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NONE {
            return formatter.write_str("none");
        }
        let names: Vec<&str> = self.iter().map(Step::word).collect();
        formatter.write_str(&names.join(","))
    }
}

impl From<Steps> for Vec<Step> {
    fn from(steps: Steps) -> Self {
        steps.iter().collect()
    }
}

impl From<Vec<Step>> for Steps {
    fn from(steps: Vec<Step>) -> Self {
        steps.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_as_they_are_typed_and_written_so_that_they_read_back() {
        let dark_and_slopes = Steps::NONE.with(Step::Dark).with(Step::Slopes);
        assert_eq!(Steps::from_text("dark, slopes").unwrap(), dark_and_slopes);
        assert_eq!(Steps::from_text("all").unwrap(), Steps::EVERY);
        assert_eq!(Steps::from_text("none").unwrap(), Steps::NONE);
        let no_stray_light = Steps::EVERY.without(Step::StrayLightType1).without(Step::StrayLightType2);
        assert_eq!(Steps::from_text("-stray_light").unwrap(), no_stray_light);
        assert_eq!(Steps::from_text("all,-stray_light_1,-stray_light_2").unwrap(), no_stray_light);
        for steps in [Steps::NONE, Steps::EVERY, dark_and_slopes, no_stray_light] {
            assert_eq!(Steps::from_text(&steps.to_string()).unwrap(), steps);
            let json = serde_json::to_string(&steps).unwrap();
            assert_eq!(serde_json::from_str::<Steps>(&json).unwrap(), steps, "{json}");
        }
        assert!(!Steps::EVERY.contains(Step::Restoration));
    }

    #[test]
    fn a_word_that_is_no_step_is_refused_with_what_was_found() {
        for text in ["", "darkness", "dark,,slopes", "-all", "dark,all", "-none"] {
            let error = Steps::from_text(text).unwrap_err();
            assert!(error.to_string().contains(&format!("found \"{text}\"")), "{error}");
        }
    }
}
