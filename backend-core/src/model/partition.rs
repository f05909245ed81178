//! [`Partitioning`] and [`PartitionOf`]: tables whose rows are kept in parts, and the parts.

use super::{IndexPart, QualifiedName};

/// How a table's rows are distributed over its partitions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct Partitioning {
    /// The rule.
    pub strategy: PartitionStrategy,
    /// The key, in order.
    pub parts: Vec<IndexPart>,
}

/// The rule by which a row finds its partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum PartitionStrategy {
    /// Each partition lists its keys.
    List,
    /// Each partition takes the keys between two bounds.
    Range,
    /// Each partition takes the keys of some remainders of a hash.
    Hash,
}

/// That a table is a partition, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct PartitionOf {
    /// The partitioned table.
    pub parent: QualifiedName,
    /// Which keys it takes, in the vendor's language.
    pub bound: String,
}
