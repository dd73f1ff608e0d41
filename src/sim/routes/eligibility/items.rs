//! Items: list with its filters, and one of them (rows `E3`, `E7`, `E17`).

use std::cmp::Ordering;

use super::super::super::answer::{Answer, Call};
use super::super::super::paging::list;
use super::super::super::scenario::ListShape;
use super::super::super::world::World;
use super::super::super::world::eligibility::Eligibility;
use super::super::super::world::eligibility::item::Item;
use super::super::super::world::eligibility::request::Request;
use super::super::Route;
use super::super::bounds::Bounds;
use super::json as form;

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/api/v1/product_offering_qualification_item/",
        "eligibility_read",
        index,
    ),
    Route::get(
        "/api/v1/product_offering_qualification_item/{id}/",
        "eligibility_read",
        detail,
    ),
];

fn index(world: &mut World, call: &Call<'_>) -> Answer {
    let bounds = match Bounds::read(call, &["creation_date"]) {
        Ok(bounds) => bounds,
        Err(refusal) => return refusal,
    };
    let eligibility = &world.eligibility;
    let mut kept: Vec<(&Request, &Item)> = eligibility
        .items()
        .filter(|(_, item)| {
            keeps(call, eligibility, item) && bounds.hold("creation_date", item.created)
        })
        .collect();
    if let Some(sort) = call.query("sort") {
        let (field, is_down) = match sort.strip_prefix('-') {
            Some(field) => (field, true),
            None => (sort, false),
        };
        kept.sort_by(|(_, one), (_, other)| {
            let order = compare(call, eligibility, field, one, other);
            if is_down { order.reverse() } else { order }
        });
    }
    list(call, ListShape::Envelope, kept.len(), |range| {
        let page = kept.iter().skip(range.start).take(range.len());
        page.map(|(request, item)| form::item_nested(call, eligibility, request, item))
            .collect()
    })
}

/// Whether an item passes the filters: density and building by their beginnings, technologies by any of those named.
fn keeps(call: &Call<'_>, eligibility: &Eligibility, item: &Item) -> bool {
    let begins = |name: &str, value: &str| {
        call.query(name)
            .is_none_or(|beginning| value.starts_with(beginning))
    };
    let ground = eligibility.ground(item);
    let technologies = ground.as_ref().map(|it| it.technologies.as_slice());
    let uses = |wanted: &str| {
        let mut wanted = wanted.split(',').map(str::trim);
        wanted.any(|one| technologies.unwrap_or_default().contains(&one))
    };
    let holds = |text: &str| {
        let text = text.to_lowercase();
        let label = item.asked.address["label"].as_str().unwrap_or_default();
        [building(item), label, &item.id, &item.asked.site]
            .iter()
            .any(|place| place.to_lowercase().contains(&text))
    };
    call.keeps("state", form::item_word(call, eligibility, item))
        && begins("density", ground.as_ref().map_or("", |it| it.density))
        && begins("building_ref", building(item))
        && call.query("offer_technologies").is_none_or(uses)
        && call.query("search").is_none_or(holds)
}

/// The order of two items by a field; none of their own for a field that cannot be sorted by (row `E7`).
fn compare(
    call: &Call<'_>,
    eligibility: &Eligibility,
    field: &str,
    one: &Item,
    other: &Item,
) -> Ordering {
    let density = |item: &Item| eligibility.ground(item).map(|ground| ground.density);
    let most = |item: &Item| eligibility.ground(item).map(|ground| ground.most);
    let word = |item: &Item| form::item_word(call, eligibility, item);
    match field {
        "creation_date" => one.created.cmp(&other.created),
        "state" => word(one).cmp(word(other)),
        "density" => density(one).cmp(&density(other)),
        "building_ref" => building(one).cmp(building(other)),
        "bandwidth_max" => most(one).cmp(&most(other)),
        _ => Ordering::Equal,
    }
}

fn building(item: &Item) -> &str {
    item.site.as_ref().map_or("", |site| &site.building)
}

fn detail(world: &mut World, call: &Call<'_>) -> Answer {
    let eligibility = &world.eligibility;
    match eligibility.item(call.param("id")) {
        Some((request, item)) => Answer::json(form::item(call, eligibility, request, item)),
        None => Answer::not_found(call.shape()),
    }
}
