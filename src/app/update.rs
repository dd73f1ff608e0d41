//! The single way in: an event changes the state and yields effects.
//!
//! A router. What an event means to a pane is decided beside that pane's state, in [`crate::app::views`].

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::action::Action;
use crate::app::dialog::Stroke;
use crate::app::effect::Effect;
use crate::app::event::{Answer, Context, Event, TaskPanic};
use crate::app::gauges::Gauges;
use crate::app::keymap::{Chord, Key};
use crate::app::menu::Kind;
use crate::app::overlay::Overlay;
use crate::app::pane::Pane;
use crate::app::pointer::Target;
use crate::app::state::AppState;

/// What an update asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// Jobs for the runtime, in order.
    pub list: Vec<Effect>,
    /// Whether the screen has to be drawn anew.
    pub is_dirty: bool,
}

impl Effects {
    /// Adds a job.
    pub fn push(&mut self, effect: Effect) {
        self.list.push(effect);
    }

    /// The screen differs.
    pub fn dirty(&mut self) {
        self.is_dirty = true;
    }
}

/// Takes in one event.
pub fn update(state: &mut AppState, event: Event, cx: &Context) -> Effects {
    let mut effects = Effects::default();
    let is_woken = matches!(event, Event::Woke);
    advance_time(state, cx, &mut effects);
    if matches!(
        event,
        Event::Answered(_) | Event::Gauged(_) | Event::EngineRestarted
    ) {
        state.news_for_menu();
    }
    state.dialogs.stroke = match event {
        Event::BurstKey(_) => Stroke::Burst,
        Event::Clicked(_) => Stroke::Click,
        _ => Stroke::Single,
    };
    if matches!(event, Event::Clicked(_) | Event::Wheeled(..)) {
        state.dialog_startled();
    }
    match event {
        // A hint is the key it names.
        Event::Key(chord) | Event::BurstKey(chord) | Event::Clicked(Target::Key(chord)) => {
            effects.dirty();
            key(state, chord, &mut effects);
        }
        Event::Clicked(target) => {
            effects.dirty();
            state.clicked(target, &mut effects);
        }
        Event::Wheeled(target, turn) => {
            effects.dirty();
            state.wheeled(target, turn, &mut effects);
        }
        Event::Pasted(text) => pasted(state, &text, &mut effects),
        Event::Resized | Event::Resumed => {
            effects.dirty();
            state.dialog_resized();
        }
        Event::Answered(answer) => answered(state, &answer, &mut effects),
        Event::Gauged(gauges) => gauged(state, gauges, &mut effects),
        Event::EngineRestarted => {
            state.orders_unanswered();
            state.quotes_unanswered();
            state.eligibility_unanswered();
            state.offers_unanswered();
            state.writes_unanswered();
            state.jobs_unanswered();
            state.batches_unanswered();
            state.dialog_unanswered(&mut effects);
            state.forms_unanswered();
            state.jumps_unanswered();
        }
        Event::TaskPanicked(panic) => task_panicked(state, &panic, &mut effects),
        Event::CopyFailed(why) => {
            effects.dirty();
            state.copy_failed(&why);
        }
        Event::ViewsSaved(saved) => {
            effects.dirty();
            state.views_saved(saved);
        }
        Event::WriteMoved(id, moved) => {
            effects.dirty();
            state.write_moved(id, &moved, &mut effects);
        }
        Event::JournalChanged(journal) => state.journal_changed(journal, &mut effects),
        Event::File(event) => state.file_event(event, &mut effects),
        Event::Batch(told) => state.batch_event(told, &mut effects),
        Event::FrameWritten(revision) => state.dialog_shown(revision),
        Event::Woke => state.dialog_woke(&mut effects),
    }
    state.count_views(is_woken, &mut effects);
    state.follow_with_menu(&mut effects);
    state.plan_orders(&mut effects);
    state.plan_quotes(&mut effects);
    state.plan_eligibility(&mut effects);
    state.plan_offers(&mut effects);
    state.plan_writes(&mut effects);
    state.plan_jobs(&mut effects);
    state.plan_site_batches(&mut effects);
    state.follow_activity();
    state.follow_raw();
    effects
}

