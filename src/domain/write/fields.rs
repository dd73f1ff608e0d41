//! The fields of baskets and lines that a caller can set, by the contract's own words.
//!
//! A field that is not in the set is not sent, and stays as it is at Covage.

use std::collections::BTreeMap;

use crate::domain::text::Text;

macro_rules! fields {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$field_doc])* $field,)*
        }

        impl $name {
            /// Every field, in the order of forms.
            pub const ALL: &'static [Self] = &[$(Self::$field,)*];

            /// The contract's word.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$field => $word,)*
                }
            }

            /// The field of a word.
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.word() == word)
            }
        }
    };
}

fields!(
    /// A field of a quote line that a caller can set (`QuoteItemWrite`).
    LineField {
        /// Name of the end customer; needed when the basket is confirmed (Q15).
        EndCustomerName = "end_customer_name",
        /// A phrase of the referential; needed when the basket is confirmed (Q15).
        SiteConnectionType = "site_connection_type",
        /// Keys of the offers to quote (Q8); needed when the basket is confirmed (Q15).
        ProductOfferings = "product_offerings",
        /// The eligibility line to quote; needed to add a line.
        QualificationItem = "product_offering_qualification_item_id",
        /// The caller's own reference.
        ExternalId = "external_id",
        /// Project of the line.
        Project = "project_id",
        /// Customer's name for the order.
        CustomerOrderName = "customer_order_name",
        /// Deal code.
        BusinessCode = "business_code",
        /// Line of business of the end customer.
        BusinessSector = "business_sector",
        /// Day an answer is wished for.
        ExpectedResponseDate = "expected_response_date",
        /// Keys of the chosen options.
        OptionIds = "option_ids",
        /// Free note.
        Note = "note",
        /// Free technical note.
        TechnicalNote = "technical_note",
        /// At most two end-customer sites (Q17).
        Contacts = "related_contact_information",
    }
);

fields!(
    /// A field of an end-customer site (`RelatedContact`).
    ContactField {
        /// Name of the end customer.
        EndCustomerName = "end_customer_name",
        /// French establishment number.
        Siret = "siret",
        /// First contact's given name.
        FirstName1 = "contact1_firstname",
        /// First contact's family name.
        LastName1 = "contact1_lastname",
        /// First contact's phone, as text (O11).
        Phone1 = "contact1_phone_number",
        /// First contact's mail.
        Email1 = "contact1_email_address",
        /// Second contact's given name.
        FirstName2 = "contact2_firstname",
        /// Second contact's family name.
        LastName2 = "contact2_lastname",
        /// Second contact's phone, as text (O11).
        Phone2 = "contact2_phone_number",
        /// Second contact's mail.
        Email2 = "contact2_email_address",
        /// House number.
        StreetNumber = "street_number",
        /// House number suffix.
        StreetNumberExtension = "street_number_extension",
        /// Street; may hold the house number too (O12).
        StreetName = "street_name",
        /// Postal code.
        Postcode = "postcode",
        /// Town.
        City = "city",
        /// INSEE town code.
        InseeCode = "insee_code",
        /// Building.
        BuildingName = "building_name",
        /// Floor.
        LevelNumber = "level_number",
        /// Latitude in degrees.
        Latitude = "latitude",
        /// Longitude in degrees.
        Longitude = "longitude",
    }
);

/// An end-customer site; what is not in it is not sent.
pub type ContactFields = BTreeMap<ContactField, Text>;

/// Fields of a line; what is not in it is not sent.
pub type LineFields = BTreeMap<LineField, FieldValue>;

/// What a field of a line is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// A text; an empty one empties the field.
    Text(Text),
    /// Keys.
    Keys(Vec<Text>),
    /// End-customer sites.
    Contacts(Vec<ContactFields>),
}

/// What a basket can be given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasketFields {
    /// The caller's own reference.
    pub external_id: Option<Text>,
    /// Project of the basket.
    pub project: Option<Text>,
}
