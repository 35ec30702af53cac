//! [`AgreementVersionResult`]: an edition of an agreement, and the amendment that began it.

use async_graphql::{Context, SimpleObject};
use chrono::NaiveDate;
use entity::{agreement_amendment, agreement_edition, agreement_party, ids::AgreementId};
use futures_util::future::try_join4;

use super::{
    card::{Agreement, NEWEST},
    party::AgreementPartyResult,
};
use crate::{
    error::AppError,
    graphql::{
        act::LegalAct,
        codes::E,
        context::ContextExt,
        loaders::{ById, Many},
        scalars::{Date, DateTime},
        validity::Precision,
    },
    service::agreement::{lines, rules},
    validity::Precision as Stored,
};

/// What an agreement says in one of its editions (редакция соглашения)
#[derive(Clone, SimpleObject)]
pub struct AgreementVersionResult {
    /// Number of the edition (номер редакции)
    edition: i32,
    /// First day; null for the first edition (с)
    from: Option<Date>,
    /// Last day; null for the newest edition (по)
    to: Option<Date>,
    /// Title (наименование)
    title: String,
    /// Subject (предмет)
    subject: Option<String>,
    /// Titles of programmes (программы)
    programmes: Vec<String>,
    /// Last day of the term that it sets (срок действия по)
    valid_to: Option<Date>,
    /// How exactly that day is known (точность)
    valid_to_precision: Option<E<Precision>>,
    /// Rule of prolongation (автоматическая пролонгация)
    auto_renewal: Option<String>,
    /// Parties (стороны)
    parties: Vec<AgreementPartyResult>,
    /// What began it; null for the first edition (изменение)
    amendment: Option<AgreementAmendmentResult>,
}

/// An amendment of an agreement (дополнительное соглашение)
#[derive(Clone, SimpleObject)]
pub struct AgreementAmendmentResult {
    /// First day of the edition that it begins (действует с)
    effective_on: Date,
    /// What changed (что изменено)
    summary: String,
    /// The document, where it is not an act (документ)
    document: Option<String>,
    /// The act (правовой акт)
    act: Option<LegalAct>,
    /// When it was recorded (внесено)
    recorded_at: DateTime,
}

impl AgreementVersionResult {
    /// Every edition of an agreement; none for those who may not read it: `within` says that they may whatever the
    /// parties, all is asked for at once.
    pub(super) async fn all(
        ctx: &Context<'_>,
        agreement: &Agreement,
        (id, within): (AgreementId, bool),
        as_of: NaiveDate,
    ) -> Result<Option<Vec<Self>>, AppError> {
        let loaders = ctx.loaders();
        let (newest, past, amendments, parties) = try_join4(
            loaders.load_one(ById::<entity::agreement::Entity>::new(id, NEWEST)),
            loaders.load_one(Many::<agreement_edition::Entity>::new(id)),
            loaders.load_one(Many::<agreement_amendment::Entity>::new(id)),
            agreement.all_parties(ctx),
        )
        .await?;
        if !within && parties.is_empty() {
            return Ok(None);
        }
        let newest = newest.ok_or_else(|| AppError::internal("agreement's newest edition"))?;
        let (past, amendments) = (past.unwrap_or_default(), amendments.unwrap_or_default());
        let mut versions: Vec<Self> = past.into_iter().map(|row| Self::past(row, &parties, as_of)).collect();
        versions.push(Self {
            edition: newest.edition,
            from: newest.edition_since.map(Date),
            to: None,
            title: newest.title,
            subject: newest.subject,
            programmes: lines(newest.programmes.as_deref()),
            valid_to: newest.valid_to.map(Date),
            valid_to_precision: precision(newest.valid_to, newest.valid_to_precision),
            auto_renewal: newest.auto_renewal,
            parties: of_day(&parties, NEWEST, as_of),
            amendment: None,
        });
        for row in amendments {
            let amendment = AgreementAmendmentResult::show(ctx, &row, as_of).await?;
            if let Some(version) = versions.iter_mut().find(|version| version.edition == row.edition) {
                version.amendment = Some(amendment);
            }
        }
        Ok(Some(versions))
    }

    fn past(row: agreement_edition::Model, parties: &[agreement_party::Model], as_of: NaiveDate) -> Self {
        Self {
            edition: row.edition,
            from: row.edition_since.map(Date),
            to: Some(Date(row.to_day)),
            title: row.title,
            subject: row.subject,
            programmes: lines(row.programmes.as_deref()),
            valid_to: row.valid_to.map(Date),
            valid_to_precision: precision(row.valid_to, row.valid_to_precision),
            auto_renewal: row.auto_renewal,
            parties: of_day(parties, row.to_day, as_of),
            amendment: None,
        }
    }
}

impl AgreementAmendmentResult {
    async fn show(ctx: &Context<'_>, row: &agreement_amendment::Model, as_of: NaiveDate) -> Result<Self, AppError> {
        let act = match row.act_id {
            Some(id) => LegalAct::load(ctx, id, as_of).await?,
            None => None,
        };
        Ok(Self {
            effective_on: Date(row.effective_on),
            summary: row.summary.clone(),
            document: row.document.clone(),
            act,
            recorded_at: DateTime(row.recorded_at),
        })
    }
}

fn precision(day: Option<NaiveDate>, stored: i16) -> Option<E<Precision>> {
    day.map(|_| E(Stored::from_stored(stored).into()))
}

fn of_day(parties: &[agreement_party::Model], day: NaiveDate, as_of: NaiveDate) -> Vec<AgreementPartyResult> {
    rules::on(parties, day).map(|party| AgreementPartyResult::show(party.clone(), as_of)).collect()
}
