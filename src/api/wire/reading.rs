//! What the rows of one answer share while they are read: words, made-up keys, and room.
//!
//! An answer nests lines in baskets and offers in lines, so a bound for each list would multiply. All of them together
//! have room for [`MAX_PARTS`]: more is a flood, and the whole answer is refused rather than shown in part.

use super::field::Field;
use super::made_up::Twins;
use crate::api::intern::Words;
use crate::api::page::MAX_ROWS;

/// Rows and the parts inside them that one answer may hold.
const MAX_PARTS: usize = MAX_ROWS;

pub(crate) struct Reading<'w, 'i> {
    pub(crate) words: &'w mut Words<'i>,
    pub(crate) twins: Twins,
    room: Option<usize>,
}

impl<'w, 'i> Reading<'w, 'i> {
    pub(crate) fn new(words: &'w mut Words<'i>) -> Self {
        Self {
            words,
            twins: Twins::default(),
            room: Some(MAX_PARTS),
        }
    }

    /// Whether there is room for `parts` more; what there is none for is left out.
    pub(crate) fn takes(&mut self, parts: usize) -> bool {
        self.room = self.room.and_then(|room| room.checked_sub(parts));
        self.room.is_some()
    }

    /// The elements of a list, or none where there is no room for them.
    pub(crate) fn list<'a>(&mut self, field: Field<'a>) -> Vec<Field<'a>> {
        let (items, is_cut) = field.first_items::<MAX_PARTS>();
        if is_cut {
            self.room = None;
        }
        if self.takes(items.len()) {
            items
        } else {
            Vec::new()
        }
    }

    /// Whether anything was left out.
    pub(crate) fn is_over(&self) -> bool {
        self.room.is_none()
    }
}
