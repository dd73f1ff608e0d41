//! A small table inside a preview: a name, then columns as many as fit, amounts on their decimal point.
//!
//! Unlike a list, a table is short and wholly known: its columns are as wide as what they hold.

use crate::domain::lenient::{Cents, Lenient};
use crate::ui::format::money;
use crate::ui::paint::{Piece, Pieces, fit, piece, width};
use crate::ui::theme::Role;

/// Columns before the name: cursor, mark, number, gaps.
const GUTTER: usize = 6;
/// A name is squeezed no further, whatever has to go.
const SQUEEZED: usize = 8;
/// What cannot be read as an amount is shown so far; the rest of it stands below.
const RAW: usize = 10;

/// A column of numbers or words beside the name.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Column<C> {
    pub(in crate::ui) what: C,
    pub(in crate::ui) title: &'static str,
    /// Words stand at the left, everything else at the right.
    pub(in crate::ui) is_word: bool,
    pub(in crate::ui) cells: Vec<String>,
}

/// What leads the rows of a table.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Names {
    pub(in crate::ui) title: &'static str,
    /// Columns leave until names have so many, or all they need.
    pub(in crate::ui) least: usize,
    pub(in crate::ui) cells: Vec<String>,
}

/// The table, ready to be written.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Grid<C> {
    names: Names,
    /// With their widths.
    columns: Vec<(Column<C>, usize)>,
    name: usize,
}

/// What stands before the columns of a row.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Lead {
    /// Whether it is the one that is meant.
    pub(in crate::ui) is_meant: bool,
    pub(in crate::ui) is_marked: bool,
    pub(in crate::ui) number: usize,
    pub(in crate::ui) role: Role,
    pub(in crate::ui) role_of_name: Role,
}

impl<C: Copy + PartialEq> Grid<C> {
    /// A table of things with names; columns of `dropped_first` leave together where it is narrow.
    pub(in crate::ui) fn of(
        names: Names,
        columns: Vec<Column<C>>,
        dropped_first: &[&[C]],
        screen: u16,
    ) -> Self {
        let room = usize::from(screen).saturating_sub(1);
        let with_width = |column: Column<C>| {
            let widest = column.cells.iter().map(|cell| width(cell)).max();
            let columns = widest.unwrap_or(0).max(width(column.title));
            (column, columns)
        };
        let mut columns: Vec<_> = columns.into_iter().map(with_width).collect();
        let needed = |columns: &[(Column<C>, usize)]| -> usize {
            let others: usize = columns.iter().map(|(_, columns)| columns + 1).sum();
            GUTTER + others
        };
        let longest = names.cells.iter().map(|name| width(name)).max();
        let longest = longest.unwrap_or(0).max(width(names.title));
        for dropped in dropped_first {
            if needed(&columns) + names.least.min(longest) <= room {
                break;
            }
            columns.retain(|(column, _)| !dropped.contains(&column.what));
        }
        let spare = room.saturating_sub(needed(&columns));
        Self {
            names,
            columns,
            name: spare.min(longest).max(SQUEEZED),
        }
    }

    /// Whether a column had no room.
    pub(in crate::ui) fn leaves_out(&self, what: C) -> bool {
        self.columns.iter().all(|(column, _)| column.what != what)
    }

    /// What stands above the rows; the column they are sorted by stands out.
    pub(in crate::ui) fn titles(&self, by: Option<C>) -> Pieces<'static> {
        let head = fit(self.names.title, self.name);
        let mut pieces = vec![piece(format!("{:GUTTER$}{head}", "    #"), Role::Dim)];
        for (column, columns) in &self.columns {
            let role = if by == Some(column.what) {
                Role::Strong
            } else {
                Role::Dim
            };
            let title = aligned(column.is_word, column.title, *columns);
            pieces.push(piece(format!(" {title}"), role));
        }
        while let Some(Piece { text, .. }) = pieces.last_mut() {
            let trimmed = text.trim_end().to_owned();
            if !trimmed.is_empty() {
                *text = trimmed.into();
                break;
            }
            pieces.pop();
        }
        pieces
    }

    /// The row of the thing at a place.
    pub(in crate::ui) fn row(
        &self,
        place: usize,
        lead: Lead,
        role: impl Fn(C) -> Role,
    ) -> Pieces<'static> {
        let Some(name) = self.names.cells.get(place) else {
            return Vec::new();
        };
        let cursor = if lead.is_meant { ">" } else { " " };
        let mark = if lead.is_marked { "*" } else { " " };
        let mut pieces = vec![
            piece(format!(" {cursor}"), Role::Strong),
            piece(format!("{mark}{:>2} ", lead.number), lead.role),
            piece(fit(name, self.name), lead.role_of_name),
        ];
        for (column, columns) in &self.columns {
            let cell = column.cells.get(place).map_or("", String::as_str);
            let cell = aligned(column.is_word, cell, *columns);
            pieces.push(piece(format!(" {cell}"), role(column.what)));
        }
        pieces
    }
}

/// Words stand at the left, numbers on their decimal point: all amounts of a column have as many decimals.
fn aligned(is_word: bool, text: &str, columns: usize) -> String {
    if is_word {
        return fit(text, columns);
    }
    let pad = columns.saturating_sub(width(text));
    format!("{}{text}", " ".repeat(pad))
}

/// Amounts of a column, whole where all of them are, and that may be; `none` for what is not told.
pub(in crate::ui) fn amounts(
    amounts: Vec<Option<&Lenient<Cents>>>,
    may_be_whole: bool,
    none: &str,
) -> Vec<String> {
    let is_whole = |amount: &Lenient<Cents>| match amount {
        Lenient::Value(Cents(cents)) => cents % 100 == 0,
        Lenient::Raw(_) => true,
    };
    let mut told = amounts.iter().flatten();
    let drops_decimals = may_be_whole && told.all(|amount| is_whole(amount));
    let written = |amount: Option<&Lenient<Cents>>| match amount {
        None => none.to_owned(),
        Some(amount @ Lenient::Raw(_)) => cut(&money(amount)),
        Some(amount) if drops_decimals => {
            let text = money(amount);
            text.strip_suffix(".00").unwrap_or(&text).to_owned()
        }
        Some(amount) => money(amount),
    };
    amounts.into_iter().map(written).collect()
}

/// What stands in a cell of what cannot be read.
pub(in crate::ui) fn cut(text: &str) -> String {
    fit(text, RAW).trim_end().to_owned()
}
