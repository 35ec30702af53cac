//! Who wins: the environment over the file over the defaults. What nobody knows is an error in the file and a warning in
//! the environment, where a variable may belong to something else; what is not built is refused in both.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{
    Config, file,
    given::Given,
    keys::{self, Key, NOT_BUILT},
};

/// What begins the name of each variable.
const PREFIX: &str = "OPORA_";
/// The variable that names the file.
const FILE: &str = "OPORA_CONFIG";
/// The file that is read without being named.
const USUAL: &str = "opora.toml";
/// Variables of the tests, which are none of the service's business.
const TESTS: &str = "OPORA_TEST_";

/// Why a configuration is refused: one clear sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

/// Where the configuration comes from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file that the command line names.
    pub file: Option<PathBuf>,
    /// The environment.
    pub environment: Vec<(OsString, OsString)>,
    /// Where `opora.toml` may lie.
    pub folder: PathBuf,
}

impl Sources {
    /// Those of this process.
    pub fn of_process(file: Option<PathBuf>) -> Self {
        Self { file, environment: std::env::vars_os().collect(), folder: PathBuf::new() }
    }
}

/// Who gave a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody.
    Default,
    /// The file.
    File,
    /// The environment.
    Environment,
}

impl Origin {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Environment => "environment",
        }
    }
}

/// A configuration with what its reader should know.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// The file that was read.
    pub file: Option<PathBuf>,
    /// What looks wrong and does not prevent a start.
    pub warnings: Vec<String>,
    origins: BTreeMap<&'static str, Origin>,
}

impl Loaded {
    /// Reads the sources.
    pub fn read(sources: &Sources) -> Result<Self, ConfigError> {
        let mut loaded = Self::default();
        let variable = |name: &str| sources.environment.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let named = sources.file.clone().or_else(|| variable(FILE).filter(|v| !v.is_empty()).map(PathBuf::from));
        let path = named.clone().unwrap_or_else(|| sources.folder.join(USUAL));
        match std::fs::read_to_string(&path) {
            Ok(text) => loaded.take_file(&path, &text)?,
            Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => {}
            Err(error) => {
                return Err(ConfigError(format!("the configuration file {} is not readable: {error}", path.display())));
            }
        }
        loaded.take_environment(&sources.environment)?;
        Ok(loaded)
    }

    /// Who gave the value of a key.
    pub fn origin(&self, key: &Key) -> Origin {
        self.origins.get(key.name).copied().unwrap_or(Origin::Default)
    }

    fn take_file(&mut self, path: &Path, text: &str) -> Result<(), ConfigError> {
        let fault = |text: String| ConfigError(format!("{}: {text}", path.display()));
        for (name, given) in file::read(text).map_err(fault)? {
            match keys::find(&name) {
                Some(key) => self.set(key, &given, Origin::File).map_err(|why| fault(format!("{name} {why}")))?,
                None => {
                    return Err(fault(not_built(&name, &name).unwrap_or_else(|| {
                        format!("there is no setting {name}; the nearest is {}", keys::nearest(&name))
                    })));
                }
            }
        }
        self.file = Some(path.to_owned());
        Ok(())
    }

    fn take_environment(&mut self, environment: &[(OsString, OsString)]) -> Result<(), ConfigError> {
        let mut mine: Vec<_> =
            environment.iter().filter(|(name, _)| name.to_string_lossy().starts_with(PREFIX)).collect();
        mine.sort();
        for (variable, value) in mine {
            let variable = variable.to_string_lossy();
            let name = variable.strip_prefix(PREFIX).unwrap_or_default().to_ascii_lowercase();
            // Many tools can only empty a variable, not take it away.
            if variable == FILE || variable.starts_with(TESTS) || value.is_empty() {
                continue;
            }
            let Some(key) = keys::find(&name).filter(|key| key.variable() == variable) else {
                if let Some(refused) = not_built(&name, &variable) {
                    return Err(ConfigError(refused));
                }
                let nearest = keys::nearest(&name).to_ascii_uppercase();
                self.warnings.push(format!("there is no setting {variable}; the nearest is {PREFIX}{nearest}"));
                continue;
            };
            let value = value.to_str().ok_or_else(|| ConfigError(format!("{variable} is not text in UTF-8")))?;
            self.set(key, &Given::One(value.to_owned()), Origin::Environment)
                .map_err(|why| ConfigError(format!("{variable} {why}")))?;
        }
        Ok(())
    }

