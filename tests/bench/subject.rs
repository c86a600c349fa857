//! What is measured: a function, in Rust or in Node.

use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use harness::contract::environment;

use crate::function::on_lambda;

pub(crate) const WEBHOOK: &str = "webhook";
pub(crate) const TOPIC: &str = "conversation-user-created";
pub(crate) const AGENT_TURN: &str = "agent-turn";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Node,
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rust => "Rust",
            Self::Node => "Node",
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) function: &'static str,
    pub(crate) language: Language,
}

impl Subject {
    /// A function in Rust and then its like in Node. The brain has none.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let of = |function, language| Self { function, language };
        [
            of(WEBHOOK, Language::Rust),
            of(WEBHOOK, Language::Node),
            of(TOPIC, Language::Rust),
            of(TOPIC, Language::Node),
            of(AGENT_TURN, Language::Rust),
        ]
        .into_iter()
    }

    /// Runs it as Lambda would, with these variables beside Lambda's own.
    pub(crate) fn command(&self, variables: &[(&str, String)]) -> Command {
        let mut command = match self.language {
            Language::Rust => Command::new(self.program()),
            Language::Node => {
                let mut command = Command::new(variable("BENCH_NODE"));
                command
                    .arg(self.program().with_file_name("runtime.mjs"))
                    .arg(self.program());
                command
            }
        };
        on_lambda(&mut command, self.function, variables);
        command
    }

    /// The size of the binary or of the bundle.
    pub(crate) fn size(&self) -> u64 {
        fs::metadata(self.program()).unwrap().len()
    }

    /// The size of the zip that is deployed.
    pub(crate) fn zip_size(&self) -> u64 {
        fs::metadata(self.folder().join(format!("{}.zip", self.function)))
            .unwrap()
            .len()
    }

    fn program(&self) -> PathBuf {
        let folder = self.folder();
        match self.language {
            Language::Rust => folder.join(self.function),
            Language::Node => folder.join(format!("{}.cjs", self.function)),
        }
    }

    fn folder(&self) -> PathBuf {
        let folder = PathBuf::from(variable("BENCH_FOLDER"));
        match self.language {
            Language::Rust => folder.join("rust"),
            Language::Node => folder.join("node"),
        }
    }
}

fn variable(name: &str) -> String {
    environment(name).unwrap_or_else(|| {
        panic!("{name} is not set: run scripts/bench, which builds what is measured")
    })
}
