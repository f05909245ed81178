//! [`enumeration!`](crate::enumeration): enums whose variants stand for the words of a database's enumeration.

use super::super::scan::Quoted;
use crate::error::{Error, ErrorKind};

/// Lets an enum without fields be read from text, written as text, and be an element of arrays: each variant with its word in
/// the database, its label.
///
/// The enum gets a constant `ALL` of its variants in the order that they are written in, a function `label`, and implements
/// [`Display`](std::fmt::Display), [`FromStr`](std::str::FromStr), [`FromValue`](crate::value::FromValue),
/// [`IntoValue`](crate::value::IntoValue) and [`ArrayElement`](crate::value::ArrayElement). It must be `Copy`.
///
/// # Example
/// ```
/// use backend_core::value::{FromValue as _, ValueRef};
///
/// #[derive(Debug, Clone, Copy, PartialEq)]
/// enum Mood {
///     Sad,
///     VeryHappy,
/// }
/// backend_core::enumeration! {
///     impl Mood {
///         Sad: "sad",
///         VeryHappy: "very happy",
///     }
/// }
///
/// assert_eq!(Mood::from_value(ValueRef::Text("very happy"))?, Mood::VeryHappy);
/// assert_eq!(Mood::Sad.to_string(), "sad");
/// let error = "glad".parse::<Mood>().unwrap_err();
/// assert_eq!(error.to_string(), "`glad` is none of the labels of Mood");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[macro_export]
macro_rules! enumeration {
    (impl $name:ident { $($variant:ident: $label:expr),+ $(,)? }) => {
        impl $name {
            /// All, in the order of the database.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the database.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.label())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::error::Error;

            fn from_str(label: &str) -> $crate::error::Result<Self> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|each| each.label() == label)
                    .ok_or_else(|| $crate::value::not_a_label(label, stringify!($name)))
            }
        }

        impl $crate::value::FromValue<'_> for $name {
            fn from_value(value: $crate::value::ValueRef<'_>) -> $crate::error::Result<Self> {
                <&str as $crate::value::FromValue<'_>>::from_value(value)?.parse()
            }
        }

        impl $crate::value::IntoValue for $name {
            const KIND: $crate::value::ColumnKind = $crate::value::ColumnKind::Text;

            fn into_value(self) -> $crate::value::TypedValue {
                $crate::value::IntoValue::into_value(self.label())
            }
        }

        impl $crate::value::ArrayElement for $name {}
    };
}

/// The error for a word that an enumeration has not; for [`enumeration!`](crate::enumeration).
#[doc(hidden)]
#[must_use]
pub fn not_a_label(label: &str, name: &str) -> Error {
    let message = format!("{} is none of the labels of {name}", Quoted(label));
    Error::new(ErrorKind::Data, message)
}

#[cfg(test)]
mod tests {
    use crate::error::ErrorKind;
    use crate::value::{
        Array, ColumnKind, FromValue as _, IntoValue as _, Native, NativeContent, TypedValue,
        Value, ValueRef,
    };

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Mood {
        Sad,
        Result,
    }

    #[allow(
        unreachable_pub,
        reason = "what is made is for enums of any visibility"
    )]
    mod words {
        use super::Mood;

        crate::enumeration! {
            impl Mood {
                Sad: "sad",
                Result: "it's",
            }
        }
    }

    #[test]
    fn every_form_of_text_is_read() {
        let native = Native {
            type_name: "mood".into(),
            content: NativeContent::Text("it's".into()),
        };
        let mood = Mood::from_value(ValueRef::Native(&native)).unwrap();
        assert_eq!(mood, Mood::Result);
        let error = Mood::from_value(ValueRef::Text("Sad")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(Mood::from_value(ValueRef::I64(0)).is_err());
    }

    #[test]
    fn arrays_and_nulls_go_both_ways() {
        let array = Array::new(
            ColumnKind::Text,
            vec![Value::Text("sad".into()), Value::Null],
        );
        let moods = Vec::<Option<Mood>>::from_value(ValueRef::Array(&array)).unwrap();
        assert_eq!(moods, [Some(Mood::Sad), None]);
        assert_eq!(
            moods.into_value(),
            TypedValue {
                value: Value::Array(Box::new(array)),
                kind: Some(ColumnKind::Text.array()),
            }
        );
        assert_eq!(
            None::<Mood>.into_value(),
            TypedValue::null(ColumnKind::Text)
        );
    }
}
