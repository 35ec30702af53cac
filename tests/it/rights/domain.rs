//! What each role may do with each kind of object: DOMAIN 2.2, written down a second time, by its rows and columns and
//! not by the service's own table, so that neither can be changed alone.

use crate::support::Role;

/// R read, W enter and keep drafts, S hand in, G sign, A decide; nothing else, and a dot for nothing at all.
/// Beyond DOMAIN 2.2: what an outside system owns is entered by its service account (the pushes of CONTRACT), and whoever
/// holds a competition or arranges a centre records the acts of it; a ministry signs for what its region tells of itself,
/// which nobody else could accept.
const TABLE: &str = "
                  ADMIN  FEDERAL MINISTRY RMC    ZOC    MOC    UO     EDITOR ANALYST CLERK  EXPERT SERVICE
Territory         RWSGA  R       R        RWSGA  R      R      R      .      R       R      .      R
Organisation      .      R       R        RWSGA  R      RWS    RWS    RWS    R       RW     .      RWS
Centre            .      R       R        RWSGA  RWS    RWS    R      R      R       R      .      RWS
LegalAct          .      R       RWS      RWSGA  RWS    RWS    RWS    .      R       RW     .      RWS
StatusKind        RWSGA  RWSGA   R        RWSGA  R      R      RWS    .      R       R      .      R
StatusAssignment  .      R       RA       RWSGA  R      RWS    RWSGA  R      R       RW     .      RWS
Agreement         .      .       R        RWSGA  RWSG   RWSG   RWSG   R      R       RW     .      RWS
Partnership       .      .       R        RWSGA  RWSG   RWSG   RWSG   R      R       RW     .      RWS
Competition       .      R       R        RWSGA  RWSGA  RWS    RWSGA  R      R       RW     .      RWS
Application       .      .       R        RWSGA  RWSGA  RWSGA  R      RWS    R       RW     .      RWS
Users             RWSGA  .       RWSGA    RWSGA  RWSGA  RWSGA  RWSGA  .      .       .      .      .
AuditLog          R      .       R        R      R      R      R      R      .       .      .      .
File              .      .       R        RWSGA  RWS    RWS    RWS    RWS    R       RW     .      RWS
Indicator         RWSGA  RWSGA   R        RWSGA  R      R      RWS    .      R       R      .      R
TargetSet         .      RWSGA   RA       RWSGA  R      R      RWSGA  R      R       R      .      RWS
Value             .      .       RG       RWSGA  RA     RWSGA  R      RWS    R       RW     .      RWS
ReportTemplate    .      R       R        RWSGA  RWSGA  RWSGA  R      R      R       R      .      R
Campaign          .      R       R        RWSGA  RWSGA  RWSGA  R      R      R       R      .      R
Report            .      .       R        RWSGA  RA     RWSGA  RG     RWS    R       RW     .      RW
";

const COLUMNS: [Role; 12] = [
    Role::PlatformAdmin,
    Role::FederalObserver,
    Role::Ministry,
    Role::RegionalCoordinator,
    Role::ZonalCoordinator,
    Role::MunicipalCoordinator,
    Role::EducationDepartment,
    Role::OrganisationEditor,
    Role::Analyst,
    Role::DataClerk,
    Role::Expert,
    Role::Integration,
];

/// The rights of a role on a kind, as letters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rights(&'static str);

impl Rights {
    pub fn has(self, right: char) -> bool {
        self.0.contains(right)
    }
}

/// The cell of a role and a kind.
pub fn rights(role: Role, kind: &str) -> Rights {
    let column = COLUMNS.iter().position(|known| *known == role).unwrap_or_else(|| panic!("no column of {role:?}"));
    let row = TABLE.lines().find(|line| line.split_whitespace().next() == Some(kind));
    let row = row.unwrap_or_else(|| panic!("no row of {kind}"));
    Rights(row.split_whitespace().nth(column + 1).unwrap_or_else(|| panic!("no cell of {role:?} in {row}")))
}
