//! The pages and the curriculum are inside the program: build it again when they change.

fn main() {
    println!("cargo:rerun-if-changed=../app/ui/dist");
    println!("cargo:rerun-if-changed=curriculum");
}
