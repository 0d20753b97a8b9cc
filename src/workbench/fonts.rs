//! The window's fonts: Inter for words, `JetBrains Mono` for numbers, `DejaVu` for the signs that neither has. All carried along.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

const INTER: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.window.otf");
const INTER_SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.window.otf");
const JETBRAINS_MONO: &[u8] = include_bytes!("../../assets/fonts/JetBrainsMono-Regular.window.ttf");
const SIGNS: &[u8] = include_bytes!("../../assets/fonts/DejaVuSans.signs.ttf");
const MORE_SIGNS: &[u8] = include_bytes!("../../assets/fonts/DejaVuSansMono.signs.ttf");

/// Fonts of the window with their licences, for whoever asks what is carried along.
pub(crate) const LICENCES: [(&str, &str); 3] = [
    ("Inter", "SIL Open Font Licence 1.1"),
    ("JetBrains Mono", "SIL Open Font Licence 1.1"),
    ("DejaVu Sans (signs)", "Bitstream Vera licence; the changes are in the public domain"),
];

/// The family of titles.
pub(crate) fn semi_bold() -> FontFamily {
    FontFamily::Name("semi-bold".into())
}

/// Words, numbers and titles; each falls back on the others for a sign that it lacks.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let carried = [
        ("inter", INTER),
        ("inter-semi-bold", INTER_SEMI_BOLD),
        ("jetbrains-mono", JETBRAINS_MONO),
        ("signs", SIGNS),
        ("more-signs", MORE_SIGNS),
    ];
    for (name, bytes) in carried {
        let mut font = FontData::from_static(bytes);
        if name == "more-signs" {
            // The sign of a search is drawn small in a font of fixed width.
            font.tweak.scale = 1.5;
            font.tweak.y_offset_factor = 0.12;
        }
        fonts.font_data.insert(name.to_owned(), Arc::new(font));
    }
    let names = |names: [&str; 4]| names.map(str::to_owned).to_vec();
    fonts.families.insert(FontFamily::Proportional, names(["inter", "jetbrains-mono", "signs", "more-signs"]));
    fonts.families.insert(FontFamily::Monospace, names(["jetbrains-mono", "inter", "signs", "more-signs"]));
    fonts.families.insert(semi_bold(), names(["inter-semi-bold", "jetbrains-mono", "signs", "more-signs"]));
    fonts
}
