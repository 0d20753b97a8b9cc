//! Products given when the window opens, and the line that gives them again.

use super::window::window;
use crate::workbench::session::ProductId;

#[test]
fn a_header_given_with_an_image_is_opened_with_it_and_the_line_of_the_window_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    let (header, image) = (folder.path().join("product.HDR"), folder.path().join("the crop.tif"));
    let at = folder.path().display().to_string();
    window.state_mut().open_paired(vec![header.clone()], &image);
    let desk = window.state_mut().desk();
    assert_eq!((&desk.session.products[0].path, &desk.session.products[0].image), (&header, &Some(image)));
    let paired = format!("viq open {at}/product.HDR --image '{at}/the crop.tif' --workspace {at}");
    assert_eq!(desk.as_command_line(), paired);
    // An image is paired with one header alone: the line names what is shown.
    let rasters = ["a.tif", "b.tif"].map(|name| folder.path().join(name));
    window.state_mut().open_products(rasters.to_vec());
    let desk = window.state_mut().desk();
    assert_eq!(desk.as_command_line(), format!("viq open {at}/a.tif {at}/b.tif --workspace {at}"));
    desk.session.viewer.show(ProductId(1));
    assert_eq!(desk.as_command_line(), paired);
}
