//! What every panel sees: the session, opened products, background work, notices and the commands to run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::catalog_panel::CatalogDesk;
use super::commands::CommandQueue;
use super::edits::EditHistory;
use super::inspector::Inspection;
use super::jobs_panel::JobQueue;
use super::notices::Notices;
use super::places::Places;
use super::products::{OpenedProducts, Opening};
use super::queries::Queries;
use super::radiometry_panel::RadiometryDesk;
use super::session::{OpenProduct, ProductId, Session};
use super::shell::{FileDialogs, Overlay};
use super::viewer::{Position, Sharpness, ViewId, ViewerEdits};
use super::waking::Waking;
use crate::imagery::picture::StretchRule;
use crate::operations::viewing::ViewingSettings;
use crate::operations::{Context, OpenRequest};
use crate::reports::tokens::Tokens;

/// What every panel sees and changes.
pub(crate) struct Desk {
    /// Workspace, catalog and clock: what operations are run against.
    pub(crate) ground: Arc<Context>,
    /// Everything that is restored after a close or a crash.
    pub(crate) session: Session,
    /// The products of the session, read in the background.
    pub(crate) products: OpenedProducts,
    /// Where they lie, and the ground that their lines of sight meet.
    pub(crate) places: Places,
    /// Background threads for queries.
    pub(crate) queries: Queries,
    /// Operations that run or wait.
    pub(crate) jobs: JobQueue,
    /// What the catalog answered.
    pub(crate) catalog: CatalogDesk,
    /// Parameter sets, and what is looked at of them.
    pub(crate) radiometry: RadiometryDesk,
    /// What the user was told.
    pub(crate) notices: Notices,
    /// Commands to run at the end of this frame.
    pub(crate) commands: CommandQueue,
    /// Undo and redo of edits.
    pub(crate) edits: EditHistory<ViewerEdits>,
    /// Dialogs for files, on their own thread.
    pub(crate) dialogs: FileDialogs,
    /// What lies over the workspace.
    pub(crate) overlay: Option<Overlay>,
    /// The pixel under the pointer, shared by the views and the inspector; not restored.
    pub(crate) cursor: Option<Cursor>,
    /// What the active view drew in the last frame; not restored.
    pub(crate) drawn: Option<DrawnView>,
    /// What every view that was drawn in the last frame is of, and how sharp; not restored.
    pub(crate) views_drawn: BTreeMap<ViewId, (ProductId, Sharpness)>,
    /// The pixel that is inspected, plots as they are shown, highlighted pixels; not restored.
    pub(crate) inspection: Inspection,
    /// Wakes the window from another thread.
    pub(crate) waking: Waking,
    /// How products are opened for looking at them: the side of tiles, the bytes kept.
    pub(crate) viewing: ViewingSettings,
    // Answers are known by the product's number: none is given twice, not even that of a product that was closed.
    last_product: Option<ProductId>,
}

/// A place in a product: the centre of its first pixel is (line 0, column 0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cursor {
    /// The product.
    pub(crate) product: ProductId,
    /// Line.
    pub(crate) line: f64,
    /// Column.
    pub(crate) column: f64,
}

/// What a view drew.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DrawnView {
    /// Of which product.
    pub(crate) product: ProductId,
    /// Where on the screen.
    pub(crate) rect: egui::Rect,
    /// The middle of the view in the image, and its zoom.
    pub(crate) position: Position,
    /// How sharp.
    pub(crate) sharpness: Sharpness,
    /// With which stretch; none before there are numbers.
    pub(crate) rule: Option<StretchRule>,
}

impl Desk {
    /// A desk with `session` on it.
    pub(crate) fn new(ground: Arc<Context>, session: Session) -> Self {
        let waking = Waking::default();
        let edits = EditHistory::new(session.viewer.edits.clone());
        Self {
            products: OpenedProducts::default(),
            places: Places::default(),
            queries: Queries::new(waking.clone()),
            jobs: JobQueue::new(&ground, waking.clone()),
            catalog: CatalogDesk::default(),
            radiometry: RadiometryDesk::default(),
            notices: Notices::default(),
            commands: CommandQueue::default(),
            edits,
            dialogs: FileDialogs::new(waking.clone()),
            overlay: None,
            cursor: None,
            drawn: None,
            views_drawn: BTreeMap::new(),
            inspection: Inspection::default(),
            waking,
            viewing: ViewingSettings {
                overview_folder: Some(ground.workspace().overviews()),
                ..ViewingSettings::default()
            },
            last_product: None,
            ground,
            session,
        }
    }

    /// The colours of the theme chosen.
    pub(crate) fn tokens(&self) -> &'static Tokens {
        Tokens::of(self.session.appearance.theme)
    }

    /// Opens a product in the background, or finds it open; it becomes the active one. `image` replaces the header's image.
    ///
    /// Relative paths count from the working folder of now: the session may be restored in another one.
    pub(crate) fn open_product(&mut self, path: PathBuf, image: Option<PathBuf>) -> ProductId {
        let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
        let (path, image) = (absolute(path), image.map(absolute));
        let already = self.session.products.iter().find(|product| product.path == path && product.image == image);
        let id = if let Some(id) = already.map(|product| product.id) {
            // Asked for again: one that failed is read again.
            if matches!(self.products.get(id), Some(Opening::Failed(_))) {
                self.products.forget(id);
            }
            id
        } else {
            let last = self.session.products.iter().map(|product| product.id).max().max(self.last_product);
            let id = last.map_or(ProductId(1), ProductId::next);
            self.last_product = Some(id);
            self.session.products.push(OpenProduct { id, path, image });
            id
        };
        self.session.viewer.show(id);
        id
    }

    /// Closes a product; what was asked about it never arrives.
    pub(crate) fn close_product(&mut self, id: ProductId) {
        self.last_product = self.last_product.max(Some(id));
        self.session.products.retain(|product| product.id != id);
        self.session.viewer.let_go_of(id);
        if self.cursor.is_some_and(|cursor| cursor.product == id) {
            self.cursor = None;
        }
    }

    /// Says something in the status line and in the log.
    pub(crate) fn warn(&mut self, message: impl Into<String>) {
        self.notices.warn(self.ground.now(), message);
    }

    /// Says what failed, on what, and what to do.
    pub(crate) fn fail(&mut self, message: impl Into<String>) {
        self.notices.fail(self.ground.now(), message);
    }

    /// Says what was done.
    pub(crate) fn inform(&mut self, message: impl Into<String>) {
        self.notices.inform(self.ground.now(), message);
    }

    /// The line that opens this window with these products. A line pairs an image with one header alone: where the product that is shown has
    /// an image of its own, the line names these two; the other products come from the session of the workspace.
    pub(crate) fn as_command_line(&self) -> String {
        let products = &self.session.products;
        let shown = self.session.viewer.active_product();
        let paired = products.iter().find(|product| product.image.is_some() && shown == Some(product.id));
        let request = if let Some(OpenProduct { path, image, .. }) = paired {
            OpenRequest { paths: vec![path.clone()], image: image.clone() }
        } else {
            let alone = products.iter().filter(|product| product.image.is_none());
            OpenRequest { paths: alone.map(|product| product.path.clone()).collect(), image: None }
        };
        request.as_command(self.ground.workspace().root())
    }
}
