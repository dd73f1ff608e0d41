//! Fields in groups: the API's word, then the value as it was given. Empty ones are told together at the end.
//!
//! Values stand in one column, amounts on their decimal point. A value that has no room beside its word goes below it,
//! so that nothing is cut.

use std::borrow::Cow;

use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::order::Contact;
use crate::domain::text::Text;
use crate::ui::format::{WITH_TIME, date, flagged, money};
use crate::ui::paint::{Piece, piece, width, wrap};
use crate::ui::theme::Role;

use super::Line;
use super::{folded, said};

/// Columns of the words and the width from which on they have them: as many words as possible beside their values.
const WORDS: [(u16, usize); 3] = [(66, 27), (50, 24), (0, 20)];
/// Columns before a word and between word and value.
const MARGIN: usize = 2;
const GAP: usize = 2;
/// Columns a value is indented by below its word.
const BELOW: usize = 5;
/// Values narrower than this are not worth a column of several lines.
const COLUMN: usize = 24;

/// Fields that belong together.
pub(in crate::ui) struct Group<'a> {
    title: Cow<'a, str>,
    /// What sets its words apart from equal ones of other groups, where they are told without their group.
    prefix: &'static str,
    fields: Vec<Field<'a>>,
}

struct Field<'a> {
    word: Cow<'a, str>,
    value: Value,
}

/// What a field holds.
pub(in crate::ui) enum Value {
    /// Nothing.
    Empty,
    /// Words.
    Text(String, Role),
    /// An amount, with what is to be said beside it.
    Amount(String, String),
}

impl Value {
    /// As text, where there is any.
    pub(in crate::ui) fn of(text: Option<String>) -> Self {
        match text {
            Some(text) if !text.is_empty() => Self::Text(text, Role::Text),
            _ => Self::Empty,
        }
    }

    /// Foreign text.
    pub(in crate::ui) fn text(text: Option<&Text>) -> Self {
        match text {
            Some(text) if text.is_flagged() => Self::Text(flagged(text).into_owned(), Role::Warn),
            text => Self::of(text.map(|text| text.line().to_owned())),
        }
    }

    /// A date, as long as `columns` allow.
    pub(in crate::ui) fn date(day: Option<&FlexDate>, state: &AppState, columns: usize) -> Self {
        Self::of(day.map(|day| date(day, state, columns.max(WITH_TIME))))
    }

    /// An amount of money, as given: nothing is computed (O9).
    pub(in crate::ui) fn amount(amount: Option<&Lenient<Cents>>) -> Self {
        amount.map_or(Self::Empty, |amount| {
            Self::Amount(money(amount), String::new())
        })
    }

    /// Yes or no.
    pub(in crate::ui) fn flag(flag: Option<bool>) -> Self {
        Self::of(flag.map(|flag| if flag { "yes" } else { "no" }.to_owned()))
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

impl<'a> Group<'a> {
    pub(in crate::ui) fn new(title: impl Into<Cow<'a, str>>) -> Self {
        Self {
            title: title.into(),
            prefix: "",
            fields: Vec::new(),
        }
    }

    /// With a prefix for words that other groups have as well.
    pub(in crate::ui) fn prefixed(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }

    /// With another field.
    #[must_use]
    pub(in crate::ui) fn field(mut self, word: impl Into<Cow<'a, str>>, value: Value) -> Self {
        self.fields.push(Field {
            word: word.into(),
            value,
        });
        self
    }

    /// With where a site is.
    #[must_use]
    pub(in crate::ui) fn address(self, site: &Contact) -> Self {
        let text = |text: &Option<Text>| Value::text(text.as_ref());
        self.field("street_number", text(&site.street_number))
            .field(
                "street_number_extension",
                text(&site.street_number_extension),
            )
            .field("street_name", text(&site.street_name))
            .field("postcode", text(&site.postcode))
            .field("city", text(&site.city))
            .field("building_name", text(&site.building_name))
            .field("level_number", text(&site.level_number))
            .field("siret", text(&site.siret))
            .field("insee_code", text(&site.insee_code))
            .field("latitude", text(&site.latitude))
            .field("longitude", text(&site.longitude))
    }

    /// With another field, if it was read at all: what is not known is not empty.
    #[must_use]
    pub(in crate::ui) fn known(self, word: &'static str, value: Option<Value>) -> Self {
        match value {
            Some(value) => self.field(word, value),
            None => self,
        }
    }
}

/// How groups are laid out.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Sheet {
    columns: usize,
    label: usize,
    /// Whether empty lines set groups apart.
    is_roomy: bool,
    /// Whether empty fields are listed where they belong.
    shows_empty: bool,
}

impl Sheet {
    pub(in crate::ui) fn new(columns: u16, is_roomy: bool, shows_empty: bool) -> Self {
        Self {
            columns: columns.into(),
            label: WORDS
                .into_iter()
                .find(|(from, _)| columns >= *from)
                .map_or(0, |(_, label)| label),
            is_roomy,
            shows_empty,
        }
    }

