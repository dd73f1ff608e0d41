//! Where things are: pure areas from size and state, for drawing, for clicks and for the core's idea of a page.
//!
//! Under 100 columns the preview lies below the list, from 100 on to its right, unless a person put it elsewhere; from
//! 160 on the views stand at the left edge. A part that is zoomed has all of that for itself. When the
//! terminal is too small, things leave in this order: hints, preview, tabs. Under 60x16 one column and no refusal.

use ratatui::layout::Rect;

use crate::app::arrangement::Place;
use crate::app::event::Room;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::ui::views::{activity, eligibility, orders, preview, quotes};
use crate::ui::widgets::overlay;

/// From this width on the preview stands to the right.
const SIDE_BY_SIDE: u16 = 100;
/// From this width on it may stand there.
const SIDE_AT_ALL: u16 = 80;
/// Columns a preview needs there for its timeline, with the margin.
const SIDE_LEAST: u16 = 38;
/// From this width on everything has its place at once.
const WIDE: u16 = 160;
/// Columns of the views, the line at their right edge included.
const VIEWS: u16 = 18;
/// Columns the list keeps beside a preview.
const LIST_NARROW: u16 = 61;
/// Under this, one thing at a time.
const TINY: (u16, u16) = (60, 16);
/// Rows that a list with its titles needs before it is worth a line under it.
const FOOTER_FROM: u16 = 6;
/// The full arrangement needs this much.
const FULL: (u16, u16) = (80, 24);

/// The areas of a frame. An area of no height is not drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the screen's parts")]
pub struct Areas {
    pub status: Rect,
    pub tabs: Rect,
    pub filter: Rect,
    /// Under the filter while it cannot be read.
    pub filter_error: Rect,
    /// At the left edge of a wide screen; its last column is for a line.
    pub views: Rect,
    /// Column titles.
    pub header: Rect,
    pub list: Rect,
    /// Under the list, where there is room.
    pub footer: Rect,
    /// Title rule and body of the preview.
    pub preview_title: Rect,
    pub preview: Rect,
    /// The line between list and preview when they stand side by side.
    pub divider: Rect,
    pub message: Rect,
    pub hints: Rect,
    pub is_tiny: bool,
}

/// Computes the areas.
pub fn areas(screen: Rect, state: &AppState) -> Areas {
    let mut areas = Areas {
        is_tiny: screen.width < TINY.0 || screen.height < TINY.1,
        ..Areas::default()
    };
    let mut rest = screen;
    areas.status = take_top(&mut rest, 1);
    if !areas.is_tiny && screen.height >= FULL.1 - 4 {
        areas.tabs = take_top(&mut rest, 1);
    }
    areas.filter = take_top(&mut rest, 1);
    let pane = state.list_pane();
    if pane.filter().error.is_some() {
        areas.filter_error = take_top(&mut rest, 1);
    }
    if screen.height >= FULL.1 && screen.width >= TINY.0 {
        areas.hints = take_bottom(&mut rest, 1);
    }
    areas.message = take_bottom(&mut rest, 1);
    let is_zoomed = state.arrangement.is_zoomed;
    if screen.width >= WIDE && !areas.is_tiny && !is_zoomed && state.pane != Pane::Activity {
        areas.views = take_left(&mut rest, VIEWS);
    }
    let place = preview_place(screen, state).filter(|_| !is_zoomed);
    if pane.focus() == Focus::Preview && !matches!(place, Some(Place::Right | Place::Below)) {
        areas.preview_title = take_top(&mut rest, 1);
        areas.preview = rest;
        return areas;
    }
    if pane.row().is_some() {
        match place {
            Some(Place::Right) => preview_right(&mut rest, &mut areas, screen.width),
            Some(Place::Below) => preview_below(&mut rest, &mut areas),
            _ => {}
        }
    }
    if rest.height >= FOOTER_FROM && !areas.is_tiny {
        areas.footer = take_bottom(&mut rest, 1);
    }
    if rest.height > 1 {
        areas.header = take_top(&mut rest, 1);
    }
    areas.list = rest;
    areas
}

/// What the core is to know: how many rows fit, and how far there is to scroll.
pub fn room(screen: Rect, state: &AppState) -> Room {
    let areas = areas(screen, state);
    let preview = match state.pane {
        Pane::Orders => preview::measure(&areas, state),
        Pane::Quotes => quotes::measure(&areas, state),
        Pane::Eligibility => eligibility::measure(&areas, state),
        Pane::Activity => activity::measure(&areas, state),
    };
    Room {
        list: areas.list.height.into(),
        views: areas.views.height.into(),
        preview: preview.rows,
        preview_top: preview.top,
        preview_hidden: preview.hidden,
        preview_place: preview_place(screen, state),
        is_alone: (areas.list.height == 0 || areas.preview.height == 0) && areas.views.width == 0,
        columns_ahead: match state.pane {
            Pane::Orders => orders::columns_ahead(state, areas.list),
            Pane::Quotes | Pane::Eligibility | Pane::Activity => 0,
        },
        overlay: overlay::rows(screen, state),
        overlay_hidden: overlay::hidden(screen, state),
    }
}

/// A room before there is a state to measure with; the first event measures anew.
pub fn unmeasured(screen: Rect) -> Room {
    Room {
        list: screen.height.into(),
        ..Room::default()
    }
}

/// Where the preview stands, or nowhere; `None` on a screen that has no room for it beside the list.
fn preview_place(screen: Rect, state: &AppState) -> Option<Place> {
    if screen.width < TINY.0 || screen.height < FULL.1 - 4 {
        return None;
    }
    Some(match state.arrangement.place {
        Place::Off => Place::Off,
        Place::Right if screen.width >= SIDE_AT_ALL => Place::Right,
        Place::Auto if screen.width >= SIDE_BY_SIDE => Place::Right,
        Place::Auto | Place::Right | Place::Below => Place::Below,
    })
}

fn preview_right(rest: &mut Rect, areas: &mut Areas, width: u16) {
    let wide = if width >= WIDE {
        rest.width * 2 / 5
    } else {
        // The list keeps enough for the customer.
        let fair = rest.width * 9 / 20;
        fair.min(rest.width.saturating_sub(LIST_NARROW))
    };
    let mut right = take_right(rest, wide.clamp(SIDE_LEAST, 76));
    areas.divider = take_right(rest, 1);
    right.x += 1;
    right.width -= 1;
    areas.preview_title = take_top(&mut right, 1);
    areas.preview = right;
}

fn preview_below(rest: &mut Rect, areas: &mut Areas) {
    let mut below = take_bottom(rest, (rest.height * 3 / 5).min(13));
    areas.preview_title = take_top(&mut below, 1);
    areas.preview = below;
}

fn take_top(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    let taken = Rect { height, ..*rest };
    rest.y += height;
    rest.height -= height;
    taken
}

fn take_bottom(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    rest.height -= height;
    Rect {
        y: rest.y + rest.height,
        height,
        ..*rest
    }
}

fn take_left(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    let taken = Rect { width, ..*rest };
    rest.x += width;
    rest.width -= width;
    taken
}

fn take_right(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    rest.width -= width;
    Rect {
        x: rest.x + rest.width,
        width,
        ..*rest
    }
}
