//! Quotes: baskets, lines, offers, traces and exports (rows `Q1` to `Q20`).

mod actions;
mod baskets;
mod body;
mod exports;
mod json;
mod lines;
mod traces;

use serde_json::{Value, json};

use super::super::answer::{Answer, Call};
use super::super::world::quotes::Refusal;
use super::Route;
use super::fields::{REQUIRED, field_errors};

/// The tables of routes.
pub(super) const ROUTES: [&[Route]; 5] = [
    baskets::ROUTES,
    lines::ROUTES,
    actions::ROUTES,
    traces::ROUTES,
    exports::ROUTES,
];

/// What a call that changes nothing is told.
fn refuse(call: &Call<'_>, refusal: &Refusal) -> Answer {
    let told = |status, text: &str| Answer::error(call.shape(), status, text);
    match refusal {
        Refusal::UnknownBasket | Refusal::UnknownLine => Answer::not_found(call.shape()),
        Refusal::UnknownOffer => told(404, "Cette ligne n'a pas d'offre pour ce produit."),
        Refusal::Basket(state) => told(
            409,
            &format!(
                "Le devis est dans l'état {} : action impossible.",
                state.word()
            ),
        ),
        Refusal::Line(state) => told(
            409,
            &format!(
                "La ligne est dans l'état {} : action impossible.",
                state.word()
            ),
        ),
        Refusal::Offer(state) => told(
            409,
            &format!(
                "L'offre est dans l'état {} : action impossible.",
                state.word()
            ),
        ),
        Refusal::NoLines => told(400, "Le devis ne contient aucune ligne."),
        Refusal::Missing(lines) => {
            let of_line = |fields: &[&str]| {
                let complaint = |field: &&str| ((*field).to_owned(), json!([REQUIRED]));
                Value::Object(fields.iter().map(complaint).collect())
            };
            let lines = lines
                .iter()
                .map(|(reference, fields)| (reference.clone(), of_line(fields)));
            field_errors(
                call,
                json!({ "quote_item": Value::Object(lines.collect()) }),
            )
        }
    }
}
