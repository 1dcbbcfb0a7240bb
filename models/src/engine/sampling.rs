//! The next token: by the model's mood, and held to a grammar where one is asked for.

use anyhow::Context;
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token::data::LlamaTokenData;
use llama_cpp_2::token::data_array::LlamaTokenDataArray;

use super::Question;

/// How one answer's tokens are chosen.
pub(super) struct Sampling {
    mood: LlamaSampler,
    grammar: Option<LlamaSampler>,
}

impl Sampling {
    pub(super) fn new(model: &LlamaModel, question: &Question) -> anyhow::Result<Self> {
        let mood = if question.temperature <= 0.0 {
            LlamaSampler::greedy()
        } else {
            LlamaSampler::chain_simple([
                LlamaSampler::top_k(40),
                LlamaSampler::top_p(0.95, 1),
                LlamaSampler::temp(question.temperature.min(2.0)),
                LlamaSampler::dist(question.seed),
            ])
        };
        let grammar = question.schema.as_deref().map(|schema| {
            let grammar = llama_cpp_2::json_schema_to_grammar(schema).context("the schema cannot be used")?;
            LlamaSampler::grammar(model, &grammar, "root").context("the schema's grammar cannot be used")
        });
        Ok(Self { mood, grammar: grammar.transpose()? })
    }

    /// Chooses from the logits of the batch's token at `index`.
    ///
    /// The grammar looks at the one chosen token first, and at the whole vocabulary only if that one does not
    /// fit: of 150,000 tokens most checks would be for nothing.
    pub(super) fn next(&mut self, context: &LlamaContext<'_>, index: i32) -> anyhow::Result<LlamaToken> {
        let free = self.mood.sample(context, index);
        let Some(grammar) = &mut self.grammar else { return Ok(free) };
        let mut token = free;
        if !fits(grammar, free) {
            let mut candidates = context.token_data_array_ith(index);
            grammar.apply(&mut candidates);
            candidates.data.retain(|candidate| candidate.logit() > f32::NEG_INFINITY);
            self.mood.apply(&mut candidates);
            token = candidates.selected_token().context("the grammar allows no token")?;
        }
        grammar.try_accept(token).context("the grammar does not take its own token")?;
        Ok(token)
    }
}

fn fits(grammar: &mut LlamaSampler, token: LlamaToken) -> bool {
    let mut alone = LlamaTokenDataArray::new(vec![LlamaTokenData::new(token, 1.0, 0.0)], false);
    grammar.apply(&mut alone);
    alone.data.first().is_some_and(|candidate| candidate.logit() > f32::NEG_INFINITY)
}
