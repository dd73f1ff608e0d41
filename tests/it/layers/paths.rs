//! Reads the paths out of a Rust source, enough of the language to know which module each leads to.

use std::iter::Peekable;
use std::vec::IntoIter;

/// A path as far as it matters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The line it begins on, from 1.
    pub(super) line: usize,
    /// Whether it leads into this crate; `segments` then start at the crate's root. Else they start with a library or
    /// with a name from the scope.
    pub(super) is_ours: bool,
    /// Resolved: no `crate`, `self` or `super`. Empty for the crate's root itself.
    pub(super) segments: Vec<String>,
}

/// Every path in the source of `module`.
pub(super) fn paths(module: &[String], source: &str) -> Vec<Found> {
    let mut tokens = tokens(source).into_iter().peekable();
    let mut here = module.to_vec();
    let mut found = Vec::new();
    // Brace depth at which each module inside the file was opened.
    let (mut depth, mut opened) = (0_usize, Vec::new());
    let mut before = Sign('\n');
    while let Some((line, token)) = tokens.next() {
        match &token {
            Word(word) if word == "mod" => {
                if let Some((_, Word(name))) = tokens.next()
                    && tokens.next_if(|(_, next)| *next == Sign('{')).is_some()
                {
                    depth += 1;
                    opened.push(depth);
                    here.push(name);
                }
            }
            Word(word) if word == "use" => {
                let _ = tokens.next_if(|(_, next)| *next == PathSep);
                tree(&mut tokens, &here, &[], &mut found);
            }
            // What follows a `::` is not a beginning.
            Word(first)
                if before != PathSep && tokens.peek().is_some_and(|(_, next)| *next == PathSep) =>
            {
                let mut path = vec![first.clone()];
                while tokens.next_if(|(_, next)| *next == PathSep).is_some() {
                    let next = tokens.next_if(|(_, next)| matches!(next, Word(_)));
                    let Some((_, Word(next))) = next else { break };
                    path.push(next);
                }
                found.push(resolve(&here, line, &path));
            }
            Sign('{') => depth += 1,
            Sign('}') => {
                if opened.last() == Some(&depth) {
                    opened.pop();
                    here.pop();
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        before = token;
    }
    found
}

/// One branch of what `use` names, with the braces and commas below it.
fn tree(tokens: &mut Tokens, here: &[String], stem: &[String], found: &mut Vec<Found>) {
    let mut path = stem.to_vec();
    let mut line = tokens.peek().map_or(0, |(line, _)| *line);
    while let Some((at, token)) =
        tokens.next_if(|(_, token)| !matches!(token, Sign(',' | ';' | '}')))
    {
        match token {
            Sign('{') => {
                while tokens.next_if(|(_, next)| *next == Sign('}')).is_none() {
                    if tokens.peek().is_none() {
                        return;
                    }
                    tree(tokens, here, &path, found);
                    let _ = tokens.next_if(|(_, next)| matches!(next, Sign(',' | ';')));
                }
                return;
            }
            Word(word) if word == "as" => {
                tokens.next();
            }
            Word(word) => {
                if path.len() == stem.len() {
                    line = at;
                }
                path.push(word);
            }
            _ => {}
        }
    }
    found.push(resolve(here, line, &path));
}

fn resolve(here: &[String], line: usize, path: &[String]) -> Found {
    let mut is_ours = false;
    let mut segments: Vec<String> = Vec::new();
    for (index, word) in path.iter().enumerate() {
        match word.as_str() {
            "crate" | "covage_tui" if index == 0 => is_ours = true,
            "self" | "super" if index == 0 || is_ours => {
                if index == 0 {
                    is_ours = true;
                    segments = here.to_vec();
                }
                if word == "super" {
                    segments.pop();
                }
            }
            _ => segments.push(word.clone()),
        }
    }
    Found {
        line,
        is_ours,
        segments,
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    PathSep,
    Sign(char),
}
use Token::{PathSep, Sign, Word};

type Tokens = Peekable<IntoIter<(usize, Token)>>;

/// Words and signs with their lines, without comments, strings, characters and lifetimes.
fn tokens(source: &str) -> Vec<(usize, Token)> {
    let chars: Vec<char> = source.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let (mut tokens, mut line, mut index) = (Vec::new(), 1, 0);
    while index < chars.len() {
        let start = index;
        match (at(index), at(index + 1)) {
            ('/', '/') => {
                while index < chars.len() && at(index) != '\n' {
                    index += 1;
                }
            }
            ('/', '*') => {
                let mut nested = 0_usize;
                loop {
                    match (at(index), at(index + 1)) {
                        ('/', '*') => (nested, index) = (nested + 1, index + 2),
                        ('*', '/') => (nested, index) = (nested - 1, index + 2),
                        _ => index += 1,
                    }
                    if nested == 0 || index >= chars.len() {
                        break;
                    }
                }
            }
            ('"', _) => index = after_string(&chars, index + 1),
            ('\'', '\\') => {
                index += 3;
                while index < chars.len() && at(index) != '\'' {
                    index += 1;
                }
                index += 1;
            }
            ('\'', _) if at(index + 2) == '\'' => index += 3,
            (':', ':') => {
                tokens.push((line, PathSep));
                index += 2;
            }
            (c, _) if c.is_alphabetic() || c == '_' => {
                while at(index).is_alphanumeric() || at(index) == '_' {
                    index += 1;
                }
                let word: String = chars[start..index].iter().collect();
                let hashes = chars[index..].iter().take_while(|c| **c == '#').count();
                if matches!(word.as_str(), "r" | "br" | "cr") && at(index + hashes) == '"' {
                    index = after_raw_string(&chars, index + hashes + 1, hashes);
                } else {
                    tokens.push((line, Word(word)));
                }
            }
            (c, _) => {
                if !c.is_whitespace() {
                    tokens.push((line, Sign(c)));
                }
                index += 1;
            }
        }
        let end = index.min(chars.len());
        line += chars[start..end].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn after_string(chars: &[char], mut index: usize) -> usize {
    while let Some(c) = chars.get(index) {
        match c {
            '\\' => index += 2,
            '"' => return index + 1,
            _ => index += 1,
        }
    }
    index
}

fn after_raw_string(chars: &[char], start: usize, hashes: usize) -> usize {
    let closes = |index: usize| {
        chars[index] == '"'
            && chars[index + 1..]
                .iter()
                .take_while(|c| **c == '#')
                .take(hashes)
                .count()
                == hashes
    };
    (start..chars.len())
        .find(|index| closes(*index))
        .map_or(chars.len(), |index| index + 1 + hashes)
}
