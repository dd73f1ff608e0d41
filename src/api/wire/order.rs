//! A row of the order list (contract: `OrderSummary`).
//!
//! A row without a reference is not lost: it keeps every field that could be read, its raw JSON, and a reference that
//! was found somewhere inside it or else is made up (see [`super::made_up`]).

use std::sync::Arc;

use serde_json::value::RawValue;

use super::field::{Field, own};
use super::made_up::Twins;
use super::object::wire_object;
use crate::api::intern::Words;
use crate::api::page::Rows;
use crate::domain::ids::{OrderId, OrderRef};
use crate::domain::order::{BrokenRow, OrderState, OrderSummary};
use crate::domain::request::Page;
use crate::domain::text::Text;

wire_object!(
    /// The keys of a list row.
    OrderRow {
        order_reference = "order_reference",
        id = "id",
        state = "state",
        modification_date = "modification_date",
        order_date = "order_date",
        cancellation_date = "cancellation_date",
        cancellation_reason = "cancellation_reason",
        completion_date = "completion_date",
        delivery_lead_time = "delivery_lead_time",
        project_id = "project_id",
        offer_family = "offer_family",
        offer_technology = "offer_technology",
        commitment = "commitment",
        site_client = "site_client",
        site_client_2 = "site_client_2",
        end_customer_name = "end_customer_name",
        end_customer_name_2 = "end_customer_name_2",
        created_by = "created_by",
    }
);

/// Reads a page of orders.
pub(crate) fn page(rows: Rows<'_>, words: &mut Words<'_>) -> Page<OrderSummary> {
    let mut twins = Twins::default();
    rows.page(|row| read(row, words, &mut twins))
}

fn read(raw: &RawValue, words: &mut Words<'_>, twins: &mut Twins) -> OrderSummary {
    let (row, problem) = match OrderRow::read(raw.get()) {
        Ok(row) => (row, "no order_reference".to_owned()),
        Err(why) => (OrderRow::default(), why.to_string()),
    };
    let (reference, broken) = match row.order_reference.scalar() {
        Some(reference) => (OrderRef::new(reference.as_ref()), None),
        None => (
            buried_reference(raw.get()).unwrap_or_else(|| OrderRef::new(twins.key(raw.get()))),
            Some(Arc::new(BrokenRow {
                problem: Text::new(problem),
                raw: Text::new(raw.get()),
            })),
        ),
    };
    OrderSummary {
        reference,
        id: row.id.scalar().map(|id| OrderId::new(id.as_ref())),
        state: state(row.state, words),
        order_date: row.order_date.date(),
        modification_date: row.modification_date.date(),
        cancellation_date: row.cancellation_date.date(),
        cancellation_reason: row.cancellation_reason.text(),
        completion_date: row.completion_date.date(),
        delivery_lead_time: row.delivery_lead_time.weeks(),
        project: row.project_id.word(words),
        offer_family: row.offer_family.word(words),
        offer_technology: row.offer_technology.word(words),
        commitment: row.commitment.months(),
        site: row.site_client.text(),
        site_2: row.site_client_2.text(),
        customer: row.end_customer_name.text(),
        customer_2: row.end_customer_name_2.text(),
        created_by: row.created_by.word(words),
        broken,
    }
}

/// An order's state. A missing one is [`OrderState::Other`] with empty text: it was not told, and an order of unknown
/// state must not look finished (G8, O3).
pub(crate) fn state(field: Field<'_>, words: &mut Words<'_>) -> OrderState {
    let word = field.scalar().unwrap_or_default();
    match OrderState::parse(&word) {
        OrderState::Other(_) => OrderState::Other(words.text(&word)),
        known => known,
    }
}

