//! The end-customer sites of a line as fields that can be changed and sent back.
//!
//! What is shown of a contact is folded for reading: names joined, empty fields left out. Sending that back would lose
//! something, so a change begins from the answer as it came.

use serde_json::Value;

use super::{ContactField, ContactFields};
use crate::domain::text::Text;

const KEY: &str = "related_contact_information";

/// The sites an answer holds: a list, one alone, or wrapped in an object once more (O10); `None` where the answer does
/// not hold the key at all.
pub fn sites_of(answer: &Text) -> Option<Vec<ContactFields>> {
    let answer: Value = serde_json::from_str(answer.wire()).ok()?;
    let mut sites = Vec::new();
    gather(answer.get(KEY)?, &mut sites);
    Some(sites)
}

/// Deeper nesting than the documented one is nobody's contact.
fn gather(value: &Value, sites: &mut Vec<ContactFields>) {
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    for item in items {
        match item.get(KEY) {
            Some(Value::Array(inner)) => sites.extend(inner.iter().filter_map(site)),
            Some(inner) => sites.extend(site(inner)),
            None => sites.extend(site(item)),
        }
    }
}

/// The fields of one site, unless nothing at all is said.
fn site(value: &Value) -> Option<ContactFields> {
    let text = |field: &ContactField| match value.get(field.word())? {
        Value::String(text) => Some(Text::new(text.as_str())),
        Value::Number(number) => Some(Text::new(number.to_string())),
        _ => None,
    };
    let fields: ContactFields = ContactField::ALL
        .iter()
        .filter_map(|field| Some((*field, text(field)?)))
        .collect();
    fields
        .values()
        .any(|text| !text.wire().is_empty())
        .then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites(json: &str) -> Option<Vec<ContactFields>> {
        sites_of(&Text::new(json))
    }

    #[test]
    fn o10_sites_come_listed_alone_and_wrapped_and_keep_every_field() {
        let city =
            r#"{"city": "ROUEN", "siret": "", "latitude": 49.474174, "contact1_firstname": "A"}"#;
        for held in [
            format!("[{city}]"),
            city.to_owned(),
            format!(r#"{{"related_contact_information": [{city}]}}"#),
            format!(r#"[{{"related_contact_information": {city}}}]"#),
        ] {
            let found = sites(&format!(r#"{{"related_contact_information": {held}}}"#)).unwrap();
            let meant = [
                (ContactField::City, "ROUEN"),
                (ContactField::Siret, ""),
                (ContactField::Latitude, "49.474174"),
                (ContactField::FirstName1, "A"),
            ];
            let meant = meant.map(|(field, text)| (field, Text::new(text)));
            assert_eq!(found, [ContactFields::from(meant)], "{held}");
        }
    }

    #[test]
    fn an_answer_without_the_key_is_not_one_without_sites() {
        assert_eq!(sites("{}"), None);
        assert_eq!(sites("not JSON"), None);
        for none in ["null", "[]", "[{}]", r#"[{"city": ""}]"#, "[[1]]", "3"] {
            let answer = format!(r#"{{"related_contact_information": {none}}}"#);
            assert_eq!(sites(&answer), Some(Vec::new()), "{none}");
        }
    }
}
