//! Kernels of a plan, each once.

use super::kernel::{ConvolutionError, Kernel};

/// Kernels as a plan takes them, without repetition.
#[derive(Debug, Clone, Default)]
pub struct KernelList {
    kernels: Vec<Kernel>,
}

impl KernelList {
    /// The number of a kernel with these values, entered if it is new.
    ///
    /// # Errors
    /// As [`Kernel::new`].
    pub fn number_of(&mut self, rows: usize, columns: usize, values: &[f32]) -> Result<usize, ConvolutionError> {
        let same = |kernel: &Kernel| (kernel.rows(), kernel.columns(), kernel.values()) == (rows, columns, values);
        if let Some(number) = self.kernels.iter().position(same) {
            return Ok(number);
        }
        self.kernels.push(Kernel::new(rows, columns, values)?);
        Ok(self.kernels.len() - 1)
    }

    /// The kernels in the order of their numbers.
    pub fn kernels(&self) -> &[Kernel] {
        &self.kernels
    }
}
