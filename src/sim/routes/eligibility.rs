//! Eligibility: the site search, requests and items (rows `E1` to `E17`, `E22` to `E24`).

mod body;
mod items;
mod json;
mod requests;
mod sites;

use super::super::answer::Call;
use super::super::scenario::ZoneShape;
use super::Route;

/// The tables of routes.
pub(super) const ROUTES: [&[Route]; 3] = [sites::ROUTES, requests::ROUTES, items::ROUTES];

/// The number of a zone in the spelling that items have it in.
pub(super) fn zone_number(call: &Call<'_>, text: &str) -> Option<i64> {
    let digits = match call.scenario.eligibility.zones {
        ZoneShape::Label => text.strip_prefix('Z')?,
        _ => text,
    };
    digits.parse().ok()
}
