//! What lies under the pointer: from a cell to what is drawn there.
//!
//! Pure, and made of the same areas and spans that drawing uses; each widget knows its own. Nothing is read from what a
//! draw left behind.

use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::overlay::Overlay;
use crate::app::pane::Pane;
use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::ui::glyphs::Glyphs;
use crate::ui::layout::{Areas, areas};
use crate::ui::views::{activity, eligibility, orders, preview, quotes};
use crate::ui::widgets::{
    completion, filter_row, hints, menu, overlay, status, tabs, views_column,
};

/// What a cell of the screen stands for; `None` where a click means nothing.
pub fn target(
    screen: Rect,
    state: &AppState,
    glyphs: &'static Glyphs,
    (x, y): (u16, u16),
) -> Option<Target> {
    let at = Position::new(x, y);
    let areas = areas(screen, state);
    let hint = || hints::chord_at(areas.hints, state, glyphs, x).map(Target::Key);
    if let Some(frame) = overlay::area(screen, state) {
        return match &state.overlay {
            Some(Overlay::Menu(open)) if frame.contains(at) => {
                let item = menu::item_at(screen, open, at).map(Target::Item);
                item.or(Some(Target::Overlay))
            }
            _ if frame.contains(at) => Some(Target::Overlay),
            _ if areas.hints.contains(at) => hint(),
            _ => Some(Target::Beside),
        };
    }
    if areas.hints.contains(at) {
        return hint();
    }
    if let Some(candidate) = completion::candidate_at(&areas, state, glyphs, at) {
        return Some(candidate.map_or(Target::Overlay, Target::Candidate));
    }
    if areas.tabs.contains(at) {
        return tabs::pane_at(areas.tabs, state, x).map(|pane| Target::Act(pane.action()));
    }
    if areas.status.contains(at) {
        return status::action_at(areas.status, state, x).map(Target::Act);
    }
    if areas.filter.contains(at) {
        let place = filter_row::caret_at(areas.filter, state, glyphs, x);
        return Some(Target::Filter(place));
    }
    if areas.message.contains(at) {
        let is_said = state.notices.current(state.now).is_some();
        return is_said.then_some(Target::Act(Action::Messages));
    }
    if areas.views.contains(at) {
        return views_column::target_at(&areas, state, at);
    }
    match state.pane {
        Pane::Orders => {
            list(&areas, state, at).or_else(|| preview::hit::target(&areas, state, glyphs, at))
        }
        Pane::Quotes => quotes::target_at(&areas, state, at),
        Pane::Eligibility => eligibility::target_at(&areas, state, at),
        Pane::Activity => activity::target_at(&areas, state, at),
    }
}

fn list(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    let rows = state.orders_pane.window(areas.list.height.into());
    if areas.header.contains(at) && !rows.is_empty() {
        return orders::title_at(areas, state, at);
    }
    if !areas.list.contains(at) {
        return None;
    }
    let row = rows.get(usize::from(at.y - areas.list.y));
    Some(row.map_or(Target::List, |row| Target::Row(*row)))
}
