//! MUSCATE products, written by the tests after CNES' template.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use viq::imagery::{NoDataReason, Reasons, Tile};
use viq::product_files::muscate::parse_metadata;
use viq::product_files::{Level, describe, open};
use viq::supervision::{DEFAULT_MEMORY_BUDGET_BYTES, Observer, Progress, Supervision, Warning};

use crate::shared_data::shared;
use crate::synthetic::write_bands;

const NAME: &str = "VENUS-XS_20190204-083437-000_L2A_TEST_C_V1-0";

/// Writes metadata of `level` with files of `natures` (`FRE`, `SRE`, `REF`), a divisor, and masks.
fn metadata(level: &str, natures: &[(&str, &str)], divisor: &str, masks: &str, special: &str) -> String {
    let mut images = String::new();
    for (nature, code) in natures {
        write!(images, "<Image><Image_Properties><NATURE>{nature}</NATURE></Image_Properties><Image_File_List>")
            .unwrap();
        for band in [1, 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9] {
            write!(images, "<IMAGE_FILE band_id=\"B{band}\">{NAME}_{code}_B{band}.tif</IMAGE_FILE>").unwrap();
        }
        images.push_str("</Image_File_List></Image>");
    }
    let mut views = String::new();
    for unit in 1..=4 {
        write!(
            views,
            "<Mean_Viewing_Incidence_Angle detector_id=\"0{unit}\"><ZENITH_ANGLE unit=\"deg\">1{unit}.5</ZENITH_ANGLE>\
             <AZIMUTH_ANGLE unit=\"deg\">170</AZIMUTH_ANGLE></Mean_Viewing_Incidence_Angle>"
        )
        .unwrap();
    }
    format!(
        "<?xml version=\"1.0\"?>\n<Muscate_Metadata_Document>\
         <Dataset_Identification><GEOGRAPHICAL_ZONE type=\"Site\">TEST</GEOGRAPHICAL_ZONE></Dataset_Identification>\
         <Product_Characteristics><PRODUCT_ID>{NAME}</PRODUCT_ID>\
         <ACQUISITION_DATE>2019-02-04T08:34:37.250</ACQUISITION_DATE><PRODUCT_LEVEL>{level}</PRODUCT_LEVEL>\
         <ORBIT_NUMBER type=\"Orbit\">7993</ORBIT_NUMBER></Product_Characteristics>\
         <Product_Organisation><Muscate_Product><Image_List>{images}</Image_List><Mask_List>{masks}</Mask_List>\
         </Muscate_Product></Product_Organisation>\
         <Geometric_Informations><Mean_Value_List><Sun_Angles><ZENITH_ANGLE unit=\"deg\">52.5</ZENITH_ANGLE>\
         <AZIMUTH_ANGLE unit=\"deg\">156.25</AZIMUTH_ANGLE></Sun_Angles>\
         <Mean_Viewing_Incidence_Angle_List>{views}</Mean_Viewing_Incidence_Angle_List></Mean_Value_List>\
         </Geometric_Informations>\
         <Radiometric_Informations><REFLECTANCE_QUANTIFICATION_VALUE>{divisor}</REFLECTANCE_QUANTIFICATION_VALUE>\
         <Special_Values_List>{special}</Special_Values_List>\
         <Spectral_Band_Informations_List><Spectral_Band_Informations band_id=\"B1\"><Calibration_Coefficients_Lists>\
         <Native_Coefficients_List><COEFFICIENT name=\"Ak\">0.204</COEFFICIENT></Native_Coefficients_List>\
         </Calibration_Coefficients_Lists><Wavelength/></Spectral_Band_Informations></Spectral_Band_Informations_List>\
         </Radiometric_Informations>\
         <Quality_Informations><Current_Product><Product_Quality_List level=\"N2\"><Product_Quality><Global_Index_List>\
         <QUALITY_INDEX name=\"CirrusDetected\">false</QUALITY_INDEX><QUALITY_INDEX name=\"CloudPercent\">12</QUALITY_INDEX>\
         </Global_Index_List></Product_Quality></Product_Quality_List></Current_Product></Quality_Informations>\
         </Muscate_Metadata_Document>"
    )
}

