//! Bad input: an error that names the file, what was needed and what was found; never a panic.

use std::path::{Path, PathBuf};

use viq::product_files::muscate::parse_metadata;
use viq::product_files::venus_l1::{parse_header, write_header};
use viq::product_files::{METADATA_LIMIT_BYTES, ProductError, describe, open};
use viq::supervision::Supervision;

use crate::synthetic::{CHANNELS, image_path, plain_channels, write_bands, write_product};
use crate::written_header::synthetic_product;

/// What `open` and `describe` complain about, which must be the same.
fn complaint(path: &Path, image: Option<&Path>) -> String {
    let error = open(path, image, &Supervision::unattended()).err().unwrap().to_string();
    assert_eq!(error, describe(path, image).unwrap_err().to_string());
    error
}

fn assert_says(error: &str, words: &[&str]) {
    for word in words {
        assert!(error.contains(word), "needed \"{word}\" in: {error}");
    }
}

fn header_text() -> String {
    write_header(&synthetic_product(20, 30))
}

fn write_text(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("VE_TEST_VSC_L1VALD_SYNTH_01_20200102.HDR");
    std::fs::write(&path, text).unwrap();
    path
}

fn header_complaint(text: &str) -> String {
    parse_header(Path::new("some.HDR"), text).unwrap_err().to_string()
}

#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["none.HDR", "none.tif", "none_MTD_ALL.xml", "none"] {
        assert_says(&complaint(&folder.path().join(name), None), &[name, "found no such file"]);
    }
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    assert_says(&complaint(&header, Some(&folder.path().join("crop.tif"))), &["crop.tif", "found no such file"]);
}

#[test]
fn an_empty_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["empty.HDR", "empty.tif", "empty_MTD_ALL.xml"] {
        let path = folder.path().join(name);
        std::fs::write(&path, "").unwrap();
        assert_says(&complaint(&path, None), &[name, "found an empty file"]);
    }
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    std::fs::write(image_path(&header), "").unwrap();
    assert_says(&complaint(&header, None), &["PDTIMG", "found an empty file"]);
}

#[test]
fn a_header_without_its_image_is_described_but_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_text(folder.path(), &header_text());
    let product = describe(&header, None).unwrap();
    assert_eq!((product.lines, product.columns), (20, 30));
    let error = open(&header, None, &Supervision::unattended()).err().unwrap();
    assert!(matches!(error, ProductError::HeaderWithoutImage { .. }));
    let error = error.to_string();
    assert_says(
        &error,
        &[
            "SYNTH_01_20200102.HDR: needed the image of this header, found no VE_TEST_VSC_PDTIMG_L1VALD_SYNTH_01_20200102.DBL.TIF",
            "and no VE_TEST_VSC_L1VALD_SYNTH_01_20200102.DBL.TIF beside it",
            "or in VE_TEST_VSC_L1VALD_SYNTH_01_20200102.DBL.DIR",
        ],
    );
    // The folder is said once.
    assert_eq!(error.matches(folder.path().to_str().unwrap()).count(), 1, "{error}");
    assert!(error.len() < 300, "{error}");
}

#[test]
fn an_image_without_its_header_is_refused_with_the_headers_name() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    std::fs::remove_file(&header).unwrap();
    let image = image_path(&header);
    for path in [image.as_path(), image.parent().unwrap()] {
        assert_says(&complaint(path, None), &["needed the header", "VE_TEST_VSC_L1VALD_SYNTH_01_20200102.HDR"]);
    }
}

#[test]
fn a_truncated_image_fails_at_its_reading_and_names_the_file_and_the_block() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 60, 50, &plain_channels(60, 50));
    let image = image_path(&header);
    let opened = open(&header, None, &Supervision::unattended()).unwrap();
    let bytes = std::fs::read(&image).unwrap();
    drop(opened);
    // GDAL writes the directory of such a small file at its beginning, so that it opens; the end of the last band's last tile is gone.
    std::fs::write(&image, &bytes[..bytes.len() - 4]).unwrap();
    let opened = open(&header, None, &Supervision::unattended()).unwrap();
    let window = opened.raster.size().window();
    let mut tiles = Vec::new();
    let bands: Vec<usize> = (0..12).collect();
    let error = opened.raster.read(&bands, window, &mut tiles, &Supervision::unattended()).unwrap_err();
    assert_says(&error.to_string(), &["PDTIMG", "band 15", "block of lines", "needed its samples"]);
    // The reader stays of use.
    opened.raster.read(&[0], viq::imagery::Window::new(0, 0, 16, 16), &mut tiles, &Supervision::unattended()).unwrap();
}

