//! The list of files: those that hang on what the viewer reads, and one's own that hang on nothing.
#![expect(clippy::disallowed_methods, reason = "every file is selected through its object's scope")]

use entity::{
    CodeEnum, agreement, application, centre, competition, file, legal_act, organisation, report, report::ReportState,
    status_assignment,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, SimpleExpr},
};
use uuid::Uuid;

use super::actions::HOLDERS;
use crate::{
    access::Kind,
    error::AppError,
    service::{
        Cx,
        agreement::query as agreements,
        application::query as applications,
        list::{KeyKind, ListOrder, Listing, OrderKey, Stored},
        organisation::query::STORED,
        report::query as reports,
    },
};

/// Narrows the list of files.
#[derive(Clone, Debug, Default)]
pub struct FileFilter {
    /// On these objects.
    pub objects: Option<Vec<Uuid>>,
    /// On objects of these kinds.
    pub kinds: Option<Vec<Kind>>,
    /// Those that hang on something, or the others.
    pub attached: Option<bool>,
}

/// The files that the viewer sees, by when they were sent.
pub async fn files(
    cx: &Cx,
    tag: &str,
    filter: FileFilter,
    descending: bool,
) -> Result<Listing<file::Entity>, AppError> {
    let FileFilter { objects, kinds, attached } = filter;
    let mut seen = Condition::any();
    if let Some(own) = cx.viewer.user() {
        seen = seen.add(Condition::all().add(file::Column::ObjectId.is_null()).add(file::Column::UploadedBy.eq(own)));
    }
    for kind in HOLDERS.iter().filter(|kind| kinds.as_ref().is_none_or(|kinds| kinds.contains(kind))) {
        if let Some(read) = read(cx, *kind).await? {
            seen = seen.add(Condition::all().add(file::Column::ObjectTypename.eq(kind.code())).add(read));
        }
    }
    let mut select = file::Entity::find().filter(seen);
    if let Some(objects) = objects {
        select = select.filter(file::Column::ObjectId.is_in(objects));
    }
    if let Some(kinds) = kinds {
        select = select.filter(file::Column::ObjectTypename.is_in(kinds.into_iter().map(entity::CodeEnum::code)));
    }
    if let Some(attached) = attached {
        let object = file::Column::ObjectId;
        select = select.filter(if attached { object.is_not_null() } else { object.is_null() });
    }
    let column = |column| Expr::col((file::Entity, column));
    let key = OrderKey::new(column(file::Column::CreatedAt), KeyKind::Instant);
    let order = ListOrder { name: format!("created{descending}"), keys: vec![key], descending };
    Ok(Listing::new(tag, select, order)
        .facet("object", column(file::Column::ObjectTypename))
        .facet("mediaType", column(file::Column::MediaType)))
}

/// Whether the object of a file is one of a kind of which the viewer reads everything.
async fn read(cx: &Cx, kind: Kind) -> Result<Option<SimpleExpr>, AppError> {
    let scope = cx.scope(kind);
    Ok(Some(match kind {
        Kind::LegalAct => is_among::<legal_act::Entity>(cx, Condition::all()),
        Kind::Organisation => is_among::<organisation::Entity>(cx, Condition::all()),
        Kind::Centre => is_among::<centre::Entity>(cx, Condition::all()),
        Kind::StatusAssignment => is_among::<status_assignment::Entity>(cx, Condition::all()),
        Kind::Competition => is_among::<competition::Entity>(cx, Condition::all()),
        Kind::Agreement => is_among::<agreement::Entity>(cx, agreements::readable(&scope)),
        Kind::Application => is_among::<application::Entity>(cx, applications::inside(&scope)),
        Kind::Report => {
            let begun = [ReportState::NotStarted, ReportState::Draft];
            // Who reads what is not handed in yet is told by its campaign: the few that have files are asked one by one.
            let open = report::Entity::visible(&scope, STORED).filter(report::Column::State.is_in(begun)).filter(
                report::Column::Id.in_subquery(
                    file::Entity::find()
                        .filter(file::Column::ObjectTypename.eq(kind.code()))
                        .into_query()
                        .clear_selects()
                        .column(file::Column::ObjectId)
                        .take(),
                ),
            );
            let open = reports::readable(&cx.db, &cx.viewer, open.all(&cx.db).await?).await?;
            let handed_in = Condition::all().add(report::Column::State.is_not_in(begun));
            is_among::<report::Entity>(cx, handed_in).or(file::Column::ObjectId.is_in(open.iter().map(|row| row.id)))
        }
        _ => return Ok(None),
    }))
}

/// Whether the object of a file is a row that the viewer sees, narrowed further.
fn is_among<E: Stored>(cx: &Cx, to: Condition) -> SimpleExpr {
    let object = Expr::col((E::default(), Alias::new("id"))).equals((file::Entity, file::Column::ObjectId));
    let mut row = E::visible(&cx.scope(E::KIND), STORED).filter(to).into_query();
    Expr::exists(row.clear_selects().clear_order_by().expr(Expr::val(1)).and_where(object).take())
}
