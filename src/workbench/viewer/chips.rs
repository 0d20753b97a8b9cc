//! The chips on a view: each says one thing that decides the picture, and opens its editor.

use egui::{
    Align, Button, Color32, Frame, Layout, Popup, PopupCloseBehavior, Pos2, Rect, Response, RichText, TextStyle,
    TextWrapMode, Ui, UiBuilder, Vec2, WidgetText, pos2, vec2,
};

use super::image_view::Subject;
use super::links::{LinkAspect, LinkKind};
use super::placement::{Placement, zoom_text};
use super::stretch_editor::Change;
use super::stretching::{Stretched, reference};
use super::tiling::Tiling;
use super::view_runtime::{Editor, ViewRuntime};
use super::view_state::{Grid, Numbers};
use super::{band_editor, overlay_editor, stretch_editor, wording};
use crate::imagery::picture::{Bounds, StatisticsExtent, Stretch};
use crate::reports::tokens;
use crate::units::Exactness;
use crate::workbench::commands::{Command, command_face};
use crate::workbench::desk::Desk;
use crate::workbench::radiometry_panel::ChainState;
use crate::workbench::theme::colour;

/// Between the words of a chip and its edge.
const PADDING: Vec2 = Vec2::new(6.0, 2.0);
/// Between chips.
const GAP: f32 = 4.0;

/// How a chip stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ChipState {
    /// It can be clicked.
    Usual,
    /// What it says is switched on.
    Chosen,
    /// It cannot be clicked now.
    NotNow,
}

/// The chips of a view in rows: each as wide as its words, in the next row where this one has no room left, so that none covers another.
struct ChipRows {
    ui: Ui,
    room: Rect,
    next: Pos2,
}

impl ChipRows {
    fn add(&mut self, text: RichText, state: ChipState) -> Response {
        let words = WidgetText::from(text.clone());
        let words = words.into_galley(&self.ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Button);
        let height = self.ui.spacing().interact_size.y.max(words.size().y + 2.0 * PADDING.y);
        let width = (words.size().x.ceil() + 2.0 * PADDING.x).max(height).min(self.room.width());
        if self.next.x > self.room.left() && self.next.x + width > self.room.right() {
            self.next = pos2(self.room.left(), self.next.y + height + GAP);
        }
        let place = Rect::from_min_size(self.next, vec2(width, height));
        self.next.x += width + GAP;
        let mut cell = self.ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center)));
        if state == ChipState::NotNow {
            cell.disable();
        }
        cell.add_sized(place.size(), Button::new(text).selected(state == ChipState::Chosen).truncate())
    }
}

/// What the chips ask of the view.
#[derive(Debug, Default)]
pub(crate) struct ChipsAsked {
    /// The flicker is to end.
    pub(crate) ends_flicker: bool,
}

/// Shows the chips in the upper left corner of a view.
#[expect(clippy::too_many_arguments, reason = "the chips say everything that is known of a view")]
pub(crate) fn show(
    ui: &mut Ui,
    desk: &mut Desk,
    runtime: &mut ViewRuntime,
    subject: &Subject,
    placement: &Placement,
    stretched: &Stretched,
    is_flickering: bool,
    rect: Rect,
) -> ChipsAsked {
    let mut asked = ChipsAsked::default();
    let room = rect.shrink(8.0);
    if room.width() < 40.0 || room.height() < 24.0 {
        return asked;
    }
    let mut chips = ui.new_child(UiBuilder::new().id_salt(("chips", subject.id)).max_rect(room));
    chips.set_clip_rect(rect);
    chips.spacing_mut().button_padding = PADDING;
    let chips = &mut ChipRows { ui: chips, room, next: room.min };
    if is_flickering {
        let text = RichText::new("Flicker: another picture is shown  F").color(colour(desk.tokens().mark));
        asked.ends_flicker =
            chips.add(text, ChipState::Usual).on_hover_text("Show this view's own picture again").clicked();
    }
    chain_chip(chips, desk, subject, placement);
    bands_chip(chips, desk, runtime, subject);
    stretch_chip(chips, desk, runtime, subject, placement, stretched);
    pin_chip(chips, desk, subject, stretched);
    links_chip(chips, desk, runtime, subject);
    overlays_chip(chips, desk, runtime, subject);
    let zoom = zoom_text(placement.position().zoom);
    let chip = chips.add(RichText::new(&zoom).monospace(), ChipState::Usual);
    let chip = chip
        .on_hover_text("Device pixels to image pixels. Click: whole image (Home); double-click in the picture: 1:1");
    if named(&chip, subject, &format!("zoom {zoom}")).clicked() {
        desk.session.viewer.fit(subject.id);
    }
    asked
}

