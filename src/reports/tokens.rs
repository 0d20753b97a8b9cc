//! The colours of the light theme: the only place of the reports where a colour is named.

use crate::imagery::NoDataReason;
pub use crate::imagery::picture::Hatch;
use crate::imagery::picture::NoDataPalette;
use crate::measurement::VerdictKind;

/// A colour, red, green and blue of eight bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// As `#1D232A`.
    pub fn hexadecimal(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    /// Relative luminance in [0, 1] (WCAG 2.1, definition of relative luminance).
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|level| {
            let share = f64::from(level) / 255.0;
            if share <= 0.03928 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio against another colour, 1 to 21 (WCAG 2.1, success criterion 1.4.3).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

const fn colour(rgb: u32) -> Colour {
    Colour([(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8])
}

/// The page.
pub const SURFACE: Colour = colour(0xF6_F7_F8);
/// Cards, tables and figures.
pub const PANEL: Colour = colour(0xFF_FF_FF);
/// Heads of tables, chips.
pub const RAISED: Colour = colour(0xEE_F1_F4);
/// Separators and grids.
pub const LINE: Colour = colour(0xD5_DB_E1);
/// Words and numbers.
pub const TEXT: Colour = colour(0x1D_23_2A);
/// Units and what is secondary.
pub const QUIET: Colour = colour(0x5B_68_75);
/// Fitted lines, what is pointed at.
pub const ACCENT: Colour = colour(0x1F_7F_A8);
/// What must not be overlooked: synthetic products, warnings.
pub const MARK: Colour = colour(0xB6_7A_00);
/// Around pictures: neutral, for a tint would shift the eye.
pub const IMAGE_SURROUND: Colour = colour(0x80_80_80);
/// Amounts beyond the upper end of a colour map's bar.
pub const OVER_RANGE: Colour = colour(0x7A_1F_5C);
/// The name of each token as the style sheet knows it.
pub const NAMED: [(&str, Colour); 14] = [
    ("surface", SURFACE),
    ("panel", PANEL),
    ("raised", RAISED),
    ("line", LINE),
    ("text", TEXT),
    ("quiet", QUIET),
    ("accent", ACCENT),
    ("mark", MARK),
    ("image-surround", IMAGE_SURROUND),
    ("over-range", OVER_RANGE),
    ("pass", verdict(VerdictKind::Pass)),
    ("fail", verdict(VerdictKind::Fail)),
    ("inconclusive", verdict(VerdictKind::Inconclusive)),
    ("not-measured", verdict(VerdictKind::NotMeasurable)),
];

/// Colour of a verdict; never shown without its sign and its word.
pub const fn verdict(kind: VerdictKind) -> Colour {
    match kind {
        VerdictKind::Pass => colour(0x1E_8A_55),
        VerdictKind::Fail => colour(0xC4_3D_28),
        VerdictKind::Inconclusive => colour(0x9A_72_00),
        VerdictKind::NotMeasurable => colour(0x8A_94_9E),
    }
}

/// Sign and word of a verdict.
pub const fn verdict_words(kind: VerdictKind) -> (&'static str, &'static str) {
    match kind {
        VerdictKind::Pass => ("✓", "pass"),
        VerdictKind::Fail => ("✕", "fail"),
        VerdictKind::Inconclusive => ("≈", "inconclusive"),
        VerdictKind::NotMeasurable => ("–", "not measurable"),
    }
}

/// Colour and hatch of a no-data reason.
pub const fn no_data(reason: NoDataReason) -> (Colour, Hatch) {
    match reason {
        NoDataReason::Saturated => (colour(0xE0_4F_D1), Hatch::Solid),
        NoDataReason::Clipped => (colour(0xB4_8C_FF), Hatch::Dots),
        NoDataReason::Cloud => (colour(0x9C_C4_E0), Hatch::Diagonal),
        NoDataReason::Defective => (colour(0xFF_8F_45), Hatch::Vertical),
        NoDataReason::Missing => (colour(0x6E_7A_86), Hatch::Cross),
        NoDataReason::Outside => (QUIET, Hatch::Empty),
        NoDataReason::NotComputed => (colour(0x4A_53_5D), Hatch::Horizontal),
    }
}

/// Colours and hatches of all no-data reasons, for pictures.
pub fn no_data_palette() -> NoDataPalette {
    NoDataPalette::new(|reason| {
        let (colour, hatch) = no_data(reason);
        (colour.0, hatch)
    })
}

/// A mark's shape: bands are told apart by it where colour does not survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// A disc.
    Disc,
    /// A square.
    Square,
    /// A triangle standing on its base.
    TriangleUp,
    /// A triangle standing on its tip.
    TriangleDown,
    /// A square on its corner.
    Diamond,
    /// An upright cross.
    Plus,
}

/// Colour, symbol and whether the symbol is hollow: no two of the twelve bands share all three, nor symbol and hollowness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BandStyle {
    /// Colour, following wavelength.
    pub colour: Colour,
    /// Symbol.
    pub symbol: Symbol,
    /// Whether the symbol is drawn as an outline.
    pub hollow: bool,
}

const BAND_COLOURS: [Colour; 12] = [
    colour(0x8A_63_FF),
    colour(0x5F_7B_FF),
    colour(0x2F_A3_F2),
    colour(0x36_B3_6B),
    colour(0xD8_A3_00),
    colour(0xF0_81_2B),
    colour(0xE5_53_3D),
    colour(0xD9_3A_6A),
    colour(0xC0_39_8F),
    colour(0xA0_3A_A8),
    colour(0x7D_4E_57),
    colour(0x5A_4A_42),
];

const SYMBOLS: [Symbol; 6] =
    [Symbol::Disc, Symbol::Square, Symbol::TriangleUp, Symbol::Diamond, Symbol::TriangleDown, Symbol::Plus];

/// Style of a band by its name (`B05`); a band of another instrument takes the style of its place in the product, from 0.
pub fn band(name: &str, place: usize) -> BandStyle {
    let number =
        name.strip_prefix('B').and_then(|digits| digits.parse::<usize>().ok()).filter(|n| (1..=12).contains(n));
    let index = number.map_or(place, |n| n - 1) % BAND_COLOURS.len();
    BandStyle { colour: BAND_COLOURS[index], symbol: SYMBOLS[index % SYMBOLS.len()], hollow: index >= SYMBOLS.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_are_readable_on_cards_and_page() {
        for ink in [TEXT, QUIET] {
            for ground in [SURFACE, PANEL, RAISED] {
                assert!(ink.contrast(ground) >= 4.5, "{} on {}", ink.hexadecimal(), ground.hexadecimal());
            }
        }
        assert!((colour(0x00_00_00).contrast(PANEL) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn no_two_bands_share_symbol_and_hollowness() {
        let styles: Vec<BandStyle> = (1..=12).map(|number| band(&format!("B{number:02}"), 0)).collect();
        for (index, style) in styles.iter().enumerate() {
            for other in &styles[index + 1..] {
                assert!((style.symbol, style.hollow) != (other.symbol, other.hollow) && style.colour != other.colour);
            }
        }
        assert_eq!(band("pan", 3), band("B04", 0));
        assert_eq!(band("B99", 12), band("B01", 0));
    }
}
