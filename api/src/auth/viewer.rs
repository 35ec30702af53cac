//! From the claims of a token to a [`Viewer`], with at most two statements: the account with its session and the
//! grants in force today; then what the nodes of those grants expand to, where there is anything to expand.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::{GrantId, MunicipalityId, OrganisationId, RegionId, UserId, ZoneId},
    shared::Level,
};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};
use uuid::Uuid;

use super::token::Claims;
use crate::{
    access::{ActiveGrant, Node, Role, Viewer, viewer::Account},
    db::{
        Db,
        sql::{bind, marks},
    },
    error::AppError,
};

/// In force that day: begun, not ended, not revoked. `{g}` is the alias of the grant; three days are bound.
const IN_FORCE: &str = "({g}.valid_from IS NULL OR {g}.valid_from <= ?) AND ({g}.valid_to IS NULL OR {g}.valid_to >= ?) \
     AND ({g}.revoked_on IS NULL OR {g}.revoked_on > ?)";

/// The viewer of claims; `None` when what the token stands on is gone.
pub(super) async fn of_claims(
    db: &Db,
    claims: &Claims,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Option<Viewer>, AppError> {
    let Some(user) = claims.user() else { return Ok(None) };
    let rows = account(db, claims, user, now, today).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let account = Account {
        id: user,
        email: first.try_get("", "email")?,
        name: first.try_get("", "name")?,
        session: claims.sid,
        must_change_password: claims.sid.is_some() && first.try_get("", "must_change_password")?,
    };
    if claims.sid.is_some() && first.try_get::<Option<Uuid>>("", "session_id")?.is_none() {
        return Ok(None);
    }
    if account.must_change_password {
        return Ok(Some(Viewer::person(account, vec![])));
    }
    let stored = rows.iter().filter_map(|row| Stored::of(row).transpose()).collect::<Result<Vec<_>, DbErr>>()?;
    let grants = expand(db, stored, today).await?;
    Ok(Some(Viewer::person(account, grants)))
}

/// One row per grant in force, at least one: the account itself.
async fn account(
    db: &Db,
    claims: &Claims,
    user: UserId,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Vec<QueryResult>, DbErr> {
    // A grant that was delegated is void without the grant it came from, and without whoever gave it.
    let sql = format!(
        "SELECT u.email, u.name, u.must_change_password, s.id AS session_id, g.id AS grant_id, g.role, g.level, \
           g.region_id, g.zone_id, g.municipality_id, g.organisation_id, g.delegated_by \
         FROM user_account u \
         LEFT JOIN session s ON s.id = ? AND s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > ? \
         LEFT JOIN role_grant g ON g.user_id = u.id AND {} \
           AND (g.source_grant_id IS NULL OR EXISTS (SELECT 1 FROM role_grant d \
             JOIN user_account du ON du.id = d.user_id AND du.disabled_at IS NULL \
             WHERE d.id = g.source_grant_id AND {})) \
         WHERE u.id = ? AND u.token_version = ? AND u.disabled_at IS NULL \
         ORDER BY g.id",
        IN_FORCE.replace("{g}", "g"),
        IN_FORCE.replace("{g}", "d"),
    );
    let days = [today; 6].map(Value::from);
    let values = [Value::from(claims.sid), now.into()].into_iter().chain(days);
    let values = values.chain([Uuid::from(user).into(), claims.ver.into()]);
    db.query_all_raw(bind(db.get_database_backend(), &sql, values)).await
}

/// A grant as stored.
struct Stored {
    id: GrantId,
    role: Role,
    level: Level,
    region: Option<RegionId>,
    zone: Option<ZoneId>,
    municipality: Option<MunicipalityId>,
    organisation: Option<OrganisationId>,
    delegated: bool,
}

impl Stored {
    fn of(row: &QueryResult) -> Result<Option<Self>, DbErr> {
        let Some(id) = row.try_get::<Option<GrantId>>("", "grant_id")? else { return Ok(None) };
        Ok(Some(Self {
            id,
            role: row.try_get("", "role")?,
            level: row.try_get("", "level")?,
            region: row.try_get("", "region_id")?,
            zone: row.try_get("", "zone_id")?,
            municipality: row.try_get("", "municipality_id")?,
            organisation: row.try_get("", "organisation_id")?,
            delegated: row.try_get::<Option<UserId>>("", "delegated_by")?.is_some(),
        }))
    }

    /// The node with what it expands to; `None` where the node is gone.
    fn node(&self, found: &Expanded) -> Option<Node> {
        Some(match self.level {
            Level::Federation => Node::Federation,
            Level::Region => Node::Region(self.region?),
            Level::Zone => {
                let zone = self.zone?;
                let municipalities = found.municipalities.get(&zone.into()).cloned().unwrap_or_default();
                Node::Zone { zone, region: self.region?, municipalities }
            }
            Level::Municipality => {
                let municipality = self.municipality?;
                let mut lineage = found.municipalities.get(&municipality.into()).cloned().unwrap_or_default();
                lineage.insert(municipality);
                Node::Municipality { municipality, region: self.region?, lineage }
            }
            Level::Organisation => {
                let organisation = self.organisation?;
                let (municipality, region) = *found.organisations.get(&organisation)?;
                Node::Organisation { organisation, municipality, region }
            }
        })
    }
}

/// What nodes expand to.
#[derive(Default)]
struct Expanded {
    /// By the id of a zone or a municipality.
    municipalities: HashMap<Uuid, BTreeSet<MunicipalityId>>,
    organisations: HashMap<OrganisationId, (Option<MunicipalityId>, Option<RegionId>)>,
}

async fn expand(db: &Db, stored: Vec<Stored>, today: NaiveDate) -> Result<Vec<ActiveGrant>, AppError> {
    let at = |level: Level| stored.iter().filter(move |grant| grant.level == level);
    let zones: BTreeSet<Uuid> = at(Level::Zone).filter_map(|grant| grant.zone.map(Uuid::from)).collect();
    let municipalities: BTreeSet<Uuid> =
        at(Level::Municipality).filter_map(|grant| grant.municipality.map(Uuid::from)).collect();
    let organisations: BTreeSet<Uuid> =
        at(Level::Organisation).filter_map(|grant| grant.organisation.map(Uuid::from)).collect();
    let found = if zones.is_empty() && municipalities.is_empty() && organisations.is_empty() {
        Expanded::default()
    } else {
        expanded(db, &zones, &municipalities, &organisations, today).await?
    };
    let show = |grant: Stored| {
        let node = grant.node(&found)?;
        Some(ActiveGrant { id: grant.id, role: grant.role, node, delegated: grant.delegated })
    };
    Ok(stored.into_iter().filter_map(show).collect())
}

/// Zones to the municipalities that belong to them today, those and municipalities to all that they succeeded;
/// organisations to where they are now. The one statement that knows how nodes hang together.
async fn expanded(
    db: &Db,
    zones: &BTreeSet<Uuid>,
    municipalities: &BTreeSet<Uuid>,
    organisations: &BTreeSet<Uuid>,
    today: NaiveDate,
) -> Result<Expanded, DbErr> {
    let mut values: Vec<Value> = vec![];
    let mut seeds = vec![];
    if !zones.is_empty() {
        // Where a change is dated in the future, `municipality_period` still holds.
        seeds.push(format!(
            "SELECT CASE WHEN p.id IS NULL THEN m.zone_id ELSE p.zone_id END AS node, m.id AS id FROM municipality m \
             LEFT JOIN municipality_period p ON p.municipality_id = m.id AND m.attributes_since > ? \
               AND (p.from_day IS NULL OR p.from_day <= ?) AND p.to_day >= ? \
             WHERE m.region_id IN (SELECT z.region_id FROM zone z WHERE z.id IN ({0})) \
               AND CASE WHEN p.id IS NULL THEN m.zone_id ELSE p.zone_id END IN ({0})",
            marks(zones.len())
        ));
        values.extend([today; 3].map(Value::from));
        values.extend(zones.iter().chain(zones).map(|id| Value::from(*id)));
    }
    if !municipalities.is_empty() {
        let marks = marks(municipalities.len());
        seeds.push(format!("SELECT m.id AS node, m.id AS id FROM municipality m WHERE m.id IN ({marks})"));
        values.extend(municipalities.iter().map(|id| Value::from(*id)));
    }
    let mut parts = vec![];
    let mut with = String::new();
    if !seeds.is_empty() {
        with = format!(
            "WITH RECURSIVE seed (node, id) AS ({}), reach (node, id) AS (SELECT node, id FROM seed \
             UNION SELECT r.node, s.predecessor_id FROM reach r \
             JOIN municipality_succession s ON s.successor_id = r.id AND s.day <= ?) ",
            seeds.join(" UNION ALL ")
        );
        values.push(today.into());
        parts.push("SELECT 1 AS part, node AS node, id AS municipality, node AS region FROM reach".to_owned());
    }
    if !organisations.is_empty() {
        let marks = marks(organisations.len());
        parts.push(format!(
            "SELECT 2 AS part, o.id AS node, o.municipality_id AS municipality, o.region_id AS region \
             FROM organisation o WHERE o.id IN ({marks})"
        ));
        values.extend(organisations.iter().map(|id| Value::from(*id)));
    }
    let sql = format!("{with}{}", parts.join(" UNION ALL "));
    let mut found = Expanded::default();
    for row in db.query_all_raw(bind(db.get_database_backend(), &sql, values)).await? {
        let (part, node): (i32, Uuid) = (row.try_get("", "part")?, row.try_get("", "node")?);
        let municipality: Option<MunicipalityId> = row.try_get("", "municipality")?;
        if part == 2 {
            found.organisations.insert(node.into(), (municipality, row.try_get("", "region")?));
        } else {
            found.municipalities.entry(node).or_default().extend(municipality);
        }
    }
    Ok(found)
}
