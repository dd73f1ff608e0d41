//! The journal of writes: which intents there are, how far each came, and that no two are open on one target.
//!
//! ```text
//!   open() --> sending --end()--> not_sent | refused | applied | unknown --settle()--> settled
//!                 '--- recover(): its process is dead ---------------^
//! ```
//!
//! Functions over a transaction; whoever calls them commits. An unknown entry is settled or stays: nothing makes it
//! sending again.

use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::{Value, json};

use super::db::Fault;
use super::error::StoreError;
use super::owner::Owner;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::journal::{
    Account, Entry, FRESH_INTENT_AFTER, JournalId, Look, Refusal, Settled, Stage,
};
use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome};

/// Entries beside the open ones that the program keeps at hand.
const LATEST: i64 = 500;
/// What becomes known of a write whose process died.
const ABANDONED: &str = "the program ended before the answer came";
const COLUMNS: &str = "id, origin, username, at, intent, stage, staged_at, outcome, settled, looks, looked_at, \
     found, owner";

/// What an operation on the journal needs to know beside the journal.
pub(super) struct Context {
    /// The date.
    pub(super) now: DateTime<Utc>,
    /// This process.
    pub(super) me: Owner,
}

/// Remembers an intent as being sent, unless its target is taken.
///
/// With `supersedes` an unknown entry on the same target gives way, when it is old enough and reading back showed the
/// old state late enough.
pub(super) fn open(
    tx: &Connection,
    context: &Context,
    intent: &Intent,
    account: &Account,
    supersedes: Option<JournalId>,
) -> Result<Result<Entry, Refusal>, Fault> {
    let target = intent.write.target();
    let open = "SELECT id FROM intents WHERE origin = ?1 AND username = ?2 AND target = ?3 \
         AND stage IN ('sending', 'unknown')";
    let key = params![account.origin, account.username, target];
    let taken: Option<i64> = tx.query_row(open, key, |row| row.get(0)).optional()?;
    if let Some(id) = taken.map(JournalId) {
        let entry = entry(tx, &context.me, id)?;
        let entry = match entry.stage {
            Stage::Sending if is_abandoned(tx, context, &entry)? => {
                abandon(tx, context, &entry)?;
                self::entry(tx, &context.me, id)?
            }
            _ => entry,
        };
        if supersedes != Some(id) || !gives_way(&entry, context.now) {
            return Ok(Err(Refusal::InProgress {
                since: entry.at,
                is_unknown: entry.is_unknown(),
                id,
            }));
        }
        stage(tx, context, id, "settled", None, Some(&Settled::GivenUp))?;
    }
    let now = micros(context.now);
    tx.execute(
        "INSERT INTO intents (origin, username, target, at, intent, stage, staged_at, owner) \
         VALUES (?1, ?2, ?3, ?4, ?5, 'sending', ?4, ?6)",
        params![
            account.origin,
            account.username,
            target,
            now,
            intent.record().to_string(),
            context.me.to_string(),
        ],
    )?;
    let id = JournalId(tx.last_insert_rowid());
    touch(tx)?;
    Ok(Ok(entry(tx, &context.me, id)?))
}

/// Whether a person may confirm the same write anew: long after it, reading back still showed the old state.
fn gives_way(entry: &Entry, now: DateTime<Utc>) -> bool {
    let from = entry.staged_at + FRESH_INTENT_AFTER;
    let looked = entry.look.as_ref().is_some_and(|look| look.at >= from);
    entry.is_unknown() && now >= from && looked
}

/// Notes what the transport told of a write of this process. A write that was given up for dead while its process was
/// alive is known after all.
pub(super) fn end(
    tx: &Connection,
    context: &Context,
    id: JournalId,
    outcome: &Outcome,
) -> Result<Entry, Fault> {
    let now = entry(tx, &context.me, id)?;
    if now.stage == Stage::Ended(outcome.clone()) {
        return Ok(now);
    }
    let is_waiting = match &now.stage {
        Stage::Sending => true,
        Stage::Ended(Outcome::Unknown(failure)) => {
            let words = failure.detail.as_ref().map(Text::wire);
            words == Some(ABANDONED)
        }
        _ => false,
    };
    if !now.is_ours || !is_waiting {
        return Err(StoreError::NotOpen.into());
    }
    stage(tx, context, id, word(outcome), Some(outcome), None)?;
    entry(tx, &context.me, id)
}

