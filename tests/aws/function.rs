//! A function's own binary, run as Lambda runs it.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Output};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::runtime_api::{Answer, RuntimeApi};
use crate::settings::{KEY, REGION, settings};

/// How long a function may take here until it is taken for stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running function. It ends when it is dropped.
pub(crate) struct Function {
    name: String,
    api: RuntimeApi,
    process: Child,
    folder: TempDir,
}

impl Function {
    /// Starts a function with these variables beside Lambda's own.
    pub(crate) async fn start(name: &str, variables: &[(&str, String)]) -> Self {
        let api = RuntimeApi::open().await;
        let folder = tempfile::tempdir().unwrap();
        let log = File::create(folder.path().join("log")).unwrap();
        let process = command(name, variables)
            .env("AWS_LAMBDA_RUNTIME_API", api.address.to_string())
            .stderr(log.try_clone().unwrap())
            .stdout(log)
            .spawn()
            .unwrap();
        Self {
            name: name.to_owned(),
            api,
            process,
            folder,
        }
    }

    pub(crate) async fn invoke(&self, event: &Value) -> Answer {
        let answer = tokio::time::timeout(PATIENCE, self.api.invoke(event)).await;
        answer
            .unwrap_or_else(|_| panic!("{} does not answer:\n{}", self.name, self.log()))
            .unwrap()
    }

    /// What it wrote so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// The names of its entries, in order.
    pub(crate) fn entries(&self) -> Vec<String> {
        let log = self.log();
        let lines = log.lines().map(|line| {
            serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("not JSON: {line}"))
        });
        let entries = lines.filter_map(|line| {
            Some(format!(
                "{}.{}",
                line["source"].as_str()?,
                line["name"].as_str()?
            ))
        });
        entries.collect()
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs a function that is expected not to start.
pub(crate) fn refused(name: &str, variables: &[(&str, String)]) -> Output {
    command(name, variables)
        .env("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9")
        .output()
        .unwrap()
}

fn command(name: &str, variables: &[(&str, String)]) -> Command {
    let binary = binary(name);
    assert!(
        binary.exists(),
        "{} is not built: run scripts/test-aws",
        binary.display()
    );
    let mut command = Command::new(binary);
    on_lambda(&mut command, name, variables);
    command
}

/// Gives a command what Lambda gives a function, and these variables.
pub(crate) fn on_lambda(command: &mut Command, name: &str, variables: &[(&str, String)]) {
    command.env_clear().envs([
        ("AWS_LAMBDA_FUNCTION_NAME", name),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", KEY),
        ("AWS_ENDPOINT_URL", &settings().endpoint),
    ]);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
}

/// Beside this test's own folder: `target/debug/webhook`.
pub(crate) fn binary(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(2).unwrap().join(name)
}
