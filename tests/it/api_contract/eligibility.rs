//! Eligibility and catalogue: the printed examples value by value; then the rows of the contract's table of doubts, and what
//! no contract foresees.

use covage_tui::domain::eligibility::{
    Address, CatalogueOffer, Category, Item, ItemFilter, OfFamily, OfferDetail, Qualification,
    QualificationFilter, QualificationState, Site, SiteQuery, StateChange,
};
use covage_tui::domain::ids::{ProductId, QualificationId, QualificationItemId, SiteKey};
use covage_tui::domain::lenient::{Lenient, Mbps, Months};
use covage_tui::domain::request::{Cursor, Page, Read, Reply};
use covage_tui::domain::text::Text;
use serde_json::{Value, json};

use super::{cents, date, reply, wire};

mod odd;
mod rows;

const SITE: &str = example!("eligibility_site.get.response");
const SYNC: &str = example!("product_offering_qualification_sync.post.response");
const QUEUED: &str = example!("product_offering_qualification.post.response");
const MINIMAL: &str = example!("product_offering_qualification.post.response.minimal");
const ELIDED: &str = example!("product_offering_qualification_detail.get.response");
const COMPOSED: &str = example!("product_offering_qualification_detail.get.response.composed");
const CATEGORY: &str = example!("catalog_category.get.response");
const OFFER: &str = example!("product_offering_detail.get.response.composed");

const REQUEST_ID: &str = "2eaf7b5b-384d-4cb7-8d9b-09ac712354d7";
const ITEM_ID: &str = "a4517ca6-1f13-42a2-9359-4ff3cc21785b";
/// The four names of the list of items (E2).
const SPELLINGS: [&str; 4] = [
    "product_offering_qualification_items",
    "product_offering_qualification_item",
    "product_offering_qualification_item_details",
    "product_offering_qualification_item_detail",
];

fn request(body: &str) -> Qualification {
    let read = Read::Qualification(QualificationId::new(REQUEST_ID));
    match reply(&read, body).unwrap() {
        Reply::Qualification(request) => *request,
        other => panic!("{other:?}"),
    }
}

fn requests(body: &str) -> Page<Qualification> {
    let read = Read::Qualifications(QualificationFilter::default(), Cursor::First);
    match reply(&read, body).unwrap() {
        Reply::Qualifications(page) => page,
        other => panic!("{other:?}"),
    }
}

fn item(body: &str) -> Item {
    let read = Read::Item(QualificationItemId::new(ITEM_ID));
    match reply(&read, body).unwrap() {
        Reply::Item(item) => *item,
        other => panic!("{other:?}"),
    }
}

fn items(body: &str) -> Page<Item> {
    let read = Read::Items(ItemFilter::default(), Cursor::First);
    match reply(&read, body).unwrap() {
        Reply::Items(page) => page,
        other => panic!("{other:?}"),
    }
}

/// The item with one field set.
fn item_with(field: &str, value: &Value) -> Item {
    item(&json!({"id": "i", field: value}).to_string())
}

/// The only item of a request.
fn item_of(body: &str) -> Item {
    let mut items = request(body).items.unwrap();
    assert_eq!(items.len(), 1);
    items.remove(0)
}

fn offers(body: &str) -> Page<CatalogueOffer> {
    match reply(&Read::Offers(Cursor::First), body).unwrap() {
        Reply::Offers(page) => page,
        other => panic!("{other:?}"),
    }
}

fn priced(body: &str) -> Vec<CatalogueOffer> {
    match reply(&Read::PricedOffers(Vec::new()), body).unwrap() {
        Reply::PricedOffers(offers) => offers,
        other => panic!("{other:?}"),
    }
}

/// The offer with one field set.
fn offer_with(field: &str, value: &Value) -> CatalogueOffer {
    offers(&json!([{"id": "1", field: value}]).to_string())
        .rows
        .remove(0)
}

fn detail(body: &str) -> OfferDetail {
    match reply(&Read::Offer(ProductId::new("1765"), None), body).unwrap() {
        Reply::Offer(detail) => *detail,
        other => panic!("{other:?}"),
    }
}

fn categories(body: &str) -> Vec<Category> {
    match reply(&Read::Categories, body).unwrap() {
        Reply::Categories(categories) => categories,
        other => panic!("{other:?}"),
    }
}

fn site(body: &str) -> Option<Site> {
    site_of(&SiteQuery::default(), body)
}

fn site_of(query: &SiteQuery, body: &str) -> Option<Site> {
    match reply(&Read::Site(query.clone()), body).unwrap() {
        Reply::Site(site) => site,
        other => panic!("{other:?}"),
    }
}

fn wires(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(Text::wire).collect()
}

