//! Baskets: list, create, detail, new references, confirmation (rows `Q1`, `Q5`, `Q13`, `Q15`).

use serde_json::Value;

use super::super::super::answer::{Answer, Call};
use super::super::super::paging::list;
use super::super::super::scenario::ListShape;
use super::super::super::world::World;
use super::super::super::world::quotes::basket::Basket;
use super::super::bounds::Bounds;
use super::super::fields::Fields;
use super::super::{Route, written};
use super::{json as form, refuse};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/v1/quote/", "quote_read", index),
    Route::post("/api/v1/quote/", "quote_write", create),
    Route::get("/api/v1/quote/{id}/", "quote_read", detail),
    Route::patch("/api/v1/quote/{id}/", "quote_write", update),
    Route::patch("/api/v1/quote/{id}/confirm/", "quote_write", confirm),
];

fn index(world: &mut World, call: &Call<'_>) -> Answer {
    let bounds = match Bounds::read(call, &["creation_date", "quote_date"]) {
        Ok(bounds) => bounds,
        Err(refusal) => return refusal,
    };
    let kept: Vec<&Basket> = world
        .quotes
        .baskets()
        .filter(|basket| {
            call.keeps("external_id", &basket.external_id)
                && call.keeps("project_id", &basket.project_id)
                && call.keeps("state", form::basket_word(call, basket))
                && bounds.hold("creation_date", basket.created)
                && bounds.hold("quote_date", basket.quoted)
        })
        .collect();
    list(call, ListShape::Envelope, kept.len(), |range| {
        let page = kept.iter().skip(range.start).take(range.len());
        page.map(|basket| form::basket_row(call, basket)).collect()
    })
}

fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let mut fields = match Fields::read(call) {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    let external = fields.text("external_id").unwrap_or_default();
    let project = fields.text("project_id").unwrap_or_default();
    if let Some(refusal) = fields.refusal(call) {
        return refusal;
    }
    let id = world.quotes.create(&external, &project, call.now);
    let row = world
        .quotes
        .basket(&id)
        .map_or(Value::Null, |basket| form::basket_row(call, basket));
    written(call, row).applied(format!("create quote {external}"))
}

fn detail(world: &mut World, call: &Call<'_>) -> Answer {
    match world.quotes.basket(call.param("id")) {
        Some(basket) => Answer::json(form::basket(call, &world.quotes, basket)),
        None => Answer::not_found(call.shape()),
    }
}

fn update(world: &mut World, call: &Call<'_>) -> Answer {
    let mut fields = match Fields::read(call) {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    let (external, project) = (fields.text("external_id"), fields.text("project_id"));
    if let Some(refusal) = fields.refusal(call) {
        return refusal;
    }
    let id = call.param("id");
    let done = world
        .quotes
        .update(id, external.as_deref(), project.as_deref());
    match done.map(drop) {
        Ok(()) => changed(world, call, id, "update"),
        Err(refusal) => refuse(call, &refusal),
    }
}

fn confirm(world: &mut World, call: &Call<'_>) -> Answer {
    let id = call.param("id");
    match world.quotes.confirm(id, call.now).map(drop) {
        Ok(()) => changed(world, call, id, "confirm"),
        Err(refusal) => refuse(call, &refusal),
    }
}

/// The basket after a change of it.
pub(super) fn changed(world: &World, call: &Call<'_>, id: &str, what: &str) -> Answer {
    let basket = world.quotes.basket(id);
    let value = basket.map_or(Value::Null, |basket| {
        form::basket(call, &world.quotes, basket)
    });
    written(call, value).applied(format!("{what} {id}"))
}
