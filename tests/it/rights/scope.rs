//! The scope as a condition on rows and the scope in memory are the same rule.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::{GrantId, MunicipalityId, OrganisationId, RegionId, TypedId, UserId, ZoneId},
    municipality::{self, MunicipalityKind},
    organisation::{self, OrganisationType},
    region::{self, RegionKind},
    shared::{Level, Visibility},
};
use opora::{
    access::{ActiveGrant, Columns, Kind, Node, Role, Viewer, viewer::Account},
    db::change::Place,
};
use proptest::{prelude::*, test_runner::TestRunner};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter, Set};

use crate::support::{TestDatabase, both, service, wait};

const NODES: usize = 3;

fn at() -> DateTime<Utc> {
    service::instant("2023-11-15T09:00:00Z")
}

fn id<I: TypedId>(number: usize) -> I {
    I::deterministic(at(), "scope", &number.to_string())
}

/// Three regions of three municipalities.
async fn territory(db: &DatabaseConnection) {
    for r in 0..NODES {
        let code = format!("{r:02}");
        let row = region::ActiveModel {
            id: Set(id(r)),
            version: Set(1),
            created_at: Set(at()),
            updated_at: Set(at()),
            code: Set(code.clone()),
            oktmo: Set(code.clone()),
            name: Set(code.clone()),
            kind: Set(RegionKind::Oblast),
            sort_key: Set(code.clone()),
            search_key: Set(code.clone()),
            valid_from_precision: Set(1),
            valid_to_precision: Set(1),
            ..Default::default()
        };
        row.insert(db).await.unwrap();
        for m in 0..NODES {
            let name = format!("{r}-{m}");
            let row = municipality::ActiveModel {
                id: Set(id(r * NODES + m)),
                version: Set(1),
                created_at: Set(at()),
                updated_at: Set(at()),
                region_id: Set(id(r)),
                name: Set(name.clone()),
                kind: Set(MunicipalityKind::UrbanOkrug),
                sort_key: Set(name.clone()),
                search_key: Set(name),
                valid_from_precision: Set(1),
                valid_to_precision: Set(1),
                ..Default::default()
            };
            row.insert(db).await.unwrap();
        }
    }
}

async fn organisation(db: &DatabaseConnection, number: usize, place: Place) {
    let name = number.to_string();
    let row = organisation::ActiveModel {
        id: Set(id(number)),
        version: Set(1),
        created_at: Set(at()),
        updated_at: Set(at()),
        region_id: Set(place.region),
        municipality_id: Set(place.municipality),
        visibility: Set(place.visibility),
        level: Set(place.level),
        name: Set(name.clone()),
        kind: Set(OrganisationType::School),
        sort_key: Set(name.clone()),
        search_key: Set(name),
        valid_from_precision: Set(1),
        valid_to_precision: Set(1),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
}

const LEVELS: [Level; 5] = [Level::Federation, Level::Region, Level::Zone, Level::Municipality, Level::Organisation];
const VISIBILITIES: [Visibility; 3] = [Visibility::Draft, Visibility::Submitted, Visibility::Public];

prop_compose! {
    fn places()(
        region in prop::option::of(0..NODES),
        municipality in prop::option::of(0..NODES),
        visibility in 0..VISIBILITIES.len(),
        level in 0..LEVELS.len(),
    ) -> (Option<usize>, Option<usize>, Visibility, Level) {
        let municipality = region.and_then(|region| municipality.map(|m| region * NODES + m));
        (region, municipality, VISIBILITIES[visibility], LEVELS[level])
    }
}

fn node() -> impl Strategy<Value = Node> {
    let municipality = 0..NODES * NODES;
    prop_oneof![
        Just(Node::Federation),
        (0..NODES).prop_map(|r| Node::Region(id(r))),
        (0..NODES, prop::collection::btree_set(0..NODES, 1..NODES)).prop_map(|(r, members)| Node::Zone {
            zone: id::<ZoneId>(r),
            region: id(r),
            municipalities: members.into_iter().map(|m| id::<MunicipalityId>(r * NODES + m)).collect(),
        }),
        municipality.prop_map(|m| Node::Municipality {
            municipality: id(m),
            region: id(m / NODES),
            lineage: BTreeSet::from([id::<MunicipalityId>(m)]),
        }),
        (0..12usize).prop_map(|o| Node::Organisation {
            organisation: id::<OrganisationId>(o),
            municipality: None,
            region: Some(id::<RegionId>(0)),
        }),
    ]
}

fn viewer() -> impl Strategy<Value = Viewer> {
    let grant = (0..<Role as entity::CodeEnum>::VALUES.len(), node());
    prop::collection::vec(grant, 0..4).prop_map(|grants| {
        let account = Account {
            id: id::<UserId>(0),
            email: String::new(),
            name: String::new(),
            session: None,
            must_change_password: false,
        };
        let grant = |(number, (role, node)): (usize, (usize, Node))| ActiveGrant {
            id: id::<GrantId>(number),
            role: <Role as entity::CodeEnum>::VALUES[role].0,
            node,
            delegated: false,
        };
        Viewer::person(account, grants.into_iter().enumerate().map(grant).collect())
    })
}

both! {
    fn the_condition_and_the_rule_in_memory_agree(db: &TestDatabase) {
        let connection = wait(service::connect(db.url())).unwrap();
        wait(territory(&connection));
        let mut runner = TestRunner::new(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() });
        let strategy = (prop::collection::vec(places(), 12), prop::collection::vec(viewer(), 6));
        runner.run(&strategy, |(rows, viewers)| {
            wait(connection.execute_unprepared("DELETE FROM organisation")).unwrap();
            let places: Vec<Place> = rows.iter().enumerate().map(|(number, (region, municipality, visibility, level))| Place {
                region: region.map(id),
                municipality: municipality.map(id),
                organisation: Some(id(number)),
                visibility: *visibility,
                level: *level,
            }).collect();
            for (number, place) in places.iter().enumerate() {
                wait(organisation(&connection, number, *place));
            }
            for viewer in viewers {
                for kind in [Kind::Organisation, Kind::Agreement, Kind::Competition, Kind::User] {
                    let scope = viewer.scope(kind);
                    let columns = Columns::of(organisation::Entity).organisation("id");
                    let expected = |sees: &dyn Fn(&Place) -> bool| -> BTreeSet<OrganisationId> {
                        places.iter().enumerate().filter(|(_, p)| sees(p)).map(|(n, _)| id(n)).collect()
                    };
                    let stored = |condition| -> BTreeSet<OrganisationId> {
                        let rows = organisation::Entity::find().filter(condition).all(&connection);
                        wait(rows).unwrap().into_iter().map(|row| row.id).collect()
                    };
                    prop_assert_eq!(stored(scope.visible(&columns)), expected(&|place| scope.sees(place)));
                    prop_assert_eq!(stored(scope.countable(&columns)), expected(&|place| scope.counts(place)));
                }
            }
            Ok(())
        }).unwrap();
    }
}
