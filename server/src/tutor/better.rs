//! The better answer: a fair turn at the model, its words through the gate to the page, and an end in every case.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use learnflow_contracts::event::Event;
use learnflow_contracts::live::ToStudent;
use learnflow_contracts::tutor::{
    AgentKind, Answer, AnswerSource, Ending, GateCheck, GateFinding, Receipt, TutorMode, TutorNews,
};
use tokio_util::sync::CancellationToken;

use super::draft::Made;
use super::gate::{Flow, Guard};
use super::{Agent, Context, Draft, Form, Prompt, Tutor, serve, words};
use crate::llm::{Ask, Message, Place, Refused, Step};
use crate::storage::tutor::{EndRecord, MadeExercise};

/// How freely a model speaks: little, so that a tiny one stays with the facts.
const TEMPERATURE: f32 = 0.3;
/// A model that has said this much in bytes has said enough, whatever it was told.
const LONGEST: usize = 16 * 1024;

/// How often it is looked whether another process ended the question, or the teacher the tutor.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What a model is asked.
pub(super) struct Wanted {
    pub(super) model: String,
    pub(super) prompt: Prompt,
}

/// What came of it.
struct End {
    ending: Ending,
    better: Option<Answer>,
    receipt: Option<Receipt>,
    /// What was shown of it and is no part of an answer.
    taken_back: Option<String>,
    /// The exercise in it that the model made.
    made: Option<MadeExercise>,
}

impl End {
    fn without(ending: Ending) -> Self {
        Self { ending, better: None, receipt: None, taken_back: None, made: None }
    }
}

/// Asks, shows and stores. Never fails: every question ends.
#[expect(clippy::too_many_arguments, reason = "a task of its own takes all it needs along")]
pub(super) async fn run(
    tutor: Tutor,
    wanted: Wanted,
    context: Context,
    first: Draft,
    guard: Guard,
    kind: AgentKind,
    agent: &'static dyn Agent,
    stop: CancellationToken,
) {
    let (question, student) = (context.question.id, context.question.student);
    let under_way = tutor.0.stops.begin(question, student);
    let answer = Better { tutor: &tutor, wanted: &wanted, context: &context, kind, shown: String::new() };
    let switched = CancellationToken::new();
    let end = tokio::select! {
        end = answer.ask(agent, &first, &guard, &under_way.stopped, &switched) => end,
        () = ended_elsewhere(&tutor, &context, &switched) => End::without(Ending::Stopped),
        // The server stops: what came so far is not whole, and the library's answer stands.
        () = stop.cancelled() => End::without(Ending::Failed),
    };
    metrics::counter!("tutor_endings_total", "ending" => words::ending(end.ending)).increment(1);
    let source = match end.ending {
        Ending::Model => AnswerSource::Model { name: wanted.model },
        _ => AnswerSource::Library,
    };
    let now = tutor.0.ports.clock.now();
    let data = serve::answered(&context, kind, source, Some(end.ending));
    let record = EndRecord {
        question,
        ending: end.ending,
        better: end.better,
        receipt: end.receipt,
        taken_back: end.taken_back,
        made: end.made,
        at: now,
        event: Event::new(words::name(kind), now, None, data),
    };
    if let Err(error) = tutor.0.ports.storage.end_question(&record).await {
        // The sweep ends it later; the page is told now.
        tracing::error!(error = format!("{error:#}"), "the end of a question was not stored");
        let news = TutorNews::Ended { ending: Ending::Failed };
        tutor.0.ports.push.to_student(student, vec![ToStudent::Tutor { question_id: question, news }]).await;
    }
}

/// Until the question has an end that was stored by another process: there is the student's page. Fires `switched` when
/// the class may ask no model any more.
async fn ended_elsewhere(tutor: &Tutor, context: &Context, switched: &CancellationToken) {
    let (storage, question) = (&tutor.0.ports.storage, &context.question);
    let mut again = tokio::time::interval(LOOK_EVERY);
    loop {
        again.tick().await;
        if let Ok(Some(turn)) = storage.turn(question.id).await
            && turn.ending.is_some()
        {
            return;
        }
        if let Ok(mode) = storage.tutor_mode(question.class).await
            && mode != TutorMode::On
        {
            switched.cancel();
        }
    }
}

struct Better<'a> {
    tutor: &'a Tutor,
    wanted: &'a Wanted,
    context: &'a Context,
    kind: AgentKind,
    /// What the page has of it.
    shown: String,
}

