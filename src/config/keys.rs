//! `[keys]`: which keys ask for which action, judged as a whole.
//!
//! What an action is given takes the place of its default keys. A key that two actions claim is an error even where one
//! of them has it by default: nobody loses a key without having said so.

mod problem;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use super::error::{Problem, nearest};
use super::file::Located;
use super::reader::{self, Reader, Section};
use super::sourced::{Source, Sourced};
use crate::app::action::Action;
use crate::app::keymap::{Chord, ChordProblem, Key, Keymap};

pub use problem::{Claim, Clash, KeyProblem};

/// What must be asked for by some key: the way out, and what tells the rest.
const NEEDED: [Action; 2] = [Action::Help, Action::Quit];
/// Keys that dialogs and text fields rely on, and the action that alone has each, whatever else it is given.
const RESERVED: [(Chord, Action); 2] = [
    (Chord::plain(Key::Esc), Action::Back),
    (Chord::plain(Key::Enter), Action::Enter),
];
/// How other programs call what we call otherwise.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("escape", "Esc"),
    ("return", "Enter"),
    ("ret", "Enter"),
    ("cr", "Enter"),
    ("pageup", "PgUp"),
    ("page_up", "PgUp"),
    ("pagedown", "PgDn"),
    ("page_down", "PgDn"),
    ("del", "Delete"),
    ("ins", "Insert"),
    ("bs", "Backspace"),
    ("spc", "Space"),
    ("backtab", "S-Tab"),
    ("shift-tab", "S-Tab"),
];

/// What a file says about keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileKeys {
    given: BTreeMap<Action, Located<Vec<Chord>>>,
}

impl FileKeys {
    /// The keys of every action and who said so, in the order of the help screen.
    pub(super) fn in_force(&self, path: Option<&Arc<Path>>) -> Vec<(Action, Sourced<Vec<Chord>>)> {
        let defaults = Keymap::default();
        let keys = |action: &Action| match (self.given.get(action), path) {
            (Some(given), Some(path)) => {
                let (path, line) = (Arc::clone(path), given.line);
                Sourced::new(given.value.clone(), Source::File { path, line })
            }
            _ => Sourced::default(defaults.chords(*action).collect()),
        };
        let all = Action::ALL.iter();
        all.map(|action| (*action, keys(action))).collect()
    }
}

/// A key in the file, for an action that is given it.
struct Given {
    action: Action,
    chord: Chord,
    span: Range<usize>,
}

/// Reads the table; every problem is reported to `reader`.
pub(super) fn read(reader: &mut Reader<'_>, section: Section<'_>) -> FileKeys {
    let (path, entries) = section.names();
    let mut keys = FileKeys::default();
    let mut all = Vec::new();
    for (name, value) in &entries {
        let key = format!("{path}.{}", name.get_ref());
        let Some(action) = Action::named(name.get_ref()) else {
            let problem = KeyProblem::UnknownAction(name.get_ref().to_string());
            reader.problem(name.span(), key, problem.into());
            continue;
        };
        let given = read_chords(reader, &key, action, value);
        let mut chords: Vec<_> = given.iter().map(|it| it.chord).collect();
        if is_empty_list(value) && NEEDED.contains(&action) {
            reader.problem(value.span(), key, KeyProblem::Needed.into());
        }
        let own = RESERVED.iter().filter(|(_, owner)| *owner == action);
        for (chord, _) in own {
            if !chords.contains(chord) {
                chords.push(*chord);
            }
        }
        let line = reader.place(value.span()).line;
        all.extend(given);
        keys.given.insert(
            action,
            Located {
                value: chords,
                line,
            },
        );
    }
    report_clashes(reader, &keys, &all);
    keys
}

fn is_empty_list(value: &Spanned<DeValue<'_>>) -> bool {
    matches!(value.get_ref(), DeValue::Array(items) if items.is_empty())
}

