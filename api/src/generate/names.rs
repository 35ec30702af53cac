//! What organisations are called: by type, as registers print them.

use entity::organisation::OrganisationType;

use super::{
    chance::Chance,
    net::Town,
    words::{HOUSES, NAMES},
};

/// A full name, its short form and the legal form in front of it.
pub struct Named {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Code of the legal form.
    pub legal_form: Option<&'static str>,
}

/// Legal forms that the dictionary of the demonstration network lacks: code, abbreviation, name.
pub const FORMS: [(&str, &str, &str); 5] = [
    ("MBOU", "МБОУ", "муниципальное бюджетное общеобразовательное учреждение"),
    ("MBDOU", "МБДОУ", "муниципальное бюджетное дошкольное образовательное учреждение"),
    ("MBUK", "МБУК", "муниципальное бюджетное учреждение культуры"),
    ("GBPOU", "ГБПОУ", "государственное бюджетное профессиональное образовательное учреждение"),
    ("OOO", "ООО", "общество с ограниченной ответственностью"),
];

fn named(form: &'static str, (abbreviation, whole): (&str, &str), name: &str, short: &str, tail: &str) -> Named {
    let tail = if tail.is_empty() { String::new() } else { format!(" {tail}") };
    Named {
        name: format!("{whole} «{name}»{tail}"),
        short_name: format!("{abbreviation} «{short}»{tail}"),
        legal_form: (!form.is_empty()).then_some(form),
    }
}

const DO: (&str, &str) = ("МБУДО", "Муниципальное бюджетное учреждение дополнительного образования");

/// The name of an organisation of a municipality, the n-th of its type there.
pub fn of_town(kind: OrganisationType, number: usize, town: &Town, chance: &mut Chance) -> Named {
    use OrganisationType as T;
    let (tail, word) = (town.genitive.as_str(), chance.word(&NAMES));
    match kind {
        T::School => named(
            "MBOU",
            ("МБОУ", "Муниципальное бюджетное общеобразовательное учреждение"),
            &format!("Средняя общеобразовательная школа № {number}"),
            &format!("СОШ № {number}"),
            tail,
        ),
        T::Kindergarten => named(
            "MBDOU",
            ("МБДОУ", "Муниципальное бюджетное дошкольное образовательное учреждение"),
            &format!("Детский сад № {number} „{word}“"),
            &format!("Детский сад № {number}"),
            tail,
        ),
        T::AdditionalEducation if number == 1 => {
            named("MBUDO", DO, "Дом детского творчества", "Дом детского творчества", tail)
        }
        T::AdditionalEducation => {
            let title = format!("{} „{word}“ № {number}", chance.word(&HOUSES));
            named("MBUDO", DO, &title, &title, tail)
        }
        T::Sport => {
            let title = format!("Спортивная школа № {number} „{word}“");
            named("MBUDO", DO, &title, &title, tail)
        }
        T::Culture => {
            let house = chance.word(&["Дом культуры", "Центральная детская библиотека", "Краеведческий музей"]);
            let title = format!("{house} „{word}“ № {number}");
            named("MBUK", ("МБУК", "Муниципальное бюджетное учреждение культуры"), &title, &title, tail)
        }
        T::Vocational => {
            let title = format!("{}ский многопрофильный техникум № {number}", town.stem);
            let form = ("ГБПОУ", "Государственное бюджетное профессиональное образовательное учреждение");
            named("GBPOU", form, &title, &title, "")
        }
        T::Private => {
            let title = format!("Центр развития „{word}“ № {number}");
            named("ANO", ("АНО", "Автономная некоммерческая организация"), &title, &title, tail)
        }
        T::Ngo => {
            let title = format!("Детское движение „{word}“ № {number}");
            named("", ("ОО", "Общественная организация"), &title, &title, tail)
        }
        T::Enterprise => {
            let title = format!("{word}-{number}");
            named("OOO", ("ООО", "Общество с ограниченной ответственностью"), &title, &title, tail)
        }
        T::MethodicalCentre => {
            let title = "Информационно-методический центр";
            named("MKU", ("МКУ", "Муниципальное казённое учреждение"), title, "ИМЦ", tail)
        }
        T::GoverningBody | T::University | T::Science => Named {
            name: format!("Управление образования администрации {tail}"),
            short_name: format!("Управление образования {tail}"),
            legal_form: Some("MKU"),
        },
    }
}

/// The organisations of a region itself.
pub fn of_region(region: &str) -> Vec<(OrganisationType, Named)> {
    let state = ("ГБОУ", "Государственное бюджетное образовательное учреждение");
    let plain = |name: String, short: &str| Named { short_name: format!("{short} ({region})"), name, legal_form: None };
    let centre = "Региональный модельный центр дополнительного образования детей";
    vec![
        (OrganisationType::GoverningBody, plain(format!("Министерство образования ({region})"), "Минобразования")),
        (OrganisationType::AdditionalEducation, {
            named("GBOU", state, centre, "РМЦ ДОД", &format!("({region})"))
        }),
        (OrganisationType::AdditionalEducation, {
            named("GBOU", state, "Центр выявления одарённых детей", "ЦОД", &format!("({region})"))
        }),
        (OrganisationType::MethodicalCentre, {
            named("GBOU", state, "Институт развития образования", "ИРО", &format!("({region})"))
        }),
        (OrganisationType::University, plain(format!("Государственный университет ({region})"), "ГУ")),
        (OrganisationType::Science, plain(format!("Научный центр ({region})"), "НЦ")),
    ]
}

/// The position of whoever heads it.
pub fn head(kind: OrganisationType) -> &'static str {
    match kind {
        OrganisationType::GoverningBody => "начальник управления",
        OrganisationType::Kindergarten => "заведующий",
        OrganisationType::University => "ректор",
        _ => "директор",
    }
}

/// Whether it needs a licence to teach.
pub fn is_licensed(kind: OrganisationType) -> bool {
    !matches!(kind, OrganisationType::GoverningBody | OrganisationType::Ngo | OrganisationType::Enterprise)
}

/// Places, where they are counted.
pub fn capacity(kind: OrganisationType, chance: &mut Chance) -> Option<i32> {
    let (least, most) = match kind {
        OrganisationType::School => (8, 110),
        OrganisationType::Kindergarten => (4, 30),
        OrganisationType::AdditionalEducation | OrganisationType::Sport => (10, 150),
        _ => return None,
    };
    chance.percent(80).then(|| chance.between(least, most) * 10)
}
