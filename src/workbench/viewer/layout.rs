//! How views and plots are tiled: split, moved, closed, put back.

use std::collections::{BTreeSet, HashSet};

use egui::Id;
use egui_tiles::{Container, LinearDir, Tile, TileId, Tiles, Tree};
use serde::{Deserialize, Serialize};

use super::view_state::ViewId;

/// What a plot beside the views shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlotKind {
    /// Spectra at the cursor, of pins and of regions.
    Spectrum,
    /// Histogram of the channels.
    Histogram,
    /// Profile along a line.
    Profile,
    /// One band against another.
    Scatter,
    /// Statistics of regions.
    Regions,
    /// Coefficients over the columns: a plot of the radiometry's workspace, never one beside the views.
    Coefficients,
}

impl PlotKind {
    /// Every plot beside the views, in the order of the tabs.
    pub(crate) const ALL: [Self; 5] = [Self::Spectrum, Self::Histogram, Self::Profile, Self::Scatter, Self::Regions];

    /// The name that is shown.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Spectrum => "Spectrum",
            Self::Histogram => "Histogram",
            Self::Profile => "Profile",
            Self::Scatter => "Scatter",
            Self::Regions => "Regions",
            Self::Coefficients => "Coefficients",
        }
    }
}

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pane {
    /// A view.
    View(ViewId),
    /// A plot.
    Plot(PlotKind),
}

/// Which way a view is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// The new view stands to the right.
    Right,
    /// The new view stands below.
    Below,
}

/// The part of the height that the plots take at first.
const PLOTS_SHARE: f32 = 0.3;

/// Tiles deeper than this in a stored layout are not taken for one.
const DEEPEST: usize = 64;

/// The first layout: the views side by side, the plots as tabs below them.
pub(crate) fn first_layout(views: &[ViewId]) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let shown: Vec<TileId> = views.iter().map(|view| tiles.insert_pane(Pane::View(*view))).collect();
    let views = tiles.insert_horizontal_tile(shown);
    let plots: Vec<TileId> = PlotKind::ALL.into_iter().map(|plot| tiles.insert_pane(Pane::Plot(plot))).collect();
    let plots = tiles.insert_tab_tile(plots);
    let root = tiles.insert_vertical_tile(vec![views, plots]);
    if let Some(Tile::Container(Container::Linear(linear))) = tiles.get_mut(root) {
        linear.shares.set_share(views, 1.0 - PLOTS_SHARE);
        linear.shares.set_share(plots, PLOTS_SHARE);
    }
    Tree::new(Id::unique("viewer tiles"), root, tiles)
}

/// Puts a new view beside `beside`, or at the end where that is not shown.
pub(crate) fn insert_beside(tree: &mut Tree<Pane>, beside: ViewId, view: ViewId, split: Split) {
    let new = tree.tiles.insert_pane(Pane::View(view));
    let Some(old) = tree.tiles.find_pane(&Pane::View(beside)) else {
        let root = tree.root;
        tree.root = Some(match root {
            None => new,
            Some(root) => tree.tiles.insert_horizontal_tile(vec![root, new]),
        });
        return;
    };
    let direction = if split == Split::Right { LinearDir::Horizontal } else { LinearDir::Vertical };
    let parent = tree.tiles.parent_of(old);
    if let Some(Tile::Container(Container::Linear(linear))) = parent.and_then(|parent| tree.tiles.get_mut(parent))
        && linear.dir == direction
    {
        let place = linear.children.iter().position(|child| *child == old).map_or(linear.children.len(), |at| at + 1);
        let share = linear.shares[old];
        linear.children.insert(place, new);
        linear.shares.set_share(new, share);
        return;
    }
    let pair = if split == Split::Right {
        tree.tiles.insert_horizontal_tile(vec![old, new])
    } else {
        tree.tiles.insert_vertical_tile(vec![old, new])
    };
    put_in_place_of(tree, parent, old, pair);
}

/// Makes `new` the child that `old` was.
fn put_in_place_of(tree: &mut Tree<Pane>, parent: Option<TileId>, old: TileId, new: TileId) {
    match parent.and_then(|parent| tree.tiles.get_mut(parent)) {
        None => tree.root = Some(new),
        Some(Tile::Container(Container::Linear(linear))) => {
            linear.shares.replace_with(old, new);
            for child in linear.children.iter_mut().filter(|child| **child == old) {
                *child = new;
            }
        }
        Some(Tile::Container(Container::Tabs(tabs))) => {
            for child in tabs.children.iter_mut().filter(|child| **child == old) {
                *child = new;
            }
            if tabs.active == Some(old) {
                tabs.set_active(new);
            }
        }
        Some(Tile::Container(Container::Grid(grid))) => {
            let place = grid.children().position(|child| *child == old);
            if let Some(place) = place {
                let _replaced = grid.replace_at(place, new);
            }
        }
        Some(Tile::Pane(_)) => {}
    }
}

