//! What every Secrets keeps, and what is said when one is missing.

use learnflow_local_servers::daprd::API_TOKEN;
use learnflow_server::config::{Config, Secret, SecretsKind};
use learnflow_server::dapr::Sidecar;
use learnflow_server::secrets::{Dapr, Named, Secrets, Settings, filled};

use crate::dapr::{Corner, SECRETS};

/// What is set is had as it is, with spaces and signs; what is not set is none; nothing of it is printed.
async fn what_is_set_is_had_and_shown_to_nobody(secrets: &dyn Secrets) {
    for (named, text) in SECRETS {
        let secret = secrets.get(named).await.unwrap().expect("it is set");
        assert_eq!(secret.expose(), text, "{}", named.key());
        let printed = format!("{secret:?}{}", serde_json::to_string(&secret).unwrap());
        assert!(!printed.contains(text), "{printed}");
    }
    assert_eq!(secrets.get(Named::ModelKey).await.unwrap(), None);
}

/// Settings with these secrets, in files where they may be.
fn in_files(folder: &std::path::Path) -> Config {
    let mut config = Config::default();
    for (named, text) in SECRETS {
        let file = folder.join(named.key());
        std::fs::write(&file, format!("{text}\n")).unwrap();
        match named {
            Named::PostgresPassword => config.postgres.password_file = Some(file),
            Named::SessionKey => config.gateway.secret = Some(Secret::new(text)),
            Named::InvokeSecret => config.invoke.secret_file = Some(file),
            Named::ModelKey => config.llm.key_file = Some(file),
        }
    }
    config
}

#[tokio::test]
async fn in_files_what_is_set_is_had_and_shown_to_nobody() {
    let folder = tempfile::tempdir().unwrap();
    what_is_set_is_had_and_shown_to_nobody(&Settings::new(&in_files(folder.path()))).await;
}

#[tokio::test]
async fn in_the_environment_what_is_set_is_had_and_shown_to_nobody() {
    let mut config = Config::default();
    let [(_, password), (_, session), (_, invoke)] = SECRETS;
    config.postgres.password = Some(Secret::new(password));
    config.gateway.secret = Some(Secret::new(session));
    config.invoke.secret = Some(Secret::new(invoke));
    what_is_set_is_had_and_shown_to_nobody(&Settings::new(&config)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_real_sidecars_store_what_is_set_is_had_and_shown_to_nobody() {
    let corner = Corner::with(&[]).await;
    let store = Dapr::open(&corner.client, "learnflow-secrets", "learnflow-server").await.unwrap();
    what_is_set_is_had_and_shown_to_nobody(&store).await;

    // At the start each is put where it is used.
    let mut config = Config::default();
    config.secrets.kind = SecretsKind::Dapr;
    config.dapr.address = corner.daprd.url();
    config.dapr.api_token = Some(Secret::new(API_TOKEN));
    config.dapr.start_within_s = 1;
    config.llm.key = Some(Secret::new("of the settings"));
    let filled_in = filled(&config).await.unwrap();
    assert_eq!(filled_in.postgres.password, Some(Secret::new(SECRETS[0].1)));
    assert_eq!(filled_in.gateway.secret, Some(Secret::new(SECRETS[1].1)));
    assert_eq!(filled_in.invoke.secret, Some(Secret::new(SECRETS[2].1)));
    assert_eq!(filled_in.llm.key, config.llm.key, "what the store lacks is as the settings say");
    let printed = format!("{filled_in:?}");
    assert!(SECRETS.iter().all(|(_, text)| !printed.contains(text)), "{printed}");

    let told = async |config: &Config| {
        let told = format!("{:#}", filled(config).await.unwrap_err());
        assert_eq!(told.lines().count(), 1, "one sentence: {told}");
        told
    };
    let mut wrong = config.clone();
    "no-such-secret".clone_into(&mut wrong.secrets.name);
    let said = told(&wrong).await;
    assert!(said.contains("there is no secret no-such-secret in the store learnflow-secrets"), "{said}");
    let mut wrong = config.clone();
    "no-such-store".clone_into(&mut wrong.secrets.store);
    let said = told(&wrong).await;
    assert!(said.contains("the sidecar has no secret store no-such-store (secrets.store)"), "{said}");
    let mut wrong = config.clone();
    wrong.dapr.api_token = Some(Secret::new("another token"));
    let said = told(&wrong).await;
    assert!(said.contains("set dapr.api_token_file"), "{said}");
    let mut wrong = config.clone();
    "http://127.0.0.1:9".clone_into(&mut wrong.dapr.address);
    let said = told(&wrong).await;
    assert!(said.contains("waited 1 s for Dapr's sidecar (dapr.start_within_s)"), "{said}");
    let stranger = Sidecar::new(&corner.daprd.url(), None).unwrap();
    assert!(Dapr::open(&stranger, "learnflow-secrets", "learnflow-server").await.is_err());
}

#[tokio::test]
async fn a_file_that_is_missing_or_empty_is_told_by_its_setting() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = in_files(folder.path());
    let told = async |config: &Config| format!("{:#}", filled(config).await.unwrap_err());
    std::fs::write(folder.path().join("invoke-secret"), "\n").unwrap();
    let said = told(&config).await;
    assert!(
        said.contains("the secret invoke-secret: there is nothing in") && said.contains("invoke.secret_file")
    );
    config.postgres.password_file = Some(folder.path().join("nowhere"));
    let said = told(&config).await;
    assert!(said.contains("nowhere (postgres.password_file)"), "{said}");
}
