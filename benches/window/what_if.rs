//! A coefficient that is moved, until its pixels are on the screen.

use std::collections::BTreeSet;
use std::path::Path;

use viq::operations::radiometry::{ChainStep, Coefficient, CoefficientChange, WhatIf};
use viq::workbench::{Played, Step};

use crate::figures::{line, plain, quantile};
use crate::raw::{product_path, set_path};

/// What is thought to be otherwise, one after the other: a coefficient of all columns, of some, a step.
fn what_ifs() -> Vec<(&'static str, WhatIf)> {
    let change = |coefficient, [first, last]: [usize; 2], factor, offset| WhatIf {
        changes: ["B03", "B04", "B07"]
            .map(|band| CoefficientChange { band: band.to_owned(), coefficient, first, last, factor, offset })
            .to_vec(),
        steps_off: BTreeSet::new(),
    };
    vec![
        ("Ak of three bands × 1.05", change(Coefficient::Gain, [0, 5199], 1.05, 0.0)),
        ("a1 of three bands × 1.02, columns 2500 to 2700", change(Coefficient::SlopeBelow, [2500, 2700], 1.02, 0.0)),
        ("dark signal of three bands + 4 counts", change(Coefficient::Dark, [0, 5199], 1.0, 4.0)),
        ("two slopes off", WhatIf { steps_off: BTreeSet::from([ChainStep::Slopes]), changes: Vec::new() }),
        (
            "everything as the set says, remanence off",
            WhatIf { steps_off: BTreeSet::from([ChainStep::Remanence]), changes: Vec::new() },
        ),
    ]
}

/// The steps: the first what-if of each zoom makes codes and numbers known, and is told apart.
pub(crate) fn script(folder: &Path) -> Vec<Step> {
    let mut steps = vec![Step::OpenSet(set_path(folder)), Step::Open(product_path(folder))];
    for zoom in [Step::ActualSize, Step::Fit] {
        steps.extend([zoom, Step::Rest(20)]);
        let warm = WhatIf { steps_off: BTreeSet::from([ChainStep::Spikes]), changes: Vec::new() };
        steps.extend([Step::WhatIf(warm), Step::Rest(60)]);
        for (_, what_if) in what_ifs() {
            steps.extend([Step::WhatIf(what_if), Step::Rest(20)]);
        }
    }
    steps.push(Step::Rest(10));
    steps
}

/// Prints what the steps took.
pub(crate) fn print(played: &[Played]) {
    let milliseconds = |played: &Played| played.until_sharp.unwrap_or(f64::NAN) * 1e3;
    let of_zoom = 4 + 2 * what_ifs().len();
    for (name, played) in ["one to one", "whole image, sampled"].into_iter().zip(played[2..].chunks(of_zoom)) {
        println!("\na what-if, until its pixels are on the screen, three bands, {name} at {:.2}:1", {
            played[1].zoom.unwrap_or(f64::NAN)
        });
        plain("first one: codes are read, numbers of the stretch are found", milliseconds(&played[2]), "ms");
        for ((what, _), played) in what_ifs().iter().zip(played[4..].iter().step_by(2)) {
            line(what, milliseconds(played), "ms", 60.0);
        }
        let at_rest = |share| {
            let rests = played.iter().skip(5).step_by(2).flat_map(|rest| rest.frames.iter().skip(10));
            quantile(&rests.map(|frame| frame.whole_seconds * 1e3).collect::<Vec<f64>>(), share)
        };
        plain("frame in which nothing changes, median: what the renderer takes", at_rest(0.5), "ms");
        plain("resident memory", played[of_zoom - 1].resident_megabytes, "MB");
    }
}
