//! The Earth Explorer header of a product that this program makes, with the elements of the real ones.

use crate::instrument::View;
use crate::product_files::file_headers::{FileHeaders, FileSource, root_attributes, second};
use crate::product_files::georeferencing::epsg_number;
use crate::product_files::product::{Georeference, Product, SunAngles};
use crate::product_files::xml_writer::XmlWriter;

use super::header::{MASK_CHANNELS, SYNTHETIC_NOTE};

/// Corners of an image as the header names them, with the side of each: 0 for the first line or column, 1 for the last.
const CORNERS: [(&str, [f64; 2]); 4] = [
    ("Upper_Left_Corner", [0.0, 0.0]),
    ("Upper_Right_Corner", [0.0, 1.0]),
    ("Lower_Left_Corner", [1.0, 0.0]),
    ("Lower_Right_Corner", [1.0, 1.0]),
];

/// The processing flags of the format, in its order.
const FLAGS: [&str; 9] = [
    "Equalization",
    "Bad_Pixels_Correction",
    "Restoration",
    "Remanence",
    "Straylight_T1",
    "Straylight_T2",
    "Polarization",
    "Geometrical_Refinement_With_Ref_Image",
    "Interband_Geometrical_Refinement",
];

/// The header of an L1 product, as [`super::read_header`] reads it and as the schema of the interface document asks.
///
/// The identifier must be that of the format, `VE_TEST_VSC_L1VALD_<8 characters>_<yyyymmdd>`, and the reference system an EPSG code.
/// Ak are rounded to 5 decimals, polarisation coefficients to 4, wavelengths to 3, angles to 10. What the product does not say is written as an empty element, which no reader accepts. What the format asks for beyond a [`Product`]
/// is written neutrally: dates of production are that of the acquisition, angles at the corners are those at the centre, and statistics
/// of clouds and elevation are zero. It is for products that this program makes; a header that others wrote loses by it what a [`Product`] does not
/// hold, and is changed by [`crate::product_files::LosslessXml`] instead. The image is the twelve bands and the masks SAT, PIX and CLD, in 10 bits, no data 0.
pub fn write_header(product: &Product) -> String {
    let mut xml = XmlWriter::new();
    let time = instant(product);
    let headers = FileHeaders {
        name: &product.identifier,
        description: "L1PublishedProduct",
        notes: if product.synthetic { SYNTHETIC_NOTE } else { "" },
        class: part(&product.identifier, 1),
        file_type: &format!("VSC_{}", part(&product.identifier, 3)),
        validity: [time.clone(), time.clone()],
        version: 1,
        source: FileSource::this_program(time),
    };
    xml.parent("Earth_Explorer_Header", &root_attributes("VSC_PDT_L1_Header_Type", "1.6"), |xml| {
        headers.write(xml, |xml| {
            xml.parent("Instance_Id", &[], |xml| {
                xml.leaf("Nick_Name", &[], product.site.as_deref().unwrap_or_default());
                xml.leaf("Acquisition_Date", &[], date(product));
            });
            xml.parent("Product_Information", &[], |xml| product_information(xml, product));
            image_information(xml, product);
            if let Some(place) = &product.georeference {
                xml.parent("Geo_Referencing_Information", &[], |xml| coverage(xml, product, place));
            }
            organisation(xml, product);
        });
    });
    xml.finish()
}

/// `UTC=2019-02-04T08:34:37`, to the second as the format asks.
fn instant(product: &Product) -> String {
    product.acquisition.map(second).unwrap_or_default()
}

fn date(product: &Product) -> String {
    let text = product.acquisition.map(|instant| instant.to_string()).unwrap_or_default();
    text.chars().take(10).filter(|character| *character != '-').collect()
}

/// Part `index` of an identifier such as `VE_VM01_VSC_L1VALD_ISRAEL03_20190204`.
fn part(identifier: &str, index: usize) -> &str {
    identifier.split('_').nth(index).unwrap_or_default()
}

