//! What the air does to the light of one band.

use nalgebra::Vector3;
use serde::Serialize;

use super::exponential_integral::third;
use super::polarisation::rayleigh_polarisation;
use super::settings::{AtmosphereError, AtmosphereSettings};

/// Where Sun and sensor stand, as seen from the ground.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Illumination {
    /// Zenith angle of the Sun, radians.
    pub sun_zenith_rad: f64,
    /// Azimuth of the Sun from north over east, radians.
    pub sun_azimuth_rad: f64,
    /// Zenith angle of the sensor, radians.
    pub view_zenith_rad: f64,
    /// Azimuth of the sensor from north over east, radians.
    pub view_azimuth_rad: f64,
    /// Distance of the Sun, astronomical units.
    pub sun_distance_au: f64,
}

impl Illumination {
    /// Unit vector to the Sun: east, north, up.
    pub fn to_sun(&self) -> Vector3<f64> {
        towards(self.sun_zenith_rad, self.sun_azimuth_rad)
    }

    /// Unit vector to the sensor: east, north, up.
    pub fn to_sensor(&self) -> Vector3<f64> {
        towards(self.view_zenith_rad, self.view_azimuth_rad)
    }
}

fn towards(zenith: f64, azimuth: f64) -> Vector3<f64> {
    Vector3::new(zenith.sin() * azimuth.sin(), zenith.sin() * azimuth.cos(), zenith.cos())
}

/// One band's light through the air over an even ground of reflectance ρ: L = path + gain·ρ / (1 − albedo·ρ).
///
/// Single scattering (Vermote & Tanré and others, "6S", IEEE TGRS 35, 675, 1997, for the form): the path's radiance is that of Rayleigh and aerosol scattered once,
/// E·[ω P(Θ) (1 − exp(−τm))] / (4π (1/μₛ + 1/μᵥ) μᵥ) with τ shared by both; transmissions are exp(−(1 − ωF) τ/μ) with the share F scattered forward, a half for
/// air (Gordon, Clark, Brown, Brown, Evans & Broenkow, Applied Optics 22, 20, 1983) and (1 + g)/2 for the aerosol; the albedo is that of air alone (6S, CSALBR).
/// Gases are left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BandAir {
    /// Radiance of the air alone, W·m⁻²·sr⁻¹·µm⁻¹.
    pub path_radiance: f64,
    /// Radiance of a ground of reflectance 1 without what comes back from the air.
    pub gain: f64,
    /// Reflectance of the air from below.
    pub spherical_albedo: f64,
    /// Share of the light on the ground that comes straight from the Sun: what a shadow takes.
    pub direct_share: f64,
    /// Radiance of a white, level surface without air: what a reflectance at the top of the atmosphere is reckoned from.
    pub unit_radiance: f64,
    /// Part of the path's radiance that air scattered.
    pub rayleigh_radiance: f64,
    /// Degree of polarisation of that part.
    pub rayleigh_polarisation: f64,
    /// Optical depth of air.
    pub rayleigh_optical_depth: f64,
    /// Optical depth of the aerosol.
    pub aerosol_optical_depth: f64,
}

impl BandAir {
    /// The air of some settings in a band of the given centre, Rayleigh optical depth at 1013.25 hPa and solar irradiance at one astronomical unit.
    ///
    /// # Errors
    /// [`AtmosphereError`]: a setting, or a Sun or a view less than 5° above the horizon, where layers are no longer flat.
    pub fn new(
        settings: &AtmosphereSettings,
        [centre_nm, rayleigh_optical_depth, irradiance]: [f64; 3],
        illumination: &Illumination,
    ) -> Result<Self, AtmosphereError> {
        settings.check()?;
        for (key, zenith) in
            [("sun_zenith", illumination.sun_zenith_rad), ("view_zenith", illumination.view_zenith_rad)]
        {
            let found = zenith.to_degrees();
            if !(0.0..=85.0).contains(&found) {
                return Err(AtmosphereError { key, needed: "85 degrees at most", found });
            }
        }
        let (mu_s, mu_v) = (illumination.sun_zenith_rad.cos(), illumination.view_zenith_rad.cos());
        let cosine = -illumination.to_sun().dot(&illumination.to_sensor());
        let rayleigh = rayleigh_optical_depth * settings.relative_pressure;
        let aerosol = settings.aerosol_optical_depth_550 * (centre_nm / 550.0).powf(-settings.angstrom_exponent);
        let (albedo, g) = (settings.aerosol_single_scattering_albedo, settings.aerosol_asymmetry);
        // Normalised to 4π over the sphere.
        let gamma = settings.depolarisation / (2.0 - settings.depolarisation);
        let air_phase = 0.75 / (1.0 + 2.0 * gamma) * ((1.0 + 3.0 * gamma) + (1.0 - gamma) * cosine * cosine);
        let aerosol_phase = (1.0 - g * g) / (1.0 + g * g - 2.0 * g * cosine).powf(1.5);
        let unit_radiance = irradiance / illumination.sun_distance_au.powi(2) * mu_s / std::f64::consts::PI;
        let tau = rayleigh + aerosol;
        let escaped = -(-tau * (1.0 / mu_s + 1.0 / mu_v)).exp_m1() / tau.max(f64::MIN_POSITIVE);
        let scattered = |depth: f64, phase: f64| unit_radiance * phase * depth * escaped / (4.0 * (mu_s + mu_v));
        let rayleigh_radiance = scattered(rayleigh, air_phase);
        let path_radiance = rayleigh_radiance + scattered(albedo * aerosol, aerosol_phase);
        let lost = 0.5 * rayleigh + (1.0 - albedo * 0.5 * (1.0 + g)) * aerosol;
        let down = (-lost / mu_s).exp();
        let spherical_albedo = (3.0 * rayleigh - third(rayleigh) * (4.0 + 2.0 * rayleigh) + 2.0 * (-rayleigh).exp())
            / (4.0 + 3.0 * rayleigh);
        Ok(Self {
            path_radiance,
            gain: unit_radiance * down * (-lost / mu_v).exp(),
            spherical_albedo,
            direct_share: (-tau / mu_s).exp() / down,
            unit_radiance,
            rayleigh_radiance,
            rayleigh_polarisation: rayleigh_polarisation(cosine, settings.depolarisation),
            rayleigh_optical_depth: rayleigh,
            aerosol_optical_depth: aerosol,
        })
    }

