//! Accepting an offer: it creates an order and cannot be undone from here, so its reference is typed.
//!
//! Line and offers are those of the key press. Another offer of the same line can be chosen; nothing else.

use crate::app::dialog::{Confirm, How, Kind, Recheck, price};
use crate::app::entities::quotes::{OfferAct, QuoteLine};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::writes::seen::seen_of_offer;
use crate::domain::quote::Offer;
use crate::domain::text::Text;
use crate::domain::write::{Intent, OfferKey, Write};

/// A line, and which of its offers is meant.
#[derive(Clone, Debug)]
pub struct Accept {
    line: QuoteLine,
    /// Places of the offers that can be chosen, among all of the line.
    places: Vec<usize>,
    /// Which of these.
    chosen: usize,
}

impl Accept {
    /// The offer at a place of a line; `None` when there is none that could be accepted there.
    pub(super) fn new(line: QuoteLine, place: usize) -> Option<Self> {
        let offers = line.offers().unwrap_or_default();
        let places: Vec<_> = (0..offers.len())
            .filter(|place| line.why_not(OfferAct::Accept, *place).is_none())
            .collect();
        let chosen = places.iter().position(|other| *other == place)?;
        if line.line.broken.is_some() {
            return None;
        }
        Some(Self {
            line,
            places,
            chosen,
        })
    }

    /// The line, as it was at the key press.
    pub fn line(&self) -> &QuoteLine {
        &self.line
    }

    /// How many offers there are to choose from.
    pub fn choices(&self) -> usize {
        self.places.len()
    }

    /// Turns to another offer; false when there is none on that side.
    pub(super) fn turn(&mut self, steps: isize) -> bool {
        let last = self.places.len().saturating_sub(1);
        let next = self.chosen.saturating_add_signed(steps).min(last);
        std::mem::replace(&mut self.chosen, next) != next
    }

    fn offers(&self) -> impl Iterator<Item = (usize, &Offer)> {
        self.line.offers().unwrap_or_default().iter().enumerate()
    }

    /// What is asked for the offer that is chosen.
    pub(super) fn confirm(&self) -> Option<Confirm> {
        let place = *self.places.get(self.chosen)?;
        let (_, offer) = self.offers().find(|(other, _)| *other == place)?;
        let line = &self.line.line;
        let name = self.line.name_text().clone();
        let key = OfferKey {
            line: line.id.clone(),
            product: offer.product.clone()?,
        };
        let rows = vec![
            ("line".to_owned(), who(&name, &self.line)),
            (format!("offer {}", place + 1), price::name_and_term(offer)),
            ("price".to_owned(), price::whole(offer)),
            ("also".to_owned(), self.becomes_refused(place)),
        ];
        let subject = format!("{} / {}", name.wire(), price::name(offer).wire());
        Some(Confirm {
            title: "ACCEPT: creates an order, cannot be undone by this tool".to_owned(),
            rows,
            intents: vec![Intent {
                subject: Text::new(subject),
                seen: seen_of_offer(line, offer),
                write: Write::Accept(key),
            }],
            how: How::Ending(name),
            recheck: Some(Recheck::Line(line.id.clone())),
        })
    }

    /// What happens to the other offers.
    fn becomes_refused(&self, place: usize) -> Text {
        let others: Vec<_> = self
            .offers()
            .filter(|(other, offer)| *other != place && self.line.is_on_offer(offer))
            .map(|(other, offer)| {
                let product = offer.product.as_ref().map_or("?", |product| product.wire());
                format!(
                    "{} ({product}, {})",
                    other + 1,
                    price::monthly(offer).wire()
                )
            })
            .collect();
        Text::new(match others.as_slice() {
            [] => "no other offer of the line is ready".to_owned(),
            [one] => format!("offer {one} becomes refused"),
            many => format!("offers {} become refused", many.join(", ")),
        })
    }
}

/// A line, its customer and its address.
fn who(name: &Text, line: &QuoteLine) -> Text {
    let customer = line.customer().map(Text::wire);
    let address = line.line.address.as_ref().map(Text::wire);
    let place: Vec<_> = customer.into_iter().chain(address).collect();
    Text::new(format!("{}     {}", name.wire(), place.join(", ")))
}

impl AppState {
    /// Opens the dialog that accepts the offer under the cursor.
    pub(crate) fn ask_accept(&mut self, effects: &mut Effects) {
        let line = self.line_under_cursor().cloned();
        let Some((line, (place, _))) = line.zip(self.offer_under_cursor()) else {
            return;
        };
        self.ask_accept_of(line, place, effects);
    }

    pub(crate) fn ask_accept_of(&mut self, line: QuoteLine, place: usize, effects: &mut Effects) {
        if let Some(why) = line.why_not(OfferAct::Accept, place) {
            return self.notices.info(self.now, self.keymap.tell(why));
        }
        let accept = Accept::new(line, place);
        let Some((accept, confirm)) = accept.and_then(|it| it.confirm().map(|asked| (it, asked)))
        else {
            return;
        };
        self.open_dialog(confirm, Kind::Accept(Box::new(accept)), effects);
    }
}
