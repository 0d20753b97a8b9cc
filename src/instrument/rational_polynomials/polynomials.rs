//! Two quotients of cubic polynomials in three normalised variables, with their derivatives.

use serde::{Deserialize, Serialize};

/// Coefficients of a cubic polynomial in three variables, in the order of RPC00B (NGA STDI-0002, appendix E), with x for the longitude or
/// column (L), y for the latitude or line (P) and h for the height (H):
/// 1, x, y, h, xy, xh, yh, x², y², h², xyh, x³, xy², xh², x²y, y³, yh², x²h, y²h, h³.
pub type Coefficients = [f64; 20];

/// Order in which a file lists the terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermOrder {
    /// RPC00A: xyh is the eighth term.
    A,
    /// RPC00B: xyh is the eleventh term.
    B,
}

/// Where each term of RPC00A stands in RPC00B (both orders as in OSSIM's `ossimRpcModel::polynomial`).
const B_FROM_A: [usize; 20] = [0, 1, 2, 3, 4, 5, 6, 10, 7, 8, 9, 11, 14, 17, 12, 15, 18, 13, 16, 19];

impl TermOrder {
    /// Coefficients in the order of RPC00B.
    pub fn arranged(self, listed: Coefficients) -> Coefficients {
        match self {
            Self::B => listed,
            Self::A => {
                let mut arranged = [0.0; 20];
                for (value, place) in listed.into_iter().zip(B_FROM_A) {
                    arranged[place] = value;
                }
                arranged
            }
        }
    }
}

/// `value = offset + scale · normalised`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Normalisation {
    /// The value that is normalised to 0.
    pub offset: f64,
    /// The distance from there that is normalised to 1; not 0.
    pub scale: f64,
}

impl Normalisation {
    /// The value within about ±1.
    #[inline]
    pub fn normalised(self, value: f64) -> f64 {
        (value - self.offset) / self.scale
    }

    /// The value that a normalised one stands for.
    #[inline]
    pub fn value(self, normalised: f64) -> f64 {
        self.offset + self.scale * normalised
    }

    /// The same for values in another unit: degrees to radians, say.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { offset: self.offset * factor, scale: self.scale * factor }
    }

    /// Finite, and of a scale to divide by.
    pub(super) fn is_usable(self) -> bool {
        self.offset.is_finite() && self.scale.is_finite() && self.scale.abs() > f64::MIN_POSITIVE
    }
}

/// A quotient of two polynomials.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quotient {
    /// Above the line.
    pub numerator: Coefficients,
    /// Below the line.
    pub denominator: Coefficients,
}

/// The four polynomials side by side, as a processor adds and multiplies them: numerator and denominator of the first quotient (column or
/// longitude), then those of the second (line or latitude).
type Lanes = [f64; 4];

/// `a + factor · b` of each polynomial.
#[inline]
fn plus(a: Lanes, factor: f64, b: &Lanes) -> Lanes {
    [a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2], a[3] + factor * b[3]]
}

/// Two quotients of the same three variables.
#[derive(Debug, Clone, PartialEq)]
pub struct RationalPair {
    /// Term after term, in the order of RPC00B.
    terms: [Lanes; 20],
    /// Below this size a denominator counts as zero, first and second quotient.
    smallest: [f64; 2],
}

/// The quotients at one height: ten terms in x and y are left, 1, x, y, xy, x², y², x³, xy², x²y, y³.
pub(super) struct AtHeight {
    terms: [Lanes; 10],
    smallest: [f64; 2],
}

/// Value of both quotients, and their derivatives `[[∂u/∂x, ∂u/∂y], [∂v/∂x, ∂v/∂y]]`.
pub(super) struct Sloped {
    pub(super) value: [f64; 2],
    pub(super) slope: [[f64; 2]; 2],
}

/// A denominator is taken for zero below this share of the sum of its coefficients' sizes, which bounds it over the domain.
const ZERO_SHARE: f64 = 1e-7;