    /// Radiance at the satellite over an even ground.
    pub fn radiance(&self, reflectance: f64) -> f64 {
        self.path_radiance + self.gain * reflectance / (1.0 - self.spherical_albedo * reflectance)
    }

    /// Degree of polarisation of all light over an even ground, which itself gives none.
    pub fn polarisation(&self, reflectance: f64) -> f64 {
        self.rayleigh_polarisation * self.rayleigh_radiance / self.radiance(reflectance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_AEROSOL: AtmosphereSettings = AtmosphereSettings {
        relative_pressure: 1.0,
        depolarisation: 0.0279,
        aerosol_optical_depth_550: 0.0,
        angstrom_exponent: 1.3,
        aerosol_single_scattering_albedo: 0.93,
        aerosol_asymmetry: 0.65,
    };

    fn overhead(sun_zenith_deg: f64) -> Illumination {
        Illumination {
            sun_zenith_rad: sun_zenith_deg.to_radians(),
            sun_azimuth_rad: 1.0,
            view_zenith_rad: 0.0,
            view_azimuth_rad: 0.0,
            sun_distance_au: 1.0,
        }
    }

    #[test]
    fn thin_air_scatters_as_the_formula_by_hand() {
        let air = BandAir::new(&NO_AEROSOL, [620.0, 0.001, 1600.0], &overhead(60.0)).unwrap();
        // Θ = 120°: P = 0.75·(1.0424 + 0.9859·0.25)/1.0283 with γ = 0.01415; ρ = P·τ/(4·μs·μv).
        let phase = 0.75 / 1.028_296 * (1.042_444 + 0.985_852 * 0.25);
        let reflectance = phase * 0.001 / (4.0 * 0.5);
        assert!((air.path_radiance / air.unit_radiance / reflectance - 1.0).abs() < 2e-3);
        assert!((air.unit_radiance - 1600.0 * 0.5 / std::f64::consts::PI).abs() < 1e-9);
        // Nothing but air: white ground gives nearly the light of no air.
        assert!((air.radiance(1.0) / air.unit_radiance - 1.0).abs() < 2e-3);
    }

    #[test]
    fn the_albedo_of_air_is_that_of_6s() {
        // By hand with E₃ of Abramowitz & Stegun, table 5.4: E₃(0.1) = 0.4162915, E₃(0.5) = 0.2216044.
        for (tau, integral) in [(0.1_f64, 0.416_291_5), (0.5, 0.221_604_4)] {
            let expected = (3.0 * tau - integral * (4.0 + 2.0 * tau) + 2.0 * (-tau).exp()) / (4.0 + 3.0 * tau);
            let air = BandAir::new(&NO_AEROSOL, [620.0, tau, 1600.0], &overhead(30.0)).unwrap();
            assert!((air.spherical_albedo - expected).abs() < 1e-6, "{tau}: {}", air.spherical_albedo);
        }
    }

    #[test]
    fn blue_is_hazier_more_polarised_and_has_softer_shadows_than_infrared() {
        let settings = AtmosphereSettings::default();
        let blue = BandAir::new(&settings, [424.0, 0.285, 1669.3], &overhead(35.0)).unwrap();
        let infrared = BandAir::new(&settings, [861.0, 0.0158, 960.5], &overhead(35.0)).unwrap();
        let path = |air: &BandAir| air.path_radiance / air.unit_radiance;
        println!("path reflectance {:.4} in the blue, {:.4} in the infrared", path(&blue), path(&infrared));
        // Of clear air with the Sun at 35° the blue is 0.08 to 0.14, the infrared below 0.02.
        assert!(path(&blue) > 0.07 && path(&blue) < 0.15 && path(&infrared) < 0.02);
        assert!(blue.direct_share < infrared.direct_share && infrared.direct_share > 0.85);
        assert!(blue.polarisation(0.1) > 3.0 * infrared.polarisation(0.1));
    }

    #[test]
    fn a_sun_below_the_horizon_is_refused() {
        let message = BandAir::new(&NO_AEROSOL, [620.0, 0.06, 1600.0], &overhead(91.0)).unwrap_err().to_string();
        assert!(message.starts_with("atmosphere, sun_zenith: needed 85 degrees at most, found 91"), "{message}");
        let thick = AtmosphereSettings { aerosol_optical_depth_550: -1.0, ..NO_AEROSOL };
        assert!(BandAir::new(&thick, [620.0, 0.06, 1600.0], &overhead(30.0)).is_err());
    }
}
