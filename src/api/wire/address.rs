//! An address in one line (contract: `Address`). Nothing is rebuilt where the server wrote the line itself (O12).

use super::field::{Field, Shape};
use super::object::wire_object;
use crate::domain::text::Text;

wire_object!(Address {
    label = "label",
    street_nr = "street_nr",
    street_ext = "street_ext",
    street = "street",
    city = "city",
});

wire_object!(Street { name = "street_name" });

wire_object!(City {
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
    let street = Street::read(address.street.json().unwrap_or("{}")).unwrap_or_default();
    let city = City::read(address.city.json().unwrap_or("{}")).unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;

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