#[test]
fn an_image_with_another_number_of_bands_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let channels = plain_channels(20, 30);
    let header = write_product(folder.path(), 20, 30, &channels);
    let crop = folder.path().join("crop.tif");
    for n_bands in [1, 11, 13, 14] {
        write_bands(&crop, 20, 30, &CHANNELS[..n_bands], &channels[..n_bands]).unwrap();
        let found = format!("found {n_bands} bands");
        assert_says(&complaint(&header, Some(&crop)), &["crop.tif", "needed 12 bands, or 15", &found]);
    }
}

#[test]
fn an_image_of_another_size_than_its_header_says_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    write_bands(&image_path(&header), 10, 30, &CHANNELS, &plain_channels(10, 30)).unwrap();
    assert_says(&complaint(&header, None), &["needed 20 lines × 30 columns", "10 × 30"]);
}

#[test]
fn an_image_is_paired_with_nothing_but_a_header() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.tif");
    write_bands(&path, 1, 1, &["B01"], &[vec![1_u16]]).unwrap();
    assert_says(&complaint(&path, Some(&path)), &["picture.tif", "no VENµS L1 header"]);
}

#[test]
fn a_raster_of_no_listed_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.tif");
    std::fs::write(&text, "no raster at all, whatever its name").unwrap();
    assert_says(&complaint(&text, None), &["text.tif", "GTiff"]);
    // A virtual raster may name any file of the machine.
    let picture = folder.path().join("picture.tif");
    write_bands(&picture, 1, 1, &["B01"], &[vec![1_u16]]).unwrap();
    let virtual_raster = folder.path().join("virtual.vrt");
    let source = picture.display();
    std::fs::write(
        &virtual_raster,
        format!(
            "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"><VRTRasterBand dataType=\"UInt16\" band=\"1\"><SimpleSource>\
             <SourceFilename>{source}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
        ),
    )
    .unwrap();
    assert_says(&complaint(&virtual_raster, None), &["virtual.vrt", "GTiff"]);
}

#[test]
fn the_header_of_an_envi_raster_is_told_from_one_of_a_product() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.hdr");
    std::fs::write(&path, "ENVI\nsamples = 2\n").unwrap();
    assert_says(&complaint(&path, None), &["picture.hdr", "ENVI raster", "name the raster"]);
}

#[test]
fn metadata_that_name_files_without_end_are_refused() {
    let named = |list: &str, item: &str, n: usize| {
        let items: String = (0..n).fold(String::new(), |text, index| text + &item.replace("INDEX", &index.to_string()));
        format!(
            "<Muscate_Metadata_Document><Product_Characteristics><PRODUCT_ID>x</PRODUCT_ID>\
             <ACQUISITION_DATE>2019-01-01T00:00:00</ACQUISITION_DATE><PRODUCT_LEVEL>L2A</PRODUCT_LEVEL>\
             </Product_Characteristics><Product_Organisation><Muscate_Product><Image_List><Image><Image_Properties>\
             <NATURE>Flat_Reflectance</NATURE></Image_Properties><Image_File_List><IMAGE_FILE band_id=\"B1\">x.tif\
             </IMAGE_FILE>{}</Image_File_List></Image></Image_List><Mask_List><Mask><Mask_Properties><NATURE>Edge</NATURE>\
             </Mask_Properties><Mask_File_List>{}</Mask_File_List></Mask></Mask_List></Muscate_Product>\
             </Product_Organisation><Radiometric_Informations><REFLECTANCE_QUANTIFICATION_VALUE>1000\
             </REFLECTANCE_QUANTIFICATION_VALUE></Radiometric_Informations></Muscate_Metadata_Document>",
            if list == "images" { &items } else { "" },
            if list == "masks" { &items } else { "" },
        )
    };
    let complaint = |text: &str| parse_metadata(Path::new("some.xml"), text).unwrap_err().to_string();
    let images = named("images", "<IMAGE_FILE band_id=\"XINDEX\">x.tif</IMAGE_FILE>", 200_000);
    assert_says(&complaint(&images), &["some.xml", "needed at most 100 files"]);
    let masks = named("masks", "<MASK_FILE>xINDEX.tif</MASK_FILE>", 200_000);
    assert_says(&complaint(&masks), &["some.xml", "needed at most 10000 files"]);
}

