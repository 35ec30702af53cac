//! Parts of an organisation's card without an identity of their own.

use async_graphql::SimpleObject;
use entity::{classifier, contact, organisation_address, organisation_period};

use crate::graphql::scalars::Date;

/// Whom to ask at a node of the network: a position, never a name (контакт)
#[derive(Clone, Debug, SimpleObject)]
pub struct ContactResult {
    /// Position (должность)
    position: String,
    /// Telephone as printed (телефон)
    phone: Option<String>,
    /// E-mail (электронная почта)
    email: Option<String>,
}

impl From<contact::Model> for ContactResult {
    fn from(row: contact::Model) -> Self {
        Self { position: row.position, phone: row.phone, email: row.email }
    }
}

/// An entry of a dictionary (значение словаря)
#[derive(Clone, Debug, SimpleObject)]
pub struct ClassifierResult {
    /// Which dictionary (словарь)
    dictionary: String,
    /// Code, never reused (код)
    code: String,
    /// Counts the changes; goes into `expectedVersion` (версия)
    version: i32,
    /// Name (наименование)
    name: String,
    /// Printed abbreviation (сокращение)
    short_name: Option<String>,
    /// First day of use, inclusive; null: since ever (применяется с)
    valid_from: Option<Date>,
    /// Last day of use, inclusive; null: without end (применяется по)
    valid_to: Option<Date>,
    /// The code that replaced it (чем заменено)
    replaced_by: Option<String>,
}

impl From<classifier::Model> for ClassifierResult {
    fn from(row: classifier::Model) -> Self {
        let classifier::Model { dictionary, code, version, name, short_name, valid_from, valid_to, replaced_by } = row;
        Self {
            dictionary,
            code,
            version,
            name,
            short_name,
            valid_from: valid_from.map(Date),
            valid_to: valid_to.map(Date),
            replaced_by,
        }
    }
}

/// An address at which an organisation is licensed to teach (адрес ведения образовательной деятельности)
#[derive(Clone, Debug, SimpleObject)]
pub struct OrganisationAddressResult {
    /// The address (адрес)
    address: String,
    /// First day of the licence there, inclusive; null: not known (с)
    licensed_from: Option<Date>,
    /// Last day of the licence there, inclusive; null: without end (по)
    licensed_to: Option<Date>,
}

impl From<organisation_address::Model> for OrganisationAddressResult {
    fn from(row: organisation_address::Model) -> Self {
        Self {
            address: row.address,
            licensed_from: row.licensed_from.map(Date),
            licensed_to: row.licensed_to.map(Date),
        }
    }
}

/// What an organisation was called, and until when (прежнее наименование)
#[derive(Clone, Debug, SimpleObject)]
pub struct OrganisationPeriodResult {
    /// Full name at that time (полное наименование)
    name: String,
    /// Short name at that time (краткое наименование)
    short_name: Option<String>,
    /// Municipality at that time (муниципальное образование)
    municipality: Option<crate::graphql::territory::Municipality>,
    /// First day, inclusive; null: since ever (с)
    from: Option<Date>,
    /// Last day, inclusive (по)
    to: Date,
}

impl OrganisationPeriodResult {
    /// A period with the municipality that has been loaded for it.
    pub fn new(row: organisation_period::Model, municipality: Option<crate::graphql::territory::Municipality>) -> Self {
        Self {
            name: row.name,
            short_name: row.short_name,
            municipality,
            from: row.from_day.map(Date),
            to: Date(row.to_day),
        }
    }
}