fn product_information(xml: &mut XmlWriter, product: &Product) {
    xml.leaf("Product_Level", &[], product.level.word());
    xml.leaf("Acquisition_Date_Time", &[], instant(product));
    xml.leaf(
        "Acquisition_Orbit_Number",
        &[("unit", "abs")],
        product.orbit.map(|orbit| orbit.to_string()).unwrap_or_default(),
    );
    xml.parent("Processing_Information", &[], |xml| {
        xml.leaf("Date_Time", &[], instant(product));
        let count = product.parameter_files.len().to_string();
        xml.parent("List_of_GIPP_Files", &[("count", &count)], |xml| {
            for (index, file) in product.parameter_files.iter().enumerate() {
                xml.parent("GIPP_File", &[("sn", &(index + 1).to_string())], |xml| {
                    xml.leaf("Nature", &[], &file.nature);
                    xml.leaf("File_Location", &[], "NIL=OTHER:EXTERNAL");
                    xml.leaf("Logical_Name", &[], &file.name);
                });
            }
        });
    });
    xml.leaf("Web_Site_URL", &[], "http://none");
    let count = product.quality_indexes.len().to_string();
    xml.parent("List_of_Quality_Indexes", &[("count", &count)], |xml| {
        for (index, quality) in product.quality_indexes.iter().enumerate() {
            xml.parent("Quality_Index", &[("sn", &(index + 1).to_string())], |xml| {
                xml.leaf("Code", &[], &quality.code);
                xml.leaf("Value", &[], &quality.text);
                if let Some(band) = &quality.band {
                    xml.leaf("Band_Code", &[], band);
                }
            });
        }
    });
    geographic_coverage(xml, product);
    radiometry_and_geometry(xml, product);
    xml.parent("Processing_Flags_And_Modes", &[], |xml| {
        for flag in FLAGS {
            xml.leaf(flag, &[], product.flags.get(flag).copied().unwrap_or(false));
        }
    });
    xml.leaf("Used_Reference_Image", &[], "NONE");
}

fn radiometry_and_geometry(xml: &mut XmlWriter, product: &Product) {
    by_band(xml, product, "List_of_Band_Central_Wavelength", "Band_Central_Wavelength", 3, |band| band.centre_nm);
    xml.parent("Solar_Angles", &[], |xml| {
        if let Some(SunAngles { zenith, azimuth }) = product.sun {
            angles_everywhere(xml, zenith.degrees(), azimuth.degrees());
        }
    });
    let count = product.views.len().to_string();
    xml.parent("List_of_Viewing_Angles", &[("count", &count)], |xml| {
        for View { detector_unit, zenith, azimuth } in &product.views {
            xml.parent("Viewing_Angles", &[("sn", &detector_unit.to_string())], |xml| {
                angles_everywhere(xml, zenith.degrees(), azimuth.degrees());
            });
        }
    });
    let [line_step, column_step] = steps(product);
    xml.parent("Product_Sampling", &[], |xml| sampling(xml, line_step, column_step));
    xml.parent("Viewing_Angles_In_Satellite_Frame", &[("unit", "deg")], |xml| {
        for axis in ["X_Direction", "Y_Direction", "XY_Direction"] {
            xml.leaf(axis, &[], 0);
        }
    });
    let site = product.site.as_deref().unwrap_or_default();
    let class = part(&product.identifier, 1);
    xml.leaf("Reference_SiteDefinition_Id", &[], format!("VE_{class}_MPL_SITDEF_S_{site}"));
    xml.leaf("Cloud_Percentage", &[], 0);
    xml.parent("Cloud_Detection_Statistics", &[], |xml| {
        xml.parent("Cloud_Altitude", &[], |xml| {
            xml.leaf("Average", &[("unit", "m")], 0);
            xml.leaf("Standard_Deviation", &[("unit", "m")], 0);
            xml.leaf("Histogram", &[], "100 0 0 0 0 0 0 0");
        });
        xml.parent("Cloud_Radiometry", &[], |xml| {
            xml.leaf("Average", &[], 0);
            xml.leaf("Standard_Deviation", &[], 0);
            xml.leaf("Blue_Band", &[], "B02");
        });
    });
    xml.parent("Used_DEM", &[], |xml| {
        xml.leaf("DEM_Reference", &[], "NONE");
        xml.parent("Statistics", &[], |xml| {
            for name in ["Min", "Max", "Average", "Standard_Deviation"] {
                xml.leaf(name, &[("unit", "m")], 0);
            }
        });
    });
    let scale = product.bands.first().and_then(|band| band.reflectance_per_code);
    xml.leaf("Reflectance_Quantification_Value", &[], scale.map(|scale| decimal(scale, 6)).unwrap_or_default());
    by_band(xml, product, "List_of_Aks", "Ak", 5, |band| band.ak);
    by_band(xml, product, "List_of_Polarization_Coefficients", "Polarization_Coefficient", 4, |band| {
        band.polarisation_coefficient
    });
}

