//! Row 2: the panes, with how much of each is shown and new.

use ratatui::layout::Rect;

use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::ui::format::grouped;
use crate::ui::paint::{Painter, piece};
use crate::ui::theme::Role;

/// Draws the tabs.
pub fn draw(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let counts = state.orders_pane.index.counts();
    let shown = counts.yes + counts.maybe;
    let amount = if shown == counts.all {
        grouped(shown)
    } else {
        format!("{}/{}", grouped(shown), grouped(counts.all))
    };
    let news = state.orders.news_count();
    let mut pieces = Vec::new();
    for pane in Pane::ALL {
        let role = if pane == state.pane {
            Role::Accent
        } else {
            Role::Dim
        };
        let key = state.keymap.shown(pane.action());
        pieces.push(piece(format!(" {key} {} ", pane.title()), role));
        if pane == Pane::Orders {
            pieces.push(piece(amount.clone(), Role::Strong));
            if news > 0 {
                pieces.push(piece(format!(" +{news}"), Role::New));
            }
        }
        pieces.push(piece(" ", Role::Dim));
    }
    painter.put_pieces(area.x, area.y, area.width, &pieces);
}
