//! Help: every action with its keys, and the filter language. Enter runs the action under the cursor.

use crate::app::action::Action;
use crate::app::facts::orders::ORDER_SCHEMA;
use crate::app::keymap::Keymap;
use crate::app::state::AppState;
use crate::domain::fold::fold;

use super::{Choice, Item};

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

/// The actions and explanations that hold what is searched for; after `@`, the actions of a key.
pub(super) fn items(state: &AppState, search: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut group = None;
    for action in found(&state.keymap, search) {
        if group != Some(action.group()) {
            group = Some(action.group());
            items.push(Item::heading(action.group().title()));
        }
        items.push(action_item(state, action));
    }
    if search.starts_with('@') {
        return items;
    }
    let needle = fold(search);
    let mut explain = |title: &str, lines: &mut dyn Iterator<Item = (&str, &str)>| {
        let mut lines = lines
            .filter(|(name, what)| fold(name).contains(&needle) || fold(what).contains(&needle))
            .peekable();
        if lines.peek().is_some() {
            items.push(Item::heading(title));
            items.extend(lines.map(|(name, what)| Item::text(name, what)));
        }
    };
    explain("Filter", &mut FILTER_HELP.into_iter());
    let mut fields = ORDER_SCHEMA
        .available()
        .map(|field| (field.name, field.help));
    explain("Filter fields", &mut fields);
    items
}

/// How many actions a search finds.
pub fn count(state: &AppState, search: &str) -> usize {
    found(&state.keymap, search).count()
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

fn found<'a>(keymap: &'a Keymap, search: &'a str) -> impl Iterator<Item = Action> + 'a {
    let needle = fold(search);
    Action::ALL
        .iter()
        .copied()
        .filter(move |action| match search.strip_prefix('@') {
            Some(key) => keymap.chords(*action).any(|chord| chord.to_string() == key),
            None => fold(action.help()).contains(&needle) || action.name().contains(&needle),
        })
}
