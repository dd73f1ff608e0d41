//! What the dialog before a batch is about: a file that was read, or a batch that an earlier run left.
//!
//! Families and prices can be chosen in it. Nothing of it is sent as it stands: the keys of the sites are told by the
//! look-ups, and the requests are made up on the way. So the dialog has no intents, and says instead what they will be.

use super::estimate::{ToDo, about, dry_look};
use super::run::{BatchNumber, Run};
use super::sites::Sites;
use crate::app::copy::counted;
use crate::app::dialog::{Confirm, How};
use crate::app::keymap::Keymap;
use crate::domain::batch::Plan;
use crate::domain::ids::SiteKey;
use crate::domain::text::Text;
use crate::domain::write::{Qualify, SiteAsked, Way, Write};

/// Families where Covage has not told which are on sale (contract: the examples).
const FAMILIES: [&str; 3] = ["BPEA", "BPE", "DIA"];
/// Families that a digit can choose.
const CHOICES: usize = 9;

/// What is asked.
#[derive(Clone, Debug)]
pub enum Asked {
    /// May the sites of a file be asked for?
    New(Box<Draft>),
    /// May a batch that an earlier run left go on?
    Resume(BatchNumber),
}

/// A file whose sites may be asked for.
#[derive(Clone, Debug)]
pub struct Draft {
    file: Text,
    sites: Sites,
    /// What can be chosen, each with whether it is.
    families: Vec<(Text, bool)>,
    has_prices: bool,
    per_request: usize,
}

impl Asked {
    /// What a request will be like: its keys are not known yet.
    pub fn example(&self) -> Option<Write> {
        let Self::New(draft) = self else {
            return None;
        };
        let plan = draft.as_ref().clone().plan();
        let site = plan.sites.first()?;
        Some(Write::Qualify(Qualify {
            way: Way::Async,
            external_id: Some(Text::new("cvg-... and the number of the request")),
            project: None,
            sites: vec![SiteAsked {
                site: SiteKey::new("as the look-up tells it; the same for each site"),
                families: site.families.clone(),
                resolve_pricing: plan.has_prices,
                address: site.address.clone(),
            }],
        }))
    }
}

impl Draft {
    /// All families, and prices.
    pub(super) fn new(
        file: Text,
        sites: Sites,
        families: Option<Vec<Text>>,
        per_request: usize,
    ) -> Self {
        let families = families.unwrap_or_else(|| FAMILIES.map(Text::new).into());
        let families = families.into_iter().take(CHOICES);
        Self {
            file,
            sites,
            families: families.map(|family| (family, true)).collect(),
            has_prices: true,
            per_request,
        }
    }

    /// Takes a key that chooses; false for others.
    pub(crate) fn key(&mut self, key: char) -> bool {
        if key == 'p' {
            self.has_prices = !self.has_prices;
            return true;
        }
        let place = key.to_digit(10).and_then(|digit| digit.checked_sub(1));
        let place = place.and_then(|place| usize::try_from(place).ok());
        match place.and_then(|place| self.families.get_mut(place)) {
            Some((_, is_chosen)) if self.sites.has_open_families() => {
                *is_chosen = !*is_chosen;
                true
            }
            _ => false,
        }
    }

    /// Why it cannot be asked as it is chosen.
    pub(crate) fn problem(&self) -> Option<String> {
        let is_none = self.families.iter().all(|(_, is_chosen)| !is_chosen);
        (is_none && self.sites.has_open_families())
            .then(|| format!("choose a family: 1 to {}", self.families.len()))
    }

    /// What is confirmed.
    pub(super) fn plan(self) -> Plan {
        let chosen: Vec<_> = self
            .families
            .into_iter()
            .filter_map(|(family, is_chosen)| is_chosen.then_some(family))
            .collect();
        let mut sites = self.sites.sites;
        for site in sites.iter_mut().filter(|site| site.families.is_empty()) {
            site.families.clone_from(&chosen);
        }
        Plan {
            file: self.file,
            separator: self.sites.separator,
            has_bom: self.sites.has_bom,
            header: self.sites.header,
            lines: self.sites.lines,
            sites,
            has_prices: self.has_prices,
            per_request: self.per_request,
        }
    }

