//! A nominal set obeys every rule of a set, follows from its figures, and its filters undo its kernels.

mod figures;
mod instruments;
mod rules;
mod stray_light;
mod venus;