fn families(found: &[OfFamily]) -> Vec<(&str, &str)> {
    found
        .iter()
        .map(|of| (of.family.wire(), of.value.wire()))
        .collect()
}

fn text(text: &str) -> Option<Text> {
    Text::non_empty(text)
}

fn sakharov() -> Address {
    Address {
        label: text("4bis Rue Andrei Sakharov 76130 Mont-Saint-Aignan"),
        street_nr: text("4"),
        street_ext: text("B"),
        street_id: text("76451055R"),
        street_name: text("Rue Andrei Sakharov"),
        city_id: text("76451"),
        insee_code: text("76451"),
        city_name: text("MONT ST AIGNAN"),
        post_code: text("76130"),
    }
}

fn change(state: QualificationState, at: &str) -> StateChange {
    StateChange {
        state,
        at: date(at),
        reason: None,
    }
}

/// A fragment that is printed without the object around it.
fn part(fragment: &str, key: &str) -> Value {
    let value: Value = serde_json::from_str(fragment).unwrap();
    value[key].clone()
}

#[test]
fn the_synchronous_answer_of_the_contract_is_read() {
    let made = request(SYNC);
    assert_eq!(made.id.wire(), "c777a051-45ca-463c-b12d-48136bce5598");
    assert_eq!(made.creation_date, date("2025-12-15T11:39:42.035+01:00"));
    assert_eq!(made.external_id, text("1234"));
    assert_eq!(made.effective_qualification_date, None);
    assert_eq!(made.state, Some(QualificationState::Ready));
    assert_eq!(
        made.changes.unwrap(),
        [
            change(
                QualificationState::Acknowledged,
                "2025-12-15T11:39:42.037+01:00"
            ),
            change(QualificationState::Elig, "2025-12-15T11:39:42.254+01:00"),
            change(QualificationState::Offer, "2025-12-15T11:39:42.663+01:00"),
            change(QualificationState::Ready, "2025-12-15T11:39:45.719+01:00"),
        ]
    );
    assert_eq!(made.broken, None);
    assert_eq!(made.raw.wire(), SYNC, "the answer as it came");

    let item = item_of(SYNC);
    assert_eq!(item.id.wire(), "7ee14cbd-aecd-4f7f-8843-37b622f3b5f1");
    assert_eq!(item.request, Some(made.id));
    assert_eq!(item.user, text("admin-covage@covage.com"));
    assert_eq!(item.density, text("TRESDENSE"));
    assert_eq!(item.tarif_zone, None);
    assert_eq!(wires(&item.families.unwrap()), ["BPE", "BPEA"]);
    assert_eq!(families(&item.zones), [("BPE", "1"), ("BPEA", "1")]);
    assert_eq!(item.delivery, []);
    assert_eq!(item.bandwidth_max, Some(Lenient::Value(Mbps(10_000))));
    assert_eq!(
        item.site,
        Site {
            key: Some(SiteKey::new(
                "KHg6MS4wOTE0NTU7eTo0OS40NzQ0MDc3O2I6SU1CLzMxNTU1L1gvMDBSVik="
            )),
            building_ref: text("IMB/31555/X/00RV"),
            x: text("1.091455"),
            y: text("49.4744077"),
        }
    );
    assert_eq!(item.address, Some(sakharov()));
    assert_eq!(item.guaranteed_until_date, None);
    assert_eq!(item.state, Some(QualificationState::Ready));
    assert_eq!(item.changes.unwrap().len(), 4);
    assert_eq!(item.broken, None);

    let offers = item.offers.unwrap();
    assert_eq!(offers.len(), 4);
    let first = &offers[0];
    assert_eq!(first.product, Some(ProductId::new("1765")));
    assert_eq!(first.name, text("BPEA 100M _Zone très dense_12 mois"));
    assert_eq!(first.description, text("BPEA 100M _Zone très dense"));
    assert_eq!(first.bandwidth, text("100M"));
    assert_eq!(first.bandwidth_max, Some(Lenient::Value(Mbps(100))));
    assert_eq!(first.bandwidth_guarantee, Some(Lenient::Value(Mbps(100))));
    assert_eq!(first.commitment, Some(Lenient::Value(Months(12))));
    assert_eq!(first.technology, text("FIBDE"));
    assert_eq!(first.family, text("BPEA"));
    assert_eq!(first.tarif_zone, text("TRESDENSE"));
    assert_eq!(first.on_quotation, Some(false));
    let names: Vec<_> = offers
        .iter()
        .map(|offer| wire(offer.bandwidth.as_ref()))
        .collect();
    assert_eq!(
        names,
        [Some("100M"), Some("200M"), Some("100M"), Some("1G")]
    );
}