/// Gives a chip a name that tells it from those of other views.
fn named(chip: &Response, subject: &Subject, what: &str) -> Response {
    chip.clone().accessible_name(format!("View {}: {what}", subject.id.0))
}

/// Opens the editor below a chip when it is clicked, or when a command asked for it.
fn editor<R>(chip: &Response, opens: bool, name: &str, content: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    if opens {
        Popup::open_id(&chip.ctx, Popup::default_response_id(chip));
    }
    Popup::menu(chip)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(name)
        .gap(4.0)
        .frame(Frame::popup(&chip.ctx.global_style()).inner_margin(12))
        .show(content)
        .map(|shown| shown.inner)
}

fn opens(runtime: &mut ViewRuntime, editor: Editor) -> bool {
    let opens = runtime.opens == Some(editor);
    if opens {
        runtime.opens = None;
    }
    opens
}

fn bands_chip(chips: &mut ChipRows, desk: &mut Desk, runtime: &mut ViewRuntime, subject: &Subject) {
    let text = wording::composition_text(&subject.composition);
    let chip = chips.add(RichText::new(&text).monospace(), ChipState::Usual);
    let chip = named(&chip, subject, &format!("bands {text}")).on_hover_text("Channels: click to choose");
    let opens = opens(runtime, Editor::Bands);
    let chosen = editor(&chip, opens, "Bands", |ui| band_editor::show(ui, subject, &mut runtime.typed_bands)).flatten();
    if let Some(composition) = chosen {
        desk.session.viewer.set_composition(subject.id, composition);
        desk.edits.name("choose bands");
    }
}

/// What the picture went through: the chain of a set, and what is thought to be otherwise. A click takes it away.
fn chain_chip(chips: &mut ChipRows, desk: &mut Desk, subject: &Subject, placement: &Placement) {
    let (words, told, ink) = match desk.radiometry.chains.state(subject.product_id) {
        ChainState::AsRead => return,
        ChainState::Preparing => ("chain…".to_owned(), "The chain is being prepared".to_owned(), desk.tokens().quiet),
        ChainState::Refused(reason) => ("as read: chain refused".to_owned(), reason, desk.tokens().fail),
        ChainState::Through { set, what_if } => {
            let level = Tiling::of(&subject.product).level_at(placement.position().zoom);
            let sampled = if level > 0 { format!(" · sampled, every {}th line", 1 << level) } else { String::new() };
            let quantity = subject.product.quantity();
            let is_thought = what_if.is_some();
            let begin = what_if.map_or_else(|| "chain".to_owned(), |words| format!("what-if: {words}"));
            let told = format!(
                "Through the chain with {set}, as {quantity}; nothing is committed, and stray light and polarisation are left in. \
                 Click: {}",
                if is_thought { "as the set says again" } else { "counts as they were read" }
            );
            let ink = if is_thought { desk.tokens().mark } else { desk.tokens().text };
            (format!("{begin} · {set} · {quantity}{sampled}  ✕"), told, ink)
        }
    };
    let chip = chips.add(RichText::new(&words).color(colour(ink)), ChipState::Usual);
    if named(&chip, subject, &words).on_hover_text(told).clicked() {
        if desk.session.viewer.edits.what_if.is_nothing() {
            desk.session.radiometry.through_chain = false;
        } else {
            desk.commands.push(Command::ResetWhatIf);
        }
    }
}

