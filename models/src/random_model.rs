//! Model files with random weights, for tests and benches: what they say is nonsense, and loading, tokenising,
//! batching, sampling and grammar are the real thing. The same seed makes the same file.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

/// A model's shape.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub layers: u32,
    pub width: u32,
    pub heads: u32,
    pub heads_kv: u32,
    pub feed_forward: u32,
    pub vocabulary: u32,
    pub context: u32,
    pub weights: Weights,
    /// Says of itself that it is made for embeddings.
    pub embeds: bool,
    pub template: Template,
}

/// How weights are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    F32,
    /// Four bits each, in blocks of 32 with a scale.
    Q4,
}

/// The chat template in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    ChatMl,
    /// One that llama.cpp does not know.
    Strange,
    None,
}

impl Shape {
    /// Half a megabyte: loads in milliseconds.
    pub const TINY: Self = Self {
        layers: 2,
        width: 64,
        heads: 4,
        heads_kv: 2,
        feed_forward: 128,
        vocabulary: 300,
        context: 1_024,
        weights: Weights::F32,
        embeds: false,
        template: Template::ChatMl,
    };

    /// The shape of a model of half a billion weights (Qwen2.5-0.5B: width 896, 14 heads, 2 for keys), with 6
    /// layers instead of 24 and 32,000 tokens instead of 151,936: about a quarter of the work.
    pub const BENCH: Self = Self {
        layers: 6,
        width: 896,
        heads: 14,
        heads_kv: 2,
        feed_forward: 4_864,
        vocabulary: 32_000,
        context: 8_192,
        weights: Weights::Q4,
        ..Self::TINY
    };
}

const ALIGNMENT: u64 = 32;

/// Control tokens, at the end of the vocabulary.
const CONTROL: [&str; 3] = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

const MERGES: [(&str, &str); 6] = [("t", "h"), ("th", "e"), ("i", "n"), ("e", "r"), ("p", "r"), ("Ġ", "the")];

const CHATML: &str = "{% for m in messages %}{{'<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n'}}\
{% endfor %}{% if add_generation_prompt %}{{'<|im_start|>assistant\n'}}{% endif %}";

/// Writes the file.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, shape: &Shape) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let tensors = tensors(shape);
    let values = metadata(shape);
    file.write_all(b"GGUF")?;
    file.write_all(&3_u32.to_le_bytes())?;
    file.write_all(&(tensors.len() as u64).to_le_bytes())?;
    file.write_all(&(values.len() as u64).to_le_bytes())?;
    for (key, value) in &values {
        string(&mut file, key)?;
        value.write(&mut file)?;
    }
    let mut offset: u64 = 0;
    for tensor in &tensors {
        string(&mut file, &tensor.name)?;
        let dimensions: &[u64] =
            if tensor.rows == 1 { &[tensor.columns] } else { &[tensor.columns, tensor.rows] };
        file.write_all(&u32::try_from(dimensions.len()).unwrap_or(2).to_le_bytes())?;
        for dimension in dimensions {
            file.write_all(&dimension.to_le_bytes())?;
        }
        file.write_all(&tensor.kind().to_le_bytes())?;
        file.write_all(&offset.to_le_bytes())?;
        offset += tensor.bytes().next_multiple_of(ALIGNMENT);
    }
    let mut random = Random(0x5EED_0F1E_A54E_D001);
    for tensor in &tensors {
        pad(&mut file)?;
        tensor.write(&mut file, &mut random)?;
    }
    pad(&mut file)?;
    file.flush()
}

