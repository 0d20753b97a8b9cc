//! What covers the ground, cell by cell: shares of soil, vegetation, water and bright surfaces, with their brightness.

use super::clouds::normal_quantile;
use super::cover_tile::{Cover, CoverTile, SIDE, TILE_CELLS};
use super::fractal::{Fractal, FractalScratch, LatticeWindow, mixed32};
use super::parcels::{Crop, Parcel, Parcels};
use super::relief::{POST_CELLS, Relief};
use super::scene_frame::SceneFrame;
use super::settings::SceneSettings;

const BLOCK: usize = POST_CELLS as usize;
const POSTS: usize = SIDE / BLOCK + 1;

/// Detail of the shore in metres of height a standard deviation of the cover's field.
const SHORE_M: f32 = 1.5;

/// The cover of the whole scene, as rules.
pub(super) struct LandCover {
    greenness: Fractal,
    brightness: Fractal,
    settled: Fractal,
    settled_above: f32,
    block_cells: i32,
    parcels: Parcels,
    salt: u32,
    settings: SceneSettings,
    /// Towards the Sun along, across and up.
    sun: Option<[f32; 3]>,
    post_m: f32,
}

/// Working memory for one tile.
#[derive(Default)]
struct Scratch {
    fractal: FractalScratch,
    parcels: Vec<Parcel>,
    near: Vec<Parcel>,
}

/// What is known at the posts of a tile.
struct Posts {
    above_water: [f32; POSTS * POSTS],
    shade: [f32; POSTS * POSTS],
    settled: [f32; POSTS * POSTS],
}

impl LandCover {
    /// `sun` points to the Sun: along, across, up.
    pub(super) fn new(seed: u64, settings: &SceneSettings, frame: &SceneFrame, sun: [f64; 3]) -> Self {
        let cell_m = frame.cell_m();
        let post_m = cell_m * f64::from(POST_CELLS);
        let ground = &settings.ground;
        let scales = [1.0, ground.largest_scale_m / cell_m];
        Self {
            greenness: Fractal::new(seed, 4, ground.spectral_exponent, scales, 1.0),
            brightness: Fractal::new(seed, 5, ground.spectral_exponent, scales, 1.0),
            settled: Fractal::new(seed, 6, 3.0, [200.0 / post_m, 3_000.0 / post_m], 1.0),
            settled_above: normal_quantile(1.0 - settings.settlements.share) as f32,
            block_cells: ((settings.settlements.block_m / cell_m).round() as i32).max(3),
            parcels: Parcels::new(seed, &settings.fields, cell_m),
            salt: mixed32(seed as u32 ^ mixed32((seed >> 32) as u32 ^ 0x70b5_0000)),
            settings: settings.clone(),
            sun: settings.relief.shading.then(|| sun.map(|part| part as f32)),
            post_m: post_m as f32,
        }
    }

    /// Makes a tile.
    pub(super) fn tile(&self, (tile_line, tile_column): (i32, i32), relief: &Relief) -> CoverTile {
        let mut scratch = Scratch::default();
        let first = [tile_line * TILE_CELLS, tile_column * TILE_CELLS];
        let window = LatticeWindow { line: first[0], column: first[1], lines: SIDE, columns: SIDE };
        let (mut green, mut bright) = (vec![0.0; SIDE * SIDE], vec![0.0; SIDE * SIDE]);
        self.greenness.fill(window, &mut green, &mut scratch.fractal);
        self.brightness.fill(window, &mut bright, &mut scratch.fractal);
        let posts = self.posts(first, relief, &mut scratch.fractal);
        self.parcels.around(first, TILE_CELLS, &mut scratch.parcels, &mut scratch.fractal);
        let mut tile = CoverTile::default();
        for block_line in 0..SIDE / BLOCK {
            for block_column in 0..SIDE / BLOCK {
                let block = Block { line: block_line * BLOCK, column: block_column * BLOCK, first };
                self.cover_block(block, &posts, [&green, &bright], &mut scratch, &mut tile);
            }
        }
        tile
    }

    fn posts(&self, first: [i32; 2], relief: &Relief, scratch: &mut FractalScratch) -> Posts {
        const WIDE: usize = POSTS + 2;
        let [line, column] = first.map(|cell| cell / POST_CELLS);
        let mut heights = [0.0; WIDE * WIDE];
        let wide = LatticeWindow { line: line - 1, column: column - 1, lines: WIDE, columns: WIDE };
        relief.fill_above_water(wide, &mut heights, scratch);
        let mut posts =
            Posts { above_water: [0.0; POSTS * POSTS], shade: [1.0; POSTS * POSTS], settled: [0.0; POSTS * POSTS] };
        let own = LatticeWindow { line, column, lines: POSTS, columns: POSTS };
        self.settled.fill(own, &mut posts.settled, scratch);
        for line in 0..POSTS {
            for column in 0..POSTS {
                let at = (line + 1) * WIDE + column + 1;
                posts.above_water[line * POSTS + column] = heights[at];
                if let Some([along, across, up]) = self.sun {
                    // Cosine of the Sun's angle to the slope over that to the level ground.
                    let per_m = 0.5 / self.post_m;
                    let rise = [
                        (heights[at + WIDE] - heights[at - WIDE]) * per_m,
                        (heights[at + 1] - heights[at - 1]) * per_m,
                    ];
                    let tilt = (1.0 + rise[0] * rise[0] + rise[1] * rise[1]).sqrt();
                    let facing = (up - along * rise[0] - across * rise[1]) / (tilt * up.max(0.05));
                    posts.shade[line * POSTS + column] = facing.clamp(0.0, 1.8);
                }
            }
        }
        posts
    }

