//! Writes and their outcomes as JSON, for the journal.
//!
//! What is written here is read by later versions, and by earlier ones: words are never changed or reused, and what a
//! reader does not know is an error that keeps the words. Texts are kept byte for byte. Of a file only name, size and
//! hash are kept, never its bytes; of a basket or a line that a write returned, only its key.

mod qualify;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{
    BasketFields, ContactField, ContactFields, FieldValue, Intent, LineField, LineFields, LineKey,
    OfferKey, OrderAction, Outcome, Receipt, Seen, TraceFile, Write,
};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::{BasketId, LineId, OrderRef, ProductId, TaskId};
use crate::domain::quote::LineFilter;
use crate::domain::text::Text;

/// How a failure on the way to a token names it; every other one names the path of its write.
const LOGIN: &str = "the login";
/// More of an answer than this is not worth remembering.
const DETAIL: usize = 16 << 10;

/// A record that this version cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("written by another version of this program")]
pub struct Unreadable;

impl Intent {
    /// As the journal keeps it.
    pub fn record(&self) -> Value {
        let seen = self.seen.iter();
        let seen: Vec<_> = seen
            .map(|seen| json!({ "what": seen.what, "value": seen.value.wire() }))
            .collect();
        let mut record = self.write.record();
        record.insert("verb".to_owned(), self.write.verb().into());
        json!({ "write": record, "subject": self.subject.wire(), "seen": seen })
    }

    /// Reads a record back.
    ///
    /// # Errors
    /// What can be told of a write that this version does not know: its verb and its subject.
    pub fn from_record(record: &Value) -> Result<Self, Text> {
        let read = || {
            let record = Object(record);
            Ok(Self {
                write: Write::from_record(&record.object("write")?)?,
                subject: record.text("subject")?,
                seen: record.each("seen", |seen| {
                    let what = seen.text("what")?;
                    Ok(Seen {
                        what: Cow::Owned(what.line().to_owned()),
                        value: seen.text("value")?,
                    })
                })?,
            })
        };
        read().map_err(|Unreadable| {
            let word = |value: &Value| value.as_str().unwrap_or("?").to_owned();
            let (verb, subject) = (word(&record["write"]["verb"]), word(&record["subject"]));
            Text::new(format!("{verb} {subject}"))
        })
    }
}

impl Write {
    fn record(&self) -> Map<String, Value> {
        let (kind, fields) = match self {
            Self::Terminate(action) => ("terminate", order_action(action)),
            Self::Change(action) => ("change", order_action(action)),
            Self::StartOrderExport => ("start_order_export", Map::new()),
            Self::CreateBasket(fields) => ("create_basket", basket_fields(fields)),
            Self::EditBasket(basket, fields) => {
                ("edit_basket", with_basket(basket, basket_fields(fields)))
            }
            Self::ConfirmBasket(basket) => ("confirm_basket", with_basket(basket, Map::new())),
            Self::AddLine(basket, fields) => ("add_line", with_basket(basket, line_fields(fields))),
            Self::EditLine(key, fields) => ("edit_line", with_line(key, line_fields(fields))),
            Self::DeleteLine(key) => ("delete_line", with_line(key, Map::new())),
            Self::Accept(offer) => ("accept", offer_key(offer)),
            Self::Decline(offer, comment) => {
                let mut said = offer_key(offer);
                put(&mut said, "comment", comment.as_ref());
                ("decline", said)
            }
            Self::Restore(offer) => ("restore", offer_key(offer)),
            Self::UploadTrace(key, file) => ("upload_trace", with_line(key, trace_file(file))),
            Self::DeleteTrace(key) => ("delete_trace", with_line(key, Map::new())),
            Self::ExportLinePdf(key) => ("export_line_pdf", with_line(key, Map::new())),
            Self::ExportOfferPdf(key, product) => {
                let mut said = with_line(key, Map::new());
                put(&mut said, "product", Some(product.text()));
                ("export_offer_pdf", said)
            }
            Self::StartQuoteExport(filter) => ("start_quote_export", line_filter(filter)),
            Self::Qualify(asked) => ("qualify", qualify::record(asked)),
        };
        let mut record = fields;
        record.insert("kind".to_owned(), kind.into());
        record
    }

