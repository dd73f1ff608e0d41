//! A form: a field a line with its label, what is in it and what is wrong with that; at the foot what the field with the
//! keys is for, and what keys do there.
//!
//! What does not fit scrolls so that the field with the keys is in view. The foot keeps its height, so that nothing jumps.

mod chooser;
mod entry;
mod foot;

use ratatui::layout::Rect;

use super::dialog::{Labels, WIDEST, boxed, frame, inside};
use crate::app::form::Form;
use crate::app::form::check::Remark;
use crate::app::form::eligibility::{Told, Tone};
use crate::app::form::field::Field;
use crate::app::state::AppState;
use crate::ui::format::flagged;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width, wrap};
use crate::ui::theme::Role;

/// Columns before a label: the cursor, and a mark for what differs.
const GUTTER: u16 = 2;
/// Columns between label and value, and between value and remark.
const GAP: u16 = 2;
/// Lines of a refusal at most.
const REFUSAL: usize = 2;
/// Columns of what is said of a place before what it is.
const TOLD: usize = 9;
/// The rule under that.
const RULE: usize = 1;
/// Rows of fields that a foot leaves.
const FIELDS: u16 = 3;
/// The rule over the foot, and its lines.
const FOOT: u16 = 3;

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, state: &AppState, form: &Form) {
    let parts = parts(painter.area(), form);
    let top = form.top(parts.fields.height.into());
    let lines = form.fields.len() + 1;
    let below = lines.saturating_sub(top + usize::from(parts.fields.height));
    let count = match form.changes() {
        0 => String::new(),
        changes if form.is_edit() => format!("{changes} changed"),
        changes => format!("{changes} filled in"),
    };
    let more = if below > 0 {
        format!("{below} more")
    } else {
        String::new()
    };
    let labels = Labels {
        title: &form.title,
        count: &count,
        remark: "",
        more: &more,
    };
    boxed(painter, parts.frame, labels);
    draw_head(painter, parts.head, state, form);
    let labels = label_columns(form, parts.fields.width);
    for (y, place) in (parts.fields.top()..parts.fields.bottom()).zip(top..lines) {
        let line = Rect {
            y,
            height: 1,
            ..parts.fields
        };
        let is_cursor = place == form.place();
        match form.fields.get(place) {
            Some(field) => draw_field(painter, line, state, (form, field), labels, is_cursor),
            None => draw_way_on(painter, line, form, is_cursor),
        }
    }
    foot::draw(painter, parts.foot, state, form);
    if form.is_leaving() && parts.foot.height == 0 {
        painter.clear(parts.fields);
        painter.put(
            parts.fields.x,
            parts.fields.y,
            parts.fields.width,
            foot::LEAVING,
            Role::Warn,
        );
    }
    if let (Some(open), Some(field)) = (form.chooser(), form.field()) {
        chooser::draw(painter, state, open, field);
    }
}

/// Where it lies, with the list that may be open over it.
pub(super) fn area(screen: Rect, form: &Form) -> Rect {
    let frame = parts(screen, form).frame;
    match form.chooser() {
        Some(_) => frame.union(chooser::area(screen)),
        None => frame,
    }
}

/// A form from top to bottom.
struct Parts {
    frame: Rect,
    /// What it is about, and what Covage said.
    head: Rect,
    fields: Rect,
    /// A rule and two lines, or nothing.
    foot: Rect,
}

fn parts(screen: Rect, form: &Form) -> Parts {
    let columns = inside(frame(screen, WIDEST, usize::MAX)).width;
    let told = match form.told_lines() {
        0 => 0,
        lines => lines + RULE,
    };
    let head = told + head_lines(form, columns.into()).len();
    let lines = form.fields.len() + 1;
    let frame = frame(screen, WIDEST, head + lines + usize::from(FOOT));
    let inner = inside(frame);
    let spare = inner.height.saturating_sub(FIELDS);
    let foot = if spare >= FOOT { FOOT } else { 0 };
    let head = to_columns(head).min(spare - foot);
    let fields = Rect {
        y: inner.y + head,
        height: inner.height - head - foot,
        ..inner
    };
    Parts {
        frame,
        head: Rect {
            height: head,
            ..inner
        },
        fields,
        foot: Rect {
            y: fields.bottom(),
            height: foot,
            ..inner
        },
    }
}