/// The colours of the three channels in histograms: those of the bands that they show.
fn inks(subject: &Subject) -> [Color32; 3] {
    let sources = subject.composition.sources();
    let place = |index: usize| {
        let name = sources.get(index).or(sources.first()).map(ToString::to_string).unwrap_or_default();
        let place = subject.product.bands().iter().position(|band| band.name == name);
        colour(tokens::band(&name, place.unwrap_or(index)).colour)
    };
    [place(0), place(1), place(2)]
}

fn stretch_chip(
    chips: &mut ChipRows,
    desk: &mut Desk,
    runtime: &mut ViewRuntime,
    subject: &Subject,
    placement: &Placement,
    stretched: &Stretched,
) {
    let id = subject.id;
    let pinned = desk.session.viewer.stretch_choice(id).pinned.is_some();
    let stretch = stretched.contract.as_ref().map(|contract| &contract.stretch);
    let (text, full) = match stretch {
        None => ("stretch…".to_owned(), "statistics are being read".to_owned()),
        Some(stretch) => (chip_text(stretch), wording::stretch_text(stretch, pinned)),
    };
    let offers = stretched.exact.is_some();
    let text = if offers { format!("{text} · exact ready") } else { text };
    let chip = chips.add(RichText::new(&text).monospace(), ChipState::Usual);
    let chip = named(&chip, subject, &format!("stretch {full}")).on_hover_text(&full);
    let opens = opens(runtime, Editor::Stretch);
    let inks = inks(subject);
    let change = editor(&chip, opens, "Stretch", |ui| {
        let Desk { session, queries, .. } = &*desk;
        stretch_editor::show(ui, &session.viewer, runtime, queries, subject, placement, stretched, inks)
    });
    match change.flatten() {
        None => {}
        Some(Change::Rule(rule)) => {
            desk.session.viewer.set_rule(id, rule);
            desk.edits.name("change stretch");
        }
        Some(Change::Exact(known)) => apply_exact(desk, subject, stretched, known),
        Some(Change::Pinned(pinned)) => {
            desk.session.viewer.set_pinned(id, pinned);
            desk.edits.name(if pinned { "pin stretch" } else { "unpin stretch" });
        }
    }
}

/// Family, bounds and exactness, as short as they can be said.
fn chip_text(stretch: &Stretch) -> String {
    let family = wording::family_text(&stretch.rule);
    let bounds: Vec<String> = stretch.channels.iter().map(wording::bounds_text).collect();
    let unit = stretch.channels.first().map_or(String::new(), |channel| wording::unit_after(&channel.unit));
    let exactness = match (stretch.exactness(), &stretch.rule.bounds) {
        (_, Bounds::User(_)) => "",
        (Exactness::Exact, _) => " ✓",
        (Exactness::Approximate, _) => " ≈",
    };
    let follows = match stretch.rule.extent {
        StatisticsExtent::View => " follows view",
        _ => "",
    };
    format!("{family}{exactness}{follows}  {}{unit}", bounds.join("  "))
}

/// Takes the exact statistics instead of those of a sample.
pub(crate) fn apply_exact(desk: &mut Desk, subject: &Subject, stretched: &Stretched, known: Option<Stretch>) {
    desk.session.viewer.choose_stretch(subject.id, |choice| choice.exact = true);
    desk.edits.name("apply exact statistics");
    if let (Some(stretch), Some(contract)) = (known, &stretched.contract) {
        let (composition, product) = (contract.composition.clone(), reference(&subject.product));
        desk.session.viewer.set_numbers(subject.id, Numbers { stretch, composition, product, exact: true });
    }
}

fn pin_chip(chips: &mut ChipRows, desk: &mut Desk, subject: &Subject, stretched: &Stretched) {
    let pinned = desk.session.viewer.stretch_choice(subject.id).pinned.is_some();
    let state = match &stretched.contract {
        _ if pinned => ChipState::Chosen,
        Some(_) => ChipState::Usual,
        None => ChipState::NotNow,
    };
    let button = chips.add(RichText::new("⚭"), state);
    let chip = named(&button, subject, if pinned { "stretch pinned" } else { "pin stretch" });
    let told = if pinned {
        "Pinned: these numbers stay for other bands, dates and sessions. Click to let them follow what is shown"
    } else {
        "Pin the stretch: keep its numbers for other bands, dates and sessions"
    };
    if chip.on_hover_text(told).clicked() {
        desk.session.viewer.set_pinned(subject.id, !pinned);
        desk.edits.name(if pinned { "unpin stretch" } else { "pin stretch" });
    }
}

