//! What a workspace is to be configured with.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use shared::domain::config::Config;
use shared::install::{self, Layer, Misfit};

use crate::failure::Failure;

/// The file of a configuration, and of what it is laid over.
#[derive(Args)]
pub(crate) struct ConfigFile {
    /// The workspace's configuration, which docs/CONFIG.md describes
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
        let Self { config, defaults } = self;
        let own = text(&config, Layer::Own)?;
        let name = config.display().to_string();
        let Some(defaults) = defaults else {
            return match install::read_config(&own) {
                Ok(config) => Ok(Written {
                    config,
                    source: own,
                    name,
                }),
                Err(error) => Err(Failure::Config {
                    file: config,
                    error,
                }),
            };
        };
        let below = text(&defaults, Layer::Defaults)?;
        let read = install::read_config_over(&below, &own);
        let both = read.and_then(|config| {
            Ok(Written {
                config,
                source: install::merged(&below, &own)?,
                name: format!("{name} over {}", defaults.display()),
            })
        });
        both.map_err(|misfit| {
            let file = |layer| match layer {
                Layer::Own => config.display(),
                Layer::Defaults => defaults.display(),
            };
            let place = match (&misfit, misfit.spot()) {
                (_, Some(spot)) => format!("{}, {spot}", file(spot.layer)),
                (Misfit::Unreadable { layer, .. } | Misfit::NoMapping(layer), None) => {
                    file(*layer).to_string()
                }
                // What is missing could stand in either.
                (Misfit::Value { .. } | Misfit::Flaw { .. }, None) => {
                    format!("{} over {}", file(Layer::Own), file(Layer::Defaults))
                }
            };
            Failure::Layers { place, misfit }
        })
    }
}

fn text(file: &PathBuf, layer: Layer) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|source| Failure::File {
        file: file.clone(),
        layer,
        source,
    })
}
