//! The preview of the request or site under the cursor: title, tabs, and the open tab's lines as far as they fit.
//!
//! What is not read yet says so; what could not be read says why; old values stay beside either.

mod course;
mod detail;
mod offer;
mod offers;
mod raw;
mod sites;
mod table;
mod timeline;
mod title;

use ratatui::layout::{Position, Rect};

use crate::app::pane::Focus;
use crate::app::pointer::Target;
use crate::app::state::AppState;
use crate::app::views::eligibility::preview::Tab;
use crate::domain::text::Text;
use crate::ui::format::flagged;
use crate::ui::glyphs::Glyphs;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, piece};
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{
    Frame, Line, Measured, Sight, Window, draw_more, draw_words, said, standing,
};

/// Where the parts of the preview are; its foot is what offers are narrowed by.
fn frame(areas: &Areas, state: &AppState) -> Frame {
    let has_row = state.eligibility_row_under_cursor().is_some();
    let frame = Frame::of(areas, has_row);
    let preview = &state.eligibility_pane.preview;
    let is_narrowed = preview.tab == Tab::Offers && preview.offers.is_narrowed();
    if is_narrowed && frame.title.height > 0 && state.item_in_preview().is_some() {
        frame.with_foot()
    } else {
        frame
    }
}

/// Measures the preview without drawing it.
pub fn measure(areas: &Areas, state: &AppState) -> Measured {
    let frame = frame(areas, state);
    let rows = usize::from(frame.body.height);
    if rows == 0 {
        return Measured::default();
    }
    let lines = lines(state, frame.body, Glyphs::ASCII);
    window(&lines, state, rows).measured(rows)
}

/// Draws title, tabs and body.
pub(super) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    let frame = frame(areas, state);
    if frame.title.height == 0 {
        return;
    }
    painter.rule(frame.title.x, frame.title.y, frame.title.width, Role::Dim);
    if state.eligibility_row_under_cursor().is_some() {
        title::of(state).draw(painter, &frame, state.now);
    }
    let body = frame.body;
    let lines = lines(state, body, painter.glyphs);
    let window = window(&lines, state, body.height.into());
    let in_hand = in_hand(state);
    let is_inside = state.eligibility_pane.focus == Focus::Preview;
    let shown = lines.iter().skip(window.top);
    for (y, line) in (body.top()..body.bottom()).zip(shown) {
        painter.put_pieces(body.x, y, body.width, &line.pieces);
        if is_inside && line.item.is_some() && line.item == in_hand {
            painter.mark_cursor_row(Rect::new(body.x, y, body.width, 1));
        }
    }
    draw_more(painter, body, window, state);
    draw_narrowing(painter, frame.foot, state);
}

/// What offers are narrowed by, and how many are left.
fn draw_narrowing(painter: &mut Painter<'_>, area: Rect, state: &AppState) {
    if area.height == 0 {
        return;
    }
    let table = &state.eligibility_pane.preview.offers;
    let offers = state
        .item_in_preview()
        .and_then(|it| it.item.offers.as_ref());
    let all = offers.map_or(0, Vec::len);
    let left = state.offers_shown().len();
    let right = if table.words().is_empty() {
        "Enter keeps, Esc leaves ".to_owned()
    } else {
        format!("{left} of {all} ")
    };
    let caret = table.is_typing().then(|| table.caret());
    draw_words(painter, area, (table.words(), caret), &right);
}

/// What a position of the preview stands for; `None` outside of it.
pub(super) fn target_at(areas: &Areas, state: &AppState, at: Position) -> Option<Target> {
    let frame = frame(areas, state);
    if state.eligibility_row_under_cursor().is_some() {
        let tabs = title::of(state).tab_areas(&frame);
        if let Some((tab, _)) = tabs.into_iter().find(|(_, area)| area.contains(at)) {
            return Some(Target::EligibilityTab(tab));
        }
    }
    if frame.body.contains(at) {
        let lines = lines(state, frame.body, Glyphs::ASCII);
        let window = window(&lines, state, frame.body.height.into());
        let line = window.line_at(frame.body, at.y);
        let item = line.and_then(|line| lines.get(line)?.item);
        return Some(item.map_or(Target::Preview, Target::PreviewItem));
    }
    let is_preview = areas.preview_title.contains(at) || areas.preview.contains(at);
    is_preview.then_some(Target::Preview)
}

/// The offer or the site that is meant, while they are listed.
fn in_hand(state: &AppState) -> Option<usize> {
    if state.eligibility_pane.preview.tab != Tab::Offers {
        return None;
    }
    let site = state.site_in_preview().map(|(place, _)| place);
    site.or_else(|| state.offer_in_preview().map(|(place, _)| place))
}

/// Which of the lines are shown.
fn window(lines: &[Line<'_>], state: &AppState, rows: usize) -> Window {
    let preview = &state.eligibility_pane.preview;
    let meant = in_hand(state).filter(|_| preview.reveals());
    let place = meant.and_then(|meant| lines.iter().position(|line| line.item == Some(meant)));
    let sight = Sight {
        scroll: preview.scroll(),
        revealed: place.map(|place| place..place + 1),
    };
    Window::of(lines.len(), rows, sight)
}

fn lines<'a>(state: &'a AppState, body: Rect, glyphs: &'static Glyphs) -> Vec<Line<'a>> {
    let (request, item) = (state.request_under_cursor(), state.item_in_preview());
    let tab = state.eligibility_pane.preview.tab;
    if state.eligibility_row_under_cursor().is_none() {
        return Vec::new();
    }
    let broken = item.and_then(|item| item.item.broken.as_ref());
    let broken = broken.or_else(|| request.and_then(|it| it.request.broken.as_ref()));
    if let Some(problem) = broken {
        let mut lines = said_broken(problem, body.width);
        lines.extend(raw::lines(state, body.width));
        return lines;
    }
    match (tab, item) {
        (Tab::Offers, Some(item)) => offers::lines(item, state, body),
        (Tab::Offers, None) => match state.sites_under_cursor() {
            Some(sites) => sites::lines(&sites, state, body),
            None => without_site(state, body.width),
        },
        (Tab::Timeline, _) => timeline::lines(state, body, glyphs),
        (Tab::Detail, _) => detail::lines(state, body),
        (Tab::Offer, Some(item)) => offer::lines(item, state, body),
        (Tab::Offer, None) => without_site(state, body.width),
        (Tab::Raw, _) => raw::lines(state, body.width),
    }
}

fn said_broken(problem: &Text, columns: u16) -> Vec<Line<'static>> {
    let text = format!(" This row could not be read: {}", flagged(problem));
    said(&text, Role::Bad, columns)
}

/// What there is to say of a request while no single site of it is meant.
fn without_site(state: &AppState, columns: u16) -> Vec<Line<'_>> {
    if let Some(sites) = state.sites_under_cursor() {
        let how = format!(
            " this request has {} sites: choose one in Offers",
            sites.len()
        );
        return said(&how, Role::Dim, columns);
    }
    let Some(request) = state.request_under_cursor() else {
        return Vec::new();
    };
    let is_gone = request.gone_since.is_some();
    let mut lines = standing(&request.detail, "sites", is_gone, state, columns);
    if lines.is_empty() {
        lines.push(Line::from(piece(" this request names no site", Role::Dim)));
    }
    lines
}