    /// Fills a block of cells between four posts.
    fn cover_block(
        &self,
        block: Block,
        posts: &Posts,
        [green, bright]: [&[f32]; 2],
        scratch: &mut Scratch,
        tile: &mut CoverTile,
    ) {
        let post = block.line / BLOCK * POSTS + block.column / BLOCK;
        let corners =
            |field: &[f32; POSTS * POSTS]| [field[post], field[post + 1], field[post + POSTS], field[post + POSTS + 1]];
        let (heights, shades) = (corners(&posts.above_water), corners(&posts.shade));
        let settled = corners(&posts.settled).into_iter().sum::<f32>() > 4.0 * self.settled_above;
        Self::parcels_near(block, scratch);
        let one = (scratch.near.len() == 1).then(|| scratch.near[0].crop);
        for line in 0..BLOCK {
            let row = (block.line + line) * SIDE + block.column;
            let v = line as f32 / BLOCK as f32;
            let between = |c: [f32; 4]| {
                let (left, right) = (c[0] + v * (c[2] - c[0]), c[1] + v * (c[3] - c[1]));
                (left, (right - left) / BLOCK as f32)
            };
            let (height, height_step) = between(heights);
            let (shade, shade_step) = between(shades);
            for column in 0..BLOCK {
                let at = row + column;
                let (green, bright) = (green[at], bright[at]);
                let shade = shade + shade_step * column as f32;
                let dry = height + height_step * column as f32 + SHORE_M * green > 0.0;
                if !dry {
                    tile.store(at, Cover::Water(1.0 + 0.1 * bright));
                    continue;
                }
                let land = if settled {
                    self.settlement([block.line + line, block.column + column], block.first, bright)
                } else {
                    let crop = one.unwrap_or_else(|| {
                        nearest(&scratch.near, [(block.line + line) as f32, (block.column + column) as f32])
                    });
                    self.open_land(crop, green, bright)
                };
                tile.store(at, Cover::Land(land.map(|amount| amount * shade)));
            }
        }
    }

    /// The polygons that may hold a cell of a block.
    fn parcels_near(block: Block, scratch: &mut Scratch) {
        let middle = [block.line, block.column].map(|first| first as f32 + 0.5 * (BLOCK - 1) as f32);
        let distance = |parcel: &Parcel| (parcel.seed[0] - middle[0]).hypot(parcel.seed[1] - middle[1]);
        let nearest = scratch.parcels.iter().map(distance).fold(f32::INFINITY, f32::min);
        // A cell is at most this far from the middle, and sees both seeds by as much nearer or farther.
        let half_diagonal = 0.5 * (BLOCK - 1) as f32 * std::f32::consts::SQRT_2 + 0.01;
        scratch.near.clear();
        let Scratch { parcels, near, .. } = scratch;
        near.extend(parcels.iter().filter(|parcel| distance(parcel) <= nearest + 2.0 * half_diagonal));
        // Where neighbours carry the same, their border shows nothing.
        if near.iter().all(|parcel| parcel.crop == near[0].crop) {
            near.truncate(1);
        }
    }

    fn open_land(&self, crop: Crop, green: f32, bright: f32) -> [f32; 3] {
        let ground = &self.settings.ground;
        let (greenness, brightness) = match crop {
            Crop::Wild => (
                ground.greenness as f32 + ground.greenness_spread as f32 * green,
                1.0 + ground.brightness_spread as f32 * bright,
            ),
            // A crop stands more evenly than what grew by itself.
            Crop::Field { greenness, brightness } => (
                greenness + 0.25 * ground.greenness_spread as f32 * green,
                brightness * (1.0 + 0.3 * ground.brightness_spread as f32 * bright),
            ),
        };
        let (greenness, brightness) = (greenness.clamp(0.0, 1.0), brightness.clamp(0.2, 2.0));
        [(1.0 - greenness) * brightness, greenness * (0.6 + 0.4 * brightness), 0.0]
    }

    /// Roofs, gardens and roads of a settlement.
    fn settlement(&self, cell: [usize; 2], first: [i32; 2], bright: f32) -> [f32; 3] {
        let [line, column] = [cell[0] as i32 + first[0], cell[1] as i32 + first[1]];
        let side = self.block_cells;
        let brightness = (1.0 + 0.3 * self.settings.ground.brightness_spread as f32 * bright).clamp(0.2, 2.0);
        let (own_line, own_column) = (line.rem_euclid(side), column.rem_euclid(side));
        // A road of one cell in ten, one cell at least, on two sides of each block.
        let road = (side / 10).max(1);
        if own_line < road || own_column < road {
            return [0.2 * brightness, 0.0, 0.3 * brightness];
        }
        let bits = mixed32(
            (line.div_euclid(side) as u32).wrapping_mul(0x9e37_79b1)
                ^ mixed32((column.div_euclid(side) as u32).wrapping_mul(0x85eb_ca6b) ^ self.salt),
        );
        let share = (bits & 0xffff) as f32 / 65_536.0;
        if bits >> 30 == 0 {
            [0.2 * brightness, 0.8, 0.0]
        } else {
            [0.15 * brightness, 0.1 * (1.0 - share), (0.35 + 1.1 * share) * brightness]
        }
    }
}

#[derive(Clone, Copy)]
struct Block {
    line: usize,
    column: usize,
    /// First cell of the tile.
    first: [i32; 2],
}

fn nearest(parcels: &[Parcel], cell: [f32; 2]) -> Crop {
    let mut best = (f32::INFINITY, Crop::Wild);
    for parcel in parcels {
        let (along, across) = (parcel.seed[0] - cell[0], parcel.seed[1] - cell[1]);
        let squared = along * along + across * across;
        if squared < best.0 {
            best = (squared, parcel.crop);
        }
    }
    best.1
}
