//! Properties of the header reader for headers that nobody thought of.

use std::path::Path;

use proptest::prelude::*;
use viq::instrument::View;
use viq::product_files::SunAngles;
use viq::product_files::muscate::parse_metadata;
use viq::product_files::venus_l1::{parse_header, write_header};
use viq::units::{Angle, UtcInstant};

use crate::written_header::synthetic_product;

fn path() -> &'static Path {
    Path::new("any.HDR")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_header_with_bytes_changed_cut_or_added_never_panics(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..3, any::<char>()), 1..20),
    ) {
        let mut text: Vec<char> = write_header(&synthetic_product(20, 30)).chars().collect();
        for (at, kind, character) in edits {
            let at = at.index(text.len());
            match kind {
                0 => text[at] = character,
                1 => text.truncate(at.max(1)),
                _ => text.insert(at, character),
            }
        }
        let text: String = text.into_iter().collect();
        if let Err(error) = parse_header(path(), &text) {
            prop_assert!(error.to_string().starts_with("any.HDR: "), "{}", error);
        }
    }

    #[test]
    fn a_header_with_lines_moved_never_panics(swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6)) {
        let text = write_header(&synthetic_product(20, 30));
        let mut lines: Vec<&str> = text.lines().collect();
        for (a, b) in swaps {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
        }
        let outcome = parse_header(path(), &lines.join("\n"));
        if let Err(error) = outcome {
            prop_assert!(error.to_string().starts_with("any.HDR: "), "{}", error);
        }
    }

    #[test]
    fn any_text_at_all_never_panics(text in any::<String>(), markup in "[<>/&;a=\"'! \\[\\]?-]{0,60}") {
        prop_assert!(parse_header(path(), &text).is_err());
        prop_assert!(parse_header(path(), &markup).is_err());
        prop_assert!(parse_metadata(path(), &markup).is_err());
    }

    #[test]
    fn any_value_of_an_element_is_read_or_named(at in any::<prop::sample::Index>(), value in any::<String>()) {
        let text = write_header(&synthetic_product(20, 30));
        let leaves: Vec<usize> = text.match_indices("</").map(|(end, _)| end).filter(|end| !text[..*end].ends_with([' ', '>'])).collect();
        let end = leaves[at.index(leaves.len())];
        let begin = text[..end].rfind('>').unwrap() + 1;
        let escaped = quick_xml::escape::escape(value.as_str());
        let text = format!("{}{escaped}{}", &text[..begin], &text[end..]);
        if let Err(error) = parse_header(path(), &text) {
            prop_assert!(error.to_string().starts_with("any.HDR: "), "{}", error);
        }
    }

    #[test]
    fn valid_values_are_read_back_as_they_were_written(
        orbit in any::<u32>(),
        seconds in 0_i64..4_000_000_000,
        angles in prop::collection::vec((0.0_f64..80.0, 0.0_f64..360.0), 5),
        gains in prop::collection::vec(1_u32..1_000_000, 12),
        corner in (-1_000_000_i32..1_000_000, -9_000_000_i32..9_000_000),
        half_steps in 1_u32..400,
        size in (1_usize..100_000, 1_usize..100_000),
        index in "[A-Z_]{1,30}",
        text in "[ -~]{1,40}",
    ) {
        let mut product = synthetic_product(size.0, size.1);
        product.orbit = Some(orbit);
        product.acquisition = Some(UtcInstant::from_unix_milliseconds(seconds * 1000).unwrap());
        let direction = |(zenith, azimuth): (f64, f64)| (Angle::from_degrees(zenith), Angle::from_degrees(azimuth));
        let (zenith, azimuth) = direction(angles[0]);
        product.sun = Some(SunAngles { zenith, azimuth });
        product.views = (1..=4_u8)
            .map(|detector_unit| {
                let (zenith, azimuth) = direction(angles[usize::from(detector_unit)]);
                View { detector_unit, zenith, azimuth }
            })
            .collect();
        for (band, gain) in product.bands.iter_mut().zip(&gains) {
            band.ak = Some(f64::from(*gain) / 100_000.0);
        }
        let step = f64::from(half_steps) / 2.0;
        let place = product.georeference.as_mut().unwrap();
        place.geotransform = [f64::from(corner.0), step, 0.0, f64::from(corner.1), 0.0, -step];
        product.quality_indexes[0].code = index;
        product.quality_indexes[0].text = text.trim().to_owned();
        product.quality_indexes[0].value = product.quality_indexes[0].text.parse().ok().filter(|value: &f64| value.is_finite());
        let read = parse_header(path(), &write_header(&product)).unwrap().product;
        prop_assert_eq!(read.orbit, product.orbit);
        prop_assert_eq!(read.acquisition, product.acquisition);
        prop_assert_eq!(read.bands, product.bands);
        prop_assert_eq!((read.lines, read.columns), size);
        prop_assert_eq!(read.quality_indexes, product.quality_indexes);
        prop_assert_eq!(read.georeference.unwrap().geotransform, product.georeference.unwrap().geotransform);
        for (found, written) in read.views.iter().zip(&product.views) {
            prop_assert!((found.zenith.degrees() - written.zenith.degrees()).abs() < 1e-9);
            prop_assert!((found.azimuth.degrees() - written.azimuth.degrees()).abs() < 1e-9);
        }
        prop_assert!((read.sun.unwrap().zenith.degrees() - angles[0].0).abs() < 1e-9);
    }
}
