//! What calls say when they ask about sites (row `E1`).

use serde_json::{Map, Value, json};

use super::super::super::answer::{Answer, Call};
use super::super::super::names::Person;
use super::super::super::world::eligibility::Wish;
use super::super::super::world::eligibility::item::Asked;
use super::super::super::world::eligibility::request::Asker;
use super::super::fields::{Fields, REQUIRED};

const SITES: &str = "product_offering_qualification_items";

/// Reads a request.
///
/// # Errors
/// 400 that says which fields are wrong, site by site.
pub(super) fn wish(call: &Call<'_>) -> Result<Wish, Answer> {
    let mut fields = Fields::read(call)?;
    let external_id = fields.text("external_id").unwrap_or_default();
    let project_id = fields.text("project_id").unwrap_or_default();
    let is_given = fields.value(SITES).is_some();
    let given = fields.list(SITES);
    if let Some(given) = &given {
        let most = call.scenario.eligibility.items_max;
        if given.is_empty() {
            fields.complain(SITES, "Cette liste ne peut pas être vide.");
        } else if let Some(most) = most.filter(|most| given.len() > *most) {
            let text = format!("Cette liste ne peut contenir plus de {most} éléments.");
            fields.complain(SITES, &text);
        }
    } else if !is_given {
        fields.complain(SITES, REQUIRED);
    }
    let (sites, complaints): (Vec<Asked>, Vec<Map<String, Value>>) =
        given.unwrap_or_default().into_iter().map(site).unzip();
    if complaints.iter().any(|of_site| !of_site.is_empty()) {
        fields.object_to(SITES, json!(complaints));
    }
    match fields.refusal(call) {
        Some(refusal) => Err(refusal),
        None => Ok(Wish {
            external_id,
            project_id,
            asker: Asker {
                email: call.scenario.username.clone(),
                person: Person {
                    first: "Admin",
                    last: "Démonstration",
                },
            },
            sites,
        }),
    }
}

/// One site, with what is wrong with it.
fn site(value: Value) -> (Asked, Map<String, Value>) {
    let Some(mut fields) = Fields::of(value) else {
        let complaint = json!(["Données non valides : un objet était attendu."]);
        let complaints = Map::from_iter([("non_field_errors".to_owned(), complaint)]);
        return (Asked::default(), complaints);
    };
    let site = fields.required("eligibility_id");
    let families = fields.list("offer_families");
    match &families {
        None if fields.value("offer_families").is_none() => {
            fields.complain("offer_families", REQUIRED);
        }
        Some(families) if families.is_empty() => {
            fields.complain("offer_families", "Cette liste ne peut pas être vide.");
        }
        _ => {}
    }
    let resolve_pricing = match fields.value("resolve_pricing") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(is_wanted)) => *is_wanted,
        Some(_) => {
            fields.complain("resolve_pricing", "Doit être un booléen valide.");
            false
        }
    };
    let address = fields.value("address").cloned().unwrap_or(Value::Null);
    if !address.is_object() && !address.is_null() {
        fields.complain("address", "Données non valides : un objet était attendu.");
    }
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let asked = Asked {
        site,
        families: families.unwrap_or_default().iter().map(text).collect(),
        resolve_pricing,
        address,
    };
    (asked, fields.complaints())
}
