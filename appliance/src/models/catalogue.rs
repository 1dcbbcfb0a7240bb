//! The catalogue: `models/models.toml`, built in.

use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;

const BUILT_IN: &str = include_str!("../../../models/models.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalogue {
    #[serde(rename = "model")]
    pub(super) models: Vec<Model>,
}

/// One model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Model {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) repository: String,
    pub(super) file: String,
    pub(super) quantisation: String,
    /// Of the file, millions of bytes.
    pub(super) size_mb: u64,
    pub(super) memory_mib: u64,
    pub(super) licence: String,
    pub(super) languages: Vec<String>,
    pub(super) note: String,
    /// Whether somebody has looked its facts up.
    pub(super) verified: bool,
    pub(super) sha256: Option<String>,
}

impl Catalogue {
    pub(super) fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        let text = match file {
            Some(file) => std::fs::read_to_string(file)
                .with_context(|| format!("reading the catalogue {}", file.display()))?,
            None => BUILT_IN.to_owned(),
        };
        let catalogue: Self = toml::from_str(&text).context("reading the catalogue of models")?;
        for model in &catalogue.models {
            // The name of the file becomes a path here, and nobody's but ours.
            let plain =
                |text: &str| !text.is_empty() && !text.contains(['/', '\\']) && !text.starts_with('.');
            ensure!(
                plain(&model.name) && plain(&model.file),
                "{}: a name or file that is a path",
                model.name
            );
            let hash = |sum: &String| sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
            ensure!(
                model.sha256.as_ref().is_none_or(hash),
                "{}: sha256 has 64 hexadecimal digits",
                model.name
            );
        }
        Ok(catalogue)
    }

    pub(super) fn model(&self, name: &str) -> anyhow::Result<&Model> {
        self.models.iter().find(|model| model.name == name).with_context(|| {
            let names: Vec<&str> = self.models.iter().map(|model| model.name.as_str()).collect();
            format!("there is no model {name} in the catalogue; there are: {}", names.join(", "))
        })
    }
}

impl Model {
    pub(super) fn address(&self, from: &str) -> String {
        format!("{}/{}/resolve/main/{}", from.trim_end_matches('/'), self.repository, self.file)
    }
}
