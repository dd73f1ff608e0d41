//! Views: filters with their sort, and columns if need be, under a name, built in or saved by a person.
//!
//! A view is of one pane, and known by that and its name: two panes may each have one of the same name. A built-in view
//! keeps its digit for ever, a saved one has a letter; a view saved under a built-in name of its pane stands in its place. Nothing is read or written here: the file of saved views comes in as [`Stored`] and is changed by
//! [`Change`]s that the runtime carries out. A view whose filter cannot be read, or asks for what comes later, is
//! listed and says why it cannot be opened.

mod acts;
mod builtin;
mod counting;
mod name;
mod sort;
mod tally;

use std::iter;

use crate::app::columns::Column;
use crate::app::facts::eligibility::{ELIGIBILITY_SCHEMA, EligibilityField};
use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
use crate::app::facts::quotes::{QUOTE_SCHEMA, QuoteField};
use crate::app::index::Sort;
use crate::app::pane::Pane;
use crate::app::query::{Now, Query, QueryError};
use crate::app::views::eligibility::columns::EligibilitySort;
use crate::app::views::quotes::columns::QuoteSort;

pub use name::{LONGEST, NameProblem, checked, is_same};
pub use sort::{SortProblem, sort_of, words_of};
pub use tally::{SLICE_EVERY, Seen};

use tally::Tally;

/// Keys of saved views, in their order. Left out is what moves through a menu or closes it.
const LETTERS: &str = "abcdefghilmnoprstuvwxyz";

/// A filter with its sort, and columns if need be, under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// The filter, as it is typed.
    pub filter: String,
    /// What it lists, and how.
    pub rows: Rows,
}

/// What a view lists, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Orders.
    Orders {
        /// How they are sorted.
        sort: Sort,
        /// Which columns are shown, the reference first; those in force, where it says nothing.
        columns: Option<Vec<Column>>,
    },
    /// Quote lines.
    Quotes {
        /// How they are sorted.
        sort: QuoteSort,
    },
    /// Eligibility requests, or their sites.
    Eligibility {
        /// How they are sorted.
        sort: EligibilitySort,
    },
}

impl View {
    /// A view of orders, in whatever columns are in force.
    pub fn of_orders(name: impl Into<String>, filter: impl Into<String>, sort: Sort) -> Self {
        let columns = None;
        Self {
            name: name.into(),
            filter: filter.into(),
            rows: Rows::Orders { sort, columns },
        }
    }

    /// A view of quote lines.
    pub fn of_quotes(name: impl Into<String>, filter: impl Into<String>, sort: QuoteSort) -> Self {
        Self {
            name: name.into(),
            filter: filter.into(),
            rows: Rows::Quotes { sort },
        }
    }

    /// A view of eligibility requests and sites.
    pub fn of_eligibility(
        name: impl Into<String>,
        filter: impl Into<String>,
        sort: EligibilitySort,
    ) -> Self {
        Self {
            name: name.into(),
            filter: filter.into(),
            rows: Rows::Eligibility { sort },
        }
    }

    /// With columns, where its pane has a choice of them.
    #[must_use]
    pub fn in_columns(mut self, wanted: Option<Vec<Column>>) -> Self {
        if let Rows::Orders { columns, .. } = &mut self.rows {
            *columns = wanted;
        }
        self
    }

    /// The pane it is of.
    pub fn pane(&self) -> Pane {
        match self.rows {
            Rows::Orders { .. } => Pane::Orders,
            Rows::Quotes { .. } => Pane::Quotes,
            Rows::Eligibility { .. } => Pane::Eligibility,
        }
    }

    /// Which columns are shown; those in force, where it says nothing.
    pub fn columns(&self) -> Option<&[Column]> {
        match &self.rows {
            Rows::Orders { columns, .. } => columns.as_deref(),
            Rows::Quotes { .. } | Rows::Eligibility { .. } => None,
        }
    }

    /// How its rows are sorted, as the screen says it: `slack ↑`.
    pub fn sorted_by(&self) -> String {
        match &self.rows {
            Rows::Orders { sort, .. } => sort.to_string(),
            Rows::Quotes { sort } => sort.to_string(),
            Rows::Eligibility { sort } => sort.to_string(),
        }
    }

    /// The same as files write it.
    pub fn sort_words(&self) -> Vec<String> {
        match &self.rows {
            Rows::Orders { sort, .. } => words_of(*sort),
            Rows::Quotes { sort } => words_of(*sort),
            Rows::Eligibility { sort } => words_of(*sort),
        }
    }

