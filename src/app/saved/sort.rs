//! A sort order as a file writes it: `["slack"]`, `["-dwell"]` for the largest first, `["slack", "customer"]` with a
//! second column for rows that are equal by the first.

use crate::app::columns::Column;
use crate::app::index::{By, Sort};

/// Why words are no sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortProblem {
    /// This one, counted from 0, names no column.
    NoColumn(usize),
    /// There are more than two.
    TooMany,
}

/// The sort order of its words, most important first; the usual one for none.
///
/// # Errors
/// [`SortProblem`].
pub fn sort_of(words: &[impl AsRef<str>]) -> Result<Sort, SortProblem> {
    let key = |(at, word): (usize, &str)| {
        let (descending, name) = match word.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, word),
        };
        let mut columns = Column::ALL.into_iter();
        let column = columns.find(|column| column.name() == name);
        let by = column.map(|column| By { column, descending });
        by.ok_or(SortProblem::NoColumn(at))
    };
    let words = words.iter().map(AsRef::as_ref).enumerate();
    let keys = words.map(key).collect::<Result<Vec<_>, _>>()?;
    match *keys.as_slice() {
        [] => Ok(Sort::default()),
        [by] => Ok(Sort { by, then: None }),
        [by, then] => Ok(Sort {
            by,
            then: Some(then),
        }),
        _ => Err(SortProblem::TooMany),
    }
}

/// The words of a sort order.
pub fn words_of(sort: Sort) -> Vec<String> {
    let word = |by: By| {
        let sign = if by.descending { "-" } else { "" };
        format!("{sign}{}", by.column.name())
    };
    std::iter::once(sort.by)
        .chain(sort.then)
        .map(word)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_order_is_read_as_it_is_written() {
        let keys = || {
            let both = |column| [false, true].map(|descending| By { column, descending });
            Column::ALL.into_iter().flat_map(both)
        };
        for by in keys() {
            for then in keys().map(Some).chain([None]) {
                let sort = Sort { by, then };
                assert_eq!(sort_of(&words_of(sort)), Ok(sort));
            }
        }
        assert_eq!(sort_of(&[""; 0]), Ok(Sort::default()));
        assert_eq!(sort_of(&["slack", "price"]), Err(SortProblem::NoColumn(1)));
        assert_eq!(sort_of(&["--slack"]), Err(SortProblem::NoColumn(0)));
        assert_eq!(sort_of(&["slack"; 3]), Err(SortProblem::TooMany));
    }
}
