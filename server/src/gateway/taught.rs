//! The curriculum in the language that the caller reads: the first one of `Accept-Language` that is there, else
//! English. The pages send the language that was chosen in their header; a grade is given in the same language, because
//! what a program should print may be translated too.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use learnflow_contracts::TopicId;

use super::App;
use super::problem::Failure;
use crate::curriculum::{Curriculum, Edition, Printed, Topic};

/// Languages that are looked at; nobody reads more.
const MAX_LANGUAGES: usize = 20;

/// What is taught now, for one request.
pub(super) struct Taught {
    edition: Arc<Edition>,
    language: String,
}

impl Taught {
    pub(super) fn curriculum(&self) -> &Curriculum {
        self.edition.in_language(&self.language)
    }

    pub(super) fn printed(&self) -> &Printed {
        self.edition.printed(&self.language)
    }

    pub(super) fn language(&self) -> &str {
        &self.language
    }

    /// A topic, or a problem that says there is none.
    pub(super) fn topic(&self, id: &TopicId) -> Result<&Topic, Failure> {
        self.curriculum().topic(id).ok_or_else(|| Failure::not_found("there is no topic of this name"))
    }
}

impl FromRequestParts<App> for Taught {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let edition = app.library.now();
        let language = chosen(&parts.headers, |language| edition.languages().any(|one| one == language));
        Ok(Self { edition, language })
    }
}

/// The reader's first choice among the languages that are there.
fn chosen(headers: &HeaderMap, there: impl Fn(&str) -> bool) -> String {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut wanted: Vec<(f32, String)> = Vec::new();
    for part in header.split(',').take(MAX_LANGUAGES) {
        let (tag, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(1.0);
        let language = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        if weight > 0.0 && there(&language) {
            wanted.push((weight, language));
        }
    }
    // Of equal weights the first one named stays first: the sort is stable.
    wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
    wanted.into_iter().next().map_or_else(|| "en".to_owned(), |(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_first_choice_that_is_there_is_taken() {
        for (header, expected) in [
            ("", "en"),
            ("de", "de"),
            ("de-AT,de;q=0.9,en;q=0.8", "de"),
            ("fr, de;q=0.5, en;q=0.7", "en"),
            ("en;q=0.2, DE", "de"),
            ("de;q=0, en", "en"),
            ("*", "en"),
            (";;;,,,q=", "en"),
            ("tlh", "en"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, header.parse().unwrap());
            assert_eq!(chosen(&headers, |language| ["de", "en"].contains(&language)), expected, "{header}");
        }
    }
}
