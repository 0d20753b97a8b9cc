//! The table of cases that every location test prints: case, n, median, maximum, bound.

/// One case: differences and what they may be at most.
pub(crate) struct Case {
    /// What was compared with what.
    pub(crate) name: String,
    /// Unit of the differences.
    pub(crate) unit: &'static str,
    /// Absolute differences.
    pub(crate) differences: Vec<f64>,
    /// Greatest difference allowed.
    pub(crate) bound: f64,
}

impl Case {
    pub(crate) fn new(name: impl Into<String>, unit: &'static str, bound: f64) -> Self {
        Self { name: name.into(), unit, differences: Vec::new(), bound }
    }

    pub(crate) fn add(&mut self, difference: f64) {
        self.differences.push(difference.abs());
    }

    pub(crate) fn maximum(&self) -> f64 {
        // Not-a-number must win: it is the worst difference there is.
        self.differences
            .iter()
            .fold(0.0, |worst: f64, value| if value.is_nan() || *value > worst { *value } else { worst })
    }

    pub(crate) fn median(&self) -> f64 {
        let mut sorted = self.differences.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn holds(&self) -> bool {
        !self.differences.is_empty() && self.maximum() <= self.bound
    }
}

/// Prints the heading of the table.
pub(crate) fn heading() {
    println!("{:<86} {:>8} {:>12} {:>12} {:>12}  unit", "case", "n", "median", "maximum", "bound");
}

impl Case {
    /// Prints its row.
    pub(crate) fn print(&self) {
        let (n, median, maximum) = (self.differences.len(), self.median(), self.maximum());
        println!("{:<86} {n:>8} {median:>12.3e} {maximum:>12.3e} {:>12.3e}  {}", self.name, self.bound, self.unit);
    }
}

/// Prints the table, and fails where a case is above its bound or has no point.
pub(crate) fn judge(cases: &[Case]) {
    heading();
    cases.iter().for_each(Case::print);
    let broken: Vec<&str> = cases.iter().filter(|case| !case.holds()).map(|case| case.name.as_str()).collect();
    assert!(broken.is_empty(), "beyond their bounds: {broken:?}");
}
