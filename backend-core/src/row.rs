//! Rows: what a result's columns are, and how a row becomes a Rust value.

use crate::error::{Error, ErrorKind, Result};
use crate::value::{ColumnKind, FromValue, Value, ValueRef};

/// A column of a result, known before its first row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResultColumn {
    /// The name that the statement gives it.
    pub name: String,
    /// The kind of its values. A cell may still be of another kind where the database does not enforce types.
    pub kind: ColumnKind,
    /// The type as the database spells it, where it has one.
    pub type_name: Option<String>,
}

impl ResultColumn {
    /// A column of that name and kind.
    pub fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self {
            name: name.into(),
            kind,
            type_name: None,
        }
    }

    /// Sets the type as the database spells it.
    #[must_use]
    pub fn with_type_name(mut self, type_name: impl Into<String>) -> Self {
        self.type_name = Some(type_name.into());
        self
    }
}

/// Makes a Rust value of a row.
///
/// Where the fields' columns stand is resolved once a result ([`plan`](Self::plan)), not once a row. Tuples take the
/// columns in order; structs made by [`from_row!`](crate::from_row) take them by name; write it by hand for anything else.
pub trait FromRow: Sized + Send {
    /// What is resolved once a result.
    type Plan: Send;

    /// Resolves the columns.
    ///
    /// # Errors
    /// [`DoesNotExist`](ErrorKind::DoesNotExist) where a column is missing, [`Interface`](ErrorKind::Interface) where
    /// their number is wrong.
    fn plan(columns: &[ResultColumn]) -> Result<Self::Plan>;

    /// Makes the value of one row.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where a cell does not convert.
    fn from_row(plan: &Self::Plan, cells: &[ValueRef<'_>]) -> Result<Self>;
}

/// The position of the column of that name; for [`FromRow::plan`].
///
/// # Errors
/// [`DoesNotExist`](ErrorKind::DoesNotExist) where there is none, [`Interface`](ErrorKind::Interface) where there are
/// several.
pub fn column_index(columns: &[ResultColumn], name: &str) -> Result<usize> {
    let mut found = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.name == name);
    match (found.next(), found.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some(_), Some(_)) => Err(Error::new(
            ErrorKind::Interface,
            format!("the result has several columns named `{name}`"),
        )
        .with_column(name)),
        (None, _) => {
            let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
            Err(Error::new(
                ErrorKind::DoesNotExist,
                format!(
                    "the result has no column `{name}`, only {}",
                    names.join(", ")
                ),
            )
            .with_column(name))
        }
    }
}

