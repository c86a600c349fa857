//! A workspace with a past, and somebody who tries configurations on it.

use std::fs;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use simulator::contract::Contract;
use simulator::{
    Admin, Company, Contact, Exchange, Intercom, ManualClock, NewWorkspace, Segment, Server, Team,
    Workspace,
};
use tempfile::TempDir;

pub(crate) const TOKEN: &str = "dG9rOmFjbWU";

/// 2026-01-05, a Monday, 08:00 UTC.
pub(crate) const MONDAY: i64 = 1_767_600_000;

/// What the workspace does now.
pub(crate) const BEFORE: &str = r#"
version: 1
agent: { teammate: nexora@acme.example }
companies: { tiers: [Free, Team, Enterprise] }
rules:
  - name: Enterprise goes to its CSM
    when: { company.plan: Enterprise }
    then: { hand_off: { to: contact.owner, cover: "team:Success" } }
  - name: The bot keeps what it is answering
    when: { bot: answering }
    then: { leave_to: bot }
  - name: Everything else
    then: { agent: { mode: draft } }
hand_off: { default: "team:Support" }
"#;

/// What it is to do.
pub(crate) const AFTER: &str = r#"
version: 1
agent: { teammate: nexora@acme.example }
companies: { tiers: [Free, Team, Enterprise] }
rules:
  - name: Enterprise goes to its CSM
    when: { company.plan: Enterprise }
    then: { hand_off: { to: contact.owner, cover: "team:Success" } }
  - name: Careers are for people
    when: { url.path: /careers/** }
    then: { leave_to: team }
  - name: Champions go to Success while somebody is there
    when: { contact.segment: Champions, team.available: Success }
    then: { hand_off: { to: "team:Success" } }
  - name: Nobody asks about the moon
    when: { url.path: /moon }
    then: { leave_to: nobody }
  - name: Everything else
    then: { agent: {} }
hand_off: { default: "team:Support" }
"#;

/// The workspace, its Intercom, and a folder to work in.
pub(crate) struct Office {
    pub(crate) intercom: Intercom,
    pub(crate) acme: Workspace,
    pub(crate) clock: ManualClock,
    pub(crate) folder: TempDir,
    pub(crate) ana: String,
    pub(crate) jonas: String,
    pub(crate) priya: String,
    /// Intercom's address.
    host: String,
    _server: Server,
}

/// What came of a command.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) status: i32,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Office {
    pub(crate) async fn new() -> Self {
        let clock = ManualClock::at(MONDAY);
        let intercom = Intercom::new(clock.clock());
        let acme = intercom.add_workspace(NewWorkspace {
            name: "Acme Tea".to_owned(),
            ..NewWorkspace::new("acmetea1", TOKEN)
        });
        let admin = |name: &str, away| {
            acme.add_admin(Admin {
                away,
                ..Admin::new(name, format!("{}@acme.example", name.to_lowercase()))
            })
        };
        let (ada, cleo) = (admin("Ada", false), admin("Cleo", true));
        admin("Nexora", false);
        acme.add_team(Team::new("Support", [ada.as_str()]));
        acme.add_team(Team::new("Success", [cleo.as_str()]));
        let champions = acme.add_segment(Segment::new("Champions"));
        let company = |name: &str, plan: &str| {
            acme.add_company(Company {
                plan: Some(plan.to_owned()),
                ..Company::new(name)
            })
        };
        let contact = |name: &str, companies: Vec<String>, segments: Vec<String>| {
            acme.add_contact(Contact {
                company_ids: companies,
                segment_ids: segments,
                ..Contact::user(name, format!("{}@shop.example", name.to_lowercase()))
            })
        };
        // Of Ana's companies there are none, so that they have to be asked for.
        let ana = contact("Ana", Vec::new(), Vec::new());
        let jonas = contact("Jonas", vec![company("Lindt", "Team")], vec![champions]);
        let priya = contact("Priya", vec![company("Orbit", "Enterprise")], Vec::new());
        let server = intercom.listen((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        Self {
            clock,
            acme,
            folder: tempfile::tempdir().unwrap(),
            ana,
            jonas,
            priya,
            host: server.url(),
            _server: server,
            intercom,
        }
    }

    /// With conversations on three days of the week, ten of them.
    pub(crate) async fn with_a_week() -> Self {
        let office = Self::new().await;
        let (ana, jonas, priya) = (&office.ana, &office.jonas, &office.priya);
        let [shop, careers] = ["/shop", "/careers/roasters"];
        for (who, page) in [(ana, shop), (priya, careers), (ana, careers)] {
            office.asks(who, page);
        }
        office.clock.advance(24 * 60 * 60);
        for (who, page) in [(ana, shop), (jonas, shop), (ana, careers), (jonas, shop)] {
            office.asks(who, page);
        }
        let asked_fin = office.asks(ana, shop);
        let fin = office.acme.operator();
        fin.fin_answers(&asked_fin, "Have you tried the kettle?")
            .unwrap();
        office.clock.advance(2 * 24 * 60 * 60);
        office.asks(priya, shop);
        office.asks(ana, shop);
        office
    }

    /// A contact asks, on a page, a minute after whatever was before.
    pub(crate) fn asks(&self, who: &str, page: &str) -> String {
        self.clock.advance(60);
        let page = format!("https://www.acme.example{page}");
        let visitor = self.acme.visitor(who);
        visitor
            .starts("Where is my secret blend?", Some(&page))
            .unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    /// Begins `nexora` with these arguments, and the token at standard input.
    pub(crate) fn begins(&self, arguments: &[&str]) -> Child {
        for (name, yaml) in [("after.yaml", AFTER), ("before.yaml", BEFORE)] {
            if !self.file(name).exists() {
                fs::write(self.file(name), yaml).unwrap();
            }
        }
        let mut process = Command::new(env!("CARGO_BIN_EXE_nexora"))
            .env_clear()
            .current_dir(self.folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Who fails early does not read it.
        let _ = writeln!(process.stdin.take().unwrap(), "{TOKEN}");
        process
    }

    /// How it ends.
    pub(crate) async fn ends(&self, process: Child) -> Done {
        let output = tokio::task::spawn_blocking(|| process.wait_with_output());
        let output = output.await.unwrap().unwrap();
        let text = |bytes| {
            let text = String::from_utf8(bytes).unwrap();
            let text = text.replace(&self.host, "HOST");
            assert!(
                !text.contains(TOKEN) && !text.contains("secret blend"),
                "{text}"
            );
            untimed(&text)
        };
        Done {
            status: output.status.code().unwrap(),
            output: text(output.stdout),
            errors: text(output.stderr),
        }
    }

    /// Runs `nexora backtest` over the week that begins on Monday.
    pub(crate) async fn tries(&self, more: &[&str]) -> Done {
        self.ends(self.begins(&self.week(more))).await
    }

    pub(crate) fn week<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let mut arguments = vec![
            "backtest",
            "--intercom-api",
            &self.host,
            "--config",
            "after.yaml",
            "--since",
            "2026-01-05",
            "--until",
            "2026-01-12",
        ];
        arguments.extend(more);
        arguments
    }

    /// Runs the command that the failure of another one says.
    pub(crate) async fn goes_on(&self, stopped: &Done) -> Done {
        let command = stopped.errors.lines().last().unwrap();
        let command = command.replace("HOST", &self.host);
        let words: Vec<_> = command.split_whitespace().collect();
        assert_eq!(words[0], "nexora", "{stopped:?}");
        self.ends(self.begins(&words[1..])).await
    }

    /// Every call that arrived. None of them wrote, and each is as Intercom documents it.
    pub(crate) fn calls(&self) -> Vec<Exchange> {
        let calls = self.intercom.exchanges();
        for call in &calls {
            let reads = call.method == "GET" || call.path == "/conversations/search";
            assert!(reads, "{} {}", call.method, call.path);
            if let Some(contract) = contract() {
                let judged = contract.check_request(&call.method, &call.path, &call.request);
                judged.unwrap();
            }
        }
        assert_eq!(self.intercom.misunderstood(), []);
        calls
    }

    pub(crate) fn searches(&self) -> usize {
        let calls = self.intercom.exchanges();
        calls
            .iter()
            .filter(|it| it.path == "/conversations/search")
            .count()
    }
}

/// How long something takes is another thing each time.
fn untimed(text: &str) -> String {
    let Some((before, after)) = text.split_once("It took ") else {
        return text.to_owned();
    };
    let (_, after) = after.split_once(" and ").unwrap();
    format!("{before}It took SOME TIME and {after}")
}

/// Intercom's OpenAPI file, where it is at hand.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where these tests read the environment"
)]
fn contract() -> Option<&'static Contract> {
    static CONTRACT: OnceLock<Option<Contract>> = OnceLock::new();
    let load = || {
        let path = std::env::var("INTERCOM_OPENAPI").ok()?;
        Some(Contract::load(Path::new(&path)).unwrap())
    };
    CONTRACT.get_or_init(load).as_ref()
}
