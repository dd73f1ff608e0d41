//! The production timeline: eleven steps in their canonical order, read from an order's historic.
//!
//! The server's order and times are not to be trusted for sorting (O13): many entries share a time and some are out of
//! order. So the canonical order of the contract decides where a step stands, and what disagrees with it is flagged
//! rather than hidden.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::date::{FlexDate, Zone};
use crate::domain::order::OrderState;
use crate::domain::text::Text;

/// A production step, in canonical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the contract's: ProductionStep")]
pub enum ProductionStep {
    ProductionManagerAssigned,
    OpticalRouteReceived,
    TechnicalVisitPlanned,
    TechnicalVisitCompleted,
    TechnicalVisitReportPublished,
    ConnexionPlanned,
    ConnexionCompleted,
    ServiceConfigured,
    ServiceControlled,
    DeliveryReportPublished,
    InterventionReportPublished,
}

impl ProductionStep {
    /// Every step, first to last.
    pub const ALL: [Self; 11] = [
        Self::ProductionManagerAssigned,
        Self::OpticalRouteReceived,
        Self::TechnicalVisitPlanned,
        Self::TechnicalVisitCompleted,
        Self::TechnicalVisitReportPublished,
        Self::ConnexionPlanned,
        Self::ConnexionCompleted,
        Self::ServiceConfigured,
        Self::ServiceControlled,
        Self::DeliveryReportPublished,
        Self::InterventionReportPublished,
    ];

    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The API's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::ProductionManagerAssigned => "production_manager_assigned",
            Self::OpticalRouteReceived => "optical_route_received",
            Self::TechnicalVisitPlanned => "technical_visit_planned",
            Self::TechnicalVisitCompleted => "technical_visit_completed",
            Self::TechnicalVisitReportPublished => "technical_visit_report_published",
            Self::ConnexionPlanned => "connexion_planned",
            Self::ConnexionCompleted => "connexion_completed",
            Self::ServiceConfigured => "service_configured",
            Self::ServiceControlled => "service_controlled",
            Self::DeliveryReportPublished => "delivery_report_published",
            Self::InterventionReportPublished => "intervention_report_published",
        }
    }

    /// The API's word without its first part where the rest says enough; at most 29 columns.
    pub fn label(self) -> &'static str {
        let word = self.word();
        word.strip_prefix("production_")
            .or_else(|| word.strip_prefix("technical_"))
            .unwrap_or(word)
    }

    /// A short form of at most 13 columns, for lists.
    pub fn short(self) -> &'static str {
        match self {
            Self::ProductionManagerAssigned => "mgr assigned",
            Self::OpticalRouteReceived => "route recd",
            Self::TechnicalVisitPlanned => "visit planned",
            Self::TechnicalVisitCompleted => "visit done",
            Self::TechnicalVisitReportPublished => "visit report",
            Self::ConnexionPlanned => "cnx planned",
            Self::ConnexionCompleted => "cnx done",
            Self::ServiceConfigured => "svc config",
            Self::ServiceControlled => "svc control",
            Self::DeliveryReportPublished => "dlv report",
            Self::InterventionReportPublished => "intv report",
        }
    }

    /// A heading of at most 5 columns, for the timeline that lies on its side.
    pub fn heading(self) -> &'static str {
        match self {
            Self::ProductionManagerAssigned => "mgr",
            Self::OpticalRouteReceived => "route",
            Self::TechnicalVisitPlanned => "vplan",
            Self::TechnicalVisitCompleted => "vdone",
            Self::TechnicalVisitReportPublished => "vrep",
            Self::ConnexionPlanned => "cplan",
            Self::ConnexionCompleted => "cdone",
            Self::ServiceConfigured => "svcfg",
            Self::ServiceControlled => "svctl",
            Self::DeliveryReportPublished => "dlrep",
            Self::InterventionReportPublished => "inrep",
        }
    }

    /// Place in the timeline, from 1 to 11.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Reads the API's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }
}

/// One line of an order's historic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoricEntry {
    /// A production step, an order state, or a word no table lists (O3).
    pub state: HistoricState,
    /// When, as written.
    pub date: Option<FlexDate>,
    /// Why, where a reason was given.
    pub reason: Option<Text>,
}

