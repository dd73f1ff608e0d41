//! Baskets, lines and offers: the printed examples value by value, then each row of the contract's table of doubts.

use covage_tui::domain::ids::{BasketId, LineId, QualificationItemId, TaskId};
use covage_tui::domain::quote::{Basket, BasketState, Line, LineFilter, LineState};
use covage_tui::domain::request::{Cursor, Page, Read, Reply};
use covage_tui::domain::text::Text;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{any_json, date, replace, reply, wire};
use covage_tui::domain::failure::FailureKind;

const BASKETS: &str = example!("quote_list.get.response");
const BASKET: &str = example!("quote_detail.get.response");
const CREATED: &str = example!("quote.post.response");
const LINES: &str = example!("quote_item_list.get.response");
const LINE: &str = example!("quote_item_detail.get.response");
const ADDED: &str = example!("quote_item.post.response");

const BASKET_ID: &str = "123e4567-e89b-12d3-a456-426614174000";
const LINE_ID: &str = "123e4567-e89b-12d3-a456-426614174002";

fn baskets(body: &str) -> Page<Basket> {
    match reply(&Read::Baskets(None, Cursor::First), body).unwrap() {
        Reply::Baskets(page) => page,
        other => panic!("{other:?}"),
    }
}

fn basket(body: &str) -> Basket {
    match reply(&Read::Basket(BasketId::new(BASKET_ID)), body).unwrap() {
        Reply::Basket(basket) => *basket,
        other => panic!("{other:?}"),
    }
}

fn lines(body: &str) -> Page<Line> {
    match reply(&Read::Lines(LineFilter::default(), Cursor::First), body).unwrap() {
        Reply::Lines(page) => page,
        other => panic!("{other:?}"),
    }
}

fn line(body: &str) -> Line {
    match reply(&Read::Line(LineId::new(LINE_ID)), body).unwrap() {
        Reply::Line(line) => *line,
        other => panic!("{other:?}"),
    }
}

/// A line with one field set.
fn line_with(field: &str, value: &Value) -> Line {
    line(&json!({"id": "l", field: value}).to_string())
}

fn wires(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(Text::wire).collect()
}

#[test]
fn the_baskets_of_the_contract_are_read() {
    let page = baskets(BASKETS);
    assert_eq!(
        (page.count, page.page_size, page.next),
        (Some(1), Some(10), None)
    );
    for row in [&page.rows[0], &basket(CREATED), &basket(BASKET)] {
        assert_eq!(row.id, BasketId::new(BASKET_ID));
        assert_eq!(wire(row.external_id.as_ref()), Some("EXT123"));
        assert_eq!(wire(row.project.as_ref()), Some("PRJ456"));
        assert_eq!(row.quote_date, date("2026-04-23T10:00:00+02:00"));
        assert_eq!(row.state, BasketState::Acknowledged);
        assert_eq!(row.broken, None);
    }
    assert_eq!(basket(BASKET).raw.wire(), BASKET, "the answer as it came");
}

#[test]
fn the_line_of_the_contract_is_read_in_its_three_forms() {
    for row in [&lines(LINES).rows[0], &line(LINE), &line(ADDED)] {
        assert_eq!(row.id, LineId::new(LINE_ID));
        assert_eq!(wire(row.reference.as_ref()), Some("QO_20260423_00000001"));
        assert_eq!(row.state, LineState::Acknowledged);
        assert_eq!(wire(row.end_customer_name.as_ref()), Some("End Customer"));
        assert_eq!(wire(row.external_id.as_ref()), Some("EXT_ITEM"));
        assert_eq!(
            row.qualification_item_id,
            Some(QualificationItemId::new(
                "123e4567-e89b-12d3-a456-426614174001"
            ))
        );
        let unset = [
            &row.site_connection_type,
            &row.business_sector,
            &row.note,
            &row.project,
        ];
        assert_eq!(unset, [&None; 4], "G7: empty text is none");
        assert_eq!(
            (&row.expected_response_date, &row.validity_date),
            (&None, &None)
        );
        assert_eq!(
            (&row.manager_regional, &row.address, &row.latitude),
            (&None, &None, &None)
        );
        assert_eq!(row.broken, None);
    }
    assert_eq!(line(LINE).raw.wire(), LINE, "the answer as it came");
}

