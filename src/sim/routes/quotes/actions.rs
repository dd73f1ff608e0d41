//! What is done with offers: accept, decline, bring back (rows `Q2`, `Q3`, `Q13`, `Q14`).

use serde_json::json;

use super::super::super::answer::{Answer, Call};
use super::super::super::world::World;
use super::super::super::world::quotes::Refusal;
use super::super::super::world::quotes::line::Line;
use super::super::fields::Fields;
use super::super::{Route, written};
use super::{json as form, refuse};

pub(super) const ROUTES: &[Route] = &[
    Route::patch("/api/v1/quote_item/{id}/accept/", "quote_write", accept),
    Route::patch("/api/v1/quote_item/{id}/decline/", "quote_write", decline),
    Route::patch(
        "/api/v1/quote_item/{id}/restore_price/",
        "quote_write",
        restore,
    ),
];

fn accept(world: &mut World, call: &Call<'_>) -> Answer {
    let wanted = match Wanted::read(world, call) {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal,
    };
    let line = call.param("id");
    match world.quotes.accept(line, &wanted.product, call.now) {
        Ok(ordered) => written(
            call,
            json!({
                "product_order_id": ordered.product_order_id,
                "product_order_item_id": ordered.product_order_item_id,
            }),
        )
        .applied(format!("accept {line}")),
        Err(refusal) => refuse(call, &refusal),
    }
}

fn decline(world: &mut World, call: &Call<'_>) -> Answer {
    let wanted = match Wanted::read(world, call) {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal,
    };
    let done = world
        .quotes
        .decline(call.param("id"), &wanted.product, &wanted.comment)
        .cloned();
    changed(world, call, "decline", &wanted, done)
}

fn restore(world: &mut World, call: &Call<'_>) -> Answer {
    let wanted = match Wanted::read(world, call) {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal,
    };
    let done = world
        .quotes
        .restore(call.param("id"), &wanted.product, call.now)
        .cloned();
    changed(world, call, "restore_price", &wanted, done)
}

fn changed(
    world: &World,
    call: &Call<'_>,
    what: &str,
    wanted: &Wanted,
    done: Result<Line, Refusal>,
) -> Answer {
    match done {
        Ok(line) => written(call, form::line_detail(call, &world.quotes, &line))
            .applied(format!("{what} {} {}", line.id, wanted.product)),
        Err(refusal) => refuse(call, &refusal),
    }
}

/// The offer a call is about, with what is said about it.
struct Wanted {
    product: String,
    comment: String,
}

impl Wanted {
    /// Reads the body, once the line is known to exist.
    fn read(world: &World, call: &Call<'_>) -> Result<Self, Answer> {
        if world.quotes.line(call.param("id")).is_none() {
            return Err(Answer::not_found(call.shape()));
        }
        let mut fields = Fields::read(call)?;
        let wanted = Self {
            product: fields.required("product_id"),
            comment: fields.text("comment").unwrap_or_default(),
        };
        match fields.refusal(call) {
            Some(refusal) => Err(refusal),
            None => Ok(wanted),
        }
    }
}
