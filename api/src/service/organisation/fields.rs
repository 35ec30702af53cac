//! The checks of single fields of a card: numbers with their check digits, the branch beside its head, addresses.

use chrono::NaiveDate;
use entity::{ids::OrganisationId, organisation};
use sea_orm::ConnectionTrait;

use super::query;
use crate::{
    access::Viewer,
    error::{Failure, Problems, UserError, UserErrorCode},
    rules::registration::{self, Holder, RegistrationFault},
    service::{TEXT, line, list::visible_row},
};

/// Most places of one organisation.
const MOST_PLACES: i32 = 1_000_000;
/// Most licensed addresses of one organisation.
pub const MOST_ADDRESSES: usize = 500;
/// Most other forms of a name.
pub const MOST_ALIASES: usize = 50;

/// The numbers of a card after a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// ИНН.
    pub inn: Option<String>,
    /// КПП.
    pub kpp: Option<String>,
    /// ОГРН or ОГРНИП.
    pub ogrn: Option<String>,
    /// The organisation whose branch it is.
    pub head: Option<OrganisationId>,
}

impl Numbers {
    /// The numbers of a stored card.
    pub fn of(row: &organisation::Model) -> Self {
        let organisation::Model { inn, kpp, ogrn, head_organisation_id, .. } = row.clone();
        Self { inn, kpp, ogrn, head: head_organisation_id }
    }

    /// Cleans them and checks their form and how they fit each other.
    pub fn checked(self, problems: &mut Problems) -> Self {
        let mut number = |text: Option<String>, path: &str, check: fn(&str) -> Result<Option<Holder>, _>| {
            let text = problems.keep(text.map(|text| line(&text, path, 20)).transpose()).flatten()?;
            let holder = problems.keep(check(&text).map_err(|fault| number_error(fault, path)))?;
            Some((text, holder))
        };
        let inn = number(self.inn, "inn", |text| registration::inn(text).map(Some));
        let kpp = number(self.kpp, "kpp", |text| registration::kpp(text).map(|()| None));
        let ogrn = number(self.ogrn, "ogrn", |text| registration::ogrn(text).map(Some));
        let holder = |of: &Option<(String, Option<Holder>)>| of.as_ref().and_then(|(_, holder)| *holder);
        if kpp.is_some() && inn.is_none() {
            problems.push(UserError::required("inn"));
        }
        if kpp.is_some() && holder(&inn) == Some(Holder::Person) {
            problems.add(
                UserErrorCode::Contradiction,
                "kpp",
                "У индивидуального предпринимателя нет КПП",
                "An entrepreneur has no КПП",
            );
        }
        if let (Some(of_inn), Some(of_ogrn)) = (holder(&inn), holder(&ogrn))
            && of_inn != of_ogrn
        {
            problems.add(
                UserErrorCode::Contradiction,
                "ogrn",
                "ИНН и ОГРН разного вида: организации и предпринимателя",
                "ИНН and ОГРН are of different kinds: of an organisation and of an entrepreneur",
            );
        }
        let text = |of: Option<(String, Option<Holder>)>| of.map(|(text, _)| text);
        Self { inn: text(inn), kpp: text(kpp), ogrn: text(ogrn), head: self.head }
    }

    /// Checks the numbers against the other organisations: a branch has the ИНН of its head and a КПП of its own.
    pub async fn placed(
        mut self,
        tx: &impl ConnectionTrait,
        viewer: &Viewer,
        own: Option<&organisation::Model>,
        today: NaiveDate,
    ) -> Result<Self, Failure> {
        let own_id = own.map(|row| row.id);
        let contradiction = |path: &str, ru: &str, en: &str| -> Failure {
            UserError::new(UserErrorCode::Contradiction, path, ru, en).into()
        };
        if let Some(head) = self.head {
            let row = visible_row::<organisation::Entity>(tx, viewer, head, today).await?;
            let row = row.ok_or_else(|| UserError::unknown("headOrganisationId"))?;
            if Some(head) == own_id || row.head_organisation_id.is_some() || row.duplicate_of_id.is_some() {
                return Err(contradiction(
                    "headOrganisationId",
                    "Головной может быть только другая организация, которая сама не филиал и не дубль",
                    "The head must be another organisation that is itself no branch and no duplicate",
                ));
            }
            if let Some(own) = own_id
                && query::has_branches(tx, own).await?
            {
                return Err(contradiction(
                    "headOrganisationId",
                    "У организации есть свои филиалы",
                    "The organisation has branches of its own",
                ));
            }
            match (&self.inn, &row.inn) {
                (None, Some(inn)) => self.inn = Some(inn.clone()),
                (Some(inn), Some(of_head)) if inn != of_head => {
                    return Err(contradiction(
                        "inn",
                        "У филиала тот же ИНН, что у головной организации",
                        "A branch has the ИНН of its head organisation",
                    ));
                }
                _ => {}
            }
            if self.inn.is_some() && self.kpp.is_none() {
                return Err(UserError::required("kpp").into());
            }
        }
        if let Some(inn) = &self.inn {
            let mut taken = query::by_numbers(tx, inn, None).await?.filter(|_| self.head.is_none());
            if taken.as_ref().is_none_or(|row| Some(row.id) == own_id) && self.kpp.is_some() {
                taken = query::by_numbers(tx, inn, self.kpp.as_deref()).await?;
            }
            if taken.is_some_and(|row| Some(row.id) != own_id) {
                return Err(super::duplicate(if self.kpp.is_some() { "kpp" } else { "inn" }).into());
            }
        }
        Ok(self)
    }
}

