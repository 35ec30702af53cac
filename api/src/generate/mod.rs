//! A synthetic network of realistic size, for load tests and measurements: the same for the same size and seed, byte for
//! byte, on both databases.
//!
//! Every part is a pure function from a region as it has grown so far to rows (`batch::Batch`); a batch is one
//! transaction and leaves change rows, audit entries and aggregates as the services leave them, whose rules, keys and
//! contributions are used here. All instants and decisions lie before `TODAY`, a day in the past of every clock.
//!
//! - `net.rs`: the plan and a region; `chance.rs`: chance that repeats; `words.rs`, `names.rs`, `numbers.rs`: texts.
//! - one file per domain. To add one (figures, reports): a file with `generate(&mut Region) -> Vec<Batch>`, its tables in
//!   `batch.rs`, a line in `PARTS`.

mod account;
mod act;
mod agreement;
mod batch;
mod centre;
mod chance;
mod competition;
mod names;
mod net;
mod numbers;
mod organisation;
mod status;
mod territory;
mod value;
mod words;

use std::{fmt, time::Instant};

use chrono::{DateTime, NaiveTime};

use self::{
    batch::Batch,
    net::{Neighbour, Plan, Region, TODAY},
};
use crate::{
    clock::Clock,
    db::setting,
    demo,
    error::{AppError, Failure, UserError, UserErrorCode},
    rules::subjects::{SUBJECTS, Subject},
    service::{
        Cx,
        classifier::{LEGAL_FORM, RecordClassifier, record},
    },
};

/// Under which name the source of generated rows stands.
pub const SOURCE: &str = "generated";
/// The row of `setting` that tells of the network.
const SETTING: &str = "generated";
/// The region that has the full size; the others are smaller.
const LARGEST: &str = "23";

/// The parts of a region, each built on those before it.
const PARTS: &[for<'r, 'p> fn(&'r mut Region<'p>) -> Vec<Batch>] = &[
    territory::generate,
    organisation::generate,
    centre::generate,
    status::generate,
    agreement::generate,
    competition::generate,
    account::generate,
];

