//! The template as it stands, deployed by `sam deploy`, with the functions' binaries as `cargo build` left them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use aws_sdk_sqs::types::QueueAttributeName;
use harness::contract::environment;
use serde_json::Value;
use shared::adapters::dynamodb::{DynamoDb, Tables};
use shared::adapters::sqs::{Queues, Sqs};
use shared::adapters::system_clock::SystemClock;
use shared::ports::queue::{Lane, Letter};

use crate::function::binary;
use crate::settings::{KEY, REGION, settings};
use crate::stack::Stack;

const TEMPLATE: &str = include_str!("../../template.yaml");

/// A deployed stack.
pub(crate) struct Deployment {
    pub(crate) stack: Stack,
    outputs: BTreeMap<String, String>,
}

impl Deployment {
    /// Deploys, with Intercom at this address and these parameters.
    pub(crate) async fn make(intercom: &str, parameters: &[&str]) -> Self {
        let stack = Stack::new();
        let name = stack.name.clone();
        let mut all = vec![format!("IntercomApi={intercom}")];
        all.extend(parameters.iter().map(|parameter| (*parameter).to_owned()));
        let outputs = tokio::task::spawn_blocking(move || {
            // SAM makes its bucket with the first stack, and two at once would both want to.
            static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
            let _one = ONE_AT_A_TIME.lock().unwrap();
            let folder = tempfile::tempdir().unwrap();
            lay_out(folder.path());
            let template = folder.path().join("template.yaml");
            sam(folder.path())
                .args([
                    "deploy",
                    "--resolve-s3",
                    "--no-confirm-changeset",
                    "--no-progressbar",
                ])
                .args(["--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
                .args(["--stack-name", &name, "--parameter-overrides"])
                .args(all)
                .arg("--template-file")
                .arg(template)
                .succeeds();
            let listed = sam(folder.path())
                .args([
                    "list",
                    "stack-outputs",
                    "--output",
                    "json",
                    "--stack-name",
                    &name,
                ])
                .succeeds();
            let listed: Vec<Value> = serde_json::from_str(&listed).unwrap();
            let output = |output: &Value| {
                let text = |name: &str| output[name].as_str().unwrap().to_owned();
                (text("OutputKey"), text("OutputValue"))
            };
            listed.iter().map(output).collect()
        });
        Self {
            stack,
            outputs: outputs.await.unwrap(),
        }
    }

    /// What its functions wrote.
    pub(crate) async fn logs(&self) -> String {
        let name = self.stack.name.clone();
        let logs = tokio::task::spawn_blocking(move || {
            let home = tempfile::tempdir().unwrap();
            sam(home.path())
                .args(["logs", "--output", "text", "--stack-name", &name])
                .succeeds()
        });
        logs.await.unwrap()
    }

    /// Calls a function, by its name in the template.
    pub(crate) async fn invoke(&self, function: &str, event: &str) {
        let (name, function, event) = (
            self.stack.name.clone(),
            function.to_owned(),
            event.to_owned(),
        );
        let invoked = tokio::task::spawn_blocking(move || {
            let home = tempfile::tempdir().unwrap();
            sam(home.path())
                .args(["remote", "invoke", &function, "--event", &event])
                .args(["--stack-name", &name])
                .succeeds()
        });
        invoked.await.unwrap();
    }

    pub(crate) fn output(&self, name: &str) -> &str {
        &self.outputs[name]
    }

    /// Where the emulator listens for what the template's address means: it has no name for it here.
    pub(crate) fn url(&self, output: &str) -> String {
        let url = self.output(output);
        let address = url.strip_prefix("http://").unwrap();
        let (api, _) = address.split_once('.').unwrap();
        let (_, path) = address.split_once('/').unwrap();
        format!(
            "{}/_aws/execute-api/{api}/$default/{path}",
            settings().endpoint
        )
    }

    /// How many messages are in the queues: visible, delayed or under way.
    pub(crate) async fn waiting(&self) -> u64 {
        let client = aws_sdk_sqs::Client::new(&self.stack.config);
        let queues = self.queues();
        let mut sum = 0;
        for lane in Lane::all() {
            let asked = client
                .get_queue_attributes()
                .queue_url(queues.queues().url(lane))
                .attribute_names(QueueAttributeName::All);
            let attributes = asked.send().await.unwrap().attributes.unwrap();
            let counts = attributes
                .iter()
                .filter(|(name, _)| name.as_str().starts_with("ApproximateNumberOfMessages"));
            sum += counts
                .map(|(_, count)| count.parse::<u64>().unwrap())
                .sum::<u64>();
        }
        sum
    }

    /// Puts a letter among the dead ones of its lane.
    pub(crate) async fn send_dead(&self, letter: &Letter) {
        aws_sdk_sqs::Client::new(&self.stack.config)
            .send_message()
            .queue_url(self.queues().queues().dead_url(letter.lane))
            .message_group_id(&letter.group)
            .message_body(&letter.body)
            .send()
            .await
            .unwrap();
    }

    /// Kills every process of a function, as a machine that fails does; how many there were.
    pub(crate) fn kill(&self, function: &str) -> usize {
        let processes = self.processes(function).into_iter();
        let processes: Vec<_> = processes.map(|(process, _)| process).collect();
        if !processes.is_empty() {
            Command::new("kill").arg("-9").args(&processes).succeeds();
        }
        processes.len()
    }

    /// A variable of the environment of a function that runs.
    pub(crate) fn variable_of(&self, function: &str, name: &str) -> String {
        let processes = self.processes(function);
        let (_, environment) = processes.first().expect("it runs");
        let mut variables = environment.split('\0');
        let value = variables.find_map(|variable| variable.strip_prefix(name)?.strip_prefix('='));
        value.expect(name).to_owned()
    }

    /// A function's processes and their environments.
    fn processes(&self, function: &str) -> Vec<(OsString, String)> {
        let own = format!("AWS_LAMBDA_FUNCTION_NAME={}-{function}\0", self.stack.name);
        let processes = fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let process = entry.ok()?.path();
            let environment = fs::read(process.join("environ")).ok()?;
            let environment = String::from_utf8_lossy(&environment).into_owned();
            let found = environment.contains(&own);
            found.then(|| (process.file_name().unwrap().to_owned(), environment))
        });
        processes.collect()
    }

