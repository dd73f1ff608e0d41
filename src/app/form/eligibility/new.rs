//! What can be made in the Eligibility pane: a check, prices of offers, a quote line.

use crate::app::copy::counted;
use crate::app::keymap::Chord;
use crate::app::menu::{Choice, Item, Kind, New};
use crate::app::state::AppState;

impl AppState {
    /// `+` in the Eligibility pane: what can be made here.
    pub(crate) fn ask_new_eligibility(&mut self) {
        self.open_menu(Kind::New);
    }

    /// The menu; a check can be made even where there is nothing yet.
    pub(in crate::app::form) fn new_in_eligibility(&self) -> Vec<Item> {
        let check = Item::new("a check of one site", Choice::New(New::Check));
        let batch = Item::new("a batch: the sites of a file", Choice::New(New::Batch));
        let why = self.why_no_writes().map(|why| self.keymap.tell(&why));
        let write = |item: Item| match &why {
            Some(why) => item.off(Some(why.clone())),
            None => item,
        };
        vec![
            write(check.hot(Chord::char('n'))),
            write(batch.hot(Chord::char('f'))),
            self.prices_item(),
            write(self.line_item()),
        ]
    }

    fn prices_item(&self) -> Item {
        let offers = self.offers_to_price().len();
        let text = match offers {
            0 => "prices of offers".to_owned(),
            _ => format!("prices of {}", counted(offers, "offer")),
        };
        let why_not = (offers == 0).then_some("there is no offer here");
        Item::new(text, Choice::New(New::Prices))
            .hot(Chord::char('p'))
            .note("1 call")
            .off(why_not)
    }

    fn line_item(&self) -> Item {
        let item = |text: String, choice| Item::new(text, choice).hot(Chord::char('l'));
        match (self.line_from_here(), self.why_no_line_from_here()) {
            (Some(from), None) => {
                let offers = match from.offers.len() {
                    0 => String::new(),
                    offers => format!(", {}", counted(offers, "offer")),
                };
                let text = format!("a quote line of this site{offers}");
                item(text, Choice::New(New::LineOf(from)))
            }
            (_, why) => item("a quote line of a site".to_owned(), Choice::Text).off(why),
        }
    }

    /// Why no quote line can be made of what is under the cursor.
    fn why_no_line_from_here(&self) -> Option<&'static str> {
        match (self.item_in_preview(), self.eligibility_row_under_cursor()) {
            (Some(known), _) if known.item.broken.is_some() => {
                Some("this site could not be read, so nothing can be asked for it")
            }
            (Some(_), _) => None,
            (None, Some(_)) => Some("which site? go to one of the request first"),
            (None, None) => Some("there is no site here"),
        }
    }
}
