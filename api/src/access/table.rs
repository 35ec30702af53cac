//! The permission table (DOMAIN 2.2): role × kind → rights, all of them in one place, exhaustive, nothing by default.
//!
//! A right reaches over the subtree of the grant's node; rights that change something reach only rows kept at the
//! node's level or below. Everyone, with a token or without, reads what is public.
//! To add a kind: a line in each role's `match`; the compiler asks for it.

use super::{Kind, Role};

entity::code_enum! {
    /// What a role may do with a kind of objects in its node's subtree (право)
    pub enum Right {
        /// Read what is past draft (чтение)
        Read = "READ",
        /// Count what is past draft without reading it (сводные данные)
        Aggregate = "AGGREGATE",
        /// Enter and change; read and keep drafts of the own level (внесение)
        Write = "WRITE",
        /// Take it out of draft: submit, propose, announce, publish (подача)
        Submit = "SUBMIT",
        /// Sign for a party; without entering it, for the own node (подписание)
        Sign = "SIGN",
        /// Decide: put in force, revoke, admit, approve (утверждение)
        Approve = "APPROVE",
    }
}

use Right::{Aggregate, Approve, Read, Sign, Submit, Write};

const NONE: &[Right] = &[];
const READ: &[Right] = &[Read];
const AGGREGATE: &[Right] = &[Aggregate];
const ENTER: &[Right] = &[Read, Write];
const KEEP: &[Right] = &[Read, Write, Submit];
const SIGN: &[Right] = &[Read, Write, Submit, Sign];
const DECIDE: &[Right] = &[Read, Approve];
const ENDORSE: &[Right] = &[Read, Sign];
const ALL: &[Right] = &[Read, Write, Submit, Sign, Approve];

/// The rights of a role on a kind.
pub fn rights(role: Role, kind: Kind) -> &'static [Right] {
    match role {
        Role::PlatformAdmin => platform_admin(kind),
        Role::FederalObserver => federal_observer(kind),
        Role::Ministry => ministry(kind),
        Role::RegionalCoordinator => regional_coordinator(kind),
        Role::ZonalCoordinator => zonal_coordinator(kind),
        Role::MunicipalCoordinator => municipal_coordinator(kind),
        Role::EducationDepartment => education_department(kind),
        Role::OrganisationEditor => organisation_editor(kind),
        Role::Analyst => analyst(kind),
        Role::DataClerk => data_clerk(kind),
        Role::Expert => expert(kind),
        Role::Integration => integration(kind),
    }
}

/// Accounts, settings and dictionaries of the deployment; business data only by another grant.
fn platform_admin(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::StatusKind
        | Kind::User
        | Kind::Grant
        | Kind::Indicator => ALL,
        Kind::AuditEntry => READ,
        Kind::Organisation
        | Kind::Centre
        | Kind::LegalAct
        | Kind::StatusAssignment
        | Kind::Agreement
        | Kind::Partnership
        | Kind::Competition
        | Kind::Application
        | Kind::File
        | Kind::TargetSet
        | Kind::Value
        | Kind::ReportTemplate
        | Kind::Campaign
        | Kind::Report => NONE,
    }
}

fn federal_observer(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Agreement | Kind::Partnership | Kind::Application | Kind::Value | Kind::Report => AGGREGATE,
        Kind::StatusKind | Kind::Indicator | Kind::TargetSet => ALL,
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::Organisation
        | Kind::Centre
        | Kind::LegalAct
        | Kind::StatusAssignment
        | Kind::Competition
        | Kind::ReportTemplate
        | Kind::Campaign => READ,
        Kind::User | Kind::Grant | Kind::File | Kind::AuditEntry => NONE,
    }
}

fn ministry(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::LegalAct => KEEP,
        Kind::StatusAssignment | Kind::TargetSet => DECIDE,
        Kind::User | Kind::Grant => ALL,
        // The region's own figures: who enters them does not accept them.
        Kind::Value => ENDORSE,
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::Organisation
        | Kind::Centre
        | Kind::StatusKind
        | Kind::Agreement
        | Kind::Partnership
        | Kind::Competition
        | Kind::Application
        | Kind::File
        | Kind::AuditEntry
        | Kind::Indicator
        | Kind::ReportTemplate
        | Kind::Campaign
        | Kind::Report => READ,
    }
}

fn regional_coordinator(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::Organisation
        | Kind::Centre
        | Kind::LegalAct
        | Kind::StatusKind
        | Kind::StatusAssignment
        | Kind::Agreement
        | Kind::Partnership
        | Kind::Competition
        | Kind::Application
        | Kind::User
        | Kind::Grant
        | Kind::File
        | Kind::Indicator
        | Kind::TargetSet
        | Kind::Value
        | Kind::ReportTemplate
        | Kind::Campaign
        | Kind::Report => ALL,
        Kind::AuditEntry => READ,
    }
}

