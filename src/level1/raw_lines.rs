//! Codes as they were read: a block of lines of one band.

use super::ChainError;

/// Codes of some columns of one band in a block of lines, of which the first may be there only because what follows depends on them.
#[derive(Debug, Clone, Copy)]
pub struct RawLines<'a> {
    codes: &'a [u16],
    stride: usize,
    offset: usize,
    columns: usize,
    first_column: usize,
    first_line: usize,
    /// Lines of the product from one line to the next.
    step: usize,
    /// Codes from a line back to the one before it in the product.
    to_line_before: usize,
    context: usize,
    missing: &'a [usize],
}

/// How codes lie in memory, and which they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawLayout {
    /// Codes from one line to the next; at least `offset` + `columns`.
    pub stride: usize,
    /// Codes at the beginning of each line that are passed over: those of the pre-scan.
    pub offset: usize,
    /// Columns, from the first that counts.
    pub columns: usize,
    /// The first of them, counted from the first useful column of the array.
    pub first_column: usize,
    /// The first line, counted from the first of the product.
    pub first_line: usize,
    /// Lines at the beginning for which nothing comes out: see [`super::BandChain::lines_before`].
    pub context: usize,
}

impl<'a> RawLines<'a> {
    /// Codes laid out so; the whole lines among them count. `missing` names lines of the product that were not received, rising.
    ///
    /// # Errors
    /// [`ChainError::Lines`] for lines shorter than their columns, codes that are no whole number of lines, and more lines of context than lines.
    pub fn new(codes: &'a [u16], layout: RawLayout, missing: &'a [usize]) -> Result<Self, ChainError> {
        let RawLayout { stride, offset, columns, first_column, first_line, context } = layout;
        if stride == 0 || stride < offset + columns {
            return Err(ChainError::Lines {
                what: "codes of a line",
                needed: (offset + columns).max(1),
                found: stride,
            });
        }
        if !codes.len().is_multiple_of(stride) {
            let needed = codes.len().div_ceil(stride) * stride;
            return Err(ChainError::Lines { what: "codes of whole lines", needed, found: codes.len() });
        }
        if codes.len() / stride < context {
            return Err(ChainError::Lines {
                what: "lines with those before them",
                needed: context,
                found: codes.len() / stride,
            });
        }
        let (step, to_line_before) = (1, stride);
        Ok(Self { codes, stride, offset, columns, first_column, first_line, step, to_line_before, context, missing })
    }

    /// The same codes as lines that lie `step` lines of the product apart. The line before each, where it is at hand, begins
    /// `to_line_before` codes ahead of it; zero where none is. Only a chain whose lines each stand for themselves
    /// ([`super::BandChain::needs_only_the_line_before`]) corrects them.
    ///
    /// # Errors
    /// [`ChainError::Lines`] for a step of zero, and lines of context, which such lines have not.
    pub fn apart(self, step: usize, to_line_before: usize) -> Result<Self, ChainError> {
        if step == 0 {
            return Err(ChainError::Lines { what: "lines from one to the next", needed: 1, found: step });
        }
        if self.context > 0 {
            let what = "lines of context before lines that lie apart";
            return Err(ChainError::Lines { what, needed: 0, found: self.context });
        }
        Ok(Self { step, to_line_before, ..self })
    }

    /// Columns.
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// The first column.
    pub const fn first_column(&self) -> usize {
        self.first_column
    }

    /// Lines for which something comes out.
    pub const fn lines(&self) -> usize {
        self.all_lines() - self.context
    }

    /// The first line for which something comes out, in the product.
    pub const fn first_line(&self) -> usize {
        self.product_line(self.context)
    }

    pub(super) const fn all_lines(&self) -> usize {
        self.codes.len() / self.stride
    }

    pub(super) const fn context(&self) -> usize {
        self.context
    }

    /// The codes of a line, counted with the context.
    pub(super) fn line(&self, index: usize) -> &'a [u16] {
        let start = index * self.stride + self.offset;
        self.codes.get(start..start + self.columns).unwrap_or_default()
    }

    /// The codes of the line before a line, counted with the context; none where it is not at hand or was not received.
    pub(super) fn line_before(&self, index: usize) -> Option<&'a [u16]> {
        let start = (index * self.stride + self.offset).checked_sub(self.to_line_before)?;
        let is_known = self.to_line_before > 0 && !self.is_missing_line(self.product_line(index).checked_sub(1)?);
        self.codes.get(start..start + self.columns).filter(|_| is_known)
    }

    /// How many lines from `index` on stand before a line of the product.
    pub(super) const fn lines_until(&self, index: usize, line: usize) -> usize {
        line.saturating_sub(self.product_line(index)).div_ceil(self.step)
    }

    /// The line's place in the product.
    pub(super) const fn product_line(&self, index: usize) -> usize {
        self.first_line + index * self.step
    }

    /// Whether a line, counted with the context, was not received.
    pub(super) fn is_missing(&self, index: usize) -> bool {
        self.is_missing_line(self.product_line(index))
    }

    fn is_missing_line(&self, line: usize) -> bool {
        !self.missing.is_empty() && self.missing.binary_search(&line).is_ok()
    }

    /// `lines` of its lines from the `first` for which something comes out, with up to `before` lines of context.
    pub(super) fn part(&self, first: usize, lines: usize, before: usize) -> Self {
        let begin = self.context + first;
        let context = before.min(begin);
        let from = begin - context;
        let end = (begin + lines).min(self.all_lines());
        let codes = self.codes.get(from * self.stride..end * self.stride).unwrap_or_default();
        Self { codes, first_line: self.product_line(from), context, ..*self }
    }
}