    fn from_record(it: &Object<'_>) -> Result<Self, Unreadable> {
        Ok(match it.str("kind")? {
            "terminate" => Self::Terminate(it.order_action()?),
            "change" => Self::Change(it.order_action()?),
            "start_order_export" => Self::StartOrderExport,
            "create_basket" => Self::CreateBasket(it.basket_fields()?),
            "edit_basket" => Self::EditBasket(it.basket()?, it.basket_fields()?),
            "confirm_basket" => Self::ConfirmBasket(it.basket()?),
            "add_line" => Self::AddLine(it.basket()?, it.line_fields()?),
            "edit_line" => Self::EditLine(it.line_key()?, it.line_fields()?),
            "delete_line" => Self::DeleteLine(it.line_key()?),
            "accept" => Self::Accept(it.offer_key()?),
            "decline" => Self::Decline(it.offer_key()?, it.maybe("comment")?),
            "restore" => Self::Restore(it.offer_key()?),
            "upload_trace" => Self::UploadTrace(it.line_key()?, it.trace_file()?),
            "delete_trace" => Self::DeleteTrace(it.line_key()?),
            "export_line_pdf" => Self::ExportLinePdf(it.line_key()?),
            "export_offer_pdf" => {
                Self::ExportOfferPdf(it.line_key()?, ProductId::new(it.str("product")?))
            }
            "start_quote_export" => Self::StartQuoteExport(it.line_filter()?),
            "qualify" => Self::Qualify(qualify::read(it)?),
            _ => return Err(Unreadable),
        })
    }
}

impl Outcome {
    /// As the journal keeps it.
    pub fn record(&self) -> Value {
        match self {
            Self::NotSent(failure) => json!({ "not_sent": failure_record(failure) }),
            Self::Refused(failure) => json!({ "refused": failure_record(failure) }),
            Self::Unknown(failure) => json!({ "unknown": failure_record(failure) }),
            Self::Applied(receipt) => json!({ "applied": receipt_record(receipt) }),
        }
    }

    /// Reads a record back; `path` is that of the write.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn from_record(record: &Value, path: &'static str) -> Result<Self, Unreadable> {
        let record = Object(record);
        let failure = |key| failure(&record.object(key)?, path);
        Ok(match record.keys().as_slice() {
            ["not_sent"] => Self::NotSent(failure("not_sent")?),
            ["refused"] => Self::Refused(failure("refused")?),
            ["unknown"] => Self::Unknown(failure("unknown")?),
            ["applied"] => Self::Applied(receipt(&record.object("applied")?)?),
            _ => return Err(Unreadable),
        })
    }
}

fn order_action(action: &OrderAction) -> Map<String, Value> {
    let mut said = Map::new();
    put(&mut said, "order", Some(action.order.text()));
    put(&mut said, "reason", Some(&action.reason));
    put(&mut said, "message", action.message.as_ref());
    said
}

fn basket_fields(fields: &BasketFields) -> Map<String, Value> {
    let mut said = Map::new();
    put(&mut said, "external_id", fields.external_id.as_ref());
    put(&mut said, "project", fields.project.as_ref());
    said
}

fn with_basket(basket: &BasketId, mut said: Map<String, Value>) -> Map<String, Value> {
    put(&mut said, "basket", Some(basket.text()));
    said
}

fn with_line(key: &LineKey, mut said: Map<String, Value>) -> Map<String, Value> {
    put(&mut said, "line", Some(key.line.text()));
    with_basket(&key.basket, said)
}

