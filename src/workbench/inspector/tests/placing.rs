//! Where the inspected pixel lies: by a geometric model, on the ground that is chosen.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::bench::{Bench, bench, point_at, wait_for};
use crate::operations::viewing::{GroundChoice, HeightsAbove};
use crate::workbench::inspector::Inspector;
use crate::workbench::tests::placed_images::{Plain, on_map, shared, slopes};

const SIZE: [f32; 2] = [300.0, 900.0];

const SEEN: Plain = Plain { latitude_deg: 44.0, longitude_deg: -5.0, pixel_deg: 5e-5, lines_a_metre: 0.01 };

type Panel = Harness<'static, Bench<Inspector>>;

/// Waits until every one of these lines stands in the inspector.
fn wait_for_lines(window: &mut Panel, lines: &[&str]) {
    for _ in 0..2000 {
        window.step();
        if lines.iter().all(|line| window.query_by_label(line).is_some()) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let shown: Vec<String> = [": "]
        .iter()
        .flat_map(|part| window.query_all_by_label_contains(part))
        .map(|node| {
            use egui_kittest::kittest::NodeT as _;
            node.accesskit_node().label().unwrap_or_default()
        })
        .collect();
    panic!("needed {lines:?}, found {shown:?}");
}

#[test]
fn a_pixel_seen_by_a_model_has_latitude_longitude_and_height_on_the_ground_that_is_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let product = slopes(folder.path(), "seen");
    SEEN.write(folder.path(), "seen");
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    point_at(&mut window, 90.0, 170.0);
    wait_for_lines(
        &mut window,
        &[
            "line: 90",
            "column: 170",
            "latitude: 44.000500° N",
            "longitude: 4.999000° W",
            "height: 0.0 m",
            "model: rational polynomials, seen_RPC.TXT",
        ],
    );
    assert!(window.query_by_label_contains("Earth orientation").is_none());
    window.state_mut().desk.session.viewer.ground = GroundChoice::HeightM(200.0);
    // Two lines further down for 200 m: the place at the line is as much further north.
    wait_for_lines(&mut window, &["latitude: 44.000600° N", "height: 200.0 m"]);
}

#[test]
fn without_a_model_and_with_one_that_is_damaged_the_reason_stands_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let product = slopes(folder.path(), "nowhere");
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    point_at(&mut window, 5.0, 6.0);
    wait_for_lines(&mut window, &["geographic: not known, the product carries no geometric model"]);

    let product = slopes(folder.path(), "damaged");
    std::fs::write(folder.path().join("damaged_RPC.TXT"), "LINE_OFF: 1\nLINE_NUM_COEFF_1: x\n").unwrap();
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    point_at(&mut window, 5.0, 6.0);
    wait_for(&mut window, |bench| bench.desk.inspection.coordinates().is_some());
    let reason = "geographic: not known, its geometric model cannot be opened: ";
    assert_eq!(window.query_all_by_label_contains(reason).count(), 1);
    assert!(window.state().desk.notices.last().is_none(), "no failure of the product");
}

#[test]
fn a_ground_that_cannot_be_opened_is_the_reason_and_a_map_keeps_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let product = slopes(folder.path(), "map");
    on_map(folder.path(), "map", [5.0, 44.0], 1e-4);
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    point_at(&mut window, 0.0, 1.0);
    wait_for_lines(
        &mut window,
        &[
            "latitude: 43.999950° N",
            "longitude: 5.000150° E",
            "height: not known, no elevation model is chosen as the ground",
        ],
    );
    let path = folder.path().join("no such folder");
    window.state_mut().desk.session.viewer.ground = GroundChoice::Elevation { path, heights: HeightsAbove::default() };
    for _ in 0..400 {
        window.step();
        if window.query_by_label_contains("height: not known, the ground cannot be opened: ").is_some() {
            assert!(window.query_by_label("latitude: 43.999950° N").is_some());
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("no reason was given");
}

#[test]
fn the_first_pixel_of_a_crop_of_pleiades_lies_where_its_peers_say() {
    let (Some(image), Some(_), Some(dem)) = (
        shared("shareloc/rectification/left_image.tif"),
        shared("shareloc/rectification/left_image.geom"),
        shared("shareloc/dtm/srtm90_non_void_filled/N44E005.hgt"),
    ) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut window = bench::<Inspector>(folder.path(), &image, None, SIZE);
    window.state_mut().desk.session.viewer.ground = GroundChoice::Elevation { path: dem, heights: HeightsAbove::Egm96 };
    point_at(&mut window, 0.0, 0.0);
    // shareloc, tests of localization.py: 5.193406151946084, 44.20805817814395, 503.51202179, bilinear on the same nodes.
    wait_for_lines(&mut window, &["latitude: 44.208058° N", "longitude: 5.193406° E", "height: 503.5 m"]);
}
