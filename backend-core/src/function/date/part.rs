//! [`DatePart`] and [`DateUnit`]: the words of functions of dates, as values that can be nothing else.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// An enum whose values are words: all of them, their text, and back.
macro_rules! words {
    ($(#[$about:meta])+ $name:ident, $what:literal { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal;)+ }) => {
        $(#[$about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl FromStr for $name {
            type Err = Error;

            /// Reads exactly one of the words, in lower case.
            fn from_str(text: &str) -> Result<Self, Error> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(Error::new(
                        ErrorKind::Data,
                        concat!($what, " is one of", $(" ", $word),+),
                    )),
                }
            }
        }
    };
}

words! {
    /// What is extracted from a date, a time or a timestamp: a whole number.
    ///
    /// # Example
    /// ```
    /// use backend_core::function::DatePart;
    ///
    /// let part: DatePart = "iso_year".parse()?;
    /// assert_eq!(part, DatePart::IsoYear);
    /// assert!("year FROM now()) --".parse::<DatePart>().is_err());
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    DatePart, "a part of a date" {
        /// The year of the calendar.
        Year = "year";
        /// The year that the ISO week belongs to.
        IsoYear = "iso_year";
        /// 1 to 4.
        Quarter = "quarter";
        /// 1 to 12.
        Month = "month";
        /// The ISO week, 1 to 53: it begins on a Monday, and the first one holds January the 4th.
        Week = "week";
        /// The day of the month, 1 to 31.
        Day = "day";
        /// 1 to 366.
        DayOfYear = "day_of_year";
        /// 1 is Sunday and 7 is Saturday, as Django counts its `week_day`.
        WeekDayFromSunday = "week_day_from_sunday";
        /// 1 is Monday and 7 is Sunday, as ISO 8601 counts.
        IsoWeekDay = "iso_week_day";
        /// 0 to 23.
        Hour = "hour";
        /// 0 to 59.
        Minute = "minute";
        /// The whole seconds, 0 to 59.
        Second = "second";
        /// The fraction of the second, 0 to 999,999; further digits are cut off.
        Microsecond = "microsecond";
        /// The whole seconds since 1970-01-01 00:00:00, of times since midnight; what is before it is rounded down.
        Epoch = "epoch";
    }
}

impl DatePart {
    /// Whether a time of day has it.
    #[must_use]
    pub const fn is_of_time(self) -> bool {
        matches!(
            self,
            Self::Hour | Self::Minute | Self::Second | Self::Microsecond | Self::Epoch
        )
    }
}

words! {
    /// What dates and times are truncated to: the beginning of this unit.
    ///
    /// # Example
    /// ```
    /// use backend_core::function::DateUnit;
    ///
    /// assert_eq!("week".parse::<DateUnit>()?, DateUnit::Week);
    /// assert_eq!(DateUnit::Week.to_string(), "week");
    /// assert!("fortnight".parse::<DateUnit>().is_err());
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    DateUnit, "a unit of time" {
        /// January the 1st.
        Year = "year";
        /// The first day of January, April, July or October.
        Quarter = "quarter";
        /// The first day of the month.
        Month = "month";
        /// The Monday.
        Week = "week";
        /// Midnight.
        Day = "day";
        /// The full hour.
        Hour = "hour";
        /// The full minute.
        Minute = "minute";
        /// The full second.
        Second = "second";
    }
}

impl DateUnit {
    /// Whether it is a day or longer.
    #[must_use]
    pub const fn is_of_date(self) -> bool {
        !matches!(self, Self::Hour | Self::Minute | Self::Second)
    }
}