fn offer_key(offer: &OfferKey) -> Map<String, Value> {
    let mut said = Map::new();
    put(&mut said, "line", Some(offer.line.text()));
    put(&mut said, "product", Some(offer.product.text()));
    said
}

fn trace_file(file: &TraceFile) -> Map<String, Value> {
    let mut said = Map::new();
    put(&mut said, "name", Some(&file.name));
    put(&mut said, "sha256", Some(&file.sha256));
    said.insert("size".to_owned(), file.size.into());
    said
}

fn line_fields(fields: &LineFields) -> Map<String, Value> {
    let mut said = Map::new();
    for (field, value) in fields {
        let value = match value {
            FieldValue::Text(text) => text.wire().into(),
            FieldValue::Keys(keys) => json!({ "keys": texts(keys) }),
            FieldValue::Contacts(contacts) => {
                let contacts: Vec<_> = contacts.iter().map(contact_record).collect();
                json!({ "contacts": contacts })
            }
        };
        said.insert(field.word().to_owned(), value);
    }
    Map::from_iter([("fields".to_owned(), Value::Object(said))])
}

fn contact_record(contact: &ContactFields) -> Value {
    let fields = contact.iter();
    Value::Object(
        fields
            .map(|(field, text)| (field.word().to_owned(), text.wire().into()))
            .collect(),
    )
}

fn line_filter(filter: &LineFilter) -> Map<String, Value> {
    let mut said = Map::new();
    for (key, value) in [
        ("reference", &filter.reference),
        ("customer_order_name", &filter.customer_order_name),
        ("end_customer_name", &filter.end_customer_name),
        ("business_sector", &filter.business_sector),
        ("project", &filter.project),
        ("state", &filter.state),
    ] {
        put(&mut said, key, value.as_ref());
    }
    said
}

fn failure_record(failure: &Failure) -> Value {
    let mut said = Map::new();
    said.insert("kind".to_owned(), kind_word(failure.kind).into());
    if let FailureKind::Throttled {
        retry_after: Some(wait),
    } = failure.kind
    {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        said.insert("retry_after_ms".to_owned(), millis.into());
    }
    if let Some(status) = failure.status {
        said.insert("status".to_owned(), status.into());
    }
    if let Some(detail) = &failure.detail {
        said.insert("detail".to_owned(), beginning(detail.wire()).into());
    }
    said.insert("path".to_owned(), failure.path.into());
    Value::Object(said)
}

/// As much of a text as is remembered.
fn beginning(text: &str) -> &str {
    let mut end = DETAIL.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn failure(it: &Object<'_>, path: &'static str) -> Result<Failure, Unreadable> {
    let status = match it.0.get("status") {
        None => None,
        Some(status) => {
            let status = status.as_u64().and_then(|status| status.try_into().ok());
            Some(status.ok_or(Unreadable)?)
        }
    };
    let retry_after = it.0.get("retry_after_ms").and_then(Value::as_u64);
    Ok(Failure {
        kind: kind(it.str("kind")?, retry_after.map(Duration::from_millis))?,
        status,
        detail: it.maybe("detail")?,
        path: if it.str("path")? == path { path } else { LOGIN },
    })
}

fn kind_word(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Offline => "offline",
        FailureKind::Timeout => "timeout",
        FailureKind::LoginRefused => "login_refused",
        FailureKind::NoCredentials => "no_credentials",
        FailureKind::TokenRefused => "token_refused",
        FailureKind::Forbidden => "forbidden",
        FailureKind::NotFound => "not_found",
        FailureKind::Throttled { .. } => "throttled",
        FailureKind::Refused => "refused",
        FailureKind::Server => "server",
        FailureKind::Unreadable => "unreadable",
        FailureKind::TooLarge => "too_large",
        FailureKind::Internal => "internal",
    }
}

