//! What every Storage keeps of the tutor.

use jiff::Timestamp;
use learnflow_contracts::event::{Data, Event, HintOpened, QuestionAnswered, QuestionAsked, QuestionRouted};
use learnflow_contracts::exercises::{Difficulty, ExerciseKind, NewExercise};
use learnflow_contracts::tutor::{
    AgentKind, Answer as TutorAnswer, AnswerSource, Ask, DecidedBy, Ending, Part, Receipt, Rung, Triaged,
    TutorMode,
};
use learnflow_contracts::{EventId, QuestionId, StudentId};
use learnflow_server::storage::tutor::{AnswerRecord, EndRecord, MadeExercise, QuestionRecord, RoutedRecord};
use learnflow_server::storage::{Answer, Applied, MadeFor, Storage};

use super::fixtures::{Room, activity, after, assess, exercise, once, room, start, topic};

fn question(room: &Room, second: i64) -> QuestionRecord {
    let ask = Ask {
        text: "why?".to_owned(),
        topic_id: Some(topic()),
        exercise_id: Some(exercise()),
        ..Ask::default()
    };
    QuestionRecord {
        id: QuestionId::new(),
        student: room.students[0],
        class: room.class,
        language: "de".to_owned(),
        ask,
        asked_at: after(second),
    }
}

fn asked(question: &QuestionRecord) -> Event {
    let data = QuestionAsked {
        question_id: question.id,
        student_id: question.student,
        class_id: question.class,
        topic_id: None,
        exercise_id: None,
        agent: None,
        has_code: false,
        has_error: false,
    };
    Event::new("gateway", question.asked_at, None, Data::QuestionAsked(data))
}

fn routed(question: &QuestionRecord) -> RoutedRecord {
    let (agent, confidence, by) = (AgentKind::Debug, 0.9, DecidedBy::Rules);
    let data = QuestionRouted {
        question_id: question.id,
        student_id: question.student,
        class_id: question.class,
        agent,
        confidence,
        by,
        topic_id: None,
        exercise_id: None,
    };
    let triaged = Triaged { agent, confidence, by, reason: "an error".to_owned() };
    let event = Event::new("triage", start(), None, Data::QuestionRouted(data));
    RoutedRecord { question: question.id, triaged, event }
}

fn answered(question: &QuestionRecord, ending: Option<Ending>) -> Event {
    let data = QuestionAnswered {
        question_id: question.id,
        student_id: question.student,
        class_id: question.class,
        agent: AgentKind::Debug,
        source: AnswerSource::Library,
        topic_id: None,
        exercise_id: None,
        ending,
    };
    Event::new("debug", start(), None, Data::QuestionAnswered(data))
}

fn receipt() -> Receipt {
    Receipt { source: AnswerSource::Library, rung: Some(3), evidence: Vec::new(), gate: Vec::new() }
}

/// An answer with three hints.
fn answer(question: &QuestionRecord, ending: Option<Ending>) -> AnswerRecord {
    let rungs = (1..=3).map(|rung| Rung { rung, markdown: format!("hint {rung}"), line: None }).collect();
    let parts = vec![Part::Hints { rungs, of: 3 }];
    AnswerRecord {
        question: question.id,
        answer: TutorAnswer { agent: AgentKind::Debug, source: AnswerSource::Library, parts },
        receipt: receipt(),
        ending,
        at: after(1),
        event: answered(question, ending),
    }
}

fn opened(question: &QuestionRecord, rung: u8, at: Timestamp) -> Event {
    let data = HintOpened {
        question_id: question.id,
        student_id: question.student,
        class_id: question.class,
        rung,
        topic_id: None,
        exercise_id: None,
    };
    Event::new("gateway", at, None, Data::HintOpened(data))
}

async fn store(storage: &dyn Storage, question: &QuestionRecord) {
    storage.record_question(question, &asked(question), &once(question.student)).await.unwrap();
}

async fn tell(storage: &dyn Storage, question: &QuestionRecord, ending: Option<Ending>) {
    let answer = answer(question, ending);
    assert_eq!(storage.record_answer("debug", EventId::new(), &answer).await.unwrap(), Applied::Now);
}

/// A question sent twice is one question, and everything that became of it comes back as it was.
pub(crate) async fn a_question_is_stored_once_and_comes_back_whole(storage: &dyn Storage) {
    let room = room(storage).await;
    let (question, key) = (question(&room, 0), once(room.students[0]));
    let event = asked(&question);
    for again in [false, true] {
        let answer = storage.record_question(&question, &event, &key).await.unwrap();
        assert_eq!(matches!(answer, Answer::Again(_)), again);
        assert_eq!(answer.into_inner().question_id, question.id);
    }
    let routed = routed(&question);
    let cause = EventId::new();
    assert_eq!(storage.record_routing("triage", cause, &routed).await.unwrap(), Applied::Now);
    assert_eq!(storage.record_routing("triage", cause, &routed).await.unwrap(), Applied::Before);
    let (first, cause) = (answer(&question, None), EventId::new());
    assert_eq!(storage.record_answer("debug", cause, &first).await.unwrap(), Applied::Now);
    assert_eq!(storage.record_answer("debug", cause, &first).await.unwrap(), Applied::Before);
    let turn = storage.turn(question.id).await.unwrap().unwrap();
    assert_eq!((turn.question, turn.triaged), (question, Some(routed.triaged)));
    assert_eq!((turn.answers, turn.receipts), (vec![first.answer], vec![first.receipt]));
    assert_eq!(turn.opened.iter().map(|opened| opened.rung).collect::<Vec<_>>(), [1]);
    assert_eq!(turn.ending, None);
    assert_eq!(storage.turn(QuestionId::new()).await.unwrap(), None);
}

