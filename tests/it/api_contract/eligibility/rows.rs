//! Each row of the contract's table of doubts about eligibility, E1 to E24, R2 and R8: one test, named after it.

use covage_tui::domain::eligibility::{ItemFilter, QualificationState, Site, SiteQuery};
use covage_tui::domain::failure::FailureKind;
use covage_tui::domain::ids::{ProductId, QualificationId, QualificationItemId, SiteKey};
use covage_tui::domain::lenient::{Lenient, Mbps, Months};
use covage_tui::domain::request::{Cursor, RateClass, Read, Reply};
use covage_tui::domain::text::Text;
use covage_tui::domain::write::{Qualify, SiteAsked, Way, Write};
use serde_json::{Value, json};

use super::super::{cents, date, reply, wire};
use super::{
    COMPOSED, ITEM_ID, MINIMAL, OFFER, QUEUED, REQUEST_ID, SITE, SPELLINGS, SYNC, categories,
    detail, families, item, item_of, item_with, items, offer_with, offers, part, priced, request,
    requests, sakharov, site, site_of, text, wires,
};

#[test]
fn e1_the_sites_of_a_request_go_under_the_plural_key() {
    let asked = |way, pricing| {
        Write::Qualify(Qualify {
            way,
            external_id: text("1234"),
            project: text("5678"),
            sites: vec![SiteAsked {
                site: SiteKey::new("KHg6MS4wOTE0NTU7eTo0OS40NzQ0MDc3O2I6SU1CLzMxNTU1L1gvMDBSVik="),
                families: vec![Text::new("BPEA"), Text::new("BPE")],
                resolve_pricing: pricing,
                address: Some(sakharov()),
            }],
        })
    };
    let mut printed: Value =
        serde_json::from_str(example!("product_offering_qualification_sync.post.request")).unwrap();
    for (way, pricing) in [(Way::Sync, false), (Way::Async, true)] {
        printed[SPELLINGS[0]][0]["resolve_pricing"] = pricing.into();
        assert_eq!(asked(way, pricing).json().unwrap(), printed);
    }
    let mut queued: Value =
        serde_json::from_str(example!("product_offering_qualification.post.request")).unwrap();
    queued["project_id"] = "5678".into();
    queued[SPELLINGS[0]][0]["resolve_pricing"] = true.into();
    assert_eq!(queued, printed, "both calls say the same");

    let mut full: Value = serde_json::from_str(example!(
        "product_offering_qualification.post.request.skeleton"
    ))
    .unwrap();
    full[SPELLINGS[0]] = part(
        example!("product_offering_qualification.post.request.fragment.items"),
        SPELLINGS[0],
    );
    let site = &mut full[SPELLINGS[0]][0];
    site["eligibility_id"] = "k".into();
    site["address"] = part(
        example!("product_offering_qualification.post.request.fragment.address"),
        "address",
    );
    site["address"]["city"] = part(
        example!("product_offering_qualification.post.request.fragment.city"),
        "city",
    );
    site["address"]["street"] = part(
        example!("product_offering_qualification.post.request.fragment.street"),
        "street",
    );
    let Write::Qualify(mut pieced) = asked(Way::Async, false) else {
        panic!("a request was made");
    };
    pieced.external_id = text("123");
    pieced.project = text("456");
    pieced.sites[0].site = SiteKey::new("k");
    assert_eq!(Write::Qualify(pieced).json(), Some(full.clone()));
    let mut printed: Value =
        serde_json::from_str(example!("product_offering_qualification.post.request.full")).unwrap();
    let site = &mut printed[SPELLINGS[0]][0];
    site["eligibility_id"] = "k".into();
    site["resolve_pricing"] = false.into();
    assert_eq!(printed, full, "the fragments are those of the whole");
}

