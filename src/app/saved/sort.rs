//! A sort order as a file writes it: `["slack"]`, `["-dwell"]` for the largest first, `["slack", "customer"]` with a
//! second column for rows that are equal by the first.

use crate::app::columns::SortColumn;
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
pub fn sort_of<C: SortColumn>(words: &[impl AsRef<str>]) -> Result<Sort<C>, SortProblem> {
    let key = |(at, word): (usize, &str)| {
        let (descending, name) = match word.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, word),
        };
        let mut columns = C::ALL.iter().copied();
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
pub fn words_of<C: SortColumn>(sort: Sort<C>) -> Vec<String> {
    let word = |by: By<C>| {
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
    use crate::app::columns::Column;
    use crate::app::views::quotes::columns::QuoteColumn;

    fn check<C: SortColumn + std::fmt::Debug>() {
        let keys = || {
            let both = |column: &C| {
                [false, true].map(|descending| By {
                    column: *column,
                    descending,
                })
            };
            C::ALL.iter().flat_map(both)
        };
        for by in keys() {
            for then in keys().map(Some).chain([None]) {
                let sort = Sort { by, then };
                assert_eq!(sort_of(&words_of(sort)), Ok(sort));
            }
        }
        assert_eq!(sort_of(&[""; 0]), Ok(Sort::<C>::default()));
    }

    #[test]
    fn every_sort_order_is_read_as_it_is_written() {
        check::<Column>();
        check::<QuoteColumn>();
    }

    #[test]
    fn words_that_are_no_sort_order_are_told_from_one() {
        let orders = sort_of::<Column>;
        assert_eq!(orders(&["slack", "price"]), Err(SortProblem::NoColumn(1)));
        assert_eq!(orders(&["slack", "valid"]), Err(SortProblem::NoColumn(1)));
        assert_eq!(orders(&["--slack", ""]), Err(SortProblem::NoColumn(0)));
        assert_eq!(sort_of::<Column>(&["slack"; 3]), Err(SortProblem::TooMany));
        assert_eq!(
            sort_of::<QuoteColumn>(&["slack"]),
            Err(SortProblem::NoColumn(0))
        );
    }
}
