//! The code lists that forms choose from, read when a person opens one and kept for a day.
//!
//! A list that could not be read anew stays as it was. Codes and phrases are kept as they came and go back unchanged (G17).

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;

use crate::app::effect::Effect;
use crate::app::loadable::{Loadable, Slot};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::eligibility::Category;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::referential::{BusinessCode, Project};
use crate::domain::request::{Cursor, Lane, Page, Read, Reply, RequestId};
use crate::domain::text::Text;

/// How long a list is good for.
const GOOD_FOR: TimeDelta = TimeDelta::hours(24);
/// Pages read at most (G4).
const MAX_PAGES: u32 = 50;

/// A referential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the contract's")]
pub enum List {
    SiteConnections,
    Projects,
    BusinessCodes,
    TerminateReasons,
    ChangeReasons,
    Families,
}

impl List {
    fn read(self, page: Cursor) -> Read {
        match self {
            Self::SiteConnections => Read::SiteConnections,
            Self::Projects => Read::Projects(page),
            Self::BusinessCodes => Read::BusinessCodes(page),
            Self::TerminateReasons => Read::TerminateReasons,
            Self::ChangeReasons => Read::ChangeReasons,
            Self::Families => Read::Categories,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::SiteConnections => "kinds of site",
            Self::Projects => "projects",
            Self::BusinessCodes => "business codes",
            Self::TerminateReasons => "reasons for a termination",
            Self::ChangeReasons => "reasons for a change",
            Self::Families => "offer families",
        }
    }
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: Text,
    /// What else is known of it.
    pub label: Option<Text>,
    /// Whether it is said to be over.
    pub is_over: bool,
}

impl Choice {
    /// A value and no more.
    pub fn plain(value: Text) -> Self {
        Self {
            value,
            label: None,
            is_over: false,
        }
    }
}

/// The lists, as far as they were read.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    lists: HashMap<List, Loadable<Vec<Choice>>>,
    pending: HashMap<RequestId, Reading>,
}

/// A list being read.
#[derive(Clone, Debug)]
struct Reading {
    list: List,
    so_far: Vec<Choice>,
    pages: u32,
    /// First rows of the pages: a repeated one means the server ignores the page parameter.
    firsts: HashSet<Text>,
}

impl Lists {
    /// A list and how well it is known.
    pub fn get(&self, list: List) -> Option<&Loadable<Vec<Choice>>> {
        self.lists.get(&list)
    }

    /// The clock was set back to `now`.
    pub(super) fn clock_set_back(&mut self, now: chrono::DateTime<chrono::Utc>) {
        for list in self.lists.values_mut() {
            list.clock_set_back(now);
        }
    }

    fn slot(&mut self, list: List) -> &mut Loadable<Vec<Choice>> {
        self.lists.entry(list).or_default()
    }
}

/// A page of any list, without its rows.
struct Turn {
    rows: Vec<Choice>,
    next: Option<Cursor>,
    count: Option<u64>,
}

impl Turn {
    fn whole(phrases: &[Text]) -> Self {
        Self {
            rows: phrases.iter().cloned().map(Choice::plain).collect(),
            next: None,
            count: None,
        }
    }

    fn of<T>(page: &Page<T>, choice: impl Fn(&T) -> Option<Choice>) -> Self {
        Self {
            rows: page.rows.iter().filter_map(choice).collect(),
            next: page.next.clone(),
            count: page.count,
        }
    }

    fn of_reply(list: List, reply: &Reply) -> Option<Self> {
        Some(match (list, reply) {
            (List::SiteConnections, Reply::SiteConnections(phrases))
            | (List::TerminateReasons, Reply::TerminateReasons(phrases))
            | (List::ChangeReasons, Reply::ChangeReasons(phrases)) => Self::whole(phrases),
            (List::Projects, Reply::Projects(page)) => Self::of(page, project),
            (List::BusinessCodes, Reply::BusinessCodes(page)) => Self::of(page, business_code),
            (List::Families, Reply::Categories(all)) => Self {
                rows: all.iter().filter_map(family).collect(),
                next: None,
                count: None,
            },
            _ => return None,
        })
    }
}

fn project(project: &Project) -> Option<Choice> {
    Some(Choice {
        value: project.code.clone()?,
        label: project.code_client.clone(),
        is_over: project.active == Some(false),
    })
}

fn business_code(code: &BusinessCode) -> Option<Choice> {
    Some(Choice {
        value: code.code.clone()?,
        label: code.label.clone(),
        is_over: false,
    })
}

fn family(category: &Category) -> Option<Choice> {
    Some(Choice {
        value: category.name.clone()?,
        label: category.description.clone(),
        is_over: false,
    })
}

