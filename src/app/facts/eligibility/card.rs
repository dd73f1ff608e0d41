//! What a row is found and sorted by, kept from change to change: of a request, what it and its sites tell together.

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::entities::eligibility::{Eligibility, KnownItem, KnownRequest};
use crate::app::entities::orders::RowId;
use crate::app::facts::texts::Texts;
use crate::app::query::{Extent, Fact};
use crate::domain::date::{FlexDate, Zone};
use crate::domain::eligibility::QualificationState;
use crate::domain::lenient::{Lenient, Mbps};
use crate::domain::text::Text;

/// Places of the folded texts of a row.
pub(super) const REFERENCE: usize = 0;
pub(super) const KEY: usize = 1;
pub(super) const PROJECT: usize = 2;
const USER: usize = 3;
const BUILDING: usize = 4;
const ADDRESS: usize = 5;
/// Of a site, the key of its request.
const REQUEST: usize = 6;
const TEXTS: usize = 7;

/// The states in which a site is over.
const ENDS: &str = "done.ready\ndone.unable_to_provide\nterminated_with_error";

/// What stands between the texts of two sites of a request.
const BETWEEN: &str = " | ";

/// Texts of a row, and whether they are all.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    text: String,
    extent: Extent,
}

/// Numbers of a row, and whether they are all.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    values: Vec<i64>,
    /// What could not be read as a number.
    raw: String,
    extent: Extent,
}

impl Lines {
    /// Of values, each written once; those of a part nobody read are missing.
    fn new<'a>(values: impl Iterator<Item = &'a str>, extent: Extent) -> Self {
        let mut text = String::new();
        for value in values.filter(|value| !value.is_empty()) {
            if text.lines().all(|known| known != value) {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(value);
            }
        }
        Self { text, extent }
    }

    pub(super) fn fact(&self) -> Fact<'_> {
        Fact::Lines(&self.text, self.extent)
    }

    /// The first of them.
    fn first(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }
}

impl Numbers {
    fn new<'a>(values: impl Iterator<Item = Result<i64, &'a str>>, is_whole: bool) -> Self {
        let mut numbers = Self {
            values: Vec::new(),
            raw: String::new(),
            extent: extent(is_whole),
        };
        for value in values {
            match value {
                Ok(value) => numbers.values.push(value),
                Err(raw) => raw.clone_into(&mut numbers.raw),
            }
        }
        numbers.values.sort_unstable();
        numbers.values.dedup();
        numbers
    }

    /// What cannot be read is a value all the same.
    pub(super) fn fact(&self) -> Fact<'_> {
        if self.values.is_empty() && !self.raw.is_empty() {
            return Fact::Raw([&self.raw, ""]);
        }
        Fact::Numbers(&self.values, self.extent)
    }
}

fn extent(is_whole: bool) -> Extent {
    if is_whole {
        Extent::Whole
    } else {
        Extent::Part
    }
}

/// What a row is found by.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) states: Lines,
    pub(super) zones: Lines,
    pub(super) densities: Lines,
    pub(super) technologies: Lines,
    pub(super) families: Lines,
    pub(super) buildings: Lines,
    pub(super) addresses: Lines,
    pub(super) bandwidths: Numbers,
    pub(super) offers: Numbers,
    /// Days left of what is guaranteed.
    pub(super) days: Numbers,
    pub(super) is_project_told: bool,
    pub(super) made_at: Option<DateTime<Utc>>,
    /// Whether no answer to come tells when it was made.
    pub(super) is_age_told: bool,
    /// Place of the state in its life.
    rank: usize,
    /// Days of the shortest delay to a delivery.
    delay: Option<i64>,
    /// Offers of all sites together, where that is known.
    total: Option<usize>,
    sites: Option<usize>,
}

/// What cards are made with.
#[derive(Clone, Copy)]
struct Maker<'a> {
    table: &'a Eligibility,
    zone: &'a Zone,
    today: NaiveDate,
}

impl<'a> Maker<'a> {
    fn of_request(self, request: &'a KnownRequest) -> Card {
        let items: Vec<_> = self.table.items_of(request).collect();
        let is_read = request.detail.read_at().is_some();
        let own = request.request.state.as_ref();
        Card {
            made_at: self.made_at(request.request.creation_date.as_ref(), request),
            is_age_told: is_read,
            rank: rank(request.request.state.as_ref()),
            total: self.table.offers_of(request),
            sites: self.table.sites_of(request).map(|(_, all)| all),
            ..self.of_items(&items, own, is_read)
        }
    }

    fn of_item(self, item: &'a KnownItem) -> Card {
        let request = self.table.request_of(item);
        let made_at = item.item.creation_date.as_ref();
        let made_at = made_at.and_then(|date| date.moment(self.zone));
        let of_request =
            |request: &KnownRequest| self.made_at(request.request.creation_date.as_ref(), request);
        Card {
            is_project_told: request.is_some(),
            made_at: made_at.or_else(|| of_request(request?)),
            is_age_told: request.is_some_and(|it| it.detail.read_at().is_some()),
            rank: rank(item.item.state.as_ref()),
            total: item.offers().map(<[_]>::len),
            ..self.of_items(&[item], None, true)
        }
    }

