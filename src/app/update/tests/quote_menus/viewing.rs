//! Views of quotes: opened from both panes, saved for their own, counted as they are opened.

use proptest::prelude::*;

use super::*;
use crate::app::event::ViewsSaved;
use crate::app::fixtures::quotes::refused;
use crate::app::index::Sort;
use crate::app::pane::Pane;
use crate::app::saved::{Change, Seen, Stored, View};
use crate::app::views::quotes::columns::{QuoteColumn, QuoteSort};

/// The pane, its filter, its sort, and the view that is open in it with a star once it is left.
fn shown(story: &Story) -> [String; 4] {
    let pane = story.state.list_pane();
    let view = story.state.current_view().map(|(entry, is_other)| {
        let star = if is_other { "*" } else { "" };
        format!("{}{star}", entry.view.name)
    });
    [
        story.state.pane.title().to_owned(),
        pane.filter().text().to_owned(),
        pane.sort_words(),
        view.unwrap_or_default(),
    ]
}

fn seen(story: &Story, name: &str) -> Option<Seen> {
    let entry = story.state.views.find_in(Pane::Quotes, name).unwrap();
    story.state.held_by(entry)
}

#[test]
fn two_keys_open_a_view_of_the_pane_on_screen() {
    let mut story = story();
    story.chars("s");
    assert_eq!(lines(&story).len(), 9);
    assert_eq!(lines(&story)[4].trim(), "5 Ready       state:ready 2");
    story.chars("5");
    assert_eq!(shown(&story), ["Quotes", "state:ready", "valid ↑", "Ready"]);
    assert_eq!(story.quote_rows(), names(&[1, 2]));
    story.chars("oc");
    assert_eq!(shown(&story)[3], "Ready*");
    story.chars("s6");
    assert_eq!(
        shown(&story),
        ["Quotes", "state:refused", "answered ↓", "Refused"]
    );
    story.chars("/");
    story.key(Chord::ctrl('u'));
    story.press(Key::Enter);
    assert_eq!(shown(&story)[3], "", "an emptied filter has left the view");
    story.chars("1");
    assert_eq!(
        shown(&story),
        ["Orders", "", "order ↓", ""],
        "the orders are as they were"
    );
}

#[test]
fn the_quotes_that_wait_are_opened_from_the_orders_too() {
    let mut story = story();
    story.chars("1s3");
    assert_eq!(shown(&story)[0], "Orders");
    story.chars("s");
    let ready = &menu(&story).items()[4];
    assert_eq!(ready.text, "Ready      state:ready");
    assert_eq!(ready.note.trim(), "2");
    assert_eq!(ready.more, "opens Quotes; sort valid ↑; built in");
    story.chars("5");
    assert_eq!(shown(&story), ["Quotes", "state:ready", "valid ↑", "Ready"]);
    story.chars("1");
    assert_eq!(shown(&story)[3], "Late", "each pane keeps its view");
}

#[test]
fn a_view_is_saved_for_its_pane_and_leaves_one_of_the_same_name_elsewhere_alone() {
    let mut story = story();
    story.chars("/client:king");
    story.press(Key::Enter);
    story.chars("ocSLate");
    let by_customer = Sort::by(QuoteColumn::Customer);
    let view = View::of_quotes("Late", "client:king", by_customer);
    let change = Change::Put(view.clone());
    assert_eq!(
        story.press(Key::Enter).list,
        [Effect::ChangeViews(change.clone())],
        "nobody is asked: Late is a view of the orders"
    );
    story.feed(Event::ViewsSaved(ViewsSaved {
        change,
        result: Ok(vec![view]),
    }));
    assert_eq!(story.notice(), Some("view Late is saved: s a opens it"));
    story.chars("s5");
    story.chars("sa");
    assert_eq!(
        shown(&story),
        ["Quotes", "client:king", "customer ↑", "Late"]
    );
    story.chars("1s3");
    assert_eq!(shown(&story)[1], "late:yes,maybe");
    story.chars("2s");
    story.press(Key::End);
    story.chars("-");
    let removed = Change::Remove(Pane::Quotes, "Late".to_owned());
    let list = story.chars("y").list;
    assert_eq!(list, [Effect::ChangeViews(removed.clone())]);
    story.feed(Event::ViewsSaved(ViewsSaved {
        change: removed,
        result: Ok(Vec::new()),
    }));
    assert_eq!(lines(&story).len(), 9);
    assert!(story.state.views.find("Late").is_some());
}

#[test]
fn a_built_in_view_of_quotes_is_replaced_only_after_a_yes() {
    let mut story = story();
    story.chars("s5OS");
    assert_eq!(story.press(Key::Enter).list, []);
    assert!(matches!(story.state.overlay, Some(Overlay::Question(_))));
    let list = story.chars("y").list;
    let by = QuoteSort::by(QuoteColumn::Valid).reversed();
    let view = View::of_quotes("Ready", "state:ready", by);
    assert_eq!(list, [Effect::ChangeViews(Change::Put(view))]);
}

#[test]
fn the_command_line_may_begin_in_the_quotes() {
    let own = View::of_quotes("Lyon", "site:lyon", Sort::by(QuoteColumn::Total));
    let views = || Stored {
        views: vec![own.clone()],
        trouble: Vec::new(),
    };
    let story = Story::beginning("site:lyon", Some("lyon"), views());
    assert_eq!(shown(&story), ["Quotes", "site:lyon", "total ↑", "Lyon"]);
    assert_eq!(story.state.orders_pane.filter.text(), "");
    let story = Story::beginning("val<3d", Some("Ready"), views());
    assert_eq!(shown(&story), ["Quotes", "val<3d", "valid ↑", "Ready*"]);
    let story = Story::beginning("is:new,changed", Some("inbox"), views());
    assert_eq!(shown(&story)[0], "Orders", "both have one: the first pane");
}

