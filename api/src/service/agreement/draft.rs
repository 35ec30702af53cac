//! Drafts: creating, changing, deleting. A draft may have gaps; they are filled before it goes up for approval.

use chrono::NaiveDate;
use entity::{
    agreement::{self, AgreementKind},
    agreement_party,
    ids::{AgreementId, TypedId},
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::{
    Window, actions, joined,
    keeper::Keeper,
    party::{Parties, PartyInput},
    query::{self, Whole},
    rules,
};
use crate::{
    access::{Action, Kind, Verdict},
    db::WriteTx,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        CODE, Cx, NAME, Patch, TEXT,
        act::basis::{self, Basis},
        dated::ValidityPatch,
        external::{self, External},
        line, object,
        open_points::{self, OpenPoint},
        paragraph,
    },
    set_validity, text,
    validity::Validity,
    validity_of,
};

/// What an agreement says, as a person gives it.
#[derive(Clone, Debug)]
pub struct Content {
    /// Kind.
    pub kind: AgreementKind,
    /// Number.
    pub number: Option<String>,
    /// Title.
    pub title: String,
    /// Subject.
    pub subject: Option<String>,
    /// Programmes, by their titles.
    pub programmes: Vec<String>,
    /// Where it is signed.
    pub place: Option<String>,
    /// The term.
    pub validity: ValidityPatch,
    /// Rule of prolongation.
    pub auto_renewal: Option<String>,
    /// Last day of prolongation.
    pub auto_renewal_to: Option<NaiveDate>,
    /// When it was to be concluded.
    pub planned: Window,
    /// What the source leaves open.
    pub open_points: Vec<OpenPoint>,
}

/// An agreement to draft.
#[derive(Clone, Debug)]
pub struct CreateAgreement {
    /// Given by the demonstration network alone.
    pub id: Option<AgreementId>,
    /// Where the row stands.
    pub keeper: Keeper,
    /// What it says.
    pub content: Content,
    /// Its parties.
    pub parties: Vec<PartyInput>,
    /// The acts on which it rests.
    pub acts: Vec<Basis>,
    /// Ids under which other systems know it.
    pub external_ids: Vec<External>,
}

/// Drafts an agreement.
pub async fn create(cx: &Cx, input: CreateAgreement) -> Result<agreement::Model, Failure> {
    let CreateAgreement { id, keeper, content, parties, acts, external_ids } = input;
    let mut tx = cx.write().await?;
    let place = keeper.place(&tx, &cx.viewer, Action::CreateAgreement).await?;
    Verdict::by_right(&cx.viewer, Action::CreateAgreement, &place).require()?;
    let parties = Parties::find(&tx, &cx.viewer, unsigned(parties), "parties").await?;
    let mut row = content.row(&tx, id, &parties)?;
    row.region_id = Set(place.region);
    row.municipality_id = Set(place.municipality);
    row.organisation_id = Set(place.organisation);
    row.visibility = Set(Visibility::Draft);
    row.level = Set(place.level);
    let whole = insert(&tx, row, parties).await?;
    basis::set(&tx, &cx.viewer, Kind::Agreement, whole.row.id.into(), &acts, "acts", cx.today()).await?;
    external::give(&tx, Kind::Agreement, whole.row.id, external_ids).await?;
    tx.created(&whole.row);
    tx.commit().await?;
    Ok(whole.row)
}

/// Nobody has signed a draft.
fn unsigned(parties: Vec<PartyInput>) -> Vec<PartyInput> {
    parties.into_iter().map(|party| PartyInput { signed_on: None, ..party }).collect()
}

/// Writes an agreement and its parties.
pub(super) async fn insert(tx: &WriteTx, row: agreement::ActiveModel, parties: Parties) -> Result<Whole, Failure> {
    let row = row.insert(tx).await?;
    let parties = parties.insert(tx, row.id, 0, None).await?;
    Ok(Whole { row, parties })
}

