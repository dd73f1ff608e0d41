//! Where the parts of a preview are.

use ratatui::layout::Rect;

use crate::ui::layout::Areas;

/// From this height on the tabs have a row of their own where they do not fit beside the reference.
const TABS_FROM: u16 = 14;
/// From this width on reference and tabs fit side by side, in full.
const SIDE_BY_SIDE: u16 = 62;

/// Where the parts of the preview are.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ui) struct Frame {
    pub(in crate::ui) title: Rect,
    /// Of no height where the tabs stand in the title.
    pub(in crate::ui) tabs: Rect,
    pub(in crate::ui) body: Rect,
    /// A row under the body, for a text that is typed; of no height unless it was asked for.
    pub(in crate::ui) foot: Rect,
}

impl Frame {
    /// The parts where there is something to show, or the whole as one empty body.
    pub(in crate::ui) fn of(areas: &Areas, has_row: bool) -> Self {
        let mut frame = Self {
            title: areas.preview_title,
            body: areas.preview,
            ..Self::default()
        };
        if frame.title.height == 0 || !has_row {
            return frame;
        }
        if frame.body.height >= TABS_FROM && frame.title.width < SIDE_BY_SIDE {
            frame.tabs = Rect {
                height: 1,
                ..frame.body
            };
            frame.body.y += 1;
            frame.body.height -= 1;
        }
        frame
    }

    /// With the last row of the body set apart, where that leaves anything.
    pub(in crate::ui) fn with_foot(mut self) -> Self {
        if self.body.height > 1 {
            self.body.height -= 1;
            self.foot = Rect {
                y: self.body.bottom(),
                height: 1,
                ..self.body
            };
        }
        self
    }
}
