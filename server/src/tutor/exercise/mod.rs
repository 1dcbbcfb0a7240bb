//! Finds something to practise: an exercise of the bank that the student has not passed, where practice helps most;
//! and, where a model is there, one that it made ([`made`]), if that is a good one.

mod made;
mod pick;
mod twin;

use async_trait::async_trait;
use learnflow_contracts::tutor::AnswerEvidence;

use super::draft::{Draft, DraftPart};
use super::prompt::Prompt;
use super::words::either;
use super::{Agent, Context, Tools};

pub(super) struct Exercises;

#[async_trait]
impl Agent for Exercises {
    async fn at_once(&self, context: &Context, _: &Tools) -> anyhow::Result<Draft> {
        let german = context.german();
        let Some(picked) = pick::pick(context) else {
            let text = either(
                german,
                "Du hast hier schon alle Aufgaben gelöst. Wie wäre es mit dem Projekt am Ende des Moduls, oder mit einem neuen Thema?",
                "You have solved all exercises here already. How about the project at the end of the module, or a new topic?",
            );
            return Ok(
                Draft::text(text).because(AnswerEvidence::Rule { name: "nothing left to pick".to_owned() })
            );
        };
        let (topic_id, score) = (picked.topic.view.id.clone(), context.mastery(&picked.topic.view.id));
        let exercise = Box::new(picked.exercise.view.clone());
        let why = picked.why(german);
        Ok(Draft::default()
            .with(DraftPart::Exercise { exercise, why })
            .because(AnswerEvidence::Mastery { topic_id, score }))
    }

    fn prompt(&self, context: &Context, first: &Draft) -> Option<Prompt> {
        made::prompt(context, first)
    }

    async fn read(
        &self,
        context: &Context,
        first: &Draft,
        text: &str,
        tools: &Tools,
    ) -> anyhow::Result<Draft> {
        made::read(context, first, text, tools).await
    }
}
