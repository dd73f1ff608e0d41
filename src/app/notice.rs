//! Short messages: the newest stands in the message row for a while, all of them behind `!`.
//!
//! One that a person must not miss stands there until the messages were opened, behind newer ones while those are fresh.
//!
//! A notice is built from our own words and from safe forms of foreign text; repeated ones count up instead of piling.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

/// Notices kept; older ones are dropped.
const KEPT: usize = 200;
/// How long the message row shows one.
const SHOWN_SECS: i64 = 8;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Done as asked.
    Info,
    /// Something went wrong; counted in the status row until read.
    Problem,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When it was said last.
    pub at: DateTime<Utc>,
    /// What it says; safe for one line.
    pub text: String,
    /// How much it matters.
    pub weight: Weight,
    /// How often it was said in a row.
    pub times: u32,
    /// Whether it is shown until the messages were opened.
    pub is_lasting: bool,
    /// Tells it from all others of this run.
    pub number: u64,
}

/// All messages.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    kept: VecDeque<Notice>,
    unread: usize,
    said: u64,
}

impl Notices {
    /// Says something that went as asked.
    pub fn info(&mut self, at: DateTime<Utc>, text: impl Into<String>) {
        self.say(at, text.into(), Weight::Info, false);
    }

    /// Says that something went wrong.
    pub fn problem(&mut self, at: DateTime<Utc>, text: impl Into<String>) {
        self.say(at, text.into(), Weight::Problem, false);
    }

    /// Says something that stays until the messages were opened.
    pub fn lasting(&mut self, at: DateTime<Utc>, text: impl Into<String>) {
        self.say(at, text.into(), Weight::Info, true);
    }

    /// Says that something went wrong; it stays until the messages were opened.
    pub fn lasting_problem(&mut self, at: DateTime<Utc>, text: impl Into<String>) {
        self.say(at, text.into(), Weight::Problem, true);
    }

    /// The message the message row shows at `now`.
    pub fn current(&self, now: DateTime<Utc>) -> Option<&Notice> {
        let is_fresh = |notice: &&Notice| now - notice.at < TimeDelta::seconds(SHOWN_SECS);
        let newest = self.kept.back().filter(is_fresh);
        newest.or_else(|| self.kept.iter().rev().find(|notice| notice.is_lasting))
    }

    /// When the current message leaves the message row.
    pub fn expiry(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let leaves_at = |notice: &Notice| notice.at + TimeDelta::seconds(SHOWN_SECS);
        self.current(now).map(leaves_at).filter(|at| *at > now)
    }

    /// The clock was set back to `now`: nothing was said later than that.
    pub fn clock_set_back(&mut self, now: DateTime<Utc>) {
        for notice in &mut self.kept {
            notice.at = notice.at.min(now);
        }
    }

    /// Every message kept, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Notice> {
        self.kept.iter().rev()
    }

    /// Problems nobody has read yet.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// A person opened the list.
    pub fn mark_read(&mut self) {
        self.unread = 0;
        for notice in &mut self.kept {
            notice.is_lasting = false;
        }
    }

    fn say(&mut self, at: DateTime<Utc>, text: String, weight: Weight, is_lasting: bool) {
        if let Some(last) = self.kept.back_mut().filter(|last| last.text == text) {
            last.at = at;
            last.times += 1;
            last.is_lasting |= is_lasting;
            if weight == Weight::Problem && self.unread == 0 {
                self.unread = 1;
            }
            return;
        }
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.said += 1;
        self.kept.push_back(Notice {
            at,
            text,
            weight,
            times: 1,
            is_lasting,
            number: self.said,
        });
        if weight == Weight::Problem {
            self.unread += 1;
        }
    }
}