fn metadata(shape: &Shape) -> Vec<(&'static str, Value)> {
    let (tokens, kinds) = vocabulary(shape);
    let merges = MERGES.iter().map(|(a, b)| format!("{a} {b}")).collect();
    let mut values = vec![
        ("general.architecture", Value::Text("llama".to_owned())),
        ("general.name", Value::Text("random".to_owned())),
        ("llama.context_length", Value::Number(shape.context)),
        ("llama.embedding_length", Value::Number(shape.width)),
        ("llama.block_count", Value::Number(shape.layers)),
        ("llama.feed_forward_length", Value::Number(shape.feed_forward)),
        ("llama.attention.head_count", Value::Number(shape.heads)),
        ("llama.attention.head_count_kv", Value::Number(shape.heads_kv)),
        ("llama.attention.layer_norm_rms_epsilon", Value::Real(1e-5)),
        ("llama.rope.dimension_count", Value::Number(shape.width / shape.heads)),
        ("llama.vocab_size", Value::Number(shape.vocabulary)),
        ("tokenizer.ggml.model", Value::Text("gpt2".to_owned())),
        ("tokenizer.ggml.pre", Value::Text("gpt-2".to_owned())),
        ("tokenizer.ggml.tokens", Value::Texts(tokens)),
        ("tokenizer.ggml.token_type", Value::Numbers(kinds)),
        ("tokenizer.ggml.merges", Value::Texts(merges)),
        ("tokenizer.ggml.bos_token_id", Value::Number(shape.vocabulary - 3)),
        ("tokenizer.ggml.eos_token_id", Value::Number(shape.vocabulary - 1)),
    ];
    match shape.template {
        Template::ChatMl => values.push(("tokenizer.chat_template", Value::Text(CHATML.to_owned()))),
        Template::Strange => {
            values.push(("tokenizer.chat_template", Value::Text("{{ strange }}".to_owned())));
        }
        Template::None => {}
    }
    if shape.embeds {
        values.push(("llama.pooling_type", Value::Number(1)));
    }
    values
}

/// Every byte, a few merged pieces, words that nobody types to fill it up, and the control tokens.
fn vocabulary(shape: &Shape) -> (Vec<String>, Vec<i32>) {
    const NORMAL: i32 = 1;
    const CONTROL_KIND: i32 = 3;
    let mut tokens: Vec<String> = (0..=255).map(|byte| letter(byte).to_string()).collect();
    tokens.extend(MERGES.iter().map(|(a, b)| format!("{a}{b}")));
    let ordinary = shape.vocabulary as usize - CONTROL.len();
    let filler = (tokens.len()..ordinary).map(|number| format!("w{number}Ġ"));
    tokens.extend(filler.collect::<Vec<_>>());
    let mut kinds = vec![NORMAL; ordinary];
    tokens.extend(CONTROL.map(str::to_owned));
    kinds.extend([CONTROL_KIND; CONTROL.len()]);
    (tokens, kinds)
}

/// How GPT-2's vocabulary writes a byte: itself where that can be seen, else a letter from further up.
fn letter(byte: u8) -> char {
    let seen = |byte: u8| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    if seen(byte) {
        return char::from(byte);
    }
    let before = (0..byte).filter(|other| !seen(*other)).count();
    char::from_u32(256 + u32::try_from(before).unwrap_or_default()).unwrap_or(' ')
}

enum Value {
    Number(u32),
    Real(f32),
    Text(String),
    Numbers(Vec<i32>),
    Texts(Vec<String>),
}

impl Value {
    /// With the number that the format has for its kind: 4 u32, 5 i32, 6 f32, 8 string, 9 array.
    fn write(&self, file: &mut impl Write) -> io::Result<()> {
        let kind: u32 = match self {
            Self::Number(_) => 4,
            Self::Real(_) => 6,
            Self::Text(_) => 8,
            Self::Numbers(_) | Self::Texts(_) => 9,
        };
        file.write_all(&kind.to_le_bytes())?;
        match self {
            Self::Number(number) => file.write_all(&number.to_le_bytes()),
            Self::Real(number) => file.write_all(&number.to_le_bytes()),
            Self::Text(text) => string(file, text),
            Self::Numbers(numbers) => {
                file.write_all(&5_u32.to_le_bytes())?;
                file.write_all(&(numbers.len() as u64).to_le_bytes())?;
                numbers.iter().try_for_each(|number| file.write_all(&number.to_le_bytes()))
            }
            Self::Texts(texts) => {
                file.write_all(&8_u32.to_le_bytes())?;
                file.write_all(&(texts.len() as u64).to_le_bytes())?;
                texts.iter().try_for_each(|text| string(file, text))
            }
        }
    }
}

struct Tensor {
    name: String,
    rows: u64,
    columns: u64,
    fill: Fill,
}

#[derive(Clone, Copy, PartialEq)]
enum Fill {
    /// Of a norm.
    Ones,
    Random(Weights),
    /// Random, but nothing for the control tokens: so greedy sampling never ends an answer.
    Output(Weights),
}