/// The keys of one action: a text, or a list of texts.
fn read_chords(
    reader: &mut Reader<'_>,
    key: &str,
    action: Action,
    value: &Spanned<DeValue<'_>>,
) -> Vec<Given> {
    let written = match value.get_ref() {
        DeValue::String(_) => vec![value],
        DeValue::Array(items) => items.iter().collect(),
        other => {
            let (span, problem) = reader::wrong(value, "a key or a list of keys", other);
            reader.problem(span, key, problem);
            return Vec::new();
        }
    };
    let mut given: Vec<Given> = Vec::new();
    for item in written {
        let problem = match read_chord(action, item) {
            Ok(chord) if given.iter().any(|it| it.chord == chord) => {
                KeyProblem::Twice(chord).into()
            }
            Ok(chord) => {
                let span = item.span();
                given.push(Given {
                    action,
                    chord,
                    span,
                });
                continue;
            }
            Err(problem) => problem,
        };
        reader.problem(item.span(), key, problem);
    }
    given
}

fn read_chord(action: Action, item: &Spanned<DeValue<'_>>) -> Result<Chord, Problem> {
    let DeValue::String(written) = item.get_ref() else {
        return Err(reader::wrong(item, "a key in quotes", item.get_ref()).1);
    };
    if written.is_empty() {
        return Err(Problem::Empty);
    }
    let chord = match Chord::parse(written) {
        Ok(chord) => chord,
        Err(problem) => {
            let near = (problem == ChordProblem::Unknown).then(|| near(written));
            return Err(Problem::Key(KeyProblem::Chord {
                written: written.to_string(),
                near: near.flatten(),
                problem,
            }));
        }
    };
    match RESERVED.iter().find(|(reserved, _)| *reserved == chord) {
        Some((_, owner)) if *owner != action => Err(KeyProblem::Reserved(chord, *owner).into()),
        _ => Ok(chord),
    }
}

/// Reports every key that two actions have, at the later one in the file.
fn report_clashes(reader: &mut Reader<'_>, keys: &FileKeys, given: &[Given]) {
    let mut claims: BTreeMap<Chord, Vec<(Action, Range<usize>)>> = BTreeMap::new();
    for it in given {
        let claim = (it.action, it.span.clone());
        claims.entry(it.chord).or_default().push(claim);
    }
    let defaults = Keymap::default();
    for (chord, mut claims) in claims {
        claims.sort_by_key(|(_, span)| span.start);
        let by_default = defaults
            .action(chord)
            .filter(|it| !keys.given.contains_key(it));
        let mut first = by_default.map(|action| Claim {
            action,
            line: None,
            others: defaults.chords(action).filter(|it| *it != chord).collect(),
        });
        for (action, span) in claims {
            let line = Some(reader.place(span.clone()).line);
            let others = Vec::new();
            let second = Claim {
                action,
                line,
                others,
            };
            if let Some(first) = first.take() {
                let second = second.clone();
                let clash = Clash {
                    chord,
                    first,
                    second,
                };
                let problem = KeyProblem::Clash(Box::new(clash));
                reader.problem(span, format!("keys.{}", action.name()), problem.into());
            }
            first = Some(second);
        }
    }
}

/// Keys as they are written in the file: `["j", "Down"]`.
pub fn list(chords: &[Chord]) -> String {
    let quoted = |chord: &Chord| {
        format!(
            "\"{}\"",
            chord.to_string().replace('\\', "\\\\").replace('"', "\\\"")
        )
    };
    let quoted: Vec<_> = chords.iter().map(quoted).collect();
    format!("[{}]", quoted.join(", "))
}

/// The spelling that was most likely meant.
fn near(written: &str) -> Option<String> {
    let bare = written.trim().trim_matches(['<', '>']);
    let small = bare.to_lowercase();
    let ctrl = ["c-", "ctrl-", "ctrl+", "control-", "^"];
    if let Some(rest) = ctrl.iter().find_map(|prefix| small.strip_prefix(prefix)) {
        let key = near(rest).unwrap_or_else(|| rest.to_owned());
        let ours = format!("C-{key}");
        return (Chord::parse(&ours) != Err(ChordProblem::Unknown)).then_some(ours);
    }
    let names: Vec<_> = Chord::names().map(str::to_lowercase).collect();
    let ours = |name: &str| Chord::names().find(|ours| ours.to_lowercase() == name);
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == small);
    let close = || nearest(&small, names.iter().map(String::as_str)).and_then(ours);
    other
        .map(|(_, ours)| *ours)
        .or_else(close)
        .map(str::to_owned)
}
