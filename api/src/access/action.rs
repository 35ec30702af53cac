//! Everything that can be done: the kind it is done to and the right it needs. One rule serves the mutation itself,
//! `canDo` and `allowedActions`.
//! To add one: a variant, its line in [`Action::needs`], and in the service the states that allow it.

use super::{Kind, Right, Viewer};
use crate::{
    db::change::Place,
    error::{AppError, Failure, UserError},
    lang::Text,
};

entity::code_enum! {
    /// Something that can be done with an object, or inside a node (действие)
    pub enum Action {
        /// Record a region (завести регион)
        CreateRegion = "CREATE_REGION",
        /// Change a region (изменить регион)
        UpdateRegion = "UPDATE_REGION",
        /// Record a zone of a region (завести зону)
        CreateZone = "CREATE_ZONE",
        /// Change or end a zone (изменить или завершить зону)
        UpdateZone = "UPDATE_ZONE",
        /// Record a municipality (завести муниципальное образование)
        CreateMunicipality = "CREATE_MUNICIPALITY",
        /// Change name, kind, zone or term of a municipality from a day on (изменить муниципальное образование)
        UpdateMunicipality = "UPDATE_MUNICIPALITY",
        /// Merge, divide or transform municipalities (преобразовать муниципальные образования)
        ReorganiseMunicipalities = "REORGANISE_MUNICIPALITIES",
        /// Record a figure of population (записать численность населения)
        RecordPopulation = "RECORD_POPULATION",

        /// Record a legal act (завести правовой акт)
        CreateLegalAct = "CREATE_LEGAL_ACT",
        /// Correct a legal act (исправить правовой акт)
        UpdateLegalAct = "UPDATE_LEGAL_ACT",
        /// Hand in or publish a legal act (представить или опубликовать правовой акт)
        PublishLegalAct = "PUBLISH_LEGAL_ACT",
        /// Record that another act amends it (записать изменение правового акта)
        AmendLegalAct = "AMEND_LEGAL_ACT",
        /// Record that a legal act no longer holds (записать отмену правового акта)
        RepealLegalAct = "REPEAL_LEGAL_ACT",
        /// Remove a legal act that was recorded by mistake (удалить ошибочную запись об акте)
        DeleteLegalAct = "DELETE_LEGAL_ACT",
        /// Attach a file to an object (приложить файл)
        AttachFile = "ATTACH_FILE",
        /// Take a file off an object (открепить файл)
        DetachFile = "DETACH_FILE",
        /// Remove a file that is attached to nothing (удалить файл)
        DeleteFile = "DELETE_FILE",
        /// Record an organisation (завести организацию)
        CreateOrganisation = "CREATE_ORGANISATION",
        /// Change type, numbers, term and the rest of an organisation's card (изменить карточку организации)
        UpdateOrganisation = "UPDATE_ORGANISATION",
        /// Change e-mail, site, places, addresses and contact of an organisation (изменить сведения организации)
        UpdateOrganisationDetails = "UPDATE_ORGANISATION_DETAILS",
        /// Make an organisation's card public (опубликовать карточку организации)
        PublishOrganisation = "PUBLISH_ORGANISATION",
        /// Rename an organisation from a day on (переименовать организацию)
        RenameOrganisation = "RENAME_ORGANISATION",
        /// Move an organisation to another municipality (перевести организацию в другое муниципальное образование)
        MoveOrganisation = "MOVE_ORGANISATION",
        /// Suspend an organisation's work (приостановить деятельность организации)
        SuspendOrganisation = "SUSPEND_ORGANISATION",
        /// Resume an organisation's work (возобновить деятельность организации)
        ResumeOrganisation = "RESUME_ORGANISATION",
        /// Close an organisation (ликвидировать организацию)
        CloseOrganisation = "CLOSE_ORGANISATION",
        /// Reorganise an organisation into another (реорганизовать организацию)
        ReorganiseOrganisation = "REORGANISE_ORGANISATION",
        /// Merge records of one organisation (объединить дубли организации)
        MergeOrganisations = "MERGE_ORGANISATIONS",
        /// Remove an organisation recorded by mistake (удалить ошибочно заведённую организацию)
        DeleteOrganisation = "DELETE_ORGANISATION",
        /// Record an entry of a dictionary (записать значение словаря)
        RecordClassifier = "RECORD_CLASSIFIER",

        /// Invite a person into a node; without an id: into the federation (пригласить пользователя)
        InviteUser = "INVITE_USER",
        /// Change e-mail or position of an account (изменить учётную запись)
        UpdateUser = "UPDATE_USER",
        /// Close an account (отключить учётную запись)
        DisableUser = "DISABLE_USER",
        /// Open a closed account again (включить учётную запись)
        EnableUser = "ENABLE_USER",
        /// Make a one-time code with which a person chooses a new password (сбросить пароль)
        ResetPassword = "RESET_PASSWORD",
        /// Grant a role to a user (дать полномочие)
        GrantRole = "GRANT_ROLE",
        /// End a grant (прекратить полномочие)
        EndGrant = "END_GRANT",
        /// Let someone stand in for oneself until a day (передать полномочие на время)
        DelegateGrant = "DELEGATE_GRANT",
    }
}