fn mask(nature: &str, file: &str, attributes: &str) -> String {
    format!(
        "<Mask><Mask_Properties><NATURE>{nature}</NATURE></Mask_Properties><Mask_File_List>\
         <MASK_FILE {attributes}>{file}</MASK_FILE></Mask_File_List></Mask>"
    )
}

const LINES: usize = 20;
const COLUMNS: usize = 18;

/// Band k (from 1) holds `scale`·k, with -5 as its second sample.
fn write_images(folder: &Path, code: &str, scale: i16) {
    for band in 1..=12_i16 {
        let mut samples = vec![scale * band; LINES * COLUMNS];
        samples[1] = -5;
        samples[2] = -10_000;
        if band == 3 {
            samples[3] = -10_000;
        }
        let path = folder.join(format!("{NAME}_{code}_B{band}.tif"));
        write_bands(&path, LINES, COLUMNS, &["reflectance"], &[samples]).unwrap();
    }
}

fn write_metadata(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join(format!("{NAME}_MTD_ALL.xml"));
    std::fs::write(&path, text).unwrap();
    path
}

fn read(path: &Path, bands: &[usize]) -> Vec<Tile> {
    let raster = open(path, None, &Supervision::unattended()).unwrap().raster;
    let mut tiles = Vec::new();
    raster.read(bands, raster.size().window(), &mut tiles, &Supervision::unattended()).unwrap();
    tiles
}

const NO_DATA: &str = "<SPECIAL_VALUE name=\"nodata\">-10000</SPECIAL_VALUE>";

#[test]
fn a_surface_reflectance_product_is_read_with_its_divisor_whichever_it_is() {
    for (divisor, factor) in [("1000", 0.001), ("10000", 0.0001)] {
        let folder = tempfile::tempdir().unwrap();
        write_images(folder.path(), "FRE", 10);
        let text = metadata("L2A", &[("Flat_Reflectance", "FRE")], divisor, "", NO_DATA);
        let path = write_metadata(folder.path(), &text);
        for path in [folder.path(), &path] {
            let product = describe(path, None).unwrap();
            assert_eq!((product.level, product.identifier.as_str()), (Level::L2A, NAME));
            assert_eq!((product.site.as_deref(), product.orbit), (Some("TEST"), Some(7993)));
            assert_eq!(product.acquisition.unwrap().to_string(), "2019-02-04T08:34:37.25Z");
            assert_eq!(product.bands.iter().map(|band| band.name.as_str()).collect::<Vec<_>>()[8..10], ["B09", "B10"]);
            let reflectance = product.bands[0].reflectance_per_code.unwrap();
            assert!((reflectance - factor).abs() < 1e-15);
            assert_eq!((product.bands[0].ak, product.bands[1].ak), (Some(0.204), None));
            assert_eq!(product.bands[0].centre_nm, None);
            assert_eq!(product.views.len(), 4);
            assert!((product.view_of("B06").unwrap().zenith.degrees() - 14.5).abs() < 1e-12);
            assert!((product.sun.unwrap().azimuth.degrees() - 156.25).abs() < 1e-12);
            assert_eq!((product.lines, product.columns), (LINES, COLUMNS));
            assert_eq!(product.georeference.unwrap().crs, "EPSG:32636");
            assert_eq!(product.quality_indexes.len(), 2);
            assert_eq!((product.quality_indexes[0].value, product.quality_indexes[1].value), (None, Some(12.0)));
            assert_eq!(product.files.len(), 13);
        }
    }
}

