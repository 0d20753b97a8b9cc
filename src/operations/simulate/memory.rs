//! How the memory budget of a simulation is shared out: what strays and the blocks of lines take what they need, the tiles of a natural scene the rest.

use crate::operations::error::OperationError;
use crate::simulation::scene_kinds::SceneSensor;
use crate::simulation::stray_light::ForwardStrayLight;

use super::truth::TILE_SIDE;

/// The least that a natural scene is made with; with less than it would like, parts of the ground are made again and again.
pub(super) const LEAST_SCENE_BYTES: u64 = 128 << 20;

/// Bytes a pixel of a block: radiance, signal, what light strays from and to (4 each), counts and the truth's tiles (2 and 4).
const BLOCK_BYTES_A_PIXEL: u64 = 22;

/// Bytes that are left for the tiles of a scene that takes `least_bytes` at least.
///
/// # Errors
/// [`OperationError::Model`] for a budget that does not suffice.
pub(super) fn left_for_the_scene(
    budget_bytes: u64,
    sensor: &SceneSensor,
    stray_light: Option<&ForwardStrayLight>,
    least_bytes: u64,
) -> Result<u64, OperationError> {
    let straying = stray_light.map_or(0, |forward| forward.bytes(sensor.lines));
    let pixels = sensor.bands.len() * sensor.columns * TILE_SIDE.min(sensor.lines);
    let needed = straying + pixels as u64 * BLOCK_BYTES_A_PIXEL;
    budget_bytes.checked_sub(needed).filter(|left| *left >= least_bytes).ok_or_else(|| {
        let least = (needed + least_bytes).div_ceil(1 << 20);
        let message = format!(
            "memory of the simulation (--memory): needed {least} MiB at least, found a budget of {} MiB",
            budget_bytes >> 20
        );
        OperationError::Model { message }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::ScenePolarisation;
    use crate::simulation::scene_kinds::{SceneBand, SceneSun};

    #[test]
    fn a_scene_gets_what_the_blocks_leave_and_a_small_budget_is_refused_with_what_it_takes() {
        let sensor = SceneSensor {
            bands: Vec::new(),
            lines: 1000,
            columns: 5200,
            illumination: SceneSun::default(),
            detector_angle: 1e-5,
        };
        let left = |budget| left_for_the_scene(budget, &sensor, None, LEAST_SCENE_BYTES);
        assert_eq!(left(1 << 30).unwrap(), 1 << 30);
        assert_eq!(left_for_the_scene(100 << 20, &sensor, None, 0).unwrap(), 100 << 20);
        let message = left(100 << 20).unwrap_err().to_string();
        assert!(message.contains("needed 128 MiB at least, found a budget of 100 MiB"), "{message}");
        let band = SceneBand {
            name: "B01".to_owned(),
            solar_irradiance_w_m2_um: 1700.0,
            full_scale_w_m2_sr_um: 300.0,
            polarisation: ScenePolarisation::NONE,
            optics_transfer_at_nyquist: [0.5; 2],
        };
        // Two bands of 5200 columns, in blocks of 128 lines and of the 20 that there are: 22 bytes a pixel.
        for (lines, of_block) in [(1000, 128), (20, 20)] {
            let sensor = SceneSensor { bands: vec![band.clone(), band.clone()], lines, ..sensor.clone() };
            let left = left_for_the_scene(1 << 30, &sensor, None, 0).unwrap();
            assert_eq!((1 << 30) - left, 2 * 5200 * of_block * 22, "{lines} lines");
        }
    }
}
