//! Statistics of regions as tables: on the screen and as comma-separated values.

use std::collections::BTreeSet;

use super::number_table::{Cell, Column, Row};
use crate::imagery::NoDataReason;
use crate::operations::viewing::{ChannelReading, RegionReading};
use crate::reports::number::{self, Sign};
use crate::reports::{csv_number, csv_table, tokens};
use crate::workbench::theme::colour;

/// Why there is no signal-to-noise ratio, where there is none.
fn without_ratio(channel: &ChannelReading) -> &'static str {
    match (channel.n_valid, channel.sigma) {
        (0, _) => "not computable: no valid pixel",
        (1, _) | (_, None) => "not computable: one valid pixel has no standard deviation",
        _ => "not computable: all valid pixels have the same value, the standard deviation is zero",
    }
}

/// Columns and rows of a region's statistics; `step` gives the value of one code of a channel.
pub(super) fn region_rows(reading: &RegionReading, step: impl Fn(&str) -> Option<f64>) -> (Vec<Column>, Vec<Row>) {
    let units: BTreeSet<&str> = reading.channels.iter().map(|channel| channel.unit.as_str()).collect();
    let unit = if units.len() == 1 { units.first().copied().unwrap_or_default() } else { "" };
    let reasons: Vec<NoDataReason> = NoDataReason::ALL
        .into_iter()
        .filter(|reason| reading.channels.iter().any(|channel| of(channel, *reason) > 0))
        .collect();
    let mut columns = vec![Column::words("band"), Column::numbers("n valid", "")];
    columns.extend(reasons.iter().map(|reason| Column::numbers(format!("n {}", reason.word()), "")));
    if units.len() > 1 {
        columns.push(Column::words("unit"));
    }
    for title in ["mean", "σ", "SNR", "min", "2 %", "25 %", "median", "75 %", "98 %", "max"] {
        let unit = if title == "SNR" { String::new() } else { number::unit(unit) };
        columns.push(Column::numbers(title, unit));
    }
    let rows = reading.channels.iter().enumerate().map(|(place, channel)| {
        let style = tokens::band(&channel.channel, place);
        let counts = std::iter::once(channel.n_valid).chain(reasons.iter().map(|reason| of(channel, *reason)));
        let mut cells = vec![Cell::new(channel.channel.clone())];
        cells.extend(counts.map(|n| Cell::new(number::count(n))));
        if units.len() > 1 {
            cells.push(Cell::new(channel.unit.clone()));
        }
        cells.extend(figures(channel, step(&channel.channel)));
        Row { name: channel.channel.clone(), symbol: Some((style.symbol, colour(style.colour), style.hollow)), cells }
    });
    (columns, rows.collect())
}

fn of(channel: &ChannelReading, reason: NoDataReason) -> u64 {
    channel.n_by_reason.iter().find(|(held, _)| *held == reason).map_or(0, |(_, n)| n)
}

/// Mean, σ, SNR, least, percentiles, greatest.
fn figures(channel: &ChannelReading, step: Option<f64>) -> Vec<Cell> {
    let approximately = if channel.is_exact() { "" } else { "≈ " };
    let absent = || Cell::absent("no valid pixel");
    let noted = |text: String, note: &str| Cell {
        note: if channel.is_exact() { note.to_owned() } else { format!("{note}; from a sample of the pixels") },
        ..Cell::new(format!("{approximately}{text}"))
    };
    let mean = channel.mean.map(|mean| {
        let uncertainty = channel.sigma.unwrap_or(0.0) / (channel.n_valid.max(1) as f64).sqrt();
        let text = number::with_uncertainty(mean, uncertainty, Sign::Negative).value;
        noted(text, "digits by σ/√n")
    });
    let sigma = match channel.sigma {
        Some(sigma) => noted(number::significant(sigma, 3, Sign::Negative), "standard deviation of the pixels (k = 1)"),
        None => Cell::absent("fewer than two valid pixels"),
    };
    let value = |value: Option<f64>| {
        value.map_or_else(absent, |value| {
            let text = match step {
                Some(step) => number::fixed(value, number::decimals_of_step(step), Sign::Negative),
                None => number::significant(value, 5, Sign::Negative),
            };
            noted(text, "")
        })
    };
    let percentile = |of: fn(&crate::operations::viewing::Percentiles) -> f64| channel.percentiles.as_ref().map(of);
    let ratio = match channel.signal_to_noise {
        Some(ratio) => noted(
            number::significant(ratio, 3, Sign::Negative),
            "mean / σ: a ratio of this area, not of the instrument",
        ),
        None => Cell::absent(without_ratio(channel)),
    };
    vec![
        mean.unwrap_or_else(absent),
        sigma,
        ratio,
        value(channel.min),
        value(percentile(|p| p.p02)),
        value(percentile(|p| p.p25)),
        value(percentile(|p| p.p50)),
        value(percentile(|p| p.p75)),
        value(percentile(|p| p.p98)),
        value(channel.max),
    ]
}

