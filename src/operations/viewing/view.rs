//! Query: a whole view as a picture, for `viq view` and for the window's export.

use std::path::PathBuf;

use serde::Serialize;

use super::contract::{PictureContract, ViewStretch};
use super::legend::{GroundScale, LegendFacts, channel_words, stretch_words, with_legend};
use super::view_drawing::{LARGEST_SIDE, RegionPicture};
use super::view_request::ViewRequest;
use super::viewed_product::{ViewedProduct, ViewingSettings};
use crate::imagery::picture::presets::{BandPlace, PRESETS};
use crate::imagery::picture::{ColourMap, Composition, Picture, encode_png};
use crate::imagery::{NoDataReason, Window};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// The longer side of a picture whose size nobody named, pixels.
const USUAL_SIDE: usize = 1600;

/// A view that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnView {
    /// The picture, with its legend where one was asked for.
    pub picture: Picture,
    /// How it came about.
    pub facts: ViewFacts,
}

impl DrawnView {
    /// The picture as PNG; the same view gives the same bytes.
    ///
    /// # Errors
    /// [`OperationError::Usage`] when it cannot be written.
    pub fn png(&self) -> Result<Vec<u8>, OperationError> {
        encode_png(&self.picture).map_err(|error| OperationError::Usage(error.to_string()))
    }
}

/// How a picture came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ViewFacts {
    /// Identifier of the product.
    pub product: String,
    /// Whether the product is synthetic.
    pub synthetic: bool,
    /// The channels as they are typed.
    pub bands: String,
    /// Composition, stretch with its numbers, look of pixels without a value: the same contract gives the same pixels.
    pub contract: PictureContract,
    /// The pixels shown.
    pub region: Window,
    /// Columns of the picture without its legend.
    pub width: usize,
    /// Lines of the picture without its legend.
    pub height: usize,
    /// Pixels of the picture a pixel of the image.
    pub scale: f64,
    /// The level that it was made of: means of 2^level × 2^level pixels.
    pub level: usize,
    /// Reasons of any pixel in the view.
    pub reasons: Vec<NoDataReason>,
    /// What a pixel of the image is on the ground; none where the reference system is not one of lengths.
    pub ground: Option<GroundScale>,
}

impl ViewFacts {
    /// The stretch as lines of text: its rule, then a line a channel.
    pub fn stretch_words(&self) -> Vec<String> {
        let mut lines = vec![stretch_words(&self.contract, &self.product)];
        for words in channel_words(&self.contract, &[]) {
            let unit = if words.unit.is_empty() { String::new() } else { format!(" {}", words.unit) };
            lines.push(format!("{} {} to {}{unit}, {}", words.name, words.low, words.high, words.behind));
        }
        lines
    }
}

/// Opens the product of a request and draws its view, from the overviews in `overview_folder` where there are any; none are made.
///
/// # Errors
/// As [`ViewedProduct::open`] and [`ViewedProduct::draw`].
pub fn view(
    request: &ViewRequest,
    overview_folder: Option<PathBuf>,
    supervision: &Supervision,
) -> Result<DrawnView, OperationError> {
    let settings = ViewingSettings { overview_folder, ..ViewingSettings::default() };
    let product = ViewedProduct::open_with(&request.path, request.image.as_deref(), &settings, supervision)?;
    product.draw(request, supervision)
}

impl ViewedProduct {
    /// True colour where the wavelengths of the bands allow it, else the first band in grey.
    pub fn usual_composition(&self) -> Composition {
        let bands: Vec<BandPlace<'_>> =
            self.bands().iter().map(|band| BandPlace { name: &band.name, centre_nm: band.centre_nm }).collect();
        let true_colour = PRESETS.first().and_then(|preset| preset.composition(&bands));
        true_colour.unwrap_or_else(|| Composition::grey(self.bands().first().map_or("", |band| band.name.as_str())))
    }

    /// Draws the view of a request; its path is not looked at, for this product is the one that is drawn.
    ///
    /// # Errors
    /// [`OperationError`] for a region outside of the image, a band that the product lacks, samples that cannot be read, and a cancel.
    pub fn draw(&self, request: &ViewRequest, supervision: &Supervision) -> Result<DrawnView, OperationError> {
        let region = self.required(request.region.unwrap_or(self.whole()))?;
        let composition = request.composition.clone().unwrap_or_else(|| self.usual_composition());
        let stretch = match &request.stretch {
            ViewStretch::Pinned(stretch) => stretch.clone(),
            ViewStretch::Rule(rule) => self.resolve(&composition, rule, Some(region), request.effort, supervision)?,
        };
        let contract = PictureContract { composition, stretch, no_data: request.no_data };
        let (width, height) = match (request.width, request.height) {
            (None, None) => (USUAL_SIDE.min(region.columns), USUAL_SIDE.min(region.lines)),
            (width, height) => (width.unwrap_or(LARGEST_SIDE), height.unwrap_or(LARGEST_SIDE)),
        };
        let drawn = self.draw_region(&contract, Some(region), width, height, supervision)?;
        let facts = self.facts(contract, &drawn);
        let picture = if request.legend { self.under_legend(drawn, &facts) } else { drawn.picture };
        supervision.check()?;
        Ok(DrawnView { picture, facts })
    }

    fn facts(&self, contract: PictureContract, drawn: &RegionPicture) -> ViewFacts {
        ViewFacts {
            product: self.info().identifier.clone(),
            synthetic: self.info().synthetic,
            bands: contract.composition.to_string(),
            contract,
            region: drawn.region,
            width: drawn.picture.width,
            height: drawn.picture.height,
            scale: drawn.scale,
            level: drawn.level,
            reasons: drawn.touched.iter().collect(),
            ground: self.product.georeference.as_ref().and_then(GroundScale::of),
        }
    }

    fn under_legend(&self, drawn: RegionPicture, facts: &ViewFacts) -> Picture {
        let info = self.info();
        let acquired = info.acquisition_utc.map(|time| time.to_string().replace('T', " ").replace('Z', " UTC"));
        let map = match &facts.contract.composition {
            Composition::Single { colouring, .. } => Some(ColourMap::of(*colouring)),
            Composition::Colour(_) => None,
        };
        let legend = LegendFacts {
            identifier: &info.identifier,
            when: acquired.into_iter().chain([info.level.clone()]).collect::<Vec<String>>().join(" · "),
            synthetic: info.synthetic,
            bands: self.bands(),
            contract: &facts.contract,
            touched: drawn.touched,
            scale: drawn.scale,
            ground: facts.ground,
            map,
        };
        with_legend(drawn.picture, &legend)
    }
}
