//! SQL Server's own options, by the words that the statements have for them: introspection fills them, the schema editor reads them.
//!
//! What the server does by itself is not said: the primary key is clustered and no other index is, locks are taken on rows
//! and pages, what a database stores goes to its default file group.

// Tables

/// Of a table that is kept in memory.
pub(crate) const MEMORY_OPTIMIZED: &str = "MEMORY_OPTIMIZED";
/// Of a table in memory whose rows are not kept: `SCHEMA_ONLY`.
pub(crate) const DURABILITY: &str = "DURABILITY";
/// Of a table whose rows of earlier times are kept: the quoted name of the table that keeps them.
pub(crate) const SYSTEM_VERSIONING: &str = "SYSTEM_VERSIONING";
/// How long they are kept, as `6 MONTHS`.
pub(crate) const HISTORY_RETENTION_PERIOD: &str = "HISTORY_RETENTION_PERIOD";
/// The two quoted columns that say from when to when a row holds.
pub(crate) const PERIOD: &str = "PERIOD FOR SYSTEM_TIME";
/// Of a table that keeps another's rows of earlier times: the quoted name of that table.
pub(crate) const HISTORY_OF: &str = "HISTORY OF";
/// Where a table, key or index is stored: a quoted file group, or a quoted partition scheme with its column in parentheses.
pub(crate) const ON: &str = "ON";
/// Where the large values of a table are stored.
pub(crate) const TEXTIMAGE_ON: &str = "TEXTIMAGE_ON";
/// Where the values of a table are stored that are files.
pub(crate) const FILESTREAM_ON: &str = "FILESTREAM_ON";
/// Of a table, key or index that is compressed: `ROW`, `PAGE`, `COLUMNSTORE_ARCHIVE`.
pub(crate) const DATA_COMPRESSION: &str = "DATA_COMPRESSION";
/// Of a table of which more or less than its rows are locked at once: `AUTO`, `DISABLE`.
pub(crate) const LOCK_ESCALATION: &str = "LOCK_ESCALATION";
/// Of a table whose past cannot be changed: `APPEND_ONLY`, or nothing for one whose rows can.
pub(crate) const LEDGER: &str = "LEDGER";
/// Of a table of nodes, or of edges between them.
pub(crate) const NODE: &str = "NODE";
/// Of a table of edges.
pub(crate) const EDGE: &str = "EDGE";
/// Of a table of files.
pub(crate) const FILETABLE: &str = "FILETABLE";
/// Of a table that is told which rows changed: `TRACK_COLUMNS_UPDATED`, or nothing for rows alone.
pub(crate) const CHANGE_TRACKING: &str = "CHANGE_TRACKING";

// Columns

/// Of a column that takes no room where it is NULL.
pub(crate) const SPARSE: &str = "SPARSE";
/// Of the XML that shows all of these columns.
pub(crate) const COLUMN_SET: &str = "COLUMN_SET FOR ALL_SPARSE_COLUMNS";
/// Of the column that `$ROWGUID` means.
pub(crate) const ROWGUIDCOL: &str = "ROWGUIDCOL";
/// Of a column whose values are files.
pub(crate) const FILESTREAM: &str = "FILESTREAM";
/// How a column is shown to who may not see it, as `default()`.
pub(crate) const MASKED: &str = "MASKED WITH FUNCTION";
/// With which key, in which way and by which algorithm clients encrypt a column, as they stand in parentheses.
pub(crate) const ENCRYPTED: &str = "ENCRYPTED WITH";
/// What the server writes into a column: `ROW START`, `ROW END`, and the same of transactions and sequence numbers.
pub(crate) const GENERATED_ALWAYS: &str = "GENERATED ALWAYS AS";
/// Of an identity, check or trigger that replication does without.
pub(crate) const NOT_FOR_REPLICATION: &str = "NOT FOR REPLICATION";
/// The quoted name of an object of `CREATE DEFAULT` that is bound to a column or type.
pub(crate) const BOUND_DEFAULT: &str = "BOUND DEFAULT";
/// The quoted name of an object of `CREATE RULE` that is bound to a column or type.
pub(crate) const BOUND_RULE: &str = "BOUND RULE";

// Keys and indexes

