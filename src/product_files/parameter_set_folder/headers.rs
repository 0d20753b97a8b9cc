//! The headers of the files that a set is written to: they follow from the manifest.

use crate::instrument::TdiStages;
use crate::parameter_sets::{Manifest, ParameterFile, SetState};
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::file_name::NameScope;
use crate::product_files::venus_parameters::{AppliesTo, FileOrigin, ParameterHeader};
use crate::units::UtcInstant;

/// Of files that were not measured.
const SYNTHETIC: &str = "SYNTHETIC: nominal or simulated, not measured";

/// A header for a kind of file of a set: for all sites, its serial key the set's version, its validity the set's.
pub(super) fn header(
    manifest: &Manifest,
    created: Option<UtcInstant>,
    kind: VenusFileKind,
    band: Option<&str>,
    tdi: Option<TdiStages>,
) -> ParameterHeader {
    let synthetic = manifest.provenance.synthetic;
    ParameterHeader {
        kind,
        class: class(manifest).to_owned(),
        applies_to: AppliesTo::all_sites(),
        serial: manifest.version,
        validity: manifest.validity,
        band: band.filter(|_| kind.scope() != Some(NameScope::AllBands)).map(str::to_owned),
        tdi: tdi.into_iter().filter(|_| kind.scope() == Some(NameScope::OneBandSomeLengths)).collect(),
        version: 1,
        notes: if synthetic { SYNTHETIC.to_owned() } else { String::new() },
        origin: FileOrigin {
            system: "VIQ".to_owned(),
            creator: "VIQ".to_owned(),
            creator_version: env!("CARGO_PKG_VERSION").to_owned(),
            created,
        },
    }
}

/// The file class: `OPER`, routine operation, for a measured set that was approved; `TEST`, internal tests, for every other.
const fn class(manifest: &Manifest) -> &'static str {
    match manifest.state {
        SetState::Approved if !manifest.provenance.synthetic => "OPER",
        _ => "TEST",
    }
}

/// What a set remembers of a file.
pub(super) fn remembered(header: &ParameterHeader) -> ParameterFile {
    ParameterFile {
        kind: header.kind.short_code().to_owned(),
        band: header.band.clone(),
        tdi: header.tdi.clone(),
        identifier: header.identifier(),
        serial: header.serial,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter_sets::{InstrumentSettings, Provenance};

    #[test]
    fn routine_operation_is_the_class_of_approved_measured_sets_alone() {
        let of = |state, synthetic| {
            let manifest = Manifest {
                manifest_version: Manifest::FORMAT,
                name: "set".to_owned(),
                version: 1,
                state,
                instrument: "venus".to_owned(),
                validity: [None, None],
                settings: InstrumentSettings { line_time_us: 788.0, bands: std::collections::BTreeMap::new() },
                provenance: Provenance {
                    made_by: String::new(),
                    method: String::new(),
                    sources: Vec::new(),
                    synthetic,
                },
                files: Vec::new(),
            };
            header(&manifest, None, VenusFileKind::Reflectance, None, None).class
        };
        assert_eq!(of(SetState::Approved, false), "OPER");
        for (state, synthetic) in [
            (SetState::Draft, false),
            (SetState::Candidate, false),
            (SetState::Draft, true),
            (SetState::Approved, true),
        ] {
            assert_eq!(of(state, synthetic), "TEST", "{state:?}, synthetic {synthetic}");
        }
    }
}
