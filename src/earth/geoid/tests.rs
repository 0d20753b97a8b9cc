//! Undulations against NGA's test points, seams and ends of grids, damaged bytes.

use proptest::prelude::*;

use super::*;

fn undulation(geoid: &GeoidGrid, longitude_deg: f64, latitude_deg: f64) -> Option<f64> {
    geoid.undulation_m(GroundPoint::from_degrees(longitude_deg, latitude_deg, 0.0))
}

fn nodes(first_longitude_deg: f64, longitude_step_deg: f64, columns: usize) -> GeoidNodes {
    GeoidNodes {
        first_longitude_deg,
        first_latitude_deg: 10.0,
        longitude_step_deg,
        latitude_step_deg: -1.0,
        rows: 3,
        columns,
    }
}

fn gtx(nodes: &GeoidNodes, undulations: &[f32]) -> Vec<u8> {
    let GeoidNodes { first_longitude_deg, first_latitude_deg, longitude_step_deg, latitude_step_deg, .. } = *nodes;
    let header = [first_latitude_deg, first_longitude_deg, latitude_step_deg, longitude_step_deg];
    let mut bytes: Vec<u8> = header.iter().flat_map(|value| value.to_be_bytes()).collect();
    bytes.extend([nodes.rows, nodes.columns].iter().flat_map(|count| (*count as i32).to_be_bytes()));
    bytes.extend(undulations.iter().flat_map(|value| value.to_be_bytes()));
    bytes
}

#[test]
fn egm96_agrees_with_the_test_points_of_its_makers() {
    let geoid = GeoidGrid::egm96().unwrap();
    // NGA, OUTF477.DAT (the full model): the grid of 15′ lies within 0.06 m of it.
    for (latitude, longitude, expected) in [
        (38.628_155_0, 269.779_155_0, -31.628),
        (-14.621_217_0, 305.021_114_0, -2.969),
        (46.874_319_0, 102.448_729_0, -43.575),
        (-23.617_446_0, 133.874_712_0, 15.871),
        (38.625_473_0, 359.999_500_0, 50.066),
        (-0.466_744_0, 0.002_300_0, 17.329),
    ] {
        let found = undulation(&geoid, longitude, latitude).unwrap();
        assert!((found - expected).abs() < 0.06, "{latitude} {longitude}: {found}, NGA {expected}");
    }
    assert_eq!((geoid.nodes().rows, geoid.nodes().columns), (721, 1440));
}

#[test]
fn a_global_grid_has_no_seam_and_ends_at_the_poles() {
    let geoid = GeoidGrid::egm96().unwrap();
    for latitude in [-60.1, 0.0, 17.3] {
        for longitude in [180.0, 0.0, -180.0, 179.75] {
            let at = |offset: f64| undulation(&geoid, longitude + offset, latitude).unwrap();
            assert!((at(1e-9) - at(-1e-9)).abs() < 1e-6, "{longitude} {latitude}");
            assert!((at(0.1) - at(0.1 - 360.0)).abs() < 1e-9, "{longitude} {latitude}");
        }
    }
    assert!((undulation(&geoid, 12.0, 90.0).unwrap() - 13.606).abs() < 2e-3);
    assert!((undulation(&geoid, -77.0, -90.0).unwrap() + 29.534).abs() < 2e-3);
    assert_eq!(undulation(&geoid, f64::NAN, 3.0), None);
    assert_eq!(undulation(&geoid, 3.0, f64::NAN), None);
}

#[test]
fn a_regional_grid_ends_and_may_lie_across_the_date_line() {
    let undulations: Vec<f32> = (0..3 * 5).map(|index| (index % 5) as f32 + 10.0 * (index / 5) as f32).collect();
    let geoid = GeoidGrid::new("region", nodes(178.0, 1.0, 5), undulations).unwrap();
    for (longitude, latitude, expected) in [
        (178.0, 10.0, Some(0.0)),
        (-178.0, 8.0, Some(24.0)),
        (-179.5, 9.25, Some(10.0)),
        (181.5, 8.5, Some(18.5)),
        (-177.99, 9.0, None),
        (177.99, 9.0, None),
        (180.0, 10.01, None),
        (180.0, 7.99, None),
    ] {
        let found = undulation(&geoid, longitude, latitude);
        let agrees = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
            (found, expected) => found == expected,
        };
        assert!(agrees, "{longitude} {latitude}: {found:?}");
    }
}

