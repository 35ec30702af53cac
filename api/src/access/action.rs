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

        /// Prepare a competition (подготовить конкурс)
        CreateCompetition = "CREATE_COMPETITION",
        /// Record a competition of the past (записать прошедший конкурс)
        RecordCompetition = "RECORD_COMPETITION",
        /// Change a competition (изменить конкурс)
        UpdateCompetition = "UPDATE_COMPETITION",
        /// Announce a competition (объявить конкурс)
        AnnounceCompetition = "ANNOUNCE_COMPETITION",
        /// Postpone a competition to other windows (перенести конкурс)
        PostponeCompetition = "POSTPONE_COMPETITION",
        /// Cancel a competition (отменить конкурс)
        CancelCompetition = "CANCEL_COMPETITION",
        /// Declare the evaluation over (завершить экспертизу)
        CloseEvaluation = "CLOSE_EVALUATION",
        /// Publish the results of a competition (подвести итоги конкурса)
        PublishResults = "PUBLISH_RESULTS",
        /// Put a competition into the archive (перенести конкурс в архив)
        ArchiveCompetition = "ARCHIVE_COMPETITION",
        /// Delete a draft of a competition (удалить проект конкурса)
        DeleteCompetition = "DELETE_COMPETITION",
        /// Assign an expert to a competition (назначить эксперта)
        AssignExpert = "ASSIGN_EXPERT",
        /// Remove an expert from a competition (отозвать эксперта)
        RemoveExpert = "REMOVE_EXPERT",
        /// Prepare an application to a competition (подготовить заявку)
        CreateApplication = "CREATE_APPLICATION",
        /// Record an application to a competition of the past (записать участие в прошедшем конкурсе)
        RecordApplication = "RECORD_APPLICATION",
        /// Change a draft of an application (изменить заявку)
        UpdateApplication = "UPDATE_APPLICATION",
        /// Submit an application (подать заявку)
        SubmitApplication = "SUBMIT_APPLICATION",
        /// Withdraw an application (отозвать заявку)
        WithdrawApplication = "WITHDRAW_APPLICATION",
        /// Delete a draft of an application (удалить проект заявки)
        DeleteApplication = "DELETE_APPLICATION",
        /// Admit an application (допустить заявку)
        AdmitApplication = "ADMIT_APPLICATION",
        /// Reject an application with a reason (отклонить заявку)
        RejectApplication = "REJECT_APPLICATION",
        /// Give an application a score, as an assigned expert (оценить заявку)
        RecordScore = "RECORD_SCORE",
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
        // Agreements and partnerships
        /// Draft an agreement (составить проект соглашения)
        CreateAgreement = "CREATE_AGREEMENT",
        /// Change the draft of an agreement (изменить проект соглашения)
        UpdateAgreement = "UPDATE_AGREEMENT",
        /// Put an agreement up for approval (направить соглашение на согласование)
        SubmitAgreement = "SUBMIT_AGREEMENT",
        /// Return an agreement to draft (вернуть соглашение на доработку)
        ReturnAgreement = "RETURN_AGREEMENT",
        /// Sign an agreement for a party (подписать соглашение)
        SignAgreement = "SIGN_AGREEMENT",
        /// Record an agreement that was signed elsewhere (внести заключённое соглашение)
        RecordAgreement = "RECORD_AGREEMENT",
        /// Amend an agreement (изменить соглашение дополнительным)
        AmendAgreement = "AMEND_AGREEMENT",
        /// Terminate an agreement (расторгнуть соглашение)
        TerminateAgreement = "TERMINATE_AGREEMENT",
        /// Draft the renewal of an agreement (перезаключить соглашение)
        RenewAgreement = "RENEW_AGREEMENT",
        /// Remove the draft of an agreement (удалить проект соглашения)
        DeleteAgreement = "DELETE_AGREEMENT",
        /// Record a partnership (внести партнёрство)
        CreatePartnership = "CREATE_PARTNERSHIP",
        /// Change or end a partnership (изменить или завершить партнёрство)
        UpdatePartnership = "UPDATE_PARTNERSHIP",
        /// Remove a partnership recorded by mistake (удалить ошибочное партнёрство)
        DeletePartnership = "DELETE_PARTNERSHIP",
        /// Record a centre (завести центр)
        CreateCentre = "CREATE_CENTRE",
        /// Change the card of a centre: name, site, accounts, contact, acts (изменить карточку центра)
        UpdateCentre = "UPDATE_CENTRE",
        /// Change host, parent, seat or term of a centre (изменить подчинение, базу или срок центра)
        ArrangeCentre = "ARRANGE_CENTRE",
        /// Delete a centre recorded by mistake (удалить ошибочно заведённый центр)
        DeleteCentre = "DELETE_CENTRE",
        /// Add a kind of status to the dictionary (завести вид статуса)
        CreateStatusKind = "CREATE_STATUS_KIND",
        /// Change or end a kind of status (изменить или завершить вид статуса)
        UpdateStatusKind = "UPDATE_STATUS_KIND",
        /// Draft a status (подготовить присвоение статуса)
        CreateStatusAssignment = "CREATE_STATUS_ASSIGNMENT",
        /// Change a draft or a proposal (изменить проект присвоения)
        UpdateStatusAssignment = "UPDATE_STATUS_ASSIGNMENT",
        /// Delete a draft (удалить черновик присвоения)
        DeleteStatusAssignment = "DELETE_STATUS_ASSIGNMENT",
        /// Hand a draft to those who decide (предложить присвоить статус)
        ProposeStatusAssignment = "PROPOSE_STATUS_ASSIGNMENT",
        /// Put a status in force by an act (присвоить статус)
        GrantStatus = "GRANT_STATUS",
        /// Record a status of the past, with what its source leaves open (записать ранее присвоенный статус)
        RecordStatus = "RECORD_STATUS",
        /// Grant a status again (продлить статус)
        RenewStatus = "RENEW_STATUS",
        /// Revoke a status by an act (отозвать статус)
        RevokeStatus = "REVOKE_STATUS",
        /// Accept that the holder gives a status up (принять отказ от статуса)
        WaiveStatus = "WAIVE_STATUS",
        /// Define an indicator (завести показатель)
        CreateIndicator = "CREATE_INDICATOR",
        /// Change the card of an indicator (изменить показатель)
        UpdateIndicator = "UPDATE_INDICATOR",
        /// Remove an indicator defined by mistake (удалить ошибочный показатель)
        DeleteIndicator = "DELETE_INDICATOR",
        /// Draft a set of targets (подготовить набор целевых значений)
        CreateTargetSet = "CREATE_TARGET_SET",
        /// Change a set of targets or its targets (изменить набор целевых значений)
        UpdateTargetSet = "UPDATE_TARGET_SET",
        /// Approve a set of targets (утвердить набор целевых значений)
        ApproveTargetSet = "APPROVE_TARGET_SET",
        /// Remove the draft of a set of targets (удалить проект набора целевых значений)
        DeleteTargetSet = "DELETE_TARGET_SET",
        /// Enter values of indicators (внести значения показателей)
        RecordValues = "RECORD_VALUES",
        /// Hand in values (представить значения)
        SubmitValues = "SUBMIT_VALUES",
        /// Accept values (принять значения)
        AcceptValues = "ACCEPT_VALUES",
        /// Return values to draft (вернуть значения)
        ReturnValues = "RETURN_VALUES",
        /// Lock accepted values, or unlock them with a reason (закрыть или открыть значения)
        LockValues = "LOCK_VALUES",
        /// Remove drafts of values (удалить черновики значений)
        DeleteValues = "DELETE_VALUES",
        /// Make a template of reports, also by copying one (составить форму отчёта)
        CreateReportTemplate = "CREATE_REPORT_TEMPLATE",
        /// Change a template that is not published (изменить форму отчёта)
        UpdateReportTemplate = "UPDATE_REPORT_TEMPLATE",
        /// Publish an edition of a template (утвердить форму отчёта)
        PublishReportTemplate = "PUBLISH_REPORT_TEMPLATE",
        /// Retire an edition of a template (вывести форму из употребления)
        RetireReportTemplate = "RETIRE_REPORT_TEMPLATE",
        /// Remove a template that is not published (удалить форму отчёта)
        DeleteReportTemplate = "DELETE_REPORT_TEMPLATE",
        /// Prepare a campaign of reporting (подготовить сбор отчётности)
        CreateCampaign = "CREATE_CAMPAIGN",
        /// Change a campaign (изменить сбор отчётности)
        UpdateCampaign = "UPDATE_CAMPAIGN",
        /// Open a campaign: its nodes are expected to report (открыть сбор)
        OpenCampaign = "OPEN_CAMPAIGN",
        /// Add to an open campaign the nodes that have come since (дополнить список сдающих отчёт)
        RefreshCampaign = "REFRESH_CAMPAIGN",
        /// Close a campaign (закрыть сбор)
        CloseCampaign = "CLOSE_CAMPAIGN",
        /// Open a closed campaign again, with a reason (возобновить сбор)
        ReopenCampaign = "REOPEN_CAMPAIGN",
        /// Declare a campaign summarised (подвести итоги сбора)
        SummariseCampaign = "SUMMARISE_CAMPAIGN",
        /// Publish the summary of a campaign (опубликовать итоги сбора)
        PublishCampaign = "PUBLISH_CAMPAIGN",
        /// Call a campaign off with a reason (отменить сбор)
        CancelCampaign = "CANCEL_CAMPAIGN",
        /// Remove a campaign that is not open yet (удалить неоткрытый сбор)
        DeleteCampaign = "DELETE_CAMPAIGN",
        /// Fill in a report (заполнить отчёт)
        FillReport = "FILL_REPORT",
        /// Fill in and hand in for a silent node (заполнить отчёт за другого)
        FillReportOnBehalf = "FILL_REPORT_ON_BEHALF",
        /// Hand in a report (представить отчёт)
        SubmitReport = "SUBMIT_REPORT",
        /// Take back a report before it is looked at (отозвать отчёт)
        WithdrawReport = "WITHDRAW_REPORT",
        /// Pass a report on, as the education department or the zonal centre (согласовать отчёт)
        EndorseReport = "ENDORSE_REPORT",
        /// Return a report with remarks (вернуть отчёт)
        ReturnReport = "RETURN_REPORT",
        /// Accept a report (принять отчёт)
        AcceptReport = "ACCEPT_REPORT",
        /// Lock an accepted report (закрыть отчёт для изменений)
        LockReport = "LOCK_REPORT",
        /// Unlock a report with a reason (открыть отчёт для изменений)
        UnlockReport = "UNLOCK_REPORT",
        /// Give a node a later day (продлить срок отчёта)
        ExtendReport = "EXTEND_REPORT",
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

            Self::CreateCompetition | Self::UpdateCompetition | Self::DeleteCompetition => {
                (Kind::Competition, Right::Write)
            }
            Self::RecordCompetition
            | Self::AnnounceCompetition
            | Self::PostponeCompetition
            | Self::CancelCompetition
            | Self::CloseEvaluation
            | Self::ArchiveCompetition => (Kind::Competition, Right::Submit),
            Self::PublishResults
            | Self::AssignExpert
            | Self::RemoveExpert
            | Self::RecordApplication
            | Self::AdmitApplication
            | Self::RejectApplication => (Kind::Application, Right::Approve),
            Self::CreateApplication | Self::UpdateApplication | Self::DeleteApplication => {
                (Kind::Application, Right::Write)
            }
            Self::SubmitApplication | Self::WithdrawApplication => (Kind::Application, Right::Submit),
            // Beyond it the assignment counts, not a grant.
            Self::RecordScore => (Kind::Application, Right::Read),
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
            Self::CreateIndicator | Self::UpdateIndicator | Self::DeleteIndicator => (Kind::Indicator, Right::Write),
            Self::CreateTargetSet | Self::UpdateTargetSet | Self::DeleteTargetSet => (Kind::TargetSet, Right::Write),
            Self::ApproveTargetSet => (Kind::TargetSet, Right::Approve),
            Self::RecordValues | Self::DeleteValues => (Kind::Value, Right::Write),
            Self::SubmitValues => (Kind::Value, Right::Submit),
            Self::AcceptValues | Self::ReturnValues | Self::LockValues => (Kind::Value, Right::Approve),
            Self::CreateReportTemplate | Self::UpdateReportTemplate | Self::DeleteReportTemplate => {
                (Kind::ReportTemplate, Right::Write)
            }
            Self::PublishReportTemplate | Self::RetireReportTemplate => (Kind::ReportTemplate, Right::Submit),
            Self::CreateCampaign | Self::UpdateCampaign | Self::DeleteCampaign => (Kind::Campaign, Right::Write),
            Self::OpenCampaign
            | Self::RefreshCampaign
            | Self::CloseCampaign
            | Self::ReopenCampaign
            | Self::SummariseCampaign
            | Self::PublishCampaign
            | Self::CancelCampaign => (Kind::Campaign, Right::Submit),
            Self::FillReport => (Kind::Report, Right::Write),
            Self::SubmitReport | Self::WithdrawReport => (Kind::Report, Right::Submit),
            // The department signs; who accepts is judged at the place of the campaign.
            Self::EndorseReport => (Kind::Report, Right::Sign),
            Self::FillReportOnBehalf
            | Self::ReturnReport
            | Self::AcceptReport
            | Self::LockReport
            | Self::UnlockReport
            | Self::ExtendReport => (Kind::Report, Right::Approve),
            Self::UpdateUser | Self::DisableUser | Self::EnableUser | Self::ResetPassword => (Kind::User, Right::Write),
            Self::InviteUser | Self::GrantRole | Self::EndGrant | Self::DelegateGrant => (Kind::Grant, Right::Approve),
            Self::CreateAgreement | Self::UpdateAgreement | Self::RenewAgreement | Self::DeleteAgreement => {
                (Kind::Agreement, Right::Write)
            }
            Self::SubmitAgreement | Self::RecordAgreement => (Kind::Agreement, Right::Submit),
            Self::ReturnAgreement | Self::SignAgreement | Self::AmendAgreement | Self::TerminateAgreement => {
                (Kind::Agreement, Right::Sign)
            }
            Self::CreatePartnership | Self::UpdatePartnership | Self::DeletePartnership => {
                (Kind::Partnership, Right::Write)
            }

            Self::UpdateCentre => (Kind::Centre, Right::Write),
            Self::CreateCentre | Self::ArrangeCentre | Self::DeleteCentre => (Kind::Centre, Right::Approve),

            Self::CreateStatusKind | Self::UpdateStatusKind => (Kind::StatusKind, Right::Write),
            Self::CreateStatusAssignment | Self::UpdateStatusAssignment | Self::DeleteStatusAssignment => {
                (Kind::StatusAssignment, Right::Write)
            }
            Self::ProposeStatusAssignment => (Kind::StatusAssignment, Right::Submit),
            Self::GrantStatus | Self::RecordStatus | Self::RenewStatus | Self::RevokeStatus | Self::WaiveStatus => {
                (Kind::StatusAssignment, Right::Approve)
            }
        }
    }
}

entity::code_enum! {
    /// Why something may or may not be done (основание ответа)
    pub enum Reason {
        /// It may be done (можно)
        Allowed = "ALLOWED",
        /// There is no such object, or not for this viewer (нет такого объекта)
        NoSuchObject = "NO_SUCH_OBJECT",
        /// A token is needed (нужно войти)
        NotSignedIn = "NOT_SIGNED_IN",
        /// No grant carries the right here (нет полномочия)
        NoRight = "NO_RIGHT",
        /// The state of the object does not allow it (состояние не позволяет)
        WrongState = "WRONG_STATE",
        /// The action is not one for objects of this kind (не для объектов этого вида)
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

    /// Fails as a mutation must that knows a version: whoever has not seen the state is told so before being told that it
    /// does not allow the action.
    pub fn require_at(self, stored: i32, expected: i32) -> Result<(), Failure> {
        if stored != expected && matches!(self.reason, Reason::Allowed | Reason::WrongState) {
            return Err(Failure::Stale);
        }
        self.require()
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
