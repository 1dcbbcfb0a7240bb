//! The sandbox through its public door: run, grade, and programs that attack it.

mod analysis;
mod attacks;
mod canary;
mod console;
mod course;
#[cfg(target_os = "linux")]
mod crew;
mod files;
mod grading;
mod isolation;
mod library;
mod limits;
mod practice;
mod steps;
mod tracebacks;
mod turtle;
mod world;
