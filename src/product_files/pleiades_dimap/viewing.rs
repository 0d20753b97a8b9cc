//! The viewing directions of the perfect sensor, one a column.

use crate::product_files::acquisition_elements::{count, polynomial};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// Directions in the sensor's frame, (ψy, −ψx, 1). The polynomials of (column − `FIRST_COL`) give tangents: a tangent of their values would be
/// 0.67 m off at the edge of the swath.
pub(super) fn read(model: &XmlPlace<'_>, columns: usize) -> Result<Vec<[f64; 3]>, ProductError> {
    let viewing = model.get("Sensor_Viewing_Model")?;
    let retina = viewing.get("Position_In_Retina")?;
    let (first, last) = (count(&retina.get("FIRST_COL")?)?, retina.get("LAST_COL")?);
    if count(&last)?.checked_sub(first) != columns.checked_sub(1) {
        return Err(last.wrong(&format!("{}, which makes the image's {columns} columns", first + columns - 1)));
    }
    let along = polynomial(&viewing.get("Viewing_Directions/PsiY_Model")?)?;
    let across = polynomial(&viewing.get("Viewing_Directions/PsiX_Model")?)?;
    let at = |coefficients: &[f64], column: usize| {
        coefficients.iter().rev().fold(0.0, |sum, value| sum * column as f64 + value)
    };
    let directions: Vec<_> = (0..columns).map(|column| [at(&along, column), -at(&across, column), 1.0]).collect();
    match directions.iter().position(|direction| direction.iter().any(|part| part.is_nan() || part.abs() > 1.0)) {
        None => Ok(directions),
        Some(column) => {
            let found = format!("{:?}", directions[column]);
            let needed = format!("tangents of at most 1 in column {}", column + 1);
            Err(viewing.error("/Viewing_Directions", &needed, &found))
        }
    }
}
