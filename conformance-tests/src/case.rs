//! [`CaseDef`]: one case of the suite. An id is stable: it is never given to another case, and renaming one is an event.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use backend_core::features::Features;
use backend_core::flag::Flag;

use crate::context::Context;
use crate::failure::Failure;

/// What a case ends with.
pub type Outcome = Result<(), Failure>;

/// A case at work.
pub type CaseFuture<'c> = Pin<Box<dyn Future<Output = Outcome> + 'c>>;

/// The function of a case.
pub type CaseFn = for<'c> fn(&'c mut Context) -> CaseFuture<'c>;

/// What a case gets to work in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// A session in a database that other cases use one after the other: it MUST be left as empty as it was.
    Session,
    /// An empty database of its own, removed afterwards.
    Database,
}

/// What sort of demand a case makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Something works.
    Positive,
    /// What a flag denies is refused.
    Negative,
    /// What a flag says is so, be it on or off.
    Probe,
    /// Something holds of whatever is made by chance.
    Property,
    /// Something holds while the network fails.
    Fault,
}

impl Kind {
    /// All of them.
    const ALL: [Self; 5] = [
        Self::Positive,
        Self::Negative,
        Self::Probe,
        Self::Property,
        Self::Fault,
    ];

    /// Its name in lists and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Probe => "probe",
            Self::Property => "property",
            Self::Fault => "fault",
        }
    }

    /// The kind of that name.
    pub(crate) fn read(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("there is no kind `{name}`; there are: {names}")
        })
    }
}

/// A word for cases that are chosen together, whatever they are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tag {
    /// One of the few that touch every part, for runs that cannot be long.
    Smoke,
    /// One that may take longer than others.
    Slow,
}

impl Tag {
    /// All of them.
    const ALL: [Self; 2] = [Self::Smoke, Self::Slow];

    /// Its name in lists and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Smoke => "smoke",
            Self::Slow => "slow",
        }
    }

    /// The tag of that name.
    pub(crate) fn read(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|tag| tag.name() == name);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("there is no tag `{name}`; there are: {names}")
        })
    }
}

/// One case: an id, when it applies, and what it does.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct CaseDef {
    /// `part.subject.what_holds`. Parameter rows inside one case count once.
    pub id: &'static str,
    /// One sentence: what holds.
    pub doc: &'static str,
    /// The flags that must be on for the case to apply.
    pub requires: &'static [Flag],
    /// The flag that must be off: the case then demands the refusal ([`Context::refused`]).
    pub refuses: Option<Flag>,
    /// The version of the suite that brought it.
    pub since: &'static str,
    /// What it works in.
    pub unit: Unit,
    /// Where Django tests the same, as a path in its `tests` folder.
    pub django_ref: Option<&'static str>,
    /// What it does.
    pub run: CaseFn,
    /// Whether it is one of many that are made from a table: such cases share a function, and show no flag by themselves.
    pub generated: bool,
    /// Whether it needs a network between the session and the server: where there is none, it does not run.
    pub over_network: bool,
    /// Whether it asks what a flag says, be it on or off.
    pub probe: bool,
    /// Whether it is one of the smoke lane.
    pub smoke: bool,
    /// How many times as long as others it may take.
    pub patience: u32,
    /// The name of the function: no case function goes unregistered, which a test checks by it.
    pub function: &'static str,
}

impl CaseDef {
    /// A case that always applies, in a database of its own.
    #[must_use]
    pub const fn new(
        id: &'static str,
        function: &'static str,
        doc: &'static str,
        run: CaseFn,
    ) -> Self {
        Self {
            id,
            doc,
            requires: &[],
            refuses: None,
            since: "0.1",
            unit: Unit::Database,
            django_ref: None,
            run,
            generated: false,
            over_network: false,
            probe: false,
            smoke: false,
            patience: 1,
            function,
        }
    }

    /// Applies only where these flags are on.
    #[must_use]
    pub const fn requires(mut self, flags: &'static [Flag]) -> Self {
        self.requires = flags;
        self
    }

    /// Applies only where this flag is off, and demands the refusal.
    #[must_use]
    pub const fn refuses(mut self, flag: Flag) -> Self {
        self.refuses = Some(flag);
        self
    }

    /// Sets what it works in.
    #[must_use]
    pub const fn unit(mut self, unit: Unit) -> Self {
        self.unit = unit;
        self
    }

    /// Sets where Django tests the same.
    #[must_use]
    pub const fn django(mut self, path: &'static str) -> Self {
        self.django_ref = Some(path);
        self
    }

    /// Sets the version of the suite that brought it: a vendor whose baseline is older is told of it, and not failed by it.
    #[must_use]
    pub const fn since(mut self, version: &'static str) -> Self {
        self.since = version;
        self
    }

    /// Says that it is one of many that are made from a table.
    #[must_use]
    pub const fn generated(mut self) -> Self {
        self.generated = true;
        self
    }

    /// Says that it needs a network between the session and the server.
    #[must_use]
    pub const fn over_network(mut self) -> Self {
        self.over_network = true;
        self
    }

    /// Says that it asks what a flag says, be it on or off: the suite's evidence names it as the flag's probe.
    #[must_use]
    pub const fn probe(mut self) -> Self {
        self.probe = true;
        self
    }

    /// Puts it into the smoke lane.
    #[must_use]
    pub const fn smoke(mut self) -> Self {
        self.smoke = true;
        self
    }

