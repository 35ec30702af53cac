//! The inputs that change an agreement.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    agreement::AgreementKind,
    ids::{AgreementId, LegalActId},
};

use super::input::{AgreementPartyInput, PlannedWindowInput, over, parties};
use crate::{
    graphql::{
        act::BasisActInput,
        codes::E,
        ids::Id,
        payload::patch,
        scalars::Date,
        validity::{Precision, ValidityInput},
    },
    service::agreement::{
        amend::AmendAgreement, approval::SignAgreement, draft::UpdateAgreement, renew::RenewAgreement,
        terminate::TerminateAgreement,
    },
};

/// Changes of a draft (изменение проекта соглашения)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateAgreementInput {
    /// Which (соглашение)
    pub id: Id<AgreementId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Kind (вид)
    #[graphql(default)]
    pub kind: MaybeUndefined<E<AgreementKind>>,
    /// Number (номер)
    #[graphql(default)]
    pub number: MaybeUndefined<String>,
    /// Title (наименование)
    #[graphql(default)]
    pub title: MaybeUndefined<String>,
    /// Subject (предмет)
    #[graphql(default)]
    pub subject: MaybeUndefined<String>,
    /// Titles of all programmes (программы)
    #[graphql(default)]
    pub programmes: MaybeUndefined<Vec<String>>,
    /// Where it is signed (место заключения)
    #[graphql(default)]
    pub place: MaybeUndefined<String>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
    /// The rule by which it prolongs itself (автоматическая пролонгация)
    #[graphql(default)]
    pub auto_renewal: MaybeUndefined<String>,
    /// The last day to which it may prolong itself (пролонгация не позднее)
    #[graphql(default)]
    pub auto_renewal_to: MaybeUndefined<Date>,
    /// When it was to be concluded (плановый срок заключения)
    #[graphql(default)]
    pub planned: MaybeUndefined<PlannedWindowInput>,
    /// All its parties, in place of those before (стороны)
    #[graphql(default)]
    pub parties: MaybeUndefined<Vec<AgreementPartyInput>>,
    /// All acts on which it rests, in place of those before (акты-основания)
    #[graphql(default)]
    pub acts: MaybeUndefined<Vec<BasisActInput>>,
}

impl From<UpdateAgreementInput> for UpdateAgreement {
    fn from(input: UpdateAgreementInput) -> Self {
        let UpdateAgreementInput {
            id,
            expected_version,
            kind,
            number,
            title,
            subject,
            programmes,
            place,
            validity,
            auto_renewal,
            auto_renewal_to,
            planned,
            parties: inputs,
            acts,
        } = input;
        Self {
            id: id.0,
            expected_version,
            kind: over(kind, |kind| kind.0),
            number: patch(number),
            title: patch(title),
            subject: patch(subject),
            programmes: patch(programmes),
            place: patch(place),
            validity: validity.patch(),
            auto_renewal: patch(auto_renewal),
            auto_renewal_to: over(auto_renewal_to, |day| day.0),
            planned: over(planned, Into::into),
            parties: over(inputs, parties),
            acts: over(acts, |acts| acts.into_iter().map(Into::into).collect()),
        }
    }
}

/// A draft to put up for approval (направить на согласование)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct SubmitAgreementInput {
    /// Which (соглашение)
    pub id: Id<AgreementId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}

/// A draft to remove (удалить проект)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DeleteAgreementInput {
    /// Which (соглашение)
    pub id: Id<AgreementId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}

/// An agreement to return to draft (вернуть на доработку)
#[derive(Clone, Debug, InputObject)]
pub struct ReturnAgreementInput {
    /// Which (соглашение)
    pub id: Id<AgreementId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// What is to be mended (замечания)
    pub reason: String,
}

/// A signature (подпись)
#[derive(Clone, Debug, InputObject)]
pub struct SignAgreementInput {
    /// Which (соглашение)
    pub id: Id<AgreementId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The position of the party; needed by those who sign for several (сторона)
    pub party: Option<i32>,
    /// The day of the signature; today when absent (дата подписания)
    pub signed_on: Option<Date>,
    /// The number, where it is given at the signing; the last signature needs one (номер)
    pub number: Option<String>,
}

impl From<SignAgreementInput> for SignAgreement {
    fn from(input: SignAgreementInput) -> Self {
        let SignAgreementInput { id, expected_version, party, signed_on, number } = input;
        Self { id: id.0, expected_version, party, signed_on: signed_on.map(|day| day.0), number }
    }
}

