//! A disk that fills while a product is written, made by a limit on the size of the files of a process of its own.

use std::process::Command;

use viq::product_files::venus_system::{SystemLevel, SystemProductWriter};

use super::samples::{LINES, product};

const TARGET: &str = "VIQ_TEST_FULL_DISK_TARGET";

/// The other process: it writes until it may not, says why, and ends as its drops have it.
#[test]
fn writes_until_the_limit() {
    let Some(target) = std::env::var_os(TARGET) else { return };
    let mut product = product(SystemLevel::L0Extended);
    product.lines = 100 * LINES;
    let block = vec![7_u16; LINES * product.columns()];
    let mut writer = SystemProductWriter::create(target.as_ref(), product.clone()).unwrap();
    let mut write = |index: usize| writer.write_counts(index * LINES, &[&block[..]; 12]).err();
    let (index, error) = (0..100).find_map(|index| Some((index, write(index)?))).unwrap();
    println!("said: {error}");
    println!("tried again: {}", write(index).unwrap());
    println!("ended: {}", writer.finish().unwrap_err());
}

#[test]
fn a_full_disk_is_reported_for_its_file_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    // Blocks of 1024 bytes: each image would have 214 of them. The signal that comes with the limit is ignored, as for a full disk.
    let script = "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\"";
    let output = Command::new("bash")
        .args(["-c", script])
        .arg(program)
        .args(["--exact", "venus_system::full_disk::writes_until_the_limit", "--nocapture", "--test-threads=1"])
        .env(TARGET, folder.path().join("product"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        said.contains("said: ") && said.contains("product/VE_TEST_VSC_0EVALD_SITE0001_20200301.DBL.DIR/"),
        "{said}"
    );
    assert!(said.contains("_B01.DBL.TIF: could not be written"), "{said}");
    // Some images hold the block, others do not: it is not written twice.
    for tried in ["tried again: ", "ended: "] {
        let line = said.lines().find(|line| line.starts_with(tried)).unwrap();
        assert!(
            line.contains("needed blocks that were written whole") && line.contains("a part was written"),
            "{line}"
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something is left");
}
