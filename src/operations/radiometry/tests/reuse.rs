//! What is read and calculated for a window, and what of it serves the next what-if.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::imagery::picture::{ChannelSource, Composition, NoDataLook};
use crate::imagery::{RasterSize, RasterSource, ReadError, Tile, Window};
use crate::operations::viewing::{
    CalculatedSamples, Effort, KeptTiles, PictureContract, TileCache, TilePlace, ViewedProduct, ViewingSettings,
};
use crate::supervision::Supervision;

const LINES: usize = 64;
const SIDE: usize = 8;

/// A raw image in blocks as wide as it is, that counts the pixels read of it.
struct Counting {
    image: Arc<ViewedProduct>,
    pixels: Arc<AtomicUsize>,
}

impl RasterSource for Counting {
    fn size(&self) -> RasterSize {
        let size = self.image.raster().size();
        RasterSize { block_lines: 32, block_columns: size.columns, ..size }
    }

    fn read(
        &self,
        bands: &[usize],
        window: Window,
        tiles: &mut Vec<Tile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        self.pixels.fetch_add(bands.len() * window.pixels(), Ordering::Relaxed);
        self.image.raster().read(bands, window, tiles, supervision)
    }
}

/// A raw product with tiles of eight by eight cells, and the number of pixels read of it.
fn counted(folder: &std::path::Path) -> (RawProduct, Arc<AtomicUsize>) {
    let set = Arc::new(sample_set(1));
    let header = sample_raw(folder, &set, LINES);
    let supervision = Supervision::unattended();
    let settings = ViewingSettings { tile_side: SIDE, ..ViewingSettings::default() };
    let image = Arc::new(ViewedProduct::open_with(&header, None, &settings, &supervision).unwrap());
    let pixels = Arc::new(AtomicUsize::new(0));
    let raster = Box::new(Counting { image: Arc::clone(&image), pixels: Arc::clone(&pixels) });
    let tiles = KeptTiles::shared(Arc::new(TileCache::new(1 << 20)), vec![0, 1]);
    let raw = Arc::new(image.with_samples(CalculatedSamples { raster, quantity: "code", tiles }));
    (RawProduct::open(raw, set, &folder.join("set"), &supervision).unwrap(), pixels)
}

fn draw(product: &ViewedProduct, band: &str, place: TilePlace) {
    let composition = Composition::grey(band);
    let supervision = Supervision::unattended();
    let rule = "user:0:1".parse().unwrap();
    let stretch = product.resolve(&composition, &rule, None, Effort::Quick, &supervision).unwrap();
    let contract = PictureContract { composition, stretch, no_data: NoDataLook::default() };
    product.draw_tile(&contract, place, &supervision).unwrap();
}

fn place(level: usize, row: usize, column: usize) -> TilePlace {
    TilePlace { level, row, column }
}

fn thought(band: &str, factor: f64) -> WhatIf {
    let change = CoefficientChange {
        band: band.to_owned(),
        coefficient: Coefficient::Gain,
        first: 0,
        last: 39,
        factor,
        offset: 0.0,
    };
    WhatIf { changes: vec![change], ..WhatIf::default() }
}

#[test]
fn a_tile_costs_the_pixels_that_it_covers_however_wide_the_blocks_of_the_file_are() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, pixels) = counted(folder.path());
    let product = raw.through(&WhatIf::default());
    draw(&product, "B01", place(0, 1, 0));
    // The line before, and sixteen columns on the side where there are some.
    assert_eq!(pixels.load(Ordering::Relaxed), (SIDE + 1) * (SIDE + 16));
    let of_one = product.cached_bytes();
    draw(&product, "B01", place(0, 4, 2));
    assert_eq!(
        product.cached_bytes(),
        2 * of_one,
        "one tile, and not all that its blocks touch, went through the chain"
    );
    // A sampled tile: a line of four, each with the line before it.
    let before = pixels.load(Ordering::Relaxed);
    draw(&product, "B01", place(2, 0, 0));
    assert_eq!(pixels.load(Ordering::Relaxed) - before, SIDE * 2 * 40);
}

#[test]
fn codes_are_read_once_whatever_is_thought() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, pixels) = counted(folder.path());
    let places = [place(0, 0, 0), place(0, 3, 4), place(1, 1, 1), place(3, 0, 0)];
    let draw_all = |what_if: &WhatIf| {
        let product = raw.through(what_if);
        for (band, place) in ["B01", "B02"].into_iter().flat_map(|band| places.map(|place| (band, place))) {
            draw(&product, band, place);
        }
        pixels.load(Ordering::Relaxed)
    };
    let first = draw_all(&WhatIf::default());
    let mut what_ifs: Vec<WhatIf> = ["B01", "B02"].map(|band| thought(band, 1.1)).to_vec();
    what_ifs.extend(ChainStep::ALL.map(|step| WhatIf { steps_off: BTreeSet::from([step]), ..WhatIf::default() }));
    for what_if in &what_ifs {
        assert_eq!(draw_all(what_if), first, "{what_if:?}");
    }
}

#[test]
fn only_a_band_of_which_something_else_is_thought_is_calculated_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, _) = counted(folder.path());
    let tile = place(0, 2, 1);
    let holds = |product: &ViewedProduct| {
        ["B01", "B02"].map(|band| product.holds_samples(&[ChannelSource::Band(band.to_owned())], &[tile]))
    };
    let first = raw.through(&thought("B01", 1.1));
    for band in ["B01", "B02"] {
        draw(&first, band, tile);
    }
    assert_eq!(holds(&first), [true, true]);
    let second = raw.through(&thought("B01", 1.2));
    assert_eq!(holds(&second), [false, true]);
    assert!(Arc::ptr_eq(&raw.chain_of("B02", &thought("B01", 1.1)), &raw.chain_of("B02", &thought("B01", 1.2))));
    assert!(!Arc::ptr_eq(&raw.chain_of("B01", &thought("B01", 1.1)), &raw.chain_of("B01", &thought("B01", 1.2))));
    // What changes nothing is as the set says, and what was thought before is known.
    assert_eq!(holds(&raw.through(&thought("B02", 1.0))), [false, true]);
    assert_eq!(holds(&raw.through(&thought("B01", 1.1))), [true, true]);
    // A step that is left out concerns every band.
    let off = WhatIf { steps_off: BTreeSet::from([ChainStep::Slopes]), ..WhatIf::default() };
    assert_eq!(holds(&raw.through(&off)), [false, false]);
}
