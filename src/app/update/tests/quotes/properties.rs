//! Whatever comes in: the list is what a plain filter and sort would make of it, and nothing a person put anywhere moves.

use proptest::prelude::*;

use super::*;
use crate::app::facts::quotes::{QUOTE_SCHEMA, QuoteField};
use crate::app::fixtures::now;
use crate::app::index::Sort;
use crate::app::query::{Now, Query, Scratch, Verdict};
use crate::domain::date::Zone;

const STATES: [&str; 7] = [
    "acknowledged",
    "confirmed",
    "ready",
    "refused",
    "accepted",
    "expired",
    "frozen",
];
const FILTERS: [&str; 9] = [
    "",
    "state:ready",
    "state:ready val<10d",
    "ready>0",
    "price<150 -state:expired",
    "offers:0..2",
    "dupont",
    "is:changed,new",
    "( total>4000 | client:mairie )",
];

#[derive(Clone, Debug)]
enum Step {
    List(Vec<(u32, usize)>),
    Detail(u32, usize, i64, usize),
    Filter(usize),
    Keys(&'static str),
    Pass(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let number = 1_u32..12;
    let state = 0_usize..STATES.len();
    let keys = prop::sample::select(vec!["j", "k", "L", "O", " ", "l", "h", "n", "]", "v", "G"]);
    prop::collection::vec(
        prop_oneof![
            prop::collection::vec((number.clone(), state.clone()), 0..12).prop_map(Step::List),
            (number, state, -5_i64..40, 0_usize..4)
                .prop_map(|(number, state, days, count)| Step::Detail(number, state, days, count)),
            (0..FILTERS.len()).prop_map(Step::Filter),
            keys.prop_map(Step::Keys),
            (1_i64..400).prop_map(Step::Pass),
        ],
        1..40,
    )
}

fn take(story: &mut Story, step: Step) {
    match step {
        Step::List(rows) => {
            story.pass(TimeDelta::minutes(5));
            let mut seen = std::collections::HashSet::new();
            let rows = rows.into_iter().filter(|(number, _)| seen.insert(*number));
            let rows: Vec<_> = rows.map(|(number, at)| line(number, STATES[at])).collect();
            if story.lines_asked().is_some() {
                story.sweep_quotes(rows, []);
            }
        }
        Step::Detail(number, state, days, count) => {
            let mut detail = ready_line(number, days, offers()[..count.min(3)].to_vec());
            detail.state = crate::domain::quote::LineState::parse(STATES[state]);
            // Whoever asked for it.
            story.answer(RequestId(u64::MAX), Ok(Reply::Line(Box::new(detail))));
        }
        Step::Filter(at) => {
            story.press(Key::Esc);
            if story.state.overlay.is_some() {
                story.press(Key::Esc);
            }
            story.chars("/");
            story.key(Chord::ctrl('u'));
            story.chars(FILTERS[at]);
            story.press(Key::Enter);
        }
        Step::Keys(keys) => {
            story.chars(keys);
            if story.state.overlay.is_some() {
                story.press(Key::Esc);
            }
        }
        Step::Pass(secs) => {
            story.pass(TimeDelta::seconds(secs));
        }
    }
}

/// The lines a filter lets through, asked one by one.
fn naive(story: &Story) -> Vec<String> {
    let state = &story.state;
    let zone = Zone::utc();
    let now = Now::new(story.now, &zone, &state.session.me);
    let text = state.quotes_pane.filter.text();
    let query = Query::<QuoteField>::parse(text, &QUOTE_SCHEMA, &now).unwrap();
    let mut fresh = crate::app::facts::quotes::QuoteCards::default();
    fresh.take(&[], &state.quotes, &zone);
    let pane = &state.quotes_pane;
    let scope =
        crate::app::facts::quotes::QuoteScope::new(&state.quotes, &fresh, &pane.marks, &now);
    let mut scratch = Scratch::default();
    let mut names: Vec<_> = state
        .quotes
        .lines()
        .filter(|(row, line)| {
            let facts = scope.facts(*row).unwrap();
            !line.has_left && query.judge(&facts, &mut scratch) != Verdict::No
        })
        .map(|(_, line)| line.name().to_owned())
        .collect();
    names.sort();
    names
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_list_is_what_a_plain_filter_makes_of_it_and_the_cursor_stays_on_its_row(
        steps in steps(),
    ) {
        let mut story = Story::of_quotes([line(1, "ready")], [basket(7, "ready")]);
        for step in steps {
            let (cursor, offer) = (story.quote_cursor().map(str::to_owned), story.offer().map(str::to_owned));
            let marks = story.state.quotes_pane.marks.lines.clone();
            let moves = matches!(step, Step::Keys(_) | Step::Filter(_));
            take(&mut story, step);
            let lines: Vec<_> = story.state.quotes_pane.list.rows().iter()
                .filter_map(|row| story.state.quotes.line_at(*row))
                .map(|line| line.name().to_owned())
                .collect();
            let mut sorted = lines.clone();
            sorted.sort();
            let is_folded = story.state.quotes_pane.list.is_tree();
            if !is_folded {
                prop_assert_eq!(&sorted, &naive(&story));
            }
            let is_sorted = story.state.quotes_pane.list.sort() == Sort::default() && !is_folded;
            if is_sorted {
                let days: Vec<_> = story.state.quotes_pane.list.rows().iter()
                    .filter_map(|row| story.state.quotes.line_at(*row))
                    .map(|line| line.days_left(story.state.today(), &Zone::utc())
                        .filter(|_| line.awaits_an_answer()).unwrap_or(i64::MAX))
                    .collect();
                prop_assert!(days.is_sorted(), "{:?}", days);
            }
            if !moves {
                let place = |name: &str| story.quote_rows().contains(&name);
                if let Some(was) = cursor.filter(|was| place(was)) {
                    prop_assert_eq!(story.quote_cursor(), Some(was.as_str()));
                    let has_it = |key: &String| story.state.line_under_cursor()
                        .and_then(|line| line.offers())
                        .is_some_and(|offers| offers.iter().any(|it|
                            it.product.as_ref().is_some_and(|product| product.wire() == key)));
                    if let Some(offer) = offer.filter(has_it) {
                        prop_assert_eq!(story.offer(), Some(offer.as_str()));
                    }
                }
                prop_assert_eq!(&story.state.quotes_pane.marks.lines, &marks);
            }
        }
        prop_assert!(story.now >= now());
    }
}
