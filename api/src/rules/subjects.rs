//! The subjects of the federation (субъекты РФ): codes, kinds, names.
//!
//! Source: the list of article 65 of the Constitution as of October 2022, 89 subjects; the codes by
//! which state registers number them (tax service, address register); the leading digits of the
//! municipal classification ОК 033-2013 (ОКТМО). The table was compared with the open table
//! `hflabs/region` for 85 subjects; ОКТМО prefixes of 90, 93, 94 and 95 come from general knowledge.
//! A renamed subject keeps its code: names here fill new databases, stored names are the truth.

use SubjectKind::{AutonomousOblast, AutonomousOkrug, FederalCity, Krai, Oblast, Republic};

/// Kind of a subject of the federation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubjectKind {
    /// Республика.
    Republic,
    /// Край.
    Krai,
    /// Область.
    Oblast,
    /// Город федерального значения.
    FederalCity,
    /// Автономная область.
    AutonomousOblast,
    /// Автономный округ.
    AutonomousOkrug,
}

/// A subject of the federation.
#[derive(Debug, PartialEq, Eq)]
pub struct Subject {
    /// Two digits, the natural key of a region.
    pub code: &'static str,
    /// Its kind.
    pub kind: SubjectKind,
    /// Its full Russian name.
    pub name: &'static str,
    /// The digits with which the ОКТМО codes of its municipalities begin: two, or three for an
    /// autonomous okrug that lies within an oblast.
    pub oktmo: &'static str,
}

const fn subject(code: &'static str, kind: SubjectKind, name: &'static str, oktmo: &'static str) -> Subject {
    Subject { code, kind, name, oktmo }
}

/// The subject of a two-digit code.
pub fn by_code(code: &str) -> Option<&'static Subject> {
    SUBJECTS.iter().find(|subject| subject.code == code)
}

/// The subject whose municipalities have such ОКТМО codes.
pub fn by_oktmo(oktmo: &str) -> Option<&'static Subject> {
    let holding = SUBJECTS.iter().filter(|subject| oktmo.starts_with(subject.oktmo));
    holding.max_by_key(|subject| subject.oktmo.len())
}

