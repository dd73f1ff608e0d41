//! The index against the plainest filter and sort there is, and stories of what a caller sees.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;
use crate::app::columns::Column;
use crate::app::entities::orders::{Order, Part};
use crate::app::facts::orders::{
    IS_BROKEN, IS_CHANGED, IS_GONE, IS_MARKED, IS_NEW, IS_STALE, ORDER_SCHEMA, bandwidth,
};
use crate::app::fixtures::{self, order};
use crate::app::query::tests::queries;
use crate::app::query::{Fact, Facts};
use crate::domain::date::{FlexDate, Zone};
use crate::domain::fold::fold;
use crate::domain::ids::{OrderId, OrderRef};
use crate::domain::lenient::Lenient;
use crate::domain::order::OrderState;
use crate::domain::schedule::Late;
use crate::domain::text::Text;
use chrono::{DateTime, Datelike, TimeDelta, Utc};

fn parse(text: &str, now: &Now<'_>) -> Query<OrderField> {
    Query::parse(text, &ORDER_SCHEMA, now).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// An order asked directly, without cards.
struct Plain<'a> {
    row: RowId,
    order: &'a Order,
    scope: Scope<'a>,
    searched: String,
    reference: String,
}

impl<'a> Plain<'a> {
    fn new(row: RowId, order: &'a Order, scope: Scope<'a>) -> Self {
        let row_of = &order.summary;
        let texts = [
            Some(row_of.reference.text()),
            row_of.id.as_ref().map(OrderId::text),
            row_of.customer.as_ref(),
            row_of.customer_2.as_ref(),
            row_of.site.as_ref(),
            row_of.site_2.as_ref(),
            row_of.project.as_ref(),
        ];
        Self {
            row,
            order,
            scope,
            searched: texts.map(|text| fold(line(text))).join("\n"),
            reference: fold(row_of.reference.text().line()),
        }
    }

    fn day(&self, date: Option<&FlexDate>) -> Option<i64> {
        Some(date?.day(self.scope.now.zone)?.num_days_from_ce().into())
    }

    fn age(&self, date: Option<&FlexDate>) -> Option<i64> {
        Some((self.scope.now.now - date?.moment(self.scope.now.zone)?).num_seconds())
    }
}

fn line(text: Option<&Text>) -> &str {
    text.map_or("", Text::line)
}

fn pair<'a>(first: Option<&'a Text>, second: Option<&'a Text>) -> Fact<'a> {
    Fact::Raw([line(first), line(second)])
}