fn kind(word: &str, retry_after: Option<Duration>) -> Result<FailureKind, Unreadable> {
    Ok(match word {
        "offline" => FailureKind::Offline,
        "timeout" => FailureKind::Timeout,
        "login_refused" => FailureKind::LoginRefused,
        "no_credentials" => FailureKind::NoCredentials,
        "token_refused" => FailureKind::TokenRefused,
        "forbidden" => FailureKind::Forbidden,
        "not_found" => FailureKind::NotFound,
        "throttled" => FailureKind::Throttled { retry_after },
        "refused" => FailureKind::Refused,
        "server" => FailureKind::Server,
        "unreadable" => FailureKind::Unreadable,
        "too_large" => FailureKind::TooLarge,
        "internal" => FailureKind::Internal,
        _ => return Err(Unreadable),
    })
}

fn receipt_record(receipt: &Receipt) -> Value {
    match receipt {
        Receipt::Task(task) => json!({ "task": task.wire() }),
        Receipt::Accepted { session, item } => {
            let mut said = Map::new();
            put(&mut said, "session", session.as_ref());
            put(&mut said, "item", item.as_ref());
            json!({ "accepted": said })
        }
        Receipt::Basket(basket) => json!({ "key": basket.id.wire() }),
        Receipt::Line(line) => json!({ "key": line.id.wire() }),
        Receipt::Qualification(made) => json!({ "key": made.id.wire() }),
        Receipt::Key(key) => json!({ "key": key.wire() }),
        Receipt::Bare => json!({}),
    }
}

fn receipt(it: &Object<'_>) -> Result<Receipt, Unreadable> {
    Ok(match it.keys().as_slice() {
        [] => Receipt::Bare,
        ["task"] => Receipt::Task(TaskId::new(it.str("task")?)),
        ["key"] => Receipt::Key(it.text("key")?),
        ["accepted"] => {
            let it = it.object("accepted")?;
            Receipt::Accepted {
                session: it.maybe("session")?,
                item: it.maybe("item")?,
            }
        }
        _ => return Err(Unreadable),
    })
}

fn put(said: &mut Map<String, Value>, key: &str, value: Option<&Text>) {
    if let Some(value) = value {
        said.insert(key.to_owned(), value.wire().into());
    }
}

fn texts(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(Text::wire).collect()
}

/// A JSON value that has to be an object.
struct Object<'a>(&'a Value);

impl<'a> Object<'a> {
    fn keys(&self) -> Vec<&'a str> {
        let map = self.0.as_object();
        map.map(|map| map.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }

