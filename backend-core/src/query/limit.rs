//! [`build_within_limit`]: a query as statements of no more parameters than the server takes.

use super::Query;
use super::split::Rows;
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::sql::Statement;

/// How a builder writes lists of constants on the right of `IN` and `NOT IN`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Lists {
    /// A parameter an element.
    #[default]
    Spelled,
    /// One parameter a list, where the vendor has a way to say so.
    Packed,
}

/// Writes a query by `write` as statements that take no more parameters than the server does: most often one.
///
/// Beyond the limit, lists of constants are packed first. Then an insert or upsert of many rows becomes several statements,
/// where that cannot be told from one: not where it has named queries, subqueries or SQL in the vendor's language among its
/// values, which could see what the statement before stored.
///
/// # Errors
/// As `write`; [`Interface`](ErrorKind::Interface) where the parameters remain too many.
pub fn build_within_limit(
    query: &Query,
    features: &Features,
    write: impl Fn(&Query, Lists) -> Result<Statement>,
) -> Result<Vec<Statement>> {
    let statement = write(query, Lists::Spelled)?;
    let most = features.max_query_parameters.map_or(usize::MAX, |most| {
        usize::try_from(most).unwrap_or(usize::MAX)
    });
    if statement.params.len() <= most {
        return Ok(vec![statement]);
    }
    let packed = write(query, Lists::Packed)?;
    if packed.params.len() <= most {
        return Ok(vec![packed]);
    }
    let too_many = || {
        Error::new(
            ErrorKind::Interface,
            format!(
                "a statement takes at most {most} parameters here, and the query cannot be divided into several: it has {}",
                packed.params.len()
            ),
        )
    };
    let parts = Rows::of(query).filter(|rows| rows.len() > 1);
    let parts = parts.ok_or_else(too_many)?;
    let mut portions = Portions {
        parts: &parts,
        most,
        write: &write,
        statements: Vec::new(),
    };
    portions.write_all(packed.params.len(), &too_many)?;
    Ok(portions.statements)
}

/// Divides rows among statements.
struct Portions<'r, W> {
    parts: &'r Rows,
    most: usize,
    write: &'r W,
    statements: Vec<Statement>,
}

impl<W: Fn(&Query, Lists) -> Result<Statement>> Portions<'_, W> {
    /// As many rows a statement as fit, and the same number in each, so that the texts are the same.
    fn write_all(&mut self, total: usize, too_many: &impl Fn() -> Error) -> Result<()> {
        let count = self.parts.len();
        let first = self.part(0, 1)?.params.len();
        // Rows most often have the same number of parameters; what else there is comes in every statement.
        let each = total
            .saturating_sub(first)
            .div_ceil(count.saturating_sub(1).max(1))
            .max(1);
        let around = first.saturating_sub(each);
        let size = (self.most.saturating_sub(around) / each).clamp(1, count);
        let mut start = 0;
        while start < count {
            start += self.write_some(start, size.min(count - start), too_many)?;
        }
        Ok(())
    }

    /// Writes rows from `start` on, at most `size`; answers how many.
    fn write_some(
        &mut self,
        start: usize,
        mut size: usize,
        too_many: &impl Fn() -> Error,
    ) -> Result<usize> {
        loop {
            let statement = self.part(start, size)?;
            if statement.params.len() <= self.most {
                self.statements.push(statement);
                return Ok(size);
            }
            if size == 1 {
                return Err(too_many());
            }
            size /= 2;
        }
    }

    fn part(&self, start: usize, size: usize) -> Result<Statement> {
        (self.write)(&self.parts.query(start, size), Lists::Packed)
    }
}
