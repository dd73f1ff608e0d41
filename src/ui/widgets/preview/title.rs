//! The title of a preview: what it is about, which tabs it has, and how old what is shown is.
//!
//! Tabs are never cut: they are written shorter the less room there is, and at last only the open one is left.

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::ui::format::span;
use crate::ui::paint::{Painter, piece, to_columns, width};
use crate::ui::theme::Role;

use super::Frame;

/// Columns of the rule before the name and after the last word.
const EDGE: u16 = 1;

/// How a tab can be called.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Name<T> {
    pub(in crate::ui) tab: T,
    pub(in crate::ui) full: &'static str,
    /// Told from the others by its beginning.
    pub(in crate::ui) short: &'static str,
    /// How many things it holds, where that was read.
    pub(in crate::ui) count: Option<usize>,
}

/// What stands over a preview.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Title<T> {
    /// What it is about.
    pub(in crate::ui) about: String,
    /// Columns kept for that beside the tabs, blanks included.
    pub(in crate::ui) kept: u16,
    /// From left to right.
    pub(in crate::ui) tabs: Vec<Name<T>>,
    pub(in crate::ui) open: T,
    /// Whether keys go into the preview.
    pub(in crate::ui) is_inside: bool,
    /// When what the open tab shows was read, where it does not say so itself.
    pub(in crate::ui) read_at: Option<DateTime<Utc>>,
}

/// How tabs are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wording {
    Counted,
    Full,
    ShortCounted,
    Short,
    /// The open one alone, and which of all it is.
    Alone,
}

impl Wording {
    const LONGEST_FIRST: [Self; 5] = [
        Self::Counted,
        Self::Full,
        Self::ShortCounted,
        Self::Short,
        Self::Alone,
    ];

    fn is_counted(self) -> bool {
        matches!(self, Self::Counted | Self::ShortCounted)
    }

    fn is_short(self) -> bool {
        matches!(self, Self::ShortCounted | Self::Short)
    }
}

/// A tab as written, with its column.
struct Label<T> {
    tab: T,
    column: u16,
    text: String,
}

impl<T> Label<T> {
    fn columns(&self) -> u16 {
        to_columns(width(&self.text))
    }
}

impl<T: Copy + PartialEq> Title<T> {
    fn labels(&self, wording: Wording) -> Vec<Label<T>> {
        let mut column = 0;
        let mut labels = Vec::new();
        for (place, name) in self.tabs.iter().enumerate() {
            let is_open = name.tab == self.open;
            if wording == Wording::Alone && !is_open {
                continue;
            }
            let is_short = wording.is_short() && !is_open;
            let word = if is_short { name.short } else { name.full };
            let count = name.count.filter(|_| wording.is_counted());
            let word = count.map_or_else(|| word.to_owned(), |count| format!("{word} {count}"));
            let text = match wording {
                Wording::Alone => format!("[{word}] {}/{}", place + 1, self.tabs.len()),
                _ if is_open => format!("[{word}]"),
                _ => word,
            };
            let label = Label {
                tab: name.tab,
                column,
                text,
            };
            column += label.columns() + 1;
            labels.push(label);
        }
        labels
    }

    /// The tabs in the longest wording that fits.
    fn fitting(&self, room: u16) -> Vec<Label<T>> {
        let end = |label: &Label<T>| label.column + label.columns();
        Wording::LONGEST_FIRST
            .into_iter()
            .map(|wording| self.labels(wording))
            .find(|labels| labels.last().map_or(0, end) <= room)
            .unwrap_or_default()
    }

    /// Where the tabs are: the row, the column of the first one, and how many columns they may take.
    fn place(&self, frame: &Frame) -> (u16, u16, u16) {
        let (title, tabs) = (frame.title, frame.tabs);
        if tabs.height > 0 {
            return (tabs.y, tabs.x + 1, tabs.width.saturating_sub(1));
        }
        let used = EDGE + to_columns(width(&self.about) + 2).min(self.kept);
        let room = title.width.saturating_sub(used + EDGE + 1);
        (title.y, title.x + used, room)
    }

    /// The tabs, and where each stands; for clicks.
    pub(in crate::ui) fn tab_areas(&self, frame: &Frame) -> Vec<(T, Rect)> {
        if frame.title.height == 0 {
            return Vec::new();
        }
        let (y, x, room) = self.place(frame);
        let labels = self.fitting(room).into_iter();
        labels
            .map(|label| {
                let area = Rect::new(x + label.column, y, label.columns(), 1);
                (label.tab, area)
            })
            .collect()
    }

    /// Over the rule that stands there already.
    pub(in crate::ui) fn draw(&self, painter: &mut Painter<'_>, frame: &Frame, now: DateTime<Utc>) {
        let title = frame.title;
        let (y, x, room) = self.place(frame);
        let is_beside = frame.tabs.height == 0;
        let role = if self.is_inside {
            Role::Accent
        } else {
            Role::Strong
        };
        let before_tabs = if is_beside {
            x - title.x - EDGE
        } else {
            title.width.saturating_sub(2 * EDGE)
        };
        let about = [
            piece(" ", role),
            piece(self.about.as_str(), role),
            piece(" ", role),
        ];
        let used = painter.put_pieces(title.x + EDGE, title.y, before_tabs, &about);
        let mut end = title.x + EDGE + used;
        for label in self.fitting(room) {
            let role = if label.tab == self.open {
                Role::Accent
            } else {
                Role::Dim
            };
            let at = x + label.column;
            let left = room.saturating_sub(label.column);
            let used = painter.put(at, y, left, &label.text, role);
            if is_beside {
                painter.put(at + used, y, 1, " ", Role::Dim);
                end = at + used + 1;
            }
        }
        self.draw_age(painter, title, end, now);
    }

    /// `read 4m ago` at the right edge, or less of it, where there is room.
    fn draw_age(&self, painter: &mut Painter<'_>, title: Rect, end: u16, now: DateTime<Utc>) {
        let Some(read_at) = self.read_at else { return };
        let age = span(now - read_at);
        let texts = [format!(" read {age} ago "), format!(" {age} ago ")];
        let needed = |text: &str| to_columns(width(text));
        let fits = |text: &&String| end + needed(text) + 2 * EDGE <= title.right();
        if let Some(text) = texts.iter().find(fits) {
            let x = title.right() - needed(text) - EDGE;
            painter.put(x, title.y, needed(text), text, Role::Dim);
        }
    }
}
