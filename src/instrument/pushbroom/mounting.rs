//! How the parts of the instrument sit in each other: small named turns and a stretch along the optical axis.

use nalgebra::{Matrix3, Rotation3, Vector3};

/// A polynomial of the seconds since the acquisition's reference, from the constant upwards; empty is zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polynomial(pub Vec<f64>);

impl Polynomial {
    /// The same value at all times.
    pub fn constant(value: f64) -> Self {
        Self(vec![value])
    }

    /// Value at a moment.
    pub fn at(&self, time_s: f64) -> f64 {
        self.0.iter().rev().fold(0.0, |sum, coefficient| sum * time_s + coefficient)
    }

    fn varies(&self) -> bool {
        self.0.iter().skip(1).any(|coefficient| *coefficient != 0.0)
    }
}

/// Sequence in which the three turns of a step are multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnOrder {
    /// Rx · Ry · Rz: a vector is turned about z first.
    Xyz,
    /// Rz · Ry · Rx: a vector is turned about x first.
    Zyx,
}

/// Whether the stretch along z acts on a vector of the child's frame before or after the turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StretchOrder {
    /// Stretched, then turned.
    BeforeTurns,
    /// Turned, then stretched.
    AfterTurns,
}

/// One step of the mounting: brings vectors of the inner (child) frame to the outer (parent) one.
///
/// `parent_from_child = T` with T made of the right-handed turns Rx(x), Ry(y), Rz(z) of *vectors* (Rz(ψ) takes x̂ to x̂ cos ψ + ŷ sin ψ) in the
/// given order and of diag(1, 1, stretch). A format that gives the opposite direction sets [`MountingStep::given_inwards`], and T is inverted.
#[derive(Debug, Clone, PartialEq)]
pub struct MountingStep {
    /// Its name, which is the stem of its parameters' names: `instrument`, `detector unit 2`, `array B05`.
    pub name: String,
    /// Turns about x, y and z, radians.
    pub turns: [Polynomial; 3],
    /// Sequence of the turns.
    pub turn_order: TurnOrder,
    /// Stretch along z; a constant 1 is none.
    pub stretch_z: Polynomial,
    /// When the stretch acts.
    pub stretch_order: StretchOrder,
    /// The turns and the stretch are those from the parent's frame to the child's.
    pub given_inwards: bool,
}

impl MountingStep {
    /// A step that changes nothing.
    pub fn identity(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            turns: Default::default(),
            turn_order: TurnOrder::Xyz,
            stretch_z: Polynomial::constant(1.0),
            stretch_order: StretchOrder::BeforeTurns,
            given_inwards: false,
        }
    }

    /// Whether it changes with time.
    pub fn varies(&self) -> bool {
        self.stretch_z.varies() || self.turns.iter().any(Polynomial::varies)
    }

    /// `parent_from_child` at a moment. None when it cannot be inverted (a stretch of zero).
    pub fn parent_from_child(&self, time_s: f64) -> Option<Matrix3<f64>> {
        let about = |axis, turn: &Polynomial| Rotation3::from_axis_angle(&axis, turn.at(time_s));
        let x = about(Vector3::x_axis(), &self.turns[0]);
        let y = about(Vector3::y_axis(), &self.turns[1]);
        let z = about(Vector3::z_axis(), &self.turns[2]);
        let turns = match self.turn_order {
            TurnOrder::Xyz => x * y * z,
            TurnOrder::Zyx => z * y * x,
        };
        let stretch = Matrix3::from_diagonal(&Vector3::new(1.0, 1.0, self.stretch_z.at(time_s)));
        let step = match self.stretch_order {
            StretchOrder::BeforeTurns => turns.matrix() * stretch,
            StretchOrder::AfterTurns => stretch * turns.matrix(),
        };
        if self.given_inwards { step.try_inverse() } else { Some(step) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_right_handed_turns_of_vectors_in_the_order_named() {
        let quarter = std::f64::consts::FRAC_PI_2;
        let mut step = MountingStep::identity("test");
        step.turns = [Polynomial::constant(quarter), Polynomial::default(), Polynomial::constant(quarter)];
        // About z first: x → y; then about x: y → z.
        let xyz = step.parent_from_child(0.0).unwrap() * Vector3::x();
        assert!((xyz - Vector3::z()).norm() < 1e-15, "{xyz}");
        step.turn_order = TurnOrder::Zyx;
        // About x first: x stays; then about z: x → y.
        let zyx = step.parent_from_child(0.0).unwrap() * Vector3::x();
        assert!((zyx - Vector3::y()).norm() < 1e-15, "{zyx}");
    }

    #[test]
    fn a_step_given_inwards_is_undone_by_its_twin() {
        let mut step = MountingStep::identity("test");
        step.turns = [Polynomial(vec![1e-3, 2e-5]), Polynomial::constant(-2e-3), Polynomial::constant(0.5)];
        step.stretch_z = Polynomial::constant(1.001);
        let outwards = step.parent_from_child(7.0).unwrap();
        step.given_inwards = true;
        let inwards = step.parent_from_child(7.0).unwrap();
        assert!((outwards * inwards - Matrix3::identity()).norm() < 1e-14);
        assert!(step.varies());
        step.stretch_z = Polynomial::constant(0.0);
        assert_eq!(step.parent_from_child(0.0), None);
    }
}
