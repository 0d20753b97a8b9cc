//! Pictures of tiles on the graphics card, fetched in the background: what is seen first, the latest request wins, under a stated number of
//! bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Color32, ColorImage, Context, TextureFilter, TextureHandle, TextureId, TextureOptions, TextureWrapMode};

use crate::imagery::Picture;
use crate::operations::OperationError;
use crate::operations::viewing::{PictureContract, TilePlace, ViewedProduct};
use crate::workbench::queries::{Pending, Priority, Queries};

/// Bytes of textures that are kept: four views of 1400 × 900 points and what is around them. A software renderer keeps them in memory.
pub(crate) const TEXTURE_BUDGET_BYTES: usize = 64 << 20;

/// Tiles asked for at once; the next are asked for when these have arrived.
const MOST_PENDING: usize = 48;

/// Bytes handed to the graphics card in a frame, so that no frame is long; the rest follows in the next. A whole view with another stretch
/// is less.
const MOST_UPLOADED_BYTES: usize = 16 << 20;

/// How long a frame stands still, at most, for tiles that are about to take the place of others: the picture then follows the hand in the very
/// frame, instead of one or two later.
const MOST_WAITING: Duration = Duration::from_millis(40);

/// The number of a product and a contract: tiles with the same number are the same picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PictureId(u32);

type TileKey = (PictureId, TilePlace);

/// A picture that tiles are of.
struct Drawn {
    id: PictureId,
    product: Arc<ViewedProduct>,
    contract: Arc<PictureContract>,
    used: u64,
}

struct Texture {
    handle: TextureHandle,
    bytes: usize,
    used: u64,
    arrived: f64,
}

/// What is known of a tile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum TileState {
    /// It can be painted; it arrived at this time of the window, seconds.
    Ready(TextureId, f64),
    /// It is not there.
    Missing,
    /// It cannot be drawn.
    Failed,
}

/// The pictures of tiles.
pub(crate) struct TileStore {
    budget_bytes: usize,
    bytes: usize,
    pictures: Vec<Drawn>,
    next_picture: u32,
    textures: BTreeMap<TileKey, Texture>,
    pending: BTreeMap<TileKey, Pending<ColorImage>>,
    failed: BTreeMap<TileKey, String>,
    wanted: Vec<(TileKey, Priority)>,
    frame: u64,
    /// How long this frame has stood still.
    waited: Duration,
}

impl Default for TileStore {
    fn default() -> Self {
        Self::with_budget(TEXTURE_BUDGET_BYTES)
    }
}

impl TileStore {
    /// A store that keeps `budget_bytes` of textures, and what is in view beyond that.
    pub(crate) const fn with_budget(budget_bytes: usize) -> Self {
        Self {
            budget_bytes,
            bytes: 0,
            pictures: Vec::new(),
            next_picture: 0,
            textures: BTreeMap::new(),
            pending: BTreeMap::new(),
            failed: BTreeMap::new(),
            wanted: Vec::new(),
            frame: 0,
            waited: Duration::ZERO,
        }
    }

    /// Begins a frame: takes in what has arrived, to be painted in this very frame; what is wanted is said anew.
    pub(crate) fn begin_frame(&mut self, context: &Context) {
        self.frame += 1;
        self.waited = Duration::ZERO;
        self.wanted.clear();
        self.take_in(context);
    }

    /// Asks for tiles of a picture now, and stands still until they are there, or as long as this frame may. What was asked for before them and is
    /// not on the screen gives way; it is asked for again at the frame's end, where it is still wanted.
    pub(crate) fn wait_for(&mut self, id: PictureId, places: &[TilePlace], queries: &Queries, context: &Context) {
        let began = Instant::now();
        let deadline = began + MOST_WAITING.saturating_sub(self.waited);
        let on_screen: BTreeSet<TileKey> =
            self.wanted.iter().filter(|(_, priority)| *priority >= Priority::Visible).map(|(key, _)| *key).collect();
        self.pending.retain(|key, _| key.0 == id || on_screen.contains(key));
        for place in places {
            self.ask_for((id, *place), Priority::Visible, queries);
        }
        let mut uploaded = 0;
        for place in places {
            let key = (id, *place);
            let Some(found) = self.pending.get(&key).and_then(|pending| pending.wait_until(deadline)) else { continue };
            self.pending.remove(&key);
            uploaded += self.settle(key, found, context);
            if uploaded >= MOST_UPLOADED_BYTES {
                break;
            }
        }
        self.waited += began.elapsed();
    }

