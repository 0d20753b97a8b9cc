//! Our UTM against PROJ, which the raster library calls.

use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::gdal_session::prepare;
use crate::earth::{Hemisphere, UtmZone};

fn system(code: u32) -> SpatialRef {
    let mut system = SpatialRef::from_epsg(code).unwrap();
    system.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    system
}

/// Largest differences over random places up to `degrees` from the central meridian: forward, and back, in metres.
fn worst_m(degrees: f64, highest_deg: f64, random: &mut ChaCha8Rng) -> [f64; 2] {
    let geographic = system(4326);
    let (mut forward_m, mut inverse_m) = (0.0_f64, 0.0_f64);
    for number in [1, 17, 31, 36, 60] {
        for hemisphere in [Hemisphere::North, Hemisphere::South] {
            let zone = UtmZone::new(number, hemisphere).unwrap();
            let map = system(zone.epsg());
            let map_from_geographic = CoordTransform::new(&geographic, &map).unwrap();
            let geographic_from_map = CoordTransform::new(&map, &geographic).unwrap();
            for _ in 0..2000 {
                let latitude = random.random_range(-highest_deg..highest_deg);
                let longitude = zone.central_meridian_rad().to_degrees() + random.random_range(-degrees..degrees);
                let ours = zone.map_from_geodetic(latitude.to_radians(), longitude.to_radians()).unwrap();
                let (mut x, mut y) = ([longitude], [latitude]);
                map_from_geographic.transform_coords(&mut x, &mut y, &mut []).unwrap();
                forward_m = forward_m.max((ours[0] - x[0]).hypot(ours[1] - y[0]));
                let back = zone.geodetic_from_map(x[0], y[0]).unwrap();
                geographic_from_map.transform_coords(&mut x, &mut y, &mut []).unwrap();
                let turned = (back[1] - x[0].to_radians()).sin() * back[0].cos();
                inverse_m = inverse_m.max(6.4e6 * (back[0] - y[0].to_radians()).hypot(turned));
            }
        }
    }
    [forward_m, inverse_m]
}

#[test]
fn utm_is_that_of_proj_within_a_micrometre() {
    prepare();
    let mut random = ChaCha8Rng::seed_from_u64(5);
    for (degrees, highest_deg, bound_m) in [(4.0, 84.0, 1e-6), (4.0, 89.99, 1e-6), (29.9, 89.99, 1e-5)] {
        let [forward_m, inverse_m] = worst_m(degrees, highest_deg, &mut random);
        println!(
            "UTM against PROJ, {degrees} degrees from the meridian, to {highest_deg} degrees of latitude: n 20000, \
             forward {forward_m:.1e} m, back {inverse_m:.1e} m, bound {bound_m:.0e} m"
        );
        assert!(forward_m < bound_m && inverse_m < bound_m, "{forward_m}, {inverse_m}");
    }
}
