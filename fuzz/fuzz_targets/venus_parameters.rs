//! Any bytes as one of VENµS's parameter files, and as the manifest of a set: an error or a reading, never a panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use viq::instrument::radiometry::{
    DarkSignal, PolarisationSensitivity, ProcessingParameters, ReflectanceParameters, StrayLight, TwoSlopes,
};
use viq::product_files::parameter_set_folder::SetManifest;
use viq::product_files::venus_parameters::{
    GeometricProcessing, NoiseModels, OutOfOrder, ParameterFileSettings, PhysicalGains, RefinedParameters,
    RemanenceFunctions, SensorMounting, SpectralSensitivities, VenusParameterFile, ViewingDirections,
};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let path = Path::new("fuzzed.EEF");
    for settings in [ParameterFileSettings::default(), ParameterFileSettings::any_instrument(None)] {
        let _refused = [
            VenusParameterFile::<DarkSignal>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<TwoSlopes>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<OutOfOrder>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<PhysicalGains>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<NoiseModels>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<RemanenceFunctions>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<StrayLight>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<PolarisationSensitivity>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<SpectralSensitivities>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<ReflectanceParameters>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<ProcessingParameters>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<ViewingDirections>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<SensorMounting>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<RefinedParameters>::parse(path, text, &settings).is_err(),
            VenusParameterFile::<GeometricProcessing>::parse(path, text, &settings).is_err(),
        ];
    }
    let _refused = SetManifest::parse(path, text).is_err();
});
