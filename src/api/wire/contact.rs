//! People and sites: the contacts of an order and the managers on the operator's side (O7, O10, O11).

use serde_json::value::RawValue;

use super::field::{Field, Shape};
use super::object::wire_object;
use crate::domain::order::{Contact, Manager, Person};
use crate::domain::text::Text;

wire_object!(
    RelatedContact {
        inner = "related_contact_information",
        end_customer_name = "end_customer_name",
        siret = "siret",
        email_1 = "contact1_email_address",
        first_name_1 = "contact1_firstname",
        last_name_1 = "contact1_lastname",
        phone_1 = "contact1_phone_number",
        email_2 = "contact2_email_address",
        first_name_2 = "contact2_firstname",
        last_name_2 = "contact2_lastname",
        phone_2 = "contact2_phone_number",
        city = "city",
        postcode = "postcode",
        street_name = "street_name",
        street_number = "street_number",
        street_number_extension = "street_number_extension",
        insee_code = "insee_code",
        building_name = "building_name",
        level_number = "level_number",
        latitude = "latitude",
        longitude = "longitude",
    }
);

wire_object!(ManagerObject {
    name = "name",
    email = "email",
    phone = "phone",
});

/// Contacts as an array, a lone object, an object around either, or null (O10).
pub(crate) fn contacts(field: Field<'_>) -> Vec<Contact> {
    field
        .items()
        .into_iter()
        .filter_map(|item| RelatedContact::read(item.json()?).ok())
        .flat_map(|object| match object.inner.shape() {
            Shape::Array | Shape::Object => object
                .inner
                .items()
                .into_iter()
                .filter_map(|item| RelatedContact::read(item.json()?).ok())
                .filter_map(|object| contact(&object))
                .collect(),
            Shape::None | Shape::Scalar => contact(&object).into_iter().collect::<Vec<_>>(),
        })
        .collect()
}

/// A contact, unless nothing at all is said.
fn contact(object: &RelatedContact<'_>) -> Option<Contact> {
    let people = [
        person(
            object.first_name_1,
            object.last_name_1,
            object.email_1,
            object.phone_1,
        ),
        person(
            object.first_name_2,
            object.last_name_2,
            object.email_2,
            object.phone_2,
        ),
    ];
    let contact = Contact {
        end_customer_name: object.end_customer_name.text(),
        siret: object.siret.text(),
        people: people.into_iter().flatten().collect(),
        city: object.city.text(),
        postcode: object.postcode.text(),
        street_name: object.street_name.text(),
        street_number: object.street_number.text(),
        street_number_extension: object.street_number_extension.text(),
        insee_code: object.insee_code.text(),
        building_name: object.building_name.text(),
        level_number: object.level_number.text(),
        latitude: object.latitude.text(),
        longitude: object.longitude.text(),
    };
    let nothing = Contact {
        end_customer_name: None,
        siret: None,
        people: Vec::new(),
        city: None,
        postcode: None,
        street_name: None,
        street_number: None,
        street_number_extension: None,
        insee_code: None,
        building_name: None,
        level_number: None,
        latitude: None,
        longitude: None,
    };
    (contact != nothing).then_some(contact)
}

fn person(first: Field<'_>, last: Field<'_>, email: Field<'_>, phone: Field<'_>) -> Option<Person> {
    let names: Vec<_> = [first, last]
        .into_iter()
        .filter_map(Field::scalar)
        .collect();
    some_person(Person {
        name: Text::non_empty(names.join(" ")),
        email: email.text(),
        phone: phone.text(),
    })
}

fn some_person(person: Person) -> Option<Person> {
    (person.name.is_some() || person.email.is_some() || person.phone.is_some()).then_some(person)
}

/// A manager: the documentation says "json" and shows an object, so an object, JSON inside a text, a list (its first
/// counts), a bare name, `{}` and null are all taken (O7). Lists inside lists are not looked into: an answer may nest
/// them deeper than a stack is.
pub(crate) fn manager(field: Field<'_>) -> Option<Manager> {
    if field.shape() != Shape::Scalar {
        return listed_manager(field);
    }
    let text = field.scalar()?;
    match serde_json::from_str::<&RawValue>(&text).map(Field::new) {
        Ok(inner) if inner.shape() != Shape::Scalar => listed_manager(inner),
        _ => some_person(Person {
            name: Text::non_empty(text.as_ref()),
            email: None,
            phone: None,
        }),
    }
}

/// The first object of a list that names anybody.
fn listed_manager(field: Field<'_>) -> Option<Manager> {
    field
        .items()
        .into_iter()
        .filter_map(|item| ManagerObject::read(item.json()?).ok())
        .find_map(|object| {
            some_person(Person {
                name: object.name.text(),
                email: object.email.text(),
                phone: object.phone.text(),
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(json: &str) -> Field<'_> {
        Field::new(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn o7_a_manager_comes_as_object_text_list_or_nothing() {
        for json in [
            r#"{"name":"Gregory DUPONT","phone":"612345678"}"#,
            r#""{\"name\":\"Gregory DUPONT\",\"phone\":612345678}""#,
            r#"[{},{"name":"Gregory DUPONT","phone":"612345678"}]"#,
        ] {
            let manager = manager(field(json)).expect(json);
            assert_eq!(manager.name.unwrap().wire(), "Gregory DUPONT");
            assert_eq!(manager.phone.unwrap().wire(), "612345678");
        }
        assert_eq!(
            manager(field("\"Gregory\"")).unwrap().name.unwrap().wire(),
            "Gregory"
        );
        for none in [
            "null",
            "{}",
            "[]",
            "\"\"",
            "\"null\"",
            "\"{}\"",
            r#"{"name":""}"#,
        ] {
            assert_eq!(manager(field(none)), None, "{none}");
        }
    }

    #[test]
    fn o10_contacts_come_wrapped_listed_alone_or_null() {
        for json in [
            r#"[{"city":"ROUEN"}]"#,
            r#"{"city":"ROUEN"}"#,
            r#"{"related_contact_information":[{"city":"ROUEN"}]}"#,
            r#"[{"related_contact_information":{"city":"ROUEN"}}]"#,
        ] {
            let contacts = contacts(field(json));
            assert_eq!(contacts.len(), 1, "{json}");
            assert_eq!(contacts[0].city.as_ref().unwrap().wire(), "ROUEN");
            assert!(contacts[0].people.is_empty());
        }
        for none in ["null", "[]", "{}", "[{}]", "\"\""] {
            assert_eq!(contacts(field(none)), [], "{none}");
        }
    }

    #[test]
    fn o11_a_phone_is_text_and_gets_no_zero() {
        let contacts = contacts(field(
            r#"[{"contact1_phone_number":215488745,"contact2_lastname":"B","contact2_firstname":"A"}]"#,
        ));
        let people = &contacts[0].people;
        assert_eq!(people[0].phone.as_ref().unwrap().wire(), "215488745");
        assert_eq!(people[1].name.as_ref().unwrap().wire(), "A B");
    }

    #[test]
    fn o12_an_address_is_not_rebuilt() {
        let contacts = contacts(field(
            r#"[{"street_name":"3 RUE X","street_number":"","latitude":49.474170}]"#,
        ));
        assert_eq!(contacts[0].street_name.as_ref().unwrap().wire(), "3 RUE X");
        assert_eq!(contacts[0].street_number, None);
        assert_eq!(contacts[0].latitude.as_ref().unwrap().wire(), "49.474170");
    }
}
