//! What a workspace is to be configured with.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::tz::TimeZone;
use shared::adapters::system_clock::SystemClock;
use shared::config_file::{Document, Layer, Names, Severity, Source};
use shared::domain::config::Config;
use shared::ports::Clock as _;

use crate::failure::Failure;

/// The file of a configuration, and of what it is laid over.
#[derive(Args)]
pub(crate) struct ConfigFile {
    /// The workspace's configuration, which docs/CONFIG.md describes; - is standard input
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// What several workspaces start from: the configuration is laid over it key by key, and stored as a whole
    #[arg(long, value_name = "FILE")]
    defaults: Option<PathBuf>,
}

/// A configuration, and the text that means it.
pub(crate) struct Written {
    pub(crate) config: Config,
    /// The file as it is; laid over defaults, both in one.
    pub(crate) source: String,
    /// What the text is called.
    pub(crate) name: String,
    /// What is probably not meant, as `config check` shows it.
    pub(crate) warnings: String,
}

impl ConfigFile {
    pub(crate) const fn new(config: PathBuf, defaults: Option<PathBuf>) -> Self {
        Self { config, defaults }
    }

    /// Another configuration, over the same defaults.
    pub(crate) fn beside(&self, config: &Path) -> Self {
        Self {
            config: config.to_owned(),
            defaults: self.defaults.clone(),
        }
    }

    /// The configuration in it.
    ///
    /// # Errors
    ///
    /// When there is no such file, or what is in it is no configuration.
    pub(crate) fn read(self) -> Result<Written, Failure> {
        let texts = Texts::read(&self.config, self.defaults.as_deref())?;
        let names = texts.names();
        let document = texts.document().map_err(|problems| Failure::Config {
            shown: names.all(&problems),
        })?;
        let warnings = warnings(&document, &names);
        Ok(Written {
            source: match &texts.defaults {
                Some(_) => document.text(),
                None => texts.own.text.clone(),
            },
            name: texts.to_string(),
            warnings: warnings.concat(),
            config: document.config,
        })
    }
}

/// Each thing that is probably not meant, with its place.
pub(crate) fn warnings(document: &Document, names: &Names<'_>) -> Vec<String> {
    let today = SystemClock.now().to_zoned(TimeZone::UTC).date();
    let lints = document.config.lints_on(today);
    let shown = lints.iter().map(|lint| {
        let spot = Some(document.spot(&lint.key));
        names.shown(Severity::Warning, spot, &lint.to_string())
    });
    shown.collect()
}

/// The texts of one or two files.
pub(crate) struct Texts {
    own: Named,
    defaults: Option<Named>,
}

/// A text with the name of its file.
struct Named {
    name: String,
    text: String,
}

impl Texts {
    /// Reads the files.
    ///
    /// # Errors
    ///
    /// When one of them cannot be opened.
    pub(crate) fn read(own: &Path, defaults: Option<&Path>) -> Result<Self, Failure> {
        Ok(Self {
            own: Named::read(own, Layer::Own)?,
            defaults: match defaults {
                Some(defaults) => Some(Named::read(defaults, Layer::Defaults)?),
                None => None,
            },
        })
    }

    /// What they say together.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub(crate) fn document(&self) -> Result<Document, shared::config_file::Problems> {
        let defaults = self.defaults.as_ref().map(|defaults| &*defaults.text);
        Document::read(&self.own.text, defaults)
    }

    /// What they are called.
    pub(crate) fn names(&self) -> Names<'_> {
        Names {
            own: self.own.source(),
            defaults: self.defaults.as_ref().map(Named::source),
        }
    }
}

impl std::fmt::Display for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.own.name)?;
        match &self.defaults {
            Some(defaults) => write!(f, " over {}", defaults.name),
            None => Ok(()),
        }
    }
}

impl Named {
    fn source(&self) -> Source<'_> {
        let Self { name, text } = self;
        Source { name, text }
    }

    fn read(file: &Path, layer: Layer) -> Result<Self, Failure> {
        let is_input = file == Path::new("-");
        let read = if is_input {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map(|_| text)
        } else {
            fs::read_to_string(file)
        };
        let text = read.map_err(|source| Failure::File {
            file: file.to_owned(),
            layer,
            source,
        })?;
        let name = if is_input {
            "standard input".to_owned()
        } else {
            file.display().to_string()
        };
        Ok(Self { name, text })
    }
}