    /// The number of the picture of a product by a contract.
    pub(crate) fn picture(&mut self, product: &Arc<ViewedProduct>, contract: &PictureContract) -> PictureId {
        let frame = self.frame;
        let known = self.pictures.iter_mut().find(|picture| {
            Arc::ptr_eq(&picture.product, product)
                && (*picture.contract == *contract || draws_the_same(&picture.contract, contract))
        });
        if let Some(picture) = known {
            picture.used = frame;
            return picture.id;
        }
        let id = PictureId(self.next_picture);
        self.next_picture = self.next_picture.wrapping_add(1);
        let (product, contract) = (Arc::clone(product), Arc::new(contract.clone()));
        self.pictures.push(Drawn { id, product, contract, used: frame });
        id
    }

    /// Keeps a picture that is shown though nobody asked for it by its contract in this frame.
    pub(crate) fn keep(&mut self, id: PictureId) {
        let frame = self.frame;
        for picture in self.pictures.iter_mut().filter(|picture| picture.id == id) {
            picture.used = frame;
        }
    }

    /// The product and the contract of a picture.
    pub(crate) fn drawn(&self, id: PictureId) -> Option<(&Arc<ViewedProduct>, &Arc<PictureContract>)> {
        let picture = self.pictures.iter().find(|picture| picture.id == id)?;
        Some((&picture.product, &picture.contract))
    }

    /// What is known of a tile; one that is there counts as used.
    pub(crate) fn tile(&mut self, id: PictureId, place: TilePlace) -> TileState {
        let frame = self.frame;
        match self.textures.get_mut(&(id, place)) {
            Some(texture) => {
                texture.used = frame;
                TileState::Ready(texture.handle.id(), texture.arrived)
            }
            None if self.failed.contains_key(&(id, place)) => TileState::Failed,
            None => TileState::Missing,
        }
    }

    /// Wants a tile in this frame. Those wanted first are asked for first, among those of one priority.
    pub(crate) fn want(&mut self, id: PictureId, place: TilePlace, priority: Priority) {
        self.wanted.push(((id, place), priority));
    }

    /// Why a tile of a picture cannot be drawn.
    pub(crate) fn failure(&self, id: PictureId) -> Option<&str> {
        self.failed.iter().find(|((picture, _), _)| *picture == id).map(|(_, reason)| reason.as_str())
    }

    /// Ends a frame: asks for what is wanted, drops what is wanted no more, keeps to the budget.
    pub(crate) fn end_frame(&mut self, queries: &Queries) {
        self.wanted.sort_by_key(|(_, priority)| std::cmp::Reverse(*priority));
        let wanted: BTreeSet<TileKey> = self.wanted.iter().map(|(key, _)| *key).collect();
        self.pending.retain(|key, _| wanted.contains(key));
        self.ask(queries);
        self.keep_to_budget();
    }

    fn take_in(&mut self, context: &Context) {
        let mut arrived = Vec::new();
        let mut n_bytes = 0;
        for (key, pending) in &self.pending {
            if n_bytes >= MOST_UPLOADED_BYTES {
                context.request_repaint();
                break;
            }
            if let Some(found) = pending.poll() {
                n_bytes += found.as_ref().map_or(0, |image| 4 * image.pixels.len());
                arrived.push((*key, found));
            }
        }
        for (key, found) in arrived {
            self.pending.remove(&key);
            self.settle(key, found, context);
        }
    }

    /// Hands a tile to the graphics card, or notes why there is none; gives the bytes that were handed over.
    fn settle(&mut self, key: TileKey, found: Result<ColorImage, OperationError>, context: &Context) -> usize {
        let image = match found {
            Ok(image) => image,
            Err(error) => {
                self.failed.insert(key, error.to_string());
                return 0;
            }
        };
        let (bytes, arrived) = (4 * image.pixels.len(), context.input(|input| input.time));
        let handle = context.load_texture("tile", image, OPTIONS);
        self.bytes += bytes;
        let texture = Texture { handle, bytes, used: self.frame, arrived };
        if let Some(old) = self.textures.insert(key, texture) {
            self.bytes -= old.bytes;
        }
        bytes
    }

