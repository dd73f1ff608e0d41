//! Stories of completion, and that its counts are what the filter finds.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::app::entities::orders::{Orders, RowId};
use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
use crate::app::fixtures::{self, OrderBuilder, order};
use crate::app::index::{OrderIndex, Scope, Survey};
use crate::app::query::tests::queries;
use crate::domain::date::Zone;
use crate::domain::fold::fold;
use crate::domain::lenient::{Lenient, Mbps};
use crate::domain::text::Text;

/// Orders, and the index over them.
struct World {
    orders: Orders,
    index: OrderIndex,
    marked: HashSet<RowId>,
    zone: Zone,
    me: Vec<String>,
}

impl World {
    fn new(rows: impl IntoIterator<Item = OrderBuilder>) -> Self {
        let mut world = Self {
            orders: Orders::default(),
            index: OrderIndex::new(),
            marked: HashSet::from([RowId(0)]),
            zone: Zone::utc(),
            me: vec!["jm@example.com".to_owned()],
        };
        for row in rows {
            let (now, zone) = (fixtures::now(), Zone::utc());
            world.orders.take_summary(row.build(), 1, false, now, &zone);
        }
        world.with(OrderIndex::rebuild);
        world
    }

    fn with<T>(&mut self, act: impl FnOnce(&mut OrderIndex, &Scope<'_>) -> T) -> T {
        let now = Now::new(fixtures::now(), &self.zone, &self.me);
        let scope = Scope {
            orders: &self.orders,
            now: &now,
            marked: &self.marked,
        };
        act(&mut self.index, &scope)
    }

    /// Completes at the `^`.
    fn complete(&mut self, marked: &str) -> Option<Completion> {
        let caret = marked.chars().position(|c| c == '^').unwrap();
        self.complete_at(&marked.replacen('^', "", 1), caret)
    }

    fn complete_at(&mut self, text: &str, caret: usize) -> Option<Completion> {
        self.with(|index, scope| {
            let mut survey = Survey::new(index, *scope);
            complete(text, caret, &ORDER_SCHEMA, scope.now, &mut survey)
        })
    }

    /// What is offered at the `^`: what would be written, with its count.
    fn offers(&mut self, marked: &str) -> Vec<String> {
        let Some(completion) = self.complete(marked) else {
            return Vec::new();
        };
        let offer = |candidate: &Candidate| match candidate.count {
            Some(count) => format!("{} {count}", candidate.insert),
            None => candidate.insert.clone(),
        };
        completion.candidates.iter().map(offer).collect()
    }

    fn parse(&self, text: &str) -> Result<Query<OrderField>, crate::app::query::QueryError> {
        let now = Now::new(fixtures::now(), &self.zone, &self.me);
        Query::parse(text, &ORDER_SCHEMA, &now)
    }

    /// How many rows a text finds.
    fn find(&mut self, text: &str) -> Count {
        let query = self.parse(text).unwrap();
        self.with(|index, scope| index.set_query(Some(query), scope));
        let counts = self.index.counts();
        Count {
            yes: counts.yes,
            maybe: counts.maybe,
        }
    }

    fn read_detail(&mut self, row: u32, zone: &str, mbps: u32) {
        let (now, summary) = (
            fixtures::now(),
            self.orders.get(RowId(row)).unwrap().summary.clone(),
        );
        let mut detail = fixtures::detail(&summary.reference, &summary.state);
        detail.technical_zone = Text::non_empty(zone);
        detail.bandwidth = Some(Lenient::Value(Mbps(mbps)));
        self.orders
            .take_detail(RowId(row), detail, now, &Zone::utc());
        self.with(|index, scope| index.apply(&[RowId(row)], scope));
    }
}

fn six() -> World {
    let row = |number, state, family, customer| {
        order(number)
            .state(state)
            .family(family)
            .customer(customer)
            .by("jm@example.com")
            .project("")
    };
    World::new([
        row(1, "in_progress", "BPE", "MAIRIE D'ÉVRY"),
        row(2, "in_progress", "BPE", "Mairie, Évry | \"annexe\""),
        row(3, "in_progress", "BPEA", "KING JOUET").project("P-12"),
        row(4, "active", "BPE", "KING JOUET"),
        row(5, "Production in progress", "DIA", "KING JOUET").by("ap@example.com"),
        row(6, "cancelled", "", "-").by("me"),
    ])
}

#[test]
fn names_of_fields_in_any_spelling() {
    let mut world = six();
    assert_eq!(world.offers("sta^"), ["state:"]);
    assert_eq!(world.offers("x -(CUSTO^"), ["client:"]);
    assert_eq!(world.offers("a or^"), ["ordered:"]);
    assert_eq!(world.offers("sta^:in"), ["state"]);
    assert_eq!(
        world.offers("pa^"),
        [""; 0],
        "a field that comes later is not offered"
    );
    assert_eq!(world.offers("evry^"), [""; 0]);
    let all = world.complete("^").unwrap();
    assert_eq!(all.candidates.len(), ORDER_SCHEMA.available().count());
    assert_eq!(
        (all.candidates[0].label.as_str(), all.candidates[0].help),
        ("state", ORDER_SCHEMA.fields[0].help)
    );
}

#[test]
fn values_of_a_field_with_how_many_rows_they_find() {
    let mut world = six();
    assert_eq!(
        world.offers("state:^"),
        [
            "in_progress 3",
            "active 1",
            "cancelled 1",
            "\"Production in progress\" 1",
            "* 6",
            "- 0"
        ]
    );
    assert_eq!(
        world.offers("state:active,pro^"),
        ["\"Production in progress\" 1", "in_progress 3"],
        "what begins with it comes first"
    );
    assert_eq!(world.offers("state=act^"), ["active 1"]);
    assert_eq!(world.offers("state~act^"), [""; 0]);
    assert_eq!(
        world.offers("family:^"),
        ["BPE 4", "BPEA 1", "DIA 1", "* 5", "- 1"]
    );
    assert_eq!(world.offers("family=^"), ["BPE 3", "BPEA 1", "DIA 1"]);
    assert_eq!(
        world.offers("by:^"),
        [
            "jm@example.com 4",
            "ap@example.com 1",
            "\"me\" 1",
            "me 4",
            "* 6",
            "- 0"
        ]
    );
    assert_eq!(
        world.offers("by:m^"),
        ["\"me\" 1", "jm@example.com 4", "ap@example.com 1", "me 4"]
    );
    assert_eq!(world.offers("project:^"), ["P-12 1", "* 1", "- 5"]);
}

#[test]
fn only_rows_that_the_rest_lets_through_are_counted() {
    let mut world = six();
    assert_eq!(
        world.offers("family:DIA state:^ king"),
        ["\"Production in progress\" 1", "* 1", "- 0"]
    );
    assert_eq!(world.offers("-state:in^ family=BPE"), ["in_progress 2"]);
    assert_eq!(
        world.offers("mairie ( evry state:in^ | active )"),
        ["in_progress 2"]
    );
    assert_eq!(world.offers("cancelled | state:act^"), ["active 1"]);
    // What cannot be read elsewhere takes the counts away, not the values.
    assert_eq!(world.offers("age>x state:act^"), ["active"]);
    assert_eq!(world.offers("state:act^ ( a"), ["active"]);
}

#[test]
fn values_are_quoted_where_they_have_to_be() {
    let mut world = six();
    assert_eq!(
        world.offers("client:^"),
        [
            "\"KING JOUET\" 3",
            "\"-\" 1",
            "\"MAIRIE D'ÉVRY\" 1",
            "\"Mairie, Évry | \\\"annexe\\\"\" 1",
            "* 6",
            "- 0"
        ]
    );
    let completion = world.complete("client:\"mairie,^ late:no").unwrap();
    let (text, caret) = completion.apply(0);
    assert_eq!(text, "client:\"Mairie, Évry | \\\"annexe\\\"\" late:no");
    assert_eq!(text.chars().nth(caret), Some(' '));
    assert_eq!(world.find(&text).all(), 1);
}

#[test]
fn what_has_no_text_offers_what_it_takes() {
    let mut world = six();
    assert_eq!(
        world.offers("is:^"),
        [
            "new 0",
            "changed 0",
            "marked 1",
            "stale 0",
            "gone 0",
            "broken 0"
        ]
    );
    assert_eq!(world.offers("is:new,m^"), ["marked 1"]);
    assert_eq!(world.offers("step:1^"), ["1 0", "10 0", "11 0"]);
    assert_eq!(
        world.offers("step>=plan^"),
        ["technical_visit_planned 0", "connexion_planned 0"]
    );
    assert_eq!(world.offers("step:4..1^"), ["4..10 0", "4..11 0"]);
    let step = world.complete("step:4^").unwrap();
    assert_eq!(
        (step.candidates[0].label.as_str(), step.candidates[0].help),
        ("4 visit done", "technical_visit_completed")
    );
    assert_eq!(world.offers("due:to^"), ["today", "tomorrow", "today..+7d"]);
    assert_eq!(
        world.offers("due<to^"),
        ["today", "tomorrow"],
        "no range after an operator"
    );
    assert_eq!(world.offers("due:today..+^"), ["today..+7d"]);
    assert_eq!(world.offers("ordered:20^"), ["2026-05"]);
    assert_eq!(world.offers("age>1^"), ["12h", "1w"]);
    assert_eq!(world.offers("price:4^"), ["400"]);
    assert_eq!(world.offers("slack:-^"), ["-3d", "-1w"]);
    assert_eq!(world.offers("pace:^"), [""; 0]);
    assert_eq!(world.offers("nothing:^"), [""; 0]);
}

#[test]
fn what_is_not_read_is_said_once_for_the_field() {
    let mut world = six();
    world.read_detail(0, "Zone 3", 200);
    world.read_detail(1, "", 1_500);
    let zone = world.complete("zone:^ -state:cancelled").unwrap();
    assert_eq!(zone.unread, 3);
    assert_eq!(world.offers("zone:^"), ["\"Zone 3\" 1", "* 1", "- 1"]);
    assert_eq!(world.offers("bw:^"), ["200m 1", "1.5g 1"]);
    assert_eq!(world.offers("bw>=^"), ["200m 2", "1.5g 1"]);
    // The rest is in doubt for rows that were not read.
    assert_eq!(
        world.offers("state:in^ zone:3"),
        ["in_progress 1 +1?", "\"Production in progress\" 0 +1?"]
    );
    let steps = world.complete("step:4^").unwrap();
    assert_eq!(
        (steps.unread, steps.candidates[0].count),
        (6, Some(Count::default()))
    );
}

#[test]
fn of_many_values_the_most_frequent_are_listed_and_the_rest_counted() {
    let mut world = World::new((0..60).map(|number| {
        let customer = if number % 2 == 0 {
            "Même".to_owned()
        } else {
            format!("Client {number:02}")
        };
        order(number).customer(&customer)
    }));
    let completion = world.complete("client:^").unwrap();
    assert_eq!(completion.candidates[0].label, "Même");
    assert_eq!(completion.candidates[1].label, "Client 01");
    // Twenty, any and none.
    assert_eq!((completion.candidates.len(), completion.left_out), (22, 11));
}

#[test]
fn applying_replaces_the_word_and_goes_round() {
    let mut world = six();
    let completion = world.complete("évry fam^ily:x").unwrap();
    assert_eq!(completion.apply(0), ("évry family:x".to_owned(), 11));
    let completion = world.complete("is:n^ew,gone x").unwrap();
    assert_eq!(completion.apply(0), ("is:new,gone x".to_owned(), 6));
    let completion = world.complete("state:\"act^ive\"king").unwrap();
    assert_eq!(completion.apply(0), ("state:active king".to_owned(), 12));
    let completion = world.complete("late:^").unwrap();
    let texts: Vec<_> = (0..4)
        .map(|candidate| completion.apply(candidate).0)
        .collect();
    assert_eq!(texts, ["late:yes", "late:maybe", "late:no", "late:yes"]);
}

/// A text that may be a query, with its caret.
fn texts() -> impl Strategy<Value = (String, usize)> {
    let pieces = prop::sample::select(vec![
        "state:", "client:", "is:", "step:", "late:", "age>", "due:", "by:", "bw:", "(", ")", "|",
        " ", " ", "-", "\"", ",", "or ", "sta", "in", "é", "..", "re:", "~", "king", "\\", "4",
        "today",
    ]);
    let mixed = prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![mixed, "(?s:.{0,30})", queries()].prop_flat_map(|text| {
        let length = text.chars().count();
        (Just(text), 0..=length + 1)
    })
}

/// The term a character stands in.
fn term_at(text: &str, at: usize) -> Range<usize> {
    let pieces = crate::app::query::scan::scan(text).pieces.into_iter();
    let mut terms = pieces.filter_map(|piece| match piece {
        crate::app::query::scan::Piece::Term(term) => Some(term.at),
        _ => None,
    });
    terms.find(|term| term.contains(&at)).unwrap()
}

proptest! {
    #[test]
    fn a_candidate_makes_no_error_that_was_not_there((text, caret) in texts()) {
        let mut world = six();
        let Some(completion) = world.complete_at(&text, caret) else {
            return Ok(());
        };
        prop_assert!(completion.at.start <= caret && completion.at.end <= text.chars().count());
        for (candidate, offer) in completion.candidates.iter().enumerate() {
            let (applied, caret) = completion.apply(candidate);
            let Err(error) = world.parse(&applied) else {
                continue;
            };
            let is_name = ORDER_SCHEMA.find(offer.insert.trim_end_matches(':')).is_some();
            if is_name && completion.at.start <= error.at.start {
                // A value is missing behind the name, or the one that stands there is not the field's.
                continue;
            }
            prop_assert!(
                !(completion.at.start..caret).contains(&error.at.start),
                "{} -> {}: {:?}", text, applied, error
            );
            // Whatever else is wrong was wrong before, or stands in the same list.
            let term = term_at(&applied, completion.at.start);
            let chars = applied.chars();
            let plain: String = chars.clone().take(term.start).chain(['x']).chain(chars.skip(term.end)).collect();
            let before = world.parse(&plain).err().map(|error| error.message);
            prop_assert!(
                (term.start..=term.end).contains(&error.at.start) || before.as_ref() == Some(&error.message),
                "{} -> {}: {:?}", text, applied, error
            );
        }
    }

    #[test]
    fn any_value_is_written_so_that_it_finds_its_row(
        value in "[a,]{1,4}|[-a()|*\"\\\\ :=~<>.]{1,4}|re:a|me|\\PC{1,8}",
        field in prop::sample::select(vec!["client", "project", "by", "family", "state"]),
        sign in prop::sample::select(vec![":", "="]),
    ) {
        let row = order(1).customer(&value).project(&value).by(&value).family(&value).state(&value);
        let mut world = World::new([row]);
        if fold(Text::new(&*value).line()).is_empty() {
            return Ok(());
        }
        let text = format!("{field}{sign}");
        let (text, _) = world.complete_at(&text, text.chars().count()).unwrap().apply(0);
        prop_assert_eq!(world.find(&text).yes, 1, "{}", text);
    }

    #[test]
    fn a_value_finds_as_many_rows_as_it_says(
        rest in queries(),
        field in prop::sample::select(vec![
            "state:", "family:", "family=", "tech:", "by:", "client:", "site:", "project:", "enni:", "zone:", "svc:",
            "bw:", "late:", "is:", "step:", "step>=",
        ]),
        typed in "[e1]?",
        read in prop::collection::vec(0_u32..25, 0..20),
    ) {
        let mut world = World::new((1..26).map(order));
        for row in read {
            fixtures::read(&mut world.orders, RowId(row));
        }
        world.with(OrderIndex::rebuild);
        let text = format!("( {rest} ) {field}{typed}");
        if let Some(completion) = world.complete_at(&text, text.chars().count()) {
            for candidate in 0..completion.candidates.len() {
                let count = completion.candidates[candidate].count.unwrap();
                let (text, _) = completion.apply(candidate);
                let found = world.find(&text);
                let wanted = Count { maybe: count.maybe + completion.unread, ..count };
                prop_assert_eq!(found, wanted, "{}", text);
            }
        }
    }
}
