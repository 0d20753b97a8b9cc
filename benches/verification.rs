//! How long `viq verify` takes on a full-size product, and how much memory: 15 channels of 7395 × 8437 pixels.
//!
//! The product is the synthetic one of `viq demo`, repeated over the full size. Printed: wall time of the whole process (measuring, judging,
//! recording, reporting), its peak resident memory, and the same as a share of the limits (60 s on two cores, 2 GB). For the machine's own
//! speed, the time that copying the image's bytes in memory takes is printed beside them.
//!
//! `VIQ_BENCH_FOLDER` says where the 1.9 GB product goes (default: a temporary folder).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench fails by panicking and prints its figures")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use viq::product_files::venus_l1::write_header;
use viq::product_files::{
    Compression, GeoTiffDescription, ProductError, describe, footprint_of, write_atomically, write_geotiff,
};
use viq::simulation::{SyntheticAcquisition, synthesise};
use viq::supervision::Supervision;

const LINES: usize = 7395;
const COLUMNS: usize = 8437;
const EPSG: u32 = 32_631;

fn main() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("VIQ_BENCH_FOLDER").map_or_else(|| temporary.path().to_path_buf(), PathBuf::from);
    let header = full_size_product(&folder);
    let bytes = LINES * COLUMNS * 15 * 2;
    println!("product: {LINES} × {COLUMNS} × 15, {:.2} GB, {}", bytes as f64 / 1e9, header.display());
    println!("copying as many bytes in memory: {:.2} s", copy_time(bytes).as_secs_f64());
    for run in 1..=3 {
        let (wall, peak_bytes) = verify(&header, &folder);
        let seconds = wall.as_secs_f64();
        let gigabytes = peak_bytes as f64 / 1e9;
        println!(
            "run {run}: {seconds:.1} s ({:.0} % of 60 s), peak {gigabytes:.2} GB ({:.0} % of 2 GB)",
            100.0 * seconds / 60.0,
            50.0 * gigabytes
        );
    }
}

/// Runs the program on the product; its wall time and peak resident memory.
fn verify(header: &Path, folder: &Path) -> (Duration, u64) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_viq"))
        .args(["verify", "--quiet", "--workspace"])
        .arg(folder.join("workspace"))
        .arg(header)
        .arg("--report")
        .arg(folder.join("report"))
        .spawn()
        .unwrap();
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak_kilobytes = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let text = std::fs::read_to_string(&status_file).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        let kilobytes = peak.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0);
        peak_kilobytes = peak_kilobytes.max(kilobytes);
        std::thread::sleep(Duration::from_millis(20));
    };
    // A synthetic product may fail a requirement (1); anything else is no measurement.
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    (started.elapsed(), 1024 * peak_kilobytes)
}

fn copy_time(bytes: usize) -> Duration {
    let from = vec![1_u8; bytes / 8];
    let mut to = vec![0_u8; bytes / 8];
    let started = Instant::now();
    for _ in 0..8 {
        to.copy_from_slice(std::hint::black_box(&from));
        std::hint::black_box(&mut to);
    }
    started.elapsed()
}

fn full_size_product(folder: &Path) -> PathBuf {
    let demo = folder.join("demo");
    let made =
        Command::new(env!("CARGO_BIN_EXE_viq")).args(["demo", "--quiet", "--side", "256"]).arg(&demo).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut product = describe(Path::new(String::from_utf8(made.stdout).unwrap().trim()), None).unwrap();
    let place = product.georeference.as_mut().unwrap();
    place.footprint = footprint_of(EPSG, place.geotransform, LINES, COLUMNS);
    (product.lines, product.columns) = (LINES, COLUMNS);

    let name = product.identifier.clone();
    let inner = folder.join(format!("{name}.DBL.DIR"));
    std::fs::create_dir_all(&inner).unwrap();
    let image = inner.join(format!("{}.DBL.TIF", name.replace("_VSC_L1", "_VSC_PDTIMG_L1")));
    write_image(&image, &synthesise(1024, 1, &Supervision::unattended()).unwrap(), &product);
    let header = folder.join(format!("{name}.HDR"));
    write_atomically(&header, |file| file.write_all(write_header(&product).as_bytes())).unwrap();
    header
}

/// The scene has no borders, so that repeating it leaves no seam.
fn write_image(path: &Path, acquisition: &SyntheticAcquisition, product: &viq::product_files::Product) {
    let place = product.georeference.as_ref().unwrap();
    let description = GeoTiffDescription {
        lines: LINES,
        columns: COLUMNS,
        band_names: (1..=12)
            .map(|band| format!("B{band:02}"))
            .chain(["SAT", "PIX", "CLD"].map(str::to_owned))
            .collect(),
        crs: Some(place.crs.clone()),
        geotransform: Some(place.geotransform),
        no_data: Some(0.0),
        tile_side: 512,
        compression: Compression::None,
        metadata: Vec::new(),
    };
    let channels: Vec<&Vec<u16>> = acquisition.bands.iter().chain(&acquisition.masks).collect();
    let side = acquisition.side;
    write_geotiff(path, &description, &Supervision::unattended(), |lines, strips| {
        for (strip, channel) in strips.iter_mut().zip(&channels) {
            for (line, out) in lines.clone().zip(strip.chunks_exact_mut(COLUMNS)) {
                let source = &channel[line % side * side..(line % side + 1) * side];
                for part in out.chunks_mut(side) {
                    part.copy_from_slice(&source[..part.len()]);
                }
            }
        }
        Ok::<(), ProductError>(())
    })
    .unwrap();
}
