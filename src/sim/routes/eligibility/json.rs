//! The JSON of eligibility, field by field as the contract's examples print it: four field sets for a request, three for an
//! item (rows `E2` to `E5`).

use serde_json::{Value, json};

use super::super::super::answer::Call;
use super::super::super::calendar::DateStyle;
use super::super::super::dice::Dice;
use super::super::super::scenario::{ItemShape, ItemsKey, QueuedShape, ZoneShape};
use super::super::super::world::catalog::{CatalogOffer, ODD_FAMILY, Prices};
use super::super::super::world::eligibility::Eligibility;
use super::super::super::world::eligibility::ground::{Ground, ZONED};
use super::super::super::world::eligibility::item::{Guarantee, Item};
use super::super::super::world::eligibility::request::{Asker, Request};
use super::super::super::world::eligibility::state::{Change, State};
use super::super::super::world::quotes::euros;
use super::super::catalog::mbps;

/// The answer to an asynchronous request.
pub(super) fn queued(call: &Call<'_>, request: &Request) -> Value {
    let id = json!(request.id);
    let created = call.date(request.created, DateStyle::OffsetMillis);
    if call.scenario.eligibility.queued == QueuedShape::Minimal {
        return json!({ "id": id, "creation_date": created });
    }
    let mut value = json!({
        "id": id,
        "creation_date": created,
        "external_id": request.external_id,
        "project_id": request.project_id,
        "state": request.state().word(),
    });
    let items = request.items.iter().map(|item| json!({ "id": item.id }));
    put(
        &mut value,
        items_key(call, "product_offering_qualification_items"),
        items.collect(),
    );
    value
}

/// The answer to a synchronous request: no project and no user (row `E5`).
pub(super) fn ended(call: &Call<'_>, eligibility: &Eligibility, request: &Request) -> Value {
    let mut value = json!({
        "id": request.id,
        "creation_date": call.date(request.created, DateStyle::OffsetMillis),
        "external_id": request.external_id,
        "effective_qualification_date": null,
        "href": "",
        "state": request_word(call, eligibility, request),
        "state_change": changes(call, &request.history),
    });
    let items = request.items.iter();
    put(
        &mut value,
        items_key(call, "product_offering_qualification_items"),
        items
            .map(|item| item_nested(call, eligibility, request, item))
            .collect(),
    );
    value
}

/// A request in full.
pub(super) fn request(call: &Call<'_>, eligibility: &Eligibility, request: &Request) -> Value {
    let mut value = head(call, eligibility, request);
    let items = request.items.iter();
    put(
        &mut value,
        items_key(call, "product_offering_qualification_item_detail"),
        items
            .map(|item| item_of_detail(call, eligibility, request, item))
            .collect(),
    );
    value
}

/// A row of the request list.
pub(super) fn request_row(call: &Call<'_>, eligibility: &Eligibility, of: &Request) -> Value {
    if call.scenario.eligibility.rows_without_items {
        head(call, eligibility, of)
    } else {
        request(call, eligibility, of)
    }
}

fn head(call: &Call<'_>, eligibility: &Eligibility, request: &Request) -> Value {
    json!({
        "id": request.id,
        "user": user(&request.asker),
        "creation_date": call.date(request.created, DateStyle::OffsetMillis),
        "external_id": request.external_id,
        "project_id": request.project_id,
        "effective_qualification_date": null,
        "href": "",
        "state": request_word(call, eligibility, request),
        "state_change": changes(call, &request.history),
    })
}

/// The word for a request's state.
pub(super) fn request_word(
    call: &Call<'_>,
    eligibility: &Eligibility,
    request: &Request,
) -> &'static str {
    word(call, eligibility, request.number << 1, request.state())
}

