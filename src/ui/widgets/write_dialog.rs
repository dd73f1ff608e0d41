//! The dialog before a write: what is asked, what was checked, and how it is confirmed.
//!
//! Whatever must be seen is wrapped, never cut. Where it does not fit, the dialog says so and shows nothing else, and the
//! core, which is told by `rows`, lets nobody confirm it.

mod body;
mod foot;

use ratatui::layout::Rect;

use crate::app::dialog::{Dialog, How, Page};
use crate::app::state::AppState;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width, wrap};
use crate::ui::theme::{Overlay, Role};

use super::dialog::{Labels, WIDEST, boxed, draw_lines, frame, inside};

/// Lines of a list that are worth scrolling.
const LEAST: usize = 3;

/// How a dialog fills a screen.
struct Plan {
    frame: Rect,
    /// Lines of the body that are shown; 0 where what must be seen does not fit.
    shown: usize,
    body: Vec<Pieces<'static>>,
    foot: Vec<foot::Line>,
}

impl Plan {
    fn of(screen: Rect, state: &AppState, dialog: &Dialog) -> Self {
        let widest = frame(screen, WIDEST, usize::MAX);
        let columns = usize::from(inside(widest).width);
        let body = body::lines(dialog, columns);
        let mut foot = foot::lines(state, dialog, columns);
        let frame = frame(screen, WIDEST, body.len() + foot.len());
        let height = usize::from(inside(frame).height);
        let least = match (dialog.page, &dialog.confirm.how) {
            (Page::Asked, How::Ending(_)) => body.len(),
            _ => body.len().min(LEAST),
        };
        while foot.len() + least > height {
            let lightest = (0..foot.len())
                .filter(|at| foot.get(*at).is_some_and(|line| line.lightness > 0))
                .max_by_key(|at| foot.get(*at).map_or(0, |line| line.lightness));
            let Some(lightest) = lightest else {
                break;
            };
            foot.remove(lightest);
        }
        let room = height.saturating_sub(foot.len());
        Self {
            frame,
            shown: if room < least.max(1) {
                0
            } else {
                room.min(body.len())
            },
            body,
            foot,
        }
    }

    /// Lines of the body that are not shown.
    fn hidden(&self) -> usize {
        self.body.len() - self.shown
    }
}

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, state: &AppState, dialog: &Dialog) {
    let plan = Plan::of(painter.area(), state, dialog);
    let top = dialog.scroll.min(plan.hidden());
    let below = plan.hidden() - top;
    let more = if below > 0 && plan.shown > 0 {
        format!("{below} more below")
    } else {
        String::new()
    };
    let title = dialog.confirm.title.as_str();
    let who = who(state);
    // Where two do not fit beside each other, the one in the lower border is seen all the same.
    let is_beside = width(title) + width(&who) + 10 <= plan.frame.width.into();
    let labels = Labels {
        title,
        remark: if is_beside { "" } else { &who },
        more: &more,
        ..Labels::default()
    };
    let inner = boxed(painter, plan.frame, labels);
    mark_title(painter, plan.frame, &dialog.confirm.how, title);
    if is_beside {
        let columns = to_columns(width(&who)) + 2;
        let x = plan.frame.right().saturating_sub(columns + 2);
        painter.put(x, plan.frame.y, columns, &format!(" {who} "), Role::Strong);
    }
    if plan.shown == 0 {
        let text = "The screen is too small to show what would be confirmed: make it larger, or Esc leaves.";
        let lines: Vec<Pieces<'_>> = wrap(text, inner.width.into())
            .into_iter()
            .map(|line| vec![piece(line, Role::Warn)])
            .collect();
        return draw_lines(painter, inner, &lines);
    }
    let shown = plan.body.iter().skip(top).take(plan.shown);
    let foot = plan.foot.iter().map(|line| &line.pieces);
    for (y, line) in (inner.top()..inner.bottom()).zip(shown.chain(foot)) {
        painter.put_pieces(inner.x, y, inner.width, line);
    }
    for (at, line) in plan.foot.iter().enumerate() {
        if let Some(column) = line.caret {
            let y = inner.y + to_columns(plan.shown + at);
            painter.caret((inner.x + to_columns(column)).min(inner.right() - 1), y);
        }
    }
}

/// Where it lies.
pub(super) fn area(screen: Rect, state: &AppState, dialog: &Dialog) -> Rect {
    Plan::of(screen, state, dialog).frame
}

/// Lines of its list that are shown; 0 where what must be seen does not fit.
pub(super) fn rows(screen: Rect, state: &AppState, dialog: &Dialog) -> usize {
    Plan::of(screen, state, dialog).shown
}

/// Lines of its list that are not shown.
pub(super) fn hidden(screen: Rect, state: &AppState, dialog: &Dialog) -> usize {
    Plan::of(screen, state, dialog).hidden()
}

/// Whose account is written with.
fn who(state: &AppState) -> String {
    let session = &state.session;
    if session.is_demo {
        return "DEMO".to_owned();
    }
    format!("{} {}", session.profile.to_uppercase(), session.username)
}

/// Turns the title round: red where nothing brings it back.
fn mark_title(painter: &mut Painter<'_>, frame: Rect, how: &How, title: &str) {
    let room = frame.width.saturating_sub(4);
    if let How::Ending(_) = how {
        painter.put(
            frame.x + 2,
            frame.y,
            room,
            &format!(" {title} "),
            Role::Alarm,
        );
    } else {
        let columns = to_columns(width(title) + 2).min(room);
        painter.overlay(
            Rect::new(frame.x + 2, frame.y, columns, 1),
            Overlay::FoundHere,
        );
    }
}
