//! Pins, regions and the profile line are of the product that they were set on.

use egui_kittest::kittest::Queryable as _;

use super::bench::{FIRST, drag, painted, rect_of, session, settle, slopes, viewer};
use crate::imagery::Window as Pixels;
use crate::workbench::viewer::Tool;
use crate::workbench::viewer::marks::RegionShape;
use crate::workbench::viewer::view_state::{ProductReference, ViewId};

#[test]
fn marks_are_drawn_on_their_product_and_listed_quietly_with_its_name_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let products = [slopes(folder.path(), "one"), slopes(folder.path(), "two")];
    let mut window = viewer(folder.path(), &products);
    let one = ProductReference { path: products[0].clone(), image: None };
    let marks = &mut session(&mut window).edits.marks;
    marks.add_pin(&one, 100, 150);
    marks.add_region(&one, RegionShape::Rectangle(Pixels::new(20, 30, 60, 70)));
    session(&mut window).tool = Tool::Profile;
    let from = rect_of(&window, 1).center();
    drag(&mut window, from, from + egui::vec2(40.0, 20.0), egui::Modifiers::NONE);
    let line = session(&mut window).edits.marks.profile.clone().unwrap();
    assert_eq!(line.product, Some(one));
    for (active, is_other) in [(FIRST, false), (ViewId(2), true)] {
        session(&mut window).activate(active);
        settle(&mut window);
        let rects = [1, 2].map(|number| rect_of(&window, number));
        for words in ["Pin 1", "Region 2", "profile"] {
            assert_eq!(rects.map(|rect| painted(&window, words, rect)), [1, 0], "{words}");
        }
        let names = window.query_all_by_label("on one").count();
        assert_eq!(names > 0, is_other, "{names}");
    }
}

#[test]
fn the_line_of_an_older_session_is_drawn_on_every_product() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "one"), slopes(folder.path(), "two")]);
    let line = serde_json::from_str(r#"{"from": [100.0, 150.0], "to": [120.0, 170.0], "width": 1}"#).unwrap();
    session(&mut window).edits.marks.profile = Some(line);
    settle(&mut window);
    let rects = [1, 2].map(|number| rect_of(&window, number));
    assert_eq!(rects.map(|rect| painted(&window, "profile", rect)), [1, 1]);
}
