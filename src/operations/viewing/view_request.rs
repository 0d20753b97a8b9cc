//! What is asked for when a view is drawn, and the command line that asks for the same.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::contract::{Effort, ViewStretch};
use crate::imagery::Window;
use crate::imagery::picture::{Bounds, Composition, NoDataLook, StatisticsExtent, StretchRule};
use crate::operations::command_words::{quoted, quoted_path};
use crate::operations::path_text;

/// A view that is to be drawn: `viq view`, and the window's export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewRequest {
    /// Header, metadata file, product folder or raster.
    #[serde(serialize_with = "path_text::path")]
    pub path: PathBuf,
    /// A raster that replaces the header's image.
    #[serde(serialize_with = "path_text::optional")]
    pub image: Option<PathBuf>,
    /// Which channels; none for true colour where the bands allow it, else the first band in grey.
    pub composition: Option<Composition>,
    /// Their stretch.
    pub stretch: ViewStretch,
    /// How hard its statistics are worked for, where it is a rule.
    pub effort: Effort,
    /// How pixels without a value look.
    pub no_data: NoDataLook,
    /// The pixels shown; none for the whole image.
    pub region: Option<Window>,
    /// Columns of the picture, at most, without its legend. With neither width nor height: 1600 pixels a side, never magnified.
    pub width: Option<usize>,
    /// Lines of the picture, at most, without its legend.
    pub height: Option<usize>,
    /// Whether the legend stands under the picture.
    pub legend: bool,
}

impl ViewRequest {
    /// The usual view of a product: the whole image, 2 to 98 % of it, with its legend.
    pub fn of(path: &Path, image: Option<&Path>) -> Self {
        Self {
            path: path.to_path_buf(),
            image: image.map(Path::to_path_buf),
            composition: None,
            stretch: ViewStretch::Rule(StretchRule::default()),
            effort: Effort::Exact,
            no_data: NoDataLook::default(),
            region: None,
            width: None,
            height: None,
            legend: true,
        }
    }

    /// This request as a command line can make it: a stretch with its numbers becomes a rule that gives these numbers, so that the pixels are
    /// the same; its legend then says that the numbers were given. The command line of either is the same.
    ///
    /// None where no line can: bounds that coincide cannot be typed.
    pub fn as_typed(&self) -> Option<Self> {
        let stretch = ViewStretch::Rule(self.typed_stretch()?);
        Some(Self { stretch, ..self.clone() })
    }

    /// The command line that draws the same picture into `out` from any folder, quoted for a shell. A stretch with its numbers is written as
    /// [`ViewRequest::as_typed`] says.
    ///
    /// None where no line can: bounds that coincide cannot be typed.
    pub fn as_command(&self, out: &Path) -> Option<String> {
        let mut words = vec!["viq".to_owned(), "view".to_owned(), quoted_path(&self.path)];
        let mut flag = |name: &str, value: &str| words.push(quoted(format!("--{name}={value}").as_ref()));
        if let Some(composition) = &self.composition {
            flag("bands", &composition.to_string());
        }
        flag("stretch", &self.typed_stretch()?.to_string());
        if let Some(Window { line, column, lines, columns }) = self.region {
            flag("region", &format!("{line},{column},{lines},{columns}"));
        }
        for (name, side) in [("width", self.width), ("height", self.height)] {
            if let Some(side) = side {
                flag(name, &side.to_string());
            }
        }
        if self.no_data != NoDataLook::default() {
            flag("no-data", &super::no_data_text::to_text(&self.no_data));
        }
        if self.effort == Effort::Quick {
            words.push("--quick".to_owned());
        }
        if !self.legend {
            words.push("--no-legend".to_owned());
        }
        if let Some(image) = &self.image {
            words.extend(["--image".to_owned(), quoted_path(image)]);
        }
        words.extend(["--out".to_owned(), quoted_path(out)]);
        Some(words.join(" "))
    }

    /// The stretch as it is typed.
    fn typed_stretch(&self) -> Option<StretchRule> {
        let stretch = match &self.stretch {
            ViewStretch::Rule(rule) => return Some(rule.clone()),
            ViewStretch::Pinned(stretch) => stretch,
        };
        let pairs: Vec<[f64; 2]> = stretch.channels.iter().map(|channel| [channel.low, channel.high]).collect();
        let is_typed = matches!(pairs.len(), 1 | 3) && pairs.iter().all(|[low, high]| low < high);
        let rule =
            StretchRule { bounds: Bounds::User(pairs), curve: stretch.rule.curve, extent: StatisticsExtent::Image };
        is_typed.then_some(rule)
    }
}
