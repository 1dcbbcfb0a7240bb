//! Each day's mastery by part, as copies in the state: written when mastery changes, read by the tutor, whose own copy
//! of a student's work may be five minutes old. A copy that is missing or older changes nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use learnflow_contracts::event::MasteryUpdated;
use learnflow_contracts::progress::{Level, MasteryPart, MasteryScore};
use learnflow_contracts::{StudentId, TopicId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::state::{Cache, keys};

/// One part of the mastery of each topic that moved on a day.
type Topics<T> = BTreeMap<TopicId, Of<T>>;

/// A part as it was at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Of<T> {
    at: Timestamp,
    part: T,
}

/// What the parts come to.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Whole {
    score: f64,
    level: Level,
}

/// Mastery of a topic that moved today.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Moved {
    pub(crate) topic: TopicId,
    pub(crate) at: Timestamp,
    pub(crate) mastery: MasteryScore,
}

/// Keeps what mastery came to; an event that comes late takes no newer one's place.
pub(crate) async fn keep(cache: &Cache, day: Date, at: Timestamp, updated: &MasteryUpdated) {
    let MasteryUpdated { student_id, topic_id, mastery, .. } = updated;
    let MasteryScore { exercises, quizzes, quality, consistency, score, level } = *mastery;
    let parts =
        [("exercises", exercises), ("quizzes", quizzes), ("quality", quality), ("consistency", consistency)];
    for (name, part) in parts {
        write(cache, *student_id, day, name, topic_id, &Of { at, part }).await;
    }
    // Last: whoever reads all of them finds it only with the parts it is made of.
    write(cache, *student_id, day, "final", topic_id, &Of { at, part: Whole { score, level } }).await;
}

async fn write<T>(cache: &Cache, student: StudentId, day: Date, name: &str, topic: &TopicId, of: &Of<T>)
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync,
{
    let key = keys::mastery(student, day, name);
    let newer = |topics: &mut Topics<T>| {
        if topics.get(topic).is_none_or(|before| before.at <= of.at) {
            topics.insert(topic.clone(), of.clone());
        }
    };
    cache.change(&key, keys::MASTERY, newer).await;
}

/// The topics whose mastery moved on a day, as far as they are kept whole.
pub(crate) async fn read(cache: &Cache, student: StudentId, day: Date) -> Vec<Moved> {
    let part =
        |name| async move { cache.get::<Topics<MasteryPart>>(&keys::mastery(student, day, name)).await };
    let whole = async { cache.get::<Topics<Whole>>(&keys::mastery(student, day, "final")).await };
    let (exercises, quizzes, quality, consistency, whole) =
        tokio::join!(part("exercises"), part("quizzes"), part("quality"), part("consistency"), whole);
    let (Some(exercises), Some(quizzes), Some(quality), Some(consistency), Some(whole)) =
        (exercises, quizzes, quality, consistency, whole)
    else {
        return Vec::new();
    };
    let moved = whole.into_iter().filter_map(|(topic, Of { at, part: Whole { score, level } })| {
        let of = |parts: &Topics<MasteryPart>| {
            let of = parts.get(&topic)?;
            // Parts of two times are no mastery that ever was.
            (of.at == at).then_some(of.part)
        };
        let mastery = MasteryScore {
            exercises: of(&exercises)?,
            quizzes: of(&quizzes)?,
            quality: of(&quality)?,
            consistency: of(&consistency)?,
            score,
            level,
        };
        Some(Moved { topic, at, mastery })
    });
    moved.collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use learnflow_contracts::{ClassId, EventId};
    use learnflow_pedagogy::mastery::{Evidence, mastery};

    use super::*;
    use crate::state::{Error, Etag, Memory, Only, State};

    fn updated(student: StudentId, score: f64) -> MasteryUpdated {
        let evidence = Evidence {
            exercises: vec![score],
            exercises_in_topic: 1,
            quiz: None,
            quality: Vec::new(),
            programs_in_topic: 1,
            active_days: 1,
        };
        MasteryUpdated {
            student_id: student,
            class_id: ClassId::new(),
            topic_id: "variables".parse().unwrap(),
            mastery: mastery(&evidence),
            streak_days: 1,
            cause: EventId::new(),
        }
    }

    #[tokio::test]
    async fn the_newest_mastery_is_read_whatever_order_it_came_in() {
        let cache = Cache::new(Arc::new(Memory::new(crate::clock::system())));
        let (student, day) = (StudentId::new(), "2026-03-02".parse().unwrap());
        let (early, late) =
            ("2026-03-02T09:00:00Z".parse().unwrap(), "2026-03-02T09:01:00Z".parse().unwrap());
        assert_eq!(read(&cache, student, day).await, []);
        let (first, second) = (updated(student, 40.0), updated(student, 90.0));
        for (at, update) in [(early, &first), (late, &second), (early, &first)] {
            keep(&cache, day, at, update).await;
        }
        let moved = read(&cache, student, day).await;
        let newest = Moved { topic: second.topic_id, at: late, mastery: second.mastery };
        assert_eq!(moved, [newest]);
        assert_eq!(read(&cache, StudentId::new(), day).await, []);
        assert_eq!(read(&cache, student, "2026-03-03".parse().unwrap()).await, []);
    }

    /// A store that never answers.
    struct Silent;

    #[async_trait::async_trait]
    impl State for Silent {
        async fn get(&self, _: &str) -> Result<Option<crate::state::Held>, Error> {
            std::future::pending().await
        }

        async fn put(
            &self,
            _: &str,
            _: serde_json::Value,
            _: std::time::Duration,
            _: Only,
        ) -> Result<(), Error> {
            std::future::pending().await
        }

        async fn delete(&self, _: &str, _: &Etag) -> Result<(), Error> {
            std::future::pending().await
        }

        async fn ready(&self) -> Result<(), Error> {
            std::future::pending().await
        }
    }

    #[tokio::test]
    async fn a_store_that_hangs_holds_nobody_up() {
        let cache = Cache::new(Arc::new(Silent));
        let (student, day, at) =
            (StudentId::new(), "2026-03-02".parse().unwrap(), "2026-03-02T09:00:00Z".parse().unwrap());
        let began = std::time::Instant::now();
        for _ in 0..20 {
            keep(&cache, day, at, &updated(student, 40.0)).await;
            assert_eq!(read(&cache, student, day).await, []);
        }
        // Forty times 300 ms if each waited; once 300 ms as it is. Half of the first leaves room for any machine.
        assert!(began.elapsed() < std::time::Duration::from_secs(6), "{:?}", began.elapsed());
    }
}
