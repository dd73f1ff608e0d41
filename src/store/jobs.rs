//! Jobs, and how far each came.

use rusqlite::{Connection, Row, params};

use super::db::Fault;
use super::error::StoreError;
use super::journal::{Context, date, micros};
use super::owner::Owner;
use crate::domain::job::{Job, JobId, JobState, NewJob, Progress};
use crate::domain::journal::{Account, JournalId};
use crate::domain::text::Text;

/// Jobs beside the running ones that the program keeps at hand.
const LATEST: i64 = 200;

pub(super) fn open(tx: &Connection, context: &Context, job: &NewJob) -> Result<Job, Fault> {
    tx.execute(
        "INSERT INTO jobs (kind, origin, username, what, intent, state, since, changed, owner) \
         VALUES (?1, ?2, ?3, ?4, ?5, 'running', ?6, ?6, ?7)",
        params![
            job.kind,
            job.account.origin,
            job.account.username,
            job.what,
            job.write.map(|id| id.0),
            micros(context.now),
            context.me.to_string(),
        ],
    )?;
    find(tx, context, JobId(tx.last_insert_rowid()))
}

/// Notes how a job stands; it is this process's from now on.
pub(super) fn update(
    tx: &Connection,
    context: &Context,
    id: JobId,
    state: &JobState,
    progress: Progress,
) -> Result<Job, Fault> {
    let (word, words) = match state {
        JobState::Running => ("running", None),
        JobState::Left => ("left", None),
        JobState::Done(path) => ("done", path.as_ref()),
        JobState::Failed(why) => ("failed", Some(why)),
    };
    tx.execute(
        "UPDATE jobs SET state = ?2, words = ?3, done = ?4, total = ?5, changed = ?6, owner = ?7 \
         WHERE id = ?1",
        params![
            id.0,
            word,
            words.map(Text::wire),
            number(progress.done),
            progress.of.map(number),
            micros(context.now),
            context.me.to_string(),
        ],
    )?;
    find(tx, context, id)
}

/// Running jobs and the latest others, newest first. One whose process is dead was left.
pub(super) fn list(it: &Connection, context: &Context) -> rusqlite::Result<Vec<Job>> {
    let which = format!(
        "WHERE state IN ('running', 'left') \
         OR id IN (SELECT id FROM jobs ORDER BY id DESC LIMIT {LATEST})"
    );
    select(it, context, &which)
}

fn find(it: &Connection, context: &Context, id: JobId) -> Result<Job, Fault> {
    let found = select(it, context, &format!("WHERE id = {}", id.0))?.pop();
    Ok(found.ok_or(StoreError::NotOpen)?)
}

fn select(it: &Connection, context: &Context, which: &str) -> rusqlite::Result<Vec<Job>> {
    let mut select = it.prepare(&format!(
        "SELECT id, kind, origin, username, what, intent, state, words, done, total, since, changed, owner \
         FROM jobs {which} ORDER BY id DESC"
    ))?;
    select.query_map([], |row| read(row, context))?.collect()
}

fn read(row: &Row<'_>, context: &Context) -> rusqlite::Result<Job> {
    let owner = Owner::parse(&row.get::<_, String>(12)?);
    let changed = date(row.get(11)?, 11)?;
    let age = context.now.signed_duration_since(changed);
    let words = row.get::<_, Option<String>>(7)?.map(Text::new);
    let state: String = row.get(6)?;
    Ok(Job {
        id: JobId(row.get(0)?),
        job: NewJob {
            kind: row.get(1)?,
            account: Account {
                origin: row.get(2)?,
                username: row.get(3)?,
            },
            what: row.get(4)?,
            write: row.get::<_, Option<i64>>(5)?.map(JournalId),
        },
        state: match state.as_str() {
            "running" if owner.is_gone(&context.me, age) => JobState::Left,
            "running" => JobState::Running,
            "done" => JobState::Done(words),
            "failed" => JobState::Failed(words.unwrap_or_else(|| Text::new(""))),
            _ => JobState::Left,
        },
        progress: Progress {
            done: count(row.get(8)?),
            of: row.get::<_, Option<i64>>(9)?.map(count),
        },
        since: date(row.get(10)?, 10)?,
        changed,
        is_ours: owner == context.me,
    })
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
