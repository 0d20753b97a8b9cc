//! Band combinations by wavelength: they fit any product whose bands say where they look.

use super::composition::{ChannelSource, Colouring, Composition};

/// A band as a preset sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandPlace<'name> {
    /// Name of the band in the product.
    pub name: &'name str,
    /// Central wavelength in nanometres, where known.
    pub centre_nm: Option<f64>,
}

/// What a preset shows, from wavelengths in nanometres.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Recipe {
    /// Red, green and blue.
    Colour([f64; 3]),
    /// (a − b) / (a + b), between −1 and 1.
    NormalisedDifference([f64; 2]),
}

/// A named band combination.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandPreset {
    /// The name in menus.
    pub name: &'static str,
    /// What it is good for.
    pub purpose: &'static str,
    recipe: Recipe,
}

/// A band farther than this from the wavelength of a preset is another one, in nanometres: half of what lies between the closest pair (665 and 705).
const TOLERANCE_NM: f64 = 20.0;

const fn colour(name: &'static str, wavelengths_nm: [f64; 3], purpose: &'static str) -> BandPreset {
    BandPreset { name, purpose, recipe: Recipe::Colour(wavelengths_nm) }
}

const fn difference(name: &'static str, wavelengths_nm: [f64; 2], purpose: &'static str) -> BandPreset {
    BandPreset { name, purpose, recipe: Recipe::NormalisedDifference(wavelengths_nm) }
}

/// All presets, in the order of menus. The wavelengths are those by which the usual combinations and indices are defined for Sentinel-2 and VENµS.
pub const PRESETS: [BandPreset; 8] = [
    colour("True colour", [665.0, 560.0, 490.0], "as the eye sees it"),
    colour("Colour infrared", [865.0, 665.0, 560.0], "vegetation red, water dark"),
    colour("Red edge", [783.0, 705.0, 665.0], "vigour of vegetation"),
    colour("Red edge and infrared", [865.0, 740.0, 665.0], "vegetation against soil"),
    colour("Coast and haze", [490.0, 443.0, 420.0], "haze, smoke, shallow water"),
    difference("Vegetation index", [865.0, 665.0], "green biomass"),
    difference("Red-edge index (NDRE)", [783.0, 705.0], "chlorophyll of dense vegetation"),
    difference("Water index (NDWI)", [560.0, 865.0], "open water above zero"),
];

impl BandPreset {
    /// The composition from the bands nearest to the preset's wavelengths; none when one of them has no band within 20 nm, or two share one.
    pub fn composition(&self, bands: &[BandPlace<'_>]) -> Option<Composition> {
        match self.recipe {
            Recipe::Colour(wavelengths) => {
                let names = distinct(&wavelengths, bands)?;
                let sources = names.into_iter().map(|name| ChannelSource::Band(name.to_owned())).collect::<Vec<_>>();
                <[ChannelSource; 3]>::try_from(sources).ok().map(Composition::Colour)
            }
            Recipe::NormalisedDifference(wavelengths) => {
                let names = distinct(&wavelengths, bands)?;
                let names: Vec<String> = names.into_iter().map(as_operand).collect();
                let [a, b] = names.as_slice() else { return None };
                let source = ChannelSource::Expression(format!("({a} - {b}) / ({a} + {b})"));
                Some(Composition::Single { source, colouring: Colouring::Diverging })
            }
        }
    }
}

/// A preset by its name.
pub fn preset(name: &str) -> Option<&'static BandPreset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// The presets that the bands of a product can make.
pub fn available(bands: &[BandPlace<'_>]) -> Vec<(&'static BandPreset, Composition)> {
    PRESETS.iter().filter_map(|preset| Some((preset, preset.composition(bands)?))).collect()
}

/// The name of the band nearest to each wavelength; the first of several that are equally near.
fn distinct<'name>(wavelengths_nm: &[f64], bands: &[BandPlace<'name>]) -> Option<Vec<&'name str>> {
    let mut names = Vec::new();
    for wavelength in wavelengths_nm {
        let distance = |band: &BandPlace<'_>| band.centre_nm.map(|centre| (centre - wavelength).abs());
        let near = bands.iter().filter_map(|band| Some((distance(band).filter(|d| *d <= TOLERANCE_NM)?, band.name)));
        let (_, name) = near.min_by(|a, b| a.0.total_cmp(&b.0))?;
        if names.contains(&name) {
            return None;
        }
        names.push(name);
    }
    Some(names)
}

