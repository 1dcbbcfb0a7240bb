//! The Llm port: a language model asked for one answer, which comes in pieces. Agents do not use it: they ask
//! through [`Turns`], which holds the line among students and everything that may go wrong with a model.
//!
//! To add an adapter: a file here with an [`Llm`], and an arm in `wiring.rs`. An adapter only speaks its
//! server's language; time-outs, JSON held to a schema, the breaker and the budget are around it already.

mod breaker;
pub mod config;
mod held;
pub mod openai;
pub mod own;
mod patience;
pub mod scripted;
pub mod turns;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::BoxStream;

pub use patience::Patience;
pub use turns::{Place, Refused, Step, Turn, Turns};

/// What a model is asked. By its type it says nothing of who asks: no id, no name, no class.
#[derive(Clone)]
pub struct Ask {
    /// An agent's standing orders: the same text for each of its questions, so that the model can keep its
    /// reading of them. What differs from question to question belongs into `messages`.
    pub system: Arc<str>,
    /// The conversation; the last message is the one to answer.
    pub messages: Vec<Message>,
    /// The JSON Schema that the answer must hold. Such an answer comes as one piece, checked.
    pub schema: Option<Arc<serde_json::Value>>,
    /// The longest answer, in tokens.
    pub max_tokens: u32,
    /// 0 takes the likeliest word always; 1 is the model's own mood.
    pub temperature: f32,
}

/// Not its words: they are a student's.
impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: usize = self.messages.iter().map(|message| message.text.len()).sum();
        write!(f, "Ask({} messages, {letters} bytes)", self.messages.len())
    }
}

/// One turn of the conversation.
#[derive(Clone)]
pub struct Message {
    pub speaker: Speaker,
    pub text: String,
}

impl Message {
    /// What the student says, or what an agent puts in the student's place.
    pub fn student(text: impl Into<String>) -> Self {
        Self { speaker: Speaker::Student, text: text.into() }
    }

    /// What the tutor said before.
    pub fn tutor(text: impl Into<String>) -> Self {
        Self { speaker: Speaker::Tutor, text: text.into() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    Student,
    Tutor,
}

/// A piece of an answer, as it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// The answer is whole. Always the last piece; a stream that ends without it was cut off.
    Done(Usage),
}

/// Tokens of one question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Of the question with the standing orders.
    pub prompt: u32,
    /// Of those, the ones that the model had read before and kept.
    pub cached: u32,
    pub answer: u32,
    pub end: End,
}

impl Usage {
    pub fn tokens(&self) -> u64 {
        u64::from(self.prompt) + u64::from(self.answer)
    }
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum End {
    #[default]
    Finished,
    /// `max_tokens` were reached, or the model's memory: the last sentence may be half.
    CutShort,
}

/// Why there is no answer, or no more of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody answers at the address, or the connection broke.
    #[error("the model cannot be reached")]
    Unreachable(#[source] anyhow::Error),
    #[error("the model was too slow: {0}")]
    Slow(Wait),
    /// The model's server has too much to do (429, 503), and kept having it.
    #[error("the model is busy")]
    Busy { retry_after: Option<Duration> },
    /// The answer ended before it was whole.
    #[error("the model's answer was cut off")]
    CutOff,
    /// What came was not the protocol, or not the JSON that was asked for.
    #[error("the model answered rubbish: {0}")]
    Rubbish(String),
    /// The question and its standing orders do not fit into the model's memory.
    #[error("the question is too long for the model")]
    TooLong,
    /// The model's server said no (401, 403, 404 …): an operator must look at the settings.
    #[error("the model's server refused with status {0}: look at llm.address, llm.model and llm.key_file")]
    Denied(u16),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Which wait was too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wait {
    FirstPiece,
    NextPiece,
    WholeAnswer,
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstPiece => "no first word in time",
            Self::NextPiece => "it fell silent in the middle",
            Self::WholeAnswer => "the answer took too long",
        })
    }
}

impl Error {
    /// The reason's short name, for metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Slow(Wait::FirstPiece) => "slow_start",
            Self::Slow(Wait::NextPiece) => "fell_silent",
            Self::Slow(Wait::WholeAnswer) => "slow_answer",
            Self::Busy { .. } => "busy",
            Self::CutOff => "cut_off",
            Self::Rubbish(_) => "rubbish",
            Self::TooLong => "too_long",
            Self::Denied(_) => "denied",
            Self::Other(_) => "other",
        }
    }

    /// Whether the model is to blame; a question that is too long says nothing about its health.
    fn speaks_against_the_model(&self) -> bool {
        !matches!(self, Self::TooLong)
    }
}

/// Pieces of one answer. Dropping it is the way to stop: the model then works on it no more.
pub type Answer = BoxStream<'static, Result<Piece, Error>>;

/// A language model somewhere.
pub trait Llm: Send + Sync {
    /// The model's name, for the receipt that says where an answer came from.
    fn name(&self) -> &str;

    /// Asks. Nothing happens before the answer is polled.
    fn ask(&self, ask: Ask) -> Answer;
}
