//! Accounts of the demonstration network. Their password is in the documents, so it may open nothing where strangers can
//! reach the service: there the accounts have another one, which follows from the master key, so that every start of
//! whoever has the key can tell it again and nothing has to be kept.

use std::collections::BTreeMap;

use entity::{
    ids::{AnyId, GrantId, UserId},
    user_account::PasswordHash,
};

use super::{
    command, invitation, node, query,
    session::{self, End},
    sign_in,
    user::{FirstPassword, NewAccount},
};
use crate::{
    access::Role,
    auth::{master::MasterKey, password, random},
    error::Failure,
    service::Cx,
};

/// The password that everybody knows.
pub const KNOWN: &str = "demo-network-2023";

/// An account to open.
pub struct DemoAccount {
    /// Its id.
    pub id: UserId,
    /// The id of its grant.
    pub grant: GrantId,
    /// The sign-in name.
    pub email: String,
    /// The position.
    pub name: String,
    /// What as.
    pub role: Role,
    /// Where; none is the federation.
    pub node: Option<AnyId>,
}

/// A password of all accounts.
struct Common {
    text: String,
    hash: String,
}

impl Common {
    /// The same text has the same hash, so whether an account has it is seen without trying it.
    async fn new(text: String, salt: [u8; 32]) -> Result<Self, Failure> {
        let (salt, _) = salt.split_first_chunk().unwrap_or((&[0; 16], &[]));
        let hash = password::hash_with(&text, salt).await?;
        Ok(Self { text, hash })
    }
}

/// The passwords that accounts of the demonstration network may have.
pub struct Passwords {
    known: Common,
    own: Common,
    public: bool,
}

impl Passwords {
    /// The passwords of a deployment; `public`: strangers can reach it.
    pub async fn of(master: &MasterKey, public: bool) -> Result<Self, Failure> {
        let own: Vec<u8> = master.derive("demo password").into_iter().take(16).collect();
        Ok(Self {
            known: Common::new(KNOWN.to_owned(), *b"the demonstration network's salt").await?,
            own: Common::new(random::spelled(&own), master.derive("demo password salt")).await?,
            public,
        })
    }

    /// Opens an account.
    pub async fn open(&self, cx: &Cx, account: DemoAccount) -> Result<(), Failure> {
        let DemoAccount { id, grant, email, name, role, node } = account;
        let home = node::of_id(cx, &cx.db, node, "node").await?;
        let hash = if self.public { &self.own.hash } else { &self.known.hash };
        let first = FirstPassword { hash: hash.clone(), must_change: false };
        let account = NewAccount { id: Some(id), email, name, home, password: Some(first) };
        command::record(cx, account, Some(grant), role, "userAdd").await?;
        Ok(())
    }

    /// Where strangers can reach the service, takes the known password from the accounts that still have it, with every
    /// session that was opened with it; answers how many.
    pub async fn close_known(&self, cx: &Cx, accounts: &[UserId]) -> Result<usize, Failure> {
        if !self.public {
            return Ok(0);
        }
        let stored = query::stored_accounts(&cx.db, accounts).await?;
        let known: Vec<_> = stored.into_iter().filter(|row| has(row.password_hash.as_ref(), &self.known)).collect();
        for user in &known {
            let mut tx = cx.write().await?;
            session::end_all(&tx, user.id, End::PasswordReset).await?;
            invitation::void_all(&tx, user.id).await?;
            let Some(before) = query::locked_account(&tx, user.id).await? else { continue };
            let after = sign_in::choose(&tx, before, self.own.hash.clone()).await?;
            tx.audit("changePassword", &after, None, serde_json::json!([]));
            tx.commit().await?;
        }
        Ok(known.len())
    }

    /// The password of each account; none where it was changed, or the account is closed.
    pub async fn shown(&self, cx: &Cx, accounts: &[UserId]) -> Result<BTreeMap<UserId, &str>, Failure> {
        let stored = query::stored_accounts(&cx.db, accounts).await?;
        let common = |hash: Option<&PasswordHash>| [&self.known, &self.own].into_iter().find(|one| has(hash, one));
        let open = stored.iter().filter(|row| row.disabled_at.is_none());
        Ok(open.filter_map(|row| Some((row.id, common(row.password_hash.as_ref())?.text.as_str()))).collect())
    }
}

fn has(hash: Option<&PasswordHash>, password: &Common) -> bool {
    hash.is_some_and(|hash| hash.0 == password.hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_password_of_a_deployment_follows_from_its_key() {
        let of = async || Passwords::of(&MasterKey::of_test(), true).await.unwrap_or_else(|_| panic!("passwords"));
        let (one, again) = (of().await, of().await);
        assert_eq!((&one.own.text, &one.own.hash), (&again.own.text, &again.own.hash));
        assert_eq!(one.own.text.len(), 19);
        assert!(password::fits(&one.own.text, Some(one.own.hash.clone())).await.unwrap());
        assert!(password::fits(KNOWN, Some(one.known.hash.clone())).await.unwrap());
        assert!(!password::fits(KNOWN, Some(one.own.hash)).await.unwrap());
        assert!(password::check(KNOWN, &["admin@demo.opora.example"], "password").is_ok());
    }
}
