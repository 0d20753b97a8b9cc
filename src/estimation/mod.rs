//! Estimation without any knowledge of images: robust statistics, straight lines with errors on both axes, common factors, the normal law.

mod factor_analysis;
mod jackknife;
mod normal_law;
mod parameter;
mod robust;
mod straight_line;

pub use factor_analysis::{FactorModel, factor_eigenvalue_limit, factor_model, most_identifiable_factors};
pub use jackknife::{jackknife_uncertainty, ratio_of_sums};
pub use normal_law::normal_distribution;
pub use parameter::{Parameter, ParameterError, select};
pub use robust::{median, median_absolute_deviation_sigma, quantile};
pub use straight_line::{PlaneMoments, StraightLine, line_with_errors_on_both_axes};