    fn get(&self, key: &str) -> Result<&'a Value, Unreadable> {
        self.0.get(key).ok_or(Unreadable)
    }

    fn str(&self, key: &str) -> Result<&'a str, Unreadable> {
        self.get(key)?.as_str().ok_or(Unreadable)
    }

    fn text(&self, key: &str) -> Result<Text, Unreadable> {
        self.str(key).map(Text::from)
    }

    fn maybe(&self, key: &str) -> Result<Option<Text>, Unreadable> {
        match self.0.get(key) {
            None => Ok(None),
            Some(_) => self.text(key).map(Some),
        }
    }

    fn object(&self, key: &str) -> Result<Self, Unreadable> {
        let value = self.get(key)?;
        value.as_object().map(|_| Self(value)).ok_or(Unreadable)
    }

    fn each<T>(
        &self,
        key: &str,
        read: impl Fn(&Self) -> Result<T, Unreadable>,
    ) -> Result<Vec<T>, Unreadable> {
        let rows = self.get(key)?.as_array().ok_or(Unreadable)?;
        rows.iter().map(|row| read(&Object(row))).collect()
    }

    fn texts(&self, key: &str) -> Result<Vec<Text>, Unreadable> {
        let rows = self.get(key)?.as_array().ok_or(Unreadable)?;
        let text = |row: &Value| row.as_str().map(Text::from).ok_or(Unreadable);
        rows.iter().map(text).collect()
    }

    fn basket(&self) -> Result<BasketId, Unreadable> {
        self.str("basket").map(BasketId::new)
    }

    fn line_key(&self) -> Result<LineKey, Unreadable> {
        Ok(LineKey {
            basket: self.basket()?,
            line: LineId::new(self.str("line")?),
        })
    }

    fn offer_key(&self) -> Result<OfferKey, Unreadable> {
        Ok(OfferKey {
            line: LineId::new(self.str("line")?),
            product: ProductId::new(self.str("product")?),
        })
    }

    fn order_action(&self) -> Result<OrderAction, Unreadable> {
        Ok(OrderAction {
            order: OrderRef::new(self.str("order")?),
            reason: self.text("reason")?,
            message: self.maybe("message")?,
        })
    }

    fn basket_fields(&self) -> Result<BasketFields, Unreadable> {
        Ok(BasketFields {
            external_id: self.maybe("external_id")?,
            project: self.maybe("project")?,
        })
    }

    fn line_fields(&self) -> Result<LineFields, Unreadable> {
        let fields = self.object("fields")?;
        let field = |word: &str| {
            let value = fields.get(word)?;
            let value = match value.as_str() {
                Some(text) => FieldValue::Text(Text::from(text)),
                None => match Object(value).keys().as_slice() {
                    ["keys"] => FieldValue::Keys(Object(value).texts("keys")?),
                    ["contacts"] => {
                        FieldValue::Contacts(Object(value).each("contacts", contact_fields)?)
                    }
                    _ => return Err(Unreadable),
                },
            };
            Ok((LineField::named(word).ok_or(Unreadable)?, value))
        };
        fields.keys().into_iter().map(field).collect()
    }

    fn trace_file(&self) -> Result<TraceFile, Unreadable> {
        Ok(TraceFile {
            name: self.text("name")?,
            sha256: self.text("sha256")?,
            bytes: Arc::default(),
            size: self.get("size")?.as_u64().ok_or(Unreadable)?,
        })
    }

    fn line_filter(&self) -> Result<LineFilter, Unreadable> {
        Ok(LineFilter {
            reference: self.maybe("reference")?,
            customer_order_name: self.maybe("customer_order_name")?,
            end_customer_name: self.maybe("end_customer_name")?,
            business_sector: self.maybe("business_sector")?,
            project: self.maybe("project")?,
            state: self.maybe("state")?,
        })
    }
}

