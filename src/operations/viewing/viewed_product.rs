//! A product that is looked at: opened once, asked many things from many threads.

use std::path::{Path, PathBuf};

use super::coordinates::Coordinates;
use super::kept_tiles::KeptTiles;
use super::known_statistics::KnownStatistics;
use super::overviews::Overviews;
use super::tile_cache::DEFAULT_TILE_CACHE_BYTES;
use super::tile_place::{Levels, TilePlace};
use super::tile_reading::Readings;
use super::viewed_band::ViewedBand;
use crate::imagery::picture::ChannelSource;
use crate::imagery::{RasterSource, Window};
use crate::instrument::InstrumentModel;
use crate::operations::{OperationError, ProductInfo};
use crate::product_files::{self, Product};
use crate::supervision::Supervision;

/// Cells along one side of a tile when nobody said otherwise.
pub const DEFAULT_TILE_SIDE: usize = 256;

/// How a product is opened for looking at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewingSettings {
    /// Cells along one side of a tile.
    pub tile_side: usize,
    /// Bytes of samples that are kept. The raster library keeps its own, see [`LIBRARY_CACHE_BYTES`](super::LIBRARY_CACHE_BYTES).
    pub cache_bytes: usize,
    /// Where overviews lie that [`ViewedProduct::build_overviews`] made; they are used where there are good ones. Nothing is written there.
    pub overview_folder: Option<PathBuf>,
}

impl Default for ViewingSettings {
    fn default() -> Self {
        Self { tile_side: DEFAULT_TILE_SIDE, cache_bytes: DEFAULT_TILE_CACHE_BYTES, overview_folder: None }
    }
}

/// A product that is looked at. Shared by threads (`Arc`); every query may be cancelled and then delivers nothing.
pub struct ViewedProduct {
    pub(super) path: PathBuf,
    pub(super) image: Option<PathBuf>,
    pub(super) info: ProductInfo,
    pub(super) bands: Vec<ViewedBand>,
    pub(super) product: Product,
    pub(super) raster: Box<dyn RasterSource>,
    pub(super) levels: Levels,
    pub(super) cache: KeptTiles,
    pub(super) readings: Readings,
    pub(super) known_statistics: KnownStatistics,
    pub(super) overviews: Overviews,
}

impl ViewedProduct {
    /// Opens the product at `path`; `image` pairs a header with a raster.
    ///
    /// # Errors
    /// [`OperationError`] when there is no product, or none with pixels.
    pub fn open(path: &Path, image: Option<&Path>, supervision: &Supervision) -> Result<Self, OperationError> {
        Self::open_with(path, image, &ViewingSettings::default(), supervision)
    }

    /// Opens with other settings than the usual ones.
    ///
    /// # Errors
    /// As [`ViewedProduct::open`].
    pub fn open_with(
        path: &Path,
        image: Option<&Path>,
        settings: &ViewingSettings,
        supervision: &Supervision,
    ) -> Result<Self, OperationError> {
        let open = product_files::open(path, image, supervision)?;
        let size = open.raster.size();
        let levels = Levels { lines: size.lines, columns: size.columns, tile_side: settings.tile_side.max(1) };
        let folder = settings.overview_folder.as_deref();
        let overviews = Overviews::of(&open.product, image, size, levels, folder, supervision);
        let instrument = InstrumentModel::built_in().ok();
        let bands: Vec<ViewedBand> =
            open.product.bands.iter().map(|band| ViewedBand::of(band, instrument.as_ref())).collect();
        let cache = KeptTiles::own(settings.cache_bytes, bands.len());
        Ok(Self {
            path: path.to_path_buf(),
            image: image.map(Path::to_path_buf),
            info: ProductInfo::from(open.product.clone()),
            bands,
            product: open.product,
            raster: open.raster,
            levels,
            cache,
            readings: Readings::default(),
            known_statistics: KnownStatistics::default(),
            overviews,
        })
    }

    /// What the product says of itself.
    pub fn info(&self) -> &ProductInfo {
        &self.info
    }

    /// The path as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The raster that was paired with the header.
    pub fn image(&self) -> Option<&Path> {
        self.image.as_deref()
    }

