//! The values of the rows shown, field by field, to narrow a filter without typing.
//!
//! A field that the query already asks for in a plain term is counted as if it did not, so that its other values can be
//! chosen beside. A count is what the filter would find with that value alone.

use crate::app::facts::eligibility::EligibilityField;
use crate::app::facts::orders::OrderField;
use crate::app::facts::quotes::QuoteField;
use crate::app::query::{Choice, FieldSpec, Now, Query, Schema, Source, choices, chosen, without};

/// The fields of orders that are worth it, in the order they are shown.
pub const OF_ORDERS: [OrderField; 10] = [
    OrderField::State,
    OrderField::Step,
    OrderField::Late,
    OrderField::Family,
    OrderField::Tech,
    OrderField::By,
    OrderField::Project,
    OrderField::Zone,
    OrderField::Bandwidth,
    OrderField::Is,
];
/// Those of quote lines.
pub const OF_QUOTES: [QuoteField; 5] = [
    QuoteField::State,
    QuoteField::Ready,
    QuoteField::Project,
    QuoteField::Sector,
    QuoteField::Is,
];
/// Those of eligibility requests and sites.
pub const OF_ELIGIBILITY: [EligibilityField; 8] = [
    EligibilityField::State,
    EligibilityField::Density,
    EligibilityField::Zone,
    EligibilityField::Family,
    EligibilityField::Tech,
    EligibilityField::Bandwidth,
    EligibilityField::Project,
    EligibilityField::Is,
];
/// Texts listed of one field.
const LISTED: usize = 8;

/// A field and its values.
#[derive(Clone, Debug)]
pub struct Facet<F: 'static> {
    /// Which.
    pub field: &'static FieldSpec<F>,
    /// Those that find something or stand in the query; texts by how many rows they find, all else in its own order.
    pub values: Vec<Choice>,
    /// Texts that are too many to list.
    pub left_out: usize,
    /// Rows whose value is not read yet; any of the values may find them too.
    pub unread: usize,
}

/// The facets of the rows a query lets through. Fields that tell nothing about them are left out.
pub fn facets<'a, F: Copy + PartialEq>(
    (schema, fields): (&Schema<F>, &[F]),
    query: &Query<F>,
    now: &Now<'_>,
    source: &mut impl Source<'a, F>,
) -> Vec<Facet<F>> {
    fields
        .iter()
        .filter_map(|field| schema.fields.iter().find(|spec| spec.id == *field))
        .filter_map(|field| facet((schema, field), query, now, source))
        .filter(|facet| !facet.values.is_empty() || facet.unread > 0)
        .collect()
}

