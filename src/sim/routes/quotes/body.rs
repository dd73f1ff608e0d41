//! What calls say about quote lines.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use super::super::super::world::quotes::line::{Contacts, Wish};
use super::super::super::world::referential::SITE_TYPES;
use super::super::fields::Fields;

/// Puts what was given into a wish.
pub(super) fn fill(fields: &mut Fields, wish: &mut Wish) {
    for (name, place) in [
        ("end_customer_name", &mut wish.end_customer_name),
        ("external_id", &mut wish.external_id),
        ("business_sector", &mut wish.business_sector),
        ("note", &mut wish.note),
        ("technical_note", &mut wish.technical_note),
        ("project_id", &mut wish.project_id),
        ("customer_order_name", &mut wish.customer_order_name),
        ("business_code", &mut wish.business_code),
        (
            "product_offering_qualification_item_id",
            &mut wish.product_offering_qualification_item_id,
        ),
    ] {
        if let Some(text) = fields.text(name) {
            *place = text;
        }
    }
    site_type(fields, wish);
    date(fields, wish);
    if let Some(options) = fields.list("option_ids") {
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        wish.option_ids = options.iter().map(text).collect();
    }
    if let Some(offerings) = fields.list("product_offerings") {
        wish.product_offerings = (!fields.is_null("product_offerings")).then_some(offerings);
    }
    contacts(fields, wish);
}

fn site_type(fields: &mut Fields, wish: &mut Wish) {
    let name = "site_connection_type";
    let Some(text) = fields.text(name) else {
        return;
    };
    if text.is_empty() || SITE_TYPES.contains(&text.as_str()) {
        wish.site_connection_type = text;
    } else {
        fields.complain(name, &format!("« {text} » n'est pas un choix valide."));
    }
}

fn date(fields: &mut Fields, wish: &mut Wish) {
    let name = "expected_response_date";
    if fields.is_null(name) {
        wish.expected_response_date = None;
        return;
    }
    let Some(text) = fields.text(name) else {
        return;
    };
    let is_date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").is_ok()
        || DateTime::parse_from_rfc3339(&text).is_ok();
    if is_date {
        wish.expected_response_date = Some(text);
    } else {
        fields.complain(name, "La date n'a pas le bon format : AAAA-MM-JJ.");
    }
}

fn contacts(fields: &mut Fields, wish: &mut Wish) {
    let name = "related_contact_information";
    let Some(contacts) = fields.list(name) else {
        return;
    };
    if contacts.len() > 2 {
        fields.complain(name, "Ce champ ne peut contenir plus de 2 éléments.");
    } else if contacts.iter().all(Value::is_object) {
        wish.contacts = if contacts.is_empty() {
            Contacts::Absent
        } else {
            Contacts::Given(contacts)
        };
    } else {
        fields.complain(name, "Données non valides : des objets étaient attendus.");
    }
}
