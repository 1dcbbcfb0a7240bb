//! Dapr's sidecars, one beside each process, with the school's own components.

use std::path::Path;

use anyhow::Context;
use learnflow_local_servers::daprd::{API_TOKEN, APP_TOKEN, Daprd, Sidecar};
use learnflow_local_servers::school::{Part, scoped};

use crate::keep::Keep;
use crate::servers::Servers;

/// What the school loads, of `k3s/dapr`.
const COMPONENTS: [&str; 6] =
    ["state.yaml", "settings.yaml", "resiliency.yaml", "schedule.yaml", "events.yaml", "subscriptions.yaml"];

/// A sidecar beside a process.
pub(crate) struct Beside {
    part: &'static str,
    daprd: Daprd,
}

/// Starts a sidecar for each part, which has its door at the same place of `doors`.
pub(crate) fn start(
    from: &Path,
    data: &Path,
    parts: &'static [Part],
    doors: &[u16],
    servers: &Servers,
) -> anyhow::Result<Vec<Beside>> {
    let folder = data.join("dapr");
    let resources = folder.join("resources");
    std::fs::create_dir_all(&resources)?;
    let read = |name: &str| {
        std::fs::read_to_string(from.join(name))
            .with_context(|| format!("reading {name} of {}", from.display()))
    };
    for name in COMPONENTS {
        std::fs::write(resources.join(name), scoped(&read(name)?, parts))?;
    }
    std::fs::write(resources.join("secrets.yaml"), read("local/secrets.yaml")?)?;
    let names = folder.join("names.db");
    // Where others were, the last time.
    let _ = std::fs::remove_file(&names);
    let names = read("local/names.yaml")?.replace("LEARNFLOW_NAMES", &names.display().to_string());
    let (config, names_file, secrets_file) =
        (folder.join("config.yaml"), folder.join("names.yaml"), folder.join("secrets.json"));
    std::fs::write(&config, read("config.yaml")?)?;
    std::fs::write(&names_file, names)?;
    let secrets = serde_json::json!({
        "learnflow-postgres": { "dapr": servers.dsn() },
        "learnflow-kafka": { "brokers": servers.brokers },
    });
    std::fs::write(&secrets_file, secrets.to_string())?;
    servers.make_settings_table()?;
    let start = |(part, door): (&'static Part, &u16)| {
        let daprd = Daprd::start(Sidecar {
            app_id: part.app_id(),
            app_port: Some(*door),
            resources: resources.clone(),
            configs: vec![config.clone(), names_file.clone()],
            environment: vec![("LEARNFLOW_SECRETS_FILE", secrets_file.display().to_string())],
        });
        let daprd = daprd.with_context(|| format!("starting the sidecar of {}", part.name))?;
        anyhow::Ok(Beside { part: part.name, daprd })
    };
    parts.iter().zip(doors).map(start).collect()
}

impl Beside {
    /// The settings that lead its process to it.
    pub(crate) fn settings(&self) -> Vec<(String, String)> {
        let set = |name: &str, value: String| (format!("LEARNFLOW_DAPR__{name}"), value);
        vec![
            set("ADDRESS", self.daprd.url()),
            set("API_TOKEN", API_TOKEN.to_owned()),
            set("APP_TOKEN", APP_TOKEN.to_owned()),
        ]
    }
}

impl Keep for Beside {
    fn name(&self) -> String {
        format!("the sidecar of {}", self.part)
    }

    fn runs(&mut self) -> bool {
        self.daprd.runs()
    }

    fn start_again(&mut self) -> anyhow::Result<()> {
        self.daprd.start_again()
    }

    fn stop(&mut self) -> anyhow::Result<()> {
        self.daprd.stop()
    }
}
