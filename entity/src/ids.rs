//! Typed identifiers: a UUID in the database, `<prefix>_<26 characters>` (`TypeID`) everywhere else.
//!
//! Here belongs the shape of identifiers and nothing about the objects they name. To add one: take
//! the object's prefix from [`PREFIXES`] (or add it there, never change one), and add a
//! `typed_id!` line at the end of this file.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::{Builder, NoContext, Timestamp, Uuid};

/// Every prefix that an identifier may carry, of built and of coming types alike.
pub const PREFIXES: [&str; 34] = [
    "reg", "zon", "mun", "org", "ctr", "act", "skd", "sta", "agr", "par", "cmp", "app", "prg", "ren", "asm", "cst",
    "ind", "tgs", "tpl", "cpn", "rep", "pln", "pli", "prj", "ppr", "fnd", "evt", "trn", "fin", "usr", "grt", "svc",
    "fil", "job",
];

/// Crockford's base 32, lower case: digits and letters without `i`, `l`, `o` and `u`.
const ALPHABET: [u8; 32] = *b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters after the underscore: 128 bits by five, the first character holding three.
const BODY: usize = 26;

/// Root of the names from which [`TypedId::deterministic`] derives its bits; never to be changed,
/// or demonstration and generated data get other identifiers.
const NAMES: Uuid = Uuid::from_u128(0x6f70_6f72_6100_5000_8000_6964_656e_7469);

/// Why a text is not the identifier that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdError {
    /// A well-formed identifier of another type.
    WrongType {
        /// The prefix that was asked for.
        expected: &'static str,
        /// The prefix that the text carries.
        found: &'static str,
    },
    /// Not an identifier at all.
    Malformed,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongType { expected, found } => {
                write!(f, "an identifier of type {found}, not {expected}")
            }
            Self::Malformed => f.write_str("not an identifier"),
        }
    }
}

impl std::error::Error for IdError {}

/// An identifier of any type, as `node(id)` gets it. Its text is canonical: one text, one value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AnyId {
    /// One of [`PREFIXES`].
    pub prefix: &'static str,
    /// What the database stores.
    pub uuid: Uuid,
}

impl fmt::Display for AnyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.uuid.as_u128();
        let mut body = [b'0'; BODY];
        for slot in body.iter_mut().rev() {
            // Five bits always fit and always have a letter; the fallbacks can't be reached.
            let five = usize::try_from(rest & 31).unwrap_or_default();
            *slot = ALPHABET.get(five).copied().unwrap_or(b'0');
            rest >>= 5;
        }
        let body = std::str::from_utf8(&body).unwrap_or_default();
        write!(f, "{}_{body}", self.prefix)
    }
}

impl fmt::Debug for AnyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for AnyId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (prefix, body) = text.split_once('_').ok_or(IdError::Malformed)?;
        let prefix = PREFIXES.into_iter().find(|known| *known == prefix).ok_or(IdError::Malformed)?;
        let uuid = decode(body).ok_or(IdError::Malformed)?;
        Ok(Self { prefix, uuid })
    }
}

impl Serialize for AnyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AnyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// What all typed identifiers have in common, for code that is generic over them.
pub trait TypedId: Copy + Eq + Ord + std::hash::Hash + fmt::Display + Into<Uuid> + From<Uuid> {
    /// The letters before the underscore.
    const PREFIX: &'static str;

    /// A fresh identifier: `UUIDv7` of the instant, the rest random.
    #[must_use]
    fn new(now: DateTime<Utc>) -> Self {
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        let instant = Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos());
        Self::from(Uuid::new_v7(instant))
    }

    /// The same identifier for the same instant, seed and name: for the demonstration network and
    /// for generated data. Laid out as a `UUIDv7`, so it sorts among the others by `at`.
    #[must_use]
    fn deterministic(at: DateTime<Utc>, seed: &str, name: &str) -> Self {
        let full = format!("{}\0{seed}\0{name}", Self::PREFIX);
        let [_, _, _, _, _, _, rest @ ..] = Uuid::new_v5(&NAMES, full.as_bytes()).into_bytes();
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        Self::from(Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
    }

    /// What the database stores.
    #[must_use]
    fn uuid(self) -> Uuid {
        self.into()
    }

    /// The same identifier without its type in the type system.
    #[must_use]
    fn any(self) -> AnyId {
        AnyId { prefix: Self::PREFIX, uuid: self.into() }
    }
}

