//! The JSON of quotes, field by field as the contract's examples print it: three field sets for a line, two for a basket.

use serde_json::{Map, Value, json};

use super::super::super::answer::Call;
use super::super::super::calendar::DateStyle;
use super::super::super::dice::Dice;
use super::super::super::scenario::OfferShape;
use super::super::super::world::quotes::basket::{Basket, BasketState};
use super::super::super::world::quotes::line::{Contacts, Line, Validity};
use super::super::super::world::quotes::offer::Offer;
use super::super::super::world::quotes::{Quotes, euros};
use super::super::order_json::{manager, site_contact};

/// A row of the basket list, and the answer to a create.
pub(super) fn basket_row(call: &Call<'_>, basket: &Basket) -> Value {
    json!({
        "external_id": basket.external_id,
        "project_id": basket.project_id,
        "id": basket.id,
        "quote_date": call.date(basket.quoted, DateStyle::Offset),
        "creation_date": call.date(basket.created, DateStyle::Offset),
        "state": basket_word(call, basket),
    })
}

/// A basket with its lines.
pub(super) fn basket(call: &Call<'_>, quotes: &Quotes, basket: &Basket) -> Value {
    let lines = basket.lines.iter().map(|held| line(call, quotes, held));
    json!({
        "external_id": basket.external_id,
        "project_id": basket.project_id,
        "id": basket.id,
        "quote_item": lines.collect::<Vec<_>>(),
        "state": basket_word(call, basket),
        "quote_date": call.date(basket.quoted, DateStyle::Offset),
    })
}

