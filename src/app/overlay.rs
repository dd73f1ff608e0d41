//! What lies over the panes: a menu, the messages, the question before quitting.

use crate::app::menu::Menu;

/// An overlay; it takes every key until it is closed.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A list to choose from.
    Menu(Menu),
    /// All messages.
    Messages {
        /// First line shown.
        scroll: usize,
    },
    /// Quit?
    ConfirmQuit,
}
