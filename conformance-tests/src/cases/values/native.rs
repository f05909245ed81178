//! Types by the vendor's own names: the way around the model.

use backend_core::error::{Error, ErrorKind};
use backend_core::model::{Column, ColumnType, Identifier, PrimaryKey, QualifiedName, Table};
use backend_core::value::IntoValue as _;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[case!(
    "values.native.type_by_its_own_name",
    type_by_its_own_name,
    "A type asked for by the database's own spelling keeps values, or is refused before anything is made."
)];

async fn type_by_its_own_name(context: &mut Context) -> Outcome {
    let first = table(
        "first",
        &[("value", ColumnType::VarChar { length: Some(20) })],
    )?;
    context.create(&first).await?;
    let schema = context.introspect().await?.schema;
    let spelled = schema
        .table(&first.name)
        .and_then(|table| table.column("value"))
        .and_then(|column| column.declared_type.clone())
        .ok_or_else(|| Error::new(ErrorKind::Internal, "introspection gives no declared type"))?;
    let id = Column::new("id", ColumnType::BigInteger)?.not_null();
    let second = Table::new(QualifiedName::new("second")?)
        .with_primary_key(PrimaryKey::new(vec![Identifier::new("id")?]))
        .with_column(id)
        .with_column(Column::new("value", ColumnType::Native(spelled))?);
    context.create(&second).await?;
    context
        .insert(&second, &[vec![1_i64.into_value(), "text".into_value()]])
        .await?;
    let found: Vec<(i64, String)> = context.fetch(&context.select_statement(&second)).await?;
    expect_eq("rows", found, [(1, "text".to_owned())])
}
