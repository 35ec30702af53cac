//! The state of a campaign on any day, from its decisions and the period. [`super::sql`] says the same as SQL.

use chrono::NaiveDate;
use entity::campaign;

entity::code_enum! {
    /// State of a campaign of reporting (состояние сбора отчётности)
    pub enum CampaignState {
        /// Prepared, or to be opened on a later day (подготовлен)
        Planned = "PLANNED",
        /// Open, and the period still runs: what is handed in is preliminary (открыт)
        Open = "OPEN",
        /// Open, and the period is over (идёт сбор)
        Collecting = "COLLECTING",
        /// Closed, with or without missing nodes (закрыт)
        Closed = "CLOSED",
        /// Summarised (итоги подведены)
        Summarised = "SUMMARISED",
        /// Its summary is published (итоги опубликованы)
        Published = "PUBLISHED",
        /// Called off (отменён)
        Cancelled = "CANCELLED",
    }
}

/// The days that decide on the state.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// The last day of the period.
    pub period_to: NaiveDate,
    /// Opened.
    pub opens_on: Option<NaiveDate>,
    /// Closed.
    pub closed_on: Option<NaiveDate>,
    /// Summarised.
    pub summarised_on: Option<NaiveDate>,
    /// Published.
    pub published_on: Option<NaiveDate>,
    /// Called off.
    pub cancelled_on: Option<NaiveDate>,
}

impl Days {
    /// The days of a campaign.
    pub fn of(row: &campaign::Model) -> Self {
        Self {
            period_to: row.period_to,
            opens_on: row.opens_on,
            closed_on: row.closed_on,
            summarised_on: row.summarised_on,
            published_on: row.published_on,
            cancelled_on: row.cancelled_on,
        }
    }

    /// The state on a day.
    pub fn state(&self, on: NaiveDate) -> CampaignState {
        let reached = |day: Option<NaiveDate>| day.is_some_and(|day| day <= on);
        if reached(self.cancelled_on) {
            CampaignState::Cancelled
        } else if reached(self.published_on) {
            CampaignState::Published
        } else if reached(self.summarised_on) {
            CampaignState::Summarised
        } else if reached(self.closed_on) {
            CampaignState::Closed
        } else if !reached(self.opens_on) {
            CampaignState::Planned
        } else if self.period_to < on {
            CampaignState::Collecting
        } else {
            CampaignState::Open
        }
    }
}

/// The state of a campaign on a day.
pub fn state(row: &campaign::Model, on: NaiveDate) -> CampaignState {
    Days::of(row).state(on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_campaign_goes_from_day_to_day() {
        let days = Days {
            period_to: day("2023-12-31"),
            opens_on: Some(day("2023-12-01")),
            closed_on: Some(day("2024-02-01")),
            summarised_on: Some(day("2024-02-10")),
            published_on: Some(day("2024-03-01")),
            cancelled_on: None,
        };
        for (on, state) in [
            ("2023-11-30", CampaignState::Planned),
            ("2023-12-01", CampaignState::Open),
            ("2023-12-31", CampaignState::Open),
            ("2024-01-01", CampaignState::Collecting),
            ("2024-02-01", CampaignState::Closed),
            ("2024-02-10", CampaignState::Summarised),
            ("2024-03-01", CampaignState::Published),
        ] {
            assert_eq!(days.state(day(on)), state, "{on}");
        }
        let cancelled = Days { cancelled_on: Some(day("2024-01-15")), ..days };
        assert_eq!(cancelled.state(day("2024-01-14")), CampaignState::Collecting);
        assert_eq!(cancelled.state(day("2024-03-01")), CampaignState::Cancelled);
        assert_eq!(
            Days { opens_on: None, closed_on: None, summarised_on: None, published_on: None, ..days }
                .state(day("2024-03-01")),
            CampaignState::Planned
        );
    }
}
