//! Eligibility items (contract: `PoqItem`): nested in a request, alone, and as a list row, as one shape of optional
//! fields (E3).
//!
//! What holds per offer family has the family in its key (`zone_bpe`, `estimated_delivery_date_BPE`), so families that no
//! table lists are read too.

use std::collections::HashSet;

use serde_json::value::RawValue;

use super::eligibility::{changes, state, user};
use super::field::{Field, Shape};
use super::object::{self, members, wire_object};
use super::reading::Reading;
use super::{address, catalogue, site};
use crate::domain::eligibility::{Item, OfFamily, is_same_family};
use crate::domain::ids::{QualificationId, QualificationItemId};
use crate::domain::text::Text;

wire_object!(
    /// Union of the field sets, without those that hold a family in their key.
    Row {
        id = "id",
        request = "product_offering_qualification_id",
        creation_date = "creation_date",
        user = "user",
        state = "state",
        state_change = "state_change",
        density = "density",
        tarif_zone = "tarif_zone",
        families = "offer_families",
        families_eligible = "offer_families_eligibility",
        technologies = "offer_technologies",
        bandwidth_max = "bandwidth_max",
        place = "place",
        address = "address",
        guaranteed_until_date = "guaranteed_until_date",
        price = "price",
        far = "far",
        fas = "fas",
        resolve_pricing = "resolve_pricing",
        offers = "products_offering",
    }
);

/// Beginnings of the keys that end in a family. The case of the second is the contract's (E16).
const ZONE: &str = "zone_";
const DELIVERY: &str = "estimated_delivery_date_";

/// Words of one kind that an item may have without counting as a part of the answer: there are three families, and even a
/// flood of items is bounded.
const FEW: usize = 8;

/// How much of a request an answer is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// A row of a list, or an item alone, whose table has no offers (E3): null means that none were looked up.
    InPart,
    /// One request with all that belongs to it: null means that there are none (G7).
    Whole,
}

/// Reads an item.
pub(crate) fn read(raw: &RawValue, told: Told, reading: &mut Reading<'_, '_>) -> Item {
    reading.takes(1);
    let (row, problem) = object::row(Row::read(raw.get()));
    let (id, broken) = reading.twins.key_of(row.id, raw, problem);
    let families = set(row.families, reading);
    let families_eligible = set(row.families_eligible, reading);
    let known = [&families, &families_eligible].map(Option::as_ref);
    let known: Vec<_> = known.into_iter().flatten().flatten().collect();
    let (zones, delivery) = of_families(raw, &known, reading);
    Item {
        id: QualificationItemId::new(id),
        request: row
            .request
            .scalar()
            .map(|id| QualificationId::new(id.as_ref())),
        creation_date: row.creation_date.date(),
        user: user(row.user, reading),
        state: state(row.state, reading),
        changes: changes(row.state_change, reading),
        density: row.density.word(reading.words),
        tarif_zone: row.tarif_zone.word(reading.words),
        families,
        families_eligible,
        technologies: set(row.technologies, reading),
        zones,
        delivery,
        bandwidth_max: row.bandwidth_max.mbps(),
        site: site::place(row.place),
        address: address::parts(row.address),
        guaranteed_until_date: row.guaranteed_until_date.date(),
        price: row.price.cents(),
        far: row.far.cents(),
        fas: row.fas.cents(),
        resolve_pricing: row.resolve_pricing.flag(),
        offers: match (row.offers.shape(), told) {
            (Shape::None, Told::InPart) => None,
            (Shape::None, Told::Whole) => row.offers.json().map(|_| Vec::new()),
            _ => Some(catalogue::offers(row.offers, reading)),
        },
        broken,
        raw: Text::new(raw.get()),
    }
}

/// Words of which each counts once (E11), in the server's order; `None` where the answer does not hold the key.
fn set(field: Field<'_>, reading: &mut Reading<'_, '_>) -> Option<Vec<Text>> {
    (field.shape() != Shape::None).then(|| {
        let mut seen = HashSet::new();
        let mut words: Vec<_> = field
            .items()
            .into_iter()
            .filter_map(|item| item.word(reading.words))
            .collect();
        words.retain(|word| seen.insert(word.clone()));
        few(words, reading)
    })
}

/// Zones and delays per family, in the server's order; families that are `known` are spelled alike.
fn of_families(
    raw: &RawValue,
    known: &[&Text],
    reading: &mut Reading<'_, '_>,
) -> (Vec<OfFamily>, Vec<OfFamily>) {
    let (mut zones, mut delivery) = (Vec::new(), Vec::new());
    for (key, value) in members(raw.get()) {
        let (found, family, value) = if let Some(family) = key.strip_prefix(ZONE) {
            (&mut zones, family, zone(value, reading))
        } else if let Some(family) = key.strip_prefix(DELIVERY) {
            (&mut delivery, family, value.word(reading.words))
        } else {
            continue;
        };
        let spelling = known
            .iter()
            .find(|known| is_same_family(known.wire(), family));
        let family = match spelling {
            Some(spelling) => (*spelling).clone(),
            None => reading.words.text(&family.to_uppercase()),
        };
        put(found, family, value);
    }
    (few(zones, reading), few(delivery, reading))
}

/// The same, unless there is no room for so many.
fn few<T>(found: Vec<T>, reading: &mut Reading<'_, '_>) -> Vec<T> {
    if reading.takes(found.len().saturating_sub(FEW)) {
        found
    } else {
        Vec::new()
    }
}

/// A zone is a number, whatever it is written as (E12): `2.0` is sent back as `2` (E15). Another text stays as it came.
fn zone(value: Field<'_>, reading: &mut Reading<'_, '_>) -> Option<Text> {
    match value.count() {
        Some(number) => Some(reading.words.text(&number.to_string())),
        None => value.word(reading.words),
    }
}

/// Adds what is told of a family; of a key that comes twice the last value counts.
fn put(found: &mut Vec<OfFamily>, family: Text, value: Option<Text>) {
    let Some(value) = value else { return };
    match found.iter_mut().find(|of| of.family == family) {
        Some(of) => of.value = value,
        None => found.push(OfFamily { family, value }),
    }
}
