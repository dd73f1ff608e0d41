//! One value of an answer, read in whatever type it came in.
//!
//! A field is a slice of the answer's text; nothing is parsed before it is asked for. Numbers keep their spelling, so
//! `0.10` never passes through a float. Every reading is total: a value of the wrong type is shown raw or is `None`,
//! and never an error (G7, G8, G13).

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::api::intern::Words;
use crate::domain::date::FlexDate;
use crate::domain::lenient::{Cents, Lenient, Mbps, Months, Weeks, leading_number};
use crate::domain::text::Text;

/// Elements of a list inside a row that are read at most; an order has a handful of options, contacts or documents.
const MAX_ITEMS: usize = 1_000;

/// A value, or nothing where the key was absent.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Field<'a>(Option<&'a RawValue>);

/// The JSON shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Absent or null.
    None,
    Scalar,
    Array,
    Object,
}

impl<'a> Field<'a> {
    pub(crate) fn new(raw: &'a RawValue) -> Self {
        Self(Some(raw))
    }

    pub(crate) fn shape(self) -> Shape {
        match self.0.map(|raw| raw.get().as_bytes().first()) {
            Some(Some(b'[')) => Shape::Array,
            Some(Some(b'{')) => Shape::Object,
            None | Some(None | Some(b'n')) => Shape::None,
            Some(_) => Shape::Scalar,
        }
    }

    /// The JSON text as it came.
    pub(crate) fn json(self) -> Option<&'a str> {
        self.0.map(RawValue::get)
    }

    pub(crate) fn raw(self) -> Option<&'a RawValue> {
        self.0
    }

    /// A text, a number or a boolean as text; `None` for everything else and for empty text (G7).
    pub(crate) fn scalar(self) -> Option<Cow<'a, str>> {
        let json = self.0?.get();
        let text = match json.as_bytes().first()? {
            b'"' => unquote(json),
            b'n' | b'[' | b'{' => return None,
            _ => Cow::Borrowed(json),
        };
        (!text.is_empty()).then_some(text)
    }

    /// What a person should see: the scalar, or the JSON text of anything else that is not null.
    pub(crate) fn shown(self) -> Option<Cow<'a, str>> {
        match self.shape() {
            Shape::None => None,
            Shape::Scalar => self.scalar(),
            Shape::Array | Shape::Object => self.json().map(Cow::Borrowed),
        }
    }

    pub(crate) fn text(self) -> Option<Text> {
        self.shown().map(own)
    }

    /// Text that repeats from row to row.
    pub(crate) fn word(self, words: &mut Words<'_>) -> Option<Text> {
        self.shown().map(|word| words.text(&word))
    }

    pub(crate) fn date(self) -> Option<FlexDate> {
        self.shown().and_then(|text| FlexDate::parse(&text))
    }

    /// `true`, `false`, the same as text in any case, or 1 and 0.
    pub(crate) fn flag(self) -> Option<bool> {
        let text = self.scalar()?;
        let text = text.trim();
        if text.eq_ignore_ascii_case("true") || text == "1" {
            Some(true)
        } else if text.eq_ignore_ascii_case("false") || text == "0" {
            Some(false)
        } else {
            None
        }
    }

    /// [`Self::flag`] where it can be nothing but one.
    pub(crate) fn flag_word(self) -> Option<bool> {
        self.flag().filter(|_| self.count().is_none())
    }

    /// Whether it is one of the ways to write "no value" (G7).
    pub(crate) fn is_nothing(self) -> bool {
        let inner = self
            .json()
            .map(|json| json.trim_matches(['[', ']', '{', '}', '\"']));
        match self.shape() {
            Shape::None => true,
            Shape::Scalar => self.scalar().is_none(),
            Shape::Array | Shape::Object => inner.is_none_or(|inner| inner.trim().is_empty()),
        }
    }

    /// A whole number that is not negative, from a number or from text.
    pub(crate) fn count(self) -> Option<u64> {
        whole(self.scalar()?.trim())
    }

    pub(crate) fn cents(self) -> Option<Lenient<Cents>> {
        self.lenient(Cents::parse)
    }

    /// A bandwidth, where it is a whole number of Mbit/s (E13).
    pub(crate) fn mbps(self) -> Option<Lenient<Mbps>> {
        self.lenient(mbps)
    }

    /// Months from the digits a text starts with (O18). A length in years is left raw rather than misread.
    pub(crate) fn months(self) -> Option<Lenient<Months>> {
        self.lenient(months)
    }

    /// Weeks from the digits a text starts with (O18). A delay in days or months is left raw rather than misread.
    pub(crate) fn weeks(self) -> Option<Lenient<Weeks>> {
        self.lenient(|text| leading(text, &["j", "d", "m"]).map(Weeks))
    }

    fn lenient<T>(self, parse: impl Fn(&str) -> Option<T>) -> Option<Lenient<T>> {
        let text = self.shown()?;
        Some(match parse(&text) {
            Some(value) => Lenient::Value(value),
            None => Lenient::Raw(own(text)),
        })
    }

    /// The elements of a list: those of an array (the first [`MAX_ITEMS`]), none for null, else the value itself.
    pub(crate) fn items(self) -> Vec<Self> {
        self.first_items::<MAX_ITEMS>().0
    }

    /// [`Self::items`] up to another bound, and whether there were more.
    pub(crate) fn first_items<const MAX: usize>(self) -> (Vec<Self>, bool) {
        match self.shape() {
            Shape::None => (Vec::new(), false),
            Shape::Array => self
                .json()
                .and_then(|json| serde_json::from_str::<Items<'a, MAX>>(json).ok())
                .map(|list| {
                    let items = list.items.into_iter().map(Self::new).collect();
                    (items, list.is_cut)
                })
                .unwrap_or_default(),
            Shape::Scalar | Shape::Object => (vec![self], false),
        }
    }

    /// Every element of a list as text.
    pub(crate) fn texts(self) -> Vec<Text> {
        self.items().into_iter().filter_map(Self::text).collect()
    }
}

