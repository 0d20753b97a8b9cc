//! What a verification found, in one record: the page, the JSON file and the table of measurements are three writings of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::product_facts::{ParameterFileFact, ProductFacts, QualityIndexFact};
use crate::measurement::{Measurement, Verdict};
use crate::units::{Estimate, UtcInstant};

/// Version of the bundle's layout, raised when a reader of its JSON would have to change.
const SCHEMA_VERSION: u32 = 1;

/// Everything that one verification found, over one or several products.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerificationReport {
    /// Version of this record's layout, raised when a reader of its JSON would have to change; 1 where this program wrote it.
    pub schema_version: u32,
    /// When the report was made; given by whoever asks for it, for a report with the same inputs is the same bytes.
    pub generated: UtcInstant,
    /// Version of the program.
    pub software_version: String,
    /// The command line that makes this report again.
    pub command: String,
    /// Settings that were used, defaults included: name and value with its unit.
    pub settings: BTreeMap<String, String>,
    /// Where the requirement lines come from: file name and SHA-256, or the words "built in".
    pub requirements_source: String,
    /// The products, in the order in which they were given.
    pub products: Vec<ProductReport>,
    /// What must be known of the run as a whole: a product that could not be opened, a file that was passed over.
    pub warnings: Vec<String>,
}

impl VerificationReport {
    /// A report of `products`, with nothing to warn of and no settings named.
    pub fn new(command: String, software_version: String, generated: UtcInstant, products: Vec<ProductReport>) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            generated,
            software_version,
            command,
            settings: BTreeMap::new(),
            requirements_source: "built in".to_owned(),
            products,
            warnings: Vec::new(),
        }
    }

    /// Whether any product is synthetic: then every page says so.
    pub fn has_synthetic_product(&self) -> bool {
        self.products.iter().any(|product| product.facts.synthetic)
    }
}

/// One product: what it is, what was measured on it and how that was judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductReport {
    /// The product's own description.
    pub facts: ProductFacts,
    /// Verdicts, in the order of the requirements file.
    pub verdicts: Vec<Verdict>,
    /// Everything measured, the not measurable included.
    pub measurements: Vec<Measurement>,
    /// Quality indexes as the header gives them.
    pub quality_indexes: Vec<QualityIndexFact>,
    /// Processing flags by the mission's names.
    pub flags: BTreeMap<String, bool>,
    /// Parameter files that the processing used.
    pub parameter_files: Vec<ParameterFileFact>,
    /// What must be known before these figures are used.
    pub warnings: Vec<String>,
    /// A small picture of the product.
    pub quick_look: Option<QuickLook>,
    /// The twin bands against each other.
    pub twin_scatter: Option<TwinScatter>,
    /// Shifts window by window of one pair, by custom B05-B06.
    pub registration_map: Option<RegistrationMap>,
}

impl ProductReport {
    /// A report on which nothing has been measured yet.
    pub fn new(facts: ProductFacts) -> Self {
        Self {
            facts,
            verdicts: Vec::new(),
            measurements: Vec::new(),
            quality_indexes: Vec::new(),
            flags: BTreeMap::new(),
            parameter_files: Vec::new(),
            warnings: Vec::new(),
            quick_look: None,
            twin_scatter: None,
            registration_map: None,
        }
    }
}

/// A small picture of the product; the JSON carries its description, the page also the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuickLook {
    /// The picture as PNG, see [`crate::imagery::encode_png`].
    #[serde(skip)]
    pub png: Vec<u8>,
    /// Columns of the picture.
    pub width: u32,
    /// Lines of the picture.
    pub height: u32,
    /// Bands shown as red, green and blue; one band alone is shown in grey.
    pub bands: Vec<String>,
    /// The stretch in words and numbers, with whether its bounds are exact or sampled: `2–98 % of valid pixels, 0.031–0.212, exact`.
    pub stretch: String,
    /// Ground metres across one pixel of the picture, where the product is georeferenced in metres.
    pub metres_per_pixel: Option<f64>,
    /// Direction of grid north in the picture, clockwise from up, in degrees; none where the product is not georeferenced.
    pub north_deg: Option<f64>,
    /// How pixels without a value are drawn; empty where there are none.
    pub no_data: String,
}

/// Two bands of the same wavelength against each other, as counts over a grid, with the line fitted to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TwinScatter {
    /// Band on the horizontal axis.
    pub x_band: String,
    /// Band on the vertical axis.
    pub y_band: String,
    /// Unit of both axes, `reflectance` or `code`.
    pub unit: String,
    /// Lower and upper edge of the grid, horizontal axis.
    pub x_range: [f64; 2],
    /// Lower and upper edge of the grid, vertical axis.
    pub y_range: [f64; 2],
    /// Cells along the horizontal axis.
    pub x_cells: usize,
    /// Cells along the vertical axis.
    pub y_cells: usize,
    /// Number of samples in each cell, row by row from the lowest y, each row from the lowest x.
    pub counts: Vec<u32>,
    /// Samples that the line was fitted to, those beyond the grid included.
    pub n: u64,
    /// Samples that lie beyond the grid and are not drawn.
    pub n_beyond: u64,
    /// What was counted and which masks were applied.
    pub population: String,
    /// Slope of y on x, errors in both axes.
    pub slope: Option<Estimate>,
    /// Intercept, in the unit of the axes.
    pub intercept: Option<Estimate>,
    /// Ratio of the means, y over x.
    pub ratio: Option<Estimate>,
}

/// Shifts of one pair, window by window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegistrationMap {
    /// First band of the pair.
    pub a: String,
    /// Second band: a shift is its position minus that of the first.
    pub b: String,
    /// The windows, those that the robust fit set aside included.
    pub windows: Vec<WindowShift>,
}

/// The shift found in one window, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WindowShift {
    /// Line of the window's centre.
    pub line: f64,
    /// Column of the window's centre.
    pub column: f64,
    /// Shift along lines, + towards increasing line.
    pub d_line: f64,
    /// Shift along columns, + towards increasing column.
    pub d_column: f64,
    /// Whether it entered the pair's figure.
    pub used: bool,
}
