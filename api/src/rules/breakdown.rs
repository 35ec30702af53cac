//! What part of a whole a figure is about: members of declared dimensions, or all of it.
//!
//! The canonical text is `DIMENSION=member;…` in the order of the dimensions, empty for the total. Which members there are
//! the open dictionaries say (`service/classifier.rs`, the name of the dimension in lower case); `OTHER` belongs to each.

use std::{collections::BTreeMap, fmt, str::FromStr};

use entity::CodeEnum;

entity::code_enum! {
    /// What figures are told apart by (разрез)
    pub enum Dimension {
        /// Direction of additional education (направленность)
        Direction = "DIRECTION",
        /// Age band (возраст)
        AgeBand = "AGE_BAND",
        /// Children with disabilities (ОВЗ, инвалидность)
        Disability = "DISABILITY",
        /// Sex (пол)
        Sex = "SEX",
        /// Type of the organisation (тип организации)
        OrganisationType = "ORGANISATION_TYPE",
        /// Form of a programme (форма реализации)
        Form = "FORM",
        /// Town or village (тип местности)
        Place = "PLACE",
    }
}

/// The member that stands for what the others leave (остаток).
pub const OTHER: &str = "OTHER";

/// The longest code of a member.
const LONGEST: usize = 60;

impl Dimension {
    /// The dictionary that holds its members.
    pub fn dictionary(self) -> String {
        self.code().to_ascii_lowercase()
    }

    /// Whether it tells children apart, not what they do: the part has a population of its own then.
    pub const fn parts_children(self) -> bool {
        matches!(self, Self::AgeBand | Self::Disability | Self::Sex | Self::Place)
    }
}

/// Why a text is no breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BreakdownFault {
    /// Not `DIMENSION=member`.
    Malformed(String),
    /// No such dimension.
    UnknownDimension(String),
    /// A dimension that is given twice.
    Twice(Dimension),
}

/// Members of dimensions, one each; none is the total.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Breakdown(BTreeMap<Dimension, String>);

impl Breakdown {
    /// All of it.
    #[must_use]
    pub const fn total() -> Self {
        Self(BTreeMap::new())
    }

    /// Of members; a code has Latin letters, digits and underscores.
    pub fn of<'a>(members: impl IntoIterator<Item = (Dimension, &'a str)>) -> Result<Self, BreakdownFault> {
        let mut parts = BTreeMap::new();
        for (dimension, member) in members {
            let plain = member.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if member.is_empty() || member.len() > LONGEST || !plain {
                return Err(BreakdownFault::Malformed(member.to_owned()));
            }
            if parts.insert(dimension, member.to_owned()).is_some() {
                return Err(BreakdownFault::Twice(dimension));
            }
        }
        Ok(Self(parts))
    }

    /// From its text, in any order of the dimensions.
    pub fn parse(text: &str) -> Result<Self, BreakdownFault> {
        if text.is_empty() {
            return Ok(Self::total());
        }
        let parts = text.split(';').map(|part| {
            let malformed = || BreakdownFault::Malformed(part.to_owned());
            let (code, member) = part.split_once('=').ok_or_else(malformed)?;
            let unknown = || BreakdownFault::UnknownDimension(code.to_owned());
            Ok((Dimension::from_code(code).ok_or_else(unknown)?, member))
        });
        Self::of(parts.collect::<Result<Vec<_>, _>>()?)
    }

    /// Whether it is the total.
    pub fn is_total(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it tells apart by a dimension.
    pub fn has(&self, dimension: Dimension) -> bool {
        self.0.contains_key(&dimension)
    }

    /// The member of a dimension.
    pub fn member(&self, dimension: Dimension) -> Option<&str> {
        self.0.get(&dimension).map(String::as_str)
    }

    /// The members, in the order of the dimensions.
    pub fn members(&self) -> impl Iterator<Item = (Dimension, &str)> {
        self.0.iter().map(|(dimension, member)| (*dimension, member.as_str()))
    }

    /// The dimensions, in their order.
    pub fn dimensions(&self) -> Vec<Dimension> {
        self.0.keys().copied().collect()
    }

    /// The same without one dimension: the whole that it is a part of along it.
    #[must_use]
    pub fn without(&self, dimension: Dimension) -> Self {
        let mut parts = self.0.clone();
        parts.remove(&dimension);
        Self(parts)
    }
}

/// The text that [`Breakdown::parse`] reads.
impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (dimension, member)) in self.0.iter().enumerate() {
            let separator = if number == 0 { "" } else { ";" };
            write!(f, "{separator}{}={member}", dimension.code())?;
        }
        Ok(())
    }
}

impl FromStr for Breakdown {
    type Err = BreakdownFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_canonical_order_is_that_of_the_dimensions() {
        let parsed = Breakdown::parse("SEX=F;DIRECTION=TECHNICAL").unwrap();
        assert_eq!(parsed.to_string(), "DIRECTION=TECHNICAL;SEX=F");
        assert_eq!(parsed.member(Dimension::Sex), Some("F"));
        assert_eq!(parsed.without(Dimension::Sex).to_string(), "DIRECTION=TECHNICAL");
        assert!(Breakdown::parse("").unwrap().is_total());
        assert_eq!(Dimension::AgeBand.dictionary(), "age_band");
    }

    #[test]
    fn what_is_no_breakdown_is_refused() {
        for text in [";", "SEX", "SEX=", "SEX=F;", "SEX=ж", "SEX=F F", "SEX=A=B"] {
            assert!(matches!(Breakdown::parse(text), Err(BreakdownFault::Malformed(_))), "{text}");
        }
        assert_eq!(Breakdown::parse("sex=F"), Err(BreakdownFault::UnknownDimension("sex".to_owned())));
        assert_eq!(Breakdown::parse("SEX=F;SEX=M"), Err(BreakdownFault::Twice(Dimension::Sex)));
    }

    proptest! {
        #[test]
        fn a_text_gives_its_breakdown_back(
            parts in prop::collection::btree_map(prop::sample::select(Dimension::VALUES.to_vec()), "[A-Za-z0-9_]{1,8}", 0..5),
        ) {
            let members: BTreeMap<Dimension, &String> = parts.iter().map(|((dimension, ..), member)| (*dimension, member)).collect();
            let breakdown = Breakdown::of(members.iter().map(|(dimension, member)| (*dimension, member.as_str()))).unwrap();
            prop_assert_eq!(Breakdown::parse(&breakdown.to_string()), Ok(breakdown));
        }

        #[test]
        fn no_text_panics(text in ".{0,30}|[A-Z_=;]{0,30}") {
            if let Ok(breakdown) = Breakdown::parse(&text) {
                prop_assert_eq!(Breakdown::parse(&breakdown.to_string()), Ok(breakdown));
            }
        }
    }
}
