//! Views: filters with their sort, and columns if need be, under a name, built in or saved by a person.
//!
//! A built-in view keeps its digit for ever, a saved one has a letter; a view saved under a built-in name stands in its
//! place. Nothing is read or written here: the file of saved views comes in as [`Stored`] and is changed by
//! [`Change`]s that the runtime carries out. A view whose filter cannot be read, or asks for what comes later, is
//! listed and says why it cannot be opened.

mod builtin;
mod counting;
mod name;
mod sort;
mod tally;

use std::iter;

use crate::app::columns::Column;
use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
use crate::app::index::Sort;
use crate::app::query::{Now, Query};

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
    /// How rows are sorted.
    pub sort: Sort,
    /// Which columns are shown, the reference first; those in force, where it says nothing.
    pub columns: Option<Vec<Column>>,
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
    /// Deletes the view of this name.
    Remove(String),
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
    query: Result<Query<OrderField>, String>,
    tally: Tally,
}

impl Entry {
    fn new(key: Option<char>, view: View, origin: Origin, now: &Now<'_>) -> Self {
        Self {
            key,
            query: read(&view, now),
            view,
            origin,
            tally: Tally::default(),
        }
    }

    /// Why it cannot be opened.
    pub fn off(&self) -> Option<&str> {
        self.query.as_ref().err().map(String::as_str)
    }

    /// How many rows it holds; not before all were judged.
    pub fn seen(&self) -> Option<Seen> {
        self.tally.seen()
    }
}

fn read(view: &View, now: &Now<'_>) -> Result<Query<OrderField>, String> {
    Query::parse(&view.filter, &ORDER_SCHEMA, now).map_err(|error| error.message)
}

/// All views: the built-in ones, then the saved ones.
#[derive(Clone, Debug)]
pub struct Views {
    entries: Vec<Entry>,
    saved: Vec<Saved>,
    /// Name of the view that was opened last.
    current: Option<String>,
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
            current: None,
            is_counting: false,
        };
        views.list(now);
        views
    }

    /// Every view, as it is listed.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The view of a name, whatever its case and accents.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.place(name).and_then(|place| self.entries.get(place))
    }

    /// Where the view of a name is listed.
    pub fn place(&self, name: &str) -> Option<usize> {
        let is_it = |entry: &Entry| is_same(&entry.view.name, name);
        self.entries.iter().position(is_it)
    }

    /// The view that was opened last.
    pub fn current(&self) -> Option<&Entry> {
        self.find(self.current.as_deref()?)
    }

    pub(crate) fn set_current(&mut self, name: Option<String>) {
        self.current = name;
    }

    /// Whether a file holds the saved view of a name.
    pub(crate) fn is_stored(&self, name: &str) -> bool {
        let is_it = |saved: &&Saved| is_same(&saved.view.name, name);
        self.saved.iter().find(is_it).is_some_and(|it| it.is_stored)
    }

    /// Takes a view in before a file holds it.
    pub(crate) fn put(&mut self, view: View, now: &Now<'_>) {
        let saved = Saved {
            view,
            is_stored: false,
        };
        let is_it = |other: &&mut Saved| is_same(&other.view.name, &saved.view.name);
        match self.saved.iter_mut().find(is_it) {
            Some(known) => *known = saved,
            None => self.saved.push(saved),
        }
        self.list(now);
    }

    /// Drops a saved view; a built-in one of the name comes back.
    pub(crate) fn remove(&mut self, name: &str, now: &Now<'_>) {
        self.saved.retain(|saved| !is_same(&saved.view.name, name));
        self.list(now);
    }

    /// The file holds `stored` now. What it could not be made to hold stays until the program ends.
    pub(crate) fn set_stored(&mut self, stored: Vec<View>, now: &Now<'_>) {
        let was = std::mem::take(&mut self.saved);
        self.saved = stored.into_iter().map(Saved::stored).collect();
        let is_known =
            |saved: &[Saved], name: &str| saved.iter().any(|it| is_same(&it.view.name, name));
        for saved in was.into_iter().filter(|saved| !saved.is_stored) {
            if !is_known(&self.saved, &saved.view.name) {
                self.saved.push(saved);
            }
        }
        self.list(now);
    }

    /// Reads every filter anew: the day changed.
    pub(crate) fn reread(&mut self, now: &Now<'_>) {
        for entry in &mut self.entries {
            entry.query = read(&entry.view, now);
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
        let saved = |name: &str| {
            let is_it = |saved: &&Saved| is_same(&saved.view.name, name);
            self.saved.iter().find(is_it).map(|saved| &saved.view)
        };
        let builtin = builtin::all();
        let mut entries: Vec<_> = builtin
            .iter()
            .map(|(digit, view)| match saved(&view.name) {
                Some(own) => entry(Some(*digit), own, Origin::Replaced),
                None => entry(Some(*digit), view, Origin::BuiltIn),
            })
            .collect();
        let is_own = |saved: &&Saved| {
            let name = &saved.view.name;
            !builtin.iter().any(|(_, view)| is_same(&view.name, name))
        };
        let keys = LETTERS.chars().map(Some).chain(iter::repeat(None));
        let own = self.saved.iter().filter(is_own).zip(keys);
        entries.extend(own.map(|(saved, key)| entry(key, &saved.view, Origin::Saved)));
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