/// All subjects, by code.
pub static SUBJECTS: [Subject; 89] = [
    subject("01", Republic, "Республика Адыгея (Адыгея)", "79"),
    subject("02", Republic, "Республика Башкортостан", "80"),
    subject("03", Republic, "Республика Бурятия", "81"),
    subject("04", Republic, "Республика Алтай", "84"),
    subject("05", Republic, "Республика Дагестан", "82"),
    subject("06", Republic, "Республика Ингушетия", "26"),
    subject("07", Republic, "Кабардино-Балкарская Республика", "83"),
    subject("08", Republic, "Республика Калмыкия", "85"),
    subject("09", Republic, "Карачаево-Черкесская Республика", "91"),
    subject("10", Republic, "Республика Карелия", "86"),
    subject("11", Republic, "Республика Коми", "87"),
    subject("12", Republic, "Республика Марий Эл", "88"),
    subject("13", Republic, "Республика Мордовия", "89"),
    subject("14", Republic, "Республика Саха (Якутия)", "98"),
    subject("15", Republic, "Республика Северная Осетия – Алания", "90"),
    subject("16", Republic, "Республика Татарстан (Татарстан)", "92"),
    subject("17", Republic, "Республика Тыва", "93"),
    subject("18", Republic, "Удмуртская Республика", "94"),
    subject("19", Republic, "Республика Хакасия", "95"),
    subject("20", Republic, "Чеченская Республика", "96"),
    subject("21", Republic, "Чувашская Республика – Чувашия", "97"),
    subject("22", Krai, "Алтайский край", "01"),
    subject("23", Krai, "Краснодарский край", "03"),
    subject("24", Krai, "Красноярский край", "04"),
    subject("25", Krai, "Приморский край", "05"),
    subject("26", Krai, "Ставропольский край", "07"),
    subject("27", Krai, "Хабаровский край", "08"),
    subject("28", Oblast, "Амурская область", "10"),
    subject("29", Oblast, "Архангельская область", "11"),
    subject("30", Oblast, "Астраханская область", "12"),
    subject("31", Oblast, "Белгородская область", "14"),
    subject("32", Oblast, "Брянская область", "15"),
    subject("33", Oblast, "Владимирская область", "17"),
    subject("34", Oblast, "Волгоградская область", "18"),
    subject("35", Oblast, "Вологодская область", "19"),
    subject("36", Oblast, "Воронежская область", "20"),
    subject("37", Oblast, "Ивановская область", "24"),
    subject("38", Oblast, "Иркутская область", "25"),
    subject("39", Oblast, "Калининградская область", "27"),
    subject("40", Oblast, "Калужская область", "29"),
    subject("41", Krai, "Камчатский край", "30"),
    subject("42", Oblast, "Кемеровская область – Кузбасс", "32"),
    subject("43", Oblast, "Кировская область", "33"),
    subject("44", Oblast, "Костромская область", "34"),
    subject("45", Oblast, "Курганская область", "37"),
    subject("46", Oblast, "Курская область", "38"),
    subject("47", Oblast, "Ленинградская область", "41"),
    subject("48", Oblast, "Липецкая область", "42"),
    subject("49", Oblast, "Магаданская область", "44"),
    subject("50", Oblast, "Московская область", "46"),
    subject("51", Oblast, "Мурманская область", "47"),
    subject("52", Oblast, "Нижегородская область", "22"),
    subject("53", Oblast, "Новгородская область", "49"),
    subject("54", Oblast, "Новосибирская область", "50"),
    subject("55", Oblast, "Омская область", "52"),
    subject("56", Oblast, "Оренбургская область", "53"),
    subject("57", Oblast, "Орловская область", "54"),
    subject("58", Oblast, "Пензенская область", "56"),
    subject("59", Krai, "Пермский край", "57"),
    subject("60", Oblast, "Псковская область", "58"),
    subject("61", Oblast, "Ростовская область", "60"),
    subject("62", Oblast, "Рязанская область", "61"),
    subject("63", Oblast, "Самарская область", "36"),
    subject("64", Oblast, "Саратовская область", "63"),
    subject("65", Oblast, "Сахалинская область", "64"),
    subject("66", Oblast, "Свердловская область", "65"),
    subject("67", Oblast, "Смоленская область", "66"),
    subject("68", Oblast, "Тамбовская область", "68"),
    subject("69", Oblast, "Тверская область", "28"),
    subject("70", Oblast, "Томская область", "69"),
    subject("71", Oblast, "Тульская область", "70"),
    subject("72", Oblast, "Тюменская область", "71"),
    subject("73", Oblast, "Ульяновская область", "73"),
    subject("74", Oblast, "Челябинская область", "75"),
    subject("75", Krai, "Забайкальский край", "76"),
    subject("76", Oblast, "Ярославская область", "78"),
    subject("77", FederalCity, "Москва", "45"),
    subject("78", FederalCity, "Санкт-Петербург", "40"),
    subject("79", AutonomousOblast, "Еврейская автономная область", "99"),
    subject("83", AutonomousOkrug, "Ненецкий автономный округ", "118"),
    subject("86", AutonomousOkrug, "Ханты-Мансийский автономный округ – Югра", "718"),
    subject("87", AutonomousOkrug, "Чукотский автономный округ", "77"),
    subject("89", AutonomousOkrug, "Ямало-Ненецкий автономный округ", "719"),
    subject("90", Oblast, "Запорожская область", "23"),
    subject("91", Republic, "Республика Крым", "35"),
    subject("92", FederalCity, "Севастополь", "67"),
    subject("93", Republic, "Донецкая Народная Республика", "21"),
    subject("94", Republic, "Луганская Народная Республика", "43"),
    subject("95", Oblast, "Херсонская область", "74"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_of_two_digits_in_order() {
        let codes: Vec<&str> = SUBJECTS.iter().map(|subject| subject.code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert!(codes.iter().all(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_digit())));
    }

    #[test]
    fn kinds_are_as_many_as_the_constitution_lists() {
        let count = |kind| SUBJECTS.iter().filter(|subject| subject.kind == kind).count();
        let counts = [Republic, Krai, Oblast, FederalCity, AutonomousOblast, AutonomousOkrug].map(count);
        assert_eq!(counts, [24, 9, 48, 3, 1, 4]);
    }

    #[test]
    fn an_oktmo_prefix_leads_back_to_its_subject() {
        for subject in &SUBJECTS {
            let oktmo = format!("{:0<8}", subject.oktmo);
            assert_eq!(by_oktmo(&oktmo), Some(subject), "{}", subject.name);
            assert_eq!(by_code(subject.code), Some(subject));
        }
        assert_eq!(by_oktmo("11651000").map(|subject| subject.code), Some("29"));
        assert_eq!(by_oktmo("02000000"), None);
        assert_eq!(by_code("80"), None);
    }
}
