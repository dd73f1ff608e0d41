//! Under which names an offer's values are looked for.
//!
//! A name is cut into its words: `monthly_price`, `price-monthly` and `monthlyPrice` are the same two. Words that only say
//! that it is money (`price`, `amount`, `montant`, `ht`, `eur` …) do not count beside one that says which money.
//!
//! | value | names |
//! |---|---|
//! | key | `product_id`; else `product_offering_id`, `offering_id`, `offer_id`, `product`, `product_offering`, `id` of a `product`; else `id`; else `code` of a `product` |
//! | name | `name`, `label`, `title`, `libelle`, `designation`, `nom`, alone or with `product`, `offer`, `offering`; `offer`; `description` |
//! | state | `state`, `status`, `statut`, `etat`, alone or with `offer`, `price`; else the flags `accepted`, `refused`, `declined`, `rejected`, `expired`, also with `is` |
//! | monthly | `monthly`, `recurring`, `mensuel`, `mensualite`, `mrc`, `abonnement`; `month` or `mois` with a word for money; `total` beside these; `price` alone, unless `recurring` is false or `period` is not a month |
//! | fas | `fas`, `frais_acces_service`, `service_access` |
//! | far | `far`, `frais_acces_reseau`, `network_access` |
//! | term | `commitment`, `engagement`, `term`, `duration`, `duree`, `months`, also with `contract`, `minimum`, `months` |
//! | bandwidth | `bandwidth`, `bandwidthe`, `debit`, `speed`, also with `max`, `guarantee`, `up`, `down`, `mbps` |
//! | comment | `comment`, `commentaire`, `reason`, `motif`, also with `decline`, `refusal` |
//!
//! `setup`, `installation`, `connection` and the like could be either fee or both, `total` alone and `annual` could be
//! anything: they are not read.

/// What a member of an offer tells. The order is that of preference where the first one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    Key(Key),
    /// A lower one is preferred.
    Name(u8),
    State,
    Flag(Verdict),
    Comment,
    Bandwidth,
    Term,
    Fas,
    Far,
    Monthly,
    /// Money, without a word on which.
    Price,
    /// What a price is for: a month, a year.
    Period,
}

impl Meaning {
    pub(super) fn is_amount(self) -> bool {
        matches!(self, Self::Fas | Self::Far | Self::Monthly | Self::Price)
    }
}

/// How well a name tells that its value is the key, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// The very name that accept, decline and restore use.
    Exact,
    /// Another name of the same key (E18).
    Offering,
    /// It could be the key of the answer itself.
    Bare,
    /// A code of the catalogue (G14).
    Code,
}

impl Key {
    pub(super) const ALL: [Self; 4] = [Self::Exact, Self::Offering, Self::Bare, Self::Code];
}

/// A state told by a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    Accepted,
    Refused,
    Expired,
}

impl Verdict {
    pub(super) const ALL: [Self; 3] = [Self::Accepted, Self::Refused, Self::Expired];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }
}

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// In the offer itself.
    Offer,
    /// In an object that describes the product.
    Product,
    /// In an object about this amount; a price may be several.
    Amount(Meaning),
    /// In an object of several amounts, each with its name.
    Amounts,
}

/// Words that make it money, beside whatever else is said.
const MONEY: &[&str] = &[
    "price", "prices", "pricing", "amount", "amounts", "prix", "montant", "montants", "tarif",
    "tariff", "cost", "costs",
];
/// Words that change nothing about which money it is.
const BESIDE_MONEY: &[&str] = &[
    "fee", "fees", "charge", "charges", "value", "ht", "eur", "euro", "euros", "per", "par",
    "offer", "quote", "quoted", "is",
];
/// Objects that hold several amounts.
const SEVERAL: &[&str] = &["fees", "charges", "frais"];
const PRODUCT: &[&str] = &["product", "offer", "offering"];

/// The kind of object a member holds, if its inside is worth reading.
pub(super) fn around(key: &str) -> Option<Where> {
    let words = words(key);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    if !words.is_empty() && words.iter().all(|word| PRODUCT.contains(word)) {
        return Some(Where::Product);
    }
    let are_several =
        matches!(words.as_slice(), [word] if is_in(word, SEVERAL)) || words == ["one", "time"];
    amount(&words)
        .map(Where::Amount)
        .or_else(|| are_several.then_some(Where::Amounts))
}

/// What a member tells, if anything.
pub(super) fn meaning(key: &str, place: Where) -> Option<Meaning> {
    let words = words(key);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match place {
        Where::Offer => self::key(&words, place)
            .map(Meaning::Key)
            .or_else(|| state(&words))
            .or_else(|| described(&words))
            .or_else(|| amount(&words)),
        // A product's state is not the offer's.
        Where::Product => self::key(&words, place)
            .map(Meaning::Key)
            .or_else(|| of_product(described(&words)?))
            .or_else(|| amount(&words)),
        Where::Amount(outer) => inner(&words, outer),
        Where::Amounts => named_amount(&telling(&words), true),
    }
}

fn key(words: &[&str], place: Where) -> Option<Key> {
    match (words, place) {
        (["product", "id"], _) => Some(Key::Exact),
        (["product", "offering", "id"] | ["offering" | "offer", "id"], _)
        | (["product"] | ["product", "offering"], Where::Offer)
        | (["id"], Where::Product) => Some(Key::Offering),
        (["id"], _) => Some(Key::Bare),
        (["code"], Where::Product) => Some(Key::Code),
        _ => None,
    }
}

