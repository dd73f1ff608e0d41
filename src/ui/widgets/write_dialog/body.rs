//! The upper part of a dialog: what it is about, or the exact request.

use std::collections::BTreeSet;

use crate::app::dialog::several::{Item, Several};
use crate::app::dialog::typed::ENDING;
use crate::app::dialog::{Confirm, Dialog, How, Kind, Page, request};
use crate::domain::text::Text;
use crate::ui::format::flagged;
use crate::ui::paint::{Pieces, fit, piece, width, wrap};
use crate::ui::theme::Role;

/// Widest label.
const LABEL: usize = 20;
/// Lines of one value; what is sent stands whole in the exact request.
const LINES: usize = 5;
/// What stands beside an offer whose line the filter hides.
const HIDDEN: &str = "FILTERED OUT";
/// Least columns of the name of an offer.
const NAME: usize = 8;

/// Its lines.
pub(super) fn lines(dialog: &Dialog, columns: usize) -> Vec<Pieces<'static>> {
    if dialog.page == Page::Request {
        return requests(dialog, columns);
    }
    let mut lines = match &dialog.kind {
        Kind::Decline(several) | Kind::BringBack(several) => list(several, columns),
        Kind::Plain | Kind::Accept(_) | Kind::Batch(_) => rows(&dialog.confirm, columns),
    };
    for told in &dialog.earlier {
        lines.extend(row(
            "earlier",
            told,
            Role::Warn,
            label_columns(dialog),
            columns,
        ));
    }
    lines
}

fn requests(dialog: &Dialog, columns: usize) -> Vec<Pieces<'static>> {
    let mut lines = Vec::new();
    if let Kind::Batch(asked) = &dialog.kind {
        let told = "Requests are made up on the way, each like this:";
        lines.push(vec![piece(told, Role::Dim)]);
        for line in asked.example().iter().flat_map(request::lines) {
            let parts = wrap(&line, columns.max(1));
            lines.extend(parts.into_iter().map(|part| vec![piece(part, Role::Text)]));
        }
    }
    for (at, intent) in dialog.confirm.intents.iter().enumerate() {
        if at > 0 {
            lines.push(Vec::new());
        }
        for line in request::lines(&intent.write) {
            let parts = wrap(&line, columns.max(1));
            lines.extend(parts.into_iter().map(|part| vec![piece(part, Role::Text)]));
        }
    }
    lines
}

/// Columns of the labels with the gap behind them.
pub(super) fn label_columns(dialog: &Dialog) -> usize {
    let rows = match &dialog.kind {
        Kind::Decline(_) | Kind::BringBack(_) => &[],
        Kind::Plain | Kind::Accept(_) | Kind::Batch(_) => dialog.confirm.rows.as_slice(),
    };
    gap(rows)
}

fn gap(rows: &[(String, Text)]) -> usize {
    let widest = rows.iter().map(|(label, _)| width(label)).max();
    // As wide as the word over the checks.
    widest.unwrap_or(0).clamp("checks".len(), LABEL) + 3
}

fn rows(confirm: &Confirm, columns: usize) -> Vec<Pieces<'static>> {
    let label_columns = gap(&confirm.rows);
    let mut lines = Vec::new();
    for (label, value) in &confirm.rows {
        let first = lines.len();
        lines.extend(row(
            label,
            value,
            role(label, value),
            label_columns,
            columns,
        ));
        if let (How::Ending(reference), Some(line)) = (&confirm.how, lines.get_mut(first)) {
            stress(line, &flagged(reference));
        }
    }
    lines
}

/// A label and its value, in as many lines as that needs.
fn row(
    label: &str,
    value: &Text,
    role: Role,
    label_columns: usize,
    columns: usize,
) -> Vec<Pieces<'static>> {
    let mut parts = wrap(
        &flagged(value),
        columns.saturating_sub(label_columns).max(1),
    );
    if parts.len() > LINES {
        parts.truncate(LINES);
        parts.push("… and more".to_owned());
    }
    let mut label = label;
    let line = |part| {
        let label = fit(std::mem::take(&mut label), label_columns);
        vec![piece(label, Role::Dim), piece(part, role)]
    };
    parts.into_iter().map(line).collect()
}

