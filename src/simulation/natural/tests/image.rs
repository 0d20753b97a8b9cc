//! What the images show: twin bands, transfer at an edge, aliasing, colours.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::*;
use crate::simulation::optics::FINE;
use crate::simulation::scene::LatticeWindow;

/// Shift (lines, columns) by which a feature of `a` stands further in `b`, both of `columns` columns: least squares on the gradient, again and again.
fn shift_between(a: &[f32], b: &[f32], columns: usize) -> [f64; 2] {
    let lines = a.len() / columns;
    // Each has its own haze and contrast.
    let (a, b) = (&standardised(a)[..], &standardised(b)[..]);
    let mut shift = [0.0_f64; 2];
    for _ in 0..20 {
        let (mut normal, mut right) = ([[0.0; 2]; 2], [0.0; 2]);
        for line in 8..lines - 8 {
            for column in 8..columns - 8 {
                let at = |image: &[f32], l: usize, c: usize| f64::from(image[l * columns + c]);
                let gradient = [
                    0.5 * (at(a, line + 1, column) - at(a, line - 1, column)),
                    0.5 * (at(a, line, column + 1) - at(a, line, column - 1)),
                ];
                let (l, c) = (line as f64 + shift[0], column as f64 + shift[1]);
                let (row, place) = (l.floor() as usize, c.floor() as usize);
                let (wl, wc) = (cubic(l - l.floor()), cubic(c - c.floor()));
                let mut value = 0.0;
                for (i, wl) in wl.into_iter().enumerate() {
                    for (j, wc) in wc.into_iter().enumerate() {
                        value += wl * wc * at(b, row + i - 1, place + j - 1);
                    }
                }
                let off = at(a, line, column) - value;
                for i in 0..2 {
                    right[i] += gradient[i] * off;
                    for j in 0..2 {
                        normal[i][j] += gradient[i] * gradient[j];
                    }
                }
            }
        }
        let determinant = normal[0][0] * normal[1][1] - normal[0][1] * normal[1][0];
        let step = [
            (normal[1][1] * right[0] - normal[0][1] * right[1]) / determinant,
            (normal[0][0] * right[1] - normal[1][0] * right[0]) / determinant,
        ];
        shift = [0, 1].map(|axis| (shift[axis] + step[axis]).clamp(-3.0, 3.0));
    }
    shift
}

fn standardised(image: &[f32]) -> Vec<f32> {
    let n = image.len() as f64;
    let mean = image.iter().map(|value| f64::from(*value)).sum::<f64>() / n;
    let sigma = (image.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>() / n).sqrt();
    image.iter().map(|value| ((f64::from(*value) - mean) / sigma) as f32).collect()
}

/// Keys' cubic convolution.
fn cubic(u: f64) -> [f64; 4] {
    let near = |d: f64| (1.5 * d - 2.5) * d * d + 1.0;
    let far = |d: f64| ((-0.5 * d + 2.5) * d - 4.0) * d + 2.0;
    [far(1.0 + u), near(u), near(1.0 - u), far(2.0 - u)]
}

/// A part of a band's image.
fn part(scene: &NaturalScene, band: usize, first: i64, lines: i64, columns: Range<usize>) -> Vec<f32> {
    let whole = image(scene, band, first..first + lines);
    whole.chunks_exact(scene.columns()).flat_map(|row| row[columns.clone()].to_vec()).collect()
}

#[test]
fn twin_bands_show_a_height_displaced_as_the_base_to_height_ratio_says() {
    let instrument = venus();
    let [fifth, sixth] = ["B05", "B06"].map(|name| place_of_band(&instrument, name));
    let seen = |height_m: f64| {
        let mut settings = NaturalSettings::default();
        // A plain at some height; texture down to the cells and no borders.
        (settings.scene.relief.mean_m, settings.scene.relief.rms_m) = (height_m, 0.0);
        (settings.scene.fields.share, settings.scene.settlements.share) = (0.0, 0.0);
        settings.flight.pointing = PointingSettings::perfect();
        // Long enough for the second of the twins to see what the first saw.
        let scene = scene_of(&instrument, &settings, 4000, 21);
        let at = |line: f64, column: f64| scene.place_on_ground(fifth, line, column).ok();
        let registration = scene.flight().registration(fifth, [100, 2600], at).unwrap();
        let node = registration.node(100.0, 2600.0).unwrap();
        let [line, column] = node.seen_at[sixth].unwrap();
        let expected = [line - 100.0, column - 2600.0];
        let whole = expected.map(f64::round);
        let from = part(&scene, fifth, 60, 80, 2500..2700);
        let columns = (2500 + whole[1] as i64) as usize..(2700 + whole[1] as i64) as usize;
        let to = part(&scene, sixth, 60 + whole[0] as i64, 80, columns);
        let rest = shift_between(&from, &to, 200);
        let found = [whole[0] + rest[0], whole[1] + rest[1]];
        println!("{height_m} m: seen {found:.3?}, by the models {expected:.3?}");
        // Half of it is aliased detail and the other colour of the haze.
        assert!((found[0] - expected[0]).hypot(found[1] - expected[1]) < 0.03, "{found:?} {expected:?}");
        found
    };
    let (low, high) = (seen(10.0), seen(1010.0));
    let parallax = (high[0] - low[0]).hypot(high[1] - low[1]);
    let base_mm = instrument.focal_plane.forward_mm("B05").unwrap() - instrument.focal_plane.forward_mm("B06").unwrap();
    let ratio = parallax * 5.349 / 1000.0;
    println!("parallax {parallax:.3} px a kilometre, B/H {ratio:.4}; the arrays stand {base_mm:.2} mm apart");
    // Seen from 720 km the distance of the arrays over the focal length, and H/R more for the Earth's curvature. Two shifts of 0.03 px in 5.2 px are 1 %.
    let expected = base_mm * 1e-3 / 1.75 * (1.0 + 720.0 / 6371.0);
    assert!((ratio / expected - 1.0).abs() < 0.02, "{ratio} {expected}");
}

