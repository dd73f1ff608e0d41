//! Row 3: the filter, how sure its result is, and the sort; under it the trouble with a query that cannot be read.

use ratatui::layout::Rect;

use crate::app::filter::FilterRow;
use crate::app::pane::Pane;
use crate::app::refresh::load::LoadProgress;
use crate::app::refresh::reads::AT_MOST;
use crate::app::state::AppState;
use crate::app::views::orders::reading::calls;
use crate::ui::format::grouped;
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Painter, Piece, Pieces, columns, piece, to_columns, width};
use crate::ui::theme::Role;

/// Columns of the `/ ` before the text.
const PROMPT: u16 = 3;
/// From this width on the sort order is named.
const SORT_FROM: u16 = 50;

/// Draws the filter row.
pub fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let filter = state.list_pane().filter();
    let right = summary(state, area.width);
    let right_width = summary_width(&right, area);
    painter.put_pieces(
        area.right().saturating_sub(right_width),
        area.y,
        right_width,
        &right,
    );
    let prompt = if filter.is_editing() {
        Role::Accent
    } else {
        Role::Dim
    };
    painter.put(area.x, area.y, PROMPT, " / ", prompt);
    let room = text_room(area, right_width);
    let x = area.x + PROMPT;
    if filter.text().is_empty() && !filter.is_editing() {
        let long = state
            .keymap
            .tell("type {filter} to filter, {help} for help");
        let invitation = if width(&long) <= room.into() {
            &long
        } else {
            "to filter"
        };
        painter.put(x, area.y, room, invitation, Role::Dim);
        return;
    }
    let role = if filter.is_off { Role::Dim } else { Role::Text };
    let scrolled = Scrolled::new(painter.glyphs, filter, room);
    painter.put(x, area.y, room, scrolled.visible(filter), role);
    if filter.is_editing() {
        let caret = scrolled.column(painter.glyphs, filter, filter.caret());
        painter.caret(x + caret.min(room.saturating_sub(1)), area.y);
    }
}

/// The character that a click on a column of the row puts the caret before.
pub fn caret_at(area: Rect, state: &AppState, glyphs: &Glyphs, x: u16) -> usize {
    let filter = state.list_pane().filter();
    let room = text_room(area, summary_width(&summary(state, area.width), area));
    let scrolled = Scrolled::new(glyphs, filter, room);
    let wanted = x.saturating_sub(area.x + PROMPT);
    let count = filter.text().chars().count();
    // The last character that begins at or before the column; behind the text, its end.
    let begins = |at: &usize| scrolled.column(glyphs, filter, *at) <= wanted;
    (scrolled.skipped..=count)
        .take_while(begins)
        .last()
        .unwrap_or(count)
}

/// The column a character of the text is drawn in.
pub fn column_of(area: Rect, state: &AppState, glyphs: &Glyphs, at: usize) -> u16 {
    let filter = state.list_pane().filter();
    let room = text_room(area, summary_width(&summary(state, area.width), area));
    let scrolled = Scrolled::new(glyphs, filter, room);
    area.x + PROMPT + scrolled.column(glyphs, filter, at)
}

/// The text as far as it is scrolled: while it is edited the caret is always in view.
#[derive(Clone, Copy)]
struct Scrolled {
    /// Characters off the left edge.
    skipped: usize,
}

impl Scrolled {
    fn new(glyphs: &Glyphs, filter: &FilterRow, room: u16) -> Self {
        let mut scrolled = Self { skipped: 0 };
        if filter.is_editing() {
            while scrolled.skipped < filter.caret()
                && scrolled.column(glyphs, filter, filter.caret()) >= room
            {
                scrolled.skipped += 1;
            }
        }
        scrolled
    }

    fn visible(self, filter: &FilterRow) -> &str {
        &filter.text()[byte_of(filter.text(), self.skipped)..]
    }

    /// Column of a character, counted from where the text begins; 0 for what is off the left edge.
    fn column(self, glyphs: &Glyphs, filter: &FilterRow, at: usize) -> u16 {
        let text = filter.text();
        let before = &text[byte_of(text, self.skipped)..byte_of(text, at.max(self.skipped))];
        to_columns(columns(before, glyphs) + at.saturating_sub(text.chars().count()))
    }
}

fn byte_of(text: &str, at: usize) -> usize {
    text.char_indices()
        .nth(at)
        .map_or(text.len(), |(byte, _)| byte)
}

/// Draws the trouble under the filter row: a caret under the place, then what and the way out. Not while candidates are
/// offered there: what is half typed is about to be completed.
pub fn draw_error(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    let Some(error) = state
        .list_pane()
        .filter()
        .error
        .as_ref()
        .filter(|_| area.height > 0 && state.list_pane().filter().offered().is_none())
    else {
        return;
    };
    let filter = state.list_pane().filter();
    let room = text_room(area, summary_width(&summary(state, area.width), area));
    let scrolled = Scrolled::new(painter.glyphs, filter, room);
    let at = scrolled
        .column(painter.glyphs, filter, error.at.start)
        .min(room.saturating_sub(1));
    let end = scrolled
        .column(painter.glyphs, filter, error.at.end)
        .min(room);
    let carets = "^".repeat(usize::from(end.saturating_sub(at).max(1)));
    let x = area.x + PROMPT + at;
    let used = painter.put(
        x,
        area.y,
        area.right().saturating_sub(x),
        &carets,
        Role::Bad,
    );
    let (before, after) = (
        usize::from(PROMPT + at),
        usize::from(area.right().saturating_sub(x + used)),
    );
    let short = format!(" {} ", error.message);
    let long = match &error.hint {
        Some(hint) => format!(" {}; {hint} ", error.message),
        None => short.clone(),
    };
    for message in [&long, &short] {
        // The blank at the end is only for the side before the caret.
        let needed = width(message) - 1;
        if needed <= after {
            let room = to_columns(after);
            painter.put(x + used, area.y, room, message.trim_end(), Role::Bad);
            return;
        }
        if needed < before {
            let from = x - to_columns(needed + 1);
            painter.put(from, area.y, to_columns(needed + 1), message, Role::Bad);
            return;
        }
    }
    // Neither side has the room: the words matter more than the place.
    painter.put(area.x, area.y, area.width, long.trim_end(), Role::Bad);
}

