//! An expression as steps on a stack.

/// Two values to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Min,
    Max,
}

/// One value to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unary {
    Negate,
    Abs,
    Sqrt,
    Log,
    Exp,
}

/// One step: puts a value on the stack, or takes one or two off and puts their result on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    Number(f64),
    /// By its place in [`BandExpression::bands`].
    Band(usize),
    Unary(Unary),
    Binary(Binary),
}

/// Arithmetic on bands, understood and ready to be evaluated.
///
/// Numbers, bands, `+ - * /` with their usual precedence, parentheses, `min(a, b, …)`, `max(a, b, …)`, `abs`, `sqrt`, `log` (natural) and `exp`. Bands are
/// named as in the product, in capital or small letters; a name with other signs than letters, digits and `_` stands in single quotes.
#[derive(Debug, Clone, PartialEq)]
pub struct BandExpression {
    pub(super) text: String,
    pub(super) bands: Vec<String>,
    pub(super) steps: Vec<Step>,
    /// Values on the stack at once.
    pub(super) depth: usize,
}

impl BandExpression {
    /// The text as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bands that are needed, as the product names them, each once.
    pub fn bands(&self) -> &[String] {
        &self.bands
    }
}
