//! The preview of the order under the cursor: which tab, where, and how far it is scrolled.

use crate::app::action::Action;
use crate::app::entities::orders::Part;
use crate::app::state::AppState;
use crate::domain::date::Dates;

use super::Focus;

/// A tab of the preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The production steps, when it is due and what it is.
    #[default]
    Timeline,
    /// Every documented field.
    Detail,
    /// The people of the site and the managers.
    Contacts,
    /// Documents, by type.
    Documents,
    /// Termination and change requests.
    Requests,
    /// The answers of the API as they came.
    Raw,
}

impl Tab {
    /// From left to right.
    pub const ALL: [Self; 6] = [
        Self::Timeline,
        Self::Detail,
        Self::Contacts,
        Self::Documents,
        Self::Requests,
        Self::Raw,
    ];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Timeline => "Timeline",
            Self::Detail => "Detail",
            Self::Contacts => "Contacts",
            Self::Documents => "Docs",
            Self::Requests => "Requests",
            Self::Raw => "Raw",
        }
    }

    /// What it shows beyond detail and historic; asked for only while it is open.
    pub fn part(self) -> Option<Part> {
        match self {
            Self::Documents => Some(Part::Documents),
            Self::Requests => Some(Part::Requests),
            Self::Timeline | Self::Detail | Self::Contacts | Self::Raw => None,
        }
    }

    fn beside(self, by: usize) -> Self {
        let place = Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0);
        Self::ALL[(place + by) % Self::ALL.len()]
    }
}

/// Where the preview stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Where the width of the screen puts it.
    #[default]
    Auto,
    /// To the right of the list.
    Right,
    /// Below the list.
    Below,
    /// Nowhere.
    Off,
}

/// State of the preview.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The open tab.
    pub tab: Tab,
    /// Where it stands.
    pub place: Place,
    /// Whether the part with the focus has the screen for itself.
    pub is_zoomed: bool,
    /// First line shown.
    pub scroll: usize,
    /// The tab `i` goes back to.
    before_raw: Tab,
}

impl Preview {
    /// Another order came under the cursor: back to the top.
    pub(crate) fn rewind(&mut self) {
        self.scroll = 0;
    }

    /// Opens a tab.
    pub(crate) fn open(&mut self, tab: Tab) {
        self.tab = tab;
        self.scroll = 0;
    }
}

impl AppState {
    /// What the open tab needs beyond detail and historic; nothing while the preview is not on screen.
    pub(super) fn open_part(&self) -> Option<Part> {
        let is_on_screen = self.room.preview > 0;
        self.orders_pane.preview.tab.part().filter(|_| is_on_screen)
    }

    /// Carries out an action of the preview; false when it is not one.
    pub(super) fn act_on_preview(&mut self, action: Action) -> bool {
        let preview = &mut self.orders_pane.preview;
        match action {
            Action::NextTab => preview.open(preview.tab.beside(1)),
            Action::PreviousTab => preview.open(preview.tab.beside(Tab::ALL.len() - 1)),
            Action::Raw if preview.tab == Tab::Raw => preview.open(preview.before_raw),
            Action::Raw => {
                preview.before_raw = preview.tab;
                preview.open(Tab::Raw);
            }
            Action::PreviewDown => self.scroll_preview(1),
            Action::PreviewUp => self.scroll_preview(-1),
            Action::PreviewPlace => {
                // From where it is seen, so that each press shows.
                preview.place = match self.room.preview_place {
                    Some(Place::Right) => Place::Below,
                    Some(Place::Below) => Place::Off,
                    Some(Place::Off | Place::Auto) | None => Place::Right,
                };
                if preview.place == Place::Off {
                    self.orders_pane.focus = Focus::List;
                }
            }
            Action::Dates => {
                self.dates = self.dates.other();
                let how = match self.dates {
                    Dates::Absolute => "dates as days and times",
                    Dates::Relative => "dates as ages",
                };
                self.notices.info(self.now, how);
            }
            Action::Zoom => preview.is_zoomed = !preview.is_zoomed,
            _ => return false,
        }
        true
    }

    pub(super) fn scroll_preview(&mut self, lines: isize) {
        let preview = &mut self.orders_pane.preview;
        preview.scroll = preview
            .scroll
            .saturating_add_signed(lines)
            .min(self.room.preview_hidden);
    }
}
