//! Functions over windows, and [`over`], which puts an aggregate or a function over one.

use std::fmt;
use std::str::FromStr;

use sea_query::{Expr, FunctionCall};

use super::call::constant;
use super::clause::{OVER, reserved};
use super::order::OrderBy;
use crate::model::Identifier;

functions! {
    /// Functions over windows.
    WindowFunction = "window" {
        /// The row's number in its partition, from 1: [`row_number`].
        RowNumber(0) = "row_number", supports_over_clause;
        /// The row's rank, with gaps: [`rank`].
        Rank(0) = "rank", supports_over_clause;
        /// The row's rank, without gaps: [`dense_rank`].
        DenseRank(0) = "dense_rank", supports_over_clause;
        /// The rank between 0 and 1: [`percent_rank`].
        PercentRank(0) = "percent_rank", supports_over_clause;
        /// The part of the rows up to this one and its peers: [`cumulative_distribution`].
        CumulativeDistribution(0) = "cumulative_distribution", supports_over_clause;
        /// The number of the row's share: [`ntile`].
        Ntile(1) = "ntile", supports_over_clause;
        /// The value of a row before: [`lag`].
        Lag(1..=3) = "lag", supports_over_clause;
        /// The value of a row behind: [`lead`].
        Lead(1..=3) = "lead", supports_over_clause;
        /// The value of the frame's first row: [`first_value`].
        FirstValue(1) = "first_value", supports_over_clause;
        /// The value of the frame's last row: [`last_value`].
        LastValue(1) = "last_value", supports_over_clause;
        /// The value of the frame's row of that number: [`nth_value`].
        NthValue(2) = "nth_value", supports_nth_value;
    }
}

/// The row's number in its partition, from 1: an `i64`.
pub fn row_number() -> FunctionCall {
    WindowFunction::RowNumber.call()
}

/// The number of rows before the row and its peers, plus 1: an `i64`.
pub fn rank() -> FunctionCall {
    WindowFunction::Rank.call()
}

/// The number of groups of peers up to the row's: an `i64`.
pub fn dense_rank() -> FunctionCall {
    WindowFunction::DenseRank.call()
}

/// The rank less 1, as a part of the other rows: from 0 to 1, an `f64`; 0 of a single row.
pub fn percent_rank() -> FunctionCall {
    WindowFunction::PercentRank.call()
}

/// The part of the partition's rows that come no later than the row and its peers: above 0 up to 1, an `f64`.
pub fn cumulative_distribution() -> FunctionCall {
    WindowFunction::CumulativeDistribution.call()
}

/// The number of the row's share where the partition is parted in so many shares, from 1: an `i64`. The first shares have one row
/// more where it does not come out even.
pub fn ntile(shares: u32) -> FunctionCall {
    WindowFunction::Ntile.call().arg(constant(&shares))
}

/// The value so many rows before the row; NULL where there is no such row.
pub fn lag(expression: impl Into<Expr>, rows: u32) -> FunctionCall {
    WindowFunction::Lag
        .call()
        .arg(expression)
        .arg(constant(&rows))
}

/// The value so many rows before the row; `default`, which is of the same type, where there is no such row.
pub fn lag_or(expression: impl Into<Expr>, rows: u32, default: impl Into<Expr>) -> FunctionCall {
    lag(expression, rows).arg(default)
}

/// The value so many rows behind the row; NULL where there is no such row.
pub fn lead(expression: impl Into<Expr>, rows: u32) -> FunctionCall {
    WindowFunction::Lead
        .call()
        .arg(expression)
        .arg(constant(&rows))
}

/// The value so many rows behind the row; `default`, which is of the same type, where there is no such row.
pub fn lead_or(expression: impl Into<Expr>, rows: u32, default: impl Into<Expr>) -> FunctionCall {
    lead(expression, rows).arg(default)
}

/// The value of the first row of the frame; NULL where the frame is empty.
pub fn first_value(expression: impl Into<Expr>) -> FunctionCall {
    WindowFunction::FirstValue.call().arg(expression)
}

/// The value of the last row of the frame, which by default ends with the row's peers; NULL where the frame is empty.
pub fn last_value(expression: impl Into<Expr>) -> FunctionCall {
    WindowFunction::LastValue.call().arg(expression)
}

