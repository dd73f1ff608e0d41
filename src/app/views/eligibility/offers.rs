//! The offers of the site under the cursor: which of them are shown and in which order, which one is meant, which are
//! marked.
//!
//! An offer is recognised by its key and its place among equal ones, so that no refresh, sort or filter turns the one that
//! is meant into another. A mark belongs to an offer at a site and stays wherever the cursor goes.

use std::cmp::Ordering;
use std::collections::HashSet;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::entities::eligibility::{KnownItem, OfferKey};
use crate::app::keymap::{Chord, Key};
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::typing::{paste_into, type_into};
use crate::domain::eligibility::CatalogueOffer;
use crate::domain::fold::fold;
use crate::domain::ids::{ProductId, QualificationItemId};
use crate::domain::lenient::Lenient;
use crate::domain::text::Text;

use super::preview::Tab;

/// What offers can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OfferOrder {
    /// As the API told them.
    #[default]
    Told,
    /// Price a month; unknown ones last.
    Monthly,
    /// Bandwidth.
    Bandwidth,
    /// Contract length.
    Term,
    /// Family, then name.
    Family,
}

impl OfferOrder {
    const ALL: [Self; 5] = [
        Self::Told,
        Self::Monthly,
        Self::Bandwidth,
        Self::Term,
        Self::Family,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Told => "as told",
            Self::Monthly => "price a month",
            Self::Bandwidth => "bandwidth",
            Self::Term => "term",
            Self::Family => "family",
        }
    }

    fn next(self) -> Self {
        let place = (self as usize + 1) % Self::ALL.len();
        Self::ALL.get(place).copied().unwrap_or_default()
    }
}

/// State of the table of offers.
#[derive(Clone, Debug, Default)]
pub struct OfferTable {
    words: Input,
    is_typing: bool,
    order: OfferOrder,
    is_descending: bool,
    picked: Option<Picked>,
    marks: HashSet<OfferKey>,
}

/// The offer that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Picked {
    item: QualificationItemId,
    product: Option<ProductId>,
    /// How many of the same key, or without one, stand before it.
    nth: usize,
}

impl OfferTable {
    /// What offers are narrowed by.
    pub fn words(&self) -> &str {
        self.words.value()
    }

    /// Caret position in characters.
    pub fn caret(&self) -> usize {
        self.words.cursor()
    }

    /// Whether keys go into the text.
    pub fn is_typing(&self) -> bool {
        self.is_typing
    }

    /// Whether offers are narrowed, or about to be.
    pub fn is_narrowed(&self) -> bool {
        self.is_typing || !self.words().is_empty()
    }

    /// What offers are sorted by, and whether the largest comes first.
    pub fn sort(&self) -> (OfferOrder, bool) {
        (self.order, self.is_descending)
    }

    /// Offers that are marked, at any site.
    pub fn marks(&self) -> &HashSet<OfferKey> {
        &self.marks
    }

    fn sort_by(&mut self, order: OfferOrder) {
        self.is_descending = order == self.order && !self.is_descending;
        self.order = order;
    }
}

/// What marks and prices go by; `None` for an offer without a key: it can only be looked at.
pub fn key_of(item: &KnownItem, offer: &CatalogueOffer) -> Option<OfferKey> {
    Some(OfferKey {
        item: item.item.id.clone(),
        product: offer.product.clone()?,
    })
}

/// Whether every word stands in what an offer tells; case and accents do not count.
fn holds(offer: &CatalogueOffer, words: &str) -> bool {
    let told = [
        offer.product.as_ref().map(ProductId::text),
        offer.name.as_ref(),
        offer.description.as_ref(),
        offer.bandwidth.as_ref(),
        offer.family.as_ref(),
        offer.technology.as_ref(),
        offer.tarif_zone.as_ref(),
    ];
    let told: Vec<_> = told.into_iter().flatten().map(Text::line).collect();
    let told = fold(&told.join(" "));
    fold(words)
        .split_whitespace()
        .all(|word| told.contains(word))
}

fn value<T: Copy>(lenient: Option<&Lenient<T>>) -> Option<T> {
    lenient.and_then(Lenient::value)
}

