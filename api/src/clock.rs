//! The injected clock: the only source of instants, and of the deployment's calendar day.

use std::sync::{Arc, RwLock};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Now, and today in the deployment's time zone.
#[derive(Clone, Debug)]
pub struct Clock {
    fixed: Option<Arc<RwLock<DateTime<Utc>>>>,
    zone: Tz,
}

impl Clock {
    /// The clock of the machine.
    pub fn system(zone: Tz) -> Self {
        Self { fixed: None, zone }
    }

    /// A clock that stands until it is set.
    pub fn fixed(now: DateTime<Utc>, zone: Tz) -> Self {
        Self { fixed: Some(Arc::new(RwLock::new(now))), zone }
    }

    /// Sets a standing clock; the machine's clock is left alone.
    pub fn set(&self, now: DateTime<Utc>) {
        if let Some(fixed) = &self.fixed {
            *fixed.write().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
        }
    }

    /// The instant.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.fixed {
            Some(fixed) => *fixed.read().unwrap_or_else(std::sync::PoisonError::into_inner),
            None => machine_now(),
        }
    }

    /// The calendar day of the deployment.
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&self.zone).date_naive()
    }

    /// The time zone of the deployment.
    pub fn zone(&self) -> Tz {
        self.zone
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
fn machine_now() -> DateTime<Utc> {
    // Databases keep microseconds; an instant must read back as it was written.
    let now = Utc::now();
    DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
}