impl Action {
    /// The kind it is done to, and the right it needs there.
    pub fn needs(self) -> (Kind, Right) {
        match self {
            Self::CreateRegion | Self::UpdateRegion => (Kind::Region, Right::Approve),
            Self::CreateZone | Self::UpdateZone => (Kind::Zone, Right::Write),
            Self::CreateMunicipality
            | Self::UpdateMunicipality
            | Self::ReorganiseMunicipalities
            | Self::RecordPopulation => (Kind::Municipality, Right::Write),
            Self::CreateLegalAct | Self::UpdateLegalAct | Self::DeleteLegalAct => (Kind::LegalAct, Right::Write),
            Self::PublishLegalAct | Self::AmendLegalAct | Self::RepealLegalAct => (Kind::LegalAct, Right::Submit),
            Self::AttachFile | Self::DetachFile | Self::DeleteFile => (Kind::File, Right::Write),
            Self::CreateOrganisation
            | Self::UpdateOrganisation
            | Self::UpdateOrganisationDetails
            | Self::RenameOrganisation
            | Self::MoveOrganisation
            | Self::SuspendOrganisation
            | Self::ResumeOrganisation
            | Self::CloseOrganisation
            | Self::ReorganiseOrganisation
            | Self::MergeOrganisations
            | Self::DeleteOrganisation => (Kind::Organisation, Right::Write),
            Self::PublishOrganisation => (Kind::Organisation, Right::Submit),
            // Dictionaries are those of the deployment, as kinds of status are.
            Self::RecordClassifier => (Kind::StatusKind, Right::Approve),
            Self::UpdateUser | Self::DisableUser | Self::EnableUser | Self::ResetPassword => (Kind::User, Right::Write),
            Self::InviteUser | Self::GrantRole | Self::EndGrant | Self::DelegateGrant => (Kind::Grant, Right::Approve),
        }
    }
}

entity::code_enum! {
    /// Why something may or may not be done (основание ответа)
    pub enum Reason {
        /// It may be done
        Allowed = "ALLOWED",
        /// There is no such object, or not for this viewer
        NoSuchObject = "NO_SUCH_OBJECT",
        /// A token is needed
        NotSignedIn = "NOT_SIGNED_IN",
        /// No grant carries the right here
        NoRight = "NO_RIGHT",
        /// The state of the object does not allow it
        WrongState = "WRONG_STATE",
        /// The action is not one for objects of this kind
        WrongKind = "WRONG_KIND",
    }
}

/// Whether something may be done, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The reason.
    pub reason: Reason,
    /// In words.
    pub message: Text,
}

impl Verdict {
    /// It may be done.
    pub fn allowed() -> Self {
        Self { reason: Reason::Allowed, message: Text::new("Можно", "Allowed") }
    }

    /// A refusal.
    pub fn no(reason: Reason, ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self { reason, message: Text::new(ru, en) }
    }

    /// A refusal because of the state.
    pub fn wrong_state(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self::no(Reason::WrongState, ru, en)
    }

    /// No such object for this viewer.
    pub fn no_such_object() -> Self {
        Self::no(Reason::NoSuchObject, "Объект не найден", "No such object")
    }

    /// Whether the viewer's rights reach a place.
    pub fn by_right(viewer: &Viewer, action: Action, place: &Place) -> Self {
        let (kind, right) = action.needs();
        if viewer.can(right, kind, place) {
            Self::allowed()
        } else if viewer.is_signed_in() {
            Self::no(Reason::NoRight, "Нет полномочия на это действие здесь", "No grant carries this right here")
        } else {
            Self::no(Reason::NotSignedIn, "Нужно войти", "Sign in first")
        }
    }

    /// The first refusal of two.
    pub fn and(self, next: impl FnOnce() -> Self) -> Self {
        if self.is_allowed() { next() } else { self }
    }

    /// Whether it may be done.
    pub fn is_allowed(&self) -> bool {
        self.reason == Reason::Allowed
    }

    /// Fails as a mutation must.
    pub fn require(self) -> Result<(), Failure> {
        match self.reason {
            Reason::Allowed => Ok(()),
            Reason::WrongState => Err(UserError {
                code: crate::error::UserErrorCode::RefusedTransition,
                message: self.message,
                path: vec![],
            }
            .into()),
            Reason::NotSignedIn => Err(AppError::unauthenticated().into()),
            Reason::NoSuchObject | Reason::WrongKind => Err(AppError::not_found().into()),
            Reason::NoRight => Err(AppError { code: crate::error::Code::Forbidden, message: self.message }.into()),
        }
    }
}
