//! Asking for the eligibility of sites: what is said, and over which of the two calls.

use serde_json::{Map, Value};

use crate::domain::eligibility::Address;
use crate::domain::ids::SiteKey;
use crate::domain::request::RateClass;
use crate::domain::text::Text;

/// Which call is made (E6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Way {
    /// The answer holds the final state and the offers; 1 a second.
    #[default]
    Sync,
    /// The answer is a key, the rest is asked for later; 10 a minute.
    Async,
}

impl Way {
    /// Every way, in the order of [`Self::NAMES`].
    pub const ALL: [Self; 2] = [Self::Sync, Self::Async];
    /// How each way is written.
    pub const NAMES: [&'static str; 2] = ["sync", "async"];

    /// How the way is written.
    pub const fn word(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The path, as the contract writes it.
    pub fn path(self) -> &'static str {
        match self {
            Self::Sync => "/api/v1/product_offering_qualification/sync/",
            Self::Async => "/api/v1/product_offering_qualification/",
        }
    }

    /// The documented limit.
    pub fn rate_class(self) -> RateClass {
        match self {
            Self::Sync => RateClass::QualificationSync,
            Self::Async => RateClass::Qualification,
        }
    }
}

/// An eligibility request to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualify {
    /// Over which call.
    pub way: Way,
    /// The caller's own reference; a mark of ours where the person gave none.
    pub external_id: Option<Text>,
    /// The project it belongs to.
    pub project: Option<Text>,
    /// What is asked for, site by site.
    pub sites: Vec<SiteAsked>,
}

/// One site of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteAsked {
    /// The key that the site search told.
    pub site: SiteKey,
    /// Offer families wanted.
    pub families: Vec<Text>,
    /// Whether prices are to be computed (E10).
    pub resolve_pricing: bool,
    /// The address, where one was given.
    pub address: Option<Address>,
}

impl Qualify {
    /// The body of the request (E1: the plural key).
    pub(super) fn json(&self) -> Value {
        let mut said = Map::new();
        put(&mut said, "external_id", self.external_id.as_ref());
        put(&mut said, "project_id", self.project.as_ref());
        let items = self.sites.iter().map(SiteAsked::json).collect();
        said.insert("product_offering_qualification_items".to_owned(), items);
        Value::Object(said)
    }
}

impl SiteAsked {
    fn json(&self) -> Value {
        let families = self.families.iter().map(Text::wire).collect();
        let mut said = Map::new();
        said.insert("offer_families".to_owned(), families);
        put(&mut said, "eligibility_id", Some(self.site.text()));
        said.insert("resolve_pricing".to_owned(), self.resolve_pricing.into());
        if let Some(address) = &self.address {
            said.insert("address".to_owned(), address_json(address));
        }
        Value::Object(said)
    }
}

/// As examples send it: city and street in objects of their own.
fn address_json(address: &Address) -> Value {
    let group = |fields: [(&str, &Option<Text>); 4]| {
        let mut said = Map::new();
        for (key, value) in fields {
            put(&mut said, key, value.as_ref());
        }
        said
    };
    let none = &None;
    let mut said = group([
        ("label", &address.label),
        ("street_ext", &address.street_ext),
        ("street_nr", &address.street_nr),
        ("", none),
    ]);
    let city = group([
        ("city_id", &address.city_id),
        ("insee_code", &address.insee_code),
        ("city_name", &address.city_name),
        ("post_code", &address.post_code),
    ]);
    let street = group([
        ("street_id", &address.street_id),
        ("street_name", &address.street_name),
        ("", none),
        ("", none),
    ]);
    for (key, group) in [("city", city), ("street", street)] {
        if !group.is_empty() {
            said.insert(key.to_owned(), Value::Object(group));
        }
    }
    Value::Object(said)
}

fn put(said: &mut Map<String, Value>, key: &str, value: Option<&Text>) {
    if let Some(value) = value {
        said.insert(key.to_owned(), value.wire().into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e1_the_body_is_that_of_the_example() {
        let text = |text: &str| Some(Text::new(text));
        let asked = Qualify {
            way: Way::Async,
            external_id: text("123"),
            project: text("456"),
            sites: vec![SiteAsked {
                site: SiteKey::new("KHg6MS4wOTIxMDgxO3k6NDkuNDc0Mzk3MTtiOklNQi83NjQ1MS9DLzAwMTkp"),
                families: vec![Text::new("BPEA"), Text::new("BPE")],
                resolve_pricing: false,
                address: Some(Address {
                    label: text("4bis Rue Andrei Sakharov 76130 Mont-Saint-Aignan"),
                    street_nr: text("4"),
                    street_ext: text("B"),
                    street_id: text("76451055R"),
                    street_name: text("Rue Andrei Sakharov"),
                    city_id: text("76451"),
                    insee_code: text("76451"),
                    city_name: text("MONT ST AIGNAN"),
                    post_code: text("76130"),
                }),
            }],
        };
        let printed = include_str!(
            "../../../tests/fixtures/api/product_offering_qualification.post.request.full.json"
        );
        let mut printed: Value = serde_json::from_str(printed).unwrap();
        printed["product_offering_qualification_items"][0]["resolve_pricing"] = false.into();
        assert_eq!(asked.json(), printed);
    }
}
