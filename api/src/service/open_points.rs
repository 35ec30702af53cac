//! What a source leaves open about an object: a field and a reason, kept as `field:REASON`, one on a line.

use entity::CodeEnum;

use super::line;
use crate::error::{Problems, UserErrorCode};

entity::code_enum! {
    /// Why something about an object is open (причина неполноты)
    pub enum OpenReason {
        /// The document does not give it (не напечатано)
        NotPrinted = "NOT_PRINTED",
        /// Cut off or unreadable in the copy (не читается)
        Illegible = "ILLEGIBLE",
        /// It exists in the document, but without a name (не назван)
        NotNamed = "NOT_NAMED",
        /// Planned, no result is told (не сообщено)
        NotReported = "NOT_REPORTED",
        /// The bound is the earliest date that the document proves (первое свидетельство)
        FirstEvidence = "FIRST_EVIDENCE",
        /// Follows from the document's words, is not said in them (выведено из текста)
        Inferred = "INFERRED",
        /// Printed in more than one way (напечатано по-разному)
        DifferentPrints = "DIFFERENT_PRINTS",
        /// Holds at the same time as another record of the same key (пересекается с другой записью)
        Overlap = "OVERLAP",
    }
}

/// One thing that is open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenPoint {
    /// The field, as the contract names it.
    pub field: String,
    /// Why.
    pub reason: OpenReason,
}

impl OpenPoint {
    /// A point.
    pub fn new(field: &str, reason: OpenReason) -> Self {
        Self { field: field.to_owned(), reason }
    }

    /// Reads `field:REASON`.
    pub fn parse(text: &str) -> Option<Self> {
        let (field, reason) = text.split_once(':')?;
        Some(Self::new(field, OpenReason::from_code(reason)?))
    }
}

/// The points of a column.
pub fn read(column: &str) -> Vec<OpenPoint> {
    column.lines().filter_map(OpenPoint::parse).collect()
}

/// The column of points, each once, in order.
pub fn write(mut points: Vec<OpenPoint>) -> String {
    points.sort();
    points.dedup();
    let lines: Vec<String> = points.iter().map(|point| format!("{}:{}", point.field, point.reason.code())).collect();
    lines.join("\n")
}

/// Most points of one object.
const MOST: usize = 30;

/// Points of an input: names of fields, letters alone.
pub fn check(points: Vec<OpenPoint>, path: &str, problems: &mut Problems) -> Vec<OpenPoint> {
    if points.len() > MOST {
        problems.add(UserErrorCode::TooMany, path, format!("Не больше {MOST}"), format!("At most {MOST}"));
        return vec![];
    }
    for (i, point) in points.iter().enumerate() {
        let path = format!("{path}.{i}.field");
        if let Some(field) = problems.keep(line(&point.field, &path, 60))
            && !field.chars().all(|c| c.is_ascii_alphanumeric())
        {
            problems.add(UserErrorCode::Invalid, &path, "Имя поля латиницей", "The name of a field");
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_read_back_as_written() {
        let points = vec![
            OpenPoint::new("validFrom", OpenReason::FirstEvidence),
            OpenPoint::new("acts", OpenReason::NotPrinted),
            OpenPoint::new("acts", OpenReason::NotPrinted),
        ];
        let column = write(points);
        assert_eq!(column, "acts:NOT_PRINTED\nvalidFrom:FIRST_EVIDENCE");
        assert_eq!(write(read(&column)), column);
        assert_eq!(read("nonsense\nx:Y"), vec![]);
    }
}