/// The value of the row of that number in the frame, from 1; NULL where there is no such row.
pub fn nth_value(expression: impl Into<Expr>, number: u32) -> FunctionCall {
    WindowFunction::NthValue
        .call()
        .arg(expression)
        .arg(constant(&number))
}

/// The rows that a function sees beside its own: which belong together, in which order, and how many around each.
///
/// `sea_query` has windows of a select's columns; this one stands wherever an expression does, also in the order of a select.
///
/// # Example
/// ```
/// use backend_core::function::{Window, ascending, over, row_number};
/// use backend_core::query::Query;
/// use backend_core::sea_query::Expr;
///
/// let of_year = Window::new()
///     .partition_by(Expr::col("born"))
///     .order_by(ascending(Expr::col("name")));
/// let numbered: Query = Query::select()
///     .column("name")
///     .expr_as(over(row_number(), of_year), "number")
///     .from("artist")
///     .into();
/// # let _ = numbered;
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    base: Option<Identifier>,
    partition: Vec<Expr>,
    order: Vec<Expr>,
    frame: Option<Frame>,
}

impl Window {
    /// All rows, in no order.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The window of that name, which the select defines; what it lacks may be added.
    ///
    /// # Requires
    /// `supports_named_windows`.
    ///
    /// `sea_query` writes the definition behind the order and the limit, where no server reads it: a select that names windows
    /// has neither, and is ordered as a subquery.
    #[must_use]
    pub fn named(name: Identifier) -> Self {
        Self {
            base: Some(name),
            ..Self::default()
        }
    }

    /// Only the rows that have the same value of this, and of what was said before.
    #[must_use]
    pub fn partition_by(mut self, expression: impl Into<Expr>) -> Self {
        self.partition.push(expression.into());
        self
    }

    /// Rows in this order, behind what was said before. Rows that are equal in it are peers.
    #[must_use]
    pub fn order_by(mut self, order: OrderBy) -> Self {
        self.order.push(order.into_argument());
        self
    }

    /// Only the rows around each. By default, with an order, all up to the row's last peer, and without one all.
    #[must_use]
    pub const fn frame(mut self, frame: Frame) -> Self {
        self.frame = Some(frame);
        self
    }
}

/// What the constant of a named window begins with.
pub(super) const NAMED: &str = "named ";

/// An aggregate or a function of this module over a window.
///
/// # Requires
/// `supports_over_clause`.
pub fn over(function: FunctionCall, window: Window) -> FunctionCall {
    // A name may be empty.
    let base = window.base.map(|name| format!("{NAMED}{name}"));
    let frame = window.frame.map(|frame| frame.to_string());
    let head = [
        constant(&base.unwrap_or_default()),
        constant(&frame.unwrap_or_default()),
    ];
    let parts = head.into_iter().chain(window.partition);
    function.arg(reserved(OVER).args(parts.chain(window.order)))
}

/// What a frame's bounds are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FrameUnit {
    /// Rows.
    Rows,
    /// The difference of the one expression of the order, which is a number.
    Range,
    /// Groups of peers.
    Groups,
}

/// Where a frame begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Bound {
    /// At the partition's first row.
    UnboundedPreceding,
    /// So many before the row.
    Preceding(u32),
    /// At the row; in ranges and groups at its first or last peer.
    CurrentRow,
    /// So many behind the row.
    Following(u32),
    /// At the partition's last row.
    UnboundedFollowing,
}

/// What is left out of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Exclusion {
    /// The row itself.
    CurrentRow,
    /// The row and its peers.
    Group,
    /// The row's peers, but not the row.
    Ties,
}

/// The rows around each row that a function sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frame {
    pub(super) unit: FrameUnit,
    pub(super) start: Bound,
    pub(super) end: Bound,
    pub(super) exclusion: Option<Exclusion>,
}

impl Frame {
    /// So many rows.
    #[must_use]
    pub const fn rows(start: Bound, end: Bound) -> Self {
        Self::new(FrameUnit::Rows, start, end)
    }

    /// The rows whose number in the order differs by so much.
    ///
    /// # Requires
    /// `supports_frame_range_fixed_distance` for bounds with a number.
    #[must_use]
    pub const fn range(start: Bound, end: Bound) -> Self {
        Self::new(FrameUnit::Range, start, end)
    }

