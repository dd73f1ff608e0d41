//! What the list says when it has no rows: why, and the way out.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::pane::ListPane as _;
use crate::app::state::AppState;
use crate::app::views::eligibility::Facet;
use crate::ui::paint::{Painter, Pieces, piece};
use crate::ui::theme::Role;
use crate::ui::widgets::list_empty::{self, Empty};

/// Draws the reason in the middle of the list.
pub(super) fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    let pane = &state.eligibility_pane;
    let (requests, items) = (&pane.requests_sweep, &pane.items_sweep);
    let (failure, is_read, progress) = match pane.facet {
        Facet::Requests => (
            requests.failure(),
            requests.last().is_some(),
            requests.progress(),
        ),
        Facet::Items => (items.failure(), items.last().is_some(), items.progress()),
    };
    let empty = Empty {
        rows: pane.facet.title(),
        whole: match pane.facet {
            Facet::Requests => "the eligibility requests",
            Facet::Items => "the sites",
        },
        all: pane.counts().all,
        query: pane.list.query().map_or("", |query| query.text()),
        failure,
        is_read,
        pages: progress.map_or(0, |it| it.pages),
        none: nothing(state),
    };
    list_empty::draw(painter, area, empty, state);
}

fn nothing(state: &AppState) -> Vec<Pieces<'_>> {
    let key = |action| piece(state.keymap.shown(action), Role::Accent);
    let none = match state.eligibility_pane.facet {
        Facet::Requests => "No eligibility request yet.",
        Facet::Items => "No site was asked for yet.",
    };
    vec![
        vec![piece(none, Role::Text)],
        Vec::new(),
        vec![
            key(Action::New),
            piece(" asks for one site or a file of them", Role::Dim),
        ],
        vec![key(Action::RefreshView), piece(" looks again", Role::Dim)],
    ]
}
