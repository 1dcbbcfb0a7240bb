//! Between Rust's types and Postgres's: times as timestamptz and days as date (sqlx has no jiff), shapes of the API as
//! JSON, and what Postgres's refusals mean.

use anyhow::anyhow;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgRow, PgTypeInfo, PgValueRef};
use sqlx::{Decode, Encode, Postgres, Row, Type};

use super::super::Error;

/// 2000-01-01 UTC in milliseconds since 1970: where Postgres counts from.
const EPOCH_MS: i64 = 946_684_800_000;
/// The same day.
const EPOCH_DAY: Date = jiff::civil::date(2000, 1, 1);

/// A time, to the millisecond, as SQLite keeps it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(pub(super) Timestamp);

impl Type<Postgres> for Moment {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("timestamptz")
    }
}

impl Encode<'_, Postgres> for Moment {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let micros = (self.0.as_millisecond() - EPOCH_MS) * 1_000;
        Encode::<Postgres>::encode(micros, buffer)
    }
}

impl Decode<'_, Postgres> for Moment {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let micros = <i64 as Decode<Postgres>>::decode(value)?;
        Ok(Self(Timestamp::from_millisecond(micros.div_euclid(1_000) + EPOCH_MS)?))
    }
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day(pub(super) Date);

impl Type<Postgres> for Day {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("date")
    }
}

impl Encode<'_, Postgres> for Day {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let days = (self.0 - EPOCH_DAY).get_days();
        Encode::<Postgres>::encode(days, buffer)
    }
}

impl Decode<'_, Postgres> for Day {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let days = <i32 as Decode<Postgres>>::decode(value)?;
        Ok(Self(EPOCH_DAY.checked_add(jiff::Span::new().try_days(days)?)?))
    }
}

/// A column of text, parsed: an id of the curriculum.
pub(super) fn parsed<T: std::str::FromStr>(row: &PgRow, column: &str) -> Result<T, Error> {
    row.try_get::<&str, _>(column)?.parse().map_err(|_| unreadable(column))
}

/// The same for a column that may be empty.
pub(super) fn parsed_option<T: std::str::FromStr>(row: &PgRow, column: &str) -> Result<Option<T>, Error> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(|text| text.parse().map_err(|_| unreadable(column))).transpose()
}

/// A column of JSON as text.
pub(super) fn json<T: serde::de::DeserializeOwned>(row: &PgRow, column: &str) -> Result<T, Error> {
    serde_json::from_str(row.try_get(column)?).map_err(|_| unreadable(column))
}

/// A value for a column of JSON as text.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Other(error.into()))
}

/// A column of integer that is never negative.
pub(super) fn count(row: &PgRow, column: &str) -> Result<u32, Error> {
    u32::try_from(row.try_get::<i32, _>(column)?).map_err(|_| unreadable(column))
}

// Never with the value itself: it may be a name or a program.
pub(super) fn unreadable(column: &str) -> Error {
    Error::Other(anyhow!("the column {column} cannot be read"))
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(_) | sqlx::Error::PoolClosed => Self::Away(error.into()),
            sqlx::Error::Database(refused) => match refused.code().as_deref() {
                // Stopping, crashed, starting up, too many connections, a broken connection.
                Some("57P01" | "57P02" | "57P03" | "53300" | "08000" | "08003" | "08006") => {
                    Self::Away(error.into())
                }
                // A statement or a lock took longer than it may.
                Some("57014" | "55P03") => Self::Busy,
                _ => Self::Other(error.into()),
            },
            _ => Self::Other(error.into()),
        }
    }
}

/// Whether a write failed because a row of that key is there.
pub(super) fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Whether two transactions stood in each other's way: nothing of this one was done, and it may be tried again.
pub(super) fn collided(error: &Error) -> bool {
    let Error::Other(cause) = error else { return false };
    let code = cause.downcast_ref::<sqlx::Error>().and_then(|error| error.as_database_error()?.code());
    matches!(code.as_deref(), Some("40001" | "40P01"))
}

/// Whether Postgres's text can hold this: what cannot be stored was never stored.
pub(super) fn is_storable(text: &str) -> bool {
    !text.contains('\0')
}

/// Text of others as Postgres's text can hold it: all but a zero byte.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