/// What a line of the historic speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoricState {
    /// A production step.
    Step(ProductionStep),
    /// Anything else: order states, `acknowledged`, `held_adv_validation`, unknown words; shown as it came.
    Lifecycle(Text),
}

impl HistoricState {
    /// Reads the API's word.
    pub fn parse(word: &str) -> Self {
        ProductionStep::parse(word).map_or_else(|| Self::Lifecycle(Text::new(word)), Self::Step)
    }
}

/// The historic of one order in the server's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Historic {
    /// Entries as they came.
    pub entries: Vec<HistoricEntry>,
    /// The answer as it came, for the Raw tab.
    pub raw: Text,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepStatus {
    /// Reached, and a later one too or production is over.
    Done,
    /// The highest step reached while production goes on.
    Live,
    /// Not in the historic although a later one is.
    Skipped,
    /// Not reached yet.
    ToCome,
}

/// One of the eleven lines of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLine {
    /// Which step.
    pub step: ProductionStep,
    /// What became of it.
    pub status: StepStatus,
    /// When it was reached, as written; the last time where it occurs more than once.
    pub since: Option<FlexDate>,
    /// Time until the next step that was reached, or until now for the live one; `None` when a date is missing or the
    /// times run backwards.
    pub dwell: Option<TimeDelta>,
    /// Whether its time or its place in the server's order contradicts the canonical order.
    pub out_of_order: bool,
    /// How often it stands in the historic; more than one means it was redone.
    pub times: usize,
}

/// A lifecycle line around the steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleLine {
    /// The word as it came.
    pub state: Text,
    /// When, as written.
    pub since: Option<FlexDate>,
    /// Why, where a reason was given.
    pub reason: Option<Text>,
}

/// The timeline of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Lifecycle lines the server wrote before the first step, in its order.
    pub before: Vec<LifecycleLine>,
    /// The eleven steps.
    pub steps: [StepLine; ProductionStep::COUNT],
    /// Lifecycle lines the server wrote after the first step, in its order.
    pub after: Vec<LifecycleLine>,
}

impl Timeline {
    /// Reads a historic. `state` says whether production goes on; `now` ends the dwell of the live step.
    pub fn new(
        historic: &[HistoricEntry],
        state: &OrderState,
        now: DateTime<Utc>,
        zone: &Zone,
    ) -> Self {
        let current = current_step(historic);
        let goes_on = state.is_awaiting_delivery();
        let reached: [Option<Reached<'_>>; ProductionStep::COUNT] =
            std::array::from_fn(|index| Reached::find(historic, ProductionStep::ALL[index], zone));
        let end = if goes_on {
            Some(now)
        } else {
            end_of_production(historic, zone)
        };
        let steps = std::array::from_fn(|index| {
            let step = ProductionStep::ALL[index];
            let Some(here) = &reached[index] else {
                let skipped = current.is_some_and(|current| step < current);
                let status = if skipped {
                    StepStatus::Skipped
                } else {
                    StepStatus::ToCome
                };
                return StepLine {
                    step,
                    status,
                    since: None,
                    dwell: None,
                    out_of_order: false,
                    times: 0,
                };
            };
            let next = reached[index + 1..].iter().flatten().next();
            let until = next.map_or(end, |next| next.moment);
            let is_live = goes_on && next.is_none();
            StepLine {
                step,
                status: if is_live {
                    StepStatus::Live
                } else {
                    StepStatus::Done
                },
                since: here.date.cloned(),
                dwell: here
                    .moment
                    .zip(until)
                    .map(|(from, to)| to - from)
                    .filter(|dwell| *dwell >= TimeDelta::zero()),
                out_of_order: reached[..index]
                    .iter()
                    .flatten()
                    .any(|earlier| earlier.contradicts(here)),
                times: here.times,
            }
        });
        let first_step = historic
            .iter()
            .position(|entry| matches!(entry.state, HistoricState::Step(_)));
        let (before, after) = historic.split_at(first_step.unwrap_or(historic.len()));
        Self {
            before: lifecycle(before),
            steps,
            after: lifecycle(after),
        }
    }

    /// The highest step reached.
    pub fn current(&self) -> Option<&StepLine> {
        self.steps.iter().rev().find(|line| line.times > 0)
    }
}

/// The highest step a historic holds: where production stands, whatever the times say.
pub fn current_step(historic: &[HistoricEntry]) -> Option<ProductionStep> {
    historic.iter().filter_map(step_of).max()
}

/// When the highest step was reached.
pub fn current_step_since(historic: &[HistoricEntry]) -> Option<&FlexDate> {
    let current = current_step(historic)?;
    historic
        .iter()
        .rev()
        .find(|entry| step_of(entry) == Some(current))?
        .date
        .as_ref()
}

fn step_of(entry: &HistoricEntry) -> Option<ProductionStep> {
    match entry.state {
        HistoricState::Step(step) => Some(step),
        HistoricState::Lifecycle(_) => None,
    }
}

struct Reached<'a> {
    place: usize,
    date: Option<&'a FlexDate>,
    moment: Option<DateTime<Utc>>,
    times: usize,
}

