//! The scene's ground and clouds, by windows of their lattices.

use super::clouds::Clouds;
use super::cover_tile::{CoverTile, TILE_CELLS};
use super::end_members::END_MEMBERS;
use super::fractal::{FractalScratch, LatticeWindow};
use super::land_cover::LandCover;
use super::mosaic::{for_each_tile, offset_in, offset_in_tile};
use super::relief::{POST_CELLS, Relief};
use super::scene_frame::SceneFrame;
use super::settings::{SceneSettings, SceneSettingsError};
use super::tile_cache::TileCache;

/// Posts along one side of a tile of heights or of clouds.
const TILE_POSTS: i32 = 64;

/// Cover, heights and clouds around a place, each on a lattice of the scene's frame.
///
/// Cells stand at whole numbers of cells (along, across); posts of relief and clouds every [`POST_CELLS`] cells. Between them everything is bilinear: that
/// surface is the scene, for every band and every moment alike.
pub struct Ground {
    frame: SceneFrame,
    settings: SceneSettings,
    relief: Relief,
    clouds: Option<Clouds>,
    cover: LandCover,
    cover_tiles: TileCache<CoverTile>,
    relief_tiles: TileCache<Vec<f32>>,
    cloud_tiles: TileCache<Vec<f32>>,
    wind_cells_s: [f64; 2],
}

/// Shares of the cache: heights and clouds have a 64th of the cells' nodes, of two thirds of the bytes, and margins of whole tiles.
struct CacheShares {
    cover: u64,
    posts: u64,
}

impl CacheShares {
    fn of(bytes: u64) -> Self {
        Self { cover: bytes / 8 * 7, posts: bytes / 16 }
    }
}

impl Ground {
    /// The ground of some settings and seed. `sun` points to the Sun (along, across, up in the scene's frame); tiles are kept within `cache_bytes`.
    ///
    /// # Errors
    /// [`SceneSettingsError`] for a setting that no scene can have.
    pub fn new(
        settings: &SceneSettings,
        seed: u64,
        frame: SceneFrame,
        sun: [f64; 3],
        cache_bytes: u64,
    ) -> Result<Self, SceneSettingsError> {
        settings.check()?;
        let per_s = |clouds: &super::settings::CloudSettings| {
            let wind = frame.axes_from_north_east([clouds.wind_north_m_s, clouds.wind_east_m_s]);
            wind.map(|metres| metres / frame.cell_m())
        };
        let shares = CacheShares::of(cache_bytes);
        Ok(Self {
            frame,
            settings: settings.clone(),
            relief: Relief::new(seed, settings.relief, settings.coast.as_ref(), &frame),
            clouds: settings.clouds.as_ref().map(|clouds| Clouds::new(seed, clouds, &frame)),
            cover: LandCover::new(seed, settings, &frame, sun),
            cover_tiles: TileCache::new(shares.cover, CoverTile::bytes),
            relief_tiles: TileCache::new(shares.posts, |posts| posts.len() * size_of::<f32>()),
            cloud_tiles: TileCache::new(shares.posts, |posts| posts.len() * size_of::<f32>()),
            wind_cells_s: settings.clouds.as_ref().map_or([0.0; 2], per_s),
        })
    }

    /// Keeps tiles within so many bytes from now on.
    pub fn keep_within(&mut self, cache_bytes: u64) {
        let shares = CacheShares::of(cache_bytes);
        self.cover_tiles.keep_within(shares.cover);
        self.relief_tiles.keep_within(shares.posts);
        self.cloud_tiles.keep_within(shares.posts);
    }

    /// The frame that it is laid out in.
    pub fn frame(&self) -> &SceneFrame {
        &self.frame
    }

    /// What it was made of.
    pub fn settings(&self) -> &SceneSettings {
        &self.settings
    }

    /// How far the clouds go in a second, cells along and across.
    pub fn wind_cells_s(&self) -> [f64; 2] {
        self.wind_cells_s
    }

    /// Height of the clouds above the ellipsoid, metres; none where the sky is clear.
    pub fn cloud_height_m(&self) -> Option<f64> {
        self.settings.clouds.as_ref().map(|clouds| clouds.height_m)
    }

