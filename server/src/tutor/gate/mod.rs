//! The one way to a student: whatever an agent, a rule or a model says goes through here, and what must not be shown
//! does not come out. It looks at the text alone, so it does not matter what anybody told the model to do.
//!
//! What it refuses: code on the first two hints; code that passes the tests of an exercise the student has not
//! passed; most of such an exercise's solution, in any clothes ([`views`]) and in pieces that add up with what was told
//! before ([`mod@reference`]); text that hides text; examples that do not run; diagrams that cannot be drawn. To add a
//! check: a variant of [`GateCheck`], and a line in [`Guard::look`].

mod code;
mod diagram;
mod encodings;
mod flow;
mod inner;
mod known;
mod protect;
mod reference;
mod review;
mod spelled;
mod tokens;
mod trial;
mod views;

use std::sync::Arc;

use learnflow_contracts::exercises::{Exercise, GivenFile, NewExercise};
use learnflow_contracts::run::{OutputPart, RunStatus};
use learnflow_contracts::tutor::{
    AgentKind, Answer, AnswerSource, GateCheck, GateFinding, Part, Receipt, Rung,
};
use learnflow_contracts::{StudentId, UserId};

pub(super) use code::sign_of_code;
pub(super) use flow::Flow;

use self::known::Known;
use self::protect::Protected;
use self::reference::{Had, Reference, Seen, Solution};
use super::draft::{Draft, DraftPart, Hint, Made};
use super::words;
use crate::curriculum::Edition;
use crate::execution::{Execution, Run, RunBy, Task, own};

/// What an example printed that ran to its end.
type Ran = Vec<OutputPart>;

/// The gate, with what it has seen run.
pub(super) struct Gate {
    execution: Execution,
    known: Arc<Known>,
    lessons: protect::Lessons,
}

/// The gate for one question: what must not be given away to whom, and what was told before.
pub(super) struct Guard {
    execution: Execution,
    known: Arc<Known>,
    student: StudentId,
    edition: Arc<Edition>,
    language: String,
    german: bool,
    protected: Vec<Protected>,
    /// The student's own program, in which nothing is a secret.
    own: Option<String>,
    /// Code that was shown before about the same exercise, oldest first.
    shown: Vec<String>,
    /// Tests that code is run against when no exercise is at hand.
    other_tasks: Vec<Task>,
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
        Self { execution, known: Arc::default(), lessons: protect::Lessons::default() }
    }
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
                DraftPart::Review(review) => {
                    let (review, findings) = self.review(*review, rung, &mut sight).await;
                    found.extend(findings);
                    Ok(review)
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
            // The curriculum's are read by Mermaid's own parser in the tests of the pages.
            DraftPart::Diagram(mermaid) if self.is_of_the_curriculum(&mermaid) => {
                Ok(Part::Diagram { mermaid })
            }
            DraftPart::Diagram(mermaid) => {
                if let Some(what) = diagram::trouble(&mermaid) {
                    return Err(vec![finding(GateCheck::Diagram, what)]);
                }
                self.look(&mermaid, rung, sight).await?;
                Ok(Part::Diagram { mermaid })
            }
            DraftPart::Review(review) => Ok(self.review(*review, rung, sight).await.0),
            DraftPart::Exercise { exercise, why } => {
                self.look(&why, rung, sight).await?;
                // What the curriculum has was looked at when it was written.
                if self.edition.in_language(&self.language).exercise(&exercise.id).is_none() {
                    let starter = format!("```python\n{}\n```", exercise.starter);
                    let said = [&exercise.title, &exercise.text, &starter];
                    for text in said.into_iter().chain(&exercise.hints) {
                        self.look(text, rung, sight).await?;
                    }
                }
                Ok(Part::Exercise { exercise, why })
            }
            DraftPart::Made(made) => {
                self.made(&made, rung, sight).await?;
                let Made { id, exercise, why } = *made;
                let exercise = Box::new(Exercise { own: false, ..own::view(id, &exercise) });
                Ok(Part::Exercise { exercise, why })
            }
            DraftPart::Progress(numbers) => Ok(Part::Progress { numbers }),
            DraftPart::Next(questions) => {
                for question in &questions {
                    self.look(question, rung, sight).await?;
                }
                Ok(Part::Next { questions })
            }
            DraftPart::Hints(hints) => Ok(self.hints(hints, sight).await.0),
        }
    }

    /// What a model wrote of an exercise: nothing of other exercises' solutions, and not its own.
    async fn made(&self, made: &Made, rung: Option<u8>, sight: &mut Sight) -> Result<(), Vec<GateFinding>> {
        let NewExercise { title, text, starter, solution, hints, .. } = &made.exercise;
        let statement = format!("{title}\n\n{text}\n\n{}", hints.join("\n\n"));
        self.look(&statement, rung, sight).await?;
        self.look(&format!("```python\n{starter}\n```"), rung, sight).await?;
        self.look(&made.why, rung, sight).await?;
        let (own, mut seen) =
            (Reference::new(&Solution::of(solution), &[&Had::of(starter)]), Seen::default());
        own.look(&views::of(&statement), &mut seen);
        if own.is_given_away(&seen) {
            return Err(vec![finding(GateCheck::Reference, "its statement tells its own solution")]);
        }
        Ok(())
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
        let key = known::key(&(code, &files, &input));
        let run = async {
            let by = RunBy { user: UserId::from(self.student), class: None };
            let run = Run::new(by, code.to_owned(), None, None, None).ok().ok_or(NotRun)?.with_files(files);
            let ran = self.execution.run_to_end(run, input).await.ok().ok_or(NotRun)?;
            let ended = matches!(ran.outcome.status, RunStatus::Finished | RunStatus::Exited);
            ended.then_some(ran.output).ok_or(NotRun)
        };
        self.known.examples.get_or_insert_async(&key, run).await.ok()
    }
}

/// The sandbox had too much to do, or it did not come to its end, which may be for the same reason: not kept.
struct NotRun;

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
