//! The result of a batch: the lines of the file as they were, each with what became of its site.
//!
//! Separated as the file was, by semicolons where that had tabs; with a byte order mark where the file had one or was not
//! UTF-8, so that a spreadsheet that reads the one reads the other. No cell is taken for a formula, and none holds a
//! control character. Behind the columns of the file come `covage_line`, `covage_outcome`, `covage_why`, `covage_site` and
//! one `covage_` column for each of [`ANSWER`].

use super::run::{Run, Way};
use crate::domain::batch::{ANSWER, Answer, Line, Standing};
use crate::domain::ids::SiteKey;
use crate::domain::text::Text;

/// What our columns begin with.
const PREFIX: &str = "covage_";
/// Our columns before those of the answer.
const OURS: [&str; 4] = ["line", "outcome", "why", "site"];

impl Run {
    /// The name of the file of the result, before cleaning.
    pub(super) fn result_name(&self) -> Text {
        let file = self.plan.file.line();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let stem = if stem.is_empty() { "sites" } else { stem };
        let part = if self.is_done() { "" } else { "_partial" };
        Text::new(format!("{stem}_eligibility{part}.csv"))
    }

    /// The bytes of the result, as far as the batch came.
    pub(super) fn result(&self) -> Vec<u8> {
        let mut text = String::new();
        if self.plan.has_bom {
            text.push('\u{FEFF}');
        }
        let names = OURS.into_iter().chain(ANSWER);
        let names = names.map(|name| Text::new(format!("{PREFIX}{name}")));
        let header: Vec<_> = self.plan.header.iter().cloned().chain(names).collect();
        self.write_row(&mut text, &header);
        for line in &self.plan.lines {
            let row = self.row(line);
            self.write_row(&mut text, &row);
        }
        text.into_bytes()
    }

    fn row(&self, line: &Line) -> Vec<Text> {
        let mut row = line.cells.clone();
        let (outcome, why) = self.outcome(line.site);
        let key = self.sites.get(line.site).and_then(|site| site.key.as_ref());
        row.push(Text::new(line.number.to_string()));
        row.push(Text::new(outcome));
        row.push(why);
        row.push(key.map_or_else(|| Text::new(""), |key: &SiteKey| key.text().clone()));
        match self.standing(line.site) {
            Standing::Answered(answer) => {
                let Answer(cells) = answer.as_ref();
                row.extend(cells.iter().cloned());
            }
            _ => row.extend(self.unanswered_cells(line.site)),
        }
        row
    }

    /// What became of a site in a word, and why.
    fn outcome(&self, site: usize) -> (&'static str, Text) {
        let nothing = || Text::new("");
        match self.standing(site) {
            Standing::Answered(_) => ("answered", nothing()),
            Standing::NotFound(why) => ("not_found", why.clone()),
            Standing::Failed(why) => ("failed", why.clone()),
            Standing::Unknown(why) => ("unknown", why.clone()),
            Standing::Waiting | Standing::Same(_) => match self.way_of(site) {
                Some(Way::Polling(_) | Way::Finding(..)) => (
                    "asked",
                    Text::new("Covage had not answered when the batch was cancelled"),
                ),
                Some(Way::Doubt | Way::Sending(_)) => (
                    "unknown",
                    Text::new("whether it was asked was not known when the batch was cancelled"),
                ),
                _ => ("not_asked", Text::new("the batch was cancelled")),
            },
        }
    }

    fn way_of(&self, site: usize) -> Option<&Way> {
        let request = *self.asked_in.get(self.stands_for(site))?;
        self.way(request?)
    }

    /// The columns of an answer that is not there: the request it may still come from.
    fn unanswered_cells(&self, site: usize) -> Vec<Text> {
        let request = self.asked_in.get(self.stands_for(site)).copied().flatten();
        let request = request.and_then(|number| self.requests.get(number));
        let key = request.and_then(|asking| asking.request.key.as_ref());
        let cell = |name| match (name, key) {
            ("request", Some(key)) => key.text().clone(),
            _ => Text::new(""),
        };
        ANSWER.into_iter().map(cell).collect()
    }

    fn write_row(&self, text: &mut String, row: &[Text]) {
        let separator = match self.plan.separator {
            '\t' => ';',
            separator => separator,
        };
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                text.push(separator);
            }
            let cell = safe(cell.line());
            if cell.contains([separator, '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(&cell);
            }
        }
        text.push('\n');
    }
}

/// A cell that no spreadsheet takes for a formula.
fn safe(cell: &str) -> String {
    let is_number = || cell.replace(',', ".").parse::<f64>().is_ok();
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
