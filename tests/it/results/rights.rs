//! Who counts what: past draft or accepted, and small numbers.

use entity::indicator::IndicatorKind;
use sea_orm::Set;

use super::board::{Board, ask, lines};
use crate::support::{Actor, Role, both};

both! {
    fn what_is_handed_in_counts_where_it_may(board: &Board) {
        let of = board.ratio("COVERAGE");
        let zone = board.zone("E");
        let one = board.town_in(&board.region, "А", serde_json::json!({ "zoneId": zone }));
        let two = board.town("Б");
        let school = board.school(&two, "Школа");
        board.put(vec![
            board.told(of, board.at_town(&one), "2020", "30/100").submitted(),
            board.told(of, board.at_town(&two), "2020", "40/100"),
            board.told(of, board.at_school(&two, &school), "2020", "1/10").submitted(),
        ]);
        let shown = "a: value b: nullReason c: coverage { expected reported accepted }";
        let results = |actor: &Actor, state: &str| {
            let ids = format!(r#""{}", "{zone}", "{one}", "{two}", "{school}""#, board.region);
            let mut found = lines(&ask(actor, &format!(r#"indicators: ["COVERAGE"], ids: [{ids}], periods: [{{ text: "2020" }}], state: {state}"#), shown));
            found.extend(lines(&ask(actor, &format!(r#"indicators: ["COVERAGE"], periods: [{{ text: "2020" }}], state: {state}"#), shown)));
            found
        };
        // Of what is accepted everyone is told the same; how many reported, only who may count.
        let accepted = |reported: &str, below: &str| [
            format!("40 – 1 2 {reported}"), format!("– NOT_REPORTED 0 1 {below}"), "– NOT_REPORTED –".to_owned(), "40 – –".to_owned(),
            "– NOT_REPORTED –".to_owned(), format!("40 – 1 2 {reported}"),
        ];
        let coordinator = board.actor(Role::RegionalCoordinator, "region:23");
        let observer = board.actor(Role::FederalObserver, "federation");
        let own = board.actor(Role::MunicipalCoordinator, &one);
        let neighbour = board.actor(Role::MunicipalCoordinator, &two);
        let zonal = board.actor(Role::ZonalCoordinator, &zone);
        let editor = board.actor(Role::OrganisationEditor, &school);
        assert_eq!(results(&board.public(), "ACCEPTED"), accepted("1", "0"));
        for state in ["ACCEPTED", "SUBMITTED"] {
            assert_eq!(results(&board.public(), state), results(&board.public(), "ACCEPTED"));
        }
        // The observer counts and does not read: sums, but nobody's own figure.
        assert_eq!(results(&observer, "SUBMITTED"), ["35 – 1 2 2", "30 – 0 1 1", "– NOT_REPORTED –", "40 – 0 1 1", "– NOT_REPORTED –", "35 – 1 2 2"]);
        assert_eq!(results(&coordinator, "SUBMITTED"), ["35 – 1 2 2", "30 – 0 1 1", "30 – –", "40 – 0 1 1", "10 – –", "35 – 1 2 2"]);
        assert_eq!(results(&coordinator, "ACCEPTED")[0], "40 – 1 2 2");
        for actor in [&own, &zonal] {
            assert_eq!(results(actor, "SUBMITTED"), ["35 – 1 2 2", "30 – 0 1 1", "30 – –", "40 – –", "– NOT_REPORTED –", "35 – 1 2 2"], "{}", actor.email());
        }
        assert_eq!(results(&neighbour, "SUBMITTED"), ["40 – 1 2 1", "– NOT_REPORTED 0 1 0", "– NOT_REPORTED –", "40 – 0 1 1", "10 – –", "40 – 1 2 1"]);
        // An organisation counts itself and nothing of its neighbours.
        assert_eq!(results(&editor, "SUBMITTED"), ["40 – 1 2 1", "– NOT_REPORTED 0 1 0", "– NOT_REPORTED –", "40 – 0 1 1", "10 – –", "40 – 1 2 1"]);
    }

    fn small_numbers_and_what_tells_them_are_hidden(board: &Board) {
        let of = board.indicator("CHILDREN", |row| {
            row.kind = Set(IndicatorKind::Level);
            row.denominator = Set(None);
            row.aggregation = Set(entity::indicator::Aggregation::Sum);
            row.sensitive = Set(true);
        });
        let open = board.count("OPEN", IndicatorKind::Level);
        let towns = ["А", "Б", "В", "Г"].map(|name| board.town(name));
        let mut rows = Vec::new();
        for (town, number) in towns.iter().zip(["3", "40", "7", "0"]) {
            rows.push(board.told(of, board.at_town(town), "2020", number));
            rows.push(board.told(open, board.at_town(town), "2020", number));
            rows.push(board.told(open, board.at_town(town), "2020", number).of("DISABILITY=YES"));
        }
        board.put(rows);
        let all = |actor: &Actor, indicator: &str, more: &str| {
            let one = |nodes: &str| lines(&ask(actor, &format!(r#"indicators: ["{indicator}"], {nodes}, periods: [{{ text: "2020" }}] {more}"#), "a: value b: nullReason"));
            let mut found = one("childrenAt: MUNICIPALITY");
            found.extend(one(&format!(r#"of: "{}""#, board.region)));
            found
        };
        let told = ["3 –", "40 –", "7 –", "0 –", "50 –"];
        let hidden = ["– SUPPRESSED", "40 –", "– SUPPRESSED", "0 –", "50 –"];
        let disability = r#", breakdown: "DISABILITY=YES""#;
        assert_eq!(all(&board.public(), "OPEN", ""), told);
        assert_eq!(all(&board.public(), "CHILDREN", ""), hidden);
        assert_eq!(all(&board.public(), "OPEN", disability), hidden);
        assert_eq!(all(&board.actor(Role::RegionalCoordinator, "region:23"), "CHILDREN", ""), told);
        // Whoever reads one of them knows no more of the others.
        assert_eq!(all(&board.actor(Role::MunicipalCoordinator, &towns[2]), "CHILDREN", ""), ["– SUPPRESSED", "– SUPPRESSED", "7 –", "0 –", "50 –"]);
        assert_eq!(all(&board.actor(Role::MunicipalCoordinator, &towns[0]), "CHILDREN", ""), told);
        // Asked for alone it is as hidden as among the others.
        let alone = ask(&board.public(), &format!(r#"indicators: ["CHILDREN"], of: "{}", periods: [{{ text: "2020" }}]"#, towns[2]), "value numerator stated printed nullReason");
        assert_eq!(lines(&alone), ["SUPPRESSED – – – –"]);
        // Where nothing else could be hidden the sum is.
        board.put(vec![board.told(of, board.at_town(&towns[1]), "2021", "30"), board.told(of, board.at_town(&towns[0]), "2021", "2")]);
        let later = |actor: &Actor| lines(&ask(actor, &format!(r#"indicators: ["CHILDREN"], ids: ["{}", "{}", "{}"], periods: [{{ text: "2021" }}]"#, towns[0], towns[1], board.region), "a: value b: nullReason"));
        assert_eq!(later(&board.actor(Role::MunicipalCoordinator, &towns[1])), ["– SUPPRESSED", "30 –", "– SUPPRESSED"]);
        assert_eq!(later(&board.public()), ["– SUPPRESSED", "– SUPPRESSED", "32 –"]);
        // Organisations of a municipality.
        let schools = ["1", "2", "3"].map(|name| board.school(&towns[3], name));
        board.put(schools.iter().zip(["4", "9", "8"]).map(|(school, number)| board.told(of, board.at_school(&towns[3], school), "2022", number)).collect());
        let ids = schools.iter().chain([&towns[3]]).map(|id| format!("\"{id}\" ")).collect::<String>();
        let below = |actor: &Actor| lines(&ask(actor, &format!(r#"indicators: ["CHILDREN"], ids: [{ids}], periods: [{{ text: "2022" }}]"#), "a: value b: nullReason"));
        assert_eq!(below(&board.public()), ["– SUPPRESSED", "9 –", "– SUPPRESSED", "21 –"]);
        assert_eq!(below(&board.actor(Role::MunicipalCoordinator, &towns[3])), ["4 –", "9 –", "8 –", "21 –"]);
    }
}