#[test]
fn negative_reflectances_are_kept_and_no_data_has_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    write_images(folder.path(), "FRE", 10);
    // Whether the metadata name the value or leave it to the format.
    for special in [NO_DATA, ""] {
        let path = write_metadata(folder.path(), &metadata("L2A", &[("Flat_Reflectance", "FRE")], "1000", "", special));
        let tiles = read(&path, &[2, 9]);
        assert_eq!(tiles[0].values[..2], [30.0, -5.0]);
        assert_eq!(tiles[1].values[..2], [100.0, -5.0]);
        assert!(tiles[0].reasons[..2].iter().all(|reasons| reasons.is_valid()));
        assert_eq!(tiles[0].reasons[2], Reasons::only(NoDataReason::Outside));
        assert_eq!(tiles[0].reasons[3], Reasons::only(NoDataReason::Missing));
        assert!(tiles[1].reasons[3].is_valid());
    }
}

#[test]
fn an_l1c_product_is_read_and_zero_is_its_no_data() {
    let folder = tempfile::tempdir().unwrap();
    for band in 1..=12_u16 {
        let mut samples = vec![100 * band; LINES * COLUMNS];
        samples[0] = 0;
        let path = folder.path().join(format!("{NAME}_REF_B{band}.tif"));
        write_bands(&path, LINES, COLUMNS, &["reflectance"], &[samples]).unwrap();
    }
    let path = write_metadata(folder.path(), &metadata("L1C", &[("Reflectance", "REF")], "1000", "", ""));
    assert_eq!(describe(&path, None).unwrap().level, Level::L1C);
    let tiles = read(&path, &[11]);
    assert_eq!(tiles[0].reasons[0], Reasons::only(NoDataReason::Outside));
    assert_eq!(tiles[0].values[1], 1200.0);
    assert!(tiles[0].reasons[1].is_valid());
}

#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Observer for Heard {
    fn progress(&self, _progress: &Progress) {}
    fn warning(&self, warning: &Warning) {
        self.0.lock().unwrap().push(warning.message.clone());
    }
}

#[test]
fn flat_reflectance_is_preferred_and_surface_reflectance_taken_where_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    write_images(folder.path(), "SRE", 20);
    let natures = [("Surface_Reflectance", "SRE"), ("Flat_Reflectance", "FRE")];
    let path = write_metadata(folder.path(), &metadata("L2A", &natures, "1000", "", NO_DATA));
    let heard = Arc::new(Heard::default());
    let supervision = Supervision::new(heard.clone(), Arc::default(), DEFAULT_MEMORY_BUDGET_BYTES);
    let opened = open(&path, None, &supervision).unwrap();
    assert!(heard.0.lock().unwrap()[0].contains("Surface_Reflectance is read instead"));
    drop(opened);
    assert_eq!(read(&path, &[0])[0].values[0], 20.0);
    write_images(folder.path(), "FRE", 10);
    assert_eq!(read(&path, &[0])[0].values[0], 10.0);
}

