//! The shape of `views.toml`, where saved views are: text in, views and every problem out. Pure.
//!
//! ```toml
//! [[view]]
//! name = "Lyon, late"
//! pane = "orders"                        # or "quotes", "eligibility"; may be left out for orders
//! filter = "site:lyon late:yes"
//! sort = ["slack", "-dwell"]             # "-" for the largest first; the second settles ties
//! columns = ["order", "slack", "site"]   # of orders only; may be left out, as filter and sort may
//! ```
//!
//! A wrong view is left out and the others count. Only a key that is unknown here is told and otherwise let be: another
//! version of the program may know it.

mod edit;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, Problem};
use super::reader::{self, Reader, Section};
use crate::app::columns::{Chosen, Column, SortColumn};
use crate::app::index::Sort;
use crate::app::pane::Pane;
use crate::app::saved::{SortProblem, View, checked, is_same, sort_of};

pub use edit::{EditProblem, edited};

/// The keys of `[[view]]`.
pub const VIEW_KEYS: &[&str] = &["name", "pane", "filter", "sort", "columns"];

/// Panes that have views, by the words of the file.
const PANES: [Pane; 3] = [Pane::Orders, Pane::Quotes, Pane::Eligibility];
const PANE_WORDS: [&str; PANES.len()] = ["orders", "quotes", "eligibility"];

/// The word of a pane in the file.
fn word_of(pane: Pane) -> &'static str {
    let mut words = PANES.iter().zip(PANE_WORDS);
    words
        .find(|(known, _)| **known == pane)
        .map_or("", |(_, word)| word)
}

/// What a `views.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewsFile {
    /// The views that could be read, in the order of the file.
    pub views: Vec<View>,
    /// What is wrong with it, in the order of the file.
    pub problems: Vec<ConfigError>,
}

impl ViewsFile {
    /// The first problem that stands in the way of a change: what a person wrote and we do not understand is not
    /// written over.
    pub fn obstacle(&self) -> Option<&ConfigError> {
        let is_harmless = |it: &&ConfigError| matches!(it.problem, Problem::UnknownKey { .. });
        self.problems.iter().find(|it| !is_harmless(it))
    }
}

/// Reads a whole file; `file_name` is for the messages only.
pub fn parse(text: &str, file_name: &str) -> ViewsFile {
    let mut reader = Reader::new(text, file_name);
    let (document, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        for error in syntax {
            let span = error.span().unwrap_or(0..0);
            reader.problem(span, "", Problem::Syntax(error.message().to_owned()));
        }
        // Behind a syntax error everything is guesswork.
        return ViewsFile {
            views: Vec::new(),
            problems: reader.finish(),
        };
    }
    let mut root = Section::new("", document.into_inner(), &["view"]);
    let tables = root.take(&mut reader, "view", reader::tables);
    root.finish(&mut reader);
    let mut views: Vec<View> = Vec::new();
    for table in tables.map(|it| it.value).unwrap_or_default() {
        let span = table.span();
        let Some(view) = read(&mut reader, table) else {
            continue;
        };
        let is_it = |it: &View| it.pane() == view.pane() && is_same(&it.name, &view.name);
        if views.iter().any(is_it) {
            reader.problem(span, "view.name", Problem::Twice(view.name));
        } else {
            views.push(view);
        }
    }
    ViewsFile {
        views,
        problems: reader.finish(),
    }
}

fn read(reader: &mut Reader<'_>, table: Spanned<DeTable<'_>>) -> Option<View> {
    let header = table.span();
    let mut section = Section::new("view", table.into_inner(), VIEW_KEYS);
    let problems = reader.count();
    let name = section.take(
        reader,
        "name",
        reader::parsed(|name| checked(name).map(str::to_owned)),
    );
    let pane = section.take(reader, "pane", reader::choice(&PANE_WORDS));
    let pane = pane.map_or(Pane::Orders, |at| PANES[at.value]);
    let filter = section.take(reader, "filter", reader::any_text);
    let filter = filter.map(|it| it.value).unwrap_or_default();
    // Without a name there is no view, but what else is wrong is told all the same.
    let named = name.as_ref().map_or("", |it| it.value.as_str());
    let view = if pane == Pane::Quotes {
        let sort = section.take(reader, "sort", sort).map(|it| it.value);
        section.take(reader, "columns", no_columns);
        View::of_quotes(named, filter, sort.unwrap_or_default())
    } else if pane == Pane::Eligibility {
        let sort = section.take(reader, "sort", sort).map(|it| it.value);
        section.take(reader, "columns", no_columns);
        View::of_eligibility(named, filter, sort.unwrap_or_default())
    } else {
        let sort = section.take(reader, "sort", sort).map(|it| it.value);
        let columns = section.take(reader, "columns", |value| {
            let wanted = reader::choices(&Column::NAMES)(value)?;
            let wanted: Vec<_> = wanted.into_iter().map(|at| Column::ALL[at]).collect();
            Ok(Chosen::new(&wanted).columns().collect())
        });
        View::of_orders(named, filter, sort.unwrap_or_default())
            .in_columns(columns.map(|it| it.value))
    };
    let is_sound = reader.count() == problems;
    if is_sound && name.is_none() {
        reader.problem(header, "view", Problem::Missing("name"));
    }
    section.finish(reader);
    (is_sound && name.is_some()).then_some(view)
}

/// The columns of the lists of quotes and of eligibility are not chosen.
fn no_columns(value: &Spanned<DeValue<'_>>) -> reader::Converted<()> {
    Err((
        value.span(),
        Problem::NotHere("only views of orders have columns to choose"),
    ))
}

