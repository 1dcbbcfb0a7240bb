//! Active days: how many lately (consistency) and how many in a row (streak).

use std::collections::BTreeSet;

use jiff::civil::Date;

/// The days that consistency looks back on, today among them.
pub const WINDOW_DAYS: u32 = 30;

/// Active days of the last [`WINDOW_DAYS`] up to `today`. All days are in the class's time zone.
pub fn active_days(days: &BTreeSet<Date>, today: Date) -> u32 {
    let first = today.saturating_sub(jiff::Span::new().days(i64::from(WINDOW_DAYS) - 1));
    u32::try_from(days.range(first..=today).count()).unwrap_or(WINDOW_DAYS)
}

/// Consecutive active days up to `today`. A day that is not over does not break a streak: with nothing done
/// yet today, the streak up to yesterday stands.
pub fn streak(days: &BTreeSet<Date>, today: Date) -> u32 {
    let yesterday = today.yesterday().ok();
    let mut day = if days.contains(&today) { Some(today) } else { yesterday };
    let mut length = 0;
    while let Some(active) = day.filter(|day| days.contains(day)) {
        length += 1;
        day = active.yesterday().ok();
    }
    length
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn november(days: &[i8]) -> BTreeSet<Date> {
        days.iter().map(|day| date(2026, 11, *day)).collect()
    }

    #[test]
    fn a_streak_counts_back_from_today_or_yesterday() {
        let today = date(2026, 11, 21);
        for (days, expected) in [
            (&[][..], 0),
            (&[21], 1),
            (&[20], 1),
            (&[19], 0),
            (&[18, 19, 20, 21], 4),
            (&[17, 19, 20, 21], 3),
            (&[18, 19, 20], 3),
            (&[22, 21], 1),
        ] {
            assert_eq!(streak(&november(days), today), expected, "{days:?}");
        }
    }

    #[test]
    fn a_streak_crosses_months_and_leap_days() {
        let days = [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)].into();
        assert_eq!(streak(&days, date(2028, 3, 1)), 3);
    }

    #[test]
    fn only_the_last_30_days_count_and_the_future_never() {
        let today = date(2026, 11, 30);
        let days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)].into();
        assert_eq!(active_days(&days, today), 2);
    }
}
