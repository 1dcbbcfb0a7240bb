//! The pages and the curriculum are inside the program: build it again when they change.

#![expect(clippy::print_stdout, reason = "this is how cargo is told")]

fn main() {
    println!("cargo:rerun-if-changed=../app/ui/dist");
    println!("cargo:rerun-if-changed=curriculum");
}
