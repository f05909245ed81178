//! Facts that a struct has no place for, in words: they stand in its doc comments.

use backend_core::model::{
    Check, Column, ColumnType, Default, Deferrability, ForeignKey, GeneratedStorage, Identifier,
    IdentityGeneration, Index, IndexKey, IndexPart, MatchType, Options, PrimaryKey,
    ReferentialAction, SortOrder, Trigger, TriggerEvent, TriggerTiming, Unique,
};
use backend_core::operations::Operations;
use backend_core::sql::Writer;

use super::docs::{code, codes, expression};

/// What a column is beside its name and its nullability, as phrases.
pub(super) fn column(column: &Column, operations: &dyn Operations) -> Vec<String> {
    let mut facts = Vec::new();
    match &column.declared_type {
        Some(declared) => facts.push(code(declared)),
        None if column.column_type == ColumnType::Any => facts.push("no declared type".to_owned()),
        None => {}
    }
    if let Some(identity) = &column.identity {
        let mut fact = match identity.generation {
            IdentityGeneration::Always => "always numbered by the database".to_owned(),
            _ => "numbered by the database".to_owned(),
        };
        if (identity.start, identity.increment) != (1, 1) {
            fact += &format!(
                " from {} in steps of {}",
                identity.start, identity.increment
            );
        }
        if !identity.reuses_numbers {
            fact += ", no number twice";
        }
        facts.push(fact);
    }
    if let Some(default) = &column.default {
        facts.push(format!("default {}", default_text(default, operations)));
    }
    if let Some(generated) = &column.generated {
        let when = match generated.storage {
            GeneratedStorage::Stored => "stored",
            GeneratedStorage::Virtual => "not stored",
        };
        facts.push(format!(
            "computed from {}, {when}",
            expression(&generated.expression)
        ));
    }
    if let Some(collation) = &column.collation {
        facts.push(format!("collation {}", code(collation.as_str())));
    }
    if column.hidden {
        facts.push("hidden from `SELECT *`".to_owned());
    }
    if let Some(name) = &column.not_null_name {
        facts.push(format!("its `NOT NULL` named {}", code(name.as_str())));
    }
    facts.extend(options(&column.options));
    facts
}

fn default_text(default: &Default, operations: &dyn Operations) -> String {
    match default {
        Default::Literal(value) => {
            let mut writer = Writer::new(operations.syntax());
            match operations.literal(value.as_ref(), &mut writer) {
                Ok(()) => code(&writer.finish().sql),
                // What no literal can say, such as infinity, is shown as the value that it is.
                Err(_) => code(&format!("{value:?}")),
            }
        }
        Default::Expression(text) => expression(text),
        other => code(&format!("{other:?}")),
    }
}

/// A primary key: `Primary key: …`.
pub(super) fn primary_key(key: &PrimaryKey) -> String {
    let columns = key_columns(&key.columns, &key.parts);
    format!(
        "Primary key: {columns}{}",
        suffix(key.name.as_ref(), &key.options, Vec::new())
    )
}

/// A unique constraint: `Unique: …`.
pub(super) fn unique(unique: &Unique) -> String {
    let columns = key_columns(&unique.columns, &unique.parts);
    let mut facts = Vec::new();
    if !unique.nulls_distinct {
        facts.push("NULLs are equal".to_owned());
    }
    facts.extend(deferrability(unique.deferrability));
    format!(
        "Unique: {columns}{}",
        suffix(unique.name.as_ref(), &unique.options, facts)
    )
}

fn key_columns(columns: &[Identifier], special: &[IndexPart]) -> String {
    if special.is_empty() {
        return codes(columns.iter().map(Identifier::as_str));
    }
    parts(special)
}

fn parts(parts: &[IndexPart]) -> String {
    let parts: Vec<_> = parts.iter().map(part).collect();
    parts.join(", ")
}

fn part(part: &IndexPart) -> String {
    let mut text = match &part.key {
        IndexKey::Column(column) => code(column.as_str()),
        IndexKey::Expression(text) => format!("the expression {}", expression(text)),
    };
    if let Some(collation) = &part.collation {
        text += &format!(" collated {}", code(collation.as_str()));
    }
    if part.order == SortOrder::Descending {
        text += " descending";
    }
    text
}

/// An index, without the predicate: `Index … on …, unique`.
pub(super) fn index(index: &Index) -> String {
    let mut text = format!(
        "Index {} on {}",
        code(index.name.as_str()),
        parts(&index.parts)
    );
    if let Some(method) = &index.method {
        text += &format!(", method {}", code(method));
    }
    if !index.include.is_empty() {
        let names = codes(index.include.iter().map(Identifier::as_str));
        text += &format!(", carrying {names} outside the key");
    }
    for option in options(&index.options) {
        text += &format!(", {option}");
    }
    match (&index.predicate, index.unique) {
        (None, false) => {}
        (None, true) => text += ", unique",
        (Some(_), false) => text += ", of the rows where",
        (Some(_), true) => text += ", unique among the rows where",
    }
    text
}

