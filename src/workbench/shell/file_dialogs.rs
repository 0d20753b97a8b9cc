//! Dialogs for files, on a thread of their own: the window goes on while one is open.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::workbench::waking::Waking;

/// What was chosen in a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// Products to open.
    Products(Vec<PathBuf>),
    /// Files or folders for somebody to work on, and who asked for them.
    Inputs {
        /// What the asker gave, to know its own.
        purpose: String,
        /// The files or folders.
        paths: Vec<PathBuf>,
    },
    /// Where to write, and who asked for it.
    WriteTo {
        /// What the asker gave, to know its own.
        purpose: String,
        /// The file.
        path: PathBuf,
    },
}

/// Dialogs for files; one at a time.
pub(crate) struct FileDialogs {
    chosen: Receiver<Option<Chosen>>,
    chooser: Sender<Option<Chosen>>,
    is_open: bool,
    answers: Vec<Chosen>,
    waking: Waking,
}

impl FileDialogs {
    /// No dialog yet.
    pub(crate) fn new(waking: Waking) -> Self {
        let (chooser, chosen) = channel();
        Self { chosen, chooser, is_open: false, answers: Vec::new(), waking }
    }

    /// Asks for products to open.
    pub(crate) fn ask_for_products(&mut self) {
        self.ask(|| {
            let dialog = rfd::FileDialog::new()
                .set_title("Open product")
                .add_filter("Products and rasters", &["HDR", "hdr", "xml", "XML", "tif", "TIF", "tiff", "DBL"])
                .add_filter("All files", &["*"]);
            dialog.pick_files().map(Chosen::Products)
        });
    }

    /// Asks for files, or for folders, to work on.
    pub(crate) fn ask_for_inputs(&mut self, purpose: &str, is_folder: bool) {
        let purpose = purpose.to_owned();
        self.ask(move || {
            let dialog = rfd::FileDialog::new().set_title(if is_folder { "Choose folder" } else { "Choose files" });
            let paths = if is_folder { dialog.pick_folders() } else { dialog.pick_files() };
            paths.map(|paths| Chosen::Inputs { purpose, paths })
        });
    }

    /// The files or folders chosen for `purpose` since the last frame.
    pub(crate) fn take_inputs(&mut self, purpose: &str) -> Vec<PathBuf> {
        self.poll();
        let is_mine = |chosen: &Chosen| matches!(chosen, Chosen::Inputs { purpose: asked, .. } if asked == purpose);
        let Some(place) = self.answers.iter().position(is_mine) else { return Vec::new() };
        match self.answers.remove(place) {
            Chosen::Inputs { paths, .. } => paths,
            _ => Vec::new(),
        }
    }

    /// Asks where to write a file of the type `extension`, `name` being proposed.
    pub(crate) fn ask_where_to_write(&mut self, purpose: &str, name: &str, extension: &'static str) {
        let (purpose, name) = (purpose.to_owned(), name.to_owned());
        self.ask(move || {
            let dialog =
                rfd::FileDialog::new().set_title("Write to").set_file_name(name).add_filter(extension, &[extension]);
            dialog.save_file().map(|path| Chosen::WriteTo { purpose, path })
        });
    }

    /// The products chosen since the last frame.
    pub(crate) fn take_products(&mut self) -> Vec<PathBuf> {
        self.poll();
        let (products, others) =
            std::mem::take(&mut self.answers).into_iter().partition(|chosen| matches!(chosen, Chosen::Products(_)));
        self.answers = others;
        let paths = |chosen| if let Chosen::Products(paths) = chosen { paths } else { Vec::new() };
        Vec::into_iter(products).flat_map(paths).collect()
    }

    /// The file chosen for `purpose`, once.
    pub(crate) fn take_file(&mut self, purpose: &str) -> Option<PathBuf> {
        self.poll();
        let is_mine = |chosen: &Chosen| matches!(chosen, Chosen::WriteTo { purpose: asked, .. } if asked == purpose);
        let place = self.answers.iter().position(is_mine)?;
        match self.answers.remove(place) {
            Chosen::WriteTo { path, .. } => Some(path),
            _ => None,
        }
    }

    /// Opens no dialog until somebody has answered in its place.
    #[cfg(test)]
    pub(crate) fn answered_by_hand(&mut self) {
        self.is_open = true;
    }

    /// Answers in place of a dialog that asked where to write.
    #[cfg(test)]
    pub(crate) fn answer_where_to_write(&mut self, purpose: &str, path: PathBuf) {
        self.is_open = false;
        self.answers.push(Chosen::WriteTo { purpose: purpose.to_owned(), path });
    }

    fn poll(&mut self) {
        for answer in self.chosen.try_iter() {
            self.is_open = false;
            self.answers.extend(answer);
        }
    }

    fn ask(&mut self, dialog: impl FnOnce() -> Option<Chosen> + Send + 'static) {
        self.poll();
        // Tests have no display, and answer by themselves.
        if self.is_open || cfg!(test) {
            return;
        }
        let (chooser, waking) = (self.chooser.clone(), self.waking.clone());
        let thread = std::thread::Builder::new().name("viq file dialog".to_owned()).spawn(move || {
            // The window may be gone by the time the dialog is.
            let _gone = chooser.send(dialog());
            waking.wake();
        });
        self.is_open = thread.is_ok();
    }
}

#[cfg(test)]
impl FileDialogs {
    /// Answers as if the dialog of `purpose` had been closed with `path`.
    pub(crate) fn answer(&mut self, purpose: &str, path: PathBuf) {
        self.answers.push(Chosen::WriteTo { purpose: purpose.to_owned(), path });
    }

    /// Answers as if the dialog of `purpose` had been closed with these files or folders.
    pub(crate) fn answer_inputs(&mut self, purpose: &str, paths: Vec<PathBuf>) {
        self.answers.push(Chosen::Inputs { purpose: purpose.to_owned(), paths });
    }
}
