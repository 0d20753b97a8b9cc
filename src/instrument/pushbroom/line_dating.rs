//! When a line was taken.

/// Dates of the lines of one array, in seconds since the acquisition's reference, at the middle of the line.
#[derive(Debug, Clone, PartialEq)]
pub enum LineDating {
    /// One date and an even beat.
    Regular {
        /// Line with a date (the first line is 0).
        line: f64,
        /// Its date.
        time_s: f64,
        /// Seconds from one line to the next.
        period_s: f64,
    },
    /// A date for each line, from line 0 on, growing.
    Table {
        /// Dates.
        times_s: Vec<f64>,
    },
}

impl LineDating {
    /// Date of a line with its fraction. A table reaches two lines beyond its ends, at the beat of its last interval.
    pub fn time_s(&self, line: f64) -> Option<f64> {
        match self {
            Self::Regular { line: dated, time_s, period_s } => Some(time_s + (line - dated) * period_s),
            Self::Table { times_s } => {
                let last = times_s.len().checked_sub(2)?;
                if !(line >= -2.0 && line <= last as f64 + 3.0) {
                    return None;
                }
                let before = (line.max(0.0) as usize).min(last);
                let (from, to) = (times_s[before], times_s[before + 1]);
                Some(from + (line - before as f64) * (to - from))
            }
        }
    }

    /// Seconds from one line to the next at a line.
    pub fn period_s(&self, line: f64) -> Option<f64> {
        match self {
            Self::Regular { period_s, .. } => Some(*period_s),
            Self::Table { times_s } => {
                let last = times_s.len().checked_sub(2)?;
                let before = (line.max(0.0) as usize).min(last);
                Some(times_s[before + 1] - times_s[before])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_follows_each_line_and_ends_two_lines_beyond_its_own() {
        let table = LineDating::Table { times_s: vec![0.0, 1.0, 3.0] };
        assert_eq!(table.time_s(0.5), Some(0.5));
        assert_eq!(table.time_s(1.5), Some(2.0));
        assert_eq!(table.time_s(3.0), Some(5.0));
        assert_eq!(table.time_s(-1.0), Some(-1.0));
        assert_eq!(table.time_s(4.1), None);
        assert_eq!(table.time_s(f64::NAN), None);
        assert_eq!(LineDating::Table { times_s: vec![1.0] }.time_s(0.0), None);
    }

    #[test]
    fn an_even_beat_has_no_end() {
        let regular = LineDating::Regular { line: 10.0, time_s: 2.0, period_s: 0.5 };
        assert_eq!(regular.time_s(0.0), Some(-3.0));
        assert_eq!(regular.period_s(7.0), Some(0.5));
    }
}