fn facet<'a, F: Copy + PartialEq>(
    of @ (schema, field): (&Schema<F>, &'static FieldSpec<F>),
    query: &Query<F>,
    now: &Now<'_>,
    source: &mut impl Source<'a, F>,
) -> Option<Facet<F>> {
    let chosen = chosen(query.text(), schema, field.id);
    let rest = without(query.text(), schema, field.id);
    let held = source.held(field.id, &Query::parse(&rest, schema, now).ok()?);
    let (values, left_out) = choices(of, &chosen, LISTED, &held, now, source);
    Some(Facet {
        field,
        values,
        left_out,
        unread: held.unread(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::app::entities::orders::{Orders, RowId};
    use crate::app::facts::orders::ORDER_SCHEMA;
    use crate::app::fixtures::{self, OrderBuilder, order};
    use crate::app::index::{OrderIndex, Scope, Survey};
    use crate::app::query::tests::queries;
    use crate::app::query::{Count, toggle_term};
    use crate::domain::date::Zone;

    fn parse(text: &str, now: &Now<'_>) -> Query<OrderField> {
        Query::parse(text, &ORDER_SCHEMA, now).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    fn table(rows: impl IntoIterator<Item = OrderBuilder>) -> Orders {
        let mut orders = Orders::default();
        for row in rows {
            orders.take_summary(row.build(), 1, false, fixtures::now(), &Zone::utc());
        }
        orders
    }

    /// The facets of a filter, and how many rows each of some texts finds.
    fn survey<T>(
        orders: &Orders,
        filter: &str,
        act: impl FnOnce(Vec<Facet<OrderField>>, &mut dyn FnMut(&str) -> Count) -> T,
    ) -> T {
        let (zone, me, marked) = (
            Zone::utc(),
            ["jm@example.com".to_owned()],
            HashSet::from([RowId(0)]),
        );
        let now = Now::new(fixtures::now(), &zone, &me);
        let scope = Scope {
            orders,
            now: &now,
            marked: &marked,
        };
        let mut index = OrderIndex::new();
        index.rebuild(&scope);
        index.set_query(Some(parse(filter, &now)), &scope);
        let of = (&ORDER_SCHEMA, &OF_ORDERS[..]);
        let facets = facets(
            of,
            &parse(filter, &now),
            &now,
            &mut Survey::new(&index, scope),
        );
        act(facets, &mut |text| {
            index.set_query(Some(parse(text, &now)), &scope);
            let counts = index.counts();
            Count {
                yes: counts.yes,
                maybe: counts.maybe,
            }
        })
    }

    /// Each facet in a line.
    fn lines(orders: &Orders, filter: &str) -> Vec<String> {
        let value = |value: &Choice| {
            let chosen = if value.is_chosen { "*" } else { "" };
            format!(" {chosen}{} {}", value.written, value.count)
        };
        let line = |facet: &Facet<OrderField>| {
            let values: Vec<_> = facet.values.iter().map(value).collect();
            let unread = match facet.unread {
                0 => String::new(),
                unread => format!(" ?{unread}"),
            };
            format!("{}:{}{unread}", facet.field.name, values.join(","))
        };
        survey(orders, filter, |facets, _| {
            facets.iter().map(line).collect()
        })
    }

    #[test]
    fn values_of_the_rows_shown_with_how_many_rows_each_finds() {
        let row = |number, state: &str, family: &str| {
            let row = order(number).state(state).family(family);
            row.by("jm@example.com").project("").ordered("2026-05-28")
        };
        let mut orders = table([
            row(1, "in_progress", "BPE"),
            row(2, "in_progress", "BPEA").by("ap@example.com"),
            row(3, "active", "BPE").project("P 12"),
            row(4, "cancelled", "DIA"),
        ]);
        fixtures::read(&mut orders, RowId(2));
        assert_eq!(
            lines(&orders, "-state:cancelled"),
            [
                "state: in_progress 2, active 1",
                "step: 1 1 ?2",
                "late: yes 0 +2?, no 1 +2?",
                "family: BPE 3, BPEA 1",
                "tech: FIBDE 3",
                "by: jm@example.com 2, ap@example.com 1, me 2",
                "project: \"P 12\" 1, - 2",
                "zone: \"Zone 6\" 1 ?2",
                "bw: 1g 1 ?2",
                "is: marked 1",
            ]
        );
    }

    #[test]
    fn rows_that_are_shown_no_more_are_not_counted() {
        let mut orders = table([order(1).family("BPE"), order(2).family("BPE")]);
        let now = fixtures::now();
        orders.take_summary(order(1).family("BPE").build(), 2, false, now, &Zone::utc());
        orders.mark_gone(2, now);
        let family = |orders: &Orders| {
            lines(orders, "")
                .into_iter()
                .find(|line| line.starts_with("family"))
        };
        assert_eq!(family(&orders), Some("family: BPE 2".to_owned()));
        orders.drop_gone(now);
        assert_eq!(family(&orders), Some("family: BPE 1".to_owned()));
    }

    #[test]
    fn other_values_of_a_field_stay_to_be_chosen_and_chosen_ones_to_be_dropped() {
        let row = |number, state: &str, family: &str| order(number).state(state).family(family);
        let orders = table([
            row(1, "in_progress", "BPE"),
            row(2, "active", "DIA"),
            row(3, "active", "BPE"),
        ]);
        let lines = |filter| lines(&orders, filter);
        let of = |lines: Vec<String>, field: &str| {
            let line = lines.into_iter().find(|line| line.starts_with(field));
            line.unwrap_or_default()
        };
        assert_eq!(
            of(lines("state:active"), "state"),
            "state: *active 2, in_progress 1"
        );
        assert_eq!(of(lines("state:active"), "family"), "family: BPE 1, DIA 1");
        assert_eq!(
            of(lines("state:in,act family:BPE"), "state"),
            "state: *in 1, *act 1, active 1, in_progress 1",
            "as they stand there"
        );
        assert_eq!(
            of(lines("state:held"), "state"),
            "state: *held 0, active 2, in_progress 1"
        );
        assert_eq!(
            of(lines("state~act"), "state"),
            "state: active 2",
            "what cannot be taken out restricts"
        );
    }

    proptest! {
        #[test]
        fn a_value_finds_as_many_rows_as_it_says(filter in queries(), read in prop::collection::vec(0_u32..25, 0..20)) {
            let mut orders = table((1..26).map(order));
            for row in read {
                fixtures::read(&mut orders, RowId(row));
            }
            survey(&orders, &filter, |facets, find| {
                for facet in facets {
                    let rest = without(&filter, &ORDER_SCHEMA, facet.field.id);
                    for value in facet.values {
                        let text = toggle_term(&rest, &ORDER_SCHEMA, facet.field.id, &value.written);
                        let wanted = Count { maybe: value.count.maybe + facet.unread, ..value.count };
                        prop_assert_eq!(find(&text), wanted, "{}", text);
                    }
                }
                Ok(())
            })?;
        }
    }
}
