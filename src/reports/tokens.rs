//! The colours of both themes: the only place where a colour of the reports or of the window is named. Reports are printed light.

use serde::{Deserialize, Serialize};

use crate::imagery::NoDataReason;
use crate::imagery::picture::{Hatch, NoDataPalette};
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

/// Light or dark surfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Light words on dark surfaces.
    #[default]
    Dark,
    /// Dark words on light surfaces.
    Light,
}

/// The colours of a theme. A theme never changes the colour of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    /// The page; the window.
    pub surface: Colour,
    /// Cards, tables and figures; side panels, tiles.
    pub panel: Colour,
    /// Heads of tables, chips, rows under the pointer.
    pub raised: Colour,
    /// Separators and grids.
    pub line: Colour,
    /// Words and numbers.
    pub text: Colour,
    /// Units and what is secondary.
    pub quiet: Colour,
    /// Fitted lines, what is pointed at: focus, selection, active tool.
    pub accent: Colour,
    /// What must not be overlooked: synthetic products, warnings; pins.
    pub mark: Colour,
    /// Around pictures: neutral, for a tint would shift the eye.
    pub image_surround: Colour,
    /// Amounts beyond the upper end of a colour map's bar.
    pub over_range: Colour,
    /// A requirement that is met.
    pub pass: Colour,
    /// A requirement that is not met; what failed.
    pub fail: Colour,
    /// A requirement that cannot be decided.
    pub inconclusive: Colour,
    /// A requirement that was not measured.
    pub not_measured: Colour,
}

impl Tokens {
    /// Those of light surfaces: reports, and the window by choice.
    pub const LIGHT: Self = Self {
        surface: colour(0xF6_F7_F8),
        panel: colour(0xFF_FF_FF),
        raised: colour(0xEE_F1_F4),
        line: colour(0xD5_DB_E1),
        text: colour(0x1D_23_2A),
        quiet: colour(0x5B_68_75),
        accent: colour(0x1F_7F_A8),
        mark: colour(0xB6_7A_00),
        image_surround: colour(0x80_80_80),
        over_range: colour(0x7A_1F_5C),
        pass: colour(0x1E_8A_55),
        fail: colour(0xC4_3D_28),
        inconclusive: colour(0x9A_72_00),
        not_measured: colour(0x8A_94_9E),
    };

    /// Those of dark surfaces.
    pub const DARK: Self = Self {
        surface: colour(0x15_18_1C),
        panel: colour(0x1C_20_26),
        raised: colour(0x25_2B_33),
        line: colour(0x33_3B_45),
        text: colour(0xDD_E2_E8),
        quiet: colour(0x93_A0_AD),
        accent: colour(0x5B_B0_D6),
        mark: colour(0xF0_B6_4A),
        image_surround: colour(0x2B_2B_2B),
        over_range: colour(0xD8_8A_C0),
        pass: colour(0x4D_B3_7E),
        fail: colour(0xE8_65_4F),
        inconclusive: colour(0xE3_B3_41),
        not_measured: colour(0x6E_7A_86),
    };

    /// Those of `theme`.
    pub const fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &Self::LIGHT,
            Theme::Dark => &Self::DARK,
        }
    }

    /// Colour of a verdict; never shown without its sign and its word.
    pub const fn verdict(&self, kind: VerdictKind) -> Colour {
        match kind {
            VerdictKind::Pass => self.pass,
            VerdictKind::Fail => self.fail,
            VerdictKind::Inconclusive => self.inconclusive,
            VerdictKind::NotMeasurable => self.not_measured,
        }
    }
}

/// The page.
pub const SURFACE: Colour = Tokens::LIGHT.surface;
/// Cards, tables and figures.
pub const PANEL: Colour = Tokens::LIGHT.panel;
/// Heads of tables, chips.
pub const RAISED: Colour = Tokens::LIGHT.raised;
/// Separators and grids.
pub const LINE: Colour = Tokens::LIGHT.line;
/// Words and numbers.
pub const TEXT: Colour = Tokens::LIGHT.text;
/// Units and what is secondary.
pub const QUIET: Colour = Tokens::LIGHT.quiet;
/// Fitted lines, what is pointed at.
pub const ACCENT: Colour = Tokens::LIGHT.accent;
/// What must not be overlooked: synthetic products, warnings.
pub const MARK: Colour = Tokens::LIGHT.mark;
/// Around pictures: neutral, for a tint would shift the eye.
pub const IMAGE_SURROUND: Colour = Tokens::LIGHT.image_surround;
/// Amounts beyond the upper end of a colour map's bar.
pub const OVER_RANGE: Colour = Tokens::LIGHT.over_range;
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

/// Colour of a verdict on light surfaces; never shown without its sign and its word.
pub const fn verdict(kind: VerdictKind) -> Colour {
    Tokens::LIGHT.verdict(kind)
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

/// How the line of a series is broken: series are told apart by it where colour does not survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// Continuous.
    Solid,
    /// Long dashes.
    Long,
    /// Dashes.
    Medium,
    /// Short dashes.
    Short,
    /// Dots close to each other.
    Dots,
    /// Dots far from each other.
    SparseDots,
}