#[test]
fn a_folder_with_no_product_or_with_several_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert_says(&complaint(folder.path(), None), &["*_VSC_L1*.HDR", "*_MTD_ALL.xml"]);
    for day in ["01", "02"] {
        std::fs::write(folder.path().join(format!("VE_TEST_VSC_L1VALD_SYNTH_01_202001{day}.HDR")), "x").unwrap();
    }
    assert_says(&complaint(folder.path(), None), &["2 L1 headers"]);
}

#[test]
fn malformed_xml_is_located() {
    let cases = [
        ("<a>\n  <b></c>\n</a>", "line 2"),
        ("<a>\n<b>", "line 2"),
        ("<a/><b/>", "line 1"),
        ("text", "line 1"),
        ("</a>", "line 1"),
        ("<a>\n\n&nothing;</a>", "line 3"),
        ("<a x='&nothing;'/>", "line 1"),
        ("<a x='1' x='2'/>", "line 1"),
        ("<a>&#x110000;</a>", "line 1"),
        ("<!-- nothing -->", "no element at all"),
    ];
    for (text, place) in cases {
        assert_says(&header_complaint(text), &["some.HDR", "needed well-formed XML", place]);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.HDR");
    std::fs::write(&path, b"<a>\nV\xC9NUS</a>").unwrap();
    assert_says(&complaint(&path, None), &["latin.HDR", "line 2, column 2", "UTF-8"]);
}

#[test]
fn an_entity_bomb_is_refused_at_its_document_type() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;&x;&x;\">]>\n<a>&y;</a>";
    assert_says(&header_complaint(bomb), &["line 2", "a document type"]);
    let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>";
    assert_says(&header_complaint(outside), &["a document type"]);
    assert_says(&parse_metadata(Path::new("some.xml"), bomb).unwrap_err().to_string(), &["a document type"]);
}

#[test]
fn elements_nested_without_end_and_elements_without_number_are_refused() {
    assert_says(&header_complaint(&"<a>".repeat(100_000)), &["nested deeper than 64"]);
    assert_says(&header_complaint(&format!("<a>{}</a>", "<b/>".repeat(1_000_001))), &["more than 1000000 elements"]);
    let attributes = (0..100).fold(String::new(), |text, index| text + &format!(" x{index}=''"));
    assert_says(&header_complaint(&format!("<a{attributes}/>")), &["more than 64 attributes"]);
}

#[test]
fn a_header_over_64_megabytes_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.HDR");
    // A hole: it takes no room on the disk.
    std::fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let (limit, found) = (METADATA_LIMIT_BYTES.to_string(), (1_u64 << 40).to_string());
    assert_says(&complaint(&path, None), &["large.HDR", &limit, &found]);
}

#[test]
fn a_document_that_is_no_l1_header_is_refused() {
    assert_says(&header_complaint("<Muscate_Metadata_Document/>"), &["Earth_Explorer_Header", "Muscate"]);
    let other = header_text().replace("VSC_L1VALD</File_Type>", "VSC_L2VALD</File_Type>");
    assert_says(&header_complaint(&other), &["/Fixed_Header/File_Type", "needed VSC_L1VALD", "\"VSC_L2VALD\""]);
    let error = parse_metadata(Path::new("some.xml"), &header_text()).unwrap_err().to_string();
    assert_says(&error, &["Muscate_Metadata_Document", "Earth_Explorer_Header"]);
}

