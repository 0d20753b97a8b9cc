//! Running it: blocks of lines from the scene to the product's files, and the truth beside them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::auxiliary::AuxiliaryFiles;
use super::description::description;
use super::instrument::instrument_of;
use super::memory::{LEAST_SCENE_BYTES, left_for_the_scene};
use super::natural::natural;
use super::plan::{self, BandStages};
use super::truth::{self, Part, SetIdentity};
use super::{SceneFile, SimulateRequest};
use crate::instrument::InstrumentModel;
use crate::instrument::radiometry::StrayLight;
use crate::operations::context::Context;
use crate::operations::error::OperationError;
use crate::operations::journal::journalled;
use crate::parameter_sets::ParameterSet;
use crate::product_files::parameter_set_folder::{MANIFEST_FILE, read_parameter_set};
use crate::product_files::venus_system::{SystemProduct, SystemProductWriter};
use crate::product_files::{fingerprint, write_atomically, write_geotiff};
use crate::simulation::RadianceSource;
use crate::simulation::detection::{AcquisitionRun, Detection, RadianceBlock};
use crate::simulation::scene_kinds::{KnownScene, SceneSensor};
use crate::simulation::stray_light::ForwardStrayLight;
use crate::supervision::{Stage, Supervision};

/// A product that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedProduct {
    /// The product's main header.
    pub header: PathBuf,
    /// The folder of its truth.
    pub truth: PathBuf,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulateOutcome {
    /// One product, or one for each number of TDI stages in the request's order.
    pub products: Vec<SimulatedProduct>,
}

/// Makes the product (`out`/product) and its truth (`out`/truth); of a series, in folders `out`/`tdi_08`. The same request gives the same
/// bytes, on any number of threads.
///
/// # Errors
/// [`OperationError`] for a request, a set or a scene file that makes no product, folders that hold something, files that cannot be
/// written, and a cancel; then of the product that was being made nothing stands there.
pub fn simulate(request: &SimulateRequest, context: &Context) -> Result<SimulateOutcome, OperationError> {
    let mut catalog = context.open_catalog()?;
    let (outcome, ended) = journalled(context, catalog.as_mut(), "simulate", request, |_| {
        let outcome = make(request, context)?;
        let headers: Vec<_> = outcome.products.iter().map(|product| product.header.to_string_lossy()).collect();
        let details = json!({ "headers": headers, "synthetic": true });
        Ok((outcome, details))
    })?;
    ended?;
    Ok(outcome)
}

fn make(request: &SimulateRequest, context: &Context) -> Result<SimulateOutcome, OperationError> {
    let supervision = context.supervision();
    let file = match &request.scene {
        Some(path) => SceneFile::read(path)?,
        None => SceneFile::default(),
    };
    let mut set = read_parameter_set(&request.set, supervision)?;
    let manifest_sha256 = fingerprint(&request.set.join(MANIFEST_FILE), supervision)?.sha256;
    let instrument = instrument_of(&set, context.workspace())?;
    let usual = plan::usual_stages(&set, &instrument)?;
    let sensor = plan::sensor(request, &file, &set, &instrument, &usual)?;
    let scene = plan::kind(request, &file)?
        .map(|kind| kind.scene(sensor.clone(), request.seed))
        .transpose()
        .map_err(|error| OperationError::Usage(error.to_string()))?;
    let stray_light = plan::stray_light(request, &set, &instrument, supervision)?;
    // Its filters are taken in; those of the set, 200 MB of a set of VENµS, are not needed any more.
    set.bands.iter_mut().for_each(|band| band.stray_light = StrayLight::default());
    // The scenes of known radiance keep nothing.
    let least_bytes = if scene.is_none() { LEAST_SCENE_BYTES } else { 0 };
    let budget_bytes = supervision.memory_budget_bytes();
    let scene_bytes = left_for_the_scene(budget_bytes, &sensor, stray_light.as_ref(), least_bytes)?;
    let making = Making {
        request,
        file: &file,
        set: &set,
        manifest_sha256: &manifest_sha256,
        instrument: &instrument,
        sensor: &sensor,
        scene: scene.as_deref(),
        stray_light: stray_light.as_ref(),
        scene_bytes,
        supervision,
    };
    let all = plan::products_of(request, &usual);
    let mut products = Vec::new();
    for bands in &all {
        let folder = match (all.len(), bands.first()) {
            (2.., Some((_, tdi))) => request.out.join(format!("tdi_{tdi}")),
            _ => request.out.clone(),
        };
        products.push(making.product(&folder, bands)?);
    }
    Ok(SimulateOutcome { products })
}

/// What all products of a request have in common.
struct Making<'a> {
    request: &'a SimulateRequest,
    file: &'a SceneFile,
    set: &'a ParameterSet,
    manifest_sha256: &'a str,
    instrument: &'a InstrumentModel,
    sensor: &'a SceneSensor,
    /// None for a natural scene, which is made for each product.
    scene: Option<&'a dyn KnownScene>,
    stray_light: Option<&'a ForwardStrayLight>,
    /// What is left of the memory budget for a natural scene.
    scene_bytes: u64,
    supervision: &'a Supervision,
}

