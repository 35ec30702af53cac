//! Merging, dividing and transforming, against a model of the map.

use std::collections::BTreeMap;

use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{REORGANISE, admin, district, fails, names_on, refused, region, send};
use crate::support::{Actor, TestApp, both};

fn begun(region: &str, name: &str) -> Value {
    json!({ "regionId": region, "name": name, "kind": "MUNICIPAL_OKRUG" })
}

both! {
    fn merged_and_divided_municipalities_know_each_other(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let [one, two] = ["Первый", "Второй"].map(|name| district(&admin, &here, name, json!({})));
        let input = json!({ "kind": "MERGED", "day": "2022-01-01", "predecessorIds": [one, two], "successors": [begun(&here, "Общий")] });
        let merged = send(&admin, REORGANISE, input);
        assert_eq!(merged.payload()["successors"][0]["validFrom"], "2022-01-01");
        let common = merged.text("reorganiseMunicipalities.successors.0.id").to_owned();
        let third = district(&admin, &here, "Третий", json!({}));
        let input = json!({ "kind": "DIVIDED", "day": "2023-06-01", "predecessorIds": [common],
            "successors": [begun(&here, "Новый")], "existingSuccessorIds": [third] });
        send(&admin, REORGANISE, input).payload();

        assert_eq!(names_on(&admin, "2021-12-31"), ["Второй", "Первый", "Третий"]);
        assert_eq!(names_on(&admin, "2022-01-01"), ["Общий", "Третий"]);
        assert_eq!(names_on(&admin, "2023-05-31"), ["Общий", "Третий"]);
        assert_eq!(names_on(&admin, "2023-06-01"), ["Новый", "Третий"]);
        let document = "query($id: ID!) { node(id: $id) { ... on Municipality { validTo
            predecessors { day kind municipality { name validTo } } successors { day kind municipality { name } } } } }";
        let answer = admin.query(document, json!({ "id": common }));
        let step = |name: &str| json!({ "day": "2023-06-01", "kind": "DIVIDED", "municipality": { "name": name } });
        let from = |name: &str| json!({ "day": "2022-01-01", "kind": "MERGED", "municipality": { "name": name, "validTo": "2021-12-31" } });
        let mut node = answer.at("node").clone();
        for side in ["predecessors", "successors"] {
            let steps = node[side].as_array_mut().unwrap();
            steps.sort_by_key(|step| step["municipality"]["name"].as_str().unwrap().to_owned());
        }
        assert_eq!(node, json!({ "validTo": "2023-05-31",
            "predecessors": [from("Второй"), from("Первый")], "successors": [step("Новый"), step("Третий")] }));
    }

    fn contradictions_are_refused(app: &TestApp) {
        let admin = admin(app);
        let (here, there) = (region(&admin, "23"), region(&admin, "38"));
        let [one, two, three] = ["Первый", "Второй", "Третий"].map(|name| district(&admin, &here, name, json!({})));
        let ended = district(&admin, &here, "Прежний", json!({ "validTo": "2019-12-31" }));
        let later = district(&admin, &here, "Будущий", json!({ "validFrom": "2025-01-01" }));
        let far = district(&admin, &there, "Дальний", json!({ "oktmo": "25726000" }));
        let new = || begun(&here, "Новый");
        let ask = |kind: &str, before: &[&String], new: Value, existing: &[&String], errors: &[(&str, &str)]| {
            let input = json!({ "kind": kind, "day": "2023-01-01", "predecessorIds": before, "successors": new, "existingSuccessorIds": existing });
            refused(app, &admin, REORGANISE, &input, errors);
        };
        let shape = &[("CONTRADICTION", "kind")][..];
        ask("TRANSFORMED", &[], json!([new()]), &[], shape);
        ask("TRANSFORMED", &[&one], json!([]), &[], shape);
        ask("TRANSFORMED", &[&one], json!([new(), new()]), &[], shape);
        ask("TRANSFORMED", &[&one, &two], json!([new()]), &[], shape);
        ask("MERGED", &[&one], json!([new()]), &[], shape);
        ask("MERGED", &[&one, &two], json!([new()]), &[&three], shape);
        ask("DIVIDED", &[&one], json!([new()]), &[], shape);
        ask("DIVIDED", &[&one, &two], json!([new(), new()]), &[], shape);
        ask("DIVIDED", &[&one], Value::from(vec![new(); 51]), &[], shape);

        ask("MERGED", &[&one, &one], json!([new()]), &[], &[("CONTRADICTION", "predecessorIds.1")]);
        ask("DIVIDED", &[&one], json!([]), &[&two, &two], &[("CONTRADICTION", "existingSuccessorIds.1")]);
        ask("TRANSFORMED", &[&one], json!([]), &[&one], &[("CONTRADICTION", "existingSuccessorIds.0")]);
        ask("TRANSFORMED", &[&one], json!([begun(&there, "Новый")]), &[], &[("CONTRADICTION", "successors")]);
        ask("TRANSFORMED", &[&one], json!([]), &[&far], &[("CONTRADICTION", "successors")]);
        ask("TRANSFORMED", &[&ended], json!([new()]), &[], &[("DATE_ORDER", "predecessorIds.0")]);
        ask("MERGED", &[&one, &later], json!([new()]), &[], &[("DATE_ORDER", "predecessorIds.1")]);
        ask("TRANSFORMED", &[&one], json!([]), &[&ended], &[("DATE_ORDER", "existingSuccessorIds.0")]);
        ask("TRANSFORMED", &[&one], json!([]), &[&later], &[("DATE_ORDER", "existingSuccessorIds.0")]);
        let mut wrong = begun(&here, " ");
        wrong["oktmo"] = json!("25726000");
        ask("DIVIDED", &[&one], json!([new(), wrong]), &[], &[("REQUIRED", "successors.1.name"), ("INVALID", "successors.1.oktmo")]);
        let mut other_day = new();
        other_day["validFrom"] = json!("2023-01-02");
        ask("TRANSFORMED", &[&one], json!([other_day]), &[], &[("CONTRADICTION", "successors.0.validFrom")]);
        let mut short = new();
        short["validTo"] = json!("2022-12-31");
        ask("TRANSFORMED", &[&one], json!([short]), &[], &[("DATE_ORDER", "successors.0.validTo")]);

        let input = json!({ "kind": "TRANSFORMED", "day": "2023-01-01", "predecessorIds": [one], "successors": [new()] });
        send(&admin, REORGANISE, input.clone()).payload();
        // Once is enough, also on the same day.
        refused(app, &admin, REORGANISE, &input, &[("DATE_ORDER", "predecessorIds.0")]);
        let nowhere = json!({ "kind": "TRANSFORMED", "day": "2023-01-01", "predecessorIds": ["mun_00000000000000000000000000"], "successors": [new()] });
        fails(app, &admin, REORGANISE, json!({ "input": nowhere }), "NOT_FOUND");
    }

    fn a_successor_may_be_known_to_the_month(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let one = district(&admin, &here, "Первый", json!({}));
        let mut new = begun(&here, "Новый");
        new["validFrom"] = json!("2022-03-17");
        new["validFromPrecision"] = json!("MONTH");
        let input = json!({ "kind": "TRANSFORMED", "day": "2022-03-01", "predecessorIds": [one], "successors": [new] });
        let answer = send(&admin, REORGANISE, input);
        let successor = &answer.payload()["successors"][0];
        assert_eq!((&successor["validFrom"], &successor["validFromPrecision"]), (&json!("2022-03-01"), &json!("MONTH")));
    }

    fn of_two_who_reorganise_at_once_one_does(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let [one, two] = ["Первый", "Второй"].map(|name| district(&admin, &here, name, json!({})));
        let done = std::thread::scope(|threads| {
            let threads: Vec<_> = (0..6).map(|writer| {
                let (admin, here, both) = (&admin, &here, if writer % 2 == 0 { [&one, &two] } else { [&two, &one] });
                threads.spawn(move || {
                    let input = json!({ "kind": "MERGED", "day": "2023-01-01", "predecessorIds": both, "successors": [begun(here, "Общий")] });
                    send(admin, REORGANISE, input).user_errors().is_empty()
                })
            }).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).filter(|done| *done).count()
        });
        assert_eq!(done, 1);
        assert_eq!(names_on(&admin, "2023-01-01"), ["Общий"]);
    }

    fn every_day_has_the_map_of_the_model(app: &TestApp) {
        let admin = admin(app);
        let mut runner = TestRunner::new(ProptestConfig { cases: 6, failure_persistence: None, max_shrink_iters: 20, ..Default::default() });
        let codes = ["23", "38", "19", "29", "35", "76"];
        // Cases share the regions and tell their municipalities apart by name.
        let regions: Vec<String> = codes.iter().map(|code| region(&admin, code)).collect();
        let number = std::cell::Cell::new(0);
        runner.run(&prop::collection::vec((0..3_u8, any::<[u8; 4]>(), 1..28_u32), 1..8), |steps| {
            let case = number.replace(number.get() + 1);
            let here = &regions[case % regions.len()];
            let prefix = format!("с{case}");
            let mut model = Model::begin(&admin, here, &prefix);
            for (i, (kind, picks, day)) in steps.iter().enumerate() {
                model.step(&admin, here, *kind, *picks, &format!("2022-{:02}-{day:02}", i + 1));
            }
            for day in model.days() {
                let found: Vec<String> = names_of(&admin, here, &prefix, &day);
                prop_assert_eq!(found, model.names(&day), "{}", day);
            }
            Ok(())
        }).unwrap();
    }
}