fn links_chip(chips: &mut ChipRows, desk: &mut Desk, runtime: &mut ViewRuntime, subject: &Subject) {
    let links = desk.session.viewer.view(subject.id).map(|view| view.links).unwrap_or_default();
    if desk.session.viewer.views().len() < 2 && !links.any() {
        return;
    }
    let is_on_ground = desk.session.viewer.link_kind() == LinkKind::Ground && links.any();
    let words = links.words();
    let words = if is_on_ground { format!("{words}, {}", LinkKind::Ground.words()) } else { words };
    // What is cut off at the end in a narrow view is not the kind of link.
    let text = match (is_on_ground, links.any()) {
        (true, _) => format!("⇄ on the ground: {}", links.words()),
        (false, true) => format!("⇄ {words}"),
        (false, false) => "⇄".to_owned(),
    };
    let chip = chips.add(RichText::new(text), ChipState::Usual);
    let chip = named(&chip, subject, &format!("links {words}")).on_hover_text("What this view shares with others");
    let opens = opens(runtime, Editor::Links);
    editor(&chip, opens, "Links", |ui| {
        link_kinds(ui, desk);
        ui.separator();
        for aspect in LinkAspect::ALL {
            let mut linked = desk.session.viewer.has(subject.id, aspect);
            if ui.checkbox(&mut linked, format!("Link {}", aspect.word())).changed() {
                desk.session.viewer.set_link(subject.id, aspect, linked);
                desk.edits.name("link views");
            }
        }
        ui.separator();
        if ui.button("Link all of it in all views").clicked() {
            desk.session.viewer.activate(subject.id);
            for aspect in LinkAspect::ALL {
                desk.session.viewer.link_all(aspect);
            }
            desk.edits.name("link views");
        }
        if ui.button("Break all links  U").clicked() {
            desk.session.viewer.break_links();
            desk.edits.name("break links");
        }
    });
}

/// Line and column, or the place on the ground; and which ground that is.
fn link_kinds(ui: &mut Ui, desk: &mut Desk) {
    let mut kind = desk.session.viewer.link_kind();
    for choice in LinkKind::ALL {
        ui.radio_value(&mut kind, choice, format!("Link {}", choice.words())).on_hover_text(match choice {
            LinkKind::Image => "The same line and column in all linked views",
            LinkKind::Ground => {
                "The same place on the ground, a metre as long: through the geometric models and georeferences of the products"
            }
        });
    }
    if kind != desk.session.viewer.link_kind() {
        desk.session.viewer.set_link_kind(kind);
    }
    if kind == LinkKind::Ground {
        ground_row(ui, desk);
    }
}

/// The ground that is chosen, and the way to another.
pub(crate) fn ground_row(ui: &mut Ui, desk: &mut Desk) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Ground").color(colour(desk.tokens().quiet)));
        ui.label(desk.session.viewer.ground.words());
        command_face(ui, desk, Command::EditGround, Button::new("…").small());
    });
}

fn overlays_chip(chips: &mut ChipRows, desk: &mut Desk, runtime: &mut ViewRuntime, subject: &Subject) {
    let overlays = desk.session.viewer.view_edits(subject.id).overlays;
    let text = match overlays.grid {
        Grid::Hidden => "Overlays",
        Grid::Image | Grid::Geographic => "Overlays · grid",
    };
    let chip = chips.add(RichText::new(text), ChipState::Usual);
    let chip = named(&chip, subject, "overlays").on_hover_text("Grid, scale, overview, marks, pixels without a value");
    let opens = opens(runtime, Editor::Overlays);
    editor(&chip, opens, "Overlays", |ui| overlay_editor::show(ui, desk, subject));
}
