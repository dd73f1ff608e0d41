//! Decides which faults strike a request. Draws come from the scenario's seed in the order of arrival, so a run can be
//! repeated; acting on a fault is the gate's work.

use super::dice::Dice;
use super::scenario::{Fault, FaultRule};

/// The rules in force with what they have done so far.
#[derive(Debug)]
pub(super) struct Faults {
    dice: Dice,
    rules: Vec<(FaultRule, Tally)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    seen: u64,
    struck: u64,
}

/// The faults that strike one request, with their amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Struck(Vec<(Fault, Option<u64>)>);

impl Struck {
    /// Whether this fault strikes.
    pub(super) fn has(&self, fault: Fault) -> bool {
        self.0.iter().any(|(kind, _)| *kind == fault)
    }

    /// The amount of a fault that strikes, or `usual` where its rule names none.
    pub(super) fn amount(&self, fault: Fault, usual: u64) -> Option<u64> {
        self.0
            .iter()
            .find(|(kind, _)| *kind == fault)
            .map(|(_, amount)| amount.unwrap_or(usual))
    }
}

impl Faults {
    /// Rules that draw from `seed`.
    pub(super) fn new(seed: u64, rules: Vec<FaultRule>) -> Self {
        let rules = rules
            .into_iter()
            .map(|rule| (rule, Tally::default()))
            .collect();
        Self {
            dice: Dice::of(seed, 0, 0xFA17),
            rules,
        }
    }

    /// Replaces the rules; their counters start at zero, the draws go on.
    pub(super) fn replace(&mut self, rules: Vec<FaultRule>) {
        self.rules = rules
            .into_iter()
            .map(|rule| (rule, Tally::default()))
            .collect();
    }

    /// Draws the faults of one request; `route` is its method and template.
    pub(super) fn strike(&mut self, route: &str, is_write: bool) -> Struck {
        let template = route
            .split_once(' ')
            .map_or(route, |(_, template)| template);
        let mut struck = Vec::new();
        for (rule, tally) in &mut self.rules {
            let only = rule.route.as_deref();
            if only.is_some_and(|only| only != route && only != template)
                || (rule.kind.needs_write() && !is_write)
            {
                continue;
            }
            tally.seen += 1;
            let is_turn = rule.nth.is_none_or(|nth| nth == tally.seen);
            let is_left = rule.count.is_none_or(|count| tally.struck < count);
            if is_turn && is_left && self.dice.fraction() < rule.probability {
                tally.struck += 1;
                struck.push((rule.kind, rule.amount));
            }
        }
        Struck(struck)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strikes(faults: &mut Faults, requests: usize) -> usize {
        (0..requests)
            .filter(|_| faults.strike("GET /a/", false).has(Fault::Reset))
            .count()
    }

    #[test]
    fn a_rule_can_be_held_to_a_turn_a_count_and_a_route() {
        let reset = || FaultRule::new(Fault::Reset);
        let mut third = Faults::new(1, vec![reset().nth(3)]);
        let hits: Vec<bool> = (0..5)
            .map(|_| third.strike("GET /a/", false).has(Fault::Reset))
            .collect();
        assert_eq!(hits, [false, false, true, false, false]);
        assert_eq!(strikes(&mut Faults::new(1, vec![reset().times(2)]), 9), 2);
        assert_eq!(strikes(&mut Faults::new(1, vec![reset().on("/b/")]), 9), 0);
        assert_eq!(strikes(&mut Faults::new(1, vec![reset().on("/a/")]), 9), 9);
        let patched = || vec![reset().on("PATCH /a/")];
        assert_eq!(strikes(&mut Faults::new(1, patched()), 9), 0);
        assert!(
            Faults::new(1, patched())
                .strike("PATCH /a/", true)
                .has(Fault::Reset)
        );
        assert_eq!(
            strikes(&mut Faults::new(1, vec![reset().probability(0.0)]), 50),
            0
        );
    }

    #[test]
    fn chance_comes_from_the_seed() {
        let run = |seed| {
            let mut faults = Faults::new(seed, vec![FaultRule::new(Fault::Reset).probability(0.3)]);
            (0..200)
                .map(|_| faults.strike("GET /a/", false).has(Fault::Reset))
                .collect::<Vec<_>>()
        };
        assert_eq!(run(4), run(4));
        assert_ne!(run(4), run(5));
        let count = run(4).into_iter().filter(|hit| *hit).count();
        assert!((35..85).contains(&count), "{count} of 200");
    }

    #[test]
    fn faults_after_a_write_spare_reads() {
        let mut faults = Faults::new(1, vec![FaultRule::new(Fault::LostAnswer).nth(1)]);
        assert!(!faults.strike("GET /a/", false).has(Fault::LostAnswer));
        assert!(faults.strike("PATCH /a/", true).has(Fault::LostAnswer));
    }
}
