//! Keys for rows that came without one.
//!
//! A made-up key starts with [`SYNTHETIC`], followed by a hash of the raw row: the same row gets the same key at every
//! sweep and on whichever page it lands, and different rows get different ones. Rows of one page that are equal to the
//! letter are told apart by a number. No path is ever built from one.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::field::Field;
use crate::api::target::SYNTHETIC;
use crate::domain::text::Text;

/// The rows without a key that one answer held so far.
#[derive(Default)]
pub(crate) struct Twins(HashMap<u64, u32>);

impl Twins {
    /// The key that a row names, or one made up from the row, and then what is wrong with it.
    pub(crate) fn key_of(
        &mut self,
        id: Field<'_>,
        raw: &RawValue,
        problem: String,
    ) -> (String, Option<Text>) {
        match id.scalar() {
            Some(id) => (id.into_owned(), None),
            None => (self.key(raw.get()), Some(Text::new(problem))),
        }
    }

    /// The key of a raw row.
    pub(crate) fn key(&mut self, raw: &str) -> String {
        let hash = fnv1a(raw.as_bytes());
        let seen = self.0.entry(hash).or_default();
        *seen += 1;
        match *seen {
            1 => format!("{SYNTHETIC}{hash:016x}"),
            twin => format!("{SYNTHETIC}{hash:016x}-{twin}"),
        }
    }
}

/// FNV-1a, 64 bits: the same in every version of this program, unlike the standard library's hasher.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
