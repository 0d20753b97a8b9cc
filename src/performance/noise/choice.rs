//! Which sites count for a band: as many as possible, as little scene as possible.

use crate::estimation::quantile;

use super::sites::{BandSite, FREEDOM_OF_A_SITE, Site};
use super::spectra::SITE_SIDE;

/// Scene over noise that may stay after the common part, R times the noise, was taken out: this times R/√(1 + R), learnt on simulated scenes with R
/// up to 4000.
const SCENE_LEFT: f64 = 0.03;
/// Share of the scene's power at the lowest frequencies that may appear where the noise is read.
const SCENE_LEAKED: f64 = 0.03;
/// Scene that the noise may hide from recognition, over the noise.
const UNRECOGNISED_SCENE: f64 = 0.1;
/// Fewest sites that an estimate rests on, where there are as many.
const FEWEST: usize = 12;

/// Sites chosen for a band and what they promise.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// Places of the chosen sites.
    pub(super) sites: Vec<usize>,
    /// Statistical uncertainty of the noise that their number allows, relative.
    pub(super) statistical: f64,
    /// Uncertainty of the noise from scene that may be left, relative.
    pub(super) scene: f64,
    /// Power at the lowest frequencies over the noise, mean of the chosen sites: one where there is no scene.
    pub(super) scene_over_noise: f64,
}

/// Orders sites by the power of the scene in all bands, least first. Only sites where `band` is present and varies.
pub(super) fn order_by_scene(sites: &[Site], band: usize, floors: &[f64]) -> Vec<usize> {
    let mut ordered: Vec<(f64, usize)> = Vec::new();
    for (place, site) in sites.iter().enumerate() {
        if site.bands[band].is_none_or(|own| own.density <= 0.0) {
            continue;
        }
        let powers = site.bands.iter().zip(floors).filter_map(|(entry, &floor)| {
            entry.filter(|_| floor > 0.0).map(|entry| f64::from(entry.scene_density) / floor)
        });
        let (n, sum) = powers.fold((0.0, 0.0), |(n, sum), power| (n + 1.0, sum + power));
        if n > 0.0 {
            ordered.push((sum / n, place));
        }
    }
    ordered.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    ordered.into_iter().map(|(_, place)| place).collect()
}

/// Noise floor of each band, to weigh the bands' scenes against each other: a low quantile of the densities that are its own.
pub(super) fn floors(sites: &[Site], bands: usize) -> Vec<f64> {
    (0..bands)
        .map(|band| {
            let mut densities: Vec<f64> =
                of_band(sites, band).filter(|own| own.density > 0.0).map(|own| f64::from(own.unique_density)).collect();
            if densities.is_empty() { 0.0 } else { quantile(&mut densities, 0.1) }
        })
        .collect()
}

pub(super) fn of_band(sites: &[Site], band: usize) -> impl Iterator<Item = BandSite> {
    sites.iter().filter_map(move |site| site.bands[band])
}

/// Takes sites in their order for as long as the uncertainty falls: more sites lower its statistical part, and bring scene in.
pub(super) fn choose(sites: &[Site], order: &[usize], band: usize, stride: usize) -> Option<Choice> {
    // Sites that overlap share their pixels; tapers leave the borders of lone sites almost unused, hence the factor.
    let independence = (1.4 * (stride as f64 / SITE_SIDE as f64).powi(2)).min(1.0);
    let mut best: Option<(f64, usize, Choice)> = None;
    let (mut unique, mut whole, mut low) = (0.0, 0.0, 0.0);
    for (index, &place) in order.iter().enumerate() {
        let Some(own) = sites[place].bands[band] else { continue };
        unique += f64::from(own.unique_density);
        whole += f64::from(own.density);
        low += f64::from(own.scene_density);
        let n = index + 1;
        if n < FEWEST.min(order.len()) || unique <= 0.0 {
            continue;
        }
        let statistical = (0.5 / (n as f64 * independence * FREEDOM_OF_A_SITE)).sqrt();
        let removed = (whole / unique - 1.0).max(0.0);
        let scene_over_noise = low / unique;
        // Weak scene is not recognised as common and leaks from the low frequencies; strong scene is recognised and taken out.
        let leaked = (SCENE_LEAKED * (scene_over_noise - 1.0).max(0.0)).min(UNRECOGNISED_SCENE);
        let scene = 0.5 * (SCENE_LEFT * removed / (1.0 + removed).sqrt() + leaked);
        let cost = statistical.hypot(scene);
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, n, Choice { sites: Vec::new(), statistical, scene, scene_over_noise }));
        }
    }
    best.map(|(_, n, choice)| Choice { sites: order[..n].to_vec(), ..choice })
}
