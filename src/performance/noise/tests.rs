//! Noise planted in simulated scenes, resampled, and found again. The seeds here were not used while the method was built.

mod figures;
mod planted;
mod real;
mod scene;