/// A list of columns, each with `-` before it for the largest first.
fn sort<C: SortColumn>(value: &Spanned<DeValue<'_>>) -> reader::Converted<Sort<C>> {
    let words = reader::texts(value)?;
    sort_of(&words).map_err(|problem| match problem {
        SortProblem::NoColumn(at) => {
            let span = match value.get_ref() {
                DeValue::Array(items) => items.get(at).map(Spanned::span),
                _ => None,
            };
            let found = words.get(at).map(|it| it.trim_start_matches('-'));
            let problem = Problem::NotAChoice {
                found: found.unwrap_or_default().to_owned(),
                choices: C::NAMES,
            };
            (span.unwrap_or_else(|| value.span()), problem)
        }
        SortProblem::TooMany => (value.span(), Problem::TooMany("columns", 2)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::index::By;
    use crate::app::views::quotes::columns::QuoteColumn;

    fn told(text: &str) -> Vec<String> {
        let file = parse(text, "views.toml");
        file.problems.iter().map(ConfigError::line).collect()
    }

    #[test]
    fn a_file_is_read_in_its_order_and_sort_and_filter_may_be_left_out() {
        let text = "\
            [[view]]\nname = \"Lyon, late\"\nfilter = \"site:lyon\"\nsort = [\"-dwell\"]\n\
            [[view]]\nname = \" all \"\ncolumns = [\"slack\"]\n";
        let file = parse(text, "views.toml");
        let dwell = Sort {
            by: By {
                column: Column::Dwell,
                descending: true,
            },
            then: None,
        };
        assert_eq!(
            file.views,
            [
                View::of_orders("Lyon, late", "site:lyon", dwell),
                View::of_orders("all", "", Sort::default())
                    .in_columns(Some(vec![Column::Order, Column::Slack])),
            ]
        );
        assert_eq!(file.problems, []);
        assert_eq!(parse("", "views.toml"), ViewsFile::default());
    }

    #[test]
    fn a_view_is_of_the_pane_it_names_and_of_orders_where_it_names_none() {
        let text = "\
            [[view]]\nname = \"Lyon\"\nfilter = \"site:lyon\"\n\
            [[view]]\nname = \"lyon\"\nsort = [\"-answered\", \"customer\"]\npane = \"quotes\"\n\
            [[view]]\npane = \"orders\"\nname = \"Late\"\n";
        let answered = Sort::by(QuoteColumn::Answered).picked_second(QuoteColumn::Customer);
        let file = parse(text, "views.toml");
        assert_eq!(file.problems, []);
        assert_eq!(
            file.views,
            [
                View::of_orders("Lyon", "site:lyon", Sort::default()),
                View::of_quotes("lyon", "", answered),
                View::of_orders("Late", "", Sort::default()),
            ]
        );
        assert_eq!(
            told(
                "[[view]]\nname = \"a\"\npane = \"quote\"\n\
                 [[view]]\nname = \"b\"\npane = \"quotes\"\nsort = [\"slack\"]\n\
                 [[view]]\nname = \"c\"\npane = \"quotes\"\ncolumns = [\"line\"]\n\
                 [[view]]\nname = \"d\"\npane = \"quotes\"\n[[view]]\nname = \"D\"\npane = \"quotes\"\n"
            ),
            [
                "views.toml:3:8: view.pane: `quote` is not one of orders, quotes, eligibility; did you mean \"quotes\"?",
                "views.toml:7:9: view.sort: `slack` is not one of line, state, ready, valid, from, total, customer, \
                 site, project, basket, answered, created",
                "views.toml:11:11: view.columns: only views of orders have columns to choose",
                "views.toml:15:1: view.name: `D` stands there twice; keep one of them",
            ]
        );
    }

    #[test]
    fn a_wrong_view_is_told_with_its_place_and_the_others_count() {
        let text = "\
            [[view]]\nname = \"a\"\nsort = [\"slack\", \"-slak\"]\n\
            [[view]]\nfilter = \"x\"\n\
            [[view]]\nname = \"b\"\nfilter = 3\n\
            [[view]]\nname = \"ok\"\nfiltre = \"x\"\n\
            [[view]]\nname = \"OK\"\n\
            [[view]]\nname = \"a very long name for a view\"\n";
        assert_eq!(
            told(text),
            [
                "views.toml:3:18: view.sort: `slak` is not one of order, step, dwell, slack, customer, site, family, \
                 bandwidth, project, modified, age, by, id, commitment, completed; did you mean \"slack\"?",
                "views.toml:4:1: view: it has no `name`",
                "views.toml:8:10: view.filter: expected a text in quotes, found a whole number",
                "views.toml:11:1: unknown key `filtre`; did you mean `filter`?",
                "views.toml:12:1: view.name: `OK` stands there twice; keep one of them",
                "views.toml:15:8: view.name: a name has 24 letters at most",
            ]
        );
        let file = parse(text, "views.toml");
        assert_eq!(file.views.len(), 1);
        assert_eq!(file.obstacle(), file.problems.first());
    }

    #[test]
    fn after_a_syntax_error_nothing_is_guessed() {
        let text = "[[view]]\nname = \"a\"\n[[view]\nname = \"b\"\n";
        assert_eq!(parse(text, "views.toml").views, []);
        assert!(
            told(text)[0].starts_with("views.toml:3:"),
            "{:?}",
            told(text)
        );
        assert_eq!(
            told("view = 1\n"),
            ["views.toml:1:8: view: expected a list of tables in [[ ]], found a whole number"]
        );
    }

    #[test]
    fn a_key_of_another_version_is_no_obstacle() {
        let file = parse(
            "[[view]]\nname = \"a\"\nicon = \"x\"\n[other]\n",
            "views.toml",
        );
        assert_eq!((file.views.len(), file.problems.len()), (1, 2));
        assert_eq!(file.obstacle(), None);
    }
}
