//! [`in_order`]: another order of the same cases.

use libtest_mimic::Trial;

/// The trials in an order that follows from the number and from their names, whatever order they came in.
pub(super) fn in_order(number: u64, mut trials: Vec<Trial>) -> Vec<Trial> {
    trials.sort_by_cached_key(|trial| (hash(number, trial.name()), trial.name().to_owned()));
    trials
}

/// FNV-1a over the number and the name, mixed once more: ids that begin alike would stay together.
fn hash(number: u64, name: &str) -> u64 {
    let bytes = number.to_le_bytes();
    let all = bytes.iter().copied().chain(name.bytes());
    let hash = all.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[cfg(test)]
mod tests {
    use libtest_mimic::Trial;

    use super::in_order;

    fn names(number: u64, ids: &[&str]) -> Vec<String> {
        let trials = ids.iter().map(|id| Trial::test(*id, || Ok(())));
        let trials = in_order(number, trials.collect());
        trials.iter().map(|trial| trial.name().to_owned()).collect()
    }

    #[test]
    fn a_number_gives_one_order_of_the_same_cases() {
        let ids = ["a.b.c", "a.b.d", "a.b.e", "a.b.f", "a.b.g", "a.b.h"];
        let first = names(1, &ids);
        let mut backwards = ids;
        backwards.reverse();
        assert_eq!(names(1, &backwards), first);
        let orders = (1..=5).map(|number| names(number, &ids));
        let orders: std::collections::BTreeSet<_> = orders.collect();
        assert!(orders.len() > 2, "{orders:?}");
        for order in orders {
            let mut sorted = order;
            sorted.sort();
            assert_eq!(sorted, ids);
        }
    }
}