/// Notes a read-back of an unknown entry that settled nothing.
pub(super) fn look(
    tx: &Connection,
    context: &Context,
    id: JournalId,
    look: &Look,
) -> Result<Entry, Fault> {
    let changed = tx.execute(
        "UPDATE intents SET looks = looks + 1, looked_at = ?2, found = ?3 \
         WHERE id = ?1 AND stage = 'unknown'",
        params![id.0, micros(look.at), look.found.wire()],
    )?;
    if changed == 0 {
        return Err(StoreError::NotOpen.into());
    }
    touch(tx)?;
    entry(tx, &context.me, id)
}

/// Settles an unknown entry. One that is settled already stays as it is.
pub(super) fn settle(
    tx: &Connection,
    context: &Context,
    id: JournalId,
    settled: &Settled,
) -> Result<Entry, Fault> {
    let now = entry(tx, &context.me, id)?;
    match now.stage {
        Stage::Settled(_) => Ok(now),
        Stage::Ended(Outcome::Unknown(_)) => {
            stage(tx, context, id, "settled", None, Some(settled))?;
            Ok(entry(tx, &context.me, id)?)
        }
        _ => Err(StoreError::NotOpen.into()),
    }
}

/// Makes the entries that dead processes left in sending unknown; tells how many there were.
pub(super) fn recover(tx: &Connection, context: &Context) -> Result<usize, Fault> {
    let mut left = 0;
    for entry in entries(tx, &context.me, "WHERE stage = 'sending'")? {
        if is_abandoned(tx, context, &entry)? {
            abandon(tx, context, &entry)?;
            left += 1;
        }
    }
    Ok(left)
}

