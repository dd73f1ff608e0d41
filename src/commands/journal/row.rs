//! One entry of the journal as a script or a person sees it.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::app::writes::lookback::is_read_back;
use crate::commands::rows::{Look, Value, cell, drawn};
use crate::domain::date::Zone;
use crate::domain::failure::Failure;
use crate::domain::ids::TaskId;
use crate::domain::journal::{Entry, Settled, Stage};
use crate::domain::text::Text;
use crate::domain::write::{Outcome, Receipt};

/// The names of the fields, in the order they are written.
pub(super) const FIELDS: [&str; 19] = [
    "id",
    "at",
    "api",
    "username",
    "write",
    "about",
    "method",
    "path",
    "outcome",
    "since",
    "is_open",
    "cause",
    "status",
    "detail",
    "receipt",
    "settled",
    "found",
    "looks",
    "looked_at",
];

/// The columns of a table.
pub(super) const TITLES: [&str; 5] = ["AT", "WRITE", "OUTCOME", "ABOUT", "WHAT IS KNOWN"];
/// Who leaves first when the table is narrow; what was written and what came of it never do.
pub(super) const DROPPED_FIRST: [usize; 3] = [0, 4, 3];

/// The values of an entry, named by [`FIELDS`].
pub(super) fn values(entry: &Entry) -> [Value<'_>; FIELDS.len()] {
    let intent = entry.intent.as_ref();
    let write = intent.map(|intent| &intent.write).ok();
    let failure = failure(entry);
    let look = entry.look.as_ref();
    [
        number(entry.id.0),
        date(entry.at),
        safe(&entry.account.origin),
        safe(&entry.account.username),
        write.map_or(Value::Absent, |write| Value::own(write.verb())),
        Value::Foreign(intent.map_or_else(|words| words, |intent| &intent.subject)),
        write.map_or(Value::Absent, |write| Value::own(write.method().word())),
        write.map_or(Value::Absent, |write| Value::own(write.path())),
        Value::own(outcome(entry)),
        date(entry.staged_at),
        Value::Truth(entry.is_open()),
        failure.map_or(Value::Absent, |failure| Value::own(failure.cause())),
        failure
            .and_then(|failure| failure.status)
            .map_or(Value::Absent, |status| Value::Number(status.into())),
        Value::foreign(failure.and_then(|failure| failure.detail.as_ref())),
        Value::foreign(receipt(entry)),
        settled(entry).map_or(Value::Absent, Value::own),
        Value::foreign(found(entry)),
        Value::Number(entry.looks.into()),
        look.map_or(Value::Absent, |look| date(look.at)),
    ]
}

/// The cells of an entry, under [`TITLES`].
pub(super) fn cells(entry: &Entry, look: &Look, zone: &Zone) -> [String; TITLES.len()] {
    let intent = entry.intent.as_ref();
    let verb = intent.map_or("?", |intent| intent.write.verb());
    let subject = intent.map_or_else(|words| words, |intent| &intent.subject);
    let outcome = if entry.is_open() {
        outcome(entry).to_uppercase()
    } else {
        outcome(entry).to_owned()
    };
    [
        local(entry.at, zone),
        verb.to_owned(),
        outcome,
        cell(Some(subject), look),
        known(entry, look, zone),
    ]
}

fn outcome(entry: &Entry) -> &'static str {
    match &entry.stage {
        Stage::Sending => "sending",
        Stage::Ended(Outcome::NotSent(_)) => "not sent",
        Stage::Ended(Outcome::Refused(_)) => "refused",
        Stage::Ended(Outcome::Applied(_)) => "applied",
        Stage::Ended(Outcome::Unknown(_)) => "unknown",
        Stage::Settled(_) => "settled",
    }
}

fn settled(entry: &Entry) -> Option<&'static str> {
    let Stage::Settled(settled) = &entry.stage else {
        return None;
    };
    Some(match settled {
        Settled::Reached {
            maybe_other: false, ..
        } => "reached",
        Settled::Reached {
            maybe_other: true, ..
        } => "reached, maybe by someone else",
        Settled::GivenUp => "given up, confirmed anew",
        Settled::ByHand { was_applied, .. } => match was_applied {
            Some(true) => "by hand: it was applied",
            Some(false) => "by hand: it was not applied",
            None => "by hand: nobody knows",
        },
    })
}

fn failure(entry: &Entry) -> Option<&Failure> {
    match &entry.stage {
        Stage::Ended(
            Outcome::NotSent(failure) | Outcome::Refused(failure) | Outcome::Unknown(failure),
        ) => Some(failure),
        _ => None,
    }
}

fn receipt(entry: &Entry) -> Option<&Text> {
    let Stage::Ended(Outcome::Applied(receipt)) = &entry.stage else {
        return None;
    };
    match receipt {
        Receipt::Task(task) => Some(TaskId::text(task)),
        Receipt::Accepted { session, item } => session.as_ref().or(item.as_ref()),
        Receipt::Basket(basket) => Some(basket.id.text()),
        Receipt::Line(line) => Some(line.id.text()),
        Receipt::Qualification(made) => Some(made.id.text()),
        Receipt::Key(key) => Some(key),
        Receipt::Bare => None,
    }
}

/// What reading back or a person said.
fn found(entry: &Entry) -> Option<&Text> {
    match &entry.stage {
        Stage::Settled(Settled::Reached { found, .. }) => Some(found),
        Stage::Settled(Settled::ByHand { note, .. }) => Some(note),
        _ => entry.look.as_ref().map(|look| &look.found),
    }
}

/// What is known of how it went, in one line.
fn known(entry: &Entry, look: &Look, zone: &Zone) -> String {
    let said = cell(found(entry), look);
    if let Some(settled) = settled(entry) {
        return joined(settled, &said);
    }
    if let (true, Some(seen)) = (entry.is_unknown(), &entry.look) {
        let at = local(seen.at, zone);
        let still = if is_read_back(entry) {
            "not applied"
        } else {
            "unknown"
        };
        return joined(&format!("{still} as of {at}"), &said);
    }
    match (failure(entry), receipt(entry)) {
        (Some(failure), _) => drawn(&failure.line(), look).into_owned(),
        (_, receipt) => cell(receipt, look),
    }
}

fn joined(words: &str, said: &str) -> String {
    if said.is_empty() {
        words.to_owned()
    } else {
        format!("{words}: {said}")
    }
}

/// What stands in the file may come from anywhere.
fn safe(text: &str) -> Value<'static> {
    Value::own(Text::new(text).line().to_owned())
}

fn number(id: i64) -> Value<'static> {
    u64::try_from(id).map_or(Value::Absent, Value::Number)
}

fn date(at: DateTime<Utc>) -> Value<'static> {
    Value::own(at.to_rfc3339_opts(SecondsFormat::Millis, true))
}

fn local(at: DateTime<Utc>, zone: &Zone) -> String {
    zone.local(at).format("%Y-%m-%d %H:%M:%S").to_string()
}
