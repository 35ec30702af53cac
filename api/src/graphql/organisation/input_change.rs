//! The inputs that change an organisation, and those of dictionaries.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{AnyId, LegalActId, MunicipalityId, OrganisationId, RegionId},
    organisation::{Department, OrganisationType},
};

use super::input::OrganisationAddressInput;
use crate::{
    graphql::{
        codes::E,
        external::ExternalIdInput,
        ids::Id,
        payload::{patch, patch_each},
        scalars::Date,
        validity::ValidityInput,
    },
    service::{
        classifier::RecordClassifier,
        contact::SetContact,
        organisation::{
            lifecycle::Step,
            merge::MergeOrganisations,
            relocate::{MoveOrganisation, RenameOrganisation},
            update::UpdateOrganisation,
        },
    },
};

/// Changes of an organisation; names and places have mutations of their own (изменение организации)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateOrganisationInput {
    /// Which (организация)
    pub id: Id<OrganisationId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Type (тип организации)
    #[graphql(name = "type", default)]
    pub kind: MaybeUndefined<E<OrganisationType>>,
    /// Department (ведомственная принадлежность)
    #[graphql(default)]
    pub department: MaybeUndefined<E<Department>>,
    /// Legal form, a code of the dictionary `legal_form` (организационно-правовая форма)
    #[graphql(default)]
    pub legal_form: MaybeUndefined<String>,
    /// ИНН; a head organisation's goes over to its branches (ИНН)
    #[graphql(default)]
    pub inn: MaybeUndefined<String>,
    /// КПП (КПП)
    #[graphql(default)]
    pub kpp: MaybeUndefined<String>,
    /// ОГРН or ОГРНИП (ОГРН)
    #[graphql(default)]
    pub ogrn: MaybeUndefined<String>,
    /// The organisation whose branch it is (головная организация)
    #[graphql(default)]
    pub head_organisation_id: MaybeUndefined<Id<OrganisationId>>,
    /// Other printed forms of the name, all of them (иные формы наименования)
    #[graphql(default)]
    pub aliases: MaybeUndefined<Vec<String>>,
    /// Number of the licence (номер лицензии)
    #[graphql(default)]
    pub licence_number: MaybeUndefined<String>,
    /// Position of the head, never a name (должность руководителя)
    #[graphql(default)]
    pub head_position: MaybeUndefined<String>,
    /// Ids of other systems to add (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
    /// true publishes a draft (опубликовать)
    pub published: Option<bool>,
    /// Institutional e-mail; the organisation's editor may change it too (электронная почта)
    #[graphql(default)]
    pub email: MaybeUndefined<String>,
    /// Site; the organisation's editor may change it too (сайт)
    #[graphql(default)]
    pub website: MaybeUndefined<String>,
    /// Capacity, places; the organisation's editor may change it too (мощность, мест)
    #[graphql(default)]
    pub capacity: MaybeUndefined<i32>,
    /// Licensed addresses, all of them; the organisation's editor may change them too (адреса)
    #[graphql(default)]
    pub addresses: MaybeUndefined<Vec<OrganisationAddressInput>>,
    /// The term; an open end also takes back how the organisation ended
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdateOrganisationInput> for UpdateOrganisation {
    fn from(input: UpdateOrganisationInput) -> Self {
        let UpdateOrganisationInput {
            id,
            expected_version,
            kind,
            department,
            legal_form,
            inn,
            kpp,
            ogrn,
            head_organisation_id,
            aliases,
            licence_number,
            head_position,
            external_ids,
            published,
            email,
            website,
            capacity,
            addresses,
            validity,
        } = input;
        Self {
            id: id.0,
            expected_version,
            kind: patch(kind).map(|code| code.0),
            department: patch(department).map(|code| code.0),
            legal_form: patch(legal_form),
            inn: patch(inn),
            kpp: patch(kpp),
            ogrn: patch(ogrn),
            head: patch(head_organisation_id).map(|id| id.0),
            aliases: patch(aliases),
            licence_number: patch(licence_number),
            head_position: patch(head_position),
            validity: validity.patch(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
            published,
            email: patch(email),
            website: patch(website),
            capacity: patch(capacity),
            addresses: patch_each(addresses),
        }
    }
}

/// New names of an organisation (переименование организации)
#[derive(Clone, Debug, InputObject)]
pub struct RenameOrganisationInput {
    /// Which (организация)
    pub id: Id<OrganisationId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// First day of the new names, the old ones are kept; absent: a correction of what is stored (с какого дня)
    pub since: Option<Date>,
    /// Full name (полное наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// Short name (краткое наименование)
    #[graphql(default)]
    pub short_name: MaybeUndefined<String>,
}

impl From<RenameOrganisationInput> for RenameOrganisation {
    fn from(input: RenameOrganisationInput) -> Self {
        let RenameOrganisationInput { id, expected_version, since, name, short_name } = input;
        Self {
            id: id.0,
            expected_version,
            since: since.map(|day| day.0),
            name: patch(name),
            short_name: patch(short_name),
        }
    }
}

/// A new place of an organisation (переезд организации)
#[derive(Clone, Debug, InputObject)]
pub struct MoveOrganisationInput {
    /// Which (организация)
    pub id: Id<OrganisationId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// First day in the new place, the old one is kept; absent: a correction of what is stored (с какого дня)
    pub since: Option<Date>,
    /// Region; follows from the municipality when absent (регион)
    pub region_id: Option<Id<RegionId>>,
    /// Municipality; absent: an organisation of the region (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
}

impl From<MoveOrganisationInput> for MoveOrganisation {
    fn from(input: MoveOrganisationInput) -> Self {
        let MoveOrganisationInput { id, expected_version, since, region_id, municipality_id } = input;
        Self {
            id: id.0,
            expected_version,
            since: since.map(|day| day.0),
            region: region_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
        }
    }
}

/// Declares an input of a step of the life cycle: what all of them have, and its own members.
macro_rules! step {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $member_doc:literal])+ $member:ident: $kind:ty,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, InputObject)]
        pub struct $name {
            /// Which (организация)
            pub id: Id<OrganisationId>,
            /// The version that was read (прочитанная версия)
            pub expected_version: i32,
            $($(#[doc = $member_doc])+ pub $member: $kind,)+
            /// The act on which it rests (правовой акт)
            pub act_id: Option<Id<LegalActId>>,
            /// Why, for the audit log (основание)
            pub reason: Option<String>,
        }

        impl $name {
            /// What every step has.
            pub fn step(&self) -> Step {
                Step {
                    id: self.id.0,
                    expected_version: self.expected_version,
                    act: self.act_id.map(|id| id.0),
                    reason: self.reason.clone(),
                }
            }
        }
    };
}

