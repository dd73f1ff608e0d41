//! The printed examples of the contract, read by the client, value by value; then the same examples bent in every way
//! the contract leaves open, and finally at random.

use covage_tui::api::intern::Interner;
use covage_tui::api::wire::decode;
use covage_tui::domain::date::FlexDate;
use covage_tui::domain::eligibility::{ItemFilter, QualificationFilter, SiteQuery};
use covage_tui::domain::failure::{Failure, FailureKind};
use covage_tui::domain::ids::{
    BasketId, LineId, OrderId, OrderRef, ProductId, QualificationId, QualificationItemId, SiteCode,
    TaskId,
};
use covage_tui::domain::lenient::{Cents, Lenient, Mbps, Months, Weeks};
use covage_tui::domain::order::{OrderDetail, OrderState, OrderSummary};
use covage_tui::domain::quote::LineFilter;
use covage_tui::domain::request::{Cursor, Page, Read, Reply};
use covage_tui::domain::text::Text;
use covage_tui::domain::timeline::{HistoricState, ProductionStep};
use proptest::prelude::*;
use serde_json::{Value, json};

macro_rules! example {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/api/",
            $name,
            ".json"
        ))
    };
}

#[cfg(test)]
mod eligibility;
#[cfg(test)]
mod quotes;

const LIST_ROW: &str = example!("order_list.get.response");
const DETAIL: &str = example!("order_detail.get.response");
const COMPOSED: &str = example!("order_detail.get.response.composed");
const HISTORIC: &str = example!("order_historic.get.response");

fn order_ref() -> OrderRef {
    OrderRef::new("CMD_X_00009444")
}

fn reply(read: &Read, body: &str) -> Result<Reply, Failure> {
    decode(read, body.as_bytes().to_vec(), &Interner::default())
}

fn orders(body: &str) -> Page<OrderSummary> {
    match reply(&Read::Orders(Cursor::First), body).unwrap() {
        Reply::Orders(page) => page,
        other => panic!("{other:?}"),
    }
}

fn detail(body: &str) -> OrderDetail {
    match reply(&Read::Order(order_ref()), body).unwrap() {
        Reply::Order(order) => *order,
        other => panic!("{other:?}"),
    }
}

fn wire(text: Option<&Text>) -> Option<&str> {
    text.map(Text::wire)
}

fn date(text: &str) -> Option<FlexDate> {
    FlexDate::parse(text)
}

fn cents(value: i64) -> Lenient<Cents> {
    Lenient::Value(Cents(value))
}

#[test]
fn the_list_row_of_the_contract_is_read() {
    let page = orders(LIST_ROW);
    assert_eq!((page.rows.len(), page.next, page.count), (1, None, None));
    let row = &page.rows[0];
    assert_eq!(row.reference, order_ref());
    assert_eq!(row.id, Some(OrderId::new("PO_DC173_20250423_003366")));
    assert_eq!(row.state, OrderState::InProgress);
    assert_eq!(row.order_date, date("2025-04-23"));
    assert_eq!(row.modification_date, date("2025-04-23T10:00:58Z"));
    assert_eq!(row.cancellation_date, None);
    assert_eq!(row.cancellation_reason, None);
    assert_eq!(row.completion_date, None);
    assert_eq!(row.delivery_lead_time, Some(Lenient::Value(Weeks(1))));
    assert_eq!(row.project, None);
    assert_eq!(wire(row.offer_family.as_ref()), Some("BPE"));
    assert_eq!(wire(row.offer_technology.as_ref()), Some("FIBDE"));
    assert_eq!(row.commitment, Some(Lenient::Value(Months(12))));
    assert_eq!(
        wire(row.site.as_ref()),
        Some("3 RUE ANDREI DIMITRI SAKHAROV 76130 MONT ST AIGNAN")
    );
    assert_eq!(row.site_2, None);
    assert_eq!(wire(row.customer.as_ref()), Some("king jouet"));
    assert_eq!(row.customer_2, None);
    assert_eq!(wire(row.created_by.as_ref()), Some("example@example.com"));
    assert_eq!(row.broken, None);
}

