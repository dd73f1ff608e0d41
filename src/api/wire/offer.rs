//! The offers of a line (contract: `QuoteItemPrice`, of which no field is documented: Q3).
//!
//! Each value is looked for under the spellings that [`spelling`] lists: as a number or as text, in the offer itself or in
//! an object inside it, such as `product` or `price`; no deeper. What has no such name is not read and stays in
//! [`Offer::raw`]. Where two places that mean the same disagree, both are shown as they came and neither is believed:
//! an amount that may be wrong must not look like a price. None is never shown as 0.

mod spelling;

use std::borrow::Cow;

use super::field::{Field, Shape, mbps, months, own};
use super::object::members;
use super::reading::Reading;
use crate::domain::ids::ProductId;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::quote::{Offer, OfferState};
use crate::domain::text::Text;
use spelling::{Key, Meaning, Verdict, Where, meaning};

/// Reads every offer; null ones are none.
pub(crate) fn offers(field: Field<'_>, reading: &mut Reading<'_, '_>) -> Vec<Offer> {
    let is_something = |item: &Field<'_>| item.shape() != Shape::None;
    let items = reading.list(field).into_iter().filter(is_something);
    items.map(offer).collect()
}

fn offer(item: Field<'_>) -> Offer {
    let json = item.json().unwrap_or_default();
    let found = Found::within(json);
    Offer {
        product: found.product(),
        name: found.first(|meaning| matches!(meaning, Meaning::Name(_))),
        bandwidth: agreed(&found.of(Meaning::Bandwidth), mbps),
        term: agreed(&found.of(Meaning::Term), months),
        fas: agreed(&found.of(Meaning::Fas), money),
        far: agreed(&found.of(Meaning::Far), money),
        monthly: found.monthly(),
        state: found.state(),
        comment: found.first(|meaning| meaning == Meaning::Comment),
        raw: Text::new(json),
    }
}

/// The members of an offer that have a meaning, those of the objects inside it included.
struct Found<'a>(Vec<(Meaning, Field<'a>)>);

impl<'a> Found<'a> {
    fn within(json: &'a str) -> Self {
        let mut found = Vec::new();
        for (key, value) in members(json) {
            if value.is_nothing() {
                continue;
            }
            let here = meaning(&key, Where::Offer);
            if value.shape() != Shape::Object {
                found.extend(here.map(|meaning| (meaning, value)));
                continue;
            }
            let Some(around) = spelling::around(&key) else {
                continue;
            };
            let inside: Vec<_> = members(value.json().unwrap_or_default())
                .into_iter()
                .filter(|(_, value)| value.shape() != Shape::Object)
                .filter_map(|(key, value)| Some((meaning(&key, around)?, value)))
                .collect();
            // An amount that cannot be found inside its object is shown as the object it came in.
            let is_amount = here.is_some_and(Meaning::is_amount);
            let has_amount = inside.iter().any(|(meaning, _)| meaning.is_amount());
            if let (Some(here), true, false) = (here, is_amount, has_amount) {
                found.push((here, value));
            }
            found.extend(inside);
        }
        Self(found)
    }

    /// What is said under a meaning. A flag says nothing that could be shown.
    fn of(&self, meaning: Meaning) -> Vec<Field<'a>> {
        let mut found = self.0.clone();
        found.retain(|(found, field)| *found == meaning && field.flag_word().is_none());
        found.into_iter().map(|(_, field)| field).collect()
    }

    /// The text of the lowest meaning that says something.
    fn first(&self, is_meant: impl Fn(Meaning) -> bool) -> Option<Text> {
        let mut found: Vec<_> = self
            .0
            .iter()
            .filter(|(meaning, _)| is_meant(*meaning))
            .filter_map(|(meaning, field)| Some((*meaning, field.scalar()?)))
            .collect();
        found.sort_by_key(|(meaning, _)| *meaning);
        found.into_iter().next().map(|(_, said)| own(said))
    }

    /// The key, from the kind of name that tells it best. Two different ones of a kind are none.
    fn product(&self) -> Option<ProductId> {
        Key::ALL
            .into_iter()
            .find_map(|kind| {
                let found = self.of(Meaning::Key(kind));
                let mut keys: Vec<_> = found.into_iter().filter_map(Field::scalar).collect();
                keys.dedup();
                (!keys.is_empty()).then_some(keys)
            })
            .and_then(|keys| match keys.as_slice() {
                [key] => Some(ProductId::new(key.as_ref())),
                _ => None,
            })
    }

    /// A price is the price a month, unless something beside it says that it is not.
    fn monthly(&self) -> Option<Lenient<Cents>> {
        let mut found = self.of(Meaning::Monthly);
        let is_once = self.0.iter().any(|(meaning, field)| {
            *meaning == Meaning::Monthly && field.flag_word() == Some(false)
        });
        let period = self
            .of(Meaning::Period)
            .into_iter()
            .filter_map(Field::scalar)
            .find(|period| !spelling::is_month(period));
        let prices = self.of(Meaning::Price);
        match period {
            Some(period) if found.is_empty() => {
                let said = prices.into_iter().filter_map(Field::shown);
                return said
                    .map(|said| Lenient::Raw(Text::new(format!("{said} {period}"))))
                    .next();
            }
            None if !is_once => found.extend(prices),
            _ => {}
        }
        agreed(&found, money)
    }

    fn state(&self) -> Option<OfferState> {
        let said: Vec<_> = self
            .of(Meaning::State)
            .into_iter()
            .filter_map(Field::scalar)
            .collect();
        if !said.is_empty() {
            return Some(OfferState::parse(&joined(said)));
        }
        let is_true = |verdict: &Verdict| {
            let mut flags = self.0.iter();
            flags.any(|(meaning, field)| {
                *meaning == Meaning::Flag(*verdict) && field.flag() == Some(true)
            })
        };
        let words: Vec<_> = Verdict::ALL
            .into_iter()
            .filter(is_true)
            .map(|verdict| Cow::Borrowed(verdict.word()))
            .collect();
        (!words.is_empty()).then(|| OfferState::parse(&joined(words)))
    }
}

/// What all of `found` say, or the words of those that can be told apart.
fn agreed<T: PartialEq>(
    found: &[Field<'_>],
    read: impl Fn(&str) -> Option<T>,
) -> Option<Lenient<T>> {
    let said: Vec<_> = found.iter().filter_map(|field| field.shown()).collect();
    let mut values = said.iter().map(|said| read(said));
    let first = values.next()?;
    Some(match first {
        Some(value) if values.all(|other| other.as_ref() == Some(&value)) => Lenient::Value(value),
        _ => Lenient::Raw(Text::new(joined(said))),
    })
}

/// Different words, each once: `120 / 145`.
fn joined(mut said: Vec<Cow<'_, str>>) -> String {
    let mut seen = Vec::new();
    said.retain(|word| {
        let is_new = !seen.contains(word);
        if is_new {
            seen.push(word.clone());
        }
        is_new
    });
    said.join(" / ")
}

/// An amount, with or without the currency's name beside it. One that includes taxes is not the price that is meant.
fn money(said: &str) -> Option<Cents> {
    const BESIDE: [&str; 5] = ["€", "eur", "euros", "euro", "ht"];
    let mut amount = said.trim().to_lowercase();
    while let Some(rest) = BESIDE.iter().find_map(|word| {
        amount
            .strip_suffix(word)
            .or_else(|| amount.strip_prefix(word))
    }) {
        amount = rest.trim().to_owned();
    }
    Cents::parse(&amount)
}

#[cfg(test)]
mod tests;
