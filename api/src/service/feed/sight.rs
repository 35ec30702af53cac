//! What of a change a viewer sees: the place before and the place since, judged by the same scope as any other row.

use entity::{
    CodeEnum, change, file,
    shared::{Level, Visibility},
};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, SelectStatement, SimpleExpr},
};

use super::through::{Way, exists, object, ways, with_party_inside};
use crate::{
    access::{Columns, Kind, Scope, Side, Viewer},
    service::{Cx, file::actions::HOLDERS, inside::Inside, territory::query::members_of},
};

/// Kinds of which everyone sees title and state, and only some the rest.
const PARTLY_PUBLIC: [Kind; 2] = [Kind::Agreement, Kind::Application];

/// Which changes are asked for, by whom.
#[derive(Debug)]
pub struct Sight {
    scopes: Vec<(Scope, Vec<&'static str>)>,
    files: Option<Files>,
    partly: Vec<(Scope, &'static str, Vec<Way>)>,
    ways: Vec<(Way, Vec<&'static str>)>,
}

impl Sight {
    /// The sight of a viewer on some types; kinds with one scope are asked for at once.
    pub fn of(viewer: &Viewer, kinds: &[(Kind, Vec<&'static str>)]) -> Self {
        let mut scopes: Vec<(Scope, Vec<&'static str>)> = Vec::new();
        let mut files = None;
        for (kind, types) in kinds {
            let scope = viewer.scope(*kind);
            if *kind == Kind::File {
                let holders = HOLDERS.iter().map(|kind| (viewer.scope(*kind), kind.code())).collect();
                files = Some(Files { scope, types: types.clone(), holders });
                continue;
            }
            if let Some((_, names)) = scopes.iter_mut().find(|(known, _)| *known == scope) {
                names.extend(types);
            } else {
                scopes.push((scope, types.clone()));
            }
        }
        let ways = ways(viewer);
        let of_kind = |kind: Kind| -> Vec<Way> { ways.iter().filter(|way| way.kind == kind).cloned().collect() };
        let partly = PARTLY_PUBLIC.map(|kind| (viewer.scope(kind), kind.type_name(), of_kind(kind))).into();
        let named = ways.iter().filter_map(|way| {
            let (_, types) = kinds.iter().find(|(kind, _)| *kind == way.kind)?;
            Some((way.clone(), types.clone()))
        });
        Self { scopes, files, partly, ways: named.collect() }
    }

    /// Whether the viewer sees the object on one side of a change.
    pub fn sees(&self, side: Side) -> SimpleExpr {
        let columns = columns(side);
        let mut seen = Condition::any();
        for (scope, types) in &self.scopes {
            seen = seen.add(Condition::all().add(of_types(types)).add(scope.visible(&columns)));
        }
        if let Some(files) = &self.files {
            seen = seen.add(files.seen(&columns));
        }
        for (way, types) in &self.ways {
            seen = seen.add(Condition::all().add(of_types(types)).add(way.when.on(&columns)).add(way.leads.clone()));
        }
        flag(Condition::all().add(columns.expr("visibility").is_not_null()).add(seen))
    }

    /// Whether the viewer reads more of the object than everyone does.
    pub fn reads_whole(&self) -> SimpleExpr {
        let partly = self.partly.iter().map(|(_, name, _)| *name);
        let mut whole = Condition::any().add(typename().is_not_in(partly));
        for (scope, name, ways) in &self.partly {
            let mut reads = Condition::any();
            if !scope.reads_nothing() {
                reads = reads.add(scope.within(&columns(Side::Before))).add(scope.within(&columns(Side::After)));
            }
            for way in ways {
                reads = reads.add(way.leads.clone());
            }
            if !reads.is_empty() {
                whole = whole.add(Condition::all().add(typename().eq(*name)).add(reads));
            }
        }
        flag(whole)
    }
}

/// Files, which stand where their objects stand.
#[derive(Debug)]
struct Files {
    scope: Scope,
    types: Vec<&'static str>,
    holders: Vec<(Scope, &'static str)>,
}

impl Files {
    /// The file of a draft is seen by those who see drafts of the kind that it hangs on; of one that is gone the kind is
    /// not known any more.
    fn seen(&self, side: &Columns) -> Condition {
        let is_draft = || side.expr("visibility").eq(Visibility::Draft);
        let here = |of: Condition| exists(file::Entity, file::Column::Id, of);
        let mut holds =
            Condition::any().add(Condition::all().add(here(Condition::all()).not()).add(self.scope.visible(side)));
        for (scope, code) in &self.holders {
            let held = here(Condition::all().add(file::Column::ObjectTypename.eq(*code)));
            holds = holds.add(Condition::all().add(scope.visible(side)).add(held));
        }
        let past = Condition::all().add(is_draft().not()).add(self.scope.visible(side));
        let draft = Condition::all().add(is_draft()).add(holds);
        Condition::all().add(of_types(&self.types)).add(Condition::any().add(past).add(draft))
    }
}

/// Changes of what stood in a node, or stands there since, by the map of today; the node's own among them.
pub fn inside(cx: &Cx, node: Inside) -> Condition {
    let mut any = Condition::any();
    for side in [Side::Before, Side::After] {
        let columns = columns(side);
        any = match node.level {
            Level::Federation => any.add(Expr::val(1).eq(1)),
            Level::Region => any.add(columns.expr("region_id").eq(node.id)),
            Level::Municipality => any.add(columns.expr("municipality_id").eq(node.id)),
            Level::Organisation => any.add(columns.expr("organisation_id").eq(node.id)),
            Level::Zone => {
                let members = SelectStatement::new()
                    .column(Alias::new("municipality_id"))
                    .from_subquery(members_of(&[node.id.into()], cx.today()), Alias::new("member"))
                    .take();
                any.add(columns.expr("municipality_id").in_subquery(members))
            }
        };
    }
    let any = any.add(object().eq(node.id));
    match with_party_inside(&cx.viewer, node, cx.today()) {
        Some(party) => any.add(party),
        None => any,
    }
}

fn columns(side: Side) -> Columns {
    Columns::of_change(change::Entity, side)
}

fn typename() -> Expr {
    Expr::col((change::Entity, change::Column::Typename))
}

fn of_types(types: &[&'static str]) -> SimpleExpr {
    typename().is_in(types.iter().copied())
}

/// One or nothing: a comparison with an absent place is neither true nor false.
fn flag(condition: Condition) -> SimpleExpr {
    CaseStatement::new().case(condition, Expr::cust("1")).finally(Expr::cust("0")).into()
}