/// The first `"order_reference": …` with a text or a number anywhere inside a row that could not be read.
fn buried_reference(raw: &str) -> Option<OrderRef> {
    const KEY: &str = "\"order_reference\"";
    let mut rest = raw;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), KEY.as_bytes()) {
        rest = &rest[at + KEY.len()..];
        let Some(value) = rest.trim_start().strip_prefix(':') else {
            continue;
        };
        let mut values = serde_json::Deserializer::from_str(value).into_iter::<&RawValue>();
        if let Some(Ok(value)) = values.next()
            && let Some(reference) = Field::new(value).scalar()
        {
            return Some(OrderRef::new(own(reference).wire()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::intern::Interner;

    fn decoded(body: &str) -> Page<OrderSummary> {
        let interner = Interner::default();
        let mut words = interner.words();
        page(Rows::split(body).unwrap(), &mut words)
    }

    #[test]
    fn g8_only_the_reference_is_needed() {
        let page = decoded(r#"[{"order_reference":"CMD"}]"#);
        assert!(page.rows[0].broken.is_none());
        assert_eq!(page.rows[0].state, OrderState::Other(Text::new("")));
        assert!(
            page.rows[0].state.is_awaiting_delivery(),
            "not hidden as finished"
        );
    }

    #[test]
    fn g14_a_key_may_be_a_number() {
        let page = decoded(r#"[{"order_reference":9444,"id":7.0}]"#);
        assert_eq!(page.rows[0].reference.wire(), "9444");
        assert_eq!(page.rows[0].id.as_ref().unwrap().wire(), "7.0");
    }

    #[test]
    fn o3_an_unknown_state_is_kept() {
        let page = decoded(r#"[{"order_reference":"C","state":"held_adv_validation"}]"#);
        assert_eq!(
            page.rows[0].state,
            OrderState::Other("held_adv_validation".into())
        );
    }

    #[test]
    fn a_bad_row_keeps_its_place_its_raw_form_and_what_could_be_read() {
        let page = decoded(
            r#"[{"order_reference":"A"},{"order_reference":"","state":"active","created_by":"me"},"CMD",null,
               {"order":{"order_reference": "B\u00e9"}},{"order_reference":{"x":1}}]"#,
        );
        let marks: Vec<_> = page.rows.iter().map(|row| row.broken.is_some()).collect();
        assert_eq!(marks, [false, true, true, true, true, true]);
        let named = &page.rows[1];
        assert_eq!(named.state, OrderState::Active);
        assert_eq!(named.created_by.as_ref().unwrap().wire(), "me");
        let broken = named.broken.as_ref().unwrap();
        assert_eq!(broken.problem.wire(), "no order_reference");
        assert!(broken.raw.wire().starts_with(r#"{"order_reference":"""#));
        assert_eq!(page.rows[4].reference.wire(), "Bé");
        for row in [&page.rows[2], &page.rows[3], &page.rows[5]] {
            assert!(row.reference.wire().starts_with("?row-"));
        }
    }

    #[test]
    fn made_up_references_are_unique_in_a_page_and_stable_across_pages() {
        let first = decoded(r#"[{"a":1},{"a":2},{"a":1}]"#);
        let refs: std::collections::HashSet<_> =
            first.rows.iter().map(|row| row.reference.clone()).collect();
        assert_eq!(refs.len(), 3);
        let moved = decoded(r#"{"results":[{"order_reference":"x"},{"a":2}]}"#);
        assert_eq!(moved.rows[1].reference, first.rows[1].reference);
    }

    #[test]
    fn wrong_types_never_lose_the_row() {
        let page = decoded(
            r#"[{"order_reference":"A","order_date":{"d":1},"commitment":[],"site_client":12,"state":[1],
                "state":"active","offer_family":{"code":"BPE"}}]"#,
        );
        let row = &page.rows[0];
        assert!(row.broken.is_none());
        assert_eq!(row.state, OrderState::Active, "the last of two keys counts");
        assert_eq!(row.site.as_ref().unwrap().wire(), "12");
        assert_eq!(
            row.offer_family.as_ref().unwrap().wire(),
            r#"{"code":"BPE"}"#
        );
    }
}
