//! Sets that are not of the raw product.

use std::sync::Arc;

use super::*;
use crate::instrument::TdiStages;
use crate::operations::viewing::ViewedProduct;
use crate::parameter_sets::ParameterSet;
use crate::supervision::Supervision;

/// What is said of a set that is changed after the product was taken.
fn refusal(change: impl FnOnce(&mut ParameterSet)) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut set = sample_set(1);
    let header = sample_raw(folder.path(), &set, 4);
    change(&mut set);
    let supervision = Supervision::unattended();
    let raw = Arc::new(ViewedProduct::open(&header, None, &supervision).unwrap());
    let set_folder = folder.path().join("set");
    let refused = RawProduct::open(raw, Arc::new(set), &set_folder, &supervision).err().unwrap().to_string();
    let begin = format!("{}: ", set_folder.display());
    refused.strip_prefix(&begin).unwrap_or_else(|| panic!("the set's folder is named: {refused}")).to_owned()
}

#[test]
fn a_set_of_another_number_of_columns_is_refused_and_not_applied_to_some_of_them() {
    let narrower = refusal(|set| {
        for band in &mut set.bands {
            for response in band.responses.values_mut() {
                let slopes = &mut response.slopes;
                for list in [&mut response.dark.counts, &mut slopes.a1, &mut slopes.a2, &mut slopes.knee] {
                    list.truncate(39);
                }
            }
        }
    });
    assert_eq!(narrower, "needed an array of 40 columns in band B01, as the product has, found 39");
}

#[test]
fn a_set_without_a_band_or_a_number_of_stages_of_the_product_is_refused_by_name() {
    let band = refusal(|set| set.bands.truncate(1));
    assert_eq!(band, "needed band B02, as the product has, found only B01");
    let stages = refusal(|set| {
        let responses = &mut set.bands[1].responses;
        let (_, response) = responses.pop_first().unwrap();
        responses.insert(TdiStages(5), response);
    });
    assert_eq!(stages, "needed an array of band B02 at 08 TDI stages, as the product has, found only 05");
}

#[test]
fn a_set_for_another_line_time_is_refused_by_its_folder() {
    let refused = refusal(|set| set.manifest.settings.line_time_us = 1250.0);
    assert!(refused.contains("1000") && refused.contains("1250"), "{refused}");
}