#[test]
fn masks_become_reasons_and_a_mask_that_lacks_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write_images(folder.path(), "FRE", 10);
    std::fs::create_dir(folder.path().join("MASKS")).unwrap();
    let write_mask = |name: &str, at: usize, value: u16| {
        let mut samples = vec![0_u16; LINES * COLUMNS];
        samples[at] = value;
        write_bands(&folder.path().join("MASKS").join(name), LINES, COLUMNS, &["mask"], &[samples]).unwrap();
    };
    write_mask("SAT.tif", 10, 0b100);
    write_mask("PIX.tif", 11, 0b100);
    write_mask("CLM.tif", 12, 0b1000_0001);
    write_mask("EDG.tif", 13, 1);
    write_mask("MG2.tif", 14, 0b1010);
    let masks = [
        mask("Saturation", "MASKS/SAT.tif", "band_id=\"B3\" bit_number=\"3\""),
        mask("Aberrant_Pixels", "MASKS/PIX.tif", "band_id=\"B3\" bit_number=\"3\""),
        mask("Detailed_Cloud", "MASKS/CLM.tif", "group_id=\"XS\""),
        mask("Edge", "MASKS/EDG.tif", "group_id=\"XS\""),
        mask("Cloud", "MASKS/MG2.tif", "group_id=\"XS\" bit_number=\"2\""),
        mask("Snow", "MASKS/MG2.tif", "group_id=\"XS\" bit_number=\"3\""),
        mask("Defective_Pixel", "MASKS/NONE.tif", "group_id=\"XS\""),
        mask("Useful_Image", "MASKS/USI.tif", "group_id=\"XS\""),
    ];
    let path = write_metadata(
        folder.path(),
        &metadata("L2A", &[("Flat_Reflectance", "FRE")], "1000", &masks.concat(), NO_DATA),
    );
    let tiles = read(&path, &[2, 3]);
    let expected = [
        (10, NoDataReason::Saturated, false),
        (11, NoDataReason::Defective, false),
        (12, NoDataReason::Cloud, true),
        (13, NoDataReason::Outside, true),
        (14, NoDataReason::Cloud, true),
    ];
    for (at, reason, in_all_bands) in expected {
        assert_eq!(tiles[0].reasons[at], Reasons::only(reason), "sample {at}");
        assert_eq!(!tiles[1].reasons[at].is_valid(), in_all_bands, "sample {at}");
    }
    assert!(tiles[0].reasons[15].is_valid());
    let heard = Arc::new(Heard::default());
    let supervision = Supervision::new(heard.clone(), Arc::default(), DEFAULT_MEMORY_BUDGET_BYTES);
    open(&path, None, &supervision).unwrap();
    let heard = heard.0.lock().unwrap();
    assert!(heard.iter().any(|message| message.contains("NONE.tif")), "{heard:?}");
    assert!(heard.iter().any(|message| message.contains("USI.tif")), "{heard:?}");
    assert_eq!(describe(&path, None).unwrap().files.len(), 1 + 12 + 5);
}

#[test]
fn a_mask_of_another_size_is_told_and_not_used() {
    let folder = tempfile::tempdir().unwrap();
    write_images(folder.path(), "FRE", 10);
    write_bands(&folder.path().join("CLM.tif"), 5, 5, &["mask"], &[vec![1_u16; 25]]).unwrap();
    let masks = mask("Detailed_Cloud", "CLM.tif", "group_id=\"XS\"");
    let text = metadata("L2A", &[("Flat_Reflectance", "FRE")], "1000", &masks, NO_DATA);
    let path = write_metadata(folder.path(), &text);
    let heard = Arc::new(Heard::default());
    let supervision = Supervision::new(heard.clone(), Arc::default(), DEFAULT_MEMORY_BUDGET_BYTES);
    open(&path, None, &supervision).unwrap();
    assert!(heard.0.lock().unwrap()[0].contains("found 5 × 5"));
    assert!(read(&path, &[0])[0].reasons[0].is_valid());
}

#[test]
fn the_angles_of_an_l1c_may_stand_in_a_file_beside_its_metadata() {
    let folder = tempfile::tempdir().unwrap();
    write_images(folder.path(), "REF", 10);
    let text = metadata("L1C", &[("Reflectance", "REF")], "1000", "", NO_DATA);
    let without_angles = text.split("<Geometric_Informations>").next().unwrap().to_owned()
        + text.split("</Geometric_Informations>").nth(1).unwrap();
    let named = without_angles.replace(
        "</Muscate_Product>",
        "<Data_List><Data><Data_Properties><NATURE>Useful_Image_Informations_File</NATURE></Data_Properties>\
         <Data_File_List><DATA_FILE>DATA/UII_ALL.xml</DATA_FILE></Data_File_List></Data></Data_List></Muscate_Product>",
    );
    let path = write_metadata(folder.path(), &named);
    assert!(describe(&path, None).unwrap().views.is_empty());
    std::fs::create_dir(folder.path().join("DATA")).unwrap();
    std::fs::write(
        folder.path().join("DATA/UII_ALL.xml"),
        "<Useful_Image><Sun_Angles_List><Sun_Angles name=\"center\"><ZENITH_ANGLE>40</ZENITH_ANGLE>\
         <AZIMUTH_ANGLE>150</AZIMUTH_ANGLE></Sun_Angles></Sun_Angles_List>\
         <Viewing_Incidence_Angles_List detector_id=\"04\"><Viewing_Incidence_Angles name=\"upperLeft\"/>\
         <Viewing_Incidence_Angles name=\"center\"><ZENITH_ANGLE>14.25</ZENITH_ANGLE><AZIMUTH_ANGLE>170</AZIMUTH_ANGLE>\
         </Viewing_Incidence_Angles></Viewing_Incidence_Angles_List></Useful_Image>",
    )
    .unwrap();
    let product = describe(&path, None).unwrap();
    assert!((product.sun.unwrap().zenith.degrees() - 40.0).abs() < 1e-12);
    assert!((product.view_of("B06").unwrap().zenith.degrees() - 14.25).abs() < 1e-12);
}