#[test]
fn the_detail_of_the_contract_is_read() {
    let found = request(COMPOSED);
    assert_eq!(found.id, QualificationId::new(REQUEST_ID));
    assert_eq!(found.user, text("anonymous@example.fr"));
    assert_eq!(found.external_id, text("987654"));
    assert_eq!(found.project, text("456789"));
    assert_eq!(found.state, Some(QualificationState::Ready));
    assert_eq!(found.changes.as_ref().unwrap().len(), 4);
    let item = item_of(COMPOSED);
    assert_eq!(item.id, QualificationItemId::new(ITEM_ID));
    assert_eq!((&item.density, &item.tarif_zone), (&None, &None));
    assert_eq!(item.bandwidth_max, Some(Lenient::Value(Mbps(1_000))));
    assert_eq!(item.address, Some(sakharov()));
    assert_eq!(
        (item.price, item.far, item.fas),
        (Some(cents(14_500)), Some(cents(0)), Some(cents(0))),
        "a price of nothing is one"
    );
    assert_eq!((item.site.building_ref, item.resolve_pricing), (None, None));
    assert_eq!((item.families_eligible, item.technologies), (None, None));
}

#[test]
fn the_elided_detail_and_its_fragments_agree_with_the_composed_one() {
    let (elided, composed) = (request(ELIDED), request(COMPOSED));
    assert_eq!(elided.items, Some(Vec::new()));
    assert_eq!(elided.changes, Some(Vec::new()));
    assert_eq!(
        (elided.user, elided.state),
        (composed.user.clone(), composed.state)
    );
    let whole = composed.items.unwrap().remove(0);
    let mut bare: Value = serde_json::from_str(example!(
        "product_offering_qualification_detail.get.response.fragment.items"
    ))
    .unwrap();
    bare["id"] = REQUEST_ID.into();
    let told = item_of(&bare.to_string());
    assert_eq!((told.address, &told.site), (None, &Site::default()));
    let row = &mut bare[SPELLINGS[3]][0];
    for (key, fragment) in [
        (
            "user",
            example!("product_offering_qualification_detail.get.response.fragment.user"),
        ),
        (
            "place",
            example!("product_offering_qualification_detail.get.response.fragment.place"),
        ),
        (
            "address",
            example!("product_offering_qualification_detail.get.response.fragment.address"),
        ),
        (
            "state_change",
            example!("product_offering_qualification_detail.get.response.fragment.state_change"),
        ),
        (
            "products_offering",
            example!(
                "product_offering_qualification_detail.get.response.fragment.products_offering"
            ),
        ),
    ] {
        row[key] = part(fragment, key);
    }
    row["address"]["city"] = part(
        example!("product_offering_qualification_detail.get.response.fragment.city"),
        "city",
    );
    row["address"]["street"] = part(
        example!("product_offering_qualification_detail.get.response.fragment.street"),
        "street",
    );
    let mut told = item_of(&bare.to_string());
    told.raw.clone_from(&whole.raw);
    for (told, whole) in told
        .offers
        .iter_mut()
        .flatten()
        .zip(whole.offers.iter().flatten())
    {
        told.raw.clone_from(&whole.raw);
    }
    assert_eq!(told, whole);
}

#[test]
fn the_catalogue_of_the_contract_is_read() {
    assert_eq!(
        categories(CATEGORY),
        [Category {
            name: text("BPE"),
            kind: text("OFFER_FAMILY"),
            description: None,
        }]
    );
    let whole = detail(OFFER);
    let offer = &whole.offer;
    assert_eq!(offer.product, Some(ProductId::new("1765")));
    let name = offer.name.as_ref().unwrap();
    assert_eq!(name.wire(), "BPE 20M _Zone dense_24 mois ");
    assert_eq!(name.line(), "BPE 20M _Zone dense_24 mois", "G17");
    assert_eq!(offer.tarif_zone, text("DENSE"));
    assert_eq!(
        [&offer.price, &offer.far, &offer.fas].map(Clone::clone),
        [15_500, 24_000, 36_000].map(|value| Some(cents(value)))
    );
    assert_eq!(offer.on_quotation, None, "the catalogue does not say");
    assert_eq!(offer.last_update, date("2024-06-22T08:28:06Z"));
    assert_eq!(offer.raw.wire(), OFFER, "the answer as it came");
    assert_eq!(whole.recurring, Some(true));
    let elided = detail(example!("product_offering_detail.get.response"));
    assert_eq!(elided.options, []);
    assert_eq!(elided.offer.price, offer.price);
    for row in [offers(OFFER).rows.remove(0), priced(OFFER).remove(0)] {
        assert_eq!(row.raw.wire(), OFFER.trim_end());
        let raw = offer.raw.clone();
        assert_eq!(
            &CatalogueOffer { raw, ..row },
            offer,
            "a lone object is a list of one (G2)"
        );
    }
}
