//! How much one statement carries.

use super::Dialect;
use crate::flag::Flag;

impl Dialect {
    /// How many of `rows` rows, each of so many parameters, one `INSERT` takes: as many as the server takes parameters, and one
    /// row at a time where it takes one only. At least 1, so that a row which is too wide by itself is sent, and refused by
    /// name.
    ///
    /// # Example
    /// ```
    /// use backend_core::features::Features;
    /// use backend_core::operations::Dialect;
    ///
    /// let features = Features {
    ///     has_bulk_insert: true,
    ///     max_query_parameters: Some(100),
    ///     ..Features::MINIMAL
    /// };
    /// let operations = toy_backend::BACKEND.operations;
    /// let dialect = Dialect { features: features.into(), operations };
    /// assert_eq!(dialect.bulk_batch_size(3, 1_000), 33);
    /// assert_eq!(dialect.bulk_batch_size(3, 7), 7);
    /// ```
    #[must_use]
    pub fn bulk_batch_size(&self, columns: usize, rows: usize) -> usize {
        let flag = if columns == 0 {
            Flag::supports_bulk_default_values
        } else {
            Flag::has_bulk_insert
        };
        if !self.features.get(flag) {
            return 1;
        }
        let most = match self.features.max_query_parameters.map(usize::try_from) {
            Some(Ok(most)) => most.checked_div(columns).unwrap_or(rows),
            _ => rows,
        };
        most.min(rows).max(1)
    }
}
