//! From the path of a file to the dialog: the file is read whole, and either asked about or its mistakes are told.

use super::draft::Draft;
use super::problem::Problem;
use super::sites::Sites;
use crate::app::copy::counted;
use crate::app::jobs::SaveId;
use crate::app::jobs::path::{PathPrompt, Purpose};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::text::Text;

/// The largest file that is read.
pub const MAX_BYTES: u64 = super::sheet::MAX_BYTES as u64;

/// A file of sites, as it was read: its name, and what is in it or what is wrong with it.
pub type Loaded = (Text, Result<Sites, Vec<Problem>>);

impl AppState {
    /// Asks for the path of a file of sites.
    pub(crate) fn ask_sites_path(&mut self, effects: &mut Effects) {
        if let Some(why) = self.why_no_writes() {
            let why = self.keymap.tell(&why);
            return self.notices.info(self.now, why);
        }
        self.read_families(effects);
        let begun = self.jobs.directory().to_owned();
        let prompt = PathPrompt::new(Purpose::Sites, Text::new("sites"), &begun);
        self.overlay = Some(Overlay::Path(Box::new(prompt)));
    }

    /// A file of sites was read, or could not be: it is asked about, or its mistakes are told.
    pub(crate) fn sites_loaded(
        &mut self,
        id: SaveId,
        result: Result<Loaded, String>,
        effects: &mut Effects,
    ) {
        let is_it = |overlay: &mut Overlay| matches!(overlay, Overlay::Path(open) if open.loading == Some(id));
        let Some(Overlay::Path(mut prompt)) = self.overlay.take_if(is_it) else {
            return;
        };
        match result {
            Ok((file, Ok(sites))) => {
                self.jobs.remember_directory(prompt.prompt.text());
                return self.ask_batch(file, sites, effects);
            }
            Ok((file, Err(problems))) => self.tell_of_problems(&mut prompt, &file, &problems),
            Err(why) => prompt.prompt.problem = Some(why),
        }
        prompt.loading = None;
        self.overlay = Some(Overlay::Path(prompt));
    }

    /// The first mistakes stand under the path, all of them in one message.
    fn tell_of_problems(&mut self, prompt: &mut PathPrompt, file: &Text, problems: &[Problem]) {
        prompt.problems = problems.iter().map(Problem::told).collect();
        let count = counted(problems.len(), "mistake");
        let (file, all) = (file.line(), prompt.problems.join("; "));
        self.notices.problem(
            self.now,
            format!("{file}: {count}, nothing was asked: {all}"),
        );
        let text = format!("{count}, nothing was asked; Esc, then {{messages}} lists all");
        prompt.prompt.problem = Some(self.keymap.tell(&text));
    }

    fn ask_batch(&mut self, file: Text, sites: Sites, effects: &mut Effects) {
        let families = self.families_on_sale();
        let draft = Draft::new(file, sites, families, self.batches.per_request);
        self.open_batch_dialog(super::Asked::New(Box::new(draft)), effects);
    }
}