/// Columns the right side takes: half of the row at most.
fn summary_width(summary: &Pieces<'_>, area: Rect) -> u16 {
    let needed = summary.iter().map(|piece| width(&piece.text)).sum();
    to_columns(needed).min(area.width / 2)
}

/// Columns the text has.
fn text_room(area: Rect, summary_width: u16) -> u16 {
    area.width.saturating_sub(PROMPT + summary_width + 1)
}

fn summary(state: &AppState, columns: u16) -> Pieces<'static> {
    let mut pieces = Vec::new();
    let counts = state.list_pane().counts();
    if state.list_pane().filter().is_off {
        let text = state.keymap.tell("filter off ({toggle_filter})  ");
        pieces.push(piece(text, Role::Warn));
    } else if counts.maybe > 0 || is_loading(state) {
        pieces.push(piece(certainty(state, columns), Role::Warn));
    }
    if columns < SORT_FROM {
        return pieces;
    }
    let sort = state.list_pane().sort_words();
    // Half of the row is the text's. The view comes first: it says how rows are sorted, too.
    for optional in [
        view_piece(state),
        (!sort.is_empty()).then(|| piece(format!("sort {sort} "), Role::Dim)),
    ] {
        let used: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
        let fits = |it: &Piece<'_>| used + width(&it.text) <= usize::from(columns / 2);
        pieces.extend(optional.filter(fits));
    }
    pieces
}

/// How sure the result is, and how it would become so: in full, or as much as fits half of the row. The way to make it
/// sure matters more than its wording, and both matter more than the view.
fn certainty(state: &AppState, columns: u16) -> String {
    let counts = state.list_pane().counts();
    let (yes, all) = (grouped(counts.yes), grouped(counts.shown()));
    let key = state.keymap.tell("{refresh_view}");
    let long = format!("{yes} of {all} exact");
    let short = format!("{yes}/{all} exact");
    let ways = match doubt(state) {
        Doubt::Loading(at) => {
            let is_offline = state.gauges.offline.is_some();
            let word = if is_offline { "offline at" } else { "loading" };
            let at = format!("{word} {at}");
            vec![format!("{long}, {at}"), format!("{short}, {at}"), at]
        }
        Doubt::Costs(rows, cost) => {
            let (rows, calls) = (grouped(rows), calls(cost));
            vec![
                format!("{long}, {key} loads {rows} ({calls})"),
                format!("{long}, {key} {calls}"),
                format!("{short}, {key} {calls}"),
            ]
        }
        Doubt::Stays(rows) => vec![format!("{long}, {} cannot be read", grouped(rows))],
    };
    let room = usize::from(columns / 2);
    let view = view_piece(state).map_or(0, |view| width(&view.text));
    let fits = |way: &&String, beside: usize| width(way) + 2 + beside <= room;
    let way = ways
        .iter()
        .find(|way| fits(way, view))
        .or_else(|| ways.iter().chain([&long]).find(|way| fits(way, 0)));
    format!("{}  ", way.unwrap_or(&short))
}

/// What becomes of the rows in doubt.
enum Doubt {
    /// They are being read: how far that is.
    Loading(String),
    /// They can be read: so many rows, for so many calls.
    Costs(usize, usize),
    /// So many cannot be read.
    Stays(usize),
}

fn doubt(state: &AppState) -> Doubt {
    let short_list = match state.pane {
        Pane::Quotes => Some((state.quotes_wanted(), state.quotes_in_doubt().len())),
        Pane::Eligibility => {
            let in_doubt = state.eligibility_in_doubt().len();
            Some((state.eligibility_wanted(), in_doubt))
        }
        Pane::Orders | Pane::Activity => None,
    };
    if let Some(reads) = short_list {
        return match reads {
            (0, 0) => Doubt::Stays(state.list_pane().counts().maybe),
            (0, unread) => {
                let at_once = unread.min(AT_MOST);
                Doubt::Costs(at_once, at_once)
            }
            (wanted, _) => Doubt::Loading(format!("{wanted} more")),
        };
    }
    if let Some(LoadProgress { done, total, .. }) = state.load_progress() {
        return Doubt::Loading(format!("{done}/{total}"));
    }
    let cost = state.orders_pane.index.load_cost();
    match cost.calls {
        0 => Doubt::Stays(cost.beyond),
        calls => Doubt::Costs(cost.rows, calls),
    }
}

fn is_loading(state: &AppState) -> bool {
    match state.pane {
        Pane::Orders => state.load_progress().is_some(),
        // What is read of the others stands under their lists.
        Pane::Quotes | Pane::Eligibility | Pane::Activity => false,
    }
}

/// `view 3 Late`, with a star once filter or sort differ from it.
fn view_piece(state: &AppState) -> Option<Piece<'static>> {
    let (entry, is_other) = state.current_view()?;
    let key = entry.key.map_or_else(String::new, |key| format!("{key} "));
    let star = if is_other { "*" } else { "" };
    let text = format!("view {key}{}{star}  ", entry.view.name);
    Some(piece(text, Role::Accent))
}