step! {
    /// A suspension (приостановка деятельности)
    SuspendOrganisationInput {
        /// First day, inclusive (с)
        from: Date,
        /// Last day, inclusive; absent: without end (по)
        to: Option<Date>,
    }
}

step! {
    /// The end of a suspension (возобновление деятельности)
    ResumeOrganisationInput {
        /// First day of work (с какого дня)
        day: Date,
    }
}

step! {
    /// The end of an organisation (ликвидация)
    CloseOrganisationInput {
        /// Last day, inclusive (последний день)
        last_day: Date,
    }
}

step! {
    /// The end of an organisation that goes on as another (реорганизация)
    ReorganiseOrganisationInput {
        /// Last day, inclusive (последний день)
        last_day: Date,
        /// The organisation that goes on (правопреемник)
        into_id: Id<OrganisationId>,
    }
}

/// Records of one organisation (объединение дублей)
#[derive(Clone, Debug, InputObject)]
pub struct MergeOrganisationsInput {
    /// The record that stays (остающаяся запись)
    pub id: Id<OrganisationId>,
    /// Its version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The others; their ids, names and references go over, 20 at most (дубли)
    pub duplicate_ids: Vec<Id<OrganisationId>>,
    /// Why, for the audit log (основание)
    pub reason: Option<String>,
}

impl From<MergeOrganisationsInput> for MergeOrganisations {
    fn from(input: MergeOrganisationsInput) -> Self {
        let MergeOrganisationsInput { id, expected_version, duplicate_ids, reason } = input;
        let duplicates = duplicate_ids.into_iter().map(|id| id.0).collect();
        Self { id: id.0, expected_version, duplicates, reason }
    }
}

/// Removes a card that was recorded by mistake (удаление организации)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteOrganisationInput {
    /// Which (организация)
    pub id: Id<OrganisationId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why, for the audit log (основание)
    pub reason: Option<String>,
}

/// Whom to ask at a node of the network: a position, never a name (контакт)
#[derive(Clone, Debug, InputObject)]
pub struct SetContactInput {
    /// Where: an organisation or a centre (узел)
    pub id: Id<AnyId>,
    /// The version of that object that was read (прочитанная версия)
    pub expected_version: i32,
    /// Position; null, with the rest null or absent and empty, removes the contact (должность)
    #[graphql(default)]
    pub position: MaybeUndefined<String>,
    /// Telephone as printed (телефон)
    #[graphql(default)]
    pub phone: MaybeUndefined<String>,
    /// E-mail (электронная почта)
    #[graphql(default)]
    pub email: MaybeUndefined<String>,
}

impl From<SetContactInput> for SetContact {
    fn from(input: SetContactInput) -> Self {
        let SetContactInput { id: _, expected_version: _, position, phone, email } = input;
        Self { position: patch(position), phone: patch(phone), email: patch(email) }
    }
}

/// An entry of a dictionary, a new one or a correction (значение словаря)
#[derive(Clone, Debug, InputObject)]
pub struct RecordClassifierInput {
    /// Which dictionary (словарь)
    pub dictionary: String,
    /// Code, never reused (код)
    pub code: String,
    /// The version that was read; needed of an entry that exists, absent of a new one (прочитанная версия)
    pub expected_version: Option<i32>,
    /// Begins a dictionary that does not exist yet; without it an unknown one is refused (новый словарь)
    #[graphql(default)]
    pub new_dictionary: bool,
    /// Name (наименование)
    pub name: String,
    /// Printed abbreviation (сокращение)
    pub short_name: Option<String>,
    /// First day of use, inclusive (применяется с)
    pub valid_from: Option<Date>,
    /// Last day of use, inclusive (применяется по)
    pub valid_to: Option<Date>,
    /// The code that replaced it (чем заменено)
    pub replaced_by: Option<String>,
}

impl From<RecordClassifierInput> for RecordClassifier {
    fn from(input: RecordClassifierInput) -> Self {
        let RecordClassifierInput {
            dictionary,
            code,
            expected_version,
            new_dictionary,
            name,
            short_name,
            valid_from,
            valid_to,
            replaced_by,
        } = input;
        Self {
            dictionary,
            code,
            expected_version,
            new_dictionary,
            name,
            short_name,
            valid_from: valid_from.map(|day| day.0),
            valid_to: valid_to.map(|day| day.0),
            replaced_by,
        }
    }
}
