//! How a detail stands when there is more to say than what it holds: not read, on its way, failed.

use super::Line;
use super::said;
use crate::app::loadable::Loadable;
use crate::app::state::AppState;
use crate::ui::format::span;
use crate::ui::theme::Role;

/// What there is to say of what goes by `name`; nothing while all is well.
pub(in crate::ui) fn standing<T>(
    detail: &Loadable<T>,
    name: &str,
    is_gone: bool,
    state: &AppState,
    columns: u16,
) -> Vec<Line<'static>> {
    if let Some(failure) = detail.failure() {
        let shown = detail.read_at();
        let shown = shown.map(|at| format!("; shown as read {} ago", span(state.now - at)));
        let way_out = state.keymap.tell(failure.way_out());
        let way_out = format!("   {way_out}{}", shown.unwrap_or_default());
        let mut lines = said(
            &format!(" E {name}: {}", failure.line()),
            Role::Bad,
            columns,
        );
        lines.extend(said(&way_out, Role::Dim, columns));
        return lines;
    }
    if detail.read_at().is_some() {
        return Vec::new();
    }
    let why = if detail.is_loading() {
        "on their way"
    } else if is_gone {
        "not read: Covage no longer lists it"
    } else if state.gauges.offline.is_some() {
        "not read yet: offline"
    } else {
        "not read yet"
    };
    said(&format!(" {name} {why}"), Role::Dim, columns)
}
