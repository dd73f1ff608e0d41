//! Hands on the keyboard while the world goes on: a refresh moves nothing they are on.
//!
//! Keys and refreshes come in any order. After each refresh everything is compared that a person has put somewhere:
//! cursor and its line, marks and range, half-typed filter and its caret, open menu with its search and its choice, the
//! name of a view, the preview's scroll and search, focus and scrolled columns. Full counts with `SOAK=1`, otherwise a
//! fiftieth.

use proptest::prelude::*;

use super::*;
use crate::app::entities::orders::RowId;
use crate::app::menu::{Choice, Kind};
use crate::app::overlay::Overlay;
use crate::app::pane::Focus;
use crate::app::story::chaos::{Step, some_rows, step, take};
use crate::app::views::orders::preview::Tab;

const CASES: u32 = 20_000;

/// What hands are busy with when the world goes on: moving, marking under a filter, typing, choosing.
const BEGINNINGS: [&str; 12] = [
    "jjj",
    "j  jvjj",
    "* jj/ref:000000",
    "jj */late:ye",
    "  ocoC>>jj",
    "jjj:0000000",
    "j?mark",
    "*U jo",
    "jjSlate o",
    "jil/in_pro",
    "JJil/sta",
    "]]ljJ",
];

fn cases(full: u32) -> u32 {
    match std::env::var("SOAK").as_deref() {
        Ok("1") => full,
        _ => full.div_ceil(50),
    }
}

/// What a person has put somewhere.
#[derive(Debug)]
struct Hands {
    row: Option<RowId>,
    is_placed: bool,
    /// Screen line of the cursor.
    line: usize,
    preview_scroll: usize,
    raw_search: (String, usize, bool),
    marks: Vec<RowId>,
    range: Option<RowId>,
    typed: Typed,
    choice: Option<Choice>,
    focus: Focus,
}

/// What is typed or scrolled, and nothing but a key may change.
#[derive(Debug, PartialEq)]
struct Typed {
    filter: (String, usize, bool),
    search: (String, usize, bool),
    tab: Tab,
    menu: Option<(Kind, String, usize)>,
    /// The name of a view.
    name: Option<(String, usize)>,
    columns: usize,
}

impl Hands {
    fn on(story: &Story) -> Self {
        let pane = &story.state.orders_pane;
        let row = pane.cursor.row();
        let place = row.and_then(|row| pane.index.position(row)).unwrap_or(0);
        let (menu, name) = match &story.state.overlay {
            Some(Overlay::Menu(menu)) => (Some(menu), None),
            Some(Overlay::SaveView(prompt)) => {
                (None, Some((prompt.text().to_owned(), prompt.caret())))
            }
            _ => (None, None),
        };
        let mut marks: Vec<RowId> = pane.marked.iter().copied().collect();
        marks.sort_unstable();
        Self {
            row,
            is_placed: pane.cursor.is_placed(),
            line: place.wrapping_sub(pane.top(story.room.list)),
            preview_scroll: pane.preview.scroll(),
            raw_search: {
                let search = &pane.preview.raw.search;
                (
                    search.text().to_owned(),
                    search.caret(),
                    search.is_editing(),
                )
            },
            marks,
            range: pane.range.began_at(),
            typed: Typed {
                filter: (
                    pane.filter.text().to_owned(),
                    pane.filter.caret(),
                    pane.filter.is_editing(),
                ),
                search: (
                    pane.preview.raw.search.text().to_owned(),
                    pane.preview.raw.search.caret(),
                    pane.preview.raw.search.is_editing(),
                ),
                tab: pane.preview.tab,
                menu: menu.map(|menu| (menu.kind, menu.search().to_owned(), menu.caret())),
                name,
                columns: pane.columns.skipped(),
            },
            // A line to read has no identity: once more is known it may become something to choose.
            choice: menu
                .and_then(|menu| Some(menu.selected()?.choice.clone()))
                .filter(|choice| *choice != Choice::Text),
            focus: pane.focus,
        }
    }

    /// Whether these are the hands of before, as far as what they were on is still there.
    fn check_still(&self, before: &Self, story: &Story) -> Result<(), TestCaseError> {
        let (pane, orders) = (&story.state.orders_pane, &story.state.orders);
        let is_shown = |row: &RowId| pane.index.position(*row).is_some();
        prop_assert_eq!(&self.typed, &before.typed);
        let stays = |row: &RowId| orders.get(*row).is_some_and(|order| !order.has_left);
        let marks: Vec<RowId> = before.marks.iter().copied().filter(stays).collect();
        prop_assert_eq!(&self.marks, &marks);
        prop_assert_eq!(self.range, before.range.filter(is_shown));
        prop_assert_eq!(
            self.focus,
            if self.row.is_some() {
                before.focus
            } else {
                Focus::List
            }
        );
        if let Some(row) = before.row.filter(|row| before.is_placed && is_shown(row)) {
            prop_assert_eq!(self.row, Some(row));
            prop_assert_eq!(self.preview_scroll, before.preview_scroll);
            prop_assert_eq!(&self.raw_search, &before.raw_search);
            // The line moves only where the list is too short, above or below, to leave the row on it.
            let (place, height) = (pane.index.position(row).unwrap_or(0), story.room.list);
            let rows = pane.index.rows().len();
            let has_room = place >= before.line && place - before.line + height <= rows;
            prop_assert!(!has_room || height == 0 || self.line == before.line);
        }
        if let (Some(choice), Some(Overlay::Menu(menu))) = (&before.choice, &story.state.overlay)
            && menu.items().iter().any(|item| item.choice == *choice)
        {
            prop_assert_eq!(self.choice.as_ref(), Some(choice));
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(CASES)))]

    #[test]
    fn a_refresh_moves_nothing_under_the_hands(
        beginning in prop::sample::select(BEGINNINGS.to_vec()),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut story = Story::of(some_rows(5));
        story.chars(beginning);
        for step in steps {
            let is_refresh = matches!(step, Step::Answer(..) | Step::Gauges(_) | Step::Time(_));
            let before = Hands::on(&story);
            let told = format!("{step:?}");
            take(&mut story, step);
            if is_refresh {
                let after = Hands::on(&story);
                let still = after.check_still(&before, &story);
                still.map_err(|error| {
                    TestCaseError::fail(format!("{told}: {error}\n{before:#?}\n{after:#?}"))
                })?;
            }
        }
    }
}
