//! Chance, from a seed: a stream of its own for each purpose, so that no draw depends on the order of the work.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

use crate::instrument::TdiStages;

/// No draw goes further from the middle than this many standard deviations: a knee or a slope must stay one.
const FURTHEST: f64 = 4.0;

/// What a stream is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Offsets = 1,
    Currents = 2,
    Sensitivities = 3,
    StageSensitivities = 4,
    Knees = 5,
    Columns = 6,
    Spikes = 7,
    CrossTalk = 8,
}

/// Where chance comes from.
pub(super) struct RandomStream(pub(super) ChaCha8Rng);

impl RandomStream {
    /// Stream of a purpose in a band (by its place) at a number of stages; none for what all numbers of stages share.
    pub(super) fn new(seed: u64, purpose: Purpose, band: usize, tdi: Option<TdiStages>) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        let stages = tdi.map_or(0, |stages| u64::from(stages.0));
        generator.set_stream((band as u64) << 16 | stages << 8 | purpose as u64);
        Self(generator)
    }

    /// A draw from the normal law with mean 0 and standard deviation 1, limited to four standard deviations.
    pub(super) fn normal(&mut self) -> f64 {
        let drawn: f64 = StandardNormal.sample(&mut self.0);
        drawn.clamp(-FURTHEST, FURTHEST)
    }
}
