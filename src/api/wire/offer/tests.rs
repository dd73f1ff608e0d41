use super::*;
use crate::domain::lenient::{Mbps, Months};

fn offer(json: &str) -> Offer {
    super::offer(Field::new(serde_json::from_str(json).unwrap()))
}

fn key(json: &str) -> Option<String> {
    let product = offer(json).product;
    product.map(|product| product.wire().to_owned())
}

fn cents(value: impl Into<Option<i64>>) -> Option<Lenient<Cents>> {
    value.into().map(|value| Lenient::Value(Cents(value)))
}

fn raw<T>(said: &str) -> Option<Lenient<T>> {
    Text::non_empty(said).map(Lenient::Raw)
}

fn said(text: Option<&Text>) -> Option<&str> {
    text.map(Text::wire)
}

#[test]
fn q3_the_api_s_own_words_are_read() {
    let json = r#"{"product_id":"2173","name":"BPEA 20M/100M ","price":145.0,"fas":"360","far":"240,00",
                   "commitment":"24MOIS","bandwidth":100,"state":"ready","comment":""}"#;
    let offer = offer(json);
    assert_eq!(
        said(offer.product.as_ref().map(ProductId::text)),
        Some("2173")
    );
    assert_eq!(said(offer.name.as_ref()), Some("BPEA 20M/100M "));
    assert_eq!(offer.monthly, cents(14_500));
    assert_eq!((&offer.fas, &offer.far), (&cents(36_000), &cents(24_000)));
    assert_eq!(offer.term, Some(Lenient::Value(Months(24))));
    assert_eq!(offer.bandwidth, Some(Lenient::Value(Mbps(100))));
    assert_eq!(offer.state, Some(OfferState::Ready));
    assert_eq!(offer.comment, None);
    assert_eq!(offer.total(), Some(Cents(14_500 * 24 + 60_000)));
    assert_eq!(offer.raw.wire(), json);
}

