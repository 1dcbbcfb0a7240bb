//! Exercises, submissions and their results.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ExerciseId, SubmissionId, TopicId};

/// An exercise as a student sees it: hidden tests and the solution stay on the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Exercise {
    pub id: ExerciseId,
    pub topic_id: TopicId,
    pub kind: ExerciseKind,
    pub difficulty: Difficulty,
    pub title: String,
    /// What to do, in Markdown.
    pub text: String,
    /// The code to start from; the program to read for `predict`; empty for `parsons`.
    pub starter: String,
    /// Files that lie beside the program in every run and test; the student reads them and cannot change them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<GivenFile>,
    /// The lines to put in order for `parsons`, shuffled, without their indentation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// The tests that are shown.
    pub tests: Vec<ShownTest>,
    /// How many more there are.
    pub hidden_tests: u32,
    /// Graded beside the student's code (a `unittest` file): practice, it moves no mastery.
    pub practice: bool,
    /// Three hints: general, specific, nearly there.
    pub hints: Vec<String>,
    /// Written by the student's own teacher.
    pub own: bool,
}

/// A text file beside a program, as `scores.txt`; also a module of Python, as `shapes.py`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenFile {
    /// One name without folders: at most 60 letters, digits, `_`, `-` and `.`.
    pub name: String,
    /// At most 64 KiB.
    pub text: String,
}

/// What the student does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExerciseKind {
    /// Write a function.
    Function,
    /// Write a program with input and output.
    Program,
    /// Find and fix the bug.
    Fix,
    /// Say what a program prints.
    Predict,
    /// Put lines in order (and indent them).
    Parsons,
}

/// How hard an exercise is within its topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    Easy,
    Medium,
    Hard,
}

/// A test the student can read before submitting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShownTest {
    pub name: String,
    /// A Python expression, as `area(3, 4)`, for a test that calls a function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// What is typed in, for a test of a whole program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The value (a Python literal) or the output that is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Files that this test puts in the place of those beside the program, or adds to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<GivenFile>,
}

/// An attempt: `POST /exercises/submit`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    pub exercise_id: ExerciseId,
    /// The program (at most 64 KiB), or for `predict` what the student thinks it prints.
    pub answer: String,
}

/// A graded attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SubmissionResult {
    pub submission_id: SubmissionId,
    pub exercise_id: ExerciseId,
    /// All tests passed.
    pub passed: bool,
    /// Share of tests passed, 0–100.
    pub score: f64,
    /// 1 for the first try of this exercise.
    pub attempt: u32,
    /// One kind sentence on what happened.
    pub sentence: String,
    pub tests: Vec<TestReport>,
    /// The Python error that stopped the program, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<crate::run::PythonError>,
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub graded_at: jiff::Timestamp,
}

/// How one test went. Of a hidden test only its name and whether it passed are told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TestReport {
    pub name: String,
    pub passed: bool,
    pub hidden: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub got: Option<String>,
    /// What the program printed while a function was called; empty if nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub printed: String,
    /// One kind sentence.
    pub message: String,
}

/// An exercise of a teacher's own: `POST /exercises`. Taken only if its solution passes its tests and its
/// starter fails them. All of the teacher's classes see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExercise {
    pub topic_id: TopicId,
    /// `function`, `program` or `fix`.
    pub kind: ExerciseKind,
    pub difficulty: Difficulty,
    /// 1 to 120 characters.
    pub title: String,
    /// Markdown, 1 to 8,000 characters.
    pub text: String,
    /// The code to start from.
    #[serde(default)]
    pub starter: String,
    /// A program that passes all tests.
    pub solution: String,
    /// 1 to 50.
    pub tests: Vec<NewTest>,
    /// Up to three.
    #[serde(default)]
    pub hints: Vec<String>,
}

/// A test of a teacher's own exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTest {
    pub name: String,
    /// Hidden tests show only their name to students.
    #[serde(default)]
    pub hidden: bool,
    pub check: NewCheck,
}

/// What a test looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NewCheck {
    /// Call a function and compare the value.
    Call {
        /// A Python expression, as `area(3, 4)`.
        call: String,
        /// A Python literal, as `12` or `[1, 'a']`.
        expected: String,
    },
    /// Run the program with this input and compare what it prints.
    Output {
        #[serde(default)]
        input: String,
        expected: String,
    },
    /// A `unittest` file that imports from `main`: practice.
    Unittest { file: String },
}

/// The list of exercises: `GET /exercises`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Exercises {
    pub exercises: Vec<Exercise>,
}
