//! The list of a field that is chosen from: searched by a few letters, read while a person looks at it.
//!
//! What may be any text can be chosen as it was typed; what has to be a phrase of the list cannot (G17).

use std::borrow::Cow;

use tui_input::Input;

use crate::app::keymap::{Chord, Key};
use crate::app::loadable::{Attempt, Loadable};
use crate::app::typing::{paste_into, type_into};
use crate::domain::text::Text;

use super::field::{Choices, Entry, Field, Source};
use super::fuzzy::Sought;
use super::lists::{Choice, Lists};

/// An open list.
#[derive(Clone, Debug)]
pub struct Chooser {
    search: Input,
    items: Vec<Item>,
    /// Choices there are in all.
    total: usize,
    cursor: usize,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What choosing it means.
    pub pick: Pick,
    /// What else is known of it.
    pub label: Option<Text>,
    /// Whether it is in the field.
    pub is_chosen: bool,
    /// Whether it is said to be over.
    pub is_over: bool,
}

/// What choosing an item means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// This value.
    Value(Text),
    /// What was typed, as it is.
    Typed(Text),
    /// The list is to be read anew.
    Read,
}

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// Nothing that concerns the field.
    Nothing,
    /// The list is to be closed.
    Close,
    /// This was chosen.
    Picked(Pick),
    /// Other items are to be listed.
    Search,
}

impl Chooser {
    /// The list of a field, searched for `search` at first.
    pub(super) fn open(field: &Field, lists: &Lists, search: &str) -> Self {
        let mut chooser = Self {
            search: Input::default(),
            items: Vec::new(),
            total: 0,
            cursor: 0,
        };
        paste_into(&mut chooser.search, search);
        chooser.list(field, lists);
        let chosen = chooser.items.iter().position(|item| item.is_chosen);
        if search.is_empty() {
            chooser.cursor = chosen.unwrap_or(0);
        }
        chooser
    }

    /// What is searched for.
    pub fn search(&self) -> &str {
        self.search.value()
    }

    /// Where the caret stands in it, in characters.
    pub fn caret(&self) -> usize {
        self.search.cursor()
    }

    /// Its lines.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Choices found, and there are in all.
    pub fn count(&self) -> (usize, usize) {
        let is_value = |item: &&Item| matches!(item.pick, Pick::Value(_));
        (self.items.iter().filter(is_value).count(), self.total)
    }

    /// The line under the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// First line shown when `height` fit.
    pub fn top(&self, height: usize) -> usize {
        super::top(self.cursor, self.items.len(), height)
    }

    /// Lists the items anew; the cursor stays on what it is on.
    pub(super) fn list(&mut self, field: &Field, lists: &Lists) {
        let under = self.items.get(self.cursor).map(|item| item.pick.clone());
        let Some(choices) = &field.choices else {
            return;
        };
        let chosen = chosen(field);
        let all = all(choices, &chosen, lists);
        self.total = all.len();
        let sought = Sought::new(self.search());
        let mut found: Vec<_> = all
            .iter()
            .filter_map(|choice| Some((rank(&sought, choice)?, choice)))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        self.items = found
            .into_iter()
            .map(|(_, choice)| Item {
                pick: Pick::Value(choice.value.clone()),
                label: choice.label.clone(),
                is_chosen: chosen.contains(&choice.value),
                is_over: choice.is_over,
            })
            .collect();
        let typed = Text::new(self.search().trim());
        let is_there = all.iter().any(|choice| choice.value == typed);
        if choices.is_free && !typed.wire().is_empty() && !is_there {
            self.items.push(Item::bare(Pick::Typed(typed)));
        }
        if let Source::List(list) = choices.from
            && lists.get(list).is_some_and(|list| !list.is_loading())
        {
            self.items.push(Item::bare(Pick::Read));
        }
        let again = under.and_then(|under| self.items.iter().position(|item| item.pick == under));
        self.cursor = again
            .unwrap_or(self.cursor)
            .min(self.items.len().saturating_sub(1));
    }

