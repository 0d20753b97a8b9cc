use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::*;

fn zone(number: u8) -> UtmZone {
    UtmZone::new(number, Hemisphere::North).unwrap()
}

fn degrees(latitude: f64, longitude: f64) -> (f64, f64) {
    (latitude.to_radians(), longitude.to_radians())
}

#[test]
fn places_lie_in_the_zones_that_the_maps_give() {
    for (name, latitude, longitude, number, hemisphere) in [
        ("Toulouse", 43.6, 1.44, 31, Hemisphere::North),
        ("Haifa", 32.8, 35.0, 36, Hemisphere::North),
        ("Bergen, Norway's wide zone", 60.4, 5.3, 32, Hemisphere::North),
        ("sea west of it", 60.4, 2.9, 31, Hemisphere::North),
        ("Longyearbyen", 78.2, 15.6, 33, Hemisphere::North),
        ("Svalbard, east", 78.0, 21.0, 35, Hemisphere::North),
        ("Svalbard, west", 78.0, 8.9, 31, Hemisphere::North),
        ("Kvitoya", 80.1, 33.0, 37, Hemisphere::North),
        ("south of Svalbard", 71.9, 10.0, 32, Hemisphere::North),
        ("Sydney", -33.9, 151.2, 56, Hemisphere::South),
        ("at the date line", -17.0, 180.0, 1, Hemisphere::South),
        ("east of Greenwich by a turn", 0.0, 361.0, 31, Hemisphere::North),
        ("between two zones", 10.0, 6.0, 32, Hemisphere::North),
    ] {
        let (latitude, longitude) = degrees(latitude, longitude);
        let found = UtmZone::of(latitude, longitude).unwrap();
        assert_eq!((found.number(), found.hemisphere()), (number, hemisphere), "{name}");
    }
    for (latitude, longitude) in [(84.1, 0.0), (-80.1, 0.0), (f64::NAN, 0.0), (0.0, f64::NAN), (0.0, f64::INFINITY)] {
        let (latitude, longitude) = degrees(latitude, longitude);
        assert!(matches!(UtmZone::of(latitude, longitude), Err(UtmError::Latitude { .. })));
    }
}

#[test]
fn codes_and_numbers_belong_together() {
    for code in (32_601..=32_660).chain(32_701..=32_760) {
        assert_eq!(UtmZone::from_epsg(code).unwrap().epsg(), code);
    }
    for code in [32_600, 32_661, 32_700, 32_761, 4326, 0] {
        assert_eq!(UtmZone::from_epsg(code), None);
    }
    assert!(UtmZone::new(0, Hemisphere::North).is_err() && UtmZone::new(61, Hemisphere::South).is_err());
    assert!((zone(36).central_meridian_rad().to_degrees() - 33.0).abs() < 1e-12);
}

#[test]
fn on_the_central_meridian_the_northing_is_the_arc_of_the_ellipsoid() {
    // The radius of curvature in the meridian, a (1 - e²) / (1 - e² sin² φ)^(3/2), summed by Simpson's rule: no series.
    let (a, f) = (6_378_137.0_f64, 1.0 / 298.257_223_563);
    let e2 = f * (2.0 - f);
    let radius = |latitude: f64| a * (1.0 - e2) / (1.0 - e2 * latitude.sin().powi(2)).powf(1.5);
    for latitude_deg in [-89.999_f64, -45.0, 0.0, 10.0, 32.8, 60.0, 83.0, 89.999] {
        let latitude = latitude_deg.to_radians();
        let n = 4000;
        let arc: f64 = (0..n)
            .map(|step| {
                let (from, to) =
                    (latitude * f64::from(step) / f64::from(n), latitude * f64::from(step + 1) / f64::from(n));
                (to - from) / 6.0 * (radius(from) + 4.0 * radius(f64::midpoint(from, to)) + radius(to))
            })
            .sum();
        let [easting, northing] = zone(36).map_from_geodetic(latitude, 33_f64.to_radians()).unwrap();
        assert!((easting - 500_000.0).abs() < 1e-8, "{easting}");
        assert!((northing / 0.9996 - arc).abs() < 2e-8, "{latitude_deg}: {northing}, {arc}");
    }
}

#[test]
fn the_map_is_conformal() {
    // With the arc of the meridian this fixes the projection: equal scale along meridian and parallel, at right angles, everywhere.
    let (a, f) = (6_378_137.0_f64, 1.0 / 298.257_223_563);
    let e2 = f * (2.0 - f);
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let step = 1e-5;
    let mut worst = 0.0_f64;
    for _ in 0..2000 {
        let (latitude, longitude) = (random.random_range(-1.5..1.5_f64), 0.576 + random.random_range(-0.5..0.5));
        let at = |dlat: f64, dlon: f64| zone(36).map_from_geodetic(latitude + dlat, longitude + dlon).unwrap();
        let slope = |plus: [f64; 2], minus: [f64; 2]| [0, 1].map(|axis| (plus[axis] - minus[axis]) / (2.0 * step));
        let (by_latitude, by_longitude) = (slope(at(step, 0.0), at(-step, 0.0)), slope(at(0.0, step), at(0.0, -step)));
        let w = 1.0 - e2 * latitude.sin().powi(2);
        let (meridian, parallel) = (a * (1.0 - e2) / w.powf(1.5), a * latitude.cos() / w.sqrt());
        let north = by_latitude.map(|value| value / meridian);
        let east = by_longitude.map(|value| value / parallel);
        worst = worst.max((north[0] + east[1]).abs()).max((north[1] - east[0]).abs());
    }
    println!("departure from a conformal map: {worst:.1e}");
    assert!(worst < 1e-7, "{worst}");
}

