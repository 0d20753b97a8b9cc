//! How exact a convolution is.

/// What a convolution may get wrong to be faster.
///
/// The bound is on each kernel, times its greatest factor: the sum of the absolute differences between the kernel that was asked for and the
/// one that is applied, which is the error of the result in units of the range of the image, for the worst of all images. For a straight edge
/// it is some ten times less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Quality {
    /// 1e-4: what is delivered.
    #[default]
    Full,
    /// 2e-3: what is looked at while a figure is moved.
    Preview,
}

impl Quality {
    /// The bound.
    pub const fn tolerance(self) -> f64 {
        match self {
            Self::Full => 1e-4,
            Self::Preview => 2e-3,
        }
    }
}
