//! Offers that are declined or brought back together: one, those that are marked, or all of a line.

use crate::app::dialog::looks::Looks;
use crate::app::dialog::{Confirm, How, Recheck, price};
use crate::app::entities::quotes::QuoteLine;
use crate::app::prompt::Prompt;
use crate::app::writes::seen::seen_of_offer;
use crate::domain::quote::Offer;
use crate::domain::text::Text;
use crate::domain::write::{Intent, OfferKey, Seen, Write};

/// Offers and what is said of them.
#[derive(Clone, Debug, Default)]
pub struct Several {
    /// Those that are meant.
    pub items: Vec<Item>,
    /// The ones that are meant instead once all of the line are; empty where that is no choice.
    pub others: Vec<Item>,
    /// Whether all of the line are meant.
    pub is_all: bool,
    /// What is sent to Covage with a decline.
    pub comment: Prompt,
    /// Whether the comment is being written.
    pub is_writing: bool,
}

/// An offer in the list of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub key: OfferKey,
    /// What its line is called.
    pub line: Text,
    /// Its number among the offers of the line, from 1.
    pub number: usize,
    /// What it is called.
    pub name: Text,
    /// What it costs a month.
    pub price: Text,
    /// Whom it is for.
    pub customer: Option<Text>,
    /// Whether the filter hides its line.
    pub is_hidden: bool,
    seen: Vec<Seen>,
}

impl Item {
    /// The offer at a place of a line; `None` where a key was not told, so that nothing can be done with it.
    pub(crate) fn new(
        line: &QuoteLine,
        place: usize,
        offer: &Offer,
        is_hidden: bool,
    ) -> Option<Self> {
        let of = &line.line;
        if of.broken.is_some() {
            return None;
        }
        Some(Self {
            key: OfferKey {
                line: of.id.clone(),
                product: offer.product.clone()?,
            },
            line: line.name_text().clone(),
            number: place + 1,
            name: price::name(offer),
            price: price::monthly(offer),
            customer: line.customer().cloned(),
            is_hidden,
            seen: seen_of_offer(of, offer),
        })
    }

    fn row(&self) -> (String, Text) {
        let mut said = format!(
            "{}  {}  {}",
            self.number,
            self.name.wire(),
            self.price.wire()
        );
        if let Some(customer) = &self.customer {
            said.push_str("  ");
            said.push_str(customer.wire());
        }
        (self.line.line().to_owned(), Text::new(said))
    }
}

impl Several {
    /// Takes all offers of the line, or only the one again; false where that is no choice.
    pub(super) fn toggle_all(&mut self) -> bool {
        if self.others.is_empty() {
            return false;
        }
        std::mem::swap(&mut self.items, &mut self.others);
        self.is_all = !self.is_all;
        true
    }

    /// The comment, if there is one.
    pub fn said(&self) -> Option<Text> {
        Text::non_empty(self.comment.text().trim())
    }

    /// Every line that is looked at again.
    pub(super) fn looks(&self) -> Looks {
        let lines = self.items.iter().map(|item| item.key.line.clone());
        Looks::of(lines.map(Recheck::Line))
    }

    /// What is asked, with `write` for each.
    pub(super) fn confirm(&self, title: String, write: impl Fn(OfferKey) -> Write) -> Confirm {
        let intent = |item: &Item| Intent {
            write: write(item.key.clone()),
            subject: Text::new(format!("{} / {}", item.line.wire(), item.name.wire())),
            seen: item.seen.clone(),
        };
        let first = self.items.first().map(|item| &item.key.line);
        let is_one_line = self.items.iter().all(|item| Some(&item.key.line) == first);
        Confirm {
            title,
            rows: self.items.iter().map(Item::row).collect(),
            intents: self.items.iter().map(intent).collect(),
            how: How::Yes,
            recheck: first
                .filter(|_| is_one_line)
                .map(|line| Recheck::Line(line.clone())),
        }
    }

    /// `3 offers`, `offer 1 of QO_20260423_00000001`.
    pub(super) fn counted(&self) -> String {
        match self.items.as_slice() {
            [one] => format!("offer {} of {}", one.number, one.line.line()),
            many => format!("{} offers", many.len()),
        }
    }
}