/// The word for an item's state.
pub(super) fn item_word(call: &Call<'_>, eligibility: &Eligibility, item: &Item) -> &'static str {
    word(call, eligibility, item.number << 1 | 1, item.state())
}

fn word(call: &Call<'_>, eligibility: &Eligibility, number: u64, state: State) -> &'static str {
    let is_unlisted =
        call.shape().unknown_states && Dice::of(eligibility.seed(), number, 0x0DD).percent(10);
    if is_unlisted {
        "in_progress.partner"
    } else {
        state.word()
    }
}

/// An item inside the answer to a synchronous request, and in the list: zones of the wanted families only.
pub(super) fn item_nested(
    call: &Call<'_>,
    eligibility: &Eligibility,
    request: &Request,
    item: &Item,
) -> Value {
    let ground = known_ground(eligibility, item);
    let mut value = common(call, eligibility, request, item);
    put(&mut value, "user", user(&request.asker));
    put(&mut value, "state_change", changes(call, &item.history));
    put(
        &mut value,
        "density",
        json!(ground.as_ref().map_or("", |it| it.density)),
    );
    put(
        &mut value,
        "bandwidth_max",
        ground.as_ref().map_or(Value::Null, |it| mbps(it.most)),
    );
    let wanted = ZONED
        .into_iter()
        .filter(|family| item.asked.families.iter().any(|asked| asked == family));
    for family in wanted {
        zone(call, &mut value, ground.as_ref(), family, false);
    }
    odd(call, &mut value, item, false);
    put(
        &mut value,
        "products_offering",
        offers(call, eligibility, item),
    );
    value
}

/// An item inside a request's detail: a price zone instead of a density, delays, prices of its own.
fn item_of_detail(
    call: &Call<'_>,
    eligibility: &Eligibility,
    request: &Request,
    item: &Item,
) -> Value {
    let ground = known_ground(eligibility, item);
    let mut value = common(call, eligibility, request, item);
    put(&mut value, "user", user(&request.asker));
    put(&mut value, "state_change", changes(call, &item.history));
    zones_and_delays(call, &mut value, ground.as_ref(), item, false);
    prices_of_item(&mut value, eligibility, item);
    put(
        &mut value,
        "products_offering",
        offers(call, eligibility, item),
    );
    value
}

/// An item alone: as its table has it, with neither offers nor history, or as it is elsewhere (row `E3`).
pub(super) fn item(
    call: &Call<'_>,
    eligibility: &Eligibility,
    request: &Request,
    item: &Item,
) -> Value {
    if call.scenario.eligibility.item == ItemShape::Nested {
        return item_nested(call, eligibility, request, item);
    }
    let ground = known_ground(eligibility, item);
    let mut value = common(call, eligibility, request, item);
    put(
        &mut value,
        "creation_date",
        call.date(item.created, DateStyle::OffsetMillis),
    );
    put(
        &mut value,
        "density",
        json!(ground.as_ref().map_or("", |it| it.density)),
    );
    zones_and_delays(call, &mut value, ground.as_ref(), item, true);
    prices_of_item(&mut value, eligibility, item);
    let mut eligible: Vec<&str> = Vec::new();
    for offer in eligibility.offers(item) {
        if !eligible.contains(&offer.family) {
            eligible.push(offer.family);
        }
    }
    put(&mut value, "offer_families_eligibility", json!(eligible));
    let technologies = ground.map(|ground| ground.technologies).unwrap_or_default();
    put(&mut value, "offer_technologies", json!(technologies));
    put(
        &mut value,
        "resolve_pricing",
        json!(item.asked.resolve_pricing),
    );
    value
}

/// What every form of an item holds.
fn common(call: &Call<'_>, eligibility: &Eligibility, request: &Request, item: &Item) -> Value {
    let mut families: Vec<&str> = item.asked.families.iter().map(String::as_str).collect();
    // The order of the request is not kept (row `E11`).
    families.sort_unstable();
    if call.scenario.eligibility.odd_families {
        families.push(ODD_FAMILY);
    }
    let location = item.site.as_ref();
    let guarantee = item.guarantee.map(|guarantee| match guarantee {
        Guarantee::Day(day) => json!(day.to_string()),
        Guarantee::At(at) => call.date(at, DateStyle::OffsetMillis),
    });
    let parent = call.scenario.eligibility.parent_told;
    json!({
        "id": item.id,
        "offer_families": families,
        "place": {
            "location": location.map(|site| json!({ "x": site.x, "y": site.y })),
            "building_ref": location.map_or("", |site| &site.building),
            "eligibility_id": item.asked.site,
        },
        "address": if item.asked.address.is_null() { json!({}) } else { item.asked.address.clone() },
        "guaranteed_until_date": guarantee,
        "state": item_word(call, eligibility, item),
        "product_offering_qualification_id": parent.then_some(&request.id),
    })
}

/// The place of an item, once it has been looked at.
fn known_ground(eligibility: &Eligibility, item: &Item) -> Option<Ground> {
    let is_known = item.state() >= State::Offer && item.state() != State::Error;
    eligibility.ground(item).filter(|_| is_known)
}

fn zones_and_delays(
    call: &Call<'_>,
    value: &mut Value,
    ground: Option<&Ground>,
    item: &Item,
    is_table: bool,
) {
    let is_sold = item.state() == State::Ready;
    let density = ground.filter(|_| is_sold).map_or("", |it| it.density);
    put(value, "tarif_zone", json!(density));
    put(
        value,
        "bandwidth_max",
        ground.map_or(Value::Null, |it| json!(it.most)),
    );
    for family in ZONED {
        zone(call, value, ground, family, is_table);
        let found = ground.and_then(|it| it.families.iter().find(|of| of.family == family));
        let weeks = found.map(|of| format!("T0 + {} SEMAINES", of.weeks));
        put(
            value,
            &format!("estimated_delivery_date_{family}"),
            json!(weeks),
        );
    }
    odd(call, value, item, true);
}

/// The zone of a family (row `E12`).
fn zone(call: &Call<'_>, value: &mut Value, ground: Option<&Ground>, family: &str, is_table: bool) {
    let key = format!("zone_{}", family.to_lowercase());
    let number = ground.map(|it| it.zone(family));
    let spelt = match call.scenario.eligibility.zones {
        ZoneShape::Missing => return,
        ZoneShape::AsPrinted if !is_table => json!(number),
        ZoneShape::AsPrinted | ZoneShape::Text => json!(number.map(|it| it.to_string())),
        ZoneShape::Label => json!(number.map(|it| format!("Z{it}"))),
    };
    put(value, &key, spelt);
}

/// Zone and delay of the family that no page lists.
fn odd(call: &Call<'_>, value: &mut Value, item: &Item, has_delays: bool) {
    if !call.scenario.eligibility.odd_families || item.state() != State::Ready {
        return;
    }
    put(
        value,
        &format!("zone_{}", ODD_FAMILY.to_lowercase()),
        json!("ZTD-α"),
    );
    if has_delays {
        let key = format!("estimated_delivery_date_{ODD_FAMILY}");
        put(value, &key, json!("selon étude"));
    }
}

/// What the cheapest offer costs, where prices were asked for (row `E14`).
fn prices_of_item(value: &mut Value, eligibility: &Eligibility, item: &Item) {
    let ground = eligibility.ground(item);
    let offers = eligibility.offers(item);
    let known = offers
        .into_iter()
        .filter_map(|offer| prices(ground.as_ref(), item, offer));
    let cheapest = known.min_by_key(|prices| prices.monthly);
    for (key, cents) in amounts(cheapest) {
        put(value, key, json!(cents.map(euros)));
    }
}

fn prices(ground: Option<&Ground>, item: &Item, offer: &CatalogOffer) -> Option<Prices> {
    let zone = ground.map(|ground| ground.zone(offer.family));
    let is_told = item.has_prices();
    offer.prices(zone).filter(|_| is_told)
}

fn amounts(prices: Option<Prices>) -> [(&'static str, Option<i64>); 3] {
    [
        ("price", prices.map(|it| it.monthly)),
        ("far", prices.map(|it| it.far)),
        ("fas", prices.map(|it| it.fas)),
    ]
}

fn offers(call: &Call<'_>, eligibility: &Eligibility, item: &Item) -> Value {
    let ground = eligibility.ground(item);
    let needs_quote = item.state() == State::Unable;
    let rules = eligibility.rules();
    let known = eligibility.offers(item);
    let mut rows: Vec<Value> = known
        .iter()
        .map(|offer| {
            let mut row = json!({
                "product_id": offer.id,
                "name": offer.name(),
                "description": offer.description(),
                "bandwidth": offer.bandwidth,
                "bandwidth_max": mbps(offer.most),
                "bandwidth_guarantee": mbps(offer.guaranteed),
                "commitment": format!("{}MOIS", offer.months),
                "offer_technology": offer.technology,
                "offer_family": offer.family,
                "tarif_zone": offer.density,
            });
            let told = prices(ground.as_ref(), item, offer);
            for (key, cents) in amounts(told) {
                put(&mut row, key, json!(cents.map(euros)));
            }
            if !rules.quotation_missing {
                let is_quoted = needs_quote || offer.is_on_quotation();
                put(&mut row, "on_quotation", json!(is_quoted));
            }
            row
        })
        .collect();
    if call.scenario.eligibility.odd_families && item.has_offers() {
        rows.push(odd_offer());
    }
    Value::Array(rows)
}

/// An offer of the family that no page lists, with a bandwidth and a term in words.
fn odd_offer() -> Value {
    json!({
        "product_id": "FWA/5G#1",
        "name": "FWA 5G « jusqu'à » 1 Gbit/s ",
        "description": null,
        "bandwidthe": "1G",
        "bandwidth_max": "G",
        "bandwidth_guarantee": "",
        "commitment": "sans engagement",
        "offer_technology": "5G-NR",
        "offer_family": ODD_FAMILY,
        "tarif_zone": "ZTD-α",
        "price": "à partir de 49,90",
        "far": "N/A",
        "fas": "0.00",
    })
}

fn user(asker: &Asker) -> Value {
    json!({
        "email": asker.email,
        "first_name": asker.person.first,
        "last_name": asker.person.last,
    })
}

fn changes(call: &Call<'_>, history: &[Change]) -> Value {
    let rows = history.iter().map(|change| {
        json!({
            "change_reason": change.reason,
            "change_date": call.date(change.at, DateStyle::OffsetMillis),
            "state": change.state.word(),
        })
    });
    rows.collect()
}

/// The key that items stand under: that of the answer's example, or the one the scenario has everywhere (row `E2`).
fn items_key(call: &Call<'_>, printed: &'static str) -> &'static str {
    match call.scenario.eligibility.items_key {
        ItemsKey::AsPrinted => printed,
        ItemsKey::Items => "product_offering_qualification_items",
        ItemsKey::Item => "product_offering_qualification_item",
        ItemsKey::Details => "product_offering_qualification_item_details",
        ItemsKey::Detail => "product_offering_qualification_item_detail",
    }
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(fields) = object {
        fields.insert(key.to_owned(), value);
    }
}
