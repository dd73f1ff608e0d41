//! Batches as JSON, for `state.db`. Words are never changed or reused; what a reader does not know is an error.

use serde_json::{Map, Value, json};

use super::{ANSWER, Answer, Line, Plan, Request, Site, Standing, Wanted};
use crate::domain::eligibility::{Address, SiteQuery};
use crate::domain::ids::{QualificationId, SiteKey};
use crate::domain::text::Text;
use crate::domain::write::record::Unreadable;

impl Plan {
    /// As it is kept.
    pub fn record(&self) -> Value {
        let lines = self.lines.iter().map(|line| {
            let cells: Vec<_> = line.cells.iter().map(Text::wire).collect();
            json!({ "number": line.number, "cells": cells, "site": line.site })
        });
        json!({
            "file": self.file.wire(),
            "separator": self.separator.to_string(),
            "bom": self.has_bom,
            "header": self.header.iter().map(Text::wire).collect::<Vec<_>>(),
            "lines": lines.collect::<Vec<_>>(),
            "sites": self.sites.iter().map(wanted_record).collect::<Vec<_>>(),
            "prices": self.has_prices,
            "per_request": self.per_request,
        })
    }

    /// Reads a record back.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn from_record(record: &Value) -> Result<Self, Unreadable> {
        let plan = Self {
            file: text(record, "file")?,
            separator: str(record, "separator")?.chars().next().ok_or(Unreadable)?,
            has_bom: bool(record, "bom")?,
            header: texts(record, "header")?,
            lines: each(record, "lines", |line| {
                Ok(Line {
                    number: number(line, "number")?.try_into().map_err(|_| Unreadable)?,
                    cells: texts(line, "cells")?,
                    site: number(line, "site")?,
                })
            })?,
            sites: each(record, "sites", wanted)?,
            has_prices: bool(record, "prices")?,
            per_request: number(record, "per_request")?.max(1),
        };
        let is_whole = plan.lines.iter().all(|line| line.site < plan.sites.len());
        if is_whole { Ok(plan) } else { Err(Unreadable) }
    }
}

impl Site {
    /// As it is kept.
    pub fn record(&self) -> Value {
        let mut said = Map::new();
        put(&mut said, "key", self.key.as_ref().map(SiteKey::text));
        let (word, words) = match &self.standing {
            Standing::Waiting => ("waiting", None),
            Standing::Same(site) => {
                said.insert("site".to_owned(), (*site).into());
                ("same", None)
            }
            Standing::Answered(answer) => {
                said.insert("answer".to_owned(), answer.record());
                ("answered", None)
            }
            Standing::NotFound(why) => ("not_found", Some(why)),
            Standing::Failed(why) => ("failed", Some(why)),
            Standing::Unknown(why) => ("unknown", Some(why)),
        };
        said.insert("standing".to_owned(), word.into());
        put(&mut said, "words", words);
        Value::Object(said)
    }

    /// Reads a record back.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn from_record(record: &Value) -> Result<Self, Unreadable> {
        let words = || text(record, "words");
        Ok(Self {
            key: maybe(record, "key").map(SiteKey::new),
            standing: match str(record, "standing")? {
                "waiting" => Standing::Waiting,
                "same" => Standing::Same(number(record, "site")?),
                "answered" => Standing::Answered(Box::new(Answer::from_record(
                    record.get("answer").ok_or(Unreadable)?,
                ))),
                "not_found" => Standing::NotFound(words()?),
                "failed" => Standing::Failed(words()?),
                "unknown" => Standing::Unknown(words()?),
                _ => return Err(Unreadable),
            },
        })
    }
}

impl Answer {
    fn record(&self) -> Value {
        let cells = ANSWER.iter().zip(&self.0);
        let told = cells.filter(|(_, cell)| !cell.wire().is_empty());
        Value::Object(
            told.map(|(name, cell)| ((*name).to_owned(), cell.wire().into()))
                .collect(),
        )
    }

    /// A column that another version did not know is empty.
    fn from_record(record: &Value) -> Self {
        Self(ANSWER.map(|name| Text::new(record[name].as_str().unwrap_or_default())))
    }
}

impl Request {
    /// As it is kept.
    pub fn record(&self) -> Value {
        let mut said = Map::new();
        said.insert("sites".to_owned(), json!(self.sites));
        put(
            &mut said,
            "key",
            self.key.as_ref().map(QualificationId::text),
        );
        said.insert("over".to_owned(), self.is_over.into());
        Value::Object(said)
    }

    /// Reads a record back.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn from_record(record: &Value) -> Result<Self, Unreadable> {
        Ok(Self {
            sites: each(record, "sites", as_number)?,
            key: maybe(record, "key").map(QualificationId::new),
            is_over: bool(record, "over")?,
        })
    }
}

