//! What can be copied of a request or a site, and of the offer that is meant there.

use crate::app::copy::eligibility::offer_words;
use crate::app::copy::{counted, pretty_json};
use crate::app::entities::eligibility::{KnownItem, KnownRequest};
use crate::app::entities::orders::RowId;
use crate::app::menu::Item;
use crate::app::menu::copy::item;
use crate::app::menu::quotes::copy::{asked, key, told};
use crate::app::state::AppState;
use crate::domain::ids::{ProductId, QualificationId, SiteKey};

/// What can be copied.
pub(in crate::app::menu) fn items(state: &AppState, row: Option<RowId>) -> Vec<Item> {
    let mut items = Vec::new();
    let marked = state.marked_eligibility();
    if !marked.is_empty() {
        items.push(Item::heading(format!("{} marked", marked.len())));
        let (references, rows) = (
            counted(marked.len(), "reference"),
            counted(marked.len(), "row"),
        );
        let text = state.eligibility_references(&marked);
        items.push(item('m', &references, Ok(text)));
        let rows = format!("{rows}, tab separated");
        items.push(item('M', &rows, Ok(state.eligibility_table(&marked))));
    }
    let Some(row) = row else {
        return items;
    };
    if let Some(request) = state.eligibility.request_at(row) {
        if !marked.is_empty() {
            items.push(Item::heading("This request"));
        }
        items.extend(of_request(state, row, request));
        if let [only] = request.items.as_slice()
            && let Some(site) = state.eligibility.item(only)
        {
            items.push(Item::heading("Its site"));
            items.extend(of_site(state, site, ['B', 'E', 'A']));
        }
    } else if let Some(site) = state.eligibility.item_at(row) {
        if !marked.is_empty() {
            items.push(Item::heading("This site"));
        }
        items.extend(of_item(state, row, site));
    }
    items
}

fn of_request(state: &AppState, row: RowId, request: &KnownRequest) -> Vec<Item> {
    let known = &request.request;
    let broken = known.broken.as_ref();
    let path = ["/api/v1/product_offering_qualification/", known.id.wire()];
    vec![
        item('y', "your reference", told(request.own_reference())),
        item('i', "key", key(known.id.text(), broken)),
        item('p', "project", told(request.project())),
        item(
            't',
            "row, tab separated",
            Ok(state.eligibility_lines(&[row])),
        ),
        item('d', "as it came, JSON", Ok(pretty_json(&known.raw))),
        item('u', "curl command", asked(state, path, broken)),
    ]
}

fn of_item(state: &AppState, row: RowId, site: &KnownItem) -> Vec<Item> {
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
        item(
            't',
            "row, tab separated",
            Ok(state.eligibility_lines(&[row])),
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
    let is_here = state
        .item_in_preview()
        .is_some_and(|here| here.item.id == known.id);
    let offer = state.offer_in_preview().filter(|_| is_here);
    let product = offer.and_then(|(_, offer)| offer.product.as_ref());
    let words = offer.map(|(_, offer)| offer_words(site, offer));
    vec![
        item(building, "building", told(known.site.building_ref.as_ref())),
        item(
            site_key,
            "site key",
            told(known.site.key.as_ref().map(SiteKey::text)),
        ),
        item(address, "address", told(site.address())),
        item('o', "offer, key", told(product.map(ProductId::text))),
        item('O', "offer", words.ok_or_else(|| "it has none".to_owned())),
    ]
}
