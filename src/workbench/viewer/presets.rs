//! Band combinations by wavelength: they mean the same whatever a product calls its bands.

use crate::imagery::picture::{ChannelSource, Colouring, Composition};
use crate::operations::viewing::ViewedBand;

/// A band whose centre is further away than this from the wavelength that is wanted is another band, nanometres.
const FARTHEST_NM: f64 = 30.0;

/// A named combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preset {
    /// As the eye sees it.
    TrueColour,
    /// Vegetation in red.
    ColourInfrared,
    /// The rise of vegetation's reflectance between red and near infrared.
    RedEdge,
    /// Water, haze and aerosols.
    Coastal,
    /// Normalised difference of near infrared and red.
    VegetationIndex,
}

impl Preset {
    /// Every preset, in the order of the menu.
    pub(crate) const ALL: [Self; 5] =
        [Self::TrueColour, Self::ColourInfrared, Self::RedEdge, Self::Coastal, Self::VegetationIndex];

    /// The name that is shown.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::TrueColour => "True colour",
            Self::ColourInfrared => "Colour infrared",
            Self::RedEdge => "Red edge",
            Self::Coastal => "Coast and haze",
            Self::VegetationIndex => "Vegetation index",
        }
    }

    /// The wavelengths, nanometres, of red, green and blue; of an index, of its greater and lesser band.
    const fn wavelengths_nm(self) -> &'static [f64] {
        match self {
            Self::TrueColour => &[667.0, 555.0, 490.0],
            Self::ColourInfrared => &[865.0, 667.0, 555.0],
            Self::RedEdge => &[782.0, 742.0, 702.0],
            Self::Coastal => &[555.0, 443.0, 420.0],
            Self::VegetationIndex => &[865.0, 667.0],
        }
    }

    /// The combination in the bands of a product; none when it lacks one of the wavelengths.
    pub(crate) fn composition(self, bands: &[ViewedBand]) -> Option<Composition> {
        let names: Vec<&str> =
            self.wavelengths_nm().iter().map(|centre_nm| nearest(bands, *centre_nm)).collect::<Option<_>>()?;
        let band = |name: &str| ChannelSource::Band(name.to_owned());
        match names.as_slice() {
            [red, green, blue] => Some(Composition::Colour([band(red), band(green), band(blue)])),
            [more, less] => Some(Composition::Single {
                source: ChannelSource::Expression(format!("({more} - {less}) / ({more} + {less})")),
                colouring: Colouring::Diverging,
            }),
            _ => None,
        }
    }
}

fn nearest(bands: &[ViewedBand], centre_nm: f64) -> Option<&str> {
    let distance = |band: &&ViewedBand| band.centre_nm.map_or(f64::INFINITY, |centre| (centre - centre_nm).abs());
    let band = bands.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    (distance(&band) <= FARTHEST_NM).then_some(band.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(centres_nm: &[Option<f64>]) -> Vec<ViewedBand> {
        let band = |(index, centre_nm): (usize, &Option<f64>)| ViewedBand {
            name: format!("B{:02}", index + 1),
            centre_nm: *centre_nm,
            width_nm: None,
            quantity: "reflectance",
            per_code: 0.001,
        };
        centres_nm.iter().enumerate().map(band).collect()
    }

    const VENUS_NM: [f64; 12] = [423.9, 446.9, 491.9, 555.0, 619.7, 619.5, 666.2, 702.0, 741.1, 782.2, 861.1, 908.7];

    #[test]
    fn presets_find_their_bands_by_wavelength() {
        let venus = bands(&VENUS_NM.map(Some));
        let text = |preset: Preset| preset.composition(&venus).map(|composition| composition.to_string());
        assert_eq!(text(Preset::TrueColour).as_deref(), Some("B07,B04,B03"));
        assert_eq!(text(Preset::ColourInfrared).as_deref(), Some("B11,B07,B04"));
        assert_eq!(text(Preset::RedEdge).as_deref(), Some("B10,B09,B08"));
        assert_eq!(text(Preset::VegetationIndex).as_deref(), Some("(B11 - B07) / (B11 + B07)@diverging"));
    }

    #[test]
    fn a_product_without_wavelengths_has_no_preset() {
        let plain = bands(&[None, None, None]);
        assert!(Preset::ALL.into_iter().all(|preset| preset.composition(&plain).is_none()));
    }
}
