//! The backbone with its real servers. To add a part: a file with one `run`, called here.

mod postgres;

pub(crate) async fn run() -> anyhow::Result<()> {
    postgres::run().await
}
