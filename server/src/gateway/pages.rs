//! The pages: built in, or from a folder. Read once, kept in memory, compressed when first asked for.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::Context;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;

use super::App;
use super::problem::{self, Failure};

#[derive(RustEmbed)]
#[folder = "../app/ui/dist/"]
#[allow_missing = true]
struct BuiltIn;

/// All files of the pages, by their address without the first slash.
pub(crate) struct Pages(HashMap<String, Page>);

struct Page {
    bytes: Bytes,
    content_type: HeaderValue,
    /// Compressed, if that is worth it.
    gzip: OnceLock<Option<Bytes>>,
}

impl Pages {
    /// The pages inside the program, or those of a folder.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn read(dir: Option<&Path>) -> anyhow::Result<Self> {
        let mut pages = HashMap::new();
        if let Some(dir) = dir {
            read_folder(dir, dir, &mut pages)
                .with_context(|| format!("reading the pages in {}", dir.display()))?;
        } else {
            for name in BuiltIn::iter() {
                let file = BuiltIn::get(&name).context("a page inside the program")?;
                pages.insert(name.to_string(), Page::new(&name, file.data.into_owned().into()));
            }
        }
        Ok(Self(pages))
    }
}

fn read_folder(root: &Path, dir: &Path, pages: &mut HashMap<String, Page>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(root, &path, pages)?;
        } else {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            let page = Page::new(&name, std::fs::read(&path)?.into());
            pages.insert(name, page);
        }
    }
    Ok(())
}

impl Page {
    fn new(name: &str, bytes: Bytes) -> Self {
        let kind = mime_guess::from_path(name).first_or_octet_stream();
        let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
        let content_type =
            HeaderValue::try_from(kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
        Self { bytes, content_type, gzip: OnceLock::new() }
    }

    /// The compressed bytes, if they are a good deal fewer.
    fn gzip(&self) -> Option<Bytes> {
        let compress = || {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&self.bytes).ok()?;
            let small = encoder.finish().ok()?;
            (small.len() < self.bytes.len() / 10 * 9).then(|| small.into())
        };
        self.gzip.get_or_init(compress).clone()
    }
}

/// Any address that is no other route's: a file, or the page that draws every address of its own.
pub(super) async fn serve(State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let is_page_address = !path.starts_with("api/") && !path.starts_with("ws/") && !path.contains('.');
    if method != Method::GET && method != Method::HEAD {
        return if is_page_address {
            problem::wrong_method().await.into_response()
        } else {
            problem::no_such_address(&uri).into_response()
        };
    }
    let found = app.pages.0.get(path).or_else(|| app.pages.0.get("index.html").filter(|_| is_page_address));
    let Some(page) = found else {
        return if is_page_address { no_pages() } else { problem::no_such_address(&uri).into_response() };
    };
    // Built files carry their hash in their name; the page that names them must always be asked for.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = [
        (CONTENT_TYPE, page.content_type.clone()),
        (CACHE_CONTROL, HeaderValue::from_static(cache)),
        (VARY, HeaderValue::from_static("accept-encoding")),
    ];
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match page.gzip().filter(|_| accepts.contains("gzip")) {
        Some(small) => (kind, [(CONTENT_ENCODING, "gzip")], small).into_response(),
        None => (kind, page.bytes.clone()).into_response(),
    }
}

fn no_pages() -> Response {
    Failure::not_found(
        "this server was built without its pages; start it with ./dev run, or name their folder with --pages",
    )
    .into_response()
}
