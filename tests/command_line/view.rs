//! `viq view`: a picture of a product, the same for the same request.

use std::path::{Path, PathBuf};

use crate::products::small;
use crate::running::{run_in, text};
use crate::shared_data::shared;

fn png(path: &Path) -> (u32, u32, Vec<u8>) {
    let picture = image::load_from_memory(&std::fs::read(path).unwrap()).unwrap().into_rgba8();
    (picture.width(), picture.height(), picture.into_raw())
}

fn viewed(folder: &Path, product: &Path, name: &str, more: &[&str]) -> PathBuf {
    let out = folder.join(name);
    run_in(folder, [&["view", text(product), "--out", text(&out)], more].concat()).with(0);
    out
}

#[test]
fn a_view_without_its_legend_has_the_size_of_its_region() {
    let folder = tempfile::tempdir().unwrap();
    let more = ["--no-legend", "--region", "16,32,100,60", "--bands", "B07,B04,B03"];
    let (width, height, _) = png(&viewed(folder.path(), &small().header, "view.png", &more));
    assert_eq!((width, height), (60, 100));
    let more = ["--no-legend", "--region", "16,32,100,60", "--width", "120"];
    let (width, height, _) = png(&viewed(folder.path(), &small().header, "large.png", &more));
    assert_eq!((width, height), (120, 200));
}

#[test]
fn the_same_request_writes_the_same_bytes_with_one_thread_and_with_many() {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, threads: &str| {
        let out = folder.path().join(name);
        let mut command = crate::running::viq(folder.path());
        command.env("RAYON_NUM_THREADS", threads);
        command.args(["view", text(&small().header), "--out", text(&out), "--width", "100"]);
        crate::running::run(command).with(0);
        std::fs::read(out).unwrap()
    };
    let one = written("one.png", "1");
    assert_eq!(written("many.png", "4"), one);
}

#[test]
fn the_legend_stands_under_the_picture_and_changes_none_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let bare = png(&viewed(folder.path(), &small().header, "bare.png", &["--no-legend"]));
    let whole = png(&viewed(folder.path(), &small().header, "whole.png", &[]));
    assert!(whole.0 >= bare.0 && whole.1 > bare.1 + 60, "{} × {}", whole.0, whole.1);
    let mut compared = 0;
    for line in 0..bare.1 as usize {
        for column in 0..bare.0 as usize {
            let pixel = &bare.2[4 * (line * bare.0 as usize + column)..][..4];
            if pixel[3] == 255 {
                assert_eq!(pixel, &whole.2[4 * (line * whole.0 as usize + column)..][..4]);
                compared += 1;
            }
        }
    }
    assert!(compared > 1000);
}

#[test]
fn what_was_drawn_is_said_with_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("view.png");
    let ended = run_in(folder.path(), ["view", text(&small().header), "--out", text(&out), "--json", "--bands", "B05"]);
    let facts = ended.with(0).json();
    assert_eq!(facts["bands"], "B05");
    assert_eq!(facts["synthetic"], true);
    let channel = &facts["contract"]["stretch"]["channels"][0];
    assert_eq!((&channel["unit"], &channel["exactness"]), (&"reflectance".into(), &"exact".into()));
    assert!(channel["n"].as_u64().unwrap() > 0 && channel["low"].as_f64().unwrap() < channel["high"].as_f64().unwrap());
    assert_eq!(facts["ground"]["metres_per_column"], 5.0);
}

#[test]
fn the_real_product_is_shown_in_true_colour_by_itself() {
    let (Some(header), Some(crop)) =
        (shared("venus_l1/VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR"), shared("venus_l1/venus1.tif"))
    else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("view.png");
    let arguments = ["view", text(&header), "--image", text(&crop), "--out", text(&out), "--json"];
    let facts = run_in(folder.path(), arguments).with(0).json();
    assert_eq!(facts["bands"], "B07,B04,B03");
    assert_eq!((&facts["width"], &facts["height"]), (&121.into(), &121.into()));
}

#[test]
fn what_cannot_be_drawn_is_refused_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("view.png");
    let refused = [
        (&["--bands", "B01,B02"][..], "B01,B02"),
        (&["--bands", "B99"][..], "B99"),
        (&["--stretch", "percentile:98:2"][..], "percentile:98:2"),
        (&["--region", "0,0,0,5"][..], "0,0,0,5"),
        (&["--region", "9999,0,5,5"][..], "9999"),
        (&["--no-data", "fog:1"][..], "fog:1"),
    ];
    for (more, found) in refused {
        let ended = run_in(folder.path(), [&["view", text(&small().header), "--out", text(&out)], more].concat());
        ended.with(2).says(&[found]);
        assert!(!out.exists());
    }
    let missing = folder.path().join("missing.HDR");
    run_in(folder.path(), ["view", text(&missing), "--out", text(&out)]).with(3).says(&["missing.HDR"]);
    let nowhere = folder.path().join("no-such-folder/view.png");
    run_in(folder.path(), ["view", text(&small().header), "--out", text(&nowhere)]).with(3);
}
