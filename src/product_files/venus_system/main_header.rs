//! Writing the main header of a system product (`VE_VSC_PDTSYS_SystemProduct.xsd` 1.6, `VE_VSC_PDTINV_InventoriedRawProduct.xsd` 0.42).

use super::fixed_header::{FileKind, decimal, header_file, list, millisecond, reference};
use super::identifier::{SystemIdentifier, SystemInstance, SystemLevel};
use super::image_geometry::{ImageCorners, ImageDirection};
use super::private_data::FileReference;
use super::record::{PROCESSING_FLAGS, SampleKind, SystemProduct};
use crate::product_files::file_headers::second;
use crate::product_files::xml_writer::XmlWriter;

/// Codes of the masks of an L1A product, in the format's order.
pub(super) const MASKS: [&str; 2] = ["SAT", "PIX"];

/// The main header.
pub(super) fn main_header(product: &SystemProduct) -> String {
    let name = product.identifier.to_string();
    let inventoried = product.level() == SystemLevel::Inventoried;
    let file_type = format!("VSC_{}", product.identifier.semantic());
    let kind = FileKind {
        root_type: if inventoried { "VSC_PDTINV_Header_Type" } else { "VSC_PDTSYS_Header_Type" },
        version: "1.6",
        name: &name,
        description: if inventoried { "InventoriedRawProduct" } else { "SystemProduct" },
        file_type: &file_type,
        further_note: "",
    };
    header_file(&kind, product, |xml| {
        xml.parent("Instance_Id", &[], |xml| instance(xml, &product.identifier));
        xml.parent("Product_Information", &[], |xml| {
            generic_information(xml, product);
            if inventoried {
                inventoried_information(xml, product);
            } else {
                site_information(xml, product);
            }
        });
        let channels: Vec<&str> = product.bands.iter().map(|band| band.name.as_str()).collect();
        image_information(xml, product, product.samples, &channels);
        xml.parent("Product_Organization", &[], |xml| organisation(xml, product));
    })
}

/// What tells the product from others.
pub(super) fn instance(xml: &mut XmlWriter, identifier: &SystemIdentifier) {
    match &identifier.instance {
        SystemInstance::Inventoried { orbit, data_element } => {
            xml.leaf("Acquisition_Orbit_Number", &[("unit", "abs")], orbit);
            xml.leaf("Data_Element", &[], data_element);
        }
        SystemInstance::OfSite { site, date, .. } => {
            xml.leaf("Nick_Name", &[], site);
            xml.leaf("Acquisition_Date", &[], date);
        }
    }
}

