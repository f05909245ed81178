//! Types that users have made: enumerations, domains, composites, ranges.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::introspection::in_order;
use backend_core::model::{
    Check, ColumnType, Domain, Identifier, QualifiedName, UserType, UserTypeKind,
};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::catalog::Catalog;
use super::columns::COLLATION_SCHEMA;
use super::defaults;
use super::needs::Found;

/// Types, and what rows about constraints say of domains.
#[derive(Debug, Default)]
pub(super) struct UserTypes {
    /// With their number and that of their relation.
    found: Vec<(i64, i64, UserType)>,
    checks: HashMap<i64, Vec<Check>>,
    not_null_names: HashMap<i64, Identifier>,
}

impl UserTypes {
    /// The names of types by their number.
    pub(super) fn names(&self) -> impl Iterator<Item = (i64, &QualifiedName)> {
        let found = self.found.iter();
        found.map(|(number, _, user_type)| (*number, &user_type.name))
    }

    pub(super) fn add_check(&mut self, domain: i64, check: Check) {
        self.checks.entry(domain).or_default().push(check);
    }

    pub(super) fn set_not_null_name(&mut self, domain: i64, name: Identifier) {
        self.not_null_names.insert(domain, name);
    }
}

/// Takes a row of `types.sql`: a type, or one more label of the type before.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let number: i64 = cell(cells, 0, "oid")?;
    let label: Option<&str> = cell(cells, 5, "enumlabel")?;
    if let Some((last, _, user_type)) = catalog.user_types.found.last_mut()
        && *last == number
    {
        if let UserTypeKind::Enumeration { labels } = &mut user_type.kind {
            labels.extend(label.map(str::to_owned));
        }
        return Ok(());
    }
    let schema = cell(cells, 1, "typnamespace")?;
    let name = catalog
        .names
        .qualified(schema, cell(cells, 2, "typname")?)?;
    let kind = match cell(cells, 3, "typtype")? {
        "e" => UserTypeKind::Enumeration {
            labels: label.map(str::to_owned).into_iter().collect(),
        },
        "d" => UserTypeKind::Domain(Box::new(domain(catalog, number, cells)?)),
        "r" => UserTypeKind::Range {
            element: base(catalog, number, cells)?,
        },
        _ => UserTypeKind::Composite { fields: Vec::new() },
    };
    let mut user_type = UserType::new(name, kind);
    let collation = catalog.names.collation(cell(cells, 13, "collation")?)?;
    if let Some(schema) = collation.and_then(|collation| collation.schema) {
        let schema = Some(schema.as_str().to_owned());
        user_type.options.set(COLLATION_SCHEMA, schema);
    }
    user_type.comment = cell(cells, 14, "description")?;
    for (place, name) in [
        (15, "SUBTYPE_OPCLASS"),
        (16, "COLLATION"),
        (17, "SUBTYPE_DIFF"),
        (18, "MULTIRANGE_TYPE_NAME"),
        (19, "CANONICAL"),
    ] {
        let value: Option<String> = cell(cells, place, name)?;
        if value.is_some() {
            user_type.options.set(name, value);
        }
    }
    let relation = cell(cells, 4, "typrelid")?;
    catalog.user_types.found.push((number, relation, user_type));
    Ok(())
}

/// The type that a domain restricts, or that a range's bounds have. The number is negative so that no column's type is meant.
fn base(catalog: &mut Catalog, number: i64, cells: &[ValueRef<'_>]) -> Result<ColumnType> {
    catalog.types.read(&catalog.names, (-number, 0), cells, 7)
}

fn domain(catalog: &mut Catalog, number: i64, cells: &[ValueRef<'_>]) -> Result<Domain> {
    let base = base(catalog, number, cells)?;
    let value: Option<&str> = cell(cells, 12, "value")?;
    let default = value.map(|text| defaults::read(text, &base));
    let mut domain = Domain::new(base);
    domain.declared_type = cell(cells, 7, "declared_base")?;
    domain.nullable = !cell::<bool>(cells, 11, "typnotnull")?;
    domain.default = default;
    let collation = catalog.names.collation(cell(cells, 13, "collation")?)?;
    domain.collation = collation.map(|collation| collation.name);
    Ok(domain)
}

/// The types, in an order in which they can be made and otherwise by name.
pub(super) fn finish(catalog: &mut Catalog, needs_of: &mut Found) -> Result<Vec<UserType>> {
    let mut types = std::mem::take(&mut catalog.user_types);
    let mut found = Vec::with_capacity(types.found.len());
    for (number, relation, mut user_type) in types.found {
        match &mut user_type.kind {
            UserTypeKind::Domain(domain) => {
                domain.checks = types.checks.remove(&number).unwrap_or_default();
                let made_up = format!("{}_not_null", user_type.name.name);
                let name = types.not_null_names.remove(&number);
                domain.not_null_name = name.filter(|name| *name != *made_up);
            }
            UserTypeKind::Composite { fields } => {
                let attributes = catalog.fields.remove(&relation).unwrap_or_default();
                *fields = attributes.into_iter().map(|it| it.column).collect();
            }
            _ => {}
        }
        needs_of.tell_type(number, &mut user_type);
        found.push((number, user_type));
    }
    found.sort_by(|one, other| one.1.name.cmp(&other.1.name));
    let needs = needs(&found);
    Ok(in_order(found, &needs))
}

/// Which types are made of which.
fn needs(found: &[(i64, UserType)]) -> Vec<(i64, i64)> {
    let numbers: HashMap<&QualifiedName, i64> = found
        .iter()
        .map(|(number, user_type)| (&user_type.name, *number))
        .collect();
    let mut needs = Vec::new();
    for (number, user_type) in found {
        let mut add = |column_type: &ColumnType| {
            let needed = named(column_type).and_then(|name| numbers.get(name));
            needs.extend(needed.map(|needed| (*number, *needed)));
        };
        match &user_type.kind {
            UserTypeKind::Domain(domain) => add(&domain.base),
            UserTypeKind::Range { element } => add(element),
            UserTypeKind::Composite { fields } => {
                fields.iter().for_each(|field| add(&field.column_type));
            }
            _ => {}
        }
    }
    needs
}

fn named(column_type: &ColumnType) -> Option<&QualifiedName> {
    match column_type {
        ColumnType::Named(name) => Some(name),
        ColumnType::Array(element) => named(element),
        _ => None,
    }
}
