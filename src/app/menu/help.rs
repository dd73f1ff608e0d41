//! Help: every action with its keys, and the filter language; what fits the place that has the keys comes first. Enter
//! runs the action under the cursor.

use crate::app::action::Action;
use crate::app::facts::eligibility::ELIGIBILITY_SCHEMA;
use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::facts::quotes::QUOTE_SCHEMA;
use crate::app::keymap::Keymap;
use crate::app::pane::{Focus, Pane};
use crate::app::query::Schema;
use crate::app::state::AppState;
use crate::domain::fold::fold;

use super::words::Words;
use super::{Choice, Item, Listing};

/// The filter language by example.
const FILTER_HELP: [(&str, &str); 9] = [
    (
        "dupont lyon",
        "both words, anywhere; digits match the end of a reference",
    ),
    (
        "state:active",
        "a field; a comma means or: state:active,confirmed",
    ),
    ("-late:no", "everything but"),
    ("( a | b )", "either; `or` does the same"),
    ("\"saint denis\"", "a value with a blank"),
    ("age>30d slack<=0d", "compare; h d w for hours, days, weeks"),
    ("due:today..+7d", "a range; days are 2026-05-01, today, -3d"),
    ("client~^king", "a regular expression; re: does the same"),
    ("project:* enni:-", "present, absent"),
];

/// The same for quote lines.
const QUOTES_FILTER_HELP: [(&str, &str); 7] = [
    (
        "dupont lyon",
        "both words, anywhere; digits match the end of a reference",
    ),
    (
        "state:ready",
        "a field; a comma means or: state:ready,refused",
    ),
    ("-state:expired", "everything but"),
    ("( a | b )", "either; `or` does the same"),
    ("val<10d total<=5000", "compare; a range is val:0..7"),
    ("client~^king", "a regular expression; re: does the same"),
    ("project:* basket:-", "present, absent"),
];

/// The same for eligibility requests and sites.
const ELIGIBILITY_FILTER_HELP: [(&str, &str); 7] = [
    (
        "sakharov 76130",
        "both words, anywhere; digits match the end of a reference",
    ),
    (
        "state:in_progress",
        "of a request, or of a site of it; a comma means or",
    ),
    ("-density:tres", "everything but"),
    ("( a | b )", "either; `or` does the same"),
    ("bw>=1g offers>0", "compare; a range is offers:1..3"),
    ("site~^4 rue", "a regular expression; re: does the same"),
    ("project:* building:-", "present, absent"),
];

/// The filter of what was done knows no fields.
const ACTIVITY_FILTER_HELP: (&str, &str) = (
    "accept unknown",
    "both words, anywhere in what it is and how it stands",
);

/// What the table of offers and the list of lines say.
const OFFERS_HELP: [(&str, &str); 9] = [
    (
        "TOTAL",
        "FAS + FAR + TERM x /mo: what the offer costs over its term",
    ),
    (
        "TOTAL -",
        "one of the four is not told, and a total without it would lie",
    ),
    ("FAS FAR", "access fee and connection fee, each paid once"),
    ("[text]", "a price that cannot be read, as Covage wrote it"),
    (
        "lowest",
        "an arrow behind the lowest /mo and TOTAL that can be had",
    ),
    ("READY 2/3", "two of three offers can be accepted"),
    (
        "VALID 3d !!",
        "days the offers are still valid: ! a week, !! three days",
    ),
    (
        "FROM 145.00~",
        "the lowest known; some offer does not tell its price",
    ),
    (
        "which offer",
        "behind >: the first ready one, until you pick another inside",
    ),
];

/// What keys mean while the filter is typed; they are no actions.
const FILTER_KEYS: [(&str, &str); 6] = [
    ("Enter", "keep the filter"),
    ("Esc", "bring back the one before"),
    ("Tab", "complete a field or a value"),
    ("Up Down PgUp PgDn", "move in the list while typing"),
    ("C-u", "delete everything"),
    ("C-w", "delete a word"),
];

/// What the mouse does, where it is on.
const MOUSE_HELP: [(&str, &str); 5] = [
    (
        "click",
        "the cursor goes there; on the cursor: opens or chooses",
    ),
    ("wheel", "scrolls what is under it"),
    (
        "click a title",
        "sorts by the column, and again the other way round",
    ),
    ("click beside", "closes what lies on top"),
    ("Shift", "leaves the mouse to the terminal, to select text"),
];

/// What has the keys, and so is explained first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    List,
    Preview,
    Filter,
}

impl Place {
    fn of(state: &AppState) -> Self {
        let pane = state.list_pane();
        match pane.focus() {
            _ if pane.filter().is_editing() => Self::Filter,
            Focus::List => Self::List,
            Focus::Preview => Self::Preview,
        }
    }
}

