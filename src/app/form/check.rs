//! What is wrong with what is in a field, and what may be.
//!
//! Refused is only what the contract rules out; of everything else a person is warned, for Covage decides.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::fold::fold;
use crate::domain::text::Text;
use crate::domain::write::{ContactField, LineField};

use super::field::{Content, Field, Id};

/// What is said beside a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It cannot be sent like that.
    Wrong(&'static str),
    /// It cannot be sent yet: an answer is awaited.
    Waits(&'static str),
    /// Covage refused it.
    Refused(Text),
    /// It may be a mistake.
    Doubt(&'static str),
    /// Something to know.
    Hint(&'static str),
}

impl Remark {
    /// What it says, in one line.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Wrong(text) | Self::Waits(text) | Self::Doubt(text) | Self::Hint(text) => {
                Cow::Borrowed(text)
            }
            Self::Refused(words) => Cow::Owned(format!("Covage: {}", words.line())),
        }
    }
}

/// A day as people write one: `2026-12-31` or `31/12/2026`.
pub fn day(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(typed, format).ok())
        .filter(|day| day.to_string().len() == "2026-12-31".len())
}

/// Whether a reason asks for a message: `Autres motifs, précisez en commentaire` (O16).
pub(super) fn wants_message(reason: &Text) -> bool {
    fold(reason.line()).starts_with("autres motifs")
}

/// What is to be said of a field.
pub fn remark(field: &Field, today: NaiveDate) -> Option<Remark> {
    let content = field.content();
    if let Some(words) = field.refusal() {
        return Some(Remark::Refused(words.clone()));
    }
    if content.is_empty() {
        return if_empty(field);
    }
    if let Id::Site(2..) = field.id
        && field.is_changed()
    {
        return Some(Remark::Wrong("at most two sites"));
    }
    let Content::Text(text) = &content else {
        return None;
    };
    let said = match field.id {
        Id::Line(LineField::ExpectedResponseDate) => of_day(text, today),
        Id::Contact(contact) => of_contact(contact, text.wire()),
        _ => None,
    };
    // Of what came like that Covage knows.
    let said = said.filter(|_| field.is_changed());
    let hidden = || {
        text.is_flagged()
            .then_some(Remark::Doubt("holds characters that are not shown"))
    };
    said.or_else(hidden)
}

fn if_empty(field: &Field) -> Option<Remark> {
    if field.is_needed {
        return Some(Remark::Wrong("needed"));
    }
    match field.id {
        Id::Line(
            LineField::EndCustomerName
            | LineField::SiteConnectionType
            | LineField::ProductOfferings,
        ) => Some(Remark::Hint("needed to confirm")),
        Id::Contact(contact) if is_expected(contact) => Some(Remark::Hint("expected by Covage")),
        _ => None,
    }
}

fn of_day(text: &Text, today: NaiveDate) -> Option<Remark> {
    match day(text.wire()) {
        None => Some(Remark::Wrong("not a day such as 2026-12-31")),
        Some(day) if day < today => Some(Remark::Doubt("it is past")),
        Some(_) => None,
    }
}

fn of_contact(field: ContactField, text: &str) -> Option<Remark> {
    let is_digits = |count: usize| {
        let mut letters = text.chars().filter(|c| !c.is_whitespace());
        letters.clone().count() == count && letters.all(|c| c.is_ascii_digit())
    };
    let doubt = match field {
        ContactField::Latitude | ContactField::Longitude => {
            let is_number = text.trim().parse::<f64>().is_ok_and(f64::is_finite);
            return (!is_number).then_some(Remark::Wrong("not a number such as 49.474174"));
        }
        ContactField::Email1 | ContactField::Email2 if !is_mail(text) => "not like a mail address",
        ContactField::Postcode if !is_digits(5) => "not five digits",
        ContactField::Siret if !is_digits(14) => "not 14 digits",
        ContactField::InseeCode if text.trim().chars().count() != 5 => "not five characters",
        ContactField::Phone1 | ContactField::Phone2 if is_digits(9) => "no leading zero?",
        ContactField::Phone1 | ContactField::Phone2 if text.chars().any(char::is_alphabetic) => {
            "letters in a phone number"
        }
        _ => return None,
    };
    Some(Remark::Doubt(doubt))
}

