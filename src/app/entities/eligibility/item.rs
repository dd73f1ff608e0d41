//! An eligibility item and how well it is known.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::entities::beginning;
use crate::app::loadable::Loadable;
use crate::domain::date::Zone;
use crate::domain::eligibility::{CatalogueOffer, Item};
use crate::domain::ids::{ProductId, QualificationId};
use crate::domain::text::Text;

use super::delay::Delay;
use super::news::{EligibilityNews, Told};

use super::Priced;

/// An eligibility item and how well it is known.
#[derive(Clone, Debug)]
pub struct KnownItem {
    /// As last told, merged.
    pub item: Item,
    /// Its request, once anything named it (E17).
    pub request: Option<QualificationId>,
    /// When its list row was last read.
    pub listed_at: Option<DateTime<Utc>>,
    /// How its detail, with the offers, was read: alone, or within its request.
    pub detail: Loadable<()>,
    /// What was asked of the catalogue about its offers, on demand.
    pub priced: HashMap<ProductId, Priced>,
    /// Since when the list no longer holds it.
    pub gone_since: Option<DateTime<Utc>>,
    /// Whether it has been gone for so long that it is shown no more. Its number stays taken.
    pub has_left: bool,
    /// What is worth a person's eye.
    pub news: EligibilityNews,
    /// When its state was last seen to move: a detail read before that is worth re-reading.
    pub hinted_at: Option<DateTime<Utc>>,
    /// The list row as it came, for the Raw tab.
    pub row_raw: Option<Text>,
    pub(super) sweep: Option<u32>,
}

impl KnownItem {
    pub(super) fn met(item: Item, counts_as_new: bool) -> Self {
        Self {
            request: item.request.clone(),
            item,
            listed_at: None,
            detail: Loadable::default(),
            priced: HashMap::new(),
            gone_since: None,
            has_left: false,
            news: EligibilityNews {
                is_new: counts_as_new,
                ..EligibilityNews::default()
            },
            hinted_at: None,
            row_raw: None,
            sweep: None,
        }
    }

    /// What people call it: its building, else its address, else the beginning of its key.
    pub fn name(&self) -> &str {
        let told = [self.item.site.building_ref.as_ref(), self.address()];
        let mut told = told.into_iter().flatten().map(Text::line);
        let name = told.find(|name| !name.is_empty());
        name.unwrap_or_else(|| beginning(self.item.id.text().line()))
    }

    /// Its address in a line. Nothing is made of its parts (O12).
    pub fn address(&self) -> Option<&Text> {
        let address = self.item.address.as_ref()?;
        address.label.as_ref().or(address.street_name.as_ref())
    }

    /// Its offers, once an answer told of them.
    pub fn offers(&self) -> Option<&[CatalogueOffer]> {
        self.item.offers.as_deref()
    }

    /// The families that can be ordered, else those that were asked for (E11).
    pub fn families(&self) -> &[Text] {
        let told = self.item.families_eligible.as_ref();
        told.or(self.item.families.as_ref())
            .map_or(&[], Vec::as_slice)
    }

    /// The shortest delay to a delivery of any family; `None` where none can be read.
    pub fn shortest_delay(&self) -> Option<Delay> {
        let delays = self.item.delivery.iter();
        let delays = delays.filter_map(|of| Delay::parse(&of.value));
        delays.min_by_key(|delay| delay.days())
    }

    /// Days that what it told is still guaranteed; negative when that is over, `None` where no day is told.
    pub fn days_left(&self, today: NaiveDate, zone: &Zone) -> Option<i64> {
        let day = self.item.guaranteed_until_date.as_ref()?.day(zone)?;
        Some((day - today).num_days())
    }

    /// Whether it may still come further.
    pub fn is_open(&self) -> bool {
        let state = self.item.state.as_ref();
        state.is_none_or(|state| !state.is_final()) && self.item.broken.is_none()
    }

    /// When anything of it was last read.
    pub fn read_at(&self) -> Option<DateTime<Utc>> {
        self.listed_at.max(self.detail.read_at())
    }

    /// Whether its detail was read before its state was last seen to move.
    pub fn is_outdated(&self) -> bool {
        let read_at = self.detail.read_at().zip(self.hinted_at);
        read_at.is_some_and(|(read_at, hinted_at)| read_at < hinted_at)
    }

    pub(super) fn told(&self) -> Told {
        Told {
            state: self.item.state.clone(),
            offers: self.offers().map(<[_]>::len),
        }
    }

    pub(super) fn clock_set_back(&mut self, now: DateTime<Utc>) {
        let clamp = |at: &mut Option<DateTime<Utc>>| *at = at.map(|at| at.min(now));
        clamp(&mut self.listed_at);
        clamp(&mut self.gone_since);
        clamp(&mut self.hinted_at);
        self.news.clock_set_back(now);
        self.detail.clock_set_back(now);
    }
}