#[test]
fn the_detail_of_the_contract_is_read() {
    let order = detail(COMPOSED);
    assert_eq!(order.reference, order_ref());
    assert_eq!(order.id, Some(OrderId::new("PO_DC173_20250423_003366")));
    assert_eq!(order.state, OrderState::InProgress);
    assert_eq!(order.external_id, None);
    assert_eq!(order.order_date, date("2025-04-23"));
    assert_eq!(order.estimated_delivery_date, date("2025-04-30"));
    assert_eq!(order.commitment_end_date, None);
    assert_eq!(wire(order.product_offering_id.as_ref()), Some("1679"));
    assert_eq!(wire(order.delivery_mode.as_ref()), Some("N/A"), "G7: kept");
    assert_eq!(order.delivery_lead_time, Some(Lenient::Value(Weeks(1))));
    assert_eq!(
        wire(order.delivery_lead_time_label.as_ref()),
        Some("T0 + 1 week")
    );
    assert_eq!(order.vlan_reference, None);
    assert_eq!(wire(order.securing.as_ref()), Some("1"));
    assert_eq!(wire(order.securing_label.as_ref()), Some("Non sécurisé"));
    assert_eq!(wire(order.service_reference.as_ref()), Some("FR048380"));
    assert_eq!(
        order.minimum_commitment_duration,
        Some(Lenient::Value(Months(12)))
    );
    assert_eq!(wire(order.notice_period.as_ref()), Some("3"));
    assert_eq!(wire(order.billing_site_ref.as_ref()), Some("AUX00"));
    assert_eq!(wire(order.billing_site_name.as_ref()), Some("COVAGE INFRA"));
    assert_eq!(order.termination_errors, []);
    let options: Vec<_> = order.option_ids.iter().map(Text::wire).collect();
    assert_eq!(options, ["1615", "1620", "237"]);
    assert_eq!(wire(order.technical_zone.as_ref()), Some("THD Zone 1"));
    assert_eq!(wire(order.service_topology.as_ref()), Some("COLST"));
    assert_eq!(order.building_ref, None);
    assert_eq!(wire(order.strands_number.as_ref()), Some("1"));
    assert_eq!(order.fon_security, Some(false));
    assert_eq!(wire(order.technology.as_ref()), Some("FON"));
    assert_eq!(order.bandwidth, None);
    assert_eq!(order.total_amount_monthly, Some(cents(44_000)));
    assert_eq!(order.total_amount_annual, Some(cents(96_000)));
    let manager = order.manager_regional.as_ref().unwrap();
    assert_eq!(wire(manager.name.as_ref()), Some("Gregory DUPONT"));
    assert_eq!(wire(manager.email.as_ref()), Some("gregory.d@covage.com"));
    assert_eq!(wire(manager.phone.as_ref()), Some("612345678"));
    assert_eq!(order.manager_n1_regional, None);
    assert_eq!(order.manager_national, None);
    assert_eq!(order.manager_n1_national, None);
    assert_eq!(order.raw.wire(), COMPOSED, "the answer as it came");
}

#[test]
fn the_product_and_the_contacts_of_the_contract_are_read() {
    let order = detail(COMPOSED);
    let [product] = order.products.as_slice() else {
        panic!("{:?}", order.products);
    };
    assert_eq!(wire(product.id.as_ref()), Some("1679"));
    let name = product.name.as_ref().unwrap();
    assert_eq!(
        name.wire(),
        "BPE 100M _Zone très dense_12 mois ",
        "G17: sent back unchanged"
    );
    assert_eq!(
        name.line(),
        "BPE 100M _Zone très dense_12 mois",
        "G17: trimmed for display"
    );
    assert_eq!(product.bandwidth, None);
    assert_eq!(product.bandwidth_guarantee, Some(Lenient::Raw("G".into())));
    assert_eq!(product.commitment, Some(Lenient::Value(Months(12))));
    assert_eq!(wire(product.tarif_zone.as_ref()), Some("TRESDENSE"));
    assert_eq!(
        [&product.far, &product.fas, &product.fad, &product.price].map(Clone::clone),
        [54_000, 36_000, 0, 14_500].map(|value| Some(cents(value)))
    );
    assert_eq!(product.recurring, Some(true));
    let options: Vec<_> = product
        .options
        .iter()
        .map(|option| (wire(option.option_id.as_ref()), wire(option.kind.as_ref())))
        .collect();
    assert_eq!(
        options,
        [(Some("194"), Some("SERVI")), (Some("2220"), Some("SERVI"))]
    );
    assert_eq!(product.options[0].price, Some(cents(0)));
    let [contact] = order.contacts.as_slice() else {
        panic!("{:?}", order.contacts);
    };
    assert_eq!(wire(contact.end_customer_name.as_ref()), Some("king jouet"));
    assert_eq!(contact.siret, None);
    assert_eq!(wire(contact.city.as_ref()), Some("MONT ST AIGNAN"));
    assert_eq!(wire(contact.postcode.as_ref()), Some("76130"));
    assert_eq!(wire(contact.insee_code.as_ref()), Some("76451"));
    assert_eq!(
        wire(contact.street_name.as_ref()),
        Some("3 RUE ANDREI DIMITRI SAKHAROV")
    );
    assert_eq!(wire(contact.latitude.as_ref()), Some("49.474174"));
    assert_eq!(wire(contact.longitude.as_ref()), Some("1.090847"));
    let [person] = contact.people.as_slice() else {
        panic!("{:?}", contact.people);
    };
    assert_eq!(wire(person.name.as_ref()), Some("toto toto"));
    assert_eq!(wire(person.email.as_ref()), Some("toto@gmail.com"));
    assert_eq!(wire(person.phone.as_ref()), Some("215488745"));
}

