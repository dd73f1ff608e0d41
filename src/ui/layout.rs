//! Where things are: pure areas from size and state, for drawing, for clicks and for the core's idea of a page.
//!
//! Under 100 columns the preview lies below the list, from 100 on to its right. When the terminal is too small, things
//! leave in this order: hints, preview, tabs. Under 60x16 one column and no refusal.

use ratatui::layout::Rect;

use crate::app::event::Room;
use crate::app::state::AppState;
use crate::app::views::orders::Focus;
use crate::ui::views::{order_preview, orders};
use crate::ui::widgets::overlay;

/// From this width on the preview stands to the right.
const SIDE_BY_SIDE: u16 = 100;
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
    if state.orders_pane.filter.error.is_some() {
        areas.filter_error = take_top(&mut rest, 1);
    }
    if screen.height >= FULL.1 && screen.width >= TINY.0 {
        areas.hints = take_bottom(&mut rest, 1);
    }
    areas.message = take_bottom(&mut rest, 1);
    let is_preview_alone = state.orders_pane.focus == Focus::Preview
        && (areas.is_tiny || !has_room_for_preview(screen));
    if is_preview_alone {
        areas.preview_title = take_top(&mut rest, 1);
        areas.preview = rest;
        return areas;
    }
    if has_room_for_preview(screen) && state.orders_pane.cursor.row().is_some() {
        split_preview(&mut rest, &mut areas, screen.width);
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
    Room {
        list: areas.list.height.into(),
        preview: areas.preview.height.into(),
        preview_hidden: order_preview::hidden(&areas, state),
        columns_ahead: orders::columns_ahead(state, areas.list),
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

fn has_room_for_preview(screen: Rect) -> bool {
    screen.width >= TINY.0 && screen.height >= FULL.1 - 4
}

fn split_preview(rest: &mut Rect, areas: &mut Areas, width: u16) {
    if width >= SIDE_BY_SIDE {
        let wide = if width >= 160 {
            rest.width * 2 / 5
        } else {
            // The list keeps enough for the customer.
            (rest.width * 9 / 20).min(rest.width.saturating_sub(LIST_NARROW))
        };
        let mut right = take_right(rest, wide.min(76));
        areas.divider = take_right(rest, 1);
        right.x += 1;
        right.width -= 1;
        areas.preview_title = take_top(&mut right, 1);
        areas.preview = right;
    } else {
        let mut below = take_bottom(rest, (rest.height * 3 / 5).min(13));
        areas.preview_title = take_top(&mut below, 1);
        areas.preview = below;
    }
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

fn take_right(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    rest.width -= width;
    Rect {
        x: rest.x + rest.width,
        width,
        ..*rest
    }
}
