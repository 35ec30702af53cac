//! Passwords: Argon2id off the worker threads, a few at a time, and the rules that a chosen password obeys.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version, password_hash::SaltString,
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use super::random;
use crate::{
    error::{AppError, UserError, UserErrorCode},
    lang::Text,
};

/// Characters of the shortest password.
pub const SHORTEST: usize = 10;
/// Characters of the longest password.
pub const LONGEST: usize = 200;
/// Different characters that a password needs.
const VARIETY: usize = 5;
/// Hashes at a time: each takes 19 MiB and a core.
static TURNS: Semaphore = Semaphore::const_new(4);
/// Passwords and parts of them that guessing begins with.
const COMMON: [&str; 12] = [
    "1234567890",
    "qwertyuiop",
    "qwerty",
    "password",
    "йцукенгшщз",
    "йцукен",
    "пароль",
    "parol",
    "administrator",
    "opora",
    "опора",
    "welcome",
];

/// 19 MiB, two passes: the least that OWASP recommends for Argon2id.
fn argon() -> Result<Argon2<'static>, AppError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(AppError::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password.
pub async fn hash(password: &str) -> Result<String, AppError> {
    hash_with(password, &random::bytes()?).await
}

/// The hash of a password with a given salt: the same password has the same hash. For passwords that are no secret to
/// whoever can read the hash.
pub async fn hash_with(password: &str, salt: &[u8; 16]) -> Result<String, AppError> {
    let password = composed(password);
    let salt = SaltString::encode_b64(salt).map_err(AppError::internal)?;
    in_turn(move || hashed(&password, &salt)).await?
}

fn hashed(password: &str, salt: &SaltString) -> Result<String, AppError> {
    let hash = argon()?.hash_password(password.as_bytes(), salt).map_err(AppError::internal)?;
    Ok(hash.to_string())
}

/// Whether a password fits a hash. Without a hash it takes as long, and does not fit.
pub async fn fits(password: &str, stored: Option<String>) -> Result<bool, AppError> {
    /// What a guess is compared with where there is no account: nothing fits it.
    static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| {
        let salt = SaltString::encode_b64(b"nobody's account").ok()?;
        hashed("nobody's password", &salt).ok()
    });
    let password = composed(password);
    in_turn(move || {
        let known = stored.is_some();
        let Some(hash) = stored.or_else(|| NOBODY.clone()) else { return Ok(false) };
        let hash = PasswordHash::new(&hash).map_err(AppError::internal)?;
        Ok(argon()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await?
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let _turn = TURNS.acquire().await.map_err(AppError::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(AppError::internal)
}

/// The same password however the keyboard composes its letters.
fn composed(password: &str) -> String {
    password.nfkc().collect()
}

/// Refuses a password that is guessed early; `about` is what is known of the person.
pub fn check(password: &str, about: &[&str], path: &str) -> Result<(), UserError> {
    let weak = |ru: String, en: String| UserError {
        code: UserErrorCode::WeakPassword,
        message: Text::new(ru, en),
        path: vec![path.to_owned()],
    };
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Err(weak(
            format!("Пароль: от {SHORTEST} до {LONGEST} знаков"),
            format!("A password has {SHORTEST} to {LONGEST} characters"),
        ));
    }
    let lower = composed(password).to_lowercase();
    let variety = lower.chars().collect::<std::collections::BTreeSet<_>>().len();
    // What remains of it when what is guessed first is taken out.
    let mut rest = lower;
    let names = about.iter().flat_map(|text| text.split('@')).filter(|part| part.chars().count() >= 4);
    for part in COMMON.iter().copied().map(str::to_owned).chain(names.map(str::to_lowercase)) {
        rest = rest.replace(&part, "");
    }
    if variety < VARIETY || rest.chars().count() < SHORTEST / 2 {
        return Err(weak(
            "Пароль легко угадать: возьмите несколько не связанных слов".to_owned(),
            "The password is easily guessed: take several unrelated words".to_owned(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_nothing_fits_nobody() {
        let stored = hash("верный пароль 7").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(fits("верный пароль 7", Some(stored.clone())).await.unwrap());
        // й composed and decomposed is one letter.
        let stored = hash("зимний чай 40").await.unwrap();
        assert!(fits("зимнии\u{306} чаи\u{306} 40", Some(stored.clone())).await.unwrap());
        assert!(!fits("зимний чай 41", Some(stored)).await.unwrap());
        assert!(!fits("nobody's password", None).await.unwrap());
    }

    #[test]
    fn passwords_that_are_guessed_early_are_refused() {
        let about = ["moc.krylovsky@demo.opora.example", "Методист"];
        for weak in [
            "короткий",
            "aaaaaaaaaaaaaaaa",
            "1234567890",
            "Qwerty1234567890",
            "moc.krylovsky1",
            "методист2023",
            "Пароль1234567890",
        ] {
            assert!(check(weak, &about, "password").is_err(), "{weak}");
        }
        for strong in ["синий трамвай 4", "correct horse", "k7dm-2xqp-91fz-abcd"] {
            assert!(check(strong, &about, "password").is_ok(), "{strong}");
        }
        assert!(check(&"аб вгд".repeat(40), &about, "password").is_err());
    }
}