#[test]
fn before_any_line_was_read_nothing_is_counted() {
    let mut story = Story::before_quotes();
    story.chars("2s");
    assert_eq!(seen(&story, "Ready"), None);
    story.sweep_quotes([line(1, "ready")], []);
    story.wake();
    let one = Seen {
        yes: 1,
        ..Seen::default()
    };
    assert_eq!(seen(&story, "Ready"), Some(one));
    let in_doubt = Seen {
        maybe: 1,
        ..Seen::default()
    };
    assert_eq!(
        seen(&story, "Expiring"),
        Some(in_doubt),
        "how long it is valid nobody read yet"
    );
}

#[test]
fn a_basket_with_another_name_takes_its_lines_out_of_a_view_and_into_it() {
    let mut story = story();
    story.room.views = 9;
    let of_one = View::of_quotes("Of one", "basket:devis-009", QuoteSort::default());
    story.feed(Event::ViewsSaved(ViewsSaved {
        change: Change::Put(of_one.clone()),
        result: Ok(vec![of_one]),
    }));
    story.wake();
    let held = |story: &Story| seen(story, "Of one").map(Seen::rows);
    assert_eq!(held(&story), Some(0));
    let [first, _] = two_baskets();
    let renamed = Basket {
        external_id: Some(Text::new("DEVIS-009")),
        ..first
    };
    story.answer(RequestId(0), Ok(Reply::Basket(Box::new(renamed))));
    assert_eq!(held(&story), Some(2), "no line of it differs");
}

/// Something that may change what views hold.
#[derive(Clone, Debug)]
enum Step {
    /// The line list is read: states of the lines from the first on.
    List(Vec<usize>),
    /// The detail of a line is read: its number, days left, offers that are refused.
    Detail(u32, i64, usize),
    /// A basket is read with the lines from one number to another.
    Basket(u32, u32, u32),
    /// Keys.
    Keys(&'static str),
    /// A day goes by.
    Day,
}

const STATES: [&str; 6] = [
    "acknowledged",
    "confirmed",
    "ready",
    "refused",
    "accepted",
    "unheard_of",
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop::collection::vec(0..STATES.len(), 1..8).prop_map(Step::List),
        4 => (1_u32..8, -2_i64..9, 0_usize..4)
            .prop_map(|(line, days, refused)| Step::Detail(line, days, refused)),
        4 => (1_u32..3, 1_u32..4, 1_u32..8).prop_map(|(basket, a, b)| Step::Basket(
            basket,
            a.min(b),
            a.max(b)
        )),
        4 => prop::sample::select(vec!["j", "k", " ", "*", "L", "U", "G", "n"]).prop_map(Step::Keys),
        1 => Just(Step::Day),
    ]
}

fn take(story: &mut Story, step: &Step) {
    match step {
        Step::List(states) => {
            story.state.hurry_quotes();
            story.pass(crate::app::views::quotes::EVERY);
            let rows = (1..)
                .zip(states)
                .map(|(number, state)| line(number, STATES[*state]));
            story.sweep_quotes(rows, []);
        }
        Step::Detail(number, days, gone) => {
            let told = offers().into_iter().enumerate();
            let told = told.map(|(at, offer)| if at < *gone { refused(offer) } else { offer });
            let detail = ready_line(*number, *days, told.collect());
            story.answer(RequestId(0), Ok(Reply::Line(Box::new(detail))));
        }
        Step::Basket(number, from, to) => {
            let under = (*from..=*to).map(|number| line(number, "confirmed"));
            let detail = Basket {
                // Another name at another time: its lines are found by it.
                external_id: Some(Text::new(format!("DEVIS-{from:03}"))),
                ..basket_with(*number, "confirmed", under.collect())
            };
            story.answer(RequestId(0), Ok(Reply::Basket(Box::new(detail))));
        }
        Step::Keys(keys) => {
            story.chars(keys);
        }
        Step::Day => {
            story.pass(TimeDelta::days(1));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_view_holds_what_it_lists_once_it_is_opened(steps in prop::collection::vec(step(), 0..25)) {
        let mut story = Story::of_quotes([], []);
        // Beside a wide list the counts are always on screen.
        story.room.views = 9;
        let marked = View::of_quotes("Marked", "is:marked", QuoteSort::default());
        let of_one = View::of_quotes("Of one", "basket:devis-001", QuoteSort::default());
        story.feed(Event::ViewsSaved(ViewsSaved {
            change: Change::Put(marked.clone()),
            result: Ok(vec![marked, of_one]),
        }));
        for step in &steps {
            take(&mut story, step);
        }
        for _ in 0..50 {
            story.wake();
        }
        prop_assert_eq!(story.state.views_wake(), None, "the counting ends");
        let places = story.state.views.listed(Pane::Quotes).into_iter().map(|(place, _)| place);
        for place in places.collect::<Vec<_>>() {
            let entry = story.state.views.entries()[place].clone();
            let told = story.state.held_by(&entry);
            story.state.open_view(place);
            let counts = story.state.quotes_pane.list.counts();
            let told = told.map_or((0, 0), |seen| (seen.yes, seen.maybe));
            prop_assert_eq!(told, (counts.yes, counts.maybe), "{:?}", entry.view);
        }
    }
}
