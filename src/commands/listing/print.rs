//! Writing the rows of a pane for a script or a person.

use std::io::{self, Write};

use super::Table;
use crate::app::query::Verdict;
use crate::cli::Format;
use crate::commands::rows::table::{self, Shape};
use crate::commands::rows::{self, Look};

/// Writes the rows of a table. For people, a column in which nothing stands is left out.
///
/// # Errors
/// The output's own.
pub(in crate::commands) fn print<T: Table>(
    out: &mut impl Write,
    table: &T,
    look: &Look,
) -> io::Result<()> {
    let (rows, columns) = (table.rows(), T::COLUMNS);
    if look.format != Format::Table {
        rows::heading(out, columns.fields, look)?;
        return rows.into_iter().try_for_each(|(row, verdict)| {
            rows::row(out, columns.fields, &table.values(row, verdict), look)
        });
    }
    let is_certain = rows.iter().all(|(_, verdict)| *verdict == Verdict::Yes);
    let lines: Vec<_> = rows
        .into_iter()
        .map(|(row, verdict)| table.cells(row, verdict, look))
        .collect();
    let verdict = columns.titles.len().checked_sub(1).filter(|_| is_certain);
    let is_empty = |column: &usize| {
        let mut cells = lines
            .iter()
            .filter_map(|cells: &Vec<String>| cells.get(*column));
        !lines.is_empty() && cells.all(String::is_empty)
    };
    let empty = (0..columns.titles.len()).filter(is_empty);
    let hidden: Vec<_> = empty.chain(verdict).collect();
    let shape = Shape {
        titles: columns.titles,
        dropped_first: columns.dropped_first,
        hidden: &hidden,
    };
    table::print(out, shape, &lines, look)
}
