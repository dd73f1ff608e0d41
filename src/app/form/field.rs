//! A field of a form: what is in it, what was in it before, and where its choices come from.
//!
//! A text is typed, with what it was kept as it came: nothing that was not touched changes on its way through a form. A
//! value of a list is chosen; where the API takes any text, what was typed may be chosen too.

use tui_input::{Input, InputRequest};

use crate::domain::text::Text;
use crate::domain::write::{ContactField, ContactFields, LineField};

use super::check::day;
use super::eligibility::CheckField;
use super::lists::{Choice, List};

/// Which field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id {
    /// Of a quote line, all but its sites.
    Line(LineField),
    /// An end-customer site of a line, counted from 0.
    Site(usize),
    /// Of an end-customer site.
    Contact(ContactField),
    /// A basket's reference at the caller.
    BasketExternalId,
    /// A basket's project.
    BasketProject,
    /// Of an eligibility check.
    Check(CheckField),
    /// Why an order is to be ended or changed.
    Reason,
    /// What else there is to say about it.
    Message,
}

/// What is in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A text; empty for none.
    Text(Text),
    /// Keys, in the order they are sent in.
    Keys(Vec<Text>),
    /// An end-customer site; empty for none.
    Site(ContactFields),
}

impl Content {
    /// No text.
    pub fn nothing() -> Self {
        Self::Text(Text::new(""))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.wire().is_empty(),
            Self::Keys(keys) => keys.is_empty(),
            Self::Site(fields) => fields.values().all(|text| text.wire().is_empty()),
        }
    }

    /// All of it in one text, for people.
    pub fn told(&self) -> Text {
        match self {
            Self::Text(text) => text.clone(),
            Self::Keys(keys) => {
                let keys: Vec<_> = keys.iter().map(Text::wire).collect();
                Text::new(keys.join(", "))
            }
            Self::Site(fields) => Text::new(site_in_short(fields)),
        }
    }
}

/// A site as it is called: who, where, and a person.
fn site_in_short(fields: &ContactFields) -> String {
    let joined = |wanted: &[ContactField]| {
        let texts = wanted.iter().filter_map(|field| fields.get(field));
        let texts = texts.map(Text::wire).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join(" ")
    };
    let parts = [
        joined(&[ContactField::EndCustomerName]),
        joined(&[ContactField::Postcode, ContactField::City]),
        joined(&[ContactField::FirstName1, ContactField::LastName1]),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match (parts.is_empty(), fields.is_empty()) {
        (false, _) => parts.join(", "),
        (true, false) => format!("{} fields", fields.len()),
        (true, true) => String::new(),
    }
}

/// How a field is filled in.
#[derive(Clone, Debug)]
pub enum Entry {
    /// By typing.
    Typed(Input),
    /// By choosing one.
    Chosen(Text),
    /// By choosing some.
    Keys(Vec<Text>),
    /// By a form of its own.
    Site(ContactFields),
}

/// Where choices come from, and whether there are others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Where from.
    pub from: Source,
    /// Whether any text may be sent, so that what was typed can be chosen; else it has to be a phrase of the list (G17).
    pub is_free: bool,
}

/// Where choices come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A referential.
    List(List),
    /// What is known already.
    Known(Vec<Choice>),
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Which.
    pub id: Id,
    /// What is in it.
    pub entry: Entry,
    /// What was in it before.
    original: Content,
    /// What can be chosen; none where it is typed.
    pub choices: Option<Choices>,
    /// Whether nothing can be sent without it.
    pub is_needed: bool,
    /// What Covage said of it, and what it held then: of anything else it was not said.
    refused: Option<(Text, Content)>,
}

impl Field {
    fn new(id: Id, entry: Entry, original: Content) -> Self {
        Self {
            id,
            entry,
            original,
            choices: None,
            is_needed: false,
            refused: None,
        }
    }

    /// A field to type in.
    pub fn typed(id: Id, original: Option<&Text>) -> Self {
        let original = original.map_or("", Text::wire);
        let entry = Entry::Typed(Input::new(original.to_owned()));
        Self::new(id, entry, Content::Text(Text::new(original)))
    }

    /// A field with a value of a list.
    pub fn chosen(id: Id, original: Option<&Text>, choices: Choices) -> Self {
        let original = original.cloned().unwrap_or_else(|| Text::new(""));
        let field = Self::new(id, Entry::Chosen(original.clone()), Content::Text(original));
        Self {
            choices: Some(choices),
            ..field
        }
    }

