//! What `--view` and `--filter` choose: looked up and read before anything is asked for or drawn.
//!
//! Together they mean the sort of the view and the filter that is given.

use std::fmt::Write as _;

use crate::app::facts::eligibility::{ELIGIBILITY_SCHEMA, EligibilityField};
use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
use crate::app::facts::quotes::{QUOTE_SCHEMA, QuoteField};
use crate::app::index::Sort;
use crate::app::pane::Pane;
use crate::app::query::{Now, Query, QueryError, Schema};
use crate::app::saved::{Rows, Stored, View, Views};
use crate::app::views::eligibility::columns::EligibilitySort;
use crate::app::views::quotes::columns::QuoteSort;
use crate::config::Paths;
use crate::config::error::nearest;
use crate::config::excerpt::escape;
use crate::domain::fold::fold;
use crate::domain::text::is_drawable;
use crate::runtime::views::file;
use crate::ui::paint::width;

/// Why a view or a filter will not do. Each is a mistake in the command line.
#[derive(Debug, thiserror::Error)]
pub enum ChosenError {
    /// The filter cannot be read.
    #[error("{}", caret(filter, error))]
    Filter {
        /// As it was given.
        filter: String,
        /// What is wrong with it.
        error: QueryError,
    },
    /// The filter of a view cannot be read.
    #[error(
        "the view {} cannot be opened:\n{}",
        escape(name),
        caret(filter, error)
    )]
    View {
        /// The view.
        name: String,
        /// Its filter.
        filter: String,
        /// What is wrong with it.
        error: QueryError,
    },
    /// The view lists something else.
    #[error(
        "the view {} lists {lists}, not {wanted}\n  open it with: covage-tui --view {}",
        escape(name),
        quoted(name)
    )]
    OfAnotherPane {
        /// The view.
        name: String,
        /// What it lists.
        lists: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// There is no view of that name.
    #[error("{}", unknown(name, known, trouble))]
    NoSuchView {
        /// As it was given.
        name: String,
        /// The views there are.
        known: Vec<String>,
        /// What is wrong with the file of saved views.
        trouble: Vec<String>,
    },
}

/// A view and a filter, looked up and not yet read.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// The view.
    pub view: Option<View>,
    /// The filter in force.
    pub filter: String,
    is_of_view: bool,
}

/// The saved views of this user.
pub fn stored() -> Stored {
    Paths::of_user()
        .map(|paths| file::read(&paths.views_file))
        .unwrap_or_default()
}

impl Chosen {
    /// Looks a view of any pane up.
    ///
    /// # Errors
    /// [`ChosenError::NoSuchView`].
    pub fn new(
        view: Option<&str>,
        filter: Option<&str>,
        stored: &Stored,
        now: &Now<'_>,
    ) -> Result<Self, ChosenError> {
        Self::of(None, view, filter, stored, now)
    }

    /// Looks a view up, in one pane before all others.
    ///
    /// # Errors
    /// [`ChosenError::NoSuchView`].
    pub fn of(
        pane: Option<Pane>,
        view: Option<&str>,
        filter: Option<&str>,
        stored: &Stored,
        now: &Now<'_>,
    ) -> Result<Self, ChosenError> {
        let Some(name) = view else {
            return Ok(Self {
                filter: filter.unwrap_or_default().to_owned(),
                ..Self::default()
            });
        };
        let views = Views::new(stored.views.clone(), now);
        let own = pane.and_then(|pane| views.find_in(pane, name));
        let Some(entry) = own.or_else(|| views.find(name)) else {
            let mut known: Vec<String> = Vec::new();
            for entry in views.entries() {
                // Two panes may have a view of one name.
                if !known.contains(&entry.view.name) {
                    known.push(entry.view.name.clone());
                }
            }
            return Err(ChosenError::NoSuchView {
                name: name.to_owned(),
                known,
                trouble: stored.trouble.clone(),
            });
        };
        Ok(Self {
            view: Some(entry.view.clone()),
            filter: filter.unwrap_or(&entry.view.filter).to_owned(),
            is_of_view: filter.is_none(),
        })
    }

    /// Checks that the pane of the view understands the filter; without a view, that of the orders.
    ///
    /// # Errors
    /// [`ChosenError::Filter`] or, where it is that of the view, [`ChosenError::View`].
    pub fn check(&self, now: &Now<'_>) -> Result<(), ChosenError> {
        match self.view.as_ref().map(View::pane) {
            Some(Pane::Quotes) => self.read(&QUOTE_SCHEMA, now).map(|_| ()),
            Some(Pane::Eligibility) => self.read(&ELIGIBILITY_SCHEMA, now).map(|_| ()),
            _ => self.read(&ORDER_SCHEMA, now).map(|_| ()),
        }
    }

    /// Filter and sort of orders.
    ///
    /// # Errors
    /// Those of [`Self::check`], and [`ChosenError::OfAnotherPane`].
    pub fn orders(&self, now: &Now<'_>) -> Result<(Query<OrderField>, Sort), ChosenError> {
        let sort = match self.view.as_ref().map(|view| &view.rows) {
            None => Sort::default(),
            Some(Rows::Orders { sort, .. }) => *sort,
            Some(other) => return Err(self.of_another_pane(other, "orders")),
        };
        Ok((self.read(&ORDER_SCHEMA, now)?, sort))
    }