#[test]
fn a_missing_element_is_named_by_its_path() {
    let information = "/Earth_Explorer_Header/Variable_Header/Specific_Product_Header/Product_Information";
    let orbit = header_text().replace("Acquisition_Orbit_Number", "Acquisition_Orbit_Nombre");
    assert_says(
        &header_complaint(&orbit),
        &[&format!("{information}/Acquisition_Orbit_Number: needed an element, found none")],
    );
    let gains = header_text().replace("List_of_Aks", "List_of_Ak");
    assert_says(&header_complaint(&gains), &[&format!("{information}/List_of_Aks: needed an element, found none")]);
    let count = header_text().replace("<List_of_Aks count=\"12\">", "<List_of_Aks>");
    assert_says(&header_complaint(&count), &["/List_of_Aks@count: needed an attribute, found none"]);
    let centre = header_text().replace("Image_Center", "Image_Middle");
    assert_says(
        &header_complaint(&centre),
        &["/Solar_Angles/Useful_Image/Image_Center: needed an element, found none"],
    );
}

#[test]
fn an_element_that_is_no_number_is_named_with_what_it_holds() {
    let cases = [
        (">1234</Acq", ">12x4</Acq", "/Acquisition_Orbit_Number: needed a whole number, found \"12x4\""),
        (">0.204<", ">NaN<", "/List_of_Aks/Ak[1]: needed a finite number, found \"NaN\""),
        (">0.204<", ">a lot<", "/List_of_Aks/Ak[1]: needed a number, found \"a lot\""),
        (">0.001<", ">0<", "/Reflectance_Quantification_Value: needed a number above zero, found \"0\""),
        (">420<", "><", "/List_of_Band_Central_Wavelength/Band_Central_Wavelength[1]: needed a number, found \"\""),
        ("<Lines>20<", "<Lines>-20<", "/Image_Information/Size/Lines: needed a whole number, found \"-20\""),
        ("<Lines>20<", "<Lines>0<", "/Image_Information/Size/Lines: needed a whole number above zero"),
        ("Bits>10<", "Bits>40<", "/Number_of_Significant_Bits: needed a whole number from 1 to 16, found \"40\""),
        (">UTC=2020-01-02T10:11:12</Acquisition", ">tomorrow</Acquisition", "needed a UTC date and time"),
        ("<Equalization>true<", "<Equalization>maybe<", "/Equalization: needed true or false, found \"maybe\""),
        ("<Code>EPSG:32636<", "<Code>/etc/passwd<", "needed a reference system such as EPSG:32636"),
    ];
    for (from, to, expected) in cases {
        let text = header_text().replacen(from, to, 1);
        assert_ne!(text, header_text(), "{from}");
        assert_says(&header_complaint(&text), &["some.HDR", expected]);
    }
}

#[test]
fn lists_that_contradict_themselves_are_refused() {
    let cases = [
        (
            "<List_of_Aks count=\"12\">",
            "<List_of_Aks count=\"11\">",
            "needed 11 elements Ak as its count says, found 12",
        ),
        ("<Ak sk=\"B02\">", "<Ak sk=\"B01\">", "/Ak[2]@sk: needed each band once, found B01"),
        ("<Ak sk=\"B02\">", "<Ak sk=\"B99\">", "needed the bands of List_of_Band_Central_Wavelength, found B99"),
        ("Wavelength sk=\"B02\"", "Wavelength sk=\"B13\"", "needed a band from B01 to B12, found B13"),
        ("<Band sn=\"3\">B03<", "<Band sn=\"3\">B04<", "/List_of_Bands: needed B01 B02"),
        ("<Bands>15<", "<Bands>12<", "/Size/Bands: needed 15 as List_of_Bands has, found \"12\""),
        ("<Viewing_Angles sn=\"2\">", "<Viewing_Angles sn=\"1\">", "needed a detector unit from 1 to 4, each once"),
    ];
    for (from, to, expected) in cases {
        let text = header_text().replacen(from, to, 1);
        assert_ne!(text, header_text(), "{from}");
        assert_says(&header_complaint(&text), &[expected]);
    }
}

