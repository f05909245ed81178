//! Triggers.

use backend_core::model::{Trigger, TriggerActivity, TriggerEvent, TriggerTiming};

use super::super::docs::code;
use super::{deferrability, names, phrases};

/// A trigger, without its condition: `Trigger …: before update of …`.
pub(crate) fn trigger(trigger: &Trigger) -> String {
    let timing = match trigger.timing {
        TriggerTiming::Before => "before",
        TriggerTiming::After => "after",
        TriggerTiming::InsteadOf => "instead of",
        _ => "at",
    };
    let events: Vec<_> = trigger.events.iter().map(event).collect();
    let mut facts = vec![if trigger.for_each_row {
        "for each row".to_owned()
    } else {
        "for each statement".to_owned()
    }];
    if let Some(function) = &trigger.function {
        facts.push(format!("calling {}", code(&function.to_string())));
    }
    if let Some(constraint) = trigger.constraint {
        facts.push("as a constraint".to_owned());
        facts.extend(deferrability(constraint));
    }
    match trigger.activity {
        TriggerActivity::Enabled => {}
        TriggerActivity::Disabled => facts.push("disabled".to_owned()),
        TriggerActivity::ReplicaOnly => facts.push("for replicated changes only".to_owned()),
        TriggerActivity::Always => facts.push("for replicated changes too".to_owned()),
        other => facts.push(format!("{other:?}")),
    }
    let facts = phrases(&facts);
    let name = code(trigger.name.as_str());
    let when = if trigger.condition.is_some() {
        " where"
    } else {
        ""
    };
    format!(
        "Trigger {name}: {timing} {}{facts}{when}",
        events.join(" or ")
    )
}

fn event(event: &TriggerEvent) -> String {
    match event {
        TriggerEvent::Insert => "insert".to_owned(),
        TriggerEvent::Delete => "delete".to_owned(),
        TriggerEvent::Update { columns } if !columns.is_empty() => {
            format!("update of {}", names(columns))
        }
        TriggerEvent::Truncate => "truncate".to_owned(),
        _ => "update".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{
        Deferrability, Identifier, QualifiedName, Trigger, TriggerActivity, TriggerEvent,
        TriggerTiming,
    };

    use super::trigger;

    #[test]
    fn triggers_say_when_they_run_and_what() {
        let name = |text: &str| Identifier::new(text).unwrap();
        let update = TriggerEvent::Update {
            columns: vec![name("a")],
        };
        let events = vec![TriggerEvent::Insert, update];
        let mut it = Trigger::new(name("t"), TriggerTiming::After, events, "CREATE …");
        it.for_each_row = false;
        let text = "Trigger `t`: after insert or update of `a`, for each statement";
        assert_eq!(trigger(&it), text);
        it.function = Some(QualifiedName::new("log").unwrap());
        it.constraint = Some(Deferrability::InitiallyDeferred);
        it.activity = TriggerActivity::Disabled;
        let more = ", calling `log`, as a constraint, deferrable initially deferred, disabled";
        assert_eq!(trigger(&it), format!("{text}{more}"));
    }
}