    fn is_called(&self, pane: Pane, name: &str) -> bool {
        self.pane() == pane && is_same(&self.name, name)
    }

    fn asked(&self, now: &Now<'_>) -> Result<Asked, QueryError> {
        Ok(match self.rows {
            Rows::Orders { .. } => Asked::Orders(Query::parse(&self.filter, &ORDER_SCHEMA, now)?),
            Rows::Quotes { .. } => Asked::Quotes(Query::parse(&self.filter, &QUOTE_SCHEMA, now)?),
            Rows::Eligibility { .. } => {
                Asked::Eligibility(Query::parse(&self.filter, &ELIGIBILITY_SCHEMA, now)?)
            }
        })
    }
}

/// The filter of a view, read.
#[derive(Clone, Debug)]
enum Asked {
    Orders(Query<OrderField>),
    Quotes(Query<QuoteField>),
    Eligibility(Query<EligibilityField>),
}

impl Asked {
    fn is_timely(&self) -> bool {
        match self {
            Self::Orders(query) => query.is_timely(),
            Self::Quotes(query) => query.is_timely(),
            Self::Eligibility(query) => query.is_timely(),
        }
    }

    /// Whether it asks what is marked, or was looked at.
    fn asks_flags(&self) -> bool {
        match self {
            Self::Orders(query) => query.asks(|field| field == OrderField::Is),
            Self::Quotes(query) => query.asks(|field| field == QuoteField::Is),
            Self::Eligibility(query) => query.asks(|field| field == EligibilityField::Is),
        }
    }
}

/// What the file of saved views held at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// The views, in the order of the file.
    pub views: Vec<View>,
    /// What is wrong with it; each safe for one line.
    pub trouble: Vec<String>,
}

/// A change of the saved views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Saves a view, in place of the one of the same name.
    Put(View),
    /// Deletes the view of this name and pane.
    Remove(Pane, String),
}

/// Where a view comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is built in.
    BuiltIn,
    /// A person saved it.
    Saved,
    /// A person saved it in place of a built-in one.
    Replaced,
}

/// A view as it is listed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key that opens it in the menu; the letters may run out.
    pub key: Option<char>,
    /// The view.
    pub view: View,
    /// Where it comes from.
    pub origin: Origin,
    asked: Result<Asked, String>,
    tally: Tally,
}

impl Entry {
    fn new(key: Option<char>, view: View, origin: Origin, now: &Now<'_>) -> Self {
        Self {
            key,
            asked: read(&view, now),
            view,
            origin,
            tally: Tally::default(),
        }
    }

    /// Why it cannot be opened.
    pub fn off(&self) -> Option<&str> {
        self.asked.as_ref().err().map(String::as_str)
    }

    /// How many rows it holds; not before all were judged.
    pub fn seen(&self) -> Option<Seen> {
        self.tally.seen()
    }
}

fn read(view: &View, now: &Now<'_>) -> Result<Asked, String> {
    view.asked(now).map_err(|error| error.message)
}

/// All views: pane by pane the built-in ones, then the saved ones.
#[derive(Clone, Debug, Default)]
pub struct Views {
    entries: Vec<Entry>,
    saved: Vec<Saved>,
    /// Panes and names of the views that were opened last, one a pane.
    current: Vec<(Pane, String)>,
    is_counting: bool,
}

#[derive(Clone, Debug)]
struct Saved {
    view: View,
    /// Whether the file holds it; it may not be writable.
    is_stored: bool,
}

impl Views {
    /// The built-in views and those of the file.
    pub fn new(stored: Vec<View>, now: &Now<'_>) -> Self {
        let mut views = Self {
            entries: Vec::new(),
            saved: stored.into_iter().map(Saved::stored).collect(),
            current: Vec::new(),
            is_counting: false,
        };
        views.list(now);
        views
    }

    /// Every view of every pane.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The views that a pane lists, each with its place among all: its own, and in Orders the one of quotes that wait for
    /// an answer, on the digit that it has there too.
    pub fn listed(&self, pane: Pane) -> Vec<(usize, &Entry)> {
        let entries = self.entries.iter().enumerate();
        let is_lent = |entry: &Entry| {
            pane == Pane::Orders
                && entry.view.pane() == Pane::Quotes
                && entry.key == Some(builtin::READY)
        };
        let mut listed: Vec<_> = entries
            .filter(|(_, entry)| entry.view.pane() == pane || is_lent(entry))
            .collect();
        // Digits in their order; letters, which follow, stay as they are.
        listed.sort_by_key(|(_, entry)| entry.key.filter(char::is_ascii_digit).unwrap_or('a'));
        listed
    }

