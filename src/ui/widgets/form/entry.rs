//! What is in a field: a text with its caret, what was chosen, a site in short.

use ratatui::layout::Rect;

use crate::app::form::field::{Content, Entry, Field, Source};
use crate::app::loadable::Loadable;
use crate::app::state::AppState;
use crate::domain::text::Text;
use crate::ui::format::flagged;
use crate::ui::paint::{Painter, Pieces, piece, to_columns};
use crate::ui::theme::Role;

/// Draws it.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    area: Rect,
    state: &AppState,
    field: &Field,
    has_keys: bool,
) {
    let role = if has_keys { Role::Strong } else { Role::Text };
    if let Entry::Typed(input) = &field.entry {
        let caret = has_keys.then(|| input.cursor());
        draw_typed(painter, area, input.value(), caret, role);
        return;
    }
    let mut line: Pieces<'_> = Vec::new();
    let content = field.content();
    let told = content.told();
    if content.is_empty() {
        line.push(piece(
            if has_keys { invitation(field) } else { "" },
            Role::Dim,
        ));
    } else {
        line.push(piece(flagged(&told), role));
    }
    if let (Content::Text(value), Some(label)) = (&content, label(state, field, &told)) {
        let gap = if value.wire().is_empty() { "" } else { "  " };
        line.push(piece(format!("{gap}{}", flagged(label)), Role::Dim));
    }
    let used = painter.put_pieces(area.x, area.y, area.width, &line);
    if has_keys {
        painter.mark_cursor_row(Rect {
            width: used,
            ..area
        });
    }
}

/// Columns a value takes, with a caret or what is said in place of one.
pub(super) fn columns(painter: &Painter<'_>, field: &Field) -> u16 {
    let content = field.content();
    match &field.entry {
        Entry::Typed(input) => to_columns(painter.columns(input.value()) + 1),
        _ if content.is_empty() => to_columns(painter.columns(invitation(field))),
        _ => to_columns(painter.columns(&flagged(&content.told()))),
    }
}

fn invitation(field: &Field) -> &'static str {
    match &field.entry {
        Entry::Site(_) => "Enter opens it",
        Entry::Keys(_) => "Enter lists, or type a key",
        _ => "Enter lists, or type",
    }
}

/// What a list says of a value.
fn label<'a>(state: &'a AppState, field: &'a Field, value: &Text) -> Option<&'a Text> {
    let choices = match &field.choices.as_ref()?.from {
        Source::List(list) => state.forms.lists.get(*list).and_then(Loadable::value)?,
        Source::Known(choices) => choices,
    };
    let choice = choices.iter().find(|choice| choice.value == *value)?;
    choice.label.as_ref()
}

/// A text, scrolled so that the caret is in view; line breaks are seen.
pub(super) fn draw_typed(
    painter: &mut Painter<'_>,
    area: Rect,
    text: &str,
    caret: Option<usize>,
    role: Role,
) {
    if area.width == 0 {
        return;
    }
    let shown: Vec<char> = text
        .chars()
        .map(|c| if c == '\n' { '⏎' } else { c })
        .collect();
    let columns = |painter: &Painter<'_>, c: char| painter.columns(c.encode_utf8(&mut [0; 4]));
    let caret_at = caret.unwrap_or(0).min(shown.len());
    // Back from the caret as far as there is room: what does not fit leaves on the left.
    let (before, _) = shown.split_at(caret_at);
    let mut used = 0;
    let mut skipped = caret_at;
    for c in before.iter().rev() {
        used += columns(painter, *c);
        if used >= area.width.into() {
            break;
        }
        skipped -= 1;
    }
    let visible: String = shown
        .iter()
        .skip(skipped)
        .take(usize::from(area.width) * 2)
        .collect();
    painter.put(area.x, area.y, area.width, &visible, role);
    if caret.is_some() {
        let in_view = shown.get(skipped..caret_at).unwrap_or_default();
        let at: usize = in_view.iter().map(|c| columns(painter, *c)).sum();
        painter.caret(area.x + to_columns(at).min(area.width - 1), area.y);
    }
}