impl<'a> Reached<'a> {
    fn find(historic: &'a [HistoricEntry], step: ProductionStep, zone: &Zone) -> Option<Self> {
        let times = historic
            .iter()
            .filter(|entry| step_of(entry) == Some(step))
            .count();
        let place = historic
            .iter()
            .rposition(|entry| step_of(entry) == Some(step))?;
        let date = historic[place].date.as_ref();
        Some(Self {
            place,
            date,
            moment: date.and_then(|date| date.moment(zone)),
            times,
        })
    }

    /// Whether a lower step came after this higher one. Times decide where they differ, the server's order where
    /// they are equal or missing.
    fn contradicts(&self, higher: &Self) -> bool {
        match (self.moment, higher.moment) {
            (Some(lower), Some(higher)) if lower != higher => lower > higher,
            _ => self.place > higher.place,
        }
    }
}

/// The moment production was over: when the order became active or ended.
fn end_of_production(historic: &[HistoricEntry], zone: &Zone) -> Option<DateTime<Utc>> {
    let ends = |entry: &&HistoricEntry| match &entry.state {
        HistoricState::Lifecycle(word) => {
            let state = OrderState::parse(word.wire());
            state == OrderState::Active || state.is_final()
        }
        HistoricState::Step(_) => false,
    };
    historic.iter().find(ends)?.date.as_ref()?.moment(zone)
}