    fn ask(&mut self, queries: &Queries) {
        for (key, priority) in std::mem::take(&mut self.wanted) {
            self.ask_for(key, priority, queries);
        }
    }

    /// Asks for a tile, unless it is there, under way or not to be had, or too many are asked for.
    fn ask_for(&mut self, key: TileKey, priority: Priority, queries: &Queries) {
        let is_known =
            self.pending.contains_key(&key) || self.textures.contains_key(&key) || self.failed.contains_key(&key);
        if is_known || self.pending.len() >= MOST_PENDING {
            return;
        }
        let Some(picture) = self.pictures.iter().find(|picture| picture.id == key.0) else { return };
        let (product, contract, place) = (Arc::clone(&picture.product), Arc::clone(&picture.contract), key.1);
        let pending = queries.ask(priority, move |supervision| {
            product.draw_tile(&contract, place, supervision).map(|picture| texture_image(&picture))
        });
        self.pending.insert(key, pending);
    }

    /// Lets go of the textures that were shown longest ago, and of pictures that nothing is left of.
    fn keep_to_budget(&mut self) {
        if self.bytes > self.budget_bytes {
            let mut by_use: Vec<(u64, TileKey, usize)> = self
                .textures
                .iter()
                .filter(|(_, texture)| texture.used < self.frame)
                .map(|(key, texture)| (texture.used, *key, texture.bytes))
                .collect();
            by_use.sort_unstable();
            for (_, key, bytes) in by_use {
                if self.bytes <= self.budget_bytes {
                    break;
                }
                self.textures.remove(&key);
                self.bytes -= bytes;
            }
        }
        let (frame, textures, failed) = (self.frame, &self.textures, &mut self.failed);
        self.pictures.retain(|picture| {
            let of_it = (picture.id, TilePlace { level: 0, row: 0, column: 0 });
            let is_kept =
                picture.used == frame || textures.range(of_it..).next().is_some_and(|((id, _), _)| *id == picture.id);
            if !is_kept {
                failed.retain(|(id, _), _| *id != picture.id);
            }
            is_kept
        });
    }

    /// Whether nothing more is to come.
    pub(crate) fn is_settled(&self) -> bool {
        self.pending.is_empty()
    }

    /// Lets go of everything of products that are no more open.
    pub(crate) fn retain_products(&mut self, is_open: impl Fn(&Arc<ViewedProduct>) -> bool) {
        let closed: Vec<PictureId> =
            self.pictures.iter().filter(|picture| !is_open(&picture.product)).map(|picture| picture.id).collect();
        if closed.is_empty() {
            return;
        }
        self.pictures.retain(|picture| !closed.contains(&picture.id));
        self.pending.retain(|(id, _), _| !closed.contains(id));
        self.failed.retain(|(id, _), _| !closed.contains(id));
        let bytes = &mut self.bytes;
        self.textures.retain(|(id, _), texture| {
            let is_kept = !closed.contains(id);
            if !is_kept {
                *bytes -= texture.bytes;
            }
            is_kept
        });
    }
}

/// Whether two contracts give the same picture: what only the chip says makes no difference.
fn draws_the_same(one: &PictureContract, other: &PictureContract) -> bool {
    let numbers = |contract: &PictureContract| -> Vec<[u64; 2]> {
        contract.stretch.channels.iter().map(|channel| [channel.low.to_bits(), channel.high.to_bits()]).collect()
    };
    one.composition == other.composition
        && one.no_data == other.no_data
        && one.stretch.rule.curve == other.stretch.rule.curve
        && numbers(one) == numbers(other)
}

/// Pixels stay pixels when they are magnified.
const OPTIONS: TextureOptions = TextureOptions {
    magnification: TextureFilter::Nearest,
    minification: TextureFilter::Linear,
    wrap_mode: TextureWrapMode::ClampToEdge,
    mipmap_mode: None,
};

