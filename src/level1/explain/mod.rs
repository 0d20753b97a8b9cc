//! What became of a pixel, step by step, with every coefficient and its file; and backwards, which pixels a coefficient was used for.

mod coefficient_name;
mod pixel;
mod pixel_trace;
mod usage;

pub use coefficient_name::{CoefficientName, CoefficientNameError};
pub use pixel::{BudgetLine, CoefficientUsed, InterpolatedFrom, PixelExplanation, Stage, UncertaintyPart};
pub use pixel_trace::{PixelQuestion, explain_pixel};
pub use usage::{Usage, UsedPixels, used_by};
