//! A natural scene from disk to disk, by the program itself: `viq simulate natural`, then `viq level1`, against the truth beside the raw product.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use viq::level1::uncertainty::UncertaintyModel;
use viq::product_files::parameter_set_folder::{SetWriting, write_parameter_set};
use viq::product_files::venus_system::{SystemMask, SystemProductReader};
use viq::supervision::Supervision;

use super::figures::judge;
use super::moments::BandErrors;
use super::twin::nominal;

const LINES: usize = 400;

/// Runs the program in a workspace of its own; gives the last line that it prints.
fn viq(workspace: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_viq"));
    command.env("VIQ_WORKSPACE", workspace).env("HOME", workspace).env_remove("VIQ_CATALOG").env_remove("DISPLAY");
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().last().unwrap().to_owned()
}

/// 5200 × 400 pixels of every band, fields, water, clouds and all, seen through every step of the simulator, and corrected by every step of the
/// chain. The bounds lie many standard errors from what is expected: no chance fails this test.
#[test]
fn radiances_of_a_natural_scene_come_back_with_the_noise_that_is_stated_and_without_bias() {
    let folder = tempfile::tempdir().unwrap();
    let text = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (set_folder, simulated, corrected) = (text("set"), text("simulated"), text("corrected"));
    let set = nominal(8, [17, 9]);
    let writing = SetWriting { created: None, replace: false, carried: &[] };
    write_parameter_set(Path::new(&set_folder), &set, &writing, &Supervision::unattended()).unwrap();
    let lines = LINES.to_string();
    viq(
        folder.path(),
        &["simulate", "natural", "--set", &set_folder, "--lines", &lines, "--seed", "23", "--out", &simulated],
    );
    let truth: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{simulated}/truth/truth.json")).unwrap()).unwrap();
    let light: Vec<String> = truth["bands"].as_array().unwrap().iter().map(light).collect();
    let raw = format!("{simulated}/product");
    let mut arguments = vec!["level1", &raw, "--set", &set_folder, "--out", &corrected];
    arguments.extend(light.iter().flat_map(|light| ["--polarisation", light.as_str()]));
    let header = viq(folder.path(), &arguments);
    let product = SystemProductReader::open(Path::new(&header)).unwrap();
    let uncertainty = std::fs::read_to_string(product.uncertainty_file().unwrap()).unwrap();
    let uncertainty: UncertaintyModel = serde_json::from_str(&uncertainty).unwrap();
    let radiance = gdal::Dataset::open(format!("{simulated}/truth/radiance.tif")).unwrap();
    let columns = product.product().columns();
    let mut spoilt = vec![0_u16; LINES * columns];
    for mask in [SystemMask::Saturated, SystemMask::Defective] {
        let mut bits = vec![0; LINES * columns];
        product.read_mask(mask, 0..LINES, &mut bits).unwrap();
        spoilt.iter_mut().zip(bits).for_each(|(spoilt, bits)| *spoilt |= bits);
    }
    let mut rows = Vec::new();
    for (band, described) in truth["bands"].as_array().unwrap().iter().enumerate() {
        let name = described["band"].as_str().unwrap();
        let gain = described["gain_counts_per_w_m2_sr_um"].as_f64().unwrap();
        let functions = uncertainty.band(name).unwrap();
        let size = (columns, LINES);
        let of_truth = radiance.rasterband(band + 1).unwrap().read_as::<f32>((0, 0), size, size, None).unwrap();
        let mut values = vec![0.0; LINES * columns];
        product.read_values(band, 0..LINES, &mut values).unwrap();
        let mut errors = BandErrors::default();
        // the first line has none before it whose remanence could be taken out
        for pixel in columns..LINES * columns {
            let (value, truth) = (f64::from(values[pixel]), f64::from(of_truth.data()[pixel]));
            if !value.is_finite() || spoilt[pixel] >> band & 1 == 1 {
                continue;
            }
            let sigma = functions.evaluate(truth, pixel / columns, pixel % columns).unwrap().random;
            errors.add(value, truth, gain, sigma);
        }
        rows.extend(errors.rows(name));
    }
    assert!(rows.len() > 2 * 12 + 8, "most bands have bright pixels");
    judge(&rows);
}

/// A band's polarisation, as the command line takes it.
fn light(band: &Value) -> String {
    let figure = |name: &str| band[name].as_f64().unwrap();
    format!("{}={}@{}", band["band"].as_str().unwrap(), figure("polarisation_degree"), figure("polarisation_angle_deg"))
}