fn names_of(actor: &Actor, region: &str, prefix: &str, day: &str) -> Vec<String> {
    let document = "query($region: [ID!], $words: String, $day: Date) {
        municipalities(filter: { regionIds: $region }, search: $words, asOf: $day, first: 100) { nodes { name } } }";
    let answer = actor.query(document, json!({ "region": [region], "words": prefix, "day": day }));
    let mut names: Vec<String> = super::names(answer.at("municipalities.nodes"));
    names.retain(|name| name.starts_with(&format!("{prefix} ")));
    names.sort();
    names
}

/// Name, id, first and last day of all municipalities there were.
struct Model {
    prefix: String,
    all: BTreeMap<String, (String, String, String)>,
    days: Vec<String>,
}

impl Model {
    fn begin(actor: &Actor, region: &str, prefix: &str) -> Self {
        let mut all = BTreeMap::new();
        for i in 0..3 {
            let name = format!("{prefix} нач{i}");
            let id = district(actor, region, &name, json!({}));
            all.insert(name, (id, "0".to_owned(), "9".to_owned()));
        }
        Self { prefix: prefix.to_owned(), all, days: vec!["2021-12-31".to_owned()] }
    }

    fn names(&self, day: &str) -> Vec<String> {
        let holds = |(_, from, to): &(String, String, String)| from.as_str() <= day && day < to.as_str();
        self.all.iter().filter(|(_, term)| holds(term)).map(|(name, _)| name.clone()).collect()
    }