#[test]
fn the_elided_detail_and_its_fragments_agree_with_the_composed_one() {
    let (elided, composed) = (detail(DETAIL), detail(COMPOSED));
    assert_eq!((elided.products.len(), elided.contacts.len()), (0, 0));
    assert_eq!(elided.manager_regional, composed.manager_regional);
    let with = |fragment: &str| {
        let mut order = json!({"order_reference": "CMD_X_00009444"});
        let fragment: Value = serde_json::from_str(fragment).unwrap();
        for (key, value) in fragment.as_object().unwrap() {
            order[key] = value.clone();
        }
        detail(&order.to_string())
    };
    assert_eq!(
        with(example!("order_detail.get.response.fragment.manager")).manager_regional,
        composed.manager_regional
    );
    assert_eq!(
        with(example!(
            "order_detail.get.response.fragment.related_contact_information"
        ))
        .contacts,
        composed.contacts
    );
    let mut product = composed.products[0].clone();
    let options = std::mem::take(&mut product.options);
    assert_eq!(
        with(example!("order_detail.get.response.fragment.product")).products,
        [product]
    );
    let fragment: Value =
        serde_json::from_str(example!("order_detail.get.response.fragment.options")).unwrap();
    let order = json!({"order_reference": "C", "product": fragment});
    assert_eq!(detail(&order.to_string()).products[0].options, options);
}

#[test]
fn the_historic_of_the_contract_is_read_in_its_order() {
    let read = Read::Historic(order_ref());
    let Reply::Historic(historic) = reply(&read, HISTORIC).unwrap() else {
        panic!("a historic was asked for");
    };
    assert_eq!(historic.entries.len(), 15);
    assert_eq!(historic.raw.wire(), HISTORIC);
    let first = &historic.entries[0];
    assert_eq!(first.state, HistoricState::Lifecycle("acknowledged".into()));
    assert_eq!(first.date, date("2025-06-03T18:37:08+02:00"));
    assert_eq!(first.reason, None);
    let steps: Vec<_> = historic.entries[3..14]
        .iter()
        .map(|entry| match entry.state {
            HistoricState::Step(step) => step,
            HistoricState::Lifecycle(_) => panic!("{entry:?}"),
        })
        .collect();
    assert_eq!(steps, ProductionStep::ALL);
    assert_eq!(historic.entries[13].date, date("2025-06-03T18:37:10+02:00"));
    assert_eq!(
        historic.entries[14].state,
        HistoricState::Lifecycle("active".into())
    );

    let fragment = example!("order_historic.get.response.fragment.state_change");
    let Reply::Historic(one) = reply(&read, fragment).unwrap() else {
        panic!("a historic was asked for");
    };
    assert_eq!(one.entries, historic.entries[2..3]);
}

