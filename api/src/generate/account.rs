//! Accounts for every role of a region. They have no password: a token for one is made by `opora token --user`.

use entity::{
    ids::UserId,
    organisation::OrganisationType,
    role_grant::{self, Role},
    shared::Level,
    user_account,
};

use super::{batch::Batch, net::Region};
use crate::{
    access::NodeRef,
    db::change::differences,
    service::access::user::{email_key, search_key},
    text,
};

/// The accounts of a region.
pub fn generate(net: &mut Region<'_>) -> Vec<Batch> {
    if !net.plan.size.accounts {
        return vec![];
    }
    let mut batch = Batch::default();
    let region = NodeRef::region(net.row.id);
    let place = net.subject.name;
    add(net, &mut batch, "ministry", "Министерство", place, (Role::Ministry, region));
    add(net, &mut batch, "rmc", "Координатор РМЦ", place, (Role::RegionalCoordinator, region));
    add(net, &mut batch, "analyst", "Аналитик", place, (Role::Analyst, region));
    add(net, &mut batch, "clerk", "Оператор ввода", place, (Role::DataClerk, region));
    add(net, &mut batch, "expert", "Эксперт", place, (Role::Expert, region));
    add(net, &mut batch, "integration", "Внешняя система", place, (Role::Integration, region));
    for zone in &net.zones {
        let node = NodeRef { level: Level::Zone, zone: Some(zone.id), ..region };
        let key = format!("zoc{}", zone.code.trim_start_matches('Z'));
        add(net, &mut batch, &key, "Координатор ЗОЦ", &zone.name, (Role::ZonalCoordinator, node));
    }
    for town in &net.towns {
        let (id, number) = (town.row.id, town.number);
        let node = NodeRef { level: Level::Municipality, municipality: Some(id), ..region };
        let name = town.row.name.as_str();
        add(net, &mut batch, &format!("moc{number}"), "Координатор МОЦ", name, (Role::MunicipalCoordinator, node));
        add(net, &mut batch, &format!("uo{number}"), "Управление образования", name, (Role::EducationDepartment, node));
        let teaching = net.working(id).filter(|row| row.kind == OrganisationType::AdditionalEducation);
        for (nth, row) in teaching.take(2).enumerate() {
            let node = NodeRef { level: Level::Organisation, organisation: Some(row.id), ..node };
            let title = row.short_name.as_deref().unwrap_or(&row.name);
            let key = format!("org{number}.{}", nth + 1);
            add(net, &mut batch, &key, "Редактор карточки", title, (Role::OrganisationEditor, node));
        }
    }
    vec![batch]
}

fn add(net: &Region<'_>, batch: &mut Batch, key: &str, position: &str, place: &str, (role, node): (Role, NodeRef)) {
    let (at, email) = (net.plan.at, format!("{key}@r{}.generated.opora.example", net.subject.code));
    let name = format!("{position} ({place})");
    let id: UserId = net.id(&format!("user {key}"));
    let user = user_account::Model {
        id,
        version: 1,
        created_at: at,
        updated_at: at,
        email_key: email_key(&email),
        sort_key: text::sort_key(&name),
        search_key: search_key(&name, &email),
        email,
        name,
        region_id: node.region,
        municipality_id: node.municipality,
        organisation_id: node.organisation,
        visibility: node.place().visibility,
        level: node.level,
        password_hash: None,
        must_change_password: false,
        token_version: 0,
        activated_at: None,
        signed_in_at: None,
        disabled_at: None,
    };
    let grant = role_grant::Model {
        id: net.id(&format!("grant {key}")),
        version: 1,
        created_at: at,
        updated_at: at,
        user_id: id,
        role,
        level: node.level,
        region_id: node.region,
        zone_id: node.zone,
        municipality_id: node.municipality,
        organisation_id: node.organisation,
        visibility: node.place().visibility,
        granted_by: None,
        delegated_by: None,
        source_grant_id: None,
        reason: None,
        revoked_on: None,
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    };
    batch.created(&user);
    batch.created(&grant);
    batch.audit("userAdd", &user, None, differences(None, Some(&user)));
    batch.audit("grantRole", &grant, None, differences(None, Some(&grant)));
    batch.users.push(user);
    batch.grants.push(grant);
}
