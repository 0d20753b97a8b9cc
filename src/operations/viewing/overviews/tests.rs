//! Tiles from overviews against tiles from the pixels.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::folder::make_room;
use super::*;
use crate::imagery::{NoDataReason, RasterError, RasterSize, RasterSource, ReadError, Reasons, Tile, Window};
use crate::operations::viewing::{TilePlace, ViewedProduct, ViewingSettings};
use crate::operations::{Context, DemoRequest, OperationError, Surroundings, demo};
use crate::product_files::{Compression, GeoTiffDescription, GeoTiffSample, ProductError, write_geotiff};
use crate::supervision::{DEFAULT_MEMORY_BUDGET_BYTES, Observer, Progress, Supervision, Warning};
use crate::units::UtcInstant;
use crate::workspace::Environment;

const LINES: usize = 301;
const COLUMNS: usize = 417;

/// Numbers without order, the same at each call.
fn scattered(band: usize, line: usize, column: usize) -> u32 {
    let mut number = (band as u32 + 1).wrapping_mul(0x9E37_79B9) ^ (line as u32) << 16 ^ column as u32;
    for _ in 0..3 {
        number = (number ^ number >> 15).wrapping_mul(0x2C1B_3C6D);
    }
    number ^ number >> 13
}

fn write<T: GeoTiffSample>(path: &Path, tile_side: usize, sample: impl Fn(usize, usize, usize) -> T) {
    let description = GeoTiffDescription {
        lines: LINES,
        columns: COLUMNS,
        band_names: ["red", "green"].map(str::to_owned).into(),
        crs: None,
        geotransform: None,
        no_data: Some(0.0),
        tile_side,
        compression: Compression::None,
        metadata: Vec::new(),
    };
    write_geotiff::<T, ProductError>(path, &description, &Supervision::unattended(), |range, strips| {
        for (band, strip) in strips.iter_mut().enumerate() {
            for (index, value) in strip.iter_mut().enumerate() {
                *value = sample(band, range.start + index / COLUMNS, index % COLUMNS);
            }
        }
        Ok(())
    })
    .unwrap();
}

/// Codes with gaps: a corner outside, missing pixels here and there.
fn codes(band: usize, line: usize, column: usize) -> u16 {
    let number = scattered(band, line, column);
    if line + column < 150 || number.is_multiple_of(91) { 0 } else { (number % 900) as u16 + 1 }
}

/// A raster in a folder with room for overviews.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn with_codes() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        write(&place.raster(), 64, codes);
        place
    }

    fn raster(&self) -> PathBuf {
        self.folder.path().join("raster.tif")
    }

    fn overviews(&self) -> PathBuf {
        self.folder.path().join("cache/overviews")
    }

    fn open(&self, overview_folder: Option<PathBuf>, supervision: &Supervision) -> ViewedProduct {
        let settings = ViewingSettings { tile_side: 32, overview_folder, ..ViewingSettings::default() };
        ViewedProduct::open_with(&self.raster(), None, &settings, supervision).unwrap()
    }

    fn opened(&self) -> ViewedProduct {
        self.open(Some(self.overviews()), &Supervision::unattended())
    }

    fn build(&self, product: &ViewedProduct) -> OverviewsBuilt {
        product.build_overviews(&self.overviews(), &Supervision::unattended()).unwrap()
    }

    /// The file of overviews, of which there is one.
    fn file(&self) -> PathBuf {
        let files: Vec<PathBuf> =
            std::fs::read_dir(self.overviews()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        files[0].clone()
    }
}

/// The coarse tiles of a product as bits: values, reasons, reasons of all samples.
fn coarse_tiles(product: &ViewedProduct) -> Vec<(Vec<u32>, Vec<Reasons>, Vec<Reasons>)> {
    let mut tiles = Vec::new();
    for level in 2..product.n_levels() {
        let (rows, columns) = product.tiles(level);
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            let place = TilePlace { level, row, column };
            for tile in product.band_tiles(&[1, 0], place, &Supervision::unattended()).unwrap() {
                let bits = tile.values.iter().map(|value| value.to_bits()).collect();
                tiles.push((bits, tile.reasons.clone(), tile.touched.clone()));
            }
        }
    }
    tiles
}

/// A raster of which nothing can be read any more.
struct Lost(RasterSize);

impl RasterSource for Lost {
    fn size(&self) -> RasterSize {
        self.0
    }

    fn read(&self, _: &[usize], _: Window, _: &mut Vec<Tile>, _: &Supervision) -> Result<(), ReadError> {
        Err(RasterError { message: "lost".to_owned() }.into())
    }
}

fn lose(product: &mut ViewedProduct) {
    product.raster = Box::new(Lost(product.raster.size()));
}

/// Real numbers with every reason that there is.
struct Reals(RasterSize);

impl RasterSource for Reals {
    fn size(&self) -> RasterSize {
        self.0
    }

