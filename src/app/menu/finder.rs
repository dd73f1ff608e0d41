//! Orders found by words: the best few of very many, within a key press.
//!
//! One pass over the searched texts for the rarest word there is reason to hope for, the longest; only what holds it is
//! looked at any closer, and only the best are kept.

use std::cmp::Ordering;

use crate::app::entities::orders::RowId;
use crate::app::facts::cards::Cards;
use crate::app::query::Needle;

use super::words::{Rank, Words};

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The best, best first.
    pub(super) rows: Vec<RowId>,
    /// How many there are in all.
    pub(super) total: usize,
}

/// The orders whose reference, id, customer, address or project hold all words, at most `most` of them: first the
/// references that end in the digits asked for, then other references, then customers that begin with a word.
pub(super) fn find(cards: &Cards, words: &Words, most: usize) -> Found {
    let mut needles: Vec<_> = words.folded().map(Needle::new).collect();
    needles.sort_by_key(|needle| std::cmp::Reverse(needle.as_str().len()));
    let Some((longest, others)) = needles.split_first() else {
        return Found::default();
    };
    let mut found = Found::default();
    let mut best: Vec<(Rank, RowId)> = Vec::new();
    cards.search(longest, |row| {
        let row = RowId::at(row);
        let text = cards.searched(row).as_bytes();
        if !others.iter().all(|needle| needle.find(text).is_some()) {
            return;
        }
        found.total += 1;
        let rank = needles.iter().map(|needle| rank(cards, row, needle)).sum();
        keep(&mut best, (rank, row), most, cards);
    });
    found.rows = best.into_iter().map(|(_, row)| row).collect();
    found
}

/// How well a row fits a word that it holds somewhere.
fn rank(cards: &Cards, row: RowId, needle: &Needle) -> Rank {
    let (word, reference) = (needle.as_str(), cards.reference(row));
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && reference.ends_with(word) {
        return 0;
    }
    if needle.find(reference.as_bytes()).is_some() {
        return 1;
    }
    let customer = cards.customer(row);
    match needle.find(customer.as_bytes()) {
        Some(0) => 2,
        Some(_) => 3,
        None => 4,
    }
}

/// Takes a row among the best where it is one of them; of equally good ones the newest reference comes first.
fn keep(best: &mut Vec<(Rank, RowId)>, new: (Rank, RowId), most: usize, cards: &Cards) {
    let order = |a: (Rank, RowId), b: (Rank, RowId)| -> Ordering {
        let newest = || cards.reference(b.1).cmp(cards.reference(a.1));
        a.0.cmp(&b.0).then_with(newest).then(a.1.cmp(&b.1))
    };
    let is_full = best.len() >= most;
    if is_full && best.last().is_none_or(|worst| order(*worst, new).is_lt()) {
        return;
    }
    let place = best.partition_point(|kept| order(*kept, new).is_lt());
    best.insert(place, new);
    best.truncate(most);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::fixtures;
    use crate::domain::date::Zone;

    /// Cards of references, customers and addresses.
    fn cards(rows: &[(&str, &str, &str)]) -> Cards {
        let mut orders = crate::app::entities::orders::Orders::default();
        let mut cards = Cards::default();
        for (number, (reference, customer, site)) in (1..).zip(rows) {
            let row = fixtures::order(number)
                .reference(reference)
                .customer(customer)
                .site(site)
                .project("")
                .build();
            orders.take_summary(row, 1, false, fixtures::now(), &Zone::utc());
        }
        for (row, order) in orders.iter() {
            cards.set(row, order, &Zone::utc());
        }
        cards
    }

    fn found(cards: &Cards, search: &str, most: usize) -> (Vec<String>, usize) {
        let found = find(cards, &Words::new(search), most);
        let name = |row: RowId| cards.reference(row).to_owned();
        (found.rows.into_iter().map(name).collect(), found.total)
    }

    #[test]
    fn digits_find_the_references_that_end_in_them_then_those_that_hold_them() {
        let cards = cards(&[
            ("CMD_X_00009444", "KING JOUET", "3 RUE DU BAC"),
            ("CMD_X_00094441", "DUPONT", "LYON"),
            ("CMD_X_00019444", "DUPONT", "LYON"),
            ("CMD_X_00000001", "DUPONT", "9444 LONG WAY"),
            ("CMD_X_00000002", "9444 SARL", "LYON"),
            ("CMD_X_00000003", "OTHER", "LYON"),
        ]);
        let (rows, total) = found(&cards, "9444", 50);
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
        let (rows, total) = found(&cards, "9444", 1);
        assert_eq!(
            (rows.len(), rows[0].as_str(), total),
            (1, "cmd_x_00019444", 5)
        );
    }

    #[test]
    fn every_word_has_to_be_held_whatever_its_case_and_accents() {
        let cards = cards(&[
            ("CMD_1", "Hôpital Saint-Louis", "75010 PARIS"),
            ("CMD_2", "Hôpital du Lac", "LYON"),
            ("CMD_3", "Grand hôpital", "PARIS"),
        ]);
        assert_eq!(found(&cards, "HOPITAL paris", 9).0, ["cmd_1", "cmd_3"]);
        assert_eq!(found(&cards, "hopital lille", 9), (Vec::new(), 0));
        assert_eq!(found(&cards, "  ", 9), (Vec::new(), 0));
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
            let cards = cards(&rows);
            let (all, total) = found(&cards, &word, 100);
            let (few, same_total) = found(&cards, &word, most);
            prop_assert_eq!(total, all.len());
            prop_assert_eq!(same_total, total);
            prop_assert_eq!(&few[..], &all[..total.min(most)]);
        }
    }
}
