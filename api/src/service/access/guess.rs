//! How often passwords and codes may be tried, by account and by address, counted in the database: the same for every
//! node, and for accounts that exist and that do not.
//!
//! A try is counted before anything is compared, so many at once are not cheaper than one after the other. Whoever tries
//! at someone else's account can lock it for a quarter of an hour; sessions that are open go on.

use std::net::IpAddr;

use chrono::Duration;
use sea_orm::ConnectionTrait;

use crate::{
    auth::hash::sha256,
    db::{WriteTx, sql::bind},
    error::{AppError, Code, Failure},
    service::Cx,
};

/// Tries of one account before it has to wait.
pub const OF_ACCOUNT: i32 = 10;
/// Tries from one address: a whole institution may sit behind it.
pub const OF_ADDRESS: i32 = 100;
/// How long tries are counted together.
const WINDOW: Duration = Duration::minutes(15);

/// What tries are counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    key: String,
    most: i32,
}

impl Subject {
    /// A sign-in name, whether there is such an account or not. What is typed there may be a password: hashed.
    pub fn account(email_key: &str) -> Self {
        let hash = sha256(&[b"opora guess", email_key.as_bytes()]);
        let hex = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        Self { key: format!("account {hex}"), most: OF_ACCOUNT }
    }

    /// The network address of a client; none on this machine, where a proxy may stand before everyone.
    pub fn address(peer: Option<IpAddr>) -> Option<Self> {
        let key = match peer.map(|peer| peer.to_canonical()).filter(|peer| !peer.is_loopback())? {
            IpAddr::V4(address) => address.to_string(),
            // A client has a whole network of these.
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
        };
        Some(Self { key: format!("address {key}"), most: OF_ADDRESS })
    }
}

/// Counts one try of each subject; refuses when one of them has had too many.
pub(super) async fn take(cx: &Cx, subjects: &[Subject]) -> Result<(), Failure> {
    let (now, expired) = (cx.clock.now(), cx.clock.now() - WINDOW);
    let tx = cx.db.begin().await?;
    let mut refused = false;
    for subject in subjects {
        let sql = "INSERT INTO sign_in_guess (subject, guesses, since) VALUES (?, 1, ?) \
             ON CONFLICT (subject) DO UPDATE SET \
               guesses = CASE WHEN sign_in_guess.since <= ? THEN 1 ELSE sign_in_guess.guesses + 1 END, \
               since = CASE WHEN sign_in_guess.since <= ? THEN excluded.since ELSE sign_in_guess.since END \
             RETURNING guesses";
        let values = [subject.key.clone().into(), now.into(), expired.into(), expired.into()];
        let row = tx.query_one_raw(bind(tx.get_database_backend(), sql, values)).await?;
        let guesses: i32 = row.map(|row| row.try_get("", "guesses")).transpose()?.unwrap_or(0);
        if guesses == subject.most + 1 {
            tracing::warn!(subject = subject.key, "too many wrong passwords or codes");
        }
        refused |= guesses > subject.most;
    }
    tx.commit().await?;
    if refused { Err(too_many().into()) } else { Ok(()) }
}

/// Forgets the tries of an account that was signed in to, and all that are too old to count.
pub(super) async fn forget(tx: &WriteTx, cx: &Cx, subject: &Subject) -> Result<(), Failure> {
    let sql = "DELETE FROM sign_in_guess WHERE subject = ? OR since <= ?";
    let values = [subject.key.clone().into(), (cx.clock.now() - WINDOW).into()];
    tx.execute_raw(bind(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

fn too_many() -> AppError {
    let minutes = WINDOW.num_minutes();
    AppError::new(
        Code::RateLimited,
        format!("Слишком много попыток, повторите через {minutes} минут"),
        format!("Too many attempts, try again in {minutes} minutes"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_counted_as_networks_and_this_machine_is_not() {
        let of = |text: &str| Subject::address(Some(text.parse().unwrap())).map(|subject| subject.key);
        assert_eq!(of("127.0.0.1"), None);
        assert_eq!(of("::1"), None);
        assert_eq!(of("::ffff:127.0.0.1"), None);
        assert_eq!(of("203.0.113.7").as_deref(), Some("address 203.0.113.7"));
        assert_eq!(of("2001:db8:1:2::7"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:1:3::7"));
        assert_ne!(Subject::account("a@b"), Subject::account("a@c"));
        assert!(!Subject::account("a@b").key.contains('@'));
    }
}
