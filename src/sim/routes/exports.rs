//! The CSV export of orders: start, status, download (row `O17`).

use serde_json::json;

use super::super::answer::{Answer, Call};
use super::super::calendar::DateStyle;
use super::super::scenario::ExportRules;
use super::super::world::World;
use super::super::world::exports::{Export, Progress};
use super::{Route, order_json};

pub(super) const ROUTES: &[Route] = &[
    Route::post("/api/v1/order/export/csv/", "order_export", start),
    Route::get("/api/v1/order/export/{task}/status/", "order_read", status),
    Route::get(
        "/api/v1/order/export/{task}/download/",
        "download",
        download,
    ),
];

fn start(world: &mut World, call: &Call<'_>) -> Answer {
    let export = world.exports.start(call.now);
    Answer::json(json!({ "task_id": export.id })).applied("export orders".to_owned())
}

fn status(world: &mut World, call: &Call<'_>) -> Answer {
    match world.exports.get(call.param("task")) {
        Some(export) => progress(call, export, DateStyle::Utc),
        None => Answer::not_found(call.shape()),
    }
}

/// How far a task is, with its instants as the example of the call prints them.
pub(super) fn progress(call: &Call<'_>, export: &Export, printed: DateStyle) -> Answer {
    let (success, started, stopped) = match export.progress(call.now) {
        Progress::Queued => (None, None, None),
        Progress::Running(started) => (None, Some(started), None),
        Progress::Ended {
            started,
            stopped,
            is_success,
        } => (Some(is_success), Some(started), Some(stopped)),
    };
    Answer::json(json!({
        "task_id": export.id,
        "success": success,
        "started": started.map(|at| call.date(at, printed)),
        "stopped": stopped.map(|at| call.date(at, printed)),
    }))
}

/// Whether a task has ended with a file.
pub(super) fn is_ready(call: &Call<'_>, export: &Export) -> bool {
    matches!(
        export.progress(call.now),
        Progress::Ended {
            is_success: true,
            ..
        }
    )
}

fn download(world: &mut World, call: &Call<'_>) -> Answer {
    match world.exports.get(call.param("task")) {
        Some(export) if is_ready(call, export) => {
            Answer::file("text/csv", "orders.csv", csv(world, &call.scenario.export))
        }
        _ => Answer::not_found(call.shape()),
    }
}

fn csv(world: &World, rules: &ExportRules) -> Vec<u8> {
    let orders = &world.orders;
    let rows = orders.listed();
    table(
        rows.map(|order| order_json::csv_cells(order, &orders.facts(order))),
        rules,
    )
}

/// A file with a line of titles and a line per row; empty without rows.
pub(super) fn table<const N: usize>(
    rows: impl Iterator<Item = [(&'static str, String); N]>,
    rules: &ExportRules,
) -> Vec<u8> {
    let separator = rules.separator.to_string();
    let mut text = String::new();
    for cells in rows {
        if text.is_empty() {
            text += &cells
                .each_ref()
                .map(|(title, _)| cell(title, rules.separator))
                .join(&separator);
            text += "\r\n";
        }
        text += &cells
            .map(|(_, value)| cell(&value, rules.separator))
            .join(&separator);
        text += "\r\n";
    }
    if rules.latin1 {
        text.chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect()
    } else if rules.bom {
        format!("\u{feff}{text}").into_bytes()
    } else {
        text.into_bytes()
    }
}

fn cell(value: &str, separator: char) -> String {
    if value.contains([separator, '"', '\r', '\n']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::scenario::Scenario;
    use super::*;

    #[test]
    fn the_file_has_a_line_per_order_in_the_wanted_encoding() {
        let now = "2026-05-04T09:00:00Z".parse().unwrap();
        let world = World::new(&Scenario::default().orders(5), now);
        let utf8 = csv(&world, &ExportRules::default());
        let text = String::from_utf8(utf8).unwrap();
        assert!(text.starts_with("\u{feff}Référence commande;Identifiant;"));
        assert_eq!(text.lines().count(), 6);
        let latin1 = csv(
            &world,
            &ExportRules {
                latin1: true,
                separator: ',',
                ..ExportRules::default()
            },
        );
        assert!(latin1.starts_with(b"R\xe9f\xe9rence commande,Identifiant,"));
    }

    #[test]
    fn cells_are_quoted_when_needed() {
        assert_eq!(cell("a;b", ';'), "\"a;b\"");
        assert_eq!(cell("say \"hi\"", ';'), "\"say \"\"hi\"\"\"");
        assert_eq!(cell("a,b", ';'), "a,b");
    }
}
