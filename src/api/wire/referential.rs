//! The code lists (contract: `Project`, `Enni`, `BusinessCode`, `BillingSite` and the phrase lists; rows R1–R9).
//!
//! A row that is no object shows itself as its code, so that nothing the server listed is lost.

use serde_json::value::RawValue;

use super::field::{Field, Shape};
use super::object::wire_object;
use crate::api::intern::Words;
use crate::api::page::Rows;
use crate::domain::referential::{BillingSite, BusinessCode, Enni, Project};
use crate::domain::text::Text;

wire_object!(ProjectObject {
    code = "code",
    active = "active",
    start_date = "start_date",
    end_date = "end_date",
    code_client = "code_client",
});

wire_object!(EnniObject {
    code = "code",
    capital_code = "Code",
    name = "name",
    short_name = "short_name",
    reference = "reference",
    label = "label",
    offer = "offer",
    dsp = "dsp",
    delivery_mode = "delivery_mode",
    active = "active",
});

wire_object!(BusinessCodeObject {
    code = "code",
    label = "label",
    modification_date = "modification_date",
    status = "status",
    validity_end_date = "validity_end_date",
});

wire_object!(BillingSiteObject {
    code = "code",
    description = "description",
});

wire_object!(Phrases {
    terminate = "terminate_reasons",
    change = "change_reasons",
    site_connection = "available_site_connection_types",
});

/// A project.
pub(crate) fn project(raw: &RawValue) -> Project {
    let (object, odd) = object(raw, ProjectObject::read);
    Project {
        code: odd.or_else(|| object.code.text()),
        active: object.active.flag(),
        start_date: object.start_date.date(),
        end_date: object.end_date.date(),
        code_client: object.code_client.text(),
    }
}

/// A collection door; its code is spelled `code` or `Code` (R1).
pub(crate) fn enni(raw: &RawValue, words: &mut Words<'_>) -> Enni {
    let (object, odd) = object(raw, EnniObject::read);
    Enni {
        code: odd
            .or_else(|| object.code.text())
            .or_else(|| object.capital_code.text()),
        name: object.name.word(words),
        short_name: object.short_name.word(words),
        reference: object.reference.text(),
        label: object.label.word(words),
        offer: object.offer.word(words),
        dsp: object.dsp.word(words),
        delivery_mode: object.delivery_mode.word(words),
        active: object.active.flag(),
    }
}

/// A business code; status and end date stand in the table only (R4).
pub(crate) fn business_code(raw: &RawValue) -> BusinessCode {
    let (object, odd) = object(raw, BusinessCodeObject::read);
    BusinessCode {
        code: odd.or_else(|| object.code.text()),
        label: object.label.text(),
        modification_date: object.modification_date.date(),
        status: object.status.text(),
        validity_end_date: object.validity_end_date.date(),
    }
}

/// A billing site.
pub(crate) fn billing_site(raw: &RawValue) -> BillingSite {
    let (object, odd) = object(raw, BillingSiteObject::read);
    BillingSite {
        code: odd.or_else(|| object.code.text()),
        description: object.description.text(),
    }
}

/// Phrases to send back unchanged (R2, G17): an object around one of the three documented lists, or a bare list.
pub(crate) fn phrases(rows: &Rows<'_>) -> Vec<Text> {
    rows.list
        .iter()
        .flat_map(|raw| {
            let lists = Phrases::read(raw.get()).unwrap_or_default();
            [lists.terminate, lists.change, lists.site_connection]
                .into_iter()
                .find(|list| list.shape() != Shape::None)
                .map_or_else(
                    || Field::new(raw).text().into_iter().collect(),
                    Field::texts,
                )
        })
        .collect()
}

/// The mirror of a row, or the row itself as text where it is no object.
fn object<'a, T: Default>(
    raw: &'a RawValue,
    read: impl FnOnce(&'a str) -> Result<T, serde_json::Error>,
) -> (T, Option<Text>) {
    match read(raw.get()) {
        Ok(object) => (object, None),
        Err(_) => (T::default(), Field::new(raw).text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::intern::Interner;

    fn raw(json: &str) -> &RawValue {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn r1_the_code_of_an_enni_has_two_spellings() {
        let interner = Interner::default();
        let mut words = interner.words();
        for json in [
            r#"{"code":"720"}"#,
            r#"{"Code":720}"#,
            r#"{"code":"","Code":"720"}"#,
        ] {
            assert_eq!(enni(raw(json), &mut words).code.unwrap().wire(), "720");
        }
    }

    #[test]
    fn r4_a_business_code_status_is_raw_and_optional() {
        assert_eq!(
            business_code(raw(r#"{"code":"A","status":3}"#))
                .status
                .unwrap()
                .wire(),
            "3"
        );
        assert_eq!(business_code(raw(r#"{"code":"A"}"#)).status, None);
    }

    #[test]
    fn r2_phrases_come_wrapped_or_bare_and_unchanged() {
        for body in [
            r#"{"terminate_reasons":["a ","b"]}"#,
            r#"{"change_reasons":["a ","b"]}"#,
            r#"{"available_site_connection_types":["a ","b"]}"#,
            r#"{"results":["a ","b"]}"#,
            r#"["a ","b"]"#,
            r#"[{"terminate_reasons":["a ","b"]}]"#,
        ] {
            let texts = phrases(&Rows::split(body).unwrap());
            let wire: Vec<_> = texts.iter().map(Text::wire).collect();
            assert_eq!(wire, ["a ", "b"], "{body}");
        }
        assert!(phrases(&Rows::split(r#"{"change_reasons":[]}"#).unwrap()).is_empty());
    }

    #[test]
    fn an_odd_row_shows_itself() {
        assert_eq!(project(raw("\"FLASH\"")).code.unwrap().wire(), "FLASH");
        assert_eq!(billing_site(raw("[1]")).code.unwrap().wire(), "[1]");
    }
}
