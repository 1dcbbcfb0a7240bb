//! The tutor: the first useful answer of many at once with no model, triage, and the turns at a model. What the model's
//! own program is measured by is in `models/benches`. To add a figure: a file here, a line in [`run`].

mod first_answer;
mod triage;
mod turns;

pub(crate) async fn run() -> anyhow::Result<()> {
    first_answer::run().await?;
    triage::run();
    turns::run().await
}
