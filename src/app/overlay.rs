//! What lies over the panes: a menu, a line to type, a question, the messages.

use crate::app::batch::BatchNumber;
use crate::app::dialog::Dialog;
use crate::app::form::Form;
use crate::app::jobs::path::PathPrompt;
use crate::app::menu::Menu;
use crate::app::pane::Pane;
use crate::app::prompt::Prompt;
use crate::app::saved::View;
use crate::app::views::activity::Settling;
use crate::app::views::orders::reading::Price;

/// An overlay; it takes every key until it is closed.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A list to choose from.
    Menu(Menu),
    /// The name of the view that is to be saved.
    SaveView(Prompt),
    /// Something that `y` does and every other key does not.
    Question(Question),
    /// A write that waits to be confirmed.
    Dialog(Box<Dialog>),
    /// Fields to fill in.
    Form(Box<Form>),
    /// The path of a file to send.
    Path(Box<PathPrompt>),
    /// A write of unknown outcome that a person settles.
    Settle(Box<Settling>),
    /// All messages.
    Messages {
        /// First line shown.
        scroll: usize,
    },
    /// Quit?
    ConfirmQuit,
}

/// What is asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// May this view take the place of the one of its name?
    ReplaceView(View),
    /// May the saved view of this pane and name go?
    DeleteView(Pane, String),
    /// May this batch be cancelled?
    CancelBatch(BatchNumber),
    /// May so much be read?
    Read(Price),
}
