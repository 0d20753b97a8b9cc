//! Inverse location closes on direct location, whatever the sensor and wherever the place.

mod closure;
mod description;
mod robustness;
