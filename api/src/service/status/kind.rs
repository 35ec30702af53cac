//! The dictionary of kinds: entries are added by the federation, a region or a municipality, each for itself, and end by
//! date; a code is never reused.

use entity::{
    CodeEnum,
    ids::{MunicipalityId, RegionId, StatusKindId, TypedId},
    shared::Level,
    status_kind::{self, StatusHolderType},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{actions, query};
use crate::{
    access::{Action, Verdict},
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{
        ALIASES, Cx, NAME, Patch, checked_code, checked_lines,
        dated::ValidityPatch,
        line,
        list::visible_row,
        place::{self, LAST},
        taken_code,
    },
    set_validity, text,
    validity::Validity,
    validity_of,
};

/// A kind to add.
#[derive(Clone, Debug)]
pub struct CreateStatusKind {
    /// Given by the demonstration network alone.
    pub id: Option<StatusKindId>,
    /// The region whose kind it is; absent: everyone's.
    pub region: Option<RegionId>,
    /// The municipality whose kind it is.
    pub municipality: Option<MunicipalityId>,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Abbreviation.
    pub short_name: Option<String>,
    /// Other printed names.
    pub aliases: Vec<String>,
    /// Levels that may grant it.
    pub levels: Vec<Level>,
    /// Who holds it.
    pub held_by: StatusHolderType,
    /// Whether one holder may have several at a time.
    pub parallels: bool,
    /// Whether the topic is part of what is granted.
    pub topic_in_key: bool,
    /// Whether it is granted per academic year.
    pub has_academic_year: bool,
    /// Whether it carries a number of a register.
    pub has_registry_number: bool,
    /// The term of the entry.
    pub validity: ValidityPatch,
}

/// Adds a kind.
pub async fn create(cx: &Cx, input: CreateStatusKind) -> Result<status_kind::Model, Failure> {
    let CreateStatusKind {
        id,
        region,
        municipality,
        code,
        name,
        short_name,
        aliases,
        levels,
        held_by,
        parallels,
        topic_in_key,
        has_academic_year,
        has_registry_number,
        validity,
    } = input;
    place::somewhere(&cx.viewer, Action::CreateStatusKind)?;
    let mut tx = cx.write().await?;
    let at = place::of_entry(&tx, &cx.viewer, (region, municipality)).await?;
    Verdict::by_right(&cx.viewer, Action::CreateStatusKind, &at).require()?;
    let mut problems = Problems::new();
    let code = problems.keep(checked_code(&code, "code"));
    let name = problems.keep(line(&name, "name", NAME));
    let short_name = short_name.and_then(|text| problems.keep(line(&text, "shortName", NAME)));
    let aliases = checked_lines(&aliases, "aliases", ALIASES, NAME, &mut problems);
    let levels = checked_levels(&levels, &mut problems);
    let validity = problems.keep(validity.over(&Validity::default()));
    problems.finish()?;
    let (code, name) = (code.unwrap_or_default(), name.unwrap_or_default());
    if query::code_is_taken(&tx, &code).await? {
        return Err(taken_code("code").into());
    }
    let mut row = status_kind::ActiveModel {
        id: Set(id.unwrap_or_else(|| StatusKindId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(at.region),
        municipality_id: Set(at.municipality),
        visibility: Set(at.visibility),
        level: Set(at.level),
        search_key: Set(search_key(&name, &code, short_name.as_deref(), &aliases)),
        sort_key: Set(text::sort_key(&name)),
        code: Set(code),
        name: Set(name),
        short_name: Set(short_name),
        aliases: Set(aliases),
        levels: Set(levels),
        held_by: Set(held_by),
        parallels: Set(parallels),
        topic_in_key: Set(topic_in_key),
        has_academic_year: Set(has_academic_year),
        has_registry_number: Set(has_registry_number),
        ..Default::default()
    };
    set_validity!(row, &validity.unwrap_or_default());
    let row = row.insert(&tx).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// Changes of a kind: what it is called, who may grant it, from when till when. Its code, holder and key stay: what was
/// granted rests on them.
#[derive(Clone, Debug)]
pub struct UpdateStatusKind {
    /// Which.
    pub id: StatusKindId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Name.
    pub name: Patch<String>,
    /// Abbreviation.
    pub short_name: Patch<String>,
    /// Other printed names, all of them.
    pub aliases: Patch<Vec<String>>,
    /// Levels that may grant it, all of them.
    pub levels: Patch<Vec<Level>>,
    /// The term of the entry.
    pub validity: ValidityPatch,
}

/// Changes a kind.
pub async fn update(cx: &Cx, input: UpdateStatusKind) -> Result<status_kind::Model, Failure> {
    let UpdateStatusKind { id, expected_version, name, short_name, aliases, levels, validity } = input;
    let mut tx = cx.write().await?;
    place::lock(&tx, "status_kind", id).await?;
    let stored =
        visible_row::<status_kind::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    actions::of_kind(&cx.viewer, Action::UpdateStatusKind, &stored).require_at(stored.version, expected_version)?;
    let mut problems = Problems::new();
    let name = problems.keep(
        name.try_map(|name| line(&name, "name", NAME)).and_then(|name| name.or_required(stored.name.clone(), "name")),
    );
    let short_name = problems.keep(short_name.try_map(|text| line(&text, "shortName", NAME)));
    let aliases = match aliases {
        Patch::Absent => stored.aliases.clone(),
        Patch::Set(given) => checked_lines(&given.unwrap_or_default(), "aliases", ALIASES, NAME, &mut problems),
    };
    let levels = match levels {
        Patch::Absent => stored.levels.clone(),
        Patch::Set(given) => checked_levels(&given.unwrap_or_default(), &mut problems),
    };
    let validity = problems.keep(validity.over(&validity_of!(stored)));
    problems.finish()?;
    let name = name.unwrap_or_default();
    let short_name = short_name.unwrap_or_default().or(stored.short_name.clone());
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.search_key = Set(search_key(&name, &stored.code, short_name.as_deref(), &aliases));
    row.sort_key = Set(text::sort_key(&name));
    row.name = Set(name);
    row.short_name = Set(short_name);
    row.aliases = Set(aliases);
    row.levels = Set(levels);
    set_validity!(row, &validity.unwrap_or_default());
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    tx.audit("updateStatusKind", &row, None, serde_json::json!({ "code": stored.code }));
    tx.commit().await?;
    Ok(row)
}

fn checked_levels(given: &[Level], problems: &mut Problems) -> String {
    if given.is_empty() {
        problems.push(UserError::required("levels"));
    }
    if let Some(i) = given.iter().position(|level| *level == Level::Organisation) {
        problems.add(
            UserErrorCode::Invalid,
            &format!("levels.{i}"),
            "Статусы присваивают муниципалитет, зона, регион или федерация",
            "Statuses are granted by a municipality, a zone, a region or the federation",
        );
    }
    let mut levels = given.to_vec();
    levels.sort();
    levels.dedup();
    levels.into_iter().map(CodeEnum::code).collect::<Vec<_>>().join("\n")
}

/// The levels of a column.
pub fn levels(kind: &status_kind::Model) -> Vec<Level> {
    kind.levels.lines().filter_map(Level::from_code).collect()
}

fn search_key(name: &str, code: &str, short_name: Option<&str>, aliases: &str) -> String {
    text::fold(&format!("{name} {code} {} {}", short_name.unwrap_or_default(), aliases.replace('\n', " ")))
}
