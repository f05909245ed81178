//! Which of several servers is tried, and when the next one is.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use backend_core::error::{Error, Result};

use super::Opened;
use super::attempt::{self, Failure};
use super::diagnosis::none_of;
use super::tls::Tls;
use crate::settings::{ConnectSettings, Target};

/// Opens a session with the first server that will do.
pub(super) async fn open_first(settings: &ConnectSettings) -> Result<Opened> {
    let tls = Tls::of(&settings.tls)?;
    let mut places: Vec<_> = settings.places.iter().collect();
    if settings.is_random {
        shuffle(&mut places);
    }
    // Whoever prefers a standby takes the primary as well, but asks every server for a standby first.
    let targets: &[Target] = match settings.target {
        Target::PreferStandby => &[Target::Standby, Target::Any],
        Target::Any => &[Target::Any],
        Target::ReadWrite => &[Target::ReadWrite],
        Target::ReadOnly => &[Target::ReadOnly],
        Target::Primary => &[Target::Primary],
        Target::Standby => &[Target::Standby],
    };
    let mut failures: Vec<Error> = Vec::new();
    for target in targets {
        failures.clear();
        for place in &places {
            match attempt::open(settings, place, *target, &tls).await {
                Ok(opened) => return Ok(opened),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Next(error)) => failures.push(error),
            }
        }
    }
    Err(none_of(failures))
}

/// Puts the items in a random order. Nothing that is secret hangs on it.
pub(super) fn shuffle<T>(items: &mut [T]) {
    let random = RandomState::new();
    for end in (1..items.len()).rev() {
        let mut hasher = random.build_hasher();
        hasher.write_usize(end);
        let bound = u64::try_from(end).unwrap_or_default() + 1;
        let other = usize::try_from(hasher.finish() % bound).unwrap_or_default();
        items.swap(end, other);
    }
}

#[cfg(test)]
mod tests {
    use super::shuffle;

    #[test]
    fn each_item_comes_first_some_time_and_none_is_lost() {
        let mut firsts = [0; 3];
        for _ in 0..600 {
            let mut items = [0, 1, 2];
            shuffle(&mut items);
            firsts[items[0]] += 1;
            items.sort_unstable();
            assert_eq!(items, [0, 1, 2]);
        }
        assert!(
            firsts.iter().all(|count| (100..300).contains(count)),
            "{firsts:?}"
        );
    }
}
