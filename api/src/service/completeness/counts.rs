//! The numbers of completeness.

use entity::{decimal::Decimal, report::ReportState};

/// Reports by state and timeliness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Expected.
    pub expected: i64,
    /// Not begun.
    pub not_started: i64,
    /// Being filled in.
    pub in_draft: i64,
    /// Handed in, not decided on.
    pub submitted: i64,
    /// Returned.
    pub returned: i64,
    /// Accepted.
    pub accepted: i64,
    /// Locked.
    pub locked: i64,
    /// First handed in by the due day.
    pub on_time: i64,
    /// First handed in after it.
    pub late: i64,
    /// Never handed in, and the due day is over.
    pub overdue: i64,
}

/// Whether a report is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// First handed in by the due day.
    OnTime,
    /// First handed in after it.
    Late,
    /// Never handed in, and the due day is over.
    Overdue,
    /// Not handed in, and there is time.
    Pending,
}

impl Timing {
    /// From its code in a statement.
    pub fn of(code: &str) -> Self {
        match code {
            "ON_TIME" => Self::OnTime,
            "LATE" => Self::Late,
            "OVERDUE" => Self::Overdue,
            _ => Self::Pending,
        }
    }
}

impl Counts {
    /// Adds reports of one state and timeliness.
    pub fn add(&mut self, state: ReportState, timing: Timing, number: i64) {
        self.expected += number;
        *match state {
            ReportState::NotStarted => &mut self.not_started,
            ReportState::Draft => &mut self.in_draft,
            ReportState::Submitted => &mut self.submitted,
            ReportState::Returned => &mut self.returned,
            ReportState::Accepted => &mut self.accepted,
            ReportState::Locked => &mut self.locked,
        } += number;
        match timing {
            Timing::OnTime => self.on_time += number,
            Timing::Late => self.late += number,
            Timing::Overdue => self.overdue += number,
            Timing::Pending => {}
        }
    }

    /// Adds other reports.
    pub fn join(&mut self, other: &Self) {
        self.expected += other.expected;
        self.not_started += other.not_started;
        self.in_draft += other.in_draft;
        self.submitted += other.submitted;
        self.returned += other.returned;
        self.accepted += other.accepted;
        self.locked += other.locked;
        self.on_time += other.on_time;
        self.late += other.late;
        self.overdue += other.overdue;
    }

    /// Those that are there: handed in, accepted or locked.
    pub fn received(&self) -> i64 {
        self.submitted + self.accepted + self.locked
    }

    /// What part of those expected is there, in percent, to six decimals; none of nothing.
    pub fn share(&self) -> Option<Decimal> {
        if self.expected == 0 {
            return None;
        }
        let (part, whole) = (i128::from(self.received()), i128::from(self.expected));
        let micros = (part * 100_000_000 * 2 + whole) / (whole * 2);
        Decimal::from_micros(i64::try_from(micros).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_exact_to_six_decimals() {
        let counts = |expected, accepted| Counts { expected, accepted, ..Counts::default() };
        let share = |expected, accepted| counts(expected, accepted).share().map(|share| share.to_string());
        assert_eq!(share(0, 0), None);
        assert_eq!(share(9, 8).as_deref(), Some("88.888889"));
        assert_eq!(share(3, 1).as_deref(), Some("33.333333"));
        assert_eq!(share(4, 3).as_deref(), Some("75"));
        assert_eq!(share(60, 60).as_deref(), Some("100"));
    }
}
