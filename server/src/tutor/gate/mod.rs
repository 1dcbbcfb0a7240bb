//! The one way to a student: whatever an agent, a rule or a model says goes through here, and what must not be shown
//! does not come out. It looks at the text alone, so it does not matter what anybody told the model to do.
//!
//! What it refuses: code on the first two hints; code that passes the tests of an exercise the student has not
//! passed; most of such an exercise's solution, in any clothes ([`views`]) and in pieces that add up with what was told
//! before ([`mod@reference`]); text that hides text; examples that do not run; diagrams that cannot be drawn. To add a
//! check: a variant of [`GateCheck`], and a line in [`Guard::look`].

mod code;
mod diagram;
mod flow;
mod reference;
mod spelled;
mod tokens;
mod trial;
mod views;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use learnflow_contracts::exercises::{ExerciseKind, GivenFile};
use learnflow_contracts::run::{OutputPart, RunStatus};
use learnflow_contracts::tutor::{
    AgentKind, Answer, AnswerSource, GateCheck, GateFinding, Part, Receipt, Rung,
};
use learnflow_contracts::{StudentId, UserId};

pub(super) use code::sign_of_code;
pub(super) use flow::Flow;

use self::code::Piece;
use self::reference::{Reference, Seen};
use super::draft::{Draft, DraftPart, Hint};
use super::{AtHand, Context, words};
use crate::curriculum::Edition;
use crate::execution::{Execution, Run, RunBy, Task};
use crate::storage::tutor::TurnRecord;

/// Examples whose output is remembered: those of the curriculum come again and again.
const REMEMBERED: usize = 512;

/// What an example printed, if it ran to its end.
type Ran = Option<Vec<OutputPart>>;

/// The gate, with what it has seen run.
pub(super) struct Gate {
    execution: Execution,
    /// By code, files and input.
    examples: Arc<Mutex<HashMap<String, Ran>>>,
}

/// The gate for one question: what must not be given away to whom, and what was told before.
pub(super) struct Guard {
    execution: Execution,
    examples: Arc<Mutex<HashMap<String, Ran>>>,
    student: StudentId,
    edition: Arc<Edition>,
    language: String,
    german: bool,
    protected: Vec<Protected>,
    /// By tests and program, for this question: whether it passes.
    verdicts: Mutex<HashMap<String, bool>>,
    /// The student's own program, in which nothing is a secret.
    own: Option<String>,
    /// Code that was shown before about the same exercise, oldest first.
    shown: Vec<String>,
    /// Exercises whose tests code is run against when none is at hand.
    topic_tasks: Vec<Task>,
}

/// An exercise that the student has not passed.
struct Protected {
    /// What code is run against; only of the exercise at hand.
    task: Option<Task>,
    starter: String,
    reference: Reference,
    /// What was told of it before.
    before: Seen,
    /// For `predict`: the output that is asked for, and the program that prints it.
    output: Option<String>,
}

/// A draft that was looked at.
pub(super) struct Checked {
    pub(super) answer: Answer,
    pub(super) receipt: Receipt,
    /// Something in it would have given a solution away, or was not fit to be shown: a model's answer is not shown at
    /// all then.
    pub(super) gives_away: bool,
}

/// A check's name in metrics.
pub(super) const fn name(check: GateCheck) -> &'static str {
    match check {
        GateCheck::CodeOnRung => "code_on_rung",
        GateCheck::PassesTests => "passes_tests",
        GateCheck::Reference => "reference",
        GateCheck::AddsUp => "adds_up",
        GateCheck::Encoded => "encoded",
        GateCheck::Diagram => "diagram",
        GateCheck::Example => "example",
        GateCheck::Unkind => "unkind",
        GateCheck::Unusable => "unusable",
    }
}

fn finding(check: GateCheck, what: impl Into<String>) -> GateFinding {
    GateFinding { check, what: what.into() }
}

impl Gate {
    pub(super) fn new(execution: Execution) -> Self {
        Self { execution, examples: Arc::default() }
    }

