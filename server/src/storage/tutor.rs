//! What the tutor keeps: questions, answers with their receipts, opened hints, the switch of a class.

use async_trait::async_trait;
use jiff::Timestamp;
use learnflow_contracts::event::Event;
use learnflow_contracts::exercises::NewExercise;
use learnflow_contracts::progress::MasteryScore;
use learnflow_contracts::tutor::{
    Answer as TutorAnswer, Ask, Asked, ConversationSummary, Ending, OpenedRung, Receipt, Rung, Triaged,
    TutorMode,
};
use learnflow_contracts::{ClassId, EventId, ExerciseId, QuestionId, StudentId, TeacherId, TopicId};

use super::{Answer, Applied, Error, Once, OwnExercise};

/// A question to store.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionRecord {
    pub id: QuestionId,
    pub student: StudentId,
    pub class: ClassId,
    /// What the student reads, as `de`.
    pub language: String,
    pub ask: Ask,
    pub asked_at: Timestamp,
}

/// What triage decided.
#[derive(Debug, Clone, PartialEq)]
pub struct RoutedRecord {
    pub question: QuestionId,
    pub triaged: Triaged,
    /// A `question.routed` event.
    pub event: Event,
}

/// An answer to store: the library's.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRecord {
    pub question: QuestionId,
    /// With all its hints.
    pub answer: TutorAnswer,
    pub receipt: Receipt,
    /// Absent while a better one may come.
    pub ending: Option<Ending>,
    pub at: Timestamp,
    /// A `question.answered` event.
    pub event: Event,
}

/// How a question ends.
#[derive(Debug, Clone, PartialEq)]
pub struct EndRecord {
    pub question: QuestionId,
    pub ending: Ending,
    /// The model's answer, if it may be shown.
    pub better: Option<TutorAnswer>,
    /// Of the model's answer, shown or not.
    pub receipt: Option<Receipt>,
    /// What was shown of it and is no part of an answer: the student has seen it.
    pub taken_back: Option<String>,
    /// The exercise in it that a model made: the student's from now on.
    pub made: Option<MadeExercise>,
    pub at: Timestamp,
    /// A `question.answered` event.
    pub event: Event,
}

/// An exercise that a model made for the student who asked.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeExercise {
    pub id: ExerciseId,
    /// The model's name.
    pub model: String,
    pub exercise: NewExercise,
}

/// A question with everything that became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnRecord {
    pub question: QuestionRecord,
    pub triaged: Option<Triaged>,
    /// With all their hints, in the order they came.
    pub answers: Vec<TutorAnswer>,
    /// One for each answer; then one for what was not shown.
    pub receipts: Vec<Receipt>,
    /// What was shown for a moment and is no part of an answer.
    pub taken_back: Vec<String>,
    /// In the order they were opened.
    pub opened: Vec<OpenedRung>,
    pub ending: Option<Ending>,
}

/// Some turns of one student, oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Turns {
    pub turns: Vec<TurnRecord>,
    /// There are older ones.
    pub more: bool,
}

/// What is known of a student's work when they ask.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StudentFacts {
    /// Mastery of each topic that was begun.
    pub mastery: Vec<(TopicId, MasteryScore)>,
    /// Exercises that were passed.
    pub passed: Vec<ExerciseId>,
    /// The newest submissions, newest first: exercise, passed, score, kind of error, when.
    pub submissions: Vec<(ExerciseId, bool, f64, Option<String>, Timestamp)>,
    /// Kinds of errors since the time asked for, the most frequent first.
    pub errors: Vec<(String, u32)>,
}

/// The tutor's part of the storage.
#[async_trait]
pub trait Tutoring: Send + Sync {
    /// Stores a question and writes its `question.asked` event.
    async fn record_question(
        &self,
        question: &QuestionRecord,
        event: &Event,
        once: &Once,
    ) -> Result<Answer<Asked>, Error>;
    /// Stores what triage decided and writes its event, once for each `cause`.
    async fn record_routing(
        &self,
        consumer: &str,
        cause: EventId,
        routed: &RoutedRecord,
    ) -> Result<Applied, Error>;
    /// Stores an answer, opens the first of its hints and writes its event, once for each `cause`.
    async fn record_answer(
        &self,
        consumer: &str,
        cause: EventId,
        answer: &AnswerRecord,
    ) -> Result<Applied, Error>;
    /// Ends a question that was answered and writes its event. Nothing when it has ended before.
    async fn end_question(&self, end: &EndRecord) -> Result<Applied, Error>;
    /// Opens the next hint of a student's question and writes the event that `event` makes of its number. `None` when
    /// there is no such question of the student's, or nothing left to open.
    async fn open_rung(
        &self,
        student: StudentId,
        question: QuestionId,
        event: RungOpened,
        once: &Once,
    ) -> Result<Option<Answer<Rung>>, Error>;
    /// One question, whosesoever it is.
    async fn turn(&self, question: QuestionId) -> Result<Option<TurnRecord>, Error>;
    /// A student's newest turns in a class, or the newest before one.
    async fn turns(
        &self,
        class: ClassId,
        student: StudentId,
        before: Option<QuestionId>,
        limit: u32,
    ) -> Result<Turns, Error>;
    /// What a student was told: the newest about an exercise or, without one, a topic, and the newest about anything, at
    /// most `limit` of each. Newest last, each once. Who wants a solution in parts does not say what they belong to.
    async fn told(
        &self,
        student: StudentId,
        topic: Option<&TopicId>,
        exercise: Option<&ExerciseId>,
        limit: u32,
    ) -> Result<Vec<TurnRecord>, Error>;
    /// Who asked in a class, those who asked last first.
    async fn conversations(&self, class: ClassId) -> Result<Vec<ConversationSummary>, Error>;
    /// The switch of a class: on, until it is moved.
    async fn tutor_mode(&self, class: ClassId) -> Result<TutorMode, Error>;
    /// Moves the switch of a class.
    async fn switch_tutor(&self, class: ClassId, mode: TutorMode, now: Timestamp) -> Result<(), Error>;
    /// What is known of a student's work; errors since `since`.
    async fn student_facts(&self, student: StudentId, since: Timestamp) -> Result<StudentFacts, Error>;
    /// The exercises that a model made for the students of a teacher, or for one of them, oldest first.
    async fn made_exercises(
        &self,
        teacher: TeacherId,
        student: Option<StudentId>,
    ) -> Result<Vec<OwnExercise>, Error>;
    /// Questions asked before `before` that have no ending, oldest first: those whose server died.
    async fn unended(&self, before: Timestamp, limit: u32) -> Result<Vec<QuestionRecord>, Error>;
}

/// Makes the event of an opened hint from the question and its number. Pure, so that it can run in the transaction.
pub type RungOpened = fn(&QuestionRecord, u8, Timestamp) -> Event;