/// Smaller first, or larger; what is not known comes last either way.
fn by<T: Ord>(a: Option<T>, b: Option<T>, is_descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if is_descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

impl AppState {
    /// The site whose offers the preview shows; `None` for a request with several.
    pub fn item_in_preview(&self) -> Option<&KnownItem> {
        self.item_under_cursor()
    }

    /// Places of its offers that are shown, in the order they are shown in.
    pub fn offers_shown(&self) -> Vec<usize> {
        let Some(item) = self.item_in_preview() else {
            return Vec::new();
        };
        let offers = item.item.offers.as_deref().unwrap_or_default();
        let table = &self.eligibility_pane.preview.offers;
        let mut shown: Vec<_> = offers.iter().enumerate().collect();
        shown.retain(|(_, offer)| holds(offer, table.words()));
        let (order, is_descending) = table.sort();
        shown.sort_by(|(_, a), (_, b)| {
            let monthly = |offer| value(item.prices_of(offer).monthly);
            let mbps = |offer: &CatalogueOffer| value(offer.bandwidth_max.as_ref());
            let term = |offer: &CatalogueOffer| value(offer.commitment.as_ref());
            let family = |offer: &CatalogueOffer| {
                let words = [offer.family.as_ref(), offer.name.as_ref()];
                words[0].map(|_| words.map(|word| word.map(|it| fold(it.line()))))
            };
            match order {
                OfferOrder::Told => Ordering::Equal,
                OfferOrder::Monthly => by(monthly(a), monthly(b), is_descending),
                OfferOrder::Bandwidth => by(mbps(a), mbps(b), is_descending),
                OfferOrder::Term => by(term(a), term(b), is_descending),
                OfferOrder::Family => by(family(a), family(b), is_descending),
            }
        });
        let mut shown: Vec<_> = shown.into_iter().map(|(place, _)| place).collect();
        if order == OfferOrder::Told && is_descending {
            shown.reverse();
        }
        shown
    }

    /// The offer that is meant, and its place among all that the site has: the first one shown, until a person picks
    /// another.
    pub fn offer_in_preview(&self) -> Option<(usize, &CatalogueOffer)> {
        let item = self.item_in_preview()?;
        let offers = item.item.offers.as_deref()?;
        let shown = self.offers_shown();
        let picked = self.eligibility_pane.preview.offers.picked.as_ref();
        let picked = picked.filter(|picked| picked.item == item.item.id);
        let place = picked.and_then(|picked| {
            let same = offers.iter().enumerate();
            let mut same = same.filter(|(_, offer)| offer.product == picked.product);
            same.nth(picked.nth).map(|(place, _)| place)
        });
        let place = place.filter(|place| shown.contains(place));
        let place = place.or_else(|| shown.first().copied())?;
        Some((place, offers.get(place)?))
    }

    /// Means the offer at a place.
    pub(super) fn pick_eligibility_offer(&mut self, place: usize) {
        let Some(item) = self.item_in_preview() else {
            return;
        };
        let offers = item.item.offers.as_deref().unwrap_or_default();
        let Some(offer) = offers.get(place) else {
            return;
        };
        let before = offers.iter().take(place);
        let picked = Picked {
            item: item.item.id.clone(),
            product: offer.product.clone(),
            nth: before.filter(|it| it.product == offer.product).count(),
        };
        self.eligibility_pane.preview.offers.picked = Some(picked);
    }

    /// Moves to another offer; returns whether there are any.
    pub(super) fn move_eligibility_offer(&mut self, steps: isize) -> bool {
        let Some((place, _)) = self.offer_in_preview() else {
            return false;
        };
        let shown = self.offers_shown();
        let at = shown.iter().position(|it| *it == place).unwrap_or(0);
        let last = shown.len().saturating_sub(1);
        let to = at.saturating_add_signed(steps).min(last);
        if let Some(place) = shown.get(to) {
            self.pick_eligibility_offer(*place);
        }
        true
    }

    /// Holds on to the offer that is meant as soon as there is one.
    pub(crate) fn settle_eligibility_offer(&mut self) {
        if let Some((place, _)) = self.offer_in_preview() {
            self.pick_eligibility_offer(place);
        }
    }

    /// Whether keys of the preview go to the table of offers.
    pub(crate) fn is_among_offers(&self) -> bool {
        let pane = &self.eligibility_pane;
        let has_offers = self
            .item_in_preview()
            .is_some_and(|item| item.item.offers.as_ref().is_some_and(|it| !it.is_empty()));
        self.pane == Pane::Eligibility
            && pane.focus == Focus::Preview
            && pane.preview.tab == Tab::Offers
            && has_offers
    }

    /// What keys do in the table that mean something else in the list; false for all others.
    pub(crate) fn act_on_offers(&mut self, action: Action) -> bool {
        let table = &mut self.eligibility_pane.preview.offers;
        let order = table.order;
        match action {
            Action::Filter => table.is_typing = true,
            Action::Sort => self.sort_offers(order.next()),
            Action::Reverse => self.sort_offers(order),
            Action::Mark => self.mark_eligibility_offer(),
            Action::MarkAll => self.mark_all_offers(),
            Action::UnmarkAll => table.marks.clear(),
            _ => return false,
        }
        true
    }

    /// Sorts by something, or the other way round when it is that already.
    pub(super) fn sort_offers(&mut self, order: OfferOrder) {
        let table = &mut self.eligibility_pane.preview.offers;
        table.sort_by(order);
        let way = if table.is_descending {
            ", the other way round"
        } else {
            ""
        };
        let said = format!("offers by {}{way}", order.name());
        self.notices.info(self.now, said);
        self.reveal_in_eligibility();
    }

    /// Marks the offer under the cursor or takes its mark, and goes on.
    fn mark_eligibility_offer(&mut self) {
        let item = self.item_in_preview();
        let key = item
            .zip(self.offer_in_preview())
            .and_then(|(item, (_, offer))| key_of(item, offer));
        let Some(key) = key else {
            let why = "this offer came without a key: nothing can be done with it";
            return self.notices.info(self.now, why);
        };
        let marks = &mut self.eligibility_pane.preview.offers.marks;
        if !marks.remove(&key) {
            marks.insert(key);
        }
        self.move_eligibility_offer(1);
        self.reveal_in_eligibility();
    }

    /// Marks every offer shown; if they all are, takes their marks.
    fn mark_all_offers(&mut self) {
        let keys: HashSet<_> = self.item_in_preview().map_or_else(HashSet::new, |item| {
            let offers = item.item.offers.as_deref().unwrap_or_default();
            let shown = self.offers_shown();
            let shown = shown.iter().filter_map(|place| offers.get(*place));
            shown.filter_map(|offer| key_of(item, offer)).collect()
        });
        let marks = &mut self.eligibility_pane.preview.offers.marks;
        if keys.is_subset(marks) {
            marks.retain(|key| !keys.contains(key));
        } else {
            marks.extend(keys);
        }
    }

    /// Whether keys go into the words that offers are narrowed by.
    pub fn is_narrowing_offers(&self) -> bool {
        self.is_among_offers() && self.eligibility_pane.preview.offers.is_typing
    }

    /// Takes a key while they do; false when it is to be read as an action.
    pub(crate) fn offer_words_key(&mut self, chord: Chord) -> bool {
        let table = &mut self.eligibility_pane.preview.offers;
        match chord {
            _ if chord == Chord::plain(Key::Esc) => {
                self.leave_offer_filter();
            }
            _ if chord == Chord::plain(Key::Enter) => table.is_typing = false,
            // Leaving for another part of the screen would leave the caret behind.
            _ if matches!(chord.key, Key::Tab | Key::BackTab) => {}
            _ if type_into(&mut table.words, chord).is_some() => self.reveal_in_eligibility(),
            _ => return false,
        }
        true
    }

    /// Takes pasted text while they do.
    pub(crate) fn offer_words_paste(&mut self, text: &str) {
        paste_into(&mut self.eligibility_pane.preview.offers.words, text);
        self.reveal_in_eligibility();
    }

    /// Shows all offers again; false when they were.
    pub(super) fn leave_offer_filter(&mut self) -> bool {
        let table = &mut self.eligibility_pane.preview.offers;
        let was_narrowed = table.is_narrowed() && self.eligibility_pane.preview.tab == Tab::Offers;
        if was_narrowed {
            let table = &mut self.eligibility_pane.preview.offers;
            table.words = Input::default();
            table.is_typing = false;
        }
        was_narrowed
    }
}
