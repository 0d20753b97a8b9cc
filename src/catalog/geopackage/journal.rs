//! The journal of operations, and events.

use rusqlite::{Connection, params};

use crate::catalog::failure::json;
use crate::catalog::records::{Event, JournalEnd, JournalEntry, JournalStart, OperationId};

use super::failure::Failure;
use super::values::{self, time_text};

pub(super) fn begin(connection: &Connection, start: &JournalStart) -> Result<OperationId, Failure> {
    connection.execute(
        "insert into journal_start (time, kind, inputs, software_version) values (?1, ?2, ?3, ?4)",
        params![time_text(start.time), start.kind, start.inputs.to_string(), start.software_version],
    )?;
    Ok(OperationId(connection.last_insert_rowid()))
}

pub(super) fn finish(connection: &Connection, operation: OperationId, end: &JournalEnd) -> Result<(), Failure> {
    let written = connection.execute(
        "insert into journal_end (operation_id, time, outcome, details)
         select id, ?2, ?3, ?4 from journal_start where id = ?1
         on conflict do nothing",
        params![operation.0, time_text(end.time), end.outcome, end.details.to_string()],
    )?;
    if written == 1 { Ok(()) } else { Err(Failure::OperationNotOpen(operation)) }
}

pub(super) fn entries(connection: &Connection, limit: u32) -> Result<Vec<JournalEntry>, Failure> {
    let mut statement = connection.prepare_cached(
        "select id, s.time, kind, inputs, software_version, e.time, outcome, details
         from journal_start as s left join journal_end as e on e.operation_id = s.id
         order by id desc limit ?1",
    )?;
    let mut rows = statement.query([limit])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let record = || format!("journal entry {id}");
        let start = JournalStart {
            time: values::time(&row.get::<_, String>(1)?, record)?,
            kind: row.get(2)?,
            inputs: json(&row.get::<_, String>(3)?, record)?,
            software_version: row.get(4)?,
        };
        let end = match row.get::<_, Option<String>>(5)? {
            None => None,
            Some(time) => Some(JournalEnd {
                time: values::time(&time, record)?,
                outcome: row.get(6)?,
                details: json(&row.get::<_, String>(7)?, record)?,
            }),
        };
        entries.push(JournalEntry { operation: OperationId(id), start, end });
    }
    Ok(entries)
}

pub(super) fn record_event(connection: &Connection, event: &Event) -> Result<(), Failure> {
    connection.execute(
        "insert into event (time, kind, subject, message) values (?1, ?2, ?3, ?4)",
        params![time_text(event.time), event.kind, event.subject, event.message],
    )?;
    Ok(())
}

pub(super) fn events(connection: &Connection, limit: u32) -> Result<Vec<Event>, Failure> {
    let mut statement =
        connection.prepare_cached("select id, time, kind, subject, message from event order by id desc limit ?1")?;
    let mut rows = statement.query([limit])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let time = values::time(&row.get::<_, String>(1)?, || format!("event {id}"))?;
        events.push(Event { time, kind: row.get(2)?, subject: row.get(3)?, message: row.get(4)? });
    }
    Ok(events)
}
