//! The editor of a stretch: family, numbers, curve, the pixels it is taken from, histogram with handles.

use egui::{Button, Color32, Grid, RichText, Ui};

use super::histogram;
use super::image_view::Subject;
use super::number_field::number_field;
use super::placement::Placement;
use super::session::ViewerSession;
use super::stretching::{Stretched, window_in_view};
use super::view_runtime::ViewRuntime;
use super::view_state::StretchChoice;
use super::wording::{exactness_text, extent_text, unit_after, value_text};
use crate::imagery::picture::{Bounds, Curve, StatisticsExtent, Stretch, StretchRule};
use crate::units::Exactness;
use crate::workbench::queries::Queries;

/// What was changed in the editor.
pub(crate) enum Change {
    /// Another rule.
    Rule(StretchRule),
    /// The statistics of every pixel, which are known by now or not.
    Exact(Option<Stretch>),
    /// Pinned or not.
    Pinned(bool),
}

/// Shows the editor; gives what was changed.
#[expect(clippy::too_many_arguments, reason = "the editor shows everything that a stretch depends on")]
pub(crate) fn show(
    ui: &mut Ui,
    session: &ViewerSession,
    runtime: &mut ViewRuntime,
    queries: &Queries,
    subject: &Subject,
    placement: &Placement,
    stretched: &Stretched,
    inks: [Color32; 3],
) -> Option<Change> {
    let choice = session.stretch_choice(subject.id);
    let stretch = stretched.contract.as_ref().map(|contract| &contract.stretch);
    // A pinned stretch may come from another rule than the one chosen before it was pinned.
    let rule = choice.pinned.as_ref().map_or(&choice.rule, |pinned| &pinned.rule);
    ui.set_max_width(360.0);
    let mut change = families(ui, rule, stretch).or_else(|| curves(ui, rule)).or_else(|| extents(ui, rule, placement));
    ui.separator();
    if let Some(stretch) = stretch {
        change = change.or_else(|| numbers(ui, rule, stretch));
        ui.checkbox(&mut runtime.histograms.is_logarithmic, "Logarithmic counts");
        let is_logarithmic = runtime.histograms.is_logarithmic;
        match runtime.histograms.of(&subject.product, &subject.composition, queries) {
            None => {
                ui.label(RichText::new("Counting…").weak());
            }
            Some(histograms) => {
                for (index, counted) in histograms.iter().enumerate() {
                    let Some(channel) = stretch.channel(index) else { continue };
                    let ink = if histograms.len() == 1 { ui.visuals().weak_text_color() } else { inks[index % 3] };
                    let moved = histogram::show(ui, counted, [channel.low, channel.high], ink, is_logarithmic);
                    if let Some(bounds) = moved {
                        change = Some(Change::Rule(with_bounds(rule, stretch, index, bounds)));
                    }
                }
            }
        }
        ui.separator();
    }
    change.or_else(|| provenance(ui, &choice, stretch, stretched))
}

fn families(ui: &mut Ui, rule: &StretchRule, stretch: Option<&Stretch>) -> Option<Change> {
    let mut change = None;
    let mut choose = |bounds: Bounds| change = Some(Change::Rule(StretchRule { bounds, ..rule.clone() }));
    ui.horizontal_wrapped(|ui| {
        let families: [(&str, bool, Bounds); 3] = [
            ("Min–max", matches!(rule.bounds, Bounds::MinMax), Bounds::MinMax),
            (
                "Percentiles",
                matches!(rule.bounds, Bounds::Percentile { .. }),
                Bounds::Percentile { low: 2.0, high: 98.0 },
            ),
            ("Mean ± k σ", matches!(rule.bounds, Bounds::MeanSigma { .. }), Bounds::MeanSigma { k: 2.0 }),
        ];
        for (name, is_chosen, bounds) in families {
            if ui.add(Button::selectable(is_chosen, name)).clicked() && !is_chosen {
                choose(bounds);
            }
        }
        let is_user = matches!(rule.bounds, Bounds::User(_));
        if ui.add(Button::selectable(is_user, "User")).clicked()
            && !is_user
            && let Some(stretch) = stretch
        {
            choose(Bounds::User(pairs(stretch)));
        }
    });
    match rule.bounds {
        Bounds::Percentile { low, high } => {
            ui.horizontal(|ui| {
                let low_typed = number_field(ui, "Lower percentile", low, &format!("{low}"));
                ui.label("to");
                let high_typed = number_field(ui, "Upper percentile", high, &format!("{high}"));
                ui.label(RichText::new("%").weak());
                let (new_low, new_high) = (low_typed.unwrap_or(low), high_typed.unwrap_or(high));
                let is_typed = low_typed.is_some() || high_typed.is_some();
                if is_typed && new_low >= 0.0 && new_high <= 100.0 && new_low < new_high {
                    choose(Bounds::Percentile { low: new_low, high: new_high });
                }
            });
        }
        Bounds::MeanSigma { k } => {
            ui.horizontal(|ui| {
                let label = ui.label("k");
                let typed = number_field(ui, "Number of standard deviations", k, &format!("{k}"));
                label.on_hover_text("Standard deviations on either side of the mean");
                if let Some(k) = typed.filter(|k| *k > 0.0) {
                    choose(Bounds::MeanSigma { k });
                }
            });
        }
        Bounds::MinMax | Bounds::User(_) => {}
    }
    change
}

