//! Randomness for secrets: from the operating system, and from nowhere else.

use rand::{TryRngCore, rngs::OsRng};

use crate::error::AppError;

/// Random bytes.
pub fn bytes<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(AppError::internal)?;
    Ok(bytes)
}

/// Letters and digits that are not mistaken for each other when they are read out or typed from paper.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// Random groups of four characters, five bits each, as `k7dm-2xqp`.
pub fn groups<const N: usize>() -> Result<String, AppError> {
    let random = (0..N).map(|_| bytes::<4>()).collect::<Result<Vec<_>, _>>()?;
    Ok(spelled(&random.concat()))
}

/// Secret bytes in groups of four characters; the upper three bits of each byte are left out.
pub fn spelled(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 5 / 4);
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or(b'a')));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_typed_easily() {
        let code = groups::<5>().unwrap();
        assert_eq!(code.len(), 24);
        assert!(code.split('-').all(|group| group.len() == 4 && group.bytes().all(|b| ALPHABET.contains(&b))));
        assert_ne!(code, groups::<5>().unwrap());
    }
}