#[test]
fn forward_and_back_is_the_same_place() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let (mut worst_m, mut worst_far_m) = (0.0_f64, 0.0_f64);
    for _ in 0..100_000 {
        let hemisphere = if random.random() { Hemisphere::North } else { Hemisphere::South };
        let zone = UtmZone::new(random.random_range(1..=60), hemisphere).unwrap();
        let latitude = random.random_range(-89.9999_f64..89.9999).to_radians();
        let offset = random.random_range(-29.999_f64..29.999).to_radians();
        let [easting, northing] = zone.map_from_geodetic(latitude, zone.central_meridian_rad() + offset).unwrap();
        let [found_latitude, found_longitude] = zone.geodetic_from_map(easting, northing).unwrap();
        assert!(found_longitude.abs() <= PI);
        let turned = (found_longitude - zone.central_meridian_rad() - offset).rem_euclid(2.0 * PI);
        let turned = turned.min(2.0 * PI - turned);
        let error_m = 6.4e6 * (found_latitude - latitude).abs().max(turned * latitude.cos());
        if offset.abs() < 4_f64.to_radians() {
            worst_m = worst_m.max(error_m);
        }
        worst_far_m = worst_far_m.max(error_m);
    }
    println!("there and back: {worst_m:.1e} m within 4 degrees, {worst_far_m:.1e} m within 30");
    assert!(worst_m < 1e-8 && worst_far_m < 1e-6, "{worst_m}, {worst_far_m}");
}

#[test]
fn both_sides_of_the_date_line_are_one_zone() {
    let zone = UtmZone::new(60, Hemisphere::South).unwrap();
    let (latitude, west) = degrees(-17.0, -179.5);
    let east = 180.5_f64.to_radians();
    let [by_west, by_east] = [west, east].map(|longitude| zone.map_from_geodetic(latitude, longitude).unwrap());
    assert!((by_west[0] - by_east[0]).abs() < 1e-8 && (by_west[1] - by_east[1]).abs() < 1e-8);
    let [_, longitude] = zone.geodetic_from_map(by_west[0], by_west[1]).unwrap();
    assert!((longitude - west).abs() < 1e-14, "{}", longitude.to_degrees());
}

#[test]
fn the_southern_hemisphere_counts_from_ten_thousand_kilometres() {
    let (latitude, longitude) = degrees(-33.9, 151.2);
    let south = UtmZone::of(latitude, longitude).unwrap();
    let north = UtmZone::new(south.number(), Hemisphere::North).unwrap();
    let [_, southern] = south.map_from_geodetic(latitude, longitude).unwrap();
    let [_, northern] = north.map_from_geodetic(-latitude, longitude).unwrap();
    assert!((southern + northern - 10_000_000.0).abs() < 1e-8);
}

#[test]
fn poles_and_far_meridians_are_refused_in_words() {
    let zone = zone(36);
    for (latitude, longitude) in
        [(90.0, 33.0), (-90.0, 33.0), (0.0, 63.1), (0.0, 2.9), (45.0, 213.0), (f64::NAN, 33.0), (10.0, f64::NAN)]
    {
        let (latitude, longitude) = degrees(latitude, longitude);
        let words = zone.map_from_geodetic(latitude, longitude).unwrap_err().to_string();
        assert!(words.contains("zone 36") && words.contains("30 degrees"), "{words}");
    }
    for (easting, northing) in [
        (500_000.0, 9_998_000.0),
        (500_000.0, -9_998_000.0),
        (4.6e6, 0.0),
        (4.1e6, 0.0),
        (f64::NAN, 0.0),
        (0.0, f64::INFINITY),
    ] {
        let words = zone.geodetic_from_map(easting, northing).unwrap_err().to_string();
        assert!(words.contains("metres"), "{words}");
    }
    assert!(zone.map_from_geodetic(0.0, 62.99_f64.to_radians()).is_ok());
}

#[test]
#[ignore = "slow validation"]
fn a_place_takes_less_than_a_tenth_of_a_microsecond() {
    let (zone, n) = (zone(36), 500_000);
    let share = |step: i32| f64::from(step) / f64::from(n);
    let (mut forward_ns, mut inverse_ns) = (f64::INFINITY, f64::INFINITY);
    // The best of several runs: others use the machine too.
    for _ in 0..15 {
        let start = std::time::Instant::now();
        let there: f64 =
            (0..n).map(|step| zone.map_from_geodetic(0.2 + share(step), 0.54 + 0.07 * share(step)).unwrap()[1]).sum();
        forward_ns = forward_ns.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(n));
        let start = std::time::Instant::now();
        let back: f64 = (0..n)
            .map(|step| zone.geodetic_from_map(3e5 + 4e5 * share(step), 1e6 + 7e6 * share(step)).unwrap()[0])
            .sum();
        inverse_ns = inverse_ns.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(n));
        assert!(there.is_finite() && back.is_finite());
    }
    println!("{forward_ns:.0} ns forward, {inverse_ns:.0} ns back");
}
