//! What is to be simulated.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::operations::error::OperationError;
use crate::operations::path_text;

/// How much of the true radiance is written beside the product (4 bytes a pixel and band).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TruthExtent {
    /// All of it.
    #[default]
    Whole,
    /// Nothing but what follows from the scene's description.
    Nothing,
    /// A part: first line, first column, lines, columns.
    Part([usize; 4]),
}

impl TruthExtent {
    /// Reads `all`, `none` or `LINE,COLUMN,LINES,COLUMNS`.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for anything else.
    pub fn parse(text: &str) -> Result<Self, OperationError> {
        let needed =
            || OperationError::Usage(format!("--truth needs all, none or LINE,COLUMN,LINES,COLUMNS, found \"{text}\""));
        match text {
            "all" => Ok(Self::Whole),
            "none" => Ok(Self::Nothing),
            part => {
                let figures: Vec<usize> = part
                    .split(',')
                    .map(|figure| figure.trim().parse().map_err(|_| needed()))
                    .collect::<Result<_, _>>()?;
                match figures.as_slice() {
                    [line, column, lines, columns] if *lines > 0 && *columns > 0 => {
                        Ok(Self::Part([*line, *column, *lines, *columns]))
                    }
                    _ => Err(needed()),
                }
            }
        }
    }
}

/// A raw product to make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimulateRequest {
    /// `dark`, `uniform`, `side-slither`, `edge`, `moon`, `cloud-edge`, `natural`.
    pub kind: String,
    /// Folder of the parameter set.
    #[serde(serialize_with = "path_text::path")]
    pub set: PathBuf,
    /// Decides noise, and what chance decides in the scene.
    pub seed: u64,
    /// Lines of every band.
    pub lines: usize,
    /// Folder that will hold the product and its truth; made if it is not there.
    #[serde(serialize_with = "path_text::path")]
    pub out: PathBuf,
    /// Levels of uniform fields as shares of full scale; those of the scene file, else the usual ones, when empty.
    pub levels: Vec<f64>,
    /// Numbers of TDI stages, a product each, all bands alike; every band's usual one when empty.
    pub tdi: Vec<u8>,
    /// Whether there is noise.
    pub noise: bool,
    /// Whether light strays.
    pub stray_light: bool,
    /// Settings of scene and acquisition, TOML.
    #[serde(serialize_with = "path_text::optional")]
    pub scene: Option<PathBuf>,
    /// How much of the true radiance is written.
    pub truth: TruthExtent,
}