#[test]
fn metadata_without_images_describe_the_product_only_where_they_say_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let text = metadata("L2A", &[("Flat_Reflectance", "FRE")], "1000", "", NO_DATA);
    let path = write_metadata(folder.path(), &text);
    let error = describe(&path, None).unwrap_err().to_string();
    assert!(error.contains("_FRE_B") && error.contains("no such file"), "{error}");
    let placed = text.replace(
        "<Geometric_Informations>",
        "<Geoposition_Informations><Coordinate_Reference_System><Horizontal_Coordinate_System>\
         <HORIZONTAL_CS_CODE>32631</HORIZONTAL_CS_CODE></Horizontal_Coordinate_System></Coordinate_Reference_System>\
         <Geopositioning><Group_Geopositioning_List><Group_Geopositioning group_id=\"XS\"><ULX>600000</ULX>\
         <ULY>4900020</ULY><XDIM>10</XDIM><YDIM>-10</YDIM><NROWS>10980</NROWS><NCOLS>10980</NCOLS>\
         </Group_Geopositioning></Group_Geopositioning_List></Geopositioning></Geoposition_Informations>\
         <Geometric_Informations>",
    );
    let path = write_metadata(folder.path(), &placed);
    let product = describe(&path, None).unwrap();
    assert_eq!((product.lines, product.columns), (10980, 10980));
    let place = product.georeference.unwrap();
    assert_eq!(place.geotransform, [600000.0, 10.0, 0.0, 4900020.0, 0.0, -10.0]);
    // The corners that the template's own comment values give: 44.2465509345 N 4.25248087222 E, 43.2356009597 N 5.58380827957 E.
    for corner in [[4.25248087222, 44.2465509345], [5.58380827957, 43.2356009597]] {
        let near = |point: &[f64; 2]| (point[0] - corner[0]).hypot(point[1] - corner[1]) < 1e-6;
        assert!(place.footprint[0].iter().any(near), "{:?}", place.footprint);
    }
    assert!(open(&path, None, &Supervision::unattended()).is_err());
}

#[test]
fn the_missions_own_template_is_refused_only_for_its_placeholders() {
    let Some(path) = shared("venus_icd/templates_muscate/L2.product/MTD_ALL.xml") else { return };
    let template = std::fs::read_to_string(path).unwrap();
    let error = parse_metadata(Path::new("template.xml"), &template).unwrap_err().to_string();
    assert!(error.contains("found \"NOT_INITIALIZED"), "{error}");
    // Filled in, it is read: the placeholders' own examples, and 1 where there are none.
    let filled = template.replace(">NOT_INITIALIZED<", ">1<").replace("NOT_INITIALIZED ", "");
    let metadata = parse_metadata(Path::new("template.xml"), &filled).unwrap();
    assert_eq!(
        metadata.images.iter().map(|set| set.nature.as_str()).collect::<Vec<_>>(),
        ["Flat_Reflectance", "Surface_Reflectance"]
    );
    assert_eq!(metadata.images[0].files.len(), 12);
    assert_eq!(metadata.images[0].files[9].0, "B10");
    assert_eq!(metadata.no_data, Some(-10_000.0));
    assert_eq!(metadata.product.views.len(), 4);
    assert!((metadata.product.bands[0].reflectance_per_code.unwrap() - 0.001).abs() < 1e-15);
    assert_eq!(metadata.masks.iter().filter(|mask| mask.nature == "Saturation").count(), 12);
}
