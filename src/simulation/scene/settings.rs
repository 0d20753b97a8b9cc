//! What a made-up piece of the Earth is like: every choice, with a default.

use serde::{Deserialize, Serialize};

/// A scene. Every figure of the default is an assumption: a plausible piece of land in summer, no place in particular.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SceneSettings {
    /// Soil and vegetation.
    pub ground: GroundSettings,
    /// Fields.
    pub fields: FieldSettings,
    /// Settlements.
    pub settlements: SettlementSettings,
    /// Heights.
    pub relief: ReliefSettings,
    /// A coast; none for an inland scene.
    pub coast: Option<CoastSettings>,
    /// One layer of clouds; none for a clear sky.
    pub clouds: Option<CloudSettings>,
}

impl SceneSettings {
    /// The default with a coast in the east and clouds: everything that there is.
    pub fn with_everything() -> Self {
        Self { coast: Some(CoastSettings::default()), clouds: Some(CloudSettings::default()), ..Self::default() }
    }
}

/// Soil and vegetation that nobody planted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GroundSettings {
    /// Exponent β of the two-dimensional power spectrum f^−β of cover and brightness.
    pub spectral_exponent: f64,
    /// Largest structures, metres.
    pub largest_scale_m: f64,
    /// Mean share of vegetation, 0 to 1.
    pub greenness: f64,
    /// Standard deviation of that share before it is cut at 0 and 1.
    pub greenness_spread: f64,
    /// Relative standard deviation of the brightness.
    pub brightness_spread: f64,
}

impl Default for GroundSettings {
    fn default() -> Self {
        Self {
            spectral_exponent: 2.6,
            largest_scale_m: 8_000.0,
            greenness: 0.45,
            greenness_spread: 0.25,
            brightness_spread: 0.2,
        }
    }
}

/// Fields: polygons with sharp borders, each of one crop.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldSettings {
    /// Share of the land that is farmed, 0 to 1.
    pub share: f64,
    /// Mean distance between neighbouring fields' middles, metres.
    pub size_m: f64,
    /// Share of the fields that lie bare, 0 to 1.
    pub bare_share: f64,
}

impl Default for FieldSettings {
    fn default() -> Self {
        Self { share: 0.45, size_m: 220.0, bare_share: 0.4 }
    }
}

/// Settlements: blocks of roofs, gardens and roads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettlementSettings {
    /// Share of the land, 0 to 1.
    pub share: f64,
    /// Side of a block with its road, metres.
    pub block_m: f64,
}

impl Default for SettlementSettings {
    fn default() -> Self {
        Self { share: 0.04, block_m: 18.0 }
    }
}

/// Heights of the ground. Where the fractal surface falls below the water, there is water.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReliefSettings {
    /// Height of the water's surface above the ellipsoid, metres.
    pub water_height_m: f64,
    /// Mean height of the land above the water, metres.
    pub mean_m: f64,
    /// Standard deviation of the heights, metres.
    pub rms_m: f64,
    /// Exponent β of the two-dimensional power spectrum of the heights.
    pub spectral_exponent: f64,
    /// Finest structures, metres.
    pub smallest_scale_m: f64,
    /// Largest structures, metres.
    pub largest_scale_m: f64,
    /// Slopes that face the Sun are brighter.
    pub shading: bool,
}

impl Default for ReliefSettings {
    fn default() -> Self {
        Self {
            water_height_m: 0.0,
            mean_m: 200.0,
            rms_m: 110.0,
            spectral_exponent: 4.0,
            smallest_scale_m: 110.0,
            largest_scale_m: 12_000.0,
            shading: true,
        }
    }
}

/// A coast: the mean height of the land falls off to the same depth below the water.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CoastSettings {
    /// Direction of the open sea, degrees from north over east.
    pub towards_sea_deg: f64,
    /// Distance of the coast from the scene's centre in that direction, metres.
    pub distance_m: f64,
    /// Distance over which the land falls off, metres.
    pub width_m: f64,
}

impl Default for CoastSettings {
    fn default() -> Self {
        Self { towards_sea_deg: 90.0, distance_m: 8_000.0, width_m: 3_000.0 }
    }
}

/// One layer of thin, wide clouds at one height, which move with the wind and throw shadows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CloudSettings {
    /// Share of the sky that holds some cloud, 0 to 1.
    pub cover: f64,
    /// Height above the ellipsoid, metres.
    pub height_m: f64,
    /// Largest structures, metres.
    pub largest_scale_m: f64,
    /// Exponent β of the two-dimensional power spectrum of the thickness.
    pub spectral_exponent: f64,
    /// Wind towards the east, m/s.
    pub wind_east_m_s: f64,
    /// Wind towards the north, m/s.
    pub wind_north_m_s: f64,
    /// How fast a cloud grows opaque from its border inwards: optical thickness by one standard deviation of the field.
    pub thickness: f64,
    /// Reflectance of an opaque cloud, the same in all bands.
    pub reflectance: f64,
}

impl Default for CloudSettings {
    fn default() -> Self {
        Self {
            cover: 0.12,
            height_m: 2_500.0,
            largest_scale_m: 3_000.0,
            spectral_exponent: 3.0,
            wind_east_m_s: 9.0,
            wind_north_m_s: -4.0,
            thickness: 6.0,
            reflectance: 0.7,
        }
    }
}

