//! Views of whatever pane is on screen: opened, saved, deleted, and counted while somebody sees the counts.

use chrono::{DateTime, Utc};

use crate::app::effect::Effect;
use crate::app::entities::orders::RowId;
use crate::app::event::ViewsSaved;
use crate::app::index::Scope;
use crate::app::keymap::{Chord, Key};
use crate::app::menu::Kind;
use crate::app::overlay::{Overlay, Question};
use crate::app::pane::Pane;
use crate::app::prompt::{Prompt, Typed};
use crate::app::query::Now;
use crate::app::state::AppState;
use crate::app::update::Effects;

use super::counting::Among;
use super::{Change, Entry, NameProblem, Origin, Rows, SLICE_EVERY, Seen, View, Views, checked};

impl AppState {
    /// The view that was opened last in the pane on screen, and whether filter or sort differ from it by now.
    pub fn current_view(&self) -> Option<(&Entry, bool)> {
        let entry = self.views.current(self.pane)?;
        let view = &entry.view;
        let is_arranged = match &view.rows {
            Rows::Orders { sort, columns } => self.are_orders_arranged(*sort, columns.as_deref()),
            Rows::Quotes { sort } => self.quotes_pane.list.sort() == *sort,
            Rows::Eligibility { sort } => self.eligibility_pane.list.sort() == *sort,
        };
        let is_as_saved = self.list_pane().filter().text() == view.filter && is_arranged;
        Some((entry, !is_as_saved))
    }

    /// How many rows a view holds, once that is known: before anything was read, none is no answer.
    pub fn held_by(&self, entry: &Entry) -> Option<Seen> {
        let is_anything_read = match entry.view.pane() {
            Pane::Quotes => {
                !self.quotes.is_empty() || self.quotes_pane.lines_sweep.last().is_some()
            }
            Pane::Eligibility => {
                !self.eligibility.is_empty()
                    || self.eligibility_pane.requests_sweep.last().is_some()
            }
            Pane::Orders | Pane::Activity => {
                !self.orders.is_empty() || self.orders_pane.sweep.last().is_some()
            }
        };
        entry.seen().filter(|_| is_anything_read)
    }

    /// Opens a view, and its pane with it; opening it again brings its filter and its sort back.
    pub(crate) fn open_view(&mut self, place: usize) {
        let Some(entry) = self.views.entries().get(place) else {
            return;
        };
        let view = entry.view.clone();
        if let Some(why) = entry.off() {
            let why = format!("{} cannot be opened: {why}", view.name);
            return self.notices.info(self.now, why);
        }
        self.arrange_as(&view);
        self.set_filter(view.pane(), &view.filter);
        if view.pane() != self.pane {
            self.show_pane(view.pane());
        }
        self.views.set_current(view.pane(), Some(view.name));
    }

    /// Sorts rows as a view does, in its columns.
    pub(crate) fn arrange_as(&mut self, view: &View) {
        match &view.rows {
            Rows::Orders { sort, columns } => self.arrange_orders(*sort, columns.as_deref()),
            Rows::Quotes { sort } => self.sort_quotes(*sort),
            Rows::Eligibility { sort } => self.sort_eligibility(*sort),
        }
    }

    /// The filter was emptied: whoever does that is done with the view.
    pub(crate) fn leave_view_without_filter(&mut self) {
        let is_empty = |text: &str| text.trim().is_empty();
        let current = self.views.current(self.pane);
        if is_empty(self.list_pane().filter().text())
            && current.is_some_and(|entry| !is_empty(&entry.view.filter))
        {
            self.views.set_current(self.pane, None);
        }
    }