    /// When a request was made; one that Covage told no date of, when it was sent.
    fn made_at(self, told: Option<&FlexDate>, request: &KnownRequest) -> Option<DateTime<Utc>> {
        let told = told.and_then(|date| date.moment(self.zone));
        told.or_else(|| Some(request.asked.as_ref()?.at))
    }

    /// What sites tell together. `are_all` says that there are no others.
    fn of_items(
        self,
        items: &[&'a KnownItem],
        own: Option<&'a QualificationState>,
        are_all: bool,
    ) -> Card {
        // What a detail leaves out is not there.
        let is_told = |value: fn(&KnownItem) -> bool| {
            let is_told = |item: &&&KnownItem| item.detail.read_at().is_some() || value(item);
            are_all && items.iter().filter(is_told).count() == items.len()
        };
        // Alone, a site does not tell its offers (E3).
        let has_offers = |item: &&KnownItem| {
            let request = self.table.request_of(item);
            item.offers().is_some() || request.is_some_and(|it| it.detail.read_at().is_some())
        };
        let known = || items.iter().map(|item| &item.item);
        let states = known().filter_map(|item| Some(item.state.as_ref()?.word()));
        let ends = match own {
            _ if is_told(|it| it.item.state.is_some()) => Extent::Whole,
            // A request is not over before its sites are (E24).
            Some(own) if own.is_final() => Extent::PartOf(ENDS),
            _ => Extent::Part,
        };
        let zones = known().flat_map(|item| item.zones.iter().map(|of| &of.value));
        let zones = zones.chain(known().filter_map(|item| item.tarif_zone.as_ref()));
        let densities = known().filter_map(|item| item.density.as_ref());
        let technologies = known().flat_map(|item| item.technologies.iter().flatten());
        // Within a request a site does not tell them (E3), but its offers do.
        let of_offers = items.iter().filter_map(|item| item.offers()).flatten();
        let technologies = technologies.chain(of_offers.filter_map(|it| it.technology.as_ref()));
        let families = items.iter().flat_map(|item| item.families());
        let buildings = known().filter_map(|item| item.site.building_ref.as_ref());
        let addresses = items.iter().filter_map(|item| item.address());
        let lines = |texts: &mut dyn Iterator<Item = &'a Text>, is_whole| {
            Lines::new(texts.map(Text::line), extent(is_whole))
        };
        let mut days = known().filter_map(|item| item.guaranteed_until_date.as_ref());
        let day = |date: &'a FlexDate| match (date.day(self.zone), date) {
            (Some(day), _) => Ok((day - self.today).num_days()),
            (None, FlexDate::Raw(text)) => Err(text.line()),
            (None, _) => Err("?"),
        };
        let bandwidths = known().filter_map(|item| item.bandwidth_max.as_ref());
        let bandwidth = |told: &'a Lenient<_>| match told {
            Lenient::Value(Mbps(mbps)) => Ok(i64::from(*mbps)),
            Lenient::Raw(text) => Err(text.line()),
        };
        let offers = items.iter().filter_map(|item| item.offers());
        let offers = offers.map(|offers| Ok(i64::try_from(offers.len()).unwrap_or(i64::MAX)));
        Card {
            states: Lines::new(
                own.into_iter()
                    .map(crate::domain::eligibility::QualificationState::word)
                    .chain(states),
                ends,
            ),
            zones: lines(&mut { zones }, is_told(|_| false)),
            densities: lines(&mut { densities }, is_told(|it| it.item.density.is_some())),
            technologies: lines(
                &mut { technologies },
                is_told(|it| it.item.technologies.is_some()),
            ),
            families: lines(&mut { families }, is_told(|_| false)),
            buildings: lines(
                &mut { buildings },
                is_told(|it| it.item.site.building_ref.is_some()),
            ),
            addresses: lines(&mut { addresses }, is_told(|it| it.address().is_some())),
            bandwidths: Numbers::new(
                bandwidths.map(bandwidth),
                is_told(|it| it.item.bandwidth_max.is_some()),
            ),
            offers: Numbers::new(offers, are_all && items.iter().all(has_offers)),
            days: Numbers::new(
                days.by_ref().map(day),
                is_told(|it| it.item.guaranteed_until_date.is_some()),
            ),
            is_project_told: true,
            made_at: None,
            is_age_told: true,
            rank: 0,
            delay: items
                .iter()
                .filter_map(|item| Some(item.shortest_delay()?.days()))
                .min(),
            total: None,
            sites: None,
        }
    }
}

fn rank(state: Option<&QualificationState>) -> usize {
    state.map_or(0, QualificationState::rank)
}

/// Cards of rows, requests and sites alike.
#[derive(Clone, Debug, Default)]
pub struct EligibilityCards {
    texts: Texts<TEXTS>,
    cards: Vec<Card>,
}

