//! The roles of the network, as a grant stores them, and who may appoint whom.

pub use entity::role_grant::Role;
use entity::shared::Level;

/// The levels of the nodes on which a role is given: a coordinator has a node of the centre's own level, whoever reads or
/// enters data may have any.
pub fn levels(role: Role) -> &'static [Level] {
    use Level::{Federation, Municipality, Organisation, Region, Zone};
    match role {
        Role::PlatformAdmin | Role::FederalObserver => &[Federation],
        Role::Ministry | Role::RegionalCoordinator => &[Region],
        Role::ZonalCoordinator => &[Zone],
        Role::MunicipalCoordinator | Role::EducationDepartment => &[Municipality],
        Role::OrganisationEditor => &[Municipality, Organisation],
        Role::Analyst | Role::DataClerk | Role::Expert | Role::Integration => {
            &[Federation, Region, Zone, Municipality, Organisation]
        }
    }
}

/// The roles that a role may grant inside its own node.
///
/// A list of its own, because rights do not order the roles: a ministry appoints the regional coordinator without
/// doing the coordinator's work. Nobody appoints upwards, and nobody who only reads or enters data appoints at all.
pub fn grantable(by: Role) -> &'static [Role] {
    use Role::{
        Analyst, DataClerk, EducationDepartment, Expert, FederalObserver, Integration, Ministry, MunicipalCoordinator,
        OrganisationEditor, PlatformAdmin, RegionalCoordinator, ZonalCoordinator,
    };
    match by {
        PlatformAdmin => &[
            PlatformAdmin,
            FederalObserver,
            Ministry,
            RegionalCoordinator,
            ZonalCoordinator,
            MunicipalCoordinator,
            EducationDepartment,
            OrganisationEditor,
            Analyst,
            DataClerk,
            Expert,
            Integration,
        ],
        Ministry => &[
            Ministry,
            RegionalCoordinator,
            ZonalCoordinator,
            MunicipalCoordinator,
            EducationDepartment,
            OrganisationEditor,
            Analyst,
            DataClerk,
            Expert,
            Integration,
        ],
        RegionalCoordinator => &[
            RegionalCoordinator,
            ZonalCoordinator,
            MunicipalCoordinator,
            EducationDepartment,
            OrganisationEditor,
            Analyst,
            DataClerk,
            Expert,
            Integration,
        ],
        ZonalCoordinator => &[ZonalCoordinator, MunicipalCoordinator, OrganisationEditor, Analyst, DataClerk, Expert],
        EducationDepartment => &[EducationDepartment, MunicipalCoordinator, OrganisationEditor, Analyst, DataClerk],
        MunicipalCoordinator => &[MunicipalCoordinator, OrganisationEditor, Analyst, DataClerk],
        FederalObserver | OrganisationEditor | Analyst | DataClerk | Expert | Integration => &[],
    }
}

#[cfg(test)]
mod tests {
    use entity::CodeEnum;

    use super::*;
    use crate::access::{Kind, Right, rights};

    #[test]
    fn who_appoints_has_the_right_to_grant() {
        for (role, ..) in Role::VALUES {
            let may = rights(*role, Kind::Grant).contains(&Right::Approve);
            assert_eq!(may, !grantable(*role).is_empty(), "{role:?}");
        }
    }

    #[test]
    fn nobody_is_appointed_upwards() {
        for (role, ..) in Role::VALUES {
            for appointed in grantable(*role) {
                let back = grantable(*appointed);
                assert!(back.iter().all(|third| grantable(*role).contains(third)), "{role:?} {appointed:?}");
            }
        }
    }
}