/// What a product says of itself: its name counts after all names of the offer, its comments are not on the offer.
fn of_product(described: Meaning) -> Option<Meaning> {
    match described {
        Meaning::Name(rank) => Some(Meaning::Name(rank.saturating_add(8))),
        Meaning::Comment => None,
        other => Some(other),
    }
}

fn state(words: &[&str]) -> Option<Meaning> {
    match words {
        ["offer" | "price", rest] | [rest]
            if is_in(rest, &["state", "status", "statut", "etat"]) =>
        {
            Some(Meaning::State)
        }
        ["is", rest] | [rest] => match *rest {
            "accepted" => Some(Meaning::Flag(Verdict::Accepted)),
            "refused" | "declined" | "rejected" => Some(Meaning::Flag(Verdict::Refused)),
            "expired" => Some(Meaning::Flag(Verdict::Expired)),
            _ => None,
        },
        _ => None,
    }
}

fn described(words: &[&str]) -> Option<Meaning> {
    const NAMES: &[&str] = &["name", "label", "title", "libelle", "designation", "nom"];
    if let ["offer" | "offering"] = words {
        return Some(Meaning::Name(2));
    }
    if words == ["description"] {
        return Some(Meaning::Name(3));
    }
    let says = |telling: &[&str], beside: &[&str]| {
        words.iter().any(|word| is_in(word, telling))
            && words
                .iter()
                .all(|word| is_in(word, telling) || is_in(word, beside))
    };
    if says(NAMES, PRODUCT) {
        return Some(Meaning::Name(u8::from(words.len() > 1)));
    }
    if says(
        &["comment", "comments", "commentaire", "reason", "motif"],
        &["decline", "declined", "refusal", "refused", "refus"],
    ) {
        return Some(Meaning::Comment);
    }
    if says(
        &["bandwidth", "bandwidthe", "debit", "speed"],
        &[
            "max",
            "maximum",
            "min",
            "guarantee",
            "guaranteed",
            "garanti",
            "up",
            "down",
            "mbps",
        ],
    ) {
        return Some(Meaning::Bandwidth);
    }
    if says(
        &["commitment", "engagement", "term", "duration", "duree"],
        &[
            "contract", "contrat", "minimum", "min", "de", "in", "months", "month", "mois",
            "period",
        ],
    ) || words == ["months"]
    {
        return Some(Meaning::Term);
    }
    let is_period = says(
        &["period", "periodicity", "periodicite", "frequency"],
        &["billing", "price"],
    );
    is_period.then_some(Meaning::Period)
}

/// Which money a name means.
fn amount(words: &[&str]) -> Option<Meaning> {
    let is_money = words.iter().any(|word| is_in(word, MONEY));
    match telling(words).as_slice() {
        [] if is_money => Some(Meaning::Price),
        telling => named_amount(telling, is_money),
    }
}

/// An amount inside an object of amounts: one with a name of its own, or the one that the object is about. An object
/// about one amount holds no other.
fn inner(words: &[&str], outer: Meaning) -> Option<Meaning> {
    let named = match telling(words).as_slice() {
        [] => Some(outer),
        telling => named_amount(telling, true),
    };
    match outer {
        Meaning::Price => {
            named.or_else(|| described(words).filter(|meaning| *meaning == Meaning::Period))
        }
        _ => named.filter(|named| *named == outer),
    }
}

/// The words that say which money it is.
fn telling<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let is_telling = |word: &&&str| !is_in(word, MONEY) && !is_in(word, BESIDE_MONEY);
    words.iter().filter(is_telling).copied().collect()
}

fn named_amount(telling: &[&str], is_money: bool) -> Option<Meaning> {
    match telling {
        ["fas"] | ["service", "access"] | ["frais", "acces", "service"] => Some(Meaning::Fas),
        ["far"] | ["network", "access"] | ["frais", "acces", "reseau"] => Some(Meaning::Far),
        ["total", word] | [word, "total"] | [word] if is_monthly(word, is_money) => {
            Some(Meaning::Monthly)
        }
        _ => None,
    }
}

fn is_monthly(word: &str, is_money: bool) -> bool {
    match word {
        "monthly" | "recurring" | "recurrent" | "mensuel" | "mensuelle" | "mensualite" | "mrc"
        | "abonnement" => true,
        "month" | "mois" => is_money,
        _ => false,
    }
}

/// Whether a period is a month, as far as its first letters tell.
pub(super) fn is_month(period: &str) -> bool {
    let period = period.trim().to_lowercase();
    period == "p1m"
        || ["month", "mens", "mois"]
            .iter()
            .any(|month| period.starts_with(month))
}

fn is_in(word: &str, list: &[&str]) -> bool {
    list.contains(&word)
}

/// The words of a key in lower case: cut where a letter or digit is none, and before a capital that begins a word.
fn words(key: &str) -> Vec<String> {
    let letters: Vec<char> = key.chars().take(64).collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let begins = letter.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase())
                || letters
                    .get(at + 1)
                    .is_some_and(|after| after.is_lowercase()));
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphanumeric(), words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
