//! Aligned columns for people. They fit the width whatever the rows hold: wide cells give way, then columns.

use std::io::{self, Write};

use super::print::{Look, drawn};
use super::row::late;
use crate::app::entities::orders::Order;
use crate::app::query::Verdict;
use crate::domain::date::FlexDate;
use crate::domain::order::OrderState;
use crate::domain::text::Text;
use crate::domain::timeline::ProductionStep;
use crate::ui::paint::width;

const TITLES: [&str; 9] = [
    "ORDER",
    "STATE/STEP",
    "DUE",
    "LATE",
    "CUSTOMER",
    "SITE",
    "FAM",
    "MODIFIED",
    "MATCH",
];
/// The column of the verdict; shown only where some row is in doubt.
const MATCH: usize = 8;
/// The narrowest a wide column is made before whole columns leave.
const NARROWEST: usize = 8;
/// Who leaves first when the table is narrow; the order never does.
const DROPPED_FIRST: [usize; 7] = [7, 6, 5, 3, 2, 4, 1];
const GAP: usize = 2;

type Cells = [String; TITLES.len()];

pub(super) fn print(
    out: &mut impl Write,
    rows: &[(&Order, Verdict)],
    look: &Look,
) -> io::Result<()> {
    let lines: Vec<Cells> = rows
        .iter()
        .map(|(order, verdict)| cells(order, *verdict, look))
        .collect();
    let mut columns: Vec<(usize, usize)> = TITLES
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let widest = lines.iter().map(|cells| width(&cells[column])).max();
            (column, widest.unwrap_or(0).max(title.len()))
        })
        .collect();
    if rows.iter().all(|(_, verdict)| *verdict == Verdict::Yes) {
        columns.retain(|(column, _)| *column != MATCH);
    }
    fit(&mut columns, look.width);
    line(out, &TITLES.map(str::to_owned), &columns, look)?;
    lines
        .iter()
        .try_for_each(|cells| line(out, cells, &columns, look))
}

/// Makes the columns fit: the widest give way down to [`NARROWEST`], then columns leave, then the rest is cut.
fn fit(columns: &mut Vec<(usize, usize)>, room: usize) {
    let needed = |columns: &[(usize, usize)]| {
        columns
            .iter()
            .map(|(_, width)| width + GAP)
            .sum::<usize>()
            .saturating_sub(GAP)
    };
    let narrowed = |columns: &[(usize, usize)]| {
        let least = columns
            .iter()
            .map(|(column, width)| (*column, (*width).min(NARROWEST)));
        needed(&least.collect::<Vec<_>>())
    };
    for dropped in DROPPED_FIRST {
        if narrowed(columns) <= room {
            break;
        }
        columns.retain(|(column, _)| *column != dropped);
    }
    while needed(columns) > room {
        let widest = columns.iter_mut().max_by_key(|(_, width)| *width);
        match widest {
            Some((_, width)) if *width > 1 => *width -= 1,
            _ => break,
        }
    }
}

fn line(
    out: &mut impl Write,
    cells: &Cells,
    columns: &[(usize, usize)],
    look: &Look,
) -> io::Result<()> {
    let mut text = String::new();
    let mut room = 0;
    for (column, columns) in columns {
        // Padding comes before the next cell, so that no line ends in blanks.
        text.extend(std::iter::repeat_n(' ', room));
        let used = put(&mut text, &cells[*column], *columns, look);
        room = columns - used + GAP;
    }
    writeln!(out, "{}", text.trim_end())
}

/// Appends a cell, cut to `room` columns; returns those it took.
fn put(text: &mut String, cell: &str, room: usize, look: &Look) -> usize {
    if width(cell) <= room {
        text.push_str(cell);
        return width(cell);
    }
    let mut used = 0;
    for c in cell.chars() {
        let columns = width(c.encode_utf8(&mut [0; 4]));
        if used + columns + 1 > room {
            break;
        }
        text.push(c);
        used += columns;
    }
    text.push(if look.is_ascii { '.' } else { '…' });
    used + 1
}

fn cells(order: &Order, verdict: Verdict, look: &Look) -> Cells {
    let row = &order.summary;
    let foreign = |text: Option<&Text>| match text {
        None => String::new(),
        // Text that could mislead a reader says so, as on screen.
        Some(text) if text.is_flagged() => format!("!{}", drawn(text.line(), look)),
        Some(text) => drawn(text.line(), look).into_owned(),
    };
    [
        foreign(Some(row.reference.text())),
        step(order, foreign),
        order.due.map_or_else(String::new, |due| {
            format!("{}{}", due.day, if due.is_estimate { "~" } else { "" })
        }),
        late(order, look.today).to_owned(),
        foreign(
            row.broken
                .as_ref()
                .map_or(row.customer.as_ref(), |broken| Some(&broken.problem)),
        ),
        foreign(row.site.as_ref()),
        foreign(row.offer_family.as_ref()),
        match row.modification_date.as_ref() {
            Some(FlexDate::Raw(text)) => foreign(Some(text)),
            date => date
                .and_then(|date| date.day(&look.zone))
                .map_or_else(String::new, |day| day.to_string()),
        },
        if verdict == Verdict::Yes {
            "yes"
        } else {
            "maybe"
        }
        .to_owned(),
    ]
}

/// `4/11 visit done` where the step is known, else the state.
fn step(order: &Order, foreign: impl Fn(Option<&Text>) -> String) -> String {
    match (&order.summary.state, order.step) {
        (OrderState::InProgress, Some((step, _))) => {
            format!(
                "{}/{} {}",
                step.number(),
                ProductionStep::COUNT,
                step.short()
            )
        }
        (OrderState::Other(word), _) => foreign(Some(word)),
        (state, _) => state.word().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::Zone;

    #[test]
    fn columns_fit_any_width() {
        for room in 1..200 {
            let mut columns: Vec<_> = (0..TITLES.len())
                .map(|column| (column, 10 + 9 * column))
                .collect();
            fit(&mut columns, room);
            let needed = columns.iter().map(|(_, width)| width + GAP).sum::<usize>() - GAP;
            assert!(
                needed <= room || columns.iter().all(|(_, width)| *width == 1),
                "{room}: {columns:?}"
            );
            assert_eq!(columns[0].0, 0);
        }
    }

    #[test]
    fn a_cell_is_cut_by_what_it_takes_on_screen() {
        let look = |is_ascii| Look {
            format: crate::cli::Format::Table,
            is_ascii,
            width: 80,
            today: chrono::NaiveDate::default(),
            zone: Zone::utc(),
        };
        let cut = |cell: &str, room, is_ascii| {
            let mut text = String::new();
            let used = put(&mut text, cell, room, &look(is_ascii));
            assert_eq!(used, width(&text));
            text
        };
        assert_eq!(cut("KING JOUET", 8, false), "KING JO…");
        assert_eq!(cut("KING JOUET", 8, true), "KING JO.");
        assert_eq!(cut("漢字漢字", 4, false), "漢…");
        assert_eq!(cut("KING JOUET", 10, false), "KING JOUET");
    }
}