    /// What would be saved now, under this name; nothing in a pane without views.
    pub fn view_as_shown(&self, name: &str) -> Option<View> {
        let filter = self.list_pane().filter().text().trim();
        match self.pane {
            Pane::Orders => {
                let columns = &self.orders_pane.columns;
                let chosen = (!columns.is_first()).then(|| columns.columns().collect());
                let sort = self.orders_pane.index.sort();
                Some(View::of_orders(name, filter, sort).in_columns(chosen))
            }
            Pane::Quotes => {
                let sort = self.quotes_pane.list.sort();
                Some(View::of_quotes(name, filter, sort))
            }
            Pane::Eligibility => {
                let sort = self.eligibility_pane.list.sort();
                Some(View::of_eligibility(name, filter, sort))
            }
            Pane::Activity => None,
        }
    }

    /// Asks under which name to save what is shown.
    pub(crate) fn ask_view_name(&mut self) {
        let current = self.views.current(self.pane);
        let name = current.map_or("", |it| it.view.name.as_str());
        self.overlay = Some(Overlay::SaveView(Prompt::offering(name)));
    }

    /// Takes a key while the name of a view is typed.
    pub(crate) fn view_name_key(
        &mut self,
        mut prompt: Prompt,
        chord: Chord,
        effects: &mut Effects,
    ) {
        let typed = prompt.key(chord);
        let name = checked(prompt.text()).map(str::to_owned);
        match (typed, name) {
            (Typed::Dropped, _) => {}
            (Typed::Done, Ok(name)) => {
                if let Some(view) = self.view_as_shown(&name) {
                    self.save_view(view, effects);
                }
            }
            (typed, name) => {
                // That nothing is typed yet is no mistake before Enter.
                let is_wrong = |it: &NameProblem| typed == Typed::Done || *it != NameProblem::Empty;
                prompt.problem = name.err().filter(is_wrong).map(|it| it.to_string());
                self.overlay = Some(Overlay::SaveView(prompt));
            }
        }
    }

    /// Takes a pasted name.
    pub(crate) fn view_name_paste(&mut self, mut prompt: Prompt, text: &str) {
        prompt.paste(text);
        prompt.problem = checked(prompt.text()).err().map(|it| it.to_string());
        self.overlay = Some(Overlay::SaveView(prompt));
    }

    fn save_view(&mut self, view: View, effects: &mut Effects) {
        match self.views.find_in(view.pane(), &view.name) {
            Some(known) if known.view == view && known.origin != Origin::BuiltIn => {
                let why = format!("view {} is just so already", view.name);
                self.notices.info(self.now, why);
            }
            Some(_) => self.overlay = Some(Overlay::Question(Question::ReplaceView(view))),
            None => self.put_view(view, effects),
        }
    }

