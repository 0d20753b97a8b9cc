//! Figures on the card: verdicts with their requirement, measurements with uncertainty and n, and where each comes from.

use egui::{CollapsingHeader, Label, RichText, Ui};

use crate::measurement::{Measurement, Outcome, Verdict, VerdictKind};
use crate::operations::{CardVerification, VerdictCounts};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::verdict_words;
use crate::units::{Estimate, Exactness};
use crate::workbench::desk::Desk;
use crate::workbench::jobs_panel::time_text;
use crate::workbench::theme::colour;

/// Rows of measurements that are laid out: the others are asked for.
const ROW: f32 = 20.0;

/// Verdicts by requirement, each with its subjects.
pub(super) fn show_verdicts(ui: &mut Ui, desk: &Desk, verdicts: &[Verdict], verified: Option<&CardVerification>) {
    let tokens = desk.tokens();
    if verdicts.is_empty() {
        let text = if verified.is_some() { "Nothing was judged." } else { "Not verified yet." };
        ui.label(RichText::new(text).weak());
        return;
    }
    if let Some(verified) = verified {
        let text = format!("verified {} by viq {}; U with k = 2", time_text(verified.time), verified.software_version);
        ui.add(Label::new(RichText::new(text).small().weak()).wrap());
    }
    for of_requirement in verdicts.chunk_by(|a, b| a.requirement.id == b.requirement.id) {
        let Some(first) = of_requirement.first() else { continue };
        let Some(worst) = VerdictCounts::of(of_requirement).worst() else { continue };
        let (sign, word) = verdict_words(worst);
        let line = RichText::new(format!("{sign} {word}")).color(colour(tokens.verdict(worst)));
        ui.add_space(4.0);
        ui.label(line);
        ui.add(Label::new(first.requirement.title.as_str()).wrap())
            .on_hover_text(format!("{}\nSource: {}", first.requirement.title, first.requirement.source));
        if let [only] = of_requirement {
            verdict_line(ui, desk, only, verified, false);
            continue;
        }
        let n_passed = of_requirement.iter().filter(|verdict| verdict.kind == VerdictKind::Pass).count();
        let name = RichText::new(format!("{n_passed} of {} pass", of_requirement.len())).small().weak();
        CollapsingHeader::new(name).id_salt(("requirement", &first.requirement.id)).show_unindented(ui, |ui| {
            for verdict in of_requirement {
                verdict_line(ui, desk, verdict, verified, true);
            }
        });
    }
}

fn verdict_line(ui: &mut Ui, desk: &Desk, verdict: &Verdict, verified: Option<&CardVerification>, has_sign: bool) {
    let (sign, word) = verdict_words(verdict.kind);
    let subject = verdict.subject.to_string();
    let probability = verdict.probability_of_conformity;
    let told = format!(
        "{}\n{word}{}\n{}{}{}",
        verdict.requirement.title,
        probability
            .map(|share| format!(", conforms with probability {}", number::probability(share)))
            .unwrap_or_default(),
        verdict.estimate.map(population).unwrap_or_default(),
        if verdict.reason.is_empty() { String::new() } else { format!("\n{}", verdict.reason) },
        verified.map(origin).unwrap_or_default(),
    );
    if verdict.estimate.is_none() && !has_sign {
        ui.add(Label::new(RichText::new(&verdict.reason).small().weak()).wrap()).on_hover_text(told);
        return;
    }
    let drawn = ui.horizontal(|ui| {
        if has_sign {
            ui.label(RichText::new(sign).color(colour(desk.tokens().verdict(verdict.kind))));
        }
        ui.label(RichText::new(&subject).monospace().size(12.0));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| match verdict.estimate {
            Some(estimate) => figure(ui, estimate, &verdict.requirement.unit),
            None => {
                ui.add(Label::new(RichText::new(&verdict.reason).small().weak()).truncate());
            }
        });
    });
    drawn.response.on_hover_text(told);
}

/// Every figure of the newest verification; only the rows that show are laid out.
pub(super) fn show_measurements(ui: &mut Ui, measurements: &[Measurement], verified: Option<&CardVerification>) {
    if measurements.is_empty() {
        ui.label(RichText::new("Nothing was measured yet.").weak());
        return;
    }
    ui.label(RichText::new("value ± U (k = 2), n").small().weak());
    egui::ScrollArea::vertical().id_salt("measurements").max_height(320.0).auto_shrink([false, true]).show_rows(
        ui,
        ROW,
        measurements.len(),
        |ui, range| {
            for measurement in &measurements[range] {
                let name = measurement.metric.replace('_', " ");
                let told = format!(
                    "{name} {}\n{}\n{}{}{}",
                    measurement.subject,
                    measurement.population,
                    measurement.method,
                    measurement.estimate().map(|estimate| format!("\n{}", population(estimate))).unwrap_or_default(),
                    verified.map(origin).unwrap_or_default(),
                );
                let drawn = ui.horizontal(|ui| {
                    ui.set_height(ROW);
                    let width = ui.available_width() * 0.5;
                    let text = format!("{name} {}", measurement.subject);
                    ui.scope(|ui| {
                        ui.set_max_width(width);
                        ui.add(Label::new(RichText::new(text).small()).truncate());
                    });
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| match &measurement.outcome {
                        Outcome::Measured { estimate } => figure(ui, *estimate, &measurement.unit),
                        Outcome::NotMeasurable { reason } => {
                            ui.add(Label::new(RichText::new(format!("– {reason}")).small().weak()).truncate());
                        }
                    });
                });
                drawn.response.on_hover_text(told);
            }
        },
    );
}

/// From the right: unit in quiet, then value ± U.
fn figure(ui: &mut Ui, estimate: Estimate, unit: &str) {
    let unit = number::unit(unit);
    if !unit.is_empty() {
        ui.label(RichText::new(unit).small().weak());
    }
    let about = if estimate.exactness == Exactness::Approximate { "≈ " } else { "" };
    let text = number::expanded(estimate.value, estimate.uncertainty, Sign::Negative).text();
    ui.add(Label::new(RichText::new(format!("{about}{text}")).monospace().size(12.0)).selectable(true).truncate());
}

fn population(estimate: Estimate) -> String {
    let exactness = match estimate.exactness {
        Exactness::Exact => "all of them",
        Exactness::Approximate => "≈ a sample of them",
    };
    format!("n {}, {exactness}", number::count(estimate.n))
}

fn origin(verified: &CardVerification) -> String {
    let settings: Vec<String> = verified.settings.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("\nverified {} UTC by viq {}\n{}", time_text(verified.time), verified.software_version, settings.join("\n"))
}
