//! A set from its files: every band and number of TDI stages of the layout must have what it needs, once.

use std::collections::BTreeMap;
use std::path::Path;

use super::content::{Content, SetFile};
use super::headers::remembered;
use super::set_text::{BandLayout, SetManifest};
use super::uncertainty_text::Uncertainties;
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{
    ArrayResponse, DarkSignal, Defect, NoiseModel, PolarisationSensitivity, ProcessingParameters,
    ReflectanceParameters, RemanenceFunction, SpectralSensitivity, StrayLight, TwoSlopes,
};
use crate::parameter_sets::{BandParameters, ParameterSet};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::header::flaw;
use crate::product_files::venus_parameters::ParameterHeader;

/// A figure by band and number of TDI stages.
type ByArray<T> = BTreeMap<(String, TdiStages), T>;

/// What the files of a set say, sorted by what it is about.
#[derive(Default)]
struct Gathered {
    dark: ByArray<DarkSignal>,
    slopes: ByArray<TwoSlopes>,
    directions: ByArray<Vec<[f64; 2]>>,
    defects: ByArray<Vec<Defect>>,
    gains: ByArray<f64>,
    noise: ByArray<NoiseModel>,
    stray_light: BTreeMap<String, StrayLight>,
    polarisation: BTreeMap<String, PolarisationSensitivity>,
    remanence: BTreeMap<String, Vec<RemanenceFunction>>,
    spectral: BTreeMap<String, SpectralSensitivity>,
    reflectance: BTreeMap<(), ReflectanceParameters>,
    processing: BTreeMap<(), ProcessingParameters>,
    uncertainties: Uncertainties,
}

/// Puts the set of a folder together.
pub(super) fn assemble(folder: &Path, record: SetManifest, files: Vec<SetFile>) -> Result<ParameterSet, ProductError> {
    let remembered = files.iter().filter_map(|file| file.header.as_ref()).map(remembered).collect();
    let mut gathered = Gathered::default();
    for file in files {
        gathered.add(folder, file)?;
    }
    let SetManifest { manifest, layout } = record;
    let mut bands = Vec::with_capacity(layout.bands.len());
    for band in &layout.bands {
        bands.push(gathered.band(folder, band)?);
    }
    let set = ParameterSet {
        manifest,
        bands,
        reflectance: take(folder, &mut gathered.reflectance, &(), || "GIP_REFLEC".to_owned())?,
        processing: take(folder, &mut gathered.processing, &(), || "GIP_RADIOV".to_owned())?,
        files: remembered,
    };
    gathered.require_empty(folder)?;
    Ok(set)
}

impl Gathered {
    fn add(&mut self, folder: &Path, file: SetFile) -> Result<(), ProductError> {
        let SetFile { header, content } = file;
        let Some(header) = header else {
            if let Content::Uncertainty(uncertainties) = content {
                self.uncertainties = uncertainties;
            }
            return Ok(());
        };
        let band = header.band.clone().unwrap_or_default();
        match content {
            Content::Dark(dark) => by_lengths(folder, &mut self.dark, &header, &dark),
            Content::Slopes(slopes) => by_lengths(folder, &mut self.slopes, &header, &slopes),
            Content::Directions(directions) => by_lengths(folder, &mut self.directions, &header, &directions.0),
            Content::OutOfOrder(defects) => defects
                .0
                .into_iter()
                .try_for_each(|(tdi, defects)| put(folder, &mut self.defects, (band.clone(), tdi), defects, &header)),
            Content::StrayLight(stray_light) => put(folder, &mut self.stray_light, band, stray_light, &header),
            Content::Polarisation(polarisation) => put(folder, &mut self.polarisation, band, polarisation, &header),
            Content::Gains(gains) => by_band_and_length(folder, &mut self.gains, gains.0, &header),
            Content::Noise(noise) => by_band_and_length(folder, &mut self.noise, noise.0, &header),
            Content::Remanence(all) => {
                all.0.into_iter().try_for_each(|(band, one)| put(folder, &mut self.remanence, band, one, &header))
            }
            Content::Spectral(all) => {
                all.0.into_iter().try_for_each(|(band, one)| put(folder, &mut self.spectral, band, one, &header))
            }
            Content::Reflectance(parameters) => put(folder, &mut self.reflectance, (), parameters, &header),
            Content::Processing(parameters) => put(folder, &mut self.processing, (), parameters, &header),
            Content::Carried(_) | Content::Uncertainty(_) | Content::Filter => Ok(()),
        }
    }

