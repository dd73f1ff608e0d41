//! The delay to a delivery, as the API words it: `T0 + 33 SEMAINES` (E16).

use std::fmt;

use crate::domain::fold::fold;
use crate::domain::text::Text;

/// How long a delivery takes from the order on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    count: u32,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Days,
    Weeks,
    Months,
}

impl Delay {
    /// Reads one; `None` where the words are others.
    pub fn parse(text: &Text) -> Option<Self> {
        let folded = fold(text.line());
        let rest = folded.trim().strip_prefix("t0")?.trim_start();
        let rest = rest.strip_prefix('+')?.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = rest.split_at(digits);
        let unit = match unit.trim() {
            "j" | "jour" | "jours" => Unit::Days,
            "s" | "sem" | "semaine" | "semaines" | "w" => Unit::Weeks,
            "m" | "mois" => Unit::Months,
            _ => return None,
        };
        let count = count.parse().ok()?;
        Some(Self { count, unit })
    }

    /// About how many days, to compare by.
    pub fn days(self) -> i64 {
        let days = match self.unit {
            Unit::Days => 1,
            Unit::Weeks => 7,
            Unit::Months => 30,
        };
        i64::from(self.count) * days
    }
}

impl fmt::Display for Delay {
    /// `33w`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "d",
            Unit::Weeks => "w",
            Unit::Months => "mo",
        };
        write!(f, "{}{unit}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e16_delays_are_read_where_they_can_be() {
        let told = |text: &str| Delay::parse(&Text::new(text)).map(|delay| delay.to_string());
        assert_eq!(told("T0 + 33 SEMAINES").as_deref(), Some("33w"));
        assert_eq!(told(" t0+6 mois ").as_deref(), Some("6mo"));
        assert_eq!(told("T0 + 10 JOURS").as_deref(), Some("10d"));
        for odd in [
            "",
            "bientôt",
            "T0",
            "T0 + SEMAINES",
            "T0 + 99999999999 JOURS",
            "2026-05-01",
        ] {
            assert_eq!(told(odd), None, "{odd}");
        }
        let days = |text: &str| Delay::parse(&Text::new(text)).map(Delay::days);
        assert!(days("T0 + 33 SEMAINES") > days("T0 + 7 MOIS"));
    }
}
