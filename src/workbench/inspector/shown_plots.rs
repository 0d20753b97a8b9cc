//! The plots as they are on the screen: what is copied and exported is what is seen.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::reports::figure::plot::{PlotContent, PlotRanges};
use crate::workbench::viewer::PlotKind;

/// A plot as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownPlot {
    /// What it says.
    pub(crate) content: Arc<PlotContent>,
    /// The ends of its axes.
    pub(crate) ranges: PlotRanges,
    /// The frame in which it was drawn last.
    frame: u64,
}

/// The plots as they are shown.
#[derive(Debug, Default)]
pub(crate) struct ShownPlots {
    shown: BTreeMap<PlotKind, ShownPlot>,
    active: Option<PlotKind>,
    frame: u64,
}

impl ShownPlots {
    /// Begins a frame: a plot that was not drawn in the frame before is not on the screen, and is neither copied nor exported.
    pub(crate) fn begin_frame(&mut self) {
        let last = self.frame;
        self.shown.retain(|_, plot| plot.frame == last);
        self.frame += 1;
    }

    /// A plot was drawn.
    pub(crate) fn put(&mut self, name: PlotKind, content: &Arc<PlotContent>, ranges: PlotRanges) {
        self.shown.insert(name, ShownPlot { content: Arc::clone(content), ranges, frame: self.frame });
    }

    /// A plot has nothing to show.
    pub(crate) fn remove(&mut self, name: PlotKind) {
        self.shown.remove(&name);
    }

    /// A plot was pointed at: commands without a plot mean it.
    pub(crate) fn activate(&mut self, name: PlotKind) {
        self.active = Some(name);
    }

    /// A plot, where it has something to show.
    pub(crate) fn get(&self, name: PlotKind) -> Option<&ShownPlot> {
        self.shown.get(&name)
    }

    /// The plot that commands mean: the one last pointed at, or another one that has something to show.
    pub(crate) fn active(&self) -> Option<(PlotKind, &ShownPlot)> {
        let of = |name: PlotKind| self.shown.get(&name).map(|plot| (name, plot));
        self.active.and_then(of).or_else(|| self.shown.keys().next().copied().and_then(of))
    }
}