    /// A field with keys.
    pub fn keys(id: Id, original: &[Text], known: Vec<Choice>) -> Self {
        let choices = Choices {
            from: Source::Known(known),
            is_free: true,
        };
        let field = Self::new(
            id,
            Entry::Keys(original.to_vec()),
            Content::Keys(original.to_vec()),
        );
        Self {
            choices: Some(choices),
            ..field
        }
    }

    /// A field with keys of a referential.
    pub fn keys_of(id: Id, original: &[Text], list: List) -> Self {
        let choices = Choices {
            from: Source::List(list),
            is_free: true,
        };
        Self {
            choices: Some(choices),
            ..Self::keys(id, original, Vec::new())
        }
    }

    /// An end-customer site.
    pub fn site(place: usize, original: ContactFields) -> Self {
        Self::parts(Id::Site(place), original)
    }

    /// What is filled in in a form of its own.
    pub fn parts(id: Id, original: ContactFields) -> Self {
        let entry = Entry::Site(original.clone());
        Self::new(id, entry, Content::Site(original))
    }

    /// More choices, where they are known already.
    pub(super) fn can_be(&mut self, more: impl Iterator<Item = Choice>) {
        if let Some(Choices {
            from: Source::Known(known),
            ..
        }) = &mut self.choices
        {
            for choice in more {
                if known.iter().all(|it| it.value != choice.value) {
                    known.push(choice);
                }
            }
        }
    }

    /// Without which nothing can be sent.
    #[must_use]
    pub fn needed(self) -> Self {
        Self {
            is_needed: true,
            ..self
        }
    }

    /// What is in it, as it would be sent.
    pub fn content(&self) -> Content {
        match &self.entry {
            Entry::Typed(input) if self.is_day() => {
                let typed = input.value();
                Content::Text(
                    day(typed).map_or_else(|| Text::new(typed), |day| Text::new(day.to_string())),
                )
            }
            Entry::Typed(input) => Content::Text(Text::new(input.value())),
            Entry::Chosen(text) => Content::Text(text.clone()),
            Entry::Keys(keys) => Content::Keys(keys.clone()),
            Entry::Site(fields) => Content::Site(fields.clone()),
        }
    }

    /// What was in it before.
    pub fn original(&self) -> &Content {
        &self.original
    }

    /// Whether it differs from what it was.
    pub fn is_changed(&self) -> bool {
        self.content() != self.original
    }

    /// Takes in what is there now; what was not touched follows it.
    pub(super) fn follow(&mut self, now: Self) {
        if !self.is_changed() {
            self.entry = now.entry;
        }
        self.original = now.original;
        self.choices = now.choices;
    }

    /// Whether it holds a day.
    pub fn is_day(&self) -> bool {
        self.id == Id::Line(LineField::ExpectedResponseDate)
    }

    /// Whether it may hold several lines.
    pub fn is_note(&self) -> bool {
        let notes = [LineField::Note, LineField::TechnicalNote].map(Id::Line);
        notes.contains(&self.id) || self.id == Id::Message
    }

    /// Puts something else into it.
    pub fn set(&mut self, content: Content) {
        self.entry = match (&self.entry, content) {
            (Entry::Typed(_), Content::Text(text)) => {
                Entry::Typed(Input::new(text.wire().to_owned()))
            }
            (Entry::Chosen(_), Content::Text(text)) => Entry::Chosen(text),
            (Entry::Keys(_), Content::Keys(keys)) => Entry::Keys(keys),
            (Entry::Site(_), Content::Site(fields)) => Entry::Site(fields),
            _ => return,
        };
    }

    /// Empties it; what is empty gets back what was in it before.
    pub fn empty_or_restore(&mut self) {
        let restored = if self.content().is_empty() {
            self.original.clone()
        } else {
            match &self.original {
                Content::Text(_) => Content::nothing(),
                Content::Keys(_) => Content::Keys(Vec::new()),
                Content::Site(_) => Content::Site(ContactFields::new()),
            }
        };
        self.set(restored);
    }

    /// Takes a pasted text into what is typed: one line, or several into a note.
    pub fn paste(&mut self, text: &str) {
        let keeps_lines = self.is_note();
        let Entry::Typed(input) = &mut self.entry else {
            return;
        };
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_end_matches('\n');
        let first = text.lines().next().unwrap_or_default();
        let taken = if keeps_lines { text } else { first };
        for c in taken.chars().filter(|c| *c == '\n' || !c.is_control()) {
            input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Covage refused what it holds now, in these words.
    pub fn refuse(&mut self, words: Text) {
        self.refused = Some((words, self.content()));
    }

    /// What Covage said of what it holds.
    pub fn refusal(&self) -> Option<&Text> {
        let (words, said_of) = self.refused.as_ref()?;
        (*said_of == self.content()).then_some(words)
    }
}