    fn set(&mut self, key: &'static Key, given: &Given, origin: Origin) -> Result<(), String> {
        (key.set)(&mut self.config, given)?;
        self.origins.insert(key.name, origin);
        Ok(())
    }
}

/// The refusal of a setting whose feature is missing.
fn not_built(name: &str, shown: &str) -> Option<String> {
    let (_, what) = NOT_BUILT.iter().find(|(known, _)| *known == name)?;
    Some(format!("{shown} is set, but this version has no {what}; take the setting away"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
        pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect()
    }

    fn loaded(file: &str, pairs: &[(&str, &str)]) -> Result<Loaded, String> {
        let mut loaded = Loaded::default();
        let taken = loaded.take_file(Path::new("opora.toml"), file);
        taken.and_then(|()| loaded.take_environment(&environment(pairs))).map_err(|error| error.0)?;
        Ok(loaded)
    }

    #[test]
    fn the_environment_wins_over_the_file_over_the_defaults() {
        let file = "bind = '127.0.0.1:1'\ndata_dir = 'there'\n[limits]\ntokens = 7\n";
        let loaded =
            loaded(file, &[("OPORA_BIND", "127.0.0.1:2"), ("OPORA_LIMITS_DEPTH", "9"), ("PATH", "/")]).unwrap();
        let config = &loaded.config;
        assert_eq!((config.bind.port(), config.limits.tokens, config.limits.depth), (2, 7, 9));
        assert_eq!((config.data_dir.to_str(), config.limits.aliases), (Some("there"), 50));
        let origin = |name| loaded.origin(keys::find(name).unwrap());
        assert_eq!(origin("bind"), Origin::Environment);
        assert_eq!(origin("data_dir"), Origin::File);
        assert_eq!(origin("limits_aliases"), Origin::Default);
        assert!(loaded.warnings.is_empty());
    }

    #[test]
    fn an_unknown_key_is_an_error_in_the_file() {
        assert_eq!(
            loaded("[limits]\ntoken = 1", &[]).unwrap_err(),
            "opora.toml: there is no setting limits_token; the nearest is limits_tokens"
        );
    }

    #[test]
    fn an_unknown_variable_is_a_warning_that_names_the_nearest() {
        let pairs =
            [("OPORA_DATABSE_URL", "x"), ("OPORA_TEST_DATABASE_URL", "x"), ("OPORA_bind", "x"), ("OPORA_LOG", "")];
        assert_eq!(
            loaded("", &pairs).unwrap().warnings,
            [
                "there is no setting OPORA_DATABSE_URL; the nearest is OPORA_DATABASE_URL",
                "there is no setting OPORA_bind; the nearest is OPORA_BIND"
            ]
        );
    }

    #[test]
    fn what_is_not_built_is_refused() {
        for (name, _) in NOT_BUILT {
            let variable = format!("OPORA_{}", name.to_ascii_uppercase());
            let refused = loaded("", &[(&variable, "x")]).unwrap_err();
            assert!(refused.starts_with(&format!("{variable} is set, but this version has no ")), "{refused}");
            assert!(loaded(&format!("{name} = 'x'"), &[]).unwrap_err().contains("this version has no "));
            assert!(loaded("", &[(&variable, "")]).is_ok());
        }
    }

    #[test]
    fn a_wrong_value_is_named_with_its_setting() {
        let refused = loaded("", &[("OPORA_TIME_ZONE", "Moscow")]).unwrap_err();
        assert!(refused.starts_with("OPORA_TIME_ZONE expects a name of the tz database"), "{refused}");
        let refused = loaded("", &[("OPORA_MASTER_KEY", "c0ffee")]).unwrap_err();
        assert!(!refused.contains("c0ffee"), "{refused}");
    }

    #[test]
    fn a_named_file_must_exist_and_the_usual_one_need_not() {
        let folder = std::env::temp_dir().join("opora-no-such-folder");
        let sources = Sources { folder: folder.clone(), ..Sources::default() };
        assert!(Loaded::read(&sources).unwrap().file.is_none());
        let refused = Loaded::read(&Sources { file: Some(folder.join("x.toml")), ..sources.clone() }).unwrap_err();
        assert!(refused.0.contains("x.toml is not readable"), "{refused:?}");
        let named = environment(&[("OPORA_CONFIG", "/no/such/y.toml")]);
        let refused = Loaded::read(&Sources { environment: named, ..sources }).unwrap_err();
        assert!(refused.0.contains("y.toml is not readable"), "{refused:?}");
    }
}
