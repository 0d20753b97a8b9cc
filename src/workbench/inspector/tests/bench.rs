//! A product that is known, a desk, and one panel on it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui_kittest::Harness;

use crate::operations::viewing::ViewedProduct;
use crate::operations::{DemoRequest, demo};
use crate::workbench::desk::{Cursor, Desk};
use crate::workbench::panel::Panel;
use crate::workbench::session::{ProductId, Session};
use crate::workbench::tests::window::ground;
use crate::workbench::{inspector, places, products, theme};

/// A panel on a desk.
pub(super) struct Bench<P> {
    pub(super) desk: Desk,
    pub(super) panel: P,
}

/// Makes the synthetic product of 128 × 128 pixels in `folder`; gives its header.
pub(super) fn synthetic_product(folder: &Path) -> PathBuf {
    let request = DemoRequest { folder: folder.to_path_buf(), seed: 7, side: Some(128) };
    demo(&request, &ground(folder)).unwrap().header
}

/// One panel on a desk with a product, `width` × `height` points.
pub(super) fn bench<P: Panel + Default + 'static>(
    folder: &Path,
    product: &Path,
    image: Option<PathBuf>,
    [width, height]: [f32; 2],
) -> Harness<'static, Bench<P>> {
    let mut desk = Desk::new(ground(folder), Session::default());
    desk.open_product(product.to_path_buf(), image);
    let bench = Bench { desk, panel: P::default() };
    let mut harness = Harness::builder().with_size([width, height]).with_context_setup(theme::install).build_ui_state(
        |ui, bench: &mut Bench<P>| {
            let window = ui.ctx().clone();
            products::follow_session(&mut bench.desk);
            places::follow_session(&mut bench.desk);
            inspector::follow(&mut bench.desk);
            bench.panel.show(ui, &mut bench.desk);
            for command in bench.desk.commands.take() {
                if let crate::workbench::commands::Runs::OnDesk(change) = command.entry().runs {
                    change(&mut bench.desk, &window);
                }
            }
            let is_interacting = window.input(|input| input.pointer.any_down()) || window.text_edit_focused();
            bench.desk.edits.observe(&bench.desk.session.viewer.edits, is_interacting);
        },
        bench,
    );
    wait_for(&mut harness, |bench| bench.desk.products.ready(ProductId(1)).is_some());
    harness
}

/// Runs frames until something has arrived.
pub(super) fn wait_for<P: Panel>(
    harness: &mut Harness<'static, Bench<P>>,
    mut has_arrived: impl FnMut(&mut Bench<P>) -> bool,
) {
    for _ in 0..2000 {
        harness.step();
        if has_arrived(harness.state_mut()) {
            harness.step();
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("nothing arrived");
}

/// The product on the desk.
pub(super) fn viewed<P>(bench: &Bench<P>) -> Arc<ViewedProduct> {
    Arc::clone(bench.desk.products.ready(ProductId(1)).unwrap())
}

/// A pixel with a value in every band, and another one.
pub(super) fn valid_pixels<P>(bench: &Bench<P>) -> [[usize; 2]; 2] {
    let product = viewed(bench);
    let supervision = crate::supervision::Supervision::unattended();
    let is_valid = |[line, column]: &[usize; 2]| {
        let bands = product.pixel(*line, *column, &supervision).unwrap().bands;
        bands.iter().all(|band| band.code.known().is_some() && band.reasons.is_empty())
    };
    let places = (0..product.lines()).flat_map(|line| (0..product.columns()).map(move |column| [line, column]));
    let mut found = places.filter(is_valid);
    let first = found.next().unwrap();
    [first, found.find(|[line, column]| *line != first[0] && *column != first[1]).unwrap()]
}

/// Points at a pixel and waits for what it says.
pub(super) fn point_at<P: Panel>(harness: &mut Harness<'static, Bench<P>>, line: f64, column: f64) {
    harness.state_mut().desk.cursor = Some(Cursor { product: ProductId(1), line, column });
    wait_for(harness, |bench| {
        let read = bench.desk.inspection.pixel();
        read.read().is_some_and(|pixel| {
            (pixel.coordinates.line - line.round()).abs() + (pixel.coordinates.column - column.round()).abs() < 0.1
        })
    });
}
