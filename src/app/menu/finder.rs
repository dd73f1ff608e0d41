//! Orders found by words: the best few of very many, within a key press.
//!
//! One pass over the searched texts for the longest word, most likely the rarest; only what holds it is looked at any
//! closer.

use std::cmp::Reverse;

use crate::app::entities::orders::RowId;
use crate::app::facts::cards::Cards;
use crate::app::index::OrderIndex;
use crate::app::query::Needle;

use super::words::Words;

/// Ranks there are; a word fits by one of them, and words together by no worse than the last.
const RANKS: usize = 16;
/// Of a row that does not hold the words.
const NOT_FOUND: u8 = u8::MAX;

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The best, best first.
    pub(super) rows: Vec<RowId>,
    /// How many there are in all.
    pub(super) total: usize,
}

/// The orders whose reference, id, customer, address or project hold all words, at most `most` of them: first the
/// references that end in the digits asked for, then other references, then customers that begin with a word; of equally
/// good ones the newest reference first.
pub(super) fn find(index: &OrderIndex, words: &Words, most: usize) -> Found {
    let cards = index.cards();
    let mut needles: Vec<_> = words.folded().map(Needle::new).collect();
    needles.sort_by_key(|needle| Reverse(needle.as_str().len()));
    let Some((longest, others)) = needles.split_first() else {
        return Found::default();
    };
    let mut ranks = vec![NOT_FOUND; cards.len()];
    let mut counts = [0_usize; RANKS];
    cards.search(longest, |at| {
        let row = RowId::at(at);
        let holds = |needle: &Needle| needle.find(cards.searched(row).as_bytes()).is_some();
        if !others.iter().all(holds) {
            return;
        }
        let all: usize = needles.iter().map(|needle| rank(cards, row, needle)).sum();
        let rank = all.min(RANKS - 1);
        counts[rank] += 1;
        ranks[at] = u8::try_from(rank).unwrap_or(NOT_FOUND);
    });
    Found {
        rows: best(index, &ranks, &counts, most),
        total: counts.iter().sum(),
    }
}

/// The best rows by their ranks. Walking the rows by reference spares comparing any.
fn best(index: &OrderIndex, ranks: &[u8], counts: &[usize; RANKS], most: usize) -> Vec<RowId> {
    let mut left = most;
    let mut wanted = counts.map(|count| {
        let taken = count.min(left);
        left -= taken;
        taken
    });
    let mut rows: Vec<(usize, RowId)> = Vec::new();
    let goal = most - left;
    for row in index.by_reference().iter().rev() {
        if rows.len() == goal {
            break;
        }
        let rank = ranks.get(row.0 as usize).copied().unwrap_or(NOT_FOUND);
        if let Some(wanted) = wanted.get_mut(usize::from(rank)).filter(|it| **it > 0) {
            *wanted -= 1;
            rows.push((rank.into(), *row));
        }
    }
    rows.sort_by_key(|(rank, _)| *rank);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// How well a row fits a word that it holds somewhere: the lower, the better.
fn rank(cards: &Cards, row: RowId, needle: &Needle) -> usize {
    let word = needle.as_str();
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && cards.reference(row).ends_with(word) {
        return 0;
    }
    if word.len() == 1 {
        // One letter stands in nearly every row; where hardly matters.
        return if cards.customer(row).starts_with(word) {
            2
        } else {
            3
        };
    }
    if needle.find(cards.reference(row).as_bytes()).is_some() {
        return 1;
    }
    match needle.find(cards.customer(row).as_bytes()) {
        Some(0) => 2,
        Some(_) => 3,
        None => 4,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use std::collections::HashSet;

    use super::*;
    use crate::app::entities::orders::Orders;
    use crate::app::fixtures;
    use crate::app::index::Scope;
    use crate::app::query::Now;
    use crate::domain::date::Zone;

    /// References, customers and addresses.
    fn index(rows: &[(&str, &str, &str)]) -> OrderIndex {
        let mut orders = Orders::default();
        for (number, (reference, customer, site)) in (1..).zip(rows) {
            let row = fixtures::order(number)
                .reference(reference)
                .customer(customer)
                .site(site)
                .project("")
                .build();
            orders.take_summary(row, 1, false, fixtures::now(), &Zone::utc());
        }
        let mut index = OrderIndex::new();
        index.rebuild(&Scope {
            orders: &orders,
            now: &Now::new(fixtures::now(), &Zone::utc(), &[]),
            marked: &HashSet::new(),
        });
        index
    }

    fn found(index: &OrderIndex, search: &str, most: usize) -> (Vec<String>, usize) {
        let found = find(index, &Words::new(search), most);
        let name = |row: RowId| index.cards().reference(row).to_owned();
        (found.rows.into_iter().map(name).collect(), found.total)
    }

    #[test]
    fn digits_find_the_references_that_end_in_them_then_those_that_hold_them() {
        let index = index(&[
            ("CMD_X_00009444", "KING JOUET", "3 RUE DU BAC"),
            ("CMD_X_00094441", "DUPONT", "LYON"),
            ("CMD_X_00019444", "DUPONT", "LYON"),
            ("CMD_X_00000001", "DUPONT", "9444 LONG WAY"),
            ("CMD_X_00000002", "9444 SARL", "LYON"),
            ("CMD_X_00000003", "OTHER", "LYON"),
        ]);
        let (rows, total) = found(&index, "9444", 50);
        assert_eq!(
            rows,
            [
                "cmd_x_00019444",
                "cmd_x_00009444",
                "cmd_x_00094441",
                "cmd_x_00000002",
                "cmd_x_00000001",
            ]
        );
        assert_eq!(total, 5);
        let (rows, total) = found(&index, "9444", 1);
        assert_eq!(
            (rows.len(), rows[0].as_str(), total),
            (1, "cmd_x_00019444", 5)
        );
    }

    #[test]
    fn every_word_has_to_be_held_whatever_its_case_and_accents() {
        let index = index(&[
            ("CMD_1", "Hôpital Saint-Louis", "75010 PARIS"),
            ("CMD_2", "Hôpital du Lac", "LYON"),
            ("CMD_3", "Grand hôpital", "PARIS"),
        ]);
        assert_eq!(found(&index, "HOPITAL paris", 9).0, ["cmd_1", "cmd_3"]);
        assert_eq!(found(&index, "hopital lille", 9), (Vec::new(), 0));
        assert_eq!(found(&index, "  ", 9), (Vec::new(), 0));
    }

    proptest! {
        #[test]
        fn the_best_few_are_the_beginning_of_all(
            rows in prop::collection::vec(("[12]{1,4}", "[ab1]{0,3}", "[ab]{0,3}"), 0..30),
            word in "[ab12]{1,2}",
            most in 1_usize..8,
        ) {
            let rows: Vec<_> = rows.iter().enumerate()
                .map(|(at, (reference, customer, site))| (format!("{reference}_{at}"), customer, site))
                .collect();
            let rows: Vec<_> = rows.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
            let index = index(&rows);
            let (all, total) = found(&index, &word, 100);
            let (few, same_total) = found(&index, &word, most);
            prop_assert_eq!(total, all.len());
            prop_assert_eq!(same_total, total);
            prop_assert_eq!(&few[..], &all[..total.min(most)]);
        }
    }
}
