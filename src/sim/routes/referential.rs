//! Code lists with their documented filters (rows `R1` to `R9`, `G19`).

use serde_json::{Value, json};

use super::super::answer::{Answer, Call};
use super::super::paging::list;
use super::super::scenario::ListShape;
use super::super::world::World;
use super::super::world::facts::BILLING_SITES;
use super::super::world::referential::{
    BUSINESS_CODES, CHANGE_REASONS, ENNIS, Enni, PROJECTS, SITE_TYPES, TERMINATE_REASONS,
};
use super::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/v1/referential/project/", "referential", projects),
    Route::get("/api/v1/referential/enni/", "referential", ennis),
    Route::get(
        "/api/v1/referential/business_code/",
        "referential",
        business_codes,
    ),
    Route::get(
        "/api/v1/referential/billing_site/{code}/",
        "referential",
        billing_site,
    ),
    Route::get(
        "/api/v1/referential/terminate_reason/",
        "referential",
        terminate_reasons,
    ),
    Route::get(
        "/api/v1/terminate_reason/",
        "referential",
        terminate_reasons,
    ),
    Route::get(
        "/api/v1/referential/change_reason/",
        "referential",
        change_reasons,
    ),
    Route::get(
        "/api/v1/referential/site_connection/",
        "referential",
        site_types,
    ),
];

fn rows(call: &Call<'_>, rows: &[Value]) -> Answer {
    list(call, ListShape::Array, rows.len(), |range| {
        rows.get(range).unwrap_or_default().to_vec()
    })
}

fn projects(_: &mut World, call: &Call<'_>) -> Answer {
    let kept: Vec<Value> = PROJECTS
        .iter()
        .filter(|project| {
            call.keeps("code", project.code) && call.keeps_bool("active", project.is_active)
        })
        .map(|project| {
            json!({
                "code": project.code,
                "active": project.is_active,
                "start_date": project.start,
                "end_date": project.end,
                "code_client": "DC999",
            })
        })
        .collect();
    rows(call, &kept)
}

fn ennis(_: &mut World, call: &Call<'_>) -> Answer {
    let keeps = |enni: &&Enni| {
        call.keeps("reference", enni.reference)
            && call.keeps("name", enni.name)
            && call.keeps("short_name", "DC123")
            && call.keeps("offer", enni.offer)
            && call.keeps("dsp", enni.dsp)
            && call.keeps("delivery_mode", enni.delivery_mode)
            && call.keeps_bool("active", enni.is_active)
    };
    let code = if call.shape().enni_code_capital {
        "Code"
    } else {
        "code"
    };
    let kept: Vec<Value> = ENNIS
        .iter()
        .filter(keeps)
        .map(|enni| {
            json!({
                code: enni.code,
                "name": enni.name,
                "short_name": "DC123",
                "reference": enni.reference,
                "label": enni.label,
                "offer": enni.offer,
                "dsp": enni.dsp,
                "delivery_mode": enni.delivery_mode,
                "active": enni.is_active,
            })
        })
        .collect();
    rows(call, &kept)
}

fn business_codes(_: &mut World, call: &Call<'_>) -> Answer {
    let all: Vec<Value> = BUSINESS_CODES
        .iter()
        .map(|(code, label, modified)| json!({ "modification_date": modified, "code": code, "label": label }))
        .collect();
    rows(call, &all)
}

fn billing_site(_: &mut World, call: &Call<'_>) -> Answer {
    let wanted = call.param("code");
    BILLING_SITES
        .iter()
        .find(|(code, _)| *code == wanted)
        .map_or_else(
            || Answer::not_found(call.shape()),
            |(code, description)| Answer::json(json!({ "code": code, "description": description })),
        )
}

fn terminate_reasons(_: &mut World, _: &Call<'_>) -> Answer {
    Answer::json(json!({ "terminate_reasons": TERMINATE_REASONS }))
}

fn change_reasons(_: &mut World, _: &Call<'_>) -> Answer {
    Answer::json(json!({ "change_reasons": CHANGE_REASONS }))
}

fn site_types(_: &mut World, _: &Call<'_>) -> Answer {
    Answer::json(json!({ "available_site_connection_types": SITE_TYPES }))
}