/// The word for a basket's state (row `Q1`).
pub(super) fn basket_word(call: &Call<'_>, basket: &Basket) -> &'static str {
    match basket.state() {
        BasketState::Confirmed if call.scenario.quotes.finalized_early => {
            BasketState::Finalized.word()
        }
        state => state.word(),
    }
}

/// The word for a line's state.
pub(super) fn line_word(call: &Call<'_>, quotes: &Quotes, line: &Line) -> &'static str {
    let is_unlisted =
        call.shape().unknown_states && Dice::of(quotes.seed(), line.number, 0x0DD).percent(10);
    if is_unlisted {
        "awaiting_partner_price"
    } else {
        line.state.word()
    }
}

/// A row of the line list.
pub(super) fn line_row(call: &Call<'_>, quotes: &Quotes, line: &Line) -> Value {
    let (wish, town) = (&line.wish, line.facts.site.town);
    let ordered = line.ordered.as_ref();
    json!({
        "id": line.id,
        "end_customer_name": wish.end_customer_name,
        "external_id": wish.external_id,
        "site_connection_type": wish.site_connection_type,
        "business_sector": wish.business_sector,
        "expected_response_date": wish.expected_response_date,
        "product_offerings": wish.product_offerings.clone().unwrap_or_default(),
        "product_offering_qualification_item_id": wish.product_offering_qualification_item_id,
        "project_id": wish.project_id,
        "customer_order_name": wish.customer_order_name,
        "related_contact_information": contacts(line).unwrap_or_default(),
        "order_date": ordered.map(|ordered| call.date(ordered.at, DateStyle::Offset)),
        "state": line_word(call, quotes, line),
        "reference": line.reference(),
        "address": if line.is_located { line.facts.site.address() } else { json!({}) },
        "latitude": line.is_located.then_some(town.latitude),
        "longitude": line.is_located.then_some(town.longitude),
    })
}

/// A line as create and update answer it, and as a basket holds it.
pub(super) fn line(call: &Call<'_>, quotes: &Quotes, line: &Line) -> Value {
    let wish = &line.wish;
    json!({
        "end_customer_name": wish.end_customer_name,
        "external_id": wish.external_id,
        "site_connection_type": wish.site_connection_type,
        "business_sector": wish.business_sector,
        "expected_response_date": wish.expected_response_date,
        "option_ids": wish.option_ids,
        "note": wish.note,
        "technical_note": wish.technical_note,
        "product_offerings": wish.product_offerings,
        "product_offering_qualification_item_id": wish.product_offering_qualification_item_id,
        "project_id": wish.project_id,
        "customer_order_name": wish.customer_order_name,
        "business_code": wish.business_code,
        "related_contact_information": contacts(line),
        "id": line.id,
        "quote_date": line.confirmed.map(|at| call.date(at, DateStyle::Offset)),
        "state": line_word(call, quotes, line),
        "reference": line.reference(),
        "trace_file": trace_file(call, quotes, line),
        "creation_date": call.date(line.created, DateStyle::Offset),
    })
}

/// A line in full.
pub(super) fn line_detail(call: &Call<'_>, quotes: &Quotes, of: &Line) -> Value {
    let mut value = line(call, quotes, of);
    let facts = &of.facts;
    let has_manager = of.confirmed.is_some();
    let person = has_manager.then_some(&facts.manager);
    let validity = of.validity.map(|validity| match validity {
        Validity::Day(day) => json!(day.to_string()),
        Validity::At(at) => call.date(at, DateStyle::Offset),
    });
    let rest = json!({
        "product_offerings": of.wish.product_offerings.clone().unwrap_or_default(),
        "related_contact_information": contacts(of).unwrap_or_default(),
        "manager_regional": manager(call.shape().managers, person, &facts.manager_phone),
        "prices": of.offers.iter().enumerate().map(|(at, it)| offer(of.shape, at, it)).collect::<Vec<_>>(),
        "response_date": of.answered.map(|at| call.date(at, DateStyle::Offset)),
        "validity_date": validity,
    });
    if let (Value::Object(fields), Value::Object(rest)) = (&mut value, rest) {
        fields.extend(rest);
    }
    value
}

/// An offer in one of the forms that it might have (row `Q3`). A comment is there only once somebody left one.
fn offer(shape: OfferShape, at: usize, offer: &Offer) -> Value {
    let number = |cents: Option<i64>| cents.map(euros);
    let text = |cents: Option<i64>| cents.map(|cents| format!("{:.2}", euros(cents)));
    let state = offer.state.word();
    let mut value = match shape {
        OfferShape::Flat => json!({
            "product_id": offer.product_id,
            "product_name": offer.name,
            "state": state,
            "price": number(offer.price),
            "fas": number(offer.fas),
            "far": number(offer.far),
            "bandwidth": offer.mbps,
            "commitment": offer.commitment,
        }),
        OfferShape::FlatText => json!({
            "product_id": offer.product_id,
            "product_name": offer.name,
            "state": state,
            "price": text(offer.price),
            "fas": text(offer.fas),
            "far": text(offer.far),
            "bandwidth": offer.bandwidth(),
            "commitment": format!("{}MOIS", offer.commitment),
        }),
        OfferShape::Nested => json!({
            "product": { "product_id": offer.product_id, "name": offer.name, "bandwidth": offer.bandwidth() },
            "status": state,
            "monthly_price": text(offer.price),
            "fas": text(offer.fas),
            "far": text(offer.far),
            "commitment": format!("{}MOIS", offer.commitment),
        }),
        OfferShape::Unreadable => unreadable(at, offer),
        OfferShape::Keyless => json!({
            "label": offer.name,
            "state": state,
            "price": number(offer.price),
            "fas": number(offer.fas),
            "far": number(offer.far),
        }),
    };
    if let (Value::Object(fields), false) = (&mut value, offer.comment.is_empty()) {
        fields.insert("comment".to_owned(), json!(offer.comment));
    }
    value
}

/// Words where amounts would be: a price told in words, a price left out, a state left out.
fn unreadable(at: usize, offer: &Offer) -> Value {
    let mut fields = Map::new();
    fields.insert("product_id".to_owned(), json!(offer.product_id));
    fields.insert("label".to_owned(), json!(offer.name));
    fields.insert("conditions".to_owned(), json!("voir annexe"));
    if at.is_multiple_of(2) {
        let euros = offer.price.unwrap_or_default() / 100;
        let price = format!("environ {euros} euros HT par mois, sous réserve d'étude");
        fields.insert("price".to_owned(), json!(price));
    }
    if at % 3 != 1 {
        fields.insert("state".to_owned(), json!(offer.state.word()));
    }
    Value::Object(fields)
}

fn contacts(line: &Line) -> Option<Vec<Value>> {
    match &line.wish.contacts {
        Contacts::Absent => None,
        Contacts::OfSite => Some(vec![site_contact(&line.facts.site)]),
        Contacts::Given(given) => Some(given.clone()),
    }
}

/// Name of the trace file, or a link to it (row `Q10`); empty without one.
fn trace_file(call: &Call<'_>, quotes: &Quotes, line: &Line) -> String {
    let Some(trace) = &line.trace else {
        return String::new();
    };
    match quotes.basket_of(&line.id) {
        Some(basket) if call.scenario.quotes.trace_as_link => format!(
            "{}/api/v1/quote/{}/quote_item/{}/trace/download/",
            call.origin, basket.id, line.id
        ),
        _ => trace.name.clone(),
    }
}

/// Columns of the CSV export with how to fill them; the documentation names none.
pub(super) fn csv_cells(
    call: &Call<'_>,
    quotes: &Quotes,
    line: &Line,
) -> [(&'static str, String); 8] {
    let validity = line.validity.map(|validity| match validity {
        Validity::Day(day) => day.to_string(),
        Validity::At(at) => DateStyle::Day.spell(at, DateStyle::Day),
    });
    [
        ("Référence", line.reference()),
        ("Identifiant", line.id.clone()),
        ("État", line_word(call, quotes, line).to_owned()),
        ("Client final", line.wish.end_customer_name.clone()),
        ("Référence externe", line.wish.external_id.clone()),
        ("Projet", line.wish.project_id.clone()),
        ("Validité", validity.unwrap_or_default()),
        ("Offres", line.offers.len().to_string()),
    ]
}
