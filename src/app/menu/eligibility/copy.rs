//! What can be copied of a request or a site, and of the offer that is meant there.

use crate::app::copy::pretty_json;
use crate::app::entities::eligibility::{EligibilityRow, KnownItem, KnownRequest};
use crate::app::entities::orders::RowId;
use crate::app::menu::Item;
use crate::app::menu::copy::item;
use crate::app::menu::quotes::copy::{asked, key, told};
use crate::app::state::AppState;
use crate::domain::ids::{ProductId, QualificationId, SiteKey};

/// What can be copied.
pub(in crate::app::menu) fn items(state: &AppState, row: Option<RowId>) -> Vec<Item> {
    let row = row.and_then(|row| state.eligibility.row(row));
    match row {
        Some(EligibilityRow::Request(id)) => {
            let Some(request) = state.eligibility.request(id) else {
                return Vec::new();
            };
            let mut items = of_request(state, request);
            if let [only] = request.items.as_slice()
                && let Some(site) = state.eligibility.item(only)
            {
                items.push(Item::heading("Its site"));
                items.extend(of_site(state, site, ['B', 'E', 'A']));
            }
            items
        }
        Some(EligibilityRow::Item(id)) => {
            let site = state.eligibility.item(id);
            site.map_or_else(Vec::new, |site| of_item(state, site))
        }
        None => Vec::new(),
    }
}

fn of_request(state: &AppState, request: &KnownRequest) -> Vec<Item> {
    let known = &request.request;
    let broken = known.broken.as_ref();
    let path = ["/api/v1/product_offering_qualification/", known.id.wire()];
    vec![
        item('y', "your reference", told(known.external_id.as_ref())),
        item('i', "key", key(known.id.text(), broken)),
        item('p', "project", told(known.project.as_ref())),
        item('d', "as it came, JSON", Ok(pretty_json(&known.raw))),
        item('u', "curl command", asked(state, path, broken)),
    ]
}

fn of_item(state: &AppState, site: &KnownItem) -> Vec<Item> {
    let known = &site.item;
    let broken = known.broken.as_ref();
    let path = [
        "/api/v1/product_offering_qualification_item/",
        known.id.wire(),
    ];
    let mut items = vec![item('i', "key", key(known.id.text(), broken))];
    items.extend(of_site(state, site, ['y', 'e', 'a']));
    items.extend([
        item(
            'r',
            "request, key",
            told(site.request.as_ref().map(QualificationId::text)),
        ),
        item('d', "as it came, JSON", Ok(pretty_json(&known.raw))),
        item('u', "curl command", asked(state, path, broken)),
    ]);
    items
}

/// Where a site is, and the offer that is meant there.
fn of_site(
    state: &AppState,
    site: &KnownItem,
    [building, site_key, address]: [char; 3],
) -> Vec<Item> {
    let known = &site.item;
    let label = known.address.as_ref().and_then(|it| it.label.as_ref());
    let is_here = state
        .item_in_preview()
        .is_some_and(|here| here.item.id == known.id);
    let offer = state.offer_in_preview().filter(|_| is_here);
    let product = offer.and_then(|(_, offer)| offer.product.as_ref());
    vec![
        item(building, "building", told(known.site.building_ref.as_ref())),
        item(
            site_key,
            "site key",
            told(known.site.key.as_ref().map(SiteKey::text)),
        ),
        item(address, "address", told(label)),
        item('o', "offer, key", told(product.map(ProductId::text))),
    ]
}
