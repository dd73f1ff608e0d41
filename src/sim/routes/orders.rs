//! Orders: list, detail, history, documents and downloads (rows `O4` to `O14`).

use serde_json::Value;

use super::super::answer::{Answer, Call};
use super::super::paging::list;
use super::super::scenario::ListShape;
use super::super::world::World;
use super::super::world::facts::Facts;
use super::super::world::order::Order;
use super::{Route, order_json};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/v1/order/", "order_read", index),
    Route::get("/api/v1/order/{reference}/", "order_read", detail),
    Route::get(
        "/api/v1/order/{reference}/historic/",
        "order_read",
        historic,
    ),
    Route::get(
        "/api/v1/order/{reference}/documents/",
        "order_read",
        documents,
    ),
    Route::get(
        "/api/v1/order/{reference}/{file}/download/",
        "download",
        download,
    ),
];

fn index(world: &mut World, call: &Call<'_>) -> Answer {
    let orders = &world.orders;
    list(call, ListShape::Envelope, orders.len(), |range| {
        let page = orders.listed().skip(range.start).take(range.len());
        page.map(|order| order_json::row(call, orders, order))
            .collect()
    })
}

fn detail(world: &mut World, call: &Call<'_>) -> Answer {
    with_order(world, call, |order, facts| {
        Answer::json(order_json::detail(call, world, order, facts))
    })
}

fn historic(world: &mut World, call: &Call<'_>) -> Answer {
    with_order(world, call, |order, _| {
        Answer::json(order_json::historic(call, world, order))
    })
}

fn documents(world: &mut World, call: &Call<'_>) -> Answer {
    with_order(world, call, |order, facts| {
        let groups = order_json::documents(order, facts);
        Answer::json(
            groups
                .into_iter()
                .map(|(kind, files)| serde_json::json!({ "type": kind, "values": files }))
                .collect::<Value>(),
        )
    })
}

fn download(world: &mut World, call: &Call<'_>) -> Answer {
    with_order(world, call, |order, facts| {
        let wanted = call.param("file");
        let is_known = order_json::documents(order, facts)
            .iter()
            .any(|(_, files)| files.iter().any(|name| name == wanted));
        if is_known {
            Answer::file(
                "application/pdf",
                wanted,
                pdf(&format!("{} - {wanted}", order.reference())),
            )
        } else {
            Answer::not_found(call.shape())
        }
    })
}

fn with_order(
    world: &World,
    call: &Call<'_>,
    answer: impl FnOnce(&Order, &Facts) -> Answer,
) -> Answer {
    match world.orders.get(call.param("reference")) {
        Some(order) => answer(order, &world.orders.facts(order)),
        None => Answer::not_found(call.shape()),
    }
}

/// A PDF of one page with one line of text, small but complete: viewers open it.
pub(super) fn pdf(line: &str) -> Vec<u8> {
    let text: String = line
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || " _.-".contains(c) {
                c
            } else {
                '?'
            }
        })
        .collect();
    let drawing = format!("BT /F1 14 Tf 60 780 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{drawing}\nendstream", drawing.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut parts = vec!["%PDF-1.4\n".to_owned()];
    let mut table = vec!["0000000000 65535 f \n".to_owned()];
    let mut offset = 9;
    for (at, object) in objects.iter().enumerate() {
        let part = format!("{} 0 obj\n{object}\nendobj\n", at + 1);
        table.push(format!("{offset:010} 00000 n \n"));
        offset += part.len();
        parts.push(part);
    }
    let (size, table) = (table.len(), table.concat());
    parts.push(format!(
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{offset}\n%%EOF\n"
    ));
    parts.concat().into_bytes()
}
