//! Calls through Dapr's service invocation: the same HTTP, to the sidecar, which knows where an app is.
//!
//! Talks go past the sidecar. It sends a question on whole before it looks for the answer, and holds answers back
//! until some kilobytes are there (Dapr 1.14, `pkg/messaging/direct_messaging.go`, `pkg/api/http/directmessaging.go`):
//! no program could be stopped or typed to. docs/adr/0016 has what was measured.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::Peer;
use crate::role::Role;

const APP_ID: HeaderName = HeaderName::from_static("dapr-app-id");
const API_TOKEN: HeaderName = HeaderName::from_static("dapr-api-token");

/// Roles as apps behind the sidecar at `sidecar`; `app_ids` names those apps.
///
/// # Errors
/// When an id or the token cannot stand in a header.
pub fn through_sidecar(
    sidecar: &Url,
    app_ids: &BTreeMap<Role, String>,
    api_token: Option<&str>,
) -> anyhow::Result<HashMap<Role, Peer>> {
    let peer = |(role, id): (&Role, &String)| {
        let mut headers = HeaderMap::new();
        let id = HeaderValue::try_from(id).with_context(|| format!("the app id of {role} (dapr.app_ids)"))?;
        headers.insert(APP_ID, id);
        if let Some(token) = api_token {
            let mut token = HeaderValue::try_from(token).context("the sidecar's token (dapr.api_token)")?;
            token.set_sensitive(true);
            headers.insert(API_TOKEN, token);
        }
        Ok((*role, Peer { base: sidecar.clone(), headers }))
    };
    app_ids.iter().map(peer).collect()
}
