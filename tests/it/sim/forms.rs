//! The switches for everything the documentation leaves open, seen over HTTP.

use covage_tui::sim::scenario::{
    ContactShape, ErrorShape, ListShape, ManagerShape, NumberStyle, PageLink, Paging, ProductShape,
    Shape,
};
use covage_tui::sim::{DateStyle, Scenario};
use serde_json::{Value, json};

use super::client::Probe;

async fn probe(change: impl FnOnce(&mut Shape)) -> Probe {
    Probe::start(Scenario::default().orders(60).page_size(25).shape(change)).await
}

async fn first_detail(probe: &Probe) -> Value {
    let reference = probe.sim.world(|world| world.references()[0].clone());
    probe
        .get(&format!("/api/v1/order/{reference}/"))
        .await
        .json()
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_link_leads_through_all_orders_once() {
    for kind in [
        PageLink::Number,
        PageLink::Text,
        PageLink::RelativeUrl,
        PageLink::AbsoluteUrl,
    ] {
        let probe = probe(|shape| shape.page_link = kind).await;
        let mut seen = Vec::new();
        let mut path = "/api/v1/order/".to_owned();
        loop {
            let page = probe.get(&path).await.json();
            let rows = page["results"].as_array().unwrap().clone();
            seen.extend(
                rows.into_iter()
                    .map(|row| row["order_reference"].as_str().unwrap().to_owned()),
            );
            path = match &page["next_page"] {
                Value::Null => break,
                Value::Number(number) => format!("/api/v1/order/?page={number}"),
                Value::String(text) if text.starts_with("http") => {
                    text.strip_prefix(&probe.sim.api_url()).unwrap().to_owned()
                }
                Value::String(text) if text.starts_with('/') => text.clone(),
                Value::String(number) => format!("/api/v1/order/?page={number}"),
                other => panic!("{other}"),
            };
        }
        assert_eq!(
            seen,
            probe.sim.world(|world| world.references()),
            "{kind:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn lists_come_in_every_wrapping() {
    let array = probe(|shape| shape.list = ListShape::Array)
        .await
        .get("/api/v1/order/")
        .await
        .json();
    assert_eq!(array.as_array().unwrap().len(), 25);
    let envelope = probe(|shape| shape.list = ListShape::Envelope).await;
    assert_eq!(
        envelope.get("/api/v1/referential/project/").await.json()["count"],
        5
    );
    let lone = probe(|shape| shape.lone_row_as_object = true).await;
    assert_eq!(
        lone.get("/api/v1/referential/project/?code=FLASH")
            .await
            .json()["code"],
        "FLASH"
    );
    let ignored = probe(|shape| shape.paging = Paging::Ignored).await;
    let page = async |n: u8| {
        ignored
            .get(&format!("/api/v1/order/?page={n}"))
            .await
            .json()["results"][0]
            .clone()
    };
    assert_eq!(page(1).await, page(2).await);
}

#[tokio::test(start_paused = true)]
async fn details_take_the_forms_of_the_tables() {
    let printed = first_detail(&probe(|_| {}).await).await;
    assert!(printed["product"].is_object() && printed["manager_regional"].is_object());
    let other = probe(|shape| {
        shape.product = ProductShape::Array;
        shape.managers = ManagerShape::JsonText;
        shape.contacts = ContactShape::Null;
        shape.numbers = NumberStyle::Text;
    });
    let other = first_detail(&other.await).await;
    assert!(other["product"][0]["price"].is_string());
    let manager: Value = serde_json::from_str(other["manager_regional"].as_str().unwrap()).unwrap();
    assert_eq!(manager["name"], printed["manager_regional"]["name"]);
    assert_eq!(other["related_contact_information"], Value::Null);
}

#[tokio::test(start_paused = true)]
async fn dates_take_every_spelling() {
    for (style, length) in [
        (DateStyle::Utc, 20),
        (DateStyle::UtcMillis, 24),
        (DateStyle::Offset, 25),
        (DateStyle::OffsetMillis, 29),
        (DateStyle::Day, 10),
    ] {
        let row = probe(|shape| shape.dates = style)
            .await
            .get("/api/v1/order/")
            .await
            .json()["results"][0]
            .clone();
        assert_eq!(
            row["modification_date"].as_str().unwrap().len(),
            length,
            "{style:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn unknown_and_missing_things_appear() {
    let probe = probe(|shape| {
        shape.unknown_states = true;
        shape.unknown_fields = true;
        shape.missing_percent = 50;
    })
    .await;
    let mut states = 0;
    let mut with_customer = 0;
    for page in 1..=3 {
        let rows = probe
            .get(&format!("/api/v1/order/?page={page}"))
            .await
            .json()["results"]
            .clone();
        for row in rows.as_array().unwrap() {
            assert!(row["order_reference"].is_string() && row["x_undocumented"].is_object());
            states += usize::from(row["state"] == "awaiting_partner_validation");
            with_customer += usize::from(row.get("end_customer_name").is_some());
        }
    }
    assert!((1..20).contains(&states), "{states}");
    assert!((10..50).contains(&with_customer), "{with_customer}");
}

#[tokio::test(start_paused = true)]
async fn slashes_matter_and_can_be_turned_around() {
    let strict = Probe::start(Scenario::default()).await;
    assert_eq!(strict.get("/api/v1/order").await.status, 404);
    assert_eq!(strict.sim.stats().unknown_paths, 1);
    let mut scenario = Scenario::default();
    scenario
        .unslashed
        .push("/api/v1/referential/project/".to_owned());
    scenario
        .missing
        .push("/api/v1/referential/terminate_reason/".to_owned());
    let odd = Probe::start(scenario).await;
    assert_eq!(odd.get("/api/v1/referential/project").await.status, 200);
    assert_eq!(odd.get("/api/v1/referential/project/").await.status, 404);
    assert_eq!(
        odd.get("/api/v1/referential/terminate_reason/")
            .await
            .status,
        404
    );
    assert_eq!(odd.get("/api/v1/terminate_reason/").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn errors_take_every_form() {
    let body = async |kind| {
        probe(|shape| shape.errors = kind)
            .await
            .get("/api/v1/order/CMD_X_1/")
            .await
            .text()
    };
    assert_eq!(
        body(ErrorShape::Detail).await,
        json!({ "detail": "Pas trouvé." }).to_string()
    );
    assert_eq!(
        body(ErrorShape::Fields).await,
        json!({ "non_field_errors": ["Pas trouvé."] }).to_string()
    );
    assert_eq!(body(ErrorShape::Text).await, "Pas trouvé.");
    assert_eq!(body(ErrorShape::Empty).await, "");
}

#[tokio::test(start_paused = true)]
async fn documents_download_even_with_a_slash_in_their_name() {
    let probe = Probe::start(Scenario::default()).await;
    let mut with_slash = 0;
    for reference in probe.sim.world(|world| world.references()) {
        let groups = probe
            .get(&format!("/api/v1/order/{reference}/documents/"))
            .await
            .json();
        for file in groups
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|group| group["values"].as_array().unwrap())
        {
            let file = file.as_str().unwrap();
            if !file.contains('/') && with_slash > 0 {
                continue;
            }
            with_slash += usize::from(file.contains('/'));
            let segment =
                percent_encoding::utf8_percent_encode(file, percent_encoding::NON_ALPHANUMERIC);
            let reply = probe
                .get(&format!("/api/v1/order/{reference}/{segment}/download/"))
                .await;
            assert_eq!(reply.status, 200, "{file}");
            assert!(reply.body.starts_with(b"%PDF-1.4") && reply.body.ends_with(b"%%EOF\n"));
        }
    }
    assert!(with_slash > 3, "{with_slash}");
    let reference = &probe.references().await[0];
    assert_eq!(
        probe
            .get(&format!("/api/v1/order/{reference}/none.pdf/download/"))
            .await
            .status,
        404
    );
}
