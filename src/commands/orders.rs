//! `covage-tui orders`: the rows of the dashboard without a screen, for scripts.
//!
//! The same engine, the same orders, the same filter. A row about which the filter says *maybe* is read further until
//! it is certain; one that stays in doubt because a read failed is printed all the same, named on standard error, and
//! the command fails: a filter never lies. Rows are written when everything is known, in the order of the view or newest
//! reference first.

mod collect;
mod print;
mod problem;
mod progress;
mod row;
mod table;

use std::collections::HashSet;
use std::io::{self, IsTerminal as _, Write};

use crate::app::entities::orders::{Order, Orders};
use crate::app::facts::orders::OrderField;
use crate::app::index::{OrderIndex, Scope};
use crate::app::query::{Now, Query, Verdict};
use crate::cli::{Exit, Format, OrdersArgs};
use crate::runtime::engine::Engine;
use crate::runtime::tasks::{Tasks, WIND_DOWN};
use crate::runtime::terminal::stdout_columns;
use crate::runtime::zone;

use super::chosen::{self, Chosen};
use super::rows;
use super::source::{self, Source};
use collect::Reader;
use print::Look;
use progress::Progress;

pub use problem::OrdersError;

/// Reads the orders and writes those that match to `out`. A reader of `out` that went away is no failure.
///
/// # Errors
/// [`OrdersError`]; the rows are written before it is returned where there are any.
pub async fn run(args: &OrdersArgs, out: &mut impl Write) -> Result<Exit, OrdersError> {
    let clock = source::clock(&args.source);
    let zone = zone::local(&clock);
    // Before anything is asked for, a password included. Who `me` is only the configuration knows.
    let somebody = ["me".to_owned()];
    let now = Now::new(clock.now(), &zone, &somebody);
    let (view, filter) = (args.view.as_deref(), args.filter.as_deref());
    let stored = view.map(|_| chosen::stored()).unwrap_or_default();
    let chosen = Chosen::new(view, filter, &stored, &now)?;
    chosen.orders(&now)?;

    let mut source = Source::open(&args.source, &args.overrides(), &clock).await?;
    chosen.orders(&Now::new(clock.now(), &zone, &source.settings.me.value))?;

    let server = source.account.endpoints.api_url.clone();
    let (tasks, _failures) = Tasks::new();
    source.share(&clock, &tasks);
    let engine = Engine::start(source.account.clone(), &clock, &tasks)?;
    let mut reader = Reader::new(engine, clock.clone(), zone.clone(), Progress::on_stderr());
    let list = reader.list().await;
    let mut list = list.map_err(|failure| OrdersError::List { server, failure })?;

    // From here on the present stands still, so that rows are judged alike.
    let now = Now::new(clock.now(), &zone, &source.settings.me.value);
    let (query, sort) = chosen.orders(&now)?;
    let mut index = index(&list.orders, query, &now);
    index.set_sort(sort);
    let doubts = reader.settle(&mut list.orders, &mut index, &now).await;
    drop(reader);
    tasks.finish(WIND_DOWN).await;

    let is_terminal = io::stdout().is_terminal();
    let look = Look {
        rows: rows::Look {
            format: args.format,
            // A script gets the text as it is, whatever its locale; what is drawn must suit the terminal.
            is_ascii: source.settings.ui.ascii.value && (args.format != Format::Tsv || is_terminal),
            width: stdout_columns().map_or(rows::WIDTH, usize::from),
        },
        today: now.today,
        zone: zone.clone(),
    };
    let shown = shown(&list.orders, &index);
    match print::print(out, &shown, &look).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
        Err(error) => return Err(OrdersError::Output(error)),
    }
    if list.missing.is_none() && doubts.is_empty() {
        Ok(Exit::Done)
    } else {
        Err(OrdersError::in_doubt(&list, &doubts))
    }
}

fn index(orders: &Orders, query: Query<OrderField>, now: &Now<'_>) -> OrderIndex {
    let scope = Scope {
        orders,
        now,
        marked: &HashSet::new(),
    };
    let mut index = OrderIndex::new();
    index.rebuild(&scope);
    index.set_query(Some(query), &scope);
    index
}

/// The rows to write. One that an earlier try of the sweep held and the whole sweep did not is gone.
fn shown<'a>(orders: &'a Orders, index: &OrderIndex) -> Vec<(&'a Order, Verdict)> {
    let row = |row| Some((orders.get(row)?, index.verdict(row)?));
    let rows = index.rows().iter().filter_map(|it| row(*it));
    rows.filter(|(order, _)| order.gone_since.is_none())
        .collect()
}
