//! What can be said about a program without running it, and about the error that ended it.

use crate::guest::{cut, study as wit};
use crate::{Outcome, PythonError};
use serde::{Deserialize, Serialize};

/// The guest sends at most this many; one that was tampered with may not.
const MOST: usize = 1_000;
const LONGEST: usize = 2_000;

/// What the tools found in a program.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// By file and then by line.
    pub findings: Vec<Finding>,
    /// Every function and method, and how many ways lead through it.
    pub functions: Vec<Function>,
    /// The error that keeps Python from reading the program, explained.
    pub problem: Option<Explanation>,
    /// Tools that could not cope with this program: their findings are missing.
    pub gave_up: Vec<Tool>,
    /// Why the tools did not come to their end.
    pub unfinished: Option<Outcome>,
}

/// One place that a tool has something to say about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `main.py`
    pub file: String,
    /// Who says it.
    pub tool: Tool,
    /// `E501`, `UnusedImport`, `SyntaxError`
    pub code: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// In the tool's words.
    pub message: String,
}

/// What looks at a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tool {
    /// Python itself: the program cannot be read.
    Python,
    /// How the program is written down (PEP 8).
    Pycodestyle,
    /// What is probably a mistake.
    Pyflakes,
    /// How many ways lead through a function.
    Mccabe,
}

/// A function or method of the program; a loop outside of all functions counts as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// `main.py`
    pub file: String,
    /// `Shop.total`
    pub name: String,
    /// Where it begins, from 1.
    pub line: u32,
    /// The number of ways through it (`McCabe`); 1 has no branch.
    pub complexity: u32,
}

/// An error in a beginner's words. A part that is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// `NameError`
    pub kind: String,
    /// Python's own message.
    pub message: String,
    /// The line of `main.py`, from 1.
    pub line: Option<u32>,
    /// What this kind of error means.
    pub meaning: String,
    /// What it is this time.
    pub cause: String,
    /// `Did you mean 'total'?`
    pub suggestion: String,
}

/// How a program ended, and the error that ended it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// How it ended.
    pub outcome: Outcome,
    /// Of an error that nothing caught.
    pub explanation: Option<Explanation>,
}

impl Analysis {
    /// Adds what the tools found in one file.
    pub(crate) fn add(&mut self, file: &str, found: wit::Analysis) {
        let findings = found.findings.into_iter().take(MOST).map(|finding| Finding {
            file: file.into(),
            tool: finding.tool.into(),
            code: cut(finding.code, 100),
            line: finding.line,
            column: finding.column,
            message: cut(finding.message, LONGEST),
        });
        self.findings.extend(findings);
        let functions = found.sizes.into_iter().take(MOST).map(|size| Function {
            file: file.into(),
            name: cut(size.name, 200),
            line: size.line,
            complexity: size.complexity,
        });
        self.functions.extend(functions);
        self.problem = self.problem.take().or(found.problem.map(Into::into));
        for tool in found.gave_up.into_iter().take(10).map(Tool::from) {
            if !self.gave_up.contains(&tool) {
                self.gave_up.push(tool);
            }
        }
    }
}

impl From<wit::Tool> for Tool {
    fn from(tool: wit::Tool) -> Self {
        match tool {
            wit::Tool::Python => Self::Python,
            wit::Tool::Pycodestyle => Self::Pycodestyle,
            wit::Tool::Pyflakes => Self::Pyflakes,
            wit::Tool::Mccabe => Self::Mccabe,
        }
    }
}

impl From<wit::Explanation> for Explanation {
    fn from(told: wit::Explanation) -> Self {
        Self {
            kind: cut(told.kind, 100),
            message: cut(told.message, LONGEST),
            line: told.line,
            meaning: cut(told.meaning, LONGEST),
            cause: cut(told.cause, LONGEST),
            suggestion: cut(told.suggestion, LONGEST),
        }
    }
}

impl From<&PythonError> for Explanation {
    /// What is known of an error that nobody could explain.
    fn from(error: &PythonError) -> Self {
        Self {
            kind: error.kind.clone(),
            message: error.message.clone(),
            line: error.line,
            meaning: String::new(),
            cause: String::new(),
            suggestion: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tool() -> impl Strategy<Value = wit::Tool> {
        prop_oneof![
            Just(wit::Tool::Python),
            Just(wit::Tool::Pycodestyle),
            Just(wit::Tool::Pyflakes),
            Just(wit::Tool::Mccabe)
        ]
    }

    fn finding() -> impl Strategy<Value = wit::Finding> {
        (tool(), ".{0,300}", any::<u32>(), any::<u32>(), ".{0,3000}").prop_map(
            |(tool, code, line, column, message)| wit::Finding { tool, code, line, column, message },
        )
    }

    fn size() -> impl Strategy<Value = wit::Size> {
        (".{0,400}", any::<u32>(), any::<u32>()).prop_map(|(name, line, complexity)| wit::Size {
            name,
            line,
            complexity,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn whatever_a_guest_tells_is_kept_short(
            findings in proptest::collection::vec(finding(), 0..8),
            sizes in proptest::collection::vec(size(), 0..8),
            gave_up in proptest::collection::vec(tool(), 0..40),
        ) {
            let mut analysis = Analysis::default();
            let told = findings.len();
            analysis.add("main.py", wit::Analysis { findings, sizes, problem: None, gave_up });
            prop_assert_eq!(analysis.findings.len(), told);
            prop_assert!(analysis.gave_up.len() <= 4);
            for finding in &analysis.findings {
                prop_assert!(finding.code.chars().count() <= 101 && finding.message.chars().count() <= LONGEST + 1);
            }
            prop_assert!(analysis.functions.iter().all(|function| function.name.chars().count() <= 201));
        }
    }

    #[test]
    fn a_flood_of_findings_is_cut() {
        let finding = wit::Finding {
            tool: wit::Tool::Python,
            code: String::new(),
            line: 1,
            column: 1,
            message: String::new(),
        };
        let mut analysis = Analysis::default();
        let told =
            wit::Analysis { findings: vec![finding; 50_000], sizes: vec![], problem: None, gave_up: vec![] };
        analysis.add("main.py", told);
        assert_eq!(analysis.findings.len(), MOST);
    }
}
