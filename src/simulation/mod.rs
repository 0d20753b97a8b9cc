//! Synthetic images whose truth is known: what the metrics are qualified on, and the demonstration product.

mod periodic_scene;

pub use periodic_scene::PeriodicScene;