/// Statistics of regions, one line a region and channel; what cannot be computed is empty, numbers carry every digit.
pub(crate) fn regions_csv<'reading>(regions: impl IntoIterator<Item = (String, &'reading RegionReading)>) -> String {
    let reasons = NoDataReason::ALL.map(|reason| format!("n {}", reason.word()));
    let head: Vec<&str> = ["region", "pixels", "band", "centre_nm", "unit", "exact", "n valid"]
        .into_iter()
        .chain(reasons.iter().map(String::as_str))
        .chain(["mean", "sigma", "min", "p02", "p25", "p50", "p75", "p98", "max", "snr"])
        .collect();
    let lines = regions.into_iter().flat_map(|(name, reading)| {
        reading.channels.iter().map(move |channel| {
            let percentiles = channel.percentiles;
            let mut line = vec![
                name.clone(),
                reading.n_pixels.to_string(),
                channel.channel.clone(),
                csv_number(channel.centre_nm),
                channel.unit.clone(),
                channel.is_exact().to_string(),
                channel.n_valid.to_string(),
            ];
            line.extend(NoDataReason::ALL.map(|reason| of(channel, reason).to_string()));
            line.extend([
                csv_number(channel.mean),
                csv_number(channel.sigma),
                csv_number(channel.min),
                csv_number(percentiles.map(|p| p.p02)),
                csv_number(percentiles.map(|p| p.p25)),
                csv_number(percentiles.map(|p| p.p50)),
                csv_number(percentiles.map(|p| p.p75)),
                csv_number(percentiles.map(|p| p.p98)),
                csv_number(channel.max),
                csv_number(channel.signal_to_noise),
            ]);
            line
        })
    });
    csv_table(&head, lines.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::statistics::StatisticsAccumulator;
    use crate::imagery::{Reasons, Window};
    use crate::operations::viewing::Percentiles;

    fn reading(values: &[f32], reasons: &[Reasons]) -> RegionReading {
        let mut accumulator = StatisticsAccumulator::default();
        accumulator.add(values, reasons);
        let found = accumulator.finish();
        let at = |percent| found.percentile(percent);
        let percentiles =
            || Some(Percentiles { p02: at(2.0)?, p25: at(25.0)?, p50: at(50.0)?, p75: at(75.0)?, p98: at(98.0)? });
        let channel = ChannelReading {
            channel: "B05".to_owned(),
            centre_nm: Some(620.0),
            width_nm: None,
            unit: "code".to_owned(),
            n_valid: found.n_valid,
            n_by_reason: found.n_by_reason,
            exactness: found.exactness,
            min: found.moments.map(|moments| moments.min),
            max: found.moments.map(|moments| moments.max),
            mean: found.moments.map(|moments| moments.mean),
            sigma: found.moments.and_then(|moments| moments.sigma),
            percentiles: percentiles(),
            signal_to_noise: found.signal_to_noise(),
        };
        let window = Window::new(0, 0, 1, values.len());
        let region = crate::imagery::region::Region::Rectangle(window);
        RegionReading { region, window, n_pixels: values.len() as u64, channels: vec![channel] }
    }

    fn snr(reading: &RegionReading) -> Cell {
        let (columns, rows) = region_rows(reading, |_| Some(1.0));
        let place = columns.iter().position(|column| column.title == "SNR").unwrap();
        rows[0].cells[place].clone()
    }

    #[test]
    fn figures_stand_under_their_titles_with_the_digits_that_they_have() {
        let mut reasons = vec![Reasons::VALID; 5];
        reasons[4] = Reasons::only(NoDataReason::Cloud);
        let reading = reading(&[100.0, 102.0, 98.0, 100.0, 7.0], &reasons);
        let (columns, rows) = region_rows(&reading, |_| Some(1.0));
        let cell = |title: &str| {
            let place = columns.iter().position(|column| column.title == title).unwrap();
            rows[0].cells[place].text.clone()
        };
        assert_eq!((cell("n valid").as_str(), cell("n cloud").as_str()), ("4", "1"));
        assert_eq!((cell("mean").as_str(), cell("min").as_str(), cell("median").as_str()), ("100.0", "98", "100"));
        assert_eq!(cell("σ"), "1.63");
        assert_eq!(cell("SNR"), "61.2");
    }

    #[test]
    fn a_region_of_equal_values_of_one_pixel_and_without_a_valid_one_say_why_there_is_no_ratio() {
        assert!(snr(&reading(&[5.0; 9], &[])).note.contains("the standard deviation is zero"));
        assert!(snr(&reading(&[5.0], &[])).note.contains("one valid pixel"));
        let none = reading(&[5.0], &[Reasons::only(NoDataReason::Cloud)]);
        assert!(snr(&none).note.contains("no valid pixel"));
        let (_, rows) = region_rows(&none, |_| None);
        assert!(rows[0].cells.iter().filter(|cell| cell.text == number::ABSENT).count() >= 9);
    }

    #[test]
    fn the_table_of_values_has_a_line_a_channel_and_every_reason() {
        let table = regions_csv([("Field, 1".to_owned(), &reading(&[1.0, 2.0], &[]))]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("region,pixels,band,centre_nm,unit,exact,n valid,n saturated,"));
        assert!(lines[1].starts_with("\"Field, 1\",2,B05,620.0,code,true,2,0,"), "{}", lines[1]);
        assert_eq!(lines[0].split(',').count() + 1, lines[1].split(',').count(), "the name holds a comma");
    }
}