    /// What the dialog shows; `calls` may be made a minute.
    pub(crate) fn confirm(&self, calls: u32, keymap: &Keymap) -> Confirm {
        let count = self.sites.sites.len();
        let requests = ToDo::all(count, self.per_request).requests;
        let lines = counted(self.sites.lines.len(), "line");
        let mut rows = vec![row("file", format!("{}, {lines}", self.file.wire()))];
        rows.push(row("asks for", dry_look(count, self.per_request, calls)));
        if self.sites.repeated() > 0 {
            let repeated = counted(self.sites.repeated(), "line");
            let told = format!("{repeated} with a site that another line has: asked once");
            rows.push(row("", told));
        }
        rows.push(row("families", self.families_told()));
        rows.push(row(
            "prices",
            if self.has_prices {
                "computed by Covage (p: without)"
            } else {
                "not asked for (p: with)"
            },
        ));
        let (lookups, requests) = (counted(count, "look-up"), counted(requests, "request"));
        let each = counted(self.per_request.min(count), "site");
        rows.push(row(
            "calls",
            format!("{lookups}, {requests} of up to {each}, and the reading of answers"),
        ));
        let then = "one request at a time; {hold} holds it, {activity} shows how it is doing; a CSV with every line is saved";
        rows.push(row("then", keymap.tell(then)));
        confirm("Check the sites of a file", rows)
    }

    fn families_told(&self) -> String {
        if !self.sites.has_open_families() {
            return "as the file says for each line".to_owned();
        }
        let choice = |(place, (family, is_chosen)): (usize, &(Text, bool))| {
            let mark = if *is_chosen { 'x' } else { ' ' };
            format!("{} [{mark}] {}", place + 1, family.line())
        };
        let choices = self.families.iter().enumerate().map(choice);
        let choices = choices.collect::<Vec<_>>().join("   ");
        if self.sites.has_own_families() {
            format!("{choices}   (where the file gives none)")
        } else {
            choices
        }
    }
}

impl Sites {
    /// Whether a site has no families of its own.
    fn has_open_families(&self) -> bool {
        self.sites.iter().any(|site| site.families.is_empty())
    }

    /// Whether a site has families of its own.
    fn has_own_families(&self) -> bool {
        self.sites.iter().any(|site| !site.families.is_empty())
    }
}

impl Run {
    /// What is still to be done.
    pub fn to_do(&self) -> ToDo {
        let counts = self.counts();
        let lookups = counts.sites - counts.done - counts.asked - counts.found;
        let unsent = self.unsent();
        let made_up: usize = unsent.clone().map(|request| request.sites.len()).sum();
        let unasked = (lookups + counts.found).saturating_sub(made_up);
        ToDo {
            lookups,
            requests: unsent.count() + unasked.div_ceil(self.plan.per_request.max(1)),
            is_awaiting: counts.done < counts.sites,
        }
    }

    /// What the dialog before it goes on shows.
    pub(super) fn confirm_resume(&self, calls: u32, began: &str, keymap: &Keymap) -> Confirm {
        let (counts, to_do) = (self.counts(), self.to_do());
        let unasked = counts.sites - counts.done - counts.asked;
        let done = format!("{} of {} stand", counts.done, counted(counts.sites, "site"));
        let mut rows = vec![
            row("file", self.file().wire()),
            row("began", began),
            row("so far", done),
        ];
        if counts.asked > 0 {
            let asked = counted(counts.asked, "site");
            rows.push(row("", format!("{asked} asked for, answers are gathered")));
        }
        if self.doubts() > 0 {
            let doubts = counted(self.doubts(), "request");
            rows.push(row(
                "",
                format!("{doubts} of unknown outcome: read back, not sent again"),
            ));
        }
        let prices = if self.plan.has_prices {
            "with prices"
        } else {
            "without prices"
        };
        rows.push(row(
            "asks for",
            format!("{}, {prices}", counted(unasked, "more site")),
        ));
        let requests = counted(to_do.requests, "request");
        let time = about(to_do.time(calls));
        rows.push(row("calls", format!("{requests}, about {time}")));
        let then = "no site is asked for twice; {hold} holds it, {activity} shows how it is doing";
        rows.push(row("then", keymap.tell(then)));
        confirm("Go on with a batch of an earlier run", rows)
    }
}

fn confirm(title: &str, rows: Vec<(String, Text)>) -> Confirm {
    Confirm {
        title: title.to_owned(),
        rows,
        intents: Vec::new(),
        how: How::Yes,
        recheck: None,
    }
}

fn row(label: &str, value: impl AsRef<str>) -> (String, Text) {
    (label.to_owned(), Text::new(value.as_ref()))
}