fn generic_information(xml: &mut XmlWriter, product: &SystemProduct) {
    xml.leaf("Product_Level", &[], product.level().word());
    xml.leaf("Acquisition_Date_Time", &[], millisecond(product.acquisition));
    xml.leaf("Acquisition_Orbit_Number", &[("unit", "abs")], product.orbit);
    xml.parent("Processing_Information", &[], |xml| {
        xml.leaf("Date_Time", &[], second(product.processed));
        list(xml, "List_of_GIPP_Files", &product.parameter_files, |xml, index, file| {
            let file = FileReference { nature: file.nature.clone(), location: None, name: file.name.clone() };
            reference(xml, "GIPP_File", &[("sn", &(index + 1).to_string())], &file);
        });
    });
    xml.leaf("Web_Site_URL", &[], &product.carried.web_site);
    list(xml, "List_of_Quality_Indexes", &product.quality_indexes, |xml, index, quality| {
        xml.parent("Quality_Index", &[("sn", &(index + 1).to_string())], |xml| {
            xml.leaf("Code", &[], &quality.code);
            xml.leaf("Value", &[], &quality.text);
            if let Some(band) = &quality.band {
                xml.leaf("Band_Code", &[], band);
            }
        });
    });
    let geometry = &product.geometry;
    xml.parent("Useful_Image_Geo_Coverage", &[], |xml| {
        xml.parent("Reference_System", &[], |xml| {
            xml.leaf("Code", &[], "EPSG:4326");
            xml.leaf("Short_Description", &[], "WGS84, World Geodetic System 1984 (2D)");
        });
        let places = &geometry.places_deg;
        for (name, [longitude, latitude]) in places.named().into_iter().chain([("Center", places.centre)]) {
            xml.parent(name, &[], |xml| {
                xml.leaf("Long", &[("unit", "deg")], decimal(longitude, 10));
                xml.leaf("Lat", &[("unit", "deg")], decimal(latitude, 10));
            });
        }
    });
    list(xml, "List_of_Band_Central_Wavelength", &product.bands, |xml, _, band| {
        xml.leaf("Band_Central_Wavelength", &[("sk", &band.name), ("unit", "nanometer")], band.centre_nm);
    });
    xml.parent("Solar_Angles", &[], |xml| directions(xml, &geometry.sun, 10));
    views(xml, product);
    xml.parent("Product_Sampling", &[], |xml| {
        xml.leaf("By_Line", &[("unit", "m")], geometry.sampling_m[0]);
        xml.leaf("By_Column", &[("unit", "m")], geometry.sampling_m[1]);
    });
    xml.parent("Viewing_Angles_In_Satellite_Frame", &[("unit", "deg")], |xml| {
        for (index, axis) in ["X_Direction", "Y_Direction", "XY_Direction"].into_iter().enumerate() {
            match geometry.in_satellite_frame_deg {
                Some(angles) => xml.leaf(axis, &[], angles[index]),
                None => xml.leaf(axis, &[], "NONE"),
            }
        }
    });
}

/// The views of the four detector units that the format asks for, and of any more.
fn views(xml: &mut XmlWriter, product: &SystemProduct) {
    let views = &product.geometry.views;
    let mut units: Vec<u8> = (1..=4).chain(views.keys().copied()).collect();
    units.sort_unstable();
    units.dedup();
    list(xml, "List_of_Viewing_Angles", &units, |xml, _, unit| {
        xml.parent("Viewing_Angles", &[("sn", &unit.to_string())], |xml| match views.get(unit) {
            Some(view) => directions(xml, view, 6),
            None => xml.leaf("Nil", &[], "NIL=MISSING"),
        });
    });
}

fn directions(xml: &mut XmlWriter, everywhere: &ImageCorners<ImageDirection>, digits: usize) {
    xml.parent("Useful_Image", &[], |xml| {
        for (name, direction) in everywhere.named().into_iter().chain([("Image_Center", everywhere.centre)]) {
            xml.parent(name, &[], |xml| {
                xml.leaf("Azimuth", &[("unit", "deg")], decimal(direction.azimuth.degrees(), digits));
                xml.leaf("Zenith", &[("unit", "deg")], decimal(direction.zenith.degrees(), digits));
            });
        }
    });
}

fn inventoried_information(xml: &mut XmlWriter, product: &SystemProduct) {
    xml.leaf("Coverage_Tag", &[], &product.carried.coverage_tag);
    let sites: Vec<&String> = std::iter::once(&product.site).chain(&product.carried.further_sites).collect();
    list(xml, "List_of_Covered_Sites", &sites, |xml, index, site| {
        xml.leaf("Covered_Site", &[("sn", &(index + 1).to_string())], site);
    });
    xml.leaf("Toponym", &[], &product.carried.toponym);
}