/// Makes the reference that is to be typed stand out where a line begins with it.
fn stress(line: &mut Pieces<'static>, reference: &str) {
    let Some(value) = line.pop() else {
        return;
    };
    match value.text.strip_prefix(reference) {
        Some(rest) => line.extend([
            piece(reference.to_owned(), Role::Strong),
            piece(rest.to_owned(), value.role),
        ]),
        None => line.push(value),
    }
}

/// What must not be overlooked among the rows.
fn role(label: &str, value: &Text) -> Role {
    match label {
        "price" if value.line().contains("[?]") => Role::Warn,
        "price" => Role::Strong,
        "also" => Role::Dim,
        _ => Role::Text,
    }
}

/// A table of offers.
fn list(several: &Several, columns: usize) -> Vec<Pieces<'static>> {
    let items = &several.items;
    let widest = |of: &dyn Fn(&Item) -> usize| items.iter().map(of).max().unwrap_or(0);
    let number = widest(&|item| item.number.to_string().len());
    let name = widest(&|item| width(&flagged(&item.name)));
    let price = widest(&|item| width(&flagged(&item.price)));
    let customer = widest(&|item| {
        item.customer
            .as_ref()
            .map_or(0, |it| width(&flagged(it)) + 2)
    });
    let hidden = widest(&|item| if item.is_hidden { HIDDEN.len() + 2 } else { 0 });
    let fixed = number + 6 + price + hidden;
    let whole: Vec<_> = items
        .iter()
        .map(|item| flagged(&item.line).into_owned())
        .collect();
    let is_wide =
        whole.iter().map(|it| width(it)).max().unwrap_or(0) + fixed + name + customer <= columns;
    let lines = if is_wide { whole } else { shortened(&whole) };
    let line = lines.iter().map(|it| width(it)).max().unwrap_or(0);
    let rest = columns.saturating_sub(fixed + line);
    let name = name.min(rest).max(NAME);
    let customer = customer.min(rest.saturating_sub(name));
    let customer = if customer > NAME { customer } else { 0 };
    let row = |(item, of_line): (&Item, &String)| {
        let of = item.customer.as_ref().filter(|_| customer > 0);
        let of = of.map_or_else(String::new, |of| format!("  {}", flagged(of)));
        let mut pieces = vec![
            piece(fit(of_line, line), Role::Strong),
            piece(format!("  {:>number$}  ", item.number), Role::Dim),
            piece(fit(&flagged(&item.name), name), Role::Text),
            piece("  ", Role::Text),
            piece(right(&flagged(&item.price), price), Role::Strong),
            piece(fit(&of, customer), Role::Dim),
        ];
        if item.is_hidden {
            pieces.push(piece(format!("  {HIDDEN}"), Role::Warn));
        }
        pieces
    };
    items.iter().zip(&lines).map(row).collect()
}

/// References by their ends, long enough to tell one from another: `QO_..001`.
fn shortened(references: &[String]) -> Vec<String> {
    let all: BTreeSet<_> = references.iter().collect();
    let end = |reference: &str, length: usize| -> String {
        let before = reference.chars().count().saturating_sub(length);
        reference.chars().skip(before).collect()
    };
    let longest = references
        .iter()
        .map(|it| it.chars().count())
        .max()
        .unwrap_or(0);
    let differ = |length: &usize| {
        let ends: BTreeSet<_> = all.iter().map(|it| end(it, *length)).collect();
        ends.len() == all.len()
    };
    let length = (ENDING..longest).find(differ).unwrap_or(longest);
    let short = |reference: &String| {
        let begin = reference.split_inclusive('_').next().unwrap_or_default();
        let short = format!("{begin}..{}", end(reference, length));
        if width(&short) < width(reference) {
            short
        } else {
            reference.clone()
        }
    };
    references.iter().map(short).collect()
}

/// A text that ends at the right edge of so many columns.
fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}
