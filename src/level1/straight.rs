//! A figure between two lines.

/// What a figure is from line to line: straight between two lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Straight {
    start: f32,
    change: f32,
}

impl Straight {
    pub(super) fn between([start, end]: [f32; 2]) -> Self {
        Self { start, change: end - start }
    }

    pub(super) fn at(self, place: f32) -> f32 {
        self.start + place * self.change
    }
}