    fn band(&mut self, folder: &Path, layout: &BandLayout) -> Result<BandParameters, ProductError> {
        let name = &layout.name;
        let mut responses = BTreeMap::new();
        let mut viewing_directions = BTreeMap::new();
        let mut uncertainties = BTreeMap::new();
        for tdi in &layout.tdi {
            let key = (name.clone(), *tdi);
            let of = |kind: &str| format!("GIP_{kind} of {name}, TDI {tdi}");
            let response = ArrayResponse {
                dark: take(folder, &mut self.dark, &key, || of("DARKCU"))?,
                slopes: take(folder, &mut self.slopes, &key, || of("RELSEN"))?,
                defects: take(folder, &mut self.defects, &key, || of("OUTORD"))?,
                gain: take(folder, &mut self.gains, &key, || of("PHGAIN"))?,
                noise: take(folder, &mut self.noise, &key, || of("NOISMO"))?,
            };
            responses.insert(*tdi, response);
            if let Some(directions) = self.directions.remove(&key) {
                viewing_directions.insert(*tdi, directions);
            }
            if let Some(uncertainty) = self.uncertainties.remove(&key) {
                uncertainties.insert(*tdi, uncertainty);
            }
        }
        let of = |kind: &str| format!("GIP_{kind} of {name}");
        Ok(BandParameters {
            band: name.clone(),
            responses,
            uncertainties,
            remanence: take(folder, &mut self.remanence, name, || of("REMANE"))?,
            stray_light: take(folder, &mut self.stray_light, name, || of("STRLGT"))?,
            polarisation: take(folder, &mut self.polarisation, name, || of("POLART"))?,
            spectral: take(folder, &mut self.spectral, name, || of("SPECSE"))?,
            viewing_directions,
        })
    }

    /// Refuses what the layout does not know: nothing of a set is passed over.
    fn require_empty(&self, folder: &Path) -> Result<(), ProductError> {
        let arrays = [
            ("GIP_DARKCU", self.dark.keys().next()),
            ("GIP_RELSEN", self.slopes.keys().next()),
            ("GIP_VIEDIR", self.directions.keys().next()),
            ("GIP_OUTORD", self.defects.keys().next()),
            ("GIP_PHGAIN", self.gains.keys().next()),
            ("GIP_NOISMO", self.noise.keys().next()),
            (super::UNCERTAINTY_FILE, self.uncertainties.keys().next()),
        ];
        let arrays = arrays.into_iter().filter_map(|(file, key)| Some((file, format!("{}, TDI {}", key?.0, key?.1))));
        let bands = [
            ("GIP_REMANE", self.remanence.keys().next()),
            ("GIP_STRLGT", self.stray_light.keys().next()),
            ("GIP_POLART", self.polarisation.keys().next()),
            ("GIP_SPECSE", self.spectral.keys().next()),
        ];
        let bands = bands.into_iter().filter_map(|(file, key)| Some((file, key?.clone())));
        match arrays.chain(bands).next() {
            None => Ok(()),
            Some((file, found)) => {
                let needed = "only bands and TDI stages that the layout of set.toml lists";
                Err(flaw(folder, file, needed, &found))
            }
        }
    }
}

fn take<K: Ord, T>(
    folder: &Path,
    map: &mut BTreeMap<K, T>,
    key: &K,
    what: impl Fn() -> String,
) -> Result<T, ProductError> {
    map.remove(key).ok_or_else(|| ProductError::Missing { path: folder.to_path_buf(), needed: what() })
}

fn put<K: Ord, T>(
    folder: &Path,
    map: &mut BTreeMap<K, T>,
    key: K,
    value: T,
    header: &ParameterHeader,
) -> Result<(), ProductError> {
    if map.insert(key, value).is_none() {
        return Ok(());
    }
    let of = header.band.as_deref().unwrap_or("all bands");
    let needed = format!("one {} of {of} for each number of TDI stages", header.kind.code());
    Err(flaw(folder, "files", &needed, &format!("two, {} one of them", header.identifier())))
}

fn by_lengths<T: Clone>(
    folder: &Path,
    map: &mut ByArray<T>,
    header: &ParameterHeader,
    value: &T,
) -> Result<(), ProductError> {
    let band = header.band.clone().unwrap_or_default();
    header.tdi.iter().try_for_each(|tdi| put(folder, map, (band.clone(), *tdi), value.clone(), header))
}

fn by_band_and_length<T>(
    folder: &Path,
    map: &mut ByArray<T>,
    figures: Vec<(String, BTreeMap<TdiStages, T>)>,
    header: &ParameterHeader,
) -> Result<(), ProductError> {
    for (band, figures) in figures {
        for (tdi, figure) in figures {
            put(folder, map, (band.clone(), tdi), figure, header)?;
        }
    }
    Ok(())
}