    /// Lines of the image.
    pub fn lines(&self) -> usize {
        self.levels.lines
    }

    /// Columns of the image.
    pub fn columns(&self) -> usize {
        self.levels.columns
    }

    /// All pixels.
    pub fn whole(&self) -> Window {
        Window::new(0, 0, self.levels.lines, self.levels.columns)
    }

    /// Number of levels. A cell of level k is the mean of the valid samples of 2^k × 2^k pixels; level 0 are the pixels, and the coarsest
    /// level is one tile.
    pub fn n_levels(&self) -> usize {
        self.levels.n_levels()
    }

    /// Cells along one side of a tile.
    pub fn tile_side(&self) -> usize {
        self.levels.tile_side
    }

    /// The bands, in the order of the raster.
    pub fn bands(&self) -> &[ViewedBand] {
        &self.bands
    }

    /// The band of this name.
    pub fn band(&self, name: &str) -> Option<&ViewedBand> {
        self.bands.iter().find(|band| band.name == name)
    }

    /// Rows and columns of tiles of a level.
    pub fn tiles(&self, level: usize) -> (usize, usize) {
        self.levels.tiles(level)
    }

    /// The pixels that a tile covers, cut at the image's end; none where there is no such tile.
    pub fn tile_window(&self, place: TilePlace) -> Window {
        self.levels.pixels_under(place.level, self.levels.cells_of(place))
    }

    /// The tiles of a level that cover a window of pixels.
    pub fn tiles_covering(&self, level: usize, pixels: Window) -> Vec<TilePlace> {
        let cells = Levels::cells_touching(level, self.inside(pixels));
        self.levels.tiles_touching(level, cells).filter(|place| self.levels.has(*place)).collect()
    }

    /// Whether the samples of these tiles are kept, so that they are drawn without reading.
    pub fn holds_samples(&self, sources: &[ChannelSource], places: &[TilePlace]) -> bool {
        let Ok(channels) = self.channels(sources) else { return false };
        places.iter().all(|place| channels.bands.iter().all(|band| self.cache.has(*band, *place)))
    }

    /// Bytes of samples that are kept now; never more than the budget that was set at the opening.
    pub fn cached_bytes(&self) -> usize {
        self.cache.bytes()
    }

    /// A place of the image in every frame that its georeference knows; [`ImagePlaces`](super::ImagePlaces) knows the model's too.
    pub fn coordinates(&self, line: f64, column: f64) -> Coordinates {
        Coordinates::of(self.product.georeference.as_ref(), line, column)
    }

    /// Index and description of the band `name`.
    pub(super) fn band_index(&self, name: &str) -> Result<usize, OperationError> {
        self.bands.iter().position(|band| band.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.bands.iter().map(|band| band.name.as_str()).collect();
            OperationError::Usage(format!(
                "needed a band of the product ({}), found \"{name}\": {}",
                names.join(", "),
                self.path.display()
            ))
        })
    }

    /// Unit of a channel.
    pub(super) fn unit(&self, source: &ChannelSource) -> String {
        match source {
            ChannelSource::Band(name) => self.band(name).map_or("code", |band| band.quantity).to_owned(),
            ChannelSource::Expression(_) => "1".to_owned(),
        }
    }

    /// The part of a window that lies in the image.
    pub(super) fn inside(&self, window: Window) -> Window {
        let (line, column) = (window.line.min(self.lines()), window.column.min(self.columns()));
        let lines = window.line.saturating_add(window.lines).min(self.lines()) - line;
        Window::new(line, column, lines, window.column.saturating_add(window.columns).min(self.columns()) - column)
    }

    /// The part of a window that lies in the image, of at least one pixel.
    pub(super) fn required(&self, window: Window) -> Result<Window, OperationError> {
        let inside = self.inside(window);
        if inside.pixels() > 0 {
            return Ok(inside);
        }
        let Window { line, column, lines, columns } = window;
        Err(OperationError::Usage(format!(
            "needed at least one pixel of the image of {} lines × {} columns, found {lines} lines × {columns} columns from line {line}, \
             column {column}: {}",
            self.lines(),
            self.columns(),
            self.path.display()
        )))
    }
}
