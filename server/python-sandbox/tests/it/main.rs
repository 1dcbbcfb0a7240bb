//! The sandbox through its public door: run, grade, and programs that attack it.

mod attacks;
mod console;
mod files;
mod grading;
mod isolation;
mod library;
mod limits;
mod practice;
mod tracebacks;
mod world;
