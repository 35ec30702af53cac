//! [`AuditEntry`].

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{CodeEnum, audit_entry, ids::AnyId};
use serde_json::Value;

use super::User;
use crate::{
    access::Kind,
    error::AppError,
    graphql::{codes::E, connection::Shows, ids::Id, node, scalars::DateTime},
    service::object,
};

/// An entry of the audit log.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    row: audit_entry::Model,
    as_of: NaiveDate,
}

impl Shows<audit_entry::Entity> for AuditEntry {
    fn show(row: audit_entry::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

/// Who did what to whom and why. Entries are never changed; each is bound to the one before it (запись журнала)
#[Object(name = "AuditEntryResult")]
impl AuditEntry {
    /// Place in the log, without holes (номер)
    async fn position(&self) -> String {
        self.row.position.to_string()
    }

    /// When (когда)
    async fn at(&self) -> DateTime {
        DateTime(self.row.at)
    }

    /// The position of whoever did it, as it was then; `cli` is the command line (кто)
    async fn actor_name(&self) -> &str {
        &self.row.actor_name
    }

    /// Who did it; null: the command line, or not seen (кто)
    async fn actor(&self, ctx: &Context<'_>) -> Option<Result<User, AppError>> {
        User::load(ctx, self.row.actor_id?, self.as_of).await.transpose()
    }

    /// What was done: the name of a mutation or a command (действие)
    async fn action(&self) -> &str {
        &self.row.action
    }

    /// Kind of the object (вид объекта)
    async fn typename(&self) -> Option<E<Kind>> {
        Kind::from_code(&self.row.typename).map(E)
    }

    /// Identity of the object, whether it is still there or not (идентификатор объекта)
    async fn object_id(&self) -> Option<Id<AnyId>> {
        self.object_ref().map(Id)
    }

    /// The object as it is now; null: gone, or not seen (объект)
    async fn object(&self, ctx: &Context<'_>) -> Option<Result<node::Node, AppError>> {
        node::load(ctx, self.object_ref()?, self.as_of).await.transpose()
    }

    /// Why (причина)
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }

    /// What changed; never a secret (изменения)
    async fn details(&self) -> Vec<AuditDetailResult> {
        details(&self.row.details)
    }
}

impl AuditEntry {
    fn object_ref(&self) -> Option<AnyId> {
        object::any(Kind::from_code(&self.row.typename)?, self.row.object_id)
    }
}

/// A field of an object before and after (изменение поля)
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct AuditDetailResult {
    /// Name of the field (поле)
    field: String,
    /// Before; null: empty, or the object did not exist (было)
    before: Option<String>,
    /// After; null: empty, or the object does not exist any more (стало)
    after: Option<String>,
}

/// Entries hold a list of fields; a plain object of a domain is shown as what holds after.
fn details(json: &str) -> Vec<AuditDetailResult> {
    let text = |value: Option<&Value>| match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    match serde_json::from_str(json) {
        Ok(Value::Array(entries)) => entries
            .iter()
            .filter_map(|entry| {
                let field = entry.get("field")?.as_str()?.to_owned();
                Some(AuditDetailResult { field, before: text(entry.get("before")), after: text(entry.get("after")) })
            })
            .collect(),
        Ok(Value::Object(fields)) => fields
            .iter()
            .map(|(field, value)| AuditDetailResult { field: field.clone(), before: None, after: text(Some(value)) })
            .collect(),
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_of_either_form_are_fields() {
        let entry = |field: &str, before: Option<&str>, after: Option<&str>| AuditDetailResult {
            field: field.to_owned(),
            before: before.map(ToOwned::to_owned),
            after: after.map(ToOwned::to_owned),
        };
        assert_eq!(
            details(r#"[{"field":"email","before":"a","after":"b"},{"field":"role","before":null,"after":7}]"#),
            [entry("email", Some("a"), Some("b")), entry("role", None, Some("7"))]
        );
        assert_eq!(details(r#"{"place":"x"}"#), [entry("place", None, Some("x"))]);
        assert!(details("null").is_empty() && details("").is_empty());
    }
}