fn by_band(
    xml: &mut XmlWriter,
    product: &Product,
    list: &str,
    name: &str,
    digits: usize,
    value_of: impl Fn(&crate::instrument::SpectralBand) -> Option<f64>,
) {
    let values: Vec<(&str, f64)> =
        product.bands.iter().filter_map(|band| Some((band.name.as_str(), value_of(band)?))).collect();
    xml.parent(list, &[("count", &values.len().to_string())], |xml| {
        for (band, value) in values {
            let value = decimal(value, digits);
            if name == "Band_Central_Wavelength" {
                xml.leaf(name, &[("sk", band), ("unit", "nanometer")], value);
            } else {
                xml.leaf(name, &[("sk", band)], value);
            }
        }
    });
}

/// A number with at most as many digits after the point as the schema allows.
fn decimal(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same direction at the centre and the corners of the useful image and at those of the product.
fn angles_everywhere(xml: &mut XmlWriter, zenith: f64, azimuth: f64) {
    let places: Vec<&str> = CORNERS.iter().map(|(name, _)| *name).chain(["Image_Center"]).collect();
    for (area, n_places) in [("Useful_Image", 5), ("Product", 4)] {
        xml.parent(area, &[], |xml| {
            for place in places.iter().take(n_places) {
                xml.parent(place, &[], |xml| {
                    xml.leaf("Azimuth", &[("unit", "deg")], format_args!("{azimuth:.10}"));
                    xml.leaf("Zenith", &[("unit", "deg")], format_args!("{zenith:.10}"));
                });
            }
        });
    }
}

/// The useful image in longitude and latitude, by the points of the footprint nearest to each corner.
fn geographic_coverage(xml: &mut XmlWriter, product: &Product) {
    let ring = product.georeference.as_ref().and_then(|place| place.footprint.first());
    let Some(ring) = ring else { return };
    let furthest = |[south, east]: [f64; 2]| {
        let reach = |point: &[f64; 2]| (2.0 * east - 1.0) * point[0] - (2.0 * south - 1.0) * point[1];
        ring.iter().copied().max_by(|a, b| reach(a).total_cmp(&reach(b))).unwrap_or_default()
    };
    xml.parent("Useful_Image_Geo_Coverage", &[], |xml| {
        xml.parent("Reference_System", &[], |xml| {
            xml.leaf("Code", &[], "EPSG:4326");
            xml.leaf("Short_Description", &[], "WGS84, World Geodetic System 1984 (2D)");
        });
        let mut centre = [0.0; 2];
        for (name, sides) in CORNERS {
            let point = furthest(sides);
            centre = [centre[0] + point[0] / 4.0, centre[1] + point[1] / 4.0];
            geographic_point(
                xml,
                name,
                point,
                [
                    1.0 + sides[0] * product.lines.saturating_sub(1) as f64,
                    1.0 + sides[1] * product.columns.saturating_sub(1) as f64,
                ],
            );
        }
        geographic_point(xml, "Center", centre, [product.lines.div_ceil(2) as f64, product.columns.div_ceil(2) as f64]);
    });
}

fn geographic_point(xml: &mut XmlWriter, name: &str, point: [f64; 2], pixel: [f64; 2]) {
    xml.parent(name, &[], |xml| {
        xml.leaf("Long", &[("unit", "deg")], format_args!("{:.10}", point[0]));
        xml.leaf("Lat", &[("unit", "deg")], format_args!("{:.10}", point[1]));
        xml.leaf("Line", &[], pixel[0]);
        xml.leaf("Column", &[], pixel[1]);
    });
}

/// Metres from line to line and from column to column.
fn steps(product: &Product) -> [f64; 2] {
    product.georeference.as_ref().map_or([0.0; 2], |place| [place.geotransform[5].abs(), place.geotransform[1].abs()])
}

fn sampling(xml: &mut XmlWriter, line_step: f64, column_step: f64) {
    xml.leaf("By_Line", &[("unit", "m")], line_step);
    xml.leaf("By_Column", &[("unit", "m")], column_step);
}

fn image_information(xml: &mut XmlWriter, product: &Product) {
    let channels: Vec<&str> = product.bands.iter().map(|band| band.name.as_str()).chain(MASK_CHANNELS).collect();
    let count = channels.len().to_string();
    xml.parent("Image_Information", &[], |xml| {
        xml.leaf("Format", &[], "GEOTIFF");
        xml.leaf("Binary_Encoding", &[], "LITTLE_ENDIAN");
        xml.leaf("Data_Type", &[], "UNSIGNED_SHORT");
        xml.leaf("Number_of_Significant_Bits", &[], 10);
        xml.leaf("Nodata_Value", &[], 0);
        xml.parent("Size", &[], |xml| {
            xml.leaf("Lines", &[], product.lines);
            xml.leaf("Columns", &[], product.columns);
            xml.leaf("Bands", &[], &count);
        });
        xml.leaf("Image_Compacting_Tool", &[], "NO");
        xml.parent("List_of_Bands", &[("count", &count)], |xml| {
            for (index, channel) in channels.iter().enumerate() {
                xml.leaf("Band", &[("sn", &(index + 1).to_string())], channel);
            }
        });
    });
}

/// The coverage in map coordinates, which are those of pixel centres here.
fn coverage(xml: &mut XmlWriter, product: &Product, place: &Georeference) {
    let [line_step, column_step] = steps(product);
    let (x, y) = (place.geotransform[0] + column_step / 2.0, place.geotransform[3] - line_step / 2.0);
    let (width, height) =
        (product.columns.saturating_sub(1) as f64 * column_step, product.lines.saturating_sub(1) as f64 * line_step);
    let code = epsg_number(&place.crs).map(|number| format!("EPSG:{number}")).unwrap_or_default();
    let system = |xml: &mut XmlWriter, name: &str| {
        xml.parent(name, &[], |xml| {
            xml.leaf("Code", &[], &code);
            xml.leaf("Short_Description", &[], &code);
        });
    };
    let point = |xml: &mut XmlWriter, name: &str, x: f64, y: f64| {
        xml.parent(name, &[], |xml| {
            xml.leaf("X", &[("unit", "m")], x);
            xml.leaf("Y", &[("unit", "m")], y);
        });
    };
    xml.parent("Product_Coverage", &[], |xml| {
        xml.parent("Cartographic", &[], |xml| {
            system(xml, "Coordinate_Reference_System");
            point(xml, "Upper_Left_Corner", x, y);
            xml.leaf("Width", &[("unit", "m")], width.round());
            xml.leaf("Height", &[("unit", "m")], height.round());
            xml.parent("Sampling_Interval", &[], |xml| sampling(xml, line_step, column_step));
        });
    });
    xml.parent("Useful_Image_Coverage", &[], |xml| {
        xml.parent("Cartographic", &[], |xml| {
            system(xml, "Reference_System");
            for (name, [south, east]) in CORNERS {
                point(xml, name, x + east * width, y - south * height);
            }
        });
    });
}

fn organisation(xml: &mut XmlWriter, product: &Product) {
    let folder = format!("./{}.DBL.DIR", product.identifier);
    let item = |xml: &mut XmlWriter, element: &str, nature: &str| {
        // VE_VM01_VSC_L1VALD_… becomes VE_VM01_VSC_PDTIMG_L1VALD_…
        let name = product.identifier.replacen("_VSC_", &format!("_{nature}_"), 1);
        xml.parent(element, &[], |xml| {
            xml.leaf("Nature", &[], nature);
            xml.leaf("File_Location", &[], format_args!("{folder}/{name}.HDR"));
            xml.leaf("Logical_Name", &[], &name);
        });
    };
    xml.parent("Product_Organization", &[], |xml| {
        item(xml, "Image_File", "VSC_PDTIMG");
        item(xml, "Quicklook_File", "VSC_PDTQLK");
        xml.leaf("List_of_Annex_Files", &[("count", "0")], "");
    });
}
