//! What can be wrong with `[keys]`, and the way out of each.

use std::fmt;

use thiserror::Error;

use super::{NEEDED, list};
use crate::app::action::Action;
use crate::app::keymap::{Chord, ChordProblem};
use crate::config::error::nearest;
use crate::config::excerpt::escape;

/// What is wrong with a key of the keyboard or with the action it is for.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum KeyProblem {
    /// A name that no action has.
    #[error("there is no action `{}`", escape(.0))]
    UnknownAction(String),
    /// A text that is no key, or one that is never bound.
    #[error("{}", refusal(.written, .problem))]
    Chord {
        /// What stands there.
        written: String,
        /// The spelling that was most likely meant.
        near: Option<String>,
        /// What is wrong with it.
        problem: ChordProblem,
    },
    /// A key that stands twice in one list.
    #[error("`{0}` stands there twice")]
    Twice(Chord),
    /// A key that belongs to one action for good.
    #[error("`{key}` is always {owner}: dialogs and text fields rely on it", key = .0, owner = .1.name())]
    Reserved(Chord, Action),
    /// An action that must be asked for by some key.
    #[error("this action needs a key")]
    Needed,
    /// A key that two actions claim.
    #[error("{0}")]
    Clash(Box<Clash>),
}

/// A key and the two actions that claim it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The key.
    pub chord: Chord,
    /// Who has it.
    pub first: Claim,
    /// Who wants it too.
    pub second: Claim,
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is {} and {}", self.chord, self.first, self.second)
    }
}

/// An action that claims a key, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The action.
    pub action: Action,
    /// The line that says so; none when it is the default.
    pub line: Option<usize>,
    /// The other default keys of the action.
    pub others: Vec<Chord>,
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{} (line {line})", self.action.name()),
            None => write!(f, "{} (default)", self.action.name()),
        }
    }
}

impl KeyProblem {
    /// The way out, one line.
    pub fn help(&self) -> String {
        match self {
            Self::UnknownAction(name) => match nearest(name, Action::NAMES.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "the file that `covage-tui config init` writes lists every action".to_owned()
                }
            },
            Self::Chord {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::Chord {
                problem: ChordProblem::Unknown,
                ..
            } => {
                let names: Vec<_> = Chord::names().filter(|name| !is_function(name)).collect();
                format!(
                    "a key is one character or one of {} F1 to F12; C- before it is Ctrl",
                    names.join(" ")
                )
            }
            Self::Chord {
                problem: ChordProblem::Same(chord),
                ..
            } => format!("write `{chord}`"),
            Self::Chord { .. } | Self::Reserved(..) => "choose another key".to_owned(),
            Self::Twice(_) => "keep one of them".to_owned(),
            Self::Needed => {
                "give it one, or remove the line: then it has its default keys".to_owned()
            }
            Self::Clash(clash) => clash.first.way_out(),
        }
    }
}

impl Claim {
    fn way_out(&self) -> String {
        let name = self.action.name();
        match (self.line, self.others.as_slice()) {
            (Some(_), _) => "keep it for one of them".to_owned(),
            (None, []) if NEEDED.contains(&self.action) => {
                format!("choose another key, or give {name} another one too")
            }
            (None, others) => {
                let rest = list(others);
                format!("choose another key, or take it from {name} as well: {name} = {rest}")
            }
        }
    }
}

fn is_function(name: &str) -> bool {
    name.strip_prefix('F')
        .is_some_and(|number| number.parse::<u8>().is_ok())
}

fn refusal(written: &str, problem: &ChordProblem) -> String {
    let written = escape(written);
    match problem {
        ChordProblem::Unknown => format!("`{written}` is no key"),
        problem => format!("`{written}` is never bound: {problem}"),
    }
}