fn lifecycle(entries: &[HistoricEntry]) -> Vec<LifecycleLine> {
    let line = |entry: &HistoricEntry| match &entry.state {
        HistoricState::Lifecycle(state) => Some(LifecycleLine {
            state: state.clone(),
            since: entry.date.clone(),
            reason: entry.reason.clone(),
        }),
        HistoricState::Step(_) => None,
    };
    entries.iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(state: &str, date: &str) -> HistoricEntry {
        HistoricEntry {
            state: HistoricState::parse(state),
            date: FlexDate::parse(date),
            reason: None,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_highest_step_is_live_and_its_dwell_runs_until_now() {
        let historic = [
            entry("confirmed", "2025-04-20T09:00:00Z"),
            entry("production_manager_assigned", "2025-04-23T09:00:00Z"),
            entry("optical_route_received", "2025-04-29T09:00:00Z"),
        ];
        let timeline = Timeline::new(
            &historic,
            &OrderState::InProgress,
            at("2025-05-01T09:00:00Z"),
            &Zone::utc(),
        );
        assert_eq!(timeline.steps[0].status, StepStatus::Done);
        assert_eq!(timeline.steps[0].dwell, Some(TimeDelta::days(6)));
        assert_eq!(timeline.steps[1].status, StepStatus::Live);
        assert_eq!(timeline.steps[1].dwell, Some(TimeDelta::days(2)));
        assert_eq!(timeline.steps[2].status, StepStatus::ToCome);
        assert_eq!(timeline.before.len(), 1);
    }

    #[test]
    fn a_missing_step_below_the_current_one_is_skipped_and_dwell_spans_it() {
        let historic = [
            entry("production_manager_assigned", "2025-04-01T00:00:00Z"),
            entry("technical_visit_planned", "2025-04-05T00:00:00Z"),
        ];
        let timeline = Timeline::new(
            &historic,
            &OrderState::InProgress,
            at("2025-04-06T00:00:00Z"),
            &Zone::utc(),
        );
        assert_eq!(timeline.steps[1].status, StepStatus::Skipped);
        assert_eq!(timeline.steps[0].dwell, Some(TimeDelta::days(4)));
    }

    #[test]
    fn a_step_that_came_before_a_lower_one_is_out_of_order() {
        let historic = [
            entry("technical_visit_planned", "2025-04-05T00:00:00Z"),
            entry("optical_route_received", "2025-04-08T00:00:00Z"),
        ];
        let timeline = Timeline::new(
            &historic,
            &OrderState::InProgress,
            at("2025-04-09T00:00:00Z"),
            &Zone::utc(),
        );
        assert!(timeline.steps[2].out_of_order);
        assert!(!timeline.steps[1].out_of_order);
        assert_eq!(timeline.steps[1].dwell, None, "times run backwards");
        assert_eq!(
            timeline.current().unwrap().step,
            ProductionStep::TechnicalVisitPlanned
        );
    }

    #[test]
    fn equal_times_in_the_right_order_are_not_flagged() {
        let historic: Vec<_> = ProductionStep::ALL
            .iter()
            .map(|step| entry(step.word(), "2025-06-03T18:37:08+02:00"))
            .collect();
        let timeline = Timeline::new(
            &historic,
            &OrderState::Active,
            at("2025-07-01T00:00:00Z"),
            &Zone::utc(),
        );
        assert!(
            timeline
                .steps
                .iter()
                .all(|line| !line.out_of_order && line.status == StepStatus::Done)
        );
    }

    #[test]
    fn a_delivered_order_has_no_live_step() {
        let historic = [
            entry("intervention_report_published", "2025-06-03T18:37:08Z"),
            entry("active", "2025-06-04T18:37:08Z"),
        ];
        let timeline = Timeline::new(
            &historic,
            &OrderState::Active,
            at("2025-09-01T00:00:00Z"),
            &Zone::utc(),
        );
        assert_eq!(timeline.steps[10].status, StepStatus::Done);
        assert_eq!(timeline.steps[10].dwell, Some(TimeDelta::days(1)));
        assert_eq!(timeline.after[0].state.line(), "active");
    }

    #[test]
    fn unknown_states_are_kept_raw() {
        let historic = [
            entry("held_adv_validation", "2025-06-03"),
            entry("somewhere_new", "2025-06-03"),
        ];
        let timeline = Timeline::new(
            &historic,
            &OrderState::InProgress,
            at("2025-06-04T00:00:00Z"),
            &Zone::utc(),
        );
        let words: Vec<_> = timeline
            .before
            .iter()
            .map(|line| line.state.line())
            .collect();
        assert_eq!(words, ["held_adv_validation", "somewhere_new"]);
        assert!(timeline.current().is_none());
    }

    proptest! {
        #[test]
        fn no_entry_is_lost_and_at_most_one_step_is_live(
            picks in proptest::collection::vec((0_usize..14, 0_i64..1_000), 0..40),
        ) {
            let words: Vec<&str> = ProductionStep::ALL.iter().map(|step| step.word())
                .chain(["confirmed", "active", "odd"]).collect();
            let historic: Vec<_> = picks.iter().map(|(word, hour)| {
                let date = at("2025-01-01T00:00:00Z") + TimeDelta::hours(*hour);
                entry(words[*word], &date.to_rfc3339())
            }).collect();
            let timeline = Timeline::new(&historic, &OrderState::InProgress, at("2026-01-01T00:00:00Z"), &Zone::utc());
            let told: usize = timeline.steps.iter().map(|line| line.times).sum::<usize>()
                + timeline.before.len() + timeline.after.len();
            prop_assert_eq!(told, historic.len());
            let live = timeline.steps.iter().filter(|line| line.status == StepStatus::Live).count();
            prop_assert_eq!(live, usize::from(current_step(&historic).is_some()));
            let order: Vec<_> = timeline.steps.iter().map(|line| line.step).collect();
            prop_assert_eq!(order, ProductionStep::ALL.to_vec());
        }
    }
}
