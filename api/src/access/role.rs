//! The roles of the network.

entity::code_enum! {
    /// Role of a grant (роль); no grant is the public
    pub enum Role {
        /// Administrator of the deployment: accounts, settings, dictionaries, the whole audit log (администратор платформы)
        PlatformAdmin = "PLATFORM_ADMIN",
        /// Federal observer: aggregates of the country (федеральный наблюдатель)
        FederalObserver = "FEDERAL_OBSERVER",
        /// Ministry of a region (министерство)
        Ministry = "MINISTRY",
        /// Regional coordinator: the regional model centre (координатор РМЦ)
        RegionalCoordinator = "REGIONAL_COORDINATOR",
        /// Zonal coordinator: the zonal centre (координатор ЗОЦ)
        ZonalCoordinator = "ZONAL_COORDINATOR",
        /// Municipal coordinator: the municipal centre (координатор МОЦ)
        MunicipalCoordinator = "MUNICIPAL_COORDINATOR",
        /// Education department of a municipality (управление образования)
        EducationDepartment = "EDUCATION_DEPARTMENT",
        /// Editor of an organisation (редактор организации)
        OrganisationEditor = "ORGANISATION_EDITOR",
        /// Analyst: reads all in the scope, writes nothing (аналитик)
        Analyst = "ANALYST",
        /// Data clerk: enters, does not submit (оператор ввода)
        DataClerk = "DATA_CLERK",
        /// Expert: sees what is assigned (эксперт)
        Expert = "EXPERT",
        /// Integration: a service account (интеграция)
        Integration = "INTEGRATION",
    }
}
