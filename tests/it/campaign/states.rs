//! The state as SQL, by which lists are filtered, against the rule, by which it is shown.

use std::collections::BTreeSet;

use chrono::Days;
use entity::{
    campaign,
    ids::{CampaignId, RegionId, ReportTemplateId, TypedId},
    shared::{DueKind, Level, PeriodType, Visibility},
};
use sea_orm::{EntityTrait, Set};
use serde_json::json;

use super::{Net, day};
use crate::support::{TestApp, both};

/// Days after the first of October, or none; whole weeks, so that many coincide.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn after(&mut self, from: Option<chrono::NaiveDate>) -> Option<chrono::NaiveDate> {
        let from = from?;
        (self.next(3) > 0).then(|| from + Days::new(7 * self.next(3)))
    }
}

both! {
    fn a_filter_by_state_finds_what_shows_that_state(app: &TestApp) {
        let net = Net::new(app);
        let mut chance = Chance(7);
        let mut rows = Vec::new();
        for number in 0..60 {
            let opens_on = chance.after(Some(day("2023-09-10")));
            let closed_on = chance.after(opens_on);
            let summarised_on = chance.after(closed_on);
            let published_on = chance.after(summarised_on);
            let cancelled_on = if published_on.is_none() && chance.next(4) == 0 { chance.after(opens_on) } else { None };
            rows.push(campaign::ActiveModel {
                id: Set(CampaignId::new(app.now())),
                version: Set(1),
                created_at: Set(app.now()),
                updated_at: Set(app.now()),
                region_id: Set(Some(net.map.region.parse::<RegionId>().unwrap())),
                visibility: Set(Visibility::Public),
                level: Set(Level::Region),
                template_id: Set(net.template["id"].as_str().unwrap().parse::<ReportTemplateId>().unwrap()),
                name: Set(format!("Сбор {number}")),
                respondents: Set(Level::Municipality),
                period_type: Set(PeriodType::Quarter),
                period_from: Set(day("2023-07-01")),
                period_to: Set(day("2023-09-30")),
                due_kind: Set(DueKind::OnDay),
                due_day: Set(Some(day("2023-12-31"))),
                due_on: Set(day("2023-12-31")),
                opens_on: Set(opens_on),
                closed_on: Set(closed_on),
                summarised_on: Set(summarised_on),
                published_on: Set(published_on),
                cancelled_on: Set(cancelled_on),
                department_step: Set(false),
                zone_step: Set(false),
                sort_key: Set(format!("{number:02}")),
                search_key: Set(String::new()),
                ..Default::default()
            });
        }
        net.past_service(async |db| {
            campaign::Entity::insert_many(rows).exec_without_returning(db).await.unwrap();
        });
        let states = ["PLANNED", "OPEN", "COLLECTING", "CLOSED", "SUMMARISED", "PUBLISHED", "CANCELLED"];
        let mut met = BTreeSet::new();
        for week in 0..9 {
            let on = day("2023-09-03") + Days::new(7 * week);
            let list = "query($day: Date, $states: [CampaignState!]) { campaigns(asOf: $day, filter: { states: $states },
                orderBy: NAME_ASC, first: 100) { nodes { name state } } }";
            let all = app.public().query(list, json!({ "day": on.to_string() }));
            let all = all.at("campaigns.nodes").as_array().unwrap().clone();
            assert_eq!(all.len(), 60);
            for state in states {
                let shown: Vec<_> = all.iter().filter(|row| row["state"] == state).cloned().collect();
                let found = app.public().query(list, json!({ "day": on.to_string(), "states": [state] }));
                assert_eq!(found.at("campaigns.nodes").as_array().unwrap(), &shown, "{on} {state}");
                if !shown.is_empty() {
                    met.insert(state);
                }
            }
        }
        assert_eq!(met.len(), states.len(), "{met:?}");
    }
}
