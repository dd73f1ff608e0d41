//! A site: the answer of the site search, and the place of an eligibility item (contract: `EligibilitySite`, `Place`).

use serde_json::value::RawValue;

use super::field::Field;
use super::object::wire_object;
use crate::api::page::Rows;
use crate::domain::eligibility::{Site, SiteQuery};
use crate::domain::ids::SiteKey;

wire_object!(
    /// Union of both: the site search calls the key `id`, everything else `eligibility_id`.
    Place {
        id = "id",
        eligibility_id = "eligibility_id",
        building_ref = "building_ref",
        location = "location",
        x = "x",
        y = "y",
    }
);

wire_object!(Point { x = "x", y = "y" });

/// The site that a search found; `None` where it told nothing that could be one (E22).
///
/// One is asked for. Where several come, it is the one in the very building that was asked for, else the first that can
/// be qualified: a building whose reference only begins alike never comes before the one that was meant.
pub(crate) fn found(rows: &Rows<'_>, query: &SiteQuery) -> Option<Site> {
    let nothing = Site::default();
    let mut sites: Vec<_> = rows.list.iter().map(|row| site(row)).collect();
    sites.retain(|site| *site != nothing);
    let is_it = |site: &Site| query.is_in_its_building(site) == Some(true);
    let best = sites
        .iter()
        .position(|site| site.key.is_some() && is_it(site))
        .or_else(|| sites.iter().position(|site| site.key.is_some()))
        .unwrap_or(0);
    (!sites.is_empty()).then(|| sites.swap_remove(best))
}

fn site(raw: &RawValue) -> Site {
    let place = Place::read(raw.get()).unwrap_or_default();
    told(&place, [place.id, place.eligibility_id])
}

/// The place of an item. What else is called `id` in there is not the key that can be qualified.
pub(crate) fn place(field: Field<'_>) -> Site {
    let place = Place::read(field.json().unwrap_or("{}")).unwrap_or_default();
    told(&place, [place.eligibility_id, Field::default()])
}

fn told(place: &Place<'_>, keys: [Field<'_>; 2]) -> Site {
    let point = Point::read(place.location.json().unwrap_or("{}")).unwrap_or_default();
    let key = keys.into_iter().find_map(Field::scalar);
    Site {
        key: key.map(|key| SiteKey::new(key.as_ref())),
        building_ref: place.building_ref.text(),
        x: point.x.text().or_else(|| place.x.text()),
        y: point.y.text().or_else(|| place.y.text()),
    }
}
