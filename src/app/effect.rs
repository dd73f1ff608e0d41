//! Everything the core may ask of the outside, as comparable data.

use crate::app::saved::Change;
use crate::domain::request::{Lane, Read, RequestId};

/// A job for the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the API.
    Submit {
        /// Recognises the answer.
        id: RequestId,
        /// What to ask.
        read: Read,
        /// Who waits for it.
        lane: Lane,
    },
    /// An answer is no longer wanted; it may come all the same.
    Cancel(RequestId),
    /// A person acted: try again at once after connection or login trouble.
    TryNow,
    /// Put a text where pasting finds it.
    Copy(String),
    /// Change the file of saved views.
    ChangeViews(Change),
    /// Draw every cell anew.
    Redraw,
    /// Hand the terminal back to the shell for a while.
    Suspend,
    /// End the program.
    Quit,
}
