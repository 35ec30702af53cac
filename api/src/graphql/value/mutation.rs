//! The roots of recording values and deciding on them.

use async_graphql::{Context, Object, SimpleObject};

use super::{
    card::Value,
    input::{
        AcceptValuesInput, DeleteValuesInput, LockValuesInput, RecordValuesInput, ReturnValuesInput, SubmitValuesInput,
        steps,
    },
};
use crate::{
    error::Failure,
    graphql::{
        codes::E,
        context::ContextExt,
        payload::{Mutated, Payload, UserErrorNode, create, update},
    },
    payload,
    service::value::{
        check::{ValueWarningCode, Warning},
        decide::{self, Decision, Step},
        record::{self, RecordValues},
        shown,
    },
};

payload!(SubmitValuesPayload, values: Vec<Value>, "what was handed in (представленные значения)");
payload!(AcceptValuesPayload, values: Vec<Value>, "what was accepted (принятые значения)");
payload!(ReturnValuesPayload, values: Vec<Value>, "what was returned (возвращённые значения)");
payload!(LockValuesPayload, values: Vec<Value>, "what was closed or opened (закрытые значения)");
payload!(DeleteValuesPayload, values: Vec<Value>, "what was removed, as it was (удалённые значения)");

/// What is strange in a row that is recorded all the same (замечание к значению)
#[derive(Clone, Debug, SimpleObject)]
pub struct ValueWarningStats {
    /// What it is, for programs (код)
    code: E<ValueWarningCode>,
    /// What it is, for people, in the language of the request (сообщение)
    message: String,
    /// Where, from `input`, indices as digits (место)
    path: Vec<String>,
}

impl From<Warning> for ValueWarningStats {
    fn from(warning: Warning) -> Self {
        let path = std::iter::once("input").chain(warning.path.split('.')).map(ToOwned::to_owned).collect();
        Self { code: E(warning.code), message: warning.message.localised().to_owned(), path }
    }
}

/// Answer of the mutation: the values, in the order of the rows (записанные значения)
#[derive(SimpleObject)]
pub struct RecordValuesPayload {
    /// The values, in the order of the rows (записанные значения)
    values: Option<Vec<Value>>,
    /// What is strange in them; they are recorded all the same (замечания)
    warnings: Vec<ValueWarningStats>,
    /// Why nothing was written; empty when all went well (ошибки ввода)
    user_errors: Vec<UserErrorNode>,
}

impl Payload for RecordValuesPayload {
    type Object = (Vec<Value>, Vec<ValueWarningStats>);

    fn of(object: Option<Self::Object>, user_errors: Vec<UserErrorNode>) -> Self {
        let (values, warnings) = object.unzip();
        Self { values, warnings: warnings.unwrap_or_default(), user_errors }
    }
}

/// Runs a decision on stored values and shows them, also to a client some of whose copies are stale.
async fn decided<P>(ctx: &Context<'_>, steps: Vec<Step>, decision: Decision) -> Mutated<P>
where
    P: Payload<Object = Vec<Value>>,
{
    let (cx, today) = (ctx.cx(), ctx.cx().today());
    update(
        async || {
            Ok::<_, Failure>(shown::show(cx, decide::decide(cx, steps.clone(), decision.clone()).await?, true).await?)
        },
        async || Ok(Some(shown::show(cx, decide::current(cx, &steps).await?, true).await?)),
        |rows| Value::show(rows, today),
    )
    .await
}

/// Changing values.
#[derive(Default)]
pub struct ValueMutation;

#[Object]
impl ValueMutation {
    /// Records values of one source, all or none; what is accepted or locked stays as it is (внести значения)
    async fn record_values(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The values (значения)")] input: RecordValuesInput,
    ) -> Mutated<RecordValuesPayload> {
        let (cx, input, today) = (ctx.cx(), RecordValues::from(input), ctx.cx().today());
        let run = async || {
            let recorded = record::record(cx, input.clone()).await?;
            Ok((shown::show(cx, recorded.rows, true).await?, recorded.warnings))
        };
        create(run, |(rows, warnings)| (Value::show(rows, today), warnings.into_iter().map(Into::into).collect())).await
    }

    /// Hands drafts in (представить значения)
    async fn submit_values(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (значения)")] input: SubmitValuesInput,
    ) -> Mutated<SubmitValuesPayload> {
        decided(ctx, steps(input.rows), Decision::Submit).await
    }

    /// Accepts what was handed in: it is public from now on; done one level above the node that it is about
    /// (принять значения)
    async fn accept_values(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (значения)")] input: AcceptValuesInput,
    ) -> Mutated<AcceptValuesPayload> {
        decided(ctx, steps(input.rows), Decision::Accept).await
    }

    /// Returns values to whoever entered them, with what has to be mended (вернуть значения)
    async fn return_values(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why (значения)")] input: ReturnValuesInput,
    ) -> Mutated<ReturnValuesPayload> {
        let ReturnValuesInput { rows, remark } = input;
        decided(ctx, steps(rows), Decision::Return { remark }).await
    }

    /// Closes accepted values, whose breakdowns add up; or opens them again for a reason (закрыть или открыть значения)
    async fn lock_values(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why (значения)")] input: LockValuesInput,
    ) -> Mutated<LockValuesPayload> {
        let LockValuesInput { rows, locked, reason } = input;
        decided(ctx, steps(rows), Decision::Lock { locked, reason }).await
    }

    /// Deletes drafts (удалить черновики значений)
    async fn delete_values(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which (черновики)")] input: DeleteValuesInput,
    ) -> Mutated<DeleteValuesPayload> {
        decided(ctx, steps(input.rows), Decision::Delete).await
    }
}
