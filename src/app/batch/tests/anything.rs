//! Whatever happens, in whatever order: no site stands in two requests, no two requests are on their way, and nothing that
//! may have arrived is sent again.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// Something that can happen.
#[derive(Clone, Copy, Debug)]
enum Happening {
    Found(u8),
    NotFound,
    Trouble,
    Remembered,
    NotRemembered,
    Sending,
    Applied,
    NotSent,
    Refused,
    Slowed,
    Unknown,
    Reached,
    Read,
    Hold,
    Again,
    Time(u8),
    Restarted,
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    use Happening::*;
    let one = prop_oneof![
        6 => (0..6_u8).prop_map(Found),
        1 => Just(NotFound),
        1 => Just(Trouble),
        6 => Just(Remembered),
        1 => Just(NotRemembered),
        3 => Just(Sending),
        4 => Just(Applied),
        1 => Just(NotSent),
        1 => Just(Refused),
        1 => Just(Slowed),
        2 => Just(Unknown),
        1 => Just(Reached),
        3 => Just(Read),
        1 => Just(Hold),
        1 => Just(Again),
        4 => (1..90_u8).prop_map(Time),
        1 => Just(Restarted),
    ];
    proptest::collection::vec(one, 1..80)
}

impl Rig {
    fn on_its_way(&self) -> Vec<usize> {
        let requests = self.run().requests.iter();
        let leaving = requests.filter_map(|asking| match asking.way {
            Way::Handed(id, _) | Way::Sending(id) => Some(id),
            _ => None,
        });
        leaving
            .filter_map(|id| self.writes.iter().position(|(write, _)| *write == id))
            .collect()
    }

    fn happens(&mut self, what: Happening) {
        let write = self.on_its_way().first().copied();
        match (what, self.lookup(), write) {
            (Happening::Found(key), Some((id, _)), _) => self.found(id, &format!("k{key}")),
            (Happening::NotFound, Some((id, _)), _) => self.answer(id, Ok(Reply::Site(None))),
            (Happening::Trouble, Some((id, _)), _) => {
                self.answer(id, Err(failure(FailureKind::Timeout)));
            }
            (Happening::Remembered, ..) => self.remember(),
            (Happening::NotRemembered, ..) if !self.asks.is_empty() => {
                let (number, _) = self.asks.remove(0);
                let told = BatchTold::Noted(number, Err("full".to_owned()));
                self.feed(Event::Batch(told));
            }
            (Happening::Sending, _, Some(write)) => {
                let entry = self.entry(write, Written::Sending);
                self.moved(write, WriteMove::Sending(entry));
            }
            (Happening::Applied, _, Some(write)) => self.applied(write, &format!("q{write}")),
            (Happening::NotSent, _, Some(write)) => {
                self.ended(write, Outcome::NotSent(failure(FailureKind::Offline)));
            }
            (Happening::Refused, _, Some(write)) => {
                self.ended(write, Outcome::Refused(failure(FailureKind::Refused)));
            }
            (Happening::Slowed, _, Some(write)) => {
                let slow = FailureKind::Throttled { retry_after: None };
                self.ended(write, Outcome::Refused(failure(slow)));
            }
            (Happening::Unknown, _, Some(write)) => {
                self.ended(write, Outcome::Unknown(failure(FailureKind::Timeout)));
            }
            (Happening::Reached, ..) => {
                let unknown = self.journal.iter().position(Entry::is_unknown);
                if let Some(at) = unknown {
                    self.journal[at].stage = Written::Settled(Settled::Reached {
                        found: Text::new("there"),
                        maybe_other: false,
                    });
                    self.show_journal();
                }
            }
            (Happening::Read, ..) => {
                let open = self.story.open.iter().find_map(|(id, read, _)| match read {
                    Read::Qualification(key) => Some((*id, key.wire().to_owned())),
                    _ => None,
                });
                if let Some((id, key)) = open {
                    let keys: Vec<_> = (0..6).map(|key| format!("k{key}")).collect();
                    let states: Vec<_> = keys.iter().map(|key| (key.as_str(), READY)).collect();
                    let told = request(&key, &states);
                    self.answer(id, Ok(Reply::Qualification(Box::new(told))));
                }
            }
            (Happening::Hold, ..) => self.chars("H"),
            (Happening::Again, ..) => self.chars("r"),
            (Happening::Time(seconds), ..) => self.pass(TimeDelta::seconds(seconds.into())),
            (Happening::Restarted, ..) => self.feed(Event::EngineRestarted),
            _ => {}
        }
        if self.story.state.overlay.is_some() {
            let effects = self.story.press(Key::Esc);
            self.note(effects);
        }
    }

    /// What must hold at every moment.
    fn check(&self) {
        assert!(self.on_its_way().len() <= 1, "two are on their way");
        let mut asked = HashMap::new();
        for (number, asking) in self.run().requests.iter().enumerate() {
            for site in &asking.request.sites {
                let twice = asked.insert(*site, number);
                assert_eq!(twice, None, "site {site} is in two requests");
            }
        }
        let mut latest: HashMap<&Text, usize> = HashMap::new();
        for (at, (_, intent)) in self.writes.iter().enumerate() {
            let reference = intent.write.reference().unwrap();
            if let Some(before) = latest.insert(reference, at) {
                let number = i64::try_from(before).unwrap() + 1;
                let entry = self.journal.iter().find(|it| it.id == JournalId(number));
                let is_harmless = entry.is_none_or(|entry| {
                    matches!(
                        entry.stage,
                        Written::Ended(Outcome::NotSent(_) | Outcome::Refused(_))
                    )
                });
                assert!(is_harmless, "{entry:?} was sent again");
            }
        }
    }
}

proptest! {
    #[test]
    fn nothing_is_asked_twice_whatever_happens(happenings in happenings()) {
        let mut rig = Rig::begun(&file(&["A", "B", "C", "D", "E", "F", "G"]));
        rig.chars("5");
        for what in happenings {
            rig.happens(what);
            rig.check();
        }
    }
}
