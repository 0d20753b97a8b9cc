//! Convolutions against sums taken one product at a time, in double precision.

mod behaviour;
mod exactness;
mod images;
