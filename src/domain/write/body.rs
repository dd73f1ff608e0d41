//! What a write says: the exact body of its request, the same for the wire, for the dialog that shows it and for the journal.

use serde_json::{Map, Number, Value};

use super::{BasketFields, ContactField, ContactFields, FieldValue, LineField, LineFields, Write};
use crate::domain::quote::LineFilter;
use crate::domain::text::Text;

impl Write {
    /// The JSON body; `None` where it has none, or is a file.
    pub fn json(&self) -> Option<Value> {
        let mut said = Map::new();
        match self {
            Self::Terminate(action) | Self::Change(action) => {
                put(&mut said, "reason", Some(&action.reason));
                put(&mut said, "message", action.message.as_ref());
            }
            Self::CreateBasket(fields) | Self::EditBasket(_, fields) => basket(&mut said, fields),
            Self::AddLine(_, fields) | Self::EditLine(_, fields) => line(&mut said, fields),
            Self::Accept(offer) | Self::Restore(offer) => {
                put(&mut said, "product_id", Some(offer.product.text()));
            }
            Self::Decline(offer, comment) => {
                put(&mut said, "product_id", Some(offer.product.text()));
                put(&mut said, "comment", comment.as_ref());
            }
            Self::StartQuoteExport(filter) => filters(&mut said, filter),
            Self::Qualify(asked) => return Some(asked.json()),
            Self::StartOrderExport
            | Self::ConfirmBasket(_)
            | Self::DeleteLine(_)
            | Self::UploadTrace(..)
            | Self::DeleteTrace(_)
            | Self::ExportLinePdf(_)
            | Self::ExportOfferPdf(..) => return None,
        }
        Some(Value::Object(said))
    }

    /// [`Self::json`] as text; empty where there is none.
    pub fn said(&self) -> String {
        self.json().map(|json| json.to_string()).unwrap_or_default()
    }
}

fn put(said: &mut Map<String, Value>, key: &str, value: Option<&Text>) {
    if let Some(value) = value {
        said.insert(key.to_owned(), value.wire().into());
    }
}

fn basket(said: &mut Map<String, Value>, fields: &BasketFields) {
    put(said, "external_id", fields.external_id.as_ref());
    put(said, "project_id", fields.project.as_ref());
}

fn line(said: &mut Map<String, Value>, fields: &LineFields) {
    for (field, value) in fields {
        let value = match value {
            // No date can be empty text.
            FieldValue::Text(text) if *field == LineField::ExpectedResponseDate => {
                match text.wire() {
                    "" => Value::Null,
                    day => day.into(),
                }
            }
            FieldValue::Text(text) => text.wire().into(),
            FieldValue::Keys(keys) => keys.iter().map(|key| Value::from(key.wire())).collect(),
            FieldValue::Contacts(contacts) => contacts.iter().map(contact).collect(),
        };
        said.insert(field.word().to_owned(), value);
    }
}

fn contact(fields: &ContactFields) -> Value {
    let mut said = Map::new();
    for (field, text) in fields {
        let is_number = matches!(field, ContactField::Latitude | ContactField::Longitude);
        let number = || text.wire().parse().ok().and_then(Number::from_f64);
        let value = match number().filter(|_| is_number) {
            Some(number) => Value::Number(number),
            None => text.wire().into(),
        };
        said.insert(field.word().to_owned(), value);
    }
    Value::Object(said)
}

fn filters(said: &mut Map<String, Value>, filter: &LineFilter) {
    put(said, "reference", filter.reference.as_ref());
    put(
        said,
        "customer_order_name",
        filter.customer_order_name.as_ref(),
    );
    put(said, "end_customer_name", filter.end_customer_name.as_ref());
    put(said, "business_sector", filter.business_sector.as_ref());
    put(said, "project_id", filter.project.as_ref());
    put(said, "state", filter.state.as_ref());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{BasketId, LineId, ProductId};
    use crate::domain::write::{LineKey, OfferKey};

    fn offer() -> OfferKey {
        OfferKey {
            line: LineId::new("l1"),
            product: ProductId::new("2173"),
        }
    }

    #[test]
    fn bodies_are_those_of_the_printed_examples() {
        assert_eq!(Write::Accept(offer()).said(), r#"{"product_id":"2173"}"#);
        let comment = Some(Text::new("This is a comment"));
        let declined: Value =
            serde_json::from_str(&Write::Decline(offer(), comment).said()).unwrap();
        let printed = r#"{"product_id": "2173", "comment": "This is a comment"}"#;
        assert_eq!(declined, serde_json::from_str::<Value>(printed).unwrap());
        assert_eq!(Write::ConfirmBasket(BasketId::new("b")).said(), "");
    }

    #[test]
    fn only_what_was_set_is_said_and_a_date_can_be_emptied() {
        let key = LineKey {
            basket: BasketId::new("b"),
            line: LineId::new("l"),
        };
        let text = |text| FieldValue::Text(Text::new(text));
        let fields = LineFields::from([
            (LineField::ExpectedResponseDate, text("")),
            (LineField::Note, text("")),
            (
                LineField::ProductOfferings,
                FieldValue::Keys(vec![Text::new("2173")]),
            ),
        ]);
        let said: Value = serde_json::from_str(&Write::EditLine(key, fields).said()).unwrap();
        let meant =
            r#"{"expected_response_date": null, "note": "", "product_offerings": ["2173"]}"#;
        assert_eq!(said, serde_json::from_str::<Value>(meant).unwrap());
    }
}
