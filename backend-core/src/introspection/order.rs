//! An order in which things can be made that need each other, for vendors whose catalog says what needs what.

use std::collections::HashMap;

/// Returns the items, each after those that it needs and otherwise in the order given; `needs` are pairs of numbers: who needs, and
/// what. Circles end somewhere.
pub fn in_order<T>(items: Vec<(i64, T)>, needs: &[(i64, i64)]) -> Vec<T> {
    let mut needed: HashMap<i64, Vec<i64>> = HashMap::new();
    for (item, other) in needs {
        needed.entry(*item).or_default().push(*other);
    }
    let numbers: Vec<i64> = items.iter().map(|(number, _)| *number).collect();
    let mut unmade: HashMap<i64, T> = items.into_iter().collect();
    let mut open: HashMap<i64, T> = HashMap::new();
    let mut made = Vec::with_capacity(numbers.len());
    for number in numbers {
        // A stack of its own: a long chain must not overflow the thread's.
        let mut stack = vec![number];
        while let Some(top) = stack.last().copied() {
            if let Some(item) = unmade.remove(&top) {
                open.insert(top, item);
                let next = needed.get(&top).into_iter().flatten();
                stack.extend(next.filter(|other| unmade.contains_key(other)));
            } else {
                stack.pop();
                made.extend(open.remove(&top));
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn what_is_needed_comes_first_and_circles_end() {
        let items = || vec![(1, "a"), (2, "b"), (3, "c"), (4, "d")];
        assert_eq!(in_order(items(), &[]), ["a", "b", "c", "d"]);
        assert_eq!(
            in_order(items(), &[(1, 3), (3, 4), (1, 9)]),
            ["d", "c", "a", "b"]
        );
        assert_eq!(in_order(items(), &[(1, 2), (2, 1)]), ["b", "a", "c", "d"]);
        assert_eq!(
            in_order(items(), &[(1, 2), (1, 3), (3, 2)]),
            ["b", "c", "a", "d"]
        );
        let chain: Vec<_> = (0..10_000).map(|n| (n, n + 1)).collect();
        let items: Vec<_> = (0..10_000).map(|n| (n, n)).collect();
        assert_eq!(in_order(items, &chain).first(), Some(&9_999));
    }
}