/// A question ends once, whoever is first; what was kept back leaves its receipt alone.
pub(crate) async fn a_question_ends_once(storage: &dyn Storage) {
    let room = room(storage).await;
    let question = question(&room, 0);
    store(storage, &question).await;
    tell(storage, &question, None).await;
    let end = |ending, better| EndRecord {
        question: question.id,
        ending,
        better,
        receipt: Some(receipt()),
        taken_back: Some("half a sen".to_owned()),
        made: None,
        at: after(2),
        event: answered(&question, Some(ending)),
    };
    assert_eq!(storage.end_question(&end(Ending::Withdrawn, None)).await.unwrap(), Applied::Now);
    let late = answer(&question, None).answer;
    assert_eq!(storage.end_question(&end(Ending::Model, Some(late))).await.unwrap(), Applied::Before);
    let turn = storage.turn(question.id).await.unwrap().unwrap();
    assert_eq!((turn.ending, turn.answers.len(), turn.receipts.len()), (Some(Ending::Withdrawn), 1, 2));
    assert_eq!(turn.taken_back, ["half a sen"]);
}

/// What a model made is kept with the end of its question, once, for the student who asked.
pub(crate) async fn a_made_exercise_is_its_students(storage: &dyn Storage) {
    let room = room(storage).await;
    let question = question(&room, 0);
    store(storage, &question).await;
    tell(storage, &question, None).await;
    let exercise = NewExercise {
        topic_id: topic(),
        kind: ExerciseKind::Function,
        difficulty: Difficulty::Easy,
        title: "Seats".to_owned(),
        text: "How many?".to_owned(),
        starter: String::new(),
        solution: "def seats():\n    return 3\n".to_owned(),
        tests: Vec::new(),
        hints: Vec::new(),
    };
    let made = |number: u8| MadeExercise {
        id: format!("made-{number}").parse().unwrap(),
        model: "tiny".to_owned(),
        exercise: exercise.clone(),
    };
    for (number, applied) in [(1, Applied::Now), (2, Applied::Before)] {
        let end = EndRecord {
            question: question.id,
            ending: Ending::Model,
            better: Some(answer(&question, None).answer),
            receipt: Some(receipt()),
            taken_back: None,
            made: Some(made(number)),
            at: after(2),
            event: answered(&question, Some(Ending::Model)),
        };
        assert_eq!(storage.end_question(&end).await.unwrap(), applied);
    }
    let [ada, ben] = room.students;
    let kept = storage.exercise(&made(1).id).await.unwrap().unwrap();
    assert_eq!((kept.teacher, &kept.exercise), (room.teacher, &exercise));
    assert_eq!(kept.made, Some(MadeFor { student: ada, model: "tiny".to_owned() }));
    assert!(kept.is_for(Some(room.teacher), ada) && !kept.is_for(Some(room.teacher), ben));
    assert_eq!(storage.exercise(&made(2).id).await.unwrap(), None);
    assert_eq!(storage.made_exercises(room.teacher, None).await.unwrap(), std::slice::from_ref(&kept));
    assert_eq!(storage.made_exercises(room.teacher, Some(ada)).await.unwrap(), [kept]);
    assert_eq!(storage.made_exercises(room.teacher, Some(ben)).await.unwrap(), []);
    assert_eq!(storage.exercises_of(room.teacher).await.unwrap(), [], "the teacher wrote none");
}

/// Hints open one by one, for the student who asked and no other, and not past the last.
pub(crate) async fn hints_open_one_by_one(storage: &dyn Storage) {
    let room = room(storage).await;
    let question = question(&room, 0);
    store(storage, &question).await;
    let open = |student: StudentId| async move {
        let answer = storage.open_rung(student, question.id, opened, &once(student)).await.unwrap();
        answer.map(|answer| answer.into_inner().rung)
    };
    assert_eq!(open(room.students[0]).await, None, "there is no answer yet");
    let asked_for = question.clone();
    tell(storage, &asked_for, Some(Ending::Library)).await;
    assert_eq!(open(room.students[1]).await, None);
    assert_eq!(open(room.students[0]).await, Some(2));
    assert_eq!(open(room.students[0]).await, Some(3));
    assert_eq!(open(room.students[0]).await, None);
    let key = once(room.students[0]);
    let again = storage.open_rung(room.students[0], question.id, opened, &key).await.unwrap();
    assert_eq!(again, None);
    let turn = storage.turn(question.id).await.unwrap().unwrap();
    assert_eq!(turn.opened.iter().map(|opened| opened.rung).collect::<Vec<_>>(), [1, 2, 3]);
}

