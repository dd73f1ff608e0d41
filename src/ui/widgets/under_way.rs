//! What the message row tells of writes: one that is held or waits, one on its way, those of unknown outcome.
//!
//! What a key can still take back stands before everything, a fresh message before the rest. Each line has shorter forms
//! for narrow screens; the first one that fits is drawn.

use crate::app::action::Action;
use crate::app::state::AppState;
use crate::app::writes::lookback::is_harmless;
use crate::app::writes::words::{about, brief, second, seconds_left};
use crate::app::writes::{LONGEST, Progress, UnderWay};
use crate::domain::journal::Entry;
use crate::ui::paint::{Pieces, piece, width};
use crate::ui::theme::Role;

/// What the message row says instead of a message, if anything.
pub(super) fn line(state: &AppState, columns: u16) -> Option<Pieces<'static>> {
    let is_fresh = state.notices.expiry(state.now).is_some();
    let has_notice = state.notices.current(state.now).is_some();
    leaving(state, columns)
        .or_else(|| held(state, columns))
        .or_else(|| sending(state, columns).filter(|_| !is_fresh))
        .or_else(|| unknown(state, columns).filter(|_| !has_notice))
}

/// Entries of unknown outcome that something of value hangs on, the oldest first.
pub(super) fn alarming(state: &AppState) -> impl Iterator<Item = &Entry> {
    state.unknown_entries().filter(|entry| !is_harmless(entry))
}

/// What becomes of the writes under way when the program is quit.
pub(super) fn at_quitting(state: &AppState) -> Vec<Pieces<'static>> {
    let mut lines: Vec<_> = state
        .writes
        .under_way()
        .flat_map(|it| {
            let one = |what: String, then| {
                vec![
                    piece(what, Role::Strong),
                    piece(format!(": {then}"), Role::Warn),
                ]
            };
            if !matches!(it.progress, Progress::Sending(_)) {
                let what = format!("{}{}", brief(it.intent), and_more(it.more));
                return vec![one(what, "will not be sent")];
            }
            let mut lines = vec![one(brief(it.intent), "waited for")];
            if it.more > 0 {
                lines.push(one(format!("{} more of it", it.more), "will not be sent"));
            }
            lines
        })
        .collect();
    let unknown = alarming(state).count();
    if unknown > 0 {
        let writes = if unknown == 1 { "write" } else { "writes" };
        let text = format!("{unknown} {writes} of unknown outcome: read back when");
        lines.push(vec![piece(text, Role::Warn)]);
        lines.push(vec![piece("the program is started again", Role::Warn)]);
    }
    lines
}

fn leaving(state: &AppState, columns: u16) -> Option<Pieces<'static>> {
    let until = state.leaving_until()?;
    let what = state.writes.under_way().next()?;
    let left = seconds_left(until - state.now);
    let quit = state.keymap.shown(Action::Quit);
    let what = brief(what.intent);
    let tails = [
        format!("   {quit} leaves it open, Esc stays"),
        format!("   {quit} leaves it"),
        String::new(),
    ];
    let heads = [
        format!("quitting when {what} has ended, at most {left}"),
        format!("quitting after {what}, {left}"),
        format!("quitting in {left}"),
    ];
    fitting(columns, &heads, &tails)
}

/// The one that the cancelling key takes back: the latest.
fn held(state: &AppState, columns: u16) -> Option<Pieces<'static>> {
    let is_held = |it: &UnderWay<'_>| !matches!(it.progress, Progress::Sending(_));
    let mut held = state.writes.under_way().rev().filter(is_held);
    let latest = held.next()?;
    let others = and_more(latest.more + held.count());
    let (verb, about) = (latest.intent.write.verb(), about(latest.intent));
    let heads = match latest.progress {
        Progress::Held(until) => {
            let left = seconds_left(until - state.now);
            [
                format!("sending {verb} {about}{others} in {left}"),
                format!("{verb} {about} in {left}"),
                format!("{verb} in {left}"),
                format!("{verb} {left}"),
            ]
        }
        Progress::Looking => [
            format!("looking at {about}{others} again before {verb} is sent"),
            format!("{verb} {about}: second look"),
            format!("{verb}: second look"),
            verb.to_owned(),
        ],
        Progress::Waiting(Some(until)) => {
            let left = seconds_left(until - state.now);
            [
                format!("{verb} {about}{others} waits {left} for its turn"),
                format!("{verb} {about} waits {left}"),
                format!("{verb} waits {left}"),
                format!("{verb} {left}"),
            ]
        }
        Progress::Waiting(None) | Progress::Sending(_) => [
            format!("{verb} {about}{others} waits for its turn"),
            format!("{verb} {about} waits"),
            format!("{verb} waits"),
            verb.to_owned(),
        ],
    };
    let undo = state.keymap.shown(Action::Undo);
    let tails = [
        format!("        {undo} cancels; quitting cancels too"),
        format!("   {undo} cancels"),
        format!(" {undo} cancels"),
    ];
    fitting(columns, &heads, &tails)
}

