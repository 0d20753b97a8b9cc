//! Thousands of products in the table and on the map.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::extent::Extent;
use super::list::FoundList;
use super::map::Map;
use super::table::Table;
use crate::operations::{FoundProduct, FoundProducts, ProductIdentity};
use crate::units::UtcInstant;
use crate::workbench::desk::Desk;
use crate::workbench::session::Session;
use crate::workbench::tests::window::ground;
use crate::workbench::theme;

fn list(n: usize) -> FoundList {
    let product = |number: usize| {
        let west = (number % 350) as f64 - 175.0;
        let south = (number / 350) as f64 - 30.0;
        let outline = vec![[west, south], [west + 0.3, south], [west + 0.3, south + 0.3], [west, south + 0.3]];
        FoundProduct {
            identity: ProductIdentity { identifier: format!("VE_{number:05}"), fingerprint: "f".to_owned() },
            level: "L1".to_owned(),
            synthetic: false,
            site: Some(format!("SITE{:03}", number % 120)),
            acquisition: UtcInstant::from_unix_milliseconds(1_500_000_000_000 + number as i64 * 1_000_000).ok(),
            orbit: None,
            path: format!("/archive/VE_{number:05}.HDR"),
            outlines: vec![outline],
        }
    };
    let products: Vec<FoundProduct> = (0..n).map(product).collect();
    let extents = products.iter().map(|product| Extent::of_outlines(&product.outlines)).collect();
    let found = FoundProducts { products, all: n as u64, catalogued: n as u64 };
    FoundList { found, extents }
}

#[test]
fn only_the_rows_that_show_are_laid_out_and_a_selected_one_comes_into_view() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(ground(folder.path()), Session::default());
    let list = list(5000);
    let mut table = Table::default();
    let mut window = Harness::builder().with_size([900.0, 400.0]).with_context_setup(theme::install).build_ui_state(
        move |ui, selected: &mut Option<usize>| {
            desk.session.catalog.selected = selected.map(|place| list.found.products[place].identity.clone());
            table.show(ui, &mut desk, &list);
        },
        None,
    );
    window.run();
    let rows = window.query_all_by_label_contains("VE_0").count();
    assert!((10..40).contains(&rows), "{rows} rows of 5000");
    // the newest first
    assert!(window.query_by_label_contains("VE_04999,").is_some());
    assert!(window.query_by_label_contains("VE_02500,").is_none());
    *window.state_mut() = Some(2500);
    window.run();
    assert!(window.query_by_label_contains("VE_02500,").is_some());
}

#[test]
fn the_map_draws_thousands_of_products_and_tells_how_many() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(ground(folder.path()), Session::default());
    let list = list(5000);
    let mut map = Map::default();
    let mut window =
        Harness::builder().with_size([900.0, 400.0]).with_context_setup(theme::install).build_ui(move |ui| {
            map.show(ui, &mut desk, &list);
        });
    window.run();
    let node = window.get_by_label("Map of footprints");
    let told = egui_kittest::kittest::NodeT::accesskit_node(&node).description().unwrap_or_default();
    assert_eq!(told, "5000 of 5000 products have a place on the map");
}
