//! `viq open`, and `viq` alone, where no window can open.

use crate::running::{run_in, text};

#[cfg(feature = "window")]
#[test]
fn without_a_display_the_window_says_so_gives_2_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("workspace");
    let product = folder.path().join("product.HDR");
    for arguments in [vec![], vec!["open"], vec!["open", text(&product)]] {
        let ended = run_in(&workspace, arguments.iter().copied()).with(2);
        ended.says(&["the window needs a display", "viq --help"]);
        assert!(!ended.err.contains(".rs") && ended.err.lines().count() == 1, "{}", ended.err);
        assert!(ended.out.is_empty() && !workspace.exists());
    }
}

#[cfg(not(feature = "window"))]
#[test]
fn a_build_without_the_window_says_so_and_gives_2() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [vec![], vec!["open"], vec!["open", "product.HDR"]] {
        run_in(folder.path(), arguments).with(2).says(&["feature `window`", "viq --help"]);
    }
}

#[test]
fn a_workspace_that_is_a_file_is_refused_before_a_window_opens() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").unwrap();
    run_in(folder.path(), ["open", "--workspace", text(&file)]).with(3).says(&["needed a folder", "file"]);
}

#[test]
fn an_image_is_paired_with_one_header_and_with_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let refusals: [(&[&str], &str); 3] = [
        (&["open", "--image", "crop.tif"], "found 0 paths"),
        (&["open", "one.HDR", "other.HDR", "--image", "crop.tif"], "found 2 paths"),
        (&["open", text(folder.path()), "--image", "crop.tif"], "found a folder"),
    ];
    for (arguments, found) in refusals {
        let ended = run_in(folder.path(), arguments.iter().copied()).with(2);
        ended.says(&["--image needs just one header", found]);
    }
    let ended = run_in(folder.path(), ["open", "one.HDR", "--image", "crop.tif"]).with(2);
    ended.says(&["the window needs"]);
}
