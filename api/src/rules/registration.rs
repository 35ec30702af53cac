//! Numbers by which organisations and territories are registered, and the sanity of contacts.
//!
//! Here is decided whether a text can be such a number at all (length, form, check digits), never
//! whether it exists. Texts come cleaned (`crate::text::clean`); functions are pure, and a fault says which
//! of the rules failed, so that the message can.

use super::subjects::{self, Subject};

/// Why a text is not what its field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationFault {
    /// Another number of characters than the rule has.
    Length {
        /// What the rule has, for the message: `10, 12`.
        expected: &'static str,
        /// How many there are.
        found: usize,
    },
    /// Something else than digits.
    NotDigits,
    /// The check digit does not follow from the others: most often a typing error.
    CheckDigit,
    /// The digits that name a territory name none.
    UnknownTerritory,
    /// A record of another kind, told by its first digit.
    WrongKind,
    /// Not of the form that the field has.
    Form,
}

type Checked<T> = Result<T, RegistrationFault>;

/// Whose number it is, told by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Юридическое лицо.
    LegalEntity,
    /// Физическое лицо, индивидуальный предприниматель.
    Person,
}

/// Weights of the digits of an ИНН. Each check digit takes as many as stand before it, from the end.
const WEIGHTS: [u64; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/// ИНН, number of a tax payer: 10 digits of a legal entity or 12 of a person.
pub fn inn(text: &str) -> Checked<Holder> {
    let digits = digits(text, &[10, 12], "10, 12")?;
    if text.starts_with("00") {
        return Err(RegistrationFault::UnknownTerritory);
    }
    let holds = |before: usize| {
        let weights = WEIGHTS.iter().skip(WEIGHTS.len() - before);
        let sum: u64 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
        digits.get(before) == Some(&(sum % 11 % 10))
    };
    let (good, holder) = match digits.len() {
        10 => (holds(9), Holder::LegalEntity),
        _ => (holds(10) && holds(11), Holder::Person),
    };
    if good { Ok(holder) } else { Err(RegistrationFault::CheckDigit) }
}

/// КПП, reason of tax registration: four digits of the tax office, two digits or Latin capitals of
/// the reason, three digits of the entry.
pub fn kpp(text: &str) -> Checked<()> {
    length(text, &[9], "9")?;
    let formed = text
        .chars()
        .enumerate()
        .all(|(place, c)| c.is_ascii_digit() || ((4..6).contains(&place) && c.is_ascii_uppercase()));
    if !formed {
        Err(RegistrationFault::Form)
    } else if text.starts_with("00") {
        Err(RegistrationFault::UnknownTerritory)
    } else {
        Ok(())
    }
}

/// ОГРН (13 digits, of a legal entity) or ОГРНИП (15 digits, of an entrepreneur), number of the
/// main entry in the state register.
pub fn ogrn(text: &str) -> Checked<Holder> {
    let digits = digits(text, &[13, 15], "13, 15")?;
    let (holder, kinds, modulus) = match digits.len() {
        13 => (Holder::LegalEntity, ['1', '5'].as_slice(), 11),
        _ => (Holder::Person, ['3'].as_slice(), 13),
    };
    if !text.starts_with(kinds) {
        return Err(RegistrationFault::WrongKind);
    }
    let number = digits.iter().take(digits.len() - 1).fold(0_u64, |number, digit| number * 10 + digit);
    if digits.last() == Some(&(number % modulus % 10)) { Ok(holder) } else { Err(RegistrationFault::CheckDigit) }
}

/// A code of the municipal classification in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Oktmo<'a> {
    /// The subject of the federation it lies in.
    pub subject: &'static Subject,
    /// The eight digits of the municipality.
    pub municipality: &'a str,
    /// The three digits of the settlement, where given.
    pub settlement: Option<&'a str>,
}

/// ОКТМО: 8 digits of a municipality or 11 of a settlement; it has no check digit.
pub fn oktmo(text: &str) -> Checked<Oktmo<'_>> {
    digits(text, &[8, 11], "8, 11")?;
    let subject = subjects::by_oktmo(text).ok_or(RegistrationFault::UnknownTerritory)?;
    let (municipality, settlement) = text.split_at_checked(8).ok_or(RegistrationFault::Form)?;
    let settlement = (!settlement.is_empty()).then_some(settlement);
    Ok(Oktmo { subject, municipality, settlement })
}

/// The two digits of a subject of the federation.
pub fn region_code(text: &str) -> Checked<&'static Subject> {
    digits(text, &[2], "2")?;
    subjects::by_code(text).ok_or(RegistrationFault::UnknownTerritory)
}

/// An e-mail address, in the form in which it is stored and compared: lower case.
pub fn email(text: &str) -> Checked<String> {
    let lower = text.to_lowercase();
    let (local, host) = lower.rsplit_once('@').ok_or(RegistrationFault::Form)?;
    let plain = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let local_good = (1..=64).contains(&local.len())
        && local.chars().all(plain)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let good = lower.len() <= 254 && local_good && host.contains('.') && is_host(host);
    if good { Ok(lower) } else { Err(RegistrationFault::Form) }
}

