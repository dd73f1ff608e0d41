//! Row 1: who works where, how fresh the screen is, what the API allows, what is wrong.
//!
//! The row is a list of words in order of weight; the lightest leave first when it is narrow. Seconds tick only in
//! countdowns, so that an idle screen stays still.

use chrono::{DateTime, TimeDelta, Utc};
use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteLine;
use crate::app::gauges::Login;
use crate::app::pane::Pane;
use crate::app::refresh::sweep::{Progress, Sweep};
use crate::app::state::AppState;
use crate::app::views::eligibility::Facet;
use crate::ui::format::{clock, countdown, grouped, span};
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width};
use crate::ui::theme::Role;
use crate::ui::widgets::under_way;

/// A token with less life than this is mentioned where the row is narrow.
const TOKEN_SOON: TimeDelta = TimeDelta::minutes(5);
/// Under this width names are short from the start.
const SHORT: u16 = 70;
const GAP: &str = "  ";

/// A part of the row and how much it matters; 0 never leaves.
struct Word {
    pieces: Pieces<'static>,
    lightness: u8,
    /// What a click on it asks for.
    action: Option<Action>,
}

impl Word {
    fn columns(&self) -> usize {
        self.pieces.iter().map(|piece| width(&piece.text)).sum()
    }
}

/// Draws the status row.
pub fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let time = clock_text(state, area.width);
    let time_width = to_columns(width(&time)) + 1;
    let words = arranged(state, area.width, time_width);
    let mut x = area.x;
    for word in &words {
        x += painter.put(x, area.y, area.right().saturating_sub(x), " ", Role::Text);
        x += painter.put_pieces(x, area.y, area.right().saturating_sub(x), &word.pieces);
        x += painter.put(x, area.y, area.right().saturating_sub(x), " ", Role::Text);
    }
    if usize::from(area.width) >= row_width(&words) + usize::from(time_width) {
        painter.put(
            area.right().saturating_sub(time_width),
            area.y,
            time_width,
            &time,
            Role::Dim,
        );
    }
}

/// What a click on a column of the row asks for.
pub fn action_at(area: Rect, state: &AppState, x: u16) -> Option<Action> {
    let time_width = to_columns(width(&clock_text(state, area.width))) + 1;
    let mut end = usize::from(area.x);
    for word in arranged(state, area.width, time_width) {
        let begin = end + 1;
        end = begin + word.columns() + 1;
        if (begin..end - 1).contains(&usize::from(x)) {
            return word.action;
        }
    }
    None
}

/// The words that fit beside the time.
fn arranged(state: &AppState, columns: u16, time_width: u16) -> Vec<Word> {
    let room = usize::from(columns.saturating_sub(time_width + 2));
    let words = fitting(state, columns, columns < SHORT, room);
    if row_width(&words) > room {
        fitting(state, columns, true, room)
    } else {
        words
    }
}

/// The words without those that had to leave; the heaviest stay even where there is no room for them.
fn fitting(state: &AppState, columns: u16, is_short: bool, room: usize) -> Vec<Word> {
    let mut words = words(state, columns, is_short);
    while row_width(&words) > room {
        let Some(lightest) = (0..words.len())
            .filter(|index| words[*index].lightness > 0)
            .max_by_key(|index| words[*index].lightness)
        else {
            break;
        };
        words.remove(lightest);
    }
    words
}

fn row_width(words: &[Word]) -> usize {
    words.iter().map(|word| GAP.len() + word.columns()).sum()
}

fn clock_text(state: &AppState, columns: u16) -> String {
    let time = clock(state.now, &state.zone);
    if columns < 70 {
        return time;
    }
    let zone = state.zone.name(state.now);
    if columns < 160 {
        return format!("{time} {}", zone.line());
    }
    format!(
        "{} {time} {}",
        state.zone.local(state.now).format("%a %e %b"),
        zone.line()
    )
}

/// Adds a word that no click is about, if there is anything to say.
fn push(words: &mut Vec<Word>, lightness: u8, pieces: Pieces<'static>) {
    if !pieces.is_empty() {
        words.push(Word {
            pieces,
            lightness,
            action: None,
        });
    }
}

