//! The correction of stray light as sums of filtered images, step by step: what the scenario and the bands' files say, checked and in order.

use super::{ColumnRange, FilterArray, FilterKind, StrayLight, StrayLightScenario};

/// Why stray light cannot be corrected as the parameters say.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("stray light of {band}, {element}: {needed} needed, {found} found")]
pub struct StrayLightError {
    /// The band whose parameters they are.
    pub band: String,
    /// What is wrong.
    pub element: String,
    /// What it should be.
    pub needed: String,
    /// What it is.
    pub found: String,
}

/// A filtered image that is added in some columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FilteredImage<'a> {
    /// The band whose image is filtered, by its place in the list of bands.
    pub source: usize,
    /// The filter, given in pixels, as many values as it states.
    pub filter: &'a FilterArray,
    /// Columns of the result.
    pub columns: ColumnRange,
    /// What the filtered image is multiplied by.
    pub factor: f64,
    /// Column c of the result takes column c − shift of the filtered image.
    pub shift: i64,
    /// Columns beyond the ends of `columns` that the calculation sees.
    pub overlap_margin: usize,
}

/// What one step makes of the image of a band: the sum of these.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BandStep<'a> {
    /// Columns in which the band's image stays and the filtered ones are added to it; elsewhere they replace it.
    pub kept: Vec<ColumnRange>,
    /// Filtered images.
    pub filtered: Vec<FilteredImage<'a>>,
}

/// The steps of a scenario in their order, one entry a band: type 1 replaces the image of a column range by its convolution with the range's
/// filter and leaves other columns alone; type 2 subtracts factor × shift(filter ⊛ source) in the columns of every strip.
///
/// # Errors
/// [`StrayLightError`] for a filter that is not given in pixels, is empty or has another number of values than it states, for ranges that
/// overlap (type 1), end before they begin or leave the array, and for a source that is no band.
pub fn stray_light_steps<'a>(
    bands: &[(&str, &'a StrayLight)],
    columns: usize,
    scenario: StrayLightScenario,
) -> Result<Vec<Vec<BandStep<'a>>>, StrayLightError> {
    let local = || -> Result<Vec<_>, StrayLightError> {
        bands.iter().enumerate().map(|(index, band)| local_step(index, *band, columns)).collect()
    };
    let cross_talk = || -> Result<Vec<_>, StrayLightError> {
        bands.iter().map(|band| cross_talk_step(*band, bands, columns)).collect()
    };
    Ok(match scenario {
        StrayLightScenario::Type1 => vec![local()?],
        StrayLightScenario::Type2 => vec![cross_talk()?],
        StrayLightScenario::Type1Type2 => vec![local()?, cross_talk()?],
        StrayLightScenario::Type2Type1 => vec![cross_talk()?, local()?],
    })
}

fn local_step<'a>(
    index: usize,
    (band, stray_light): (&str, &'a StrayLight),
    columns: usize,
) -> Result<BandStep<'a>, StrayLightError> {
    let mut step = BandStep::default();
    let mut ranges = Vec::new();
    for (number, local) in stray_light.local.iter().enumerate() {
        let element = || format!("filter {} of type 1", number + 1);
        check_range(band, &element, local.columns, columns)?;
        check_filter(band, &element, &local.filter)?;
        ranges.push(local.columns);
        step.filtered.push(FilteredImage {
            source: index,
            filter: &local.filter,
            columns: local.columns,
            factor: 1.0,
            shift: 0,
            overlap_margin: stray_light.overlap_margin,
        });
    }
    ranges.sort_unstable();
    let mut next = 0;
    for (place, range) in ranges.iter().enumerate() {
        if place > 0 && range.first < next {
            return Err(StrayLightError {
                band: band.to_owned(),
                element: "column ranges of type 1".to_owned(),
                needed: "ranges without overlap".to_owned(),
                found: format!("columns {} to {} in two of them", range.first, range.last.min(next - 1)),
            });
        }
        if range.first > next {
            step.kept.push(ColumnRange::new(next, range.first - 1));
        }
        next = range.last + 1;
    }
    if next < columns {
        step.kept.push(ColumnRange::new(next, columns - 1));
    }
    Ok(step)
}

