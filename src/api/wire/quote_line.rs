//! Quote lines (contract: `QuoteItem`): create answer, list row and detail as one shape of optional fields (Q6).

use serde_json::value::RawValue;

use super::address;
use super::contact::{contacts, manager};
use super::field::{Field, Shape, own};
use super::object::{self, wire_object};
use super::offer;
use super::reading::Reading;
use crate::domain::ids::{LineId, QualificationItemId};
use crate::domain::quote::{Line, LineState};
use crate::domain::text::Text;

wire_object!(
    /// Union of the three field sets.
    Row {
        id = "id",
        reference = "reference",
        state = "state",
        end_customer_name = "end_customer_name",
        external_id = "external_id",
        site_connection_type = "site_connection_type",
        business_sector = "business_sector",
        expected_response_date = "expected_response_date",
        option_ids = "option_ids",
        note = "note",
        technical_note = "technical_note",
        product_offerings = "product_offerings",
        qualification_item_id = "product_offering_qualification_item_id",
        project_id = "project_id",
        customer_order_name = "customer_order_name",
        business_code = "business_code",
        contacts = "related_contact_information",
        quote_date = "quote_date",
        order_date = "order_date",
        trace_file = "trace_file",
        creation_date = "creation_date",
        manager_regional = "manager_regional",
        prices = "prices",
        response_date = "response_date",
        validity_date = "validity_date",
        address = "address",
        latitude = "latitude",
        longitude = "longitude",
    }
);

wire_object!(Trace {
    name = "name",
    filename = "filename",
    file_name = "file_name",
    file = "file",
    url = "url",
});

wire_object!(Offering {
    product_id = "product_id",
    product_offering_id = "product_offering_id",
    id = "id",
    code = "code",
});

/// How much of a line an answer is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// A row of a list, or inside a basket: `prices: null` means that none were looked up.
    InPart,
    /// That line alone: `prices: null` means that there are none (Q7).
    Whole,
}

/// Reads a line.
pub(crate) fn read(raw: &RawValue, told: Told, reading: &mut Reading<'_, '_>) -> Line {
    reading.takes(1);
    let (row, problem) = object::row(Row::read(raw.get()));
    let (id, broken) = reading.twins.key_of(row.id, raw, problem);
    Line {
        id: LineId::new(id),
        reference: row.reference.text(),
        state: state(row.state, reading),
        end_customer_name: row.end_customer_name.text(),
        external_id: row.external_id.text(),
        site_connection_type: row.site_connection_type.word(reading.words),
        business_sector: row.business_sector.word(reading.words),
        expected_response_date: row.expected_response_date.date(),
        option_ids: row
            .option_ids
            .json()
            .map(|_| offerings(row.option_ids, reading)),
        note: row.note.text(),
        technical_note: row.technical_note.text(),
        product_offerings: offerings(row.product_offerings, reading),
        qualification_item_id: row
            .qualification_item_id
            .scalar()
            .map(|id| QualificationItemId::new(id.as_ref())),
        project: row.project_id.word(reading.words),
        customer_order_name: row.customer_order_name.text(),
        business_code: row.business_code.word(reading.words),
        contacts: Some(contacts(row.contacts))
            .filter(|contacts| reading.takes(contacts.len()))
            .unwrap_or_default(),
        quote_date: row.quote_date.date(),
        order_date: row.order_date.date(),
        trace_file: trace(row.trace_file),
        creation_date: row.creation_date.date(),
        manager_regional: manager(row.manager_regional),
        offers: match (row.prices.shape(), told) {
            (Shape::None, Told::InPart) => None,
            (Shape::None, Told::Whole) => row.prices.json().map(|_| Vec::new()),
            _ => Some(offer::offers(row.prices, reading)),
        },
        response_date: row.response_date.date(),
        validity_date: row.validity_date.date(),
        address: address::line(row.address),
        latitude: row.latitude.text(),
        longitude: row.longitude.text(),
        broken,
        raw: Text::new(raw.get()),
    }
}

/// A missing state is [`LineState::Other`] with empty text: it was not told (G8).
fn state(field: Field<'_>, reading: &mut Reading<'_, '_>) -> LineState {
    let word = field.scalar().unwrap_or_default();
    match LineState::parse(&word) {
        LineState::Other(_) => LineState::Other(reading.words.text(&word)),
        known => known,
    }
}

/// Keys, each as such or inside an object (Q8). An object without one stays as it came.
fn offerings(field: Field<'_>, reading: &mut Reading<'_, '_>) -> Vec<Text> {
    let key = |item: Field<'_>| {
        let Ok(offering) = Offering::read(item.json()?) else {
            return item.text();
        };
        [
            offering.product_id,
            offering.product_offering_id,
            offering.id,
            offering.code,
        ]
        .into_iter()
        .find_map(Field::scalar)
        .map(own)
        .or_else(|| item.text())
    };
    reading.list(field).into_iter().filter_map(key).collect()
}

/// The trace file's name or link (Q10): as such, inside an object, or of the first of several. `false`, `{}` and `[]` are
/// none; anything else that is not empty means that there is one.
fn trace(field: Field<'_>) -> Option<Text> {
    field.items().into_iter().find_map(|item| {
        let json = item.json()?;
        match item.shape() {
            Shape::Scalar => item.scalar().filter(|said| said != "false").map(own),
            Shape::Object => {
                let file = Trace::read(json).unwrap_or_default();
                [
                    file.name,
                    file.filename,
                    file.file_name,
                    file.file,
                    file.url,
                ]
                .into_iter()
                .find_map(Field::scalar)
                .map(own)
            }
            Shape::None | Shape::Array => None,
        }
    })
}
