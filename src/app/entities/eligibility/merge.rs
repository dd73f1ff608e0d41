//! What an answer tells of a request or a site, put together with what other answers told (E3).
//!
//! Nested, alone and as a list row an item holds different fields, and none of the three holds all. So an answer adds and
//! replaces, and takes nothing away.

use crate::app::entities::fill;
use crate::domain::eligibility::{Address, Item, Qualification, Site};

/// Merges what an answer told of a request; its items are none of this.
pub(super) fn request(known: &mut Qualification, new: Qualification) {
    fill(&mut known.user, new.user);
    fill(&mut known.creation_date, new.creation_date);
    fill(&mut known.external_id, new.external_id);
    fill(&mut known.project, new.project);
    fill(
        &mut known.effective_qualification_date,
        new.effective_qualification_date,
    );
    fill(&mut known.state, new.state);
    fill(&mut known.changes, new.changes);
    known.broken = new.broken;
}

/// Merges what an answer told of a site.
pub(super) fn item(known: &mut Item, new: Item) {
    fill(&mut known.request, new.request);
    fill(&mut known.creation_date, new.creation_date);
    fill(&mut known.user, new.user);
    fill(&mut known.state, new.state);
    fill(&mut known.changes, new.changes);
    fill(&mut known.density, new.density);
    fill(&mut known.tarif_zone, new.tarif_zone);
    fill(&mut known.families, new.families);
    fill(&mut known.families_eligible, new.families_eligible);
    fill(&mut known.technologies, new.technologies);
    fill(&mut known.bandwidth_max, new.bandwidth_max);
    fill(&mut known.guaranteed_until_date, new.guaranteed_until_date);
    fill(&mut known.price, new.price);
    fill(&mut known.far, new.far);
    fill(&mut known.fas, new.fas);
    fill(&mut known.resolve_pricing, new.resolve_pricing);
    fill(&mut known.offers, new.offers);
    if !new.zones.is_empty() {
        known.zones = new.zones;
    }
    if !new.delivery.is_empty() {
        known.delivery = new.delivery;
    }
    site(&mut known.site, new.site);
    if let Some(new) = new.address {
        address(known.address.get_or_insert_default(), new);
    }
    known.broken = new.broken;
}

fn site(known: &mut Site, new: Site) {
    fill(&mut known.key, new.key);
    fill(&mut known.building_ref, new.building_ref);
    fill(&mut known.x, new.x);
    fill(&mut known.y, new.y);
}

fn address(known: &mut Address, new: Address) {
    fill(&mut known.label, new.label);
    fill(&mut known.street_nr, new.street_nr);
    fill(&mut known.street_ext, new.street_ext);
    fill(&mut known.street_id, new.street_id);
    fill(&mut known.street_name, new.street_name);
    fill(&mut known.city_id, new.city_id);
    fill(&mut known.insee_code, new.insee_code);
    fill(&mut known.city_name, new.city_name);
    fill(&mut known.post_code, new.post_code);
}
