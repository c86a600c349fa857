//! Two islands at one desk.

use harness::{Desk, Talk, sign};
use http::{Method, Request, StatusCode};
use shared::id::WorkspaceId;
use shared::ports::keys::Plain;
use simulator::{Fault, Workspace};

use super::island::{Island, KESTREL, OSPREY};

pub(super) const ISLANDS: [&Island; 2] = [&KESTREL, &OSPREY];
pub(super) const HERE: usize = 0;
pub(super) const THERE: usize = 1;

/// Both islands at one desk.
pub(super) struct Sea {
    pub(super) desk: Desk,
    pub(super) islands: [&'static Island; 2],
}

/// One conversation on each island, of one id.
pub(super) struct Pair<'s> {
    pub(super) talks: [Talk<'s>; 2],
    sea: &'s Sea,
}

impl Sea {
    /// Two islands with everything but the connection between them.
    pub(super) async fn of_both() -> Self {
        let rise = |intercom: &simulator::Intercom| {
            ISLANDS.iter().for_each(|island| island.rise(intercom));
        };
        let desk = Desk::of(rise, &ISLANDS.map(|island| island.tenant())).await;
        let sea = Self {
            desk,
            islands: ISLANDS,
        };
        for island in ISLANDS {
            sea.has_a_private_app(island).await;
        }
        sea
    }

    async fn has_a_private_app(&self, island: &Island) {
        let ports = &self.desk.ports;
        let id = self.id(island);
        let mut installation = ports.registry.installation(&id).await.unwrap().unwrap();
        let sealed = ports
            .keys
            .seal(&id, &Plain::new(island.secret))
            .await
            .unwrap();
        installation.private_secret = Some(sealed);
        ports.registry.install(&installation).await.unwrap();
        ports.forget(&id);
    }

    pub(super) fn id(&self, island: &Island) -> WorkspaceId {
        island.id.try_into().unwrap()
    }

    pub(super) fn workspace(&self, island: &Island) -> Workspace {
        self.desk.intercom.workspace(island.id).unwrap()
    }

    /// The same visitor asks the same on both, on a page of the same path.
    pub(super) fn both_ask(&self, visitor: &str, path: &str, text: &str) -> Pair<'_> {
        let talks = self.islands.map(|island| {
            let workspace = self.workspace(island);
            let (visitor, page) = (island.of(visitor), island.page(path));
            self.desk.asks_in(&workspace, &visitor, &page, text)
        });
        assert_eq!(
            talks[HERE].id, talks[THERE].id,
            "two conversations of one id"
        );
        Pair { talks, sea: self }
    }

    pub(super) fn breaks(&self, at: usize, fault: Fault) {
        self.desk.breaks(fault.in_workspace(self.islands[at].id));
    }

    /// A notification as a private app sends it; what the door answers.
    pub(super) async fn posts(&self, door: &Island, body: &str, secret: &str) -> StatusCode {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/webhooks/{}", door.id))
            .header("X-Hub-Signature", sign(secret, body.as_bytes()))
            .body(body.as_bytes().to_vec())
            .unwrap();
        webhook::handle(&self.desk.intake, request).await.status()
    }
}

impl Pair<'_> {
    /// Something happens on one of them, in the words of that island.
    pub(super) fn on(&self, at: usize, act: impl FnOnce(&Talk<'_>, &Island)) {
        act(&self.talks[at], ISLANDS[at]);
    }

    pub(super) fn on_both(&self, act: impl Fn(&Talk<'_>, &Island)) {
        self.on(HERE, &act);
        self.on(THERE, &act);
    }

    pub(super) fn answers(&self) -> [usize; 2] {
        self.talks.each_ref().map(Talk::answers)
    }

    /// So many answers were given here and there.
    #[track_caller]
    pub(super) fn have_answers(&self, expected: [usize; 2]) {
        assert_eq!(self.answers(), expected, "{}", self.sea.desk.story());
    }

    /// So many notes were written here and there.
    #[track_caller]
    pub(super) fn have_notes(&self, expected: [usize; 2]) {
        let notes = |talk: &Talk<'_>| talk.view().parts.iter().filter(|part| part.is_note).count();
        let told = self.talks.each_ref().map(notes);
        assert_eq!(told, expected, "{}", self.sea.desk.story());
    }

    /// These have them here and there.
    #[track_caller]
    pub(super) fn are_with(&self, expected: [&str; 2]) {
        let told = self.talks.each_ref().map(Talk::assignee);
        assert_eq!(told, expected, "{}", self.sea.desk.story());
    }
}