/// The value of the cell at `index`; for [`FromRow::from_row`].
///
/// # Errors
/// [`Data`](ErrorKind::Data) where it does not convert, with `name` as the error's column.
#[inline]
pub fn cell<'r, T: FromValue<'r>>(cells: &[ValueRef<'r>], index: usize, name: &str) -> Result<T> {
    let Some(value) = cells.get(index) else {
        return Err(no_cell(index, name));
    };
    match T::from_value(*value) {
        Ok(value) => Ok(value),
        Err(error) => Err(in_column(error, name)),
    }
}

// Apart, so that what is done for each cell is small enough to stand where it is done.
#[cold]
fn no_cell(index: usize, name: &str) -> Error {
    Error::new(ErrorKind::Internal, format!("the row has no cell {index}")).with_column(name)
}

#[cold]
fn in_column(error: Error, name: &str) -> Error {
    error.context(format!("column `{name}`")).with_column(name)
}

/// Declares a struct that is made of rows, each field from the column of its name; or makes a struct that is there already be
/// made of rows, each field from the column that is named.
///
/// # Example
/// ```
/// use backend_core::from_row;
/// use backend_core::row::{FromRow, ResultColumn};
/// use backend_core::value::{ColumnKind, ValueRef};
///
/// from_row! {
///     /// An artist.
///     #[derive(Debug, PartialEq)]
///     pub struct Artist {
///         /// The key.
///         pub id: i64,
///         /// The name, where it is known.
///         pub name: Option<String>,
///     }
/// }
///
/// let columns =
///     [ResultColumn::new("name", ColumnKind::Text), ResultColumn::new("id", ColumnKind::I64)];
/// let plan = Artist::plan(&columns)?;
/// let artist = Artist::from_row(&plan, &[ValueRef::Null, ValueRef::I64(7)])?;
/// assert_eq!(artist, Artist { id: 7, name: None });
///
/// struct Album {
///     title: String,
/// }
///
/// from_row! {
///     impl Album {
///         title: "AlbumTitle",
///     }
/// }
///
/// let columns = [ResultColumn::new("AlbumTitle", ColumnKind::Text)];
/// let album = Album::from_row(&Album::plan(&columns)?, &[ValueRef::Text("Low")])?;
/// assert_eq!(album.title, "Low");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[macro_export]
macro_rules! from_row {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_visibility:vis $field:ident: $type:ty),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        $visibility struct $name {
            $($(#[$field_meta])* $field_visibility $field: $type,)+
        }

        $crate::from_row! {
            impl $name { $($field: const { $crate::row::unraw(stringify!($field)) },)+ }
        }
    };
    (impl $name:ident { $($field:ident: $column:expr),+ $(,)? }) => {
        impl $crate::row::FromRow for $name {
            type Plan = ::std::vec::Vec<usize>;

            fn plan(columns: &[$crate::row::ResultColumn]) -> $crate::error::Result<Self::Plan> {
                let names: &[&str] = &[$($column),+];
                names.iter().map(|name| $crate::row::column_index(columns, name)).collect()
            }

            fn from_row(
                plan: &Self::Plan,
                cells: &[$crate::value::ValueRef<'_>],
            ) -> $crate::error::Result<Self> {
                let mut indexes = plan.iter().copied();
                let mut next = || indexes.next().unwrap_or(usize::MAX);
                ::std::result::Result::Ok(Self {
                    $($field: $crate::row::cell(cells, next(), $column)?,)+
                })
            }
        }
    };
}

/// The name of a field without the `r#` of a raw identifier; for [`from_row!`](crate::from_row).
#[doc(hidden)]
#[must_use]
pub const fn unraw(field: &'static str) -> &'static str {
    if let [b'r', b'#', name @ ..] = field.as_bytes()
        && let Ok(name) = std::str::from_utf8(name)
    {
        return name;
    }
    field
}

macro_rules! tuple_from_row {
    ($count:literal: $($type:ident $index:literal),+) => {
        impl<$($type),+> FromRow for ($($type,)+)
        where
            $($type: for<'r> FromValue<'r> + Send),+
        {
            type Plan = ();

            fn plan(columns: &[ResultColumn]) -> Result<()> {
                if columns.len() == $count {
                    return Ok(());
                }
                Err(Error::new(
                    ErrorKind::Interface,
                    format!("the result has {} columns, not {}", columns.len(), $count),
                ))
            }

            fn from_row((): &(), cells: &[ValueRef<'_>]) -> Result<Self> {
                Ok(($(cell::<$type>(cells, $index, concat!("#", $index))?,)+))
            }
        }
    };
}
tuple_from_row!(1: A 0);
tuple_from_row!(2: A 0, B 1);
tuple_from_row!(3: A 0, B 1, C 2);
tuple_from_row!(4: A 0, B 1, C 2, D 3);
tuple_from_row!(5: A 0, B 1, C 2, D 3, E 4);
tuple_from_row!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple_from_row!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple_from_row!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

/// All values of a row, whatever its columns.
impl FromRow for Vec<Value> {
    type Plan = ();

    fn plan(_columns: &[ResultColumn]) -> Result<()> {
        Ok(())
    }

    fn from_row((): &(), cells: &[ValueRef<'_>]) -> Result<Self> {
        Ok(cells.iter().map(|cell| cell.to_value()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{FromRow as _, ResultColumn, column_index};
    use crate::error::ErrorKind;
    use crate::value::{ColumnKind, ValueRef};

    fn columns(names: &[&str]) -> Vec<ResultColumn> {
        names
            .iter()
            .map(|name| ResultColumn::new(*name, ColumnKind::Unknown))
            .collect()
    }

    #[test]
    fn a_name_must_be_there_once() {
        let columns = columns(&["a", "b", "a"]);
        assert_eq!(column_index(&columns, "b").unwrap(), 1);
        assert_eq!(
            column_index(&columns, "a").unwrap_err().kind(),
            ErrorKind::Interface
        );
        let error = column_index(&columns, "B").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DoesNotExist);
        assert_eq!(error.detail().column.as_deref(), Some("B"));
    }

    #[test]
    fn a_tuple_takes_exactly_its_number_of_columns() {
        assert!(<(i64, String)>::plan(&columns(&["a", "b"])).is_ok());
        let error = <(i64, String)>::plan(&columns(&["a"])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interface);
    }

    #[test]
    fn a_cell_that_does_not_convert_names_its_column() {
        from_row! {
            struct Row { r#type: i64 }
        }
        let plan = Row::plan(&columns(&["type"])).unwrap();
        let row = Row::from_row(&plan, &[ValueRef::I64(1)]).unwrap();
        assert_eq!(row.r#type, 1);
        let error = Row::from_row(&plan, &[ValueRef::Null]).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert_eq!(error.detail().column.as_deref(), Some("type"));
    }
}
