//! The acts on which the rest is founded: orders of the ministry and of the municipal departments, each with its date and
//! number.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    ids::{LegalActId, MunicipalityId},
    legal_act::{self, LegalActKind},
    shared::{Level, Visibility},
};

use super::{batch::Batch, net::Region};
use crate::{
    service::act::rules::{issuer_key, number_key},
    text,
};

/// Orders that were issued already: what is decided on one day about one thing is one order.
#[derive(Default)]
pub struct Orders(BTreeMap<(Option<MunicipalityId>, NaiveDate, String), LegalActId>);

impl Orders {
    /// The order of a municipality, or of the region, of a day with a title.
    pub fn of(
        &mut self,
        net: &mut Region<'_>,
        batch: &mut Batch,
        town: Option<MunicipalityId>,
        date: NaiveDate,
        title: &str,
    ) -> LegalActId {
        *self.0.entry((town, date, title.to_owned())).or_insert_with(|| order(net, batch, town, date, title))
    }
}

/// Issues an order.
fn order(
    net: &mut Region<'_>,
    batch: &mut Batch,
    town: Option<MunicipalityId>,
    date: NaiveDate,
    title: &str,
) -> LegalActId {
    let (id, number) = net.next_act();
    let of_town = town.and_then(|id| net.towns.iter().find(|town| town.row.id == id));
    let (issuer, organisation, level) = match of_town {
        Some(town) => {
            let issuer = format!("Управление образования администрации {}", town.genitive);
            (format!("{issuer} ({})", net.subject.name), town.department, Level::Municipality)
        }
        None => (format!("Министерство образования ({})", net.subject.name), net.ministry, Level::Region),
    };
    let number = format!("{number}-п");
    let row = legal_act::Model {
        id,
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: Some(net.row.id),
        municipality_id: town,
        organisation_id: organisation,
        visibility: Visibility::Public,
        level,
        kind: LegalActKind::Order,
        issuer_level: level,
        issuer_key: Some(issuer_key(&issuer)),
        date: Some(date),
        date_precision: 1,
        date_text: None,
        number_key: Some(number_key(&number)),
        title: title.to_owned(),
        url: None,
        repealed_on: None,
        repealed_by_id: None,
        sort_key: text::sort_key(title),
        search_key: text::fold(&format!("{title} {issuer} {number}")),
        issuer: Some(issuer),
        number: Some(number),
    };
    batch.created(&row);
    batch.acts.push(row);
    id
}
