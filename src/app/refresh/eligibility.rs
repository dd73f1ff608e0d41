//! Which eligibility requests and sites to read next.
//!
//! Order of worth: what a person asked for, the row under a resting cursor, rows on screen, then what this program asked
//! Covage for and is not final yet. With spare budget only, one at a time and once the pane was opened, follow other open
//! requests, details nobody read, and last the sites whose request nobody knows. A site is read within its request, where that is known: alone it
//! does not tell its offers (E3).
//!
//! Invariants: few reads are under way at a time; what left the screen is cancelled; an open request is asked for at
//! growing intervals and never again once it is final, unless its list row moved or a person asks.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::entities::eligibility::{Eligibility, EligibilityRow, KnownItem, KnownRequest};
use crate::app::entities::orders::RowId;
use crate::app::refresh::reads::{Pending, Reads, due_of};
use crate::domain::request::{Read, RequestId};

/// Seconds between two looks at an open request: an answer is there within seconds or takes its time.
const LOOKS: [i64; 8] = [2, 3, 5, 8, 13, 20, 30, 60];
/// Requests of our own that are asked for at once although nobody looks at them.
const OWN_AT_ONCE: usize = 4;

/// The reads of requests and sites under way.
pub type EligibilityReads = Reads<EligibilityRow>;

/// What the planner is to know of the moment.
#[derive(Clone, Copy, Debug)]
pub struct Wants<'a> {
    /// The row under the cursor, if it has rested there long enough.
    pub rested: Option<RowId>,
    /// Rows on screen, top to bottom; none while another pane is shown or the cursor moves.
    pub visible: &'a [RowId],
    /// Whether details that nobody asked for are read in the background: once the pane was opened.
    pub wants_details: bool,
    /// Whether the budget has room for what nobody waits for.
    pub has_spare_budget: bool,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What is worth reading in the background, most worth first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Open,
    Unread,
    Alone,
}

impl EligibilityReads {
    /// Reads for rows that left the screen, to be cancelled.
    pub fn take_off_screen(
        &mut self,
        table: &Eligibility,
        wants: &Wants<'_>,
    ) -> Vec<(RequestId, EligibilityRow)> {
        let shown: Vec<_> = wants.on_screen(table).collect();
        self.take_stale(|row| shown.contains(row))
    }

    /// The next reads to submit.
    pub fn plan(&mut self, table: &Eligibility, wants: &Wants<'_>) -> Vec<Pending<EligibilityRow>> {
        let is_due = |row: &EligibilityRow| wants.is_due(table, row);
        let mut planned = self.plan_wanted(is_due);
        let on_screen = wants.on_screen(table).map(|row| (row, TimeDelta::zero()));
        self.plan_visible(on_screen, |row, _| is_due(row), &mut planned);
        let own = table
            .own()
            .map(|own| EligibilityRow::Request(own.request.id.clone()));
        self.plan_beside(OWN_AT_ONCE, own.filter(is_due), &mut planned);
        if planned.is_empty() && wants.has_spare_budget {
            planned.extend(self.plan_background(wants.now, || wants.first_in_background(table)));
        }
        planned
    }

    /// When to plan again although nothing happens.
    pub fn due(&self, table: &Eligibility, wants: &Wants<'_>) -> Option<DateTime<Utc>> {
        let own = table
            .own()
            .map(|own| EligibilityRow::Request(own.request.id.clone()));
        let waited_for = wants.on_screen(table).chain(own);
        let waited_for = waited_for
            .filter_map(|row| due(table, &row, wants.now))
            .min();
        let waited_for = waited_for.map(|due| due.max(wants.now + TimeDelta::seconds(1)));
        let background = self.background_due(wants.now);
        let background = background.filter(|_| wants.has_spare_budget);
        [waited_for, background].into_iter().flatten().min()
    }
}