#[test]
fn a_grid_of_areas_round_the_earth_reaches_the_poles() {
    let nodes = GeoidNodes {
        first_longitude_deg: -135.0,
        first_latitude_deg: 45.0,
        longitude_step_deg: 90.0,
        latitude_step_deg: -90.0,
        rows: 2,
        columns: 4,
    };
    let geoid = GeoidGrid::new("areas", nodes, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]).unwrap();
    assert_eq!(undulation(&geoid, 180.0, 90.0), Some(2.5));
    assert_eq!(undulation(&geoid, -90.0, -90.0), Some(5.5));
}

#[test]
fn a_gtx_file_is_read_from_the_south_and_minus_88_8888_is_none() {
    let nodes = GeoidNodes { first_latitude_deg: -1.0, latitude_step_deg: 1.0, ..nodes(5.0, 1.0, 2) };
    let geoid = GeoidGrid::from_gtx("g", &gtx(&nodes, &[1.0, 2.0, 3.0, 4.0, 5.0, -88.8888])).unwrap();
    assert_eq!(undulation(&geoid, 5.0, -1.0), Some(1.0));
    assert_eq!(undulation(&geoid, 6.0, -0.5), Some(3.0));
    assert_eq!(undulation(&geoid, 5.5, 0.5), None);
}

#[test]
fn bytes_that_are_no_geoid_are_refused_in_words() {
    let grid = nodes(5.0, 1.0, 2);
    let good = gtx(&grid, &[0.0; 6]);
    let message = |bytes: &[u8]| GeoidGrid::from_gtx("a.gtx", bytes).unwrap_err().to_string();
    assert_eq!(message(&[]), "geoid a.gtx: needed a GTX header of 40 bytes, found 0 bytes");
    assert!(message(&good[..good.len() - 1]).contains("each of 3 × 2 nodes"), "{}", message(&good[..50]));
    assert!(message(&gtx(&grid, &[0.0, 1.0, 2.0, f32::INFINITY, 0.0, 0.0])).contains("within ±200 m, found inf m"));
    assert!(message(&gtx(&GeoidNodes { longitude_step_deg: 0.0, ..grid }, &[0.0; 6])).contains("columns to the east"));
    assert!(message(&gtx(&GeoidNodes { latitude_step_deg: 60.0, ..grid }, &[0.0; 6])).contains("−90° to 90°"));
    assert!(message(&gtx(&GeoidNodes { rows: 1, columns: 6, ..grid }, &[0.0; 6])).contains("at least 2 × 2"));
}

#[test]
fn a_damaged_geoid_of_the_program_is_refused() {
    let mut bytes = compact::EGM96.to_vec();
    bytes[500_000] ^= 1;
    let message = compact::decode("EGM96", &bytes).unwrap_err().to_string();
    assert_eq!(message, "geoid EGM96: needed the bytes that were hashed, found bytes with another hash");
    assert!(compact::decode("EGM96", &bytes[..100]).is_err());
    assert!(compact::decode("EGM96", &[]).is_err());
}

proptest! {
    #[test]
    fn no_bytes_make_the_readers_panic(
        places in proptest::collection::vec((0_usize..64, any::<u8>()), 0..6),
        length in 0_usize..72,
        longitude in -720.0_f64..720.0,
        latitude in -100.0_f64..100.0,
    ) {
        let mut bytes = gtx(&nodes(5.0, 1.0, 2), &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        for (at, value) in places {
            bytes[at] = value;
        }
        bytes.truncate(length.max(40));
        if let Ok(geoid) = GeoidGrid::from_gtx("mutated", &bytes) {
            let found = undulation(&geoid, longitude, latitude);
            prop_assert!(found.is_none_or(|metres| metres.abs() <= 200.0));
        }
    }

    #[test]
    fn no_content_under_a_right_hash_makes_the_compact_reader_panic(content in proptest::collection::vec(any::<u8>(), 0..40)) {
        let mut bytes = b"VIQGEOID".to_vec();
        bytes.extend(content);
        bytes.extend(compact::fnv_1a(&bytes).to_le_bytes());
        prop_assert!(compact::decode("mutated", &bytes).is_err());
    }
}
