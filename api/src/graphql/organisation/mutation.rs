//! The roots of changing organisations and dictionaries.

use async_graphql::{Context, Object};
use entity::{
    centre as centre_row,
    ids::{AnyId, CentreId, OrganisationId, TypedId},
    organisation as organisation_row,
};

use super::{
    Organisation,
    input::CreateOrganisationInput,
    input_change::{
        CloseOrganisationInput, DeleteOrganisationInput, MergeOrganisationsInput, MoveOrganisationInput,
        RecordClassifierInput, RenameOrganisationInput, ReorganiseOrganisationInput, ResumeOrganisationInput,
        SetContactInput, SuspendOrganisationInput, UpdateOrganisationInput,
    },
    parts::ClassifierResult,
};
use crate::{
    error::{AppError, Failure},
    graphql::{
        centre::Centre,
        connection::Shows,
        context::ContextExt,
        ids::Id,
        node::Node,
        payload::{Mutated, Payload, create, delete, update},
    },
    payload,
    service::{
        centre::update::set_contact as set_centre_contact,
        classifier,
        contact::SetContact,
        list::visible_row,
        organisation::{
            create as record, delete as remove, lifecycle, merge,
            query::STORED,
            relocate,
            update::{self as change, set_contact},
        },
    },
};

payload!(CreateOrganisationPayload, organisation: Organisation, "the recorded organisation (организация)");
payload!(UpdateOrganisationPayload, organisation: Organisation, "the changed organisation (организация)");
payload!(RenameOrganisationPayload, organisation: Organisation, "the renamed organisation (организация)");
payload!(MoveOrganisationPayload, organisation: Organisation, "the organisation at its new place (организация)");
payload!(SuspendOrganisationPayload, organisation: Organisation, "the suspended organisation (организация)");
payload!(ResumeOrganisationPayload, organisation: Organisation, "the organisation that works again (организация)");
payload!(CloseOrganisationPayload, organisation: Organisation, "the closed organisation (организация)");
payload!(ReorganiseOrganisationPayload, organisation: Organisation, "the reorganised organisation (организация)");
payload!(MergeOrganisationsPayload, organisation: Organisation, "the record that stays (организация)");
payload!(DeleteOrganisationPayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");
payload!(SetContactPayload, node: Node, "the object whose contact it is (узел)");
payload!(RecordClassifierPayload, classifier: ClassifierResult, "the recorded entry (значение словаря)");

/// Changing organisations.
#[derive(Default)]
pub struct OrganisationMutation;

/// Runs an operation on an organisation and shows it as of today.
async fn on<P, F>(ctx: &Context<'_>, id: OrganisationId, run: impl Fn() -> F) -> Mutated<P>
where
    P: Payload<Object = Organisation>,
    F: Future<Output = Result<organisation_row::Model, Failure>>,
{
    let cx = ctx.cx();
    update(run, || current(ctx, id), |row| Organisation::show(row, cx.today())).await
}

/// The organisation as it is now, for a client whose copy is stale.
async fn current(ctx: &Context<'_>, id: OrganisationId) -> Result<Option<organisation_row::Model>, AppError> {
    let cx = ctx.cx();
    visible_row::<organisation_row::Entity>(&cx.db, &cx.viewer, id, STORED).await
}

#[Object]
impl OrganisationMutation {
    /// Records an organisation (завести организацию)
    async fn create_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation (организация)")] input: CreateOrganisationInput,
    ) -> Mutated<CreateOrganisationPayload> {
        let (cx, input) = (ctx.cx(), record::CreateOrganisation::from(input));
        create(|| record::create(cx, input.clone()), |row| Organisation::show(row, cx.today())).await
    }

    /// Changes an organisation's card; an organisation's editor changes e-mail, site, places and addresses
    /// (изменить организацию)
    async fn update_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes (изменения)")] input: UpdateOrganisationInput,
    ) -> Mutated<UpdateOrganisationPayload> {
        let input = change::UpdateOrganisation::from(input);
        on(ctx, input.id, || change::update(ctx.cx(), input.clone())).await
    }

    /// Renames an organisation from a day on, the old name is kept; without a day it corrects the name
    /// (переименовать организацию)
    async fn rename_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new names (наименования)")] input: RenameOrganisationInput,
    ) -> Mutated<RenameOrganisationPayload> {
        let input = relocate::RenameOrganisation::from(input);
        on(ctx, input.id, || relocate::rename(ctx.cx(), input.clone())).await
    }

    /// Moves an organisation to another municipality of its region from a day on; without a day it corrects the place
    /// (перевести организацию)
    async fn move_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new place (место)")] input: MoveOrganisationInput,
    ) -> Mutated<MoveOrganisationPayload> {
        let input = relocate::MoveOrganisation::from(input);
        on(ctx, input.id, || relocate::relocate(ctx.cx(), input.clone())).await
    }

    /// Suspends an organisation's work (приостановить деятельность)
    async fn suspend_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The suspension (приостановка)")] input: SuspendOrganisationInput,
    ) -> Mutated<SuspendOrganisationPayload> {
        let (from, to) = (input.from.0, input.to.map(|day| day.0));
        on(ctx, input.id.0, || lifecycle::suspend(ctx.cx(), input.step(), from, to)).await
    }

    /// Resumes an organisation's work (возобновить деятельность)
    async fn resume_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Since when (с какого дня)")] input: ResumeOrganisationInput,
    ) -> Mutated<ResumeOrganisationPayload> {
        on(ctx, input.id.0, || lifecycle::resume(ctx.cx(), input.step(), input.day.0)).await
    }

    /// Closes an organisation; it stays, ended, with its history (ликвидировать организацию)
    async fn close_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its last day (последний день)")] input: CloseOrganisationInput,
    ) -> Mutated<CloseOrganisationPayload> {
        on(ctx, input.id.0, || lifecycle::close(ctx.cx(), input.step(), input.last_day.0)).await
    }

    /// Reorganises an organisation into another; it stays, ended, with its history (реорганизовать организацию)
    async fn reorganise_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its last day and its successor (реорганизация)")] input: ReorganiseOrganisationInput,
    ) -> Mutated<ReorganiseOrganisationPayload> {
        let (last, into) = (input.last_day.0, input.into_id.0);
        on(ctx, input.id.0, || lifecycle::reorganise(ctx.cx(), input.step(), last, into)).await
    }

    /// Merges records of one organisation: ids of other systems, names, addresses and references go over, and lookups
    /// of the duplicates lead to the one that stays (объединить дубли)
    async fn merge_organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The records (записи)")] input: MergeOrganisationsInput,
    ) -> Mutated<MergeOrganisationsPayload> {
        let input = merge::MergeOrganisations::from(input);
        on(ctx, input.id, || merge::merge(ctx.cx(), input.clone())).await
    }

    /// Removes an organisation recorded by mistake; refused while anything refers to it (удалить организацию)
    async fn delete_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (организация)")] input: DeleteOrganisationInput,
    ) -> Mutated<DeleteOrganisationPayload> {
        let (id, version) = (input.id.0, input.expected_version);
        let run = || remove::delete(ctx.cx(), id, version, input.reason.clone());
        delete(run, |row| Id(row.id.any())).await
    }

    /// Keeps whom to ask at a node of the network; seen in the scope, never public (записать контакт)
    async fn set_contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contact (контакт)")] input: SetContactInput,
    ) -> Mutated<SetContactPayload> {
        let cx = ctx.cx();
        let version = input.expected_version;
        let of = input.id.0;
        let contact = SetContact::from(input);
        // A domain whose objects have a contact adds its prefix here.
        if let Ok(id) = CentreId::try_from(of) {
            return update(
                || set_centre_contact(cx, id, version, contact.clone()),
                || visible_row::<centre_row::Entity>(&cx.db, &cx.viewer, id, STORED),
                |row| Centre::show(row, cx.today()).node(),
            )
            .await;
        }
        let Ok(id) = OrganisationId::try_from(of) else { return Some(Err(AppError::not_found())) };
        let show = |row| Node::Organisation(Organisation::show(row, cx.today()));
        update(|| set_contact(cx, id, version, contact.clone()), || current(ctx, id), show).await
    }

    /// Adds an entry to a dictionary, or corrects the one of the code with its version (записать значение словаря)
    async fn record_classifier(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry (значение)")] input: RecordClassifierInput,
    ) -> Mutated<RecordClassifierPayload> {
        let (cx, input) = (ctx.cx(), classifier::RecordClassifier::from(input));
        let current = || async {
            let codes = std::slice::from_ref(&input.code);
            classifier::by_codes(&cx.db, &input.dictionary, codes).await.map(|mut rows| rows.pop())
        };
        update(|| classifier::record(cx, input.clone()), current, Into::into).await
    }
}
