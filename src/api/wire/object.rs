//! The mirror of a JSON object: named keys as fields, everything else skipped.
//!
//! Not derived, because a derived mirror refuses an object that repeats a key, and a server's slip must not lose a row.

use std::borrow::Cow;

use super::field::Field;

/// Declares the mirror of a JSON object: every key is optional, keys that are not named are skipped (G12), and a
/// repeated key counts as its last value.
macro_rules! wire_object {
    ($(#[$meta:meta])* $name:ident { $($field:ident = $key:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default)]
        pub(crate) struct $name<'a> {
            $(pub(crate) $field: $crate::api::wire::field::Field<'a>,)+
        }

        impl<'de> serde::Deserialize<'de> for $name<'de> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Keys;

                impl<'de> serde::de::Visitor<'de> for Keys {
                    type Value = $name<'de>;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<Self::Value, A::Error> {
                        let mut object = $name::default();
                        while let Some(key) = map.next_key::<$crate::api::wire::object::Key<'_>>()? {
                            match key.0.as_ref() {
                                $($key => {
                                    object.$field =
                                        $crate::api::wire::field::Field::new(map.next_value()?);
                                })+
                                _ => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        Ok(object)
                    }
                }

                deserializer.deserialize_map(Keys)
            }
        }

        impl<'a> $name<'a> {
            /// Reads an object; the error says why it is none.
            pub(crate) fn read(json: &'a str) -> Result<Self, serde_json::Error> {
                serde_json::from_str(json)
            }
        }
    };
}
pub(crate) use wire_object;

/// A row of a list, and what is wrong with it if it turns out to have no key: one that could not be read is empty.
pub(crate) fn row<T: Default>(read: Result<T, serde_json::Error>) -> (T, String) {
    match read {
        Ok(row) => (row, "no id".to_owned()),
        Err(why) => (T::default(), why.to_string()),
    }
}

/// Members of an object that are read at most where no table says which there are.
const MAX_MEMBERS: usize = 256;

/// Every member of an object whose keys no table lists, in its order; none where it is no object.
pub(crate) fn members(json: &str) -> Vec<(Cow<'_, str>, Field<'_>)> {
    serde_json::from_str(json).map_or_else(|_| Vec::new(), |Members(members)| members)
}

struct Members<'a>(Vec<(Cow<'a, str>, Field<'a>)>);

impl<'de> serde::Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Every;

        impl<'de> serde::de::Visitor<'de> for Every {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Key(key)) = map.next_key::<Key<'_>>()? {
                    let value = Field::new(map.next_value()?);
                    if members.len() < MAX_MEMBERS {
                        members.push((key, value));
                    }
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Every)
    }
}

/// A key, borrowed from the answer unless it holds an escape.
pub(crate) struct Key<'a>(pub(crate) Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Spelling;

        impl<'de> serde::de::Visitor<'de> for Spelling {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }

        deserializer.deserialize_str(Spelling)
    }
}

#[cfg(test)]
mod tests {
    wire_object!(Pair { code = "code", name = "name" });

    #[test]
    fn g12_unknown_keys_are_skipped_and_the_last_of_two_counts() {
        let pair = Pair::read(r#"{"x":[{}],"code":1,"na\u006de":"first","name":"last"}"#).unwrap();
        assert_eq!(pair.code.text().unwrap().wire(), "1");
        assert_eq!(pair.name.text().unwrap().wire(), "last");
        assert!(Pair::read("[]").is_err());
    }
}
