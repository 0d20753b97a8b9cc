//! Colours, sizes and distances of the toolkit, made from the tokens.

use egui::style::{Selection, WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Vec2, Visuals};

use super::fonts;
use crate::reports::tokens::{Colour, Theme, Tokens};

/// Height of a row of a table or list, points.
pub(crate) const ROW_HEIGHT: f32 = 24.0;
/// Radius of every corner, points.
const CORNER: CornerRadius = CornerRadius::same(3);
/// Sizes of text, points.
const BASE: f32 = 13.0;
const QUIET: f32 = 11.0;
const TITLE: f32 = 16.0;

/// A token as the toolkit knows it.
pub(crate) const fn colour(token: Colour) -> Color32 {
    let Colour([red, green, blue]) = token;
    Color32::from_rgb(red, green, blue)
}

/// Gives the window its fonts and both looks. To be called before the first frame.
pub(crate) fn install(context: &egui::Context) {
    context.set_fonts(fonts::definitions());
    for theme in [Theme::Dark, Theme::Light] {
        context.set_style_of(of_toolkit(theme), style(theme));
    }
    context.options_mut(|options| options.zoom_with_keyboard = false);
}

/// The toolkit's word for a theme.
pub(super) const fn of_toolkit(theme: Theme) -> egui::Theme {
    match theme {
        Theme::Dark => egui::Theme::Dark,
        Theme::Light => egui::Theme::Light,
    }
}

fn style(theme: Theme) -> Style {
    let tokens = Tokens::of(theme);
    let mut style = Style { visuals: visuals(theme, tokens), animation_time: 0.0, ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, FontId::new(QUIET, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(BASE, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(BASE, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(BASE, FontFamily::Monospace)),
        (TextStyle::Heading, FontId::new(TITLE, fonts::semi_bold())),
    ]
    .into();
    style.drag_value_text_style = TextStyle::Monospace;
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(8.0, 4.0);
    spacing.button_padding = Vec2::new(8.0, 3.0);
    spacing.interact_size = Vec2::new(40.0, ROW_HEIGHT);
    spacing.menu_margin = Margin::same(4);
    spacing.window_margin = Margin::same(12);
    spacing.icon_width = 16.0;
    spacing.indent = 16.0;
    spacing.combo_width = 96.0;
    spacing.scroll = egui::style::ScrollStyle::solid();
    spacing.scroll.bar_width = 8.0;
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    style.scroll_animation = egui::style::ScrollAnimation::none();
    style.visuals.text_cursor.blink = false;
    style
}

fn visuals(theme: Theme, tokens: &Tokens) -> Visuals {
    let base = match theme {
        Theme::Dark => Visuals::dark(),
        Theme::Light => Visuals::light(),
    };
    let line = Stroke::new(1.0, colour(tokens.line));
    let menu_shadow = Shadow { offset: [0, 4], blur: 12, spread: 0, color: Color32::from_black_alpha(60) };
    let mut visuals = Visuals {
        override_text_color: None,
        weak_text_color: Some(colour(tokens.quiet)),
        widgets: widgets(tokens),
        selection: Selection {
            bg_fill: blend(tokens.accent, tokens.panel, 0.30),
            stroke: Stroke::new(1.0, blend(tokens.accent, tokens.text, 0.6)),
        },
        hyperlink_color: colour(tokens.accent),
        faint_bg_color: blend(tokens.raised, tokens.panel, 0.45),
        extreme_bg_color: colour(tokens.surface),
        text_edit_bg_color: Some(colour(tokens.surface)),
        code_bg_color: colour(tokens.raised),
        warn_fg_color: colour(tokens.mark),
        error_fg_color: colour(tokens.fail),
        window_corner_radius: CORNER,
        window_shadow: Shadow::NONE,
        window_fill: colour(tokens.panel),
        window_stroke: line,
        window_highlight_topmost: false,
        menu_corner_radius: CORNER,
        panel_fill: colour(tokens.panel),
        popup_shadow: menu_shadow,
        indent_has_left_vline: false,
        image_loading_spinners: false,
        slider_trailing_fill: true,
        ..base
    };
    visuals.text_cursor.stroke = Stroke::new(2.0, colour(tokens.accent));
    visuals
}

fn widgets(tokens: &Tokens) -> Widgets {
    let [line, quiet, text, accent] = [tokens.line, tokens.quiet, tokens.text, tokens.accent].map(colour);
    let of = |fill: Color32, edge: Color32, ink: Color32| WidgetVisuals {
        weak_bg_fill: fill,
        bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        fg_stroke: Stroke::new(1.0, ink),
        corner_radius: CORNER,
        expansion: 0.0,
    };
    let raised = colour(tokens.raised);
    let pressed = blend(tokens.accent, tokens.raised, 0.35);
    Widgets {
        noninteractive: of(colour(tokens.panel), line, text),
        inactive: of(raised, line, text),
        hovered: of(blend(tokens.accent, tokens.raised, 0.12), quiet, text),
        active: of(pressed, accent, text),
        open: of(raised, quiet, text),
    }
}

/// `share` of one token over another.
pub(crate) fn blend(over: Colour, under: Colour, share: f32) -> Color32 {
    let (Colour(over), Colour(under)) = (over, under);
    let mixed = |index: usize| {
        let (above, below) = (f32::from(over[index]), f32::from(under[index]));
        (below + (above - below) * share).round() as u8
    };
    Color32::from_rgb(mixed(0), mixed(1), mixed(2))
}
