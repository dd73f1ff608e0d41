//! Lines: list, detail, create, update, delete (rows `Q4`, `Q6` to `Q9`, `Q20`).

use super::super::super::answer::{Answer, Call};
use super::super::super::paging::list;
use super::super::super::scenario::ListShape;
use super::super::super::world::World;
use super::super::super::world::quotes::Quotes;
use super::super::super::world::quotes::line::{Line, Wish};
use super::super::fields::Fields;
use super::super::{Route, written};
use super::{baskets, body, json as form, refuse};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/v1/quote_item/", "quote_read", index),
    Route::get("/api/v1/quote_item/{id}/", "quote_read", detail),
    Route::post(
        "/api/v1/quote/{quote_id}/quote_item/",
        "quote_write",
        create,
    ),
    Route::patch(
        "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/",
        "quote_write",
        update,
    ),
    Route::delete(
        "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/",
        "quote_write",
        delete,
    ),
];

/// Names of the documented filters with what they compare (row `Q20`: no date, no basket).
pub(super) fn filtered<'a>(
    call: &Call<'_>,
    quotes: &Quotes,
    line: &'a Line,
) -> [(&'static str, std::borrow::Cow<'a, str>); 6] {
    [
        ("reference", line.reference().into()),
        (
            "customer_order_name",
            (&line.wish.customer_order_name).into(),
        ),
        ("end_customer_name", (&line.wish.end_customer_name).into()),
        ("business_sector", (&line.wish.business_sector).into()),
        ("project_id", (&line.wish.project_id).into()),
        ("state", form::line_word(call, quotes, line).into()),
    ]
}

fn index(world: &mut World, call: &Call<'_>) -> Answer {
    let quotes = &world.quotes;
    let kept: Vec<&Line> = quotes
        .lines()
        .filter(|line| {
            filtered(call, quotes, line)
                .iter()
                .all(|(name, value)| call.keeps(name, value))
        })
        .collect();
    list(call, ListShape::Envelope, kept.len(), |range| {
        let page = kept.iter().skip(range.start).take(range.len());
        page.map(|line| form::line_row(call, quotes, line))
            .collect()
    })
}

fn detail(world: &mut World, call: &Call<'_>) -> Answer {
    match world.quotes.line(call.param("id")) {
        Some(line) => Answer::json(form::line_detail(call, &world.quotes, line)),
        None => Answer::not_found(call.shape()),
    }
}

fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let basket = call.param("quote_id");
    if world.quotes.basket(basket).is_none() {
        return Answer::not_found(call.shape());
    }
    let mut fields = match Fields::read(call) {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    let mut wish = Wish::default();
    fields.required("product_offering_qualification_item_id");
    body::fill(&mut fields, &mut wish);
    if let Some(refusal) = fields.refusal(call) {
        return refusal;
    }
    let label = format!("create quote_item {basket} {}", wish.external_id);
    match world.add_line(basket, wish) {
        Ok(id) => {
            let line = world.quotes.line(&id);
            let value = line.map(|line| form::line(call, &world.quotes, line));
            written(call, value.unwrap_or_default()).applied(label)
        }
        Err(refusal) => refuse(call, &refusal),
    }
}

fn update(world: &mut World, call: &Call<'_>) -> Answer {
    let (basket, line) = (call.param("quote_id"), call.param("quote_item_id"));
    let mut wish = match world.quotes.in_basket(basket, line) {
        Ok(line) => line.wish.clone(),
        Err(refusal) => return refuse(call, &refusal),
    };
    let mut fields = match Fields::read(call) {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    body::fill(&mut fields, &mut wish);
    if let Some(refusal) = fields.refusal(call) {
        return refusal;
    }
    match world.quotes.edit_line(basket, line, wish).cloned() {
        Ok(held) => {
            written(call, form::line(call, &world.quotes, &held)).applied(format!("update {line}"))
        }
        Err(refusal) => refuse(call, &refusal),
    }
}

fn delete(world: &mut World, call: &Call<'_>) -> Answer {
    let (basket, line) = (call.param("quote_id"), call.param("quote_item_id"));
    match world.quotes.delete_line(basket, line).map(drop) {
        Ok(()) => {
            let mut answer = baskets::changed(world, call, basket, "delete");
            answer.applied = Some(format!("delete {line}"));
            answer
        }
        Err(refusal) => refuse(call, &refusal),
    }
}