fn site_information(xml: &mut XmlWriter, product: &SystemProduct) {
    xml.leaf("Reference_SiteDefinition_Id", &[], &product.site);
    match product.cloud_percentage {
        Some(percentage) => xml.leaf("Cloud_Percentage", &[], decimal(percentage, 1)),
        None => xml.leaf("Cloud_Percentage", &[], "NIL=N/A"),
    }
    xml.parent("Used_DEM", &[], |xml| {
        xml.leaf("DEM_Reference", &[], product.elevation_model.as_deref().unwrap_or("NONE"));
    });
    xml.leaf("Reflectance_Quantification_Value", &[], "NONE");
    let aks: Vec<(&str, f64)> = product.bands.iter().filter_map(|band| Some((band.name.as_str(), band.ak?))).collect();
    list(xml, "List_of_Aks", &aks, |xml, _, (band, ak)| xml.leaf("Ak", &[("sk", band)], decimal(*ak, 5)));
    let coefficients: Vec<(&str, f64)> =
        product.bands.iter().filter_map(|band| Some((band.name.as_str(), band.polarisation_coefficient?))).collect();
    list(xml, "List_of_Polarization_Coefficients", &coefficients, |xml, _, (band, coefficient)| {
        xml.leaf("Polarization_Coefficient", &[("sk", band)], decimal(*coefficient, 4));
    });
    xml.parent("Processing_Flags_And_Modes", &[], |xml| {
        for flag in PROCESSING_FLAGS {
            xml.leaf(flag, &[], product.flags.get(flag).copied().unwrap_or(false));
        }
    });
    xml.leaf("Used_Reference_Image", &[], product.carried.reference_image.as_deref().unwrap_or("NONE"));
}

/// The description of an image of so many channels, or of all images in the main header.
pub(super) fn image_information(xml: &mut XmlWriter, product: &SystemProduct, samples: SampleKind, channels: &[&str]) {
    let (data_type, bits) = match samples {
        SampleKind::Counts { significant_bits } => ("UNSIGNED_SHORT", significant_bits),
        SampleKind::Values => ("FLOAT", 32),
    };
    xml.parent("Image_Information", &[], |xml| {
        xml.leaf("Format", &[], "TIFF");
        xml.leaf("Binary_Encoding", &[], "LITTLE_ENDIAN");
        xml.leaf("Data_Type", &[], data_type);
        xml.leaf("Number_of_Significant_Bits", &[], bits);
        // Among counts none stands for "no data".
        xml.leaf("Nodata_Value", &[], "NaN");
        xml.parent("Size", &[], |xml| {
            xml.leaf("Lines", &[], product.lines);
            xml.leaf("Columns", &[], product.columns());
            xml.leaf("Bands", &[], channels.len());
        });
        xml.leaf("Image_Compacting_Tool", &[], "NO");
        list(xml, "List_of_Bands", channels, |xml, index, channel| {
            xml.leaf("Band", &[("sn", &(index + 1).to_string())], channel);
        });
        if product.level().has_scan_columns() {
            xml.parent("Pre_Post_Scan_Pixels", &[], |xml| {
                xml.leaf("Number_of_Pre_Scan_Pixels", &[], product.pre_scan);
                xml.leaf("Number_of_Useful_Pixels", &[], product.useful_columns);
                xml.leaf("Number_of_Post_Scan_Pixels", &[], product.post_scan);
            });
        }
    });
}

/// The folder of the product's files, relative to its header.
pub(super) fn data_folder(identifier: &SystemIdentifier) -> String {
    format!("{identifier}.DBL.DIR")
}

fn organisation(xml: &mut XmlWriter, product: &SystemProduct) {
    let folder = data_folder(&product.identifier);
    let image = |channel: &str| {
        let name = product.identifier.image(channel);
        FileReference { nature: "VSC_PDTIMG".to_owned(), location: Some(format!("./{folder}/{name}.HDR")), name }
    };
    list(xml, "List_of_Image_Files", &product.bands, |xml, _, band| {
        reference(xml, "Image_File", &[("sk", &band.name)], &image(&band.name));
    });
    list(xml, "List_of_Quicklook_Files", &product.carried.quick_looks, |xml, _, (band, file)| {
        reference(xml, "Quicklook_File", &[("sk", band)], file);
    });
    if product.level() == SystemLevel::L1A {
        list(xml, "List_of_Mask_Files", &MASKS, |xml, _, mask| {
            reference(xml, "Mask_File", &[("sk", mask)], &image(mask));
        });
    }
    let name = product.identifier.private();
    let private = FileReference {
        nature: format!("TEC_{}", product.identifier.semantic()),
        location: Some(format!("./{folder}/PRIVATE/{name}.EEF")),
        name,
    };
    reference(xml, "Private_Data_File", &[], &private);
}
