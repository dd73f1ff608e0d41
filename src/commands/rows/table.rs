//! Aligned columns for people. They fit the width whatever the rows hold: wide cells give way, then columns.

use std::io::{self, Write};

use super::Look;
use crate::ui::paint::width;

/// The narrowest a wide column is made before whole columns leave.
const NARROWEST: usize = 8;
const GAP: usize = 2;

/// The columns of a table.
#[derive(Clone, Copy, Debug)]
pub(in crate::commands) struct Shape<'a> {
    /// What stands above each.
    pub(in crate::commands) titles: &'a [&'a str],
    /// Who leaves first when the table is narrow; who is not named never does.
    pub(in crate::commands) dropped_first: &'a [usize],
    /// Columns that are not shown.
    pub(in crate::commands) hidden: &'a [usize],
}

/// Writes a table; each line has a cell for each title.
///
/// # Errors
/// The output's own.
pub(in crate::commands) fn print(
    out: &mut impl Write,
    shape: Shape<'_>,
    lines: &[Vec<String>],
    look: &Look,
) -> io::Result<()> {
    let mut columns: Vec<(usize, usize)> = shape
        .titles
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let widest = lines.iter().map(|cells| width(&cells[column])).max();
            (column, widest.unwrap_or(0).max(title.len()))
        })
        .collect();
    columns.retain(|(column, _)| !shape.hidden.contains(column));
    fit(&mut columns, shape.dropped_first, look.width);
    let titles: Vec<_> = shape
        .titles
        .iter()
        .map(|title| (*title).to_owned())
        .collect();
    line(out, &titles, &columns, look)?;
    lines
        .iter()
        .try_for_each(|cells| line(out, cells, &columns, look))
}

/// Makes the columns fit: the widest give way down to [`NARROWEST`], then columns leave, then the rest is cut.
fn fit(columns: &mut Vec<(usize, usize)>, dropped_first: &[usize], room: usize) {
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
    for dropped in dropped_first {
        if narrowed(columns) <= room {
            break;
        }
        columns.retain(|(column, _)| column != dropped);
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
    cells: &[String],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fit_any_width() {
        for room in 1..200 {
            let mut columns: Vec<_> = (0..9).map(|column| (column, 10 + 9 * column)).collect();
            fit(&mut columns, &[7, 6, 5, 3, 2, 4, 1], room);
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
