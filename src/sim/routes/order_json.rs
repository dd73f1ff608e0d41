//! The JSON of orders, field by field as the contract's examples print it.
//!
//! It is written from the documentation and never through the client's types, so that a misread field cannot cancel itself
//! out. Values that never change are drawn from the order's facts.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::super::answer::Call;
use super::super::calendar::{DateStyle, day_in_france};
use super::super::dice::Dice;
use super::super::names::Person;
use super::super::scenario::{ContactShape, ManagerShape, ProductShape};
use super::super::world::World;
use super::super::world::course::{Entry, Mark, STEPS, State};
use super::super::world::facts::{Facts, Site};
use super::super::world::order::Order;
use super::super::world::orders::Orders;

/// A row of the order list.
pub(super) fn row(call: &Call<'_>, orders: &Orders, order: &Order) -> Value {
    let facts = orders.facts(order);
    let second = facts.second_site.as_ref();
    json!({
        "modification_date": call.date(order.modified, DateStyle::Utc),
        "order_reference": order.reference(),
        "id": order.id(),
        "order_date": day(order.created),
        "cancellation_date": order.entered(State::Cancelled).map(day),
        "cancellation_reason": order.cancellation_reason,
        "completion_date": order.completed().map(day),
        "delivery_lead_time": facts.lead_weeks.to_string(),
        "state": state_word(call, orders.seed(), order),
        "project_id": facts.project,
        "offer_family": facts.family,
        "offer_technology": facts.technology,
        "commitment": if call.shape().commitment_as_text { json!(format!("{}MOIS", facts.commitment)) } else { json!(facts.commitment) },
        "site_client": facts.site.line(),
        "site_client_2": second.map(Site::line).unwrap_or_default(),
        "end_customer_name": facts.site.customer,
        "end_customer_name_2": second.map(|site| site.customer.clone()).unwrap_or_default(),
        "created_by": facts.created_by,
    })
}

/// An order in full.
pub(super) fn detail(call: &Call<'_>, world: &World, order: &Order, facts: &Facts) -> Value {
    let shape = call.shape();
    let monthly = facts.price + facts.options.iter().map(|option| option.price).sum::<f64>();
    let securing = i64::from(order.number.is_multiple_of(17));
    let line = world.quotes.line(&facts.quote_item);
    let mut value = json!({
        "id": order.id(),
        "order_reference": order.reference(),
        "external_id": facts.external_id,
        "order_date": day(order.created),
        "cancellation_date": order.entered(State::Cancelled).map(day),
        "cancellation_reason": order.cancellation_reason,
        "completion_date": order.completed().map(day),
        "note": if order.number.is_multiple_of(11) { "Accès par l'arrière du bâtiment, prévenir la veille." } else { "" },
        "technical_note": "",
        "product_offering_id": facts.offering,
        "product_offering_qualification_item_id": line.map_or("", |it| &it.wish.product_offering_qualification_item_id),
        "project_id": facts.project,
        "quote_item_id": facts.quote_item,
        "delivery_mode": if facts.enni.is_empty() { "N/A" } else { "National" },
        "enni": facts.enni,
        "enni2": "",
        "delivery_lead_time": facts.lead_weeks.to_string(),
        "delivery_lead_time_label": format!("T0 + {} week{}", facts.lead_weeks, if facts.lead_weeks == 1 { "" } else { "s" }),
        "vlan_reference": facts.vlan,
        "customer_order_name": "",
        "securing": securing + 1,
        "securing_label": if securing == 1 { "Sécurisé" } else { "Non sécurisé" },
        "service_reference": format!("FR{:06}", order.number * 5 + 3_160),
        "minimum_commitment_duration": facts.commitment,
        "commitment_end_date": null,
        "notice_period": 3,
        "estimated_delivery_date": order.due.map(|due| due.to_string()),
        "billing_site_ref": facts.billing.0,
        "billing_site_name": facts.billing.1,
        "state": state_word(call, world.orders.seed(), order),
        "termination_error": termination_error(order),
        "option_ids": facts.options.iter().map(|option| option.id).collect::<Vec<_>>(),
    });
    let rest = json!({
        "product": product(call, facts),
        "related_contact_information": contacts(call, facts),
        "technical_zone": format!("THD Zone {}", order.number % 3 + 1),
        "service_topology": "COLST",
        "building_ref": facts.building,
        "manager_regional": manager(shape.managers, Some(&facts.manager), &facts.manager_phone),
        "manager_n1_regional": manager(shape.managers, facts.senior_manager.as_ref(), &facts.manager_phone),
        "manager_national": manager(shape.managers, facts.national_manager.as_ref(), &facts.manager_phone),
        "manager_n1_national": null,
        "strands_number": facts.strands,
        "fon_security": false,
        "technology": facts.order_technology,
        "total_amount_monthly": monthly,
        "total_amount_annual": monthly * 12.0,
    });
    if let (Value::Object(fields), Value::Object(rest)) = (&mut value, rest) {
        fields.extend(rest);
    }
    value
}

/// The history of an order, in the server's order.
pub(super) fn historic(call: &Call<'_>, world: &World, order: &Order) -> Value {
    let entry = |entry: &Entry| {
        json!({
            "change_reason": if entry.mark == Mark::State(State::Cancelled) { order.cancellation_reason } else { "" },
            "change_date": call.date(entry.at, DateStyle::Offset),
            "state": entry.mark.word(),
        })
    };
    let mut results: Vec<Value> = order.history.iter().map(entry).collect();
    if is_unlisted(call, world.orders.seed(), order) {
        results.push(entry(&Entry {
            mark: Mark::Unlisted,
            at: order.modified,
        }));
    }
    json!({ "results": results })
}