fn sending(state: &AppState, columns: u16) -> Option<Pieces<'static>> {
    let since = |it: &UnderWay<'_>| match it.progress {
        Progress::Sending(since) => Some(since),
        _ => None,
    };
    let mut on_their_way = state.writes.under_way().filter(|it| since(it).is_some());
    let first = on_their_way.next()?;
    let others = and_more(on_their_way.count());
    let to_come = match first.more {
        0 => String::new(),
        more => format!(", {more} to come"),
    };
    let at = second(since(&first)?, &state.zone);
    let what = brief(first.intent);
    if first.is_long() {
        let waited = (state.now - since(&first)?).num_seconds().max(0);
        let of = LONGEST.num_seconds();
        let heads = [
            format!("{what}{others}: waiting for the answer, {waited}s of {of}s at most"),
            format!("{what}: {waited}s of {of}s"),
            format!("waiting {waited}s of {of}s"),
        ];
        return fitting(columns, &heads, &[String::new()]);
    }
    let heads = [
        format!("{what}{others} on its way since {at}{to_come}"),
        format!("{what} on its way"),
        "on its way".to_owned(),
    ];
    fitting(columns, &heads, &[String::new()])
}

fn unknown(state: &AppState, columns: u16) -> Option<Pieces<'static>> {
    let mut unknown = alarming(state);
    let first = unknown.next()?;
    let count = 1 + unknown.count();
    let what = match &first.intent {
        Ok(intent) if count == 1 => (intent.write.verb().to_uppercase(), about(intent)),
        Ok(intent) => ("WRITES".to_owned(), format!("{} first", brief(intent))),
        Err(_) => ("WRITE".to_owned(), "of a newer program".to_owned()),
    };
    let (kind, about) = what;
    let (look, looks) = state.look_number(first);
    let as_of = first.look.as_ref().map(|look| second(look.at, &state.zone));
    let as_of = as_of.map_or(String::new(), |at| format!(", not applied as of {at}"));
    let heads = [
        format!("{count} {kind} OF UNKNOWN OUTCOME: {about}{as_of}, reading back {look}/{looks}"),
        format!("{count} {kind} OF UNKNOWN OUTCOME: {about}, reading back {look}/{looks}"),
        format!("{count} {kind} UNKNOWN: {about}, {look}/{looks}"),
        format!("{count} UNKNOWN: {about}"),
        format!("{count} UNKNOWN"),
    ];
    let key = state.keymap.shown(Action::Activity);
    let tails = [format!(", do not redo  ({key})"), format!(" ({key})")];
    let mut line = fitting(columns, &heads, &tails)?;
    if let Some(head) = line.get_mut(1) {
        head.role = Role::Bad;
    }
    Some(line)
}

fn and_more(more: usize) -> String {
    match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    }
}

/// The fullest of the lines that fits: a head with a tail, and the shorter tail before the shorter head.
fn fitting(columns: u16, heads: &[String], tails: &[String]) -> Option<Pieces<'static>> {
    let fits = |head: &str, tail: &str| 1 + width(head) + width(tail) <= columns.into();
    let pairs = heads
        .iter()
        .flat_map(|head| tails.iter().map(move |tail| (head, tail)));
    let fullest = pairs.clone().find(|(head, tail)| fits(head, tail));
    let (head, tail) = fullest.or_else(|| pairs.last())?;
    Some(vec![
        piece(" ", Role::Text),
        piece(head.clone(), Role::Warn),
        piece(tail.clone(), Role::Dim),
    ])
}
