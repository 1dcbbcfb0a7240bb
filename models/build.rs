//! With `any-cpu` llama.cpp's libraries lie beside the program, and it looks for them there.

#![expect(clippy::disallowed_methods, reason = "a build script is told by the environment")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_set = |name: &str| std::env::var_os(name).is_some();
    if is_set("CARGO_FEATURE_ANY_CPU") && is_set("CARGO_CFG_UNIX") {
        let macos = std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "macos");
        println!("cargo::rustc-link-arg-bins=-Wl,-rpath,{}", if macos { "@loader_path" } else { "$ORIGIN" });
    }
}
