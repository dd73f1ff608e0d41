//! Changing one view of a `views.toml` and nothing else: comments, blanks, order and what we do not know stay as they
//! are, byte for byte.
//!
//! The text is cut at the places the parser names. What comes out is parsed again and has to say exactly what was
//! meant, else nothing is written: a file may be TOML in ways this module does not edit.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::{parse, word_of};
use crate::app::pane::Pane;
use crate::app::saved::{Change, View, is_same};
use crate::config::error::ConfigError;

/// What a new file begins with.
const HEADING: &str = "\
# Saved views of covage-tui. `S` in the dashboard adds one here and `-` in its menu of views deletes one; editing by
# hand is fine too: the rest of the file is never touched.
";

/// Why a file was not changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EditProblem {
    /// Something in it is wrong, and is not written over.
    #[error("mend it first: {}", .0.line())]
    Broken(Box<ConfigError>),
    /// It says what it says in a way that is not edited here.
    #[error(
        "only a hand can change it as it is written: one [[view]] for each view is the usual way"
    )]
    Unusual,
}

/// The text with a change in it.
///
/// # Errors
/// [`EditProblem`]; the text then stays as it is.
pub fn edited(text: &str, file_name: &str, change: &Change) -> Result<String, EditProblem> {
    if let Some(obstacle) = parse(text, file_name).obstacle() {
        return Err(EditProblem::Broken(Box::new(obstacle.clone())));
    }
    let document = DeTable::parse(text).map_err(|_| EditProblem::Unusual)?;
    let place = place_of(of(change), document.get_ref());
    let (new, wanted) = match (change, place) {
        (Change::Put(view), Some((at, table))) => replaced(text, view, at, table)?,
        (Change::Put(view), None) => appended(text, view)?,
        (Change::Remove(..), Some((at, table))) => removed(text, at, table)?,
        (Change::Remove(..), None) => return Ok(text.to_owned()),
    };
    if new.parse::<Table>().is_ok_and(|table| table == wanted) {
        Ok(new)
    } else {
        Err(EditProblem::Unusual)
    }
}

/// The pane and the name that a change is about.
fn of(change: &Change) -> (Pane, &str) {
    match change {
        Change::Put(view) => (view.pane(), &view.name),
        Change::Remove(pane, name) => (*pane, name),
    }
}

/// A value and where it stands.
type Spot<'d> = Spanned<DeValue<'d>>;

/// The view of a pane and a name, and the how manyth it is.
fn place_of<'d>(
    (pane, name): (Pane, &str),
    document: &'d DeTable<'d>,
) -> Option<(usize, &'d Spot<'d>)> {
    let DeValue::Array(tables) = document.get("view")?.get_ref() else {
        return None;
    };
    let is_it = |table: &Spot<'_>| {
        let text = |key| match entry_of(table, key).map(|(_, known)| known.get_ref()) {
            Some(DeValue::String(known)) => Some(known.as_ref()),
            _ => None,
        };
        let of = text("pane").unwrap_or_else(|| word_of(Pane::Orders));
        of == word_of(pane) && text("name").is_some_and(|known| is_same(known, name))
    };
    tables.iter().enumerate().find(|(_, table)| is_it(table))
}

/// Where a key of a view stands, and its value.
fn entry_of<'d>(table: &'d Spot<'d>, key: &str) -> Option<(Range<usize>, &'d Spot<'d>)> {
    let DeValue::Table(entries) = table.get_ref() else {
        return None;
    };
    let mut entries = entries.iter();
    let (name, value) = entries.find(|(name, _)| name.get_ref() == key)?;
    Some((name.span(), value))
}

