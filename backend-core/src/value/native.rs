//! [`Native`]: the escape hatch for types that only one vendor has.

use std::borrow::Cow;

/// A value of a type that has no kind of its own here, in the vendor's text or bytes.
///
/// Lossless: what a vendor gives, it takes back. An unknown type never ends a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "vendors make it by literal")]
pub struct Native<'a> {
    /// The type's name, as the vendor spells it.
    pub type_name: Cow<'a, str>,
    /// The value.
    pub content: NativeContent<'a>,
}

/// A native value in the form that its vendor gave.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum NativeContent<'a> {
    /// The vendor's text form.
    Text(Cow<'a, str>),
    /// The vendor's binary form.
    #[cfg_attr(
        feature = "serde",
        serde(
            serialize_with = "super::serialize::hexadecimal",
            deserialize_with = "super::serialize::read_hexadecimal"
        )
    )]
    Bytes(Cow<'a, [u8]>),
}

impl Native<'_> {
    /// A copy that borrows nothing.
    #[must_use]
    pub fn to_owned_native(&self) -> Native<'static> {
        Native {
            type_name: Cow::Owned(self.type_name.clone().into_owned()),
            content: match &self.content {
                NativeContent::Text(text) => {
                    NativeContent::Text(Cow::Owned(text.clone().into_owned()))
                }
                NativeContent::Bytes(bytes) => {
                    NativeContent::Bytes(Cow::Owned(bytes.clone().into_owned()))
                }
            },
        }
    }
}