fn contact_fields(contact: &Object<'_>) -> Result<ContactFields, Unreadable> {
    let field = |word: &str| {
        let field = ContactField::named(word).ok_or(Unreadable)?;
        Ok((field, contact.text(word)?))
    };
    contact.keys().into_iter().map(field).collect()
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::domain::eligibility::Address;
    use crate::domain::ids::SiteKey;
    use crate::domain::write::{Qualify, SiteAsked, Way};

    /// Anything a server may have put there.
    fn text() -> impl Strategy<Value = Text> {
        prop_oneof![
            any::<String>().prop_map(Text::new),
            select(vec![
                "",
                "\u{1b}]0;x\u{7}",
                "a\0b",
                "\u{202e}cba",
                "é\u{200b}"
            ])
            .prop_map(Text::new),
        ]
    }

    fn id<T: std::fmt::Debug>(make: impl Fn(String) -> T) -> impl Strategy<Value = T> {
        text().prop_map(move |text| make(text.wire().to_owned()))
    }

    fn line_key() -> impl Strategy<Value = LineKey> {
        (id(BasketId::new), id(LineId::new)).prop_map(|(basket, line)| LineKey { basket, line })
    }

    fn offer() -> impl Strategy<Value = OfferKey> {
        (id(LineId::new), id(ProductId::new)).prop_map(|(line, product)| OfferKey { line, product })
    }

    fn action() -> impl Strategy<Value = OrderAction> {
        (id(OrderRef::new), text(), option::of(text())).prop_map(|(order, reason, message)| {
            OrderAction {
                order,
                reason,
                message,
            }
        })
    }

    fn basket() -> impl Strategy<Value = BasketFields> {
        (option::of(text()), option::of(text())).prop_map(|(external_id, project)| BasketFields {
            external_id,
            project,
        })
    }

    fn line() -> impl Strategy<Value = LineFields> {
        let contact = btree_map(select(ContactField::ALL.to_vec()), text(), 0..4);
        let value = prop_oneof![
            text().prop_map(FieldValue::Text),
            vec(text(), 0..3).prop_map(FieldValue::Keys),
            vec(contact, 0..3).prop_map(FieldValue::Contacts),
        ];
        btree_map(select(LineField::ALL.to_vec()), value, 0..6)
    }

    fn filter() -> impl Strategy<Value = LineFilter> {
        let some = || option::of(text());
        (some(), some(), some(), some(), some(), some()).prop_map(|it| LineFilter {
            reference: it.0,
            customer_order_name: it.1,
            end_customer_name: it.2,
            business_sector: it.3,
            project: it.4,
            state: it.5,
        })
    }

    fn trace() -> impl Strategy<Value = TraceFile> {
        (text(), text(), any::<u64>()).prop_map(|(name, sha256, size)| TraceFile {
            name,
            sha256,
            bytes: Arc::default(),
            size,
        })
    }

    fn address() -> impl Strategy<Value = Address> {
        vec(option::of(text()), 9).prop_map(|parts| {
            let mut parts = parts.into_iter();
            let mut next = || parts.next().flatten();
            Address {
                label: next(),
                street_nr: next(),
                street_ext: next(),
                street_id: next(),
                street_name: next(),
                city_id: next(),
                insee_code: next(),
                city_name: next(),
                post_code: next(),
            }
        })
    }

    fn asked() -> impl Strategy<Value = Qualify> {
        let site = (
            id(SiteKey::new),
            vec(text(), 0..3),
            any::<bool>(),
            option::of(address()),
        );
        let site = site.prop_map(|(site, families, resolve_pricing, address)| SiteAsked {
            site,
            families,
            resolve_pricing,
            address,
        });
        let way = select(vec![Way::Sync, Way::Async]);
        let some = || option::of(text());
        (way, some(), some(), vec(site, 0..4)).prop_map(|(way, external_id, project, sites)| {
            Qualify {
                way,
                external_id,
                project,
                sites,
            }
        })
    }

    fn write() -> impl Strategy<Value = Write> {
        let pdf = (line_key(), id(ProductId::new));
        prop_oneof![
            action().prop_map(Write::Terminate),
            action().prop_map(Write::Change),
            Just(Write::StartOrderExport),
            basket().prop_map(Write::CreateBasket),
            (id(BasketId::new), basket()).prop_map(|(id, it)| Write::EditBasket(id, it)),
            id(BasketId::new).prop_map(Write::ConfirmBasket),
            (id(BasketId::new), line()).prop_map(|(id, it)| Write::AddLine(id, it)),
            (line_key(), line()).prop_map(|(key, it)| Write::EditLine(key, it)),
            line_key().prop_map(Write::DeleteLine),
            offer().prop_map(Write::Accept),
            (offer(), option::of(text())).prop_map(|(it, comment)| Write::Decline(it, comment)),
            offer().prop_map(Write::Restore),
            (line_key(), trace()).prop_map(|(key, it)| Write::UploadTrace(key, it)),
            line_key().prop_map(Write::DeleteTrace),
            line_key().prop_map(Write::ExportLinePdf),
            pdf.prop_map(|(key, product)| Write::ExportOfferPdf(key, product)),
            filter().prop_map(Write::StartQuoteExport),
            asked().prop_map(Write::Qualify),
        ]
    }

    fn intent() -> impl Strategy<Value = Intent> {
        let seen =
            (select(vec!["state", "price", "valid until"]), text()).prop_map(|(what, value)| {
                Seen {
                    what: what.into(),
                    value,
                }
            });
        (write(), text(), vec(seen, 0..4)).prop_map(|(write, subject, seen)| Intent {
            write,
            subject,
            seen,
        })
    }

    fn a_failure() -> impl Strategy<Value = Failure> {
        let wait = option::of((0..u64::from(u32::MAX)).prop_map(Duration::from_millis));
        let kind = prop_oneof![
            select(vec![
                FailureKind::Offline,
                FailureKind::Timeout,
                FailureKind::LoginRefused,
                FailureKind::NoCredentials,
                FailureKind::TokenRefused,
                FailureKind::Forbidden,
                FailureKind::NotFound,
                FailureKind::Refused,
                FailureKind::Server,
                FailureKind::Unreadable,
                FailureKind::TooLarge,
                FailureKind::Internal,
            ]),
            wait.prop_map(|retry_after| FailureKind::Throttled { retry_after }),
        ];
        let path = select(vec!["/api/v1/quote/", LOGIN]);
        (kind, option::of(any::<u16>()), option::of(text()), path).prop_map(
            |(kind, status, detail, path)| Failure {
                kind,
                status,
                detail,
                path,
            },
        )
    }

    fn outcome() -> impl Strategy<Value = Outcome> {
        let receipt = prop_oneof![
            id(TaskId::new).prop_map(Receipt::Task),
            (option::of(text()), option::of(text()))
                .prop_map(|(session, item)| Receipt::Accepted { session, item }),
            text().prop_map(Receipt::Key),
            Just(Receipt::Bare),
        ];
        prop_oneof![
            a_failure().prop_map(Outcome::NotSent),
            a_failure().prop_map(Outcome::Refused),
            a_failure().prop_map(Outcome::Unknown),
            receipt.prop_map(Outcome::Applied),
        ]
    }

    fn through_text(record: &Value) -> Value {
        serde_json::from_str(&record.to_string()).unwrap()
    }

    proptest! {
        #[test]
        fn every_intent_is_read_back_as_it_was(intent in intent()) {
            let record = through_text(&intent.record());
            prop_assert_eq!(Intent::from_record(&record), Ok(intent));
        }

        #[test]
        fn every_outcome_is_read_back_as_it_was(outcome in outcome()) {
            let record = through_text(&outcome.record());
            prop_assert_eq!(Outcome::from_record(&record, "/api/v1/quote/"), Ok(outcome));
        }

        /// Whatever a file holds, reading it does not panic.
        #[test]
        fn damage_is_an_error(intent in intent(), cut in any::<prop::sample::Index>()) {
            let mut record = intent.record();
            if let Some(write) = record["write"].as_object_mut() {
                let key = cut.get(&write.keys().cloned().collect::<Vec<_>>()).clone();
                write.insert(key, json!([{}]));
            }
            drop(Intent::from_record(&record));
        }
    }

    #[test]
    fn a_file_is_remembered_without_its_bytes() {
        let write = Write::UploadTrace(
            LineKey {
                basket: BasketId::new("b"),
                line: LineId::new("l"),
            },
            TraceFile {
                name: Text::new("trace.kmz"),
                sha256: Text::new("ab"),
                bytes: Arc::from(*b"secret route"),
                size: 12,
            },
        );
        let record = Value::Object(write.record()).to_string();
        assert_eq!(
            record,
            r#"{"basket":"b","kind":"upload_trace","line":"l","name":"trace.kmz","sha256":"ab","size":12}"#
        );
    }

    #[test]
    fn what_a_newer_program_wrote_keeps_its_words() {
        let record = json!({
            "write": { "kind": "teleport", "verb": "teleport", "to": [1, 2] },
            "subject": "QO_1 / 2173",
            "seen": [],
        });
        assert_eq!(
            Intent::from_record(&record),
            Err(Text::new("teleport QO_1 / 2173"))
        );
        assert_eq!(
            Intent::from_record(&json!(3)),
            Err(Text::new("? ?")),
            "and what is no record at all is no panic"
        );
    }
}