/// Document groups of an order: type and file names. Only the type `BDC` is explained (row `O14`).
pub(super) fn documents(order: &Order, facts: &Facts) -> Vec<(&'static str, Vec<String>)> {
    let reference = order.reference();
    let has = |step: u8| {
        order
            .history
            .iter()
            .any(|entry| entry.mark == Mark::Step(step))
    };
    let mut groups = vec![("BDC", vec![format!("{reference}_1.pdf")])];
    if has(5) {
        let mut reports = vec![format!("{reference}_CR visite technique.pdf")];
        if facts.has_plan {
            reports.push(format!("{reference}_Plan d'accès n°2/étage.pdf"));
        }
        groups.push(("CRVT", reports));
    }
    if has(10) {
        groups.push(("PVL", vec![format!("{reference}_PV livraison.pdf")]));
    }
    if has(11) {
        groups.push(("CRI", vec![format!("{reference}_CR intervention.pdf")]));
    }
    groups
}

/// A day as the order pages print it.
pub(super) fn day(at: DateTime<Utc>) -> String {
    day_in_france(at).to_string()
}

fn state_word(call: &Call<'_>, seed: u64, order: &Order) -> &'static str {
    if is_unlisted(call, seed, order) {
        Mark::Unlisted.word()
    } else {
        order.state.word()
    }
}

fn is_unlisted(call: &Call<'_>, seed: u64, order: &Order) -> bool {
    call.shape().unknown_states && Dice::of(seed, order.number, 0x0DD).percent(10)
}

fn product(call: &Call<'_>, facts: &Facts) -> Value {
    let options: Vec<Value> = facts
        .options
        .iter()
        .map(|option| {
            json!({
                "name": option.label,
                "label": option.label,
                "type": "SERVI",
                "option_id": option.id,
                "price": option.price,
                "recurring": true,
            })
        })
        .collect();
    let name = facts.offer_name();
    let product = json!({
        "id": facts.offering,
        "name": name,
        "description": name,
        "bandwidth_guarantee": if facts.bandwidth.ends_with('G') { "G" } else { "M" },
        "commitment": format!("{}MOIS", facts.commitment),
        "tarif_zone": facts.zone.0,
        "offer_family": facts.family,
        "offer_technology": facts.technology,
        "far": facts.far,
        "fas": facts.fas,
        "fad": 0.0,
        "price": facts.price,
        "recurring": true,
        "options": options,
    });
    match call.shape().product {
        ProductShape::Object => product,
        ProductShape::Array => json!([product]),
    }
}

fn contacts(call: &Call<'_>, facts: &Facts) -> Value {
    let sites = std::iter::once(&facts.site).chain(facts.second_site.as_ref());
    match call.shape().contacts {
        ContactShape::Array => sites.map(site_contact).collect(),
        ContactShape::Object => site_contact(&facts.site),
        ContactShape::Null => Value::Null,
    }
}

/// A site with whom to call there.
pub(super) fn site_contact(site: &Site) -> Value {
    json!({
        "end_customer_name": site.customer,
        "siret": "",
        "contact1_email_address": site.contact.mail("client.example"),
        "contact1_firstname": site.contact.first,
        "contact1_lastname": site.contact.last,
        "contact1_phone_number": site.phone,
        "contact2_email_address": "",
        "contact2_firstname": "",
        "contact2_lastname": "",
        "contact2_phone_number": "",
        "city": site.town.name.to_uppercase(),
        "postcode": site.town.postcode,
        "street_name": site.street.to_uppercase(),
        "street_number": "",
        "street_number_extension": "",
        "insee_code": site.town.insee,
        "building_name": "",
        "level_number": "",
        "latitude": site.town.latitude,
        "longitude": site.town.longitude,
    })
}

/// A person in charge, or null.
pub(super) fn manager(shape: ManagerShape, person: Option<&Person>, phone: &str) -> Value {
    let Some(person) = person else {
        return Value::Null;
    };
    let manager =
        json!({ "name": person.full(), "email": person.mail("covage.example"), "phone": phone });
    match shape {
        ManagerShape::Object => manager,
        ManagerShape::Null => Value::Null,
        ManagerShape::JsonText => Value::String(manager.to_string()),
    }
}

fn termination_error(order: &Order) -> Value {
    if order.is_termination_failed {
        json!([{ "code": "TERM_012", "property_path": "request_effective_date", "value": "2026-02-30" }])
    } else {
        json!([])
    }
}

/// Columns of the CSV export with how to fill them; the documentation names none (row `O17`).
pub(super) fn csv_cells(order: &Order, facts: &Facts) -> [(&'static str, String); 12] {
    let steps = order.history.iter().filter_map(|entry| {
        if let Mark::Step(step) = entry.mark {
            Some(step)
        } else {
            None
        }
    });
    let step = steps
        .max()
        .and_then(|step| STEPS.get(usize::from(step) - 1))
        .copied()
        .unwrap_or_default();
    [
        ("Référence commande", order.reference()),
        ("Identifiant", order.id()),
        ("Date de commande", day(order.created)),
        ("État", order.state.word().to_owned()),
        ("Étape", step.to_owned()),
        (
            "Date de livraison prévue",
            order.due.map(|due| due.to_string()).unwrap_or_default(),
        ),
        ("Famille", facts.family.to_owned()),
        ("Technologie", facts.technology.to_owned()),
        ("Débit", facts.bandwidth.to_owned()),
        ("Client final", facts.site.customer.clone()),
        ("Adresse", facts.site.line()),
        ("Projet", facts.project.to_owned()),
    ]
}