impl Content {
    /// The row of this content, its scope columns not yet set.
    pub(super) fn row(
        self,
        tx: &WriteTx,
        id: Option<AgreementId>,
        parties: &Parties,
    ) -> Result<agreement::ActiveModel, Failure> {
        let Self {
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
            open_points: points,
        } = self;
        let mut problems = Problems::new();
        let number = optional(&mut problems, number, "number", CODE);
        let title = problems.keep(line(&title, "title", NAME)).unwrap_or_default();
        let subject = long(&mut problems, subject, "subject");
        let programmes = problems.keep(joined(&programmes, "programmes")).flatten();
        let place = optional(&mut problems, place, "place", NAME);
        let auto_renewal = optional(&mut problems, auto_renewal, "autoRenewal", NAME);
        let planned = problems.keep(planned.checked("planned")).unwrap_or_default();
        let points = open_points::check(points, "openPoints", &mut problems);
        let validity = problems.keep(validity.over(&Validity::default())).unwrap_or_default();
        problems.finish()?;
        let mut row = agreement::ActiveModel {
            id: Set(id.unwrap_or_else(|| AgreementId::new(tx.now()))),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            kind: Set(kind),
            number_key: Set(number.as_deref().map(text::fold)),
            edition: Set(1),
            planned_from: Set(planned.from),
            planned_to: Set(planned.to),
            planned_text: Set(planned.text),
            auto_renewal_to: Set(auto_renewal_to),
            open_points: Set(open_points::write(points)),
            sort_key: Set(text::sort_key(&title)),
            title_key: Set(text::fold(&title)),
            search_key: Set(search_key(
                &title,
                [number.as_deref(), subject.as_deref(), programmes.as_deref()],
                &parties.names(),
            )),
            number: Set(number),
            title: Set(title),
            subject: Set(subject),
            programmes: Set(programmes),
            place: Set(place),
            auto_renewal: Set(auto_renewal),
            signed_on_precision: Set(1),
            ..Default::default()
        };
        set_validity!(row, &validity);
        Ok(row)
    }
}

/// The folded text by which those who may read the agreement find it.
pub fn search_key(title: &str, texts: [Option<&str>; 3], names: &str) -> String {
    let [number, subject, programmes] = texts.map(Option::unwrap_or_default);
    text::fold(&format!("{title} {number} {subject} {programmes} {names}"))
}

fn optional(problems: &mut Problems, value: Option<String>, path: &str, max: usize) -> Option<String> {
    problems.keep(value.map(|value| line(&value, path, max)).transpose()).flatten()
}

fn long(problems: &mut Problems, value: Option<String>, path: &str) -> Option<String> {
    problems.keep(value.map(|value| paragraph(&value, path, TEXT)).transpose()).flatten()
}

/// Changes of a draft.
#[derive(Clone, Debug)]
pub struct UpdateAgreement {
    /// Which.
    pub id: AgreementId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Kind.
    pub kind: Patch<AgreementKind>,
    /// Number.
    pub number: Patch<String>,
    /// Title.
    pub title: Patch<String>,
    /// Subject.
    pub subject: Patch<String>,
    /// Programmes.
    pub programmes: Patch<Vec<String>>,
    /// Where it is signed.
    pub place: Patch<String>,
    /// The term.
    pub validity: ValidityPatch,
    /// Rule of prolongation.
    pub auto_renewal: Patch<String>,
    /// Last day of prolongation.
    pub auto_renewal_to: Patch<NaiveDate>,
    /// When it was to be concluded.
    pub planned: Patch<Window>,
    /// All its parties.
    pub parties: Patch<Vec<PartyInput>>,
    /// All its acts.
    pub acts: Patch<Vec<Basis>>,
}

