//! The raster library, prepared once a process: quiet, bounded, and never writing beside a product.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Once;

use gdal::errors::CplErrType;
use gdal::{Dataset, DatasetOptions, GdalOpenFlags};

use super::error::{ProductError, require_file};
use super::raster_limits::require_readable_size;

/// Formats that are opened. No virtual formats and none whose files may name others outside of their folder.
pub const RASTER_DRIVERS: [&str; 5] = ["GTiff", "JP2OpenJPEG", "ENVI", "PNG", "JPEG"];

/// Formats of the angle grids.
pub(super) const GRID_DRIVERS: [&str; 3] = ["GTiff", "HDF4", "HDF4Image"];

/// Formats of elevation models and geoids. Neither SRTM nor DTED files name others.
pub(super) const ELEVATION_DRIVERS: [&str; 5] = ["GTiff", "SRTMHGT", "DTED", "ENVI", "JP2OpenJPEG"];

/// Memory of the library's block cache, shared by all open files.
pub const BLOCK_CACHE_MEGABYTES: u32 = 256;

/// Messages kept a thread until they are asked for.
const MESSAGES_KEPT: usize = 8;

static PREPARED: Once = Once::new();

/// Something the library said.
struct Message {
    /// A failure, not a warning or a remark.
    is_error: bool,
    text: String,
}

thread_local! {
    /// What the library said on this thread since it was last asked.
    static MESSAGES: RefCell<Vec<Message>> = const { RefCell::new(Vec::new()) };
}

/// Sets the library up; called before every use of it, does its work once.
pub(super) fn prepare() {
    PREPARED.call_once(|| {
        let cache = BLOCK_CACHE_MEGABYTES.to_string();
        let settings = [
            ("GDAL_CACHEMAX", cache.as_str()),
            // Statistics and the like are never written beside a product, and none that lie there are believed.
            ("GDAL_PAM_ENABLED", "NO"),
            // One handle a thread reads faster than threads inside a handle, which also emit errors that are none.
            ("GDAL_NUM_THREADS", "1"),
        ];
        for (name, value) in settings {
            // Neither text holds a zero byte, the only thing that could be refused.
            if gdal::config::set_config_option(name, value).is_err() {
                remember(false, &format!("the setting {name}={value} was refused"));
            }
        }
        gdal::config::set_error_handler(|class, _number, text| {
            remember(matches!(class, CplErrType::Failure | CplErrType::Fatal), text);
        });
    });
}

fn remember(is_error: bool, text: &str) {
    // The handler may run while the thread ends, when its storage is gone: then nobody asks any more.
    MESSAGES
        .try_with(|messages| {
            if let Ok(mut messages) = messages.try_borrow_mut() {
                // Warnings give way to failures.
                if messages.len() >= MESSAGES_KEPT {
                    messages.retain(|message| message.is_error);
                    messages.truncate(MESSAGES_KEPT - 1);
                }
                messages.push(Message { is_error, text: text.to_owned() });
            }
        })
        .unwrap_or_default();
}

/// What the library said on this thread since it was last asked; `fallback` when it said nothing.
pub(super) fn take_messages(fallback: &str) -> String {
    let texts: Vec<String> = MESSAGES.take().into_iter().map(|message| message.text).collect();
    if texts.is_empty() { fallback.to_owned() } else { texts.join("; ") }
}

/// The failures that the library reported on this thread since it was last asked.
pub(super) fn take_errors() -> Option<String> {
    let errors: Vec<String> =
        MESSAGES.take().into_iter().filter(|message| message.is_error).map(|message| message.text).collect();
    (!errors.is_empty()).then(|| errors.join("; "))
}

/// Forgets what the library said on this thread, so that it is not taken for a word about the next file.
pub(super) fn forget_messages() {
    drop(MESSAGES.take());
}

/// Opens a raster for reading with one of `drivers` only.
///
/// # Errors
/// [`ProductError`] when the file is missing, empty, of none of these formats or beyond the size that is read.
pub(super) fn open_dataset(path: &Path, drivers: &[&str]) -> Result<Dataset, ProductError> {
    require_file(path, "a raster")?;
    open_named(path, path, drivers)
}

/// Opens what the library knows by a name; `shown` is the path that errors name.
///
/// # Errors
/// As [`open_dataset`], less those of the file.
pub(super) fn open_named(name: &Path, shown: &Path, drivers: &[&str]) -> Result<Dataset, ProductError> {
    prepare();
    forget_messages();
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_READONLY
            | GdalOpenFlags::GDAL_OF_RASTER
            | GdalOpenFlags::GDAL_OF_VERBOSE_ERROR,
        allowed_drivers: Some(drivers),
        ..DatasetOptions::default()
    };
    let dataset = Dataset::open_ex(name, options).map_err(|_| ProductError::Raster {
        path: shown.to_path_buf(),
        needed: format!("a raster of the format {}", drivers.join(", ")),
        found: take_messages("a file of no format in this list")
            .replace(&name.display().to_string(), &shown.display().to_string()),
    })?;
    require_readable_size(shown, &dataset)?;
    Ok(dataset)
}
