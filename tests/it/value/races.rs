//! Two writers at once: one figure, whatever the order.

use serde_json::json;

use super::{Ground, decide, record, recorded};
use crate::support::both;

both! {
    fn sources_that_are_told_at_once_make_one_figure(ground: &Ground) {
        let moc = ground.moc();
        std::thread::scope(|threads| {
            for number in 0..6 {
                let moc = &moc;
                threads.spawn(move || {
                    let row = ground.row("EVENTS", "2023-Q1", json!({ "numerator": (number + 1).to_string() }));
                    record(moc, &format!("Источник {number}"), "SUBMITTED", &[row]).payload();
                });
            }
        });
        assert_eq!(ground.figures("EVENTS", 1).len(), 1);
        assert_eq!(ground.recounted(), vec![]);
    }

    fn municipalities_that_report_at_once_are_all_in_the_sum(ground: &Ground) {
        let actors = [(ground.moc(), &ground.district), (ground.neighbour(), &ground.town)];
        std::thread::scope(|threads| {
            for (actor, subject) in &actors {
                threads.spawn(move || {
                    for quarter in 1..4 {
                        let row = ground.row("EVENTS", &format!("2023-Q{quarter}"), json!({ "numerator": "5", "subjectId": subject }));
                        record(actor, "МОЦ", "SUBMITTED", &[row]).payload();
                    }
                });
            }
        });
        assert_eq!(ground.sums("EVENTS", 1), ["HALF_YEAR  20 of 2 2", "QUARTER  10 of 2 2", "QUARTER  10 of 2 2", "QUARTER  10 of 2 2"]);
        assert_eq!(ground.recounted(), vec![]);
    }

    fn of_two_decisions_one_wins(ground: &Ground) {
        let row = ground.row("EVENTS", "2023-Q1", json!({ "numerator": "5" }));
        let keys = recorded(&ground.moc(), "МОЦ", "SUBMITTED", &[row]);
        let rmc = ground.rmc();
        let answers: Vec<_> = std::thread::scope(|threads| {
            let deciding: Vec<_> = (0..4)
                .map(|number| {
                    let (rmc, keys) = (&rmc, &keys);
                    threads.spawn(move || match number % 2 {
                        0 => decide(rmc, "acceptValues", keys, json!({})),
                        _ => decide(rmc, "returnValues", keys, json!({ "remark": "Проверьте" })),
                    })
                })
                .collect();
            deciding.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let won = answers.iter().filter(|answer| answer.errors().is_empty() && answer.user_errors().is_empty()).count();
        assert_eq!(won, 1);
        assert_eq!(ground.recounted(), vec![]);
    }
}