impl Making<'_> {
    fn product(&self, folder: &Path, bands: &BandStages) -> Result<SimulatedProduct, OperationError> {
        let part = truth::part(self.request.truth, self.sensor)?;
        let stray_light = self.stray_light.cloned();
        let detection = plan::detection(self.request, self.file, self.set, self.instrument, bands, stray_light)?;
        let natural = match self.scene {
            Some(_) => None,
            None => Some(natural(self.request, self.file, self.set, self.instrument, bands, self.scene_bytes)?),
        };
        let (scene, known): (&dyn RadianceSource, Value) = match (self.scene, &natural) {
            (Some(scene), _) => (scene, scene.truth()),
            (None, Some(natural)) => (&natural.scene, json!(natural.truth)),
            (None, None) => return Err(OperationError::Usage("no scene was asked for".to_owned())),
        };
        let mut product =
            description(self.request, self.file, self.set, self.instrument, self.sensor, bands, natural.as_ref())?;
        let auxiliary =
            natural.as_ref().map(|natural| AuxiliaryFiles::of(natural, &product, self.supervision)).transpose()?;
        product.private.auxiliary = auxiliary.as_ref().map(AuxiliaryFiles::links).unwrap_or_default();
        let truth = TruthFolder::make(&folder.join("truth"))?;
        let identity = SetIdentity { set: self.set, sha256: self.manifest_sha256 };
        let whole = truth::description(self.request, self.file, &identity, (scene, known), &detection, bands);
        truth.write(truth::DESCRIPTION, &whole)?;
        if let Some(natural) = &natural {
            truth.write(truth::FLIGHT, &natural.flight())?;
        }
        let mut lines = Lines::begin(self.supervision, &detection, scene, &folder.join("product"), product)?;
        if let Some(auxiliary) = &auxiliary {
            auxiliary.write(&mut lines.writer)?;
        }
        if let Some(part) = part {
            let description = truth::radiance_file(part, bands);
            let path = truth.path.join(truth::RADIANCE);
            lines.pass_over(part.first[0])?;
            write_geotiff(&path, &description, self.supervision, |range, strips| {
                let Some(block) = lines.next(range.len())? else { return Ok(()) };
                copy_part(block, part, self.sensor.columns, strips);
                Ok::<(), OperationError>(())
            })?;
        }
        lines.pass_over(self.sensor.lines)?;
        let header = lines.finish()?;
        Ok(SimulatedProduct { header, truth: truth.keep() })
    }
}

/// Lines on their way from the scene to the product's files.
struct Lines<'a> {
    run: AcquisitionRun<'a>,
    writer: SystemProductWriter,
    stage: Stage,
    supervision: &'a Supervision,
    done: usize,
}

impl<'a> Lines<'a> {
    fn begin(
        supervision: &'a Supervision,
        detection: &'a Detection,
        scene: &'a dyn RadianceSource,
        target: &Path,
        product: SystemProduct,
    ) -> Result<Self, OperationError> {
        Ok(Self {
            stage: supervision.stage("simulating the acquisition", product.lines as u64, "lines"),
            run: detection.begin(scene, supervision)?,
            writer: SystemProductWriter::create(target, product)?,
            supervision,
            done: 0,
        })
    }

    /// Sees the next lines, and writes those that can be read by now; none behind the last.
    fn next(&mut self, lines: usize) -> Result<Option<&RadianceBlock>, OperationError> {
        if self.run.see(lines, self.supervision)?.is_none() {
            return Ok(None);
        }
        while let Some(block) = self.run.read(self.supervision)? {
            let counts: Vec<&[u16]> = block.counts.iter().map(Vec::as_slice).collect();
            self.writer.write_counts(block.lines.start, &counts)?;
            self.stage.advance(block.lines.len() as u64)?;
        }
        let seen = self.run.seen();
        self.done = seen.lines.end;
        Ok(Some(seen))
    }

    /// Lines up to `end`, which nobody looks at.
    fn pass_over(&mut self, end: usize) -> Result<(), OperationError> {
        while self.done < end {
            if self.next(truth::TILE_SIDE.min(end - self.done))?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<PathBuf, OperationError> {
        Ok(self.writer.finish()?)
    }
}

/// The columns of a part from whole lines of radiance.
fn copy_part(block: &RadianceBlock, part: Part, columns: usize, strips: &mut [Vec<f32>]) {
    let [_, first] = part.first;
    let [_, width] = part.size;
    for (strip, radiance) in strips.iter_mut().zip(&block.radiance) {
        for (out, line) in strip.chunks_exact_mut(width).zip(radiance.chunks_exact(columns)) {
            out.copy_from_slice(&line[first..first + width]);
        }
    }
}

/// The folder of a truth; it goes again when its product is not made.
struct TruthFolder {
    path: PathBuf,
    is_kept: bool,
}

impl TruthFolder {
    fn make(path: &Path) -> Result<Self, OperationError> {
        truth::refuse_occupied(path)?;
        let failed = |source| OperationError::Io { path: path.to_path_buf(), doing: "made", source };
        std::fs::create_dir_all(path).map_err(failed)?;
        Ok(Self { path: path.to_path_buf(), is_kept: false })
    }

    fn write(&self, name: &str, content: &Value) -> Result<(), OperationError> {
        let text = truth::text(content);
        Ok(write_atomically(&self.path.join(name), |file| file.write_all(text.as_bytes()))?)
    }

    fn keep(mut self) -> PathBuf {
        self.is_kept = true;
        self.path.clone()
    }
}

impl Drop for TruthFolder {
    fn drop(&mut self) {
        if !self.is_kept {
            // What cannot be removed stays without a product beside it: nothing takes it for one's truth.
            let _left = std::fs::remove_dir_all(&self.path);
        }
    }
}
