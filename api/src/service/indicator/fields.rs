//! What an indicator says: given by creating and by changing, checked once, over what is stored.

use entity::{
    CodeEnum,
    decimal::Decimal,
    ids::IndicatorId,
    indicator::{self, Aggregation, Better, IndicatorCategory, IndicatorKind},
    shared::{PeriodType, Unit},
};

use super::{
    parts::{Method, Sources},
    rules,
};
use crate::{
    error::{Problems, UserError, UserErrorCode},
    rules::breakdown::Dimension,
    service::{
        ALIASES, NAME, Patch, TEXT, checked_lines,
        dated::{Dated, ValidityPatch},
        given::GivenDue,
        line,
        open_points::{self, OpenPoint},
        paragraph,
    },
    text, validity_of,
};

/// What an indicator is divided by.
#[derive(Clone, Debug)]
pub struct Denominator {
    /// What it is.
    pub name: String,
    /// The ratio is multiplied by it; 100 of percent, else 1, when absent.
    pub factor: Option<i32>,
    /// The population of these ages.
    pub age_from: Option<i16>,
    /// The oldest of them.
    pub age_to: Option<i16>,
    /// The numerator of another indicator.
    pub indicator: Option<IndicatorId>,
}

/// Members of an indicator; of a new one those without which it is none must be there.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Name.
    pub name: Patch<String>,
    /// Short name.
    pub short_name: Patch<String>,
    /// Other printed names, all of them.
    pub aliases: Patch<Vec<String>>,
    /// Main or additional.
    pub category: Patch<IndicatorCategory>,
    /// How it behaves in time.
    pub kind: Patch<IndicatorKind>,
    /// Unit.
    pub unit: Patch<Unit>,
    /// Power of ten of the unit.
    pub scale: Patch<i16>,
    /// Decimals that are printed.
    pub decimals: Patch<i16>,
    /// Which way is better.
    pub better: Patch<Better>,
    /// How territories are put together.
    pub aggregation: Patch<Aggregation>,
    /// What is counted.
    pub numerator: Patch<String>,
    /// Of what.
    pub denominator: Patch<Denominator>,
    /// Whether the numerator may exceed the denominator.
    pub over_hundred: Patch<bool>,
    /// Whether small numbers are hidden.
    pub sensitive: Patch<bool>,
    /// Types of periods, all of them.
    pub period_types: Patch<Vec<PeriodType>>,
    /// Type of the periods for which it is due.
    pub frequency: Patch<PeriodType>,
    /// Dimensions, all of them.
    pub dimensions: Patch<Vec<Dimension>>,
    /// Formula in words.
    pub formula: Patch<String>,
    /// The form that it comes from.
    pub source_form: Patch<String>,
    /// Who answers for it.
    pub responsible: Patch<String>,
    /// When it is due.
    pub due: Patch<GivenDue>,
    /// A change by more percent asks for a reason.
    pub jump_threshold: Patch<i16>,
    /// Difference between sources that is no finding.
    pub tolerance: Patch<Decimal>,
    /// Methods, all of them.
    pub methods: Patch<Vec<Method>>,
    /// Sources, the first counts first.
    pub sources: Sources,
    /// What the source of the definition leaves open.
    pub open_points: Patch<Vec<OpenPoint>>,
    /// The term of the entry.
    pub validity: ValidityPatch,
}

