//! Whatever is written in the file, it is read or told without a panic and without a control character.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn is_read_or_told(
        cut in 0..command::EXAMPLE.len(),
        length in 0usize..40,
        put in "[\\PC\\x00-\\x1f=\\[\\]\"'\\\\]{0,12}",
    ) {
        let text = command::EXAMPLE.replace("\n# ", "\n").replace("\n#! ", "\n");
        let (start, end) = (cut.min(text.len()), (cut + length).min(text.len()));
        let mangled = format!("{}{put}{}", &text[..start], &text[end..]);
        if let Err(errors) = file::parse(&mangled, "config.toml") {
            prop_assert!(!errors.is_empty());
            let told = told(&errors);
            prop_assert!(told.chars().all(|c| c == '\n' || covage_tui::domain::text::is_drawable(c)), "{told:?}");
        }
    }
}