/// One `@`, something before it, a dot within what follows.
fn is_mail(text: &str) -> bool {
    let text = text.trim();
    text.split_once('@').is_some_and(|(name, host)| {
        let is_host = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
        !name.is_empty() && is_host && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

/// What the contract calls required, though its own example leaves some of it empty (G8, O10).
fn is_expected(field: ContactField) -> bool {
    matches!(
        field,
        ContactField::EndCustomerName
            | ContactField::FirstName1
            | ContactField::LastName1
            | ContactField::Phone1
            | ContactField::Email1
            | ContactField::StreetName
            | ContactField::Postcode
            | ContactField::City
            | ContactField::InseeCode
            | ContactField::Latitude
            | ContactField::Longitude
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, 29).unwrap()
    }

    fn of(id: Id, typed: &str) -> Option<Remark> {
        let mut field = Field::typed(id, None);
        field.paste(typed);
        remark(&field, today())
    }

    fn of_contact(field: ContactField, typed: &str) -> Option<Remark> {
        of(Id::Contact(field), typed)
    }

    #[test]
    fn only_what_the_contract_rules_out_is_refused() {
        let wished = Id::Line(LineField::ExpectedResponseDate);
        assert_eq!(
            of(wished, "soon"),
            Some(Remark::Wrong("not a day such as 2026-12-31"))
        );
        assert_eq!(of(wished, "2026-05-28"), Some(Remark::Doubt("it is past")));
        assert_eq!(of(wished, "29/05/2026"), None);
        assert!(matches!(
            of_contact(ContactField::Latitude, "north"),
            Some(Remark::Wrong(_))
        ));
        assert!(matches!(
            of_contact(ContactField::Latitude, "NaN"),
            Some(Remark::Wrong(_))
        ));
        assert_eq!(of_contact(ContactField::Longitude, "-1.09"), None);
        for (field, odd, fine) in [
            (ContactField::Email1, "jm@example", "jm@example.com"),
            (
                ContactField::Email2,
                "jm example.com",
                "j.m@mail.example.com",
            ),
            (ContactField::Postcode, "7613", "76130"),
            (ContactField::Siret, "123", "123 456 789 00012"),
            (ContactField::InseeCode, "76", "2A004"),
            (ContactField::Phone1, "612345678", "06 12 34 56 78"),
            (ContactField::Phone2, "ask Bob", "+33 6 12 34 56 78"),
        ] {
            assert!(
                matches!(of_contact(field, odd), Some(Remark::Doubt(_))),
                "{field:?}"
            );
            assert_eq!(of_contact(field, fine), None, "{field:?}");
        }
    }

    #[test]
    fn what_is_missing_is_said_and_refused_only_where_nothing_can_be_sent_without_it() {
        let item = Field::typed(Id::Line(LineField::QualificationItem), None);
        assert_eq!(
            remark(&item.clone().needed(), today()),
            Some(Remark::Wrong("needed"))
        );
        assert_eq!(remark(&item, today()), None);
        let customer = of(Id::Line(LineField::EndCustomerName), "");
        assert_eq!(customer, Some(Remark::Hint("needed to confirm")));
        assert_eq!(
            of_contact(ContactField::City, ""),
            Some(Remark::Hint("expected by Covage"))
        );
        assert_eq!(of_contact(ContactField::Siret, ""), None);
    }

    #[test]
    fn the_words_of_a_refusal_stand_as_long_as_what_was_refused() {
        let mut field = Field::typed(Id::Line(LineField::Note), None);
        field.paste("x");
        field.refuse(Text::new("too short"));
        let said = remark(&field, today()).unwrap();
        assert_eq!(said.text(), "Covage: too short");
        field.paste("y");
        assert_eq!(remark(&field, today()), None);
    }

    #[test]
    fn o16_other_reasons_want_a_message_however_they_are_spelt() {
        assert!(wants_message(&Text::new("Autres motifs ")));
        assert!(wants_message(&Text::new("Autres Motifs, précisez")));
        assert!(!wants_message(&Text::new("Cessation d'activité")));
    }
}
