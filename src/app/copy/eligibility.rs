//! What leaves the Eligibility pane by the clipboard.

use crate::app::entities::eligibility::{EligibilityRow, KnownItem, KnownRequest};
use crate::app::entities::orders::RowId;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::views::eligibility::columns::EligibilityColumn;
use crate::app::views::eligibility::preview::Tab;
use crate::domain::eligibility::{CatalogueOffer, QualificationState};
use crate::domain::ids::ProductId;
use crate::domain::lenient::{Cents, Lenient, Mbps, Months};
use crate::domain::text::Text;

use super::quotes::{UNREADABLE, amount};
use super::row::{cell, date, lenient};
use super::{counted, pretty_json};

impl AppState {
    /// Copies what the cursor is on: inside the preview the offer that is meant, the site that is, or the raw answer; else
    /// the marked references where there are any, else the one of the row.
    pub(super) fn copy_eligibility_here(&mut self, effects: &mut Effects) {
        if self.eligibility_pane.focus == Focus::Preview
            && let Some((what, text)) = self.copyable_in_eligibility()
        {
            return self.copy(what, &text, effects);
        }
        let marked = self.marked_eligibility();
        if !marked.is_empty() {
            let what = counted(marked.len(), "reference");
            let text = self.eligibility_references(&marked);
            return self.copy(&what, &text, effects);
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

    /// The marked requests and sites: those that are shown in their order, then the others.
    pub(crate) fn marked_eligibility(&self) -> Vec<RowId> {
        let pane = &self.eligibility_pane;
        let mut rows: Vec<_> = pane.marks.rows.iter().copied().collect();
        rows.sort_by_key(|row| (pane.list.place(*row).unwrap_or(usize::MAX), *row));
        rows
    }

    /// References of requests and buildings of sites, one a line; keys where there is none. Rows that could not be read
    /// are left out.
    pub(crate) fn eligibility_references(&self, rows: &[RowId]) -> String {
        let name = |row: &RowId| {
            let request = self.eligibility.request_at(*row).map(request_name);
            request.or_else(|| self.eligibility.item_at(*row).map(site_name))
        };
        let names = rows.iter().filter_map(name).filter_map(Result::ok);
        names.collect::<Vec<_>>().join("\n")
    }

    /// Requests and sites as tab separated values, one a line, under the names of their columns.
    pub(crate) fn eligibility_table(&self, rows: &[RowId]) -> String {
        let names = EligibilityColumn::NAMES.join("\t");
        format!("{names}\n{}", self.eligibility_lines(rows))
    }

    /// Requests and sites as tab separated values, one a line.
    pub(crate) fn eligibility_lines(&self, rows: &[RowId]) -> String {
        let line = |row: &RowId| {
            EligibilityColumn::ALL
                .map(|column| self.eligibility_value(column, *row))
                .join("\t")
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Empty where there is none, or none that is known. What a request tells is that of its one site.
    fn eligibility_value(&self, column: EligibilityColumn, row: RowId) -> String {
        let (known, request) = (&self.eligibility, self.eligibility.request_at(row));
        let sites: Vec<_> = match (request, known.item_at(row)) {
            (Some(request), _) => known.items_of(request).collect(),
            (None, site) => site.into_iter().collect(),
        };
        let site = match sites.as_slice() {
            [only] => Some(&only.item),
            _ => None,
        };
        let state = request.map(|it| &it.request.state);
        let state = state.or_else(|| site.map(|site| &site.state));
        let created = request.map(|it| &it.request.creation_date);
        let created = created.or_else(|| site.map(|site| &site.creation_date));
        let user = request.map(|it| &it.request.user);
        let user = user.or_else(|| site.map(|site| &site.user));
        let number = |number: Option<String>| number.unwrap_or_default();
        match column {
            EligibilityColumn::Request => {
                let name = request.map(request_name);
                let name = name.or_else(|| sites.first().map(|site| site_name(site)));
                cell(name.and_then(Result::ok).map(Text::new).as_ref())
            }
            EligibilityColumn::State => {
                let word = state.and_then(Option::as_ref).map(QualificationState::word);
                cell(word.map(Text::new).as_ref())
            }
            EligibilityColumn::Sites => {
                let all = request.and_then(|it| known.sites_of(it));
                number(all.map(|(_, all)| all.to_string()))
            }
            EligibilityColumn::Offers => {
                let of_request = request.and_then(|it| known.offers_of(it));
                let of_site = || site?.offers.as_ref().map(Vec::len);
                number(of_request.or_else(of_site).map(|it| it.to_string()))
            }
            EligibilityColumn::Delivery => {
                let delays = sites.iter().filter_map(|site| site.shortest_delay());
                let shortest = delays.min_by_key(|delay| delay.days());
                number(shortest.map(|delay| delay.days().to_string()))
            }
            EligibilityColumn::Site => {
                let only = sites.first().filter(|_| site.is_some());
                cell(only.and_then(|site| site.address()))
            }
            EligibilityColumn::Building => {
                cell(site.and_then(|site| site.site.building_ref.as_ref()))
            }
            EligibilityColumn::Density => cell(site.and_then(|site| site.density.as_ref())),
            EligibilityColumn::Zone => {
                let zones = site.map_or(&[][..], |site| site.zones.as_slice());
                let zones: Vec<_> = zones
                    .iter()
                    .map(|of| format!("{} {}", of.family.line(), of.value.line()))
                    .collect();
                cell(Some(&Text::new(zones.join(", "))))
            }
            EligibilityColumn::Bandwidth => {
                let most = site.and_then(|site| site.bandwidth_max.as_ref());
                lenient(most, |Mbps(mbps)| mbps)
            }
            EligibilityColumn::Valid => {
                let today = self.today();
                let days = sites
                    .iter()
                    .filter_map(|it| it.days_left(today, &self.zone));
                number(days.min().map(|days| days.to_string()))
            }
            EligibilityColumn::Project => {
                let of_site = || known.request_of(sites.first()?);
                cell(request.or_else(of_site).and_then(KnownRequest::project))
            }
            EligibilityColumn::By => cell(user.and_then(Option::as_ref)),
            EligibilityColumn::New => date(created.and_then(Option::as_ref)),
        }
    }
}

/// The caller's own reference of a request, else its key.
fn request_name(request: &KnownRequest) -> Result<String, &'static str> {
    let known = &request.request;
    match (request.own_reference(), &known.broken) {
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
pub(crate) fn offer_words(item: &KnownItem, offer: &CatalogueOffer) -> String {
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