/// An address of a page: http or https, a host (Cyrillic domains too), no name or password in it.
pub fn url(text: &str) -> Checked<()> {
    const LONGEST: usize = 2_000;
    let scheme = text
        .split_once("://")
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let (_, rest) = scheme.ok_or(RegistrationFault::Form)?;
    if text.chars().count() > LONGEST {
        return Err(RegistrationFault::Length { expected: "2000", found: text.chars().count() });
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let port_good = port.is_none_or(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    });
    let seen = |c: char| !(c.is_whitespace() || c.is_control() || r#"\<>"^`{|}"#.contains(c));
    let good = port_good && host.contains('.') && is_host(host) && rest.chars().all(seen);
    if good { Ok(()) } else { Err(RegistrationFault::Form) }
}

/// A host name: labels of letters, digits and inner hyphens.
fn is_host(host: &str) -> bool {
    let label_good = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(label_good)
}

/// A telephone number as people print it, one of them: `8 (86161) 7-35-47`, `+7 …, доб. 12`.
/// Local numbers have five digits at least, international ones fifteen at most.
pub fn phone(text: &str) -> Checked<()> {
    let lower = text.to_lowercase();
    let cut = ["доб", "ext"].iter().find_map(|word| lower.split_once(word));
    let (number, extension) = match cut {
        Some((number, extension)) => (number, Some(extension)),
        None => (lower.as_str(), None),
    };
    let number = number.trim_end_matches([' ', ',']);
    let count = number.chars().filter(char::is_ascii_digit).count();
    let marks = number
        .chars()
        .enumerate()
        .all(|(place, c)| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '–') || (c == '+' && place == 0));
    let (open, close) = (number.matches('(').count(), number.matches(')').count());
    let brackets = open == close && open <= 1 && number.find('(') <= number.find(')');
    let extension_good = extension.is_none_or(|extension| {
        let digits = extension.trim_matches(['.', ' ', ':']);
        (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !(5..=15).contains(&count) {
        Err(RegistrationFault::Length { expected: "5–15", found: count })
    } else if marks && brackets && extension_good {
        Ok(())
    } else {
        Err(RegistrationFault::Form)
    }
}

fn length(text: &str, lengths: &[usize], expected: &'static str) -> Checked<()> {
    let found = text.chars().count();
    if lengths.contains(&found) { Ok(()) } else { Err(RegistrationFault::Length { expected, found }) }
}

/// The values of the digits of a text that has nothing else and is as long as one of the lengths.
fn digits(text: &str, lengths: &[usize], expected: &'static str) -> Checked<Vec<u64>> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(RegistrationFault::NotDigits);
    }
    length(text, lengths, expected)?;
    Ok(text.bytes().map(|byte| u64::from(byte - b'0')).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::RegistrationFault::{CheckDigit, Form, Length, NotDigits, UnknownTerritory, WrongKind};
    use super::*;

    /// The one digit that makes the start a good number, found by trying all.
    fn completed<T>(start: &str, check: impl Fn(&str) -> Checked<T>) -> Vec<String> {
        (0..10).map(|digit| format!("{start}{digit}")).filter(|text| check(text).is_ok()).collect()
    }

    #[test]
    fn inn_has_its_check_digits() {
        // Sums by hand: 2·2+3·4+0·10+1·3+0·5+0·9+0·4+0·6+1·8 = 27, 27 mod 11 = 5.
        assert_eq!(inn("2301000015"), Ok(Holder::LegalEntity));
        assert_eq!(inn("2301000016"), Err(CheckDigit));
        assert_eq!(inn("3201000015"), Err(CheckDigit));
        // The sample number of a person that is printed in descriptions of the algorithm.
        assert_eq!(inn("500100732259"), Ok(Holder::Person));
        assert_eq!(inn("500100732258"), Err(CheckDigit));
        assert_eq!(inn("500100732269"), Err(CheckDigit));
        assert_eq!(inn("0000000000"), Err(UnknownTerritory));
        assert_eq!(inn("230100001"), Err(Length { expected: "10, 12", found: 9 }));
        assert_eq!(inn("23010000150"), Err(Length { expected: "10, 12", found: 11 }));
        assert_eq!(inn("230100001a"), Err(NotDigits));
        assert_eq!(inn("２３０１００００１５"), Err(NotDigits));
        assert_eq!(inn(""), Err(Length { expected: "10, 12", found: 0 }));
    }

    #[test]
    fn kpp_has_its_form() {
        for text in ["230101001", "2301AZ001", "770143001", "9909A0999"] {
            assert_eq!(kpp(text), Ok(()), "{text}");
        }
        for text in ["23O101001", "2301az001", "2301ЯЯ001", "23010100A", "2301-1001"] {
            assert_eq!(kpp(text), Err(Form), "{text}");
        }
        assert_eq!(kpp("23010100"), Err(Length { expected: "9", found: 8 }));
        assert_eq!(kpp("000101001"), Err(UnknownTerritory));
    }

    #[test]
    fn ogrn_has_its_check_digit() {
        // 102230000001 = 11 · 9293636363 + 8.
        assert_eq!(ogrn("1022300000018"), Ok(Holder::LegalEntity));
        assert_eq!(ogrn("1022300000017"), Err(CheckDigit));
        assert_eq!(ogrn("2022300000018"), Err(WrongKind));
        assert_eq!(ogrn("415230000000001"), Err(WrongKind));
        assert_eq!(ogrn("10223000000189"), Err(Length { expected: "13, 15", found: 14 }));
        let person = completed("31523000000001", ogrn);
        assert_eq!(person.len(), 1, "{person:?}");
    }

    #[test]
    fn oktmo_names_its_subject() {
        let found = oktmo("03612101").map(|oktmo| (oktmo.subject.code, oktmo.settlement));
        assert_eq!(found, Ok(("23", None)));
        let found = oktmo("11811000101").map(|oktmo| (oktmo.subject.code, oktmo.settlement));
        assert_eq!(found, Ok(("83", Some("101"))));
        assert_eq!(oktmo("55000000"), Err(UnknownTerritory));
        assert_eq!(oktmo("036121010"), Err(Length { expected: "8, 11", found: 9 }));
        assert_eq!(oktmo("0361210x"), Err(NotDigits));
        assert_eq!(region_code("19").map(|subject| subject.name), Ok("Республика Хакасия"));
        assert_eq!(region_code("00"), Err(UnknownTerritory));
        assert_eq!(region_code("1"), Err(Length { expected: "2", found: 1 }));
    }

    #[test]
    fn emails_are_sane() {
        assert_eq!(email("Moc.District+1@Edu.Example.RU").as_deref(), Ok("moc.district+1@edu.example.ru"));
        assert_eq!(email("центр@пример.рф").as_deref(), Ok("центр@пример.рф"));
        for text in [
            "",
            "a",
            "a@",
            "@b.ru",
            "a@b",
            "a b@c.ru",
            "a@b c.ru",
            "a@@b.ru",
            "a@.ru",
            "a@b..ru",
            "a@-b.ru",
            ".a@b.ru",
            "a..b@c.ru",
            "a@b.ru,c@d.ru",
            "<a@b.ru>",
            "a@b_c.ru",
        ] {
            assert_eq!(email(text), Err(Form), "{text}");
        }
    }

    #[test]
    fn urls_are_sane() {
        for text in [
            "https://example.ru",
            "HTTP://example.ru:8080/a/b?c=d#e",
            "https://пример.рф/страница",
            "http://192.0.2.1/",
            "https://example.ru?x=%20",
        ] {
            assert_eq!(url(text), Ok(()), "{text}");
        }
        for text in [
            "",
            "example.ru",
            "ftp://example.ru",
            "javascript:alert(1)",
            "javascript://example.ru",
            "https://",
            "https:///a",
            "https://a b.ru",
            "https://user:pass@example.ru",
            "https://user@example.ru",
            "https://example.ru:0",
            "https://example.ru:",
            "https://example.ru:99999",
            "https://example.ru/a b",
            "https://example.ru\\@evil.ru",
            "https://localhost",
            "https://example.ru/<script>",
            " https://example.ru",
        ] {
            assert_eq!(url(text), Err(Form), "{text}");
        }
    }

    #[test]
    fn phones_are_sane() {
        for text in ["8 (86161) 7-35-47", "+7 390 312-34-56", "7-35-47", "8(800)2000000, доб. 12", "+78182123456 ext 7"]
        {
            assert_eq!(phone(text), Ok(()), "{text}");
        }
        for text in [
            "8)86161(73547",
            "8 (86161 73547",
            "7+3903123456",
            "89001234567; 89001234568",
            "8900123456a",
            "73547 доб.",
            "73547 доб. 1234567",
        ] {
            assert!(phone(text).is_err(), "{text}");
        }
        assert_eq!(phone("112"), Err(Length { expected: "5–15", found: 3 }));
    }

    proptest! {
        /// One last digit is right, so that any error in one digit of an organisation's own number
        /// is seen at once.
        #[test]
        fn one_check_digit_completes_a_number(inn_start in "[1-9][0-9]{8}", ogrn_start in "[15][0-9]{11}", ip in "3[0-9]{13}") {
            prop_assert_eq!(completed(&inn_start, inn).len(), 1);
            prop_assert_eq!(completed(&ogrn_start, ogrn).len(), 1);
            prop_assert_eq!(completed(&ip, ogrn).len(), 1);
        }

        #[test]
        fn no_text_panics(text in ".{0,24}|[0-9]{0,16}") {
            let _ = (inn(&text), kpp(&text), ogrn(&text), oktmo(&text), email(&text), url(&text), phone(&text));
        }
    }
}