    /// The view of a name, whatever its case and accents; where panes have one each, that of the first pane.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        let mut entries = self.entries.iter();
        entries.find(|entry| is_same(&entry.view.name, name))
    }

    /// The view of a name in a pane.
    pub fn find_in(&self, pane: Pane, name: &str) -> Option<&Entry> {
        let mut entries = self.entries.iter();
        entries.find(|entry| entry.view.is_called(pane, name))
    }

    /// The view that was opened last in a pane.
    pub fn current(&self, pane: Pane) -> Option<&Entry> {
        let (_, name) = self.current.iter().find(|(of, _)| *of == pane)?;
        self.find_in(pane, name)
    }

    /// A view of a pane was opened, or is left.
    pub(crate) fn set_current(&mut self, pane: Pane, name: Option<String>) {
        self.current.retain(|(of, _)| *of != pane);
        self.current.extend(name.map(|name| (pane, name)));
    }

    /// Whether a file holds the saved view of a name.
    pub(crate) fn is_stored(&self, pane: Pane, name: &str) -> bool {
        let is_it = |saved: &&Saved| saved.view.is_called(pane, name);
        self.saved.iter().find(is_it).is_some_and(|it| it.is_stored)
    }

    /// Takes a view in before a file holds it.
    pub(crate) fn put(&mut self, view: View, now: &Now<'_>) {
        let saved = Saved {
            view,
            is_stored: false,
        };
        let (pane, name) = (saved.view.pane(), saved.view.name.clone());
        let is_it = |other: &&mut Saved| other.view.is_called(pane, &name);
        match self.saved.iter_mut().find(is_it) {
            Some(known) => *known = saved,
            None => self.saved.push(saved),
        }
        self.list(now);
    }

    /// Drops a saved view; a built-in one of the name comes back.
    pub(crate) fn remove(&mut self, pane: Pane, name: &str, now: &Now<'_>) {
        self.saved.retain(|saved| !saved.view.is_called(pane, name));
        self.list(now);
    }

    /// The file holds `stored` now. What it could not be made to hold stays until the program ends.
    pub(crate) fn set_stored(&mut self, stored: Vec<View>, now: &Now<'_>) {
        let was = std::mem::take(&mut self.saved);
        self.saved = stored.into_iter().map(Saved::stored).collect();
        for own in was.into_iter().filter(|saved| !saved.is_stored) {
            let (pane, name) = (own.view.pane(), own.view.name.as_str());
            if !self.saved.iter().any(|it| it.view.is_called(pane, name)) {
                self.saved.push(own);
            }
        }
        self.list(now);
    }

    /// Reads every filter anew: the day changed.
    pub(crate) fn reread(&mut self, now: &Now<'_>) {
        for entry in &mut self.entries {
            entry.asked = read(&entry.view, now);
            entry.tally.judge_anew();
        }
    }

    fn list(&mut self, now: &Now<'_>) {
        let mut known = std::mem::take(&mut self.entries);
        let mut entry = |key, view: &View, origin| {
            let is_it = |entry: &Entry| entry.view == *view;
            match known.iter().position(is_it) {
                // What was counted of it still holds.
                Some(place) => Entry {
                    key,
                    origin,
                    ..known.swap_remove(place)
                },
                None => Entry::new(key, view.clone(), origin, now),
            }
        };
        let builtin = builtin::all();
        let mut entries = Vec::new();
        for pane in Pane::ALL {
            let of_program = || builtin.iter().filter(|(_, view)| view.pane() == pane);
            let saved = || self.saved.iter().filter(|it| it.view.pane() == pane);
            for (digit, view) in of_program() {
                let own = saved().find(|it| is_same(&it.view.name, &view.name));
                entries.push(match own {
                    Some(own) => entry(Some(*digit), &own.view, Origin::Replaced),
                    None => entry(Some(*digit), view, Origin::BuiltIn),
                });
            }
            let is_own = |it: &&Saved| {
                let name = &it.view.name;
                !of_program().any(|(_, view)| is_same(&view.name, name))
            };
            let keys = LETTERS.chars().map(Some).chain(iter::repeat(None));
            let own = saved().filter(is_own).zip(keys);
            entries.extend(own.map(|(it, key)| entry(key, &it.view, Origin::Saved)));
        }
        self.entries = entries;
    }
}

impl Saved {
    fn stored(view: View) -> Self {
        Self {
            view,
            is_stored: true,
        }
    }
}

#[cfg(test)]
mod tests;
