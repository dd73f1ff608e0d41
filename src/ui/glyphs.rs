//! The few characters that are not letters: drawn in a UTF-8 locale, with plain ASCII to fall back on.
//!
//! Of the characters whose width terminals disagree on, only box lines and the timeline's marks are used.

/// A set of characters.
#[derive(Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what each is for")]
pub struct Glyphs {
    pub is_ascii: bool,
    pub horizontal: &'static str,
    pub vertical: &'static str,
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
    pub tee_down: &'static str,
    pub done: &'static str,
    pub live: &'static str,
    pub to_come: &'static str,
    pub skipped: &'static str,
    pub link: &'static str,
    pub cut: &'static str,
    pub ascending: &'static str,
    pub descending: &'static str,
    pub dot: &'static str,
    pub up_down: &'static str,
    pub times: &'static str,
    pub full: &'static str,
    pub empty: &'static str,
}

impl Glyphs {
    /// For a UTF-8 locale.
    pub const UNICODE: &'static Self = &Self {
        is_ascii: false,
        horizontal: "─",
        vertical: "│",
        top_left: "┌",
        top_right: "┐",
        bottom_left: "└",
        bottom_right: "┘",
        tee_down: "┬",
        done: "●",
        live: "◉",
        to_come: "○",
        skipped: "-",
        link: "│",
        cut: "…",
        ascending: "↑",
        descending: "↓",
        dot: "·",
        up_down: "↑↓",
        times: "×",
        full: "━",
        empty: "─",
    };

    /// For every other terminal: no byte above 0x7F.
    pub const ASCII: &'static Self = &Self {
        is_ascii: true,
        horizontal: "-",
        vertical: "|",
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        tee_down: "+",
        done: "x",
        live: ">",
        to_come: ".",
        skipped: "-",
        link: "|",
        cut: ".",
        ascending: "^",
        descending: "v",
        dot: "-",
        up_down: "Up/Down",
        times: "x",
        full: "#",
        empty: "-",
    };
}