    fn read(&self, bands: &[usize], window: Window, tiles: &mut Vec<Tile>, _: &Supervision) -> Result<(), ReadError> {
        tiles.clear();
        for band in bands {
            let mut tile = Tile::default();
            for line in window.line..window.line_end() {
                for column in window.column..window.column_end() {
                    let number = scattered(*band, line, column);
                    let mut reasons = Reasons::VALID;
                    // Whole regions of each reason, and single pixels.
                    for (index, reason) in NoDataReason::ALL.into_iter().enumerate() {
                        if (line / 40 + column / 60) % 9 == index || number % 701 == index as u32 {
                            reasons.insert(reason);
                        }
                    }
                    tile.values.push(number as f32 / 1e6 - 2000.0);
                    tile.reasons.push(reasons);
                }
            }
            tiles.push(tile);
        }
        Ok(())
    }
}

#[test]
fn a_tile_from_overviews_is_that_from_the_pixels_bit_by_bit() {
    for tile_side in [16, 64, 512] {
        for kind in ["codes", "reals of a file", "reals of a source"] {
            let place = Place { folder: tempfile::tempdir().unwrap() };
            if kind == "reals of a file" {
                write(&place.raster(), tile_side, |band, line, column| match codes(band, line, column) {
                    1..50 => f32::NAN,
                    code => f32::from(code) / 7.0,
                });
            } else {
                write(&place.raster(), tile_side, codes);
            }
            let open = || {
                let mut product = place.opened();
                if kind == "reals of a source" {
                    product.raster = Box::new(Reals(product.raster.size()));
                }
                product
            };
            let from_pixels = coarse_tiles(&open());
            let mut builder = open();
            let OverviewsBuilt::Built { path, replaced: None } = place.build(&builder) else { panic!() };
            assert_eq!(path, place.file());
            let mut reader = open();
            for product in [&mut builder, &mut reader] {
                lose(product);
                assert!(coarse_tiles(product) == from_pixels, "{kind}, blocks of {tile_side}");
                let sharp =
                    product.band_tiles(&[0], TilePlace { level: 1, row: 0, column: 0 }, &Supervision::unattended());
                assert!(sharp.is_err(), "finer levels are read from the pixels");
            }
            assert!(from_pixels.iter().any(|(_, _, touched)| touched.iter().any(|reasons| !reasons.is_valid())));
        }
    }
}

/// A product with masks in other files.
#[test]
fn a_product_with_masks_has_the_same_tiles_from_its_overviews() {
    let folder = tempfile::tempdir().unwrap();
    let context = Context::find(Surroundings {
        workspace: Some(folder.path().to_path_buf()),
        catalog: None,
        environment: Environment::default(),
        clock: Arc::new(|| UtcInstant::from_unix_milliseconds(1_549_269_277_000).unwrap()),
        supervision: Supervision::unattended(),
    });
    let request = DemoRequest { folder: folder.path().to_path_buf(), seed: 7, side: Some(128) };
    let header = demo(&request, &context.unwrap()).unwrap().header;
    let settings = ViewingSettings { tile_side: 8, ..ViewingSettings::default() };
    let open = || ViewedProduct::open_with(&header, None, &settings, &Supervision::unattended()).unwrap();
    let from_pixels = coarse_tiles(&open());
    let mut product = open();
    product.build_overviews(&folder.path().join("overviews"), &Supervision::unattended()).unwrap();
    lose(&mut product);
    assert!(coarse_tiles(&product) == from_pixels);
    assert!(from_pixels.iter().any(|(_, _, touched)| touched.iter().any(|reasons| !reasons.is_valid())));
}

#[test]
fn overviews_that_are_there_are_not_built_again() {
    let place = Place::with_codes();
    place.build(&place.opened());
    let mut again = place.open(None, &Supervision::unattended());
    lose(&mut again);
    assert_eq!(place.build(&again), OverviewsBuilt::Present);
    assert!(!coarse_tiles(&again).is_empty(), "taken up by whoever asked");
}

/// Keeps warnings.
#[derive(Default)]
struct Listener(Mutex<Vec<String>>);

impl Observer for Listener {
    fn progress(&self, _: &Progress) {}

    fn warning(&self, warning: &Warning) {
        self.0.lock().unwrap().push(warning.message.clone());
    }
}

