//! A figure as both back-ends keep it: value, uncertainty, n, exactness; or the reason why there is none.

use crate::measurement::Outcome;
use crate::units::{Estimate, Exactness};

use super::failure::Failure;

/// The columns of a figure; all are null but `reason` where there is no figure.
pub(super) struct StoredFigure<'text> {
    pub(super) value: Option<f64>,
    pub(super) uncertainty: Option<f64>,
    pub(super) n: Option<i64>,
    pub(super) exactness: Option<&'text str>,
}

impl StoredFigure<'_> {
    /// The estimate; none where n is null. A null value is not a number (SQLite keeps no other sign for it).
    pub(super) fn estimate<StoreError>(&self, record: &str) -> Result<Option<Estimate>, Failure<StoreError>> {
        let damaged = |needed, found: String| Failure::Damaged { record: record.to_owned(), needed, found };
        let Some(n) = self.n else { return Ok(None) };
        let n = u64::try_from(n).map_err(|_| damaged("a number of samples", n.to_string()))?;
        let exactness = self
            .exactness
            .and_then(Exactness::from_word)
            .ok_or_else(|| damaged("exact or approximate", format!("{:?}", self.exactness)))?;
        let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
        Ok(Some(Estimate { value: number(self.value), uncertainty: number(self.uncertainty), n, exactness }))
    }

    /// The outcome of a measurement: its estimate, or the reason why there is none.
    pub(super) fn outcome<StoreError>(
        &self,
        reason: Option<String>,
        record: &str,
    ) -> Result<Outcome, Failure<StoreError>> {
        match (self.estimate(record)?, reason) {
            (Some(estimate), _) => Ok(Outcome::Measured { estimate }),
            (None, Some(reason)) => Ok(Outcome::NotMeasurable { reason }),
            (None, None) => Err(Failure::Damaged {
                record: record.to_owned(),
                needed: "a figure or the reason why there is none",
                found: "neither".to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(n: Option<i64>, exactness: Option<&str>) -> StoredFigure<'_> {
        StoredFigure { value: Some(0.5), uncertainty: Some(0.1), n, exactness }
    }

    #[test]
    fn a_figure_comes_back_as_it_was_and_an_absent_one_with_its_reason() {
        let outcome = figure(Some(9), Some("approximate")).outcome::<()>(None, "a measurement").unwrap();
        assert_eq!(outcome, Outcome::Measured { estimate: Estimate::approximate(0.5, 0.1, 9) });
        let outcome = figure(None, None).outcome::<()>(Some("constant".to_owned()), "a measurement").unwrap();
        assert_eq!(outcome, Outcome::NotMeasurable { reason: "constant".to_owned() });
    }

    #[test]
    fn what_somebody_else_wrote_wrongly_is_damage_and_not_taken_for_exact() {
        for (n, exactness) in [(Some(9), None), (Some(9), Some("certain")), (Some(-1), Some("exact")), (None, None)] {
            let outcome = figure(n, exactness).outcome::<()>(None, "measurement 7");
            assert!(matches!(outcome, Err(Failure::Damaged { record, .. }) if record == "measurement 7"));
        }
    }
}
