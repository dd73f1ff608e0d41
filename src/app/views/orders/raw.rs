//! The Raw tab: the answers of one order laid out for reading, and the search through them.
//!
//! Laid out when the tab opens and when an answer comes in, never per frame; forgotten when the tab closes.

use std::ops::Range;

use chrono::{DateTime, Utc};
use tui_input::Input;

use crate::app::entities::orders::{Order, Part, RowId};
use crate::app::keymap::{Chord, Key};
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::typing::{paste_into, type_into};
use crate::domain::fold::fold;
use crate::domain::json::{JsonLine, lay_out};
use crate::domain::text::Text;

use super::Focus;
use super::preview::Tab;

/// What the Raw tab shows.
#[derive(Clone, Debug, Default)]
pub struct RawView {
    row: Option<RowId>,
    /// The part whose answer came in since it was laid out.
    outdated: Option<Part>,
    answers: [Answer; Part::ALL.len()],
    /// The search through them.
    pub search: Search,
}

/// One answer, laid out.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    read_at: Option<DateTime<Utc>>,
    /// Its lines.
    pub lines: Vec<JsonLine>,
    /// Whether there is more than was laid out.
    pub is_cut: bool,
}

/// The search through the Raw tab.
#[derive(Clone, Debug, Default)]
pub struct Search {
    input: Input,
    is_editing: bool,
    matches: Vec<Match>,
    current: usize,
}

/// Where a search was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Index of the answer, in the order of [`Part::ALL`].
    pub answer: usize,
    /// Index of the line in it.
    pub line: usize,
    /// Bytes of the line.
    pub bytes: Range<usize>,
}

impl RawView {
    /// The answers, in the order of [`Part::ALL`].
    pub fn answers(&self) -> impl Iterator<Item = (Part, &Answer)> {
        Part::ALL.into_iter().zip(&self.answers)
    }

    /// An answer came in: what was laid out of that part is not what is known any more.
    pub(super) fn outdate(&mut self, row: RowId, part: Part) {
        if self.row == Some(row) {
            self.outdated = Some(part);
        }
    }

    /// Lays out what came in since the last time; true when something did.
    fn follow(&mut self, row: RowId, order: &Order) -> bool {
        if self.row != Some(row) {
            *self = Self {
                row: Some(row),
                search: std::mem::take(&mut self.search),
                ..Self::default()
            };
            self.search.current = 0;
        }
        let mut is_changed = false;
        for (part, answer) in Part::ALL.into_iter().zip(&mut self.answers) {
            let read_at = order.part_read_at(part);
            if answer.read_at != read_at || self.outdated == Some(part) {
                *answer = Answer::new(read_at, answers(order, part));
                is_changed = true;
            }
        }
        self.outdated = None;
        is_changed
    }

    fn find(&mut self) {
        self.search.matches = matches(&self.answers, &fold(self.search.text()));
        let last = self.search.matches.len().saturating_sub(1);
        self.search.current = self.search.current.min(last);
    }
}

impl Answer {
    fn new(read_at: Option<DateTime<Utc>>, raw: &[Text]) -> Self {
        let mut answer = Self {
            read_at,
            ..Self::default()
        };
        for page in raw {
            let layout = lay_out(page);
            answer.lines.extend(layout.lines);
            answer.is_cut |= layout.is_cut;
        }
        answer
    }
}

impl Search {
    /// What is searched for.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Caret position in characters.
    pub fn caret(&self) -> usize {
        self.input.cursor()
    }

    /// Whether keys go into the text.
    pub fn is_editing(&self) -> bool {
        self.is_editing
    }

    /// Whether there is something to search for, or about to be.
    pub fn is_on(&self) -> bool {
        self.is_editing || !self.text().is_empty()
    }

    /// Where it was found, first to last.
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }

    /// Index of the match in hand.
    pub fn current(&self) -> usize {
        self.current
    }

    /// The match in hand.
    pub fn here(&self) -> Option<&Match> {
        self.matches.get(self.current)
    }
}

/// The answers of a part as they came; more than one where a list came in pages.
fn answers(order: &Order, part: Part) -> &[Text] {
    let one = std::slice::from_ref;
    let raw = match part {
        Part::Historic => order
            .historic()
            .and_then(|it| it.value())
            .map(|it| one(&it.raw)),
        Part::Detail => order
            .detail()
            .and_then(|it| it.value())
            .map(|it| one(&it.raw)),
        Part::Documents => order
            .documents()
            .and_then(|it| it.value())
            .map(|it| one(&it.raw)),
        Part::Requests => order
            .requests()
            .and_then(|it| it.value())
            .map(|it| it.raw.as_slice()),
    };
    raw.unwrap_or_default()
}

fn matches(answers: &[Answer], needle: &str) -> Vec<Match> {
    let mut found = Vec::new();
    if needle.is_empty() {
        return found;
    }
    for (answer, it) in answers.iter().enumerate() {
        for (line, it) in it.lines.iter().enumerate() {
            let in_line = find_folded(&it.text, needle);
            found.extend(in_line.into_iter().map(|bytes| Match {
                answer,
                line,
                bytes,
            }));
        }
    }
    found
}

/// Where a folded needle stands in a text, as bytes of the text.
fn find_folded(text: &str, needle: &str) -> Vec<Range<usize>> {
    let folded = fold(text);
    let mut places = folded.match_indices(needle).peekable();
    if places.peek().is_none() {
        return Vec::new();
    }
    if text.is_ascii() {
        return places.map(|(at, _)| at..at + needle.len()).collect();
    }
    // Folding makes some characters longer and others shorter: remember where each came from.
    let mut origin = Vec::with_capacity(folded.len() + 1);
    let mut letter = String::new();
    let mut walked = String::with_capacity(folded.len());
    for (at, c) in text.char_indices() {
        letter.clear();
        letter.push(c);
        let part = fold(&letter);
        origin.extend(std::iter::repeat_n(at, part.len()));
        walked.push_str(&part);
    }
    origin.push(text.len());
    let end_of = |at: usize| {
        let tail = text.get(at..).unwrap_or_default();
        at + tail.chars().next().map_or(0, char::len_utf8)
    };
    walked
        .match_indices(needle)
        .map(|(at, _)| origin[at]..end_of(origin[at + needle.len() - 1]))
        .collect()
}