/// When to wake the state although nothing happens; `None` when nothing on screen ages and nothing is due.
pub fn next_wake(state: &AppState) -> Option<DateTime<Utc>> {
    let countdown = state
        .is_counting_down()
        .then(|| state.now + TimeDelta::seconds(1));
    let minute = next_minute(state.now);
    [
        countdown,
        Some(minute),
        state.notices.expiry(state.now),
        state.orders_wake(),
        state.quotes_wake(),
        state.eligibility_wake(),
        state.offers_wake(),
        state.writes_wake(),
        state.jobs_wake(),
        state.site_batches_wake(),
        state.menu_wake(),
        state.views_wake(),
        state.dialog_wake(),
    ]
    .into_iter()
    .flatten()
    .min()
}

fn advance_time(state: &mut AppState, cx: &Context, effects: &mut Effects) {
    let was = state.now;
    let day_was = state.today();
    state.now = cx.now;
    state.zone = cx.zone.clone();
    if state.room != cx.room {
        state.room = cx.room;
        state.fit_panes();
    }
    if was > cx.now {
        state.clock_set_back();
        state.dialog_clock_set_back();
        state.forms_clock_set_back();
        state.jobs_clock_set_back();
        state.batches_clock_set_back();
        state.quotes_clock_set_back();
        state.eligibility_clock_set_back();
        state.offers_clock_set_back();
    }
    if day_was != state.today() {
        state.rebuild_orders();
        state.rebuild_quotes();
        state.rebuild_eligibility();
    }
    let shows_another_minute = next_minute(was) != next_minute(cx.now);
    if shows_another_minute {
        state.drop_gone_orders();
        state.drop_gone_quotes();
        state.drop_gone_eligibility();
        state.age_orders();
        state.age_eligibility();
        state.views.age();
    }
    let shows_another_second = state.is_counting_down() && was.timestamp() != cx.now.timestamp();
    let notice_left = state.notices.current(was) != state.notices.current(cx.now);
    let faded = state.marks_faded(was)
        || state.quote_marks_faded(was)
        || state.eligibility_marks_faded(was);
    if shows_another_minute || shows_another_second || notice_left || faded {
        effects.dirty();
    }
}

fn next_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    let into = TimeDelta::seconds(at.timestamp().rem_euclid(60))
        + TimeDelta::nanoseconds(at.timestamp_subsec_nanos().into());
    at - into + TimeDelta::minutes(1)
}

fn key(state: &mut AppState, chord: Chord, effects: &mut Effects) {
    // What concerns the terminal works whatever lies on top.
    if !chord.is_text()
        && let Some(action @ (Action::Redraw | Action::Suspend)) = state.keymap.action(chord)
    {
        return state.act(action, effects);
    }
    if let Some(overlay) = state.overlay.take() {
        return overlay_key(state, overlay, chord, effects);
    }
    let is_filtering = state.list_pane().filter().is_editing();
    if is_filtering && state.filter_key(chord) {
        return;
    }
    let is_typing = is_filtering || state.is_searching_raw() || state.is_narrowing_offers();
    if state.is_searching_raw() && state.raw_search_key(chord) {
        return;
    }
    if state.is_narrowing_offers() && state.offer_words_key(chord) {
        return;
    }
    // Beside a text only what moves the list under it acts: nothing a slip of the finger could do.
    if let Some(action) = state.keymap.action(chord)
        && (!is_typing || action.is_movement())
    {
        state.act(action, effects);
    }
}

