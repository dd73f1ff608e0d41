//! What can be asked of a kind of row: the table of its fields, which a pane writes down once.

/// The fields of a pane.
#[derive(Debug)]
pub struct Schema<F: 'static> {
    /// In the order help lists them.
    pub fields: &'static [FieldSpec<F>],
    /// What `is:` takes.
    pub flags: &'static [FlagSpec],
}

/// One field: `name` before an operator.
#[derive(Debug)]
pub struct FieldSpec<F: 'static> {
    /// Which it is.
    pub id: F,
    /// As a person writes it.
    pub name: &'static str,
    /// Other spellings that are understood but not offered.
    pub also: &'static [&'static str],
    /// Whether words are searched in its values too, so that a part of it is found by one pass over all text.
    pub is_searched: bool,
    /// What it holds, and so which operators and values make sense.
    pub kind: Kind,
    /// One line for help and completion.
    pub help: &'static str,
}

impl<F: Copy> FieldSpec<F> {
    /// A field that words are not searched in.
    pub const fn new(
        id: F,
        name: &'static str,
        also: &'static [&'static str],
        kind: Kind,
        help: &'static str,
    ) -> Self {
        Self {
            id,
            name,
            also,
            is_searched: false,
            kind,
            help,
        }
    }

    /// The same, with words searched in it too.
    #[must_use]
    pub const fn searched(self) -> Self {
        Self {
            is_searched: true,
            ..self
        }
    }
}

/// One value of `is:`.
#[derive(Debug)]
pub struct FlagSpec {
    /// As a person writes it.
    pub name: &'static str,
    /// Its bit in [`super::Fact::Flags`]; `None` for one that is not there yet.
    pub bit: Option<u16>,
    /// One line for help and completion.
    pub help: &'static str,
}

impl FlagSpec {
    /// A mark that rows have.
    pub const fn new(name: &'static str, bit: u16, help: &'static str) -> Self {
        Self {
            name,
            bit: Some(bit),
            help,
        }
    }

    /// A mark that is only announced.
    pub const fn later(name: &'static str, help: &'static str) -> Self {
        Self {
            name,
            bit: None,
            help,
        }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Text: `:` is a part of it.
    Text,
    /// A word of the API: `:` is its beginning.
    Code,
    /// Text that names a person: as text, and `me` is us.
    Person,
    /// A number from 1 with names; a number's names are looked up by the function. Facts are sets of bits, so at most
    /// 15 of them.
    Numbered {
        /// How many there are.
        count: u8,
        /// The API's word and the short form of a number.
        names: fn(u8) -> [&'static str; 2],
    },
    /// A length of time up to now, in seconds.
    Span,
    /// A moment, asked for by its day or by its distance to now.
    Moment,
    /// A calendar day.
    Day,
    /// A number of days, negative when past.
    Days,
    /// How many of something.
    Count,
    /// Bandwidth in Mbit/s.
    Bandwidth,
    /// An amount of money in hundredths; a value is that amount to the cent.
    Money,
    /// Yes, no or maybe.
    Truth,
    /// `is:`, with the schema's flags.
    Flags,
    /// Announced, not there yet.
    Later,
}

impl Kind {
    /// What the field takes after its operator, for hints and help.
    pub fn accepts(self) -> &'static str {
        match self {
            Self::Text | Self::Person => "text, \"quoted text\", * for any, - for none",
            Self::Code => "the beginning of a word, * for any, - for none",
            Self::Numbered { .. } => "a number, a name or a part of one, a range such as 4..6",
            Self::Span => "a length such as 30d, 12h or 2w, or a range such as 3d..10d",
            Self::Moment => {
                "a length such as 2d or 12h, or a day: 2026-05-01, today, -3d; ranges with .."
            }
            Self::Day => "a day: 2026-05-01, 2026-05, today, +3d, -3d; ranges with ..",
            Self::Days => "a number of days such as 0, -3d or 2w, or a range such as -5..0",
            Self::Count => "a number such as 0 or 2, or a range such as 1..3",
            Self::Bandwidth => "a bandwidth such as 100m, 1g or 200 (Mbit/s); ranges with ..",
            Self::Money => "an amount such as 400 or 99.90, or a range such as 100..400",
            Self::Truth => "yes, no or maybe",
            Self::Flags => "one of the marks `is:` knows",
            Self::Later => "nothing yet",
        }
    }

    /// Whether values have an order, so that `<` and `..` make sense.
    pub fn is_ordered(self) -> bool {
        matches!(
            self,
            Self::Numbered { .. }
                | Self::Span
                | Self::Moment
                | Self::Day
                | Self::Days
                | Self::Count
                | Self::Bandwidth
                | Self::Money
        )
    }

    /// Whether the field is only announced.
    pub fn is_later(self) -> bool {
        matches!(self, Self::Later)
    }

    /// Whether values are text, so that `~` makes sense.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Code | Self::Person)
    }
}

impl<F> Schema<F> {
    /// The field a person means by a name, whatever its case.
    pub fn find(&self, name: &str) -> Option<&'static FieldSpec<F>> {
        self.fields.iter().find(|field| {
            field.name.eq_ignore_ascii_case(name)
                || field
                    .also
                    .iter()
                    .any(|also| also.eq_ignore_ascii_case(name))
        })
    }

    /// Whether words are searched in the values of a field too.
    pub(super) fn is_searched(&self, id: &F) -> bool
    where
        F: PartialEq,
    {
        let mut fields = self.fields.iter();
        fields.any(|field| field.id == *id && field.is_searched)
    }

    /// The fields that can be asked now, with their help line.
    pub fn available(&self) -> impl Iterator<Item = &'static FieldSpec<F>> {
        self.fields.iter().filter(|field| !field.kind.is_later())
    }

    /// The field name nearest to a misspelt one.
    pub(super) fn nearest(&self, name: &str) -> Option<&'static str> {
        let names = self
            .fields
            .iter()
            .flat_map(|field| std::iter::once(&field.name).chain(field.also));
        nearest(name, names.copied())
    }
}

/// The candidate nearest to a misspelt name, if any is near.
pub(super) fn nearest(
    name: &str,
    candidates: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let name = name.to_lowercase();
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(candidate, &name), candidate))
        .filter(|(distance, candidate)| {
            *distance <= 2 && *distance < candidate.len().min(name.len())
                || (name.len() >= 2 && candidate.starts_with(&name))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
