//! Reading a query character by character. Columns are characters, so that a caret stands under the right one.

use std::ops::Range;

use super::error::QueryError;

/// An operator after a field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Smart,
    Whole,
    Regex,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Op {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Smart => ":",
            Self::Whole => "=",
            Self::Regex => "~",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) text: String,
    pub(super) at: Range<usize>,
    pub(super) is_quoted: bool,
}

/// The characters of a query and how far they are read.
pub(super) struct Lexer {
    chars: Vec<char>,
    at: usize,
}

impl Lexer {
    pub(super) fn new(text: &str) -> Self {
        Self {
            chars: text.chars().collect(),
            at: 0,
        }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Takes the next character if it is `c`.
    pub(super) fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    /// Takes `|` or the bare word `or`.
    pub(super) fn take_or(&mut self) -> bool {
        let length = self.or_length();
        self.at += length;
        length > 0
    }

    /// Whether `|` or the bare word `or` stands here.
    pub(super) fn is_or(&self) -> bool {
        self.or_length() > 0
    }

    fn or_length(&self) -> usize {
        match self.chars[self.at..] {
            ['|', ..] => 1,
            ['o' | 'O', 'r' | 'R'] => 2,
            ['o' | 'O', 'r' | 'R', next, ..] if ends_word(next) => 2,
            _ => 0,
        }
    }

    /// Takes a field's name with its operator, if they stand here.
    pub(super) fn take_field(&mut self) -> Option<(Raw, Op)> {
        let length = self.chars[self.at..]
            .iter()
            .take_while(|c| c.is_ascii_alphabetic() || **c == '_')
            .count();
        let end = self.at + length;
        let next = self.chars.get(end + 1);
        let (op, sign) = match self.chars.get(end)? {
            ':' => (Op::Smart, 1),
            '=' => (Op::Whole, 1),
            '~' => (Op::Regex, 1),
            '<' if next == Some(&'=') => (Op::AtMost, 2),
            '<' => (Op::Less, 1),
            '>' if next == Some(&'=') => (Op::AtLeast, 2),
            '>' => (Op::More, 1),
            _ => return None,
        };
        // `~` alone is a regular expression over everything; any other sign without a name is just text.
        if length == 0 && op != Op::Regex {
            return None;
        }
        let name = self.slice(self.at..end);
        self.at = end + sign;
        Some((name, op))
    }

    /// Takes `re:`, the other way to write `~`.
    pub(super) fn take_re(&mut self) -> bool {
        let found = self.chars[self.at..].starts_with(&['r', 'e', ':']);
        self.at += if found { 3 } else { 0 };
        found
    }

    /// Takes a word; quoted if it starts with a quote.
    pub(super) fn word(&mut self) -> Result<Raw, QueryError> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        Ok(self.take_while(|c| !ends_word(c)))
    }

    /// Takes one value of a comma list.
    pub(super) fn value(&mut self) -> Result<Raw, QueryError> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        Ok(self.take_while(|c| !ends_word(c) && c != ','))
    }

    /// Takes a regular expression: up to a blank, or up to a bracket that closes a group of the query.
    pub(super) fn pattern(&mut self) -> Result<Raw, QueryError> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        let start = self.at;
        let (mut groups, mut in_class) = (0_usize, false);
        while let Some(c) = self.peek() {
            match c {
                c if c.is_whitespace() => break,
                '\\' => self.at += 1,
                '[' => in_class = true,
                ']' => in_class = false,
                '(' if !in_class => groups += 1,
                ')' if !in_class && groups == 0 => break,
                ')' if !in_class => groups -= 1,
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.at.min(self.chars.len());
        Ok(self.slice(start..self.at))
    }

    fn quoted(&mut self) -> Result<Raw, QueryError> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let Some(c) = self.peek() else {
                return Err(QueryError::new(
                    start..start + 1,
                    "this quote is never closed",
                ));
            };
            self.at += 1;
            match c {
                '"' => break,
                '\\' if matches!(self.peek(), Some('"' | '\\')) => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                c => text.push(c),
            }
        }
        Ok(Raw {
            text,
            at: start..self.at,
            is_quoted: true,
        })
    }

    fn take_while(&mut self, goes_on: impl Fn(char) -> bool) -> Raw {
        let start = self.at;
        while self.peek().is_some_and(&goes_on) {
            self.at += 1;
        }
        self.slice(start..self.at)
    }

    fn slice(&self, at: Range<usize>) -> Raw {
        Raw {
            text: self.chars[at.clone()].iter().collect(),
            at,
            is_quoted: false,
        }
    }
}

/// Whether a character ends a word that is not quoted.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '|' | '"')
}
