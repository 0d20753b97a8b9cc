//! Words and numbers drawn with the program's own fonts, so that a picture looks the same on every machine.

use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _, point};

const INTER: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.window.otf");
const INTER_SEMI_BOLD: &[u8] = include_bytes!("../../../../assets/fonts/Inter-SemiBold.window.otf");
const JETBRAINS_MONO: &[u8] = include_bytes!("../../../../assets/fonts/JetBrainsMono-Regular.window.ttf");

/// Which font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Words.
    Words,
    /// Titles.
    Title,
    /// Numbers.
    Numbers,
}

/// The fonts.
pub(super) struct Typeface {
    words: FontRef<'static>,
    title: FontRef<'static>,
    numbers: FontRef<'static>,
}

impl Typeface {
    /// The fonts that the program carries; none when it was built with unusable ones.
    pub(super) fn built_in() -> Option<Self> {
        let font = |bytes: &'static [u8]| FontRef::try_from_slice(bytes).ok();
        Some(Self { words: font(INTER)?, title: font(INTER_SEMI_BOLD)?, numbers: font(JETBRAINS_MONO)? })
    }

    fn font(&self, face: Face) -> &FontRef<'static> {
        match face {
            Face::Words => &self.words,
            Face::Title => &self.title,
            Face::Numbers => &self.numbers,
        }
    }

    /// The glyph's font: a sign that the font lacks (thin spaces in that of the numbers) comes from that of the words.
    fn font_for(&self, face: Face, sign: char) -> &FontRef<'static> {
        let font = self.font(face);
        if font.glyph_id(sign).0 == 0 { &self.words } else { font }
    }

    /// Width of a text in pixels.
    pub(super) fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        self.advances(face, size, text).map(|(_, _, advance)| advance).sum()
    }

    fn advances<'a>(
        &'a self,
        face: Face,
        size: f32,
        text: &'a str,
    ) -> impl Iterator<Item = (char, &'a FontRef<'static>, f32)> + 'a {
        let mut last: Option<char> = None;
        text.chars().map(move |sign| {
            let font = self.font_for(face, sign);
            let scaled = font.as_scaled(scale(font, size));
            let kerning = last.map_or(0.0, |last| scaled.kern(scaled.glyph_id(last), scaled.glyph_id(sign)));
            last = Some(sign);
            (sign, font, scaled.h_advance(scaled.glyph_id(sign)) + kerning)
        })
    }

    /// Draws a text whose baseline begins at (`x`, `baseline`): `ink` is called with column, line and coverage of each touched pixel.
    pub(super) fn draw(
        &self,
        (face, size): (Face, f32),
        (x, baseline): (f32, f32),
        text: &str,
        mut ink: impl FnMut(i64, i64, f32),
    ) {
        let mut at = x;
        for (sign, font, advance) in self.advances(face, size, text) {
            let glyph = font.glyph_id(sign).with_scale_and_position(scale(font, size), point(at, baseline));
            if let Some(outline) = font.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                let (left, top) = (bounds.min.x as i64, bounds.min.y as i64);
                outline.draw(|column, line, coverage| ink(left + i64::from(column), top + i64::from(line), coverage));
            }
            at += advance;
        }
    }
}

/// The scale at which the font's em is `size` pixels.
fn scale(font: &FontRef<'static>, size: f32) -> PxScale {
    let em = font.units_per_em().unwrap_or(1000.0);
    PxScale::from(size * font.height_unscaled() / em)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_that_a_legend_may_hold_has_a_shape_or_is_a_space() {
        let typeface = Typeface::built_in().unwrap();
        for face in [Face::Words, Face::Title, Face::Numbers] {
            for sign in "AZaz09≈–−·µ×%²⁻¹→…±°σ↑".chars() {
                let mut touched = 0;
                typeface.draw((face, 13.0), (0.0, 20.0), &sign.to_string(), |_, _, coverage| {
                    touched += usize::from(coverage > 0.0);
                });
                assert!(touched > 0, "{face:?} {sign}");
            }
            assert!(typeface.width(face, 13.0, "\u{202F}") > 0.5);
        }
    }

    #[test]
    fn numbers_are_as_wide_as_each_other() {
        let typeface = Typeface::built_in().unwrap();
        let width = |text| typeface.width(Face::Numbers, 13.0, text);
        assert!((width("111.11") - width("888.88")).abs() < 1e-3);
        assert!(width("12345") > width("1234"));
    }
}
