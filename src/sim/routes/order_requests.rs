//! Termination and change requests: filing one, and the list of those filed (rows `O15`, `O16`).

use serde_json::{Value, json};

use super::super::answer::{Answer, Call};
use super::super::calendar::DateStyle;
use super::super::paging::list;
use super::super::scenario::ListShape;
use super::super::world::World;
use super::super::world::referential::{CHANGE_REASONS, TERMINATE_REASONS};
use super::super::world::requests::{Action, Refusal, Request};
use super::{Route, written};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/v1/order_request/", "order_read", index),
    Route::post(
        "/api/v1/order/{reference}/terminate/",
        "order_write",
        terminate,
    ),
    Route::post("/api/v1/order/{reference}/change/", "order_write", change),
];

fn index(world: &mut World, call: &Call<'_>) -> Answer {
    let kept: Vec<&Request> = world
        .requests
        .listed()
        .filter(|request| call.keeps("order_reference", &request.reference))
        .filter(|request| {
            call.keeps("action", request.action.label())
                || call.keeps("action", request.action.segment())
        })
        .collect();
    list(call, ListShape::Envelope, kept.len(), |range| {
        kept.iter()
            .skip(range.start)
            .take(range.len())
            .map(|request| row(call, request))
            .collect()
    })
}

fn terminate(world: &mut World, call: &Call<'_>) -> Answer {
    file(world, call, Action::Terminate, TERMINATE_REASONS)
}

fn change(world: &mut World, call: &Call<'_>) -> Answer {
    file(world, call, Action::Change, CHANGE_REASONS)
}

fn file(world: &mut World, call: &Call<'_>, action: Action, reasons: &[&str]) -> Answer {
    let refuse = |status, text: &str| Answer::error(call.shape(), status, text);
    let Ok(body) = serde_json::from_slice::<Value>(call.body) else {
        return refuse(400, "Le corps de la requête n'est pas du JSON.");
    };
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let (reason, message) = (text("reason"), text("message"));
    if !reasons.contains(&reason) {
        return refuse(400, "reason : choix non valide.");
    }
    let reference = call.param("reference");
    match world.requests.file(
        &mut world.orders,
        (action, reference),
        (reason, message),
        call.now,
    ) {
        Ok(request) => {
            written(call, row(call, &request)).applied(format!("{} {reference}", action.segment()))
        }
        Err(Refusal::UnknownOrder) => Answer::not_found(call.shape()),
        Err(Refusal::WrongState(state)) => refuse(
            409,
            &format!(
                "La commande est dans l'état {} : demande impossible.",
                state.word()
            ),
        ),
    }
}

fn row(call: &Call<'_>, request: &Request) -> Value {
    json!({
        "id": request.id,
        "creation_date": call.date(request.created, DateStyle::UtcMillis),
        "modification_date": call.date(request.modified, DateStyle::UtcMillis),
        "order_reference": request.reference,
        "action": request.action.label(),
        "request_effective_date": null,
        "message": request.message,
        "reason": request.reason,
    })
}
