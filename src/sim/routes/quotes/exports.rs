//! Exports of quotes: PDFs, whose tasks no documented call follows, and the CSV of lines (rows `Q16`, `Q18`, `Q19`).

use serde_json::json;

use super::super::super::answer::{Answer, Call};
use super::super::super::calendar::DateStyle;
use super::super::super::world::World;
use super::super::super::world::quotes::Refusal;
use super::super::super::world::quotes::line::Line;
use super::super::super::world::quotes::tasks::Product;
use super::super::exports::{is_ready, progress, table};
use super::super::fields::Fields;
use super::super::orders::pdf;
use super::super::{Route, written};
use super::{json as form, lines, refuse};

pub(super) const ROUTES: &[Route] = &[
    Route::post(
        "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/export/pdf/",
        "quote_pdf",
        line_pdf,
    ),
    Route::post(
        "/api/v1/quote/{quote_id}/quote_item/{quote_item_id}/price/{product_id}/export/pdf/",
        "quote_pdf",
        offer_pdf,
    ),
    Route::post("/api/v1/quote_item/export/csv/", "quote_export", csv),
    Route::get(
        "/api/v1/quote_item/export/{task_id}/status/",
        "quote_read",
        status,
    ),
    Route::get(
        "/api/v1/quote_item/export/{task_id}/download/",
        "download",
        download,
    ),
];

fn line_pdf(world: &mut World, call: &Call<'_>) -> Answer {
    let (basket, line) = (call.param("quote_id"), call.param("quote_item_id"));
    match world.quotes.in_basket(basket, line).and_then(answered) {
        Ok(title) => begin(
            world,
            call,
            Product::Pdf(title),
            format!("export_pdf {line}"),
        ),
        Err(refusal) => refuse(call, &refusal),
    }
}

fn offer_pdf(world: &mut World, call: &Call<'_>) -> Answer {
    let (basket, line) = (call.param("quote_id"), call.param("quote_item_id"));
    let product = call.param("product_id");
    let title = world.quotes.in_basket(basket, line).and_then(|held| {
        let title = answered(held)?;
        held.offer(product).ok_or(Refusal::UnknownOffer)?;
        Ok(format!("{title} - {product}"))
    });
    match title {
        Ok(title) => begin(
            world,
            call,
            Product::Pdf(title),
            format!("export_pdf {line} {product}"),
        ),
        Err(refusal) => refuse(call, &refusal),
    }
}

/// The title of a line that has an answer to print.
fn answered(line: &Line) -> Result<String, Refusal> {
    if line.answered.is_some() {
        Ok(line.reference())
    } else {
        Err(Refusal::Line(line.state))
    }
}

fn csv(world: &mut World, call: &Call<'_>) -> Answer {
    let mut fields = match Fields::read_optional(call) {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    let mut filters = Vec::new();
    for name in [
        "reference",
        "customer_order_name",
        "end_customer_name",
        "business_sector",
        "project_id",
        "state",
    ] {
        if let Some(value) = fields.text(name).filter(|value| !value.is_empty()) {
            filters.push((name.to_owned(), value));
        }
    }
    if let Some(refusal) = fields.refusal(call) {
        return refusal;
    }
    begin(
        world,
        call,
        Product::Csv(filters),
        "export quotes".to_owned(),
    )
}

fn begin(world: &mut World, call: &Call<'_>, product: Product, what: String) -> Answer {
    let id = world.quotes.tasks.start(product, call.now);
    written(call, json!({ "task_id": id })).applied(what)
}

fn status(world: &mut World, call: &Call<'_>) -> Answer {
    match world.quotes.tasks.get(call.param("task_id")) {
        Some((export, product)) if is_followed(call, product) => {
            progress(call, export, DateStyle::Offset)
        }
        _ => Answer::not_found(call.shape()),
    }
}

fn download(world: &mut World, call: &Call<'_>) -> Answer {
    let quotes = &world.quotes;
    match quotes.tasks.get(call.param("task_id")) {
        Some((export, product)) if is_ready(call, export) && is_followed(call, product) => {
            match product {
                Product::Pdf(title) => {
                    Answer::file("application/pdf", &format!("{title}.pdf"), pdf(title))
                }
                Product::Csv(filters) => {
                    let passes = |line: &&Line| {
                        let compared = lines::filtered(call, quotes, line);
                        filters.iter().all(|(name, wanted)| {
                            compared
                                .iter()
                                .any(|(key, value)| key == name && value == wanted)
                        })
                    };
                    let rows = quotes.lines().filter(passes);
                    let rows = rows.map(|line| form::csv_cells(call, quotes, line));
                    Answer::file("text/csv", "quotes.csv", table(rows, &call.scenario.export))
                }
            }
        }
        _ => Answer::not_found(call.shape()),
    }
}

/// Whether status and download know this kind of task.
fn is_followed(call: &Call<'_>, product: &Product) -> bool {
    matches!(product, Product::Csv(_)) || call.scenario.quotes.pdf_tasks_answer
}
