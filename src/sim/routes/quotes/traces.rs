//! Trace files: upload, download, delete (rows `Q10` to `Q12`).

use serde_json::json;

use super::super::super::answer::{Answer, Call};
use super::super::super::multipart;
use super::super::super::world::World;
use super::super::super::world::quotes::line::Trace;
use super::super::fields::{REQUIRED, field_errors};
use super::super::{Route, written};
use super::{baskets, refuse};

pub(super) const ROUTES: &[Route] = &[
    Route::post(
        "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/trace/upload/",
        "quote_write",
        upload,
    ),
    Route::get(
        "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/trace/download/",
        "download",
        download,
    ),
    Route::delete(
        "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/trace/",
        "quote_write",
        delete,
    ),
];

fn upload(world: &mut World, call: &Call<'_>) -> Answer {
    let (basket, line) = (call.param("quote_id"), call.param("quote_item_id"));
    if let Err(refusal) = world.quotes.in_basket(basket, line) {
        return refuse(call, &refusal);
    }
    let complaint = |text: &str| field_errors(call, json!({ "file": [text] }));
    let Some(file) = multipart::part(call.content_type, call.body, "file") else {
        return complaint(REQUIRED);
    };
    if file.bytes.is_empty() {
        return complaint("Le fichier soumis est vide.");
    }
    if !file.filename.to_lowercase().ends_with(".kmz") {
        return complaint("L'extension de fichier n'est pas autorisée : kmz.");
    }
    let trace = Trace {
        name: file.filename,
        bytes: file.bytes,
    };
    let done = world.quotes.set_trace(basket, line, Some(trace));
    match done.map(drop) {
        Ok(()) => {
            let mut answer = baskets::changed(world, call, basket, "upload");
            answer.applied = Some(format!("upload {line}"));
            answer
        }
        Err(refusal) => refuse(call, &refusal),
    }
}

fn download(world: &mut World, call: &Call<'_>) -> Answer {
    let line = world
        .quotes
        .in_basket(call.param("quote_id"), call.param("quote_item_id"));
    match line.map(|line| line.trace.as_ref()) {
        Ok(Some(trace)) => Answer::file(
            "application/vnd.google-earth.kmz",
            &trace.name,
            trace.bytes.clone(),
        ),
        _ => Answer::not_found(call.shape()),
    }
}

fn delete(world: &mut World, call: &Call<'_>) -> Answer {
    let (basket, line) = (call.param("quote_id"), call.param("quote_item_id"));
    let has_trace = world
        .quotes
        .in_basket(basket, line)
        .is_ok_and(|line| line.trace.is_some());
    if !has_trace {
        return Answer::not_found(call.shape());
    }
    match world.quotes.set_trace(basket, line, None).map(drop) {
        Ok(()) => written(call, json!({ "detail": "Fichier de tracé supprimé." }))
            .applied(format!("delete_trace {line}")),
        Err(refusal) => refuse(call, &refusal),
    }
}