/// The actions and explanations that hold what is searched for; after `@`, the actions of a key.
pub(super) fn listing(state: &AppState, search: &str) -> Listing {
    let keymap = &state.keymap;
    let words = Words::new(search);
    let (actions, explains) = match search.strip_prefix('@') {
        Some(key) => (of_key(keymap, key.trim()), false),
        None => (found(keymap, &words), true),
    };
    let place = Place::of(state);
    let (here, elsewhere): (Vec<_>, Vec<_>) = actions
        .iter()
        .partition(|action| place == Place::Preview && fits_preview(**action));
    let mut items = Vec::new();
    if place == Place::Filter && explains {
        explain(&mut items, "While the filter is typed", FILTER_KEYS, &words);
        explain_filter(state, &mut items, &words);
    }
    if !here.is_empty() {
        items.push(Item::heading("In the preview"));
        items.extend(here.into_iter().map(|action| described(state, action)));
    }
    let mut group = None;
    for action in elsewhere {
        if group != Some(action.group()) {
            group = Some(action.group());
            items.push(Item::heading(action.group().title()));
        }
        items.push(described(state, action));
    }
    if state.pane == Pane::Quotes && explains {
        explain(&mut items, "Offers", OFFERS_HELP, &words);
    }
    if place != Place::Filter && explains {
        explain_filter(state, &mut items, &words);
    }
    if state.session.has_mouse && explains {
        explain(&mut items, "Mouse", MOUSE_HELP, &words);
    }
    Listing {
        items,
        count: format!("{} of {} actions", actions.len(), Action::ALL.len()),
    }
}

fn explain_filter(state: &AppState, items: &mut Vec<Item>, words: &Words) {
    match state.pane {
        Pane::Orders => {
            explain(items, "Filter", FILTER_HELP, words);
            explain(items, "Filter fields", fields(&ORDER_SCHEMA), words);
        }
        Pane::Quotes => {
            explain(items, "Filter", QUOTES_FILTER_HELP, words);
            explain(items, "Filter fields", fields(&QUOTE_SCHEMA), words);
        }
        Pane::Eligibility => {
            explain(items, "Filter", ELIGIBILITY_FILTER_HELP, words);
            explain(items, "Filter fields", fields(&ELIGIBILITY_SCHEMA), words);
        }
        Pane::Activity => explain(items, "Filter", [ACTIVITY_FILTER_HELP], words),
    }
}

fn fields<F>(schema: &'static Schema<F>) -> impl Iterator<Item = (&'static str, &'static str)> {
    schema.available().map(|field| (field.name, field.help))
}

fn explain<'a>(
    items: &mut Vec<Item>,
    title: &str,
    lines: impl IntoIterator<Item = (&'a str, &'a str)>,
    words: &Words,
) {
    let is_found =
        |(name, what): &(&str, &str)| words.rank(&fold(&format!("{name} {what}"))).is_some();
    let mut lines = lines.into_iter().filter(is_found).peekable();
    if lines.peek().is_some() {
        items.push(Item::heading(title));
        items.extend(lines.map(|(name, what)| Item::text(name, what)));
    }
}

fn found(keymap: &Keymap, words: &Words) -> Vec<Action> {
    let is_found = |action: &Action| words.rank_action(*action, keymap).is_some();
    Action::ALL.iter().copied().filter(is_found).collect()
}

/// The actions of a key as it is written, else of the keys whose names begin so.
fn of_key(keymap: &Keymap, key: &str) -> Vec<Action> {
    let of = |is_it: &dyn Fn(&str) -> bool| -> Vec<Action> {
        let has_it = |action: &Action| {
            keymap
                .chords(*action)
                .any(|chord| is_it(&chord.to_string()))
        };
        Action::ALL.iter().copied().filter(has_it).collect()
    };
    let exact = of(&|name| name == key);
    if !exact.is_empty() {
        return exact;
    }
    of(&|name| {
        name.get(..key.len())
            .is_some_and(|beginning| beginning.eq_ignore_ascii_case(key))
    })
}

/// An action with its name, which configuration files know it by.
fn described(state: &AppState, action: Action) -> Item {
    let (help, name) = (action.help(), action.name());
    action_item(state, action).more(format!("{help} ({name} in [keys])"))
}

/// An action as menus list it: its keys, what it does, why it is off.
pub(super) fn action_item(state: &AppState, action: Action) -> Item {
    let keys: Vec<_> = state
        .keymap
        .chords(action)
        .map(|chord| chord.to_string())
        .collect();
    Item::new(action.help(), Choice::Act(action))
        .lead(keys.join(" "))
        .off(state.why_not(action))
}

/// Whether an action is worth knowing while the preview has the keys.
pub(super) fn fits_preview(action: Action) -> bool {
    matches!(
        action,
        Action::Down
            | Action::Up
            | Action::First
            | Action::Last
            | Action::PageDown
            | Action::PageUp
            | Action::HalfPageDown
            | Action::HalfPageUp
            | Action::Back
            | Action::NextTab
            | Action::PreviousTab
            | Action::Filter
            | Action::Raw
            | Action::RefreshRow
            | Action::Copy
            | Action::PreviewPlace
            | Action::Zoom
    )
}
