//! A path that is typed for a file to send or to read: Tab completes it, Enter takes the file for a look.

use crate::app::jobs::SaveId;
use crate::app::keymap::{Chord, Key};
use crate::app::prompt::{Prompt, Typed};
use crate::domain::text::Text;
use crate::domain::write::LineKey;

/// A path being typed.
#[derive(Clone, Debug)]
pub struct PathPrompt {
    /// What the file is for.
    pub purpose: Purpose,
    /// What people call that.
    pub about: Text,
    /// What is typed.
    pub prompt: Prompt,
    /// What it may go on with; told after Tab.
    pub candidates: Vec<Text>,
    /// The candidate that stands in the text.
    pub chosen: Option<usize>,
    /// What is wrong inside the file, mistake by mistake; safe for one line each.
    pub problems: Vec<String>,
    /// The file is being read.
    pub loading: Option<SaveId>,
    /// Candidates are being listed.
    pub(super) listing: Option<SaveId>,
}

/// What a file is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The trace file of a line.
    Trace(LineKey),
    /// The sites of a batch.
    Sites,
}

impl Purpose {
    /// How files of this kind end.
    pub(super) fn endings(&self) -> &'static [&'static str] {
        match self {
            Self::Trace(_) => &["kmz"],
            Self::Sites => &["csv", "tsv"],
        }
    }

    /// What to type, where nothing is.
    fn wanted(&self) -> &'static str {
        match self {
            Self::Trace(_) => "type the path of a KMZ file",
            Self::Sites => "type the path of a CSV or TSV file",
        }
    }
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Nothing more.
    Nothing,
    /// Candidates.
    List,
    /// The file.
    Load,
    /// To be left.
    Leave,
}

impl PathPrompt {
    pub(crate) fn new(purpose: Purpose, about: Text, begun: &str) -> Self {
        let mut prompt = Prompt::default();
        prompt.set(begun);
        Self {
            purpose,
            about,
            prompt,
            candidates: Vec::new(),
            chosen: None,
            problems: Vec::new(),
            loading: None,
            listing: None,
        }
    }

    /// Takes a key.
    pub(super) fn key(&mut self, chord: Chord) -> Ask {
        if self.loading.is_some() {
            return match chord.key {
                Key::Esc if !chord.is_ctrl => Ask::Leave,
                _ => Ask::Nothing,
            };
        }
        match chord.key {
            Key::Tab | Key::Down if !chord.is_ctrl => self.step(true),
            Key::BackTab | Key::Up if !chord.is_ctrl => self.step(false),
            _ => match self.prompt.key(chord) {
                Typed::Text => {
                    self.typed();
                    Ask::Nothing
                }
                Typed::Dropped => Ask::Leave,
                Typed::Done if self.prompt.text().ends_with('/') => Ask::List,
                Typed::Done if self.prompt.text().trim().is_empty() => {
                    self.prompt.problem = Some(self.purpose.wanted().to_owned());
                    Ask::Nothing
                }
                Typed::Done => Ask::Load,
            },
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        if self.loading.is_none() {
            self.prompt.paste(text);
            self.typed();
        }
    }

    /// The text differs: what was told of the old one is over.
    fn typed(&mut self) {
        self.candidates.clear();
        self.chosen = None;
        self.listing = None;
        self.problems.clear();
        self.prompt.problem = None;
    }

    /// Goes to the next candidate, or asks for candidates.
    fn step(&mut self, is_forward: bool) -> Ask {
        let count = self.candidates.len();
        if count == 0 {
            return Ask::List;
        }
        let next = match (self.chosen, is_forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.chosen = Some(next);
        if let Some(path) = self.candidates.get(next) {
            self.prompt.set(path.wire());
        }
        Ask::Nothing
    }

    /// Takes candidates in: the text goes on as far as they agree.
    pub(super) fn listed(&mut self, id: SaveId, paths: Vec<Text>) {
        if self.listing != Some(id) {
            return;
        }
        self.listing = None;
        let Some(first) = paths.first() else {
            self.prompt.problem = Some("nothing there begins like that".to_owned());
            return;
        };
        let agreed = paths
            .iter()
            .fold(first.wire(), |agreed, path| common(agreed, path.wire()));
        let agreed = agreed.to_owned();
        if agreed.len() > self.prompt.text().len() {
            self.prompt.set(&agreed);
        }
        self.chosen = None;
        // A single one is taken, and what lies behind it is another question.
        self.candidates = if paths.len() == 1 { Vec::new() } else { paths };
    }
}

/// What two texts begin with.
fn common<'a>(one: &'a str, other: &str) -> &'a str {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let bytes = same.map(|(c, _)| c.len_utf8()).sum();
    one.get(..bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{BasketId, LineId};

    fn prompt() -> PathPrompt {
        let key = LineKey {
            basket: BasketId::new("b"),
            line: LineId::new("l"),
        };
        let mut prompt = PathPrompt::new(Purpose::Trace(key), Text::new("QO_1"), "");
        prompt.key(Chord::char('p'));
        prompt
    }

    fn listed(prompt: &mut PathPrompt, paths: &[&str]) {
        assert_eq!(prompt.key(Chord::plain(Key::Tab)), Ask::List);
        prompt.listing = Some(SaveId(1));
        let paths = paths.iter().map(|path| Text::new(*path)).collect();
        prompt.listed(SaveId(1), paths);
    }

    #[test]
    fn tab_goes_on_as_far_as_all_agree_then_from_one_to_the_next() {
        let mut prompt = prompt();
        listed(&mut prompt, &["plan_é1.kmz", "plan_é2.kmz"]);
        assert_eq!(prompt.prompt.text(), "plan_é");
        prompt.key(Chord::plain(Key::Tab));
        assert_eq!(prompt.prompt.text(), "plan_é1.kmz");
        prompt.key(Chord::plain(Key::BackTab));
        assert_eq!(prompt.prompt.text(), "plan_é2.kmz");
        prompt.key(Chord::char('x'));
        assert!(prompt.candidates.is_empty());
    }

    #[test]
    fn a_single_candidate_is_taken_and_a_directory_is_gone_into() {
        let mut prompt = prompt();
        listed(&mut prompt, &["plans/"]);
        assert_eq!(prompt.prompt.text(), "plans/");
        assert_eq!(prompt.key(Chord::plain(Key::Enter)), Ask::List);
    }

    #[test]
    fn an_old_list_is_dropped_and_an_empty_one_is_said() {
        let mut prompt = prompt();
        prompt.listing = Some(SaveId(2));
        prompt.listed(SaveId(1), vec![Text::new("other")]);
        assert_eq!(prompt.prompt.text(), "p");
        prompt.listed(SaveId(2), Vec::new());
        assert_eq!(
            prompt.prompt.problem.as_deref(),
            Some("nothing there begins like that")
        );
    }

    #[test]
    fn a_paste_is_text_and_confirms_nothing() {
        let mut prompt = prompt();
        prompt.paste("/tmp/a.kmz\ny\n");
        assert_eq!(prompt.prompt.text(), "p/tmp/a.kmz");
        assert_eq!(prompt.loading, None);
    }
}
