//! What the checks need to know of a Markdown text: its examples and how much prose it has.

use learnflow_contracts::exercises::GivenFile;

use super::finding::Finding;
use super::given;

/// A program in a text with what it prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Where its block opens, from 1.
    pub line: usize,
    pub code: String,
    /// The blocks `file NAME` before it: they lie beside the program.
    pub files: Vec<GivenFile>,
    /// What is typed in: the block `input` behind the program.
    pub input: String,
    /// All that the screen shows, an error included: the block `output` behind that.
    pub output: String,
}

struct Block<'a> {
    line: usize,
    language: &'a str,
    text: String,
    /// Only empty lines stand between it and the block before.
    follows: bool,
}

/// The examples of a text; a finding for each program without its output.
pub fn examples(file: &str, text: &str) -> (Vec<Example>, Vec<Finding>) {
    let (blocks, mut findings) = blocks(file, text);
    let mut examples = Vec::new();
    // Files wait for the next program; a sentence may stand between.
    let mut given: Vec<GivenFile> = Vec::new();
    let mut unread = None;
    let mut rest = blocks.iter().peekable();
    while let Some(block) = rest.next() {
        match block.language {
            "python" => {
                unread = None;
                let files = std::mem::take(&mut given);
                let mut next = |language: &str| {
                    rest.next_if(|block| block.follows && block.language == language).map(|b| b.text.clone())
                };
                let input = next("input").unwrap_or_default();
                match next("output") {
                    Some(output) => {
                        let code = block.text.clone();
                        examples.push(Example { line: block.line, code, files, input, output });
                    }
                    None => findings.push(Finding::at(
                        file,
                        block.line,
                        "write a block ```output directly after this program, with exactly what it prints",
                    )),
                }
            }
            "input" | "output" => {
                let what = format!(
                    "put this block directly after its ```python block, or do not call it {}",
                    block.language
                );
                findings.push(Finding::at(file, block.line, what));
            }
            language if language.starts_with("file ") => {
                match given::file(file, language["file ".len()..].trim(), &block.text) {
                    Ok(one) => {
                        given.push(one);
                        unread = Some(block.line);
                    }
                    Err(finding) => findings.push(Finding { line: Some(block.line), ..finding }),
                }
            }
            _ => {}
        }
    }
    if let Some(line) = unread {
        findings.push(Finding::at(file, line, "put this file before the ```python block that reads it"));
    }
    (examples, findings)
}

/// How many words the prose has, without the code blocks.
pub fn words(text: &str) -> usize {
    let of_line =
        |line: &str| line.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    prose_lines(text).map(of_line).sum()
}

/// The lines outside of code blocks.
pub(super) fn prose_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        let fence = is_fence(line);
        inside ^= fence;
        !inside && !fence
    })
}

fn blocks<'a>(file: &str, text: &'a str) -> (Vec<Block<'a>>, Vec<Finding>) {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut open = false;
    let mut follows = false;
    for (number, line) in text.lines().enumerate() {
        if is_fence(line) {
            if !open {
                let language = line.trim().trim_start_matches('`').trim();
                blocks.push(Block { line: number + 1, language, text: String::new(), follows });
            }
            open = !open;
            follows = true;
        } else if open {
            let block = blocks.last_mut().expect("an open block was pushed");
            block.text.push_str(line);
            block.text.push('\n');
        } else if !line.trim().is_empty() {
            follows = false;
        }
    }
    let findings = match blocks.last() {
        Some(block) if open => vec![Finding::at(file, block.line, "close this block with a line of ```")],
        _ => Vec::new(),
    };
    (blocks, findings)
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_comes_with_its_input_and_output() {
        let text = "Text.\n\n```python\nprint(input())\n```\n\n```input\nhi\n```\n```output\nhi\n```\n";
        let (examples, findings) = examples("a.md", text);
        assert_eq!(findings, []);
        let expected = Example {
            line: 3,
            code: "print(input())\n".to_owned(),
            files: Vec::new(),
            input: "hi\n".to_owned(),
            output: "hi\n".to_owned(),
        };
        assert_eq!(examples, [expected]);
    }

    #[test]
    fn a_program_has_the_files_before_it_and_no_others() {
        let file = "```file a.txt\n1\n```\n";
        let program = "```python\nprint(1)\n```\n```output\n1\n```\n";
        let (found, findings) =
            examples("a.md", &format!("{file}\nIt is read here:\n\n{program}\n{program}"));
        assert_eq!(findings, []);
        assert_eq!(found[0].files, [GivenFile { name: "a.txt".to_owned(), text: "1\n".to_owned() }]);
        assert_eq!(found[1].files, []);
        for (text, line) in [(file.to_owned(), 1), (program.replace("python", "file ../x"), 1)] {
            assert_eq!(examples("a.md", &text).1[0].line, Some(line), "{text}");
        }
    }

    #[test]
    fn a_program_without_its_output_is_found_with_its_line() {
        for text in [
            "\n```python\nx\n```\n",
            "\n```python\nx\n```\ntext\n\n```output\nx\n```\n",
            "\n```python\nx\n```\n```text\nx\n```\n",
        ] {
            let (examples, findings) = examples("a.md", text);
            assert_eq!(examples, []);
            assert_eq!(findings[0].line, Some(2), "{text}");
        }
    }

    #[test]
    fn a_block_that_is_never_closed_is_found() {
        let (_, findings) = examples("a.md", "```text\nx\n");
        assert_eq!(findings[0].what, "close this block with a line of ```");
    }

    #[test]
    fn only_prose_counts_as_words() {
        assert_eq!(words("# Two words\n\n```python\nnot these\n```\n- and `these` | --- | three\n"), 5);
    }
}