/// A setting that no scene can have.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("scene, {key}: needed {needed}, found {found}")]
pub struct SceneSettingsError {
    /// The setting.
    pub key: &'static str,
    /// What it takes.
    pub needed: &'static str,
    /// What was found.
    pub found: f64,
}

impl SceneSettings {
    /// Holds every figure against what it may be.
    ///
    /// # Errors
    /// [`SceneSettingsError`] for the first that it may not.
    pub fn check(&self) -> Result<(), SceneSettingsError> {
        let (ground, fields, relief) = (&self.ground, &self.fields, &self.relief);
        let share = |key, found: f64| within(key, "0 to 1", found, 0.0, 1.0);
        let exponent = |key, found: f64| within(key, "an exponent from 0 to 8", found, 0.0, 8.0);
        let scale = |key, found: f64| within(key, "1 m to 100 km", found, 1.0, 1e5);
        exponent("ground.spectral_exponent", ground.spectral_exponent)?;
        scale("ground.largest_scale_m", ground.largest_scale_m)?;
        share("ground.greenness", ground.greenness)?;
        share("ground.greenness_spread", ground.greenness_spread)?;
        share("ground.brightness_spread", ground.brightness_spread)?;
        share("fields.share", fields.share)?;
        within("fields.size_m", "20 m to 100 km", fields.size_m, 20.0, 1e5)?;
        share("fields.bare_share", fields.bare_share)?;
        share("settlements.share", self.settlements.share)?;
        within("settlements.block_m", "4 m to 1 km", self.settlements.block_m, 4.0, 1e3)?;
        within("relief.water_height_m", "-500 m to 5 km", relief.water_height_m, -500.0, 5e3)?;
        within("relief.mean_m", "-3 km to 3 km", relief.mean_m, -3e3, 3e3)?;
        within("relief.rms_m", "0 m to 1 km", relief.rms_m, 0.0, 1e3)?;
        exponent("relief.spectral_exponent", relief.spectral_exponent)?;
        scale("relief.smallest_scale_m", relief.smallest_scale_m)?;
        scale("relief.largest_scale_m", relief.largest_scale_m)?;
        if let Some(coast) = &self.coast {
            within("coast.towards_sea_deg", "-360 to 360 degrees", coast.towards_sea_deg, -360.0, 360.0)?;
            within("coast.distance_m", "1000 km at most", coast.distance_m, -1e6, 1e6)?;
            scale("coast.width_m", coast.width_m)?;
        }
        if let Some(clouds) = &self.clouds {
            share("clouds.cover", clouds.cover)?;
            within("clouds.height_m", "100 m to 9.5 km", clouds.height_m, 100.0, 9.5e3)?;
            scale("clouds.largest_scale_m", clouds.largest_scale_m)?;
            exponent("clouds.spectral_exponent", clouds.spectral_exponent)?;
            within("clouds.wind_east_m_s", "100 m/s at most", clouds.wind_east_m_s, -100.0, 100.0)?;
            within("clouds.wind_north_m_s", "100 m/s at most", clouds.wind_north_m_s, -100.0, 100.0)?;
            within("clouds.thickness", "0.1 to 1000", clouds.thickness, 0.1, 1e3)?;
            within("clouds.reflectance", "0 to 1.2", clouds.reflectance, 0.0, 1.2)?;
        }
        Ok(())
    }
}

/// A figure between two others; not a number is not.
pub(super) fn within(
    key: &'static str,
    needed: &'static str,
    found: f64,
    least: f64,
    most: f64,
) -> Result<(), SceneSettingsError> {
    if (least..=most).contains(&found) { Ok(()) } else { Err(SceneSettingsError { key, needed, found }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_a_scene_and_each_nonsense_is_named() {
        SceneSettings::default().check().unwrap();
        SceneSettings::with_everything().check().unwrap();
        let refused = |change: &dyn Fn(&mut SceneSettings)| {
            let mut settings = SceneSettings::with_everything();
            change(&mut settings);
            settings.check().unwrap_err().to_string()
        };
        assert_eq!(refused(&|settings| settings.fields.share = 1.5), "scene, fields.share: needed 0 to 1, found 1.5");
        assert!(refused(&|settings| settings.relief.rms_m = f64::NAN).contains("relief.rms_m"));
        assert!(refused(&|settings| settings.clouds.as_mut().unwrap().height_m = -1.0).contains("clouds.height_m"));
    }

    #[test]
    fn a_file_names_only_what_it_changes_and_a_slip_of_the_pen_is_refused() {
        let settings: SceneSettings = toml::from_str("[fields]\nsize_m = 90\n[clouds]\ncover = 0.3\n").unwrap();
        assert_eq!((settings.fields.size_m, settings.clouds.unwrap().cover), (90.0, 0.3));
        assert_eq!(settings.ground, GroundSettings::default());
        let wrong = toml::from_str::<SceneSettings>("[fields]\nsize = 90\n").unwrap_err().to_string();
        assert!(wrong.contains("size"), "{wrong}");
        let written = toml::to_string(&SceneSettings::with_everything()).unwrap();
        assert_eq!(toml::from_str::<SceneSettings>(&written).unwrap(), SceneSettings::with_everything());
    }
}