#[test]
fn documents_requests_and_exports_of_the_contract_are_read() {
    let Reply::Documents(documents) = reply(
        &Read::Documents(order_ref()),
        example!("order_documents.get.response"),
    )
    .unwrap() else {
        panic!("documents were asked for");
    };
    let group = &documents.groups[0];
    assert_eq!(wire(group.kind.as_ref()), Some("BDC"));
    assert_eq!(group.files, ["CMD_X_00009444_1.pdf".into()]);
    assert_eq!(
        documents.raw.wire(),
        example!("order_documents.get.response")
    );

    let read = Read::OrderRequests(None, Cursor::First);
    let Reply::OrderRequests(page, raw) =
        reply(&read, example!("order_request_list.get.response")).unwrap()
    else {
        panic!("requests were asked for");
    };
    assert_eq!(raw.wire(), example!("order_request_list.get.response"));
    let request = &page.rows[0];
    assert_eq!(
        wire(request.id.as_ref()),
        Some("6964723b-c39b-4a19-b5d5-d4f4fde5c216")
    );
    assert_eq!(
        request.order_reference,
        Some(OrderRef::new("CMD_X_00005342"))
    );
    assert_eq!(request.creation_date, date("2025-05-22T09:40:56.384Z"));
    assert_eq!(request.modification_date, date("2025-05-22T09:40:56.384Z"));
    assert_eq!(wire(request.action.as_ref()), Some("Résiliation"));
    assert_eq!(request.request_effective_date, None);
    assert_eq!(request.message, None);
    assert_eq!(wire(request.reason.as_ref()), Some("Cessation d'activité"));

    let read = Read::OrderExportStatus(TaskId::new("t"));
    let Reply::OrderExportStatus(status) =
        reply(&read, example!("order_export_status.get.response")).unwrap()
    else {
        panic!("a status was asked for");
    };
    assert_eq!(status.success, Some(true));
    assert_eq!(status.started, date("2025-07-08T10:30:00Z"));
    assert_eq!(status.stopped, date("2025-07-08T10:31:00Z"));
}

#[test]
fn the_code_lists_of_the_contract_are_read() {
    let Reply::Projects(page) = reply(
        &Read::Projects(Cursor::First),
        example!("referential_project.get.response"),
    )
    .unwrap() else {
        panic!("projects were asked for");
    };
    let project = &page.rows[0];
    assert_eq!(wire(project.code.as_ref()), Some("FLASH"));
    assert_eq!(project.active, Some(true));
    assert_eq!(project.start_date, date("2000-01-01"));
    assert_eq!(
        project.end_date,
        date("2099-12-31"),
        "G7: a far date is kept"
    );
    assert_eq!(wire(project.code_client.as_ref()), Some("DC999"), "G12");

    let Reply::Ennis(page) = reply(
        &Read::Ennis(Cursor::First),
        example!("referential_enni.get.response"),
    )
    .unwrap() else {
        panic!("ENNIs were asked for");
    };
    let enni = &page.rows[0];
    let texts = [
        &enni.code,
        &enni.name,
        &enni.short_name,
        &enni.reference,
        &enni.label,
        &enni.offer,
        &enni.dsp,
        &enni.delivery_mode,
    ]
    .map(|text| wire(text.as_ref()).unwrap());
    assert_eq!(
        texts,
        [
            "720",
            "client",
            "DC123",
            "CN012345",
            "Collecte Nationale Entreprise",
            "BPEA",
            "OXO",
            "National"
        ]
    );
    assert_eq!(enni.active, Some(true));

    let Reply::BusinessCodes(page) = reply(
        &Read::BusinessCodes(Cursor::First),
        example!("referential_business_code.get.response"),
    )
    .unwrap() else {
        panic!("business codes were asked for");
    };
    let code = &page.rows[0];
    assert_eq!(wire(code.code.as_ref()), Some("AFAUX01234567890"));
    assert_eq!(
        wire(code.label.as_ref()),
        Some("Affaire [Name client]-[Enseigne]")
    );
    assert_eq!(code.modification_date, date("2022-01-14T13:57:04Z"));

    let Reply::BillingSite(site) = reply(
        &Read::BillingSite(SiteCode::new("AUX00")),
        example!("referential_billing_site.get.response"),
    )
    .unwrap() else {
        panic!("a billing site was asked for");
    };
    assert_eq!(wire(site.code.as_ref()), Some("AUX00"));
    assert_eq!(wire(site.description.as_ref()), Some("COVAGE INFRA"));
}