/// The elements of an array, up to a bound.
#[derive(Debug)]
pub(crate) struct Items<'a, const MAX: usize> {
    pub(crate) items: Vec<&'a RawValue>,
    /// Whether there were more.
    pub(crate) is_cut: bool,
}

impl<'de, const MAX: usize> serde::Deserialize<'de> for Items<'de, MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<const MAX: usize>;

        impl<'de, const MAX: usize> serde::de::Visitor<'de> for Elements<MAX> {
            type Value = Items<'de, MAX>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut elements: A,
            ) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while items.len() < MAX {
                    match elements.next_element()? {
                        Some(item) => items.push(item),
                        None => {
                            return Ok(Items {
                                items,
                                is_cut: false,
                            });
                        }
                    }
                }
                let mut is_cut = false;
                while elements.next_element::<serde::de::IgnoredAny>()?.is_some() {
                    is_cut = true;
                }
                Ok(Items { items, is_cut })
            }
        }

        deserializer.deserialize_seq(Elements::<MAX>)
    }
}

/// Takes text over without a copy where there already is one.
pub(crate) fn own(text: Cow<'_, str>) -> Text {
    match text {
        Cow::Borrowed(text) => Text::new(text),
        Cow::Owned(text) => Text::new(text),
    }
}

/// The text inside quotes. Half a surrogate pair has no meaning as text; such a string is kept as it was written.
fn unquote(json: &str) -> Cow<'_, str> {
    let inner = json
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(json);
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    serde_json::from_str(json).map_or(Cow::Borrowed(inner), Cow::Owned)
}

/// A whole number of Mbit/s.
pub(crate) fn mbps(text: &str) -> Option<Mbps> {
    Some(Mbps(u32::try_from(whole(text.trim())?).ok()?))
}

/// Months from the digits a text starts with.
pub(crate) fn months(text: &str) -> Option<Months> {
    leading(text, &["a", "y"]).map(Months)
}