/// The 128 bits of the 26 characters, if they are all in the alphabet and fit.
fn decode(body: &str) -> Option<Uuid> {
    if body.len() != BODY {
        return None;
    }
    let mut value: u128 = 0;
    for byte in body.bytes() {
        // Three bits too many in the first character would be shifted out at the last.
        if value >> 123 != 0 {
            return None;
        }
        value = (value << 5) | u128::from(digit(byte)?);
    }
    Some(Uuid::from_u128(value))
}

const fn digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'h' => byte - b'a' + 10,
        b'j' | b'k' => byte - b'j' + 18,
        b'm' | b'n' => byte - b'm' + 20,
        b'p'..=b't' => byte - b'p' + 22,
        b'v'..=b'z' => byte - b'v' + 27,
        _ => return None,
    })
}

/// Defines one identifier type: `typed_id!(OrganisationId, "org", "what it names")`.
macro_rules! typed_id {
    ($name:ident, $prefix:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::DeriveValueType)]
        pub struct $name(Uuid);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<$name> for AnyId {
            fn from(id: $name) -> Self {
                id.any()
            }
        }

        impl TryFrom<AnyId> for $name {
            type Error = IdError;

            fn try_from(id: AnyId) -> Result<Self, IdError> {
                if id.prefix == $prefix {
                    Ok(Self(id.uuid))
                } else {
                    Err(IdError::WrongType { expected: $prefix, found: id.prefix })
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.any(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.any(), f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                text.parse::<AnyId>()?.try_into()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }

        // Asked of every primary key, used by auto-increment ones alone.
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}

typed_id!(RegionId, "reg", "A subject of the federation (субъект РФ).");
typed_id!(ZoneId, "zon", "A territorial zone of a region (территориальная зона).");
typed_id!(MunicipalityId, "mun", "A municipality (муниципальное образование).");
typed_id!(OrganisationId, "org", "An organisation (организация).");
typed_id!(CentreId, "ctr", "A centre: РМЦ, ЗОЦ or МОЦ.");
typed_id!(LegalActId, "act", "A legal act (правовой акт).");
typed_id!(StatusKindId, "skd", "A kind of status (вид статуса).");
typed_id!(StatusAssignmentId, "sta", "A status assigned to a holder (присвоение статуса).");
typed_id!(AgreementId, "agr", "An agreement (соглашение, договор).");
typed_id!(PartnershipId, "par", "A network partnership (сетевое партнёрство).");
typed_id!(CompetitionId, "cmp", "A competition (конкурс).");
typed_id!(ApplicationId, "app", "An application to a competition (заявка).");
typed_id!(IndicatorId, "ind", "An indicator (показатель).");
typed_id!(TargetSetId, "tgs", "A set of targets (набор целевых значений).");
typed_id!(ReportTemplateId, "tpl", "A template of reports (форма отчёта).");
typed_id!(CampaignId, "cpn", "A campaign of reporting (сбор отчётности).");
typed_id!(ReportId, "rep", "A report (отчёт).");
typed_id!(UserId, "usr", "A user (пользователь).");
typed_id!(GrantId, "grt", "A role granted over a node for a time (право).");
typed_id!(ServiceAccountId, "svc", "A service account (учётная запись внешней системы).");
typed_id!(FileId, "fil", "A stored file (файл).");
typed_id!(JobId, "job", "A background job (фоновое задание).");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(millis).unwrap_or_default()
    }

    #[test]
    fn the_text_is_a_type_id() {
        let id = OrganisationId::from(Uuid::from_u128(0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881));
        assert_eq!(id.to_string(), "org_01h2xcejqtf2nbrexx3vqjhp41");
        assert_eq!("org_01h2xcejqtf2nbrexx3vqjhp41".parse(), Ok(id));
        assert_eq!(RegionId::from(Uuid::max()).to_string(), "reg_7zzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    #[test]
    fn anything_but_the_canonical_text_is_refused() {
        for text in [
            "",
            "org",
            "org_",
            "_01h2xcejqtf2nbrexx3vqjhp41",
            "01h2xcejqtf2nbrexx3vqjhp41",
            "org_01h2xcejqtf2nbrexx3vqjhp4",
            "org_01h2xcejqtf2nbrexx3vqjhp411",
            "org_01H2XCEJQTF2NBREXX3VQJHP41",
            "ORG_01h2xcejqtf2nbrexx3vqjhp41",
            "org_81h2xcejqtf2nbrexx3vqjhp41",
            "org_zzzzzzzzzzzzzzzzzzzzzzzzzz",
            "org_01h2xcejqtf2nbrexx3vqjhpi1",
            "org_01h2xcejqtf2nbrexx3vqjhplu",
            " org_01h2xcejqtf2nbrexx3vqjhp41",
            "org_01h2xcejqtf2nbrexx3vqjhpё",
            "xyz_01h2xcejqtf2nbrexx3vqjhp41",
            "org-01h2xcejqtf2nbrexx3vqjhp41",
        ] {
            assert_eq!(text.parse::<OrganisationId>(), Err(IdError::Malformed), "{text}");
        }
    }

    #[test]
    fn another_type_is_named() {
        let found = "reg_01h2xcejqtf2nbrexx3vqjhp41".parse::<OrganisationId>();
        assert_eq!(found, Err(IdError::WrongType { expected: "org", found: "reg" }));
    }

    #[test]
    fn fresh_ids_differ_and_carry_their_instant() {
        let (one, two) = (JobId::new(at(1_700_000_000_123)), JobId::new(at(1_700_000_000_123)));
        assert_ne!(one, two);
        for id in [one, two] {
            assert_eq!(id.uuid().as_u128() >> 80, 1_700_000_000_123);
            assert_eq!(id.uuid().get_version_num(), 7);
        }
    }

    #[test]
    fn every_prefix_in_use_is_known_and_used_once() {
        let used = [
            RegionId::PREFIX,
            ZoneId::PREFIX,
            MunicipalityId::PREFIX,
            OrganisationId::PREFIX,
            CentreId::PREFIX,
            LegalActId::PREFIX,
            StatusKindId::PREFIX,
            StatusAssignmentId::PREFIX,
            AgreementId::PREFIX,
            PartnershipId::PREFIX,
            CompetitionId::PREFIX,
            ApplicationId::PREFIX,
            IndicatorId::PREFIX,
            TargetSetId::PREFIX,
            ReportTemplateId::PREFIX,
            CampaignId::PREFIX,
            ReportId::PREFIX,
            UserId::PREFIX,
            GrantId::PREFIX,
            ServiceAccountId::PREFIX,
            FileId::PREFIX,
            JobId::PREFIX,
        ];
        for prefix in used {
            assert!(PREFIXES.contains(&prefix), "{prefix}");
            assert_eq!(used.iter().filter(|other| **other == prefix).count(), 1, "{prefix}");
        }
    }

    proptest! {
        #[test]
        fn text_and_value_are_inverse(bits: u128) {
            let id = CentreId::from(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            prop_assert_eq!(id.to_string().parse(), Ok(id.any()));
            prop_assert_eq!(CentreId::try_from(id.any()), Ok(id));
        }

        #[test]
        fn a_parsed_text_is_printed_as_it_was(text in "(org|reg|xxx)_[0-9a-z]{25,27}") {
            if let Ok(id) = text.parse::<AnyId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }

        #[test]
        fn texts_sort_as_uuids(a: u128, b: u128) {
            let (a, b) = (UserId::from(Uuid::from_u128(a)), UserId::from(Uuid::from_u128(b)));
            prop_assert_eq!(a.to_string().cmp(&b.to_string()), a.uuid().cmp(&b.uuid()));
        }

        #[test]
        fn deterministic_ids_repeat_and_sort_by_instant(
            early in 0_i64..4_000_000_000_000, later in 1_i64..1_000_000, seed in ".{0,8}", name in ".{0,8}",
        ) {
            let id = RegionId::deterministic(at(early), &seed, &name);
            prop_assert_eq!(id, RegionId::deterministic(at(early), &seed, &name));
            prop_assert!(id < RegionId::deterministic(at(early + later), &seed, &name));
            prop_assert_ne!(id.uuid(), ZoneId::deterministic(at(early), &seed, &name).uuid());
            prop_assert_eq!(id.uuid().get_version_num(), 7);
            prop_assert_eq!(id.uuid().get_variant(), uuid::Variant::RFC4122);
        }
    }
}
