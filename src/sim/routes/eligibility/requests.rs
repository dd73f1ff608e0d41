//! Requests: asking about sites over two calls, list, detail (rows `E2`, `E4` to `E6`, `E24`).

use super::super::super::answer::{Answer, Call};
use super::super::super::paging::list;
use super::super::super::scenario::ListShape;
use super::super::super::world::World;
use super::super::super::world::eligibility::request::Request;
use super::super::bounds::Bounds;
use super::super::{Route, written};
use super::{body, json as form};

const PATH: &str = "/api/v1/product_offering_qualification/";

pub(super) const ROUTES: &[Route] = &[
    Route::get(PATH, "eligibility_read", index),
    Route::post(PATH, "eligibility_async", queue),
    Route::post(
        "/api/v1/product_offering_qualification/sync/",
        "eligibility_sync",
        wait,
    ),
    Route::get(
        "/api/v1/product_offering_qualification/{id}/",
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
    let kept: Vec<&Request> = eligibility
        .requests()
        .filter(|request| {
            call.keeps("state", form::request_word(call, eligibility, request))
                && call.keeps("external_id", &request.external_id)
                && call.keeps("project_id", &request.project_id)
                && bounds.hold("creation_date", request.created)
        })
        .collect();
    list(call, ListShape::Envelope, kept.len(), |range| {
        let page = kept.iter().skip(range.start).take(range.len());
        page.map(|request| form::request_row(call, eligibility, request))
            .collect()
    })
}

fn queue(world: &mut World, call: &Call<'_>) -> Answer {
    let wish = match body::wish(call) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    let label = format!("qualify {}", wish.external_id);
    let request = world.eligibility.ask(wish, call.now);
    written(call, form::queued(call, &request)).applied(label)
}

fn wait(world: &mut World, call: &Call<'_>) -> Answer {
    let wish = match body::wish(call) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    let label = format!("qualify sync {}", wish.external_id);
    let (ended, takes) = world.eligibility.ask_and_wait(wish, call.now);
    let answer = written(call, form::ended(call, &world.eligibility, &ended));
    answer.applied(label).after(takes)
}

fn detail(world: &mut World, call: &Call<'_>) -> Answer {
    let eligibility = &world.eligibility;
    match eligibility.request(call.param("id")) {
        Some(request) => Answer::json(form::request(call, eligibility, request)),
        None => Answer::not_found(call.shape()),
    }
}
