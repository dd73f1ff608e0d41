//! Durations as people write them in a file: a whole number and a unit, `90s`, `5m`, `24h`, `2d`.
//!
//! A number without a unit is refused: nobody can tell whether `60` meant seconds or minutes.

use std::time::Duration;

use thiserror::Error;

/// Why a text is not a duration.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DurationProblem {
    /// Only digits.
    #[error("`{0}` has no unit")]
    NoUnit(u64),
    /// Digits, then something that is no unit of ours.
    #[error("`{0}` is not a unit of time")]
    UnknownUnit(String),
    /// It does not begin with digits.
    #[error("it is not a duration")]
    NoNumber,
    /// More than fits 64 bits of seconds.
    #[error("the number is too large")]
    TooLarge,
}

impl DurationProblem {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::NoUnit(number) => {
                format!("write \"{number}s\" for seconds, or \"{number}m\" for minutes")
            }
            _ => "write a whole number and one of s, m, h, d, such as \"90s\", \"5m\" or \"24h\""
                .to_owned(),
        }
    }
}

/// Reads a duration.
///
/// # Errors
/// [`DurationProblem`] when it is not a whole number followed by `s`, `m`, `h` or `d`.
pub fn parse(text: &str) -> Result<Duration, DurationProblem> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    if number.is_empty() {
        return Err(DurationProblem::NoNumber);
    }
    let number: u64 = number.parse().map_err(|_| DurationProblem::TooLarge)?;
    let seconds = match unit.trim_start() {
        "" => return Err(DurationProblem::NoUnit(number)),
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        other => return Err(DurationProblem::UnknownUnit(super::excerpt::escape(other))),
    };
    let total = number
        .checked_mul(seconds)
        .ok_or(DurationProblem::TooLarge)?;
    Ok(Duration::from_secs(total))
}

/// The shortest text that [`parse`] reads back as the same whole seconds; a rest below a second is dropped.
pub fn print(duration: Duration) -> String {
    let seconds = duration.as_secs();
    for (unit, size) in [("d", 24 * 60 * 60), ("h", 60 * 60), ("m", 60)] {
        // One day is "24h" and ninety minutes are "90m": a count of one reads worse than the smaller unit.
        if seconds > size && seconds.is_multiple_of(size) {
            return format!("{}{unit}", seconds / size);
        }
    }
    format!("{seconds}s")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn units_are_seconds_minutes_hours_and_days() {
        for (text, seconds) in [
            ("0s", 0),
            ("90s", 90),
            ("5m", 300),
            ("24h", 86_400),
            ("2d", 172_800),
            (" 3 m ", 180),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn each_mistake_is_named() {
        assert_eq!(parse("60"), Err(DurationProblem::NoUnit(60)));
        assert_eq!(parse("1y"), Err(DurationProblem::UnknownUnit("y".into())));
        assert_eq!(
            parse("1.5h"),
            Err(DurationProblem::UnknownUnit(".5h".into()))
        );
        assert_eq!(parse("-5s"), Err(DurationProblem::NoNumber));
        assert_eq!(parse(""), Err(DurationProblem::NoNumber));
        assert_eq!(
            parse("99999999999999999999s"),
            Err(DurationProblem::TooLarge)
        );
        assert_eq!(
            parse("18446744073709551615d"),
            Err(DurationProblem::TooLarge)
        );
    }

    #[test]
    fn defaults_print_as_the_documents_write_them() {
        assert_eq!(print(Duration::from_secs(60)), "60s");
        assert_eq!(print(Duration::from_secs(86_400)), "24h");
        assert_eq!(print(Duration::from_secs(300)), "5m");
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(seconds in 0u64..1_000_000_000) {
            let duration = Duration::from_secs(seconds);
            prop_assert_eq!(parse(&print(duration)), Ok(duration));
        }
    }
}
