//! What a consumer knows of its partitions: what of each is in hand, and how far everything is finished.
//!
//! The thread that polls adds records and gives partitions away; those who work on records ask before they
//! begin and tell when they are done. A partition that was given away and came back is another one: what is left of
//! its first stay is not begun any more.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// A partition's topic and number.
pub(super) type Place = (String, i32);

#[derive(Default)]
pub(super) struct Partitions {
    held: Mutex<HashMap<Place, Held>>,
    /// A record was finished or let go.
    moved: Condvar,
}

struct Held {
    /// Fires when the partition is given away: nobody waits for another try then.
    stop: CancellationToken,
    /// Read and not finished.
    outstanding: BTreeSet<i64>,
    /// After the last one read.
    next: i64,
    /// Being worked on.
    working: usize,
}

/// One record's claim on its partition.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) place: Place,
    pub(super) offset: i64,
    pub(super) stop: CancellationToken,
}

impl Partitions {
    /// Notes a record that was read. Returns its claim and how many of its partition are in hand.
    pub(super) fn take(&self, place: Place, offset: i64, stop: &CancellationToken) -> (Claim, usize) {
        let mut held = self.lock();
        let partition = held.entry(place.clone()).or_insert_with(|| Held {
            stop: stop.child_token(),
            outstanding: BTreeSet::new(),
            next: offset,
            working: 0,
        });
        partition.outstanding.insert(offset);
        partition.next = partition.next.max(offset + 1);
        (Claim { place, offset, stop: partition.stop.clone() }, partition.outstanding.len())
    }

    /// Whether work on a record may begin; [`Self::end`] must follow then.
    pub(super) fn begin(&self, claim: &Claim) -> bool {
        let mut held = self.lock();
        match held.get_mut(&claim.place) {
            Some(partition) if !claim.stop.is_cancelled() => {
                partition.working += 1;
                true
            }
            _ => false,
        }
    }

    /// Work on a record has ended. When it is finished, and everything of its partition up to some place with it,
    /// returns the last offset of that.
    pub(super) fn end(&self, claim: &Claim, finished: bool) -> Option<i64> {
        let mut held = self.lock();
        self.moved.notify_all();
        let partition = held.get_mut(&claim.place)?;
        partition.working = partition.working.saturating_sub(1);
        if !finished || !partition.outstanding.remove(&claim.offset) {
            return None;
        }
        let finished_to = partition.outstanding.first().copied().unwrap_or(partition.next);
        (finished_to > claim.offset).then_some(finished_to - 1)
    }

    /// Lets partitions go: nothing of them is begun any more, and what is being worked on gets `limit` to end.
    /// Returns the offsets after what is finished. Blocking.
    pub(super) fn let_go(&self, places: &[Place], limit: Duration) -> Vec<(Place, i64)> {
        let held = self.lock();
        for place in places {
            if let Some(partition) = held.get(place) {
                partition.stop.cancel();
            }
        }
        let busy = |held: &mut HashMap<Place, Held>| {
            places.iter().any(|place| held.get(place).is_some_and(|partition| partition.working > 0))
        };
        let (mut held, _) =
            self.moved.wait_timeout_while(held, limit, busy).unwrap_or_else(PoisonError::into_inner);
        places
            .iter()
            .filter_map(|place| {
                let partition = held.remove(place)?;
                let finished_to = partition.outstanding.first().copied().unwrap_or(partition.next);
                Some((place.clone(), finished_to))
            })
            .collect()
    }

    /// How many records of each partition are in hand.
    pub(super) fn in_hand(&self, place: &Place) -> usize {
        self.lock().get(place).map_or(0, |partition| partition.outstanding.len())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Place, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        ("code.results".to_owned(), 0)
    }

    #[test]
    fn the_place_moves_when_everything_before_it_is_finished() {
        let (partitions, stop) = (Partitions::default(), CancellationToken::new());
        let claims: Vec<_> = [5, 6, 9].map(|offset| partitions.take(place(), offset, &stop).0).into();
        assert!(claims.iter().all(|claim| partitions.begin(claim)));
        assert_eq!(partitions.end(&claims[1], true), None, "5 is not finished");
        assert_eq!(partitions.end(&claims[0], true), Some(8), "up to the next that is in hand");
        assert_eq!(partitions.end(&claims[2], false), None, "it was let go");
        assert!(partitions.begin(&claims[2]));
        assert_eq!(partitions.end(&claims[2], true), Some(9));
    }

    #[test]
    fn of_a_partition_that_was_given_away_nothing_is_begun() {
        let (partitions, stop) = (Partitions::default(), CancellationToken::new());
        let claims: Vec<_> = [5, 6].map(|offset| partitions.take(place(), offset, &stop).0).into();
        assert!(partitions.begin(&claims[0]));
        assert_eq!(partitions.end(&claims[0], true), Some(5));
        assert_eq!(partitions.let_go(&[place()], Duration::from_secs(5)), [(place(), 6)]);
        let (again, _) = partitions.take(place(), 6, &stop);
        assert!(!partitions.begin(&claims[1]), "it is of the first stay");
        assert!(partitions.begin(&again));
        assert!(!stop.is_cancelled());
    }

    #[test]
    fn giving_away_waits_for_what_is_being_worked_on() {
        let (partitions, stop) = (Partitions::default(), CancellationToken::new());
        let (claim, _) = partitions.take(place(), 5, &stop);
        assert!(partitions.begin(&claim));
        std::thread::scope(|scope| {
            let going = scope.spawn(|| partitions.let_go(&[place()], Duration::from_secs(30)));
            while !claim.stop.is_cancelled() {
                std::thread::yield_now();
            }
            assert_eq!(partitions.end(&claim, true), Some(5));
            assert_eq!(going.join().unwrap(), [(place(), 6)]);
        });
        let (claim, _) = partitions.take(place(), 6, &stop);
        assert!(partitions.begin(&claim));
        assert_eq!(
            partitions.let_go(&[place()], Duration::ZERO),
            [(place(), 6)],
            "it is not waited for long"
        );
    }
}
