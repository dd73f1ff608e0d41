//! Whether a line has the values that an edit set.

use chrono::NaiveDate;

use crate::domain::date::FlexDate;
use crate::domain::order::Contact;
use crate::domain::quote::Line;
use crate::domain::text::Text;
use crate::domain::write::{ContactField, ContactFields, FieldValue, LineField, LineFields};

/// The first field of an edit that the line holds otherwise.
pub(super) fn first_difference(set: &LineFields, line: &Line) -> Option<LineField> {
    let differs = |(field, value): &(&LineField, &FieldValue)| !is_set(**field, value, line);
    set.iter().find(differs).map(|(field, _)| *field)
}

fn is_set(field: LineField, value: &FieldValue, line: &Line) -> bool {
    match value {
        FieldValue::Text(text) if field == LineField::ExpectedResponseDate => {
            is_day(text, line.expected_response_date.as_ref())
        }
        FieldValue::Text(text) => is_text(text, text_of(field, line)),
        FieldValue::Keys(keys) => {
            let held = match field {
                LineField::OptionIds => line.option_ids.as_deref().unwrap_or_default(),
                _ => &line.product_offerings,
            };
            is_same_set(keys, held)
        }
        FieldValue::Contacts(sites) => {
            let is_same = |(set, held): (&ContactFields, &Contact)| is_contact(set, held);
            sites.len() == line.contacts.len() && sites.iter().zip(&line.contacts).all(is_same)
        }
    }
}

/// An empty text empties a field.
fn is_text(set: &Text, held: Option<&Text>) -> bool {
    held.map_or("", Text::wire) == set.wire()
}

fn is_day(set: &Text, held: Option<&FlexDate>) -> bool {
    match (FlexDate::parse(set.wire()), held) {
        (None, held) => held.is_none(),
        (Some(set), Some(held)) => {
            set == *held || day(&set).is_some_and(|it| Some(it) == day(held))
        }
        (Some(_), None) => false,
    }
}

/// The day as it is written, in its own zone.
fn day(date: &FlexDate) -> Option<NaiveDate> {
    match date {
        FlexDate::At(at) => Some(at.date_naive()),
        FlexDate::Day(day) => Some(*day),
        FlexDate::Raw(_) => None,
    }
}

fn is_same_set(set: &[Text], held: &[Text]) -> bool {
    set.iter().all(|key| held.contains(key)) && held.iter().all(|key| set.contains(key))
}

fn text_of(field: LineField, line: &Line) -> Option<&Text> {
    match field {
        LineField::EndCustomerName => line.end_customer_name.as_ref(),
        LineField::SiteConnectionType => line.site_connection_type.as_ref(),
        LineField::QualificationItem => line
            .qualification_item_id
            .as_ref()
            .map(crate::domain::ids::QualificationItemId::text),
        LineField::ExternalId => line.external_id.as_ref(),
        LineField::Project => line.project.as_ref(),
        LineField::CustomerOrderName => line.customer_order_name.as_ref(),
        LineField::BusinessCode => line.business_code.as_ref(),
        LineField::BusinessSector => line.business_sector.as_ref(),
        LineField::Note => line.note.as_ref(),
        LineField::TechnicalNote => line.technical_note.as_ref(),
        LineField::ProductOfferings
        | LineField::ExpectedResponseDate
        | LineField::OptionIds
        | LineField::Contacts => None,
    }
}

/// People are told by their whole names, which an edit sets in two parts, and numbers in any spelling: those are not
/// compared.
fn is_contact(set: &ContactFields, held: &Contact) -> bool {
    set.iter().all(|(field, value)| {
        let held = match field {
            ContactField::EndCustomerName => &held.end_customer_name,
            ContactField::Siret => &held.siret,
            ContactField::StreetNumber => &held.street_number,
            ContactField::StreetNumberExtension => &held.street_number_extension,
            ContactField::StreetName => &held.street_name,
            ContactField::Postcode => &held.postcode,
            ContactField::City => &held.city,
            ContactField::InseeCode => &held.insee_code,
            ContactField::BuildingName => &held.building_name,
            ContactField::LevelNumber => &held.level_number,
            ContactField::FirstName1
            | ContactField::LastName1
            | ContactField::Phone1
            | ContactField::Email1
            | ContactField::FirstName2
            | ContactField::LastName2
            | ContactField::Phone2
            | ContactField::Email2
            | ContactField::Latitude
            | ContactField::Longitude => return true,
        };
        is_text(value, held.as_ref())
    })
}