    /// Lets it take so many times as long as others: a few seconds here are minutes against a server that is slow, or far away.
    #[must_use]
    pub const fn slow(mut self, times: u32) -> Self {
        self.patience = times;
        self
    }

    /// Whether it has that tag.
    #[must_use]
    pub const fn has(&self, tag: Tag) -> bool {
        match tag {
            Tag::Smoke => self.smoke,
            Tag::Slow => self.patience > 1,
        }
    }

    /// Its tags.
    #[must_use]
    pub fn tags(&self) -> Vec<Tag> {
        let all = Tag::ALL.into_iter();
        all.filter(|tag| self.has(*tag)).collect()
    }

    /// How long it may take, where others may take so long.
    #[must_use]
    pub const fn limit(&self, others: Duration) -> Duration {
        others.saturating_mul(self.patience)
    }

    /// What sort of demand it makes. A property is known by its id: it has the word `property`, or is a round trip of
    /// what is `random`.
    #[must_use]
    pub fn kind(&self) -> Kind {
        let by_chance = self.id.split('.').any(|word| word == "property");
        if self.refuses.is_some() {
            Kind::Negative
        } else if self.over_network {
            Kind::Fault
        } else if self.probe {
            Kind::Probe
        } else if by_chance || self.id.ends_with(".round_trip.random") {
            Kind::Property
        } else {
            Kind::Positive
        }
    }

    /// The part it belongs to, which is its theme: the id's first word.
    #[must_use]
    pub fn part(&self) -> &'static str {
        self.id.split('.').next().unwrap_or(self.id)
    }

    /// Why it does not apply to a server with these features; `None` where it does.
    #[must_use]
    pub fn unsupported(&self, features: &Features) -> Option<Unsupported> {
        let missing = self
            .requires
            .iter()
            .copied()
            .find(|flag| !features.get(*flag));
        match (missing, self.refuses) {
            (Some(flag), _) => Some(Unsupported { flag, on: false }),
            (None, Some(flag)) if features.get(flag) => Some(Unsupported { flag, on: true }),
            _ => None,
        }
    }
}

/// Why a case does not apply: a flag that is off, or for a case that demands a refusal, one that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsupported {
    /// The flag.
    pub flag: Flag,
    /// Its value.
    pub on: bool,
}

impl std::fmt::Display for Unsupported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "flag {} is {}",
            self.flag,
            if self.on { "on" } else { "off" }
        )
    }
}

/// A [`CaseDef`] of an id, an `async fn(&mut Context) -> Outcome` and one sentence.
macro_rules! case {
    ($id:literal, $function:ident, $doc:literal $(,)?) => {
        $crate::case::CaseDef::new($id, stringify!($function), $doc, |context| {
            Box::pin($function(context))
        })
    };
}
pub(crate) use case;

#[cfg(test)]
mod tests {
    use backend_core::features::Features;
    use backend_core::flag::Flag;

    use std::time::Duration;

    use super::{CaseDef, Kind, Tag, Unsupported};

    const CASE: CaseDef = CaseDef::new("a.b", "f", "It holds.", |_| Box::pin(async { Ok(()) }));

    #[test]
    fn a_case_applies_where_its_flags_are_on_and_its_refusal_where_the_flag_is_off() {
        const FLAG: Flag = Flag::supports_arrays;
        let off = Features::MINIMAL;
        let on = Features {
            supports_arrays: true,
            ..Features::MINIMAL
        };
        let positive = CASE.requires(&[FLAG]);
        assert_eq!(positive.unsupported(&on), None);
        assert_eq!(
            positive.unsupported(&off),
            Some(Unsupported {
                flag: FLAG,
                on: false
            })
        );
        let negative = CASE.refuses(FLAG);
        assert_eq!(negative.unsupported(&off), None);
        let reason = negative.unsupported(&on).unwrap();
        assert_eq!(reason.to_string(), "flag supports_arrays is on");
    }

    #[test]
    fn a_slow_case_may_take_longer_and_says_so() {
        let others = Duration::from_secs(60);
        assert_eq!(CASE.limit(others), others);
        assert!(CASE.tags().is_empty());
        let slow = CASE.smoke().slow(4);
        assert_eq!(slow.limit(others), Duration::from_secs(240));
        assert_eq!(slow.tags(), [Tag::Smoke, Tag::Slow]);
        assert_eq!(Tag::read("slow"), Ok(Tag::Slow));
        assert!(Tag::read("fast").unwrap_err().contains("smoke, slow"));
    }

    #[test]
    fn a_case_is_of_the_kind_that_it_says() {
        let of = |id: &'static str| CaseDef { id, ..CASE }.kind();
        assert_eq!(of("a.b.c"), Kind::Positive);
        assert_eq!(of("a.property.c"), Kind::Property);
        assert_eq!(of("a.round_trip.random"), Kind::Property);
        assert_eq!(of("a.b.random"), Kind::Positive);
        assert_eq!(of("a.properties.c"), Kind::Positive);
        assert_eq!(CASE.over_network().kind(), Kind::Fault);
        assert_eq!(CASE.probe().kind(), Kind::Probe);
        let refusal = CASE.refuses(Flag::supports_arrays);
        assert_eq!(refusal.kind(), Kind::Negative);
        assert_eq!(Kind::read("fault"), Ok(Kind::Fault));
        assert!(Kind::read("faults").is_err());
    }
}