fn cross_talk_step<'a>(
    (band, stray_light): (&str, &'a StrayLight),
    bands: &[(&str, &'a StrayLight)],
    columns: usize,
) -> Result<BandStep<'a>, StrayLightError> {
    let mut step = BandStep::default();
    if columns > 0 {
        step.kept.push(ColumnRange::new(0, columns - 1));
    }
    for cross_talk in &stray_light.cross_talk {
        let element = || format!("type 2 from {}", cross_talk.source_band);
        let Some(source) = bands.iter().position(|(name, _)| *name == cross_talk.source_band) else {
            let names: Vec<&str> = bands.iter().map(|(name, _)| *name).collect();
            return Err(StrayLightError {
                band: band.to_owned(),
                element: "source of type 2".to_owned(),
                needed: format!("one of the bands {}", names.join(", ")),
                found: cross_talk.source_band.clone(),
            });
        };
        check_filter(band, &element, &cross_talk.filter)?;
        for strip in &cross_talk.strips {
            check_range(band, &element, strip.columns, columns)?;
            if !strip.factor.is_finite() || strip.shift.unsigned_abs() > columns as u64 {
                return Err(StrayLightError {
                    band: band.to_owned(),
                    element: element(),
                    needed: format!("a finite factor and a shift of {columns} columns at most"),
                    found: format!("{} and {}", strip.factor, strip.shift),
                });
            }
            step.filtered.push(FilteredImage {
                source,
                filter: &cross_talk.filter,
                columns: strip.columns,
                factor: -strip.factor,
                shift: strip.shift,
                overlap_margin: cross_talk.overlap_margin,
            });
        }
    }
    Ok(step)
}

fn check_range(
    band: &str,
    element: &impl Fn() -> String,
    range: ColumnRange,
    columns: usize,
) -> Result<(), StrayLightError> {
    if !range.is_empty() && range.last < columns {
        return Ok(());
    }
    Err(StrayLightError {
        band: band.to_owned(),
        element: element(),
        needed: format!("a range of the {columns} columns"),
        found: format!("{} to {}", range.first, range.last),
    })
}

fn check_filter(band: &str, element: &impl Fn() -> String, filter: &FilterArray) -> Result<(), StrayLightError> {
    let wrong = |needed: &str, found: String| StrayLightError {
        band: band.to_owned(),
        element: element(),
        needed: needed.to_owned(),
        found,
    };
    // One float32 image has no place for phases, and nothing says where in it the frequency zero or the coarsest wavelet stands.
    let unclear = match filter.kind {
        FilterKind::Spatial => None,
        FilterKind::Frequential => Some("a transform whose layout the interface document does not give"),
        FilterKind::Wavelet => Some("wavelet coefficients of a base that the interface document does not give"),
    };
    if let Some(found) = unclear {
        return Err(wrong("a SPATIAL filter", found.to_owned()));
    }
    if filter.values.is_empty() || filter.rows.checked_mul(filter.columns) != Some(filter.values.len()) {
        let needed = format!("{} × {} values", filter.rows, filter.columns);
        return Err(wrong(&needed, filter.values.len().to_string()));
    }
    match filter.values.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(wrong(
            "finite values",
            format!("{} at row {}, column {}", filter.values[index], index / filter.columns, index % filter.columns),
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CrossTalk, CrossTalkStrip, LocalFilter};
    use super::*;

    fn filter() -> FilterArray {
        FilterArray { kind: FilterKind::Spatial, rows: 1, columns: 2, values: vec![0.5, 0.5] }
    }

    fn stray_light() -> StrayLight {
        let range = |first, last| LocalFilter { columns: ColumnRange::new(first, last), filter: filter() };
        let strip = CrossTalkStrip { columns: ColumnRange::new(0, 4), factor: 0.25, shift: 3 };
        let cross_talk =
            CrossTalk { source_band: "B".to_owned(), filter: filter(), overlap_margin: 7, strips: vec![strip] };
        StrayLight { overlap_margin: 5, local: vec![range(6, 8), range(1, 3)], cross_talk: vec![cross_talk] }
    }

    #[test]
    fn type_one_replaces_its_columns_and_type_two_subtracts() {
        let (with, without) = (stray_light(), StrayLight::default());
        let bands = [("A", &with), ("B", &without)];
        let steps = stray_light_steps(&bands, 10, StrayLightScenario::Type1Type2).unwrap();
        let [local, cross_talk] = steps.as_slice() else { panic!("two steps") };
        let columns = [ColumnRange::new(0, 0), ColumnRange::new(4, 5), ColumnRange::new(9, 9)];
        assert_eq!(local[0].kept, columns);
        assert_eq!(local[0].filtered.iter().map(|term| (term.source, term.factor)).collect::<Vec<_>>(), [(0, 1.0); 2]);
        assert_eq!(local[1], BandStep { kept: vec![ColumnRange::new(0, 9)], filtered: Vec::new() });
        assert_eq!(cross_talk[0].kept, [ColumnRange::new(0, 9)]);
        let term = cross_talk[0].filtered[0];
        assert_eq!((term.source, term.factor, term.shift, term.overlap_margin), (1, -0.25, 3, 7));
        let turned = stray_light_steps(&bands, 10, StrayLightScenario::Type2Type1).unwrap();
        assert!(turned[0] == *cross_talk && turned[1] == *local);
        let alone = stray_light_steps(&bands, 10, StrayLightScenario::Type2).unwrap();
        assert_eq!(alone, std::slice::from_ref(cross_talk));
    }

    #[test]
    fn what_cannot_be_done_names_band_element_need_and_found() {
        let refused = |change: &dyn Fn(&mut StrayLight), said: &str| {
            let (mut with, without) = (stray_light(), StrayLight::default());
            change(&mut with);
            let bands = [("A", &with), ("B", &without)];
            let error = stray_light_steps(&bands, 10, StrayLightScenario::Type1Type2).unwrap_err();
            assert_eq!(error.to_string(), format!("stray light of A, {said}"));
        };
        refused(
            &|it| it.local[0].columns.first = 3,
            "column ranges of type 1: ranges without overlap needed, columns 3 to 3 in two of them found",
        );
        refused(
            &|it| it.local[1].columns.last = 10,
            "filter 2 of type 1: a range of the 10 columns needed, 1 to 10 found",
        );
        refused(
            &|it| it.local[1].columns.last = 0,
            "filter 2 of type 1: a range of the 10 columns needed, 1 to 0 found",
        );
        refused(
            &|it| it.cross_talk[0].source_band = "C".to_owned(),
            "source of type 2: one of the bands A, B needed, C found",
        );
        refused(
            &|it| it.cross_talk[0].strips[0].factor = f64::INFINITY,
            "type 2 from B: a finite factor and a shift of 10 columns at most needed, inf and 3 found",
        );
        refused(&|it| it.cross_talk[0].filter.rows = 2, "type 2 from B: 2 × 2 values needed, 2 found");
        refused(
            &|it| it.local[0].filter.values[1] = f32::NAN,
            "filter 1 of type 1: finite values needed, NaN at row 0, column 1 found",
        );
        refused(
            &|it| it.local[0].filter.kind = FilterKind::Frequential,
            "filter 1 of type 1: a SPATIAL filter needed, a transform whose layout the interface document does not give found",
        );
        refused(
            &|it| it.cross_talk[0].filter.kind = FilterKind::Wavelet,
            "type 2 from B: a SPATIAL filter needed, wavelet coefficients of a base that the interface document does not give found",
        );
    }
}