/// A check, without its condition: `Check …:`.
pub(super) fn check(check: &Check) -> String {
    let name = check
        .name
        .as_ref()
        .map(|name| format!(" {}", code(name.as_str())));
    let options: String = options(&check.options)
        .map(|option| format!(", {option}"))
        .collect();
    format!("Check{}{options}:", name.unwrap_or_default())
}

/// What a foreign key says beside its columns: `, on delete cascade, …`.
pub(super) fn foreign_key_rules(key: &ForeignKey) -> String {
    let mut facts = Vec::new();
    for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        if action != ReferentialAction::NoAction {
            facts.push(format!("on {event} {}", action_words(action)));
        }
    }
    match key.match_type {
        MatchType::Simple => {}
        MatchType::Full => facts.push("match full".to_owned()),
        _ => facts.push("match partial".to_owned()),
    }
    facts.extend(deferrability(key.deferrability));
    suffix(key.name.as_ref(), &Options::new(), facts)
}

/// The action in the words of SQL.
fn action_words(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::SetNull => "set null",
        ReferentialAction::SetDefault => "set default",
        _ => "no action",
    }
}

fn deferrability(deferrability: Deferrability) -> Option<String> {
    match deferrability {
        Deferrability::NotDeferrable => None,
        Deferrability::InitiallyImmediate => Some("deferrable".to_owned()),
        Deferrability::InitiallyDeferred => Some("deferrable initially deferred".to_owned()),
        other => Some(format!("{other:?}")),
    }
}

/// A trigger, without its condition: `Trigger …: before update of …`.
pub(super) fn trigger(trigger: &Trigger) -> String {
    let timing = match trigger.timing {
        TriggerTiming::Before => "before",
        TriggerTiming::After => "after",
        TriggerTiming::InsteadOf => "instead of",
        _ => "at",
    };
    let events: Vec<_> = trigger.events.iter().map(event).collect();
    let each = if trigger.for_each_row {
        "row"
    } else {
        "statement"
    };
    let name = code(trigger.name.as_str());
    let when = if trigger.condition.is_some() {
        " where"
    } else {
        ""
    };
    format!(
        "Trigger {name}: {timing} {}, for each {each}{when}",
        events.join(" or ")
    )
}

fn event(event: &TriggerEvent) -> String {
    match event {
        TriggerEvent::Insert => "insert".to_owned(),
        TriggerEvent::Delete => "delete".to_owned(),
        TriggerEvent::Update { columns } if !columns.is_empty() => {
            format!(
                "update of {}",
                codes(columns.iter().map(Identifier::as_str))
            )
        }
        TriggerEvent::Truncate => "truncate".to_owned(),
        _ => "update".to_owned(),
    }
}

/// The vendor's own options, one phrase each.
pub(super) fn options(options: &Options) -> impl Iterator<Item = String> {
    options.iter().map(|(name, value)| match value {
        Some(value) => code(&format!("{name} {value}")),
        None => code(name),
    })
}

fn suffix(name: Option<&Identifier>, own: &Options, mut facts: Vec<String>) -> String {
    facts.extend(options(own));
    facts.extend(name.map(|name| format!("named {}", code(name.as_str()))));
    facts.iter().map(|fact| format!(", {fact}")).collect()
}

#[cfg(test)]
mod tests {
    use backend_core::model::{
        ForeignKey, Identifier, Index, IndexPart, PrimaryKey, QualifiedName, ReferentialAction,
        Trigger, TriggerEvent, TriggerTiming,
    };

    use super::{foreign_key_rules, index, primary_key, trigger};

    fn identifier(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    #[test]
    fn a_partial_unique_index_is_never_called_unique() {
        let parts = vec![
            IndexPart::expression("lower(a)").descending(),
            IndexPart::column(identifier("b")).with_collation(identifier("NOCASE")),
        ];
        let plain = Index::new(identifier("i"), parts).unique();
        let on = "Index `i` on the expression `lower(a)` descending, `b` collated `NOCASE`";
        assert_eq!(index(&plain), format!("{on}, unique"));
        let partial = plain.with_predicate("c");
        assert_eq!(
            index(&partial),
            format!("{on}, unique among the rows where")
        );
    }

    #[test]
    fn keys_tell_their_names_and_rules() {
        let columns = vec![identifier("b"), identifier("a")];
        let key = PrimaryKey::new(columns.clone()).with_name(identifier("pk"));
        assert_eq!(primary_key(&key), "Primary key: `b`, `a`, named `pk`");
        let key = ForeignKey::new(columns.clone(), QualifiedName::new("t").unwrap(), columns)
            .on_delete(ReferentialAction::SetNull);
        assert_eq!(foreign_key_rules(&key), ", on delete set null");
    }

    #[test]
    fn triggers_say_when_they_run() {
        let events = vec![
            TriggerEvent::Insert,
            TriggerEvent::Update {
                columns: vec![identifier("a")],
            },
        ];
        let mut it = Trigger::new(identifier("t"), TriggerTiming::After, events, "CREATE …");
        it.for_each_row = false;
        let text = "Trigger `t`: after insert or update of `a`, for each statement";
        assert_eq!(trigger(&it), text);
    }
}
