//! Every mutation: the payload with its `userErrors`, the retry after a lost race, the object beside `STALE_VERSION`.

use std::future::Future;

use async_graphql::{MaybeUndefined, SimpleObject};
use entity::ids::AnyId;

use super::{codes::E, ids::Id};
use crate::{
    error::{AppError, Code, Failure, UserError, UserErrorCode},
    lang::Lang,
    service::Patch,
};

/// An error that a correct client can meet; nothing was written (ошибка ввода).
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "UserError")]
pub struct UserErrorNode {
    /// What is wrong, for programs (код)
    code: E<UserErrorCode>,
    /// What is wrong and what to do, for people, in the language of the request (сообщение)
    message: String,
    /// Where, from `input`, indices as digits (место)
    path: Vec<String>,
}

impl From<UserError> for UserErrorNode {
    fn from(error: UserError) -> Self {
        let path = std::iter::once("input".to_owned()).chain(error.path).collect();
        Self { code: E(error.code), message: error.message.localised().to_owned(), path }
    }
}

impl From<AppError> for async_graphql::Error {
    fn from(error: AppError) -> Self {
        use async_graphql::ErrorExtensions as _;
        Self::new(error.message.in_lang(Lang::current()))
            .extend_with(|_, extensions| extensions.set("code", entity::CodeEnum::code(error.code)))
    }
}

/// A payload of one object.
pub trait Payload {
    /// The object.
    type Object;
    /// With the object, or with errors, or with both when the object is newer than the client's copy.
    fn of(object: Option<Self::Object>, user_errors: Vec<UserErrorNode>) -> Self;
}

/// Declares a payload: `payload!(CreateZonePayload, zone: Zone, "what was created")`.
#[macro_export]
macro_rules! payload {
    ($name:ident, $field:ident: $object:ty, $doc:literal) => {
        #[doc = concat!("Answer of the mutation: ", $doc)]
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            #[doc = $doc]
            $field: Option<$object>,
            /// Why nothing was written; empty when all went well (ошибки ввода)
            user_errors: Vec<$crate::graphql::payload::UserErrorNode>,
        }

        impl $crate::graphql::payload::Payload for $name {
            type Object = $object;

            fn of(object: Option<Self::Object>, user_errors: Vec<$crate::graphql::payload::UserErrorNode>) -> Self {
                Self { $field: object, user_errors }
            }
        }
    };
}

/// What a mutation field gives: null with a top-level error, or the payload.
pub type Mutated<P> = Option<Result<P, AppError>>;

/// How often a lost race is run again.
const TRIES: u32 = 6;

/// Runs a creating operation.
pub async fn create<P, R, F>(run: impl Fn() -> F, show: impl Fn(R) -> P::Object) -> Mutated<P>
where
    P: Payload,
    F: Future<Output = Result<R, Failure>>,
{
    update(run, async || Ok(None), show).await
}

/// Runs a deletion: what is gone is told by its id, and a client whose copy is stale reads what is still there.
pub async fn delete<P, R, F>(run: impl Fn() -> F, id: impl Fn(R) -> Id<AnyId>) -> Mutated<P>
where
    P: Payload<Object = Id<AnyId>>,
    F: Future<Output = Result<R, Failure>>,
{
    create(run, id).await
}

/// Runs an operation on an object; `current` loads it for a client whose copy is stale.
pub async fn update<P, R, F, C>(
    run: impl Fn() -> F,
    current: impl Fn() -> C,
    show: impl Fn(R) -> P::Object,
) -> Mutated<P>
where
    P: Payload,
    F: Future<Output = Result<R, Failure>>,
    C: Future<Output = Result<Option<R>, AppError>>,
{
    for attempt in 0..TRIES {
        match run().await {
            Ok(row) => return Some(Ok(P::of(Some(show(row)), vec![]))),
            Err(Failure::User(errors)) => {
                // Of many rows some are newer than the client's copy: it is shown them beside the errors.
                let mut now = None;
                if errors.iter().any(|error| error.code == UserErrorCode::StaleVersion) {
                    match current().await {
                        Ok(row) => now = row.map(&show),
                        Err(error) => return Some(Err(error)),
                    }
                }
                return Some(Ok(P::of(now, errors.into_iter().map(Into::into).collect())));
            }
            Err(Failure::Stale) => {
                let now = match current().await {
                    Ok(row) => row.map(&show),
                    Err(error) => return Some(Err(error)),
                };
                return Some(Ok(P::of(now, vec![stale().into()])));
            }
            Err(Failure::App(error)) => return Some(Err(error)),
            Err(Failure::Conflict) => {
                tokio::time::sleep(std::time::Duration::from_millis(5 << attempt)).await;
            }
        }
    }
    Some(Err(AppError::new(
        Code::Timeout,
        "Объект занят другими изменениями, повторите позже",
        "The object is busy with other changes, try again later",
    )))
}

fn stale() -> UserError {
    UserError::new(
        UserErrorCode::StaleVersion,
        "expectedVersion",
        "Объект изменился: проверьте его нынешний вид и повторите",
        "The object has changed: look at it as it is now and try again",
    )
}

/// A member of an input as the service takes it: absent leaves, null clears.
pub fn patch<T>(member: MaybeUndefined<T>) -> Patch<T> {
    match member {
        MaybeUndefined::Undefined => Patch::Absent,
        MaybeUndefined::Null => Patch::Set(None),
        MaybeUndefined::Value(value) => Patch::Set(Some(value)),
    }
}

/// The same of a list, element by element.
pub fn patch_each<T, U: From<T>>(member: MaybeUndefined<Vec<T>>) -> Patch<Vec<U>> {
    patch(member).map(|given| given.into_iter().map(Into::into).collect())
}