/// Changes a draft.
pub async fn update(cx: &Cx, input: UpdateAgreement) -> Result<agreement::Model, Failure> {
    let UpdateAgreement {
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
        parties,
        acts,
    } = input;
    let mut tx = cx.write().await?;
    let stored = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &stored, Action::UpdateAgreement, cx.today())
        .require_at(stored.row.version, expected_version)?;
    let Whole { row: before, parties: mut now } = stored;
    let mut after = before.clone();
    after.kind = kind.or_required(before.kind, "kind")?;
    after.number = number.try_map(|text| line(&text, "number", CODE))?.or(after.number);
    after.title = title.try_map(|text| line(&text, "title", NAME))?.or_required(after.title, "title")?;
    after.subject = subject.try_map(|text| paragraph(&text, "subject", TEXT))?.or(after.subject);
    if let Patch::Set(programmes) = programmes {
        after.programmes = joined(&programmes.unwrap_or_default(), "programmes")?;
    }
    after.place = place.try_map(|text| line(&text, "place", NAME))?.or(after.place);
    after.auto_renewal = auto_renewal.try_map(|text| line(&text, "autoRenewal", NAME))?.or(after.auto_renewal);
    after.auto_renewal_to = auto_renewal_to.or(after.auto_renewal_to);
    if let Patch::Set(planned) = planned {
        let planned = planned.unwrap_or_default().checked("planned")?;
        (after.planned_from, after.planned_to, after.planned_text) = (planned.from, planned.to, planned.text);
    }
    let validity = validity.over(&validity_of!(before))?;
    let mut also: Vec<&str> = Vec::new();
    if let Patch::Set(parties) = parties {
        let found = Parties::find(&tx, &cx.viewer, unsigned(parties.unwrap_or_default()), "parties").await?;
        remove_parties(&tx, id).await?;
        now = found.insert(&tx, id, 0, None).await?;
        also.push("parties");
    }
    if let Patch::Set(acts) = acts {
        basis::set(&tx, &cx.viewer, Kind::Agreement, id.into(), &acts.unwrap_or_default(), "acts", cx.today()).await?;
        also.push("acts");
    }
    let names = now.iter().filter_map(|party| party.name.as_deref()).collect::<Vec<_>>().join(" ");
    let texts = [after.number.as_deref(), after.subject.as_deref(), after.programmes.as_deref()];
    let search_key = search_key(&after.title, texts, &names);
    let mut row = before.clone().into_active_model();
    row.version = Set(before.version + 1);
    row.updated_at = Set(tx.now());
    row.kind = Set(after.kind);
    row.number_key = Set(after.number.as_deref().map(text::fold));
    row.search_key = Set(search_key);
    row.sort_key = Set(text::sort_key(&after.title));
    row.title_key = Set(text::fold(&after.title));
    row.number = Set(after.number);
    row.title = Set(after.title);
    row.subject = Set(after.subject);
    row.programmes = Set(after.programmes);
    row.place = Set(after.place);
    row.auto_renewal = Set(after.auto_renewal);
    row.auto_renewal_to = Set(after.auto_renewal_to);
    row.planned_from = Set(after.planned_from);
    row.planned_to = Set(after.planned_to);
    row.planned_text = Set(after.planned_text);
    set_validity!(row, &validity);
    let row = row.update(&tx).await?;
    tx.updated(&before, &row, &also);
    tx.commit().await?;
    Ok(row)
}

async fn remove_parties(tx: &impl ConnectionTrait, id: AgreementId) -> Result<(), Failure> {
    agreement_party::Entity::delete_many().filter(agreement_party::Column::AgreementId.eq(id)).exec(tx).await?;
    Ok(())
}

/// Deletes a draft; answers it as it was.
pub async fn delete(cx: &Cx, id: AgreementId, expected_version: i32) -> Result<agreement::Model, Failure> {
    let mut tx = cx.write().await?;
    let stored = query::locked(&tx, cx, id).await?;
    actions::verdict(&cx.viewer, &stored, Action::DeleteAgreement, cx.today())
        .require_at(stored.row.version, expected_version)?;
    if query::is_renewed(&tx, id).await? || super::super::partnership::query::rests_on(&tx, id).await? {
        return Err(UserError::new(
            UserErrorCode::InUse,
            "id",
            "На проект ссылаются другие записи",
            "Other records refer to the draft",
        )
        .into());
    }
    remove_parties(&tx, id).await?;
    entity::act_basis::Entity::delete_many()
        .filter(entity::act_basis::Column::ObjectId.eq(uuid::Uuid::from(id)))
        .exec(&tx)
        .await?;
    object::forget(&mut tx, &stored.row).await?;
    agreement::Entity::delete_by_id(id).exec(&tx).await?;
    tx.deleted(&stored.row);
    tx.commit().await?;
    Ok(stored.row)
}

/// The rules of a signed agreement's limit, for drafts too: they are told early.
pub(super) fn check_limit(row: &agreement::Model) -> Result<(), Failure> {
    let mut problems = Problems::new();
    rules::renewal_limit(&mut problems, row);
    problems.finish()
}
