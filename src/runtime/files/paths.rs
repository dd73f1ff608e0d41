//! What a path that is being typed may go on with.
//!
//! Names that are not UTF-8 cannot be typed and are left out. Links are followed here: nothing is read through them.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use crate::domain::text::Text;

/// Entries of a directory that are looked at.
const LOOKED_AT: usize = 10_000;
/// Candidates that are told.
const TOLD: usize = 200;

/// The paths, spelt as far as was typed; directories end in a slash. Files with a wanted ending come first, then
/// directories.
pub(super) fn list(typed: &str, endings: &[&str], expanded: impl Fn(&str) -> PathBuf) -> Vec<Text> {
    if typed == "~" {
        return vec![Text::new("~/")];
    }
    let (parent, begun) = match typed.rfind('/') {
        Some(slash) => typed.split_at(slash + 1),
        None => ("", typed),
    };
    let directory = match parent {
        "" => PathBuf::from("."),
        parent => expanded(parent),
    };
    let Ok(entries) = std::fs::read_dir(&directory) else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .take(LOOKED_AT)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with(begun))
        .filter(|name| begun.starts_with('.') || !name.starts_with('.'))
        .map(|name| Candidate::new(&directory, name, endings))
        .collect();
    found.sort();
    let told = found.into_iter().take(TOLD);
    told.map(|it| Text::new(format!("{parent}{}{}", it.name, it.slash())))
        .collect()
}

/// In the order they are told.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    is_wanted: Reverse<bool>,
    is_directory: Reverse<bool>,
    name: String,
}

impl Candidate {
    fn new(directory: &Path, name: String, endings: &[&str]) -> Self {
        let ending = Path::new(&name).extension().and_then(|it| it.to_str());
        let is_it = |ending: &str| endings.iter().any(|it| it.eq_ignore_ascii_case(ending));
        Self {
            is_wanted: Reverse(ending.is_some_and(is_it)),
            is_directory: Reverse(directory.join(&name).is_dir()),
            name,
        }
    }

    fn slash(&self) -> &'static str {
        if self.is_directory.0 { "/" } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    fn told(typed: &str, home: &Path) -> Vec<String> {
        let expanded = |typed: &str| match typed.strip_prefix("~/") {
            Some(rest) => home.join(rest),
            None => PathBuf::from(typed),
        };
        let paths = list(typed, &["kmz"], expanded);
        paths.iter().map(|path| path.wire().to_owned()).collect()
    }

    #[test]
    fn names_that_go_on_with_what_was_typed_traces_first() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path();
        for name in [
            "plan.kmz",
            "places.txt",
            ".profile",
            "other.kmz",
            "Plan.kmz",
        ] {
            std::fs::write(path.join(name), "").unwrap();
        }
        std::fs::create_dir(path.join("plans")).unwrap();
        assert_eq!(
            told("~/pl", path),
            ["~/plan.kmz", "~/plans/", "~/places.txt"]
        );
        assert_eq!(told("~/", path).len(), 5, "hidden ones are not offered");
        assert_eq!(told("~/.", path), ["~/.profile"]);
        assert_eq!(told("~", path), ["~/"]);
        let absolute = format!("{}/plans", path.display());
        assert_eq!(told(&absolute, path), [format!("{absolute}/")]);
        assert!(told("~/plans/", path).is_empty());
        assert!(told("/no/such/directory/x", path).is_empty());
    }

    #[test]
    fn a_name_stays_what_it_is_and_is_shown_safely() {
        let home = tempfile::tempdir().unwrap();
        let hostile = "a\u{1b}[2J\u{202E}\n.kmz";
        std::fs::write(home.path().join(hostile), "").unwrap();
        std::fs::write(home.path().join(OsStr::from_bytes(b"a\xff.kmz")), "").unwrap();
        let paths = list("~/a", &[], |_| home.path().to_owned());
        assert_eq!(paths.len(), 1, "what is not UTF-8 cannot be typed");
        assert_eq!(paths[0].wire(), format!("~/{hostile}"));
        assert_eq!(paths[0].line(), "~/a\u{FFFD}[2J\u{FFFD}⏎.kmz");
    }

    #[test]
    fn a_large_directory_is_told_in_part() {
        let home = tempfile::tempdir().unwrap();
        for number in 0..TOLD + 50 {
            std::fs::write(home.path().join(format!("{number}.kmz")), "").unwrap();
        }
        assert_eq!(told("~/", home.path()).len(), TOLD);
    }
}