/// The conversation comes in pages, the newest first, each oldest first; one student's only.
pub(crate) async fn a_conversation_comes_in_pages(storage: &dyn Storage) {
    let room = room(storage).await;
    let questions: Vec<_> = (0..5).map(|second| question(&room, second)).collect();
    for question in &questions {
        store(storage, question).await;
    }
    let ids = |turns: &learnflow_server::storage::tutor::Turns| {
        turns.turns.iter().map(|turn| turn.question.id).collect::<Vec<_>>()
    };
    let expected: Vec<_> = questions.iter().map(|question| question.id).collect();
    let newest = storage.turns(room.class, room.students[0], None, 2).await.unwrap();
    assert_eq!((ids(&newest), newest.more), (expected[3..].to_vec(), true));
    let older = storage.turns(room.class, room.students[0], Some(expected[3]), 9).await.unwrap();
    assert_eq!((ids(&older), older.more), (expected[..3].to_vec(), false));
    let other = storage.turns(room.class, room.students[1], None, 9).await.unwrap();
    assert_eq!((other.turns.len(), other.more), (0, false));
    let summary = storage.conversations(room.class).await.unwrap();
    assert_eq!(summary.len(), 1);
    assert_eq!((summary[0].name.as_str(), summary[0].questions, summary[0].last_at), ("Ada", 5, after(4)));
}

/// The newest that was told about an exercise, or in its topic without one, is found, and the newest of all, each once.
pub(crate) async fn what_was_told_about_an_exercise_is_found(storage: &dyn Storage) {
    let room = room(storage).await;
    let here = question(&room, 0);
    let mut topic_only = question(&room, 1);
    topic_only.ask.exercise_id = None;
    let (mut elsewhere, mut later) = (question(&room, 2), question(&room, 3));
    elsewhere.ask.exercise_id = Some("another-exercise".parse().unwrap());
    later.ask.exercise_id = Some("a-third-exercise".parse().unwrap());
    for question in [&here, &topic_only, &elsewhere, &later] {
        store(storage, question).await;
    }
    for (exercise, limit, expected) in [
        (Some(exercise()), 1, vec![topic_only.id, later.id]),
        (Some(exercise()), 2, vec![here.id, topic_only.id, elsewhere.id, later.id]),
        (None, 1, vec![later.id]),
        (None, 9, vec![here.id, topic_only.id, elsewhere.id, later.id]),
    ] {
        let turns = storage.told(room.students[0], Some(&topic()), exercise.as_ref(), limit).await.unwrap();
        assert_eq!(turns.into_iter().map(|turn| turn.question.id).collect::<Vec<_>>(), expected);
    }
}

/// The switch is on until it is moved.
pub(crate) async fn the_switch_stays_where_it_was_moved(storage: &dyn Storage) {
    let room = room(storage).await;
    assert_eq!(storage.tutor_mode(room.class).await.unwrap(), TutorMode::On);
    for mode in [TutorMode::Off, TutorMode::Library] {
        storage.switch_tutor(room.class, mode, start()).await.unwrap();
        assert_eq!(storage.tutor_mode(room.class).await.unwrap(), mode);
    }
}

/// Errors are counted by kind, once for each event; mastery comes with them.
pub(crate) async fn errors_and_mastery_are_known_when_a_student_asks(storage: &dyn Storage) {
    let room = room(storage).await;
    for (kind, second) in [("NameError", -1), ("TypeError", 1), ("NameError", 2), ("NameError", 3)] {
        let mut activity = activity(&room, 10.0);
        (activity.error_kind, activity.at) = (Some(kind.to_owned()), after(second));
        for _ in 0..2 {
            storage.apply_activity("progress", &activity, assess).await.unwrap();
        }
    }
    let facts = storage.student_facts(room.students[0], start()).await.unwrap();
    assert_eq!(facts.errors, [("NameError".to_owned(), 2), ("TypeError".to_owned(), 1)]);
    assert_eq!(facts.mastery.len(), 1);
    let nothing = storage.student_facts(room.students[1], start()).await.unwrap();
    assert_eq!(nothing, learnflow_server::storage::tutor::StudentFacts::default());
}

/// A question whose server died is found later, and is not found once it has ended.
pub(crate) async fn a_question_without_an_end_is_found(storage: &dyn Storage) {
    let room = room(storage).await;
    let (old, ended, new) = (question(&room, 0), question(&room, 1), question(&room, 60));
    for question in [&old, &ended, &new] {
        store(storage, question).await;
    }
    tell(storage, &ended, Some(Ending::Library)).await;
    let found = storage.unended(after(30), 9).await.unwrap();
    assert_eq!(found, [old]);
}
