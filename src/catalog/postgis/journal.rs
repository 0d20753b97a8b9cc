//! The journal of operations, and events.

use std::time::SystemTime;

use postgres::{Client, Transaction};

use crate::catalog::failure::json;
use crate::catalog::records::{Event, JournalEnd, JournalEntry, JournalStart, OperationId};

use super::failure::Failure;
use super::values::{self, system_time};

pub(super) fn begin(transaction: &mut Transaction<'_>, start: &JournalStart) -> Result<OperationId, Failure> {
    let row = transaction.query_one(
        "insert into journal_start (time, kind, inputs, software_version)
         values ($1, $2, $3::text::json, $4) returning id",
        &[&system_time(start.time), &start.kind, &start.inputs.to_string(), &start.software_version],
    )?;
    Ok(OperationId(row.try_get(0)?))
}

pub(super) fn finish(
    transaction: &mut Transaction<'_>,
    operation: OperationId,
    end: &JournalEnd,
) -> Result<(), Failure> {
    let written = transaction.execute(
        "insert into journal_end (operation_id, time, outcome, details)
         select id, $2, $3, $4::text::json from journal_start where id = $1
         on conflict do nothing",
        &[&operation.0, &system_time(end.time), &end.outcome, &end.details.to_string()],
    )?;
    if written == 1 { Ok(()) } else { Err(Failure::OperationNotOpen(operation)) }
}

pub(super) fn entries(client: &mut Client, limit: u32) -> Result<Vec<JournalEntry>, Failure> {
    let rows = client.query(
        "select id, s.time, kind, inputs::text, software_version, e.time, outcome, details::text
         from journal_start as s left join journal_end as e on e.operation_id = s.id
         order by id desc limit $1",
        &[&i64::from(limit)],
    )?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: i64 = row.try_get(0)?;
        let record = || format!("journal entry {id}");
        let start = JournalStart {
            time: values::time(row.try_get(1)?, record)?,
            kind: row.try_get(2)?,
            inputs: json(row.try_get(3)?, record)?,
            software_version: row.try_get(4)?,
        };
        let end = match row.try_get::<_, Option<SystemTime>>(5)? {
            None => None,
            Some(time) => Some(JournalEnd {
                time: values::time(time, record)?,
                outcome: row.try_get(6)?,
                details: json(row.try_get(7)?, record)?,
            }),
        };
        entries.push(JournalEntry { operation: OperationId(id), start, end });
    }
    Ok(entries)
}

pub(super) fn record_event(transaction: &mut Transaction<'_>, event: &Event) -> Result<(), Failure> {
    transaction.execute(
        "insert into event (time, kind, subject, message) values ($1, $2, $3, $4)",
        &[&system_time(event.time), &event.kind, &event.subject, &event.message],
    )?;
    Ok(())
}

pub(super) fn events(client: &mut Client, limit: u32) -> Result<Vec<Event>, Failure> {
    let statement = "select id, time, kind, subject, message from event order by id desc limit $1";
    let rows = client.query(statement, &[&i64::from(limit)])?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get(0)?;
            Ok(Event {
                time: values::time(row.try_get(1)?, || format!("event {id}"))?,
                kind: row.try_get(2)?,
                subject: row.try_get(3)?,
                message: row.try_get(4)?,
            })
        })
        .collect()
}
