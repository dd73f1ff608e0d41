//! The preview of the request or site under the cursor: which tab, and how far it is scrolled. In the table of offers,
//! and in the list of the sites of a request, keys move from one to the next; everywhere else they scroll.

use chrono::TimeDelta;

use crate::app::action::Action;
use crate::app::entities::eligibility::{EligibilityRow, KnownItem};
use crate::app::entities::orders::RowId;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::table::Move;
use crate::domain::date::FlexDate;
use crate::domain::ids::QualificationItemId;

use super::offers::OfferTable;

/// A check that goes on is counted in seconds for so long; after that minutes will do.
const COUNTED_FOR: TimeDelta = TimeDelta::hours(1);

/// A tab of the preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The offers of the site, with its timeline in a line; of a request with several sites, those.
    #[default]
    Offers,
    /// The states of request and item with how long each took.
    Timeline,
    /// Every documented field.
    Detail,
    /// The offer that is meant, with its options.
    Offer,
    /// The answers of the API as they came.
    Raw,
}

impl Tab {
    /// From left to right.
    pub const ALL: [Self; 5] = [
        Self::Offers,
        Self::Timeline,
        Self::Detail,
        Self::Offer,
        Self::Raw,
    ];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Offers => "Offers",
            Self::Timeline => "Timeline",
            Self::Detail => "Detail",
            Self::Offer => "Offer",
            Self::Raw => "Raw",
        }
    }

    /// Its place from the left, from 0.
    pub fn place(self) -> usize {
        self as usize
    }

    fn beside(self, by: usize) -> Self {
        let place = (self.place() + by) % Self::ALL.len();
        Self::ALL.get(place).copied().unwrap_or_default()
    }
}

/// State of the preview.
#[derive(Clone, Debug, Default)]
pub struct EligibilityPreview {
    /// The open tab.
    pub tab: Tab,
    /// Whether Detail lists the fields that are empty.
    pub shows_empty: bool,
    /// The table of offers.
    pub offers: OfferTable,
    /// The site that is meant, of a request with several.
    site: Option<QualificationItemId>,
    scrolls: [usize; Tab::ALL.len()],
    /// Whether what is meant has to be on screen, wherever the scroll is.
    reveals: bool,
    /// The tab `i` goes back to.
    before_raw: Tab,
}

impl EligibilityPreview {
    /// First line shown, as far as that can be: there may be fewer lines by now.
    pub fn scroll(&self) -> usize {
        self.scrolls.get(self.tab.place()).copied().unwrap_or(0)
    }

    /// Whether what is meant has to be on screen.
    pub fn reveals(&self) -> bool {
        self.reveals && self.tab == Tab::Offers
    }

    fn set_scroll(&mut self, scroll: usize) {
        if let Some(place) = self.scrolls.get_mut(self.tab.place()) {
            *place = scroll;
        }
    }

    /// Another row came under the cursor: back to the top.
    pub(super) fn rewind(&mut self) {
        self.scrolls = Default::default();
        self.reveals = true;
        self.site = None;
    }

    /// Opens a tab, where it was left.
    pub(crate) fn open(&mut self, tab: Tab) {
        self.tab = tab;
    }
}

impl AppState {
    /// The sites of the request under the cursor, where it has several.
    pub fn sites_under_cursor(&self) -> Option<Vec<&KnownItem>> {
        let EligibilityRow::Request(id) = self.eligibility_row_under_cursor()? else {
            return None;
        };
        let items = &self.eligibility.request(id)?.items;
        if items.len() < 2 {
            return None;
        }
        let items = items.iter().filter_map(|id| self.eligibility.item(id));
        Some(items.collect())
    }

    /// Which of those is meant: the first one, until a person picks another.
    pub fn site_in_preview(&self) -> Option<(usize, &KnownItem)> {
        let sites = self.sites_under_cursor()?;
        let picked = self.eligibility_pane.preview.site.as_ref();
        let place = sites.iter().position(|site| Some(&site.item.id) == picked);
        let place = place.unwrap_or(0);
        Some((place, *sites.get(place)?))
    }

    /// Means the site at a place.
    pub(super) fn pick_site(&mut self, place: usize) {
        let site = self
            .sites_under_cursor()
            .and_then(|sites| Some(sites.get(place)?.item.id.clone()));
        let preview = &mut self.eligibility_pane.preview;
        preview.site = site.or(preview.site.take());
    }

    /// Moves to another site of the request; returns whether there are several.
    fn move_site(&mut self, steps: isize) -> bool {
        let Some((place, _)) = self.site_in_preview() else {
            return false;
        };
        let sites = self.sites_under_cursor().map_or(0, |sites| sites.len());
        let last = sites.saturating_sub(1);
        self.pick_site(place.saturating_add_signed(steps).min(last));
        true
    }

