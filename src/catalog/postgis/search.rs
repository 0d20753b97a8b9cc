//! Searching products.

use std::time::SystemTime;

use postgres::Client;
use postgres::types::ToSql;

use crate::catalog::query::{GeographicBox, ProductSummary, Query, SiteSummary};
use crate::catalog::records::ProductKey;

use super::failure::Failure;
use super::values::{self, system_time};

type Value = Box<dyn ToSql + Sync>;

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
            let site = all.value(site.clone());
            all.conditions.push(format!("lower(site) = lower({site}::text)"));
        }
        if let Some(level) = &query.level {
            let level = all.value(level.clone());
            all.conditions.push(format!("level = {level}"));
        }
        if let Some(identifier) = &query.identifier {
            let identifier = all.value(identifier.clone());
            all.conditions.push(format!("identifier = {identifier}"));
        }
        if let Some(from) = query.from {
            let from = all.value(system_time(from));
            all.conditions.push(format!("acquisition >= {from}"));
        }
        if let Some(to) = query.to {
            let to = all.value(system_time(to));
            all.conditions.push(format!("acquisition <= {to}"));
        }
        if let Some(text) = &query.text {
            let text = all.value(text.clone());
            let found = |column| format!("position(lower({text}::text) in lower({column})) > 0");
            all.conditions.push(format!("({} or {})", found("identifier"), found("coalesce(site, '')")));
        }
        if let Some(bbox) = query.bbox {
            let parts: Vec<String> = bbox.parts().into_iter().map(|part| all.meets(part)).collect();
            all.conditions.push(format!("({})", parts.join(" or ")));
        }
        all
    }

    /// The footprint meets the box; a box without width or height is a line or a point.
    fn meets(&mut self, part: GeographicBox) -> String {
        let [west, south, east, north] =
            [part.west_deg, part.south_deg, part.east_deg, part.north_deg].map(|bound| self.value(bound));
        let corners = format!("st_makepoint({west}, {south}), st_makepoint({east}, {north})");
        format!("st_intersects(geom, st_setsrid(st_makebox2d({corners})::geometry, 4326))")
    }

    /// Adds a value; gives its placeholder.
    fn value(&mut self, value: impl ToSql + Sync + 'static) -> String {
        self.values.push(Box::new(value));
        format!("${}", self.values.len())
    }

    fn text(&self) -> String {
        if self.conditions.is_empty() { "true".to_owned() } else { self.conditions.join(" and ") }
    }

    fn references(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.values.iter().map(AsRef::as_ref).collect()
    }
}

pub(super) fn find(client: &mut Client, query: &Query) -> Result<Vec<ProductSummary>, Failure> {
    let mut conditions = Conditions::of(query);
    let limit = conditions.value(query.limit.map(i64::from));
    let offset = conditions.value(i64::try_from(query.offset).unwrap_or(i64::MAX));
    let statement = format!(
        "select identifier, fingerprint, level, synthetic, site, orbit, path, st_asbinary(geom, 'NDR'), acquisition
         from product where {}
         order by acquisition nulls first, identifier, fingerprint limit {limit} offset {offset}",
        conditions.text()
    );
    let rows = client.query(&statement, &conditions.references())?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let key = ProductKey { identifier: row.try_get(0)?, fingerprint: row.try_get(1)? };
        let time: Option<SystemTime> = row.try_get(8)?;
        let acquisition = time.map(|time| values::time(time, || format!("product {key}"))).transpose()?;
        found.push(ProductSummary {
            level: row.try_get(2)?,
            synthetic: row.try_get(3)?,
            site: row.try_get(4)?,
            acquisition,
            orbit: values::orbit(row, 5)?,
            path: row.try_get(6)?,
            footprint: values::footprint(row, 7)?,
            key,
        });
    }
    Ok(found)
}

pub(super) fn count(client: &mut Client, query: &Query) -> Result<u64, Failure> {
    let conditions = Conditions::of(query);
    let statement = format!("select count(*) from product where {}", conditions.text());
    let count: i64 = client.query_one(&statement, &conditions.references())?.try_get(0)?;
    Ok(count.max(0) as u64)
}

pub(super) fn sites(client: &mut Client) -> Result<Vec<SiteSummary>, Failure> {
    let rows = client.query(
        "select site.name, count(*), min(time), max(time)
         from acquisition join site on site.id = acquisition.site_id group by site.id order by site.name",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            let name: String = row.try_get(0)?;
            let count: i64 = row.try_get(1)?;
            let record = || format!("acquisition of site {name}");
            let (first, last) = (values::time(row.try_get(2)?, record)?, values::time(row.try_get(3)?, record)?);
            Ok(SiteSummary { n_acquisitions: count.max(0) as u64, first, last, name })
        })
        .collect()
}
