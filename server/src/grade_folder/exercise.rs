//! The exercise that answers are graded against.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, anyhow, bail};
use learnflow_contracts::exercises::NewExercise;
use learnflow_python_sandbox::{Limits, Sandbox};

use super::report::Graded;
use crate::clock;
use crate::curriculum::{Check, Curriculum};
use crate::execution::again::{self, Terms};
use crate::execution::grading::report;
use crate::execution::{Task, own};

/// `module/topic/exercises/exercise/exercise.toml`
const FOLDERS_UP: usize = 5;

/// An exercise and its tests, hidden ones too.
pub(super) struct ToGrade {
    pub(super) title: String,
    task: Task,
}

impl ToGrade {
    pub(super) fn read(file: &Path) -> anyhow::Result<Self> {
        match file.extension().and_then(|ending| ending.to_str()) {
            Some("toml") => Self::of_curriculum(file),
            Some("json") => Self::own(file),
            _ => bail!("{} is no exercise: name an exercise.toml or a .json file", file.display()),
        }
    }

    /// Reads the whole curriculum around it, so that it is held to the same form.
    fn of_curriculum(file: &Path) -> anyhow::Result<Self> {
        let file = file.canonicalize().with_context(|| format!("looking for {}", file.display()))?;
        // Looked for first: above any other folder there may be a whole disk to read.
        let module =
            file.ancestors().nth(FOLDERS_UP - 1).filter(|module| module.join("module.toml").is_file());
        let root = module.and_then(Path::parent).ok_or_else(|| {
            anyhow!("{} does not stand in a curriculum: module/topic/exercises/exercise", file.display())
        })?;
        let curriculum = Curriculum::load(root)
            .with_context(|| format!("reading the curriculum {} around the exercise", root.display()))?;
        let is_it = |folder: &str| root.join(folder).join("exercise.toml") == file;
        let mut exercises = curriculum.topics().flat_map(|topic| &topic.exercises);
        let exercise = exercises
            .find(|exercise| is_it(&exercise.folder))
            .ok_or_else(|| anyhow!("no topic of the curriculum has the exercise {}", file.display()))?;
        Ok(Self { title: exercise.view.title.clone(), task: Task::builtin(exercise) })
    }

    fn own(file: &Path) -> anyhow::Result<Self> {
        let reading = || format!("reading the exercise {}", file.display());
        let text = std::fs::read_to_string(file).with_context(reading)?;
        // By way of an object, so that what is wrong is told of its fields.
        let fields: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&text).with_context(reading)?;
        let exercise: NewExercise = serde_json::from_value(fields.into()).with_context(reading)?;
        own::check_form(&exercise)
            .map_err(|failure| anyhow!("{}: {}", file.display(), failure.into_problem().detail))?;
        Ok(Self { title: exercise.title.clone(), task: Task::own(&exercise) })
    }

    /// How the files of its answers end.
    pub(super) fn ending(&self) -> &'static str {
        let predicts = self.task.tests.iter().any(|test| matches!(test.check, Check::Prediction { .. }));
        if predicts { "txt" } else { "py" }
    }

    pub(super) async fn grade(
        &self,
        sandbox: &Sandbox,
        limits: &Limits,
        file: String,
        answer: &str,
    ) -> Graded {
        let terms = Terms::new(clock::system().as_ref(), limits);
        let began = Instant::now();
        let results = match again::grade(sandbox, &self.task, answer, &terms).await {
            Ok(results) => results,
            Err(unusable) => return Graded::unreadable(file, unusable.to_string()),
        };
        let took = began.elapsed().as_secs_f64() * 1e3;
        let told = self.task.tests.iter().zip(results).map(|(test, result)| report(test, result)).collect();
        Graded::new(file, told, took)
    }
}
