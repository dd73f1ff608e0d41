//! Eligibility over real sockets: what exactly is asked and sent, and what the answers are taken for.

use std::time::Duration;

use covage_tui::domain::eligibility::{
    ItemFilter, QualificationFilter, QualificationState, SiteQuery,
};
use covage_tui::domain::failure::FailureKind;
use covage_tui::domain::ids::{ProductId, QualificationId, QualificationItemId};
use covage_tui::domain::request::{Cursor, Read, Reply};
use covage_tui::domain::text::Text;
use covage_tui::domain::write::{Outcome, Receipt, Way, Write};
use serde_json::Value;

use super::all_writes::{answer_to, asked};
use super::stub::{Act, Rig, Stub, answer, json};

fn printed(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

macro_rules! printed {
    ($name:literal) => {
        printed(include_str!(concat!("../../fixtures/api/", $name)))
    };
}

const PRICED: &str =
    r#"[{"id":"BPE_100M_24MOIS","price":155.0},{"id":"BPEA_20M_24MOIS","price":null}]"#;

fn text(text: &str) -> Option<Text> {
    Text::non_empty(text)
}

fn prices() -> Read {
    Read::PricedOffers(
        ["BPE_100M_24MOIS", "BPEA_20M_24MOIS"]
            .map(ProductId::new)
            .into(),
    )
}

fn building() -> Read {
    Read::Site(SiteQuery {
        position: None,
        building_ref: text("IMB/31555/X/00RV"),
    })
}

#[tokio::test]
async fn every_read_is_the_call_the_contract_prints() {
    let poq = "/api/v1/product_offering_qualification";
    let by_both = SiteQuery {
        position: Some(("1.091455".into(), "49.4744077".into())),
        building_ref: text("IMB/31555/X/00RV"),
    };
    let requests = QualificationFilter {
        state: text("done.ready"),
        external_id: text("a&b"),
        project: text("5678"),
        creation_date_gt: text("2025-12-15T10:00:00Z"),
        creation_date_lt: text("2025-12-16T10:00:00Z"),
    };
    let items = ItemFilter {
        state: text("done.ready"),
        density: text("T"),
        building_ref: text("IMB/31555"),
        offer_technologies: text("FIBDE,FIBMU"),
        creation_date_gt: text("2025-12-15T10:00:00Z"),
        creation_date_lt: text("2025-12-16T10:00:00Z"),
        search: text("a+b"),
        sort: text("-creation_date"),
    };
    let between =
        "creation_date_gt=2025-12-15T10%3A00%3A00Z&creation_date_lt=2025-12-16T10%3A00%3A00Z";
    for (read, line) in [
        (
            Read::Site(by_both),
            "GET /api/v4/eligibility/site/?x=1.091455&y=49.4744077&building_ref=IMB%2F31555%2FX%2F00RV"
                .to_owned(),
        ),
        (
            Read::Qualifications(QualificationFilter::default(), Cursor::First),
            format!("GET {poq}/"),
        ),
        (
            Read::Qualifications(requests, Cursor::Number(2)),
            format!("GET {poq}/?state=done.ready&external_id=a%26b&project_id=5678&{between}&page=2"),
        ),
        (
            Read::Qualification(QualificationId::new("a/b")),
            format!("GET {poq}/a%2Fb/"),
        ),
        (
            Read::Items(items, Cursor::First),
            format!(
                "GET {poq}_item/?state=done.ready&density=T&building_ref=IMB%2F31555&offer_technologies=FIBDE%2CFIBMU&{between}&search=a%2Bb&sort=-creation_date"
            ),
        ),
        (
            Read::Item(QualificationItemId::new("i")),
            format!("GET {poq}_item/i/"),
        ),
        (Read::Categories, "GET /api/v1/catalog/category/".to_owned()),
        (
            Read::Offers(Cursor::Number(3)),
            "GET /api/v1/catalog/product_offering/?page=3".to_owned(),
        ),
        (
            Read::Offer(ProductId::new("1765"), None),
            "GET /api/v1/product_offering/1765/".to_owned(),
        ),
        (
            Read::Offer(ProductId::new("1765"), text("2")),
            "GET /api/v1/product_offering/1765/?zone=2".to_owned(),
        ),
        (prices(), "POST /api/v1/catalog/product_offering/".to_owned()),
    ] {
        let rig = Rig::api(|_, _| json(r#"{"id":"1"}"#)).await;
        let exchange = rig.client.exchange(&read).await;
        assert!(exchange.result.is_ok(), "{read:?}");
        assert_eq!((exchange.calls, rig.api.lines()), (1, vec![line]));
    }
}

#[tokio::test]
async fn e18_chosen_offers_are_asked_for_with_a_body_and_come_with_their_prices() {
    let rig = Rig::api(|_, _| json(PRICED)).await;
    let Reply::PricedOffers(offers) = rig.client.read(&prices()).await.unwrap() else {
        panic!("offers were asked for");
    };
    assert_eq!((offers.len(), &offers[1].price), (2, &None));
    let call = rig.api.calls().remove(0);
    assert_eq!(
        printed(&call.body),
        printed!("catalog_product_offering.post.request.json")
    );
    assert_eq!(call.header("content-type"), Some("application/json"));
    assert_eq!(call.header("accept"), Some("application/json"));
    assert_eq!(call.header("authorization"), Some("Bearer canary-access-0"));
}

#[tokio::test]
async fn g1_what_is_asked_with_a_body_has_one_spelling_and_follows_no_redirect() {
    for status in [404, 301, 307] {
        let rig = Rig::api(move |_, _| answer(status, "Location: /elsewhere\r\n", "")).await;
        for _ in 0..2 {
            let exchange = rig.client.exchange(&prices()).await;
            let failure = exchange.result.unwrap_err();
            assert_eq!((failure.status, exchange.calls), (Some(status), 1));
        }
    }
    let rig = Rig::api(|call, _| {
        if call.line.ends_with('/') && call.line.starts_with("GET") {
            answer(404, "", "")
        } else {
            json(PRICED)
        }
    })
    .await;
    assert_eq!(
        rig.client
            .exchange(&Read::Offers(Cursor::First))
            .await
            .calls,
        2
    );
    assert_eq!(rig.client.exchange(&prices()).await.calls, 1);
    assert_eq!(
        rig.api.lines()[2],
        "POST /api/v1/catalog/product_offering/",
        "the spelling of the list is not that of the prices"
    );
}

#[tokio::test]
async fn prices_that_meet_a_dead_token_are_asked_for_again_with_the_next() {
    let rig = Rig::api(|call, _| match call.header("authorization") {
        Some("Bearer canary-access-0") => answer(401, "", ""),
        _ => json(PRICED),
    })
    .await;
    let exchange = rig.client.exchange(&prices()).await;
    assert!(exchange.result.is_ok());
    assert_eq!(exchange.calls, 2);
    let bodies: Vec<_> = rig.api.calls().into_iter().map(|call| call.body).collect();
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn e22_a_site_that_is_not_found_is_an_answer_and_a_page_is_a_failure() {
    for (status, said) in [
        (200, ""),
        (200, "[]"),
        (404, r#"{"detail":"Not found."}"#),
        (404, ""),
        (404, "null"),
    ] {
        let rig = Rig::api(move |_, _| answer(status, "", said)).await;
        let found = rig.client.read(&building()).await;
        assert_eq!(found, Ok(Reply::Site(None)), "{status} {said}");
    }
    for (status, said, kind) in [
        (
            404,
            "<html><h1>Not Found</h1></html>",
            FailureKind::NotFound,
        ),
        (400, r#"{"detail":"x and y"}"#, FailureKind::Refused),
        (410, "{}", FailureKind::NotFound),
        (503, "", FailureKind::Server),
    ] {
        let rig = Rig::api(move |_, _| answer(status, "", said)).await;
        let failure = rig.client.read(&building()).await.unwrap_err();
        assert_eq!(failure.kind, kind, "{status} {said}");
    }
    let rig = Rig::api(|_, _| answer(404, "", "{}")).await;
    let other = Read::Qualification(QualificationId::new("r"));
    let failure = rig.client.read(&other).await.unwrap_err();
    assert_eq!(
        failure.kind,
        FailureKind::NotFound,
        "only sites are searched for"
    );
}

#[tokio::test]
async fn e22_no_site_is_believed_only_after_every_spelling_and_costs_one_call_from_then_on() {
    const SITE: &str = r#"{"id":"k"}"#;
    let rig = Rig::api(|_, before| match before {
        2 => json(SITE),
        _ => answer(404, "", r#"{"detail":"Not found."}"#),
    })
    .await;
    for (calls, is_found) in [(2, false), (1, true), (1, false)] {
        let exchange = rig.client.exchange(&building()).await;
        let Ok(Reply::Site(site)) = exchange.result else {
            panic!("{exchange:?}");
        };
        assert_eq!((exchange.calls, site.is_some()), (calls, is_found));
    }
    let slashless = Rig::api(|call, _| {
        if call.line.contains("/site/?") {
            answer(404, "", r#"{"detail":"no such path"}"#)
        } else {
            json(SITE)
        }
    })
    .await;
    let found = slashless.client.read(&building()).await.unwrap();
    assert!(matches!(found, Reply::Site(Some(_))), "{found:?}");
    let lost = Rig::api(|_, before| match before {
        0 => answer(404, "", "{}"),
        _ => answer(503, "", ""),
    })
    .await;
    let failure = lost.client.read(&building()).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Server, "half an answer is none");
}

#[tokio::test]
async fn e4_e5_each_way_of_asking_answers_the_request_it_made() {
    let Outcome::Applied(Receipt::Qualification(made)) =
        told(Way::Sync, answer_to(&Write::Qualify(asked(Way::Sync)))).await
    else {
        panic!("the answer names the request");
    };
    assert_eq!(made.state, Some(QualificationState::Ready));
    assert_eq!((made.project, made.user), (None, None));
    let item = made.items.unwrap().remove(0);
    assert_eq!(item.request, Some(made.id));
    assert_eq!(item.offers.unwrap().len(), 4);

    for (body, state, items) in [
        (
            include_str!("../../fixtures/api/product_offering_qualification.post.response.json"),
            Some(QualificationState::Acknowledged),
            Some(1),
        ),
        (
            include_str!(
                "../../fixtures/api/product_offering_qualification.post.response.minimal.json"
            ),
            None,
            None,
        ),
        (r#"[{"id":7}]"#, None, None),
        (
            r#"{"id":"r","product_offering_qualification_items":[]}"#,
            None,
            None,
        ),
    ] {
        let outcome = told(Way::Async, body).await;
        let Outcome::Applied(Receipt::Qualification(made)) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!((made.state, made.broken), (state, None), "{body}");
        assert_eq!(made.items.map(|items| items.len()), items, "{body}");
    }
    for bare in [
        r#"{"creation_date":"2025-04-04"}"#,
        r#"{"id":null}"#,
        r#""r""#,
        "[7]",
    ] {
        for way in [Way::Sync, Way::Async] {
            let outcome = told(way, bare).await;
            assert_eq!(outcome, Outcome::Applied(Receipt::Bare), "{bare}");
        }
    }
}

async fn told(way: Way, body: &'static str) -> Outcome {
    let rig = Rig::api(move |_, _| json(body)).await;
    rig.writer.send(&Write::Qualify(asked(way))).await
}

#[tokio::test]
async fn e1_what_is_asked_is_sent_as_the_contract_prints_it() {
    let mut body = printed!("product_offering_qualification_sync.post.request.json");
    body["product_offering_qualification_items"][0]["resolve_pricing"] = false.into();
    for way in [Way::Sync, Way::Async] {
        let rig = Rig::api(|_, _| json(r#"{"id":"r"}"#)).await;
        rig.writer.send(&Write::Qualify(asked(way))).await;
        let call = rig.api.calls().remove(0);
        assert_eq!(call.line, format!("POST {}", way.path()));
        assert_eq!(printed(&call.body), body);
    }
}

#[tokio::test]
async fn a_refused_request_says_which_field_was_wrong() {
    let rig = Rig::api(|_, _| {
        answer(
            400,
            "",
            r#"{"product_offering_qualification_items":[{"eligibility_id":["Invalid."]}]}"#,
        )
    })
    .await;
    let outcome = rig.writer.send(&Write::Qualify(asked(Way::Async))).await;
    let Outcome::Refused(failure) = outcome else {
        panic!("{outcome:?}");
    };
    let why = failure.detail.unwrap();
    assert_eq!(
        why.wire(),
        "product_offering_qualification_items: eligibility_id: Invalid."
    );
}

/// Answers a synchronous call after `wait`.
async fn slow(wait: Duration) -> (Outcome, Duration) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = vec![0; 16 * 1024];
        let _ = stream.read(&mut buffer).await;
        tokio::time::sleep(wait).await;
        let Act::Say(bytes) = json(r#"{"id":"r","state":"done.ready"}"#) else {
            return;
        };
        // The client may have given up.
        let _ = stream.write_all(&bytes).await;
        std::future::pending::<()>().await;
    });
    let mut api = Stub::start(|_, _| Act::Hang).await;
    api.url = url;
    let identity = Stub::start(|_, _| super::stub::token("a", "r", 3_600.0)).await;
    let rig = Rig::new(api, identity);
    let began = tokio::time::Instant::now();
    let outcome = rig.writer.send(&Write::Qualify(asked(Way::Sync))).await;
    (outcome, began.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_synchronous_check_may_think_for_most_of_a_minute() {
    let (outcome, took) = slow(Duration::from_secs(55)).await;
    assert!(
        matches!(outcome, Outcome::Applied(Receipt::Qualification(_))),
        "{outcome:?}"
    );
    assert_eq!(took.as_secs(), 55);
    let (outcome, took) = slow(Duration::from_secs(65)).await;
    assert!(
        matches!(&outcome, Outcome::Unknown(why) if why.kind == FailureKind::Timeout),
        "{outcome:?}"
    );
    assert_eq!(took.as_secs(), 60);
}

#[tokio::test]
async fn a_key_that_was_made_up_is_never_asked_for() {
    let rig = Rig::api(|_, _| json("{}")).await;
    for read in [
        Read::Qualification(QualificationId::new("?row-0123456789abcdef")),
        Read::Item(QualificationItemId::new("..")),
        Read::Offer(ProductId::new(""), None),
    ] {
        let failure = rig.client.read(&read).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::NotFound, "{read:?}");
    }
    assert!(rig.api.calls().is_empty());
}
