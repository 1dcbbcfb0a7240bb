//! Reviews a program: what the tools in the sandbox find in it, in plain words.

use async_trait::async_trait;
use learnflow_contracts::tutor::{AnswerEvidence, CodeReview, Quality, ReviewFinding};
use learnflow_python_sandbox::Tool;

use super::draft::{Draft, DraftPart};
use super::prompt::Prompt;
use super::words::either;
use super::{Agent, Context, Tools};

/// Findings shown; more discourage.
const SHOWN: usize = 5;
/// What a finding costs of a hundred.
const COST: u8 = 8;

/// Answers with what the tools find.
pub(super) struct Findings;

#[async_trait]
impl Agent for Findings {
    async fn at_once(&self, context: &Context, tools: &Tools) -> anyhow::Result<Draft> {
        let german = context.german();
        let Some(code) = context.question.ask.code.as_deref().filter(|code| !code.trim().is_empty()) else {
            return Ok(Draft::text(either(
                german,
                "Zeig mir dein Programm, dann schaue ich es mir an.",
                "Show me your program, then I will look at it.",
            )));
        };
        let analysis = tools.execution.analyze(context.question.student, code).await;
        let analysis = analysis.map_err(|failure| anyhow::anyhow!(failure.into_problem().title))?;
        if let Some(problem) = analysis.problem {
            let line = problem.line;
            let place = line
                .map(|line| if german { format!(" in Zeile {line}") } else { format!(" in line {line}") });
            let place = place.unwrap_or_default();
            let text = if german {
                format!(
                    "Python kann dein Programm{place} nicht lesen: `{}: {}`. Schau dir diese Stelle und die Zeile davor an.",
                    problem.kind, problem.message
                )
            } else {
                format!(
                    "Python cannot read your program{place}: `{}: {}`. Look at that place and at the line before it.",
                    problem.kind, problem.message
                )
            };
            let evidence = AnswerEvidence::Error { error: problem.kind, message: problem.message, line };
            return Ok(Draft::text(text).because(evidence));
        }
        let count = u8::try_from(analysis.findings.len()).unwrap_or(u8::MAX);
        let findings: Vec<_> = analysis
            .findings
            .into_iter()
            .take(SHOWN)
            .map(|finding| ReviewFinding {
                about: match finding.tool {
                    Tool::Pycodestyle => Quality::Style,
                    Tool::Mccabe => Quality::Complexity,
                    Tool::Pyflakes | Tool::Python => Quality::Mistakes,
                },
                line: Some(finding.line),
                markdown: finding.message,
                suggestion: None,
            })
            .collect();
        let text = match (findings.is_empty(), german) {
            (true, true) => "Dein Programm liest sich gut: Die Werkzeuge finden nichts.",
            (true, false) => "Your program reads well: the tools find nothing.",
            (false, true) => "Das haben die Werkzeuge in deinem Programm gefunden:",
            (false, false) => "This is what the tools found in your program:",
        };
        let score = 100_u8.saturating_sub(count.saturating_mul(COST));
        let review = CodeReview { score, parts: Vec::new(), findings, time: None };
        Ok(Draft::text(text)
            .with(DraftPart::Review(Box::new(review)))
            .because(AnswerEvidence::Rule { name: "what the tools find".to_owned() }))
    }

    fn prompt(&self, _: &Context, _: &Draft) -> Option<Prompt> {
        None
    }

    async fn read(&self, _: &Context, first: &Draft, _: &str, _: &Tools) -> anyhow::Result<Draft> {
        Ok(first.clone())
    }
}
