//! Eligibility from a server in a bad mood: rows without a key, answers about nothing, hostile words, floods, and anything
//! at random.

use covage_tui::domain::eligibility::{QualificationState, SiteQuery};
use covage_tui::domain::failure::FailureKind;
use covage_tui::domain::ids::{ProductId, QualificationId, QualificationItemId};
use covage_tui::domain::request::Read;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{any_json, replace, reply, wire};
use super::{
    COMPOSED, REQUEST_ID, SPELLINGS, SYNC, categories, detail, item, items, offers, priced,
    request, requests, text,
};

#[test]
fn a_row_without_a_key_keeps_its_place_and_says_why() {
    let body = r#"[{"id":"a"},{"state":"done.ready"},7,{"id":"b"},{"state":"done.ready"},{"id":null,"density":"D"}]"#;
    let told = items(body).rows;
    let broken: Vec<_> = told.iter().map(|row| wire(row.broken.as_ref())).collect();
    assert_eq!((broken[0], broken[1]), (None, Some("no id")));
    assert!(
        broken[2].unwrap().contains("expected an object"),
        "{broken:?}"
    );
    assert_eq!(
        told[1].state,
        Some(QualificationState::Ready),
        "what could be read was read"
    );
    assert_eq!(told[5].density, text("D"));
    assert_ne!(told[1].id, told[4].id, "equal rows are told apart");
    assert_eq!(told[2].raw.wire(), "7");
    let kept = requests(body).rows;
    assert_eq!(kept.len(), 6);
    assert_eq!(
        kept[1].id.wire(),
        told[1].id.wire(),
        "the same row has the same key everywhere"
    );
    let odd = categories(r#"["BPE",3,{"name":"DIA"},{}]"#);
    let names: Vec<_> = odd.iter().map(|it| wire(it.name.as_ref())).collect();
    assert_eq!(names, [Some("BPE"), Some("3"), Some("DIA"), None]);
}

#[test]
fn an_answer_about_nothing_is_no_request_and_no_item() {
    for body in ["", "{}", "[]", "null", r#"{"detail":"odd"}"#, "[3]"] {
        for read in [
            Read::Qualification(QualificationId::new("r")),
            Read::Item(QualificationItemId::new("i")),
        ] {
            let failure = reply(&read, body).unwrap_err();
            assert_eq!(failure.kind, FailureKind::Unreadable, "{body}");
        }
    }
    let read = Read::Offer(ProductId::new("1"), None);
    assert_eq!(reply(&read, "").unwrap_err().kind, FailureKind::Unreadable);
}

#[test]
fn an_offer_s_answer_that_names_no_offer_is_no_offer() {
    let read = Read::Offer(ProductId::new("1"), None);
    for body in [r#"{"detail":"odd"}"#, "[3]", r#"["1765"]"#] {
        let failure = reply(&read, body).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Unreadable, "{body}");
    }
    assert_eq!(
        detail(r#"{"name":"BPE"}"#).offer.product,
        None,
        "a name is enough to look at"
    );
}

#[test]
fn hostile_words_are_kept_and_shown_safely() {
    let bidi = "BPE\u{202e}\u{1b}[2J";
    let body = json!({"id": "i", "state": bidi, "offer_families": [bidi], format!("zone_{bidi}"): bidi,
        "products_offering": [{"product_id": bidi, "name": bidi, "offer_family": bidi}]});
    let item = item(&body.to_string());
    let family = &item.families.as_ref().unwrap()[0];
    assert_eq!(family.wire(), bidi);
    assert!(family.is_flagged() && !family.line().contains('\u{1b}'));
    assert!(!item.state.unwrap().word().contains('\u{202e}'));
    assert!(item.zones[0].family.is_flagged());
    assert_eq!(item.zones[0].value.wire(), bidi);
    assert_eq!(
        item.offers.unwrap()[0].product.as_ref().unwrap().wire(),
        bidi
    );
}

#[test]
fn a_flood_inside_a_request_is_refused_and_not_cut() {
    let many = |part: &str, times: usize| format!("[{}]", vec![part; times].join(","));
    let of = |id: &str, key: &str, list: &str| format!(r#"{{"id":"{id}","{key}":{list}}}"#);
    let read = Read::Qualification(QualificationId::new("r"));
    let crowded = |key: &str, part: &str| {
        let item = of("i", key, &many(part, 2_000));
        of("r", SPELLINGS[0], &many(&item, 30))
    };
    let zones: Vec<_> = (0..250).map(|zone| format!(r#""zone_{zone}":1"#)).collect();
    let item = format!(r#"{{"id":"i",{}}}"#, zones.join(","));
    for body in [
        of("r", SPELLINGS[0], &many("{}", 50_001)),
        crowded("products_offering", "{}"),
        crowded("state_change", r#""x""#),
        of("r", SPELLINGS[0], &many(&item, 300)),
    ] {
        assert_eq!(reply(&read, &body).unwrap_err().kind, FailureKind::TooLarge);
    }
    let options = of(
        "o",
        "available_options",
        &many(r#"{"values":["x","x"]}"#, 20_000),
    );
    let read = Read::Offer(ProductId::new("o"), None);
    assert_eq!(
        reply(&read, &options).unwrap_err().kind,
        FailureKind::TooLarge
    );
    let listed: Value = serde_json::from_str(COMPOSED).unwrap();
    let honest = of(
        "r",
        SPELLINGS[0],
        &many(&listed[SPELLINGS[3]][0].to_string(), 4_000),
    );
    assert!(honest.len() < 8 * 1024 * 1024);
    assert_eq!(request(&honest).items.unwrap().len(), 4_000);
}

proptest! {
    #[test]
    fn any_json_is_read_without_panic_and_no_row_is_lost(value in any_json()) {
        let body = value.to_string();
        for read in [
            Read::Site(SiteQuery::default()),
            Read::Qualification(QualificationId::new("r")),
            Read::Item(QualificationItemId::new("i")),
            Read::Offer(ProductId::new("o"), None),
        ] {
            let _ = reply(&read, &body);
        }
        if let Value::Array(rows) = &value {
            prop_assert_eq!(requests(&body).rows.len(), rows.len());
            prop_assert_eq!(items(&body).rows.len(), rows.len());
            prop_assert_eq!(offers(&body).rows.len(), rows.len());
            prop_assert_eq!(priced(&body).len(), rows.len());
            prop_assert_eq!(categories(&body).len(), rows.len());
        }
        let offer = json!({"id": "i", "products_offering": [value.clone(), [value.clone()], {"price": value}]});
        let found = item(&offer.to_string()).offers.unwrap();
        prop_assert!(found.len() >= 2);
        for offer in found {
            prop_assert!(!offer.raw.wire().is_empty());
        }
    }

    #[test]
    fn a_bent_example_still_names_its_request(
        walk in proptest::collection::vec(0_usize..30, 1..6),
        with in any_json(),
    ) {
        for example in [COMPOSED, SYNC] {
            let mut value: Value = serde_json::from_str(example).unwrap();
            replace(&mut value, &walk, with.clone());
            value["id"] = REQUEST_ID.into();
            let body = value.to_string();
            let found = request(&body);
            prop_assert_eq!(found.id.wire(), REQUEST_ID);
            prop_assert_eq!(found.raw.wire(), &body);
            for item in found.items.into_iter().flatten() {
                prop_assert_eq!(item.request, Some(QualificationId::new(REQUEST_ID)));
            }
            let listed = requests(&format!("[{body}]")).rows.remove(0);
            prop_assert_eq!(listed.broken, None);
        }
    }
}