impl AppState {
    /// Carries out an action, or says why it is impossible.
    pub(crate) fn act(&mut self, action: Action, effects: &mut Effects) {
        if action.is_write() && self.dialogs.stroke == Stroke::Burst {
            return self.say_burst();
        }
        if let Some(why) = self.why_not(action) {
            return self.notices.info(self.now, why);
        }
        match action {
            Action::Help => self.open_menu(Kind::Help),
            Action::Actions => self.open_menu(Kind::Actions),
            Action::Palette => self.open_menu(Kind::Palette),
            Action::Facets => self.open_menu(Kind::Facets),
            Action::Sort if self.is_among_offers() => {
                self.act_on_offers(action);
            }
            Action::Sort => self.open_menu(Kind::Sort),
            Action::Columns => self.open_menu(Kind::Columns),
            Action::Views => self.open_menu(Kind::Views),
            Action::SaveView => self.ask_view_name(),
            Action::CopyMenu => self.open_menu(Kind::Copy),
            Action::Jump if self.jump_to_its_order() => {}
            Action::Jump => self.open_menu(Kind::Jump),
            Action::Messages => {
                self.notices.mark_read();
                self.overlay = Some(Overlay::Messages { scroll: 0 });
            }
            Action::Copy if self.pane == Pane::Activity => self.copy_from_activity(effects),
            Action::Copy => self.copy_here(effects),
            Action::Redraw => effects.push(Effect::Redraw),
            Action::Suspend => effects.push(Effect::Suspend),
            Action::Quit => self.quit(effects),
            Action::Orders => self.show_pane(Pane::Orders),
            Action::Quotes => self.show_pane(Pane::Quotes),
            Action::Eligibility => self.show_pane(Pane::Eligibility),
            Action::Activity => self.show_pane(Pane::Activity),
            action if self.arrange(action) => {}
            Action::Accept => self.ask_accept(effects),
            Action::Decline => self.ask_decline(effects),
            Action::BringBack if self.pane == Pane::Activity => self.bring_back_here(effects),
            Action::BringBack => self.ask_bring_back(effects),
            Action::Undo => self.undo(effects),
            Action::New => self.ask_new(),
            Action::Edit => self.ask_edit(effects),
            Action::ConfirmBasket => self.ask_confirm_basket(effects),
            Action::Delete => self.ask_delete(effects),
            Action::Files => self.ask_files(effects),
            Action::Hold => self.hold_or_resume(effects),
            Action::Export => self.ask_export(effects),
            action => {
                let is_staying = action == Action::Back && self.stay();
                if !is_staying && !self.act_on_pane(action, effects) && !self.jump_back() {
                    self.overlay = Some(Overlay::ConfirmQuit);
                }
            }
        }
    }
}

impl AppState {
    /// Carries out an action in the pane on screen; false when there is nothing to go back from.
    fn act_on_pane(&mut self, action: Action, effects: &mut Effects) -> bool {
        match self.pane {
            Pane::Orders => self.act_on_orders(action, effects),
            Pane::Quotes => self.act_on_quotes(action, effects),
            Pane::Eligibility => self.act_on_eligibility(action, effects),
            Pane::Activity => self.act_on_activity(action, effects),
        }
    }
}

fn overlay_key(state: &mut AppState, overlay: Overlay, chord: Chord, effects: &mut Effects) {
    match overlay {
        Overlay::Menu(menu) => state.menu_key(menu, chord, effects),
        Overlay::SaveView(prompt) => state.view_name_key(prompt, chord, effects),
        Overlay::Dialog(dialog) => state.dialog_key(dialog, chord, effects),
        Overlay::Form(form) => state.form_key(form, chord, effects),
        Overlay::Path(prompt) => state.path_key(prompt, chord, effects),
        Overlay::Settle(settling) => state.settle_key(settling, chord, effects),
        Overlay::Question(question) => state.answer_question(question, chord, effects),
        Overlay::Messages { scroll } => messages_key(state, scroll, chord, effects),
        Overlay::ConfirmQuit => {
            if !chord.is_ctrl && matches!(chord.key, Key::Char('y' | 'q' | 'Q')) {
                state.quit(effects);
            }
        }
    }
}

