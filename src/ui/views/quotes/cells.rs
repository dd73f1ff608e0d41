//! What stands in a cell of the list, and how it is meant.
//!
//! `.` is not read yet, `E` could not be read, `-` is read and there is none; an empty cell has no meaning here.

use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::state::AppState;
use crate::app::views::quotes::columns::{QuoteColumn, created};
use crate::domain::date::FlexDate;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::quote::{BasketState, LineState};
use crate::ui::format::{DAY, date, money, span, urgency};
use crate::ui::paint::{Pieces, piece};
use crate::ui::theme::Role;
use crate::ui::widgets::list::Cell;

/// The cell of a column.
pub(super) fn cell<'a>(column: QuoteColumn, state: &'a AppState, line: &'a QuoteLine) -> Cell<'a> {
    let known = &line.line;
    match column {
        QuoteColumn::Line => Cell::foreign(Some(line.name_text())),
        QuoteColumn::State => match line.gone_since {
            Some(since) => Cell::new(format!("gone {} ago", span(state.now - since)), Role::Dim),
            None => Cell::new(known.state.word(), state_role(&known.state)),
        },
        QuoteColumn::Ready => ready(line),
        QuoteColumn::Valid => valid(state, line),
        QuoteColumn::From => amount(line, line.lowest_monthly()),
        QuoteColumn::Total => amount(line, line.lowest_total()),
        QuoteColumn::Customer => match &known.broken {
            Some(problem) => Cell::new(problem.line(), Role::Bad),
            None => Cell::foreign(line.customer()),
        },
        QuoteColumn::Site => Cell::foreign(known.address.as_ref()),
        QuoteColumn::Project => Cell::foreign(known.project.as_ref()),
        QuoteColumn::Basket => basket_of(state, line),
        QuoteColumn::Answered => day(state, known.response_date.as_ref()),
        QuoteColumn::Created => day(state, created(line)),
    }
}

/// What a state of a line means.
pub(super) fn state_role(state: &LineState) -> Role {
    match state {
        LineState::Ready | LineState::Other(_) => Role::Text,
        LineState::Accepted => Role::Good,
        LineState::Expired | LineState::UnableToProvide => Role::Bad,
        LineState::Acknowledged | LineState::Confirmed | LineState::Refused => Role::Dim,
    }
}

/// `2/3`: offers that can be accepted, of how many.
fn ready<'a>(line: &QuoteLine) -> Cell<'a> {
    match line.ready() {
        Some((ready, all)) if line.awaits_an_answer() => {
            let role = if ready == 0 { Role::Dim } else { Role::Text };
            Cell::new(format!("{ready}/{all}"), role)
        }
        Some((ready, all)) if line.line.state == LineState::Refused => {
            Cell::new(format!("{ready}/{all}"), Role::Dim)
        }
        None if line.awaits_an_answer() => unread(line),
        _ => Cell::empty(),
    }
}

fn unread<'a>(line: &QuoteLine) -> Cell<'a> {
    if line.detail.failure().is_some() {
        Cell::new("E", Role::Warn)
    } else {
        Cell::new(".", Role::Dim)
    }
}

/// `3d !!`: days the offers are still valid, with a sign for those that end soon. Signs stand behind the days, so that
/// these stay in their column.
fn valid<'a>(state: &AppState, line: &'a QuoteLine) -> Cell<'a> {
    let is_asked = line.awaits_an_answer();
    match line.days_left(state.today(), &state.zone) {
        Some(days) => {
            let (sign, role) = urgency(days);
            let (sign, role) = match &line.line.state {
                _ if is_asked => (sign, role),
                // Bringing one back is possible only as long as it is valid.
                LineState::Refused | LineState::Expired => ("", Role::Dim),
                _ => return Cell::empty(),
            };
            Cell::new(format!("{days}d {sign:<2}"), role)
        }
        None => match &line.line.validity_date {
            Some(FlexDate::Raw(raw)) => Cell::new(raw.line(), Role::Warn),
            None if is_asked && line.detail.read_at().is_some() => Cell::new("-   ", Role::Dim),
            None if is_asked => {
                let cell = unread(line);
                Cell::new(format!("{}   ", cell.text), cell.role)
            }
            _ => Cell::empty(),
        },
    }
}

