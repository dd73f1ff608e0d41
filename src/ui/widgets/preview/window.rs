//! Which of the lines of a preview are shown: those from the scroll on, and what is in hand, where that has to be seen.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::app::state::AppState;
use crate::ui::paint::Painter;
use crate::ui::theme::Role;

/// What the core is to know of the preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Rows of the open tab's lines.
    pub rows: usize,
    /// First line shown.
    pub top: usize,
    /// Lines that do not fit.
    pub hidden: usize,
}

/// What a person looks at.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Sight {
    /// First line, as far as that can be.
    pub(in crate::ui) scroll: usize,
    /// Lines that have to be on screen wherever the scroll is.
    pub(in crate::ui) revealed: Option<Range<usize>>,
}

/// Which of the lines are shown.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Window {
    pub(in crate::ui) top: usize,
    pub(in crate::ui) hidden: usize,
}

impl Window {
    /// A window of some rows over some lines.
    pub(in crate::ui) fn of(lines: usize, rows: usize, sight: Sight) -> Self {
        let hidden = lines.saturating_sub(rows);
        let mut top = sight.scroll.min(hidden);
        if let Some(revealed) = sight.revealed {
            // The last row may say that there is more.
            let rows = rows.saturating_sub(usize::from(hidden > 0)).max(1);
            let least = revealed.end.saturating_sub(rows);
            top = top.max(least).min(revealed.start).min(hidden);
        }
        Self { top, hidden }
    }

    /// Whether the last row says that there is more.
    pub(in crate::ui) fn hints_at_more(self, height: u16) -> bool {
        self.top < self.hidden && height > 1
    }

    /// The line under a row of the body; `None` for the row that says that there is more.
    pub(in crate::ui) fn line_at(self, body: Rect, y: u16) -> Option<usize> {
        let is_hint = self.hints_at_more(body.height) && y + 1 == body.bottom();
        (!is_hint).then(|| self.top + usize::from(y - body.y))
    }

    pub(in crate::ui) fn measured(self, rows: usize) -> Measured {
        Measured {
            rows,
            top: self.top,
            hidden: self.hidden,
        }
    }
}

/// How many lines are below, over the last row, where the window ends before the lines do: the line it covers is one of
/// them.
pub(in crate::ui) fn draw_more(
    painter: &mut Painter<'_>,
    body: Rect,
    window: Window,
    state: &AppState,
) {
    if !window.hints_at_more(body.height) {
        return;
    }
    let more = window.hidden - window.top + 1;
    let last = Rect {
        y: body.bottom() - 1,
        height: 1,
        ..body
    };
    let lines = if more == 1 { "line" } else { "lines" };
    let keys = state.keymap.tell("{preview_down}/{preview_up}");
    let text = format!(" {more} more {lines}: {keys} scroll");
    painter.clear(last);
    painter.put(last.x, last.y, last.width, &text, Role::Dim);
}