    /// Takes a key.
    pub(super) fn key(&mut self, chord: Chord) -> Done {
        let last = self.items.len().saturating_sub(1);
        match chord {
            Chord { is_ctrl: true, .. } => {}
            Chord {
                key: Key::Esc | Key::Tab | Key::BackTab,
                ..
            } => return Done::Close,
            Chord {
                key: Key::Enter, ..
            } => {
                let picked = self.items.get(self.cursor).map(|item| item.pick.clone());
                return picked.map_or(Done::Nothing, Done::Picked);
            }
            Chord { key: Key::Down, .. } => {
                self.cursor = (self.cursor + 1).min(last);
                return Done::Nothing;
            }
            Chord { key: Key::Up, .. } => {
                self.cursor = self.cursor.saturating_sub(1);
                return Done::Nothing;
            }
            Chord {
                key: Key::PageDown | Key::End,
                ..
            } => {
                self.cursor = last;
                return Done::Nothing;
            }
            Chord {
                key: Key::PageUp | Key::Home,
                ..
            } => {
                self.cursor = 0;
                return Done::Nothing;
            }
            _ => {}
        }
        match type_into(&mut self.search, chord) {
            Some(true) => self.searched(),
            _ => Done::Nothing,
        }
    }

    /// Takes pasted text.
    pub(super) fn paste(&mut self, text: &str) {
        paste_into(&mut self.search, text);
        self.searched();
    }

    /// Something was taken into a field of several: what was searched for is done with.
    pub(super) fn search_anew(&mut self, field: &Field, lists: &Lists) {
        self.search.reset();
        self.list(field, lists);
    }

    /// What was found best stands first.
    fn searched(&mut self) -> Done {
        self.cursor = 0;
        self.items.clear();
        Done::Search
    }
}

impl Item {
    fn bare(pick: Pick) -> Self {
        Self {
            pick,
            label: None,
            is_chosen: false,
            is_over: false,
        }
    }
}

/// What is in a field.
fn chosen(field: &Field) -> Vec<Text> {
    match &field.entry {
        Entry::Chosen(text) if !text.wire().is_empty() => vec![text.clone()],
        Entry::Keys(keys) => keys.clone(),
        _ => Vec::new(),
    }
}

/// All there is to choose: the list, and what is in the field without being in the list.
fn all<'a>(choices: &'a Choices, chosen: &[Text], lists: &'a Lists) -> Vec<Cow<'a, Choice>> {
    let listed = match &choices.from {
        Source::List(list) => lists.get(*list).and_then(Loadable::value),
        Source::Known(known) => Some(known),
    };
    let listed = listed.map_or(&[][..], Vec::as_slice);
    let is_listed = |value: &&Text| listed.iter().any(|choice| choice.value == **value);
    let others = chosen.iter().filter(|value| !is_listed(value));
    let others = others.map(|value| Cow::Owned(Choice::plain(value.clone())));
    others.chain(listed.iter().map(Cow::Borrowed)).collect()
}

fn rank(sought: &Sought, choice: &Choice) -> Option<usize> {
    let label = choice.label.as_ref().map_or("", Text::line);
    let alone = sought.rank(choice.value.line());
    // Words may stand in either.
    let together = || sought.rank(&format!("{} {label}", choice.value.line()));
    alone.or_else(together)
}

/// How a list stands, for people: `read 3h ago` is left to whoever draws it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing to read.
    Known,
    /// It is being read; whether there is an older one.
    Reading(bool),
    /// It could not be read; why, and whether there is an older one.
    Failed(String, bool),
    /// It was read at this moment.
    Read(chrono::DateTime<chrono::Utc>),
}

impl Lists {
    /// How the list of a field stands.
    pub fn standing(&self, choices: &Choices) -> Standing {
        let Source::List(list) = choices.from else {
            return Standing::Known;
        };
        let Some(list) = self.get(list) else {
            return Standing::Reading(false);
        };
        let has_value = list.value().is_some();
        match (list.attempt(), list.read_at()) {
            (Attempt::Loading, _) => Standing::Reading(has_value),
            (Attempt::Failed(failure, _), _) => Standing::Failed(failure.line(), has_value),
            (Attempt::Idle, Some(at)) => Standing::Read(at),
            (Attempt::Idle, None) => {
                Standing::Failed("the reading was broken off".to_owned(), false)
            }
        }
    }
}
