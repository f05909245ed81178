//! Constraints: keys, uniqueness, checks, exclusion, and the rules of foreign keys.

use backend_core::model::{
    Check, Exclusion, ForeignKey, MatchType, Options, PrimaryKey, ReferentialAction, Unique,
};

use super::super::docs::code;
use super::{
    deferrability, enforcement, included, inherited, key_columns, names, options, part, phrases,
    suffix,
};

/// A primary key: `Primary key: …`.
pub(crate) fn primary_key(key: &PrimaryKey) -> String {
    let columns = key_columns(&key.columns, &key.parts);
    let mut facts = Vec::new();
    facts.extend(without_overlaps(key.without_overlaps));
    facts.extend(included(&key.include));
    facts.extend(deferrability(key.deferrability));
    facts.extend(inherited(key.inherited));
    let suffix = suffix(key.name.as_ref(), &key.options, facts);
    format!("Primary key: {columns}{suffix}")
}

/// A unique constraint: `Unique: …`.
pub(crate) fn unique(unique: &Unique) -> String {
    let columns = key_columns(&unique.columns, &unique.parts);
    let mut facts = Vec::new();
    facts.extend(without_overlaps(unique.without_overlaps));
    if !unique.nulls_distinct {
        facts.push("NULLs are equal".to_owned());
    }
    facts.extend(included(&unique.include));
    facts.extend(deferrability(unique.deferrability));
    facts.extend(inherited(unique.inherited));
    let suffix = suffix(unique.name.as_ref(), &unique.options, facts);
    format!("Unique: {columns}{suffix}")
}

fn without_overlaps(is_so: bool) -> Option<String> {
    is_so.then(|| "the last being a period without overlaps".to_owned())
}

/// A check, without its condition: `Check …:`.
pub(crate) fn check(check: &Check) -> String {
    let name = check
        .name
        .as_ref()
        .map(|name| format!(" {}", code(name.as_str())));
    let mut facts = Vec::new();
    facts.extend(enforcement(check.enforcement));
    if !check.inheritable {
        facts.push("not for tables that inherit".to_owned());
    }
    facts.extend(inherited(check.inherited));
    facts.extend(options(&check.options));
    format!("Check{}{}:", name.unwrap_or_default(), phrases(&facts))
}

/// An exclusion constraint, without its predicate: `No two rows with …`.
pub(crate) fn exclusion(exclusion: &Exclusion) -> String {
    let parts: Vec<_> = exclusion
        .parts
        .iter()
        .map(|each| {
            let operator = code(&each.operator.to_string());
            format!("{} {operator}", part(&each.part))
        })
        .collect();
    let mut facts = Vec::new();
    facts.extend(
        exclusion
            .method
            .as_ref()
            .map(|method| format!("method {}", code(method))),
    );
    facts.extend(included(&exclusion.include));
    facts.extend(deferrability(exclusion.deferrability));
    facts.extend(inherited(exclusion.inherited));
    let suffix = suffix(exclusion.name.as_ref(), &exclusion.options, facts);
    let rows = match exclusion.predicate {
        Some(_) => ", among the rows where",
        None => "",
    };
    format!("No two rows with {}{suffix}{rows}", parts.join(" and "))
}

/// What a foreign key says beside its columns: `, on delete cascade, …`.
pub(crate) fn foreign_key_rules(key: &ForeignKey) -> String {
    let mut facts = Vec::new();
    if key.period {
        facts.push("the last being a period that its rows must cover".to_owned());
    }
    for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        if action != ReferentialAction::NoAction {
            let mut fact = format!("on {event} {}", action_words(action));
            if event == "delete" && !key.on_delete_columns.is_empty() {
                fact += &format!(" of {} alone", names(&key.on_delete_columns));
            }
            facts.push(fact);
        }
    }
    if key.match_type == MatchType::Full {
        facts.push("match full".to_owned());
    }
    facts.extend(deferrability(key.deferrability));
    facts.extend(enforcement(key.enforcement));
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

#[cfg(test)]
mod tests {
    use backend_core::model::{
        Check, Deferrability, Enforcement, Exclusion, ExclusionPart, ForeignKey, Identifier,
        IndexPart, MatchType, PrimaryKey, QualifiedName, ReferentialAction, Unique,
    };

    use super::{check, exclusion, foreign_key_rules, primary_key, unique};

    fn identifier(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    fn columns() -> Vec<Identifier> {
        vec![identifier("b"), identifier("a")]
    }

    #[test]
    fn keys_tell_their_names_and_rules() {
        let key = PrimaryKey::new(columns()).with_name(identifier("pk"));
        assert_eq!(primary_key(&key), "Primary key: `b`, `a`, named `pk`");
        let key = Unique::new(columns())
            .nulls_not_distinct()
            .with_include(vec![identifier("c")])
            .deferrability(Deferrability::InitiallyImmediate);
        assert_eq!(
            unique(&key),
            "Unique: `b`, `a`, NULLs are equal, carrying `c` outside the key, deferrable"
        );
        let mut key = PrimaryKey::new(columns());
        key.without_overlaps = true;
        let text = "Primary key: `b`, `a`, the last being a period without overlaps";
        assert_eq!(primary_key(&key), text);
    }

    #[test]
    fn foreign_keys_tell_what_they_set_and_how_far_they_hold() {
        let table = QualifiedName::new("t").unwrap();
        let mut key = ForeignKey::new(columns(), table, columns());
        assert_eq!(foreign_key_rules(&key), "");
        key = key.on_delete(ReferentialAction::SetNull);
        key.on_delete_columns = vec![identifier("a")];
        key.match_type = MatchType::Full;
        key.enforcement = Enforcement::NotValidated;
        assert_eq!(
            foreign_key_rules(&key),
            ", on delete set null of `a` alone, match full, not validated for older rows"
        );
    }

    #[test]
    fn checks_tell_whom_they_bind() {
        let mut it = Check::new("a > 0").with_name(identifier("positive"));
        assert_eq!(check(&it), "Check `positive`:");
        it.enforcement = Enforcement::NotEnforced;
        it.inheritable = false;
        assert_eq!(
            check(&it),
            "Check `positive`, not enforced, not for tables that inherit:"
        );
    }

    #[test]
    fn exclusion_names_its_operators() {
        let part = |column: &str, operator: &str| ExclusionPart {
            part: IndexPart::column(identifier(column)),
            operator: QualifiedName::new(operator).unwrap(),
        };
        let mut it = Exclusion::new(vec![part("room", "="), part("during", "&&")])
            .with_name(identifier("no_overlap"));
        it.method = Some("gist".to_owned());
        it.predicate = Some("NOT cancelled".to_owned());
        assert_eq!(
            exclusion(&it),
            "No two rows with `room` `=` and `during` `&&`, method `gist`, named `no_overlap`, \
             among the rows where"
        );
    }
}
