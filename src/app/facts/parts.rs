//! A set of the parts an order is read in beyond its list row.

use crate::app::entities::orders::Part;

/// Some parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts(u8);

impl Parts {
    /// No part.
    pub const NONE: Self = Self(0);

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether a part is among them.
    pub fn has(self, part: Part) -> bool {
        self.0 & bit(part) != 0
    }

    /// These and those.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Each of them; the historic first, as the step is what people look for.
    pub fn iter(self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(move |part| self.has(*part))
    }
}

impl FromIterator<Part> for Parts {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        let parts = parts.into_iter();
        Self(parts.fold(0, |bits, part| bits | bit(part)))
    }
}

fn bit(part: Part) -> u8 {
    match part {
        Part::Detail => 1,
        Part::Historic => 2,
        Part::Documents => 4,
        Part::Requests => 8,
    }
}