/// Of a unique constraint or an index by which the table's rows are sorted.
pub(crate) const CLUSTERED: &str = "CLUSTERED";
/// Of a primary key by which they are not.
pub(crate) const NONCLUSTERED: &str = "NONCLUSTERED";
/// How full pages are at first, in hundredths.
pub(crate) const FILLFACTOR: &str = "FILLFACTOR";
/// Whether the pages above the leaves are as full only: `ON`.
pub(crate) const PAD_INDEX: &str = "PAD_INDEX";
/// Whether a row with a key that is there is left out instead of refused: `ON`.
pub(crate) const IGNORE_DUP_KEY: &str = "IGNORE_DUP_KEY";
/// Whether rows are locked: `OFF`.
pub(crate) const ALLOW_ROW_LOCKS: &str = "ALLOW_ROW_LOCKS";
/// Whether pages are locked: `OFF`.
pub(crate) const ALLOW_PAGE_LOCKS: &str = "ALLOW_PAGE_LOCKS";
/// Whether statistics stay as they are: `ON`.
pub(crate) const STATISTICS_NORECOMPUTE: &str = "STATISTICS_NORECOMPUTE";
/// Whether inserts at the end do not wait for each other: `ON`.
pub(crate) const OPTIMIZE_FOR_SEQUENTIAL_KEY: &str = "OPTIMIZE_FOR_SEQUENTIAL_KEY";
/// Whether others can write the table while the index is made: `ON`. It is no fact of the index, and is not found.
pub(crate) const ONLINE: &str = "ONLINE";
/// The minutes that rows stay uncompressed in a columnstore.
pub(crate) const COMPRESSION_DELAY: &str = "COMPRESSION_DELAY";
/// The columns by which a columnstore is sorted, quoted, with `, ` between two.
pub(crate) const ORDER: &str = "ORDER";
/// The buckets of a hash index.
pub(crate) const BUCKET_COUNT: &str = "BUCKET_COUNT";
/// Of the XML index that the others of its column use.
pub(crate) const PRIMARY: &str = "PRIMARY";
/// The quoted XML index that an XML index uses.
pub(crate) const USING_XML_INDEX: &str = "USING XML INDEX";
/// What an XML index is searched for: `VALUE`, `PATH`, `PROPERTY`.
pub(crate) const FOR: &str = "FOR";
/// How a spatial index cuts the plane or globe, as `GEOMETRY_GRID`.
pub(crate) const USING: &str = "USING";
/// What stands in the parentheses of a spatial index's `WITH`.
pub(crate) const WITH: &str = "WITH";

/// Of an index that stands for a unique constraint which tells NULLs apart: of such constraints only, which the model has as
/// `Unique`. In the catalog it is an extended property of that name, which the index has.
pub(crate) const UNIQUE_CONSTRAINT: &str = "UNIQUE CONSTRAINT";

// Access methods of indexes

/// Rows by columns.
pub(crate) const COLUMNSTORE: &str = "COLUMNSTORE";
/// A hash, of tables in memory.
pub(crate) const HASH: &str = "HASH";
/// The nodes of XML.
pub(crate) const XML: &str = "XML";
/// Shapes.
pub(crate) const SPATIAL: &str = "SPATIAL";
/// The paths of JSON.
pub(crate) const JSON: &str = "JSON";
/// Nearest vectors.
pub(crate) const VECTOR: &str = "VECTOR";
/// No rows, but what values the columns have and how often: statistics that somebody asked for.
pub(crate) const STATISTICS: &str = "STATISTICS";

// Statistics

/// Of statistics that stay as they are.
pub(crate) const NORECOMPUTE: &str = "NORECOMPUTE";
/// Whether they are gathered for each partition: `ON`.
pub(crate) const INCREMENTAL: &str = "INCREMENTAL";
/// Whether they go where they are in the way of a change: `ON`.
pub(crate) const AUTO_DROP: &str = "AUTO_DROP";

// Views, which have the words that stand behind `WITH` in their statements

/// Of a view whose tables cannot be changed under it.
pub(crate) const SCHEMABINDING: &str = "SCHEMABINDING";
/// Of a view that clients are told of as if it were a table.
pub(crate) const VIEW_METADATA: &str = "VIEW_METADATA";

// Sequences

/// Of a sequence of which the server keeps as many numbers ready as it likes; otherwise none, or as many as are said.
pub(crate) const CACHE: &str = "CACHE";
