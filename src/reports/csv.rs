//! The table of measurements as comma-separated values (RFC 4180), for whoever computes further with them.

use crate::measurement::{Measurement, Outcome};

/// The columns, in their order.
const COLUMNS: &str = "metric,band,value,uncertainty,unit,n,status";

/// Measurements of one product, one line each, lines ended by CR LF.
///
/// Uncertainties are standard (k = 1). Numbers carry every digit needed to read back the same value; a pair is written `B05-B06`; the
/// status is `measured` or `not measurable: why`, and then value, uncertainty and n are empty.
pub fn measurements_csv(measurements: &[Measurement]) -> String {
    let mut table = String::with_capacity(64 * (measurements.len() + 1));
    table.push_str(COLUMNS);
    table.push_str("\r\n");
    for measurement in measurements {
        let (value, uncertainty, n, status) = match &measurement.outcome {
            Outcome::Measured { estimate } if estimate.value.is_finite() && estimate.uncertainty.is_finite() => (
                format!("{:?}", estimate.value),
                format!("{:?}", estimate.uncertainty),
                estimate.n.to_string(),
                "measured".to_owned(),
            ),
            Outcome::Measured { estimate } => {
                let (value, uncertainty) = (estimate.value, estimate.uncertainty);
                not_measurable(&format!("the figure is not finite ({value} ± {uncertainty}, n = {})", estimate.n))
            }
            Outcome::NotMeasurable { reason } => not_measurable(reason),
        };
        let band = measurement.subject.to_string();
        let fields = [&measurement.metric, &band, &value, &uncertainty, &measurement.unit, &n, &status];
        push_line(&mut table, fields.into_iter().map(String::as_str));
    }
    table
}

fn not_measurable(reason: &str) -> (String, String, String, String) {
    (String::new(), String::new(), String::new(), format!("not measurable: {reason}"))
}

/// A table as comma-separated values (RFC 4180): a head and lines of as many fields, each line ended by CR LF.
pub fn csv_table(head: &[&str], lines: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = String::new();
    push_line(&mut table, head.iter().copied());
    for line in lines {
        push_line(&mut table, line.iter().map(String::as_str));
    }
    table
}

/// A number with every digit needed to read back the same value; empty where there is none.
pub fn csv_number(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or_else(String::new, |value| format!("{value:?}"))
}

fn push_line<'field>(table: &mut String, fields: impl Iterator<Item = &'field str>) {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            table.push(',');
        }
        push_field(table, field);
    }
    table.push_str("\r\n");
}

/// Quotes a field where a comma, a quote or an end of line would otherwise part it.
fn push_field(table: &mut String, field: &str) {
    if field.contains([',', '"', '\r', '\n']) {
        table.push('"');
        table.push_str(&field.replace('"', "\"\""));
        table.push('"');
    } else {
        table.push_str(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurement::Subject;
    use crate::units::Estimate;

    /// A reader written from the grammar of RFC 4180, section 2, not from the writer.
    fn read(text: &str) -> Vec<Vec<String>> {
        let mut records = vec![vec![String::new()]];
        let mut characters = text.chars().peekable();
        let mut quoted = false;
        while let Some(character) = characters.next() {
            let record = records.last_mut().unwrap();
            match character {
                '"' if quoted && characters.peek() == Some(&'"') => {
                    characters.next();
                    record.last_mut().unwrap().push('"');
                }
                '"' => quoted = !quoted,
                ',' if !quoted => record.push(String::new()),
                '\r' if !quoted && characters.peek() == Some(&'\n') => {
                    characters.next();
                    records.push(vec![String::new()]);
                }
                other => record.last_mut().unwrap().push(other),
            }
        }
        assert!(!quoted, "a quote is left open");
        assert_eq!(records.pop(), Some(vec![String::new()]), "the last line ends with CR LF");
        records
    }

    fn measurement(metric: &str, subject: &str, outcome: Outcome) -> Measurement {
        Measurement {
            metric: metric.to_owned(),
            subject: Subject::from(subject.to_owned()),
            unit: "px".to_owned(),
            population: "windows".to_owned(),
            method: String::new(),
            outcome,
        }
    }

    #[test]
    fn every_field_comes_back_whatever_it_holds() {
        let reason = "spectra do not correlate (\"rho\" 0.2, needed 0.5),\r\nsee B05";
        let value = 0.1 + 0.2;
        let rows = [
            measurement(
                "registration_line",
                "B05-B06",
                Outcome::Measured { estimate: Estimate::exact(value, 1e-7, 49) },
            ),
            measurement("registration_line", "B01-B12", Outcome::NotMeasurable { reason: reason.to_owned() }),
            measurement("quality,index", "", Outcome::Measured { estimate: Estimate::exact(-1.5e300, 0.0, 1) }),
        ];
        let records = read(&measurements_csv(&rows));
        assert_eq!(records[0], ["metric", "band", "value", "uncertainty", "unit", "n", "status"]);
        assert!(records.iter().all(|record| record.len() == 7));
        assert_eq!(records[1][..2], ["registration_line", "B05-B06"]);
        assert_eq!(records[1][2].parse::<f64>().unwrap().to_bits(), value.to_bits());
        assert_eq!(records[1][3].parse::<f64>().unwrap().to_bits(), 1e-7_f64.to_bits());
        assert_eq!(records[1][4..], ["px", "49", "measured"]);
        assert_eq!(records[2][2..6], ["", "", "px", ""]);
        assert_eq!(records[2][6], format!("not measurable: {reason}"));
        assert_eq!(records[3][0], "quality,index");
        assert_eq!(records[3][2].parse::<f64>().unwrap().to_bits(), (-1.5e300_f64).to_bits());
    }

    #[test]
    fn a_figure_that_is_not_finite_is_no_figure() {
        let rows = [measurement("noise", "B05", Outcome::Measured { estimate: Estimate::exact(f64::NAN, 1.0, 3) })];
        let records = read(&measurements_csv(&rows));
        assert_eq!(records[1][2], "");
        assert!(records[1][6].starts_with("not measurable: the figure is not finite"));
    }

    #[test]
    fn a_table_keeps_commas_quotes_and_every_digit_and_leaves_absent_numbers_empty() {
        let value = 0.1 + 0.2;
        let line =
            vec!["mean, \"at\" L".to_owned(), csv_number(Some(value)), csv_number(Some(f64::NAN)), csv_number(None)];
        let records = read(&csv_table(&["what", "a", "b", "c"], [line]));
        assert_eq!(records[0], ["what", "a", "b", "c"]);
        assert_eq!(records[1][0], "mean, \"at\" L");
        assert_eq!(records[1][1].parse::<f64>().unwrap().to_bits(), value.to_bits());
        assert_eq!(records[1][2..], ["", ""]);
    }

    #[test]
    fn without_measurements_there_is_the_head_alone() {
        assert_eq!(measurements_csv(&[]), "metric,band,value,uncertainty,unit,n,status\r\n");
    }
}
