//! How a part of an order stands when there is more to say than what it holds: not read, on its way, failed.

use crate::app::entities::orders::{Order, Part};
use crate::app::state::AppState;
use crate::ui::format::span;
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{Line, said};

/// What there is to say of a part that goes by `name`; nothing while all is well.
pub(super) fn standing(
    order: &Order,
    part: Part,
    name: &str,
    state: &AppState,
    columns: u16,
) -> Vec<Line<'static>> {
    let read_at = order.part_read_at(part);
    if let Some(failure) = order.part_failure(part) {
        let shown = read_at.map(|at| format!("; shown as read {} ago", span(state.now - at)));
        let way_out = state.keymap.tell(failure.way_out());
        let way_out = format!("{way_out}{}", shown.unwrap_or_default());
        let mut lines = said(
            &format!(" E {name}: {}", failure.line()),
            Role::Bad,
            columns,
        );
        lines.extend(said(&format!("   {way_out}"), Role::Dim, columns));
        return lines;
    }
    if read_at.is_some() {
        return Vec::new();
    }
    let why = if order.is_part_loading(part) {
        "on its way"
    } else if order.gone_since.is_some() {
        "not read: the order is gone from the list"
    } else if state.gauges.offline.is_some() {
        "not read yet: offline"
    } else {
        "not read yet"
    };
    said(&format!(" {name} {why}"), Role::Dim, columns)
}
