//! One frame: every part in its area, back to front.

use ratatui::buffer::Buffer;

use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::ui::glyphs::Glyphs;
use crate::ui::layout::{Areas, areas};
use crate::ui::paint::Painter;
use crate::ui::theme::{Role, Theme};
use crate::ui::views::{activity, eligibility, orders, preview, quotes};
use crate::ui::widgets::{completion, filter_row, hints, overlay, status, tabs, views_column};

/// How the screen looks, fixed while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// Characters for lines and marks.
    pub glyphs: &'static Glyphs,
}

/// Draws a whole frame into an empty buffer.
pub fn draw(buffer: &mut Buffer, state: &AppState, look: Look) {
    let areas = areas(buffer.area, state);
    let mut painter = Painter::new(buffer, look.theme, look.glyphs);
    status::draw(&mut painter, areas.status, state);
    tabs::draw(&mut painter, areas.tabs, state);
    filter_row::draw(&mut painter, areas.filter, state);
    filter_row::draw_error(&mut painter, areas.filter_error, state);
    views_column::draw(&mut painter, &areas, state);
    match state.pane {
        Pane::Orders => {
            orders::draw(&mut painter, &areas, state);
            draw_divider(&mut painter, &areas);
            preview::draw(&mut painter, &areas, state);
        }
        Pane::Quotes => quotes::draw(&mut painter, &areas, state),
        Pane::Eligibility => eligibility::draw(&mut painter, &areas, state),
        Pane::Activity => activity::draw(&mut painter, &areas, state),
    }
    hints::draw_message(&mut painter, areas.message, state);
    hints::draw_hints(&mut painter, areas.hints, state);
    completion::draw(&mut painter, &areas, state);
    overlay::draw(&mut painter, state);
}

fn draw_divider(painter: &mut Painter<'_>, areas: &Areas) {
    let divider = areas.divider;
    if divider.width > 0 {
        painter.bar(divider.x, divider.y, divider.height, Role::Dim);
    }
}

#[cfg(test)]
mod tests;
