//! Whether the arrays of a parameter set are those that a product was taken with.

use std::path::Path;

use crate::operations::error::OperationError;
use crate::parameter_sets::ParameterSet;
use crate::product_files::venus_system::SystemProduct;

/// Holds the arrays of a set against a product: each of its bands at its number of TDI stages, with as many columns as the product has useful
/// ones. `set_folder` is where the set came from.
///
/// # Errors
/// [`OperationError::Model`], which names the folder of the set, the band, what was needed and what was found.
pub(in crate::operations) fn check_arrays(
    set: &ParameterSet,
    set_folder: &Path,
    product: &SystemProduct,
) -> Result<(), OperationError> {
    let refused = |needed: String, found: String| OperationError::Model {
        message: format!("{}: needed {needed}, as the product has, found {found}", set_folder.display()),
    };
    for of_product in &product.bands {
        let name = &of_product.name;
        let Some(band) = set.band(name) else {
            let bands: Vec<&str> = set.bands.iter().map(|band| band.band.as_str()).collect();
            return Err(refused(format!("band {name}"), format!("only {}", bands.join(", "))));
        };
        let Some(array) = band.responses.get(&of_product.tdi) else {
            let stages: Vec<String> = band.responses.keys().map(ToString::to_string).collect();
            let needed = format!("an array of band {name} at {} TDI stages", of_product.tdi);
            return Err(refused(needed, format!("only {}", stages.join(", "))));
        };
        let found = array.dark.counts.len();
        if found != product.useful_columns {
            let needed = format!("an array of {} columns in band {name}", product.useful_columns);
            return Err(refused(needed, found.to_string()));
        }
    }
    Ok(())
}