impl Facts<OrderField> for Plain<'_> {
    fn fact(&self, field: OrderField) -> Fact<'_> {
        let (order, row) = (self.order, &self.order.summary);
        let detail = order.detail().and_then(|detail| detail.value());
        let has_historic = order.part_read_at(Part::Historic).is_some();
        let awaits = row.state.is_awaiting_delivery();
        let today = i64::from(self.scope.now.today.num_days_from_ce());
        let number = |number: Option<i64>| number.map_or(Fact::Absent, Fact::Number);
        let due = order.due.map(|due| i64::from(due.day.num_days_from_ce()));
        match field {
            OrderField::State => Fact::Raw([row.state.word(), ""]),
            OrderField::Family => pair(row.offer_family.as_ref(), None),
            OrderField::Tech => pair(row.offer_technology.as_ref(), None),
            OrderField::Client => pair(row.customer.as_ref(), row.customer_2.as_ref()),
            OrderField::Site => pair(row.site.as_ref(), row.site_2.as_ref()),
            OrderField::Project => pair(row.project.as_ref(), None),
            OrderField::By => pair(row.created_by.as_ref(), None),
            OrderField::Ref => pair(
                Some(row.reference.text()),
                row.id.as_ref().map(OrderId::text),
            ),
            OrderField::Age => number(self.age(row.order_date.as_ref())),
            OrderField::Ordered => number(self.day(row.order_date.as_ref())),
            OrderField::Modified => {
                let date = row.modification_date.as_ref();
                self.age(date)
                    .zip(self.day(date))
                    .map_or(Fact::Absent, |(age, day)| Fact::Moment { age, day })
            }
            OrderField::Slack | OrderField::Dwell if !awaits => Fact::Absent,
            OrderField::Due | OrderField::Slack if detail.is_none() => {
                due.map_or(Fact::Unread, |_| Fact::UnreadValue)
            }
            OrderField::Due => number(due),
            OrderField::Slack => number(due.map(|due| due - today)),
            OrderField::Late => {
                let judged = match Late::judge(&row.state, order.due, self.scope.now.today) {
                    Late::No => Fact::NO,
                    Late::Maybe => Fact::MAYBE,
                    Late::Yes => Fact::YES,
                };
                let is_final = !awaits || detail.is_some();
                Fact::Among(if is_final {
                    judged
                } else {
                    judged | Fact::YES | Fact::NO
                })
            }
            OrderField::Dwell | OrderField::Step if !has_historic => Fact::Unread,
            OrderField::Dwell => {
                let since = order.step.and_then(|(_, since)| since);
                let dwell = since.map(|since| (self.scope.now.now - since).num_seconds());
                number(dwell.filter(|dwell| *dwell >= 0))
            }
            OrderField::Step => {
                let step = order.step.map(|(step, _)| Fact::Among(1 << step.number()));
                step.unwrap_or(Fact::Absent)
            }
            OrderField::Is => {
                let flags = [
                    (IS_NEW, order.news.is_new),
                    (IS_CHANGED, order.news.changed_at.is_some()),
                    (IS_MARKED, self.scope.marked.contains(&self.row)),
                    (
                        IS_STALE,
                        order.is_outdated(Part::Detail) || order.is_outdated(Part::Historic),
                    ),
                    (IS_GONE, order.gone_since.is_some()),
                    (IS_BROKEN, row.broken.is_some()),
                ];
                Fact::Flags(flags.iter().filter(|(_, is)| *is).map(|(bit, _)| bit).sum())
            }
            OrderField::Later => Fact::Absent,
            OrderField::Ext
            | OrderField::Svc
            | OrderField::Enni
            | OrderField::Zone
            | OrderField::Price
            | OrderField::Bandwidth => {
                let Some(detail) = detail else {
                    return Fact::Unread;
                };
                match field {
                    OrderField::Ext => pair(detail.external_id.as_ref(), None),
                    OrderField::Svc => pair(detail.service_reference.as_ref(), None),
                    OrderField::Enni => pair(detail.enni.as_ref(), detail.enni2.as_ref()),
                    OrderField::Zone => pair(detail.technical_zone.as_ref(), None),
                    OrderField::Price => {
                        let price = detail.total_amount_monthly.as_ref();
                        number(price.and_then(Lenient::value).map(|cents| cents.0))
                    }
                    _ => {
                        let value = bandwidth(detail).and_then(Lenient::value);
                        number(value.map(|mbps| mbps.0.into()))
                    }
                }
            }
        }
    }

    fn searched(&self) -> &str {
        &self.searched
    }

    fn reference(&self) -> &str {
        &self.reference
    }
}

/// A value rows are sorted by, the plain way.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Value {
    Number(i64),
    Text(String),
}

