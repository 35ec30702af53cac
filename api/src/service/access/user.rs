//! Accounts.

use chrono::{DateTime, Utc};
use entity::{
    ids::{TypedId, UserId},
    user_account::{self, PasswordHash},
};
use sea_orm::{ActiveModelTrait, Set};
use unicode_normalization::UnicodeNormalization;

use super::query;
use crate::{
    access::NodeRef,
    db::WriteTx,
    error::{Failure, UserError, UserErrorCode},
    service::{NAME, line},
    text,
};

/// Most characters of an e-mail.
const EMAIL: usize = 254;

/// An account to record.
pub(super) struct NewAccount {
    /// Given by the demonstration network alone.
    pub id: Option<UserId>,
    /// The sign-in name.
    pub email: String,
    /// The position.
    pub name: String,
    /// Where it is opened.
    pub home: NodeRef,
    /// The hash of the first password; none with an invitation.
    pub password: Option<FirstPassword>,
}

/// The password that an account begins with.
pub(super) struct FirstPassword {
    /// Its hash.
    pub hash: String,
    /// Made by the service and shown once.
    pub must_change: bool,
}

/// Records an account inside a transaction.
pub(super) async fn insert(tx: &mut WriteTx, new: NewAccount) -> Result<user_account::Model, Failure> {
    let NewAccount { id, email, name, home, password } = new;
    let (email, name) = (email_of(&email)?, line(&name, "name", NAME)?);
    if query::account_of_email(tx, &email_key(&email)).await?.is_some() {
        return Err(duplicate().into());
    }
    let now = tx.now();
    let chosen = password.as_ref().is_some_and(|password| !password.must_change);
    let (home, place) = (home, home.place());
    let row = user_account::ActiveModel {
        id: Set(id.unwrap_or_else(|| UserId::new(now))),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        email_key: Set(email_key(&email)),
        sort_key: Set(text::sort_key(&name)),
        search_key: Set(search_key(&name, &email)),
        email: Set(email),
        name: Set(name),
        region_id: Set(home.region),
        municipality_id: Set(home.municipality),
        organisation_id: Set(home.organisation),
        visibility: Set(place.visibility),
        level: Set(home.level),
        must_change_password: Set(password.as_ref().is_some_and(|password| password.must_change)),
        password_hash: Set(password.map(|password| PasswordHash(password.hash))),
        token_version: Set(0),
        activated_at: Set(chosen.then_some(now)),
        signed_in_at: Set(None::<DateTime<Utc>>),
        disabled_at: Set(None),
    };
    let row = row.insert(tx).await?;
    tx.created(&row);
    Ok(row)
}

/// An e-mail as it is stored: one `@`, something on both sides, nothing that can't be seen.
pub(super) fn email_of(email: &str) -> Result<String, UserError> {
    let email = line(email, "email", EMAIL)?;
    let fine = email.split_once('@').is_some_and(|(local, domain)| {
        let plain = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        !local.is_empty()
            && local.chars().all(plain)
            && !domain.starts_with(['.', '-'])
            && !domain.ends_with(['.', '-'])
            && !domain.contains("..")
            && !domain.is_empty()
            && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
    });
    if fine {
        Ok(email)
    } else {
        Err(UserError::new(UserErrorCode::Invalid, "email", "Неверный адрес почты", "Not an e-mail address"))
    }
}

/// An e-mail as it is compared.
pub fn email_key(email: &str) -> String {
    email.trim().nfkc().flat_map(char::to_lowercase).collect()
}

/// The folded text by which an account is found.
pub fn search_key(name: &str, email: &str) -> String {
    text::fold(&format!("{name} {email}"))
}

/// The sign-in name is taken.
pub(super) fn duplicate() -> UserError {
    UserError::new(
        UserErrorCode::Duplicate,
        "email",
        "Учётная запись с такой почтой уже есть: дайте ей полномочие",
        "There is an account with this e-mail already: grant it a role",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_and_compared_without_case() {
        for fine in ["moc.krylovsky@demo.opora.example", "admin@localhost", "центр@образование.рф"] {
            assert!(email_of(fine).is_ok(), "{fine}");
        }
        for wrong in ["", "a", "@b", "a@", "a b@c", "a@b@c", "a@.b", "a@b..c", "a@b-", "a@b\u{202e}c"] {
            assert!(email_of(wrong).is_err(), "{wrong}");
        }
        assert_eq!(email_key(" Moc@Example.ORG "), "moc@example.org");
        assert_eq!(email_key("ЦЕНТР@образование.рф"), "центр@образование.рф");
    }
}
