//! Values around a centre.

use super::super::kernel::Kernel;

/// `(2·half + 1)` rows and columns of values around a centre; zero beyond.
#[derive(Clone)]
pub(super) struct Plane {
    pub(super) half: (usize, usize),
    pub(super) values: Vec<f32>,
}

impl Plane {
    /// Zero everywhere.
    pub(super) fn zero(half: (usize, usize)) -> Self {
        Self { half, values: vec![0.0; (2 * half.0 + 1) * (2 * half.1 + 1)] }
    }

    /// A kernel up to its reach.
    pub(super) fn of(kernel: &Kernel, reach: (usize, usize)) -> Self {
        let mut plane = Self::zero(reach);
        let (width, middle) = (plane.width(), kernel.columns() / 2);
        for (row, line) in plane.values.chunks_exact_mut(width).enumerate() {
            let Some(from) = kernel.row(row as i64 - reach.0 as i64) else { continue };
            // A kernel of even width reaches one column less to the right than its array.
            let (skipped, shared) = (middle.saturating_sub(reach.1), reach.1.saturating_sub(middle));
            line[shared..].iter_mut().zip(&from[skipped..]).for_each(|(out, value)| *out = *value);
        }
        plane
    }

    /// Values of a row.
    pub(super) fn width(&self) -> usize {
        2 * self.half.1 + 1
    }

    /// A row, counted from the centre; none beyond.
    pub(super) fn row(&self, row: i64) -> Option<&[f32]> {
        let index = row + self.half.0 as i64;
        (0..=2 * self.half.0 as i64).contains(&index).then(|| {
            let start = index as usize * self.width();
            &self.values[start..start + self.width()]
        })
    }

    /// A value inside.
    pub(super) fn at_mut(&mut self, row: i64, column: i64) -> &mut f32 {
        let (row, column) = ((row + self.half.0 as i64) as usize, (column + self.half.1 as i64) as usize);
        let width = self.width();
        &mut self.values[row * width + column]
    }

    /// Row by row, those of another size cut or filled with zeros.
    pub(super) fn resized(&self, half: (usize, usize)) -> Self {
        let mut plane = Self::zero(half);
        let width = plane.width();
        let columns = self.half.1.min(half.1);
        for (row, line) in plane.values.chunks_exact_mut(width).enumerate() {
            if let Some(from) = self.row(row as i64 - half.0 as i64) {
                line[half.1 - columns..=half.1 + columns]
                    .copy_from_slice(&from[self.half.1 - columns..=self.half.1 + columns]);
            }
        }
        plane
    }
}
