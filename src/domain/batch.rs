//! A batch: the sites of a file, asked for in requests of several sites each, and what became of every one.
//!
//! ```text
//!  site:     Waiting --lookup--> found --in a request--> Answered
//!               |                  '--> Same            Failed, Unknown
//!               '--> NotFound, Failed
//!
//!  request:  open --> applied (key) --> over
//!              '----> ended without an answer
//! ```
//!
//! A batch is confirmed once; what was confirmed never changes ([`Plan`]), what becomes of it is kept beside it. A site
//! that stands in a request is in no other one: that is how nothing is asked twice.

mod record;

use chrono::{DateTime, Utc};

use crate::domain::eligibility::{Address, SiteQuery};
use crate::domain::ids::{QualificationId, SiteKey};
use crate::domain::journal::{Account, Entry};
use crate::domain::text::Text;

/// Names a batch, on this host and for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub i64);

/// What a person confirmed: the file as it was read, and how its sites are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The name of the file, without its directory.
    pub file: Text,
    /// What stands between the cells of the result.
    pub separator: char,
    /// Whether the result begins with a byte order mark, as spreadsheets want it.
    pub has_bom: bool,
    /// The names of the columns, as they stand in the file.
    pub header: Vec<Text>,
    /// The lines of the file that name a site.
    pub lines: Vec<Line>,
    /// The sites they name, each once.
    pub sites: Vec<Wanted>,
    /// Whether prices are to be computed (E10).
    pub has_prices: bool,
    /// Sites of a request at most.
    pub per_request: usize,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1, the header included.
    pub number: u32,
    /// Its cells, as they stand there.
    pub cells: Vec<Text>,
    /// The site it names: a place in [`Plan::sites`].
    pub site: usize,
}

/// A site that is to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How it is looked up.
    pub query: SiteQuery,
    /// Offer families wanted.
    pub families: Vec<Text>,
    /// The address, where the file gives one.
    pub address: Option<Address>,
}

/// A site and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Its key, once it was looked up.
    pub key: Option<SiteKey>,
    /// How it stands.
    pub standing: Standing,
}

/// How a site stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It has no answer yet.
    #[default]
    Waiting,
    /// The look-up found the same site as for another one, which stands for both.
    Same(usize),
    /// It was qualified.
    Answered(Box<Answer>),
    /// Covage knows no such site, in these words.
    NotFound(Text),
    /// It was looked up or asked for in vain: why.
    Failed(Text),
    /// Whether it was asked for is not known, and a person left it at that.
    Unknown(Text),
}

/// The columns of an answer, in the order of the result; what stands in several of one site is joined by ` | `, in the
/// same order in every column of offers.
pub const ANSWER: [&str; 18] = [
    "state",
    "reason",
    "density",
    "tarif_zone",
    "zones",
    "families",
    "bandwidth_max",
    "delivery",
    "guaranteed_until",
    "offers",
    "offer_ids",
    "offer_prices",
    "offer_fas",
    "offer_far",
    "offer_terms",
    "offer_on_quotation",
    "request",
    "item",
];

/// What Covage answered for a site: a text for each column of [`ANSWER`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer(pub [Text; ANSWER.len()]);

/// A request of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its sites: places in [`Plan::sites`], in the order they are asked in.
    pub sites: Vec<usize>,
    /// Covage's key for it, once told.
    pub key: Option<QualificationId>,
    /// Whether nothing is to come any more.
    pub is_over: bool,
}

/// How a batch stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It goes on.
    Running,
    /// A person, or something only a person can mend, holds it.
    Held,
    /// It ended by itself or was cancelled; the path of its result, where that was written.
    Ended(Option<Text>),
}

/// A batch before it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBatch {
    /// Whose it is.
    pub account: Account,
    /// What the references of its requests begin with.
    pub mark: String,
    /// What was confirmed.
    pub plan: Plan,
}

/// What is to be remembered of a batch: only what is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Sites by their place.
    pub sites: Vec<(usize, Site)>,
    /// Requests by their number, with the reference each is found again by.
    pub requests: Vec<(usize, String, Request)>,
    /// How it stands.
    pub state: Option<State>,
}

/// A batch as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub id: BatchId,
    /// What the references of its requests begin with.
    pub mark: String,
    /// What was confirmed.
    pub plan: Plan,
    /// How it stands.
    pub state: State,
    /// Its sites, as many as the plan has.
    pub sites: Vec<Site>,
    /// Its requests, in order; each with the latest entry of the journal that has its reference.
    pub requests: Vec<(Request, Option<Entry>)>,
    /// When it began.
    pub since: DateTime<Utc>,
    /// Whether a living process other than this one runs it.
    pub is_elsewhere: bool,
}

/// The reference of a request: the batch's own mark and the request's number. Always the same, so that what was sent
/// before a crash is known again.
pub fn reference(mark: &str, number: usize) -> String {
    format!("{mark}{:04}", number + 1)
}

/// Requests that a reference can number.
pub const MOST_REQUESTS: usize = 9_999;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::write::{batch_mark, is_mark};

    #[test]
    fn the_reference_of_a_request_is_a_mark_of_ours_and_always_the_same() {
        let at = "2026-11-21T13:00:00Z".parse().unwrap();
        let mark = batch_mark(at, "sites.csv of somebody");
        let of = |number| reference(&mark, number);
        assert!(is_mark(&Text::new(of(0))), "{}", of(0));
        assert!(is_mark(&Text::new(of(MOST_REQUESTS - 1))));
        assert!(of(6).ends_with("0007") && of(6).starts_with("cvg-20261121T130000Z-"));
        assert_eq!(of(6), reference(&mark, 6));
        assert_ne!(mark, batch_mark(at, "sites.csv of another one"));
    }
}