/// `12`, `12.0` and `12.00` are twelve.
fn whole(text: &str) -> Option<u64> {
    let (digits, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = decimals.bytes().all(|byte| byte == b'0');
    (is_whole && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

/// The digits a text starts with, unless a unit that begins like one of `other_units` follows them.
fn leading(text: &str, other_units: &[&str]) -> Option<u16> {
    let number = leading_number(text)?;
    let unit = text
        .trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace())
        .to_lowercase();
    let is_other = other_units.iter().any(|other| unit.starts_with(other));
    (!is_other).then(|| number.try_into().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with<'a, T>(json: &'a str, look: impl FnOnce(Field<'a>) -> T) -> T {
        look(Field::new(
            serde_json::from_str(json).expect("a test writes valid JSON"),
        ))
    }

    #[test]
    fn g7_null_and_empty_text_are_none_and_the_rest_is_kept() {
        for none in ["null", "\"\""] {
            assert_eq!(with(none, Field::text), None, "{none}");
        }
        for (json, shown) in [
            ("\"N/A\"", "N/A"),
            ("[]", "[]"),
            ("{}", "{}"),
            ("3", "3"),
            ("0.10", "0.10"),
            ("true", "true"),
            ("\"a\\u00e9\"", "aé"),
            ("\"half \\ud800\"", "half \\ud800"),
        ] {
            assert_eq!(with(json, Field::text).unwrap().wire(), shown);
        }
        assert_eq!(Field::default().text(), None);
        let far = with("\"2099-12-31\"", Field::date).unwrap();
        assert!(matches!(far, FlexDate::Day(_)));
    }

    #[test]
    fn o18_lengths_are_read_from_leading_digits() {
        let months = |json| with(json, Field::months);
        assert_eq!(months("12"), Some(Lenient::Value(Months(12))));
        assert_eq!(months("\"12MOIS\""), Some(Lenient::Value(Months(12))));
        assert_eq!(months("12.0"), Some(Lenient::Value(Months(12))));
        assert_eq!(months("\"2 ANS\""), Some(Lenient::Raw("2 ANS".into())));
        assert_eq!(
            months("\"99999999\""),
            Some(Lenient::Raw("99999999".into()))
        );
        let weeks = |json| with(json, Field::weeks);
        assert_eq!(weeks("\"1\""), Some(Lenient::Value(Weeks(1))));
        assert_eq!(weeks("\"6 semaines\""), Some(Lenient::Value(Weeks(6))));
        assert_eq!(weeks("\"10 jours\""), Some(Lenient::Raw("10 jours".into())));
        assert_eq!(
            weeks("\"T0 + 33 SEMAINES\""),
            Some(Lenient::Raw("T0 + 33 SEMAINES".into()))
        );
    }

    #[test]
    fn e13_and_e14_numbers_come_as_numbers_or_text_and_none_is_never_zero() {
        assert_eq!(
            with("1000.0", Field::mbps),
            Some(Lenient::Value(Mbps(1000)))
        );
        assert_eq!(
            with("\"100\"", Field::mbps),
            Some(Lenient::Value(Mbps(100)))
        );
        assert_eq!(with("\"G\"", Field::mbps), Some(Lenient::Raw("G".into())));
        assert_eq!(
            with("145.0", Field::cents),
            Some(Lenient::Value(Cents(14_500)))
        );
        assert_eq!(with("null", Field::cents), None);
        assert_eq!(
            with("{\"a\":1}", Field::cents),
            Some(Lenient::Raw("{\"a\":1}".into()))
        );
    }

    #[test]
    fn g19_booleans_come_in_three_spellings() {
        for (json, flag) in [
            ("true", Some(true)),
            ("\"True\"", Some(true)),
            ("0", Some(false)),
            ("\"false\"", Some(false)),
            ("null", None),
            ("\"peut-être\"", None),
        ] {
            assert_eq!(with(json, Field::flag), flag, "{json}");
        }
    }

    proptest! {
        #[test]
        fn every_reading_is_total(text in "(?s:.*)", number in any::<f64>()) {
            let number = if number.is_finite() { number.to_string() } else { "0".into() };
            for json in [serde_json::to_string(&text).unwrap(), number, format!("[{}]", serde_json::to_string(&text).unwrap())] {
                let readings = with(&json, |field| {
                    (field.text(), field.date(), field.flag(), field.count(), field.cents(), field.mbps(),
                     field.months(), field.weeks(), field.texts())
                });
                if json.starts_with('"') {
                    prop_assert_eq!(readings.0.is_none(), text.is_empty());
                }
            }
        }
    }
}
