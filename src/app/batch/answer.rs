//! What Covage answered for each site of a request, put into the columns of the result.

use chrono::{DateTime, Utc};

use super::run::{Poll, Run, Way};
use crate::domain::batch::{Answer, Standing, reference};
use crate::domain::date::FlexDate;
use crate::domain::eligibility::{
    CatalogueOffer, Item, OfFamily, Qualification, QualificationState,
};
use crate::domain::failure::Failure;
use crate::domain::ids::{ProductId, QualificationId};
use crate::domain::lenient::Lenient;
use crate::domain::request::{Cursor, Page, Reply, RequestId};
use crate::domain::text::Text;

/// What stands between several values of one cell.
const BETWEEN: &str = " | ";
/// What stands for one of them that is not told, so that every column of offers has as many: the API's own word (G7).
const NOT_TOLD: &str = "N/A";

impl Run {
    /// Takes in an answer to a question about a request; false when it is not one.
    pub(super) fn polled(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        now: DateTime<Utc>,
    ) -> bool {
        let is_it = |poll: &Poll| poll.flight == Some(id);
        let mut askings = self.requests.iter_mut();
        let Some(number) = askings.position(|asking| asking.poll().is_some_and(is_it)) else {
            return false;
        };
        if let Some(poll) = self.poll_mut(number) {
            poll.again(now);
        }
        match result {
            Ok(Reply::Qualification(told)) => {
                self.trouble = None;
                self.take_answers(number, told, now);
            }
            Ok(Reply::Qualifications(page)) => {
                self.trouble = None;
                self.look_through(number, page, now);
            }
            Ok(_) => {}
            Err(failure) => {
                self.trouble = Some(format!("reading answers: {}", failure.cause()));
            }
        }
        true
    }

    fn poll_mut(&mut self, number: usize) -> Option<&mut Poll> {
        self.requests.get_mut(number)?.poll_mut()
    }

    /// Looks for a request that Covage has and whose key is not known.
    fn look_through(&mut self, number: usize, page: &Page<Qualification>, now: DateTime<Utc>) {
        let reference = Text::new(reference(&self.mark, number));
        let is_it = |row: &&Qualification| {
            row.broken.is_none() && row.external_id.as_ref() == Some(&reference)
        };
        if let Some(found) = page.rows.iter().find(is_it) {
            let key = found.id.text().clone();
            self.has_key(number, &key, now);
            if let Some(poll) = self.poll_mut(number) {
                poll.next = now;
            }
            return;
        }
        // The filter may have been ignored (E7): page by page, then from the start again.
        let next = page.next.clone().filter(|_| !page.rows.is_empty());
        if let Some(asking) = self.requests.get_mut(number)
            && let Way::Finding(poll, cursor) = &mut asking.way
        {
            if next.is_some() {
                poll.next = now;
            }
            *cursor = next.unwrap_or(Cursor::First);
        }
    }

    /// Takes in how a request stands.
    fn take_answers(&mut self, number: usize, told: &Qualification, now: DateTime<Utc>) {
        let Some(asking) = self.requests.get(number) else {
            return;
        };
        if told.broken.is_some() {
            return;
        }
        let sites = asking.request.sites.clone();
        let items = told.items.as_deref().unwrap_or_default();
        let is_final = told
            .state
            .as_ref()
            .is_some_and(QualificationState::is_final);
        for (place, site) in sites.iter().enumerate() {
            if self.standing(*site) != &Standing::Waiting {
                continue;
            }
            let Some(item) = self.item_of(*site, place, &sites, items) else {
                continue;
            };
            let of_request = told.state.as_ref().filter(|_| is_final);
            let state = item.state.as_ref().or(of_request);
            if let Some(state) = state.filter(|state| state.is_final()) {
                let answer = answer(item, state.word(), &told.id);
                self.stands(*site, Standing::Answered(Box::new(answer)), now);
            }
        }
        let is_waiting = |site: &usize| self.standing(*site) == &Standing::Waiting;
        if is_final || !sites.iter().any(is_waiting) {
            let why = "the answer does not tell of this site";
            self.end_request(number, &Standing::Failed(Text::new(why)), now);
        }
    }

    /// The item of a site: by its key, else, where items do not tell theirs, by its place.
    fn item_of<'a>(
        &self,
        site: usize,
        place: usize,
        sites: &[usize],
        items: &'a [Item],
    ) -> Option<&'a Item> {
        let key = self.sites.get(site)?.key.as_ref();
        let by_key = items.iter().find(|item| item.site.key.as_ref() == key);
        by_key.or_else(|| {
            let is_told = items.iter().any(|item| item.site.key.is_some());
            let is_same = items.len() == sites.len() && !is_told;
            items.get(place).filter(|_| is_same)
        })
    }
}

/// What an item says, column by column.
fn answer(item: &Item, state: &str, request: &QualificationId) -> Answer {
    let text = |text: Option<&Text>| text.cloned().unwrap_or_else(|| Text::new(""));
    let mut changes = item.changes.iter().flatten().rev();
    let reason = changes.find_map(|change| change.reason.as_ref());
    let offers = item.offers.as_deref().unwrap_or_default();
    let of = |of: fn(&CatalogueOffer) -> String| {
        joined(offers.iter().map(of).map(|told| match told.as_str() {
            "" => NOT_TOLD.to_owned(),
            _ => told,
        }))
    };
    let families = item.families_eligible.as_ref().or(item.families.as_ref());
    let families = families.map(|all| joined(all.iter().map(|family| family.line().to_owned())));
    Answer([
        Text::new(state),
        text(reason),
        text(item.density.as_ref()),
        text(item.tarif_zone.as_ref()),
        of_families(&item.zones),
        families.unwrap_or_else(|| Text::new("")),
        Text::new(lenient(item.bandwidth_max.as_ref(), |it| it.0.to_string())),
        of_families(&item.delivery),
        Text::new(date(item.guaranteed_until_date.as_ref())),
        of(|offer| line(offer.name.as_ref())),
        of(|offer| line(offer.product.as_ref().map(ProductId::text))),
        of(|offer| lenient(offer.price.as_ref(), ToString::to_string)),
        of(|offer| lenient(offer.fas.as_ref(), ToString::to_string)),
        of(|offer| lenient(offer.far.as_ref(), ToString::to_string)),
        of(|offer| lenient(offer.commitment.as_ref(), |it| it.0.to_string())),
        of(|offer| {
            let word = offer.on_quotation.map(|is| if is { "yes" } else { "no" });
            word.unwrap_or_default().to_owned()
        }),
        request.text().clone(),
        item.id.text().clone(),
    ])
}

fn of_families(all: &[OfFamily]) -> Text {
    joined(
        all.iter()
            .map(|of| format!("{} {}", of.family.line(), of.value.line())),
    )
}

fn joined(all: impl Iterator<Item = String>) -> Text {
    Text::new(all.collect::<Vec<_>>().join(BETWEEN))
}

fn line(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |text| text.line().to_owned())
}

fn lenient<T>(value: Option<&Lenient<T>>, told: impl Fn(&T) -> String) -> String {
    match value {
        None => String::new(),
        Some(Lenient::Value(value)) => told(value),
        Some(Lenient::Raw(raw)) => raw.line().to_owned(),
    }
}

fn date(date: Option<&FlexDate>) -> String {
    match date {
        None => String::new(),
        Some(FlexDate::At(at)) => at.to_rfc3339(),
        Some(FlexDate::Day(day)) => day.to_string(),
        Some(FlexDate::Raw(raw)) => raw.line().to_owned(),
    }
}
