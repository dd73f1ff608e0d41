//! Whatever comes in, in whatever order: a write leaves only by a person's own keys, about what that person saw.

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::app::dialog::arming::Revision;
use crate::app::dialog::looks::FRESH_FOR;
use crate::app::dialog::typed::MOST;
use crate::app::pointer::Target;
use crate::app::story::chaos;
use crate::domain::quote::LineState;

#[derive(Clone, Debug)]
enum Step {
    /// A key alone.
    Key(Chord),
    /// Keys of one read.
    Burst(Vec<Chord>),
    Paste(String),
    Click(Chord),
    Resize,
    /// A frame; whether of what is shown now.
    Frame(bool),
    /// An answer to the second look: as it was, another price, a failure.
    Answer(u8),
    /// Milliseconds, then a wake.
    Time(i64),
    /// The pane goes on beneath: lists are read, rows move.
    Beneath(chaos::Step),
}

fn chord() -> impl Strategy<Value = Chord> {
    prop_oneof![
        6 => prop::sample::select("001y".chars().collect::<Vec<_>>()).prop_map(Chord::char),
        4 => prop::sample::select(vec![Key::Enter, Key::Enter, Key::Tab, Key::Down, Key::Up, Key::Backspace])
            .prop_map(Chord::plain),
        1 => prop::sample::select("*cab ".chars().collect::<Vec<_>>()).prop_map(Chord::char),
        1 => Just(Chord::ctrl('u')),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let texts = prop::sample::select(vec!["001\n", "y", "\n", "\u{1b}[201~y\n", "0"]);
    let times = prop::sample::select(vec![0_i64, 1, 40, 149, 150, 151, 400, 61_000]);
    let beneath = chaos::step().prop_filter("not the dialog's", |step| {
        !matches!(step, chaos::Step::Key(_) | chaos::Step::Paste(_))
    });
    prop_oneof![
        10 => chord().prop_map(Step::Key),
        3 => prop::collection::vec(chord(), 1..5).prop_map(Step::Burst),
        1 => texts.prop_map(|text| Step::Paste(text.to_owned())),
        1 => chord().prop_map(Step::Click),
        1 => Just(Step::Resize),
        6 => prop::bool::weighted(0.9).prop_map(Step::Frame),
        3 => (0_u8..6).prop_map(Step::Answer),
        10 => times.prop_map(Step::Time),
        2 => beneath.prop_map(Step::Beneath),
    ]
}

/// The keys that confirm, one by one, with so much time before each.
fn confirming(keys: &'static str) -> impl Strategy<Value = Vec<Step>> {
    let gaps = prop::sample::select(vec![0_i64, 5, 149, 200]);
    gaps.prop_map(move |gap| {
        let key = |c| match c {
            '\n' => Chord::plain(Key::Enter),
            c => Chord::char(c),
        };
        let steps = keys.chars().map(key);
        steps
            .flat_map(|chord| [Step::Time(gap), Step::Key(chord)])
            .collect()
    })
}

fn steps(keys: &'static str) -> impl Strategy<Value = Vec<Step>> {
    let some = prop_oneof![
        4 => step().prop_map(|step| vec![step]),
        1 => confirming(keys),
    ];
    prop::collection::vec(some, 1..50).prop_map(|all| all.concat())
}

/// What an onlooker knows who saw every event and trusts no state.
struct Onlooker {
    shown: Option<Revision>,
    quiet_since: DateTime<Utc>,
    is_armed: bool,
    /// Characters typed one by one since the field was last emptied.
    field: String,
    looked: Option<(bool, DateTime<Utc>)>,
}

impl Onlooker {
    fn new(now: DateTime<Utc>) -> Self {
        Self {
            shown: None,
            quiet_since: now,
            is_armed: false,
            field: String::new(),
            looked: None,
        }
    }

    /// What is shown is another matter than what was seen.
    fn follow(&mut self, story: &Story) {
        if self.shown != story.state.dialog_revision() {
            self.shown = None;
            self.is_armed = false;
        }
    }

    fn disturbed(&mut self, now: DateTime<Utc>) {
        self.quiet_since = now;
        self.is_armed = false;
        self.field.clear();
    }
}

fn run(mut story: Story, wanted: &[Write], steps: Vec<Step>) -> Result<usize, TestCaseError> {
    let is_ending = matches!(wanted.first(), Some(Write::Accept(_)));
    let mut eye = Onlooker::new(story.now);
    let mut sent = 0;
    for step in steps {
        let (mut effects, mut was_key) = (Vec::new(), None);
        let asked = |story: &Story| story.state.dialog().map(|it| it.confirm.intents.clone());
        let was_asked = asked(&story);
        let page = story.state.dialog().map(|it| it.page);
        let is_field_seen = page == Some(crate::app::dialog::Page::Asked);
        match step {
            Step::Key(chord) => {
                was_key = Some(chord);
                effects = story.key(chord).list;
            }
            Step::Burst(chords) => {
                for chord in chords {
                    effects.extend(story.feed(Event::BurstKey(chord)).list);
                }
                eye.disturbed(story.now);
            }
            Step::Paste(text) => {
                effects = story.feed(Event::Pasted(text)).list;
                eye.disturbed(story.now);
            }
            Step::Click(chord) => {
                effects = story.feed(Event::Clicked(Target::Key(chord))).list;
                eye.quiet_since = story.now;
                eye.is_armed = false;
            }
            Step::Resize => {
                effects = story.feed(Event::Resized).list;
                eye.shown = None;
            }
            Step::Frame(is_its) => {
                let revision = story.state.dialog_revision().unwrap_or_default();
                if is_its {
                    if eye.shown != Some(revision) {
                        eye.quiet_since = story.now;
                    }
                    eye.shown = Some(revision);
                }
                let told = if is_its {
                    revision
                } else {
                    Revision(revision.0.wrapping_sub(1))
                };
                effects = story.feed(Event::FrameWritten(told)).list;
            }
            Step::Answer(how) => {
                if let Some(id) = look_at(&story, &line(1).id) {
                    let mut now = line(1);
                    let result = match how {
                        0 => Err(Failure::new(FailureKind::Offline, "/")),
                        1 => {
                            now.state = LineState::Expired;
                            Ok(Reply::Line(Box::new(now)))
                        }
                        _ => Ok(Reply::Line(Box::new(now))),
                    };
                    eye.looked = Some((how > 1, story.now));
                    effects = story.answer(id, result).list;
                }
            }
            Step::Time(millis) => {
                story.now += TimeDelta::milliseconds(millis);
                eye.follow(&story);
                if eye.shown.is_some() && story.now - eye.quiet_since >= QUIET {
                    eye.is_armed = true;
                }
                effects = story.wake().list;
            }
            Step::Beneath(step) => {
                // No time passes and no answer of the dialog's comes in beneath it.
                let is_harmless = matches!(step, chaos::Step::Gauges(_));
                if is_harmless {
                    effects = chaos::take(&mut story, step).list;
                }
            }
        }
        let leaves = effects.iter().any(|it| matches!(it, Effect::Write { .. }));
        prop_assert!(!leaves || count(&story) > 0);
        if count(&story) > 0 {
            sent += 1;
            prop_assert!(eye.is_armed, "not armed");
            prop_assert!(eye.shown.is_some(), "not seen");
            let confirms = if is_ending {
                Chord::plain(Key::Enter)
            } else {
                Chord::char('y')
            };
            prop_assert_eq!(was_key, Some(confirms));
            if is_ending {
                prop_assert_eq!(&eye.field, "001");
            }
            let (is_same, at) = eye.looked.expect("no look");
            prop_assert!(is_same && story.now - at <= FRESH_FOR);
            for intent in handed(&story).0 {
                let of_same = |write: &Write| match (write, &intent.write) {
                    (Write::Decline(one, _), Write::Decline(other, _)) => one == other,
                    (one, other) => one == other,
                };
                prop_assert!(wanted.iter().any(of_same), "{:?}", intent.write);
            }
        }
        if asked(&story) != was_asked {
            // Another offer was turned to.
            eye.field.clear();
        } else if let Some(chord) = was_key.filter(|_| eye.is_armed && is_field_seen) {
            match chord.key {
                Key::Char('u') if chord.is_ctrl => eye.field.clear(),
                Key::Char(c) if eye.field.len() < MOST => eye.field.push(c),
                Key::Backspace => drop(eye.field.pop()),
                _ => {}
            }
        }
        if was_key.is_some() && !eye.is_armed {
            eye.quiet_since = story.now;
        }
        eye.follow(&story);
        if story.state.dialog().is_none() {
            break;
        }
        prop_assert!(next_wake(&story.state).is_none_or(|at| at > story.state.now));
    }
    Ok(sent)
}

/// Keys that a person could press, whatever was pressed before: they confirm.
fn in_peace(story: &mut Story, keys: &str) -> usize {
    if story
        .state
        .dialog()
        .is_some_and(crate::app::dialog::Dialog::is_writing)
    {
        story.press(Key::Esc);
    }
    if story.state.dialog().map(|dialog| dialog.page) == Some(crate::app::dialog::Page::Request) {
        story.press(Key::Tab);
    }
    story.key(Chord::ctrl('u'));
    for _ in 0..2 {
        if look_at(story, &line(1).id).is_some() {
            answer(story, &line(1));
        }
        see(story);
        typed(story, keys);
        if story.state.dialog().is_none() {
            return count(story);
        }
    }
    0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn an_accept_leaves_only_by_a_persons_own_keys(steps in steps("001\n")) {
        let wanted = [Write::Accept(key(1, "2173")), Write::Accept(key(1, "2174"))];
        prop_assert!(run(accepting(), &wanted, steps)? <= 1);
    }

    #[test]
    fn a_decline_leaves_only_by_a_persons_own_key(steps in steps("y")) {
        let wanted = [Write::Decline(key(1, "2173"), None), Write::Decline(key(1, "2174"), None)];
        prop_assert!(run(declining(), &wanted, steps)? <= 1);
    }

    #[test]
    fn whatever_was_typed_before_a_person_in_peace_confirms(
        bursts in prop::collection::vec(prop::collection::vec(chord(), 1..6), 0..6),
    ) {
        for (story, keys) in [(accepting as fn() -> Story, "001\n"), (declining, "y")] {
            let mut story = story();
            for chords in &bursts {
                for chord in chords {
                    story.feed(Event::BurstKey(*chord));
                }
            }
            prop_assert!(story.state.dialog().is_some());
            prop_assert_eq!(in_peace(&mut story, keys), 1, "{}", remark(&story));
        }
    }

    /// The pane reads, sorts and moves beneath: what is asked stays what it was.
    #[test]
    fn nothing_that_is_read_turns_a_dialog_to_another_target(steps in prop::collection::vec(chaos::step(), 1..60)) {
        for story in [accepting as fn() -> Story, declining] {
            let mut story = story();
            let asked = story.state.dialog().unwrap().confirm.clone();
            for step in steps.clone() {
                if !matches!(step, chaos::Step::Key(_)) {
                    chaos::take_beneath(&mut story, step);
                }
                let dialog = story.state.dialog().expect("it was closed by no key");
                prop_assert_eq!(&dialog.confirm, &asked);
            }
        }
    }
}
