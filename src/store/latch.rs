//! Passwords that were refused, so that no copy of the program sends one twice: identity servers lock accounts.
//!
//! A password is known here by a fingerprint only, keyed with a random number that lives in this file. Before a password
//! is sent it is entered as being tried; while the process that tries it lives, other copies wait for what comes of it.

use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::journal::{Context, date, micros};
use super::owner::Owner;
use crate::domain::text::Text;

/// No login takes longer: the total timeout of one is 30 s.
const LONGEST_TRY: TimeDelta = TimeDelta::seconds(90);

/// The number that fingerprints are keyed with.
pub type FingerprintKey = [u8; 32];

/// A login with one password.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LoginKey {
    /// The whole address of the token endpoint.
    pub token_url: String,
    /// The user name.
    pub username: String,
    /// The password's.
    pub fingerprint: [u8; 32],
}

impl std::fmt::Debug for LoginKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LoginKey")
            .field("token_url", &self.token_url)
            .finish_non_exhaustive()
    }
}

/// Whether a password may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It may, once, by this process: say what came of it.
    Open,
    /// Another copy of the program is trying it just now.
    Tried,
    /// It was refused, with these words.
    Refused(Text),
}

/// The key of this file; `candidate` becomes it if there is none.
pub(super) fn key(tx: &Connection, candidate: &FingerprintKey) -> rusqlite::Result<FingerprintKey> {
    tx.execute(
        "INSERT OR IGNORE INTO notes (name, value) VALUES ('fingerprint key', ?1)",
        [&candidate[..]],
    )?;
    let key = "SELECT value FROM notes WHERE name = 'fingerprint key'";
    tx.query_row(key, [], |row| row.get(0))
}

pub(super) fn enter(tx: &Connection, context: &Context, key: &LoginKey) -> rusqlite::Result<Gate> {
    let known: Option<(Option<String>, i64, String)> = tx
        .query_row(
            "SELECT words, at, owner FROM logins \
             WHERE token_url = ?1 AND username = ?2 AND fingerprint = ?3",
            params![key.token_url, key.username, &key.fingerprint[..]],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    match known {
        Some((Some(words), ..)) => return Ok(Gate::Refused(Text::new(words))),
        Some((None, at, owner)) => {
            let owner = Owner::parse(&owner);
            let age = context.now.signed_duration_since(date(at, 1)?);
            let is_over = age < -LONGEST_TRY || age > LONGEST_TRY;
            if owner != context.me && !is_over && !owner.is_gone(&context.me, age) {
                return Ok(Gate::Tried);
            }
        }
        None => {}
    }
    put(tx, context, key, None)?;
    Ok(Gate::Open)
}

/// It was refused.
pub(super) fn refuse(
    tx: &Connection,
    context: &Context,
    key: &LoginKey,
    words: &Text,
) -> rusqlite::Result<()> {
    put(tx, context, key, Some(words.wire()))
}

/// It was not refused: granted, or nobody knows.
pub(super) fn leave(tx: &Connection, key: &LoginKey) -> rusqlite::Result<()> {
    tx.execute(
        "DELETE FROM logins WHERE token_url = ?1 AND username = ?2 AND fingerprint = ?3 \
         AND words IS NULL",
        params![key.token_url, key.username, &key.fingerprint[..]],
    )
    .map(drop)
}

/// A person acted: every password of the account may be tried again.
pub(super) fn reset(tx: &Connection, token_url: &str, username: &str) -> rusqlite::Result<()> {
    tx.execute(
        "DELETE FROM logins WHERE token_url = ?1 AND username = ?2",
        [token_url, username],
    )
    .map(drop)
}

fn put(
    tx: &Connection,
    context: &Context,
    key: &LoginKey,
    words: Option<&str>,
) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT OR REPLACE INTO logins (token_url, username, fingerprint, words, at, owner) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            key.token_url,
            key.username,
            &key.fingerprint[..],
            words,
            micros(context.now),
            context.me.to_string(),
        ],
    )
    .map(drop)
}
