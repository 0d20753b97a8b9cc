//! The panels of the inspector, without a product.

use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;

macro_rules! without_a_product {
    ($($(#[$meaning:meta])* $panel:ident, $name:literal, $title:literal, $advice:literal;)*) => {
        $(
            $(#[$meaning])*
            #[derive(Default)]
            pub(crate) struct $panel;

            impl Panel for $panel {
                fn name(&self) -> &'static str {
                    $name
                }

                fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
                    EmptyState::text($title, $advice).show(ui, desk);
                }
            }
        )*
    };
}

without_a_product! {
    /// Values along a line.
    ProfilePanel, "Profile", "No profile", "Draw a line in a view.";
    /// Two bands against each other.
    ScatterPanel, "Scatter", "No scatter plot", "Draw a region in a view.";
    /// Statistics of regions.
    RegionsPanel, "Regions", "No regions", "Draw a rectangle or a polygon in a view.";
    /// Histogram joined to the stretch.
    HistogramPanel, "Histogram", "No histogram", "Open a product.";
}
