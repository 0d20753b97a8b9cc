//! Statistics that were asked for before: another stretch of the same channels reads nothing.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::contract::Effort;
use crate::imagery::Window;
use crate::imagery::picture::ChannelSource;
use crate::imagery::statistics::ChannelStatistics;

/// Statistics kept, the latest asked for: about half a megabyte each, for their histograms.
const MOST_KEPT: usize = 32;

type Key = (ChannelSource, Window, Effort);

/// The statistics of a product's channels that are known already.
#[derive(Default)]
pub(super) struct KnownStatistics {
    kept: Mutex<VecDeque<(Key, ChannelStatistics)>>,
}

impl KnownStatistics {
    /// Those of a channel in a window, if they are known.
    pub(super) fn get(&self, source: &ChannelSource, extent: Window, effort: Effort) -> Option<ChannelStatistics> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_asked = |key: &Key| key.0 == *source && key.1 == extent && key.2 == effort;
        kept.iter().find(|(key, _)| is_asked(key)).map(|(_, statistics)| statistics.clone())
    }

    /// Keeps those of a channel; the ones kept longest make room.
    pub(super) fn keep(&self, source: &ChannelSource, extent: Window, effort: Effort, statistics: &ChannelStatistics) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (source.clone(), extent, effort);
        kept.retain(|(other, _)| *other != key);
        kept.push_back((key, statistics.clone()));
        while kept.len() > MOST_KEPT {
            kept.pop_front();
        }
    }
}
