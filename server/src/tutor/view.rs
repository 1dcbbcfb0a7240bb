//! What may be seen of a stored turn: by the student who asked, and by their teacher.

use learnflow_contracts::tutor::{Answer, Part, TaughtTurn, Turn};

use crate::storage::tutor::TurnRecord;

/// A turn as its student sees it: hints that are not open are not there.
pub(crate) fn of_student(turn: TurnRecord) -> Turn {
    let open = turn.opened.iter().map(|opened| opened.rung).max().unwrap_or(0);
    Turn {
        question_id: turn.question.id,
        asked_at: turn.question.asked_at,
        question: turn.question.ask,
        agent: turn.answers.first().map(|answer| answer.agent).or(turn.triaged.map(|triaged| triaged.agent)),
        answers: turn.answers.into_iter().map(|answer| up_to(answer, open)).collect(),
        ending: turn.ending,
    }
}

/// A turn as its teacher sees it: with all hints, opened or not, and why they say what they say.
pub(crate) fn of_teacher(turn: TurnRecord) -> TaughtTurn {
    let (triaged, receipts, opened) = (turn.triaged.clone(), turn.receipts.clone(), turn.opened.clone());
    let every = TurnRecord { opened: Vec::new(), ..turn };
    let answers = every.answers.clone();
    TaughtTurn { turn: Turn { answers, ..of_student(every) }, triaged, receipts, opened }
}

/// An answer with its hints up to this rung.
pub(crate) fn up_to(mut answer: Answer, open: u8) -> Answer {
    for part in &mut answer.parts {
        if let Part::Hints { rungs, .. } = part {
            rungs.retain(|rung| rung.rung <= open);
        }
    }
    answer
}
