//! Whatever comes in: the list is what a plain filter and sort would make of it, and nothing a person put anywhere moves.

use proptest::prelude::*;

use super::*;
use crate::app::facts::eligibility::{
    ELIGIBILITY_SCHEMA, EligibilityCards, EligibilityField, EligibilityScope,
};
use crate::app::index::Sort;
use crate::app::query::{Now, Query, Scratch, Verdict};
use crate::domain::date::Zone;

const STATES: [&str; 8] = [
    "acknowledged",
    "in_progress.elig",
    "in_progress.offer",
    "in_progress.price",
    "done.ready",
    "done.unable_to_provide",
    "terminated_with_error",
    "frozen",
];
const FILTERS: [&str; 9] = [
    "",
    "state:in_progress",
    "-state:done",
    "offers>0",
    "density:tres bw>=1g",
    "zone:- ( age<3d | val<10d )",
    "imb",
    "is:changed,new",
    "is:marked",
];

#[derive(Clone, Debug)]
enum Step {
    Lists(Vec<(u32, usize)>),
    /// A request with some sites and their states.
    Detail(u32, usize, Vec<(u32, usize)>),
    Site(u32, usize),
    Filter(usize),
    Keys(&'static str),
    Pass(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let number = 1_u32..12;
    let state = 0_usize..STATES.len();
    let some = prop::collection::vec((number.clone(), state.clone()), 0..8);
    let sites = prop::collection::vec((number.clone(), state.clone()), 0..3);
    let keys = prop::sample::select(vec![
        "j", "k", "\t", "O", " ", "l", "h", "n", "]", "v", "G", "r", "R",
    ]);
    prop::collection::vec(
        prop_oneof![
            some.prop_map(Step::Lists),
            (number.clone(), state.clone(), sites)
                .prop_map(|(number, state, sites)| Step::Detail(number, state, sites)),
            (number, state).prop_map(|(number, state)| Step::Site(number, state)),
            (0..FILTERS.len()).prop_map(Step::Filter),
            keys.prop_map(Step::Keys),
            (1_i64..200).prop_map(Step::Pass),
        ],
        1..40,
    )
}

fn site(number: u32, state: usize) -> crate::domain::eligibility::Item {
    match STATES[state] {
        "done.ready" => ready_item(number, i64::from(number), offers()),
        "done.unable_to_provide" => unable_item(number, vec![]),
        state => item(number, state),
    }
}

fn take(story: &mut Story, step: Step) {
    match step {
        Step::Lists(rows) => {
            story.pass(TimeDelta::minutes(2));
            if story.requests_asked().is_some() {
                let mut seen = std::collections::HashSet::new();
                let rows = rows.into_iter().filter(|(number, _)| seen.insert(*number));
                let rows: Vec<_> = rows.collect();
                let requests = rows
                    .iter()
                    .map(|(number, at)| request(*number, STATES[*at]));
                let items = rows
                    .iter()
                    .map(|(number, at)| item(*number + 3, STATES[*at]));
                story.sweep_eligibility(requests.collect::<Vec<_>>(), items.collect::<Vec<_>>());
            }
        }
        Step::Detail(number, state, sites) => {
            let sites = sites.into_iter().map(|(number, at)| site(number, at));
            let told = request_with(number, STATES[state], sites.collect());
            // Whoever asked for it.
            let reply = Reply::Qualification(Box::new(told));
            story.answer(RequestId(u64::MAX), Ok(reply));
        }
        Step::Site(number, state) => {
            let reply = Reply::Item(Box::new(site(number, state)));
            story.answer(RequestId(u64::MAX), Ok(reply));
        }
        Step::Filter(at) => {
            story.press(Key::Esc);
            if story.state.overlay.is_some() {
                story.press(Key::Esc);
            }
            story.state.eligibility_pane.focus = crate::app::pane::Focus::List;
            story.chars("/");
            story.key(Chord::ctrl('u'));
            story.chars(FILTERS[at]);
            story.press(Key::Enter);
        }
        Step::Keys("\t") => drop(story.press(Key::Tab)),
        Step::Keys(keys) => {
            story.chars(keys);
            if story.state.overlay.is_some() {
                story.press(Key::Esc);
            }
        }
        Step::Pass(secs) => drop(story.pass(TimeDelta::seconds(secs))),
    }
}

/// The rows a filter lets through, asked one by one of cards made anew.
fn naive(story: &Story) -> Vec<u32> {
    let state = &story.state;
    let zone = Zone::utc();
    let now = Now::new(story.now, &zone, &state.session.me);
    let pane = &state.eligibility_pane;
    // Going to a row that the filter hides switches it off.
    let filter = &pane.filter;
    let text = if filter.is_off { "" } else { filter.text() };
    let query = Query::<EligibilityField>::parse(text, &ELIGIBILITY_SCHEMA, &now).unwrap();
    let mut fresh = EligibilityCards::default();
    fresh.take(&[], &state.eligibility, (&zone, now.today));
    let scope = EligibilityScope::new(&state.eligibility, &fresh, &pane.marks, &now);
    let mut scratch = Scratch::default();
    let rows = scope.rows(pane.facet);
    let rows = rows.filter(|(_, facts)| query.judge(facts, &mut scratch) != Verdict::No);
    let mut rows: Vec<_> = rows.map(|(row, _)| row.0).collect();
    rows.sort_unstable();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_list_is_what_a_plain_filter_makes_of_it_and_nothing_moves_under_the_hands(
        steps in steps(),
    ) {
        let mut story = Story::of_eligibility([request(1, "acknowledged")], []);
        story.chars("G");
        for step in steps {
            let pane = &story.state.eligibility_pane;
            let cursor = pane.cursor.row();
            let place = |story: &Story| {
                let pane = &story.state.eligibility_pane;
                let place = cursor.and_then(|row| pane.list.place(row))?;
                Some(place.wrapping_sub(pane.top(story.room.list)))
            };
            let (line, len) = (place(&story), pane.list.rows().len());
            let (marks, facet) = (pane.marks.rows.clone(), pane.facet);
            let moves = matches!(step, Step::Keys(_) | Step::Filter(_));
            // A filter that speaks of time or of news lets rows come and go by itself.
            let is_calm = !moves;
            take(&mut story, step);
            let pane = &story.state.eligibility_pane;
            let mut rows: Vec<_> = pane.list.rows().iter().map(|row| row.0).collect();
            rows.sort_unstable();
            prop_assert_eq!(&rows, &naive(&story));
            let made: Vec<_> = pane.list.rows().iter()
                .map(|row| story.state.eligibility.request_at(*row)
                    .and_then(|known| known.request.creation_date.as_ref()?.instant()))
                .collect();
            if pane.facet == Facet::Requests && pane.list.sort() == Sort::default() {
                prop_assert!(made.is_sorted_by(|a, b| a >= b), "{:?}", made);
            }
            if is_calm {
                prop_assert_eq!(pane.facet, facet);
                prop_assert_eq!(&pane.marks.rows, &marks);
                let was_shown = cursor.filter(|row| pane.list.place(*row).is_some());
                if was_shown.is_some() {
                    prop_assert_eq!(pane.cursor.row(), cursor);
                    // Where the list is longer than the screen, before and after, the row stays on its line.
                    let height = story.room.list;
                    let is_long = len >= 2 * height && rows.len() >= 2 * height;
                    let is_inside = pane.list.place(cursor.unwrap()).unwrap() >= height;
                    if is_long && is_inside && rows.len() >= len {
                        prop_assert_eq!(place(&story), line);
                    }
                }
            }
        }
    }

    #[test]
    fn no_answer_takes_away_what_another_one_told(steps in steps()) {
        let mut story = Story::of_eligibility([], []);
        for step in steps {
            let table = &story.state.eligibility;
            let before: Vec<_> = table.items()
                .map(|(row, item)| (row, item.request.clone(), item.offers().is_some()))
                .collect();
            let requests: Vec<_> = table.requests()
                .map(|(row, known)| (row, known.request.state.is_some(), known.items.clone()))
                .collect();
            take(&mut story, step);
            let table = &story.state.eligibility;
            for (row, request, has_offers) in before {
                let item = table.item_at(row).unwrap();
                prop_assert!(request.is_none() || item.request.is_some());
                prop_assert!(!has_offers || item.offers().is_some());
            }
            for (row, has_state, items) in requests {
                let known = table.request_at(row).unwrap();
                prop_assert!(!has_state || known.request.state.is_some());
                // Unless another request names the site.
                let is_there = |id: &_| known.items.contains(id)
                    || table.item(id).unwrap().request != Some(known.request.id.clone());
                prop_assert!(items.iter().all(is_there));
            }
        }
    }
}