    /// Lowest and highest ground there can be, metres above the ellipsoid.
    pub fn height_range_m(&self) -> [f64; 2] {
        self.relief.range_m()
    }

    /// Reflectance of each cell of a window in a band, by the reflectances of its end members; slopes that face the Sun are brighter.
    pub fn reflectance(&self, cells: LatticeWindow, members: [f32; END_MEMBERS], reflectances: &mut [f32]) {
        for_each_tile(cells, TILE_CELLS, |place, part| {
            let (mut to, mut from) = (offset_in(cells, part), offset_in_tile(part, TILE_CELLS));
            let make = || self.cover.tile(place, &self.relief);
            self.cover_tiles.with(place, make, |tile| {
                for _ in 0..part.lines {
                    tile.mix(from, members, &mut reflectances[to..to + part.columns]);
                    to += cells.columns;
                    from += TILE_CELLS as usize;
                }
            });
        });
    }

    /// Heights above the ellipsoid at posts, metres: of the land, or of the water that lies over it.
    pub fn heights(&self, posts: LatticeWindow, heights: &mut [f32]) {
        fill_from(&self.relief_tiles, posts, heights, |window, values| {
            self.relief.fill_above_water(window, values, &mut FractalScratch::default());
            for value in values {
                *value = self.relief.surface(*value);
            }
        });
    }

    /// Opacity of the clouds (0 to 1) at posts, at the moment the scene counts from; 0 where there is no cloud.
    pub fn cloud_opacities(&self, posts: LatticeWindow, opacities: &mut [f32]) {
        match &self.clouds {
            Some(clouds) => fill_from(&self.cloud_tiles, posts, opacities, |window, values| {
                clouds.fill(window, values, &mut FractalScratch::default());
            }),
            None => opacities.fill(0.0),
        }
    }

    /// Height of the ground at a place of the frame (cells along and across), metres above the ellipsoid.
    pub fn height_at(&self, cells: [f64; 2]) -> f64 {
        bilinear_at_posts(cells, |window, values| self.heights(window, values))
    }

    /// Opacity of the clouds over a place at a moment in seconds.
    pub fn cloud_at(&self, cells: [f64; 2], time_s: f64) -> f64 {
        let still = [0, 1].map(|axis| cells[axis] - self.wind_cells_s[axis] * time_s);
        bilinear_at_posts(still, |window, values| self.cloud_opacities(window, values))
    }
}

fn bilinear_at_posts(cells: [f64; 2], fill: impl FnOnce(LatticeWindow, &mut [f32])) -> f64 {
    let posts = cells.map(|cell| cell / f64::from(POST_CELLS));
    let window = LatticeWindow { line: posts[0].floor() as i32, column: posts[1].floor() as i32, lines: 2, columns: 2 };
    let mut corners = [0.0; 4];
    fill(window, &mut corners);
    let [v, u] = posts.map(|post| post - post.floor());
    let [a, b, c, d] = corners.map(f64::from);
    let (above, below) = (a + u * (b - a), c + u * (d - c));
    above + v * (below - above)
}

fn fill_from(
    tiles: &TileCache<Vec<f32>>,
    posts: LatticeWindow,
    values: &mut [f32],
    make: impl Fn(LatticeWindow, &mut [f32]),
) {
    const SIDE: usize = TILE_POSTS as usize;
    for_each_tile(posts, TILE_POSTS, |place, part| {
        let made = || {
            let window =
                LatticeWindow { line: place.0 * TILE_POSTS, column: place.1 * TILE_POSTS, lines: SIDE, columns: SIDE };
            let mut tile = vec![0.0; SIDE * SIDE];
            make(window, &mut tile);
            tile
        };
        let (mut to, mut from) = (offset_in(posts, part), offset_in_tile(part, TILE_POSTS));
        tiles.with(place, made, |tile| {
            for _ in 0..part.lines {
                values[to..to + part.columns].copy_from_slice(&tile[from..from + part.columns]);
                to += posts.columns;
                from += SIDE;
            }
        });
    });
}
