//! Everything a key may ask for, by name.
//!
//! An action has a name (for configuration), a help line (for people) and a group (for the help screen). Bindings are
//! the keymap's.

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident, $name:literal, $group:ident, $help:literal;)*) => {
        /// Something a person can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = $help] $action,)*
        }

        impl Action {
            /// Every action, in the order of the help screen.
            pub const ALL: &'static [Self] = &[$(Self::$action,)*];

            /// Its name in configuration files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$action => $name,)* }
            }

            /// What it does, in one line.
            pub fn help(self) -> &'static str {
                match self { $(Self::$action => $help,)* }
            }

            /// Where the help screen lists it.
            pub fn group(self) -> Group {
                match self { $(Self::$action => Group::$group,)* }
            }
        }
    };
}

/// A part of the help screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// Finding rows.
    Find,
    /// Looking at one.
    Look,
    /// The program itself.
    App,
}

impl Group {
    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Find => "Find",
            Self::Look => "Look",
            Self::App => "App",
        }
    }
}

actions! {
    Down, "down", Move, "next row";
    Up, "up", Move, "previous row";
    First, "first", Move, "first row";
    Last, "last", Move, "last row";
    PageDown, "page_down", Move, "a page down";
    PageUp, "page_up", Move, "a page up";
    HalfPageDown, "half_page_down", Move, "half a page down";
    HalfPageUp, "half_page_up", Move, "half a page up";
    Enter, "enter", Move, "into the preview";
    Back, "back", Move, "back; at the top level asks to quit";
    PreviewDown, "preview_down", Move, "scroll the preview down from the list";
    PreviewUp, "preview_up", Move, "scroll the preview up from the list";
    Filter, "filter", Find, "edit the filter";
    ToggleFilter, "toggle_filter", Find, "filter off and on again";
    Mark, "mark", Find, "mark or unmark, and go down";
    UnmarkAll, "unmark_all", Find, "unmark all";
    Sort, "sort", Find, "sort by the next column";
    Reverse, "reverse", Find, "reverse the sort";
    RefreshRow, "refresh_row", Look, "read this row anew, or try again after trouble";
    Raw, "raw", Look, "the answers of the API as they came, and back";
    RefreshView, "refresh_view", Look, "read the whole list anew";
    Messages, "messages", App, "all messages";
    Help, "help", App, "keys and filter language; type to search";
    Redraw, "redraw", App, "draw the screen anew";
    Suspend, "suspend", App, "suspend; fg brings it back";
    Quit, "quit", App, "quit at once";
}
