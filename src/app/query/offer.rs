//! Values worth writing after a field: those that rows hold, or what the field can hold at all.
//!
//! Nothing is offered that could not be read as a query, and what is counted is what the query would find.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::Datelike;

use crate::domain::fold::fold;

use super::edit::is_same_value;
use super::eval::Fact;
use super::field::{FieldSpec, Kind, Schema};
use super::held::{Count, Held, Source};
use super::lex::Op;
use super::{Now, Query};

/// Where rows hold more different texts than [`MANY`], so few are listed: for each, all of them are looked through.
const LISTED_OF_MANY: usize = 8;
const MANY: usize = 4_096;

/// A value worth writing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offer {
    /// As it is written in a query, quoted where it has to be.
    pub(super) written: String,
    /// As a person reads it.
    pub(super) label: String,
    /// What it means, where that is not plain.
    pub(super) help: &'static str,
    /// How many rows it finds; `None` where nobody counted.
    pub(super) count: Option<Count>,
}

/// Values worth writing.
#[derive(Debug, Default)]
pub(super) struct Offers {
    pub(super) offers: Vec<Offer>,
    /// Texts that fit but are not listed.
    pub(super) left_out: usize,
}

/// What is asked for.
pub(super) struct Asked<'a, F: 'static> {
    pub(super) schema: &'a Schema<F>,
    pub(super) field: &'static FieldSpec<F>,
    pub(super) op: Op,
    /// What a value is to begin with, or to hold.
    pub(super) typed: &'a str,
    /// Texts to list at most.
    pub(super) most: usize,
    pub(super) now: &'a Now<'a>,
}

impl Kind {
    /// Whether what rows hold in the field says what is worth writing, or how many rows it finds.
    pub(super) fn is_counted(self) -> bool {
        self.is_text()
            || matches!(
                self,
                Self::Truth | Self::Flags | Self::Numbered { .. } | Self::Bandwidth
            )
    }
}

impl<F: Copy + PartialEq> Asked<'_, F> {
    /// The values. Texts that begin with what was typed come first, then those that find most; all others have an
    /// order of their own.
    pub(super) fn offers<'a>(
        &self,
        held: Option<&Held<'a>>,
        source: &impl Source<'a, F>,
    ) -> Offers {
        if !self.field.kind.is_text() {
            return Offers {
                offers: self.checked(self.drafts(held), held),
                left_out: 0,
            };
        }
        let typed = fold(self.typed);
        let (texts, left_out) = match held {
            Some(held) => self.texts(&typed, held, source),
            None => (Vec::new(), 0),
        };
        let mut offers = self.checked(texts, held);
        offers.sort_by_key(|offer| {
            let found = offer.count.map_or(0, Count::all);
            (!fold(&offer.label).starts_with(&typed), Reverse(found))
        });
        offers.extend(self.checked(self.general(), held));
        Offers { offers, left_out }
    }

    /// What of it can be read as a query, counted.
    fn checked(&self, drafts: Vec<Offer>, held: Option<&Held<'_>>) -> Vec<Offer> {
        let (field, sign) = (self.field.name, self.op.sign());
        let check = |offer: Offer| {
            let term = format!("{field}{sign}{}", offer.written);
            let query = Query::parse(&term, self.schema, self.now).ok()?;
            let count = held.map(|held| held.count(&query));
            Some(Offer { count, ..offer })
        };
        drafts.into_iter().filter_map(check).collect()
    }

    /// The texts that rows hold, and how many more there are than are listed.
    fn texts<'a>(
        &self,
        typed: &str,
        held: &Held<'a>,
        source: &impl Source<'a, F>,
    ) -> (Vec<Offer>, usize) {
        let mut found = found(held, typed);
        let most = if found.len() > MANY {
            LISTED_OF_MANY.min(self.most)
        } else {
            self.most
        };
        let left_out = found.len().saturating_sub(most);
        if left_out > 0 {
            found.select_nth_unstable_by(most, |a, b| a.rank().cmp(&b.rank()));
            found.truncate(most);
        }
        found.sort_unstable_by(|a, b| a.rank().cmp(&b.rank()));
        let offer = |text: Found<'_>| {
            let label = match text.raw {
                Some(raw) => raw,
                None => source.spelled(self.field.id, text.row)[text.place],
            };
            offer(written(label, self.field.kind), label, "")
        };
        (found.into_iter().map(offer).collect(), left_out)
    }

    /// What can be asked of any text: us, any value, no value.
    fn general(&self) -> Vec<Offer> {
        let is_smart = self.op == Op::Smart;
        let is_person = matches!(self.field.kind, Kind::Person) && !self.now.me.is_empty();
        let is_any = is_smart && self.typed.is_empty();
        [
            (is_person, "me", "you"),
            (is_any, "*", "any value"),
            (is_any, "-", "no value"),
        ]
        .into_iter()
        .filter(|(fits, value, _)| *fits && begins(value, self.typed))
        .map(|(_, value, help)| offer(value, value, help))
        .collect()
    }

    /// What a field that holds no text can be asked for.
    fn drafts(&self, held: Option<&Held<'_>>) -> Vec<Offer> {
        // Of a range, the end that is being typed.
        let (start, typed) = match self.typed.rfind("..") {
            Some(dots) => self.typed.split_at(dots + 2),
            None => ("", self.typed),
        };
        let mut offers = match self.field.kind {
            Kind::Truth => plain(&[("yes", ""), ("maybe", ""), ("no", "")]),
            Kind::Flags => {
                let known = self.schema.flags.iter().filter(|flag| flag.bit.is_some());
                known
                    .map(|flag| offer(flag.name, flag.name, flag.help))
                    .collect()
            }
            Kind::Numbered { count, names } => numbers(count, names, typed),
            Kind::Bandwidth => bandwidths(held),
            kind => examples(kind, self.now),
        };
        if !matches!(self.field.kind, Kind::Numbered { .. }) {
            offers.retain(|offer| begins(&offer.written, typed));
        }
        for offer in &mut offers {
            offer.written.insert_str(0, start);
        }
        offers
    }
}

