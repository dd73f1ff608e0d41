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

            /// The names of [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$($name,)*];

            /// The action of a name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.name() == name)
            }

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
    /// What wants a person.
    News,
    /// Finding rows.
    Find,
    /// Marking rows.
    Mark,
    /// Looking at one.
    Look,
    /// Taking something away.
    Take,
    /// Changing something at Covage.
    Write,
    /// The program itself.
    App,
}

impl Group {
    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::News => "What wants me",
            Self::Find => "Find",
            Self::Mark => "Mark",
            Self::Look => "Look",
            Self::Take => "Take away",
            Self::Write => "Write",
            Self::App => "App",
        }
    }
}

impl Action {
    /// Whether it asks for a change at Covage. `undo` also cancels, so it is not one; `files` lists what can be had first.
    pub fn is_write(self) -> bool {
        matches!(
            self,
            Self::Accept
                | Self::Decline
                | Self::BringBack
                | Self::New
                | Self::Edit
                | Self::ConfirmBasket
                | Self::Delete
                | Self::Export
        )
    }

    /// Whether it moves through what is shown and does nothing else.
    pub fn is_movement(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::First
                | Self::Last
                | Self::PageDown
                | Self::PageUp
                | Self::HalfPageDown
                | Self::HalfPageUp
                | Self::PreviewDown
                | Self::PreviewUp
        )
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
    NextPart, "next_part", Move, "to the next part of the screen";
    PreviousPart, "previous_part", Move, "to the previous part of the screen";
    NextTab, "next_tab", Move, "next tab of the preview";
    PreviousTab, "previous_tab", Move, "previous tab of the preview";
    PreviewDown, "preview_down", Move, "scroll the preview down from the list";
    PreviewUp, "preview_up", Move, "scroll the preview up from the list";
    ColumnsRight, "columns_right", Move, "scroll the columns to the right";
    ColumnsLeft, "columns_left", Move, "scroll the columns to the left";
    Orders, "orders", Move, "the Orders pane";
    Quotes, "quotes", Move, "the Quotes pane";
    Eligibility, "eligibility", Move, "the Eligibility pane: sites and what can be had there";
    Activity, "activity", Move, "the Activity pane: jobs, writes, errors";
    NextNews, "next_news", News, "next row that is new or changed";
    PreviousNews, "previous_news", News, "previous row that is new or changed";
    Filter, "filter", Find, "edit the filter; inside the raw answers, search them";
    ToggleFilter, "toggle_filter", Find, "filter off and on again";
    Views, "views", Find, "views: saved filters with their sort";
    SaveView, "save_view", Find, "save filter and sort as a view";
    Facets, "facets", Find, "values of the rows shown, with counts";
    Sort, "sort", Find, "sort by a column, and by a second one";
    Reverse, "reverse", Find, "reverse the sort";
    Columns, "columns", Find, "choose the columns";
    Flat, "flat", Find, "quote lines alone, or under their baskets";
    Palette, "palette", Find, "go to an order, a quote, a view or an action by typing";
    Mark, "mark", Mark, "mark or unmark, and go down";
    MarkRange, "mark_range", Mark, "begin a range of marks here, or end it";
    MarkAll, "mark_all", Mark, "mark every row the filter shows";
    UnmarkAll, "unmark_all", Mark, "unmark all";
    Jump, "jump", Look, "what belongs to this row";
    Raw, "raw", Look, "the answers of the API as they came, and back";
    Dates, "dates", Look, "ages or dates, in turn";
    RefreshRow, "refresh_row", Look, "read this row anew, or try again after trouble";
    RefreshView, "refresh_view", Look, "read what the filter is unsure of, else the whole list anew";
    Copy, "copy", Take, "copy the reference";
    CopyMenu, "copy_menu", Take, "copy something else: row, JSON, request";
    Export, "export", Take, "ask Covage for an export: CSV, PDF";
    Accept, "accept", Write, "accept this offer: creates an order";
    Decline, "decline", Write, "decline this offer, or the marked ones";
    BringBack, "bring_back", Write, "bring a declined offer back";
    Undo, "undo", Write, "cancel a waiting send, else bring the last decline back";
    New, "new", Write, "new: basket, quote line, eligibility request, request on an order";
    Edit, "edit", Write, "edit this basket or line";
    Files, "files", Write, "files: upload, download, delete";
    Hold, "hold", Write, "hold or resume a batch of sites";
    ConfirmBasket, "confirm_basket", Write, "send this basket to Covage for pricing";
    Delete, "delete", Write, "delete this quote line";
    Actions, "actions", App, "every action that is possible here";
    PreviewPlace, "preview_place", App, "preview right, below or off";
    Zoom, "zoom", App, "this part of the screen alone, and back";
    Messages, "messages", App, "all messages";
    Help, "help", App, "keys and filter language; type to search";
    Redraw, "redraw", App, "draw the screen anew";
    Suspend, "suspend", App, "suspend; fg brings it back";
    Quit, "quit", App, "quit at once";
}