    /// Columns of a value beside its word.
    pub(in crate::ui) fn value_columns(self) -> usize {
        self.columns
            .saturating_sub(MARGIN + self.label + GAP)
            .max(1)
    }

    /// The lines of some groups; those without anything to show are left out.
    pub(in crate::ui) fn lines<'a>(self, groups: &[Group<'a>]) -> Vec<Line<'a>> {
        let amounts =
            groups
                .iter()
                .flat_map(|group| &group.fields)
                .filter_map(|field| match &field.value {
                    Value::Amount(amount, _) => Some(whole_part(amount)),
                    Value::Empty | Value::Text(..) => None,
                });
        let whole = amounts.max().unwrap_or(0);
        let mut lines = Vec::new();
        for group in groups {
            let is_shown = |field: &&Field<'_>| self.shows_empty || !field.value.is_empty();
            let mut fields = group.fields.iter().filter(is_shown).peekable();
            if fields.peek().is_none() {
                continue;
            }
            if self.is_roomy && !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.push(heading(&group.title));
            for field in fields {
                self.field(field, whole, &mut lines);
            }
        }
        lines
    }

    fn field(self, field: &Field<'_>, whole: usize, lines: &mut Vec<Line<'_>>) {
        let (text, role) = match &field.value {
            Value::Empty => ("empty".to_owned(), Role::Dim),
            Value::Text(text, role) => (text.clone(), *role),
            Value::Amount(amount, beside) => {
                let indent = " ".repeat(whole - whole_part(amount).min(whole));
                (format!("{indent}{amount}{beside}"), Role::Text)
            }
        };
        let room = self.value_columns();
        let word_columns = width(&field.word);
        let is_beside = word_columns <= self.label && (width(&text) <= room || room >= COLUMN);
        let word = |text: String| -> Piece<'static> { piece(text, Role::Dim) };
        if !is_beside {
            // A long word keeps its value on its line where both fit.
            let end = MARGIN + word_columns + GAP;
            if end + width(&text) <= self.columns && word_columns > self.label {
                lines.push(Line::from(vec![
                    word(format!("{:MARGIN$}{}{:GAP$}", "", field.word, "")),
                    piece(text, role),
                ]));
                return;
            }
            lines.extend(folded(&field.word, MARGIN, Role::Dim, self.columns));
            lines.extend(folded(text.trim_start(), BELOW, role, self.columns));
            return;
        }
        let pad = " ".repeat(self.label - word_columns + GAP);
        let mut first = Some(format!("{:MARGIN$}{}{pad}", "", field.word));
        let indent = " ".repeat(MARGIN + self.label + GAP);
        let is_one_line = width(&text) <= room;
        let wrapped = if is_one_line {
            vec![text]
        } else {
            wrap(&text, room)
        };
        for line in wrapped {
            let before = first.take().unwrap_or_else(|| indent.clone());
            lines.push(Line::from(vec![word(before), piece(line, role)]));
        }
    }

    /// What the groups hold nothing in: their words, in one line or where they belong.
    pub(in crate::ui) fn empty_line<'a>(
        self,
        groups: &[Group<'_>],
        others: &[&str],
        is_inside: bool,
    ) -> Vec<Line<'a>> {
        let in_groups = groups.iter().flat_map(|group| {
            let empty = group.fields.iter().filter(|field| field.value.is_empty());
            empty.map(|field| format!("{}{}", group.prefix, field.word))
        });
        let others = others.iter().map(|word| (*word).to_owned());
        let words: Vec<_> = in_groups.chain(others).collect();
        let count = words.len();
        if count == 0 {
            return Vec::new();
        }
        let mut lines = Vec::new();
        if self.is_roomy {
            lines.push(Line::default());
        }
        let text = match (self.shows_empty, is_inside) {
            (true, true) => format!(" {count} empty, Enter folds them"),
            (true, false) => format!(" {count} empty"),
            (false, true) => format!(" {count} empty, Enter lists them: {}", words.join(", ")),
            (false, false) => format!(" {count} empty: {}", words.join(", ")),
        };
        lines.push(Line::from(piece(text, Role::Dim)));
        lines
    }
}

/// A heading of a group.
pub(in crate::ui) fn heading(title: &str) -> Line<'static> {
    Line::from(piece(format!(" {title}"), Role::Strong))
}

/// Columns before the decimal point; all of them for what is no number.
fn whole_part(amount: &str) -> usize {
    match amount.split_once('.') {
        Some((whole, decimals)) if decimals.bytes().all(|byte| byte.is_ascii_digit()) => {
            width(whole)
        }
        _ => 0,
    }
}

/// A sentence of its own among fields.
pub(in crate::ui) fn remark(text: &str, columns: u16) -> Vec<Line<'static>> {
    said(text, Role::Dim, columns)
}
