//! What one cell of the raster tells about the noise: a few numbers a site and band.

use nalgebra::DMatrix;

use super::alignment::{align, positions};
use super::spectra::{Plane, SITE_SIDE, Spectrum, WINDOW_SIDE, WindowTransform};
use crate::estimation::factor_model;
use crate::imagery::{RasterSize, Tile, Window};
use crate::supervision::{Cancelled, Supervision};

/// Sites that a whole raster gets, about: enough for 0.5 % on a band's noise.
const SITES_WANTED: usize = 3000;
/// Sites whose bands are aligned together.
const SITES_TOGETHER: usize = 36;
/// Least share of valid samples in a site.
pub(super) const LEAST_VALID: f64 = 0.95;
/// Relative rounding of a sample (single precision) with a margin.
const ROUNDING_OF_NUMBERS: f64 = 1e-6;
/// Share of its own below which a band is a copy of another one.
const COPY: f64 = 1e-6;
/// With more bands than this a site is too small to tell what they have in common; then only calm sites help.
const MOST_BANDS: usize = 48;
/// Real degrees of freedom of a covariance read from one site: 54 complex frequencies in four tapered windows that overlap, calibrated on white noise.
pub(super) const FREEDOM_OF_A_SITE: f64 = 126.5;

/// One band in one site. Variances and densities in squared codes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandSite {
    /// Mean of the valid samples.
    pub mean: f32,
    /// Power density at the lowest frequencies, plane removed: scene and noise.
    pub scene_density: f32,
    /// Power density where the noise is read: noise and what is left of the scene.
    pub density: f32,
    /// The same without what the bands have in common.
    pub unique_density: f32,
    /// Of the band without what the bands share: density where it is read, variance, covariance with the next line, with the next column.
    pub shape: [f32; 4],
    /// Whether all samples are whole numbers.
    pub whole_numbers: bool,
}

/// One site; none for a band that has too few valid samples there.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// One entry a band of the raster.
    pub bands: Vec<Option<BandSite>>,
}

/// What one cell gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoiseSample {
    /// Sites in line order.
    pub sites: Vec<Site>,
    /// Sites looked at, usable or not.
    pub sites_tried: u64,
}

/// Samples cells of a raster; shared by threads.
pub struct NoiseSampler {
    transform: WindowTransform,
    stride: usize,
}

impl NoiseSampler {
    /// For a raster of this size: small rasters are covered with overlapping sites, large ones on a sparser grid.
    pub fn new(size: RasterSize) -> Self {
        let stride = ((size.lines * size.columns / SITES_WANTED) as f64).sqrt() as usize;
        Self { transform: WindowTransform::new(), stride: stride.max(SITE_SIDE / 2) }
    }

    /// Distance between sites in pixels.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Samples one cell: `tiles` holds every band of `cell`. A cell with a side under 48 pixels gives nothing.
    ///
    /// # Errors
    /// [`Cancelled`] once cancellation was asked for.
    pub fn sample(&self, cell: Window, tiles: &[Tile], supervision: &Supervision) -> Result<NoiseSample, Cancelled> {
        let mut corners = Vec::new();
        for line in places(cell.lines, self.stride) {
            for column in places(cell.columns, self.stride) {
                corners.push([line, column]);
            }
        }
        let sites_tried = corners.len() as u64;
        let mut sites = Vec::with_capacity(corners.len());
        for together in corners.chunks(SITES_TOGETHER) {
            supervision.check()?;
            self.sample_together(cell, tiles, together, &mut sites);
        }
        sites.retain(|site| site.bands.iter().any(Option::is_some));
        Ok(NoiseSample { sites, sites_tried })
    }

    fn sample_together(&self, cell: Window, tiles: &[Tile], corners: &[[usize; 2]], sites: &mut Vec<Site>) {
        let bands = tiles.len();
        // Per site: four windows, each with the spectrum of every usable band.
        let mut windows: Vec<Vec<Option<Spectrum>>> = Vec::with_capacity(4 * corners.len());
        let mut firsts: Vec<Vec<Option<(f32, bool)>>> = Vec::with_capacity(corners.len());
        for &corner in corners {
            let facts: Vec<_> = tiles.iter().map(|tile| facts_of_site(cell, tile, corner)).collect();
            let shift = SITE_SIDE - WINDOW_SIDE;
            for [line, column] in [[0, 0], [0, shift], [shift, 0], [shift, shift]] {
                let planes: Vec<Option<Plane>> = (0..bands)
                    .map(|band| {
                        facts[band]?;
                        let (samples, valid) = cut(cell, &tiles[band], [corner[0] + line, corner[1] + column]);
                        self.transform.plane_removed(&samples, &valid)
                    })
                    .collect();
                windows.push(self.spectra_of(&planes));
            }
            firsts.push(facts);
        }
        let places = positions(&self.transform, &windows, bands);
        for (band, place) in places.into_iter().enumerate().filter(|(_, place)| place[0].hypot(place[1]) > 0.0) {
            align(&self.transform, windows.iter_mut().filter_map(|window| window[band].as_mut()), place);
        }
        for (facts, windows) in firsts.iter().zip(windows.chunks(4)) {
            sites.push(self.conclude_site(facts, windows));
        }
    }

