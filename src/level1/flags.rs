//! What was done, in the words of the products' headers.

use serde::{Deserialize, Serialize};

use super::{Step, Steps};

/// The processing flags of a header (`Processing_Flags_And_Modes`): a flag stands for what was done, not for what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessingFlags {
    /// The steps that were run.
    pub done: Steps,
}

impl ProcessingFlags {
    /// Names of the header's flags and their values. `Equalization` says that the two slopes were applied.
    pub fn header(self) -> [(&'static str, bool); 7] {
        [
            ("Equalization", Step::Slopes),
            ("Bad_Pixels_Correction", Step::Defects),
            ("Restoration", Step::Restoration),
            ("Remanence", Step::Remanence),
            ("Straylight_T1", Step::StrayLightType1),
            ("Straylight_T2", Step::StrayLightType2),
            ("Polarization", Step::Polarisation),
        ]
        .map(|(name, step)| (name, self.done.contains(step)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_are_what_was_done() {
        let flags = ProcessingFlags { done: Steps::EVERY.without(Step::Remanence) }.header();
        let is_set = |name| flags.iter().find(|(own, _)| *own == name).unwrap().1;
        assert!(is_set("Equalization") && is_set("Straylight_T2") && is_set("Polarization"));
        assert!(!is_set("Remanence") && !is_set("Restoration"));
    }
}