#[test]
fn q3_an_amount_is_found_under_every_spelling() {
    for monthly in [
        r#"{"monthly":145}"#,
        r#"{"monthly_price":"145.00"}"#,
        r#"{"priceMonthly":145}"#,
        r#"{"price_per_month":"145 €"}"#,
        r#"{"prix_mensuel_ht":"145,00 EUR HT"}"#,
        r#"{"recurring":145}"#,
        r#"{"recurring_charge":145}"#,
        r#"{"MRC":145}"#,
        r#"{"total_amount_monthly":145}"#,
        r#"{"price":145,"recurring":true}"#,
        r#"{"amount":145,"period":"mensuel"}"#,
        r#"{"price":{"amount":145,"currency":"EUR"}}"#,
        r#"{"price":{"ht":145,"ttc":174}}"#,
        r#"{"price":{"monthly":145,"fas":360}}"#,
        r#"{"monthly":{"value":145,"currency":"EUR"}}"#,
        r#"{"product":{"id":1,"price":145}}"#,
        r#"{"price":145,"monthly_price":"145.0"}"#,
    ] {
        assert_eq!(offer(monthly).monthly, cents(14_500), "{monthly}");
    }
    for fas in [
        r#"{"fas":360}"#,
        r#"{"FAS":"360"}"#,
        r#"{"price_fas":360}"#,
        r#"{"fasPrice":360}"#,
        r#"{"montant_fas_ht":"360"}"#,
        r#"{"prices":{"fas":"360.00","far":0}}"#,
        r#"{"fees":{"fas":360}}"#,
        r#"{"fas":{"amount":360}}"#,
        r#"{"offer":{"fas":360}}"#,
    ] {
        assert_eq!(offer(fas).fas, cents(36_000), "{fas}");
        assert_eq!(offer(fas).monthly, None, "{fas}");
    }
    assert_eq!(offer(r#"{"frais_acces_reseau":1}"#).far, cents(100));
}

#[test]
fn q3_none_is_never_0_and_0_is_never_none() {
    for none in ["null", "\"\"", "{}", "[]", r#"{"amount":null}"#] {
        let offer = offer(&format!(r#"{{"price":{none},"fas":{none},"far":{none}}}"#));
        assert_eq!(
            (offer.monthly, offer.fas, offer.far),
            (None, None, None),
            "{none}"
        );
    }
    assert_eq!(offer(r#"{"fas":0}"#).fas, cents(0));
    assert_eq!(offer(r#"{"product_id":"1"}"#).monthly, None);
}

#[test]
fn q3_an_amount_that_cannot_be_read_keeps_the_server_s_words() {
    for (json, words) in [
        (r#"{"price":"sur devis"}"#, "sur devis"),
        (r#"{"price":"N/A"}"#, "N/A"),
        (r#"{"price":"1.234,56"}"#, "1.234,56"),
        (r#"{"price":"174 € TTC"}"#, "174 € TTC"),
        (r#"{"price":1e3}"#, "1e3"),
        (r#"{"price":[145,160]}"#, "[145,160]"),
        (
            r#"{"price":{"odd":{"deep":145}}}"#,
            r#"{"odd":{"deep":145}}"#,
        ),
        (r#"{"price":1740,"period":"year"}"#, "1740 year"),
        (
            r#"{"price":{"amount":1740,"period":"annual"}}"#,
            "1740 annual",
        ),
    ] {
        assert_eq!(offer(json).monthly, raw(words), "{json}");
        assert!(offer(json).is_price_unknown());
    }
}

#[test]
fn q3_two_places_that_disagree_are_shown_and_not_believed() {
    let offer = offer(
        r#"{"price":120,"monthly_price":145,"fas":360,"product":{"fas":"500","id":"7"},"commitment":"24MOIS",
            "duration":36,"bandwidth_guarantee":20,"bandwidth_max":100,"product_id":"7"}"#,
    );
    assert_eq!(offer.monthly, raw("145 / 120"));
    assert_eq!(offer.fas, raw("360 / 500"));
    assert_eq!(offer.term, raw("24MOIS / 36"));
    assert_eq!(offer.bandwidth, raw("20 / 100"));
    assert_eq!(offer.total(), None);
    assert_eq!(
        super::tests::offer(r#"{"price":145,"PRICE":"N/A"}"#).monthly,
        raw("145 / N/A")
    );
}

#[test]
fn q3_money_that_is_something_else_is_not_read() {
    for json in [
        r#"{"total":4080}"#,
        r#"{"total_price":4080}"#,
        r#"{"annual_price":1740}"#,
        r#"{"price_ttc":174}"#,
        r#"{"setup_fee":360}"#,
        r#"{"installation":360}"#,
        r#"{"unit_price":1}"#,
        r#"{"options":{"price":10}}"#,
        r#"{"product":{"options":{"price":10}}}"#,
        r#"{"recurring":true}"#,
        r#"{"price":360,"recurring":false}"#,
    ] {
        let offer = offer(json);
        assert_eq!(
            (offer.monthly, offer.fas, offer.far),
            (None, None, None),
            "{json}"
        );
        assert_eq!(offer.raw.wire(), json);
    }
}

#[test]
fn q3_the_key_is_the_name_that_accept_uses_before_any_other() {
    for json in [
        r#"{"id":88,"product_id":2173,"product_offering_id":"BPE_20"}"#,
        r#"{"id":88,"product_offering_id":"2173"}"#,
        r#"{"id":88,"productOfferingId":"2173"}"#,
        r#"{"id":88,"product":"2173"}"#,
        r#"{"id":88,"product":{"id":2173,"name":"BPEA","code":"BPE_20"}}"#,
        r#"{"id":88,"offer":{"product_id":"2173"}}"#,
        r#"{"id":"2173"}"#,
        r#"{"product":{"code":"2173"}}"#,
    ] {
        assert_eq!(key(json).as_deref(), Some("2173"), "{json}");
    }
    for none in [
        r#"{"product_id":"1","product":{"product_id":"2"},"id":"3"}"#,
        r#"{"offer_id":"1","product":{"id":"2"}}"#,
        r#"{"product_id":""}"#,
        r#"{"reference":"1"}"#,
        "[1]",
        "\"2173\"",
        "3",
    ] {
        assert_eq!(key(none), None, "{none}");
    }
}

#[test]
fn q3_a_state_is_a_word_or_a_flag_of_the_offer_itself() {
    let state = |json: &str| offer(json).state.map(|state| state.word().to_owned());
    assert_eq!(
        offer(r#"{"status":"refused"}"#).state,
        Some(OfferState::Refused)
    );
    assert_eq!(
        offer(r#"{"is_accepted":true,"refused":false}"#).state,
        Some(OfferState::Accepted)
    );
    assert_eq!(
        offer(r#"{"declined":"True"}"#).state,
        Some(OfferState::Refused)
    );
    assert_eq!(
        state(r#"{"state":"ready","status":"refused"}"#).unwrap(),
        "ready / refused"
    );
    assert_eq!(
        state(r#"{"accepted":true,"expired":true}"#).unwrap(),
        "accepted / expired"
    );
    assert_eq!(state(r#"{"state":"frozen"}"#).unwrap(), "frozen");
    assert_eq!(
        state(r#"{"product":{"state":"active"},"accepted":false}"#),
        None
    );
}

#[test]
fn q3_names_and_comments_are_found_and_the_offer_s_own_comes_first() {
    let name = |json: &str| offer(json).name.map(|name| name.wire().to_owned());
    assert_eq!(
        name(r#"{"product":{"name":"inner"},"label":"own"}"#).unwrap(),
        "own"
    );
    assert_eq!(
        name(r#"{"product_name":"long","label":"own"}"#).unwrap(),
        "own"
    );
    assert_eq!(name(r#"{"offer":"BPEA 20M","id":1}"#).unwrap(), "BPEA 20M");
    assert_eq!(name(r#"{"product":{"libelle":"BPEA"}}"#).unwrap(), "BPEA");
    assert_eq!(name(r#"{"name":""}"#), None);
    let declined = offer(r#"{"comment":null,"refusal_comment":"too dear"}"#);
    assert_eq!(said(declined.comment.as_ref()), Some("too dear"));
}

#[test]
fn q3_whatever_comes_in_place_of_an_offer_is_kept_as_it_came() {
    let all = "[null,3,\"text\",[],{},{\"x\":{\"y\":1}},[[1]]]";
    let interner = crate::api::intern::Interner::default();
    let mut words = interner.words();
    let mut reading = Reading::new(&mut words);
    let found = offers(Field::new(serde_json::from_str(all).unwrap()), &mut reading);
    let raw: Vec<_> = found.iter().map(|offer| offer.raw.wire()).collect();
    assert_eq!(
        raw,
        ["3", "\"text\"", "[]", "{}", r#"{"x":{"y":1}}"#, "[[1]]"]
    );
    assert!(
        found
            .iter()
            .all(|offer| offer.product.is_none() && offer.is_price_unknown())
    );
    let lone = Field::new(serde_json::from_str(r#"{"product_id":1,"price":2}"#).unwrap());
    assert_eq!(offers(lone, &mut reading)[0].monthly, cents(200));
}
