//! Everything on one machine, wired: a simulated Intercom, the functions, the database, the queues, the page.

use std::fs::{self, File, TryLockError};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::{Router, middleware};
use jiff::{SignedDuration, Timestamp, Zoned};
use shared::adapters::intercom::Timeouts;
use shared::domain::notification::Secret;
use shared::install;
use shared::ports::app::App;
use shared::ports::keys::Plain;
use shared::ports::registry::Region;
use shared::ports::{Clock, queue};
use simulator::{Intercom, Subscription};
use tokio::net::TcpListener;
use url::Url;

use crate::bundle::{self, Bundle, Plan, Running};
use crate::clock::RunningClock;
use crate::feed::Feed;
use crate::guard::guard;
use crate::page::{self, Page};
use crate::regions::Regions;
use crate::snapshot::{self, Keeper, Kept, Snapshot, Time};
use crate::{door, seed};

/// Why the house does not stand.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program listens there.
    #[error(
        "port {port} is taken by another program; choose another one with --port, or 0 for any free one"
    )]
    PortTaken {
        /// The port.
        port: u16,
    },
    /// The port cannot be listened on for another reason.
    #[error("port {port} cannot be listened on: {source}")]
    Listen {
        /// The port.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// The folder cannot be used.
    #[error("the folder {} cannot be used: {source}", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another house stands there.
    #[error("the folder {} is in use by another run; end that one, or choose another folder with --data", path.display())]
    Occupied {
        /// Which.
        path: PathBuf,
    },
    /// The queues.
    #[error(transparent)]
    Queue(#[from] queue::Error),
    /// The bundle.
    #[error(transparent)]
    Bundle(#[from] bundle::Error),
    /// The saved state.
    #[error(transparent)]
    Snapshot(#[from] snapshot::Error),
    /// The saved state is of another version.
    #[error("the saved state is of another version ({0}); start with --fresh to begin anew")]
    OldState(serde_json::Error),
    /// What is kept is of later times.
    #[error(
        "the run that is kept has come to {}, and what is kept would lie in the future; choose a later time than that for --at, or begin anew with --fresh",
        .0.strftime("%Y-%m-%dT%H:%M[%Q]")
    )]
    Past(Zoned),
    /// The demo's workspace.
    #[error(transparent)]
    Install(#[from] install::Error),
    /// The same, at the simulated Intercom.
    #[error("the simulated Intercom lets nobody in: {}", .0.message)]
    Intercom(#[from] simulator::Refusal),
}

/// A running house. Dropping it ends everything.
pub struct House {
    /// Where the page is.
    pub address: SocketAddr,
    /// Where the simulated Intercom listens.
    pub regions: Regions,
    kept: Kept,
    keeper: Keeper,
    running: Running,
    /// Held as long as the house stands.
    _lock: File,
}

impl House {
    /// Builds the house in `folder`, with the page on `port` of this machine (0: any free one). Its clock begins `at` a time, or goes
    /// on from where it was left: with the machine's time, or ahead of it as it was turned.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn build(folder: &Path, port: u16, at: Option<&Zoned>) -> Result<Self, Error> {
        let listener = listen(port).await?;
        let address = listener
            .local_addr()
            .map_err(|source| Error::Listen { port, source })?;
        fs::create_dir_all(folder).map_err(|source| Error::Folder {
            path: folder.to_owned(),
            source,
        })?;
        let lock = occupy(folder)?;
        let saved = Snapshot::read(&folder.join(SNAPSHOT))?;
        let running = set(saved.as_ref().and_then(|saved| saved.time), at)?;
        let clock: Arc<dyn Clock> = Arc::new(running.clone());
        let now = clock.clone();
        let simulated_time = simulator::Clock::new(move || now.now().as_second());
        let kept = match saved {
            Some(saved) => Kept {
                intercom: Intercom::restore(saved.intercom, simulated_time)
                    .map_err(Error::OldState)?,
                feed: Feed::new(clock.clone(), saved.feed),
                clock: running.clone(),
            },
            None => Kept {
                intercom: Intercom::new(simulated_time),
                feed: Feed::new(clock.clone(), Vec::new()),
                clock: running.clone(),
            },
        };
        let Kept { intercom, feed, .. } = kept.clone();
        let missing = seed::SHOPS.into_iter();
        let missing = missing.filter(|shop| intercom.workspace(shop.id).is_none());
        let missing: Vec<_> = missing.collect();
        for shop in &missing {
            (shop.plant)(&intercom);
        }
        let regions = Regions::listen(&intercom)
            .await
            .map_err(|source| Error::Listen { port: 0, source })?;

        let bundle = Bundle::open(Plan {
            files: Some((&folder.join(DATABASE), &folder.join(KEY))),
            clock,
            journal: Arc::new(feed.clone()),
            hosts: regions.hosts(),
            timeouts: Timeouts::default(),
            secrets: vec![
                Secret::new(seed::CLIENT_SECRET).expect("the demo's secret is not empty"),
            ],
        })
        .await?;
        let home = format!("http://{address}");
        intercom.register_app(simulator::App {
            name: "Nexora".to_owned(),
            uninstall_url: Some(format!("{home}/uninstall")),
            ..simulator::App::new(
                seed::CLIENT_ID,
                seed::CLIENT_SECRET,
                [format!("{home}/oauth/callback")],
            )
        });
        if !missing.is_empty() {
            move_in(&intercom, &bundle).await?;
        }

        let keeper = Keeper::new(folder.join(SNAPSHOT), kept.clone());
        let page = Page {
            intercom: intercom.clone(),
            feed: feed.clone(),
            clock: running,
            console: bundle.console.clone(),
            standstill: bundle.standstill.clone(),
            keeper: keeper.clone(),
        };
        let app = App {
            client_id: seed::CLIENT_ID.to_owned(),
            client_secret: Plain::new(seed::CLIENT_SECRET),
            previous_secret: None,
        };
        let console = Url::parse(&home).expect("the page's address is an address");
        let onboarding = bundle.onboarding(app, Some(console));
        let router = page::router(page)
            .merge(door::onboarding(onboarding, bundle.ports.clone()))
            .layer(middleware::from_fn_with_state(home.clone(), guard))
            .merge(door::router(bundle.intake.clone(), bundle.parting.clone()));
        let mut running = bundle.run();
        let tasks = &mut running.tasks;
        tasks.spawn(serve(listener, router));
        tasks.spawn(keeper.clone().keep());
        intercom.webhooks().subscribe(Subscription::new(
            format!("{home}/webhooks"),
            seed::CLIENT_SECRET,
        ));
        Ok(Self {
            address,
            regions,
            kept,
            keeper,
            running,
            _lock: lock,
        })
    }

    /// The simulated Intercom.
    #[must_use]
    pub const fn intercom(&self) -> &Intercom {
        &self.kept.intercom
    }

    /// What happened and why.
    #[must_use]
    pub const fn feed(&self) -> &Feed {
        &self.kept.feed
    }

    /// Lets what has begun come to its end, and saves what the demo would lose.
    ///
    /// # Errors
    ///
    /// When a file cannot be written or left.
    pub async fn close(self) -> Result<(), Error> {
        let left = self.running.close().await;
        self.keeper.write()?;
        Ok(left?)
    }
}

/// The house's clock. It never goes back behind what is kept, whatever the machine's does meanwhile.
fn set(kept: Option<Time>, at: Option<&Zoned>) -> Result<RunningClock, Error> {
    let clock = RunningClock::real();
    let machine = clock.now();
    let begins = match (at, kept) {
        (Some(at), Some(kept)) if at.timestamp() < kept.at => {
            // To the minute, as one writes it.
            let past = kept.at.saturating_add(SignedDuration::from_secs(59));
            let past = past.unwrap_or(Timestamp::MAX);
            return Err(Error::Past(past.to_zoned(at.time_zone().clone())));
        }
        (Some(at), _) => at.timestamp(),
        (None, Some(kept)) => {
            let ahead = SignedDuration::from_millis(kept.ahead);
            let now = machine.saturating_add(ahead).unwrap_or(Timestamp::MAX);
            now.max(kept.at)
        }
        (None, None) => machine,
    };
    clock.put_forward(begins.duration_since(machine));
    Ok(clock)
}

/// Has the first shop's admin let the app in, and configures it. What was there of the shop is kept.
async fn move_in(intercom: &Intercom, bundle: &Bundle) -> Result<(), Error> {
    let workspace = seed::ACME.workspace_id();
    if let Some(acme) = intercom.workspace(seed::WORKSPACE) {
        acme.grant(seed::CLIENT_ID, seed::TOKEN)?;
    }
    let token = Plain::new(seed::TOKEN);
    let console = &bundle.console;
    console
        .install(&workspace, Region::Eu, &token, seed::ACME.config)
        .await?;
    Ok(())
}

const SNAPSHOT: &str = "intercom.json";
const DATABASE: &str = "nexora.sqlite";
const KEY: &str = "key";

/// The files that are the bundle's own, and not the simulated Intercom's.
pub const OURS: [&str; 3] = [DATABASE, "nexora.sqlite-wal", KEY];

/// Forgets everything that was kept in `folder`. Other files there stay.
///
/// # Errors
///
/// When a file cannot be removed.
pub fn clear(folder: &Path) -> io::Result<()> {
    let wal = [format!("{DATABASE}-wal"), format!("{DATABASE}-shm")];
    for name in [SNAPSHOT, DATABASE, KEY]
        .into_iter()
        .chain(wal.iter().map(String::as_str))
    {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Two processes over one folder would take each other's messages for abandoned.
fn occupy(folder: &Path) -> Result<File, Error> {
    let path = folder.join("lock");
    let lock = File::create(&path).map_err(|source| Error::Folder {
        path: path.clone(),
        source,
    })?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Error::Occupied {
            path: folder.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(Error::Folder { path, source }),
    }
}

async fn listen(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => Error::PortTaken { port },
            _ => Error::Listen { port, source },
        })
}

async fn serve(listener: TcpListener, router: Router) {
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "the page stopped");
    }
}
