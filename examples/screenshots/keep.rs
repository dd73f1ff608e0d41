//! What is kept of a picture: the screen as text and as SVG, which are the same in every run, and a PNG.

use std::fs;
use std::path::Path;

use crate::scenes::SCENES;

/// The parts of a picture that are compared.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The screen, a line for each row.
    pub(crate) text: String,
    /// The picture.
    pub(crate) svg: String,
}

impl Kept {
    /// Writes both beside each other.
    pub(crate) fn write(&self, place: &Path, name: &str) -> Result<(), String> {
        write(place, name, "txt", self.text.as_bytes())?;
        write(place, name, "svg", self.svg.as_bytes())
    }

    /// Tells how this differs from what is kept.
    pub(crate) fn compare(&self, place: &Path, name: &str) -> Result<(), String> {
        let text = read(place, name, "txt")?;
        let lines = text.lines().zip(self.text.lines());
        let changed: Vec<_> = lines
            .filter(|(old, new)| old != new)
            .map(|(old, new)| format!("\n- {old}\n+ {new}"))
            .collect();
        if !changed.is_empty() {
            return Err(format!("the screen changed{}", changed.concat()));
        }
        if text.lines().count() != self.text.lines().count() {
            return Err("the screen has another size".to_owned());
        }
        if read(place, name, "svg")? != self.svg {
            return Err("the same text looks different".to_owned());
        }
        Ok(())
    }
}

/// Complaints about files that belong to no scene.
pub(crate) fn left_over(place: &Path) -> Vec<String> {
    let files = fs::read_dir(place).into_iter().flatten().flatten();
    let is_known = |path: &Path| {
        let stem = path.file_stem().unwrap_or_default();
        path.is_dir() || SCENES.iter().any(|scene| stem == scene.name)
    };
    files
        .map(|file| file.path())
        .filter(|path| !is_known(path))
        .map(|path| format!("{}: no scene makes it, delete it", path.display()))
        .collect()
}

/// Writes one file of a picture.
pub(crate) fn write(place: &Path, name: &str, ending: &str, bytes: &[u8]) -> Result<(), String> {
    let path = place.join(format!("{name}.{ending}"));
    fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

fn read(place: &Path, name: &str, ending: &str) -> Result<String, String> {
    let path = place.join(format!("{name}.{ending}"));
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}
