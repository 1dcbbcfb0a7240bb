//! Between Rust's types and SQLite's: ids as text, times as milliseconds, shapes of the API as JSON.

use anyhow::{Context, anyhow};
use jiff::Timestamp;
use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::Error;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Other(error.into())
    }
}

/// Milliseconds since 1970.
pub(super) fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A time from a column of milliseconds.
pub(super) fn time(millis: i64) -> Result<Timestamp, Error> {
    Ok(Timestamp::from_millisecond(millis).context("a time in the database is out of range")?)
}

/// A column of milliseconds, as a time.
pub(super) fn moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(row.get(column)?).map_err(|_| unreadable(column))
}

/// A column of text, parsed: an id, a day, a zone.
pub(super) fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| unreadable(column))
}

/// The same for a column that may be empty.
pub(super) fn parsed_option<T: std::str::FromStr>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|_| unreadable(column))).transpose()
}

/// A column of JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| unreadable(column))
}

/// A value for a column of JSON.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Other(error.into()))
}

// Never with the value itself: it may be a name or a program.
fn unreadable(column: &str) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(anyhow!("the column {column} cannot be read").into())
}

/// Whether a write failed because a row of that key is there.
pub(super) fn is_taken(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
}
