//! The correction against its definition in double precision, and against scenes whose truth is known.

mod by_definition;
mod cloud_edge;