/// A picture as the toolkit wants it; made on the thread that drew it.
fn texture_image(picture: &Picture) -> ColorImage {
    let pixels = picture
        .rgba
        .chunks_exact(4)
        .map(|pixel| match pixel[3] {
            255 => Color32::from_rgb(pixel[0], pixel[1], pixel[2]),
            0 => Color32::TRANSPARENT,
            alpha => Color32::from_rgba_unmultiplied(pixel[0], pixel[1], pixel[2], alpha),
        })
        .collect();
    ColorImage::new([picture.width, picture.height], pixels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::picture::NoDataLook;
    use crate::operations::viewing::{Effort, ViewingSettings};
    use crate::supervision::Supervision;
    use crate::workbench::viewer::tests::bench::slopes;
    use crate::workbench::waking::Waking;

    /// An image of 6 × 9 tiles or more of 32 pixels, and what it is drawn with.
    fn slopes_and_contract(folder: &std::path::Path) -> (Arc<ViewedProduct>, PictureContract) {
        let settings = ViewingSettings { tile_side: 32, ..ViewingSettings::default() };
        let supervision = Supervision::unattended();
        let path = slopes(folder, "slopes");
        let product = Arc::new(ViewedProduct::open_with(&path, None, &settings, &supervision).unwrap());
        let composition = product.usual_composition();
        let rule = "minmax".parse().unwrap();
        let stretch = product.resolve(&composition, &rule, None, Effort::Exact, &supervision).unwrap();
        (product, PictureContract { composition, stretch, no_data: NoDataLook::default() })
    }

    #[test]
    fn tiles_that_are_waited_for_are_there_in_the_same_frame_and_do_not_drive_out_what_another_view_waits_for() {
        let folder = tempfile::tempdir().unwrap();
        let (product, contract) = slopes_and_contract(folder.path());
        let (context, queries) = (Context::default(), Queries::new(Waking::default()));
        let mut store = TileStore::default();
        store.begin_frame(&context);
        let id = store.picture(&product, &contract);
        let [here, there] = [0, 4].map(|row| [0, 1].map(|column| TilePlace { level: 0, row, column }));
        let mut n_at_once = 0;
        for places in [here, there] {
            store.wait_for(id, &places, &queries, &context);
            for place in places {
                n_at_once += usize::from(matches!(store.tile(id, place), TileState::Ready(..)));
                store.want(id, place, Priority::Visible);
            }
        }
        store.end_frame(&queries);
        // A machine that is busy elsewhere may let the 40 ms pass; what is not there then is still under way.
        assert_eq!(n_at_once + store.pending.len(), 4);
        assert!(n_at_once > 0, "none in the frame");
    }

    #[test]
    fn panning_over_many_tiles_keeps_to_the_budget_and_what_was_let_go_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let (product, contract) = slopes_and_contract(folder.path());
        let (context, queries) = (Context::default(), Queries::new(Waking::default()));
        let tile_bytes = 4 * 32 * 32;
        let budget = 6 * tile_bytes;
        let mut store = TileStore::with_budget(budget);
        // Four tiles in view, over 6 × 9 tiles and back to the first.
        let corners = (0..5).flat_map(|row| (0..8).map(move |column| (row, column))).chain([(0, 0)]);
        let mut n_seen = 0;
        for (row, column) in corners {
            let view = [(0, 0), (0, 1), (1, 0), (1, 1)];
            let view = view.map(|(down, right)| TilePlace { level: 0, row: row + down, column: column + right });
            for _ in 0..3000 {
                store.begin_frame(&context);
                let id = store.picture(&product, &contract);
                let states = view.map(|place| store.tile(id, place));
                for (place, _) in view.into_iter().zip(states).filter(|(_, state)| *state == TileState::Missing) {
                    store.want(id, place, Priority::Pointer);
                }
                store.end_frame(&queries);
                let textures = context.tex_manager();
                let textures = textures.read();
                let held: usize =
                    textures.allocated().filter(|(_, t)| t.name == "tile").map(|(_, t)| t.bytes_used()).sum();
                assert!(held <= budget && held == store.bytes, "{held} {}", store.bytes);
                if states.iter().all(|state| matches!(state, TileState::Ready(..))) {
                    n_seen += 1;
                    break;
                }
                drop(textures);
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        }
        assert_eq!(n_seen, 41);
        assert!(store.bytes > budget - tile_bytes, "what there is room for is kept");
    }
}