/// How much to generate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Regions.
    pub regions: usize,
    /// What chance begins with.
    pub seed: u64,
    /// Municipalities of the largest region.
    pub municipalities: usize,
    /// Organisations of the largest region.
    pub organisations: usize,
    /// Accounts for every role too.
    pub accounts: bool,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { regions, seed, municipalities, organisations, accounts } = self;
        write!(
            f,
            "--regions {regions} --seed {seed} --municipalities {municipalities} --organisations {organisations}"
        )?;
        if *accounts { f.write_str(" --accounts") } else { Ok(()) }
    }
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The network is there now: kinds and counts.
    Generated(Vec<(&'static str, usize)>),
    /// The same network was there already; nothing was changed.
    Present,
}

/// Generates a network into a database that holds none; `tell` is told of each region.
pub async fn generate(cx: &Cx, size: Size, tell: &mut (dyn FnMut(String) + Send)) -> Result<Outcome, Failure> {
    let (begun, done) = (format!("begun {size}"), format!("done {size}"));
    match setting::get(&cx.db, SETTING).await?.as_deref() {
        Some(stored) if stored == done => return Ok(Outcome::Present),
        Some(stored) => return Err(refused(stored)),
        None if setting::holds_anything(&cx.db).await? => return Err(mixed().into()),
        None => setting::put(&cx.db, SETTING, &begun).await?,
    }
    let at: DateTime<chrono::Utc> = TODAY.and_time(NaiveTime::MIN).and_utc();
    let cx = Cx::system(cx.db.clone(), Clock::fixed(at, cx.clock.zone()));
    let kinds = dictionaries(&cx).await?;
    let plan = Plan { size, at, kinds, seed: format!("{SOURCE} {}", size.seed) };
    let mut report = Report::default();
    report.write(&cx, competition::federal(&plan)).await?;
    let mut neighbour = None;
    let largest = SUBJECTS.iter().filter(|subject| subject.code == LARGEST);
    let others = SUBJECTS.iter().filter(|subject| subject.code != LARGEST);
    for (place, subject) in largest.chain(others).take(size.regions).enumerate() {
        let started = Instant::now();
        let mut net = region(&plan, subject, neighbour);
        for part in PARTS {
            for batch in part(&mut net) {
                report.write(&cx, batch).await?;
            }
        }
        report.count("values", value::generate(&cx, &net).await?);
        tell(format!(
            "{} of {}: {} {}, {} municipalities, {} organisations, {:.1} s",
            place + 1,
            size.regions,
            subject.code,
            subject.name,
            net.towns.len(),
            net.organisations.len(),
            started.elapsed().as_secs_f64()
        ));
        let host = net.rmc().and_then(|row| row.organisation_id);
        neighbour = host.map(|organisation| Neighbour { region: net.row.id, organisation });
    }
    setting::put(&cx.db, SETTING, &done).await?;
    Ok(Outcome::Generated(report.0))
}

/// A region before anything is generated in it. Its size is a share of the largest one's.
fn region<'p>(plan: &'p Plan, subject: &'static Subject, neighbour: Option<Neighbour>) -> Region<'p> {
    let mut chance = plan.chance(&format!("size {}", subject.code));
    let share = if subject.code == LARGEST { 100 } else { 25 + chance.below(61) };
    Region {
        plan,
        subject,
        towns_wanted: (plan.size.municipalities * share / 100).max(1),
        organisations_wanted: plan.size.organisations * share * share / 10_000,
        neighbour,
        row: territory::region(plan, subject),
        zones: vec![],
        towns: vec![],
        organisations: vec![],
        ministry: None,
        centres: vec![],
        acts: 0,
    }
}

/// The dictionaries of the demonstration network, and legal forms that it lacks.
async fn dictionaries(cx: &Cx) -> Result<Vec<entity::status_kind::Model>, Failure> {
    demo::organisation::legal_forms(cx).await?;
    demo::indicator::common(cx).await?;
    for (code, short_name, name) in names::FORMS {
        let form = RecordClassifier {
            dictionary: LEGAL_FORM.to_owned(),
            code: code.to_owned(),
            expected_version: None,
            new_dictionary: false,
            name: name.to_owned(),
            short_name: Some(short_name.to_owned()),
            valid_from: None,
            valid_to: None,
            replaced_by: None,
        };
        record(cx, form).await?;
    }
    demo::status::kinds(&mut demo::Book::open(cx)?).await
}

/// Kinds and counts.
#[derive(Default)]
struct Report(Vec<(&'static str, usize)>);

impl Report {
    async fn write(&mut self, cx: &Cx, batch: Batch) -> Result<(), Failure> {
        for (kind, count) in batch.counts() {
            self.count(kind, count);
        }
        batch.write(cx).await
    }

    fn count(&mut self, kind: &'static str, count: usize) {
        match self.0.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += count,
            None => self.0.push((kind, count)),
        }
    }
}

fn refused(stored: &str) -> Failure {
    let (state, size) = stored.split_once(' ').unwrap_or((stored, ""));
    let (ru, en) = if state == "done" {
        (
            format!("В базе уже другая сеть ({size}): для новой возьмите другую базу"),
            format!(
                "the database holds another generated network already ({size}); give the new one a database of its own"
            ),
        )
    } else {
        (
            format!("Создание сети ({size}) было прервано: удалите базу и начните снова"),
            format!("generating a network ({size}) was interrupted; take the database away and start again"),
        )
    };
    Failure::App(AppError::new(crate::error::Code::BadUserInput, ru, en))
}

fn mixed() -> UserError {
    UserError::new(
        UserErrorCode::Contradiction,
        "",
        "В базе другие данные, и созданная сеть смешалась бы с ними: возьмите пустую базу",
        "the database holds other data, and a generated network would mix with it; give it a database of its own \
         (OPORA_DATA_DIR=load)",
    )
}
