//! [`Entry`]: one way in that is known from somewhere, and the [`Place`] that it is tried in.

use std::borrow::Cow;

use backend_core::flag::Flag;

/// One way in.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: &'static str,
    /// From where it is known.
    pub(super) source: &'static str,
    pub(super) place: Place,
    text: &'static str,
    /// How many letters stand before the text, where its length is the way in.
    filler: usize,
    /// Where Django tests the same.
    pub(super) django: Option<&'static str>,
    /// Whether it is one of the smoke lane.
    pub(super) smoke: bool,
}

impl Entry {
    pub(super) const fn new(
        id: &'static str,
        source: &'static str,
        place: Place,
        text: &'static str,
    ) -> Self {
        Self {
            id,
            source,
            place,
            text,
            filler: 0,
            django: None,
            smoke: false,
        }
    }

    /// Puts so many letters before the text.
    pub(super) const fn after(mut self, filler: usize) -> Self {
        self.filler = filler;
        self
    }

    /// Puts it into the smoke lane.
    pub(super) const fn smoke(mut self) -> Self {
        self.smoke = true;
        self
    }

    pub(super) const fn django(mut self, path: &'static str) -> Self {
        self.django = Some(path);
        self
    }

    pub(super) fn payload(&self) -> Cow<'static, str> {
        if self.filler == 0 {
            return Cow::Borrowed(self.text);
        }
        Cow::Owned("x".repeat(self.filler) + self.text)
    }
}

/// The places: what each claims, and the flags that it needs.
macro_rules! places {
    ($($place:ident $flags:tt $claim:literal;)+) => {
        /// Where a payload is put.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Place {
            $($place,)+
        }

        impl Place {
            /// What holds there of any payload.
            pub(super) const fn claim(self) -> &'static str {
                match self {
                    $(Self::$place => $claim,)+
                }
            }

            /// The flags without which there is no such place.
            pub(super) const fn requires(self) -> &'static [Flag] {
                match self {
                    $(Self::$place => &places!(@flags $flags),)+
                }
            }
        }
    };
    (@flags [$($flag:ident),*]) => { [$(Flag::$flag),*] };
}

places! {
    Table [] "in place of a table's name it is a name";
    Column [] "in place of a column's name it is a name";
    Unique [] "in place of a constraint's name it is a name";
    CheckName [supports_check_constraints] "in place of a check's name it is a name";
    ForeignKey [supports_foreign_keys] "in place of a foreign key's name it is a name";
    Index [] "in place of an index's name it is a name";
    View [supports_views] "in place of a view's name and its column's it is a name";
    RenamedTable [can_alter_tables] "as the new name of a table it is a name";
    RenamedColumn [can_alter_tables] "as the new name of a column it is a name";
    Schema [supports_schemas] "in place of a schema's name it is a name";
    Sequence [supports_sequences] "in place of a sequence's name it is a name";
    EnumLabel [supports_enum_types] "as a word of an enumeration it is a word";
    EnumName [supports_enum_types] "in place of a type's name it is a name";
    Comment [supports_comments] "in a comment it is text";
    Collation [supports_column_collations] "in place of a collation's name it is the name of none";
    NativeType [] "in place of a type it is no type, and refused";
    IndexMethod [] "in place of an index's method it is none, and refused";
    IndexOption [] "as an option of an index it is none, and refused";
    DefaultText [] "as a column's default it is text";
    CheckText [supports_check_constraints] "in a check's condition it is text";
    Savepoint [uses_savepoints, can_release_savepoints] "in place of a savepoint's name it is a name";
    Database [] "in place of a database's name it is a name, or refused";
    Channel [supports_notifications] "as a channel and as a message it is sent as it is";
    Contents [] "in rows that are put away and back, as a name and as text, it is as it was";
    UrlOption [] "as an option of a URL it is a value, or refused";
    Script [supports_batches] "as text in a script it is text";
    Alias [] "as the alias of a column it is a name";
    TableAlias [] "as the alias of a table it is a name";
    QueryAlias [] "as the alias of a subquery it is a name";
    JoinAlias [] "as the alias of a joined table it is a name";
    NamedQuery [supports_common_table_expressions] "as the name of a query before the query it is a name";
    Window [supports_named_windows] "as the name of a window it is a name";
    OrderBy [] "in place of a column to order by it is the name of none";
    GroupBy [] "in place of a column to group by it is the name of none";
    Selected [] "in place of a column to read it is the name of none";
    Filtered [] "in place of a column to filter by it is the name of none";
    UpdatedColumn [] "in place of a column to change it is the name of none";
    InsertedColumn [] "in place of a column to fill it is the name of none";
    FromTable [] "in place of a table to read it is the name of none";
    FromSchema [] "in place of a schema to read from it is the name of none";
    ConflictColumn [] "in place of the columns of a conflict it is the name of none";
    ConflictConstraint [supports_conflict_constraint_names] "in place of the constraint of a conflict it is the name of none";
    IntoTable [supports_select_into] "as the name of a table that a query makes it is a name";
    Function [] "in place of a function's name it is none, and refused";
    CastType [] "as what a value is cast to it is no type, and refused";
    QuotedType [] "as the quoted type of a cast it is the name of none";
    EnumType [] "as the type of an enumeration's value it is the name of none";
    Keyword [] "in place of a keyword it is none, and refused";
    Equal [] "as a value to compare with it is text, and equals nothing else";
    Compared [] "as a number that a text is compared with it equals none";
    Different [] "as a value in an OR and a NOT it is text";
    Listed [] "as one of many values it is text";
    Lookup [supports_text_lookups] "looked for in a text it is a part of it or is not there";
    JsonKey [supports_json_functions] "as a key of a path into JSON it is that key alone";
    QueryCollation [supports_query_collations] "as the collation of a text in a query it is the name of none";
    Pattern [] "in a pattern it is text, and matches nothing else";
    Stored [] "as a value that is stored it is text";
    StoredBytes [] "as bytes that are stored it is bytes";
    StoredMany [] "as a value of many rows it is text";
    Element [supports_arrays] "as an element of an array it is text";
    Constant [] "as a constant of a query it is text";
    Ordered [] "as a value to order by it is text";
    Template [] "as a value in an expression of one's own it is text";
    DatePart [] "in place of a part or a unit of a date it is none, and refused";
    Zone [] "in place of a time zone it is none, and refused";
    Delimiter [supports_string_aggregation] "between texts that are joined it is text";
    Numeric [] "in place of a number, a day or another value with a form it is none, and refused";
    Negated [] "as a number behind a minus it is a number";
    Shown [] "in a statement that is shown to people it is one literal";
}