fn words(state: &AppState, columns: u16, is_short: bool) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = |lightness: u8, pieces: Pieces<'static>| push(&mut words, lightness, pieces);
    word(5, vec![piece("covage", Role::Accent)]);
    let profile = if state.session.is_demo {
        "DEMO".to_owned()
    } else {
        state.session.profile.to_uppercase()
    };
    let who = if is_short {
        profile
    } else {
        format!("{profile} {}", state.session.username)
    };
    word(0, vec![piece(who, Role::Strong)]);
    if state.session.is_read_only {
        word(
            0,
            vec![piece(if is_short { "RO" } else { "READ-ONLY" }, Role::Warn)],
        );
    }
    let unknown = under_way::alarming(state).count();
    if unknown > 0 {
        let key = state.keymap.shown(Action::Activity);
        words.push(Word {
            pieces: vec![piece(format!(" {unknown} UNKNOWN ({key}) "), Role::Alarm)],
            lightness: 0,
            action: Some(Action::Activity),
        });
    }
    let mut word = |lightness: u8, pieces: Pieces<'static>| push(&mut words, lightness, pieces);
    if state.writes.journal.off.is_some() && !state.session.is_read_only {
        word(1, vec![piece("NO WRITES", Role::Warn)]);
    }
    word(0, freshness(state));
    word(0, trouble(state, is_short));
    word(2, budget(state));
    word(
        if is_token_ending(state) { 1 } else { 4 },
        token(state, columns),
    );
    let unread = state.notices.unread();
    if unread > 0 {
        let text = if columns < 100 {
            format!("!{unread}")
        } else {
            format!("!{unread} messages")
        };
        words.push(Word {
            pieces: vec![piece(text, Role::Warn)],
            lightness: 0,
            action: Some(Action::Messages),
        });
    }
    words
}

/// How old the oldest row on screen is, and how far the reading has come.
fn freshness(state: &AppState) -> Pieces<'static> {
    match state.pane {
        Pane::Quotes => {
            let rows = state.quotes_pane.window(state.room.list).iter();
            let lines = rows.filter_map(|row| state.quotes.line_at(*row));
            let lines = lines.filter(|line| line.gone_since.is_none());
            let oldest = lines.filter_map(QuoteLine::read_at).min();
            freshness_of_list(state, &state.quotes_pane.lines_sweep, oldest)
        }
        Pane::Eligibility => {
            let pane = &state.eligibility_pane;
            let rows = pane.window(state.room.list).iter();
            let read_at = |row: &RowId| {
                let table = &state.eligibility;
                match (table.request_at(*row), table.item_at(*row)) {
                    (Some(it), _) if it.gone_since.is_none() => it.read_at(),
                    (None, Some(it)) if it.gone_since.is_none() => it.read_at(),
                    _ => None,
                }
            };
            let oldest = rows.filter_map(read_at).min();
            match pane.facet {
                Facet::Requests => freshness_of_list(state, &pane.requests_sweep, oldest),
                Facet::Items => freshness_of_list(state, &pane.items_sweep, oldest),
            }
        }
        Pane::Orders | Pane::Activity => {
            let rows = state.orders_pane.window(state.room.list).iter();
            let orders = rows.filter_map(|row| state.orders.get(*row));
            let orders = orders.filter(|order| order.gone_since.is_none());
            let oldest = orders.map(|order| order.read_at).min();
            let shows_progress = state.shows_progress();
            freshness_of(state, &state.orders_pane.sweep, oldest, shows_progress)
        }
    }
}

/// Of a short list: how far it is, is told while it is read for the first time.
fn freshness_of_list<K: Eq + std::hash::Hash>(
    state: &AppState,
    sweep: &Sweep<K>,
    oldest: Option<DateTime<Utc>>,
) -> Pieces<'static> {
    let is_held_up = sweep.failure().is_some() || state.gauges.offline.is_some();
    let shows_progress = sweep.last().is_none() && !is_held_up;
    freshness_of(state, sweep, oldest, shows_progress)
}

