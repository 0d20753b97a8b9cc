//! Query: products of the catalog by site, level, date, place and text.

use super::command_words::quoted;
use super::context::Context;
use super::error::OperationError;
use super::jobs::CommandPlace;
use crate::catalog::{CatalogError, GeographicBox, ProductSummary, Query};
use crate::units::UtcInstant;

/// What to look for; an absent criterion is met by every product.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FindRequest {
    /// Site nick name.
    pub site: Option<String>,
    /// Processing level.
    pub level: Option<String>,
    /// Acquired then or later.
    pub from: Option<UtcInstant>,
    /// Acquired then or earlier.
    pub to: Option<UtcInstant>,
    /// West, south, east, north in degrees; west > east crosses the date line.
    pub bbox_deg: Option<[f64; 4]>,
    /// Part of the identifier or the site.
    pub text: Option<String>,
    /// At most this many products.
    pub limit: Option<u32>,
}

/// Milliseconds of a day, less one: from its first to its last.
const WITHIN_A_DAY_MS: i64 = 86_399_999;

impl FindRequest {
    /// The exact line that asks the same, quoted for a shell.
    pub fn as_command(&self, place: &CommandPlace) -> String {
        let mut words = vec!["viq find".to_owned()];
        let mut option = |flag: &str, value: Option<String>| {
            words.extend(value.map(|value| format!("--{flag}={}", quoted(value.as_ref()))));
        };
        option("site", self.site.clone());
        option("level", self.level.clone());
        option("from", self.from.map(|time| instant_text(time, 0)));
        option("to", self.to.map(|time| instant_text(time, WITHIN_A_DAY_MS)));
        option("bbox", self.bbox_deg.map(|sides| sides.map(|degrees| degrees.to_string()).join(",")));
        option("text", self.text.clone());
        option("limit", Some(self.limit.unwrap_or(u32::MAX).to_string()));
        words.join(" ") + &place.flags()
    }
}

/// A time as it is typed: a date alone where it stands for this millisecond of the day.
fn instant_text(time: UtcInstant, of_the_day_ms: i64) -> String {
    let text = time.to_string();
    match text.split_once('T') {
        Some((date, _)) if time.unix_milliseconds().rem_euclid(WITHIN_A_DAY_MS + 1) == of_the_day_ms => date.to_owned(),
        _ => text,
    }
}

/// The first moment that a typed criterion means: a UTC time, or the first millisecond of a date. `criterion` names it in the error.
///
/// # Errors
/// [`OperationError::Usage`].
pub fn first_instant(criterion: &str, text: &str) -> Result<UtcInstant, OperationError> {
    UtcInstant::parse(text).map_err(|_| {
        let needed = "a UTC date or time such as 2019-02-04 or 2019-02-04T08:34:37";
        OperationError::Usage(format!("{criterion} needs {needed}, found \"{text}\""))
    })
}

/// The last moment that a typed criterion means: a UTC time, or the last millisecond of a date.
///
/// # Errors
/// [`OperationError::Usage`].
pub fn last_instant(criterion: &str, text: &str) -> Result<UtcInstant, OperationError> {
    let instant = first_instant(criterion, text)?;
    if text.contains('T') {
        return Ok(instant);
    }
    UtcInstant::from_unix_milliseconds(instant.unix_milliseconds() + WITHIN_A_DAY_MS)
        .map_err(|error| OperationError::Usage(format!("{criterion}: {error}")))
}

/// West, south, east and north in degrees, typed with commas.
///
/// # Errors
/// [`OperationError::Usage`].
pub fn geographic_box(criterion: &str, text: &str) -> Result<[f64; 4], OperationError> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    match (<[f64; 4]>::try_from(numbers), text.split(',').count()) {
        (Ok(sides), 4) => Ok(sides),
        _ => {
            Err(OperationError::Usage(format!("{criterion} needs west,south,east,north in degrees, found \"{text}\"")))
        }
    }
}

/// Products that meet every criterion, by acquisition and identifier, and how many there are in all.
///
/// # Errors
/// [`OperationError::Usage`] for a box that is none, or dates in the wrong order; [`OperationError::Catalog`].
pub fn find(request: &FindRequest, context: &Context) -> Result<(Vec<ProductSummary>, u64), OperationError> {
    if let (Some(from), Some(to)) = (request.from, request.to)
        && from > to
    {
        return Err(OperationError::Usage(format!(
            "dates: needed a first one not after the last, found {from} to {to}"
        )));
    }
    let bbox = request.bbox_deg.map(|[west_deg, south_deg, east_deg, north_deg]| GeographicBox {
        west_deg,
        south_deg,
        east_deg,
        north_deg,
    });
    let query = Query {
        site: request.site.clone(),
        level: request.level.clone(),
        identifier: None,
        from: request.from,
        to: request.to,
        bbox,
        text: request.text.clone(),
        limit: request.limit,
        offset: 0,
    };
    let catalog = context.open_existing_catalog()?;
    let mistaken = |error| match error {
        CatalogError::BadQuery { field, needed, found } => {
            OperationError::Usage(format!("{field}: needed {needed}, found {found}"))
        }
        error => error.into(),
    };
    let products = catalog.find(&query, context.supervision()).map_err(mistaken)?;
    let all = match request.limit {
        Some(limit) if products.len() as u64 >= u64::from(limit) => catalog.count(&query, context.supervision())?,
        _ => products.len() as u64,
    };
    Ok((products, all))
}