    /// So many groups of peers.
    ///
    /// # Requires
    /// `supports_frame_groups`.
    #[must_use]
    pub const fn groups(start: Bound, end: Bound) -> Self {
        Self::new(FrameUnit::Groups, start, end)
    }

    const fn new(unit: FrameUnit, start: Bound, end: Bound) -> Self {
        Self {
            unit,
            start,
            end,
            exclusion: None,
        }
    }

    /// Leaves rows out.
    ///
    /// # Requires
    /// `supports_frame_exclusion`.
    #[must_use]
    pub const fn excluding(mut self, exclusion: Exclusion) -> Self {
        self.exclusion = Some(exclusion);
        self
    }
}

impl FrameUnit {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Rows => "ROWS",
            Self::Range => "RANGE",
            Self::Groups => "GROUPS",
        }
    }
}

impl Bound {
    /// The number, and the words behind it.
    pub(super) const fn parts(self) -> (Option<u32>, &'static str) {
        match self {
            Self::UnboundedPreceding => (None, "UNBOUNDED PRECEDING"),
            Self::Preceding(count) => (Some(count), "PRECEDING"),
            Self::CurrentRow => (None, "CURRENT ROW"),
            Self::Following(count) => (Some(count), "FOLLOWING"),
            Self::UnboundedFollowing => (None, "UNBOUNDED FOLLOWING"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Some(match text.split_once(' ')? {
            ("UNBOUNDED", "PRECEDING") => Self::UnboundedPreceding,
            ("UNBOUNDED", "FOLLOWING") => Self::UnboundedFollowing,
            ("CURRENT", "ROW") => Self::CurrentRow,
            (count, "PRECEDING") => Self::Preceding(count.parse().ok()?),
            (count, "FOLLOWING") => Self::Following(count.parse().ok()?),
            _ => return None,
        })
    }
}

impl Exclusion {
    const ALL: [Self; 3] = [Self::CurrentRow, Self::Group, Self::Ties];

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::CurrentRow => "CURRENT ROW",
            Self::Group => "GROUP",
            Self::Ties => "TIES",
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (Some(count), words) => write!(f, "{count} {words}"),
            (None, words) => f.write_str(words),
        }
    }
}

/// As SQL has it: `ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES`.
impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            unit, start, end, ..
        } = self;
        write!(f, "{} BETWEEN {start} AND {end}", unit.word())?;
        match self.exclusion {
            Some(exclusion) => write!(f, " EXCLUDE {}", exclusion.words()),
            None => Ok(()),
        }
    }
}

/// A text is not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoFrame;

impl FromStr for Frame {
    type Err = NoFrame;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, NoFrame> {
        parse(text).ok_or(NoFrame)
    }
}

fn parse(text: &str) -> Option<Frame> {
    let (text, exclusion) = match text.split_once(" EXCLUDE ") {
        Some((text, words)) => {
            let mut all = Exclusion::ALL.into_iter();
            (text, Some(all.find(|it| it.words() == words)?))
        }
        None => (text, None),
    };
    let (unit, bounds) = text.split_once(" BETWEEN ")?;
    let mut units = [FrameUnit::Rows, FrameUnit::Range, FrameUnit::Groups].into_iter();
    let unit = units.find(|it| it.word() == unit)?;
    let (start, end) = bounds.split_once(" AND ")?;
    Some(Frame {
        unit,
        start: Bound::parse(start)?,
        end: Bound::parse(end)?,
        exclusion,
    })
}

#[cfg(test)]
mod tests {
    use super::{Bound, Exclusion, Frame};

    #[test]
    fn a_frame_is_read_back_from_its_text() {
        let frames = [
            Frame::rows(Bound::UnboundedPreceding, Bound::CurrentRow),
            Frame::range(Bound::Preceding(7), Bound::Following(0)),
            Frame::groups(Bound::CurrentRow, Bound::UnboundedFollowing).excluding(Exclusion::Ties),
            Frame::rows(Bound::Preceding(1), Bound::Preceding(1)).excluding(Exclusion::CurrentRow),
        ];
        for frame in frames {
            assert_eq!(frame.to_string().parse(), Ok(frame));
        }
        for text in [
            "",
            "ROWS",
            "ROWS BETWEEN 1 AND 2",
            "ROWS BETWEEN -1 PRECEDING AND CURRENT ROW",
        ] {
            assert!(text.parse::<Frame>().is_err(), "{text}");
        }
    }
}