#[test]
fn q1_a_state_is_read_wherever_the_diagram_puts_it() {
    for (word, state) in [
        ("partial_ready", BasketState::PartialReady),
        ("finalized", BasketState::Finalized),
        ("in_progress", BasketState::Other("in_progress".into())),
        ("", BasketState::Other("".into())),
    ] {
        assert_eq!(
            basket(&json!({"id": "b", "state": word}).to_string()).state,
            state
        );
    }
}

#[test]
fn q2_every_line_state_is_read_and_unknown_ones_stay_open() {
    assert_eq!(
        line_with("state", &"refused".into()).state,
        LineState::Refused
    );
    let odd = line_with("state", &"repriced".into()).state;
    assert_eq!(odd, LineState::Other("repriced".into()));
    assert!(!odd.is_final());
    assert!(
        !line(r#"{"id":"l"}"#).state.is_final(),
        "a state that was not told is not an end"
    );
}

#[test]
fn q3_an_offer_shows_what_was_found_and_keeps_the_rest() {
    let body = json!({"id": "l", "state": "ready", "prices": [
        {"product_id": 2173, "price": "145.00", "fas": 360, "far": null, "commitment": 24, "state": "ready"},
        {"surprise": true},
    ]});
    let offers = line(&body.to_string()).offers.unwrap();
    assert_eq!(offers[0].product.as_ref().unwrap().wire(), "2173");
    assert_eq!(offers[0].total(), None, "a fee that is not told");
    assert_eq!(offers[1].raw.wire(), r#"{"surprise":true}"#);
    assert_eq!(offers.len(), 2);
}

#[test]
fn q4_a_basket_names_its_lines_in_whole_or_by_key() {
    let body = json!({"id": "b", "quote_item": [{"id": "l1", "state": "ready", "prices": null}, "l2", 3, {"state": "ready"}]});
    let told = basket(&body.to_string()).lines.unwrap();
    let keys: Vec<_> = told.iter().map(|line| line.id.wire()).collect();
    assert_eq!(keys[..3], ["l1", "l2", "3"]);
    assert!(keys[3].starts_with("?row-"), "never lost: {}", keys[3]);
    let broken: Vec<_> = told.iter().map(|line| line.broken.is_some()).collect();
    assert_eq!(broken, [false, false, false, true]);
    assert_eq!(told[0].state, LineState::Ready);
    assert_eq!(told[0].offers, None, "null inside a basket: not looked up");
    assert_eq!(
        told[1].state,
        LineState::Other("".into()),
        "nothing else is told yet"
    );
}

#[test]
fn q5_a_basket_s_detail_has_lines_and_the_list_has_a_creation_date() {
    let created = date("2026-04-23T09:00:00+02:00");
    let listed = &baskets(BASKETS).rows[0];
    assert_eq!((&listed.creation_date, &listed.lines), (&created, &None));
    let made = basket(CREATED);
    assert_eq!((made.creation_date, made.lines), (created, None));
    let detail = basket(BASKET);
    assert_eq!(
        (detail.creation_date, detail.lines),
        (None, Some(Vec::new()))
    );
    assert_eq!(
        basket(r#"{"id":"b","quote_item":null}"#).lines,
        Some(Vec::new())
    );
    assert_eq!(
        basket(r#"{"id":"b","quote_items":[]}"#).lines,
        Some(Vec::new())
    );
}

#[test]
fn q6_what_an_answer_does_not_hold_is_none_and_not_empty() {
    let listed = &lines(LINES).rows[0];
    assert_eq!((&listed.option_ids, &listed.offers), (&None, &None));
    assert_eq!((&listed.creation_date, &listed.trace_file), (&None, &None));
    let made = line(ADDED);
    assert_eq!((made.option_ids, made.offers), (Some(Vec::new()), None));
    let detail = line(LINE);
    assert_eq!(
        (detail.option_ids, detail.offers),
        (Some(Vec::new()), Some(Vec::new()))
    );
    assert_eq!(detail.creation_date, date("2026-04-23T10:00:00+02:00"));
    let dated = line(r#"{"id":"l","order_date":"2026-04-23","quote_date":"2026-04-24"}"#);
    assert_eq!(dated.order_date, date("2026-04-23"));
    assert_eq!(dated.quote_date, date("2026-04-24"));
}

#[test]
fn q7_null_and_empty_lists_mean_the_same() {
    for none in [json!(null), json!([]), json!("")] {
        assert_eq!(line_with("product_offerings", &none).product_offerings, []);
        assert_eq!(line_with("related_contact_information", &none).contacts, []);
    }
    assert_eq!(line_with("prices", &json!(null)).offers, Some(Vec::new()));
}

#[test]
fn q8_offers_to_quote_come_as_keys_or_as_objects() {
    let offerings = json!(["2173", 2174, {"id": 2175, "name": "BPEA"}, {"product_id": "2176", "id": "x"}, {"odd": 1}]);
    assert_eq!(
        wires(&line_with("product_offerings", &offerings).product_offerings),
        ["2173", "2174", "2175", "2176", r#"{"odd":1}"#]
    );
    let options = line_with("option_ids", &json!([1615, {"id": "1620"}]))
        .option_ids
        .unwrap();
    assert_eq!(wires(&options), ["1615", "1620"]);
}

#[test]
fn q10_a_trace_file_is_a_name_a_link_or_an_object() {
    for (value, trace) in [
        (json!("trace.kmz"), Some("trace.kmz")),
        (
            json!("https://files.example/t?x=1"),
            Some("https://files.example/t?x=1"),
        ),
        (json!({"id": 3, "filename": "trace.kmz"}), Some("trace.kmz")),
        (json!(["trace.kmz"]), Some("trace.kmz")),
        (json!(true), Some("true")),
        (json!(false), None),
        (json!(null), None),
        (json!(""), None),
        (json!({}), None),
        (json!([]), None),
    ] {
        let line = line_with("trace_file", &value);
        assert_eq!(wire(line.trace_file.as_ref()), trace, "{value}");
    }
}

#[test]
fn q17_any_number_of_contacts_is_read() {
    let three = json!([{"city": "A"}, {"city": "B"}, {"city": "C"}]);
    assert_eq!(
        line_with("related_contact_information", &three)
            .contacts
            .len(),
        3
    );
}

#[test]
fn q19_a_quote_export_is_pending_until_told_otherwise() {
    let read = Read::QuoteExportStatus(TaskId::new("t"));
    for (body, success) in [
        (
            example!("quote_item_export_status.get.response").to_owned(),
            Some(true),
        ),
        (json!({"task_id": "t", "success": null}).to_string(), None),
        (json!({"task_id": "t"}).to_string(), None),
        (
            json!({"task_id": "t", "success": false}).to_string(),
            Some(false),
        ),
    ] {
        let Reply::QuoteExportStatus(status) = reply(&read, &body).unwrap() else {
            panic!("a status was asked for");
        };
        assert_eq!(status.success, success, "{body}");
    }
}

#[test]
fn g12_an_address_and_a_position_no_table_lists_are_shown() {
    let body = json!({"id": "l", "latitude": 49.47, "longitude": "1.07",
        "address": {"street_nr": "4", "street": {"street_name": "Rue X"}, "city": {"post_code": "76000", "city_name": "ROUEN"}}});
    let line = lines(&json!([body]).to_string()).rows.remove(0);
    assert_eq!(wire(line.address.as_ref()), Some("4 Rue X 76000 ROUEN"));
    assert_eq!(wire(line.latitude.as_ref()), Some("49.47"));
    assert_eq!(wire(line.longitude.as_ref()), Some("1.07"));
}

#[test]
fn a_row_without_a_key_keeps_its_place_and_says_why() {
    let body = r#"[{"id":"a"},{"state":"ready"},7,{"id":"b"},{"state":"ready"},{"id":null,"reference":"QO_1"}]"#;
    let told = lines(body).rows;
    let broken: Vec<_> = told.iter().map(|line| wire(line.broken.as_ref())).collect();
    assert_eq!(broken[0], None);
    assert_eq!(broken[1], Some("no id"));
    assert!(
        broken[2].unwrap().contains("expected an object"),
        "{broken:?}"
    );
    assert_eq!(
        told[1].state,
        LineState::Ready,
        "what could be read was read"
    );
    assert_eq!(wire(told[5].reference.as_ref()), Some("QO_1"));
    assert_eq!(told[1].raw, told[4].raw);
    assert_ne!(told[1].id, told[4].id, "equal rows are told apart");
    let kept = baskets(body).rows;
    assert_eq!(kept.len(), 6);
    assert_eq!(
        kept[1].id.wire(),
        told[1].id.wire(),
        "the same row has the same key everywhere"
    );
}

#[test]
fn an_answer_about_nothing_is_no_line_and_no_basket() {
    for body in ["", "{}", "[]", "null", r#"{"detail":"odd"}"#, "[3]"] {
        for read in [
            Read::Line(LineId::new("l")),
            Read::Basket(BasketId::new("b")),
        ] {
            let failure = reply(&read, body).unwrap_err();
            assert_eq!(failure.kind, FailureKind::Unreadable, "{body}");
        }
    }
}

#[test]
fn a_flood_inside_a_basket_is_refused_and_not_cut() {
    let many = |part: &str, times: usize| format!("[{}]", vec![part; times].join(","));
    let flood = format!(r#"{{"id":"b","quote_item":{}}}"#, many("{}", 50_001));
    let nested = format!(r#"{{"id":"l","prices":{}}}"#, many("{}", 2_000));
    for (read, body) in [
        (Read::Basket(BasketId::new("b")), flood),
        (
            Read::Lines(LineFilter::default(), Cursor::First),
            many(&nested, 30),
        ),
    ] {
        assert_eq!(reply(&read, &body).unwrap_err().kind, FailureKind::TooLarge);
    }
    let honest = format!(r#"{{"id":"b","quote_item":{}}}"#, many(LINE, 3_000));
    assert_eq!(basket(&honest).lines.unwrap().len(), 3_000);
}

proptest! {
    #[test]
    fn any_json_is_read_without_panic_and_no_row_is_lost(value in any_json()) {
        let body = value.to_string();
        for read in [Read::Line(LineId::new("l")), Read::Basket(BasketId::new("b"))] {
            let _ = reply(&read, &body);
        }
        if let Value::Array(rows) = &value {
            prop_assert_eq!(lines(&body).rows.len(), rows.len());
            prop_assert_eq!(baskets(&body).rows.len(), rows.len());
        }
        let offers = line(&json!({"id": "l", "prices": [value.clone(), [value.clone()], {"price": value}]}).to_string()).offers.unwrap();
        prop_assert!(offers.len() >= 2);
        for offer in offers {
            prop_assert!(!offer.raw.wire().is_empty());
        }
    }

    #[test]
    fn a_bent_example_still_names_its_line(
        walk in proptest::collection::vec(0_usize..30, 1..4),
        with in any_json(),
    ) {
        for example in [LINE, ADDED] {
            let mut value: Value = serde_json::from_str(example).unwrap();
            replace(&mut value, &walk, with.clone());
            value["id"] = LINE_ID.into();
            let body = value.to_string();
            let line = line(&body);
            prop_assert_eq!(line.id.wire(), LINE_ID);
            prop_assert_eq!(line.raw.wire(), &body);
            let held = json!({"id": BASKET_ID, "quote_item": [value]}).to_string();
            prop_assert_eq!(&basket(&held).lines.unwrap()[0].id, &line.id);
        }
    }
}