#[test]
fn r2_r3_and_r9_phrases_of_the_contract_are_kept_letter_by_letter() {
    let phrases = |read: &Read, body: &str| match reply(read, body).unwrap() {
        Reply::TerminateReasons(texts)
        | Reply::ChangeReasons(texts)
        | Reply::SiteConnections(texts) => texts
            .iter()
            .map(|text| text.wire().to_owned())
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let first = phrases(
        &Read::TerminateReasons,
        example!("referential_terminate_reason.get.response"),
    );
    let second = phrases(
        &Read::TerminateReasons,
        example!("terminate_reason.get.response"),
    );
    assert_eq!(first, second);
    assert_eq!(first.len(), 5);
    assert_eq!(first[4], "Autres motifs, précisez en commentaire");
    let changes = phrases(
        &Read::ChangeReasons,
        example!("referential_change_reason.get.response"),
    );
    assert_eq!(changes.len(), 5);
    assert_eq!(changes[0], "Upgrade (Changement de débit)");
    let here = phrases(
        &Read::SiteConnections,
        example!("referential_site_connection.get.response"),
    );
    let there = phrases(
        &Read::SiteConnections,
        example!("referential_site_connection.get.response.eligibility_page"),
    );
    assert_eq!((here.len(), there.len()), (11, 11));
    assert_eq!(here[0], "Standard ou No-catégorisé");
    assert_eq!(there[0], "Standard ou non-catégorisé");
}

#[test]
fn g2_every_list_is_read_in_every_wrapping() {
    let lists: [(Read, &str); 11] = [
        (Read::Orders(Cursor::First), LIST_ROW),
        (
            Read::OrderRequests(Some(order_ref()), Cursor::First),
            example!("order_request_list.get.response"),
        ),
        (
            Read::Projects(Cursor::Number(2)),
            example!("referential_project.get.response"),
        ),
        (
            Read::Ennis(Cursor::First),
            example!("referential_enni.get.response"),
        ),
        (
            Read::BusinessCodes(Cursor::First),
            example!("referential_business_code.get.response"),
        ),
        (
            Read::Historic(order_ref()),
            example!("order_historic.get.response.fragment.state_change"),
        ),
        (
            Read::Qualifications(QualificationFilter::default(), Cursor::First),
            example!("product_offering_qualification_detail.get.response.composed"),
        ),
        (
            Read::Items(ItemFilter::default(), Cursor::First),
            r#"{"id":"i","zone_bpe":1}"#,
        ),
        (Read::Categories, example!("catalog_category.get.response")),
        (
            Read::Offers(Cursor::First),
            example!("product_offering_detail.get.response"),
        ),
        (
            Read::PricedOffers(Vec::new()),
            example!("product_offering_detail.get.response"),
        ),
    ];
    let rows = |reply: Reply| match reply {
        Reply::Orders(page) => format!("{:?}", page.rows),
        Reply::OrderRequests(page, _) => format!("{:?}", page.rows),
        Reply::Projects(page) => format!("{:?}", page.rows),
        Reply::Ennis(page) => format!("{:?}", page.rows),
        Reply::BusinessCodes(page) => format!("{:?}", page.rows),
        Reply::Historic(historic) => format!("{:?}", historic.entries),
        Reply::Qualifications(page) => format!("{:?}", page.rows),
        Reply::Items(page) => format!("{:?}", page.rows),
        Reply::Categories(rows) => format!("{rows:?}"),
        Reply::Offers(page) => format!("{:?}", page.rows),
        Reply::PricedOffers(rows) => format!("{rows:?}"),
        other => panic!("{other:?}"),
    };
    for (read, row) in lists {
        let lone = rows(reply(&read, row).unwrap());
        assert_ne!(lone, "[]");
        for wrapped in [
            format!("[{row}]"),
            format!(r#"{{"results":[{row}]}}"#),
            format!(
                r#"{{"page_size":10,"count":1,"next_page":null,"previous_page":null,"results":[{row}]}}"#
            ),
        ] {
            assert_eq!(rows(reply(&read, &wrapped).unwrap()), lone, "{read:?}");
        }
        for none in ["", "null", "{}", "[]", r#"{"results":[]}"#] {
            assert_eq!(rows(reply(&read, none).unwrap()), "[]", "{read:?} {none}");
        }
    }
}

#[test]
fn g2_one_order_is_read_alone_or_as_a_list_of_one_and_nothing_is_a_failure() {
    let read = Read::Order(order_ref());
    for body in [
        format!("[{DETAIL}]"),
        format!(r#"{{"results":[{DETAIL}]}}"#),
    ] {
        assert_eq!(detail(&body).reference, order_ref());
        assert_eq!(detail(&body).raw.wire(), body);
    }
    for (nothing, why) in [
        ("", "an empty answer"),
        ("null", "an empty answer"),
        ("{}", "an empty answer"),
        (r#"{"detail":"odd"}"#, "no order_reference"),
    ] {
        let failure = reply(&read, nothing).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Unreadable);
        assert_eq!(failure.path, "/api/v1/order/{order_reference}/");
        assert_eq!(failure.detail.unwrap().wire(), why);
    }
}

#[test]
fn g16_every_copied_example_is_valid_json() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/api");
    let mut read = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{path:?}");
        read += 1;
    }
    assert!(read >= 60, "{read}");
}

/// Its name stands in a test of the boundary: none was copied for nothing.
#[test]
fn every_copied_example_is_read_by_a_test() {
    let tests = [
        include_str!("api_contract.rs"),
        include_str!("api_contract/eligibility.rs"),
        include_str!("api_contract/eligibility/rows.rs"),
        include_str!("api_contract/quotes.rs"),
        include_str!("api/all_writes.rs"),
        include_str!("api/auth.rs"),
        include_str!("api/eligibility.rs"),
        include_str!("api/quotes.rs"),
    ]
    .concat();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/api");
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".json").unwrap();
        // Requests are named by their call there.
        let call = name.strip_suffix(".request").unwrap_or(name);
        let is_read = [name, &file, call]
            .iter()
            .any(|name| tests.contains(&format!("{name}\"")));
        assert!(is_read, "{file}");
    }
}