/// Takes a pane out of the layout.
pub(crate) fn remove(tree: &mut Tree<Pane>, pane: Pane) {
    if let Some(tile) = tree.tiles.find_pane(&pane) {
        tree.remove_recursively(tile);
    }
}

/// The views of a layout, in the order that they are read.
pub(crate) fn views_in_order(tree: &Tree<Pane>) -> Vec<ViewId> {
    let mut found = Vec::new();
    let mut open: Vec<TileId> = tree.root.into_iter().collect();
    while let Some(tile) = open.pop() {
        match tree.tiles.get(tile) {
            Some(Tile::Pane(Pane::View(view))) => found.push(*view),
            Some(Tile::Container(container)) => {
                let mut children: Vec<TileId> = container.children().copied().collect();
                children.reverse();
                open.extend(children);
            }
            Some(Tile::Pane(Pane::Plot(_))) | None => {}
        }
    }
    found
}

/// Whether a stored layout can be shown: every child exists and is one of one tile, and every view is among `views`.
pub(crate) fn is_sound(tree: &Tree<Pane>, views: &BTreeSet<ViewId>) -> bool {
    let Some(root) = tree.root else { return false };
    let mut seen = HashSet::new();
    let mut shown = BTreeSet::new();
    let mut open = vec![(root, 0)];
    while let Some((tile, depth)) = open.pop() {
        if depth > DEEPEST || !seen.insert(tile) {
            return false;
        }
        match tree.tiles.get(tile) {
            None | Some(Tile::Pane(Pane::Plot(PlotKind::Coefficients))) => return false,
            Some(Tile::Pane(Pane::View(view))) => {
                if !views.contains(view) || !shown.insert(*view) {
                    return false;
                }
            }
            Some(Tile::Pane(Pane::Plot(_))) => {}
            Some(Tile::Container(container)) => open.extend(container.children().map(|child| (*child, depth + 1))),
        }
    }
    shown == *views
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views(numbers: &[u32]) -> BTreeSet<ViewId> {
        numbers.iter().copied().map(ViewId).collect()
    }

    #[test]
    fn split_views_stand_where_they_were_asked_for() {
        let mut tree = first_layout(&[ViewId(1)]);
        insert_beside(&mut tree, ViewId(1), ViewId(2), Split::Right);
        insert_beside(&mut tree, ViewId(1), ViewId(3), Split::Below);
        assert_eq!(views_in_order(&tree), [ViewId(1), ViewId(3), ViewId(2)]);
        assert!(is_sound(&tree, &views(&[1, 2, 3])));
        remove(&mut tree, Pane::View(ViewId(1)));
        assert_eq!(views_in_order(&tree), [ViewId(3), ViewId(2)]);
        insert_beside(&mut tree, ViewId(9), ViewId(4), Split::Right);
        assert!(is_sound(&tree, &views(&[2, 3, 4])));
    }

    #[test]
    fn a_layout_read_back_is_the_same_and_one_that_misses_a_view_is_not_taken() {
        let tree = first_layout(&[ViewId(1), ViewId(2)]);
        let text = serde_json::to_string(&tree).unwrap();
        let back: Tree<Pane> = serde_json::from_str(&text).unwrap();
        assert_eq!(views_in_order(&back), views_in_order(&tree));
        assert!(is_sound(&back, &views(&[1, 2])));
        assert!(!is_sound(&back, &views(&[1])));
        assert!(!is_sound(&back, &views(&[1, 2, 3])));
    }

    #[test]
    fn a_layout_that_holds_itself_is_not_taken() {
        let mut tree = first_layout(&[ViewId(1)]);
        let root = tree.root.unwrap();
        let child = match tree.tiles.get(root) {
            Some(Tile::Container(container)) => *container.children().next().unwrap(),
            _ => panic!("the root is a container"),
        };
        if let Some(Tile::Container(container)) = tree.tiles.get_mut(child) {
            container.add_child(root);
        }
        assert!(!is_sound(&tree, &views(&[1])));
    }
}
