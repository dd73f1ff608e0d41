//! The way of a trace file to a line and back: its path, a look at it, the dialog; the download.

use crate::app::effect::Effect;
use crate::app::jobs::SaveId;
use crate::app::keymap::Chord;
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::text::Text;
use crate::domain::write::{LineKey, TraceFile, Write};

use super::ask::{line_rows, of_line, row};
use super::path::{Ask, PathPrompt, Purpose};

/// What a download is called where Covage names no file of a kind that is kept.
const KINDS: [&str; 3] = [".kmz", ".kml", ".zip"];

impl AppState {
    /// Asks which file is to be sent.
    pub(super) fn ask_trace_path(&mut self, key: LineKey) {
        let about = self.quotes.line(&key.line);
        let about = about.map_or(key.line.text().clone(), |line| Text::new(line.name()));
        let begun = self.jobs.directory().to_owned();
        let prompt = PathPrompt::new(Purpose::Trace(key), about, &begun);
        self.overlay = Some(Overlay::Path(Box::new(prompt)));
    }

    /// Takes a key while a path is typed.
    pub(crate) fn path_key(
        &mut self,
        mut prompt: Box<PathPrompt>,
        chord: Chord,
        effects: &mut Effects,
    ) {
        match prompt.key(chord) {
            Ask::Leave => return,
            Ask::Nothing => {}
            Ask::List => {
                let id = self.jobs.next_save();
                prompt.listing = Some(id);
                let typed = prompt.prompt.text().to_owned();
                let endings = prompt.purpose.endings();
                effects.push(Effect::ListPaths(id, typed, endings));
            }
            Ask::Load => {
                let id = self.jobs.next_save();
                prompt.loading = Some(id);
                let typed = prompt.prompt.text().to_owned();
                effects.push(match prompt.purpose {
                    Purpose::Trace(_) => Effect::LoadTrace(id, typed),
                    Purpose::Sites => Effect::LoadSites(id, typed),
                });
            }
        }
        self.overlay = Some(Overlay::Path(prompt));
    }

    /// Takes pasted text while a path is typed.
    pub(crate) fn path_paste(&mut self, mut prompt: Box<PathPrompt>, text: &str) {
        prompt.paste(text);
        self.overlay = Some(Overlay::Path(prompt));
    }

    pub(super) fn paths_listed(&mut self, id: SaveId, paths: Vec<Text>) {
        if let Some(Overlay::Path(prompt)) = &mut self.overlay {
            prompt.listed(id, paths);
        }
    }

    /// A file was read: it is shown with its size and hash, and asked about.
    pub(super) fn trace_loaded(
        &mut self,
        id: SaveId,
        result: Result<TraceFile, String>,
        effects: &mut Effects,
    ) {
        let is_it = |overlay: &mut Overlay| matches!(overlay, Overlay::Path(open) if open.loading == Some(id));
        let Some(Overlay::Path(mut prompt)) = self.overlay.take_if(is_it) else {
            return;
        };
        match result {
            Err(why) => {
                prompt.loading = None;
                prompt.prompt.problem = Some(why);
                self.overlay = Some(Overlay::Path(prompt));
            }
            Ok(file) => {
                self.jobs.remember_directory(prompt.prompt.text());
                if let Purpose::Trace(key) = prompt.purpose {
                    self.ask_upload(key, file, effects);
                }
            }
        }
    }

    fn ask_upload(&mut self, key: LineKey, file: TraceFile, effects: &mut Effects) {
        let Some(line) = self.quotes.line(&key.line) else {
            let gone = "the line is gone from the list: nothing was sent";
            return self.notices.info(self.now, gone);
        };
        let mut rows = line_rows(line);
        rows.push(("file".to_owned(), file.name.clone()));
        rows.push(row("size", &size(file.size)));
        let (head, tail) = file.sha256.line().split_at(file.sha256.line().len() / 2);
        rows.push(row("SHA-256", head));
        rows.push(row("", tail));
        if let Some(there) = &line.line.trace_file {
            rows.push(("instead of".to_owned(), there.clone()));
        }
        let write = Write::UploadTrace(key, file);
        let confirm = of_line(line, "Upload a trace file", write, rows);
        self.confirm(confirm, effects);
    }

    /// Downloads the trace file of a line.
    pub(super) fn fetch_trace(&mut self, key: &LineKey) {
        let Some(line) = self.quotes.line(&key.line) else {
            return;
        };
        let about = Text::new(line.name());
        let file = match &line.line.trace_file {
            Some(file) if is_trace(file) => file.clone(),
            _ => Text::new(format!("{}_trace.kmz", line.name())),
        };
        self.begin_trace(key.clone(), about, file);
        let said = self
            .keymap
            .tell("downloading the trace: {activity} shows how it is doing");
        self.notices.info(self.now, said);
    }
}

/// Whether Covage's word for a trace file is the name of one; it may be a link with anything behind it (Q10).
fn is_trace(file: &Text) -> bool {
    let name = file.wire().to_lowercase();
    KINDS.iter().any(|kind| name.ends_with(kind))
}

/// `612 bytes`, `3.4 MiB`, with every byte told as well.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1_024;
    const MIB: u64 = KIB * KIB;
    let (unit, name) = match bytes {
        ..KIB => return format!("{bytes} bytes"),
        KIB..MIB => (KIB, "KiB"),
        _ => (MIB, "MiB"),
    };
    let tenths = bytes * 10 / unit;
    format!("{}.{} {name} ({bytes} bytes)", tenths / 10, tenths % 10)
}
