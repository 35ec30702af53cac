//! Rows that tests put past the service, where the way through it is not what they are about.

use entity::{
    ids::{IndicatorId, MunicipalityId, OrganisationId, RegionId, TypedId},
    indicator::{self, Aggregation, Better, IndicatorCategory, IndicatorKind},
    organisation::{self, OrganisationType},
    shared::{Level, Unit, Visibility},
};
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use super::{TestApp, service, wait};

impl TestApp {
    /// Stores a row.
    pub fn insert<A>(&self, row: A)
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send + 'static,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        wait(async {
            let connection = service::connect(self.database().url()).await.unwrap();
            row.insert(&connection).await.unwrap();
            connection.close().await.unwrap();
        });
    }

    /// An organisation of a municipality, by the ids of the region and the municipality; answers its own.
    pub fn organisation(&self, name: &str, region: &str, municipality: &str, kind: OrganisationType) -> String {
        let id = OrganisationId::new(self.now());
        self.insert(organisation::ActiveModel {
            id: Set(id),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            region_id: Set(Some(region.parse::<RegionId>().unwrap())),
            municipality_id: Set(Some(municipality.parse::<MunicipalityId>().unwrap())),
            visibility: Set(Visibility::Public),
            level: Set(Level::Municipality),
            name: Set(name.to_owned()),
            kind: Set(kind),
            sort_key: Set(name.to_lowercase()),
            search_key: Set(name.to_lowercase()),
            valid_from_precision: Set(1),
            valid_to_precision: Set(1),
            ..Default::default()
        });
        id.to_string()
    }

    /// An indicator of the federation, changed before it is stored: a level of persons that adds up, in months, quarters
    /// and years.
    pub fn indicator(&self, code: &str, change: impl FnOnce(&mut indicator::ActiveModel)) -> IndicatorId {
        let id = IndicatorId::deterministic(self.now(), "seed", code);
        let mut row = indicator::ActiveModel {
            id: Set(id),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            visibility: Set(Visibility::Public),
            level: Set(Level::Federation),
            code: Set(code.to_owned()),
            name: Set(code.to_lowercase()),
            aliases: Set(String::new()),
            category: Set(IndicatorCategory::Main),
            kind: Set(IndicatorKind::Level),
            unit: Set(Unit::Person),
            scale: Set(0),
            decimals: Set(0),
            better: Set(Better::More),
            aggregation: Set(Aggregation::Sum),
            numerator: Set(code.to_lowercase()),
            factor: Set(1),
            over_hundred: Set(false),
            sensitive: Set(false),
            period_types: Set("MONTH\nQUARTER\nYEAR".to_owned()),
            dimensions: Set(String::new()),
            open_points: Set(String::new()),
            sort_key: Set(code.to_lowercase()),
            search_key: Set(code.to_lowercase()),
            valid_from_precision: Set(1),
            valid_to_precision: Set(1),
            ..Default::default()
        };
        change(&mut row);
        self.insert(row);
        id
    }
}