fn head_lines(form: &Form, columns: usize) -> Vec<(String, Role)> {
    let refused = form.refused.as_ref().map(|words| {
        let said = format!("Covage refused it: {}", words.line());
        wrap(&said, columns.max(1))
    });
    let refused = refused
        .into_iter()
        .flatten()
        .take(REFUSAL)
        .map(|line| (line, Role::Bad));
    let about = flagged(&form.about).into_owned();
    let about = (!about.is_empty()).then_some((about, Role::Dim));
    about.into_iter().chain(refused).collect()
}

fn draw_head(painter: &mut Painter<'_>, area: Rect, state: &AppState, form: &Form) {
    let lines = head_lines(form, area.width.into()).into_iter();
    let lines = lines.map(|(line, role)| vec![piece(line, role)]);
    let told = state.told_of_place(form).into_iter().map(told);
    let mut y = area.top();
    for line in lines.chain(told).take(area.height.into()) {
        painter.put_pieces(area.x, y, area.width, &line);
        y += 1;
    }
    if form.told_lines() > 0 && y < area.bottom() {
        painter.rule(area.x, y, area.width, Role::Dim);
    }
}

/// How a place was read, and the site there.
fn told(told: Told) -> Pieces<'static> {
    let role = match told.tone {
        Tone::Dim => Role::Dim,
        Tone::Plain => Role::Text,
        Tone::Doubt => Role::Warn,
        Tone::Wrong => Role::Bad,
    };
    let label = format!("{:<TOLD$}", told.label);
    vec![piece(label, Role::Dim), piece(told.text, role)]
}

/// Columns of the labels: all they need, but no more than a third.
fn label_columns(form: &Form, columns: u16) -> u16 {
    let widest = form
        .fields
        .iter()
        .map(|field| width(field.id.label()))
        .max();
    to_columns(widest.unwrap_or(0)).min(columns / 3)
}

fn draw_field(
    painter: &mut Painter<'_>,
    line: Rect,
    state: &AppState,
    (form, field): (&Form, &Field),
    labels: u16,
    is_cursor: bool,
) {
    if is_cursor {
        painter.put(line.x, line.y, 1, ">", Role::Strong);
    }
    if field.is_changed() {
        painter.put(line.x + 1, line.y, 1, "*", Role::Accent);
    }
    let label = if is_cursor { Role::Accent } else { Role::Dim };
    let label_x = line.x + GUTTER.min(line.width);
    painter.put(
        label_x,
        line.y,
        labels.min(line.right() - label_x),
        field.id.label(),
        label,
    );
    let x = (label_x + labels + GAP).min(line.right());
    let mut value = Rect {
        x,
        width: line.right() - x,
        ..line
    };
    if let Some(remark) = state.remark(form, field) {
        let text = remark.text();
        // It has what the value leaves, and half of the line at least.
        let left = value
            .width
            .saturating_sub(entry::columns(painter, field) + GAP);
        let room = to_columns(painter.columns(&text)).min(left.max(value.width / 2));
        painter.put_right(line.right() - room, line.y, room, &text, role(&remark));
        value.width = value.width.saturating_sub(room + GAP);
    }
    entry::draw(
        painter,
        value,
        state,
        field,
        is_cursor && form.chooser().is_none(),
    );
}

/// What is said of a field, in the colour of how much it matters.
fn role(remark: &Remark) -> Role {
    match remark {
        Remark::Wrong(_) | Remark::Refused(_) => Role::Bad,
        Remark::Doubt(_) => Role::Warn,
        Remark::Waits(_) | Remark::Hint(_) => Role::Dim,
    }
}

fn draw_way_on(painter: &mut Painter<'_>, line: Rect, form: &Form, is_cursor: bool) {
    let (word, what) = if form.is_inner() {
        (
            "Done",
            if form.is_of_check() {
                "  back to the check"
            } else {
                "  back to the line"
            },
        )
    } else {
        ("Continue", "  to what will be sent")
    };
    let mark = if is_cursor { "> " } else { "  " };
    let role = if is_cursor { Role::Accent } else { Role::Text };
    let pieces = [
        piece(mark, Role::Strong),
        piece(word, role),
        piece(what, Role::Dim),
    ];
    painter.put_pieces(line.x, line.y, line.width, &pieces);
    if is_cursor {
        painter.mark_cursor_row(line);
    }
}