fn freshness_of<K: Eq + std::hash::Hash>(
    state: &AppState,
    sweep: &Sweep<K>,
    oldest: Option<DateTime<Utc>>,
    shows_progress: bool,
) -> Pieces<'static> {
    let progress = sweep.progress().filter(|_| shows_progress);
    let Some(last) = sweep.last() else {
        return match progress {
            Some(progress) => vec![piece(reading(state, progress, true), Role::Accent)],
            None if sweep.failure().is_some() => vec![piece("nothing read yet", Role::Bad)],
            None => Vec::new(),
        };
    };
    let age = state.now - oldest.unwrap_or(last.at);
    if age > sweep.paced_interval() * 2 {
        return vec![piece(format!("STALE {}", span(age)), Role::Warn)];
    }
    let fresh = piece(format!("fresh {}", span(age)), Role::Dim);
    match (progress, sweep.progress()) {
        (Some(progress), _) if progress.pages > 0 => {
            vec![
                fresh,
                piece(format!(", {}", reading(state, progress, false)), Role::Dim),
            ]
        }
        (_, Some(_)) => vec![fresh, piece("..", Role::Dim)],
        (_, None) => vec![fresh],
    }
}

/// `reading 300/412, about 20s`; the estimate only while the list is read for the first time.
fn reading(state: &AppState, progress: Progress, is_first: bool) -> String {
    if progress.pages == 0 {
        return "reading".to_owned();
    }
    let number = |rows: u64| grouped(usize::try_from(rows).unwrap_or(usize::MAX));
    let of = progress
        .of
        .map(|of| format!("/{}", number(of)))
        .unwrap_or_default();
    let left = progress.of.zip(progress.since).and_then(|(of, since)| {
        let took = u64::try_from((state.now - since).num_seconds()).ok()?;
        let left = took
            .checked_mul(of.checked_sub(progress.rows)?)?
            .checked_div(progress.rows)?;
        i64::try_from(left).ok().filter(|left| *left > 1)
    });
    let left = left
        .filter(|_| is_first)
        .map(|left| format!(", about {}", countdown(TimeDelta::seconds(left))));
    format!(
        "reading {}{of}{}",
        number(progress.rows),
        left.unwrap_or_default()
    )
}

/// The one thing that is most wrong with the connection.
fn trouble(state: &AppState, is_short: bool) -> Pieces<'static> {
    let gauges = &state.gauges;
    match gauges.login {
        Login::Refused => return vec![piece(" LOGIN REFUSED ", Role::Alarm)],
        Login::NoPassword => return vec![piece(" NO PASSWORD ", Role::Alarm)],
        Login::Expired => {
            let text = state.keymap.tell(" LOGIN EXPIRED ({refresh_row}) ");
            return vec![piece(text, Role::Alarm)];
        }
        Login::None | Login::Valid { .. } => {}
    }
    if let Some(offline) = gauges.offline {
        let since = span(state.now - offline.since);
        let way_out = if is_short {
            String::new()
        } else {
            state.keymap.tell(" ({refresh_row} now)")
        };
        let retry = offline
            .next_try
            .map(|at| format!(", retry in {}", countdown(at - state.now)))
            .unwrap_or_default();
        return vec![piece(
            format!(" OFFLINE {since}{retry}{way_out} "),
            Role::Alarm,
        )];
    }
    if let Some(slowed) = gauges.slowed {
        let left = countdown(slowed.until - state.now);
        return vec![piece(
            format!("SLOWED to {}/min for {left} (429)", slowed.cap),
            Role::Warn,
        )];
    }
    Vec::new()
}

fn budget(state: &AppState) -> Pieces<'static> {
    let gauges = &state.gauges;
    if gauges.cap == 0 || gauges.offline.is_some() {
        return Vec::new();
    }
    let mut text = format!("api {}/{} a min", gauges.used, gauges.cap);
    if gauges.waiting > 0
        && let Some(next_at) = gauges.next_at.filter(|at| *at > state.now)
    {
        text = format!(
            "api {}/{}, next in {}",
            gauges.used,
            gauges.cap,
            countdown(next_at - state.now + TimeDelta::milliseconds(999))
        );
    }
    vec![piece(text, Role::Dim)]
}

fn is_token_ending(state: &AppState) -> bool {
    matches!(state.gauges.login, Login::Valid { until } if until - state.now < TOKEN_SOON)
}

fn token(state: &AppState, columns: u16) -> Pieces<'static> {
    let Login::Valid { until } = state.gauges.login else {
        return Vec::new();
    };
    let left = until - state.now;
    let is_ending = is_token_ending(state);
    let role = if is_ending { Role::Warn } else { Role::Dim };
    if columns < 100 && !is_ending {
        return Vec::new();
    }
    vec![piece(format!("token {}", span(left)), role)]
}