fn wanted_record(wanted: &Wanted) -> Value {
    let mut said = Map::new();
    if let Some((x, y)) = &wanted.query.position {
        put(&mut said, "x", Some(x));
        put(&mut said, "y", Some(y));
    }
    put(
        &mut said,
        "building_ref",
        wanted.query.building_ref.as_ref(),
    );
    let families: Vec<_> = wanted.families.iter().map(Text::wire).collect();
    said.insert("families".to_owned(), json!(families));
    if let Some(address) = &wanted.address {
        let mut parts = Map::new();
        for (key, part) in address.parts() {
            put(&mut parts, key, part.as_ref());
        }
        said.insert("address".to_owned(), Value::Object(parts));
    }
    Value::Object(said)
}

fn wanted(record: &Value) -> Result<Wanted, Unreadable> {
    let address = record.get("address").map(|parts| {
        let mut address = Address::default();
        for (key, part) in address.parts_mut() {
            *part = maybe(parts, key).map(Text::new);
        }
        address
    });
    Ok(Wanted {
        query: SiteQuery {
            position: maybe(record, "x")
                .map(Text::new)
                .zip(maybe(record, "y").map(Text::new)),
            building_ref: maybe(record, "building_ref").map(Text::new),
        },
        families: texts(record, "families")?,
        address,
    })
}

fn put(said: &mut Map<String, Value>, key: &str, text: Option<&Text>) {
    if let Some(text) = text {
        said.insert(key.to_owned(), text.wire().into());
    }
}

fn maybe<'a>(record: &'a Value, key: &str) -> Option<&'a str> {
    record.get(key)?.as_str()
}

fn str<'a>(record: &'a Value, key: &str) -> Result<&'a str, Unreadable> {
    maybe(record, key).ok_or(Unreadable)
}

fn text(record: &Value, key: &str) -> Result<Text, Unreadable> {
    str(record, key).map(Text::new)
}

fn bool(record: &Value, key: &str) -> Result<bool, Unreadable> {
    record.get(key).and_then(Value::as_bool).ok_or(Unreadable)
}

fn number(record: &Value, key: &str) -> Result<usize, Unreadable> {
    as_number(record.get(key).ok_or(Unreadable)?)
}

fn as_number(value: &Value) -> Result<usize, Unreadable> {
    let number = value.as_u64().and_then(|it| usize::try_from(it).ok());
    number.ok_or(Unreadable)
}

fn texts(record: &Value, key: &str) -> Result<Vec<Text>, Unreadable> {
    each(record, key, |value| {
        value.as_str().map(Text::new).ok_or(Unreadable)
    })
}

fn each<T>(
    record: &Value,
    key: &str,
    read: impl Fn(&Value) -> Result<T, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    let list = record.get(key).and_then(Value::as_array);
    list.ok_or(Unreadable)?.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        let text = |text: &str| Some(Text::new(text));
        Plan {
            file: Text::new("sites.csv"),
            separator: ';',
            has_bom: true,
            header: vec![Text::new("ref"), Text::new("lat")],
            lines: vec![Line {
                number: 2,
                cells: vec![Text::new("A \u{1b}[2J"), Text::new("")],
                site: 0,
            }],
            sites: vec![Wanted {
                query: SiteQuery {
                    position: Some((Text::new("1.09"), Text::new("49.47"))),
                    building_ref: text("IMB/1"),
                },
                families: vec![Text::new("BPEA")],
                address: Some(Address {
                    label: text("4bis Rue"),
                    post_code: text("76130"),
                    ..Address::default()
                }),
            }],
            has_prices: true,
            per_request: 20,
        }
    }

    #[test]
    fn whatever_is_kept_is_read_back_as_it_was() {
        let plan = plan();
        assert_eq!(Plan::from_record(&plan.record()), Ok(plan.clone()));
        let mut bare = plan.clone();
        bare.sites[0].query.position = None;
        bare.sites[0].address = None;
        assert_eq!(Plan::from_record(&bare.record()), Ok(bare));
        let words = || Text::new("why\nso");
        let answer = Answer(ANSWER.map(|name| Text::new(if name == "item" { "" } else { name })));
        for standing in [
            Standing::Waiting,
            Standing::Same(3),
            Standing::Answered(Box::new(answer)),
            Standing::NotFound(words()),
            Standing::Failed(words()),
            Standing::Unknown(words()),
        ] {
            let key = Some(SiteKey::new("KHg6MS4w="));
            let site = Site { key, standing };
            assert_eq!(Site::from_record(&site.record()), Ok(site));
        }
        for key in [None, Some(QualificationId::new("q1"))] {
            let request = Request {
                sites: vec![0, 4],
                is_over: key.is_some(),
                key,
            };
            assert_eq!(Request::from_record(&request.record()), Ok(request));
        }
    }

    #[test]
    fn what_another_version_wrote_is_left_to_it() {
        let mut record = plan().record();
        record["lines"][0]["site"] = 7.into();
        assert_eq!(Plan::from_record(&record), Err(Unreadable));
        for odd in [json!({}), json!({ "standing": "flown" }), json!([])] {
            assert_eq!(Site::from_record(&odd), Err(Unreadable));
            assert_eq!(Request::from_record(&odd), Err(Unreadable));
        }
    }
}
