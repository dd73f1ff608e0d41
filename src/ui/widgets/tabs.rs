//! Row 2: the panes, with how much of each is shown and new.

use ratatui::layout::Rect;

use crate::app::copy::counted;
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::ui::format::grouped;
use crate::ui::paint::{Painter, Pieces, piece, width};
use crate::ui::theme::Role;

/// Draws the tabs.
pub fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let pieces: Vec<_> = tabs(area, state).into_iter().flatten().collect();
    painter.put_pieces(area.x, area.y, area.width, &pieces);
}

/// The pane that a click on a column of the row shows.
pub fn pane_at(area: Rect, state: &AppState, x: u16) -> Option<Pane> {
    let mut end = usize::from(area.x);
    let mut tabs = Pane::ALL.into_iter().zip(tabs(area, state));
    let found = tabs.find(|(_, tab)| {
        let begin = end;
        end += columns(tab);
        (begin..end).contains(&usize::from(x))
    });
    found.map(|(pane, _)| pane)
}

/// All tabs, under their short titles where the long ones do not fit.
fn tabs(area: Rect, state: &AppState) -> Vec<Pieces<'static>> {
    let under = |title: fn(Pane) -> &'static str| -> Vec<_> {
        let panes = Pane::ALL.into_iter();
        panes.map(|pane| tab(state, pane, title(pane))).collect()
    };
    let long = under(Pane::title);
    let needed: usize = long.iter().map(columns).sum();
    if needed > usize::from(area.width) {
        under(Pane::short_title)
    } else {
        long
    }
}

fn columns(tab: &Pieces<'static>) -> usize {
    tab.iter().map(|piece| width(&piece.text)).sum()
}

fn tab(state: &AppState, pane: Pane, name: &str) -> Pieces<'static> {
    let (role, number) = if pane == state.pane {
        (Role::Accent, Role::Strong)
    } else {
        (Role::Dim, Role::Dim)
    };
    let key = state.keymap.shown(pane.action());
    let mut pieces = vec![piece(format!(" {key} {name}"), role)];
    let counts = state.list_pane_of(pane).counts();
    let shown = counts.yes + counts.maybe;
    if pane != Pane::Activity {
        let amount = if shown == counts.all {
            format!(" {}", grouped(shown))
        } else {
            format!(" {}/{}", grouped(shown), grouped(counts.all))
        };
        pieces.push(piece(amount, number));
    }
    let news = match pane {
        Pane::Orders => state.orders.news_count(),
        Pane::Quotes => state.quotes.news_count(),
        Pane::Eligibility => state.eligibility.news_count(),
        Pane::Activity => 0,
    };
    if news > 0 {
        pieces.push(piece(format!(" +{news}"), Role::New));
    }
    if pane == Pane::Activity {
        pieces.extend(under_way(state));
    }
    pieces.push(piece("  ", Role::Dim));
    pieces
}

/// What is open and what runs: `1 open`, `2 jobs`.
fn under_way(state: &AppState) -> Pieces<'static> {
    let open = state.activity_amounts().open;
    let jobs = state.jobs.running() + state.batches.running();
    let mut pieces = Vec::new();
    if open > 0 {
        pieces.push(piece(format!(" {} open", grouped(open)), Role::Warn));
    }
    if jobs > 0 {
        pieces.push(piece(format!(" {}", counted(jobs, "job")), Role::Strong));
    }
    pieces
}
