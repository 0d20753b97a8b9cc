//! A query that is cancelled while samples are on their way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;
use crate::imagery::{RasterSource, ReadError, ReducedTile, Tile};

/// Delivers every sample that it is asked for, and sets the switch when it is asked for the `n`th time: whoever asked has to look.
struct CancelledInReading {
    raster: Box<dyn RasterSource>,
    switch: Arc<AtomicBool>,
    n: usize,
    asked: Arc<AtomicUsize>,
}

impl CancelledInReading {
    fn count(&self) {
        if self.asked.fetch_add(1, Ordering::Relaxed) + 1 == self.n {
            self.switch.store(true, Ordering::Relaxed);
        }
    }
}

impl RasterSource for CancelledInReading {
    fn size(&self) -> crate::imagery::RasterSize {
        self.raster.size()
    }

    fn read(&self, bands: &[usize], window: Window, tiles: &mut Vec<Tile>, _: &Supervision) -> Result<(), ReadError> {
        self.count();
        self.raster.read(bands, window, tiles, &Supervision::unattended())
    }

    fn read_cells(
        &self,
        bands: &[usize],
        window: Window,
        factor: usize,
        cells: &mut Vec<ReducedTile>,
        _: &Supervision,
    ) -> Result<(), ReadError> {
        self.count();
        self.raster.read_cells(bands, window, factor, cells, &Supervision::unattended())
    }
}

type Query = fn(&ViewedProduct, &Supervision) -> Result<(), OperationError>;

/// Queries that read the raster several times each, but the last two.
const QUERIES: [(&str, Query); 8] = [
    ("a view", |product, supervision| product.draw(&plain(product), supervision).map(drop)),
    ("a small view", |product, supervision| {
        product.draw(&ViewRequest { width: Some(90), ..plain(product) }, supervision).map(drop)
    }),
    ("exact statistics", |product, supervision| {
        product.statistics(&product.all_bands()[0], product.whole(), Effort::Exact, supervision).map(drop)
    }),
    ("a spectrum", |product, supervision| product.spectrum(product.whole(), supervision).map(drop)),
    ("a region", |product, supervision| {
        product.region(&Region::Rectangle(product.whole()), &[], Effort::Exact, supervision).map(drop)
    }),
    ("a profile", |product, supervision| {
        let line = ProfileLine { from: [0.0, 0.0], to: [300.0, 400.0], width: 3, sampling: Sampling::Nearest };
        product.profile(&line, &[], supervision).map(drop)
    }),
    ("a tile", |product, supervision| {
        let composition = Composition::grey("red");
        let rule: StretchRule = "user:1:220".parse().unwrap();
        let stretch = product.resolve(&composition, &rule, None, Effort::Exact, supervision)?;
        let contract = PictureContract { composition, stretch, no_data: NoDataLook::default() };
        product.draw_tile(&contract, TilePlace { level: 2, row: 0, column: 0 }, supervision).map(drop)
    }),
    ("a pixel", |product, supervision| product.pixel(20, 30, supervision).map(drop)),
];

#[test]
fn a_query_cancelled_in_the_middle_of_its_reading_delivers_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("raster.tif");
    write_in_tiles(&path, (310, 420), 64, |band, line, column| (1 + band + line + column) as u16);
    for (name, query) in QUERIES {
        for n in [1, 2, 5] {
            let mut product = viewed(&folder);
            let (supervision, asked) = (Supervision::unattended(), Arc::new(AtomicUsize::new(0)));
            let switch = supervision.cancellation();
            product.raster = Box::new(CancelledInReading { raster: product.raster, switch, n, asked: asked.clone() });
            let outcome = query(&product, &supervision);
            let asked = asked.load(Ordering::Relaxed);
            assert!(asked > 0, "{name}");
            assert_eq!(outcome.is_err(), asked >= n, "{name}, {asked} readings, cancelled in number {n}");
            assert!(matches!(outcome, Ok(()) | Err(OperationError::Cancelled(_))), "{name}: {outcome:?}");
        }
    }
}
