//! Writing the header of one image of a system product (`VE_VSC_PDTIMG_ImageProduct.xsd` 0.42).

use super::fixed_header::{FileKind, header_file};
use super::main_header::{MASKS, image_information};
use super::record::{SampleKind, SystemProduct};

/// The header of the image of a channel: a band, or a mask of as many significant bits as there are bands.
pub(super) fn image_header(product: &SystemProduct, channel: &str) -> String {
    let identifier = &product.identifier;
    let name = identifier.image(channel);
    let kind = FileKind {
        root_type: "PDTIMG_Header_Type",
        version: "0.42",
        name: &name,
        description: "ImageProduct",
        file_type: "VSC_PDTIMG",
        further_note: "",
    };
    let is_mask = MASKS.contains(&channel);
    let samples = if is_mask { mask_samples(product) } else { product.samples };
    header_file(&kind, product, |xml| {
        xml.parent("Instance_Id", &[], |xml| {
            xml.leaf("Reference_Product_Semantic", &[], identifier.semantic());
            xml.leaf("Reference_Product_Instance", &[], identifier.instance_text());
            xml.leaf(if is_mask { "Sub_Code" } else { "Band_Code" }, &[], channel);
        });
        xml.leaf("Reference_Product_Header_Id", &[], identifier);
        image_information(xml, product, samples, &[channel]);
    })
}

/// What a mask holds: bit k − 1 speaks of band k.
pub(super) fn mask_samples(product: &SystemProduct) -> SampleKind {
    SampleKind::Counts { significant_bits: (product.bands.len() as u32).clamp(1, 16) }
}
