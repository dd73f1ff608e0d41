//! The rows of a pane without a screen, for scripts: what `orders`, `quotes` and `eligibility` have in common.
//!
//! The same engine, the same tables, the same filter. A row about which the filter says *maybe* is read further until
//! it is certain; one that stays in doubt because a read failed is printed all the same, named on standard error, and
//! the command fails: a filter never lies. Rows are written when everything is known, in the order of the view or in
//! the usual one of the pane.

pub(super) mod print;
pub(super) mod problem;
pub(super) mod progress;
pub(super) mod reader;

use std::io::{self, IsTerminal as _, Write};

use chrono::{DateTime, NaiveDate, Utc};

use super::chosen::{self, Chosen, ChosenError};
use super::rows::{self, Value};
use super::source::{self, Source};
use crate::app::entities::orders::RowId;
use crate::app::pane::Pane;
use crate::app::query::{Now, Verdict};
use crate::cli::{Exit, Format, RowsArgs};
use crate::domain::date::Zone;
use crate::domain::failure::Failure;
use crate::runtime::engine::Engine;
use crate::runtime::tasks::{Tasks, WIND_DOWN};
use crate::runtime::terminal::stdout_columns;
use crate::runtime::zone;
use problem::{Gaps, Missing, RowsError};
use progress::Progress;
use reader::Reader;

/// What rows are judged at, and for whom. It stands still, so that rows are judged alike.
#[derive(Clone, Debug)]
pub(super) struct Present {
    /// The moment.
    pub(super) at: DateTime<Utc>,
    /// The zone days are told in.
    pub(super) zone: Zone,
    /// The `created_by` values that are us.
    pub(super) me: Vec<String>,
}

impl Present {
    /// As queries take it.
    pub(super) fn now(&self) -> Now<'_> {
        Now::new(self.at, &self.zone, &self.me)
    }

    /// The day of the moment.
    pub(super) fn today(&self) -> NaiveDate {
        self.now().today
    }
}

/// How a table of rows is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    /// The names of its fields, in the order they are written.
    pub(super) fields: &'static [&'static str],
    /// What stands above its cells; the last is that of the verdict, shown only where some row is in doubt.
    pub(super) titles: &'static [&'static str],
    /// Which of these leave first when a table is narrow; who is not named never does.
    pub(super) dropped_first: &'static [usize],
}

/// The rows of a pane: how they are read, judged and written.
pub(super) trait Table: Sized {
    /// The pane.
    const PANE: Pane;
    /// What its rows are called.
    const NAME: &'static str;
    /// How they are written.
    const COLUMNS: Columns;
    /// Filter and sort.
    type Asked;

    /// Reads what was chosen.
    fn ask(chosen: &Chosen, now: &Now<'_>) -> Result<Self::Asked, ChosenError>;

    /// An empty table.
    fn new(present: Present) -> Self;

    /// Reads its whole list.
    async fn list(&mut self, reader: &mut Reader) -> Result<Option<Missing>, Failure>;

    /// Judges and sorts its rows.
    fn judge(&mut self, asked: Self::Asked, present: Present);

    /// Reads what the filter or the format wants to know beside the list; returns what nobody could read.
    async fn settle(&mut self, reader: &mut Reader, format: Format) -> Gaps;

    /// The rows to write, in order.
    fn rows(&self) -> Vec<(RowId, Verdict)>;

    /// The values of a row, named by its fields.
    fn values(&self, row: RowId, verdict: Verdict) -> Vec<Value<'_>>;

    /// The cells of a row, under its titles.
    fn cells(&self, row: RowId, verdict: Verdict, look: &rows::Look) -> Vec<String>;
}

/// Reads the rows of a pane and writes those that match to `out`. A reader of `out` that went away is no failure.
///
/// # Errors
/// [`RowsError`]; the rows are written before it is returned where there are any.
pub(super) async fn run<T: Table>(
    args: &RowsArgs,
    out: &mut impl Write,
) -> Result<Exit, RowsError> {
    let clock = source::clock(&args.source);
    let zone = zone::local(&clock);
    // Before anything is asked for, a password included. Who `me` is only the configuration knows.
    let mut present = Present {
        at: clock.now(),
        zone,
        me: vec!["me".to_owned()],
    };
    let (view, filter) = (args.view.as_deref(), args.filter.as_deref());
    let stored = view.map(|_| chosen::stored()).unwrap_or_default();
    let chosen = Chosen::of(Some(T::PANE), view, filter, &stored, &present.now())?;
    T::ask(&chosen, &present.now())?;

    let mut source = Source::open(&args.source, &args.overrides(), &clock).await?;
    present.me.clone_from(&source.settings.me.value);
    T::ask(&chosen, &present.now())?;

    let server = source.account.endpoints.api_url.clone();
    let (tasks, _failures) = Tasks::new();
    source.share(&clock, &tasks);
    let engine = Engine::start(source.account.clone(), &clock, &tasks)?;
    let mut reader = Reader::new(engine, clock.clone(), Progress::on_stderr());
    let mut table = T::new(present.clone());
    let list = table.list(&mut reader).await;
    let missing = list.map_err(|failure| RowsError::List {
        rows: T::NAME,
        server,
        failure,
    })?;

    present.at = clock.now();
    let asked = T::ask(&chosen, &present.now())?;
    table.judge(asked, present);
    let mut gaps = table.settle(&mut reader, args.format).await;
    gaps.lists.extend(missing);
    drop(reader);
    tasks.finish(WIND_DOWN).await;

    let is_terminal = io::stdout().is_terminal();
    let look = rows::Look {
        format: args.format,
        // A script gets the text as it is, whatever its locale; what is drawn must suit the terminal.
        is_ascii: source.settings.ui.ascii.value && (args.format != Format::Tsv || is_terminal),
        width: stdout_columns().map_or(rows::WIDTH, usize::from),
    };
    match print::print(out, &table, &look).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
        Err(error) => return Err(RowsError::Output(error)),
    }
    if gaps.is_empty() {
        Ok(Exit::Done)
    } else {
        Err(RowsError::in_part(&gaps))
    }
}
