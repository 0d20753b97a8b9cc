//! The table of commands. To add one, add a row: menu, palette, shortcut, tooltip and the list of keys follow.

use egui::{Key, Modifiers};

use super::entry::{Entry, Menu};
use crate::operations::jobs::Job;
use crate::operations::radiometry::WhatIf;
use crate::operations::viewing::GroundChoice;
use crate::workbench::catalog_panel::FilterTexts;
use crate::workbench::desk::Desk;
use crate::workbench::inspector::{self, ExportForm};
use crate::workbench::jobs_panel::{DraftKind, has_result};
use crate::workbench::places::ask_for_elevation;
use crate::workbench::radiometry_panel::ask_for_set;
use crate::workbench::session::{Appearance, Tab};
use crate::workbench::shell::Overlay;
use crate::workbench::viewer::{self, LinkAspect, LinkKind, Split, Tool};

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { alt: false, ctrl: false, shift: true, mac_cmd: false, command: true };
const CTRL_ALT: Modifiers = Modifiers { alt: true, ctrl: false, shift: false, mac_cmd: false, command: true };
const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;
const NONE: Modifiers = Modifiers::NONE;

macro_rules! table {
    ($($(#[$meaning:meta])* $name:ident => $entry:expr,)*) => {
        /// Everything that can be asked of the window without an argument.
        #[expect(clippy::enum_variant_names, reason = "some of them copy a command line")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Command {
            $($(#[$meaning])* $name,)*
        }

        impl Command {
            /// Every command, in the order of the menus.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its row.
            pub(crate) const fn entry(self) -> Entry {
                match self {
                    $(Self::$name => $entry,)*
                }
            }
        }
    };
}

table! {
    // File.
    /// Asks for a product and opens it.
    OpenProduct => Entry::new(Menu::File, "Open product…", "Choose a header, metadata file or raster, and look at it")
        .key(CTRL, Key::O)
        .does(|desk, _| desk.dialogs.ask_for_products()),
    /// Asks for a parameter set and opens it.
    OpenParameterSet => Entry::new(Menu::File, "Open parameter set…", "Choose the folder of a parameter set, and look at its coefficients")
        .key(CTRL_SHIFT, Key::O)
        .does(|desk, _| ask_for_set(desk)),
    /// Opens the product that is selected in the catalog.
    OpenSelectedProduct => Entry::new(Menu::File, "Open in viewer", "Look at the product that is selected in the catalog")
        .when(|desk| desk.selected_product().map(|_| ()).ok_or("no product of the catalog is selected"))
        .does(|desk, _| desk.open_selected_product()),
    /// Closes the active product.
    CloseProduct => Entry::new(Menu::File, "Close product", "Close the active product; nothing of it is changed or deleted")
        .key(CTRL, Key::W)
        .when(|desk| desk.session.viewer.active_product().map(|_| ()).ok_or("no product is open"))
        .does(|desk, _| if let Some(active) = desk.session.viewer.active_product() { desk.close_product(active) }),
    /// Ends the program.
    Quit => Entry::new(Menu::File, "Quit", "Close the window; the session is kept")
        .key(CTRL, Key::Q)
        .after_line()
        .does(|_, window| window.send_viewport_cmd(egui::ViewportCommand::Close)),

    // Edit.
    /// Takes the last edit back.
    Undo => Entry::new(Menu::Edit, "Undo", "Take the last edit of pins, regions, bands, stretch or overlays back")
        .key(CTRL, Key::Z)
        .when(|desk| desk.edits.undoable().map(|_| ()).ok_or("nothing was edited"))
        .does(|desk, _| {
            let _name = desk.edits.undo(&mut desk.session.viewer.edits);
        }),
    /// Does the edit again that was taken back.
    Redo => Entry::new(Menu::Edit, "Redo", "Do the edit again that was taken back last")
        .key(CTRL_SHIFT, Key::Z)
        .key(CTRL, Key::Y)
        .when(|desk| desk.edits.redoable().map(|_| ()).ok_or("nothing was taken back"))
        .does(|desk, _| {
            let _name = desk.edits.redo(&mut desk.session.viewer.edits);
        }),
    /// Takes every what-if back.
    ResetWhatIf => Entry::new(Menu::Edit, "Reset what-if", "Every coefficient and every step as the parameter set says again")
        .when(|desk| {
            let is_there = desk.session.viewer.edits.what_if != WhatIf::default();
            is_there.then_some(()).ok_or("nothing is thought to be otherwise")
        })
        .does(|desk, _| {
            desk.session.viewer.edits.what_if = WhatIf::default();
            desk.edits.name("reset what-if");
        }),
    /// Copies the command line that does the same.
    CopyAsCommand => Entry::new(Menu::Edit, "Copy as command", "Copy the viq line that shows or does the same as this workspace now")
        .key(CTRL_SHIFT, Key::C)
        .after_line(),

    // View.
    /// Shows the catalog.
    ShowCatalog => Entry::new(Menu::View, "Catalog", "What do we have? Map, table and filters of the catalog")
        .key(CTRL, Key::Num1)
        .does(|desk, _| desk.session.tab = Tab::Catalog),
    /// Shows the viewer.
    ShowViewer => Entry::new(Menu::View, "Viewer", "What do the pixels say? Views, spectra, regions")
        .key(CTRL, Key::Num2)
        .does(|desk, _| desk.session.tab = Tab::Viewer),
    /// Shows the coefficients.
    ShowRadiometry => Entry::new(Menu::View, "Radiometry", "Are the coefficients right? Parameter sets, their curves, the chain, what-if")
        .key(CTRL, Key::Num4)
        .does(|desk, _| desk.session.tab = Tab::Radiometry),
    /// Shows the jobs.
    ShowJobs => Entry::new(Menu::View, "Jobs", "What is running, what happened? Queue and log of operations")
        .key(CTRL, Key::Num3)
        .does(|desk, _| desk.session.tab = Tab::Jobs),
    /// Shows or hides the left panel.
    ToggleLeftPanel => Entry::new(Menu::View, "Left panel", "Show or hide the left panel of this workspace")
        .key(CTRL, Key::B)
        .after_line()
        .does(|desk, _| toggle(desk, |sides| &mut sides.left)),
    /// Shows or hides the right panel.
    ToggleRightPanel => Entry::new(Menu::View, "Right panel", "Show or hide the right panel of this workspace")
        .key(CTRL_ALT, Key::B)
        .does(|desk, _| toggle(desk, |sides| &mut sides.right)),
    /// Light or dark.
    SwitchTheme => Entry::new(Menu::View, "Switch theme", "Light or dark surfaces; the colours of data stay")
        .key(CTRL_SHIFT, Key::L)
        .after_line()
        .does(|desk, _| desk.session.appearance.switch_theme()),
    /// Everything but the image larger.
    Enlarge => Entry::new(Menu::View, "Larger text", "Enlarge the interface, up to 200 %; the image keeps its zoom")
        .key(CTRL, Key::Plus)
        .key(CTRL, Key::Equals)
        .does(|desk, _| desk.session.appearance.enlarge()),
    /// Everything but the image smaller.
    Reduce => Entry::new(Menu::View, "Smaller text", "Reduce the interface, down to 75 %; the image keeps its zoom")
        .key(CTRL, Key::Minus)
        .does(|desk, _| desk.session.appearance.reduce()),
    /// The interface at its usual size.
    UsualSize => Entry::new(Menu::View, "Usual text size", "The interface at 100 %")
        .key(CTRL, Key::Num0)
        .does(|desk, _| desk.session.appearance.scale_percent = 100),
    /// Side panels as they were at first.
    ResetPanels => Entry::new(Menu::View, "Reset side panels", "Side panels shown, in their usual width, in every workspace")
        .does(|desk, _| desk.session.appearance.sides = Appearance::default().sides),

    /// Asks the catalog again.
    RefreshCatalog => Entry::new(Menu::View, "Look again", "Ask the catalog again: somebody else may have changed it")
        .key(NONE, Key::F5)
        .after_line()
        .does(|desk, _| desk.catalog.look_again()),
    /// Takes every filter away.
    ClearFilters => Entry::new(Menu::View, "Clear filters", "List all products of the catalog")
        .when(|desk| (!desk.session.catalog.filters.is_open()).then_some(()).ok_or("no filter is set"))
        .does(|desk, _| desk.session.catalog.filters = FilterTexts::default()),
    /// The map around all products found.
    ShowAllProducts => Entry::new(Menu::View, "Fit all", "The map around all products that are listed")
        .does(|desk, _| desk.catalog.fit_all()),
    /// The map around the selected product.
    ShowSelectedProduct => Entry::new(Menu::View, "Fit selection", "The map around the selected product")
        .when(|desk| desk.selected_product().map(|_| ()).ok_or("no product of the catalog is selected"))
        .does(|desk, _| desk.catalog.fit_selection()),

    // Image: the viewer's rows.
    /// The whole image.
    FitView => Entry::new(Menu::Image, "Whole image", "Show the whole image in the active view")
        .key(NONE, Key::Home)
        .when(viewer::has_view),
    /// One image pixel to one device pixel.
    ActualSize => Entry::new(Menu::Image, "One to one", "One image pixel on one device pixel")
        .key(NONE, Key::Num1)
        .when(viewer::has_view),
    /// Larger.
    ZoomIn => Entry::new(Menu::Image, "Zoom in", "Show the image larger, in whole steps")
        .key(NONE, Key::Plus)
        .key(NONE, Key::Equals)
        .when(viewer::has_view),
    /// Smaller.
    ZoomOut => Entry::new(Menu::Image, "Zoom out", "Show the image smaller").key(NONE, Key::Minus).when(viewer::has_view),
    /// Towards lower columns.
    MoveLeft => Entry::new(Menu::Image, "Move left", "Look a tenth of the view further left")
        .key(NONE, Key::ArrowLeft)
        .when(viewer::has_view),
    /// Towards higher columns.
    MoveRight => Entry::new(Menu::Image, "Move right", "Look a tenth of the view further right")
        .key(NONE, Key::ArrowRight)
        .when(viewer::has_view),
    /// Towards lower lines.
    MoveUp => Entry::new(Menu::Image, "Move up", "Look a tenth of the view further up")
        .key(NONE, Key::ArrowUp)
        .when(viewer::has_view),
    /// Towards higher lines.
    MoveDown => Entry::new(Menu::Image, "Move down", "Look a tenth of the view further down")
        .key(NONE, Key::ArrowDown)
        .when(viewer::has_view),
    /// Where the views were before.
    ViewBack => Entry::new(Menu::Image, "Back", "Go back to where the view was; this is no undo").key(ALT, Key::ArrowLeft),
    /// Where the views were before going back.
    ViewForward => Entry::new(Menu::Image, "Forward", "Go forward to where the view was").key(ALT, Key::ArrowRight),
    /// Opens the editor of the channels.
    EditBands => Entry::new(Menu::Image, "Bands…", "Choose the channels of the active view")
        .key(NONE, Key::B)
        .after_line()
        .when(viewer::has_view),
    /// True colour.
    TrueColour => Entry::new(Menu::Image, "True colour", "Red, green and blue as the eye sees them")
        .when(viewer::has_view)
        .does(|desk, _| viewer::show_preset(desk, "True colour")),
    /// Colour infrared.
    ColourInfrared => Entry::new(Menu::Image, "Colour infrared", "Near infrared, red and green: vegetation in red")
        .when(viewer::has_view)
        .does(|desk, _| viewer::show_preset(desk, "Colour infrared")),
    /// Red edge.
    RedEdge => Entry::new(Menu::Image, "Red edge", "Vigour of vegetation: 783, 705 and 665 nm")
        .when(viewer::has_view)
        .does(|desk, _| viewer::show_preset(desk, "Red edge")),
    /// Coast and haze.
    Coastal => Entry::new(Menu::Image, "Coast and haze", "Haze, smoke, shallow water: 490, 443 and 420 nm")
        .when(viewer::has_view)
        .does(|desk, _| viewer::show_preset(desk, "Coast and haze")),
    /// Normalised difference of near infrared and red.
    VegetationIndex => Entry::new(Menu::Image, "Vegetation index", "Normalised difference of near infrared and red")
        .when(viewer::has_view)
        .does(|desk, _| viewer::show_preset(desk, "Vegetation index")),
    /// The next band by itself.
    NextBand => Entry::new(Menu::Image, "Next band", "Show the next band by itself")
        .key(NONE, Key::CloseBracket)
        .when(viewer::has_view)
        .does(|desk, _| viewer::step_band(desk, true)),
    /// The band before by itself.
    PreviousBand => Entry::new(Menu::Image, "Previous band", "Show the band before by itself")
        .key(NONE, Key::OpenBracket)
        .when(viewer::has_view)
        .does(|desk, _| viewer::step_band(desk, false)),
    /// Opens the editor of the stretch.
    EditStretch => Entry::new(Menu::Image, "Stretch…", "Family, numbers, curve and histogram of the active view's stretch")
        .key(NONE, Key::S)
        .after_line()
        .when(viewer::has_view),
    /// Keeps the numbers of the stretch.
    PinStretch => Entry::new(Menu::Image, "Pin stretch", "Keep the numbers of the stretch for other bands, dates and sessions, or let them go")
        .key(SHIFT, Key::S)
        .when(viewer::has_view)
        .does(|desk, _| viewer::toggle_pin(desk)),
    /// Statistics of every pixel.
    ApplyExact => Entry::new(Menu::Image, "Apply exact statistics", "Take the statistics of every pixel instead of those of a sample")
        .key(NONE, Key::E)
        .when(viewer::has_view)
        .does(|desk, _| viewer::use_exact(desk)),
    /// Statistics of what is in view.
    StretchFollowsView => Entry::new(Menu::Image, "Stretch follows view", "Take the statistics of what is in view, at every move; the chip says so")
        .when(viewer::has_view)
        .does(|desk, _| viewer::toggle_follow(desk)),
    /// Opens the editor of the overlays.
    EditOverlays => Entry::new(Menu::Image, "Overlays…", "Grid, scale, overview, marks, pixels without a value")
        .key(NONE, Key::O)
        .after_line()
        .when(viewer::has_view),
    /// The next grid.
    NextGrid => Entry::new(Menu::Image, "Next grid", "No grid, lines and columns, latitude and longitude")
        .key(NONE, Key::G)
        .when(viewer::has_view)
        .does(|desk, _| viewer::change_overlays(desk, |overlays| overlays.grid = overlays.grid.next())),
    /// Shows or hides the overview.
    ToggleOverview => Entry::new(Menu::Image, "Overview", "Show or hide the whole image in the corner of the view")
        .when(viewer::has_view)
        .does(|desk, _| viewer::change_overlays(desk, |overlays| overlays.overview = !overlays.overview)),
    /// Shows or hides scale and north.
    ToggleScale => Entry::new(Menu::Image, "Scale bar and north", "Show or hide the scale bar and the north arrow")
        .when(viewer::has_view)
        .does(|desk, _| viewer::change_overlays(desk, |overlays| overlays.scale = !overlays.scale)),
    /// A view beside the active one.
    SplitRight => Entry::new(Menu::Image, "Split right", "A second view of the same product to the right")
        .key(CTRL, Key::Backslash)
        .after_line()
        .when(viewer::has_view)
        .does(|desk, _| viewer::split(desk, Split::Right)),
    /// A view below the active one.
    SplitBelow => Entry::new(Menu::Image, "Split below", "A second view of the same product below")
        .key(CTRL_SHIFT, Key::Backslash)
        .when(viewer::has_view)
        .does(|desk, _| viewer::split(desk, Split::Below)),
    /// Closes the active view.
    CloseView => Entry::new(Menu::Image, "Close view", "Close the active view; its product stays open")
        .key(CTRL_SHIFT, Key::W)
        .does(|desk, _| {
            let active = desk.session.viewer.active();
            desk.session.viewer.close(active);
        }),
    /// Makes the next view the active one.
    NextView => Entry::new(Menu::Image, "Next view", "Make the next view the active one")
        .key(NONE, Key::F6)
        .when(viewer::has_two_views)
        .does(|desk, _| desk.session.viewer.activate_neighbour(true)),
    /// Makes the view before the active one.
    PreviousView => Entry::new(Menu::Image, "Previous view", "Make the view before the active one")
        .key(SHIFT, Key::F6)
        .when(viewer::has_two_views)
        .does(|desk, _| desk.session.viewer.activate_neighbour(false)),
    /// Shows another picture in the active view.
    Flicker => Entry::new(Menu::Image, "Flicker", "Show the next view's picture here, or the bands before: a tap changes and changes back, held it lasts as long")
        .key(NONE, Key::F)
        .when(viewer::has_view),
    /// Puts the first layout of views and plots back.
    ResetLayout => Entry::new(Menu::Image, "Reset layout", "Views side by side, plots below them")
        .does(|desk, _| desk.session.viewer.reset_layout()),
    /// Opens the editor of the links.
    EditLinks => Entry::new(Menu::Image, "Links…", "What the active view shares with others")
        .key(NONE, Key::L)
        .after_line()
        .when(viewer::has_two_views),
    /// Links everything.
    LinkAll => Entry::new(Menu::Image, "Link all views", "Position, zoom, cursor, bands and stretch of all views follow the active one")
        .key(SHIFT, Key::L)
        .when(viewer::has_two_views)
        .does(|desk, _| viewer::link_everything(desk)),
    /// Links positions.
    LinkPosition => Entry::new(Menu::Image, "Link positions", "All views show the same line and column, or each its own")
        .when(viewer::has_two_views)
        .does(|desk, _| viewer::toggle_link(desk, LinkAspect::Position)),
    /// Links zooms.
    LinkZoom => Entry::new(Menu::Image, "Link zooms", "All views have the same zoom, or each its own")
        .when(viewer::has_two_views)
        .does(|desk, _| viewer::toggle_link(desk, LinkAspect::Zoom)),
    /// Links cursors.
    LinkCursor => Entry::new(Menu::Image, "Link cursors", "All views mark the pixel under the pointer, or only one")
        .when(viewer::has_two_views)
        .does(|desk, _| viewer::toggle_link(desk, LinkAspect::Cursor)),
    /// Links bands.
    LinkBands => Entry::new(Menu::Image, "Link bands", "All views show the same bands, or each its own")
        .when(viewer::has_two_views)
        .does(|desk, _| viewer::toggle_link(desk, LinkAspect::Bands)),
    /// Links stretches.
    LinkStretch => Entry::new(Menu::Image, "Link stretches", "All views have the same stretch with the same numbers, or each its own")
        .when(viewer::has_two_views)
        .does(|desk, _| viewer::toggle_link(desk, LinkAspect::Stretch)),
    /// Links the place on the ground.
    LinkOnGround => Entry::new(Menu::Image, "Link by place on the ground", "Linked views show the same place on the ground, a metre as long, through the models of their products")
        .key(SHIFT, Key::G)
        .when(viewer::has_two_views)
        .does(|desk, _| desk.session.viewer.link_on_ground()),
    /// Links line and column.
    LinkInImage => Entry::new(Menu::Image, "Link by line and column", "Linked views show the same line and column, an image pixel as large")
        .when(viewer::has_two_views)
        .does(|desk, _| desk.session.viewer.set_link_kind(LinkKind::Image)),
    /// Breaks all links.
    BreakLinks => Entry::new(Menu::Image, "Break all links", "Each view by itself again, as it is now")
        .key(NONE, Key::U)
        .when(viewer::has_links)
        .does(|desk, _| {
            desk.session.viewer.break_links();
            desk.edits.name("break links");
        }),
    /// Opens the choice of the ground.
    EditGround => Entry::new(Menu::Image, "Ground…", "Height or elevation model that the lines of sight of geometric models meet")
        .after_line()
        .does(|desk, _| desk.overlay = Some(Overlay::Ground)),
    /// Asks for a file of an elevation model.
    ChooseElevationFile => Entry::new(Menu::Image, "Ground: elevation file…", "Choose an elevation model (SRTM, DTED, GeoTIFF) as the ground")
        .does(|desk, _| ask_for_elevation(desk, false)),
    /// Asks for a folder of an elevation model.
    ChooseElevationFolder => Entry::new(Menu::Image, "Ground: elevation folder…", "Choose a folder, all of whose elevation files are the ground")
        .does(|desk, _| ask_for_elevation(desk, true)),
    /// The ellipsoid as the ground.
    GroundAtZero => Entry::new(Menu::Image, "Ground: 0 m above the ellipsoid", "Take the WGS 84 ellipsoid itself as the ground")
        .does(|desk, _| desk.session.viewer.ground = GroundChoice::default()),
    /// Drags move the picture.
    ToolPan => Entry::new(Menu::Image, "Tool: pan", "A drag moves the picture")
        .key(NONE, Key::D)
        .after_line()
        .does(|desk, _| desk.session.viewer.tool = Tool::Pan),
    /// Clicks set pins.
    ToolPin => Entry::new(Menu::Image, "Tool: pin", "A click sets a pin")
        .key(NONE, Key::P)
        .does(|desk, _| desk.session.viewer.tool = Tool::Pin),
    /// Drags draw rectangles.
    ToolRectangle => Entry::new(Menu::Image, "Tool: rectangle", "A drag draws a region")
        .key(NONE, Key::R)
        .does(|desk, _| desk.session.viewer.tool = Tool::Rectangle),
    /// Clicks draw polygons.
    ToolPolygon => Entry::new(Menu::Image, "Tool: polygon", "Clicks draw the corners of a region; Enter closes it")
        .key(NONE, Key::Y)
        .does(|desk, _| desk.session.viewer.tool = Tool::Polygon),
    /// Drags draw profile lines.
    ToolProfile => Entry::new(Menu::Image, "Tool: profile line", "A drag draws the line of the profile")
        .key(NONE, Key::K)
        .does(|desk, _| desk.session.viewer.tool = Tool::Profile),
    /// Sets a pin at the pointer.
    PinHere => Entry::new(Menu::Image, "Set pin here", "Set a pin at the pointer, or in the middle of the active view")
        .key(SHIFT, Key::P)
        .when(viewer::has_view),
    /// Writes the active view as a picture.
    ExportView => Entry::new(Menu::File, "Export view…", "Write the active view with its legend as a PNG, as viq view does")
        .key(CTRL, Key::E)
        .when(viewer::has_view),

    // Measure: the inspector's rows.
    /// Keeps the inspector at its pixel.
    FreezeInspector => Entry::new(Menu::Measure, "Freeze inspector", "Keep the inspector and the spectrum at this pixel, or let them follow the pointer again")
        .key(NONE, Key::I)
        .when(inspector::has_pixel)
        .does(|desk, _| inspector::freeze(desk)),
    /// Copies the numbers of the inspected pixel and of the pins.
    CopyPixelNumbers => Entry::new(Menu::Measure, "Copy pixel numbers as CSV", "Copy every number of the inspected pixel and of the pins, with every digit")
        .when(inspector::has_pixel)
        .does(inspector::copy_pixel_numbers),
    /// Copies the command line of the inspected pixel.
    CopyInspectionCommand => Entry::new(Menu::Measure, "Copy inspection as command", "Copy the viq line that gives the numbers of the profile, of the selected region or of the inspected pixel")
        .when(|desk| inspector::as_command(desk).map(|_| ()).ok_or("no pixel was pointed at and nothing is drawn"))
        .does(inspector::copy_inspection_command),
    /// Lets the axes of plots follow their data.
    LocalAxes => Entry::new(Menu::Measure, "Local axes", "Let the axes of plots follow what is shown; Shift held does the same for as long")
        .after_line()
        .does(|desk, _| desk.inspection.has_local_axes = !desk.inspection.has_local_axes),
    /// Copies the spectra.
    CopySpectrum => Entry::new(Menu::Measure, "Copy spectrum as CSV", "Copy the spectra that are shown: cursor, pins, regions")
        .when(inspector::has_spectrum)
        .does(inspector::copy_spectrum),
    /// Copies the statistics of regions.
    CopyRegionStatistics => Entry::new(Menu::Measure, "Copy region statistics as CSV", "Copy the statistics of all regions, with every digit")
        .when(inspector::has_region)
        .does(inspector::copy_region_statistics),
    /// Copies the plot pointed at last.
    CopyPlot => Entry::new(Menu::Measure, "Copy plot as CSV", "Copy the numbers of the plot that was pointed at last")
        .when(inspector::has_plot)
        .does(inspector::copy_active_plot),
    /// Writes the plot pointed at last as a picture.
    ExportPlotPng => Entry::new(Menu::Measure, "Export plot as PNG…", "Write the plot that was pointed at last, as it is shown, as a picture")
        .when(inspector::has_plot)
        .does(|desk, _| inspector::ask_for_export(desk, ExportForm::Png)),
    /// Writes the plot pointed at last as a drawing.
    ExportPlotSvg => Entry::new(Menu::Measure, "Export plot as SVG…", "Write the plot that was pointed at last, as it is shown, as lines and words")
        .when(inspector::has_plot)
        .does(|desk, _| inspector::ask_for_export(desk, ExportForm::Svg)),
    /// Writes the numbers of the plot pointed at last.
    ExportPlotCsv => Entry::new(Menu::Measure, "Export plot as CSV…", "Write the numbers of the plot that was pointed at last")
        .when(inspector::has_plot)
        .does(|desk, _| inspector::ask_for_export(desk, ExportForm::Csv)),

    // Jobs.
    /// Asks for products to record.
    AddProducts => Entry::new(Menu::Jobs, "Add products…", "Record products in the catalog; each is read to its end once")
        .key(CTRL_SHIFT, Key::A)
        .does(|desk, _| desk.begin_job(DraftKind::Add)),
    /// Asks for products to verify.
    VerifyProducts => Entry::new(Menu::Jobs, "Verify…", "Measure products, judge them, record and report; the product that you look at is proposed")
        .key(CTRL_SHIFT, Key::V)
        .does(|desk, _| desk.begin_job(DraftKind::Verify)),
    /// Asks for a synthetic product.
    MakeSyntheticProduct => Entry::new(Menu::Jobs, "Make synthetic product…", "A product of a simulation, with its known truth beside it")
        .does(|desk, _| desk.begin_job(DraftKind::Demo)),
    /// Cancels the job that is looked at.
    CancelJob => Entry::new(Menu::Jobs, "Cancel job", "Stop the job that is looked at; nothing half written stays")
        .after_line()
        .when(|desk| shown_job(desk, |job| !job.state.is_finished(), "the job has ended"))
        .does(|desk, _| if let Some(job) = desk.shown_job() { desk.jobs.cancel(job.id) }),
    /// Tries the job again that is looked at.
    RetryJob => Entry::new(Menu::Jobs, "Retry", "Append the same request to the queue again")
        .when(|desk| shown_job(desk, Job::may_be_retried, "the job has not ended"))
        .does(|desk, _| if let Some(job) = desk.shown_job() { desk.retry_job(job.id) }),
    /// Tries again what the job could not read.
    RetryFailedParts => Entry::new(Menu::Jobs, "Retry what failed", "Append a job for those products alone that could not be read")
        .when(|desk| shown_job(desk, Job::has_failed_parts, "the job read everything"))
        .does(|desk, _| if let Some(job) = desk.shown_job() { desk.retry_failed_parts(job.id) }),
    /// Shows what came of the job.
    OpenResult => Entry::new(Menu::Jobs, "Open result", "Show the report in the browser, or the product in the viewer")
        .when(|desk| shown_job(desk, has_result, "the job has no result"))
        .does(|desk, _| if let Some(job) = desk.shown_job() { desk.open_result(&job) }),
    /// Takes the job out of the list.
    RemoveJob => Entry::new(Menu::Jobs, "Remove job", "Take the job out of the list; what it recorded stays")
        .when(|desk| shown_job(desk, |job| job.state.is_finished(), "the job has not ended"))
        .does(|desk, _| if let Some(job) = desk.shown_job() { desk.jobs.remove(job.id) }),
    /// Tries every failed job again.
    RetryFailedJobs => Entry::new(Menu::Jobs, "Retry all failed", "Append every job that failed or was interrupted again, each once")
        .after_line()
        .when(|desk| desk.jobs.jobs().iter().any(|job| job.has_failed()).then_some(()).ok_or("no job failed"))
        .does(|desk, _| desk.jobs.retry_all_failed()),
    /// Takes finished jobs out of the list.
    RemoveFinishedJobs => Entry::new(Menu::Jobs, "Remove finished", "Take all jobs out of the list that have ended; what they recorded stays")
        .when(|desk| desk.jobs.jobs().iter().any(|job| job.state.is_finished()).then_some(()).ok_or("no job has ended"))
        .does(|desk, _| desk.jobs.remove_finished()),

    // Help.
    /// Opens the palette.
    ShowPalette => Entry::new(Menu::Help, "Command palette", "Find a command by a few letters of its name")
        .key(CTRL_SHIFT, Key::P)
        .key(NONE, Key::F1)
        .does(|desk, _| desk.overlay = Some(Overlay::Palette)),
    /// Lists the keys.
    ShowKeyboard => Entry::new(Menu::Help, "Keyboard", "Every command with its keys, and what the mouse does in a view")
        .key(CTRL_SHIFT, Key::K)
        .does(|desk, _| desk.overlay = Some(Overlay::Keyboard)),
    /// Shows the log of notices.
    ShowNotices => Entry::new(Menu::Help, "Notices", "What was said in the status line, with its time")
        .key(CTRL_SHIFT, Key::N)
        .does(|desk, _| desk.overlay = Some(Overlay::Notices)),
    /// Says what this program is.
    ShowAbout => Entry::new(Menu::Help, "About VIQ", "Version, licence, fonts")
        .does(|desk, _| desk.overlay = Some(Overlay::About)),
}

/// Whether there is a job to look at that is as it should be.
fn shown_job(desk: &Desk, is_so: impl FnOnce(&Job) -> bool, otherwise: &'static str) -> Result<(), &'static str> {
    let job = desk.shown_job().ok_or("there is no job")?;
    if is_so(&job) { Ok(()) } else { Err(otherwise) }
}

fn toggle(desk: &mut Desk, side: fn(&mut crate::workbench::session::Sides) -> &mut bool) {
    let tab = desk.session.tab;
    let shown = side(desk.session.appearance.sides_mut(tab));
    *shown = !*shown;
}