/// A band's name in an expression: in quotes unless it is a plain word.
fn as_operand(name: &str) -> String {
    let is_word = name.chars().all(|sign| sign.is_alphanumeric() || sign == '_')
        && name.starts_with(|sign: char| sign.is_alphabetic() || sign == '_');
    if is_word { name.to_owned() } else { format!("'{name}'") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::band_expression::BandExpression;

    /// Central wavelengths in the header of a VENµS L1 product.
    const VENUS: [(&str, f64); 12] = [
        ("B01", 424.0),
        ("B02", 447.0),
        ("B03", 492.0),
        ("B04", 555.0),
        ("B05", 620.0),
        ("B06", 620.0),
        ("B07", 666.0),
        ("B08", 702.0),
        ("B09", 741.0),
        ("B10", 782.0),
        ("B11", 861.0),
        ("B12", 909.0),
    ];

    fn places<'name>(bands: &[(&'name str, f64)]) -> Vec<BandPlace<'name>> {
        bands.iter().map(|(name, centre)| BandPlace { name, centre_nm: Some(*centre) }).collect()
    }

    #[test]
    fn venus_makes_every_preset_of_the_bands_that_one_would_choose_by_hand() {
        let made: Vec<String> = available(&places(&VENUS)).iter().map(|(_, made)| made.to_string()).collect();
        assert_eq!(
            made,
            [
                "B07,B04,B03",
                "B11,B07,B04",
                "B10,B08,B07",
                "B11,B09,B07",
                "B03,B02,B01",
                "(B11 - B07) / (B11 + B07)@diverging",
                "(B10 - B08) / (B10 + B08)@diverging",
                "(B04 - B11) / (B04 + B11)@diverging",
            ]
        );
        let names = VENUS.map(|band| band.0);
        for (_, composition) in available(&places(&VENUS)) {
            assert_eq!(composition.to_string().parse::<Composition>().unwrap(), composition);
            for source in composition.sources() {
                if let ChannelSource::Expression(text) = source {
                    assert_eq!(BandExpression::parse(text, &names).unwrap().bands().len(), 2);
                }
            }
        }
    }

    #[test]
    fn a_product_without_the_band_does_not_offer_the_preset() {
        let blue_green_red = [("blue", 485.0), ("green", 560.0), ("red", 660.0)];
        let made = available(&places(&blue_green_red));
        assert_eq!(made.len(), 1);
        assert_eq!((made[0].0.name, made[0].1.to_string()), ("True colour", "red,green,blue".to_owned()));
        assert!(available(&[]).is_empty());
        assert!(available(&[BandPlace { name: "B01", centre_nm: None }]).is_empty());
        assert!(available(&[BandPlace { name: "B01", centre_nm: Some(f64::NAN) }]).is_empty());
    }

    #[test]
    fn one_band_between_two_wavelengths_is_not_shown_twice() {
        let broad = places(&[("nir", 865.0), ("edge", 785.0), ("between", 685.0)]);
        assert!(PRESETS[2].composition(&broad).is_none());
    }

    #[test]
    fn odd_names_are_quoted_in_expressions() {
        let odd = places(&[("Band 8 (NIR)", 865.0), ("4", 665.0)]);
        let Composition::Single { source: ChannelSource::Expression(text), .. } = PRESETS[5].composition(&odd).unwrap()
        else {
            panic!("an index is an expression");
        };
        assert_eq!(BandExpression::parse(&text, &["Band 8 (NIR)", "4"]).unwrap().bands(), ["Band 8 (NIR)", "4"]);
    }
}
