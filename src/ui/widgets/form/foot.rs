//! The foot of a form: what the field with the keys is for, then all that is said of it, or what keys do there.

use ratatui::layout::Rect;

use super::role;
use crate::app::form::Form;
use crate::app::form::field::Entry;
use crate::app::state::AppState;
use crate::ui::paint::{Painter, piece};
use crate::ui::theme::Role;

/// Asked before what was typed is lost.
pub(super) const LEAVING: &str = "Esc drops what was typed, any other key stays";

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState, form: &Form) {
    if area.height == 0 {
        return;
    }
    painter.rule(area.x, area.y, area.width, Role::Dim);
    let (first, second) = (area.y + 1, area.y + 2);
    match form.field() {
        Some(field) => {
            let line = [
                piece(field.id.word(), Role::Text),
                piece("  ", Role::Text),
                piece(field.id.help(), Role::Dim),
            ];
            painter.put_pieces(area.x, first, area.width, &line);
        }
        None => {
            painter.put(area.x, first, area.width, way_on(form), Role::Dim);
        }
    }
    let remark = form.field().and_then(|field| state.remark(form, field));
    let (said, role) = match remark {
        _ if form.is_leaving() => (LEAVING.to_owned(), Role::Warn),
        Some(remark) => (remark.text().into_owned(), role(&remark)),
        None => (keys(form).to_owned(), Role::Dim),
    };
    painter.put(area.x, second, area.width, &said, role);
}

fn way_on(form: &Form) -> &'static str {
    if form.is_of_check() {
        return "takes the address as it stands above";
    }
    if form.is_inner() {
        return "takes the site as it stands above";
    }
    if form.is_edit() {
        "only what is marked * is sent, and only after a yes to every value"
    } else {
        "what is filled in is sent, and only after a yes to every value"
    }
}

/// What keys do in the field that has them.
fn keys(form: &Form) -> &'static str {
    let can_restore = form.can_restore();
    match form.field().map(|field| &field.entry) {
        None => "Enter goes on, Up back to the fields, Esc leaves",
        Some(Entry::Typed(_)) => "type; Tab to the next, PgDn to the end, Esc leaves",
        Some(Entry::Site(_)) if can_restore => "Enter opens it, Delete brings back what was there",
        Some(Entry::Site(_)) => "Enter opens it, Delete empties it, Tab to the next",
        Some(_) if can_restore => "Enter lists, Delete brings back what was there",
        Some(_) => "Enter lists, Delete empties it, Tab to the next",
    }
}
