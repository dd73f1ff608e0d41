//! The mark that ties what a create made to the intent that asked for it.
//!
//! Where a person gave no reference of their own, one of ours goes along: it is how reading back knows the basket or the
//! line again when the answer was lost. It follows from the moment, the write's number and a hash of what it says; two
//! copies of the program do not make the same one.

use chrono::{DateTime, Utc};

use super::{FieldValue, LineField, Write};
use crate::domain::journal::WriteId;
use crate::domain::text::Text;

/// What every mark begins with.
const PREFIX: &str = "cvg-";

/// Whether a reference is a mark of ours, and of no meaning to a person.
pub fn is_mark(reference: &Text) -> bool {
    let digits = |text: &str, count| {
        text.len() == count && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let mut parts = reference
        .wire()
        .strip_prefix(PREFIX)
        .unwrap_or_default()
        .split('-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(moment), Some(hash), None) => digits(moment, 16) && digits(hash, 16),
        _ => false,
    }
}

/// What the marks of the requests of a batch begin with; four characters behind it make a mark. `of` tells batches,
/// accounts and processes apart.
pub fn batch_mark(at: DateTime<Utc>, of: &str) -> String {
    let moment = at.format("%Y%m%dT%H%M%SZ");
    let of = format!("{}\n{of}", at.timestamp_micros());
    format!("{PREFIX}{moment}-{:012x}", fnv(of.as_bytes()) >> 16)
}

impl Write {
    /// The reference by which what it creates can be found again.
    pub fn reference(&self) -> Option<&Text> {
        match self {
            Self::CreateBasket(fields) => fields.external_id.as_ref(),
            Self::Qualify(asked) => asked.external_id.as_ref(),
            Self::AddLine(_, fields) => match fields.get(&LineField::ExternalId)? {
                FieldValue::Text(text) if !text.wire().is_empty() => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// Gives a create a mark if it has no reference. `salt` tells accounts and processes apart.
    pub fn plant_mark(&mut self, at: DateTime<Utc>, id: WriteId, salt: &str) {
        if self.reference().is_some() {
            return;
        }
        let moment = at.format("%Y%m%dT%H%M%SZ");
        let said = format!(
            "{salt}\n{}\n{}\n{}",
            at.timestamp_micros(),
            id.0,
            self.said()
        );
        let mark = Text::new(format!("{PREFIX}{moment}-{:016x}", fnv(said.as_bytes())));
        match self {
            Self::CreateBasket(fields) => fields.external_id = Some(mark),
            Self::Qualify(asked) => asked.external_id = Some(mark),
            Self::AddLine(_, fields) => {
                fields.insert(LineField::ExternalId, FieldValue::Text(mark));
            }
            _ => {}
        }
    }

    /// The same without a mark of ours: what a person asked for.
    pub(super) fn unmarked(&self) -> Self {
        let mut bare = self.clone();
        if self.reference().is_some_and(is_mark) {
            match &mut bare {
                Self::CreateBasket(fields) => fields.external_id = None,
                Self::Qualify(asked) => asked.external_id = None,
                Self::AddLine(_, fields) => {
                    fields.remove(&LineField::ExternalId);
                }
                _ => {}
            }
        }
        bare
    }
}

/// FNV-1a over 64 bits (public domain).
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::BasketId;
    use crate::domain::write::{BasketFields, LineFields, Qualify, Way};

    fn at() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000, 0).unwrap()
    }

    #[test]
    fn a_create_without_a_reference_gets_a_mark_of_its_own_and_its_target_stays_the_same() {
        let bare = Write::CreateBasket(BasketFields::default());
        let (mut one, mut two) = (bare.clone(), bare.clone());
        one.plant_mark(at(), WriteId(1), "me");
        two.plant_mark(at(), WriteId(2), "me");
        assert_ne!(one.reference(), two.reference());
        assert!(one.reference().is_some_and(is_mark), "{one:?}");
        assert_eq!(one.target(), bare.target());
        assert_eq!(one.target(), two.target());
        let planted = one.clone();
        one.plant_mark(at(), WriteId(3), "me");
        assert_eq!(one, planted, "once is enough");
    }

    #[test]
    fn an_eligibility_request_is_marked_too_and_is_the_same_over_either_call() {
        let asked = |way| {
            Write::Qualify(Qualify {
                way,
                external_id: None,
                project: None,
                sites: Vec::new(),
            })
        };
        let (mut slow, mut quick) = (asked(Way::Async), asked(Way::Sync));
        slow.plant_mark(at(), WriteId(1), "me");
        quick.plant_mark(at(), WriteId(2), "me");
        assert!(slow.reference().is_some_and(is_mark));
        assert_eq!(slow.target(), quick.target());
        assert_ne!(slow.path(), quick.path());
    }

    #[test]
    fn a_line_is_marked_like_a_basket_and_a_reference_of_a_person_stays() {
        let mut line = Write::AddLine(BasketId::new("b1"), LineFields::default());
        let target = line.target();
        line.plant_mark(at(), WriteId(1), "me");
        assert!(line.reference().is_some_and(is_mark));
        assert_eq!(line.target(), target);
        let theirs = BasketFields {
            external_id: Some(Text::new("cvg-2026 no mark")),
            project: None,
        };
        let mut basket = Write::CreateBasket(theirs.clone());
        basket.plant_mark(at(), WriteId(1), "me");
        assert_eq!(basket, Write::CreateBasket(theirs));
        assert!(!basket.reference().is_some_and(is_mark));
    }
}
