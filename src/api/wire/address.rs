//! An address, in one line or in its parts (contract: `Address`). Nothing is rebuilt where the server wrote the line
//! itself (O12).

use super::field::{Field, Shape};
use super::object::wire_object;
use crate::domain::eligibility::Address as Parts;
use crate::domain::text::Text;

wire_object!(Address {
    label = "label",
    street_nr = "street_nr",
    street_ext = "street_ext",
    street = "street",
    city = "city",
});

wire_object!(Street {
    id = "street_id",
    name = "street_name",
});

wire_object!(City {
    id = "city_id",
    insee_code = "insee_code",
    post_code = "post_code",
    name = "city_name",
});

/// The address's own label, else its parts in the order of an envelope; an object may hold none of them.
pub(crate) fn line(field: Field<'_>) -> Option<Text> {
    let json = field.json()?;
    if field.shape() != Shape::Object {
        return field.text();
    }
    let address = Address::read(json).unwrap_or_default();
    if let Some(label) = address.label.scalar() {
        return Text::non_empty(label.as_ref());
    }
    let (street, city) = inner(&address);
    let parts: Vec<_> = [
        address.street_nr,
        address.street_ext,
        street.name,
        address.street,
        city.post_code,
        city.name,
        address.city,
    ]
    .into_iter()
    .filter_map(Field::scalar)
    .collect();
    Text::non_empty(parts.join(" "))
}

/// Street and town, where they are objects of their own.
fn inner<'a>(address: &Address<'a>) -> (Street<'a>, City<'a>) {
    let street = Street::read(address.street.json().unwrap_or("{}")).unwrap_or_default();
    let city = City::read(address.city.json().unwrap_or("{}")).unwrap_or_default();
    (street, city)
}

/// The address in its parts; `None` where nothing is told. One that came as a text is its own label; so is an object
/// that holds none of the parts.
pub(crate) fn parts(field: Field<'_>) -> Option<Parts> {
    let alone = || Parts {
        label: field.text(),
        ..Parts::default()
    };
    if field.is_nothing() {
        return None;
    }
    let Ok(address) = Address::read(field.json()?) else {
        return Some(alone());
    };
    let (street, city) = inner(&address);
    let lone = |field: Field<'_>| field.text().filter(|_| field.shape() == Shape::Scalar);
    let parts = Parts {
        label: address.label.text(),
        street_nr: address.street_nr.text(),
        street_ext: address.street_ext.text(),
        street_id: street.id.text(),
        street_name: street.name.text().or_else(|| lone(address.street)),
        city_id: city.id.text(),
        insee_code: city.insee_code.text(),
        city_name: city.name.text().or_else(|| lone(address.city)),
        post_code: city.post_code.text(),
    };
    if parts != Parts::default() {
        return Some(parts);
    }
    let is_empty = [address.label, address.street, address.city]
        .iter()
        .any(|field| field.json().is_some());
    (!is_empty).then(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_parts_keeps_every_word() {
        let shown = |json: &str| parts(Field::new(serde_json::from_str(json).unwrap()));
        let label = |label: &str| {
            Some(Parts {
                label: Text::non_empty(label),
                ..Parts::default()
            })
        };
        let whole = r#"{"label":"","street_nr":4,"street":{"street_id":"S","street_name":"Rue X"},"city":"ROUEN"}"#;
        let found = shown(whole).unwrap();
        assert_eq!(found.street_nr, Text::non_empty("4"));
        assert_eq!(found.street_id, Text::non_empty("S"));
        assert_eq!(found.street_name, Text::non_empty("Rue X"));
        assert_eq!(found.city_name, Text::non_empty("ROUEN"));
        assert_eq!((found.label, found.post_code), (None, None));
        assert_eq!(shown("\"4 RUE X\""), label("4 RUE X"));
        assert_eq!(shown(r#"{"way":"x"}"#), label(r#"{"way":"x"}"#));
        for none in [
            "null",
            "{}",
            "[]",
            "\"\"",
            r#"{"label":"","city":{},"street":{}}"#,
        ] {
            assert_eq!(shown(none), None, "{none}");
        }
    }

    #[test]
    fn an_address_is_one_line_however_it_came() {
        let shown = |json: &str| {
            let text = line(Field::new(serde_json::from_str(json).unwrap()));
            text.map(|text| text.wire().to_owned())
        };
        let parts = r#"{"label":"","street_nr":"4","street_ext":"B","street":{"street_name":"Rue Sakharov"},
                        "city":{"city_name":"ROUEN","post_code":76000}}"#;
        assert_eq!(shown(parts).unwrap(), "4 B Rue Sakharov 76000 ROUEN");
        let label = r#"{"label":"4bis Rue Sakharov","street_nr":"4"}"#;
        assert_eq!(shown(label).unwrap(), "4bis Rue Sakharov");
        assert_eq!(shown(r#"{"city":"ROUEN"}"#).unwrap(), "ROUEN");
        assert_eq!(shown("\"4 RUE X\"").unwrap(), "4 RUE X");
        for none in [
            "null",
            "{}",
            "\"\"",
            r#"{"label":"","city":{},"street":{}}"#,
        ] {
            assert_eq!(shown(none), None, "{none}");
        }
    }
}