    /// The gate for one question; `told` is what the student was told before about the same exercise or topic.
    pub(super) fn guard(&self, context: &Context, told: &[TurnRecord]) -> Guard {
        let own = context.question.ask.code.clone().filter(|code| !code.trim().is_empty());
        let mut protected = Vec::new();
        if let Some(at_hand) = context.at_hand.as_ref().filter(|at_hand| !at_hand.passed) {
            protected.push(Protected::at_hand(at_hand, own.as_deref()));
        }
        let mut topic_tasks = Vec::new();
        if let Some(topic) = context.topic() {
            let at_hand = context.at_hand.as_ref().map(|at_hand| &at_hand.view.id);
            let others = topic.exercises.iter().filter(|exercise| {
                Some(&exercise.view.id) != at_hand && !context.facts.passed.contains(&exercise.view.id)
            });
            for exercise in others {
                if exercise.view.kind != ExerciseKind::Predict && exercise.view.kind != ExerciseKind::Parsons
                {
                    let known: Vec<&str> =
                        [exercise.view.starter.as_str()].into_iter().chain(own.as_deref()).collect();
                    protected.push(Protected {
                        task: None,
                        starter: exercise.view.starter.clone(),
                        reference: Reference::new(&exercise.solution, &known),
                        before: Seen::default(),
                        output: None,
                    });
                    topic_tasks.push(Task::builtin(exercise));
                }
            }
        }
        let mut shown = Vec::new();
        for text in told.iter().flat_map(texts) {
            let views = views::of(&text);
            for exercise in &mut protected {
                exercise.reference.look(&views, &mut exercise.before);
            }
            shown.extend(code::pieces(&text).into_iter().filter_map(|piece| match piece {
                Piece::Code(code) => Some(code),
                Piece::Prose(_) => None,
            }));
        }
        Guard {
            execution: self.execution.clone(),
            examples: Arc::clone(&self.examples),
            student: context.question.student,
            edition: Arc::clone(&context.edition),
            language: context.question.language.clone(),
            german: context.german(),
            protected,
            verdicts: Mutex::default(),
            own,
            shown,
            topic_tasks,
        }
    }
}

impl Protected {
    fn at_hand(at_hand: &AtHand, own: Option<&str>) -> Self {
        let AtHand { view, task, solution, .. } = at_hand;
        let known: Vec<&str> = [view.starter.as_str()].into_iter().chain(own).collect();
        let (reference, output) = match view.kind {
            ExerciseKind::Parsons => (Reference::order(solution), None),
            ExerciseKind::Predict => (Reference::new("", &[]), Some(solution.clone())),
            _ => (Reference::new(solution, &known), None),
        };
        let runs = view.kind != ExerciseKind::Predict;
        Self {
            task: runs.then(|| task.clone()),
            starter: view.starter.clone(),
            reference,
            before: Seen::default(),
            output,
        }
    }

    /// Whether a text says what a program prints that is to be predicted.
    fn tells_output(&self, text: &str) -> bool {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        self.output.as_deref().map(squeezed).is_some_and(|output| {
            // A short output stands in many a sentence by chance.
            output.len() >= 6 && squeezed(&views::plain(text)).contains(&output)
        })
    }
}

/// What a student saw of a turn: the answers with the hints they opened, and what was taken back after it was seen.
fn texts(turn: &TurnRecord) -> Vec<String> {
    let open = turn.opened.iter().map(|opened| opened.rung).max().unwrap_or(0);
    let mut texts = turn.taken_back.clone();
    for part in turn.answers.iter().flat_map(|answer| &answer.parts) {
        match part {
            Part::Text { markdown } => texts.push(markdown.clone()),
            Part::Example { code, .. } => texts.push(format!("```python\n{code}\n```")),
            Part::Hints { rungs, .. } => {
                texts.extend(rungs.iter().filter(|rung| rung.rung <= open).map(|rung| rung.markdown.clone()));
            }
            _ => {}
        }
    }
    texts
}