impl AppState {
    /// Brings the Raw tab in line with what is known of the order under the cursor.
    pub(crate) fn follow_raw(&mut self) {
        let pane = &mut self.orders_pane;
        let raw = &mut pane.preview.raw;
        let row = pane
            .cursor
            .row()
            .filter(|_| pane.preview.tab == Tab::Raw)
            .and_then(|row| Some((row, self.orders.get(row)?)));
        if let Some((row, order)) = row {
            if raw.follow(row, order) {
                raw.find();
            }
        } else if raw.row.is_some() {
            *raw = RawView {
                search: std::mem::take(&mut raw.search),
                ..RawView::default()
            };
            raw.search.is_editing = false;
            raw.search.matches.clear();
        }
    }

    /// What was read of the order under the cursor, as one JSON object: an answer a member, each as it came.
    pub fn raw_json(&self) -> Option<String> {
        let order = self.order_under_cursor()?;
        let members: Vec<_> = Part::ALL
            .into_iter()
            .filter_map(|part| Some(format!("\"{}\": {}", part.name(), raw_json(order, part)?)))
            .collect();
        (!members.is_empty()).then(|| format!("{{{}}}", members.join(", ")))
    }

    /// Begins to search the Raw tab.
    pub(super) fn search_raw(&mut self) {
        self.orders_pane.preview.raw.search.is_editing = true;
    }

    /// Leaves the search; false when there was none.
    pub(super) fn leave_raw_search(&mut self) -> bool {
        let search = &mut self.orders_pane.preview.raw.search;
        let was_on = search.is_on();
        *search = Search::default();
        was_on
    }

    /// Goes to the next match, or to the one before.
    pub(super) fn go_to_match(&mut self, forward: bool) {
        let search = &mut self.orders_pane.preview.raw.search;
        let count = search.matches.len();
        if count == 0 {
            let why = format!("nothing here holds \"{}\"", search.text());
            return self.notices.info(self.now, why);
        }
        search.current = if forward {
            (search.current + 1) % count
        } else {
            (search.current + count - 1) % count
        };
        self.reveal_in_preview();
    }

    /// Whether keys go into the search of the Raw tab.
    pub fn is_searching_raw(&self) -> bool {
        let pane = &self.orders_pane;
        self.pane == Pane::Orders
            && pane.focus == Focus::Preview
            && pane.preview.tab == Tab::Raw
            && pane.preview.raw.search.is_editing
    }

    /// Takes a key while the search is edited; false when it is to be read as an action.
    pub(crate) fn raw_search_key(&mut self, chord: Chord) -> bool {
        let search = &mut self.orders_pane.preview.raw.search;
        match chord {
            _ if chord == Chord::plain(Key::Esc) => {
                self.leave_raw_search();
            }
            _ if chord == Chord::plain(Key::Enter) => {
                search.is_editing = false;
                if search.matches.is_empty() && search.is_on() {
                    self.go_to_match(true);
                }
            }
            // Leaving for another part of the screen would leave the caret behind.
            _ if matches!(chord.key, Key::Tab | Key::BackTab) => {}
            _ if type_into(&mut search.input, chord).is_some() => self.found_anew(),
            _ => return false,
        }
        true
    }

    /// Takes pasted text while the search is edited.
    pub(crate) fn raw_search_paste(&mut self, text: &str) {
        paste_into(&mut self.orders_pane.preview.raw.search.input, text);
        self.found_anew();
    }

    fn found_anew(&mut self) {
        let raw = &mut self.orders_pane.preview.raw;
        raw.search.current = 0;
        raw.find();
        if !raw.search.matches.is_empty() {
            self.reveal_in_preview();
        }
    }
}

fn raw_json(order: &Order, part: Part) -> Option<String> {
    let pages: Vec<_> = answers(order, part)
        .iter()
        .map(
            |page| match page.wire().trim_start_matches('\u{FEFF}').trim() {
                // No body at all is one of the ways to say that there is nothing.
                "" => "null",
                json => json,
            },
        )
        .collect();
    match pages.as_slice() {
        [] => None,
        [page] => Some((*page).to_owned()),
        pages => Some(format!("[{}]", pages.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_knows_neither_case_nor_accents_and_says_where_it_is() {
        let found = |text: &str, needle: &str| -> Vec<String> {
            let places = find_folded(text, &fold(needle));
            places.into_iter().map(|at| text[at].to_owned()).collect()
        };
        assert_eq!(found("\"City\": \"city\"", "CITY"), ["City", "city"]);
        assert_eq!(found("Œuvre d’Évry, evry", "evry"), ["Évry", "evry"]);
        assert_eq!(found("Œuvre ÇA", "e"), ["Œ", "e"]);
        assert_eq!(found("aaa", "aa"), ["aa"]);
        assert_eq!(found("é", "x"), Vec::<String>::new());
    }

    proptest::proptest! {
        #[test]
        fn every_place_is_a_piece_of_the_text(text in "(?s:.{0,30})|[eéEœŒß’İ]{0,12}", needle in "[eosi']{1,2}") {
            for at in find_folded(&text, &needle) {
                proptest::prop_assert!(text.get(at).is_some_and(|piece| !piece.is_empty()));
            }
        }
    }
}
