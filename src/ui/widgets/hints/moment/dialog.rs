//! Hints of the dialog before a write. What confirms is never a click.

use super::super::Hint;
use super::{ENTER, ESC, TAB};
use crate::app::batch::Asked;
use crate::app::dialog::{Dialog, How, Kind, Page};
use crate::ui::glyphs::Glyphs;

/// What is said of it, and what is said last and always.
pub(super) fn hints(dialog: &Dialog, glyphs: &Glyphs) -> (Vec<Hint>, Vec<Hint>) {
    if dialog.is_writing() {
        let hints = vec![Hint::say("type", "the comment"), Hint::key(ENTER, "done")];
        return (hints, Vec::new());
    }
    let cancel = vec![Hint::key(ESC, "cancel")];
    if dialog.page == Page::Request {
        let hints = vec![Hint::key(TAB, "back"), Hint::say(glyphs.up_down, "scroll")];
        return (hints, cancel);
    }
    let mut hints = match &dialog.confirm.how {
        How::Ending(_) => vec![Hint::say("type the end, Enter", "confirm")],
        How::Yes => vec![Hint::say(&dialog.yes.to_string(), "confirm")],
    };
    match &dialog.kind {
        Kind::Accept(accept) if accept.choices() > 1 => {
            hints.push(Hint::say(glyphs.up_down, "other offer"));
        }
        Kind::Decline(_) => hints.push(Hint::letters(&['c'], "comment")),
        Kind::Batch(Asked::New(_)) => {
            hints.push(Hint::say("1-9", "families"));
            hints.push(Hint::letters(&['p'], "prices"));
        }
        _ => {}
    }
    hints.push(Hint::key(TAB, "exact request"));
    (hints, cancel)
}