fn zonal_coordinator(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Agreement | Kind::Partnership => SIGN,
        Kind::Competition | Kind::Application | Kind::User | Kind::Grant | Kind::ReportTemplate | Kind::Campaign => ALL,
        Kind::Centre | Kind::LegalAct | Kind::File => KEEP,
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::Organisation
        | Kind::StatusKind
        | Kind::StatusAssignment
        | Kind::AuditEntry
        | Kind::Indicator
        | Kind::TargetSet => READ,
        Kind::Value | Kind::Report => DECIDE,
    }
}

fn municipal_coordinator(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Agreement | Kind::Partnership => SIGN,
        Kind::Application
        | Kind::User
        | Kind::Grant
        | Kind::Value
        | Kind::ReportTemplate
        | Kind::Campaign
        | Kind::Report => ALL,
        // A status is proposed here and put in force by the department or the region.
        Kind::Organisation
        | Kind::Centre
        | Kind::LegalAct
        | Kind::StatusAssignment
        | Kind::Competition
        | Kind::File => KEEP,
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::StatusKind
        | Kind::AuditEntry
        | Kind::Indicator
        | Kind::TargetSet => READ,
    }
}

fn education_department(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Agreement | Kind::Partnership => SIGN,
        Kind::StatusAssignment | Kind::Competition | Kind::User | Kind::Grant | Kind::TargetSet => ALL,
        Kind::Organisation | Kind::LegalAct | Kind::StatusKind | Kind::File | Kind::Indicator => KEEP,
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::Centre
        | Kind::Application
        | Kind::AuditEntry
        | Kind::Value
        | Kind::ReportTemplate
        | Kind::Campaign => READ,
        Kind::Report => ENDORSE,
    }
}

fn organisation_editor(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Organisation | Kind::Application | Kind::File | Kind::Value | Kind::Report => KEEP,
        Kind::Centre
        | Kind::StatusAssignment
        | Kind::Agreement
        | Kind::Partnership
        | Kind::Competition
        | Kind::AuditEntry
        | Kind::TargetSet
        | Kind::ReportTemplate
        | Kind::Campaign => READ,
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::LegalAct
        | Kind::StatusKind
        | Kind::User
        | Kind::Grant
        | Kind::Indicator => NONE,
    }
}

fn analyst(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::Organisation
        | Kind::Centre
        | Kind::LegalAct
        | Kind::StatusKind
        | Kind::StatusAssignment
        | Kind::Agreement
        | Kind::Partnership
        | Kind::Competition
        | Kind::Application
        | Kind::File
        | Kind::Indicator
        | Kind::TargetSet
        | Kind::Value
        | Kind::ReportTemplate
        | Kind::Campaign
        | Kind::Report => READ,
        Kind::User | Kind::Grant | Kind::AuditEntry => NONE,
    }
}

fn data_clerk(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Organisation
        | Kind::LegalAct
        | Kind::StatusAssignment
        | Kind::Agreement
        | Kind::Partnership
        | Kind::Competition
        | Kind::Application
        | Kind::File
        | Kind::Value
        | Kind::Report => ENTER,
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::Centre
        | Kind::StatusKind
        | Kind::Indicator
        | Kind::TargetSet
        | Kind::ReportTemplate
        | Kind::Campaign => READ,
        Kind::User | Kind::Grant | Kind::AuditEntry => NONE,
    }
}

/// Experts see what is public and what is assigned to them; the assignment is their scope.
fn expert(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::Organisation
        | Kind::Centre
        | Kind::LegalAct
        | Kind::StatusKind
        | Kind::StatusAssignment
        | Kind::Agreement
        | Kind::Partnership
        | Kind::Competition
        | Kind::Application
        | Kind::User
        | Kind::Grant
        | Kind::File
        | Kind::AuditEntry
        | Kind::Indicator
        | Kind::TargetSet
        | Kind::Value
        | Kind::ReportTemplate
        | Kind::Campaign
        | Kind::Report => NONE,
    }
}

/// Service accounts enter and submit data; they never sign, decide or grant.
fn integration(kind: Kind) -> &'static [Right] {
    match kind {
        Kind::Organisation
        | Kind::Centre
        | Kind::LegalAct
        | Kind::StatusAssignment
        | Kind::Agreement
        | Kind::Partnership
        | Kind::Competition
        | Kind::Application
        | Kind::File
        | Kind::TargetSet
        | Kind::Value => KEEP,
        Kind::Region
        | Kind::Zone
        | Kind::Municipality
        | Kind::StatusKind
        | Kind::Indicator
        | Kind::ReportTemplate
        | Kind::Campaign => READ,
        Kind::User | Kind::Grant | Kind::AuditEntry => NONE,
        Kind::Report => ENTER,
    }
}

#[cfg(test)]
mod tests {
    use entity::CodeEnum;

    use super::*;

    #[test]
    fn who_only_reads_changes_nothing() {
        for (kind, ..) in Kind::VALUES {
            for role in [Role::Analyst, Role::Expert] {
                assert!(!rights(role, *kind).iter().any(|right| matches!(right, Write | Submit | Sign | Approve)));
            }
            assert!(!rights(Role::DataClerk, *kind).iter().any(|right| matches!(right, Submit | Sign | Approve)));
            assert!(!rights(Role::Integration, *kind).contains(&Approve));
        }
    }
}