fn number_error(fault: RegistrationFault, path: &str) -> UserError {
    match fault {
        RegistrationFault::CheckDigit => UserError::new(
            UserErrorCode::InvalidCheckDigit,
            path,
            "Контрольная цифра не сходится: проверьте, нет ли опечатки",
            "The check digit does not fit: look for a typing error",
        ),
        RegistrationFault::Length { expected, found } => UserError::new(
            UserErrorCode::Invalid,
            path,
            format!("Знаков {found}, а нужно: {expected}"),
            format!("{found} characters, needed: {expected}"),
        ),
        RegistrationFault::NotDigits
        | RegistrationFault::UnknownTerritory
        | RegistrationFault::WrongKind
        | RegistrationFault::Form => {
            UserError::new(UserErrorCode::Invalid, path, "Такого номера быть не может", "There can be no such number")
        }
    }
}

/// The address of a site; without a scheme it is https.
pub fn website(text: &str) -> Result<String, UserError> {
    let text = line(text, "website", 2_000)?;
    let text = if text.contains("://") { text } else { format!("https://{text}") };
    registration::url(&text).map_err(|_fault| {
        UserError::new(UserErrorCode::Invalid, "website", "Это не адрес сайта", "This is no address of a site")
    })?;
    Ok(text)
}

/// A number of places.
pub fn capacity(places: i32) -> Result<i32, UserError> {
    if (0..=MOST_PLACES).contains(&places) {
        Ok(places)
    } else {
        Err(UserError::new(
            UserErrorCode::OutOfRange,
            "capacity",
            format!("Мест: от 0 до {MOST_PLACES}"),
            format!("Places: 0 to {MOST_PLACES}"),
        ))
    }
}

/// A licensed address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub address: String,
    /// First day of the licence there.
    pub from: Option<NaiveDate>,
    /// Last day of the licence there.
    pub to: Option<NaiveDate>,
}

/// Cleans addresses and checks their terms; errors stand at `addresses.i`.
pub fn addresses(given: Vec<Address>, problems: &mut Problems) -> Vec<Address> {
    if given.len() > MOST_ADDRESSES {
        problems.add(
            UserErrorCode::TooMany,
            "addresses",
            format!("Не больше {MOST_ADDRESSES} адресов"),
            format!("At most {MOST_ADDRESSES} addresses"),
        );
        return vec![];
    }
    let mut clean = Vec::with_capacity(given.len());
    for (i, Address { address, from, to }) in given.into_iter().enumerate() {
        let address = problems.keep(line(&address, &format!("addresses.{i}.address"), TEXT));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            problems.push(UserError::date_order(&format!("addresses.{i}.licensedTo")));
        }
        clean.extend(address.map(|address| Address { address, from, to }));
    }
    clean
}

/// Cleans other forms of a name, each kept once; errors stand at `aliases.i`.
pub fn aliases(given: Vec<String>, problems: &mut Problems) -> Vec<String> {
    if given.len() > MOST_ALIASES {
        problems.add(
            UserErrorCode::TooMany,
            "aliases",
            format!("Не больше {MOST_ALIASES} форм названия"),
            format!("At most {MOST_ALIASES} forms of the name"),
        );
        return vec![];
    }
    let mut clean: Vec<String> = Vec::with_capacity(given.len());
    for (i, alias) in given.into_iter().enumerate() {
        if let Some(alias) = problems.keep(line(&alias, &format!("aliases.{i}"), crate::service::NAME))
            && !clean.contains(&alias)
        {
            clean.push(alias);
        }
    }
    clean
}
