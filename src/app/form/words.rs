//! What the fields of forms are called, and what there is to know of each.

use crate::domain::write::{ContactField, LineField};

use super::field::Id;

impl Id {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Line(field) => of_line(field).0,
            Self::Contact(field) => of_contact(field).0,
            Self::Check(field) => field.words()[0],
            Self::Site(0) => "site 1",
            Self::Site(1) => "site 2",
            Self::Site(_) => "another site",
            Self::BasketExternalId => "your reference",
            Self::BasketProject => "project",
            Self::Reason => "reason",
            Self::Message => "message",
        }
    }

    /// The API's own word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Line(field) => field.word(),
            Self::Contact(field) => field.word(),
            Self::Check(field) => field.words()[1],
            Self::Site(_) => LineField::Contacts.word(),
            Self::BasketExternalId => LineField::ExternalId.word(),
            Self::BasketProject => LineField::Project.word(),
            Self::Reason => "reason",
            Self::Message => "message",
        }
    }

    /// What it is for.
    pub fn help(self) -> &'static str {
        match self {
            Self::Line(field) => of_line(field).1,
            Self::Contact(field) => of_contact(field).1,
            Self::Check(field) => field.words()[2],
            Self::Site(_) => "an end-customer site with up to two people, in a form of its own",
            Self::BasketExternalId => "your own reference of the basket",
            Self::BasketProject => "project of the basket",
            Self::Reason => "a phrase of Covage's list, sent back as it is",
            Self::Message => "your own words; needed with the reason Autres motifs",
        }
    }
}

fn of_line(field: LineField) -> (&'static str, &'static str) {
    match field {
        LineField::EndCustomerName => ("end customer", "name of the end customer"),
        LineField::SiteConnectionType => (
            "kind of site",
            "a phrase of Covage's list, sent back as it is",
        ),
        LineField::ProductOfferings => ("offers to quote", "keys of the offers to quote"),
        LineField::QualificationItem => {
            ("eligibility line", "key of the eligibility line to quote")
        }
        LineField::ExternalId => ("your reference", "your own reference of the line"),
        LineField::Project => ("project", "project of the line"),
        LineField::CustomerOrderName => ("order name", "what your customer calls the order"),
        LineField::BusinessCode => ("business code", "code of the deal"),
        LineField::BusinessSector => ("business sector", "line of business of the end customer"),
        LineField::ExpectedResponseDate => ("answer wished for", "a day such as 2026-12-31"),
        LineField::OptionIds => ("options", "keys of the chosen options"),
        LineField::Note => ("note", "free text; pasted lines are kept"),
        LineField::TechnicalNote => ("technical note", "free text; pasted lines are kept"),
        LineField::Contacts => ("sites", "at most two end-customer sites"),
    }
}

fn of_contact(field: ContactField) -> (&'static str, &'static str) {
    match field {
        ContactField::EndCustomerName => ("end customer", "name of the end customer"),
        ContactField::Siret => ("SIRET", "establishment number, 14 digits"),
        ContactField::FirstName1 => ("first name 1", "of the first person"),
        ContactField::LastName1 => ("last name 1", "of the first person"),
        ContactField::Phone1 => ("phone 1", "kept as text: no zero is added or lost"),
        ContactField::Email1 => ("mail 1", "of the first person"),
        ContactField::FirstName2 => ("first name 2", "of the second person"),
        ContactField::LastName2 => ("last name 2", "of the second person"),
        ContactField::Phone2 => ("phone 2", "kept as text: no zero is added or lost"),
        ContactField::Email2 => ("mail 2", "of the second person"),
        ContactField::StreetNumber => ("street number", "house number"),
        ContactField::StreetNumberExtension => ("bis, ter", "suffix of the house number"),
        ContactField::StreetName => ("street", "may hold the house number too"),
        ContactField::Postcode => ("postcode", "5 digits"),
        ContactField::City => ("town", "as on an envelope"),
        ContactField::InseeCode => ("INSEE code", "of the town, 5 characters"),
        ContactField::BuildingName => ("building", "its name or number"),
        ContactField::LevelNumber => ("floor", "of the site"),
        ContactField::Latitude => ("latitude", "degrees, such as 49.474174"),
        ContactField::Longitude => ("longitude", "degrees, such as 1.090847"),
    }
}