    fn put_view(&mut self, view: View, effects: &mut Effects) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        self.views.put(view.clone(), &now);
        self.views.set_current(view.pane(), Some(view.name.clone()));
        effects.push(Effect::ChangeViews(Change::Put(view)));
    }

    /// Asks whether the view under the cursor of the menu may be deleted, or says why it cannot be.
    pub(crate) fn ask_to_delete_view(&mut self, place: usize) -> bool {
        let Some(entry) = self.views.entries().get(place) else {
            return false;
        };
        let (pane, name) = (entry.view.pane(), entry.view.name.clone());
        if entry.origin == Origin::BuiltIn {
            let why = format!("{name} is built in: save another under its name to change it");
            self.notices.info(self.now, why);
            return false;
        }
        self.overlay = Some(Overlay::Question(Question::DeleteView(pane, name)));
        true
    }

    /// Takes the answer to a question: `y`, or anything else.
    pub(crate) fn answer_question(
        &mut self,
        question: Question,
        chord: Chord,
        effects: &mut Effects,
    ) {
        let is_yes = !chord.is_ctrl && matches!(chord.key, Key::Char('y' | 'Y'));
        match question {
            Question::ReplaceView(view) if is_yes => self.put_view(view, effects),
            Question::ReplaceView(view) => {
                self.overlay = Some(Overlay::SaveView(Prompt::offering(&view.name)));
            }
            Question::CancelBatch(number) if is_yes => self.cancel_batch(number, effects),
            Question::Read(price) if is_yes => self.read_at(price, effects),
            Question::CancelBatch(_) | Question::Read(_) => {}
            Question::DeleteView(pane, name) => {
                if is_yes {
                    effects.push(Effect::ChangeViews(Change::Remove(pane, name)));
                }
                self.open_menu(Kind::Views);
            }
        }
    }

    /// The file of saved views was changed, or could not be.
    pub(crate) fn views_saved(&mut self, saved: ViewsSaved) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        match (saved.change, saved.result) {
            (Change::Put(view), Ok(stored)) => {
                self.views.set_stored(stored, &now);
                let entry = self.views.find_in(view.pane(), &view.name);
                let key = entry.and_then(|entry| entry.key);
                let how = key.map_or_else(|| "s".to_owned(), |key| format!("s {key}"));
                let said = format!("view {} is saved: {how} opens it", view.name);
                self.notices.info(self.now, said);
            }
            (Change::Put(view), Err(why)) => {
                let said = format!("view {} is kept until you quit: {why}", view.name);
                self.notices.problem(self.now, said);
            }
            (Change::Remove(pane, name), Ok(stored)) => {
                self.views.remove(pane, &name, &now);
                self.views.set_stored(stored, &now);
                self.notices
                    .info(self.now, format!("view {name} is deleted"));
            }
            (Change::Remove(pane, name), Err(why)) => {
                if !self.views.is_stored(pane, &name) {
                    self.views.remove(pane, &name, &now);
                }
                let said = format!("view {name} cannot be deleted: {why}");
                self.notices.problem(self.now, said);
            }
        }
        self.relist_menu(Kind::Views);
    }

    /// The day changed: days in the filters of views mean other days.
    pub(crate) fn reread_views(&mut self) {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        self.views.reread(&now);
    }

    /// Counts on, when somebody sees the counts.
    pub(crate) fn count_views(&mut self, is_woken: bool, effects: &mut Effects) {
        if !self.shows_view_counts() {
            return self.views.set_counting(false);
        }
        if !self.views.is_counting() {
            effects.dirty();
            self.begin_counting_views();
        } else if is_woken && self.are_views_behind() {
            effects.is_dirty |= self.with_views(Views::count_on);
        }
    }

    /// Counts the first rows: of a short list, all there are.
    pub(crate) fn begin_counting_views(&mut self) {
        if !self.views.is_counting() {
            self.views.set_counting(true);
            self.with_views(Views::count_on);
        }
    }

    /// When to count on.
    pub(crate) fn views_wake(&self) -> Option<DateTime<Utc>> {
        self.are_views_behind().then(|| self.now + SLICE_EVERY)
    }

    fn are_views_behind(&self) -> bool {
        let now = Now::new(self.now, &self.zone, &self.session.me);
        self.views.is_counting() && self.views.is_behind(self.among(&now))
    }

    /// Some rows of a pane are to be judged anew.
    pub(crate) fn recount_views(&mut self, of: Pane, touched: &[RowId]) {
        if self.views.is_counting() {
            self.with_views(|views, among| views.recount(of, touched, among));
        }
    }

    fn shows_view_counts(&self) -> bool {
        let has_menu =
            matches!(&self.overlay, Some(Overlay::Menu(menu)) if menu.kind == Kind::Views);
        has_menu || self.room.views > 0
    }

    fn among<'a>(&'a self, now: &'a Now<'_>) -> Among<'a> {
        Among {
            index: &self.orders_pane.index,
            orders: Scope {
                orders: &self.orders,
                now,
                marked: &self.orders_pane.marked,
            },
            quotes: self.quote_scope(now),
            eligibility: self.eligibility_scope(now),
            facet: self.eligibility_pane.facet,
        }
    }

    fn with_views(&mut self, count: impl FnOnce(&mut Views, Among<'_>) -> bool) -> bool {
        let mut views = std::mem::take(&mut self.views);
        let now = Now::new(self.now, &self.zone, &self.session.me);
        let is_other = count(&mut views, self.among(&now));
        self.views = views;
        if is_other {
            self.news_for_menu();
        }
        is_other
    }
}