#[test]
fn a_file_name_that_leads_out_of_the_folder_is_refused() {
    let cases = [
        ("File_Location", "../other/x.HDR", "climbs out"),
        ("File_Location", "./a/../../x.HDR", "climbs out"),
        ("File_Location", "/etc/x.HDR", "absolute"),
        ("File_Location", "C:\\x.HDR", "a character"),
        ("Logical_Name", "../x", "climbs out"),
        ("Logical_Name", "/etc/passwd", "absolute"),
        ("Logical_Name", "", "empty"),
    ];
    for (element, name, why) in cases {
        let text = header_text();
        let (before, after) = text.split_once("<Product_Organization>").unwrap();
        let begin = after.find(&format!("<{element}>")).unwrap() + element.len() + 2;
        let end = begin + after[begin..].find('<').unwrap();
        let text = format!("{before}<Product_Organization>{}{name}{}", &after[..begin], &after[end..]);
        let folder = tempfile::tempdir().unwrap();
        let path = write_text(folder.path(), &text);
        assert_says(&complaint(&path, None), &["Image_File", element, name, why]);
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = image_path(&write_product(elsewhere.path(), 20, 30, &plain_channels(20, 30)));
    let folder = tempfile::tempdir().unwrap();
    let header = write_product(folder.path(), 20, 30, &plain_channels(20, 30));
    let image = image_path(&header);
    std::fs::remove_file(&image).unwrap();
    std::os::unix::fs::symlink(&outside, &image).unwrap();
    assert_says(&complaint(&header, None), &["SYNTH_01_20200102.HDR", "link out of the folder"]);
    // A link that stays inside is followed, and so is a link to the product's folder.
    std::fs::remove_file(&image).unwrap();
    std::fs::copy(&outside, folder.path().join("image.tif")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("image.tif"), &image).unwrap();
    describe(&header, None).unwrap();
    let link = elsewhere.path().join("link");
    std::os::unix::fs::symlink(folder.path(), &link).unwrap();
    describe(&link, None).unwrap();
}

#[test]
fn file_names_of_muscate_metadata_stay_inside_the_folder_too() {
    let text = |name: &str| {
        format!(
            "<Muscate_Metadata_Document><Product_Characteristics><PRODUCT_ID>x</PRODUCT_ID>\
             <ACQUISITION_DATE>2019-01-01T00:00:00</ACQUISITION_DATE><PRODUCT_LEVEL>L2A</PRODUCT_LEVEL>\
             </Product_Characteristics><Product_Organisation><Muscate_Product><Image_List><Image><Image_Properties>\
             <NATURE>Flat_Reflectance</NATURE></Image_Properties><Image_File_List><IMAGE_FILE band_id=\"B1\">{name}\
             </IMAGE_FILE></Image_File_List></Image></Image_List></Muscate_Product></Product_Organisation>\
             <Radiometric_Informations><REFLECTANCE_QUANTIFICATION_VALUE>0</REFLECTANCE_QUANTIFICATION_VALUE>\
             </Radiometric_Informations></Muscate_Metadata_Document>"
        )
    };
    let complaint = |name: &str| parse_metadata(Path::new("some.xml"), &text(name)).unwrap_err().to_string();
    assert_says(&complaint("../x.tif"), &["some.xml", "/IMAGE_FILE[1]", "../x.tif", "climbs out"]);
    assert_says(&complaint("/x.tif"), &["absolute"]);
    // With a good name the divisor is what is wrong.
    assert_says(&complaint("x.tif"), &["/REFLECTANCE_QUANTIFICATION_VALUE: needed a number above zero, found \"0\""]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_an_error_and_nothing_is_lost() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    std::fs::write(&path, "old").unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let outcome = viq::product_files::write_atomically(&path, |_| Ok(()));
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    // An administrator may write everywhere, in which case the new file stands there.
    match outcome {
        Err(error) => {
            assert_says(&error.to_string(), &["report.json", "written"]);
            assert_eq!(std::fs::read(&path).unwrap(), b"old");
        }
        Ok(()) => assert_eq!(std::fs::read(&path).unwrap(), b""),
    }
}