impl Better<'_> {
    async fn ask(
        mut self,
        agent: &dyn Agent,
        first: &Draft,
        guard: &Guard,
        stopped: &CancellationToken,
        switched: &CancellationToken,
    ) -> End {
        let ask = self.model_ask();
        let mut turn =
            self.tutor.0.ports.turns.ask(self.context.question.student, self.context.question.class, ask);
        let streams = matches!(self.wanted.prompt.form, Form::Markdown);
        let mut flow = guard.flow(self.wanted.prompt.rung);
        let (mut text, mut began) = (String::new(), false);
        loop {
            let step = tokio::select! {
                step = turn.next() => step,
                () = stopped.cancelled() => return self.cut_short(guard, Ending::Stopped).await,
                // What was seen of it is taken back: in an exam it would be an answer.
                () = switched.cancelled() => return self.cut_short(guard, Ending::Library).await,
            };
            match step {
                Some(Step::Place(place)) => self.tell(queued(place)).await,
                Some(Step::Text(piece)) => {
                    if !began {
                        began = true;
                        self.tell(TutorNews::Began { model: self.wanted.model.clone() }).await;
                    }
                    let _ = text.write_str(&piece);
                    if streams && let Err(found) = self.show(&mut flow, &piece).await {
                        return self.withdraw(found).await;
                    }
                    if text.len() > LONGEST {
                        let what = "the model did not come to an end".to_owned();
                        return self.withdraw(vec![GateFinding { check: GateCheck::Unusable, what }]).await;
                    }
                }
                Some(Step::Done(_)) => break,
                Some(Step::Refused(refused)) => {
                    return End::without(match refused {
                        Refused::Full => Ending::Busy,
                        Refused::Budget | Refused::Resting | Refused::Off => Ending::Library,
                    });
                }
                Some(Step::Failed(error)) => {
                    tracing::warn!(kind = error.kind(), "a model's answer failed");
                    return self.cut_short(guard, Ending::Failed).await;
                }
                None => return self.cut_short(guard, Ending::Failed).await,
            }
        }
        // The model is free again while we read.
        drop(turn);
        if streams && let Err(found) = self.finish(&mut flow).await {
            return self.withdraw(found).await;
        }
        self.whole(agent, first, guard, &text).await
    }

    fn model_ask(&self) -> Ask {
        let Prompt { system, user, max_tokens, form, .. } = &self.wanted.prompt;
        Ask {
            system: Arc::from(*system),
            messages: vec![Message::student(user.clone())],
            schema: match form {
                Form::Markdown => None,
                Form::Json(schema) => Some(Arc::new(schema.clone())),
            },
            max_tokens: *max_tokens,
            temperature: TEMPERATURE,
        }
    }

    async fn tell(&self, news: TutorNews) {
        let question_id = self.context.question.id;
        let push = &self.tutor.0.ports.push;
        push.to_student(self.context.question.student, vec![ToStudent::Tutor { question_id, news }]).await;
    }

    /// Shows what the gate lets through.
    async fn show(&mut self, flow: &mut Flow<'_>, piece: &str) -> Result<(), Vec<GateFinding>> {
        let text = flow.take(piece).await?;
        self.passed(text).await;
        Ok(())
    }

    async fn finish(&mut self, flow: &mut Flow<'_>) -> Result<(), Vec<GateFinding>> {
        let text = flow.end().await?;
        self.passed(text).await;
        Ok(())
    }

    async fn passed(&mut self, text: String) {
        if !text.is_empty() {
            self.shown.push_str(&text);
            self.tell(TutorNews::Text { text }).await;
        }
    }

    /// The whole text: read, checked once more as what it is, and stored.
    async fn whole(&self, agent: &dyn Agent, first: &Draft, guard: &Guard, text: &str) -> End {
        let draft = match agent.read(self.context, first, text, &self.tutor.0.tools).await {
            Ok(draft) => draft,
            Err(error) => {
                tracing::info!(agent = words::name(self.kind), "a model's answer was of no use");
                let finding = GateFinding { check: GateCheck::Unusable, what: format!("{error:#}") };
                return self.kept_back(Ending::Failed, vec![finding]).await;
            }
        };
        let made = draft.made().map(|Made { id, exercise, .. }| MadeExercise {
            id: id.clone(),
            model: self.wanted.model.clone(),
            exercise: exercise.clone(),
        });
        let source = AnswerSource::Model { name: self.wanted.model.clone() };
        let checked = guard.check(draft, self.kind, source, self.wanted.prompt.rung).await;
        if checked.gives_away || checked.answer.parts.is_empty() {
            return self.withdraw(checked.receipt.gate).await;
        }
        serve::count(self.kind, "model");
        End {
            ending: Ending::Model,
            better: Some(checked.answer),
            receipt: Some(checked.receipt),
            taken_back: None,
            made,
        }
    }

    async fn withdraw(&self, found: Vec<GateFinding>) -> End {
        self.kept_back(Ending::Withdrawn, found).await
    }

    /// No better answer: what was shown of it is taken back, and remembered, because it was seen.
    async fn kept_back(&self, ending: Ending, found: Vec<GateFinding>) -> End {
        for finding in &found {
            metrics::counter!("tutor_gate_findings_total", "check" => super::gate::name(finding.check))
                .increment(1);
        }
        if !self.shown.is_empty() {
            self.tell(TutorNews::Withdrawn).await;
        }
        let receipt = Receipt {
            source: AnswerSource::Model { name: self.wanted.model.clone() },
            rung: self.wanted.prompt.rung,
            evidence: Vec::new(),
            gate: found,
        };
        let taken_back = Some(self.shown.clone()).filter(|shown| !shown.is_empty());
        End { ending, better: None, receipt: Some(receipt), taken_back, made: None }
    }

    /// Stopped or broken in the middle. What a student stopped stays, as far as it came; what a model left half is
    /// taken back.
    async fn cut_short(&self, guard: &Guard, ending: Ending) -> End {
        if ending != Ending::Stopped || self.shown.trim().is_empty() {
            return if self.shown.is_empty() {
                End::without(ending)
            } else {
                self.kept_back(ending, Vec::new()).await
            };
        }
        let source = AnswerSource::Model { name: self.wanted.model.clone() };
        let draft = Draft::text(format!("{} …", self.shown.trim_end()));
        let checked = guard.check(draft, self.kind, source, self.wanted.prompt.rung).await;
        if checked.gives_away {
            return self.kept_back(ending, checked.receipt.gate).await;
        }
        End {
            ending,
            better: Some(checked.answer),
            receipt: Some(checked.receipt),
            taken_back: None,
            made: None,
        }
    }
}

fn queued(place: Place) -> TutorNews {
    let wait_s = u32::try_from(place.expected_ms.div_ceil(1_000)).unwrap_or(u32::MAX);
    TutorNews::Queued { place: u32::try_from(place.ahead + 1).unwrap_or(u32::MAX), wait_s }
}
