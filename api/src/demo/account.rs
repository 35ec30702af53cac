//! The accounts of the demonstration network: one or more of every role.

use std::collections::BTreeMap;

use entity::ids::{AnyId, UserId};
use serde::Deserialize;

use super::{
    book::{Book, id_of},
    organisation, territory,
};
use crate::{
    access::Role,
    error::{AppError, Failure},
    service::{
        Cx,
        access::demo::{DemoAccount, Passwords},
    },
};

const FILE: &str = include_str!("data/accounts.toml");
/// The node of the file that is no object.
const FEDERATION: &str = "federation";

#[derive(Deserialize)]
struct Row {
    key: String,
    role: Role,
    email: String,
    name: String,
    node: String,
}

/// An account, for whoever may use it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The role (роль).
    pub role: Role,
    /// The name of its node.
    pub node: String,
    /// The sign-in name.
    pub email: String,
    /// The password; none: it was changed, or the account was closed.
    pub password: Option<String>,
}

/// Opens the accounts.
pub async fn load(book: &mut Book<'_>, passwords: &Passwords) -> Result<(), Failure> {
    let rows: Vec<Row> = Book::rows(FILE, "account")?;
    book.count("accounts", rows.len());
    for Row { key, role, email, name, node } in rows {
        let node: Option<AnyId> = if node == FEDERATION { None } else { Some(book.any(&node)?) };
        let (id, grant) = (book.enter(&key), book.enter(&format!("{key}.grant")));
        passwords.open(book.cx, DemoAccount { id, grant, email, name, role, node }).await?;
    }
    Ok(())
}

/// The ids of the accounts.
pub fn ids() -> Result<Vec<UserId>, Failure> {
    Book::rows(FILE, "account")?.into_iter().map(|Row { key, .. }| id_of(&key)).collect()
}

/// The accounts with their passwords as they are now.
pub async fn shown(cx: &Cx, passwords: &Passwords) -> Result<Vec<Shown>, Failure> {
    #[derive(Deserialize)]
    struct Named {
        key: String,
        name: String,
    }
    let tables = [
        (territory::FILE, "region"),
        (territory::FILE, "zone"),
        (territory::FILE, "municipality"),
        (organisation::FILE, "organisation"),
    ];
    let mut names = BTreeMap::from([(FEDERATION.to_owned(), "Российская Федерация".to_owned())]);
    for (file, table) in tables {
        names.extend(Book::rows(file, table)?.into_iter().map(|Named { key, name }| (key, name)));
    }
    let known = passwords.shown(cx, &ids()?).await?;
    let rows: Vec<Row> = Book::rows(FILE, "account")?;
    let shown = rows.into_iter().map(|Row { key, role, email, node, .. }| {
        let node = names.get(&node).cloned().ok_or_else(|| AppError::internal(format!("demo: no key {node}")))?;
        let password = known.get(&id_of(&key)?).map(|&password| password.to_owned());
        Ok(Shown { role, node, email, password })
    });
    shown.collect()
}
