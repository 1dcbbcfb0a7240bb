//! The compiled component, kept on disk so that a machine compiles it once.
//!
//! The file holds native code that is trusted when it is loaded. So it carries its
//! own sha256, is read into memory before it is checked (nobody can change it
//! between the check and the use, or under a running server), and is written
//! read-only and in one piece. One that does not fit its hash is made again.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::Path;

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::{OpenError, link};

/// First bytes of the file, with the version of its layout.
const MAGIC: &[u8; 8] = b"lfpysb1\n";
const DIGEST: usize = 32;

/// A component that is ready to run, and the hash that names it in records.
pub(crate) struct Artifact {
    pub(crate) component: Component,
    pub(crate) version: String,
    /// Whether it was compiled just now.
    pub(crate) compiled: bool,
}

/// Loads the compiled form of a component, compiling it if it is not there.
pub(crate) fn load(engine: &Engine, source: &Path, cache: &Path) -> Result<Artifact, OpenError> {
    let wasm = fs::read(source).map_err(|problem| OpenError::Component(source.into(), problem))?;
    let version = version(engine, &wasm);
    let file = cache.join(format!("python-{version}.cwasm"));
    let (code, compiled) = match fs::read(&file) {
        Ok(stored) if is_whole(&stored) => (stored, false),
        _ => (compile(engine, &wasm, cache, &file)?, true),
    };
    let component = deserialize(engine, &code[MAGIC.len() + DIGEST..])?;
    Ok(Artifact { component, version, compiled })
}

/// Names component, engine and machine: what is compiled for one fits no other.
fn version(engine: &Engine, wasm: &[u8]) -> String {
    let mut settings = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut settings);
    let mut digest = Sha256::new();
    digest.update(wasm);
    digest.update([link::VERSION]);
    digest.update(settings.finish().to_le_bytes());
    digest.update(std::env::consts::ARCH);
    digest.update(std::env::consts::OS);
    hex(&digest.finalize()[..16])
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether a stored file is what was once written.
fn is_whole(stored: &[u8]) -> bool {
    stored
        .strip_prefix(MAGIC)
        .and_then(|rest| rest.split_at_checked(DIGEST))
        .is_some_and(|(digest, code)| Sha256::digest(code)[..] == *digest)
}

fn compile(engine: &Engine, wasm: &[u8], cache: &Path, file: &Path) -> Result<Vec<u8>, OpenError> {
    let linked = link::linked(wasm).map_err(|problem| OpenError::Compile(problem.into()))?;
    let code = engine.precompile_component(&linked).map_err(OpenError::Compile)?;
    let mut stored = Vec::with_capacity(MAGIC.len() + DIGEST + code.len());
    stored.extend_from_slice(MAGIC);
    stored.extend_from_slice(&Sha256::digest(&code));
    stored.extend_from_slice(&code);
    write(&stored, cache, file).map_err(|problem| OpenError::Cache(cache.into(), problem))?;
    Ok(stored)
}

fn write(stored: &[u8], cache: &Path, file: &Path) -> std::io::Result<()> {
    fs::create_dir_all(cache)?;
    let mut beside = tempfile::NamedTempFile::new_in(cache)?;
    beside.write_all(stored)?;
    let mut permissions = beside.as_file().metadata()?.permissions();
    permissions.set_readonly(true);
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o444);
    beside.as_file().set_permissions(permissions)?;
    beside.as_file().sync_all()?;
    beside.persist(file)?;
    Ok(())
}

#[expect(unsafe_code, reason = "loading native code: the only place, and only what `is_whole` let through")]
fn deserialize(engine: &Engine, code: &[u8]) -> Result<Component, OpenError> {
    // SAFETY: the bytes are what `Engine::precompile_component` gave: they were made
    // by this process, or read from a file whose hash was checked in this same
    // memory. Wasmtime refuses those of another version or of other settings.
    unsafe { Component::deserialize(engine, code) }.map_err(OpenError::Compile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_file_is_loaded() {
        let code = b"native code";
        let mut stored = MAGIC.to_vec();
        stored.extend_from_slice(&Sha256::digest(code));
        stored.extend_from_slice(code);
        assert!(is_whole(&stored));
        for size in 0..stored.len() {
            assert!(!is_whole(&stored[..size]), "cut to {size} bytes");
        }
        for place in 0..stored.len() {
            let mut changed = stored.clone();
            changed[place] ^= 1;
            assert!(!is_whole(&changed), "changed at {place}");
        }
    }

    /// I11: what is loaded is what was compiled, or it is compiled again.
    #[test]
    fn a_changed_file_is_refused_and_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let (source, cache) = (folder.path().join("empty.wasm"), folder.path().join("cache"));
        // A component without anything in it.
        fs::write(&source, b"\0asm\x0d\0\x01\0").unwrap();
        let engine = crate::engine::engine(1).unwrap();
        let version = load(&engine, &source, &cache).unwrap().version;
        let file = cache.join(format!("python-{version}.cwasm"));
        let whole = fs::read(&file).unwrap();
        let mut changed = whole.clone();
        changed[whole.len() / 2] ^= 1;
        for bad in [&changed[..], &whole[..whole.len() - 1], b""] {
            fs::remove_file(&file).unwrap();
            fs::write(&file, bad).unwrap();
            load(&engine, &source, &cache).unwrap();
            assert!(is_whole(&fs::read(&file).unwrap()));
            assert!(fs::metadata(&file).unwrap().permissions().readonly());
        }
        assert!(matches!(load(&engine, &cache, &cache), Err(OpenError::Component(..))));
    }
}
