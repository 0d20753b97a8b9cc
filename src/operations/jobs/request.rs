//! A job's request: an operation that can be written down, shown as a command line and run again.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::outcome::JobOutcome;
use crate::operations::command_words::{quoted, quoted_path};
use crate::operations::{DemoRequest, IngestRequest, VerifyRequest};

/// An operation to run as a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum OperationRequest {
    /// Products into the catalog.
    Ingest(IngestRequest),
    /// Products measured and judged.
    Verify(VerifyRequest),
    /// A synthetic product.
    Demo(DemoRequest),
}

/// Where a command line runs: what the flags of every verb say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandPlace {
    /// The workspace folder.
    pub workspace: PathBuf,
    /// The catalog, where it is not the workspace's own; never with a password.
    pub catalog: Option<String>,
}

impl CommandPlace {
    /// The flags that lead a command line to this place, each with a space before it.
    pub fn flags(&self) -> String {
        let catalog = self.catalog.as_deref().map(|catalog| format!(" --catalog {}", quoted(OsStr::new(catalog))));
        format!(" --workspace {}{}", quoted_path(&self.workspace), catalog.unwrap_or_default())
    }
}

/// What is known of a job's memory before it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryNeed {
    /// Bytes that the work holds at once for certain; none where this depends on the products, which are read block by block.
    pub at_least_bytes: Option<u64>,
    /// The same in a sentence.
    pub text: String,
}

impl OperationRequest {
    /// What the job does, in one line for a list: `Verify product.HDR and 2 more`.
    pub fn title(&self) -> String {
        match self {
            Self::Ingest(request) => format!("Add {}", named(&request.paths)),
            Self::Verify(request) => format!("Verify {}", named(&request.paths)),
            Self::Demo(request) => format!("Synthetic product, seed {}", request.seed),
        }
    }

    /// The verb of the command line.
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::Ingest(_) => "ingest",
            Self::Verify(_) => "verify",
            Self::Demo(_) => "demo",
        }
    }

    /// The exact line that does the same from any folder, quoted for a shell.
    pub fn as_command(&self, place: &CommandPlace) -> String {
        let mut words = vec![format!("viq {}", self.verb())];
        let (image, report) = match self {
            Self::Ingest(request) => {
                words.extend(request.paths.iter().map(|path| quoted_path(path)));
                (request.image.as_deref(), None)
            }
            Self::Verify(request) => {
                words.extend(request.paths.iter().map(|path| quoted_path(path)));
                (request.image.as_deref(), request.report.as_deref())
            }
            Self::Demo(request) => {
                words.push(quoted_path(&request.folder));
                words.push(format!("--seed {}", request.seed));
                words.extend(request.side.map(|side| format!("--side {side}")));
                (None, None)
            }
        };
        words.extend(image.map(|image| format!("--image {}", quoted_path(image))));
        words.extend(report.map(|report| format!("--report {}", quoted_path(report))));
        words.join(" ") + &place.flags()
    }

    /// Files and folders that the job reads, or that it makes its product in.
    pub fn inputs(&self) -> Vec<PathBuf> {
        match self {
            Self::Ingest(IngestRequest { paths, image }) | Self::Verify(VerifyRequest { paths, image, .. }) => {
                paths.iter().chain(image).cloned().collect()
            }
            Self::Demo(request) => vec![request.folder.clone()],
        }
    }

    /// What is known of the memory that the job needs.
    pub fn memory_need(&self) -> MemoryNeed {
        match self {
            Self::Ingest(_) | Self::Verify(_) => MemoryNeed {
                at_least_bytes: None,
                text: "reads its products cell by cell and holds as many cells at once as half of its budget takes"
                    .to_owned(),
            },
            Self::Demo(request) => {
                let side = request.side.unwrap_or(crate::operations::demo::DEFAULT_SIDE) as u64;
                // twelve bands and three masks of two bytes a pixel
                let bytes = 15 * 2 * side.saturating_mul(side);
                let text =
                    format!("holds the whole product of {side} × {side} pixels, and its scene while that is made");
                MemoryNeed { at_least_bytes: Some(bytes), text }
            }
        }
    }

    /// The same for those paths alone that could not be read; none where everything was, or where paths do not apply.
    pub fn for_what_failed(&self, outcome: &JobOutcome) -> Option<Self> {
        let failed: Vec<PathBuf> = outcome.unread.iter().map(|unread| unread.path.clone()).collect();
        if failed.is_empty() {
            return None;
        }
        match self {
            Self::Ingest(request) => Some(Self::Ingest(IngestRequest { paths: failed, image: request.image.clone() })),
            Self::Verify(request) => Some(Self::Verify(VerifyRequest { paths: failed, ..request.clone() })),
            Self::Demo(_) => None,
        }
    }
}

fn named(paths: &[PathBuf]) -> String {
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    match paths {
        [] => "nothing".to_owned(),
        [path] => name(path),
        [path, rest @ ..] => format!("{} and {} more", name(path), rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::jobs::UnreadPath;

    #[test]
    fn what_failed_is_tried_again_alone() {
        let paths = ["/a", "/b", "/c"].map(PathBuf::from).to_vec();
        let request = OperationRequest::Ingest(IngestRequest { paths, image: None });
        let mut outcome = JobOutcome::default();
        assert_eq!(request.for_what_failed(&outcome), None);
        outcome.unread.push(UnreadPath { path: "/b".into(), reason: "needed a header".to_owned() });
        let expected = IngestRequest { paths: vec!["/b".into()], image: None };
        assert_eq!(request.for_what_failed(&outcome), Some(OperationRequest::Ingest(expected)));
    }

    #[test]
    fn a_request_survives_the_session_file() {
        let requests = [
            OperationRequest::Ingest(IngestRequest { paths: vec!["/a b".into()], image: Some("/c.tif".into()) }),
            OperationRequest::Verify(VerifyRequest {
                paths: vec!["/a".into()],
                image: None,
                report: Some("/r".into()),
            }),
            OperationRequest::Demo(DemoRequest { folder: "/d".into(), seed: u64::MAX, side: None }),
        ];
        for request in requests {
            let text = serde_json::to_string(&request).unwrap();
            assert_eq!(serde_json::from_str::<OperationRequest>(&text).unwrap(), request, "{text}");
        }
    }

    #[test]
    fn a_title_names_the_first_product_and_counts_the_others() {
        let verify = |paths: &[&str]| {
            let paths = paths.iter().map(PathBuf::from).collect();
            OperationRequest::Verify(VerifyRequest { paths, image: None, report: None }).title()
        };
        assert_eq!(verify(&["/archive/VE_1.HDR"]), "Verify VE_1.HDR");
        assert_eq!(verify(&["/archive/VE_1.HDR", "/b", "/c"]), "Verify VE_1.HDR and 2 more");
        assert_eq!(verify(&["/"]), "Verify /");
    }
}