impl Guard {
    /// A model's words as they come.
    pub(super) fn flow(&self, rung: Option<u8>) -> Flow<'_> {
        Flow::new(self, rung)
    }

    /// Makes an answer of a draft: what may not be shown is left out or replaced.
    pub(super) async fn check(
        &self,
        draft: Draft,
        agent: AgentKind,
        source: AnswerSource,
        rung: Option<u8>,
    ) -> Checked {
        let mut sight = self.sight();
        let (mut parts, mut found, mut gives_away, mut highest) = (Vec::new(), Vec::new(), false, rung);
        for part in draft.parts {
            let checked = match part {
                DraftPart::Hints(hints) => {
                    highest = u8::try_from(hints.len()).ok();
                    let (hints, findings) = self.hints(hints, &mut sight).await;
                    gives_away |= !findings.is_empty();
                    found.extend(findings);
                    Ok(hints)
                }
                part => self.part(part, rung, &mut sight).await,
            };
            match checked {
                Ok(part) => parts.push(part),
                Err(findings) => {
                    gives_away |= findings.iter().any(|finding| is_a_leak(finding.check));
                    found.extend(findings);
                }
            }
        }
        for finding in &found {
            metrics::counter!("tutor_gate_findings_total", "check" => name(finding.check)).increment(1);
        }
        if parts.is_empty() && source == AnswerSource::Library {
            let line = None;
            parts.push(Part::Text { markdown: words::hint_in_place(self.german, rung.unwrap_or(1), line) });
        }
        let receipt =
            Receipt { source: source.clone(), rung: highest, evidence: draft.evidence, gate: found };
        Checked { answer: Answer { agent, source, parts }, receipt, gives_away }
    }

    async fn part(
        &self,
        part: DraftPart,
        rung: Option<u8>,
        sight: &mut Sight,
    ) -> Result<Part, Vec<GateFinding>> {
        match part {
            DraftPart::Text(markdown) => {
                self.look(&markdown, rung, sight).await?;
                Ok(Part::Text { markdown })
            }
            DraftPart::Example { code, files, input } => {
                self.look(&format!("```python\n{code}\n```"), rung, sight).await?;
                let output = self.example(&code, files, input).await;
                let output =
                    output.ok_or_else(|| vec![finding(GateCheck::Example, "it did not run to its end")])?;
                let printed: String = output.iter().map(|part| part.text.as_str()).collect();
                if self.protected.iter().any(|one| one.tells_output(&printed)) {
                    return Err(vec![finding(GateCheck::Reference, "it prints what is to be predicted")]);
                }
                Ok(Part::Example { code, output, error: None })
            }
            DraftPart::Diagram(mermaid) => match diagram::trouble(&mermaid) {
                // The curriculum's are read by Mermaid's own parser in the tests of the pages.
                _ if self.is_of_the_curriculum(&mermaid) => Ok(Part::Diagram { mermaid }),
                None => Ok(Part::Diagram { mermaid }),
                Some(what) => Err(vec![finding(GateCheck::Diagram, what)]),
            },
            DraftPart::Review(review) => {
                // What is suggested is the student's own program in other words; what is said of it is looked at.
                for found in &review.findings {
                    self.look(&found.markdown, rung, sight).await?;
                    if let Some(suggestion) = &found.suggestion {
                        self.look(&format!("```python\n{}\n```", suggestion.after), rung, sight).await?;
                    }
                }
                Ok(Part::Review { review })
            }
            DraftPart::Exercise { exercise, why } => {
                self.look(&why, rung, sight).await?;
                Ok(Part::Exercise { exercise, why })
            }
            DraftPart::Progress(numbers) => Ok(Part::Progress { numbers }),
            DraftPart::Next(questions) => Ok(Part::Next { questions }),
            DraftPart::Hints(hints) => Ok(self.hints(hints, sight).await.0),
        }
    }

    /// A ladder always has its rungs: one that may not be shown is replaced by one that says less.
    async fn hints(&self, hints: Vec<Hint>, sight: &mut Sight) -> (Part, Vec<GateFinding>) {
        let of = u8::try_from(hints.len()).unwrap_or(u8::MAX);
        let (mut rungs, mut findings) = (Vec::new(), Vec::new());
        for (rung, Hint { markdown, line }) in (1_u8..).zip(hints) {
            let markdown = match self.look(&markdown, Some(rung), sight).await {
                Ok(()) => markdown,
                Err(found) => {
                    findings.extend(found);
                    words::hint_in_place(self.german, rung, line)
                }
            };
            rungs.push(Rung { rung, markdown, line });
        }
        (Part::Hints { rungs, of }, findings)
    }

    fn sight(&self) -> Sight {
        Sight {
            seen: self.protected.iter().map(|one| one.before.clone()).collect(),
            code: self.shown.clone(),
            before: self.shown.len(),
            touched: false,
        }
    }

    /// Looks at a text that would be shown after what `sight` has seen.
    async fn look(&self, text: &str, rung: Option<u8>, sight: &mut Sight) -> Result<(), Vec<GateFinding>> {
        if matches!(rung, Some(1 | 2))
            && let Some(sign) = code::sign_of_code(text)
        {
            return Err(vec![finding(GateCheck::CodeOnRung, sign)]);
        }
        let views = views::of(text);
        if !views.hidden.is_empty() {
            return Err(vec![finding(GateCheck::Encoded, "it holds encoded text")]);
        }
        for (exercise, seen) in self.protected.iter().zip(&mut sight.seen) {
            let mut alone = Seen::default();
            exercise.reference.look(&views, &mut alone);
            let by_itself = exercise.reference.is_given_away(&alone);
            sight.touched |= exercise.task.is_some() && !alone.is_empty();
            seen.add(alone);
            if exercise.reference.is_given_away(seen) {
                let check = if by_itself { GateCheck::Reference } else { GateCheck::AddsUp };
                let share = exercise.reference.share(seen) * 100.0;
                return Err(vec![finding(check, format!("{share:.0} % of the solution's own lines"))]);
            }
            if exercise.tells_output(text) {
                return Err(vec![finding(GateCheck::Reference, "it says what is to be predicted")]);
            }
        }
        self.try_code(text, sight).await
    }

    fn is_of_the_curriculum(&self, mermaid: &str) -> bool {
        let mut topics = self.edition.in_language(&self.language).topics();
        topics.any(|topic| topic.view.diagram.as_deref() == Some(mermaid))
    }

    /// What a program prints, if it runs to its end; in a place of the student's.
    async fn example(&self, code: &str, files: Vec<GivenFile>, input: String) -> Option<Vec<OutputPart>> {
        let key = serde_json::to_string(&(code, &files, &input)).unwrap_or_default();
        if let Some(known) = self.remembered(&key) {
            return known;
        }
        let by = RunBy { user: UserId::from(self.student), class: None };
        let run = Run::new(by, code.to_owned(), None, None, None).ok()?.with_files(files);
        let ran = self.execution.run_to_end(run, input).await.ok()?;
        let output =
            matches!(ran.outcome.status, RunStatus::Finished | RunStatus::Exited).then_some(ran.output);
        let mut examples = self.examples.lock().unwrap_or_else(PoisonError::into_inner);
        if examples.len() >= REMEMBERED {
            examples.clear();
        }
        examples.insert(key, output.clone());
        output
    }

    fn remembered(&self, key: &str) -> Option<Ran> {
        self.examples.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }
}

/// What has been seen so far: before this answer, and of it.
struct Sight {
    /// One for each protected exercise.
    seen: Vec<Seen>,
    /// All code, in order.
    code: Vec<String>,
    /// How much of it was shown before this answer.
    before: usize,
    /// A line of the solution at hand was in it.
    touched: bool,
}

/// Whether a finding means that a solution would have been given away, or worse.
fn is_a_leak(check: GateCheck) -> bool {
    !matches!(check, GateCheck::Diagram | GateCheck::Example)
}