fn value(column: Column, order: &Order, zone: &Zone) -> Option<Value> {
    let row = &order.summary;
    let text = |text: Option<&Text>| text.map(|text| Value::Text(fold(text.line())));
    let seconds = |date: Option<&FlexDate>| Some(date?.moment(zone)?.timestamp());
    let awaits = row.state.is_awaiting_delivery();
    match column {
        Column::Order => text(Some(row.reference.text())),
        Column::Step => {
            let step = order.step.map_or(0, |(step, _)| i64::from(step.number()));
            let word = match &row.state {
                OrderState::Other(word) => fold(word.line()),
                _ => String::new(),
            };
            Some(Value::Text(format!(
                "{} {word} {step:02}",
                row.state.rank()
            )))
        }
        Column::Dwell => {
            let since = order.step.and_then(|(_, since)| since).filter(|_| awaits);
            since.map(|since| Value::Number(-since.timestamp()))
        }
        Column::Slack => {
            let due = order.due.filter(|_| awaits);
            due.map(|due| Value::Number(due.day.num_days_from_ce().into()))
        }
        Column::Customer => text(row.customer.as_ref()),
        Column::Site => text(row.site.as_ref()),
        Column::Family => text(row.offer_family.as_ref()),
        Column::Project => text(row.project.as_ref()),
        Column::Modified => seconds(row.modification_date.as_ref()).map(Value::Number),
        Column::Age => seconds(row.order_date.as_ref()).map(|at| Value::Number(-at)),
        Column::Completed => seconds(row.completion_date.as_ref()).map(Value::Number),
        Column::By => text(row.created_by.as_ref()),
        Column::Id => text(row.id.as_ref().map(OrderId::text)),
        Column::Commitment => {
            let months = row.commitment.as_ref().and_then(Lenient::value);
            months.map(|months| Value::Number(months.0.into()))
        }
        Column::Bandwidth => {
            let detail = order.detail().and_then(|detail| detail.value());
            let mbps = detail.and_then(bandwidth).and_then(Lenient::value);
            mbps.map(|mbps| Value::Number(mbps.0.into()))
        }
    }
}

fn plain_order(sort: Sort, a: &Order, b: &Order, zone: &Zone) -> Ordering {
    let by_value = |by: By| {
        let order = match (value(by.column, a, zone), value(by.column, b, zone)) {
            (Some(a), Some(b)) => a.partial_cmp(&b).unwrap(),
            (None, None) => Ordering::Equal,
            // Last, whichever way the key runs.
            (a, b) => return a.is_none().cmp(&b.is_none()),
        };
        if by.descending {
            order.reverse()
        } else {
            order
        }
    };
    let reference = |order: &Order| fold(order.summary.reference.text().line());
    by_value(sort.by)
        .then_with(|| sort.then.map_or(Ordering::Equal, by_value))
        .then_with(|| reference(a).cmp(&reference(b)))
}

fn plain_rows(query: &str, sort: Sort, scope: Scope<'_>) -> (Vec<RowId>, Counts) {
    let query = parse(query, scope.now);
    let judged: Vec<(RowId, Verdict)> = scope
        .orders
        .iter()
        .filter(|(_, order)| !order.has_left)
        .map(|(row, order)| {
            (
                row,
                query.judge(&Plain::new(row, order, scope), &mut Scratch::default()),
            )
        })
        .collect();
    let count = |wanted| {
        judged
            .iter()
            .filter(|(_, verdict)| *verdict == wanted)
            .count()
    };
    let counts = Counts {
        all: judged.len(),
        yes: count(Verdict::Yes),
        maybe: count(Verdict::Maybe),
    };
    let shown = judged.iter().filter(|(_, verdict)| *verdict > Verdict::No);
    let mut rows: Vec<RowId> = shown.map(|(row, _)| *row).collect();
    let get = |row: &RowId| scope.orders.get(*row).unwrap();
    rows.sort_by(|a, b| plain_order(sort, get(a), get(b), scope.now.zone));
    (rows, counts)
}

/// Something that happens to the orders or to what is asked of them.
#[derive(Clone, Debug)]
enum Step {
    /// Rows of a page, by number and by what they now hold.
    Page(Vec<(u32, u32)>),
    Detail(u32, u32),
    Historic(u32, u32),
    See(u32),
    Gone,
    /// What is gone leaves.
    Leave,
    Mark(u32),
    /// Hours go by.
    Wait(i64),
    /// A query, typed to its end.
    Type(String),
    /// Another term, typed after what stands there.
    TypeOn(String),
    /// Some characters, taken away from the end.
    Erase(usize),
    NoQuery,
    /// Another query is counted beside the one in force.
    Count(String),
    Sort(Sort),
    Rebuild,
}