/// Whether anything is to be recovered; cheaper than trying.
pub(super) fn has_abandoned(it: &Connection, context: &Context) -> rusqlite::Result<bool> {
    for entry in entries(it, &context.me, "WHERE stage = 'sending'")? {
        if is_abandoned(it, context, &entry)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Open entries and the latest others, newest first.
pub(super) fn list(it: &Connection, me: &Owner) -> rusqlite::Result<Vec<Entry>> {
    let which = format!(
        "WHERE stage IN ('sending', 'unknown') \
         OR id IN (SELECT id FROM intents ORDER BY id DESC LIMIT {LATEST})"
    );
    entries(it, me, &which)
}

/// Every entry there ever was, newest first.
pub(super) fn all(it: &Connection, me: &Owner) -> rusqlite::Result<Vec<Entry>> {
    entries(it, me, "")
}

/// A number that changes with every change of the journal.
pub(super) fn revision(it: &Connection) -> rusqlite::Result<i64> {
    let revision = "SELECT value FROM notes WHERE name = 'journal'";
    let revision = it.query_row(revision, [], |row| row.get(0)).optional()?;
    Ok(revision.unwrap_or(0))
}

fn touch(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO notes (name, value) VALUES ('journal', 1) \
         ON CONFLICT (name) DO UPDATE SET value = value + 1",
        [],
    )
    .map(drop)
}

fn is_abandoned(it: &Connection, context: &Context, entry: &Entry) -> rusqlite::Result<bool> {
    let owner = "SELECT owner FROM intents WHERE id = ?1";
    let owner: String = it.query_row(owner, [entry.id.0], |row| row.get(0))?;
    let age = context.now.signed_duration_since(entry.staged_at);
    Ok(Owner::parse(&owner).is_gone(&context.me, age))
}

fn abandon(tx: &Connection, context: &Context, entry: &Entry) -> rusqlite::Result<()> {
    let path = entry.intent.as_ref().map_or("", |it| it.write.path());
    let outcome = Outcome::Unknown(Failure::new(FailureKind::Timeout, path).with_detail(ABANDONED));
    stage(tx, context, entry.id, "unknown", Some(&outcome), None)
}

fn stage(
    tx: &Connection,
    context: &Context,
    id: JournalId,
    word: &str,
    outcome: Option<&Outcome>,
    settled: Option<&Settled>,
) -> rusqlite::Result<()> {
    tx.execute(
        "UPDATE intents SET stage = ?2, staged_at = ?3, outcome = coalesce(?4, outcome), settled = ?5 \
         WHERE id = ?1",
        params![
            id.0,
            word,
            micros(context.now),
            outcome.map(|outcome| outcome.record().to_string()),
            settled.map(|settled| settled_record(settled).to_string()),
        ],
    )?;
    touch(tx)
}

/// An entry, if there is one of this number.
pub(super) fn find(it: &Connection, me: &Owner, id: i64) -> rusqlite::Result<Option<Entry>> {
    Ok(entries(it, me, &format!("WHERE id = {id}"))?.pop())
}

fn entry(it: &Connection, me: &Owner, id: JournalId) -> Result<Entry, Fault> {
    Ok(find(it, me, id.0)?.ok_or(StoreError::NotOpen)?)
}

fn entries(it: &Connection, me: &Owner, which: &str) -> rusqlite::Result<Vec<Entry>> {
    let me = me.to_string();
    let mut select = it.prepare(&format!(
        "SELECT {COLUMNS} FROM intents {which} ORDER BY id DESC"
    ))?;
    select.query_map([], |row| read(row, &me))?.collect()
}

fn read(row: &Row<'_>, me: &str) -> rusqlite::Result<Entry> {
    let intent = Intent::from_record(&record(row, 4)?);
    let path = intent.as_ref().map_or("", |it| it.write.path());
    let looked_at: Option<i64> = row.get(10)?;
    Ok(Entry {
        id: JournalId(row.get(0)?),
        account: Account {
            origin: row.get(1)?,
            username: row.get(2)?,
        },
        at: date(row.get(3)?, 3)?,
        stage: read_stage(row, path)?,
        staged_at: date(row.get(6)?, 6)?,
        looks: row.get(9)?,
        look: match looked_at {
            None => None,
            Some(at) => Some(Look {
                at: date(at, 10)?,
                found: Text::new(row.get::<_, String>(11)?),
            }),
        },
        is_ours: row.get::<_, String>(12)? == me,
        intent,
    })
}

/// What this version cannot read stays open: better a question to a person than a write too many.
fn read_stage(row: &Row<'_>, path: &'static str) -> rusqlite::Result<Stage> {
    let stage: String = row.get(5)?;
    let unread = || {
        let failure = Failure::new(FailureKind::Unreadable, path);
        let words = "written by another version of this program";
        Stage::Ended(Outcome::Unknown(failure.with_detail(words)))
    };
    Ok(match stage.as_str() {
        "sending" => Stage::Sending,
        "settled" => read_settled(&record(row, 8)?).map_or_else(unread, Stage::Settled),
        "not_sent" | "refused" | "applied" | "unknown" => {
            Outcome::from_record(&record(row, 7)?, path).map_or_else(|_| unread(), Stage::Ended)
        }
        _ => unread(),
    })
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent(_) => "not_sent",
        Outcome::Refused(_) => "refused",
        Outcome::Applied(_) => "applied",
        Outcome::Unknown(_) => "unknown",
    }
}

fn settled_record(settled: &Settled) -> Value {
    match settled {
        Settled::Reached { found, maybe_other } => {
            json!({ "reached": found.wire(), "maybe_other": maybe_other })
        }
        Settled::GivenUp => json!({ "given_up": true }),
        Settled::ByHand { was_applied, note } => {
            json!({ "by_hand": note.wire(), "was_applied": was_applied })
        }
    }
}

fn read_settled(record: &Value) -> Option<Settled> {
    let text = |key: &str| record[key].as_str().map(Text::from);
    if let Some(found) = text("reached") {
        let maybe_other = record["maybe_other"].as_bool()?;
        return Some(Settled::Reached { found, maybe_other });
    }
    if let Some(note) = text("by_hand") {
        let was_applied = record["was_applied"].as_bool();
        return Some(Settled::ByHand { was_applied, note });
    }
    record["given_up"].as_bool().map(|_| Settled::GivenUp)
}

/// JSON in a column; what is none is null, which no reader takes for anything.
fn record(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: Option<String> = row.get(column)?;
    Ok(serde_json::from_str(&text.unwrap_or_default()).unwrap_or_default())
}

pub(super) fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

pub(super) fn date(micros: i64, column: usize) -> rusqlite::Result<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros)
        .ok_or_else(|| rusqlite::Error::InvalidColumnType(column, "date".to_owned(), Type::Integer))
}
