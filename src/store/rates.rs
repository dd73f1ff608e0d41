//! What left per rate class, shared by every copy of the program.
//!
//! Only kept here: what fits is decided elsewhere, within the transaction. Times are those of the boot clock, which all
//! processes of a boot share and nobody can set. After a boot nobody knows how long the machine was off, so everything
//! is moved as if it had happened at the boot itself: too late rather than too early, and never for long.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};

/// Whose budget, and which.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RateKey {
    /// Scheme, host and port of the API.
    pub origin: String,
    /// User name at Covage.
    pub username: String,
    /// The class's own name, the same in every version.
    pub class: &'static str,
}

/// What is remembered of a class. Times are boot times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// When requests left, ascending.
    pub sends: Vec<Duration>,
    /// Until when a 429 closes the class.
    pub closed_until: Duration,
    /// The last time a 429 lowered the cap.
    pub slowed: Option<Slowed>,
}

/// A cap that a 429 lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slowed {
    /// Requests a minute, then.
    pub cap: u32,
    /// Until when it is held.
    pub held_until: Duration,
    /// When it was lowered.
    pub halved_at: Duration,
}

impl Kept {
    /// The same seen from another clock, on which what was `from` is `to`. Nothing is older than that clock.
    fn moved(mut self, from: Duration, to: Duration) -> Self {
        let moved = |at: Duration| (to + at).saturating_sub(from);
        self.sends.iter_mut().for_each(|at| *at = moved(*at));
        self.closed_until = moved(self.closed_until);
        if let Some(slowed) = &mut self.slowed {
            slowed.held_until = moved(slowed.held_until);
            slowed.halved_at = moved(slowed.halved_at);
        }
        self
    }
}

/// Reads what is kept, in times of this boot; `now` is this boot's.
pub(super) fn load(
    it: &Connection,
    key: &RateKey,
    boot: &str,
    now: Duration,
) -> rusqlite::Result<Kept> {
    let row = it
        .query_row(
            "SELECT boot, saved, sends, closed, cap, held, halved FROM rates \
             WHERE origin = ?1 AND username = ?2 AND class = ?3",
            params![key.origin, key.username, key.class],
            |row| {
                let slowed = match (row.get(4)?, row.get(5)?, row.get(6)?) {
                    (Some(cap), Some(held), Some(halved)) => Some(Slowed {
                        cap,
                        held_until: time(held),
                        halved_at: time(halved),
                    }),
                    _ => None,
                };
                let kept = Kept {
                    sends: unpacked(row.get_ref(2)?.as_blob()?),
                    closed_until: time(row.get(3)?),
                    slowed,
                };
                Ok((row.get::<_, String>(0)?, time(row.get(1)?), kept))
            },
        )
        .optional()?;
    Ok(match row {
        None => Kept::default(),
        Some((saved_in, saved, kept)) if saved_in != boot => kept.moved(saved, Duration::ZERO),
        // A clock behind the one that wrote: another one, in a container.
        Some((_, saved, kept)) if saved > now => kept.moved(saved, now),
        Some((_, _, kept)) => kept,
    })
}

/// Keeps it.
pub(super) fn save(
    tx: &Connection,
    key: &RateKey,
    boot: &str,
    now: Duration,
    kept: &Kept,
) -> rusqlite::Result<()> {
    let slowed = kept.slowed;
    tx.execute(
        "INSERT OR REPLACE INTO rates \
         (origin, username, class, boot, saved, sends, closed, cap, held, halved) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            key.origin,
            key.username,
            key.class,
            boot,
            number(now),
            packed(&kept.sends),
            number(kept.closed_until),
            slowed.map(|it| it.cap),
            slowed.map(|it| number(it.held_until)),
            slowed.map(|it| number(it.halved_at)),
        ],
    )
    .map(drop)
}

/// Eight bytes a time: a full minute fits on one page of the file.
fn packed(times: &[Duration]) -> Vec<u8> {
    times
        .iter()
        .flat_map(|at| number(*at).to_le_bytes())
        .collect()
}

fn unpacked(bytes: &[u8]) -> Vec<Duration> {
    let times = bytes
        .chunks_exact(8)
        .filter_map(|bytes| bytes.try_into().ok());
    times.map(|bytes| time(i64::from_le_bytes(bytes))).collect()
}

fn number(at: Duration) -> i64 {
    i64::try_from(at.as_nanos()).unwrap_or(i64::MAX)
}

fn time(nanos: i64) -> Duration {
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    fn kept() -> Kept {
        Kept {
            sends: vec![secs(100), secs(130), secs(140 + 60)],
            closed_until: secs(170),
            slowed: Some(Slowed {
                cap: 60,
                held_until: secs(740),
                halved_at: secs(140),
            }),
        }
    }

    #[test]
    fn what_happened_before_a_boot_happened_at_the_boot() {
        let moved = kept().moved(secs(140), Duration::ZERO);
        assert_eq!(moved.sends, [secs(0), secs(0), secs(60)]);
        assert_eq!(moved.closed_until, secs(30));
        assert_eq!(moved.slowed.unwrap().held_until, secs(600));
    }

    #[test]
    fn a_clock_that_is_behind_keeps_every_age_and_every_wait() {
        let moved = kept().moved(secs(140), secs(50));
        assert_eq!(moved.sends, [secs(10), secs(40), secs(110)]);
        assert_eq!(moved.closed_until, secs(80));
    }

    #[test]
    fn times_are_packed_to_the_nanosecond() {
        let times = [
            Duration::ZERO,
            Duration::from_nanos(1_700_000_000_000_000_001),
        ];
        assert_eq!(unpacked(&packed(&times)), times);
        assert_eq!(unpacked(&[1, 2, 3]), []);
    }
}