    /// Carries out an action of the preview; false when it is not one.
    pub(super) fn act_on_eligibility_preview(&mut self, action: Action) -> bool {
        let is_inside = self.eligibility_pane.focus == Focus::Preview;
        let preview = &mut self.eligibility_pane.preview;
        let tab = preview.tab;
        match action {
            Action::NextTab => preview.open(tab.beside(1)),
            Action::PreviousTab => preview.open(tab.beside(Tab::ALL.len() - 1)),
            Action::Raw if tab == Tab::Raw => preview.open(preview.before_raw),
            Action::Raw => {
                preview.before_raw = tab;
                preview.open(Tab::Raw);
                if self.room.preview == 0 {
                    self.eligibility_pane.focus = Focus::Preview;
                }
            }
            Action::PreviewDown => self.scroll_eligibility_preview(1),
            Action::PreviewUp => self.scroll_eligibility_preview(-1),
            Action::Enter if is_inside => self.enter_in_eligibility(),
            Action::Back if is_inside => return self.leave_offer_filter(),
            _ if is_inside && self.is_among_offers() => return self.act_on_offers(action),
            _ => return false,
        }
        true
    }

    fn enter_in_eligibility(&mut self) {
        let preview = &mut self.eligibility_pane.preview;
        let why = match preview.tab {
            Tab::Detail => {
                preview.shows_empty = !preview.shows_empty;
                return;
            }
            Tab::Offers => {
                if let Some((_, site)) = self.site_in_preview() {
                    let id = site.item.id.clone();
                    return self.go_to_site(&id);
                }
                if self.offer_in_preview().is_some() {
                    return self.eligibility_pane.preview.open(Tab::Offer);
                }
                "there is no offer to open here"
            }
            Tab::Timeline | Tab::Offer | Tab::Raw => "there is nothing to open here",
        };
        self.notices.info(self.now, why);
    }

    /// Shows a site among all sites, with its offers in hand.
    fn go_to_site(&mut self, id: &QualificationItemId) {
        if let Some(row) = self.eligibility.item_number(id) {
            self.visit_eligibility(row);
            self.eligibility_pane.focus = Focus::Preview;
        }
    }

    /// Moves inside the preview: from offer to offer or from site to site where there are any, else the scroll.
    pub(super) fn move_in_eligibility(&mut self, movement: Move) {
        let steps = movement.lines(self.room.preview);
        let is_table = self.eligibility_pane.preview.tab == Tab::Offers;
        if is_table && (self.move_site(steps) || self.move_eligibility_offer(steps)) {
            self.reveal_in_eligibility();
        } else {
            self.scroll_eligibility_preview(steps);
        }
    }

    /// What is meant is to be on screen, with as little scrolling as that takes.
    pub(super) fn reveal_in_eligibility(&mut self) {
        let top = self.eligibility_top();
        let preview = &mut self.eligibility_pane.preview;
        preview.set_scroll(top);
        preview.reveals = true;
    }

    fn scroll_eligibility_preview(&mut self, lines: isize) {
        let top = self.eligibility_top();
        let last = self.room.preview_hidden;
        let preview = &mut self.eligibility_pane.preview;
        preview.set_scroll(top.saturating_add_signed(lines).min(last));
        preview.reveals = false;
    }

    /// The first line that is shown now.
    fn eligibility_top(&self) -> usize {
        let preview = &self.eligibility_pane.preview;
        if preview.reveals() {
            self.room.preview_top
        } else {
            preview.scroll().min(self.room.preview_hidden)
        }
    }

    /// Whether the time of a check that goes on stands on screen in seconds.
    pub(crate) fn is_check_counting(&self) -> bool {
        let is_young = |at: &Option<FlexDate>| {
            let at = at.as_ref().and_then(FlexDate::instant);
            at.is_some_and(|at| self.now - at < COUNTED_FOR)
        };
        let pane = &self.eligibility_pane;
        let shown = pane.window(self.room.list).iter().copied();
        let mut rows = shown.chain(pane.cursor.row());
        let counts = |row: RowId| match (
            self.eligibility.request_at(row),
            self.eligibility.item_at(row),
        ) {
            (Some(request), _) => request.is_open() && is_young(&request.request.creation_date),
            (None, Some(item)) => item.is_open() && is_young(&item.item.creation_date),
            (None, None) => false,
        };
        self.pane == Pane::Eligibility && rows.any(counts)
    }
}