/// The values of a view, as the file writes them; what it does not say is not written. The pane is not among them: it
/// is what a view is found by, and stays as it is.
fn values(view: &View) -> [(&'static str, Option<Value>); 4] {
    let text = |text: &str| Value::String(text.to_owned());
    let sort = view.sort_words().into_iter().map(Value::String).collect();
    let columns = view.columns().map(|columns| {
        let names = columns.iter().map(|column| text(column.name()));
        Value::Array(names.collect())
    });
    [
        ("name", Some(text(&view.name))),
        ("filter", Some(text(&view.filter))),
        ("sort", Some(Value::Array(sort))),
        ("columns", columns),
    ]
}

fn tables(text: &str) -> Result<Table, EditProblem> {
    text.parse().map_err(|_| EditProblem::Unusual)
}

fn views_of(table: &mut Table) -> Result<&mut Vec<Value>, EditProblem> {
    let views = table
        .entry("view")
        .or_insert_with(|| Value::Array(Vec::new()));
    views.as_array_mut().ok_or(EditProblem::Unusual)
}

fn appended(text: &str, view: &View) -> Result<(String, Table), EditProblem> {
    let mut wanted = tables(text)?;
    let [name, others @ ..] = values(view);
    // Where nothing is said of a pane, orders are meant: programs older than the panes read such a file, too.
    let pane = (view.pane() != Pane::Orders).then(|| word_of(view.pane()).into());
    let values = || {
        [name.clone(), ("pane", pane.clone())]
            .into_iter()
            .chain(others.clone())
    };
    let entries: Table = values()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect();
    views_of(&mut wanted)?.push(Value::Table(entries));

    let mut new = if text.trim().is_empty() {
        HEADING.to_owned()
    } else {
        text.to_owned()
    };
    if !new.ends_with('\n') {
        new.push('\n');
    }
    new.push_str("\n[[view]]\n");
    for (key, value) in values() {
        new.extend(value.map(|value| line(key, &value)));
    }
    Ok((new, wanted))
}

fn line(key: &str, value: &Value) -> String {
    format!("{key} = {value}\n")
}

fn replaced(
    text: &str,
    view: &View,
    at: usize,
    table: &Spot<'_>,
) -> Result<(String, Table), EditProblem> {
    let mut wanted = tables(text)?;
    let known = views_of(&mut wanted)?
        .get_mut(at)
        .and_then(Value::as_table_mut)
        .ok_or(EditProblem::Unusual)?;
    let mut cuts: Vec<(Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    for (key, value) in values(view) {
        match (entry_of(table, key), value) {
            (Some(_), Some(value)) if known.get(key) == Some(&value) => {}
            (Some((_, place)), Some(value)) => {
                cuts.push((place.span(), value.to_string()));
                known.insert(key.to_owned(), value);
            }
            (None, Some(value)) => {
                added.push_str(&line(key, &value));
                known.insert(key.to_owned(), value);
            }
            (Some((name, place)), None) => {
                let lines = line_start(text, name.start)..line_end(text, place.span().end);
                cuts.push((lines, String::new()));
                known.remove(key);
            }
            (None, None) => {}
        }
    }
    if !added.is_empty() {
        let (_, name) = entry_of(table, "name").ok_or(EditProblem::Unusual)?;
        let end = line_end(text, name.span().end);
        let is_last_line_open = !text[..end].ends_with('\n');
        let before = if is_last_line_open { "\n" } else { "" };
        cuts.push((end..end, format!("{before}{added}")));
    }
    cuts.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut new = text.to_owned();
    for (place, value) in cuts {
        new.replace_range(place, &value);
    }
    Ok((new, wanted))
}

fn removed(text: &str, at: usize, table: &Spot<'_>) -> Result<(String, Table), EditProblem> {
    let mut wanted = tables(text)?;
    let views = views_of(&mut wanted)?;
    views.remove(at);
    if views.is_empty() {
        wanted.remove("view");
    }
    let DeValue::Table(entries) = table.get_ref() else {
        return Err(EditProblem::Unusual);
    };
    let header = table.span();
    let last = entries.values().map(|value| value.span().end).max();
    let start = line_start(text, header.start);
    let end = line_end(text, last.unwrap_or(header.end).max(header.end));
    let (before, after) = (&text[..start], &text[end..]);
    let is_gap_left = before.ends_with("\n\n") && (after.is_empty() || after.starts_with('\n'));
    let before = if is_gap_left {
        &before[..before.len() - 1]
    } else {
        before
    };
    Ok((format!("{before}{after}"), wanted))
}

/// Where the line begins that holds a byte.
fn line_start(text: &str, byte: usize) -> usize {
    text[..byte].rfind('\n').map_or(0, |at| at + 1)
}

/// Behind the line break of the line that holds a byte.
fn line_end(text: &str, byte: usize) -> usize {
    text[byte..]
        .find('\n')
        .map_or(text.len(), |at| byte + at + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::columns::Column;
    use crate::app::index::{By, Sort};
    use crate::app::views::quotes::columns::QuoteColumn;

    const BY_HAND: &str = "\
# mine
other = 'kept'

[[view]] # the first
name    = \"Lyon\"   # my town
icon = '''
[[view]]
'''
filter  = 'site:lyon'
# of tomorrow
[[view]]
sort = [  # two lines
  \"slack\" ]
name = \"Later\"

[[view]]
name = \"Last\"
[future]
x = 1
";

    fn view(name: &str, filter: &str, column: Column) -> View {
        let by = By {
            column,
            descending: false,
        };
        View::of_orders(name, filter, Sort { by, then: None })
    }

    fn put(text: &str, view: View) -> String {
        edited(text, "views.toml", &Change::Put(view)).unwrap()
    }

    fn remove(text: &str, name: &str) -> String {
        edited(
            text,
            "views.toml",
            &Change::Remove(Pane::Orders, name.to_owned()),
        )
        .unwrap()
    }

    #[test]
    fn the_first_view_makes_a_file_that_explains_itself() {
        let text = put(
            "",
            view("Lyon", "site:\"st denis\" client~^é", Column::Slack),
        );
        assert_eq!(
            text,
            format!(
                "{HEADING}\n[[view]]\nname = \"Lyon\"\nfilter = 'site:\"st denis\" client~^é'\nsort = [\"slack\"]\n"
            )
        );
    }

    #[test]
    fn a_view_is_changed_in_its_place_and_nothing_else_is() {
        assert_eq!(
            put(BY_HAND, view("LYON", "site:69", Column::Dwell)),
            BY_HAND
                .replace(
                    "\"Lyon\"   # my town\n",
                    "\"LYON\"   # my town\nsort = [\"dwell\"]\n"
                )
                .replace("'site:lyon'", "\"site:69\"")
        );
        assert_eq!(
            put(BY_HAND, view("Later", "x", Column::Slack)),
            BY_HAND.replace("name = \"Later\"\n", "name = \"Later\"\nfilter = \"x\"\n")
        );
    }

    #[test]
    fn columns_come_and_go_with_their_line() {
        let plain = view("Later", "", Column::Slack);
        let with = plain
            .clone()
            .in_columns(Some(vec![Column::Order, Column::By]));
        let text = put(BY_HAND, with);
        assert_eq!(
            text,
            BY_HAND.replace(
                "name = \"Later\"\n",
                "name = \"Later\"\nfilter = \"\"\ncolumns = [\"order\", \"by\"]\n"
            )
        );
        let text = text.replace(
            "[\"order\", \"by\"]",
            "[\n  \"order\", # first\n  \"by\"]   # who",
        );
        assert_eq!(
            put(&text, plain),
            BY_HAND.replace("name = \"Later\"\n", "name = \"Later\"\nfilter = \"\"\n")
        );
    }

    #[test]
    fn a_new_view_stands_at_the_end() {
        let text = put(BY_HAND.trim_end(), view("New", "", Column::Site));
        assert_eq!(
            text,
            format!("{BY_HAND}\n[[view]]\nname = \"New\"\nfilter = \"\"\nsort = [\"site\"]\n")
        );
    }

    #[test]
    fn a_deleted_view_takes_its_lines_and_no_others() {
        let without = BY_HAND
            .replace("[[view]] # the first\nname    = \"Lyon\"   # my town\nicon = '''\n[[view]]\n'''\nfilter  = 'site:lyon'\n", "");
        assert_eq!(remove(BY_HAND, "lyon"), without);
        let last = put("# mine\n", view("New", "", Column::Site));
        assert_eq!(remove(&last, "New"), "# mine\n");
        assert_eq!(remove(BY_HAND, "nobody"), BY_HAND);
    }

    #[test]
    fn what_is_broken_or_written_unusually_is_not_written_over() {
        let change = Change::Put(view("New", "", Column::Site));
        let problem = edited("[[view]]\nname = 3\n", "views.toml", &change).unwrap_err();
        assert_eq!(
            problem.to_string(),
            "mend it first: views.toml:2:8: view.name: expected a text in quotes, found a whole number"
        );
        let inline = "view = [{ name = \"Lyon\" }, { name = \"a\" }]\n";
        assert_eq!(
            edited(inline, "views.toml", &change),
            Err(EditProblem::Unusual)
        );
        let own = Change::Remove(Pane::Orders, "Lyon".to_owned());
        assert_eq!(
            edited(inline, "views.toml", &own),
            Err(EditProblem::Unusual)
        );
        // The table of a view would go to the view before it.
        let nested = "[[view]]\nname = \"a\"\n[[view]]\nname = \"Lyon\"\n[view.more]\nx = 1\n";
        assert_eq!(
            edited(nested, "views.toml", &own),
            Err(EditProblem::Unusual)
        );
    }

    #[test]
    fn a_view_of_quotes_names_its_pane_and_is_another_one_than_that_of_orders() {
        let quotes = |name, filter| View::of_quotes(name, filter, Sort::by(QuoteColumn::Answered));
        let text = put(BY_HAND, quotes("lyon", "site:69"));
        let added = "\n[[view]]\nname = \"lyon\"\npane = \"quotes\"\nfilter = \"site:69\"\nsort = [\"-answered\"]\n";
        assert_eq!(text, format!("{BY_HAND}{added}"));
        assert_eq!(
            put(&text, quotes("LYON", "site:69")),
            text.replace("\"lyon\"", "\"LYON\"")
        );
        assert_eq!(
            put(&text, view("Lyon", "site:38", Column::Dwell)),
            text.replace("# my town\n", "# my town\nsort = [\"dwell\"]\n")
                .replace("'site:lyon'", "\"site:38\"")
        );
        assert_eq!(
            remove(&text, "Lyon"),
            format!("{}{added}", remove(BY_HAND, "Lyon"))
        );
        let change = Change::Remove(Pane::Quotes, "Lyon".to_owned());
        assert_eq!(edited(&text, "views.toml", &change).unwrap(), BY_HAND);
    }

    #[test]
    fn a_pane_that_is_spelled_out_stays_so() {
        let text = "[[view]]\npane = 'orders' # not quotes\nname = \"Lyon\"\nfilter = \"a\"\nsort = [\"site\"]\n";
        assert_eq!(
            put(text, view("Lyon", "b", Column::Site)),
            text.replace("\"a\"", "\"b\"")
        );
        assert_eq!(remove(text, "Lyon"), "");
    }

    proptest! {
        #[test]
        fn whatever_is_saved_and_deleted_is_what_the_file_says(
            changes in prop::collection::vec(
                (
                    0_usize..5,
                    any::<bool>(),
                    prop::option::of(("(?s:.{0,30})", 0..QuoteColumn::ALL.len(), any::<bool>())),
                ),
                0..12,
            ),
            begins_by_hand in any::<bool>(),
        ) {
            let mut text = if begins_by_hand { BY_HAND.to_owned() } else { String::new() };
            let mut known = parse(&text, "views.toml").views;
            let names = ["Lyon", "Later", "été \"x\"", "a'b", "\\"];
            for (name, is_of_quotes, new) in changes {
                let name = names[name];
                let pane = if is_of_quotes { Pane::Quotes } else { Pane::Orders };
                let place = known.iter().position(|it| it.pane() == pane && is_same(&it.name, name));
                let change = if let Some((filter, column, has_columns)) = new {
                    let view = if is_of_quotes {
                        View::of_quotes(name, filter, Sort::by(QuoteColumn::ALL[column]))
                    } else {
                        let columns = vec![Column::Order, Column::By];
                        view(name, &filter, Column::ALL[column]).in_columns(has_columns.then_some(columns))
                    };
                    match place {
                        Some(place) => known[place] = view.clone(),
                        None => known.push(view.clone()),
                    }
                    Change::Put(view)
                } else {
                    place.map(|place| known.remove(place));
                    Change::Remove(pane, name.to_owned())
                };
                text = edited(&text, "views.toml", &change).unwrap();
                prop_assert_eq!(&parse(&text, "views.toml").views, &known, "{}", text);
                prop_assert!(!begins_by_hand || text.contains("# of tomorrow\n") && text.contains("[future]\nx = 1\n"));
            }
        }
    }
}
