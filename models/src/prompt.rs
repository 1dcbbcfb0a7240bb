//! A conversation as tokens, by the model's own chat template.
//!
//! What people wrote never becomes a control token: the template is filled with marks, and what stands for a
//! mark is tokenised as plain text. It also shows exactly where the standing orders end.

use anyhow::{Context, ensure};
use llama_cpp_2::model::{LlamaChatMessage, LlamaChatTemplate, LlamaModel};
use llama_cpp_2::token::LlamaToken;

/// One turn of a conversation.
#[derive(Debug, Clone)]
pub struct Message {
    /// `system`, `user` or `assistant`.
    pub role: String,
    pub content: String,
}

/// A conversation ready to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    pub tokens: Vec<LlamaToken>,
    /// So many of them are the standing orders: the same for the next question of the same kind.
    pub prefix: usize,
}

/// The chat template of a model.
pub struct Template(LlamaChatTemplate);

impl Template {
    /// The model's own, if llama.cpp knows it; else ChatML, which most small models have seen.
    ///
    /// # Errors
    /// When not even that works.
    pub fn of(model: &LlamaModel) -> anyhow::Result<Self> {
        let trial = ["system", "user", "assistant", "user"]
            .map(|role| Message { role: role.to_owned(), content: "trial".to_owned() });
        if let Ok(own) = model.chat_template(None) {
            let own = Self(own);
            match own.prompt(model, &trial) {
                Ok(_) => return Ok(own),
                Err(error) => tracing::info!("the model's chat template is not used: {error:#}"),
            }
        }
        let fallback = Self(LlamaChatTemplate::new("chatml")?);
        fallback.prompt(model, &trial).context("ChatML does not work with this model")?;
        Ok(fallback)
    }

    /// The tokens of a conversation, up to where the answer begins.
    ///
    /// # Errors
    /// When the template leaves a message out.
    pub fn prompt(&self, model: &LlamaModel, messages: &[Message]) -> anyhow::Result<Prompt> {
        let marked = messages
            .iter()
            .enumerate()
            .map(|(number, message)| LlamaChatMessage::new(message.role.clone(), mark(number)))
            .collect::<Result<Vec<_>, _>>()
            .context("a role with a zero byte")?;
        let filled = model.apply_chat_template(&self.0, &marked, true)?;
        let vocab = model.vocab();
        let (mut tokens, mut prefix, mut rest) = (Vec::new(), None, filled.as_str());
        for (number, message) in messages.iter().enumerate() {
            let mark = mark(number);
            let (before, after) = rest
                .split_once(&mark)
                .with_context(|| format!("the template leaves out a message of the role {}", message.role))?;
            vocab.tokenize_into(before.as_bytes(), &mut tokens, number == 0, true);
            if message.role != "system" {
                prefix.get_or_insert(tokens.len());
            }
            vocab.tokenize_into(message.content.as_bytes(), &mut tokens, false, false);
            rest = after;
        }
        vocab.tokenize_into(rest.as_bytes(), &mut tokens, false, true);
        // A template that writes the beginning itself.
        if tokens.len() > 1 && tokens[0] == vocab.bos() && tokens[1] == tokens[0] {
            tokens.remove(0);
            prefix = prefix.map(|prefix| prefix - 1);
        }
        ensure!(!tokens.is_empty(), "the conversation is empty");
        let prefix = prefix.unwrap_or_default().min(tokens.len() - 1);
        Ok(Prompt { tokens, prefix })
    }
}

/// Stands for a message's text while the template is filled in.
fn mark(number: usize) -> String {
    format!("\u{1}{number}\u{2}")
}
