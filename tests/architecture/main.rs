//! The rules of the house, read off the source text: who may import whom, who may touch a disk, a database, a clock or
//! the screen, and what the tree looks like. Every rule is a pure function over text, tried here on bad samples too.

mod import_table;
mod layout;
mod map;
mod never_panics;
mod paths;
mod places;
mod project;
mod tokens;