/// A value to choose, and what it finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// As it is written in a query, quoted where it has to be.
    pub written: String,
    /// As a person reads it. Foreign text, but safe to draw: one line.
    pub label: String,
    /// What it means, where that is not plain.
    pub help: &'static str,
    /// How many rows it finds.
    pub count: Count,
    /// Whether it stands in the query.
    pub is_chosen: bool,
}

/// The values of a field to choose from, and how many texts are too many to list. Those of `chosen` are always among
/// them; of the others, those that find anything.
pub fn choices<'a, F: Copy + PartialEq>(
    (schema, field): (&Schema<F>, &'static FieldSpec<F>),
    chosen: &[(String, String)],
    most: usize,
    held: &Held<'a>,
    now: &Now<'_>,
    source: &impl Source<'a, F>,
) -> (Vec<Choice>, usize) {
    let asked = Asked {
        schema,
        field,
        op: Op::Smart,
        typed: "",
        most,
        now,
    };
    let Offers { offers, left_out } = asked.offers(Some(held), source);
    let is_listed = |written: &str| {
        offers
            .iter()
            .any(|offer| is_same_value(&offer.written, written))
    };
    let unlisted = chosen.iter().filter(|(written, _)| !is_listed(written));
    let unlisted = unlisted.map(|(written, label)| offer(written, label, ""));
    let mut all = asked.checked(unlisted.collect(), Some(held));
    all.extend(offers);
    let choice = |offer: Offer| Choice {
        is_chosen: chosen
            .iter()
            .any(|(written, _)| is_same_value(written, &offer.written)),
        written: offer.written,
        label: offer.label,
        help: offer.help,
        count: offer.count.unwrap_or_default(),
    };
    let mut choices: Vec<_> = all.into_iter().map(choice).collect();
    // Any value at all is no choice among values.
    choices.retain(|choice| choice.is_chosen || (choice.count.all() > 0 && choice.written != "*"));
    (choices, left_out)
}

fn offer(written: impl Into<String>, label: impl Into<String>, help: &'static str) -> Offer {
    Offer {
        written: written.into(),
        label: label.into(),
        help,
        count: None,
    }
}

fn plain(values: &[(&'static str, &'static str)]) -> Vec<Offer> {
    let plain = |(value, help): &(&'static str, &'static str)| offer(*value, *value, help);
    values.iter().map(plain).collect()
}

fn begins(value: &str, typed: &str) -> bool {
    fold(value).starts_with(&fold(typed))
}

/// A different text that rows hold.
struct Found<'a> {
    folded: Cow<'a, str>,
    is_start: bool,
    rows: usize,
    /// One of the rows, and which of its values it is.
    row: u32,
    place: usize,
    /// As it is written, where that is at hand.
    raw: Option<&'a str>,
}

impl Found<'_> {
    fn rank(&self) -> (bool, Reverse<usize>, &str) {
        (!self.is_start, Reverse(self.rows), &self.folded)
    }
}

/// The different texts that hold what was typed.
fn found<'a>(held: &Held<'a>, typed: &str) -> Vec<Found<'a>> {
    // The API's words are joined by underscores, which people need not know.
    let joined = typed.replace([' ', '-'], "_");
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut places: HashMap<Cow<'_, str>, usize> = HashMap::new();
    let mut here: Vec<usize> = Vec::new();
    for group in &held.groups {
        // Of rows that hold one text twice, it is counted once.
        here.clear();
        for (place, folded, raw) in texts_of(group.fact) {
            let is_meant = folded.contains(typed) || folded.contains(&joined);
            if !is_meant {
                continue;
            }
            let at = *places.entry(folded.clone()).or_insert_with(|| {
                found.push(Found {
                    is_start: folded.starts_with(typed),
                    folded,
                    rows: 0,
                    row: group.row,
                    place,
                    raw,
                });
                found.len() - 1
            });
            if let Some(text) = found.get_mut(at).filter(|_| !here.contains(&at)) {
                text.rows += group.rows.all();
                here.push(at);
            }
        }
    }
    found
}

