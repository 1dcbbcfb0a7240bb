//! A worker of the sandbox by itself, for the tests and benchmarks of this crate; the server is its own worker.

fn main() -> std::io::Result<()> {
    #[cfg(unix)]
    return learnflow_python_sandbox::serve();
    #[cfg(not(unix))]
    Err(std::io::Error::other("here the sandbox works on threads"))
}
