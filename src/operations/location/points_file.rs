//! A file of points: CSV or JSON.

use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;

use super::located_product::ImagePlace;
use super::request::{AskedPlace, AskedPoints};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// Largest file that is read: 256 MB.
const LIMIT_BYTES: u64 = 256_000_000;

/// Most points of a file.
const LIMIT_POINTS: usize = 5_000_000;

/// What is accepted, for messages.
const NEEDED: &str = "points: CSV with the heading line,column or lon,lat[,height], or JSON [{\"line\": …, \"column\": …}, …] or \
                      [{\"lon_deg\": …, \"lat_deg\": …, \"height_m\": …}, …], alone or as \"points\" of an object";

/// Lines between two looks at whether somebody cancelled.
const PORTION: usize = 65_536;

/// Reads a file of points. The heading of a CSV says what its columns are, in any order; further columns are passed over, as are empty lines and
/// those that begin with `#`. A number may be `nan`: its point then is located nowhere, and keeps its place.
///
/// # Errors
/// [`OperationError::Usage`] naming the file, the line, what was needed and what was found; [`OperationError::Io`] for a file that cannot be read.
pub(super) fn read_points(path: &Path, supervision: &Supervision) -> Result<AskedPoints, OperationError> {
    let text = whole_text(path)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let points = match text.trim_start().chars().next() {
        None => Err(format!("needed {NEEDED}, found an empty file")),
        Some('[' | '{') => of_json(text),
        Some(_) => of_table(text, supervision)?,
    };
    points.map_err(|message| OperationError::Usage(format!("{}: {message}", path.display())))
}

fn whole_text(path: &Path) -> Result<String, OperationError> {
    let refused = |source| OperationError::Io { path: path.to_path_buf(), doing: "read", source };
    let usage =
        |found: &str| OperationError::Usage(format!("{}: needed a file of points, found {found}", path.display()));
    let metadata = std::fs::metadata(path).map_err(refused)?;
    if !metadata.is_file() {
        return Err(usage(if metadata.is_dir() { "a folder" } else { "a pipe, a socket or a device" }));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(refused)?;
    file.take(LIMIT_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > LIMIT_BYTES {
        return Err(usage(&format!("more than {LIMIT_BYTES} bytes")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        usage(&format!("bytes that are not UTF-8 in line {line}"))
    })
}

/// Columns of a table, by their places.
enum Columns {
    Image { line: usize, column: usize },
    Ground { longitude: usize, latitude: usize, height: Option<usize> },
}

fn columns_of(heading: &str) -> Option<Columns> {
    let names: Vec<String> = words(heading).map(str::to_ascii_lowercase).collect();
    let place = |accepted: &[&str]| names.iter().position(|name| accepted.contains(&name.as_str()));
    let image = place(&["line", "row"]).zip(place(&["column", "col", "pixel"]));
    let ground = place(&["lon", "lon_deg", "longitude", "longitude_deg"]).zip(place(&[
        "lat",
        "lat_deg",
        "latitude",
        "latitude_deg",
    ]));
    let height = place(&["height", "height_m", "h", "alt", "altitude", "alt_m"]);
    match (image, ground) {
        (Some((line, column)), None) => Some(Columns::Image { line, column }),
        (None, Some((longitude, latitude))) => Some(Columns::Ground { longitude, latitude, height }),
        _ => None,
    }
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split([',', ';', '\t']).map(|word| word.trim().trim_matches('"'))
}

fn of_table(text: &str, supervision: &Supervision) -> Result<Result<AskedPoints, String>, OperationError> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    let Some((index, heading)) = lines.next() else { return Ok(Err(format!("needed {NEEDED}, found comments only"))) };
    let Some(columns) = columns_of(heading) else {
        return Ok(Err(format!("line {}: needed {NEEDED}, found the heading \"{}\"", index + 1, short(heading))));
    };
    let (mut pixels, mut places) = (Vec::new(), Vec::new());
    for (index, line) in lines {
        if index % PORTION == 0 {
            supervision.check()?;
        }
        if pixels.len().max(places.len()) >= LIMIT_POINTS {
            return Ok(Err(format!("needed at most {LIMIT_POINTS} points, found more")));
        }
        let fields: Vec<&str> = words(line).collect();
        let number = |place: usize| fields.get(place).and_then(|word| word.parse::<f64>().ok());
        let understood = match &columns {
            Columns::Image { line, column } => {
                number(*line).zip(number(*column)).map(|(line, column)| pixels.push(ImagePlace { line, column }))
            }
            Columns::Ground { longitude, latitude, height } => {
                // An empty height is none; one that is no number is a mistake.
                let height_m = match height.and_then(|place| fields.get(place)) {
                    None | Some(&"") => Some(None),
                    Some(word) => word.parse().ok().map(Some),
                };
                number(*longitude).zip(number(*latitude)).zip(height_m).map(|((lon_deg, lat_deg), height_m)| {
                    places.push(AskedPlace { lon_deg, lat_deg, height_m });
                })
            }
        };
        if understood.is_none() {
            let needed = format!("numbers under the heading \"{}\"", short(heading));
            return Ok(Err(format!("line {}: needed {needed}, found \"{}\"", index + 1, short(line))));
        }
    }
    Ok(Ok(match columns {
        Columns::Image { .. } => AskedPoints::Pixels(pixels),
        Columns::Ground { .. } => AskedPoints::Places(places),
    }))
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A point of a JSON file.
#[derive(Debug, Deserialize)]
struct WrittenPoint {
    line: Option<f64>,
    column: Option<f64>,
    #[serde(alias = "lon", alias = "longitude_deg")]
    lon_deg: Option<f64>,
    #[serde(alias = "lat", alias = "latitude_deg")]
    lat_deg: Option<f64>,
    #[serde(alias = "height")]
    height_m: Option<f64>,
}

/// A list that stands in an object, as in the results of `viq locate`.
#[derive(Deserialize)]
struct Listed {
    points: Vec<WrittenPoint>,
}

fn of_json(text: &str) -> Result<AskedPoints, String> {
    let read = if text.trim_start().starts_with('[') {
        serde_json::from_str::<Vec<WrittenPoint>>(text)
    } else {
        serde_json::from_str::<Listed>(text).map(|listed| listed.points)
    };
    let written = read.map_err(|error| format!("needed {NEEDED}, found {error}"))?;
    if written.len() > LIMIT_POINTS {
        return Err(format!("needed at most {LIMIT_POINTS} points, found {}", written.len()));
    }
    let (mut pixels, mut places) = (Vec::new(), Vec::new());
    for (index, point) in written.iter().enumerate() {
        match point {
            WrittenPoint { line: Some(line), column: Some(column), lon_deg: None, lat_deg: None, .. } => {
                pixels.push(ImagePlace { line: *line, column: *column });
            }
            WrittenPoint { line: None, column: None, lon_deg: Some(lon_deg), lat_deg: Some(lat_deg), height_m } => {
                places.push(AskedPlace { lon_deg: *lon_deg, lat_deg: *lat_deg, height_m: *height_m });
            }
            other => {
                let needed = "either line and column or lon_deg and lat_deg";
                return Err(format!("point {}: needed {needed}, found {other:?}", index + 1));
            }
        }
        if !pixels.is_empty() && !places.is_empty() {
            return Err(format!("point {}: needed points of one kind, found pixels and places", index + 1));
        }
    }
    Ok(if places.is_empty() { AskedPoints::Pixels(pixels) } else { AskedPoints::Places(places) })
}