#[test]
fn e2_the_items_of_a_request_come_under_four_names() {
    for spelling in SPELLINGS {
        let body = json!({"id": "r", spelling: [{"id": "i1"}, {"id": "i2"}]}).to_string();
        let found = request(&body).items.unwrap();
        let keys: Vec<_> = found.iter().map(|item| item.id.wire()).collect();
        assert_eq!(keys, ["i1", "i2"], "{spelling}");
        let lone = json!({"id": "r", spelling: {"id": "i1"}}).to_string();
        assert_eq!(request(&lone).items.unwrap().len(), 1, "{spelling}");
        let none = json!({"id": "r", spelling: []}).to_string();
        assert_eq!(request(&none).items, Some(Vec::new()), "{spelling}");
        for untold in [json!(null), json!(""), json!({})] {
            let body = json!({"id": "r", spelling: untold}).to_string();
            assert_eq!(request(&body).items, None, "{spelling} {untold}");
        }
    }
    let two = json!({"id": "r", SPELLINGS[0]: [], SPELLINGS[3]: [{"id": "i"}]}).to_string();
    assert_eq!(
        request(&two).items.unwrap().len(),
        1,
        "the one that holds something"
    );
    assert_eq!(request(r#"{"id":"r"}"#).items, None);
}

#[test]
fn e3_nested_alone_and_listed_an_item_is_one_type_and_what_is_not_told_is_none() {
    let alone = json!({
        "id": ITEM_ID, "creation_date": "2025-04-04T10:07:24.274+02:00", "density": "TRESDENSE",
        "offer_families_eligibility": ["BPE"], "offer_technologies": ["FIBDE", "FIBMU"],
        "resolve_pricing": "True", "zone_bpe": "1",
    });
    for item in [
        &item(&alone.to_string()),
        &items(&json!([alone]).to_string()).rows[0],
        &item_of(&json!({"id": "r", SPELLINGS[3]: [alone]}).to_string()),
    ] {
        assert_eq!(item.id, QualificationItemId::new(ITEM_ID));
        assert_eq!(item.creation_date, date("2025-04-04T10:07:24.274+02:00"));
        assert_eq!(wires(item.families_eligible.as_ref().unwrap()), ["BPE"]);
        assert_eq!(
            wires(item.technologies.as_ref().unwrap()),
            ["FIBDE", "FIBMU"]
        );
        assert_eq!(item.resolve_pricing, Some(true));
        assert_eq!(
            (&item.offers, &item.changes, &item.user),
            (&None, &None, &None)
        );
        assert_eq!((&item.families, &item.state), (&None, &None));
        assert_eq!(item.raw.wire(), alone.to_string());
    }
    let untold = json!({"id": "i", "products_offering": null});
    assert_eq!(
        item(&untold.to_string()).offers,
        None,
        "alone: not looked up"
    );
    let within = json!({"id": "r", SPELLINGS[0]: [untold]}).to_string();
    assert_eq!(
        item_of(&within).offers,
        Some(Vec::new()),
        "within its request: there are none"
    );
    let listed = &requests(&json!([{"id": "r", SPELLINGS[0]: [untold]}]).to_string()).rows[0];
    assert_eq!(listed.items.as_ref().unwrap()[0].offers, None);
    let empty = &requests(&json!([{"id": "r", SPELLINGS[0]: []}]).to_string()).rows[0];
    assert_eq!(
        empty.items, None,
        "a list does not tell what it did not look up"
    );
}

#[test]
fn e4_a_queued_request_is_a_key_and_at_best_a_state_and_keys_of_items() {
    let told = request(QUEUED);
    assert_eq!(told.state, Some(QualificationState::Acknowledged));
    let item = item_of(QUEUED);
    assert_eq!(item.id.wire(), "7ee14cbd-aecd-4f7f-8843-37b622f3b5f1");
    assert_eq!((item.state, item.offers, item.broken), (None, None, None));
    let minimal = request(MINIMAL);
    assert_eq!(minimal.id, QualificationId::new(REQUEST_ID));
    assert_eq!(minimal.creation_date, date("2025-04-04T10:07:24.274+02:00"));
    assert_eq!(
        (minimal.state, minimal.items, minimal.broken),
        (None, None, None)
    );
    let keys = json!({"id": 7, "product_offering_qualification_items": ["i1", 2, {"state": "acknowledged"}]});
    let found = request(&keys.to_string()).items.unwrap();
    assert_eq!((found[0].id.wire(), found[1].id.wire()), ("i1", "2"));
    assert_eq!(found[0].broken, None);
    assert!(found[2].id.wire().starts_with("?row-"), "never lost");
    assert_eq!(wire(found[2].broken.as_ref()), Some("no id"));
}

#[test]
fn e5_what_was_sent_may_come_back_empty_or_not_at_all() {
    let synchronous = request(SYNC);
    assert_eq!((synchronous.project, synchronous.user), (None, None));
    let queued = request(QUEUED);
    assert_eq!((queued.project, queued.user), (None, None));
    assert_eq!(queued.external_id, text("1234"));
}

#[test]
fn e6_each_call_counts_against_its_own_limit() {
    let calls = [Way::Sync, Way::Async].map(|way| (way.path(), way.rate_class()));
    let path = "/api/v1/product_offering_qualification/";
    assert_eq!(calls[0].0, format!("{path}sync/"));
    assert_eq!(calls[1].0, path);
    assert_eq!(
        calls.map(|call| call.1),
        [RateClass::QualificationSync, RateClass::Qualification]
    );
}

#[test]
fn e7_rows_of_a_state_that_was_not_asked_for_are_read_as_they_are() {
    let asked = ItemFilter {
        state: text("done.ready"),
        ..ItemFilter::default()
    };
    let body = r#"[{"id":"a","state":"done"},{"id":"b","state":"pending"},{"id":"c","state":"done.ready"}]"#;
    let Reply::Items(page) = reply(&Read::Items(asked, Cursor::First), body).unwrap() else {
        panic!("items were asked for");
    };
    let states: Vec<_> = page.rows.into_iter().filter_map(|row| row.state).collect();
    assert_eq!(
        states,
        [
            QualificationState::Other("done".into()),
            QualificationState::Other("pending".into()),
            QualificationState::Ready,
        ]
    );
}

#[test]
fn e8_computing_prices_is_a_state_like_any_other() {
    let priced = item_with("state", &"in_progress.price".into())
        .state
        .unwrap();
    assert_eq!(priced, QualificationState::Price);
    assert!(!priced.is_final());
    assert!(priced.rank() > QualificationState::Offer.rank());
    assert!(priced.rank() < QualificationState::Ready.rank());
}

#[test]
fn e9_three_states_are_final_and_no_other_word_is() {
    for (word, is_final) in [
        ("done.ready", true),
        ("done.unable_to_provide", true),
        ("terminated_with_error", true),
        ("in_progress.elig", false),
        ("done", false),
        ("failed", false),
        ("DONE.READY", false),
    ] {
        let state = item_with("state", &word.into()).state.unwrap();
        assert_eq!(state.is_final(), is_final, "{word}");
        assert_eq!(state.word(), word);
    }
    let offer = json!({"product_id": "1", "on_quotation": true});
    let body = json!({"id": "i", "state": "done.unable_to_provide", "products_offering": [offer]});
    let found = item(&body.to_string()).offers.unwrap();
    assert_eq!(
        found[0].on_quotation,
        Some(true),
        "an offer is shown all the same"
    );
}

#[test]
fn e10_a_request_that_is_ready_need_not_have_prices() {
    for item in [item_of(SYNC), item_of(COMPOSED)] {
        assert_eq!(item.state, Some(QualificationState::Ready));
        for offer in item.offers.unwrap() {
            assert_eq!((offer.price, offer.far, offer.fas), (None, None, None));
        }
    }
    let asked: Value = serde_json::from_str(
        &Write::Qualify(Qualify {
            way: Way::Sync,
            external_id: None,
            project: None,
            sites: vec![SiteAsked {
                site: SiteKey::new("k"),
                families: Vec::new(),
                resolve_pricing: true,
                address: None,
            }],
        })
        .said(),
    )
    .unwrap();
    assert_eq!(asked[SPELLINGS[0]][0]["resolve_pricing"], true);
}

#[test]
fn e11_families_are_a_set_and_the_eligible_ones_are_told_apart() {
    let body = json!({"id": "i", "offer_families": ["BPEA", "BPE", "BPEA"], "offer_families_eligibility": ["BPE"]});
    let item = item(&body.to_string());
    assert_eq!(wires(&item.families.unwrap()), ["BPEA", "BPE"]);
    assert_eq!(wires(&item.families_eligible.unwrap()), ["BPE"]);
    let odd = item_with(
        "offer_families",
        &json!(["FON", null, 7, {"name": "X"}, ""]),
    );
    assert_eq!(
        wires(&odd.families.unwrap()),
        ["FON", "7", r#"{"name":"X"}"#],
        "unknown ones are shown"
    );
    assert_eq!(
        wires(&item_with("offer_families", &"BPE".into()).families.unwrap()),
        ["BPE"]
    );
    assert_eq!(
        item_with("offer_families", &json!([])).families,
        Some(Vec::new())
    );
    assert_eq!(item_with("offer_families", &json!(null)).families, None);
}

#[test]
fn e12_a_zone_is_a_number_or_a_text_and_compared_as_text() {
    for (zone, shown) in [
        (json!(2), "2"),
        (json!("2"), "2"),
        (json!(2.0), "2"),
        (json!("Zone 2"), "Zone 2"),
        (json!({"id": 2}), r#"{"id":2}"#),
    ] {
        let item = item_with("zone_bpe", &zone);
        assert_eq!(families(&item.zones), [("BPE", shown)]);
        assert_eq!(item.zone_of(&"bpe".into()).unwrap().wire(), shown);
    }
    let unknown = json!({"id": "i", "zone_dia": null, "zone_fon": 3, "zone_bpea": ""});
    assert_eq!(
        families(&item(&unknown.to_string()).zones),
        [("FON", "3")],
        "a family no table lists"
    );
    let odd = json!({"id": "i", "offer_families": ["FWA-5G été"], "zone_fwa-5g été": "ZTD", "zone_bpe": 1, "zone_BPE": 2});
    let odd = item(&odd.to_string());
    assert_eq!(
        families(&odd.zones),
        [("BPE", "1"), ("FWA-5G été", "ZTD")],
        "spelled as elsewhere, each once"
    );
    assert!(odd.zone_of(&"FWA-5G ÉTÉ".into()).is_some());
    let three = item_of(COMPOSED);
    assert_eq!(
        families(&three.zones),
        [("BPE", "2"), ("BPEA", "2"), ("DIA", "2")]
    );
}

#[test]
fn e13_a_bandwidth_is_a_number_a_text_or_a_letter_and_its_key_is_misspelt() {
    for (value, read) in [
        (json!("20"), Lenient::Value(Mbps(20))),
        (json!(20.0), Lenient::Value(Mbps(20))),
        (json!(10000.0), Lenient::Value(Mbps(10_000))),
        (json!("G"), Lenient::Raw("G".into())),
        (json!(0.5), Lenient::Raw("0.5".into())),
    ] {
        let offer = offer_with("bandwidth_guarantee", &value);
        assert_eq!(offer.bandwidth_guarantee, Some(read.clone()), "{value}");
        assert_eq!(
            offer_with("bandwidth_max", &value).bandwidth_max,
            Some(read.clone())
        );
        assert_eq!(item_with("bandwidth_max", &value).bandwidth_max, Some(read));
    }
    assert_eq!(
        offer_with("bandwidthe", &"20M".into()).bandwidth,
        text("20M")
    );
    let both =
        json!([{"bandwidth": "1G", "bandwidthe": "20M"}, {"bandwidth": "", "bandwidthe": 20}]);
    let rows = offers(&both.to_string()).rows;
    assert_eq!(
        (&rows[0].bandwidth, &rows[1].bandwidth),
        (&text("1G"), &text("20"))
    );
}

#[test]
fn e14_no_price_is_ever_taken_for_nothing() {
    for (value, read) in [
        (json!(145.0), Some(cents(14_500))),
        (json!("145,50"), Some(cents(14_550))),
        (json!(0), Some(cents(0))),
        (json!(null), None),
        (json!(""), None),
        (json!("sur devis"), Some(Lenient::Raw("sur devis".into()))),
        (json!([145]), Some(Lenient::Raw("[145]".into()))),
    ] {
        let offer = offer_with("price", &value);
        assert_eq!((offer.price, offer.far), (read.clone(), None), "{value}");
        assert_eq!(offer_with("far", &value).far, read, "{value}");
        assert_eq!(offer_with("fas", &value).fas, read, "{value}");
        let item = item_with("price", &value);
        assert_eq!((item.price, item.fas), (read.clone(), None), "{value}");
        assert_eq!(item_with("far", &value).far, read, "{value}");
    }
}

#[test]
fn e15_the_zone_of_a_family_is_no_tarif_zone() {
    let body = json!({"id": "i", "tarif_zone": "TRESDENSE", "zone_bpe": 1});
    let item = item(&body.to_string());
    assert_eq!(item.tarif_zone, text("TRESDENSE"));
    assert_eq!(item.zone_of(&"BPE".into()), Some(&Text::new("1")));
    assert_eq!(item.zone_of(&"DIA".into()), None, "left out when unknown");
}

#[test]
fn e16_an_estimated_delivery_is_a_delay_in_words() {
    let item = item_of(COMPOSED);
    assert_eq!(
        families(&item.delivery),
        [
            ("BPE", "T0 + 33 SEMAINES"),
            ("BPEA", "T0 + 33 SEMAINES"),
            ("DIA", "T0 + 34 SEMAINES"),
        ]
    );
    let other_case = item_with("ESTIMATED_DELIVERY_DATE_BPE", &"T0".into());
    assert_eq!(other_case.delivery, []);
    let odd = item_with("estimated_delivery_date_FON", &json!(33));
    assert_eq!(families(&odd.delivery), [("FON", "33")]);
    assert_eq!(
        item_with("estimated_delivery_date_DIA", &json!(null)).delivery,
        []
    );
}

#[test]
fn e17_an_item_knows_its_request_from_where_it_stands() {
    let parent = Some(QualificationId::new(REQUEST_ID));
    assert_eq!(item_of(COMPOSED).request, parent);
    let listed = format!("[{COMPOSED}]");
    let row = requests(&listed).rows.remove(0);
    assert_eq!(row.items.unwrap()[0].request, parent);
    let alone = item_with("product_offering_qualification_id", &REQUEST_ID.into());
    assert_eq!(alone.request, parent);
    let null = item_with("product_offering_qualification_id", &json!(null));
    assert_eq!(null.request, None);
    let broken = json!([{SPELLINGS[0]: [{"id": "i", "product_offering_qualification_id": "r"}, {"id": "j"}]}]);
    let row = requests(&broken.to_string()).rows.remove(0);
    let named: Vec<_> = row
        .items
        .unwrap()
        .into_iter()
        .map(|it| it.request)
        .collect();
    assert_eq!(
        named,
        [Some(QualificationId::new("r")), None],
        "a made-up key is nobody's parent"
    );
}

#[test]
fn e18_the_key_of_an_offer_has_three_names() {
    for (body, key) in [
        (json!({"product_id": "2173"}), Some("2173")),
        (json!({"id": 2173}), Some("2173")),
        (
            json!({"product_offering_id": "BPE_100M_24MOIS"}),
            Some("BPE_100M_24MOIS"),
        ),
        (json!({"id": "x", "product_id": "2173"}), Some("2173")),
        (
            json!({"id": "x", "product_id": null, "product_offering_id": "2173"}),
            Some("2173"),
        ),
        (json!({"name": "BPE"}), None),
    ] {
        for offer in [
            &offers(&json!([body]).to_string()).rows[0],
            &item_with("products_offering", &json!([body]))
                .offers
                .unwrap()[0],
        ] {
            assert_eq!(offer.product.as_ref().map(ProductId::wire), key, "{body}");
            assert_eq!(offer.raw.wire(), body.to_string());
        }
    }
    let here = &item_of(SYNC).offers.unwrap()[0];
    let there = &detail(OFFER).offer;
    assert_eq!(here.product, there.product, "one key, two offers");
    assert_ne!(here.name, there.name);
    let asked: Vec<_> = ["BPE_100M_24MOIS", "BPEA_20M_24MOIS"]
        .map(ProductId::new)
        .into();
    let printed: Value =
        serde_json::from_str(example!("catalog_product_offering.post.request")).unwrap();
    assert_eq!(Read::PricedOffers(asked).json(), Some(printed));
}

#[test]
fn e19_the_detail_is_elsewhere_and_the_prices_are_asked_for_at_the_list() {
    let product = ProductId::new("1765");
    assert_eq!(
        Read::Offer(product.clone(), None).path(),
        "/api/v1/product_offering/{id}/"
    );
    let list = Read::Offers(Cursor::First);
    let prices = Read::PricedOffers(vec![product]);
    assert_eq!(list.path(), "/api/v1/catalog/product_offering/");
    assert_eq!(list.path(), prices.path());
    assert_eq!(list.json(), None);
    assert_eq!(prices.rate_class(), RateClass::Reads);
}

#[test]
fn e20_offers_are_listed_in_any_wrapping_and_however_many_there_are() {
    for wrapped in [
        format!("[{OFFER}]"),
        format!(r#"{{"results":[{OFFER}],"count":1}}"#),
        OFFER.to_owned(),
    ] {
        assert_eq!(offers(&wrapped).rows[0].name, detail(OFFER).offer.name);
        assert_eq!(priced(&wrapped).len(), 1);
    }
    for none in ["", "null", "{}", "[]", r#"{"results":[]}"#] {
        assert_eq!(offers(none).rows, []);
        assert_eq!(priced(none), []);
        assert_eq!(categories(none), []);
    }
    let page = offers(r#"{"results":[{"id":"1"}],"next_page":"?page=2","count":20000}"#);
    assert_eq!(
        (page.next, page.count),
        (Some(Cursor::Link("?page=2".into())), Some(20_000))
    );
    let long = format!("[{}]", vec![r#"{"id":"1"}"#; 20_000].join(","));
    assert_eq!(offers(&long).rows.len(), 20_000);
}

#[test]
fn e21_options_are_groups_of_choices_without_a_table() {
    let options = detail(OFFER).options;
    let [option] = options.as_slice() else {
        panic!("{options:?}");
    };
    assert_eq!(
        (&option.name, &option.kind),
        (&text("SECURISATIONCOLLECTE"), &text("Option"))
    );
    let [value] = option.values.as_slice() else {
        panic!("{option:?}");
    };
    assert_eq!(value.option_id, text("241"));
    assert_eq!(value.label, text("SECURISATION COLLECTE Active - Passive"));
    assert_eq!(value.price, Some(cents(1_000)));
    assert_eq!(value.recurring, Some(true));

    let mut group: Value = serde_json::from_str(example!(
        "product_offering_detail.get.response.fragment.available_option"
    ))
    .unwrap();
    let choice: Value = serde_json::from_str(example!(
        "product_offering_detail.get.response.fragment.option_value"
    ))
    .unwrap();
    group["values"] = json!([choice]);
    let body = json!({"id": "1765", "available_options": [group]});
    assert_eq!(detail(&body.to_string()).options, options);

    let odd = json!({"id": "1", "available_options": [null, "GTR", {}, {"name": "A", "values": ["x", null, {"label": "y"}, 3]}]});
    let options = detail(&odd.to_string()).options;
    let names: Vec<_> = options.iter().map(|it| wire(it.name.as_ref())).collect();
    assert_eq!(names, [Some("GTR"), None, Some("A")]);
    let labels: Vec<_> = options[2]
        .values
        .iter()
        .map(|it| wire(it.label.as_ref()))
        .collect();
    assert_eq!(labels, [Some("x"), Some("y"), Some("3")]);
}

#[test]
fn e22_a_site_is_an_object_the_best_of_a_list_or_none() {
    let printed = Site {
        key: Some(SiteKey::new(
            "KHg6MS4wOTE0NTU7eTo0OS40NzQ0MDc3O2I6SU1CLzMxNTU1L1gvMDBSVik=",
        )),
        building_ref: text("IMB/31555/X/00RV"),
        x: text("1.091455"),
        y: text("49.4744077"),
    };
    for body in [
        SITE.to_owned(),
        format!("[{SITE}]"),
        format!(r#"{{"results":[{SITE}]}}"#),
    ] {
        assert_eq!(site(&body), Some(printed.clone()));
    }
    for none in [
        "",
        "null",
        "{}",
        "[]",
        r#"{"detail":"Not found."}"#,
        "[3]",
        r#"{"results":[]}"#,
    ] {
        assert_eq!(site(none), None, "{none}");
    }
    let by_position =
        site(r#"{"eligibility_id":"k","building_ref":"","location":null,"x":"1,09","y":49}"#);
    let told = Site {
        key: Some(SiteKey::new("k")),
        building_ref: None,
        x: text("1,09"),
        y: text("49"),
    };
    assert_eq!(by_position, Some(told));

    let several = r#"[{"building_ref":"B0"},{"id":"k10","building_ref":"IMB/10"},{"id":"k1","building_ref":"IMB/1"}]"#;
    let asked = |building: &str| SiteQuery {
        position: None,
        building_ref: text(building),
    };
    for (query, key) in [
        (asked("IMB/1"), "k1"),
        (asked(" imb/1"), "k1"),
        (asked("IMB/10"), "k10"),
        (asked("B0"), "k10"),
        (SiteQuery::default(), "k10"),
    ] {
        let found = site_of(&query, several).unwrap();
        assert_eq!(found.key.unwrap().wire(), key, "{query:?}");
    }
    let keyless = site(r#"[{"building_ref":"B0"}]"#).unwrap();
    assert_eq!((keyless.key, keyless.building_ref), (None, text("B0")));
}

#[test]
fn e23_an_example_that_was_cut_and_completed_is_read_to_its_end() {
    let offers = item_of(COMPOSED).offers.unwrap();
    let [offer] = offers.as_slice() else {
        panic!("{offers:?}");
    };
    assert_eq!(offer.product, Some(ProductId::new("2173")));
    assert_eq!(offer.bandwidth_guarantee, Some(Lenient::Value(Mbps(20))));
    assert_eq!(offer.commitment, Some(Lenient::Value(Months(24))));
    assert_eq!(
        (&offer.tarif_zone, offer.on_quotation),
        (&None, Some(false))
    );
    let cut = &COMPOSED[..COMPOSED.rfind("on_quotation").unwrap()];
    let read = Read::Qualification(QualificationId::new(REQUEST_ID));
    assert_eq!(reply(&read, cut).unwrap_err().kind, FailureKind::Unreadable);
}

#[test]
fn e24_a_request_and_its_items_have_a_state_and_a_history_each() {
    let history = |state: &str| json!([{"state": "acknowledged", "change_date": "2025-04-04T10:00:00Z", "change_reason": ""}, {"state": state, "change_date": "2025-04-04", "change_reason": "bad key"}]);
    let one =
        |id: &str, state: &str| json!({"id": id, "state": state, "state_change": history(state)});
    let body = json!({
        "id": "r", "state": "done.ready", "state_change": history("done.ready"),
        SPELLINGS[0]: [one("a", "done.unable_to_provide"), one("b", "terminated_with_error")],
    });
    let found = request(&body.to_string());
    assert_eq!(found.state, Some(QualificationState::Ready));
    let items = found.items.unwrap();
    assert_eq!(items[0].state, Some(QualificationState::UnableToProvide));
    assert_eq!(items[1].state, Some(QualificationState::Error));
    let last = items[1].changes.as_ref().unwrap().last().unwrap().clone();
    assert_eq!(last.state, QualificationState::Error);
    assert_eq!(
        (last.at, last.reason),
        (date("2025-04-04"), text("bad key"))
    );

    let odd =
        json!([{"state": "frozen"}, "acknowledged", null, {}, {"change_date": "2025-04-04"}, 3]);
    let changes = item_with("state_change", &odd).changes.unwrap();
    let words: Vec<_> = changes.iter().map(|change| change.state.word()).collect();
    assert_eq!(
        words,
        ["frozen", "acknowledged", "", "3"],
        "in the server's order"
    );
    assert_eq!(item_with("state_change", &json!(null)).changes, None);
}

#[test]
fn r2_kinds_of_site_are_whatever_the_referential_says() {
    let read = Read::SiteConnections;
    for (body, first) in [
        (
            example!("referential_site_connection.get.response"),
            "Standard ou No-catégorisé",
        ),
        (
            example!("referential_site_connection.get.response.eligibility_page"),
            "Standard ou non-catégorisé",
        ),
        (r#"["Autre"]"#, "Autre"),
    ] {
        let Reply::SiteConnections(kinds) = reply(&read, body).unwrap() else {
            panic!("kinds of site were asked for");
        };
        assert_eq!(kinds[0].wire(), first);
    }
}

#[test]
fn r8_no_business_code_is_named_by_any_call_of_the_catalogue() {
    let codes = reply(
        &Read::BusinessCodes(Cursor::First),
        example!("referential_business_code.get.response"),
    );
    let Ok(Reply::BusinessCodes(page)) = codes else {
        panic!("business codes were asked for");
    };
    assert!(page.rows[0].code.is_some());
    let product = ProductId::new("1765");
    for read in [
        Read::Categories,
        Read::Offers(Cursor::First),
        Read::Offer(product.clone(), None),
        Read::PricedOffers(vec![product]),
    ] {
        assert!(!read.path().contains("business"), "{read:?}");
        let said = read.json().map(|json| json.to_string());
        assert_eq!(said.as_deref().unwrap_or(r#"["1765"]"#), r#"["1765"]"#);
    }
}

#[test]
fn a_user_is_a_mail_address_a_name_a_text_or_whatever_came() {
    for (value, user) in [
        (
            json!({"email": "a@b.fr", "first_name": "Ano"}),
            Some("a@b.fr"),
        ),
        (
            json!({"email": "", "first_name": "Ano", "last_name": "Nymous"}),
            Some("Ano Nymous"),
        ),
        (json!("ano"), Some("ano")),
        (json!({"login": "ano"}), Some(r#"{"login":"ano"}"#)),
        (json!({"email": null, "first_name": ""}), None),
        (json!({}), None),
        (json!(null), None),
    ] {
        assert_eq!(
            wire(item_with("user", &value).user.as_ref()),
            user,
            "{value}"
        );
    }
}
