//! How a catalog's schema moves forward: numbered steps, each applied once, in one transaction with the new version's number.

use super::error::CatalogError;

/// One step forward of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// Version of the schema once the step is done.
    pub to_version: i64,
    /// What the step is, for messages.
    pub title: &'static str,
    /// The statements.
    pub statements: &'static str,
}

/// The newest version that these steps lead to; 0 without steps.
pub(super) fn newest(steps: &[Migration]) -> i64 {
    steps.last().map_or(0, |step| step.to_version)
}

/// The steps that bring a catalog from version `found` (0: nothing there yet) to the newest.
pub(super) fn steps_from<'steps>(
    found: i64,
    steps: &'steps [Migration],
    catalog: &str,
) -> Result<&'steps [Migration], CatalogError> {
    let supported = newest(steps);
    if found > supported {
        return Err(CatalogError::Newer { catalog: catalog.to_owned(), found, supported });
    }
    let done = steps.iter().take_while(|step| step.to_version <= found).count();
    Ok(steps.get(done..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Migration; 3] = [
        Migration { to_version: 1, title: "first", statements: "" },
        Migration { to_version: 2, title: "second", statements: "" },
        Migration { to_version: 3, title: "third", statements: "" },
    ];

    #[test]
    fn every_released_version_moves_forward_by_the_steps_it_lacks() {
        for found in 0..=3 {
            let versions: Vec<i64> =
                steps_from(found, &STEPS, "catalog").unwrap().iter().map(|step| step.to_version).collect();
            assert_eq!(versions, (found + 1..=3).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_newer_catalog_is_refused_with_both_versions() {
        let error = steps_from(4, &STEPS, "catalog.gpkg").unwrap_err();
        assert_eq!(error, CatalogError::Newer { catalog: "catalog.gpkg".to_owned(), found: 4, supported: 3 });
    }
}
