//! [`Features`]: what a server can do, as this backend drives it: flags, limits and styles.
//!
//! A vendor hands in `fn(&ServerInfo) -> Features`; version conditions live there and nowhere else. Whoever must refuse
//! something calls [`Features::require`], the one place where a flag becomes an error.

use crate::error::{Error, Result};
use crate::flag::{Flag, flag_table};
use crate::model::Identifier;

/// Where NULLs stand in an ascending sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NullsOrder {
    /// NULLs come before every value.
    Smallest,
    /// NULLs come after every value.
    Largest,
}

/// How the server compares the names of tables and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdentifierCase {
    /// `Item` and `item` are two names.
    Sensitive,
    /// `Item` and `item` are one name; the spelling of its creation is kept.
    Insensitive,
}

/// What the length of a text counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextUnit {
    /// Unicode scalar values.
    Characters,
    /// Units of UTF-16: a character beyond the basic plane is two.
    Utf16Units,
}

macro_rules! make_features {
    ($($(#[doc = $doc:literal])+ $name:ident [$($needs:ident),*];)+) => {
        /// What a server can do, as this backend drives it.
        ///
        /// A plain struct: a vendor writes what holds and ends with `..Features::MINIMAL`, a child vendor ends with its
        /// parent's. Every flag is off in [`Features::MINIMAL`], so that a flag added later never claims something for a
        /// backend that was written before it.
        ///
        /// # Example
        /// ```
        /// use backend_core::features::Features;
        /// use backend_core::flag::Flag;
        ///
        /// let features = Features { supports_transactions: true, ..Features::MINIMAL };
        /// assert!(features.get(Flag::supports_transactions));
        /// let refusal = features.require(Flag::uses_savepoints).unwrap_err();
        /// assert_eq!(refusal.to_string(), "not supported by this database (flag uses_savepoints)");
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(clippy::exhaustive_structs, reason = "vendors end with `..Features::MINIMAL`")]
        pub struct Features {
            $($(#[doc = $doc])+ pub $name: bool,)+
            /// The longest name, in bytes of UTF-8; `None` where the server sets no limit.
            pub max_identifier_bytes: Option<u32>,
            /// The most parameters of one statement.
            pub max_query_parameters: Option<u32>,
            /// The most columns of one table.
            pub max_columns_per_table: Option<u32>,
            /// The most columns of one index.
            pub max_columns_per_index: Option<u32>,
            /// The most significant digits of a decimal column; `None` where any number is kept.
            pub max_decimal_digits: Option<u32>,
            /// The most steps of a path into a JSON document.
            pub max_json_path_steps: Option<u32>,
            /// The longest key of a JSON document that can be looked for, in [`text_unit`](Self::text_unit)s.
            pub max_json_key_length: Option<u32>,
            /// Digits of a second's fraction that a time or timestamp keeps, 0 to 9.
            pub fractional_second_digits: u8,
            /// Where NULLs stand in an ascending sort.
            pub nulls_order: NullsOrder,
            /// How names are compared.
            pub identifier_case: IdentifierCase,
            /// What the declared length of a text column counts.
            pub text_unit: TextUnit,
        }

        impl Features {
            /// Nothing: every flag off, no limit, seconds without a fraction.
            pub const MINIMAL: Self = Self {
                $($name: false,)+
                max_identifier_bytes: None,
                max_query_parameters: None,
                max_columns_per_table: None,
                max_columns_per_index: None,
                max_decimal_digits: None,
                max_json_path_steps: None,
                max_json_key_length: None,
                fractional_second_digits: 0,
                nulls_order: NullsOrder::Smallest,
                identifier_case: IdentifierCase::Sensitive,
                text_unit: TextUnit::Characters,
            };

            /// Whether `flag` is on.
            #[must_use]
            pub const fn get(&self, flag: Flag) -> bool {
                match flag {
                    $(Flag::$name => self.$name,)+
                }
            }

            /// Turns `flag` on or off, and no other flag.
            pub const fn set(&mut self, flag: Flag, on: bool) {
                match flag {
                    $(Flag::$name => self.$name = on,)+
                }
            }
        }
    };
}
flag_table!(make_features);

impl Features {
    /// Refuses what the server cannot do.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) with the flag, where it is off. Nothing was sent.
    pub fn require(&self, flag: Flag) -> Result<()> {
        if self.get(flag) {
            Ok(())
        } else {
            Err(Error::not_supported(flag))
        }
    }

    /// Turns `flag` around without a contradiction: off, it takes those with it that require it; on, it brings those that it
    /// requires.
    pub fn turn(&mut self, flag: Flag, on: bool) {
        self.set(flag, on);
        for info in Flag::ALL {
            if on && flag.info().requires.contains(&info.flag) && !self.get(info.flag)
                || !on && info.requires.contains(&flag) && self.get(info.flag)
            {
                self.turn(info.flag, on);
            }
        }
    }

    /// Refuses a name that the server would refuse or cut short.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) for an empty name without `supports_empty_identifiers`;
    /// [`Data`](crate::error::ErrorKind::Data) for one longer than `max_identifier_bytes`.
    pub fn check_identifier(&self, name: &Identifier) -> Result<()> {
        if name.as_str().is_empty() {
            self.require(Flag::supports_empty_identifiers)?;
        }
        let bytes = name.as_str().len();
        match self.max_identifier_bytes {
            Some(most) if u64::try_from(bytes).is_ok_and(|bytes| bytes > u64::from(most)) => {
                Err(Error::new(
                    crate::error::ErrorKind::Data,
                    format!(
                        "the name {} has {bytes} bytes, the limit is {most}",
                        name.shortened()
                    ),
                ))
            }
            _ => Ok(()),
        }
    }

    /// The flags that are on although one that they require is off, each with that one.
    #[must_use]
    pub fn contradictions(&self) -> Vec<(Flag, Flag)> {
        Flag::ALL
            .iter()
            .filter(|info| self.get(info.flag))
            .flat_map(|info| info.requires.iter().map(|needed| (info.flag, *needed)))
            .filter(|(_, needed)| !self.get(*needed))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Features;
    use crate::error::ErrorKind;
    use crate::flag::Flag;
    use crate::model::Identifier;

    #[test]
    fn each_flag_turns_its_own_field_and_no_other() {
        for info in Flag::ALL {
            let mut features = Features::MINIMAL;
            features.set(info.flag, true);
            let on: Vec<Flag> = Flag::ALL
                .iter()
                .map(|info| info.flag)
                .filter(|flag| features.get(*flag))
                .collect();
            assert_eq!(on, [info.flag]);
            assert!(features.require(info.flag).is_ok());
            let refusal = Features::MINIMAL.require(info.flag).unwrap_err();
            assert_eq!(refusal.kind(), ErrorKind::NotSupported(Some(info.flag)));
        }
    }

    #[test]
    fn a_flag_without_the_one_it_requires_is_a_contradiction() {
        let mut features = Features {
            can_release_savepoints: true,
            ..Features::MINIMAL
        };
        assert_eq!(
            features.contradictions(),
            [(Flag::can_release_savepoints, Flag::uses_savepoints)]
        );
        features.uses_savepoints = true;
        features.supports_transactions = true;
        assert!(features.contradictions().is_empty());
    }

    #[test]
    fn a_turned_flag_turns_others_but_makes_no_contradiction() {
        let mut features = Features::MINIMAL;
        features.turn(Flag::can_release_savepoints, true);
        assert!(features.supports_transactions && features.uses_savepoints);
        assert!(!features.can_rollback_ddl);
        features.turn(Flag::supports_transactions, false);
        assert_eq!(features, Features::MINIMAL);
    }

    #[test]
    fn names_are_refused_at_one_byte_over_the_limit() {
        let features = Features {
            max_identifier_bytes: Some(4),
            ..Features::MINIMAL
        };
        let name = |text: &str| Identifier::new(text).unwrap();
        assert!(features.check_identifier(&name("éé")).is_ok());
        let error = features.check_identifier(&name("ééx")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        let error = features.check_identifier(&name("")).unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::NotSupported(Some(Flag::supports_empty_identifiers))
        );
    }
}
