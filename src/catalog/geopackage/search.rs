//! Searching products.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::catalog::query::{GeographicBox, ProductSummary, Query, SiteSummary};
use crate::catalog::records::ProductKey;

use super::failure::Failure;
use super::values::{self, time_text};

/// Three months [ms].
const SHORT_TIME_MS: i64 = 92 * 86_400_000;

/// The conditions of a query and the values that they name.
#[derive(Default)]
struct Conditions {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn of(query: &Query) -> Self {
        let mut all = Self::default();
        if let Some(site) = &query.site {
            all.add("site = ?", [site.clone().into()]);
        }
        if let Some(level) = &query.level {
            all.add("level = ?", [level.clone().into()]);
        }
        if let Some(identifier) = &query.identifier {
            all.add("identifier = ?", [identifier.clone().into()]);
        }
        if let Some(from) = query.from {
            all.add("acquisition >= ?", [time_text(from).into()]);
        }
        if let Some(to) = query.to {
            all.add("acquisition <= ?", [time_text(to).into()]);
        }
        if let Some(text) = &query.text {
            let found = "(instr(lower(identifier), lower(?)) > 0 or instr(lower(coalesce(site, '')), lower(?)) > 0)";
            all.add(found, [text.clone().into(), text.clone().into()]);
        }
        if let Some(bbox) = query.bbox {
            all.add_box(bbox, query);
        }
        all
    }

    /// The footprint meets the box. The spatial index serves where nothing else leaves few products to look at.
    fn add_box(&mut self, bbox: GeographicBox, query: &Query) {
        let parts = bbox.parts();
        if query.site.is_none() && query.identifier.is_none() {
            let indexed = "select id from rtree_product_geom where maxx >= ? and maxy >= ? and minx <= ? and miny <= ?";
            // "+" keeps SQLite from fetching every product of the place: in a short time the index of times leads, and only
            // what is in both indexes is fetched
            let id = if is_short(query) { "+id" } else { "id" };
            let condition = format!("{id} in ({})", vec![indexed; parts.len()].join(" union "));
            self.add(&condition, parts.iter().flat_map(|part| bounds(*part)));
        }
        let condition = format!("({})", vec!["footprint_meets(geom, ?, ?, ?, ?)"; parts.len()].join(" or "));
        self.add(&condition, parts.iter().flat_map(|part| bounds(*part)));
    }

    fn add(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values);
    }

    fn text(&self) -> String {
        if self.conditions.is_empty() { "1".to_owned() } else { self.conditions.join(" and ") }
    }
}

/// Whether the query's time is so short that few of all products can be of it.
fn is_short(query: &Query) -> bool {
    let span = query.from.zip(query.to).map(|(from, to)| to.unix_milliseconds() - from.unix_milliseconds());
    span.is_some_and(|span| span <= SHORT_TIME_MS)
}

fn bounds(part: GeographicBox) -> [Value; 4] {
    [part.west_deg, part.south_deg, part.east_deg, part.north_deg].map(Value::Real)
}

pub(super) fn find(connection: &Connection, query: &Query) -> Result<Vec<ProductSummary>, Failure> {
    let mut conditions = Conditions::of(query);
    let statement = format!(
        "select identifier, fingerprint, level, synthetic, site, orbit, path, geom, acquisition
         from product where {}
         order by acquisition, identifier, fingerprint limit ? offset ?",
        conditions.text()
    );
    conditions.values.push(Value::Integer(query.limit.map_or(-1, i64::from)));
    conditions.values.push(Value::Integer(i64::try_from(query.offset).unwrap_or(i64::MAX)));
    let mut statement = connection.prepare_cached(&statement)?;
    let mut rows = statement.query(params_from_iter(conditions.values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut summary = ProductSummary {
            key: ProductKey { identifier: row.get(0)?, fingerprint: row.get(1)? },
            level: row.get(2)?,
            synthetic: row.get(3)?,
            site: row.get(4)?,
            acquisition: None,
            orbit: row.get(5)?,
            path: row.get(6)?,
            footprint: values::footprint(row, 7)?,
        };
        let time: Option<String> = row.get(8)?;
        summary.acquisition =
            time.map(|text| values::time(&text, || format!("product {}", summary.key))).transpose()?;
        found.push(summary);
    }
    Ok(found)
}

pub(super) fn count(connection: &Connection, query: &Query) -> Result<u64, Failure> {
    let conditions = Conditions::of(query);
    let statement = format!("select count(*) from product where {}", conditions.text());
    let count: i64 =
        connection.prepare_cached(&statement)?.query_row(params_from_iter(conditions.values), |row| row.get(0))?;
    Ok(count.max(0) as u64)
}

pub(super) fn sites(connection: &Connection) -> Result<Vec<SiteSummary>, Failure> {
    let mut statement = connection.prepare_cached(
        "select site.name, count(*), min(time), max(time)
         from acquisition join site on site.id = acquisition.site_id group by site.id order by site.name collate binary",
    )?;
    let mut rows = statement.query([])?;
    let mut sites = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let count: i64 = row.get(1)?;
        let record = || format!("acquisition of site {name}");
        let first = values::time(&row.get::<_, String>(2)?, record)?;
        let last = values::time(&row.get::<_, String>(3)?, record)?;
        sites.push(SiteSummary { name, n_acquisitions: count.max(0) as u64, first, last });
    }
    Ok(sites)
}
