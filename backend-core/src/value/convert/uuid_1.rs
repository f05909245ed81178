//! Conversions of `uuid`'s type.

use super::{ArrayElement, FromValue, IntoValue};
use crate::error::Result;
use crate::value::{ColumnKind, TypedValue, Uuid, ValueRef};

impl From<Uuid> for uuid::Uuid {
    fn from(uuid: Uuid) -> Self {
        Self::from_bytes(*uuid.as_bytes())
    }
}

impl From<uuid::Uuid> for Uuid {
    fn from(uuid: uuid::Uuid) -> Self {
        Self::from_bytes(uuid.into_bytes())
    }
}

impl FromValue<'_> for uuid::Uuid {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        Uuid::from_value(value).map(Self::from)
    }
}

impl IntoValue for uuid::Uuid {
    const KIND: ColumnKind = ColumnKind::Uuid;

    fn into_value(self) -> TypedValue {
        Uuid::from(self).into_value()
    }
}

impl ArrayElement for uuid::Uuid {}

#[cfg(test)]
mod tests {
    use super::super::tests::round_trip;
    use crate::value::{FromValue as _, ValueRef};

    #[test]
    fn uuids_go_there_and_back() {
        let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        let uuid: uuid::Uuid = text.parse().unwrap();
        assert_eq!(super::Uuid::from(uuid).to_string(), text);
        assert_eq!(uuid::Uuid::from_value(ValueRef::Text(text)).unwrap(), uuid);
        round_trip(uuid);
        round_trip(uuid::Uuid::max());
    }
}
