//! What may be done with a template: the right at its place, and its state today.

use chrono::NaiveDate;
use entity::report_template;

use super::rules::{ReportTemplateState as State, state};
use crate::{
    access::{Action, Verdict, Viewer},
    db::change::Root,
};

/// The actions of an edition of a template.
pub const TEMPLATE: &[Action] = &[
    Action::UpdateReportTemplate,
    Action::PublishReportTemplate,
    Action::RetireReportTemplate,
    Action::DeleteReportTemplate,
];

/// Whether an action may be done with an edition today.
pub fn verdict(viewer: &Viewer, action: Action, row: &report_template::Model, today: NaiveDate) -> Verdict {
    Verdict::by_right(viewer, action, &row.place()).and(|| in_state(action, state(row, today)))
}

fn in_state(action: Action, state: State) -> Verdict {
    let fits = match action {
        Action::RetireReportTemplate => state == State::Published,
        _ => state == State::Draft,
    };
    if fits {
        return Verdict::allowed();
    }
    match state {
        State::Draft => Verdict::wrong_state("Форма ещё не утверждена", "The template is not published yet"),
        State::Published => Verdict::wrong_state(
            "Форма утверждена и не меняется: составьте следующую редакцию",
            "The template is published and does not change: make its next edition",
        ),
        State::Retired => Verdict::wrong_state("Форма выведена из употребления", "The template is retired"),
    }
}
