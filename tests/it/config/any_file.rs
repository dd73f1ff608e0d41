//! Whatever is written in the file, it is read or told without a panic and without a control character.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn is_read_or_told(
        cut in 0..TWO_PROFILES.len(),
        length in 0usize..40,
        put in "[\\PC\\x00-\\x1f=\\[\\]\"'\\\\]{0,12}",
    ) {
        let text = TWO_PROFILES;
        let (start, end) = (cut, (cut + length).min(text.len()));
        let mangled = format!("{}{put}{}", &text[..start], &text[end..]);
        if let Err(errors) = file::parse(&mangled, "config.toml") {
            prop_assert!(!errors.is_empty());
            let told = told(&errors);
            prop_assert!(told.chars().all(|c| c == '\n' || covage_tui::domain::text::is_drawable(c)), "{told:?}");
        }
    }
}
