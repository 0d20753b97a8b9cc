//! Writing the private data of a system product (`VE_TEC_PDTSYS_SystemProductTechnicalData.xsd`,
//! `VE_TEC_PDTINV_InventoriedRawProductTechnicalData.xsd` 0.42).

use super::fixed_header::{FileKind, data_file, decimal, list, reference};
use super::identifier::SystemLevel;
use super::main_header::instance;
use super::private_data::PrivateData;
use super::record::{SystemBand, SystemProduct};
use crate::parameter_sets::BandSettings;
use crate::product_files::xml_writer::XmlWriter;

/// The file of private data.
pub(super) fn private_file(product: &SystemProduct) -> String {
    let identifier = &product.identifier;
    let inventoried = product.level() == SystemLevel::Inventoried;
    let name = identifier.private();
    let file_type = format!("TEC_{}", identifier.semantic());
    let kind = FileKind {
        root_type: if inventoried { "TEC_PDTINV_File_Type" } else { "TEC_PDTSYS_File_Type" },
        version: "0.42",
        name: &name,
        description: if inventoried { "InventoriedRawProductTechnicalData" } else { "SystemProductTechnicalData" },
        file_type: &file_type,
        further_note: &product.private.note(),
    };
    data_file(&kind, product, |xml| {
        xml.parent("Instance_Id", &[], |xml| instance(xml, identifier));
        xml.leaf("Reference_Product_Header_Id", &[], identifier);
        xml.parent("Private_Product_Information", &[], |xml| {
            information(xml, product);
            line_intervals(xml, product);
            if let (false, Some(raw)) = (inventoried, &product.private.raw_product) {
                xml.leaf("Used_InventoriedRaw_Product_Id", &[], raw);
            }
        });
        xml.parent("Private_Product_Organization", &[], |xml| organisation(xml, &product.private, inventoried));
    })
}

fn information(xml: &mut XmlWriter, product: &SystemProduct) {
    // A figure that is not known is written as 0; the notes say which.
    let private = &product.private;
    let degrees = |xml: &mut XmlWriter, name: &str, value: f64| xml.leaf(name, &[("unit", "deg")], value);
    xml.parent("Earth_Rotation_Parameters", &[], |xml| {
        let [x, y] = private.pole_arcsec.unwrap_or_default();
        xml.leaf("X_Pole", &[("unit", "arcsec")], x);
        xml.leaf("Y_Pole", &[("unit", "arcsec")], y);
        xml.leaf("Delta_TU1-TUC", &[("unit", "s")], private.ut1_less_utc_s.unwrap_or_default());
    });
    list(xml, "List_of_Datation_Line_Models", &product.bands, |xml, _, band| {
        xml.parent("Datation_Line_Model", &[("sk", &band.name)], |xml| {
            xml.leaf("Line_Ref", &[], band.datation.reference_line);
            xml.leaf("Time_Ref", &[("unit", "day")], format_args!("MJD={:.12}", band.datation.reference_mjd_days));
            xml.leaf("Te", &[("unit", "s")], decimal(product.settings.line_time_us / 1e6, 12));
        });
    });
    degrees(xml, "Cape", private.heading_deg.unwrap_or_default());
    xml.parent("Attitude", &[], |xml| {
        for (name, angle) in ["Roll", "Pitch", "Yaw"].into_iter().zip(private.attitude_deg.unwrap_or_default()) {
            degrees(xml, name, angle);
        }
    });
    xml.parent("Nadir", &[], |xml| {
        let [longitude, latitude] = private.nadir_deg.unwrap_or_default();
        degrees(xml, "Long", longitude);
        degrees(xml, "Lat", latitude);
    });
    degrees(xml, "Geom_Slide_Angle", private.slide_angle_deg.unwrap_or_default());
    let [along_track, along_detector] = private.resolution_m.unwrap_or_default();
    xml.leaf("Along_Track_Resolution", &[("unit", "m")], along_track);
    xml.leaf("Along_Detector_Resolution", &[("unit", "m")], along_detector);
    xml.parent("Acquisition_Tech_Params_Set", &[], |xml| technical_parameters(xml, product));
}

/// TDI stages and codes: each element lists the bands in their order. Codes are in the camera's frame, as the settings have them.
fn technical_parameters(xml: &mut XmlWriter, product: &SystemProduct) {
    let of_bands =
        |figure: &dyn Fn(&SystemBand) -> String| product.bands.iter().map(figure).collect::<Vec<_>>().join(" ");
    xml.leaf("TDI_Configuration_Values", &[], of_bands(&|band| band.tdi.to_string()));
    let codes = |figure: fn(&BandSettings) -> u8| {
        of_bands(&|band| {
            product.settings.bands.get(&band.name).map(|codes| figure(codes).to_string()).unwrap_or_default()
        })
    };
    xml.leaf("Left_Gain_Values", &[], codes(|band| band.left.gain));
    xml.leaf("Left_Offset_Values", &[], codes(|band| band.left.offset));
    xml.leaf("Right_Gain_Values", &[], codes(|band| band.right.gain));
    xml.leaf("Right_Offset_Values", &[], codes(|band| band.right.offset));
}

fn line_intervals(xml: &mut XmlWriter, product: &SystemProduct) {
    let intervals: Vec<(&String, &[u64; 2])> = product.private.line_intervals.iter().collect();
    list(xml, "List_of_Line_Intervals", &intervals, |xml, _, (band, [first, last])| {
        xml.parent("Line_Interval", &[("sk", band)], |xml| {
            xml.leaf("First", &[], first);
            xml.leaf("Last", &[], last);
        });
    });
}

fn organisation(xml: &mut XmlWriter, private: &PrivateData, inventoried: bool) {
    list(xml, "List_of_Auxiliary_Data_Files", &private.auxiliary, |xml, _, (code, file)| {
        reference(xml, "Auxiliary_Data_File", &[("sk", code)], file);
    });
    reference(xml, "Geom_Refinement_File", &[], &private.geometric_model);
    if inventoried {
        let files: Vec<_> = private.line_dates.iter().collect();
        list(xml, "List_of_Datation_Line_Files", &files, |xml, _, (band, file)| {
            reference(xml, "Datation_Line_File", &[("sk", band)], file);
        });
    }
}
