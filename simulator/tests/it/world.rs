use reqwest::Method;
use serde_json::{Value, json};
use simulator::{
    Admin, Article, Company, Contact, ConversationAttribute, DataAttribute, Intercom, ManualClock,
    NewWorkspace, OfficeHoursException, OfficeHoursSchedule, Segment, Server, Tag, Team, Workspace,
};

use crate::openapi;

pub(crate) const NOW: i64 = 1_768_031_789;
pub(crate) const TOKEN: &str = "token of acme";
pub(crate) const PAGE: &str = "https://acme.example/orders";

/// One workspace on a socket. Dropping it fails the test if the simulator was asked for a path it does not
/// have, or said something that Intercom would not say.
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) intercom: Intercom,
    pub(crate) acme: Workspace,
    pub(crate) bo: String,
    /// Has no inbox seat.
    pub(crate) cleo: String,
    pub(crate) support: String,
    pub(crate) ana: String,
    pub(crate) shop: String,
    server: Server,
    http: reqwest::Client,
    may_misunderstand: bool,
}

impl World {
    pub(crate) async fn new() -> Self {
        let clock = ManualClock::at(NOW);
        Self::over(Intercom::new(clock.clock()), clock).await
    }

    async fn over(intercom: Intercom, clock: ManualClock) -> Self {
        let acme = intercom.add_workspace(NewWorkspace::new("abc123", TOKEN));
        let bo = acme.add_admin(Admin::new("Bo", "bo@acme.example"));
        let cleo = acme.add_admin(Admin {
            has_inbox_seat: false,
            ..Admin::new("Cleo", "cleo@acme.example")
        });
        let support = acme.add_team(Team::new("Support", [&bo]));
        let vip = acme.add_segment(Segment::new("VIP"));
        let shop = acme.add_company(Company {
            plan: Some("Pro".to_owned()),
            ..Company::new("Shop")
        });
        let ana = acme.add_contact(Contact {
            company_ids: vec![shop.clone()],
            segment_ids: vec![vip],
            owner_id: Some(bo.clone()),
            ..Contact::user("Ana", "ana@shop.example")
        });
        acme.add_contact(Contact::lead());
        acme.add_article(Article::published(
            "Track a parcel",
            "<p>Use the link.</p>",
            "https://help.acme.example/1",
        ));
        acme.add_article(Article::published(
            "Refunds",
            "<p>A parcel can come back.</p>",
            "https://help.acme.example/2",
        ));
        acme.add_data_attribute(DataAttribute::contact("language"));
        acme.add_data_attribute(DataAttribute::company("tier"));
        acme.add_conversation_attribute(ConversationAttribute::new("Nexora state", "string"));
        acme.add_conversation_attribute(ConversationAttribute::new("Nexora handled", "boolean"));
        acme.add_tag(Tag::new("urgent"));
        acme.add_schedule(OfficeHoursSchedule {
            exceptions: vec![OfficeHoursException {
                id: String::new(),
                date: "2026-12-25".to_owned(),
                name: Some("Christmas".to_owned()),
                intervals: None,
                recurring_annually: true,
            }],
            ..OfficeHoursSchedule::new("Office", "Europe/Berlin", [(540, 1020)])
        });
        let server = intercom.listen("127.0.0.1:0").await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            clock,
            intercom,
            acme,
            bo,
            cleo,
            support,
            ana,
            shop,
            server,
            http,
            may_misunderstand: false,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.url())
    }

    pub(crate) fn may_misunderstand(&mut self) {
        self.may_misunderstand = true;
    }

    /// A conversation that Ana has just started.
    pub(crate) fn conversation(&self) -> String {
        self.acme
            .visitor(&self.ana)
            .starts("Where is my parcel?", Some(PAGE))
            .unwrap()
    }

    pub(crate) fn closed_conversation(&self) -> String {
        let id = self.conversation();
        self.acme.teammate(&self.bo).closes(&id).unwrap();
        id
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        self.call(Method::GET, path, Value::Null).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::PUT, path, body).await
    }

    pub(crate) async fn delete(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::DELETE, path, body).await
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let answer = self.send(method, path, body, TOKEN).await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Value,
        token: &str,
    ) -> reqwest::Result<reqwest::Response> {
        let request = self.http.request(method, self.url(path)).bearer_auth(token);
        let request = request.header("intercom-version", "2.16");
        if body.is_null() {
            request.send().await
        } else {
            request.json(&body).send().await
        }
    }

    /// A comment by Bo through the API.
    pub(crate) async fn api_comment(&self, conversation: &str, body: &str) -> (u16, Value) {
        let comment = json!({ "message_type": "comment", "type": "admin", "admin_id": self.bo, "body": body });
        self.post(&format!("/conversations/{conversation}/reply"), comment)
            .await
    }

    pub(crate) fn read(&self, conversation: &str) -> Value {
        self.acme.conversation(conversation).unwrap()
    }

    /// The parts, cut down to these fields.
    pub(crate) fn parts(&self, conversation: &str, fields: &[&str]) -> Value {
        let read = self.read(conversation);
        let parts = read["conversation_parts"]["conversation_parts"]
            .as_array()
            .unwrap();
        parts.iter().map(|part| only(part, fields)).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        assert!(self.may_misunderstand || self.intercom.misunderstood().is_empty());
        for exchange in self.intercom.exchanges() {
            openapi::judge(&exchange);
        }
    }
}

/// These fields of a value; `a.b` is the field `b` of the field `a`.
pub(crate) fn only(value: &Value, fields: &[&str]) -> Value {
    let field = |path: &&str| {
        path.split('.')
            .fold(value, |value, key| &value[key])
            .clone()
    };
    if let [one] = fields {
        field(one)
    } else {
        fields
            .iter()
            .map(|path| ((*path).to_owned(), field(path)))
            .collect()
    }
}