fn curves(ui: &mut Ui, rule: &StretchRule) -> Option<Change> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.label("Curve");
        let gamma = if let Curve::Gamma(gamma) = rule.curve { gamma } else { 2.0 };
        for (name, curve) in
            [("Linear", Curve::Linear), ("Gamma", Curve::Gamma(gamma)), ("Logarithm", Curve::Logarithm)]
        {
            let is_chosen = rule.curve == curve;
            if ui.add(Button::selectable(is_chosen, name)).clicked() && !is_chosen {
                chosen = Some(curve);
            }
        }
        if let Curve::Gamma(gamma) = rule.curve
            && let Some(typed) = number_field(ui, "Gamma", gamma, &format!("{gamma}")).filter(|gamma| *gamma > 0.0)
        {
            chosen = Some(Curve::Gamma(typed));
        }
    });
    chosen.map(|curve| Change::Rule(StretchRule { curve, ..rule.clone() }))
}

fn extents(ui: &mut Ui, rule: &StretchRule, placement: &Placement) -> Option<Change> {
    if matches!(rule.bounds, Bounds::User(_)) {
        return None;
    }
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.label("Statistics of");
        let is_window = matches!(rule.extent, StatisticsExtent::Window(_));
        let window = window_in_view(placement).map(StatisticsExtent::Window);
        let extents = [
            ("Whole image", rule.extent == StatisticsExtent::Image, Some(StatisticsExtent::Image)),
            ("What is in view now", is_window, window),
            ("Follows view", rule.extent == StatisticsExtent::View, Some(StatisticsExtent::View)),
        ];
        for (name, is_chosen, extent) in extents {
            if ui.add_enabled(extent.is_some(), Button::selectable(is_chosen, name)).clicked() {
                chosen = extent.filter(|extent| *extent != rule.extent);
            }
        }
    });
    chosen.map(|extent| Change::Rule(StretchRule { extent, ..rule.clone() }))
}

/// The numbers of every channel, to be typed: they are the user's own from then on.
fn numbers(ui: &mut Ui, rule: &StretchRule, stretch: &Stretch) -> Option<Change> {
    let mut change = None;
    Grid::new("bounds").num_columns(4).show(ui, |ui| {
        let names: &[&str] = if stretch.channels.len() == 3 { &["Red", "Green", "Blue"] } else { &["Channel"] };
        for (index, (name, channel)) in names.iter().zip(&stretch.channels).enumerate() {
            ui.label(*name);
            let range = channel.high - channel.low;
            let low = number_field(ui, &format!("{name} low"), channel.low, &value_text(channel.low, range));
            let high = number_field(ui, &format!("{name} high"), channel.high, &value_text(channel.high, range));
            ui.label(RichText::new(unit_after(&channel.unit)).weak());
            ui.end_row();
            let bounds = [low.unwrap_or(channel.low), high.unwrap_or(channel.high)];
            if (low.is_some() || high.is_some()) && bounds[0] < bounds[1] {
                change = Some(Change::Rule(with_bounds(rule, stretch, index, bounds)));
            }
        }
    });
    change
}

/// Where the numbers come from, and what can be done about it.
fn provenance(ui: &mut Ui, choice: &StretchChoice, stretch: Option<&Stretch>, stretched: &Stretched) -> Option<Change> {
    let mut change = None;
    if let Some(stretch) = stretch {
        let of = match stretch.rule.bounds {
            Bounds::User(_) => "numbers given by hand".to_owned(),
            _ => format!("{} of {}", extent_text(stretch.rule.extent), stretch.statistics_of),
        };
        let exactness = stretch.channels.first().map_or(String::new(), exactness_text);
        ui.label(RichText::new(format!("{exactness} · {of}")).small().weak());
        if stretch.exactness() == Exactness::Approximate && choice.pinned.is_none() {
            let text = if stretched.exact.is_some() { "Apply exact" } else { "Apply exact when counted" };
            let button =
                ui.button(text).on_hover_text("Take the statistics of every pixel; the picture changes a little");
            if button.clicked() {
                change = Some(Change::Exact(stretched.exact.clone()));
            }
        }
    }
    let mut pinned = choice.pinned.is_some();
    if ui.checkbox(&mut pinned, "Pinned: keep these numbers for other bands, dates and sessions").changed() {
        change = Some(Change::Pinned(pinned));
    }
    change
}

fn pairs(stretch: &Stretch) -> Vec<[f64; 2]> {
    stretch.channels.iter().map(|channel| [channel.low, channel.high]).collect()
}

/// The rule with other bounds of one channel, which are the user's own.
fn with_bounds(rule: &StretchRule, stretch: &Stretch, index: usize, bounds: [f64; 2]) -> StretchRule {
    let mut pairs = pairs(stretch);
    if let Some(pair) = pairs.get_mut(index) {
        *pair = bounds;
    }
    StretchRule { bounds: Bounds::User(pairs), ..rule.clone() }
}
