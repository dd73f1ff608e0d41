//! What is shown: one line for each picture.

/// One thing that is typed, and what the screen then has to match.
type Step = (&'static str, &'static str);

/// A picture.
#[derive(Debug)]
pub(crate) struct Scene {
    /// Name of its files.
    pub(crate) name: &'static str,
    /// What a person who cannot see it is told.
    pub(crate) title: &'static str,
    /// Columns and rows.
    pub(crate) size: (u16, u16),
    /// The theme; `light` gives a light window.
    pub(crate) theme: &'static str,
    /// More flags, between blanks.
    pub(crate) flags: &'static str,
    /// What is typed, and the regular expression that the screen then has to match.
    pub(crate) steps: &'static [Step],
}

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);
const LARGE: (u16, u16) = (200, 60);

/// What is in production and due soon, the most urgent first; then what happened meanwhile, when the play is over.
const URGENT: &[Step] = &[
    ("/slack:-30..60 step>=1\rosgjjj", r"\d+/240"),
    ("\\R\\", r"\+5"),
];
/// Everything that is open, the newest first, and the same news.
const OPEN: &[Step] = &[
    (
        "/state:confirmed,in_progress slack>=-120\rgjjjjjjjjjjjjj",
        r"\d+/240",
    ),
    ("\\R\\", r"\+5"),
];
/// A filter that finds something, and one more word that cannot be read.
const UNREADABLE: &[Step] = &[
    ("/slack<=30 state:in_progress\r", r"\d+/240"),
    ("/\x1b[200~ stat:active\x1b[201~", "there is no field"),
];

/// The lines that can be answered, the one that ends first on top, with its offers.
const READY: Step = ("2/state:ready\rg", r"(?s)\d+/\d+.*prices read");
/// Those with several offers.
const SEVERAL: Step = ("2/state:ready ready>1\rg", r"(?s)\d+/\d+.*prices read");
/// The dialog before an offer of it is declined.
const DECLINING: Step = ("d", r"\[ok\] still as shown");
/// The dialog before an accept, all but its last key typed.
const ACCEPT: &[Step] = &[READY, ("a", r"\[ok\] still ready")];
/// The dialog before the offers of a line are declined.
const DECLINE: &[Step] = &[SEVERAL, DECLINING, ("*", r"Decline \d offers")];
/// What one declined offer leaves behind.
const ACTIVITY: &[Step] = &[
    SEVERAL,
    DECLINING,
    ("y", "decline QO_[^ ]+: done"),
    ("5", "WRITES"),
];

/// Eligibility requests that are over, the newest on top.
const REQUESTS: Step = ("3/age>1d state:done.ready\rg", r"(?s)\d+/\d+.*ADDRESS");
/// Their sites, with the offers of the first one and what they cost.
const SITES: &[Step] = &[
    REQUESTS,
    ("\t", r"(?s)GUAR.*\[Offers \d+\].*PRODUCT"),
    ("l*", "n/a"),
    ("+", r"prices of \d+ offers"),
    ("p", r"\d+\.\d\d~"),
];
/// How a request and its sites went through their states.
const COURSE: &[Step] = &[REQUESTS, ("]", r"(?s)\[Timeline\].*in all")];
/// A check of a site, its place pasted and found.
const CHECK: &[Step] = &[
    REQUESTS,
    ("+", "a check of one site"),
    ("n", "New eligibility check"),
    (
        "\x1b[200~49.474397, 1.092108\x1b[201~\t",
        r"(?s)read as +lat.*key +\S+",
    ),
];

