//! What leaves the Eligibility pane by the clipboard.

use crate::app::entities::eligibility::{EligibilityRow, KnownItem, KnownRequest};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::eligibility::preview::Tab;
use crate::domain::eligibility::CatalogueOffer;
use crate::domain::ids::ProductId;
use crate::domain::lenient::{Cents, Lenient, Months};
use crate::domain::text::Text;

use super::quotes::{UNREADABLE, amount};
use super::{counted, pretty_json};

impl AppState {
    /// Copies what the cursor is on: inside the preview the offer that is meant, the site that is, or the raw answer; else
    /// the reference of the row.
    pub(super) fn copy_eligibility_here(&mut self, effects: &mut Effects) {
        if self.eligibility_pane.focus == Focus::Preview
            && let Some((what, text)) = self.copyable_in_eligibility()
        {
            return self.copy(what, &text, effects);
        }
        let name = match self.eligibility_row_under_cursor() {
            Some(EligibilityRow::Request(id)) => self.eligibility.request(id).map(request_name),
            Some(EligibilityRow::Item(id)) => self.eligibility.item(id).map(site_name),
            None => None,
        };
        match name {
            Some(Ok(name)) => self.copy(&name, &name, effects),
            Some(Err(why)) => self.notices.info(self.now, why),
            None => {}
        }
    }

    /// What the open tab of the preview gives, and its name.
    fn copyable_in_eligibility(&self) -> Option<(&'static str, String)> {
        match self.eligibility_pane.preview.tab {
            Tab::Offers | Tab::Offer => {
                if let Some((_, site)) = self.site_in_preview() {
                    return Some(("the site", site_name(site).ok()?));
                }
                let item = self.item_in_preview()?;
                let (_, offer) = self.offer_in_preview()?;
                Some(("the offer", offer_words(item, offer)))
            }
            Tab::Raw => {
                let of_item = self.item_in_preview().map(|item| &item.item.raw);
                let raw = of_item.or_else(|| Some(&self.request_under_cursor()?.request.raw));
                Some(("the answer, JSON", pretty_json(raw?)))
            }
            Tab::Timeline | Tab::Detail => None,
        }
    }
}

/// The caller's own reference of a request, else its key.
fn request_name(request: &KnownRequest) -> Result<String, &'static str> {
    let known = &request.request;
    match (&known.external_id, &known.broken) {
        (Some(own), _) => Ok(own.line().to_owned()),
        // A key of our own means nothing to anybody.
        (None, Some(_)) => Err(UNREADABLE),
        (None, None) => Ok(known.id.text().line().to_owned()),
    }
}

/// The reference of a site's building, else its key among the items.
fn site_name(site: &KnownItem) -> Result<String, &'static str> {
    let known = &site.item;
    match (&known.site.building_ref, &known.broken) {
        (Some(building), _) => Ok(building.line().to_owned()),
        (None, Some(_)) => Err(UNREADABLE),
        (None, None) => Ok(known.id.text().line().to_owned()),
    }
}

/// An offer in one line, as for a mail; what is not told is left out.
fn offer_words(item: &KnownItem, offer: &CatalogueOffer) -> String {
    let prices = item.prices_of(offer);
    let text = |text: Option<&Text>| text.map(|text| text.line().to_owned());
    let money = |name: &str, told: Option<&Lenient<Cents>>| {
        told.map(|told| format!("{name} {}", amount(told)))
    };
    let term = offer.commitment.as_ref().map(|term| match term {
        Lenient::Value(Months(months)) => counted((*months).into(), "month"),
        Lenient::Raw(text) => text.line().to_owned(),
    });
    let on_quotation = offer.on_quotation == Some(true);
    let words = [
        text(offer.product.as_ref().map(ProductId::text)),
        text(offer.name.as_ref()),
        text(offer.bandwidth.as_ref()),
        term,
        money("FAS", prices.fas),
        money("FAR", prices.far),
        money("a month", prices.monthly),
        on_quotation.then(|| "by quotation".to_owned()),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
