//! The stop button: which better answers are under way, and how to end one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use learnflow_contracts::{QuestionId, StudentId};
use tokio_util::sync::CancellationToken;

/// Answers that a student can stop. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Stops(Arc<Mutex<HashMap<QuestionId, (StudentId, CancellationToken)>>>);

/// An answer under way; forgotten when dropped.
pub(crate) struct UnderWay {
    question: QuestionId,
    stops: Stops,
    /// Fires when the student wants no more of it.
    pub(crate) stopped: CancellationToken,
}

impl Stops {
    fn map(&self) -> MutexGuard<'_, HashMap<QuestionId, (StudentId, CancellationToken)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an answer; keep the result as long as it may be stopped.
    pub(crate) fn begin(&self, question: QuestionId, student: StudentId) -> UnderWay {
        let stopped = CancellationToken::new();
        self.map().insert(question, (student, stopped.clone()));
        UnderWay { question, stops: self.clone(), stopped }
    }

    /// Stops an answer, if it is this student's and under way in this process.
    pub(crate) fn stop(&self, student: StudentId, question: QuestionId) -> bool {
        match self.map().get(&question) {
            Some((owner, stopped)) if *owner == student => {
                stopped.cancel();
                true
            }
            _ => false,
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.stops.map().remove(&self.question);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_student_who_asked_stops_an_answer() {
        let (stops, question, student) = (Stops::default(), QuestionId::new(), StudentId::new());
        let under_way = stops.begin(question, student);
        assert!(!stops.stop(StudentId::new(), question));
        assert!(!under_way.stopped.is_cancelled());
        assert!(stops.stop(student, question));
        assert!(under_way.stopped.is_cancelled());
        drop(under_way);
        assert!(stops.map().is_empty());
    }
}