    /// Filter and sort of quote lines.
    ///
    /// # Errors
    /// Those of [`Self::check`], and [`ChosenError::OfAnotherPane`].
    pub fn quotes(&self, now: &Now<'_>) -> Result<(Query<QuoteField>, QuoteSort), ChosenError> {
        let sort = match self.view.as_ref().map(|view| &view.rows) {
            None => QuoteSort::default(),
            Some(Rows::Quotes { sort }) => *sort,
            Some(other) => return Err(self.of_another_pane(other, "quote lines")),
        };
        Ok((self.read(&QUOTE_SCHEMA, now)?, sort))
    }

    /// Filter and sort of sites.
    ///
    /// # Errors
    /// Those of [`Self::check`], and [`ChosenError::OfAnotherPane`].
    pub fn eligibility(
        &self,
        now: &Now<'_>,
    ) -> Result<(Query<EligibilityField>, EligibilitySort), ChosenError> {
        let sort = match self.view.as_ref().map(|view| &view.rows) {
            None => EligibilitySort::default(),
            Some(Rows::Eligibility { sort }) => *sort,
            Some(other) => return Err(self.of_another_pane(other, "sites")),
        };
        Ok((self.read(&ELIGIBILITY_SCHEMA, now)?, sort))
    }

    fn of_another_pane(&self, rows: &Rows, wanted: &'static str) -> ChosenError {
        let name = self.view.as_ref().map(|view| view.name.clone());
        ChosenError::OfAnotherPane {
            name: name.unwrap_or_default(),
            lists: match rows {
                Rows::Orders { .. } => "orders",
                Rows::Quotes { .. } => "quote lines",
                Rows::Eligibility { .. } => "eligibility requests and sites",
            },
            wanted,
        }
    }

    fn read<F: Copy + PartialEq>(
        &self,
        schema: &Schema<F>,
        now: &Now<'_>,
    ) -> Result<Query<F>, ChosenError> {
        Query::parse(&self.filter, schema, now).map_err(|error| {
            let filter = self.filter.clone();
            match &self.view {
                Some(view) if self.is_of_view => ChosenError::View {
                    name: view.name.clone(),
                    filter,
                    error,
                },
                _ => ChosenError::Filter { filter, error },
            }
        })
    }
}

/// As a shell takes it.
fn quoted(name: &str) -> String {
    let name = escape(name);
    if name.chars().all(char::is_alphanumeric) {
        name
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}

fn unknown(name: &str, known: &[String], trouble: &[String]) -> String {
    let folded: Vec<_> = known.iter().map(|it| fold(it)).collect();
    let near = nearest(&fold(name), folded.iter().map(String::as_str));
    let near = near.and_then(|near| folded.iter().position(|it| it == near));
    let help = if let Some(near) = near.and_then(|at| known.get(at)) {
        format!("did you mean \"{}\"?", escape(near))
    } else {
        let known: Vec<_> = known.iter().map(|it| escape(it)).collect();
        format!("the views are {}", known.join(", "))
    };
    let mut text = format!("there is no view \"{}\"\n  {help}", escape(name));
    for trouble in trouble {
        // Writing to a string never fails.
        let _ = write!(text, "\n  {trouble}");
    }
    text
}

/// The filter, a caret under what is wrong with it, and what to write instead.
fn caret(filter: &str, error: &QueryError) -> String {
    let safe: Vec<String> = filter
        .chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => " ".to_owned(),
            c if is_drawable(c) => c.to_string(),
            _ => '\u{FFFD}'.to_string(),
        })
        .collect();
    let columns = |chars: &[String]| chars.iter().map(|c| width(c)).sum::<usize>();
    let start = error.at.start.min(safe.len());
    let end = error.at.end.clamp(start, safe.len());
    let before = columns(&safe[..start]);
    let carets = columns(&safe[start..end]).max(1);
    let hint = error.hint.as_ref().map(|hint| format!("\n  {hint}"));
    format!(
        "{}\n{}{}\n{}{}",
        safe.concat(),
        " ".repeat(before),
        "^".repeat(carets),
        error.message,
        hint.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::date::Zone;

    #[test]
    fn the_caret_stands_under_the_fault_whatever_stands_before_it() {
        let zone = Zone::utc();
        let now = Now::new(DateTime::UNIX_EPOCH, &zone, &[]);
        for (filter, column) in [
            ("stat:active", 0),
            ("é\u{1b} stat:active", 3),
            ("漢 stat:active", 3),
        ] {
            let error = Query::parse(filter, &ORDER_SCHEMA, &now).unwrap_err();
            let text = caret(filter, &error);
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines[1].find('^'), Some(column), "{text}");
            assert!(lines.len() >= 3 && !text.contains('\u{1b}'), "{text}");
        }
    }
}