/// An amendment: the next edition of a signed agreement (дополнительное соглашение)
#[derive(Clone, Debug, InputObject)]
pub struct AmendAgreementInput {
    /// Which (соглашение)
    pub id: Id<AgreementId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// First day of the new edition, while the agreement holds (действует с)
    pub effective_on: Date,
    /// What changes (что изменено)
    pub summary: String,
    /// The document with its date and number, where it is not an act; one of both is needed (документ)
    pub document: Option<String>,
    /// The act, with date and number (правовой акт)
    pub act_id: Option<Id<LegalActId>>,
    /// Title (наименование)
    #[graphql(default)]
    pub title: MaybeUndefined<String>,
    /// Subject (предмет)
    #[graphql(default)]
    pub subject: MaybeUndefined<String>,
    /// Titles of all programmes (программы)
    #[graphql(default)]
    pub programmes: MaybeUndefined<Vec<String>>,
    /// Last day, not before the amendment (действует по)
    #[graphql(default)]
    pub valid_to: MaybeUndefined<Date>,
    /// How exactly the last day is known; DAY when absent (точность окончания)
    pub valid_to_precision: Option<E<Precision>>,
    /// The last day as printed (окончание, как напечатано)
    pub valid_to_text: Option<String>,
    /// The rule by which it prolongs itself (автоматическая пролонгация)
    #[graphql(default)]
    pub auto_renewal: MaybeUndefined<String>,
    /// The last day to which it may prolong itself (пролонгация не позднее)
    #[graphql(default)]
    pub auto_renewal_to: MaybeUndefined<Date>,
    /// Parties that join; they have signed the amendment (новые стороны)
    #[graphql(default)]
    pub add_parties: Vec<AgreementPartyInput>,
    /// Positions of the parties that leave (выходящие стороны)
    #[graphql(default)]
    pub remove_parties: Vec<i32>,
}

impl From<AmendAgreementInput> for AmendAgreement {
    fn from(input: AmendAgreementInput) -> Self {
        let AmendAgreementInput {
            id,
            expected_version,
            effective_on,
            summary,
            document,
            act_id,
            title,
            subject,
            programmes,
            valid_to,
            valid_to_precision,
            valid_to_text,
            auto_renewal,
            auto_renewal_to,
            add_parties,
            remove_parties,
        } = input;
        let end = ValidityInput { valid_to, valid_to_precision, valid_to_text, ..ValidityInput::default() };
        Self {
            id: id.0,
            expected_version,
            effective_on: effective_on.0,
            summary,
            document,
            act: act_id.map(|id| id.0),
            title: patch(title),
            subject: patch(subject),
            programmes: patch(programmes),
            valid_to: end.patch().to,
            auto_renewal: patch(auto_renewal),
            auto_renewal_to: over(auto_renewal_to, |day| day.0),
            add_parties: parties(add_parties),
            remove_parties,
        }
    }
}

/// The end of an agreement before its time (расторжение)
#[derive(Clone, Debug, InputObject)]
pub struct TerminateAgreementInput {
    /// Which (соглашение)
    pub id: Id<AgreementId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// First day on which it no longer holds (дата расторжения)
    pub terminated_on: Date,
    /// Why (основание)
    pub ground: String,
    /// The act, with date and number; it or a document is needed (правовой акт)
    pub act_id: Option<Id<LegalActId>>,
    /// The document with its date and number, where it is not an act (документ)
    pub document: Option<String>,
}

impl From<TerminateAgreementInput> for TerminateAgreement {
    fn from(input: TerminateAgreementInput) -> Self {
        let TerminateAgreementInput { id, expected_version, terminated_on, ground, act_id, document } = input;
        Self { id: id.0, expected_version, day: terminated_on.0, ground, act: act_id.map(|id| id.0), document }
    }
}

/// The renewal of an agreement, to draft: what is not given is as before (перезаключение)
#[derive(Clone, Debug, InputObject)]
pub struct RenewAgreementInput {
    /// The agreement to renew (прежнее соглашение)
    pub id: Id<AgreementId>,
    /// Number of the new one (номер)
    pub number: Option<String>,
    /// Another title (наименование)
    pub title: Option<String>,
    /// Another subject (предмет)
    pub subject: Option<String>,
    /// The new term, not before the one that it follows
    #[graphql(flatten)]
    pub validity: ValidityInput,
    /// When it is to be concluded (плановый срок заключения)
    pub planned: Option<PlannedWindowInput>,
}

impl From<RenewAgreementInput> for RenewAgreement {
    fn from(input: RenewAgreementInput) -> Self {
        let RenewAgreementInput { id, number, title, subject, validity, planned } = input;
        Self {
            id: id.0,
            number,
            title,
            subject,
            validity: validity.patch(),
            planned: planned.unwrap_or_default().into(),
        }
    }
}
