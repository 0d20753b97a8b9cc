//! How the window looks: theme, scale, side panels.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::reports::tokens::Theme;

/// A workspace of the window: a tab of the top bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tab {
    /// What do we have?
    Catalog,
    /// What do the pixels say?
    #[default]
    Viewer,
    /// Are the coefficients right?
    Radiometry,
    /// What is running, what happened?
    Jobs,
}

impl Tab {
    /// Every workspace, in the order of the tabs.
    pub(crate) const ALL: [Self; 4] = [Self::Catalog, Self::Viewer, Self::Radiometry, Self::Jobs];

    /// The word on the tab.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Catalog => "Catalog",
            Self::Viewer => "Viewer",
            Self::Radiometry => "Radiometry",
            Self::Jobs => "Jobs",
        }
    }
}

/// The side panels of a workspace; widths in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sides {
    /// Whether the left panel shows.
    pub(crate) left: bool,
    /// Whether the right panel shows.
    pub(crate) right: bool,
    /// Width of the left panel.
    pub(crate) left_width: u16,
    /// Width of the right panel.
    pub(crate) right_width: u16,
}

impl Default for Sides {
    fn default() -> Self {
        Self { left: true, right: true, left_width: 260, right_width: 300 }
    }
}

/// The window's size in points of the system, whatever the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct WindowSize {
    /// Width.
    pub(crate) width: u16,
    /// Height.
    pub(crate) height: u16,
    /// Whether it fills the screen.
    pub(crate) maximised: bool,
}

impl Default for WindowSize {
    fn default() -> Self {
        Self { width: 1400, height: 900, maximised: false }
    }
}

/// How the window looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Appearance {
    /// Light or dark.
    pub(crate) theme: Theme,
    /// Size of everything but the image, in percent of the system's.
    pub(crate) scale_percent: u16,
    /// Side panels by workspace.
    pub(crate) sides: BTreeMap<Tab, Sides>,
    /// Size of the window, once it had one.
    pub(crate) window: Option<WindowSize>,
}

impl Default for Appearance {
    fn default() -> Self {
        Self { theme: Theme::default(), scale_percent: 100, sides: BTreeMap::new(), window: None }
    }
}

impl Appearance {
    /// The scales that can be chosen, in percent.
    pub(crate) const SCALES: [u16; 9] = [75, 90, 100, 110, 125, 140, 150, 175, 200];

    /// The scale, whatever a file said.
    pub(crate) fn scale(&self) -> f32 {
        f32::from(self.scale_percent.clamp(Self::SCALES[0], Self::SCALES[8])) / 100.0
    }

    /// The next larger scale, or the same at the end.
    pub(crate) fn enlarge(&mut self) {
        let larger = Self::SCALES.into_iter().find(|scale| *scale > self.scale_percent);
        self.scale_percent = larger.unwrap_or(Self::SCALES[8]);
    }

    /// The next smaller scale, or the same at the end.
    pub(crate) fn reduce(&mut self) {
        let smaller = Self::SCALES.into_iter().rev().find(|scale| *scale < self.scale_percent);
        self.scale_percent = smaller.unwrap_or(Self::SCALES[0]);
    }

    /// The side panels of a workspace.
    pub(crate) fn sides(&self, tab: Tab) -> Sides {
        self.sides.get(&tab).copied().unwrap_or_default()
    }

    /// The side panels of a workspace, to be changed.
    pub(crate) fn sides_mut(&mut self, tab: Tab) -> &mut Sides {
        self.sides.entry(tab).or_default()
    }

    /// The other theme.
    pub(crate) fn switch_theme(&mut self) {
        self.theme = match self.theme {
            Theme::Dark => Theme::Light,
            Theme::Light => Theme::Dark,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_goes_in_steps_and_stays_between_75_and_200_percent() {
        let mut appearance = Appearance::default();
        for _ in 0..20 {
            appearance.enlarge();
        }
        assert_eq!(appearance.scale_percent, 200);
        for _ in 0..20 {
            appearance.reduce();
        }
        assert_eq!(appearance.scale_percent, 75);
        appearance.scale_percent = 104;
        appearance.reduce();
        assert_eq!(appearance.scale_percent, 100);
        appearance.scale_percent = 9000;
        assert!((appearance.scale() - 2.0).abs() < f32::EPSILON);
    }
}
