//! `GIP_RADIOV`: how the radiometric chain is run.
//!
//! Source: `VE_GIP_RADIOV_RadioVProcess.xsd` 1.3 and its annotations.

use super::elements::{band, not_negative};
use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::radiometry::{
    CloudDetection, FrequencyConvolution, ProcessingParameters, RestorationParameters, RestorationScenario,
    StrayLightScenario, WaveletParameters,
};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;

const LIMITS: [&str; 2] = ["Minimum_Radiometric_Value", "Maximum_Radiometric_Value"];

impl ParameterContent for ProcessingParameters {
    const KIND: VenusFileKind = VenusFileKind::RadiometricProcessing;

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = source.document.root().get("Data_Block")?;
        let limits = |name: &str| -> Result<[f64; 2], ProductError> {
            let place = block.get(name)?;
            Ok([place.get(LIMITS[0])?.number()?, place.get(LIMITS[1])?.number()?])
        };
        let clouds = block.get("Cloud_Detection")?;
        let longest = "Out_Of_Order_Detectors_Interpolation/Interpolation_Threshold";
        Ok(Self {
            longest_interpolated_run: block.get(longest)?.whole_number()?,
            remanence_limits: limits("Remanence_Parameters")?,
            stray_light: scenario(
                &block.get("Straylight_Correction_Parameters/Correction_Scenario")?,
                &StrayLightScenario::ALL,
                StrayLightScenario::code,
            )?,
            restoration: restoration(&block.get("Restoration_Parameters")?)?,
            clouds: CloudDetection {
                band: band(&clouds.get("Spectral_Band_Code")?, settings.form)?,
                reflectance_threshold: not_negative(&clouds.get("Cloud_Reflectance_Threshold")?)?,
            },
            output_limits: limits("Final_Output_Clipping")?,
        })
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        let limits = |xml: &mut XmlWriter, name: &str, limits: [f64; 2]| {
            xml.parent(name, &[], |xml| {
                for (name, limit) in LIMITS.iter().zip(limits) {
                    xml.leaf(name, &[], limit);
                }
            });
        };
        xml.parent("Out_Of_Order_Detectors_Interpolation", &[], |xml| {
            xml.leaf("Interpolation_Threshold", &[], self.longest_interpolated_run);
        });
        limits(xml, "Remanence_Parameters", self.remanence_limits);
        xml.parent("Straylight_Correction_Parameters", &[], |xml| {
            xml.leaf("Correction_Scenario", &[], self.stray_light.code());
        });
        xml.parent("Restoration_Parameters", &[], |xml| write_restoration(xml, &self.restoration));
        xml.parent("Cloud_Detection", &[], |xml| {
            xml.leaf("Spectral_Band_Code", &[], &self.clouds.band);
            xml.leaf("Cloud_Reflectance_Threshold", &[], self.clouds.reflectance_threshold);
        });
        limits(xml, "Final_Output_Clipping", self.output_limits);
    }
}

fn scenario<T: Copy>(place: &XmlPlace<'_>, all: &[T], code: impl Fn(T) -> &'static str) -> Result<T, ProductError> {
    let found = all.iter().copied().find(|scenario| code(*scenario) == place.text());
    found.ok_or_else(|| {
        let codes: Vec<&str> = all.iter().map(|scenario| code(*scenario)).collect();
        place.wrong(&codes.join(", "))
    })
}

fn restoration(place: &XmlPlace<'_>) -> Result<RestorationParameters, ProductError> {
    let frequency = place.get("F_Convolution_Parameters")?;
    let wavelets = place.get("W_Convolution_Denoising_Parameters")?;
    Ok(RestorationParameters {
        scenario: scenario(&place.get("Restoration_Scenario")?, &RestorationScenario::ALL, RestorationScenario::code)?,
        zoom_factor: place.get("F_Zoom_Factor")?.number()?,
        frequency: FrequencyConvolution {
            block_size_x: frequency.get("Block_Size_X")?.whole_number()?,
            block_size_y: frequency.get("Block_Size_Y")?.whole_number()?,
            normalisation: frequency.get("Normalization_Const")?.whole_number()?,
        },
        wavelets: WaveletParameters {
            segment_size: wavelets.get("Segment_Size")?.whole_number()?,
            amplification: wavelets.get("L2_Norm_Amplification_Coefficient")?.number()?,
            segment_overlap: wavelets.get("Segment_Overlap_Size")?.whole_number()?,
            objective_noise_sigma: wavelets.get("Objective_Noise_Sigma")?.number()?,
            greatest_value: wavelets.get("Radiometric_Maximal_Value")?.whole_number()?,
            greatest_threshold: wavelets.get("Maximal_Denoising_Threshold")?.number()?,
            noise_amplification: wavelets.get("Noise_Amplification_Coefficient")?.number()?,
        },
        no_data_margin: place.get("Nodata_Deconvolution_Margin")?.whole_number()?,
    })
}

fn write_restoration(xml: &mut XmlWriter, restoration: &RestorationParameters) {
    let RestorationParameters { scenario, zoom_factor, frequency, wavelets, no_data_margin } = restoration;
    xml.leaf("Restoration_Scenario", &[], scenario.code());
    xml.leaf("F_Zoom_Factor", &[], zoom_factor);
    xml.parent("F_Convolution_Parameters", &[], |xml| {
        xml.leaf("Block_Size_X", &[], frequency.block_size_x);
        xml.leaf("Block_Size_Y", &[], frequency.block_size_y);
        xml.leaf("Normalization_Const", &[], frequency.normalisation);
    });
    xml.parent("W_Convolution_Denoising_Parameters", &[], |xml| {
        xml.leaf("Segment_Size", &[], wavelets.segment_size);
        xml.leaf("L2_Norm_Amplification_Coefficient", &[], wavelets.amplification);
        xml.leaf("Segment_Overlap_Size", &[], wavelets.segment_overlap);
        xml.leaf("Objective_Noise_Sigma", &[], wavelets.objective_noise_sigma);
        xml.leaf("Radiometric_Maximal_Value", &[], wavelets.greatest_value);
        xml.leaf("Maximal_Denoising_Threshold", &[], wavelets.greatest_threshold);
        xml.leaf("Noise_Amplification_Coefficient", &[], wavelets.noise_amplification);
    });
    xml.leaf("Nodata_Deconvolution_Margin", &[], no_data_margin);
}
