//! Convolution of whole images, several bands at a time, with large kernels: what stray light needs.
//!
//! A kernel of 1025 × 1025 samples costs a million products a pixel when it is taken at its word. It is taken apart instead: its centre, which
//! is one product; small windows in which it is sharp, by Fourier transforms of tiles that fit the cache; and what is left, which is smooth, on
//! an image reduced 2, 4 or 8 times. Whether what is left is smooth enough is not assumed: the reduced kernel is turned back to full
//! resolution and held against the one that was asked for, and the windows grow until the difference is below what [`Quality`] allows.
//! A kernel for which that does not help is convolved exactly.
//!
//! The images stream: lines of all bands are pushed, finished lines come out some lines later. Memory does not depend on the number of lines.
//!
//! Conventions: (F ⊛ Y)(l, c) = Σ F(i, j)·Y(l − i, c − j), i and j from the kernel's centre. Beyond its borders an image is continued by
//! reflection (… 2 1 0 | 0 1 2 …), which invents no edge. Every sample must be a number: a pixel without a value enters with its best one.

mod chain;
mod emission;
mod kernel;
mod kernel_list;
mod line_ring;
mod plan;
mod quality;
mod reflection;
mod scales;
mod source_plan;
mod source_stream;
mod split;
mod stream;
#[cfg(test)]
mod tests;
mod tile;

pub use chain::{ChainStream, ConvolutionChain, LineStream};
pub use kernel::{ConvolutionError, Kernel};
pub use kernel_list::KernelList;
pub use plan::{ConvolutionPlan, Kept, Target, Term};
pub use quality::Quality;
pub use stream::{ConvolutionStream, Lines};