impl Dash {
    /// Length of the mark and of the gap after it, in points; none for a continuous line.
    pub const fn lengths(self) -> Option<[f64; 2]> {
        match self {
            Self::Solid => None,
            Self::Long => Some([14.0, 6.0]),
            Self::Medium => Some([8.0, 4.0]),
            Self::Short => Some([4.0, 3.0]),
            Self::Dots => Some([1.5, 2.5]),
            Self::SparseDots => Some([1.5, 5.5]),
        }
    }
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
    /// How its line is broken.
    pub dash: Dash,
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

const DASHES: [Dash; 6] = [Dash::Solid, Dash::Long, Dash::Medium, Dash::Short, Dash::Dots, Dash::SparseDots];

/// Style of a band by its name (`B05`); a band of another instrument takes the style of its place in the product, from 0.
pub fn band(name: &str, place: usize) -> BandStyle {
    let number =
        name.strip_prefix('B').and_then(|digits| digits.parse::<usize>().ok()).filter(|n| (1..=12).contains(n));
    let index = number.map_or(place, |n| n - 1) % BAND_COLOURS.len();
    let nth = index % SYMBOLS.len();
    BandStyle { colour: BAND_COLOURS[index], symbol: SYMBOLS[nth], hollow: index >= SYMBOLS.len(), dash: DASHES[nth] }
}

/// How a series that is no band is drawn: the cursor, a pin, a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesStyle {
    /// Colour: the same in both themes, for it is the colour of the pin or region in the view too.
    pub colour: Colour,
    /// Symbol of its points.
    pub symbol: Symbol,
    /// Whether the symbols are outlines even where nothing is excluded.
    pub hollow: bool,
    /// How its line is broken.
    pub dash: Dash,
}

impl From<BandStyle> for SeriesStyle {
    fn from(style: BandStyle) -> Self {
        let BandStyle { colour, symbol, hollow, dash } = style;
        Self { colour, symbol, hollow, dash }
    }
}

const SERIES_COLOURS: [Colour; 8] = [
    colour(0xCB_78_00),
    colour(0x2B_7F_D0),
    colour(0x1F_94_57),
    colour(0xC8_4F_9C),
    colour(0x85_69_E0),
    colour(0xA4_71_47),
    colour(0x12_8F_8E),
    colour(0xD6_48_45),
];

/// The series of what is under the pointer: it is not kept, so it has no colour of its own.
pub const CURSOR_SERIES: SeriesStyle =
    SeriesStyle { colour: colour(0x75_81_8D), symbol: Symbol::Disc, hollow: false, dash: Dash::Solid };

/// Style of the pin, region or other kept series of an ordinal number; readable on the panels of both themes.
pub fn series(ordinal: usize) -> SeriesStyle {
    let nth = ordinal % SERIES_COLOURS.len();
    SeriesStyle {
        colour: SERIES_COLOURS[nth],
        symbol: SYMBOLS[ordinal % SYMBOLS.len()],
        hollow: false,
        dash: DASHES[ordinal % DASHES.len()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_are_readable_on_cards_and_page() {
        for tokens in [Tokens::of(Theme::Light), Tokens::of(Theme::Dark)] {
            for ink in [tokens.text, tokens.quiet] {
                for ground in [tokens.surface, tokens.panel, tokens.raised] {
                    assert!(ink.contrast(ground) >= 4.5, "{} on {}", ink.hexadecimal(), ground.hexadecimal());
                }
            }
        }
        assert!((colour(0x00_00_00).contrast(PANEL) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn pictures_stand_on_a_surround_without_tint_in_both_themes() {
        for tokens in [Tokens::LIGHT, Tokens::DARK] {
            let Colour([red, green, blue]) = tokens.image_surround;
            assert!(red == green && green == blue);
        }
    }

    #[test]
    fn no_two_bands_share_symbol_and_hollowness() {
        let styles: Vec<BandStyle> = (1..=12).map(|number| band(&format!("B{number:02}"), 0)).collect();
        for (index, style) in styles.iter().enumerate() {
            for other in &styles[index + 1..] {
                assert!((style.symbol, style.hollow) != (other.symbol, other.hollow) && style.colour != other.colour);
            }
        }
        for pair in styles.windows(2) {
            assert_ne!(pair[0].dash, pair[1].dash, "neighbours in wavelength have lines of their own");
        }
        assert_eq!(band("pan", 3), band("B04", 0));
        assert_eq!(band("B99", 12), band("B01", 0));
    }

    #[test]
    fn series_are_seen_on_the_panels_of_both_themes() {
        let dark_panel = colour(0x1C_20_26);
        for style in (0..8).map(series).chain([CURSOR_SERIES]) {
            for ground in [PANEL, dark_panel] {
                let contrast = style.colour.contrast(ground);
                assert!(contrast >= 3.0, "{} on {}: {contrast}", style.colour.hexadecimal(), ground.hexadecimal());
            }
        }
    }

    #[test]
    fn the_first_two_dozen_series_differ_in_more_than_their_colour() {
        let styles: Vec<SeriesStyle> = (0..24).map(series).collect();
        for (index, style) in styles.iter().enumerate() {
            for other in &styles[index + 1..] {
                assert_ne!(style, other);
            }
        }
    }
}
