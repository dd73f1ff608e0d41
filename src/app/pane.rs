//! The panes: which there are, and which one has the screen.
//!
//! One pane is shown at a time. All of them go on reading what they need while another is shown.

use crate::app::action::Action;

/// A pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Orders with their production timeline.
    #[default]
    Orders,
    /// Quote baskets, lines and offers.
    Quotes,
    /// Jobs, writes and errors.
    Activity,
}

impl Pane {
    /// Every pane, from left to right.
    pub const ALL: [Self; 3] = [Self::Orders, Self::Quotes, Self::Activity];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Orders => "Orders",
            Self::Quotes => "Quotes",
            Self::Activity => "Activity",
        }
    }

    /// The action that shows it.
    pub fn action(self) -> Action {
        match self {
            Self::Orders => Action::Orders,
            Self::Quotes => Action::Quotes,
            Self::Activity => Action::Activity,
        }
    }
}