fn steps() -> impl Strategy<Value = Step> {
    let row = 0_u32..40;
    let key = (prop::sample::select(Column::ALL.to_vec()), any::<bool>())
        .prop_map(|(column, descending)| By { column, descending });
    let sort = (key.clone(), prop::option::of(key)).prop_map(|(by, then)| Sort { by, then });
    prop_oneof![
        4 => prop::collection::vec((1_u32..40, 0_u32..300), 1..12).prop_map(Step::Page),
        3 => (row.clone(), 0_u32..300).prop_map(|(row, seed)| Step::Detail(row, seed)),
        3 => (row.clone(), 0_u32..300).prop_map(|(row, seed)| Step::Historic(row, seed)),
        1 => row.clone().prop_map(Step::See),
        1 => Just(Step::Gone),
        1 => Just(Step::Leave),
        1 => row.prop_map(Step::Mark),
        1 => (0_i64..60).prop_map(Step::Wait),
        4 => queries().prop_map(Step::Type),
        3 => queries().prop_map(Step::TypeOn),
        2 => (1_usize..12).prop_map(Step::Erase),
        1 => Just(Step::NoQuery),
        2 => queries().prop_map(Step::Count),
        3 => sort.prop_map(Step::Sort),
        1 => Just(Step::Rebuild),
    ]
}

/// The orders, the index and what was asked last.
struct World {
    orders: Orders,
    marked: HashSet<RowId>,
    index: OrderIndex,
    query: String,
    at: DateTime<Utc>,
    sweep: u32,
    zone: Zone,
    me: Vec<String>,
}

impl World {
    fn new() -> Self {
        Self {
            orders: Orders::default(),
            marked: HashSet::new(),
            index: OrderIndex::new(),
            query: String::new(),
            at: fixtures::now(),
            sweep: 1,
            zone: Zone::utc(),
            me: vec!["jm@example.com".to_owned()],
        }
    }

