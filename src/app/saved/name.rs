//! What a view may be called.

use crate::domain::fold::fold;
use crate::domain::text::is_drawable;

/// Letters of the longest name.
pub const LONGEST: usize = 24;

/// Why a name will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// It has no letter.
    #[error("a view needs a name")]
    Empty,
    /// It is longer than [`LONGEST`].
    #[error("a name has {LONGEST} letters at most")]
    TooLong,
    /// It holds something that cannot be drawn.
    #[error("a name is letters, digits and signs in one line")]
    Undrawable,
}

/// The name without blanks around it, if it will do.
///
/// # Errors
/// [`NameProblem`].
pub fn checked(name: &str) -> Result<&str, NameProblem> {
    let name = name.trim();
    if name.is_empty() {
        Err(NameProblem::Empty)
    } else if !name.chars().all(is_drawable) {
        Err(NameProblem::Undrawable)
    } else if name.chars().count() > LONGEST {
        Err(NameProblem::TooLong)
    } else {
        Ok(name)
    }
}

/// Whether two names mean one view: case, accents and blanks around do not count.
pub fn is_same(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line_that_can_be_drawn() {
        assert_eq!(checked("  Lyon, à voir "), Ok("Lyon, à voir"));
        assert_eq!(checked(" \t "), Err(NameProblem::Empty));
        assert_eq!(checked("a\nb"), Err(NameProblem::Undrawable));
        assert_eq!(checked("a\u{202e}b"), Err(NameProblem::Undrawable));
        assert_eq!(checked(&"é".repeat(24)), Ok("é".repeat(24).as_str()));
        assert_eq!(checked(&"é".repeat(25)), Err(NameProblem::TooLong));
        assert!(is_same("Été ", "ETE") && !is_same("Été", "Eté 2"));
    }
}
