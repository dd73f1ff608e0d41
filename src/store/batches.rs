//! Batches of sites: what was confirmed, how far each came, and that one process at a time runs it.
//!
//! Functions over a transaction; whoever calls them commits. A batch is its process's until that process is dead for
//! sure; then any other may take it over, and only one does. A batch of a newer program is left to it.

use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::Value;

use super::db::Fault;
use super::error::StoreError;
use super::journal::{self, Context, date, micros};
use super::owner::Owner;
use crate::domain::batch::{BatchId, Change, Kept, NewBatch, Plan, Request, Site, State};
use crate::domain::journal::{Account, Entry};
use crate::domain::text::Text;

/// Batches that ended are kept this long: their result is a file.
const KEPT_FOR: TimeDelta = TimeDelta::days(30);

/// Remembers a batch that begins; those that ended long ago are forgotten.
pub(super) fn open(tx: &Connection, context: &Context, batch: &NewBatch) -> Result<BatchId, Fault> {
    tx.execute(
        "DELETE FROM batches WHERE state = 'ended' AND changed < ?1",
        [micros(context.now - KEPT_FOR)],
    )?;
    tx.execute(
        "INSERT INTO batches (origin, username, mark, plan, state, since, changed, owner) \
         VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?5, ?6)",
        params![
            batch.account.origin,
            batch.account.username,
            batch.mark,
            batch.plan.record().to_string(),
            micros(context.now),
            context.me.to_string(),
        ],
    )?;
    Ok(BatchId(tx.last_insert_rowid()))
}

/// Notes how a batch of this process came on.
pub(super) fn note(
    tx: &Connection,
    context: &Context,
    id: BatchId,
    change: &Change,
) -> Result<(), Fault> {
    let touched = tx.execute(
        "UPDATE batches SET changed = ?2 WHERE id = ?1 AND owner = ?3",
        params![id.0, micros(context.now), context.me.to_string()],
    )?;
    if touched == 0 {
        return Err(StoreError::NotOpen.into());
    }
    for (place, site) in &change.sites {
        tx.execute(
            "INSERT INTO batch_sites (batch, place, record) VALUES (?1, ?2, ?3) \
             ON CONFLICT (batch, place) DO UPDATE SET record = excluded.record",
            params![id.0, number(*place), site.record().to_string()],
        )?;
    }
    for (place, reference, request) in &change.requests {
        tx.execute(
            "INSERT INTO batch_requests (batch, number, reference, record) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (batch, number) DO UPDATE SET record = excluded.record",
            params![
                id.0,
                number(*place),
                reference,
                request.record().to_string()
            ],
        )?;
    }
    if let Some(state) = &change.state {
        let (word, result) = match state {
            State::Running => ("running", None),
            State::Held => ("held", None),
            State::Ended(result) => ("ended", result.as_ref().map(Text::wire)),
        };
        tx.execute(
            "UPDATE batches SET state = ?2, result = ?3 WHERE id = ?1",
            params![id.0, word, result],
        )?;
    }
    Ok(())
}

/// Takes a batch over that no living process runs; it is this process's from now on.
pub(super) fn claim(tx: &Connection, context: &Context, id: BatchId) -> Result<Kept, Fault> {
    let kept = select(tx, context, "WHERE id = ?1 AND state <> 'ended'", &[&id.0])?.pop();
    let kept = kept.filter(|kept| !kept.is_elsewhere);
    let kept = kept.ok_or(StoreError::NotOpen)?;
    tx.execute(
        "UPDATE batches SET owner = ?2, changed = ?3 WHERE id = ?1",
        params![id.0, context.me.to_string(), micros(context.now)],
    )?;
    Ok(kept)
}

/// Batches of an account that have not ended, the oldest first.
pub(super) fn unfinished(
    it: &Connection,
    context: &Context,
    account: &Account,
) -> rusqlite::Result<Vec<Kept>> {
    let which = "WHERE origin = ?1 AND username = ?2 AND state <> 'ended'";
    select(it, context, which, &[&account.origin, &account.username])
}

fn select(
    it: &Connection,
    context: &Context,
    which: &str,
    keys: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<Vec<Kept>> {
    let mut select = it.prepare(&format!(
        "SELECT id, mark, plan, state, result, since, changed, owner FROM batches {which} ORDER BY id"
    ))?;
    let rows = select.query_map(keys, |row| head(row, context))?;
    let mut all = Vec::new();
    for kept in rows {
        if let Some(mut kept) = kept?
            && fill(it, context, &mut kept)?
        {
            all.push(kept);
        }
    }
    Ok(all)
}

/// A batch without what became of it; `None` for one of a newer program.
fn head(row: &Row<'_>, context: &Context) -> rusqlite::Result<Option<Kept>> {
    let Ok(plan) = Plan::from_record(&json(&row.get::<_, String>(2)?)) else {
        return Ok(None);
    };
    let owner = Owner::parse(&row.get::<_, String>(7)?);
    let age = context.now.signed_duration_since(date(row.get(6)?, 6)?);
    let state: String = row.get(3)?;
    Ok(Some(Kept {
        id: BatchId(row.get(0)?),
        mark: row.get(1)?,
        state: match state.as_str() {
            "running" => State::Running,
            "held" => State::Held,
            _ => State::Ended(row.get::<_, Option<String>>(4)?.map(Text::new)),
        },
        sites: vec![Site::default(); plan.sites.len()],
        plan,
        requests: Vec::new(),
        since: date(row.get(5)?, 5)?,
        is_elsewhere: owner != context.me && !owner.is_gone(&context.me, age),
    }))
}

/// Adds what became of a batch; false where this version cannot read it.
fn fill(it: &Connection, context: &Context, kept: &mut Kept) -> rusqlite::Result<bool> {
    let mut select = it.prepare("SELECT place, record FROM batch_sites WHERE batch = ?1")?;
    let mut rows = select.query([kept.id.0])?;
    while let Some(row) = rows.next()? {
        let place = usize::try_from(row.get::<_, i64>(0)?).ok();
        let site = Site::from_record(&json(&row.get::<_, String>(1)?));
        match (place.and_then(|place| kept.sites.get_mut(place)), site) {
            (Some(slot), Ok(site)) => *slot = site,
            _ => return Ok(false),
        }
    }
    let mut select = it
        .prepare("SELECT reference, record FROM batch_requests WHERE batch = ?1 ORDER BY number")?;
    let mut rows = select.query([kept.id.0])?;
    while let Some(row) = rows.next()? {
        let Ok(request) = Request::from_record(&json(&row.get::<_, String>(1)?)) else {
            return Ok(false);
        };
        if request.sites.iter().any(|site| *site >= kept.sites.len()) {
            return Ok(false);
        }
        let entry = if request.is_over {
            None
        } else {
            entry_of(it, context, &row.get::<_, String>(0)?)?
        };
        kept.requests.push((request, entry));
    }
    Ok(true)
}

/// The latest entry of the journal with a reference, however long ago: what is at hand of the journal may be less.
fn entry_of(
    it: &Connection,
    context: &Context,
    reference: &str,
) -> rusqlite::Result<Option<Entry>> {
    let latest = "SELECT max(id) FROM intents \
         WHERE json_extract(intent, '$.write.external_id') = ?1";
    let id: Option<i64> = it
        .prepare(latest)?
        .query_row([reference], |row| row.get(0))
        .optional()?
        .flatten();
    match id {
        Some(id) => journal::find(it, &context.me, id),
        None => Ok(None),
    }
}

/// JSON in a column; what is none is null, which no reader takes for anything.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}
