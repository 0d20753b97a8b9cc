//! A job that is being written: what its user has typed so far.

use std::path::PathBuf;

use crate::operations::jobs::OperationRequest;
use crate::operations::{DemoRequest, IngestRequest, VerifyRequest};
use crate::workbench::desk::Desk;

/// What kind of job it will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DraftKind {
    /// Products into the catalog.
    Add,
    /// Products measured and judged.
    Verify,
    /// A synthetic product.
    Demo,
}

/// A job that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JobDraft {
    /// What kind of job it will be.
    pub(crate) kind: DraftKind,
    /// Paths, one a line; for a synthetic product the folder.
    pub(crate) paths: String,
    /// A raster that replaces the image of the one header given; empty: none.
    pub(crate) image: String,
    /// Where the report goes; empty: into the workspace.
    pub(crate) report: String,
    /// Seed of a synthetic product.
    pub(crate) seed: String,
    /// Side of a synthetic product.
    pub(crate) side: String,
}

impl JobDraft {
    /// A job for `paths`.
    pub(crate) fn new(kind: DraftKind, paths: &[PathBuf]) -> Self {
        let lines: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        Self {
            kind,
            paths: lines.join("\n"),
            image: String::new(),
            report: String::new(),
            seed: "1".to_owned(),
            side: "1024".to_owned(),
        }
    }

    /// Adds paths that were chosen, each once.
    pub(crate) fn add(&mut self, paths: &[PathBuf]) {
        for path in paths {
            let line = path.display().to_string();
            if self.paths.lines().all(|known| known.trim() != line) {
                if !self.paths.is_empty() && !self.paths.ends_with('\n') {
                    self.paths.push('\n');
                }
                self.paths.push_str(&line);
            }
        }
    }

    /// The request, or what is still needed.
    pub(crate) fn request(&self) -> Result<OperationRequest, &'static str> {
        let paths: Vec<PathBuf> =
            self.paths.lines().map(str::trim).filter(|line| !line.is_empty()).map(PathBuf::from).collect();
        let optional = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(PathBuf::from);
        let image = optional(&self.image);
        if image.is_some() && paths.len() > 1 {
            return Err("an image replaces that of just one header");
        }
        match self.kind {
            _ if paths.is_empty() => Err(match self.kind {
                DraftKind::Demo => "a folder is needed",
                _ => "a product or a folder of products is needed",
            }),
            DraftKind::Add => Ok(OperationRequest::Ingest(IngestRequest { paths, image })),
            DraftKind::Verify => {
                Ok(OperationRequest::Verify(VerifyRequest { paths, image, report: optional(&self.report) }))
            }
            DraftKind::Demo => {
                let seed = self.seed.trim().parse().map_err(|_| "the seed needs a whole number, not negative")?;
                let side = self.side.trim().parse().ok().filter(|side| (64..=2048).contains(side));
                let side = side.ok_or("the side needs 64 to 2048 pixels")?;
                let [folder] = <[PathBuf; 1]>::try_from(paths).map_err(|_| "one folder is needed")?;
                Ok(OperationRequest::Demo(DemoRequest { folder, seed, side: Some(side) }))
            }
        }
    }
}

impl Desk {
    /// Begins to write a job for products that the user is looking at.
    pub(crate) fn begin_job(&mut self, kind: DraftKind) {
        let paths = match kind {
            DraftKind::Add => Vec::new(),
            DraftKind::Verify => self.looked_at().into_iter().collect(),
            DraftKind::Demo => vec![self.ground.workspace().root().to_path_buf()],
        };
        self.jobs.draft = Some(JobDraft::new(kind, &paths));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_what_it_still_needs() {
        let mut draft = JobDraft::new(DraftKind::Verify, &[]);
        assert_eq!(draft.request(), Err("a product or a folder of products is needed"));
        draft.add(&["/a".into(), "/b c".into(), "/a".into()]);
        draft.report = " /report ".to_owned();
        let expected =
            VerifyRequest { paths: vec!["/a".into(), "/b c".into()], image: None, report: Some("/report".into()) };
        assert_eq!(draft.request(), Ok(OperationRequest::Verify(expected)));
        draft.image = "/crop.tif".to_owned();
        assert_eq!(draft.request(), Err("an image replaces that of just one header"));
    }

    #[test]
    fn a_synthetic_product_needs_a_folder_a_seed_and_a_side_within_bounds() {
        let mut draft = JobDraft::new(DraftKind::Demo, &["/w".into()]);
        for (seed, side, is_fine) in [("1", "64", true), ("-1", "64", false), ("1", "63", false), ("x", "2048", false)]
        {
            (draft.seed, draft.side) = (seed.to_owned(), side.to_owned());
            assert_eq!(draft.request().is_ok(), is_fine, "{seed} {side}");
        }
    }
}