    pub(crate) fn rows(&self) -> Arc<DynamoDb> {
        Arc::new(DynamoDb::new(
            aws_sdk_dynamodb::Client::new(&self.stack.config),
            Tables::of_stack(&self.stack.name),
            Arc::new(SystemClock),
        ))
    }

    pub(crate) fn queues(&self) -> Arc<Sqs> {
        let prefix = format!("{}/000000000000/{}-", settings().endpoint, self.stack.name);
        Arc::new(Sqs::new(
            aws_sdk_sqs::Client::new(&self.stack.config),
            Queues::new(prefix),
        ))
    }
}

/// What `sam build` leaves behind: a folder a function with its `bootstrap`, and a template that names the folders.
fn lay_out(folder: &Path) {
    let mut template = TEMPLATE.to_owned();
    let document: Value = serde_saphyr::from_str_with_options(
        TEMPLATE,
        serde_saphyr::options! { strict_booleans: true },
    )
    .unwrap();
    for (id, resource) in document["Resources"].as_object().unwrap() {
        let Some(uri) = resource["Properties"]["CodeUri"].as_str() else {
            continue;
        };
        let function = uri.strip_prefix("functions/").unwrap();
        fs::create_dir(folder.join(id)).unwrap();
        // What a debugger needs is most of a debug build, and Lambda's limit is 250 MB.
        Command::new("strip")
            .arg("-o")
            .arg(folder.join(id).join("bootstrap"))
            .arg(binary(function))
            .succeeds();
        template = template.replace(&format!("CodeUri: {uri}\n"), &format!("CodeUri: {id}\n"));
    }
    fs::write(folder.join("template.yaml"), template).unwrap();
}

/// SAM's command line, talking to the emulator.
fn sam(home: &Path) -> Command {
    let sam = environment("SAM").expect("SAM names SAM's command line: run scripts/test-aws");
    let mut command = Command::new(sam);
    command.env_clear().envs([
        ("PATH", environment("PATH").unwrap_or_default().as_str()),
        ("HOME", home.to_str().unwrap()),
        ("LANG", "C.UTF-8"),
        ("COLUMNS", "200"),
        ("SAM_CLI_TELEMETRY", "0"),
        ("AWS_ENDPOINT_URL", &settings().endpoint),
        ("AWS_DEFAULT_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", KEY),
    ]);
    command
}

/// A command that has to succeed.
trait Succeeds {
    /// What it says.
    fn succeeds(&mut self) -> String;
}

impl Succeeds for Command {
    fn succeeds(&mut self) -> String {
        let output = self.output().unwrap();
        let (said, complained) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert!(output.status.success(), "{self:?}:\n{said}\n{complained}");
        said.into_owned()
    }
}