impl EligibilityCards {
    /// Takes in rows that differ, and every row that is new.
    pub fn take(
        &mut self,
        touched: &[RowId],
        table: &Eligibility,
        (zone, today): (&Zone, NaiveDate),
    ) {
        let maker = Maker { table, zone, today };
        for row in touched {
            if (row.0 as usize) < self.cards.len() {
                self.set(*row, maker);
            }
        }
        while table.row(RowId::at(self.cards.len())).is_some() {
            self.set(RowId::at(self.cards.len()), maker);
        }
    }

    /// Days are told in another zone, or another day began.
    pub fn take_all(&mut self, table: &Eligibility, day: (&Zone, NaiveDate)) {
        let all: Vec<_> = (0..self.cards.len()).map(RowId::at).collect();
        self.take(&all, table, day);
    }

    fn set(&mut self, row: RowId, maker: Maker<'_>) {
        let table = maker.table;
        let mut texts = [""; TEXTS];
        let card = match (table.request_at(row), table.item_at(row)) {
            (Some(request), _) => {
                texts[REFERENCE] = line(request.own_reference());
                texts[KEY] = request.request.id.text().line();
                texts[PROJECT] = line(request.project());
                texts[USER] = line(request.request.user.as_ref());
                maker.of_request(request)
            }
            (None, Some(item)) => {
                let request = table.request_of(item);
                texts[REFERENCE] = line(request.and_then(KnownRequest::own_reference));
                texts[KEY] = item.item.id.text().line();
                texts[PROJECT] = line(request.and_then(KnownRequest::project));
                texts[USER] = line(item.item.user.as_ref());
                texts[REQUEST] = item.request.as_ref().map_or("", |id| id.text().line());
                maker.of_item(item)
            }
            (None, None) => maker.of_items(&[], None, true),
        };
        let buildings = card.buildings.text.replace('\n', BETWEEN);
        let addresses = card.addresses.text.replace('\n', BETWEEN);
        texts[BUILDING] = &buildings;
        texts[ADDRESS] = &addresses;
        self.texts.set(row.0 as usize, texts);
        match self.cards.get_mut(row.0 as usize) {
            Some(known) => *known = card,
            None => self.cards.push(card),
        }
    }

    pub(super) fn get(&self, row: RowId) -> Option<&Card> {
        self.cards.get(row.0 as usize)
    }

    pub(super) fn text(&self, row: RowId, place: usize) -> &str {
        self.texts.value(row.0 as usize, place)
    }

    pub(super) fn searched(&self, row: RowId) -> &str {
        self.texts.row(row.0 as usize)
    }

    /// The folded reference of a request, else its key. Of a site, its building.
    pub(crate) fn reference(&self, row: RowId) -> &str {
        let is_item = !self.text(row, REQUEST).is_empty();
        let names = [
            if is_item { BUILDING } else { REFERENCE },
            REFERENCE,
            BUILDING,
            KEY,
        ];
        let names = names.into_iter().map(|place| self.text(row, place));
        let mut names = names.filter(|name| !name.is_empty());
        names.next().unwrap_or_default()
    }

    pub(crate) fn key(&self, row: RowId) -> &str {
        self.text(row, KEY)
    }

    pub(crate) fn project(&self, row: RowId) -> &str {
        self.text(row, PROJECT)
    }

    pub(crate) fn user(&self, row: RowId) -> &str {
        self.text(row, USER)
    }

    pub(crate) fn building(&self, row: RowId) -> &str {
        self.text(row, BUILDING)
    }

    pub(crate) fn address(&self, row: RowId) -> &str {
        self.text(row, ADDRESS)
    }

    pub(crate) fn rank(&self, row: RowId) -> Option<usize> {
        self.get(row).map(|card| card.rank)
    }

    pub(crate) fn sites(&self, row: RowId) -> Option<usize> {
        self.get(row)?.sites
    }

    pub(crate) fn offers(&self, row: RowId) -> Option<usize> {
        self.get(row)?.total
    }

    pub(crate) fn delay(&self, row: RowId) -> Option<i64> {
        self.get(row)?.delay
    }

    pub(crate) fn bandwidth(&self, row: RowId) -> Option<i64> {
        self.get(row)?.bandwidths.values.last().copied()
    }

    pub(crate) fn days_left(&self, row: RowId) -> Option<i64> {
        self.get(row)?.days.values.first().copied()
    }

    pub(crate) fn density(&self, row: RowId) -> Option<&str> {
        Some(self.get(row)?.densities.first())
    }

    pub(crate) fn zone(&self, row: RowId) -> Option<&str> {
        Some(self.get(row)?.zones.first())
    }

    pub(crate) fn made_at(&self, row: RowId) -> Option<DateTime<Utc>> {
        self.get(row)?.made_at
    }
}

fn line(text: Option<&Text>) -> &str {
    text.map_or("", Text::line)
}