impl Fields {
    /// The indicator after the change, with every problem noted; methods and sources are for `parts`.
    pub(super) fn over(self, stored: &indicator::Model, problems: &mut Problems) -> indicator::Model {
        let mut row = stored.clone();
        let name = problems.keep(self.name.or_required(stored.name.clone(), "name"));
        row.name = name.and_then(|name| problems.keep(line(&name, "name", NAME))).unwrap_or_default();
        let numerator = problems.keep(self.numerator.or_required(stored.numerator.clone(), "numerator"));
        row.numerator = numerator.and_then(|text| problems.keep(line(&text, "numerator", NAME))).unwrap_or_default();
        let text = |given: Patch<String>, stored: &Option<String>, path: &str, problems: &mut Problems| {
            let given = problems.keep(given.try_map(|text| line(&text, path, NAME)));
            given.unwrap_or_default().or(stored.clone())
        };
        row.short_name = text(self.short_name, &stored.short_name, "shortName", problems);
        row.source_form = text(self.source_form, &stored.source_form, "sourceForm", problems);
        row.responsible = text(self.responsible, &stored.responsible, "responsible", problems);
        let formula = problems.keep(self.formula.try_map(|text| paragraph(&text, "formula", TEXT)));
        row.formula = formula.unwrap_or_default().or(stored.formula.clone());
        if let Patch::Set(aliases) = self.aliases {
            row.aliases = checked_lines(&aliases.unwrap_or_default(), "aliases", ALIASES, NAME, problems);
        }
        let mut keep = Keep(problems);
        row.category = keep.or(self.category, stored.category, "category");
        row.kind = keep.or(self.kind, stored.kind, "kind");
        row.unit = keep.or(self.unit, stored.unit, "unit");
        row.scale = keep.or(self.scale, stored.scale, "scale");
        row.decimals = keep.or(self.decimals, stored.decimals, "decimals");
        row.better = keep.or(self.better, stored.better, "better");
        row.aggregation = keep.or(self.aggregation, stored.aggregation, "aggregation");
        row.over_hundred = keep.or(self.over_hundred, stored.over_hundred, "overHundred");
        row.sensitive = keep.or(self.sensitive, stored.sensitive, "sensitive");
        if let Patch::Set(types) = self.period_types {
            row.period_types = codes(types.unwrap_or_default());
        }
        if row.period_types.is_empty() {
            problems.push(UserError::required("periodTypes"));
        }
        row.frequency = self.frequency.or(stored.frequency);
        if let Patch::Set(dimensions) = self.dimensions {
            row.dimensions = codes(dimensions.unwrap_or_default());
        }
        put_denominator(&mut row, self.denominator, problems);
        put_due(&mut row, self.due, problems);
        put_limits(&mut row, self.jump_threshold, self.tolerance, problems);
        if let Patch::Set(points) = self.open_points {
            row.open_points =
                open_points::write(open_points::check(points.unwrap_or_default(), "openPoints", problems));
        }
        let validity = problems.keep(self.validity.over(&validity_of!(stored))).unwrap_or_default();
        let dated = Dated::from(&validity);
        (row.valid_from, row.valid_from_precision, row.valid_from_text) =
            (dated.from, dated.from_precision, dated.from_text);
        (row.valid_to, row.valid_to_precision, row.valid_to_text) = (dated.to, dated.to_precision, dated.to_text);
        row.sort_key = text::sort_key(&row.name);
        row.search_key = search_key(&row);
        rules::check(&row, problems);
        row
    }
}

/// Members that can't be cleared.
struct Keep<'a>(&'a mut Problems);

impl Keep<'_> {
    fn or<T: Copy>(&mut self, given: Patch<T>, stored: T, path: &str) -> T {
        self.0.keep(given.or_required(stored, path)).unwrap_or(stored)
    }
}

/// Codes in the order of their declaration, each once, one on a line.
fn codes<T: CodeEnum + Ord>(mut given: Vec<T>) -> String {
    given.sort();
    given.dedup();
    given.into_iter().map(CodeEnum::code).collect::<Vec<_>>().join("\n")
}

fn put_denominator(row: &mut indicator::Model, given: Patch<Denominator>, problems: &mut Problems) {
    let Patch::Set(given) = given else { return };
    let Some(Denominator { name, factor, age_from, age_to, indicator }) = given else {
        row.denominator = None;
        row.factor = 1;
        (row.denominator_age_from, row.denominator_age_to, row.denominator_indicator_id) = (None, None, None);
        return;
    };
    row.denominator = problems.keep(line(&name, "denominator.name", NAME));
    row.factor = factor.unwrap_or(rules::factor_of(row.unit));
    (row.denominator_age_from, row.denominator_age_to, row.denominator_indicator_id) = (age_from, age_to, indicator);
}

fn put_due(row: &mut indicator::Model, given: Patch<GivenDue>, problems: &mut Problems) {
    let Patch::Set(given) = given else { return };
    let rule = given.and_then(|given| problems.keep(given.checked("due")));
    row.due_kind = rule.map(|rule| rule.kind());
    row.due_day = rule.and_then(|rule| rule.day());
    row.due_number = rule.and_then(|rule| rule.number());
}

fn put_limits(row: &mut indicator::Model, jump: Patch<i16>, tolerance: Patch<Decimal>, problems: &mut Problems) {
    row.jump_threshold = jump.or(row.jump_threshold);
    if row.jump_threshold.is_some_and(|percent| percent < 1) {
        problems.add(UserErrorCode::OutOfRange, "jumpThreshold", "Больше нуля процентов", "More than 0 percent");
    }
    if let Patch::Set(tolerance) = tolerance {
        row.tolerance_micros = tolerance.map(Decimal::micros);
        row.tolerance_scale = tolerance.map(Decimal::scale);
    }
    if row.tolerance_micros.is_some_and(|micros| micros < 0) {
        problems.add(UserErrorCode::OutOfRange, "tolerance", "Не меньше нуля", "Not less than zero");
    }
}

fn search_key(row: &indicator::Model) -> String {
    let short = row.short_name.as_deref().unwrap_or_default();
    text::fold(&format!("{} {} {short} {}", row.name, row.code, row.aliases.replace('\n', " ")))
}