fn messages_key(state: &mut AppState, scroll: usize, chord: Chord, effects: &mut Effects) {
    let last = state.room.overlay_hidden;
    let page = state.room.overlay.max(2) - 1;
    let scroll = match state.keymap.action(chord) {
        Some(Action::Down) => scroll + 1,
        Some(Action::Up) => scroll.saturating_sub(1),
        Some(Action::PageDown | Action::HalfPageDown) => scroll + page,
        Some(Action::PageUp | Action::HalfPageUp) => scroll.saturating_sub(page),
        Some(Action::First) => 0,
        Some(Action::Last) => last,
        Some(Action::Copy) => {
            state.copy_messages(effects);
            scroll
        }
        Some(Action::Quit) => return state.quit(effects),
        _ => return state.notices.mark_read(),
    };
    state.overlay = Some(Overlay::Messages {
        scroll: scroll.min(last),
    });
}

fn pasted(state: &mut AppState, text: &str, effects: &mut Effects) {
    match state.overlay.take() {
        Some(Overlay::Menu(menu)) => state.menu_paste(menu, text),
        Some(Overlay::SaveView(prompt)) => state.view_name_paste(prompt, text),
        Some(Overlay::Dialog(dialog)) => state.dialog_paste(dialog, text),
        Some(Overlay::Form(form)) => state.form_paste(form, text, effects),
        Some(Overlay::Path(prompt)) => state.path_paste(prompt, text),
        Some(Overlay::Settle(settling)) => state.settle_paste(settling, text),
        None if state.list_pane().filter().is_editing() => {
            state.list_pane_mut().filter_mut().paste(text);
            state.refilter(state.pane);
        }
        None if state.is_searching_raw() => state.raw_search_paste(text),
        None if state.is_narrowing_offers() => state.offer_words_paste(text),
        other => {
            state.overlay = other;
            return;
        }
    }
    effects.dirty();
}

fn answered(state: &mut AppState, answer: &Answer, effects: &mut Effects) {
    for id in &answer.ids {
        state.orders_answered(*id, &answer.result, effects);
        state.quotes_answered(*id, &answer.result, effects);
        state.eligibility_answered(*id, &answer.result, effects);
        state.offers_answered(*id, &answer.result, effects);
        state.writes_answered(*id, &answer.result, effects);
        state.jobs_answered(*id, &answer.result, effects);
        state.batches_answered(*id, &answer.result, effects);
        state.dialog_answered(*id, &answer.result, effects);
        state.forms_answered(*id, &answer.result, effects);
        state.jumps_answered(*id, &answer.result, effects);
    }
}

fn gauged(state: &mut AppState, gauges: Gauges, effects: &mut Effects) {
    if state.gauges == gauges {
        return;
    }
    if gauges.offline.is_none() && state.gauges.offline.is_some() {
        state.notices.info(state.now, "the connection is back");
        state.orders_pane.sweep.hurry(state.now);
        state.hurry_quotes();
        state.hurry_eligibility();
    }
    if let (Some(slowed), None) = (gauges.slowed, state.gauges.slowed) {
        state.notices.problem(
            state.now,
            format!(
                "Covage said too many requests (429): slowed to {} a minute",
                slowed.cap
            ),
        );
    }
    state.gauges = gauges;
    effects.dirty();
}

fn task_panicked(state: &mut AppState, panic: &TaskPanic, effects: &mut Effects) {
    let then = if panic.was_restarted {
        "started again"
    } else {
        "stopped; its data grows stale"
    };
    state.notices.problem(
        state.now,
        format!("a defect in task {}: {}; {then}", panic.task, panic.message),
    );
    effects.dirty();
}

#[cfg(test)]
mod tests;