#[rustfmt::skip]
pub(crate) const SCENES: &[Scene] = &[
    Scene { name: "orders-120x40", title: "Orders and the timeline of one of them", size: MIDDLE, theme: "truecolor", flags: "", steps: URGENT },
    Scene { name: "orders-120x40-light", title: "The same on a light background", size: MIDDLE, theme: "light", flags: "", steps: URGENT },
    Scene { name: "orders-120x40-mono", title: "The same without colours", size: MIDDLE, theme: "mono", flags: "", steps: URGENT },
    Scene { name: "orders-80x24", title: "Orders in a small terminal", size: SMALL, theme: "truecolor", flags: "", steps: URGENT },
    Scene { name: "orders-80x24-mono", title: "The same without colours", size: SMALL, theme: "mono", flags: "", steps: URGENT },
    Scene { name: "orders-80x24-ascii", title: "The same in ASCII", size: SMALL, theme: "mono", flags: "--ascii", steps: URGENT },
    Scene { name: "orders-200x60", title: "Orders in a large terminal", size: LARGE, theme: "truecolor", flags: "", steps: OPEN },
    Scene { name: "orders-200x60-mono", title: "The same without colours", size: LARGE, theme: "mono", flags: "", steps: OPEN },
    Scene { name: "filter-80x24", title: "A filter that cannot be read", size: SMALL, theme: "truecolor", flags: "", steps: UNREADABLE },
    Scene { name: "help-120x40", title: "Help over the orders", size: MIDDLE, theme: "truecolor", flags: "", steps: &[("?", "Help: Orders")] },
    Scene { name: "sort-120x40", title: "The menu of columns to sort by", size: MIDDLE, theme: "truecolor", flags: "", steps: &[("o", "Sort by")] },
    Scene { name: "views-120x40", title: "Views, with how many orders each holds", size: MIDDLE, theme: "truecolor", flags: "", steps: &[("s", r"Views(?s:.*)Ended +\S+ +\d+")] },
    Scene { name: "values-120x40", title: "The values of the rows shown, with counts", size: MIDDLE, theme: "truecolor", flags: "", steps: &[("f", "Values of the rows shown")] },
    Scene { name: "complete-80x24", title: "A field being completed", size: SMALL, theme: "truecolor", flags: "", steps: &[("/state:in_progress family:B\t", "BPEA")] },
    Scene { name: "palette-120x40", title: "Going to an order by its last digits", size: MIDDLE, theme: "truecolor", flags: "", steps: &[(":921", "CMD_X_0000921")] },
    Scene { name: "detail-80x24", title: "Every documented field of an order", size: SMALL, theme: "truecolor", flags: "", steps: &[("jjj]lZ", r"\[Detail\]")] },
    Scene { name: "contacts-120x40", title: "Contacts and managers of an order", size: MIDDLE, theme: "truecolor", flags: "", steps: &[("jjj]]l", r"\[Contacts\]")] },
    Scene { name: "raw-120x40", title: "The answers of the API as they came", size: MIDDLE, theme: "truecolor", flags: "", steps: &[("jjjji", "Raw")] },
    Scene { name: "quotes-120x40", title: "Quote lines that are ready, and the offers of one of them", size: MIDDLE, theme: "truecolor", flags: "", steps: &[READY] },
    Scene { name: "quotes-80x24", title: "The same in a small terminal", size: SMALL, theme: "truecolor", flags: "", steps: &[READY] },
    Scene { name: "quotes-80x24-ascii", title: "The same in ASCII without colours", size: SMALL, theme: "mono", flags: "--ascii", steps: &[READY] },
    Scene { name: "quotes-200x60", title: "The same in a large terminal", size: LARGE, theme: "truecolor", flags: "", steps: &[READY] },
    Scene { name: "accept-80x24", title: "The dialog before an offer is accepted", size: SMALL, theme: "truecolor", flags: "", steps: ACCEPT },
    Scene { name: "accept-120x40", title: "The same in a larger terminal", size: MIDDLE, theme: "truecolor", flags: "", steps: ACCEPT },
    Scene { name: "decline-80x24", title: "The dialog before the offers of a line are declined", size: SMALL, theme: "truecolor", flags: "", steps: DECLINE },
    Scene { name: "eligibility-120x40", title: "Sites that were asked about, and the offers of one of them", size: MIDDLE, theme: "truecolor", flags: "", steps: SITES },
    Scene { name: "eligibility-80x24", title: "The same in a small terminal", size: SMALL, theme: "truecolor", flags: "", steps: SITES },
    Scene { name: "eligibility-80x24-ascii", title: "The same in ASCII without colours", size: SMALL, theme: "mono", flags: "--ascii", steps: SITES },
    Scene { name: "eligibility-timeline-120x40", title: "How a request and its sites went through their states", size: MIDDLE, theme: "truecolor", flags: "", steps: COURSE },
    Scene { name: "eligibility-form-80x24", title: "A check of a site, its place pasted and found", size: SMALL, theme: "truecolor", flags: "", steps: CHECK },
    Scene { name: "activity-120x40", title: "What was changed, and how it ended", size: MIDDLE, theme: "truecolor", flags: "", steps: ACTIVITY },
];