/// The lowest of what can be accepted; `~` behind it where some offer does not tell.
fn amount<'a>(line: &QuoteLine, lowest: Option<(Cents, bool)>) -> Cell<'a> {
    match lowest {
        Some((cents, is_whole)) => Cell {
            sign: if is_whole { "" } else { "~" },
            ..Cell::new(money(&Lenient::Value(cents)), Role::Text)
        },
        None if !line.awaits_an_answer() => Cell::empty(),
        None if line.offers().is_some() => Cell::new("-", Role::Dim),
        None => unread(line),
    }
}

fn basket_of<'a>(state: &'a AppState, line: &'a QuoteLine) -> Cell<'a> {
    let basket = line.basket.as_ref().and_then(|id| state.quotes.basket(id));
    match basket {
        Some(basket) => basket_name(basket),
        None => Cell::new(".", Role::Dim),
    }
}

/// What a basket is called: by its own reference, else by the beginning of its key.
pub(super) fn basket_name(basket: &QuoteBasket) -> Cell<'_> {
    match &basket.basket.external_id {
        Some(own) if own.is_flagged() => Cell::foreign(Some(own)),
        _ => Cell::new(basket.name(), Role::Text),
    }
}

fn day<'a>(state: &AppState, at: Option<&FlexDate>) -> Cell<'a> {
    let text = at.map(|at| date(at, state, DAY));
    Cell::new(text.unwrap_or_default(), Role::Dim)
}

/// The mark of a line that wants a look.
pub(super) fn line_mark(line: &QuoteLine) -> (&'static str, Role) {
    if line.line.broken.is_some() {
        ("E", Role::Bad)
    } else if line.gone_since.is_some() {
        ("-", Role::Dim)
    } else if line.news.is_new {
        ("N", Role::New)
    } else if line.news.changed_at.is_some() {
        ("C", Role::Warn)
    } else {
        (" ", Role::Text)
    }
}

/// The mark of a basket.
pub(super) fn basket_mark(basket: &QuoteBasket) -> (&'static str, Role) {
    if basket.basket.broken.is_some() {
        ("E", Role::Bad)
    } else if basket.gone_since.is_some() {
        ("-", Role::Dim)
    } else {
        (" ", Role::Text)
    }
}

/// `partial_ready  5 lines: 3 ready, 1 confirmed`.
pub(super) fn summary<'a>(state: &AppState, basket: &'a QuoteBasket) -> Pieces<'a> {
    if let Some(problem) = &basket.basket.broken {
        return vec![piece(problem.line(), Role::Bad)];
    }
    let role = match basket.basket.state {
        BasketState::Ready | BasketState::PartialReady => Role::Text,
        _ => Role::Dim,
    };
    vec![
        piece(basket.basket.state.word(), role),
        piece(format!("  {}", of_lines(state, basket)), Role::Dim),
    ]
}

/// How many lines a basket has and how they stand, ready ones first, then in the order of their life.
pub(super) fn of_lines(state: &AppState, basket: &QuoteBasket) -> String {
    if basket.detail.read_at().is_none() {
        return match basket.detail.failure() {
            Some(failure) => format!("E {}", failure.line()),
            None if basket.detail.is_loading() => "lines on their way".to_owned(),
            None => "lines not read yet".to_owned(),
        };
    }
    let lines = basket.lines.iter().filter_map(|id| state.quotes.line(id));
    let lines: Vec<_> = lines.filter(|line| !line.has_left).collect();
    if lines.is_empty() {
        return "no lines yet".to_owned();
    }
    // What can be accepted comes first.
    let mut states: Vec<((bool, usize), &str, usize)> = Vec::new();
    for line in &lines {
        let state = &line.line.state;
        let (rank, word) = ((*state != LineState::Ready, state.rank()), state.word());
        match states.iter_mut().find(|(_, other, _)| *other == word) {
            Some((.., count)) => *count += 1,
            None => states.push((rank, word, 1)),
        }
    }
    states.sort_unstable();
    let states: Vec<_> = states
        .iter()
        .map(|(_, word, count)| format!("{count} {word}"))
        .collect();
    let plural = if lines.len() == 1 { "" } else { "s" };
    format!("{} line{plural}: {}", lines.len(), states.join(", "))
}
