//! Changing a few places of a long sorted list without sorting it again.

use std::cmp::Ordering;

/// Merges sorted `few` into sorted `many`; no item of one equals an item of the other. The places are found by binary
/// search and what lies between is copied in blocks, so a long list costs little more than its copy.
pub(super) fn merge<T: Copy>(
    many: &[T],
    few: &[T],
    mut compare: impl FnMut(T, T) -> Ordering,
) -> Vec<T> {
    let mut merged = Vec::with_capacity(many.len() + few.len());
    let mut rest = many;
    for &item in few {
        let before = rest.partition_point(|other| compare(*other, item) == Ordering::Less);
        let (head, tail) = rest.split_at(before);
        merged.extend_from_slice(head);
        merged.push(item);
        rest = tail;
    }
    merged.extend_from_slice(rest);
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn merging_is_sorting_both_together(all in prop::collection::btree_map(any::<u16>(), any::<bool>(), 0..50)) {
            let side = |wanted: bool| -> Vec<u16> {
                all.iter().filter(|(_, side)| **side == wanted).map(|(item, _)| *item).collect()
            };
            let merged = merge(&side(true), &side(false), |a, b| a.cmp(&b));
            prop_assert_eq!(merged, all.keys().copied().collect::<Vec<_>>());
        }
    }
}