    /// Runs something with the index and the scope it needs.
    fn with<T>(&mut self, act: impl FnOnce(&mut OrderIndex, &Scope<'_>) -> T) -> T {
        let now = Now::new(self.at, &self.zone, &self.me);
        let scope = Scope {
            orders: &self.orders,
            now: &now,
            marked: &self.marked,
        };
        act(&mut self.index, &scope)
    }

    fn apply(&mut self, touched: &[RowId]) {
        self.with(|index, scope| index.apply(touched, scope));
    }

    fn ask(&mut self, query: &str) {
        self.query = query.to_owned();
        self.with(|index, scope| index.set_query(Some(parse(query, scope.now)), scope));
    }

    /// Asks a query if it can be read.
    fn try_to_ask(&mut self, query: &str) {
        let now = Now::new(self.at, &self.zone, &self.me);
        if Query::parse(query, &ORDER_SCHEMA, &now).is_ok() {
            self.ask(query);
        }
    }

    /// Types the characters of a query that come after its first bytes.
    fn type_from(&mut self, start: usize, query: &str) {
        for (end, _) in query.char_indices().filter(|(end, _)| *end >= start) {
            self.try_to_ask(&query[..end]);
        }
        self.ask(query);
    }

    fn sort(&mut self, column: Column, descending: bool) {
        let by = By { column, descending };
        self.index.set_sort(Sort { by, then: None });
    }

    fn take(&mut self, number: u32, seed: u32) -> RowId {
        let row = order(seed).reference(&format!("CMD_X_{number:08}"));
        let row = match seed % 7 {
            0 => row.customer("").site(""),
            // Of the same customer and site, long enough that a number does not hold it.
            1 | 2 => row
                .customer("MAIRIE D'ÉVRY")
                .site("4 RUE DU BAC 69002 LYON"),
            _ => row,
        };
        self.orders
            .take_summary(row.build(), self.sweep, self.sweep > 1, self.at, &self.zone);
        let reference = OrderRef::new(format!("CMD_X_{number:08}"));
        self.orders.find(&reference).unwrap()
    }

    fn run(&mut self, step: Step) {
        let at = self.at;
        match step {
            Step::Page(rows) => {
                let touched: Vec<RowId> = rows
                    .into_iter()
                    .map(|(number, seed)| self.take(number, seed))
                    .collect();
                self.apply(&touched);
            }
            Step::Detail(row, seed) => {
                if let Some(summary) = self
                    .orders
                    .get(RowId(row))
                    .map(|order| order.summary.clone())
                {
                    let detail = fixtures::plausible_detail(seed, &summary);
                    self.orders.take_detail(RowId(row), detail, at, &self.zone);
                    self.apply(&[RowId(row)]);
                }
            }
            Step::Historic(row, seed) => {
                let historic = fixtures::plausible_historic(seed);
                self.orders
                    .take_historic(RowId(row), historic, at, &self.zone);
                self.apply(&[RowId(row), RowId(row)]);
            }
            Step::See(row) => {
                self.orders.see(RowId(row));
                self.apply(&[RowId(row)]);
            }
            Step::Gone => {
                self.sweep += 1;
                let gone = self.orders.mark_gone(self.sweep, at);
                self.apply(&gone);
            }
            Step::Leave => {
                let left = self.orders.drop_gone(at);
                self.apply(&left);
            }
            Step::Mark(row) => {
                if !self.marked.remove(&RowId(row)) {
                    self.marked.insert(RowId(row));
                }
                self.apply(&[RowId(row)]);
            }
            Step::Wait(hours) => {
                self.at += TimeDelta::hours(hours);
                let query = self.query.clone();
                self.ask(&query);
            }
            Step::Type(query) => self.type_from(0, &query),
            Step::TypeOn(term) => {
                let query = format!("{} {term}", self.query);
                self.type_from(self.query.len(), &query);
            }
            Step::Erase(count) => {
                let mut query = self.query.clone();
                for _ in 0..count {
                    query.pop();
                    self.try_to_ask(&query);
                }
            }
            Step::Count(query) => self.with(|index, scope| {
                let sort = index.sort();
                let counts = index.count(&parse(&query, scope.now), scope);
                assert_eq!(counts, plain_rows(&query, sort, *scope).1, "{query}");
            }),
            Step::NoQuery => {
                self.query.clear();
                self.with(|index, scope| index.set_query(None, scope));
            }
            Step::Sort(sort) => self.index.set_sort(sort),
            Step::Rebuild => self.with(OrderIndex::rebuild),
        }
    }

    fn check(&mut self) -> Result<(), TestCaseError> {
        let (query, sort) = (self.query.clone(), self.index.sort());
        let (rows, counts) = self.with(|_, scope| plain_rows(&query, sort, *scope));
        let references = |rows: &[RowId]| -> Vec<String> {
            let reference = |row: &RowId| {
                self.orders
                    .get(*row)
                    .unwrap()
                    .summary
                    .reference
                    .wire()
                    .to_owned()
            };
            rows.iter().map(reference).collect()
        };
        prop_assert_eq!(
            references(self.index.rows()),
            references(&rows),
            "{} {:?}",
            query,
            sort
        );
        prop_assert_eq!(self.index.counts(), counts);
        for (place, row) in self.index.rows().iter().enumerate() {
            prop_assert_eq!(self.index.position(*row), Some(place));
        }
        let hidden = self
            .orders
            .iter()
            .map(|(row, _)| row)
            .filter(|row| !rows.contains(row));
        for row in hidden {
            prop_assert_eq!(self.index.position(row), None);
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn the_index_is_a_plain_filter_and_sort_after_anything(steps in prop::collection::vec(steps(), 1..25)) {
        let mut world = World::new();
        for step in steps {
            world.run(step.clone());
            world.check().map_err(|error| TestCaseError::fail(format!("after {step:?}: {error}")))?;
        }
    }
}

proptest! {
    #[test]
    fn reading_what_is_named_settles_every_row_and_reading_the_rest_settles_none(
        query in queries(),
        read in prop::collection::vec((0_u32..30, any::<bool>()), 0..20),
        names_first in any::<bool>(),
    ) {
        let mut world = world((1..30).map(order).collect());
        for (row, is_detail) in read {
            world.run(if is_detail { Step::Detail(row, row) } else { Step::Historic(row, row + 7) });
        }
        world.ask(&query);
        let named: Vec<_> = world.index.unsettled().collect();
        let cost = world.index.load_cost();
        prop_assert_eq!(cost.calls, named.len());
        prop_assert_eq!((cost.rows, cost.beyond), (world.index.counts().maybe, 0));
        let maybe = world.index.counts().maybe;
        let rows = 0..29;
        for (row, part) in rows.flat_map(|row| [(row, Part::Detail), (row, Part::Historic)]) {
            let is_unread = world.orders.get(RowId(row)).unwrap().part_read_at(part).is_none();
            if is_unread && named.contains(&(RowId(row), part)) == names_first {
                world.run(match part {
                    Part::Detail => Step::Detail(row, row),
                    _ => Step::Historic(row, row),
                });
                world.orders.see(RowId(row));
                world.apply(&[RowId(row)]);
            }
        }
        prop_assert_eq!(world.index.counts().maybe, if names_first { 0 } else { maybe }, "{}", query);
    }
}

fn shown(world: &World) -> Vec<&str> {
    let order = |row: &RowId| world.orders.get(*row).unwrap().summary.reference.wire();
    world.index.rows().iter().map(order).collect()
}

fn world(rows: Vec<fixtures::OrderBuilder>) -> World {
    let mut world = World::new();
    for row in rows {
        world
            .orders
            .take_summary(row.build(), 1, false, world.at, &Zone::utc());
    }
    world.with(OrderIndex::rebuild);
    world
}

#[test]
fn rows_without_a_value_come_last_in_both_directions_and_ties_go_by_reference() {
    let row = |reference, customer| order(1).reference(reference).customer(customer);
    let mut world = world(vec![
        row("C", "Zoé"),
        row("A", ""),
        row("D", "abel"),
        row("B", "ZOE"),
        row("E", "Abel & fils de Saint-Étienne"),
    ]);
    world.sort(Column::Customer, false);
    assert_eq!(shown(&world), ["D", "E", "B", "C", "A"]);
    world.sort(Column::Customer, true);
    assert_eq!(shown(&world), ["B", "C", "E", "D", "A"]);
    world.sort(Column::Order, true);
    assert_eq!(shown(&world), ["E", "D", "C", "B", "A"]);
}

#[test]
fn states_go_by_the_lifecycle_and_unknown_ones_stand_together_at_the_end() {
    let row = |reference, state| order(1).reference(reference).state(state);
    let mut world = world(vec![
        row("A", "unheard"),
        row("B", "cancelled"),
        row("C", "held"),
        row("D", "confirmed"),
        row("E", "unheard"),
    ]);
    world.sort(Column::Step, false);
    assert_eq!(shown(&world), ["D", "B", "C", "A", "E"]);
}

#[test]
fn long_texts_that_differ_late_are_still_told_apart() {
    let row = |reference, end: &str| {
        order(1)
            .reference(reference)
            .customer(&("x".repeat(300) + end))
    };
    let mut world = world(vec![
        row("A", "c"),
        row("B", "a"),
        row("C", "b"),
        row("D", ""),
    ]);
    world.sort(Column::Customer, false);
    assert_eq!(shown(&world), ["D", "B", "C", "A"]);
    world.sort(Column::Customer, true);
    assert_eq!(shown(&world), ["A", "C", "B", "D"]);
}

#[test]
fn equals_go_by_the_second_key_and_then_by_reference() {
    let long = "Société des Transports Réunis de la Région ".repeat(4);
    let row = |reference, customer: &str, project| {
        order(1)
            .reference(reference)
            .customer(customer)
            .project(project)
    };
    let mut world = world(vec![
        row("A", &long, "P2"),
        row("B", "Abel", "P2"),
        row("C", &long, "P1"),
        row("D", "Abel", ""),
        row("E", &long, "P2"),
        row("F", "", "P9"),
        row("G", "Abel", "P3"),
    ]);
    let mut by = |customer, then: Column, descending| {
        world.index.set_sort(Sort {
            by: By {
                column: Column::Customer,
                descending: customer,
            },
            then: Some(By {
                column: then,
                descending,
            }),
        });
        shown(&world).concat()
    };
    assert_eq!(by(false, Column::Project, false), "BGDCAEF");
    assert_eq!(by(false, Column::Project, true), "GBDAECF");
    assert_eq!(by(true, Column::Project, false), "CAEBGDF");
    assert_eq!(by(false, Column::Order, true), "GDBECAF");
}

#[test]
fn maybe_is_counted_apart_and_settles_when_the_historic_is_read() {
    let mut world = world(vec![order(1).reference("A"), order(2).reference("B")]);
    world.ask("step:4");
    assert_eq!(
        world.index.counts(),
        Counts {
            all: 2,
            yes: 0,
            maybe: 2
        }
    );
    let historic = fixtures::historic(&[(
        crate::domain::timeline::ProductionStep::ConnexionPlanned,
        "2026-05-01",
    )]);
    world
        .orders
        .take_historic(RowId(0), historic, world.at, &Zone::utc());
    world.apply(&[RowId(0)]);
    assert_eq!(
        world.index.counts(),
        Counts {
            all: 2,
            yes: 0,
            maybe: 1
        }
    );
    assert_eq!(
        (shown(&world), world.index.verdict(RowId(0))),
        (vec!["B"], Some(Verdict::No))
    );
}

#[test]
fn what_settles_a_query_is_counted_and_named_in_the_order_of_the_rows() {
    let row = |reference, state| order(1).reference(reference).state(state);
    let mut world = world(vec![
        row("A", "in_progress"),
        row("B", "active"),
        row("C", "in_progress"),
        row("D", "in_progress").ordered("").lead_weeks(None),
    ]);
    let load = |world: &World| {
        let cost = world.index.load_cost();
        let parts: Vec<_> = world
            .index
            .unsettled()
            .map(|(row, part)| (row.0, part))
            .collect();
        (cost.rows, cost.calls, cost.beyond, parts)
    };
    let (detail, historic) = (Part::Detail, Part::Historic);
    assert_eq!(load(&world), (0, 0, 0, vec![]));
    // B is not late whatever its detail says; the rest hangs on the detail alone.
    world.ask("late:yes");
    let details = vec![(3, detail), (2, detail), (0, detail)];
    assert_eq!(load(&world), (3, 3, 0, details));
    world.ask("late:yes | step:4");
    assert_eq!(
        load(&world),
        (
            4,
            7,
            0,
            vec![
                (3, historic),
                (3, detail),
                (2, historic),
                (2, detail),
                (1, historic),
                (0, historic),
                (0, detail),
            ]
        )
    );
}

#[test]
fn rows_that_no_read_settles_are_counted_apart() {
    let row = |reference| order(1).reference(reference).state("in_progress");
    let mut world = world(vec![row("A"), row("B")]);
    let (now, zone) = (world.at, Zone::utc());
    world
        .orders
        .take_summary(row("B").build(), 2, false, now, &zone);
    let gone = world.orders.mark_gone(2, now);
    world.apply(&gone);
    world.ask("late:yes");
    let cost = LoadCost {
        rows: 1,
        calls: 1,
        beyond: 1,
    };
    assert_eq!(
        (world.index.load_cost(), world.index.counts().maybe),
        (cost, 2)
    );
    let named: Vec<_> = world.index.unsettled().collect();
    assert_eq!(named, [(RowId(1), Part::Detail)]);
}

#[test]
fn new_rows_are_found_even_when_they_are_not_named() {
    let mut world = world(vec![order(1).reference("A")]);
    world.take(7, 7);
    world.apply(&[]);
    assert_eq!(world.index.counts().all, 2);
}

#[test]
fn asking_the_same_again_later_sees_that_time_went_by() {
    let touched = order(1)
        .reference("A")
        .state("in_progress")
        .modified("2026-05-28T13:30:00Z");
    let mut world = world(vec![touched.ordered("2026-05-22").lead_weeks(Some(1))]);
    let summary = world.orders.get(RowId(0)).unwrap().summary.clone();
    let detail = fixtures::detail(&summary.reference, &summary.state);
    world
        .orders
        .take_detail(RowId(0), detail, world.at, &Zone::utc());
    world.apply(&[RowId(0)]);
    for (query, hours) in [("mod>23h", 1), ("slack<0", 12)] {
        world.ask(query);
        assert_eq!(shown(&world), [""; 0], "{query}");
        world.at += TimeDelta::hours(hours);
        world.ask(query);
        assert_eq!(shown(&world), ["A"], "{query}");
    }
}
