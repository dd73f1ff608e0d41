//! Values the API writes in several types: a number, a number as text, or a word.
//!
//! Contract rows E13, E14, O8 and O18: read the value where it can be read, else keep what was written and show that.

use std::fmt;

use crate::domain::text::Text;

/// A value, or the text that could not be read as one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lenient<T> {
    /// It could be read.
    Value(T),
    /// It could not; shown as it came.
    Raw(Text),
}

impl<T: Copy> Lenient<T> {
    /// The value, where it could be read.
    pub fn value(&self) -> Option<T> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Raw(_) => None,
        }
    }
}

/// Money in minor units: hundredths of the currency, which the API never names (E14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i64);

impl Cents {
    /// From a decimal written as text, such as `440`, `440.0` or `1 234,56`; `None` when it is not one, or has more
    /// than two decimals that are not zero.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (sign, plain) = match plain.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, plain.as_str()),
        };
        let (whole, decimals) = plain.split_once(['.', ',']).unwrap_or((plain, ""));
        if whole.is_empty() || whole.len() > 15 || !whole.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > 2 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let minor: i64 = format!("{decimals:0<2}").parse().ok()?;
        Some(Self(sign * (whole.parse::<i64>().ok()? * 100 + minor)))
    }
}

impl fmt::Display for Cents {
    /// `440.00`, `-0.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(cents) = self;
        let sign = if *cents < 0 { "-" } else { "" };
        let minor = cents.unsigned_abs();
        write!(f, "{sign}{}.{:02}", minor / 100, minor % 100)
    }
}

/// Bandwidth in Mbit/s; the unit is the contract's reading (E13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mbps(pub u32);

/// A contract length in months (O18 writes it as `12` or `12MOIS`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Months(pub u16);

/// A lead time in weeks (O18 writes it as text with a label beside it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weeks(pub u16);

/// The digits a text starts with, as a number: `12MOIS` is 12.
pub fn leading_number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_without_floats() {
        assert_eq!(Cents::parse("440"), Some(Cents(44_000)));
        assert_eq!(Cents::parse("440.0"), Some(Cents(44_000)));
        assert_eq!(Cents::parse("1 234,5"), Some(Cents(123_450)));
        assert_eq!(Cents::parse("-0.05"), Some(Cents(-5)));
        assert_eq!(Cents::parse("145.000"), Some(Cents(14_500)));
        for unreadable in ["", "sur devis", "1.234", "1e3", ".", "99999999999999999"] {
            assert_eq!(Cents::parse(unreadable), None, "{unreadable}");
        }
    }

    #[test]
    fn leading_digits_count() {
        assert_eq!(leading_number("12MOIS"), Some(12));
        assert_eq!(leading_number("1"), Some(1));
        assert_eq!(leading_number("T0 + 1 week"), None);
    }
}