/// The texts of a fact: which of them it is, folded, and as it is written, where that is at hand.
fn texts_of(fact: Fact<'_>) -> impl Iterator<Item = (usize, Cow<'_, str>, Option<&str>)> {
    let (folded, raw, lines) = match fact {
        Fact::Folded(texts) => (texts, ["", ""], ""),
        Fact::Raw(texts) => (["", ""], texts, ""),
        Fact::Lines(lines, _) => (["", ""], ["", ""], lines),
        _ => (["", ""], ["", ""], ""),
    };
    let folded = folded.into_iter().enumerate();
    let folded = folded.map(|(place, text)| (place, Cow::Borrowed(text), None));
    let raw = raw.into_iter().chain(lines.lines()).enumerate();
    let raw = raw.map(|(place, text)| (place, Cow::Owned(fold(text)), Some(text)));
    folded.chain(raw).filter(|(_, text, _)| !text.is_empty())
}

/// Numbers that begin with what was typed; where that is no digit, names that hold it.
fn numbers(count: u8, names: fn(u8) -> [&'static str; 2], typed: &str) -> Vec<Offer> {
    let joined = |text: &str| fold(text).replace([' ', '-'], "_");
    let is_by_name = typed.starts_with(|c: char| !c.is_ascii_digit());
    let number = |number: u8| {
        let [word, short] = names(number);
        let is_meant = if is_by_name {
            [word, short]
                .iter()
                .any(|name| joined(name).contains(&joined(typed)))
        } else {
            number.to_string().starts_with(typed)
        };
        let written = if is_by_name {
            word.to_owned()
        } else {
            number.to_string()
        };
        is_meant.then(|| offer(written, format!("{number} {short}"), word))
    };
    (1..=count).filter_map(number).collect()
}

/// The bandwidths that rows have, or the usual ones.
fn bandwidths(held: Option<&Held<'_>>) -> Vec<Offer> {
    let groups = held.iter().flat_map(|held| &held.groups);
    let mut known: Vec<i64> = Vec::new();
    for group in groups {
        match group.fact {
            Fact::Number(mbps) => known.push(mbps),
            Fact::Numbers(all, _) => known.extend(all),
            _ => {}
        }
    }
    if known.is_empty() {
        known = vec![100, 200, 500, 1_000];
    }
    known.sort_unstable();
    known.dedup();
    let bandwidth = |mbps: i64| {
        let written = match mbps {
            1_000.. if mbps % 1_000 == 0 => format!("{}g", mbps / 1_000),
            1_000.. if mbps % 100 == 0 => format!("{}.{}g", mbps / 1_000, mbps % 1_000 / 100),
            _ => format!("{mbps}m"),
        };
        offer(written.clone(), written.to_uppercase(), "")
    };
    known.into_iter().map(bandwidth).collect()
}

/// What values of an ordered kind look like.
fn examples(kind: Kind, now: &Now<'_>) -> Vec<Offer> {
    let month = format!("{:04}-{:02}", now.today.year(), now.today.month());
    let month = offer(month.clone(), month, "this month");
    let mut offers = plain(match kind {
        Kind::Span => &[
            ("12h", "twelve hours"),
            ("3d", "three days"),
            ("1w", "a week"),
            ("2w", "two weeks"),
            ("30d", "thirty days"),
            ("3d..10d", "from three to ten days"),
        ],
        Kind::Moment => &[
            ("today", ""),
            ("yesterday", ""),
            ("12h", "twelve hours ago"),
            ("2d", "two days ago"),
            ("1w", "a week ago"),
            ("-7d..today", "the last seven days"),
        ],
        Kind::Day => &[
            ("today", ""),
            ("tomorrow", ""),
            ("yesterday", ""),
            ("-7d", "a week ago"),
            ("+7d", "in a week"),
            ("today..+7d", "the next seven days"),
        ],
        Kind::Days => &[
            ("0", "today"),
            ("-3d", "three days past"),
            ("-1w", "a week past"),
            ("1w", "a week left"),
            ("0..7d", "a week left or less"),
        ],
        Kind::Count => &[("0", ""), ("1", ""), ("2..", "two and more")],
        Kind::Money => &[("100", ""), ("400", ""), ("99.90", ""), ("100..400", "")],
        _ => &[],
    });
    if matches!(kind, Kind::Day | Kind::Moment) {
        offers.push(month);
    }
    offers
}

/// A text as a query writes it, quoted where it would else be read as something else.
fn written(text: &str, kind: Kind) -> String {
    let is_special = matches!(text, "*" | "-")
        || text.starts_with("re:")
        || (matches!(kind, Kind::Person) && text.eq_ignore_ascii_case("me"));
    let breaks = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|' | '"' | ',');
    if is_special || text.contains(breaks) {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        text.to_owned()
    }
}