#[test]
fn an_edge_has_the_transfer_of_the_product_at_nyquist() {
    // A step made of bilinear cells as the ground is, seen through the kernel of a band.
    let instrument = venus();
    for (centre, stages, mismatch) in [(492.0, 8, 0.0), (782.0, 32, 0.004)] {
        let transfer = BandTransfer::new(&instrument, centre, TdiStages(stages), [1.0 + mismatch, 0.0]);
        let kernel = PointSpread::new(&transfer);
        for along in [false, true] {
            let found = edge_transfer(&kernel, along);
            let ramp = (std::f64::consts::PI * 0.5 / 3.0).sin() / (std::f64::consts::PI * 0.5 / 3.0);
            let expected = ramp * if along { transfer.at(0.5, 0.0) } else { transfer.at(0.0, 0.5) };
            println!("{centre} nm, along {along}: {found:.4}, product {expected:.4}");
            assert!((found - expected).abs() < 0.004, "{found} instead of {expected}");
        }
    }
}

/// Transfer at half a cycle a pixel from the images of an edge at many sub-pixel positions.
fn edge_transfer(kernel: &PointSpread, along: bool) -> f64 {
    const STEPS: i64 = 24;
    let half = PointSpread::half() as i64;
    // Distance of a pixel from the edge, in pixels, at steps of 1/STEPS; the edge is a ramp a fine sample wide.
    let spread = |distance: f64| {
        let mut sum = 0.0;
        for i in -half..=half {
            for (j, tap) in (-half..=half).zip(kernel.line((i + half) as usize)) {
                let away = distance * FINE as f64 + if along { i } else { j } as f64;
                sum += f64::from(*tap) * (away + 0.5).clamp(0.0, 1.0);
            }
        }
        sum
    };
    let (mut re, mut im, mut whole) = (0.0, 0.0, 0.0);
    let mut before = spread(-6.0);
    for step in 1..=12 * STEPS {
        let distance = step as f64 / STEPS as f64 - 6.0;
        let now = spread(distance);
        let phase = std::f64::consts::PI * (distance - 0.5 / STEPS as f64);
        re += (now - before) * phase.cos();
        im += (now - before) * phase.sin();
        whole += now - before;
        before = now;
    }
    f64::hypot(re, im) / whole
}

#[test]
fn detail_beyond_half_a_cycle_a_pixel_is_aliased_as_the_transfer_says() {
    let instrument = venus();
    let mut settings = one_stage(&instrument, NaturalSettings::default());
    (settings.scene.relief.mean_m, settings.scene.relief.rms_m) = (100.0, 0.0);
    (settings.scene.fields.share, settings.scene.settlements.share) = (0.0, 0.0);
    settings.flight.pointing = PointingSettings::perfect();
    let members = EndMembers::built_in().unwrap();
    let band = place_of_band(&instrument, "B08");
    // The same camera, and one of which one band's detectors look half a detector further.
    let views = [0.0, 0.5].map(|shift| {
        let viewing: Vec<Vec<[f64; 2]>> = instrument
            .bands
            .iter()
            .map(|own| {
                let shift = if own.name == "B08" { shift } else { 0.0 };
                let direction = |column: usize| {
                    instrument.focal_plane.direction(&own.name, column as f64 + shift, &instrument.camera).unwrap()
                };
                (0..5200).map(direction).collect()
            })
            .collect();
        let calibrated = CalibratedBands { viewing: Some(viewing), spectra: None };
        let scene = NaturalScene::new(&instrument, &members, &settings, 200, &calibrated, &table(), 31).unwrap();
        (image(&scene, band, 0..128), scene.bands[band].spread.clone(), *scene.ground.frame())
    });
    assert_eq!(views[0].2, views[1].2, "the same ground");
    let columns = 4096;
    let fft = FftPlanner::<f64>::new().plan_fft_forward(columns);
    let spectrum = |row: &[f32]| {
        let mean = row.iter().map(|value| f64::from(*value)).sum::<f64>() / row.len() as f64;
        let mut samples: Vec<Complex<f64>> = row
            .iter()
            .enumerate()
            .map(|(place, value)| {
                let window = 0.5 - 0.5 * (std::f64::consts::TAU * place as f64 / columns as f64).cos();
                Complex::new(window * (f64::from(*value) - mean), 0.0)
            })
            .collect();
        fft.process(&mut samples);
        samples
    };
    let (mut rest, mut total) = ([0.0; 2], [0.0; 2]);
    for line in 0..128 {
        let [a, b] = [0, 1].map(|view| spectrum(&views[view].0[line * 5200 + 500..][..columns]));
        for (range, (low, high)) in [(0.02, 0.08), (0.4, 0.48)].into_iter().enumerate() {
            for place in (low * columns as f64) as usize..(high * columns as f64) as usize {
                let phase = std::f64::consts::PI * place as f64 / columns as f64;
                let predicted = a[place] * Complex::new(phase.cos(), phase.sin());
                rest[range] += (b[place] - predicted).norm_sqr();
                total[range] += b[place].norm_sqr();
            }
        }
    }
    let [low, high] = [0, 1].map(|range| rest[range] / total[range] / 4.0);
    println!("aliased share of the power: {low:.5} at 0.05 cycles a pixel, {high:.3} at 0.44");
    // Of a spectrum f^−1.6 along a line, seen through the kernel and the bilinear cells: the share that comes from 1 − f. The lattice's octaves make the spectrum
    // rise and fall by some tenths around that law.
    let kernel = &views[0].1;
    let power = |f: f64| kernel.transfer(0.0, f).powi(2) * f.powf(-1.6) * bilinear(f).powi(2);
    let expected = power(0.56) / (power(0.44) + power(0.56));
    println!("expected {expected:.3}");
    assert!(low < 1e-3 && (high / expected - 1.0).abs() < 0.2, "{low} {high} {expected}");
}

