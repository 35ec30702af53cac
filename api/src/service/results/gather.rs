//! Everything that a question needs from the database, with as many statements however large it is.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;
use entity::{
    ids::{IndicatorId, MunicipalityId, OrganisationId, RegionId},
    indicator_method, organisation,
    shared::Level,
};
use sea_orm::{
    ConnectionTrait, QueryFilter,
    sea_query::{Alias, Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

use super::{
    Wants,
    map::{Map, Sources},
    nodes::Spot,
    query::{self, Cell, Grid, Leaf, Sums, Whose},
    rights::{Reach, Rights},
    sum::Sum,
};
use crate::{
    access::Kind,
    error::AppError,
    service::{Cx, list::Stored, value::guard::is_sensitive},
};

/// An organisation of a municipality, and the days it exists on.
pub type Member = (OrganisationId, Option<NaiveDate>, Option<NaiveDate>);

/// What was found.
#[derive(Debug, Default)]
pub struct Material {
    /// Figures one by one.
    pub leaves: HashMap<(Uuid, Cell, i16), Leaf>,
    /// Regions whose municipalities are all among the leaves.
    pub regions: BTreeSet<RegionId>,
    /// Municipalities whose organisations are all among the leaves, with those that have figures.
    pub towns: BTreeMap<MunicipalityId, BTreeSet<Uuid>>,
    /// Stored sums.
    pub sums: Sums,
    /// Stored sums of the country's other regions together; `true` of those in which nothing but what is accepted counts.
    pub country: HashMap<(Cell, i16, bool), Sum>,
    /// The first days of the methods of indicators.
    pub methods: HashMap<IndicatorId, BTreeSet<NaiveDate>>,
    /// The organisations of municipalities, where somebody looked.
    pub organisations: BTreeMap<MunicipalityId, Vec<Member>>,
}

impl Material {
    /// The figure of a node at a state.
    pub fn leaf(&self, id: Uuid, cell: Cell, state: i16) -> Option<&Leaf> {
        self.leaves.get(&(id, cell, state))
    }

    /// The first day of the method that an indicator is counted by on a day: it tells methods apart.
    pub fn method(&self, of: IndicatorId, day: NaiveDate) -> Option<NaiveDate> {
        self.methods.get(&of)?.range(..=day).next_back().copied()
    }

    fn take(&mut self, leaves: Vec<Leaf>) {
        for leaf in leaves {
            if let (Level::Organisation, Some(municipality)) = (leaf.level, leaf.municipality)
                && let Some(found) = self.towns.get_mut(&municipality)
            {
                found.insert(leaf.id);
            }
            self.leaves.insert((leaf.id, leaf.cell, leaf.state), leaf);
        }
    }
}

/// The question as far as it is understood.
#[derive(Debug)]
pub struct Asked {
    /// Indicators, periods, part of the whole.
    pub grid: Arc<Grid>,
    /// The nodes.
    pub spots: Vec<Spot>,
    /// The map around them.
    pub map: Map,
    /// What the viewer may count.
    pub rights: Rights,
    /// Whether what is past draft counts, where it may.
    pub submitted: bool,
    /// In the borders of which day.
    pub borders: NaiveDate,
    /// Which parts of an answer are wanted.
    pub wants: Wants,
}

impl Asked {
    /// What a municipality is made of in each of the periods.
    pub fn sources(&self, id: MunicipalityId) -> Vec<Sources> {
        self.grid.periods.iter().map(|period| self.map.sources(id, period.to(), self.borders)).collect()
    }

    /// Whether small numbers of a column are hidden from somebody.
    pub fn is_guarded(&self, cell: Cell) -> bool {
        self.grid.indicator(cell).is_some_and(|of| is_sensitive(of.into(), &self.grid.breakdown))
    }

    /// Whether a region's figures are added one by one.
    fn one_by_one(&self, reach: Reach) -> bool {
        self.wants.missing || (reach == Reach::Part && (self.submitted || self.wants.coverage))
    }
}

/// Whose figures are needed, and how.
#[derive(Default)]
struct Plan {
    ids: BTreeSet<Uuid>,
    regions: BTreeSet<RegionId>,
    towns: BTreeSet<MunicipalityId>,
    stored_regions: BTreeSet<Uuid>,
    stored_towns: BTreeSet<Uuid>,
    country: BTreeSet<RegionId>,
    country_apart: BTreeSet<RegionId>,
}

impl Plan {
    fn of(asked: &Asked) -> Self {
        let mut plan = Self::default();
        for spot in &asked.spots {
            plan.ids.insert(spot.id);
            match (spot.node.level, spot.node.region) {
                (Level::Federation, _) => {
                    for region in asked.map.regions() {
                        let reach = asked.rights.over_region(&asked.map, region);
                        if asked.one_by_one(reach) {
                            plan.regions.insert(region);
                        } else {
                            plan.country.insert(region);
                            if reach != Reach::All {
                                plan.country_apart.insert(region);
                            }
                        }
                    }
                }
                (Level::Region, Some(region)) => {
                    if asked.one_by_one(asked.rights.over_region(&asked.map, region)) {
                        plan.regions.insert(region);
                    } else {
                        plan.stored_regions.insert(region.into());
                    }
                }
                (Level::Zone, Some(region)) => {
                    if let Some(zone) = spot.node.zone {
                        let periods = asked.grid.periods.iter();
                        plan.ids.extend(periods.flat_map(|p| asked.map.of_zone(region, zone, p.to())).map(Uuid::from));
                    }
                }
                (Level::Municipality, Some(region)) => {
                    if let Some(town) = spot.node.municipality {
                        plan.town(asked, region, town);
                    }
                }
                _ => {}
            }
        }
        plan
    }

    fn town(&mut self, asked: &Asked, region: RegionId, town: MunicipalityId) {
        for source in asked.sources(town).into_iter().flat_map(|sources| sources.of) {
            self.ids.insert(source.into());
            if asked.one_by_one(asked.rights.over_town(region, source)) {
                self.towns.insert(source);
            } else {
                self.stored_towns.insert(source.into());
            }
        }
    }
}

/// Everything that a question needs.
pub async fn gather(cx: &Cx, asked: &Asked) -> Result<Material, AppError> {
    let plan = Plan::of(asked);
    let grid = &*asked.grid;
    let both = asked.submitted || asked.wants.coverage;
    let mut found = Material {
        regions: plan.regions.clone(),
        towns: plan.towns.iter().map(|town| (*town, BTreeSet::new())).collect(),
        ..Material::default()
    };
    for whose in [Whose::MunicipalitiesOf(plan.regions), Whose::OrganisationsOf(plan.towns), Whose::Of(plan.ids)] {
        found.take(query::leaves(cx, grid, both, &whose).await?);
    }
    let territories: BTreeSet<Uuid> = plan.stored_regions.union(&plan.stored_towns).copied().collect();
    found.sums = query::sums(cx, grid, &territories).await?;
    found.country = query::sums_over(cx, grid, &plan.country, &plan.country_apart).await?;
    if asked.wants.looks {
        let country = plan.country.iter().map(|region| Uuid::from(*region));
        let regions = plan.stored_regions.iter().copied().chain(country).collect();
        let mut looks = query::looks(cx, grid, &regions, Level::Region).await?;
        looks.extend(query::looks(cx, grid, &plan.stored_towns, Level::Municipality).await?);
        for ((id, cell, state), look) in looks {
            if let Some(sum) = found.sums.get_mut(&(id, cell, state)) {
                *sum += &look;
            }
            let region: RegionId = id.into();
            if plan.country.contains(&region) {
                let key = (cell, state, plan.country_apart.contains(&region));
                *found.country.entry(key).or_default() += &look;
            }
        }
        found.methods = methods(cx, grid).await?;
    }
    if asked.wants.coverage || asked.wants.looks {
        found.organisations = organisations(cx, &found, asked.borders).await?;
    }
    Ok(found)
}

async fn methods(cx: &Cx, grid: &Grid) -> Result<HashMap<IndicatorId, BTreeSet<NaiveDate>>, AppError> {
    let column = |name: &'static str| Expr::col((indicator_method::Entity, Alias::new(name)));
    let mut query = SelectStatement::new();
    query
        .from(indicator_method::Entity)
        .exprs(["indicator_id", "since"].map(column))
        .and_where(column("indicator_id").is_in(grid.indicators.iter().map(|indicator| indicator.id)));
    let mut found: HashMap<IndicatorId, BTreeSet<NaiveDate>> = HashMap::new();
    for row in cx.db.query_all(&query).await? {
        found.entry(row.try_get("", "indicator_id")?).or_default().insert(row.try_get("", "since")?);
    }
    Ok(found)
}

/// The organisations of the municipalities in which any has a figure.
async fn organisations(
    cx: &Cx,
    found: &Material,
    day: NaiveDate,
) -> Result<BTreeMap<MunicipalityId, Vec<Member>>, AppError> {
    let told = found.towns.iter().filter(|(_, with)| !with.is_empty()).map(|(town, _)| Uuid::from(*town));
    let stored = found.sums.iter().filter(|(_, sum)| !sum.is_silent()).map(|((id, ..), _)| *id);
    // Among the sums are regions too: no organisation has one for its municipality.
    let towns: BTreeSet<Uuid> = told.chain(stored).collect();
    let mut members: BTreeMap<MunicipalityId, Vec<Member>> = BTreeMap::new();
    if towns.is_empty() {
        return Ok(members);
    }
    let column = |column: organisation::Column| Expr::col((organisation::Entity, column));
    let select = organisation::Entity::visible(&cx.scope(Kind::Organisation), day)
        .filter(column(organisation::Column::MunicipalityId).is_in(towns))
        .filter(column(organisation::Column::DuplicateOfId).is_null());
    for row in select.all(&cx.db).await? {
        if let Some(town) = row.municipality_id {
            members.entry(town).or_default().push((row.id, row.valid_from, row.valid_to));
        }
    }
    Ok(members)
}