impl RationalPair {
    /// The pair of `first` (column or longitude) and `second` (line or latitude).
    pub fn new(first: &Quotient, second: &Quotient) -> Self {
        let four = [&first.numerator, &first.denominator, &second.numerator, &second.denominator];
        let smallest = |quotient: &Quotient| {
            (ZERO_SHARE * quotient.denominator.iter().map(|term| term.abs()).sum::<f64>()).max(f64::MIN_POSITIVE)
        };
        Self {
            terms: std::array::from_fn(|term| four.map(|polynomial| polynomial[term])),
            smallest: [smallest(first), smallest(second)],
        }
    }

    /// Whether every coefficient is finite and no denominator is the zero polynomial.
    pub(super) fn is_usable(&self) -> bool {
        let some = |lane: usize| self.terms.iter().any(|term| term[lane] != 0.0);
        self.terms.iter().flatten().all(|term| term.is_finite()) && some(1) && some(3)
    }

    /// Both quotients; none where a denominator vanishes or a variable is not a number.
    #[inline]
    pub fn value(&self, x: f64, y: f64, h: f64) -> Option<[f64; 2]> {
        self.at_height(h).value(x, y)
    }

    /// The polynomials in x and y that are left at one height: the steps of an iteration at that height share them.
    #[inline]
    pub(super) fn at_height(&self, h: f64) -> AtHeight {
        let c = &self.terms;
        let terms = [
            plus(c[0], h, &plus(c[3], h, &plus(c[9], h, &c[19]))),
            plus(c[1], h, &plus(c[5], h, &c[13])),
            plus(c[2], h, &plus(c[6], h, &c[16])),
            plus(c[4], h, &c[10]),
            plus(c[7], h, &c[17]),
            plus(c[8], h, &c[18]),
            c[11],
            c[12],
            c[14],
            c[15],
        ];
        AtHeight { terms, smallest: self.smallest }
    }
}

impl AtHeight {
    #[inline]
    fn polynomials(&self, x: f64, y: f64) -> Lanes {
        let [one, x1, y1, xy, x2, y2, x3, xy2, x2y, y3] = &self.terms;
        // 1 + x (x1 + x (x2 + x x3)) + y (y1 + x (xy + x x2y) + y (y2 + x xy2 + y y3))
        let pure = plus(*x1, x, &plus(*x2, x, x3));
        let mixed = plus(*xy, x, x2y);
        let square = plus(plus(*y2, x, xy2), y, y3);
        let along = plus(plus(*y1, x, &mixed), y, &square);
        plus(plus(*one, x, &pure), y, &along)
    }

    /// Both quotients; none where a denominator vanishes.
    #[inline]
    pub(super) fn value(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        self.divided(self.polynomials(x, y))
    }

    /// The comparison is false of NaN, so that what is not a number is refused with the zeros.
    #[inline]
    fn divided(&self, lanes: Lanes) -> Option<[f64; 2]> {
        let [u, below_u, v, below_v] = lanes;
        let sound = below_u.abs() > self.smallest[0] && below_v.abs() > self.smallest[1];
        sound.then(|| [u / below_u, v / below_v])
    }

    /// Both quotients and their derivatives; none where a denominator vanishes.
    #[inline]
    pub(super) fn sloped(&self, x: f64, y: f64) -> Option<Sloped> {
        let [_, x1, y1, xy, x2, y2, x3, xy2, x2y, y3] = &self.terms;
        let lanes = self.polynomials(x, y);
        let value = self.divided(lanes)?;
        // x1 + 2x x2 + 3x² x3 + y (xy + 2x x2y + y xy2), and y1 + 2y y2 + 3y² y3 + x (xy + 2y xy2 + x x2y)
        let by_x = plus(plus(plus(*x1, 2.0 * x, x2), 3.0 * x * x, x3), y, &plus(plus(*xy, 2.0 * x, x2y), y, xy2));
        let by_y = plus(plus(plus(*y1, 2.0 * y, y2), 3.0 * y * y, y3), x, &plus(plus(*xy, 2.0 * y, xy2), x, x2y));
        let of =
            |first: usize, quotient: f64, lane: Lanes| (lane[first] - quotient * lane[first + 1]) / lanes[first + 1];
        let slope = [[of(0, value[0], by_x), of(0, value[0], by_y)], [of(2, value[1], by_x), of(2, value[1], by_y)]];
        Some(Sloped { value, slope })
    }
}
