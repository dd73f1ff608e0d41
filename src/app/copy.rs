//! What leaves by the clipboard.
//!
//! Only on a key of a person, and only text that is safe to paste: foreign text in its safe forms, JSON with everything
//! escaped that could not be drawn. Whether the terminal takes it cannot be known, and is not claimed.

pub(crate) mod eligibility;
mod quotes;
mod row;

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::effect::Effect;
use crate::app::entities::orders::{Order, RowId};
use crate::app::notice::Notice;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::orders::preview::Tab;
use crate::domain::json::lay_out;
use crate::domain::text::{Text, is_drawable};

/// The most bytes that are copied: hterm and the terminals that follow it take 100,000 bytes of OSC 52, of which 8 are
/// the sequence itself and the rest is base 64.
pub const COPY_LIMIT: usize = 74_994;

/// Everything but the unreserved characters of RFC 3986.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl AppState {
    /// Copies what the cursor is on: inside the preview what is selected there, else the marked references where there
    /// are any, else the one of the row.
    pub(crate) fn copy_here(&mut self, effects: &mut Effects) {
        if self.pane == Pane::Quotes {
            return self.copy_quote_here(effects);
        }
        if self.pane == Pane::Eligibility {
            return self.copy_eligibility_here(effects);
        }
        if self.orders_pane.focus == Focus::Preview
            && let Some((what, text)) = self.copyable_in_preview()
        {
            return self.copy(what, &text, effects);
        }
        let marked = self.marked_rows();
        if marked.is_empty() {
            let row = self.orders_pane.cursor.row();
            match row.and_then(|row| self.orders.get(row)).map(reference) {
                Some(Ok(reference)) => self.copy(&reference, &reference.clone(), effects),
                Some(Err(why)) => self.notices.info(self.now, why),
                None => {}
            }
        } else {
            let what = counted(marked.len(), "reference");
            let text = self.references(&marked);
            self.copy(&what, &text, effects);
        }
    }

    /// What the open tab of the preview gives, and its name.
    fn copyable_in_preview(&self) -> Option<(&'static str, String)> {
        let what = match self.orders_pane.preview.tab {
            Tab::Contacts => "the person",
            Tab::Documents => "the file name",
            Tab::Requests => "the request",
            Tab::Raw => {
                let answers = Text::new(self.raw_json()?);
                return Some(("the answers, JSON", pretty_json(&answers)));
            }
            Tab::Timeline | Tab::Detail => return None,
        };
        Some((what, self.selected_text()?))
    }

    /// Copies a text, or says that it is too long.
    pub(crate) fn copy(&mut self, what: &str, text: &str, effects: &mut Effects) {
        let bytes = text.len();
        if bytes > COPY_LIMIT {
            let why = format!(
                "not copied: {bytes} bytes are more than terminals take ({COPY_LIMIT} at most)"
            );
            return self.notices.problem(self.now, why);
        }
        let bytes = counted(bytes, "byte");
        let said = format!("copied {what} ({bytes}), unless the terminal refuses");
        self.notices.info(self.now, said);
        effects.push(Effect::Copy(pasteable(text)));
    }

    /// Copies every message, the newest first, a line each.
    pub(crate) fn copy_messages(&mut self, effects: &mut Effects) {
        let line = |notice: &Notice| {
            let at = self.zone.local(notice.at).format("%Y-%m-%d %H:%M");
            let times = match notice.times {
                1 => String::new(),
                times => format!(" ({times} times)"),
            };
            format!("{at} {}{times}", notice.text)
        };
        let lines: Vec<_> = self.notices.newest_first().map(line).collect();
        if lines.is_empty() {
            return self.notices.info(self.now, "no message to copy");
        }
        let what = counted(lines.len(), "message");
        self.copy(&what, &lines.join("\n"), effects);
    }

    /// The clipboard beyond the terminal could not be reached.
    pub(crate) fn copy_failed(&mut self, why: &str) {
        self.notices
            .problem(self.now, format!("tmux took no copy: {why}"));
    }

    /// The marked rows: those that are shown in their order, then the hidden ones.
    pub(crate) fn marked_rows(&self) -> Vec<RowId> {
        let pane = &self.orders_pane;
        let mut rows: Vec<_> = pane.marked.iter().copied().collect();
        rows.sort_by_key(|row| (pane.index.position(*row).unwrap_or(usize::MAX), *row));
        rows
    }

    /// References, one a line; rows without one are left out.
    pub(crate) fn references(&self, rows: &[RowId]) -> String {
        let orders = rows.iter().filter_map(|row| self.orders.get(*row));
        let references: Vec<_> = orders.filter_map(|order| reference(order).ok()).collect();
        references.join("\n")
    }
}

/// `1 row`, `3 rows`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// An order's reference, or why there is none.
pub(crate) fn reference(order: &Order) -> Result<String, &'static str> {
    if order.summary.broken.is_some() {
        return Err("this row could not be read: it has no reference to copy");
    }
    Ok(order.summary.reference.text().line().to_owned())
}

/// The path of an order's detail; `None` for a reference that is no path segment.
fn detail_path(order: &Order) -> Option<String> {
    if order.summary.broken.is_some() {
        return None;
    }
    let segment = encoded(order.summary.reference.wire())?;
    Some(format!("/api/v1/order/{segment}/"))
}

/// A key as one segment of a path; `None` for what cannot be one.
fn encoded(key: &str) -> Option<impl std::fmt::Display> {
    let is_segment = !matches!(key, "" | "." | "..");
    is_segment.then(|| utf8_percent_encode(key, ENCODED))
}

/// The command that asks for an order's detail. The token is the name of a variable, never a token.
pub(crate) fn curl(api_url: &str, order: &Order) -> Option<String> {
    Some(command(&format!("{api_url}{}", detail_path(order)?)))
}

fn command(url: &str) -> String {
    let url = url.replace('\'', "'\\''");
    format!("curl -sS -H \"Authorization: Bearer $COVAGE_TOKEN\" '{url}'")
}

/// JSON as it came, a member a line; characters that cannot be drawn are escaped as JSON escapes them.
pub(crate) fn pretty_json(raw: &Text) -> String {
    let mut escaped = String::with_capacity(raw.wire().len());
    for c in raw.wire().chars() {
        if is_drawable(c) || c.is_ascii_whitespace() {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string never fails.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    let layout = lay_out(&Text::new(escaped));
    let mut lines: Vec<_> = layout
        .lines
        .iter()
        .map(|line| format!("{:indent$}{}", "", line.text, indent = line.depth * 2))
        .collect();
    if layout.is_cut {
        lines.push("…".to_owned());
    }
    lines.join("\n")
}

/// The last gate: line ends and tabs are kept, and nothing else that is not drawn.
fn pasteable(text: &str) -> String {
    let keep = |c: char| match c {
        '\n' | '\t' => c,
        c if is_drawable(c) => c,
        _ => '\u{FFFD}',
    };
    text.chars().map(keep).collect()
}