impl Tensor {
    /// 0 is F32, 2 is Q4_0.
    fn kind(&self) -> u32 {
        if self.is_q4() { 2 } else { 0 }
    }

    fn is_q4(&self) -> bool {
        matches!(self.fill, Fill::Random(Weights::Q4) | Fill::Output(Weights::Q4))
    }

    fn row_bytes(&self) -> u64 {
        if self.is_q4() { self.columns / 32 * 18 } else { self.columns * 4 }
    }

    fn bytes(&self) -> u64 {
        self.rows * self.row_bytes()
    }

    fn write(&self, file: &mut impl Write, random: &mut Random) -> io::Result<()> {
        // Kept so small that the values stay in bounds through all layers.
        let scale = 1.0 / f32::from(u16::try_from(self.columns).unwrap_or(u16::MAX)).sqrt();
        for row in 0..self.rows {
            let silent = matches!(self.fill, Fill::Output(_)) && row + CONTROL.len() as u64 >= self.rows;
            if self.is_q4() {
                for _ in 0..self.columns / 32 {
                    // A block is a scale and 32 times four bits around 8.
                    file.write_all(&half(if silent { 0.0 } else { scale / 4.6 }).to_le_bytes())?;
                    file.write_all(&random.next().to_le_bytes())?;
                    file.write_all(&random.next().to_le_bytes())?;
                }
                continue;
            }
            for _ in 0..self.columns {
                let value = match self.fill {
                    Fill::Ones => 1.0,
                    _ if silent => 0.0,
                    _ => random.even() * scale * 1.7,
                };
                file.write_all(&value.to_le_bytes())?;
            }
        }
        Ok(())
    }
}

fn tensors(shape: &Shape) -> Vec<Tensor> {
    let tensor = |name: &str, rows: u32, columns: u32, fill| Tensor {
        name: name.to_owned(),
        rows: rows.into(),
        columns: columns.into(),
        fill,
    };
    let (width, weights) = (shape.width, Fill::Random(shape.weights));
    let keys = width / shape.heads * shape.heads_kv;
    let mut tensors = vec![
        tensor("token_embd.weight", shape.vocabulary, width, weights),
        tensor("output_norm.weight", 1, width, Fill::Ones),
        tensor("output.weight", shape.vocabulary, width, Fill::Output(shape.weights)),
    ];
    for layer in 0..shape.layers {
        let name = |part: &str| format!("blk.{layer}.{part}.weight");
        tensors.extend([
            tensor(&name("attn_norm"), 1, width, Fill::Ones),
            tensor(&name("attn_q"), width, width, weights),
            tensor(&name("attn_k"), keys, width, weights),
            tensor(&name("attn_v"), keys, width, weights),
            tensor(&name("attn_output"), width, width, weights),
            tensor(&name("ffn_norm"), 1, width, Fill::Ones),
            tensor(&name("ffn_gate"), shape.feed_forward, width, weights),
            tensor(&name("ffn_up"), shape.feed_forward, width, weights),
            tensor(&name("ffn_down"), width, shape.feed_forward, weights),
        ]);
    }
    tensors
}

fn string(file: &mut impl Write, text: &str) -> io::Result<()> {
    file.write_all(&(text.len() as u64).to_le_bytes())?;
    file.write_all(text.as_bytes())
}

fn pad(file: &mut BufWriter<File>) -> io::Result<()> {
    let at = file.stream_position()?;
    let missing = at.next_multiple_of(ALIGNMENT) - at;
    (0..missing).try_for_each(|_| file.write_all(&[0]))
}

/// A small number as half precision, cut off: good for the scales here (normal numbers below 65,504).
fn half(value: f32) -> u16 {
    if value == 0.0 {
        return 0;
    }
    let bits = value.to_bits();
    let exponent = (bits >> 23 & 0xFF).saturating_sub(112);
    u16::try_from(exponent << 10 | bits >> 13 & 0x3FF).unwrap_or_default()
}

/// splitmix64: enough for nonsense.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between -1 and 1.
    fn even(&mut self) -> f32 {
        let bits = u16::try_from(self.next() >> 48).unwrap_or_default();
        f32::from(bits) / f32::from(u16::MAX) * 2.0 - 1.0
    }
}