    /// Two bands share one transform.
    fn spectra_of(&self, planes: &[Option<Plane>]) -> Vec<Option<Spectrum>> {
        let mut spectra: Vec<Option<Spectrum>> = vec![None; planes.len()];
        let usable: Vec<usize> = (0..planes.len()).filter(|&band| planes[band].is_some()).collect();
        for pair in usable.chunks(2) {
            let Some(first) = planes[pair[0]].as_ref() else { continue };
            let second = pair.get(1).and_then(|&band| planes[band].as_ref());
            let (one, two) = self.transform.spectra(first, second);
            spectra[pair[0]] = Some(one);
            if let (Some(&band), Some(two)) = (pair.get(1), two) {
                spectra[band] = Some(two);
            }
        }
        spectra
    }

    fn conclude_site(&self, facts: &[Option<(f32, bool)>], windows: &[Vec<Option<Spectrum>>]) -> Site {
        let transform = &self.transform;
        let present: Vec<usize> =
            (0..facts.len()).filter(|&band| windows.iter().all(|window| window[band].is_some())).collect();
        let spectrum = |window: usize, band: usize| windows[window][band].as_deref().unwrap_or(&[]);
        let covariance = self.covariance(&present, windows);
        // A band without any variation beyond the rounding of its numbers says nothing and would make the matrix singular.
        let rounding = |row: usize| {
            facts[present[row]].map_or(f64::INFINITY, |(mean, _)| (ROUNDING_OF_NUMBERS * f64::from(mean)).powi(2))
        };
        // A copy of another band has nothing of its own and would do the same.
        let mut varying: Vec<usize> = Vec::with_capacity(present.len());
        let mut copies = vec![false; present.len()];
        for row in 0..present.len() {
            if covariance[(row, row)] <= rounding(row).max(f64::from(f32::MIN_POSITIVE)) {
                continue;
            }
            let same = |&kept: &usize| {
                covariance[(row, kept)].powi(2) > (1.0 - COPY) * covariance[(row, row)] * covariance[(kept, kept)]
            };
            if varying.iter().any(same) {
                copies[row] = true;
            } else {
                varying.push(row);
            }
        }
        let reduced = DMatrix::from_fn(varying.len(), varying.len(), |i, j| covariance[(varying[i], varying[j])]);
        let model = if varying.len() <= MOST_BANDS { factor_model(&reduced, FREEDOM_OF_A_SITE) } else { None };
        let common = model.as_ref().and_then(crate::estimation::FactorModel::common_part_from_observations);
        let mut bands = vec![None; facts.len()];
        for (row, &band) in present.iter().enumerate() {
            let Some((mean, whole_numbers)) = facts[band] else { continue };
            let (mut scene, mut scene_weight) = (0.0_f64, 0.0);
            for window in 0..windows.len() {
                for (value, bin) in spectrum(window, band).iter().zip(&transform.bins).filter(|(_, bin)| bin.scene) {
                    scene += bin.weight * f64::from(value.norm_sqr());
                    scene_weight += bin.weight;
                }
            }
            let place = varying.iter().position(|&varying| varying == row);
            let density = if place.is_some() || copies[row] { covariance[(row, row)] } else { 0.0 };
            let unique_density = match (place, &model) {
                (Some(place), Some(model)) => model.unique_variances[place],
                (Some(_), None) if varying.len() > MOST_BANDS => density,
                (Some(_), None) | (None, _) => 0.0,
            };
            let predictor = match (&common, place) {
                (Some(common), Some(place)) => {
                    varying.iter().enumerate().map(|(j, &row)| (present[row], common[(place, j)])).collect()
                }
                _ => Vec::new(),
            };
            bands[band] = Some(BandSite {
                mean,
                scene_density: (scene / scene_weight) as f32,
                density: density as f32,
                unique_density: unique_density as f32,
                shape: self.shape(windows, band, &predictor),
                whole_numbers,
            });
        }
        Site { bands }
    }

    /// Covariance of the bands where the density is read.
    fn covariance(&self, present: &[usize], windows: &[Vec<Option<Spectrum>>]) -> DMatrix<f64> {
        let count = (windows.len() * self.transform.read.len()) as f64;
        let gathered: Vec<Vec<f32>> = present
            .iter()
            .map(|&band| {
                let values = windows.iter().filter_map(|window| window[band].as_ref());
                values.flat_map(|s| self.transform.read.iter().flat_map(|&bin| [s[bin].re, s[bin].im])).collect()
            })
            .collect();
        let mut covariance = DMatrix::zeros(present.len(), present.len());
        for i in 0..present.len() {
            for j in 0..=i {
                let sum: f64 = gathered[i].iter().zip(&gathered[j]).map(|(a, b)| f64::from(a * b)).sum();
                covariance[(i, j)] = sum / count;
                covariance[(j, i)] = sum / count;
            }
        }
        covariance
    }