/// Transfer of a bilinear surface of cells a third of a pixel wide.
fn bilinear(f: f64) -> f64 {
    let x = std::f64::consts::PI * f / FINE as f64;
    (x.sin() / x).powi(2)
}

#[test]
fn bands_are_correlated_as_bands_of_land_are() {
    let instrument = venus();
    let scene = scene_of(&instrument, &NaturalSettings::default(), 100, 17);
    let window = LatticeWindow { line: -1500, column: -1500, lines: 3000, columns: 3000 };
    let image = |name: &str| {
        let mut reflectances = vec![0.0; window.nodes()];
        scene.ground().reflectance(window, scene.bands[place_of_band(&instrument, name)].members, &mut reflectances);
        reflectances
    };
    let correlation = |a: &[f32], b: &[f32]| {
        let n = a.len() as f64;
        let mean = |values: &[f32]| values.iter().map(|value| f64::from(*value)).sum::<f64>() / n;
        let (ma, mb) = (mean(a), mean(b));
        let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
        for (a, b) in a.iter().zip(b) {
            let (a, b) = (f64::from(*a) - ma, f64::from(*b) - mb);
            (ab, aa, bb) = (ab + a * b, aa + a * a, bb + b * b);
        }
        ab / f64::sqrt(aa * bb)
    };
    let [blue, green, fifth, sixth, red, edge, infrared, far] =
        ["B03", "B04", "B05", "B06", "B07", "B08", "B11", "B12"].map(image);
    let found = [
        ("twins B05, B06", correlation(&fifth, &sixth), 0.999, 1.0),
        ("blue, green", correlation(&blue, &green), 0.8, 1.0),
        ("green, red", correlation(&green, &red), 0.8, 1.0),
        ("red, red edge", correlation(&red, &edge), 0.7, 1.0),
        ("infrared B11, B12", correlation(&infrared, &far), 0.97, 1.0),
        ("red, infrared", correlation(&red, &infrared), -0.8, 0.6),
    ];
    for (name, correlation, least, most) in found {
        println!("{name}: {correlation:.3} ({least} to {most})");
        assert!((least..=most + 1e-9).contains(&correlation), "{name}: {correlation}");
    }
}

#[test]
fn the_blue_is_hazy_and_polarised_and_radiances_are_of_the_order_of_real_ones() {
    let instrument = venus();
    let scene = scene_of(&instrument, &NaturalSettings::default(), 64, 2);
    let degrees: Vec<f64> = (0..12).map(|band| scene.polarisation(band).degree).collect();
    println!("degrees of polarisation {degrees:.3?}");
    assert!(degrees[0] > 3.0 * degrees[10] && degrees.iter().all(|degree| (0.0..0.5).contains(degree)));
    // Vegetation and soil of ISRAEL03 with the Sun at 52.5°: 55 to 63 in the blue, 33 to 66 in the red to infrared (W·m⁻²·sr⁻¹·µm⁻¹); a higher Sun gives more.
    for band in 0..12 {
        let radiance = image(&scene, band, 0..32);
        let mean = radiance.iter().map(|value| f64::from(*value)).sum::<f64>() / radiance.len() as f64;
        println!("{}: mean {mean:.1}", scene.bands[band].name);
        assert!((30.0..160.0).contains(&mean), "{mean}");
    }
}
