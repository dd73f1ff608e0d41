//! Everything about a batch: how its sites and requests stand, what went wrong with which lines, where its result is.

use crate::app::batch::Run;
use crate::app::batch::run::{Stage, Way};
use crate::domain::batch::Standing;
use crate::ui::format::flagged;
use crate::ui::theme::Role;

use super::{Page, role};

/// Lines of the file that are named with what went wrong.
const NAMED: usize = 40;

impl Page<'_> {
    pub(super) fn of_batch(&mut self, run: &Run) {
        self.head(run.file());
        let (standing, tone) = self.state.standing_of_batch(run);
        match &run.stage {
            Stage::Ended(path) => {
                self.say("saved", path, Role::Good);
                let copy = self.keys("{copy} copies the path");
                self.say("", &copy, Role::Dim);
            }
            _ => self.say("state", &standing, role(tone)),
        }
        self.sites(run);
        self.requests(run);
        self.say("families", &families(run), Role::Text);
        let prices = if run.plan.has_prices {
            "computed by Covage"
        } else {
            "not asked for"
        };
        self.say("prices", prices, Role::Text);
        self.say("since", &self.at(run.since), Role::Text);
        self.gap();
        let way = match &run.stage {
            Stage::Running => {
                "{hold} holds it, Enter cancels it, {refresh_row} reads answers at once."
            }
            Stage::Held(_) => "{hold} goes on, Enter cancels it. What was asked is still gathered.",
            Stage::Left => {
                "An earlier run of this program left it. {hold} asks whether to go on, Enter whether to cancel it. No site is asked for twice."
            }
            Stage::Elsewhere => {
                "Another copy of this program ran it when this one started. {hold} takes it over once that is gone."
            }
            Stage::Unsaved(_) => "{refresh_row} tries to save the result again.",
            Stage::Ended(_) => {
                "Every line of the file stands in the result with what became of it."
            }
            _ => "",
        };
        let way = self.keys(way);
        self.tell(&way, Role::Dim);
        self.troubles(run);
    }

    fn sites(&mut self, run: &Run) {
        let counts = run.counts();
        let mut label = "sites";
        let open = counts.sites - counts.done - counts.asked - counts.found;
        let is_over = matches!(run.stage, Stage::Ended(_));
        let (awaited, found, fresh) = if is_over {
            (
                "asked, not answered by then",
                "found, not asked",
                "not looked up",
            )
        } else {
            (
                "asked, answer awaited",
                "found, to be asked",
                "to be looked up",
            )
        };
        for (count, what, role) in [
            (counts.answered, "answered", Role::Good),
            (counts.not_found, "not known to Covage", Role::Warn),
            (counts.failed, "failed", Role::Bad),
            (counts.unknown, "never known whether asked", Role::Bad),
            (counts.asked, awaited, Role::Text),
            (counts.found, found, Role::Text),
            (open, fresh, Role::Dim),
        ] {
            if count > 0 {
                self.say(label, &format!("{count:>5} {what}"), role);
                label = "";
            }
        }
    }

    fn requests(&mut self, run: &Run) {
        let over = run.requests.iter().filter(|it| it.way == Way::Over).count();
        let (sent, left) = (run.sent(), run.to_do().requests);
        let each = run.plan.per_request;
        let all = sent + left;
        let mut said = format!("{sent} of {all} sent, {over} over, up to {each} sites each");
        if run.doubts() > 0 {
            let doubts = run.doubts();
            said = format!("{said}, {doubts} of unknown outcome");
        }
        if let Some((_, Some(until))) = run.slot()
            && run.stage == Stage::Running
        {
            let until = self.state.second(until);
            said = format!("{said}, the next leaves at {until}");
        }
        self.say("requests", &said, Role::Text);
    }

    /// Lines whose site has no answer to come, with the reason.
    fn troubles(&mut self, run: &Run) {
        let mut named = 0;
        for line in &run.plan.lines {
            let (what, why) = match run.standing(line.site) {
                Standing::NotFound(why) => ("not found", why),
                Standing::Failed(why) => ("failed", why),
                Standing::Unknown(why) => ("unknown", why),
                _ => continue,
            };
            if named == 0 {
                self.gap();
            }
            named += 1;
            if named > NAMED {
                self.tell("and more: the result names all", Role::Dim);
                return;
            }
            let said = format!("{what}: {}", flagged(why));
            self.say(&format!("line {}", line.number), &said, Role::Warn);
        }
    }
}

/// The families that are asked for, of whatever site.
fn families(run: &Run) -> String {
    let mut all: Vec<String> = Vec::new();
    for family in run.plan.sites.iter().flat_map(|site| &site.families) {
        let family = flagged(family).into_owned();
        if !all.contains(&family) {
            all.push(family);
        }
    }
    all.join(" ")
}