impl Reading {
    /// Takes in a page; the next one to ask for, if any.
    fn take(&mut self, page: Turn) -> Option<Cursor> {
        let first = page.rows.first().map(|choice| choice.value.clone());
        let is_repeat = first
            .as_ref()
            .is_some_and(|first| !self.firsts.insert(first.clone()));
        self.pages += 1;
        if first.is_none() || is_repeat || self.pages >= MAX_PAGES {
            if !is_repeat {
                self.so_far.extend(page.rows);
            }
            return None;
        }
        self.so_far.extend(page.rows);
        let known = self.so_far.len() as u64;
        match page.next {
            _ if page.count.is_some_and(|count| known >= count) => None,
            Some(next) => Some(next),
            None => page.count.map(|_| Cursor::Number(self.pages + 1)),
        }
    }
}

impl AppState {
    /// Reads a list that was never read, grew old or could not be read; `anew` whatever it is.
    pub(super) fn read_referential(&mut self, list: List, anew: bool, effects: &mut Effects) {
        let now = self.now;
        let slot = self.forms.lists.slot(list);
        let is_good = slot.read_at().is_some_and(|at| now - at < GOOD_FOR);
        if slot.is_loading() || (is_good && !anew) {
            return;
        }
        slot.begin();
        let reading = Reading {
            list,
            so_far: Vec::new(),
            pages: 0,
            firsts: HashSet::new(),
        };
        self.ask_for_page(reading, Cursor::First, effects);
    }

    fn ask_for_page(&mut self, reading: Reading, page: Cursor, effects: &mut Effects) {
        let id = self.next_request();
        let read = reading.list.read(page);
        self.forms.lists.pending.insert(id, reading);
        effects.push(Effect::Submit {
            id,
            read,
            lane: Lane::User,
        });
    }

    /// Takes in an answer, if it is about a list.
    pub(crate) fn forms_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        self.site_answered(id, result, effects);
        let Some(mut reading) = self.forms.lists.pending.remove(&id) else {
            return;
        };
        effects.dirty();
        let (list, now) = (reading.list, self.now);
        let page = match result {
            Ok(reply) => Turn::of_reply(list, reply).ok_or_else(|| {
                Failure::new(FailureKind::Internal, list.read(Cursor::First).path())
            }),
            Err(failure) => Err(failure.clone()),
        };
        match page {
            Ok(page) => match reading.take(page) {
                Some(next) => return self.ask_for_page(reading, next, effects),
                None => self.forms.lists.slot(list).succeed(reading.so_far, now),
            },
            Err(failure) => self.forms.lists.slot(list).fail(failure, now),
        }
        self.check_follows();
        self.relist_chooser();
    }

    /// What was asked will not be answered any more.
    pub(crate) fn forms_unanswered(&mut self) {
        self.forms.sites.unanswered();
        self.forms.lists.pending.clear();
        for list in self.forms.lists.lists.values_mut() {
            list.abandon();
        }
        self.relist_chooser();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> Reading {
        Reading {
            list: List::Projects,
            so_far: Vec::new(),
            pages: 0,
            firsts: HashSet::new(),
        }
    }

    fn page(codes: &[&str], next: Option<Cursor>, count: Option<u64>) -> Turn {
        let rows = codes.iter().map(|code| Choice::plain(Text::new(*code)));
        Turn {
            rows: rows.collect(),
            next,
            count,
        }
    }

    #[test]
    fn g4_pages_are_followed_counted_and_never_read_for_ever() {
        let two = || Some(Cursor::Number(2));
        let mut list = reading();
        assert_eq!(
            list.take(page(&["a"], two(), None)),
            two(),
            "the server named it"
        );
        assert_eq!(list.take(page(&["b"], None, None)), None);
        assert_eq!(list.so_far.len(), 2);

        let mut list = reading();
        assert_eq!(
            list.take(page(&["a"], None, Some(2))),
            two(),
            "one is missing"
        );
        assert_eq!(list.take(page(&["b"], two(), Some(2))), None, "all are in");

        let mut list = reading();
        assert_eq!(list.take(page(&["a"], two(), None)), two());
        assert_eq!(
            list.take(page(&["a"], two(), None)),
            None,
            "it repeats itself"
        );
        assert_eq!(list.so_far.len(), 1);

        let mut list = reading();
        let asked = (0..).take_while(|n| list.take(page(&[&n.to_string()], two(), None)).is_some());
        assert_eq!(asked.count(), 49);
        assert_eq!(list.so_far.len(), 50);
    }
}