    /// Each day of change and its neighbours.
    fn days(&self) -> Vec<String> {
        let around = |day: &String| {
            let day: chrono::NaiveDate = day.parse().unwrap();
            [day.pred_opt().unwrap(), day, day.succ_opt().unwrap()].map(|day| day.to_string())
        };
        self.days.iter().flat_map(around).collect()
    }

    fn step(&mut self, actor: &Actor, region: &str, kind: u8, picks: [u8; 4], day: &str) {
        let present = self.names(day);
        let pick = |i: usize| present[usize::from(picks[i]) % present.len()].clone();
        let (kind, before, count) = match kind {
            0 => ("TRANSFORMED", vec![pick(0)], 1),
            1 if pick(0) != pick(1) => ("MERGED", vec![pick(0), pick(1)], 1),
            _ => ("DIVIDED", vec![pick(0)], 2 + usize::from(picks[2] % 2)),
        };
        // Sometimes one that is there takes over; then only the others begin.
        let going_on: Vec<String> =
            Some(pick(3)).filter(|name| picks[2].is_multiple_of(3) && !before.contains(name)).into_iter().collect();
        let new: Vec<String> = (going_on.len()..count).map(|i| format!("{} {day} {i}", self.prefix)).collect();
        let ids = |names: &[String]| names.iter().map(|name| self.all[name].0.clone()).collect::<Vec<_>>();
        let successors: Vec<Value> = new.iter().map(|name| begun(region, name)).collect();
        let input = json!({ "kind": kind, "day": day, "predecessorIds": ids(&before), "successors": successors, "existingSuccessorIds": ids(&going_on) });
        let answer = send(actor, REORGANISE, input);
        answer.payload();
        for (i, name) in new.iter().enumerate() {
            let id = answer.text(&format!("reorganiseMunicipalities.successors.{i}.id")).to_owned();
            self.all.insert(name.clone(), (id, day.to_owned(), "9".to_owned()));
        }
        for name in before {
            self.all.get_mut(&name).unwrap().2 = day.to_owned();
        }
        self.days.push(day.to_owned());
    }
}
