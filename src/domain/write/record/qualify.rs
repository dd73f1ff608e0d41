//! Eligibility requests in the journal.

use serde_json::{Map, Value, json};

use super::{Object, Unreadable, put, texts};
use crate::domain::eligibility::Address;
use crate::domain::ids::SiteKey;
use crate::domain::write::{Qualify, SiteAsked, Way};

pub(super) fn record(asked: &Qualify) -> Map<String, Value> {
    let mut said = Map::new();
    said.insert("way".to_owned(), asked.way.word().into());
    put(&mut said, "external_id", asked.external_id.as_ref());
    put(&mut said, "project", asked.project.as_ref());
    let sites = asked.sites.iter().map(site_record).collect();
    said.insert("sites".to_owned(), sites);
    said
}

pub(super) fn read(it: &Object<'_>) -> Result<Qualify, Unreadable> {
    let word = it.str("way")?;
    let way = Way::ALL.into_iter().find(|way| way.word() == word);
    Ok(Qualify {
        way: way.ok_or(Unreadable)?,
        external_id: it.maybe("external_id")?,
        project: it.maybe("project")?,
        sites: it.each("sites", site)?,
    })
}

fn site_record(asked: &SiteAsked) -> Value {
    let mut said = Map::new();
    put(&mut said, "site", Some(asked.site.text()));
    said.insert("families".to_owned(), json!(texts(&asked.families)));
    said.insert("resolve_pricing".to_owned(), asked.resolve_pricing.into());
    if let Some(address) = &asked.address {
        let mut parts = Map::new();
        for (key, part) in address.parts() {
            put(&mut parts, key, part.as_ref());
        }
        said.insert("address".to_owned(), Value::Object(parts));
    }
    Value::Object(said)
}

fn site(it: &Object<'_>) -> Result<SiteAsked, Unreadable> {
    let address = match it.0.get("address") {
        None => None,
        Some(_) => Some(address(&it.object("address")?)?),
    };
    let resolve_pricing = it.get("resolve_pricing")?.as_bool();
    Ok(SiteAsked {
        site: SiteKey::new(it.str("site")?),
        families: it.texts("families")?,
        resolve_pricing: resolve_pricing.ok_or(Unreadable)?,
        address,
    })
}

fn address(it: &Object<'_>) -> Result<Address, Unreadable> {
    Ok(Address {
        label: it.maybe("label")?,
        street_nr: it.maybe("street_nr")?,
        street_ext: it.maybe("street_ext")?,
        street_id: it.maybe("street_id")?,
        street_name: it.maybe("street_name")?,
        city_id: it.maybe("city_id")?,
        insee_code: it.maybe("insee_code")?,
        city_name: it.maybe("city_name")?,
        post_code: it.maybe("post_code")?,
    })
}
