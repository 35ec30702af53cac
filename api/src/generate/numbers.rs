//! Registration numbers with valid check digits that nobody has: tax offices and register entries with zeros where
//! real ones never have them.

/// Weights of the nine digits before the check digit of an ИНН.
const WEIGHTS: [u64; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];

/// The ИНН of the n-th organisation of a region: its tax office is 00, which there is not.
pub fn inn(region: &str, number: usize) -> String {
    let body = format!("{region}00{number:05}");
    let sum: u64 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u64::from(digit - b'0') * weight).sum();
    format!("{body}{}", sum % 11 % 10)
}

/// The КПП of a head organisation (1) or a branch.
pub fn kpp(region: &str, number: usize) -> String {
    let reason = if number == 1 { "01" } else { "43" };
    format!("{region}00{reason}{number:03}")
}

/// The ОГРН of the n-th organisation of a region.
pub fn ogrn(region: &str, number: usize) -> String {
    let body = format!("102{region}00{number:05}");
    let value: u64 = body.bytes().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
    format!("{body}{}", value % 11 % 10)
}

/// The ОКТМО of the n-th municipality of a subject whose codes begin with some digits; n is below 100.
pub fn oktmo(prefix: &str, number: usize) -> String {
    // A prefix of two digits is followed by the kind of municipality: 5 to 7, never the third digit of an okrug.
    let kind = if prefix.len() == 2 { "6" } else { "" };
    format!("{prefix}{kind}{number:02}000")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{
        registration::{self, Holder},
        subjects::SUBJECTS,
    };

    #[test]
    fn numbers_pass_the_rules_of_registration() {
        for subject in &SUBJECTS {
            for number in [1, 7, 42, 999, 54_321] {
                assert_eq!(registration::inn(&inn(subject.code, number)), Ok(Holder::LegalEntity));
                assert_eq!(registration::ogrn(&ogrn(subject.code, number)), Ok(Holder::LegalEntity));
                assert_eq!(registration::kpp(&kpp(subject.code, number.min(900))), Ok(()));
            }
            for number in [1, 50, 99] {
                let text = oktmo(subject.oktmo, number);
                let found = registration::oktmo(&text).unwrap();
                assert_eq!((found.subject.code, found.settlement), (subject.code, None), "{text}");
            }
        }
    }
}