#[test]
fn g17_labels_are_trimmed_for_display_and_kept_for_the_wire() {
    let page = orders(r#"[{"order_reference":"C","project_id":" FLASH \n","state":" active"}]"#);
    let row = &page.rows[0];
    let project = row.project.as_ref().unwrap();
    assert_eq!((project.line(), project.wire()), ("FLASH ⏎", " FLASH \n"));
    assert_eq!(
        row.state,
        OrderState::Other(" active".into()),
        "codes are never bent"
    );
}

#[test]
fn r5_r6_r7_what_an_order_names_can_be_found_in_the_code_lists() {
    let Reply::Ennis(page) = reply(
        &Read::Ennis(Cursor::First),
        r#"[{"reference":"CN012345","Code":"720"},{"code":"721"}]"#,
    )
    .unwrap() else {
        panic!("ENNIs were asked for");
    };
    assert_eq!(wire(page.rows[0].reference.as_ref()), Some("CN012345"));
    assert_eq!(wire(page.rows[0].code.as_ref()), Some("720"));
    assert_eq!(page.rows[1].reference, None);
    let order = detail(
        r#"{"order_reference":"C","enni":"CN012345","project_id":"FLASH","billing_site_ref":"AUX00"}"#,
    );
    assert_eq!(order.enni, page.rows[0].reference);
    assert_eq!(wire(order.project.as_ref()), Some("FLASH"));
    assert_eq!(wire(order.billing_site_ref.as_ref()), Some("AUX00"));
}

#[test]
fn g3_g4_the_next_page_and_the_count_are_told() {
    let page = orders(&format!(
        r#"{{"count":312,"page_size":"100","next_page":"/api/v1/order/?page=2","results":[{LIST_ROW}]}}"#
    ));
    assert_eq!(
        page.next,
        Some(Cursor::Link("/api/v1/order/?page=2".into()))
    );
    assert_eq!((page.count, page.page_size), (Some(312), Some(100)));
}

#[test]
fn g6_every_spelling_of_a_date_is_kept_apart() {
    for (spelling, is_instant) in [
        ("2025-12-15T11:39:42.035+01:00", true),
        ("2025-06-03T18:37:08+02:00", true),
        ("2025-04-23T10:00:58Z", true),
        ("2025-04-23", false),
        ("bientôt", false),
    ] {
        let page = orders(&json!([{"order_reference": "C", "order_date": spelling}]).to_string());
        let read = page.rows[0].order_date.clone().unwrap();
        assert_eq!(read.instant().is_some(), is_instant, "{spelling}");
        assert_eq!(Some(read), date(spelling));
    }
}

#[test]
fn g12_o6_unknown_fields_are_ignored_and_missing_ones_are_none() {
    let page = orders(
        r#"[{"order_reference":"C","state":"active","surprise":{"deep":[1]},"code_client":"x"}]"#,
    );
    let row = &page.rows[0];
    assert_eq!((&row.state, &row.broken), (&OrderState::Active, &None));
    assert_eq!(row.modification_date, None);
    let order = detail(r#"{"order_reference":"C","state":"active","surprise":1}"#);
    assert_eq!(order.state, OrderState::Active);
    assert!(
        order.raw.wire().contains("surprise"),
        "still in the raw answer"
    );
}

#[test]
fn g13_numbers_for_texts_and_texts_for_numbers_are_read_alike() {
    let order = detail(
        r#"{"order_reference":9444,"securing":"1","vlan_reference":"12","notice_period":"3","bandwidth":1000.0,
            "total_amount_monthly":"440.0","fon_security":"false","option_ids":[1615,"1620"],
            "minimum_commitment_duration":"12","delivery_lead_time":1}"#,
    );
    assert_eq!(order.reference.wire(), "9444");
    assert_eq!(wire(order.vlan_reference.as_ref()), Some("12"));
    assert_eq!(order.bandwidth, Some(Lenient::Value(Mbps(1000))));
    assert_eq!(order.total_amount_monthly, Some(cents(44_000)));
    assert_eq!(order.fon_security, Some(false));
    assert_eq!(order.delivery_lead_time, Some(Lenient::Value(Weeks(1))));
    assert_eq!(order.option_ids.len(), 2);
}

#[test]
fn o1_o2_o3_o19_no_word_for_a_state_is_refused() {
    for (word, state) in [
        ("confirmed", OrderState::Confirmed),
        ("change_in_progress", OrderState::ChangeInProgress),
        ("terminate_in_progress", OrderState::TerminateInProgress),
        ("cancelled", OrderState::Cancelled),
        ("created", OrderState::Other("created".into())),
        (
            "rejected_creation",
            OrderState::Other("rejected_creation".into()),
        ),
        ("", OrderState::Other("".into())),
    ] {
        let body = json!([{"order_reference": "C", "state": word}]).to_string();
        assert_eq!(orders(&body).rows[0].state, state);
    }
}

#[test]
fn one_bad_row_never_loses_a_page() {
    let body = format!(r#"[{LIST_ROW},{{"id":"PO_1","state":"active"}},17,{LIST_ROW}]"#);
    let page = orders(&body);
    let broken: Vec<_> = page.rows.iter().map(|row| row.broken.is_some()).collect();
    assert_eq!(broken, [false, true, true, false]);
    assert_eq!(page.rows[1].id, Some(OrderId::new("PO_1")));
    assert_eq!(
        page.rows[1].broken.as_ref().unwrap().raw.wire(),
        r#"{"id":"PO_1","state":"active"}"#
    );
    assert_ne!(page.rows[1].reference, page.rows[2].reference);
}

#[test]
fn repeated_words_are_held_once_over_pages() {
    let words = Interner::default();
    let read = Read::Orders(Cursor::First);
    let mut families = Vec::new();
    for _ in 0..2 {
        let Reply::Orders(mut page) = decode(&read, LIST_ROW.as_bytes().to_vec(), &words).unwrap()
        else {
            panic!("orders were asked for");
        };
        families.push(page.rows.remove(0).offer_family.unwrap());
    }
    assert!(std::ptr::eq(families[0].wire(), families[1].wire()));
}

fn every_read() -> Vec<Read> {
    vec![
        Read::Orders(Cursor::First),
        Read::Order(order_ref()),
        Read::Historic(order_ref()),
        Read::Documents(order_ref()),
        Read::OrderRequests(None, Cursor::First),
        Read::OrderExportStatus(TaskId::new("t")),
        Read::Projects(Cursor::First),
        Read::Ennis(Cursor::First),
        Read::BusinessCodes(Cursor::First),
        Read::BillingSite(SiteCode::new("s")),
        Read::TerminateReasons,
        Read::ChangeReasons,
        Read::SiteConnections,
        Read::Baskets(None, Cursor::First),
        Read::Basket(BasketId::new("b")),
        Read::Lines(LineFilter::default(), Cursor::First),
        Read::Line(LineId::new("l")),
        Read::QuoteExportStatus(TaskId::new("t")),
        Read::Site(SiteQuery::default()),
        Read::Qualifications(QualificationFilter::default(), Cursor::First),
        Read::Qualification(QualificationId::new("r")),
        Read::Items(ItemFilter::default(), Cursor::First),
        Read::Item(QualificationItemId::new("i")),
        Read::Categories,
        Read::Offers(Cursor::First),
        Read::Offer(ProductId::new("o"), None),
        Read::PricedOffers(Vec::new()),
    ]
}

#[test]
fn deep_nesting_is_read_or_refused_but_never_fatal() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    for read in every_read() {
        for body in [
            deep.clone(),
            format!(
                r#"{{"order_reference":"C","product":{deep},"state":{deep},"manager_regional":{deep}}}"#
            ),
        ] {
            let _ = reply(&read, &body);
        }
    }
    let page = orders(&format!(r#"[{{"order_reference":"C","x":{deep}}}]"#));
    assert_eq!(page.rows[0].reference.wire(), "C");
}

/// Any JSON, with the contract's own keys more often than chance would have it.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "(?s:.{0,12})".prop_map(Value::from),
        prop_oneof![
            Just("CMD_1"),
            Just("active"),
            Just("2025-04-23"),
            Just("12MOIS"),
            Just("N/A")
        ]
        .prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("order_reference".to_owned()),
        Just("state".to_owned()),
        Just("results".to_owned()),
        Just("next_page".to_owned()),
        Just("product".to_owned()),
        Just("manager_regional".to_owned()),
        Just("related_contact_information".to_owned()),
        Just("termination_error".to_owned()),
        Just("terminate_reasons".to_owned()),
        Just("id".to_owned()),
        Just("quote_item".to_owned()),
        Just("prices".to_owned()),
        Just("price".to_owned()),
        Just("product_id".to_owned()),
        Just("trace_file".to_owned()),
        Just("product_offering_qualification_items".to_owned()),
        Just("state_change".to_owned()),
        Just("products_offering".to_owned()),
        Just("offer_families".to_owned()),
        Just("zone_bpe".to_owned()),
        Just("place".to_owned()),
        Just("address".to_owned()),
        Just("available_options".to_owned()),
        "[a-z_]{0,8}",
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// A place in a JSON value, by a walk of choices.
fn replace(value: &mut Value, walk: &[usize], with: Value) {
    let place = match (value, walk) {
        (Value::Object(fields), [step, rest @ ..]) if !fields.is_empty() => {
            let index = step % fields.len();
            fields.values_mut().nth(index).map(|value| (value, rest))
        }
        (Value::Array(items), [step, rest @ ..]) if !items.is_empty() => {
            let index = step % items.len();
            items.get_mut(index).map(|value| (value, rest))
        }
        (value, _) => {
            *value = with;
            return;
        }
    };
    if let Some((value, rest)) = place {
        replace(value, rest, with);
    }
}

proptest! {
    #[test]
    fn any_json_is_read_without_panic_and_no_row_is_lost(value in any_json()) {
        let body = value.to_string();
        for read in every_read() {
            let _ = reply(&read, &body);
        }
        if let Value::Array(rows) = &value {
            let page = orders(&body);
            prop_assert_eq!(page.rows.len(), rows.len());
            for row in &page.rows {
                prop_assert!(!row.reference.wire().is_empty());
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for read in every_read() {
            if let Err(failure) = decode(&read, bytes.clone(), &Interner::default()) {
                prop_assert_eq!(failure.kind, FailureKind::Unreadable);
            }
        }
    }

    #[test]
    fn a_bent_example_still_names_its_order(
        walk in proptest::collection::vec(0_usize..60, 1..5),
        with in any_json(),
    ) {
        for example in [LIST_ROW, COMPOSED] {
            let mut value: Value = serde_json::from_str(example).unwrap();
            replace(&mut value, &walk, with.clone());
            value["order_reference"] = "CMD_X_00009444".into();
            let body = value.to_string();
            let order = detail(&body);
            prop_assert_eq!(order.reference, order_ref());
            prop_assert_eq!(order.raw.wire(), body);
            let list = format!("[{value}]");
            prop_assert_eq!(&orders(&list).rows[0].reference, &order_ref());
            prop_assert!(orders(&list).rows[0].broken.is_none());
        }
    }

    #[test]
    fn a_cut_example_is_unreadable_and_not_half_a_page(cut in 1_usize..400) {
        let body: String = format!("[{LIST_ROW},{LIST_ROW}]").chars().take(cut).collect();
        let failure = reply(&Read::Orders(Cursor::First), &body).unwrap_err();
        prop_assert_eq!(failure.kind, FailureKind::Unreadable);
    }
}
