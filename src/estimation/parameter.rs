//! A parameter that an estimation may change.

use serde::{Deserialize, Serialize};

/// One number of a model: what it is called, where it stands, how far it may go, and whether it is being estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name, unique in its model: `instrument.turn_x`.
    pub name: String,
    /// Unit of all its values.
    pub unit: String,
    /// Value before any estimation.
    pub reference: f64,
    /// Value now.
    pub value: f64,
    /// Size of a change that matters, by which solvers make all parameters alike.
    pub scale: f64,
    /// Least and greatest value.
    pub bounds: [f64; 2],
    /// Whether an estimation may change it.
    pub selected: bool,
}

/// A parameter that cannot stand as it is.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ParameterError {
    /// Beyond its bounds, or no number.
    #[error("parameter {name}: needed {least} to {greatest} {unit}, found {found}")]
    OutOfBounds {
        /// Its name.
        name: String,
        /// Its unit.
        unit: String,
        /// Least value.
        least: f64,
        /// Greatest value.
        greatest: f64,
        /// The value.
        found: f64,
    },
    /// A scale that is not positive.
    #[error("parameter {name}: needed a positive scale, found {found}")]
    Scale {
        /// Its name.
        name: String,
        /// The scale.
        found: f64,
    },
    /// No such parameter.
    #[error("needed one of the parameters {present}, found \"{asked}\"")]
    Unknown {
        /// What was asked for.
        asked: String,
        /// What there is.
        present: String,
    },
}

impl Parameter {
    /// A parameter at its reference, free to go `reach` to either side, not selected.
    pub fn new(name: impl Into<String>, unit: &str, reference: f64, scale: f64, reach: f64) -> Self {
        let bounds = [reference - reach, reference + reach];
        Self { name: name.into(), unit: unit.to_owned(), reference, value: reference, scale, bounds, selected: false }
    }

    /// Where it stands in units of its scale, from the reference: what a solver sees.
    pub fn normalised(&self) -> f64 {
        (self.value - self.reference) / self.scale
    }

    /// Takes a solver's value, held within the bounds.
    pub fn set_normalised(&mut self, normalised: f64) {
        self.value = (self.reference + normalised * self.scale).clamp(self.bounds[0], self.bounds[1]);
    }

    /// How far it stands from its reference.
    pub fn change(&self) -> f64 {
        self.value - self.reference
    }

    /// Refuses a value beyond the bounds, or a scale that is none.
    ///
    /// # Errors
    /// [`ParameterError::OutOfBounds`] and [`ParameterError::Scale`].
    pub fn check(&self) -> Result<(), ParameterError> {
        let [least, greatest] = self.bounds;
        if !(self.value >= least && self.value <= greatest) {
            let (name, unit) = (self.name.clone(), self.unit.clone());
            return Err(ParameterError::OutOfBounds { name, unit, least, greatest, found: self.value });
        }
        if self.scale > 0.0 && self.scale.is_finite() {
            Ok(())
        } else {
            Err(ParameterError::Scale { name: self.name.clone(), found: self.scale })
        }
    }
}

/// Selects the parameters whose names are given, and no others; a name ending in `*` stands for all that begin like it.
///
/// # Errors
/// [`ParameterError::Unknown`] for a name that fits none.
pub fn select(parameters: &mut [Parameter], names: &[&str]) -> Result<(), ParameterError> {
    let fits = |parameter: &Parameter, name: &str| match name.strip_suffix('*') {
        Some(stem) => parameter.name.starts_with(stem),
        None => parameter.name == name,
    };
    if let Some(unknown) = names.iter().find(|name| !parameters.iter().any(|parameter| fits(parameter, name))) {
        let present: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        return Err(ParameterError::Unknown { asked: (*unknown).to_owned(), present: present.join(", ") });
    }
    for parameter in parameters {
        parameter.selected = names.iter().any(|name| fits(parameter, name));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roll() -> Parameter {
        Parameter::new("attitude.turn_x", "rad", 1e-3, 1e-6, 1e-4)
    }

    #[test]
    fn a_solver_sees_changes_in_units_of_the_scale_and_stays_within_bounds() {
        let mut parameter = roll();
        parameter.set_normalised(3.0);
        assert!((parameter.change() - 3e-6).abs() < 1e-15 && (parameter.normalised() - 3.0).abs() < 1e-6);
        parameter.set_normalised(1e9);
        assert!((parameter.value - 1.1e-3).abs() < 1e-18);
        assert_eq!(parameter.check(), Ok(()));
    }

    #[test]
    fn values_beyond_bounds_and_scales_of_nothing_are_refused_by_name() {
        let mut parameter = roll();
        parameter.value = f64::NAN;
        assert!(
            parameter
                .check()
                .unwrap_err()
                .to_string()
                .starts_with("parameter attitude.turn_x: needed 0.0009 to 0.0011 rad, found NaN")
        );
        parameter.value = 1e-3;
        parameter.scale = 0.0;
        assert_eq!(parameter.check(), Err(ParameterError::Scale { name: "attitude.turn_x".to_owned(), found: 0.0 }));
    }

    #[test]
    fn a_selection_names_parameters_or_their_beginnings() {
        let mut parameters = vec![
            roll(),
            Parameter::new("attitude.turn_y", "rad", 0.0, 1e-6, 1.0),
            Parameter::new("time", "s", 0.0, 1e-6, 1.0),
        ];
        select(&mut parameters, &["attitude.*"]).unwrap();
        assert_eq!(parameters.iter().map(|parameter| parameter.selected).collect::<Vec<_>>(), [true, true, false]);
        select(&mut parameters, &["time"]).unwrap();
        assert_eq!(parameters.iter().map(|parameter| parameter.selected).collect::<Vec<_>>(), [false, false, true]);
        assert!(
            select(&mut parameters, &["yaw"])
                .unwrap_err()
                .to_string()
                .contains("attitude.turn_x, attitude.turn_y, time")
        );
    }
}