#[test]
fn damaged_overviews_are_said_and_not_used_and_built_again() {
    let place = Place::with_codes();
    let from_pixels = coarse_tiles(&place.opened());
    place.build(&place.opened());
    let whole = std::fs::read(place.file()).unwrap();
    let flipped = |index: usize| {
        let mut bytes = whole.clone();
        bytes[index] ^= 4;
        bytes
    };
    let damages = [
        ("nothing", Vec::new()),
        ("half", whole[..whole.len() / 2].to_vec()),
        ("one byte less", whole[..whole.len() - 1].to_vec()),
        ("another beginning", flipped(0)),
        ("a value", flipped(20)),
        ("the index", flipped(whole.len() - 60)),
        ("the end", flipped(whole.len() - 1)),
        ("something else", vec![7; whole.len()]),
    ];
    for (name, bytes) in damages {
        std::fs::write(place.file(), bytes).unwrap();
        let listener = Arc::new(Listener::default());
        let supervision = Supervision::new(listener.clone(), Arc::default(), DEFAULT_MEMORY_BUDGET_BYTES);
        let product = place.open(Some(place.overviews()), &supervision);
        product.band_tiles(&[0], TilePlace { level: 2, row: 0, column: 0 }, &supervision).unwrap();
        assert!(coarse_tiles(&product) == from_pixels, "{name}");
        let warnings = listener.0.lock().unwrap().clone();
        let file = place.file().display().to_string();
        assert!(warnings.len() == 1 && warnings[0].contains(&file), "{name}: {warnings:?}");
        let OverviewsBuilt::Built { replaced: Some(reason), .. } = place.build(&place.opened()) else {
            panic!("{name}")
        };
        assert!(reason.contains("needed overviews as they were written"), "{name}: {reason}");
        assert!(std::fs::read(place.file()).unwrap() == whole, "{name}: the same overviews have the same bytes");
    }
}

#[test]
fn overviews_of_a_file_that_changed_are_those_of_another() {
    let place = Place::with_codes();
    place.build(&place.opened());
    let (first, stale) = (place.file(), place.opened());
    write(&place.raster(), 64, |band, line, column| codes(band, line, column).saturating_add(3));
    let changed = place.opened();
    let without = place.open(None, &Supervision::unattended());
    assert!(coarse_tiles(&changed) == coarse_tiles(&without));
    // One that was opened before the change must not be kept as what it is now.
    std::fs::remove_file(first).unwrap();
    let refused = stale.build_overviews(&place.overviews(), &Supervision::unattended()).unwrap_err();
    assert!(refused.to_string().contains("files changed"), "{refused}");
    assert_eq!(std::fs::read_dir(place.overviews()).unwrap().count(), 0);
}

/// Cancels after the first part.
struct Impatient(Arc<AtomicBool>);

impl Observer for Impatient {
    fn progress(&self, progress: &Progress) {
        if progress.done > 0 {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    fn warning(&self, _: &Warning) {}
}

#[test]
fn whoever_only_looks_leaves_no_trace_and_a_cancelled_building_no_file() {
    let place = Place::with_codes();
    coarse_tiles(&place.opened());
    assert!(!place.overviews().exists());
    let switch = Arc::<AtomicBool>::default();
    let supervision = Supervision::new(Arc::new(Impatient(switch.clone())), switch, DEFAULT_MEMORY_BUDGET_BYTES);
    let outcome = place.opened().build_overviews(&place.overviews(), &supervision);
    assert!(matches!(outcome, Err(OperationError::Cancelled(_))), "{outcome:?}");
    assert_eq!(std::fs::read_dir(place.overviews()).unwrap().count(), 0);
}

#[test]
fn a_small_image_has_no_overviews() {
    let place = Place::with_codes();
    let product = ViewedProduct::open(&place.raster(), None, &Supervision::unattended()).unwrap();
    assert_eq!(place.build(&product), OverviewsBuilt::NotKept);
    assert!(!place.overviews().exists());
}

#[test]
fn the_oldest_overviews_make_room_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, age_seconds: u64| {
        let file = std::fs::File::create(folder.path().join(name)).unwrap();
        file.set_len(100).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(age_seconds)).unwrap();
    };
    put("b.viq-overviews", 3000);
    put("a.viq-overviews", 2000);
    put("c.viq-overviews", 1000);
    put("notes.txt", 900_000);
    put(".d.viq-overviews.x1.part", 900_000);
    let left = || {
        let mut names: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert!(make_room(folder.path(), 100, 400).unwrap());
    assert_eq!(left(), ["a.viq-overviews", "b.viq-overviews", "c.viq-overviews", "notes.txt"]);
    assert!(make_room(folder.path(), 100, 399).unwrap());
    assert_eq!(left(), ["a.viq-overviews", "c.viq-overviews", "notes.txt"]);
    assert!(!make_room(folder.path(), 401, 400).unwrap());
    assert!(make_room(folder.path(), 301, 400).unwrap());
    assert_eq!(left(), ["notes.txt"]);
}

#[test]
fn unused_reasons_are_no_reasons() {
    let every = NoDataReason::ALL.into_iter().fold(Reasons::VALID, |all, reason| all.union(Reasons::only(reason)));
    assert_eq!(Reasons::from_bits(every.bits()), Some(every));
    assert_eq!(Reasons::from_bits(0x80), None);
}