impl Wants<'_> {
    fn is_due(&self, table: &Eligibility, row: &EligibilityRow) -> bool {
        due(table, row, self.now).is_some_and(|due| due <= self.now)
    }

    /// What tells most about what is on screen; of the row under the cursor first.
    fn on_screen(&self, table: &Eligibility) -> impl Iterator<Item = EligibilityRow> {
        let rows = self.rested.iter().chain(self.visible);
        rows.filter_map(|row| teller(table, table.row(*row)?))
    }

    /// What is worth reading of what nobody looks at, and from when on.
    fn first_in_background(&self, table: &Eligibility) -> Option<(DateTime<Utc>, EligibilityRow)> {
        let requests = table.requests().map(|(_, known)| {
            let worth = if known.is_open() {
                Worth::Open
            } else {
                Worth::Unread
            };
            (worth, EligibilityRow::Request(known.request.id.clone()))
        });
        let alone = |item: &KnownItem| item.request.is_none();
        let items = table
            .items()
            .filter(|(_, item)| alone(item))
            .map(|(_, item)| {
                let row = EligibilityRow::Item(item.item.id.clone());
                (Worth::Alone, row)
            });
        let all = requests.chain(items).filter(|_| self.wants_details);
        let dues = all.filter_map(|(worth, row)| {
            let due = due(table, &row, self.now)?;
            // Of what is due the worthier comes first; of what is not, the sooner.
            let worth = (due <= self.now).then_some(worth);
            Some(((worth.is_none(), worth, due), row))
        });
        let ((_, _, due), row) = dues.min_by_key(|(rank, _)| *rank)?;
        Some((due, row))
    }
}

/// The call that reads a row.
pub fn read(row: &EligibilityRow) -> Read {
    match row {
        EligibilityRow::Request(id) => Read::Qualification(id.clone()),
        EligibilityRow::Item(id) => Read::Item(id.clone()),
    }
}

/// What tells most about a row: a request itself; of a site its request, where that is known.
pub fn teller(table: &Eligibility, row: &EligibilityRow) -> Option<EligibilityRow> {
    match row {
        EligibilityRow::Request(_) => Some(row.clone()),
        EligibilityRow::Item(id) => {
            let request = table.item(id)?.request.clone();
            Some(request.map_or_else(|| row.clone(), EligibilityRow::Request))
        }
    }
}

/// When a row is to be read; a moment that is past for what was never read.
fn due(table: &Eligibility, row: &EligibilityRow, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match row {
        EligibilityRow::Request(id) => match table.request(id) {
            Some(request) => due_of_request(request, now),
            // Named by a site, and in no list yet.
            None => Some(DateTime::<Utc>::MIN_UTC),
        },
        EligibilityRow::Item(id) => {
            let item = table.item(id)?;
            let is_there = item.gone_since.is_none() && item.item.broken.is_none();
            let age = if item.is_open() {
                pause(None)
            } else {
                TimeDelta::MAX
            };
            is_there.then(|| due_of(&item.detail, item.is_outdated(), age, now))?
        }
    }
}

fn due_of_request(request: &KnownRequest, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if request.gone_since.is_some() || request.request.broken.is_some() {
        return None;
    }
    let age = if request.is_open() {
        pause(request.looks)
    } else {
        TimeDelta::MAX
    };
    due_of(&request.detail, request.is_outdated(), age, now)
}

/// How long after a look the next one follows; `None` for a request that is in no hurry.
fn pause(looks: Option<u32>) -> TimeDelta {
    let last = LOOKS.len() - 1;
    let place = looks.map_or(last, |looks| looks.saturating_sub(1) as usize);
    TimeDelta::seconds(LOOKS.get(place.min(last)).copied().unwrap_or(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_at_an_open_request_grow_rare() {
        let pauses: Vec<_> = (1..=10)
            .map(|looks| pause(Some(looks)).num_seconds())
            .collect();
        assert_eq!(pauses, [2, 3, 5, 8, 13, 20, 30, 60, 60, 60]);
        assert_eq!(pause(None).num_seconds(), 60);
    }
}