    /// Density where it is read, variance and covariances at lag one of a band after `predictor` (band, weight) has taken the common part.
    fn shape(&self, windows: &[Vec<Option<Spectrum>>], band: usize, predictor: &[(usize, f64)]) -> [f32; 4] {
        let transform = &self.transform;
        let (mut read, mut sums, mut replaced) = (0.0_f64, [0.0_f64; 3], [0.0_f64; 3]);
        let mut residual: Vec<rustfft::num_complex::Complex32> = Vec::new();
        for window in windows {
            let Some(own) = &window[band] else { continue };
            residual.clone_from(own);
            for &(other, weight) in predictor {
                let Some(values) = &window[other] else { continue };
                let weight = weight as f32;
                for (value, theirs) in residual.iter_mut().zip(values) {
                    *value -= *theirs * weight;
                }
            }
            for (value, bin) in residual.iter().zip(&transform.bins) {
                let power = bin.weight * f64::from(value.norm_sqr());
                if bin.read {
                    read += power;
                }
                let turn = bin.turn;
                let (into, power) = if bin.shapes() { (&mut sums, power) } else { (&mut replaced, bin.weight) };
                into[0] += power;
                into[1] += power * turn[0];
                into[2] += power * turn[1];
            }
        }
        let count = windows.len() as f64;
        let read_weight: f64 = transform.read.iter().map(|&bin| transform.bins[bin].weight).sum();
        let density = read / (read_weight * count);
        let pixels = (WINDOW_SIDE * WINDOW_SIDE) as f64;
        // The mean, which is no bin, has the density too.
        let at = |lag: usize| (sums[lag] / count + density * (replaced[lag] / count + 1.0)) / pixels;
        let lag_one = transform.taper_at_lag_one;
        [density as f32, at(0) as f32, (at(1) / lag_one) as f32, (at(2) / lag_one) as f32]
    }
}

/// First pixels of the sites along one axis of a cell: spread evenly at about `stride`, all inside.
fn places(extent: usize, stride: usize) -> Vec<usize> {
    if extent < SITE_SIDE {
        return Vec::new();
    }
    let room = extent - SITE_SIDE;
    let steps = room.div_ceil(stride).max(usize::from(room > 0));
    // Where the stride is wider than a site, a cell holds as many as its share and the room is split around them.
    if stride > SITE_SIDE {
        let count = (extent / stride).max(1);
        return (0..count).map(|index| room * (2 * index + 1) / (2 * count)).collect();
    }
    if steps == 0 { vec![0] } else { (0..=steps).map(|index| room * index / steps).collect() }
}

/// Mean of the valid samples and whether all are whole numbers; none where too few are valid.
fn facts_of_site(cell: Window, tile: &Tile, corner: [usize; 2]) -> Option<(f32, bool)> {
    let (mut n, mut sum, mut whole) = (0_usize, 0.0_f64, true);
    for line in corner[0]..corner[0] + SITE_SIDE {
        let from = line * cell.columns + corner[1];
        let values = tile.values.get(from..from + SITE_SIDE)?;
        let reasons = tile.reasons.get(from..from + SITE_SIDE)?;
        for (value, reasons) in values.iter().zip(reasons) {
            if reasons.is_valid() && value.is_finite() {
                n += 1;
                sum += f64::from(*value);
                whole &= value.fract() == 0.0;
            }
        }
    }
    (n as f64 >= LEAST_VALID * (SITE_SIDE * SITE_SIDE) as f64).then(|| ((sum / n as f64) as f32, whole))
}

/// Samples of one window with their validity.
fn cut(cell: Window, tile: &Tile, corner: [usize; 2]) -> (Vec<f32>, Vec<bool>) {
    let mut samples = Vec::with_capacity(WINDOW_SIDE * WINDOW_SIDE);
    let mut valid = Vec::with_capacity(WINDOW_SIDE * WINDOW_SIDE);
    for line in corner[0]..corner[0] + WINDOW_SIDE {
        let from = line * cell.columns + corner[1];
        samples.extend_from_slice(&tile.values[from..from + WINDOW_SIDE]);
        valid.extend(
            tile.reasons[from..from + WINDOW_SIDE]
                .iter()
                .zip(&tile.values[from..from + WINDOW_SIDE])
                .map(|(reasons, value)| reasons.is_valid() && value.is_finite()),
        );
    }
    (samples, valid)
}
