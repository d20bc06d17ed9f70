//! The settings of a server, and its start.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::fault::FaultPlan;
use crate::ledger::Book;
use crate::limits::{ServerLimits, Timing};
use crate::responder::Responder;
use crate::server::Server;
use crate::start_error::StartError;
use crate::store::Store;
use crate::task::finished;
use crate::{api, debug, engine, listen};

impl Server {
    /// Returns a builder with default settings: 127.0.0.1, a free port, a temporary directory,
    /// real time, the built-in responder, no key, and no faults.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

/// Settings of a server. [`start`](Self::start) starts it.
#[must_use]
pub struct Builder {
    address: SocketAddr,
    data_dir: Option<PathBuf>,
    clock: Clock,
    responder: Responder,
    limits: ServerLimits,
    timing: Timing,
    api_key: Option<String>,
    models: Option<Vec<String>>,
    windows: Vec<String>,
    concurrency: usize,
    faults: Option<FaultPlan>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            data_dir: None,
            clock: Clock::real(),
            responder: Responder::default(),
            limits: ServerLimits::default(),
            timing: Timing::default(),
            api_key: None,
            models: None,
            windows: vec!["24h".into()],
            concurrency: 64,
            faults: None,
        }
    }
}

impl Builder {
    /// Sets the port. Defaults to 0, which picks a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Sets the address to listen on. On anything but a loopback address, other machines can use
    /// the server.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Keeps files and batches in this directory and resumes the batches of an earlier server on
    /// it. The directory is created if it is missing, and used by one server at a time. Defaults to
    /// a temporary directory that is removed with the server.
    pub fn data_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.data_dir = Some(path.into());
        self
    }

    /// Sets the clock. Defaults to real time.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets what answers the lines of batches. Defaults to [`Responder::builtin`].
    pub fn responder(mut self, responder: Responder) -> Self {
        self.responder = responder;
        self
    }

    /// Sets the limits. Defaults to the published ones.
    pub fn limits(mut self, limits: ServerLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets how long batches stay in each status. Defaults to no time at all.
    pub fn timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// Requires this key as bearer token and responds with 401 without it.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// Sets the models that exist. Lines for any other model fail validation with
    /// `model_not_found`. By default, every model exists.
    pub fn models<I>(mut self, models: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.models = Some(models.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the completion windows that are accepted, each a number followed by `m`, `h` or `d`.
    /// Defaults to `24h`, the only one that OpenAI accepts. Compatible servers accept others,
    /// from `1h` to `14d`.
    pub fn completion_windows<I>(mut self, windows: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.windows = windows.into_iter().map(Into::into).collect();
        self
    }

    /// Sets how many lines are answered at once, over all batches. Defaults to 64, and is at least
    /// 1.
    pub fn concurrency(mut self, lines: usize) -> Self {
        self.concurrency = lines;
        self
    }

    /// Enables faults and follows this plan, which may be empty.
    ///
    /// With faults enabled, the server also keeps a [`Ledger`](crate::Ledger), and serves these
    /// endpoints outside of the API, for tests that run it in another process. They require the
    /// API key if there is one.
    ///
    /// | endpoint | |
    /// |---|---|
    /// | `GET /debug/ledger` | the ledger as JSON |
    /// | `GET /debug/calls` | the number of requests by operation: `{"listBatches": 2, …}` |
    /// | `PUT /debug/faults` | replaces the fault plan with the one in the body, as [`Server::set_faults`] does |
    pub fn faults(mut self, plan: FaultPlan) -> Self {
        self.faults = Some(plan);
        self
    }

    /// Starts the server on the current tokio runtime.
    ///
    /// # Errors
    /// If the address cannot be bound, the data directory cannot be used, or a setting is invalid.
    pub async fn start(self) -> Result<Server, StartError> {
        let plan = self.faults.clone().unwrap_or_default();
        plan.check()?;
        let settings = self.settings()?;
        let with_book = self.faults.is_some();
        let (store, book) = open(self.data_dir, with_book).await?;
        let listen_error = |source| StartError::Listen { address: self.address, source };
        let listener = TcpListener::bind(self.address).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        // The last server on this directory may have had a clock that was far ahead.
        self.clock.catch_up(Duration::from_secs(store.latest_second()));
        let app = Arc::new(App::new(settings, store, self.clock, self.responder, plan, book));
        for batch in app.store.unfinished() {
            engine::start(&app, batch);
        }
        let mut router = api::router(Arc::clone(&app));
        if with_book {
            router = router.merge(debug::router(Arc::clone(&app)));
        }
        let stop = app.stopping.subscribe();
        let listener = tokio::spawn(listen::serve(listener, router, stop));
        Ok(Server::new(app, address, reachable(address), listener))
    }

    fn settings(&self) -> Result<Settings, StartError> {
        if self.api_key.as_deref().is_some_and(|key| key.trim().is_empty()) {
            let message = "the API key is empty: set a key, or none";
            return Err(StartError::Setting(message.into()));
        }
        if self.concurrency == 0 {
            let message = "the concurrency must be at least 1";
            return Err(StartError::Setting(message.into()));
        }
        let window = |window: &String| match window_seconds(window) {
            Some(seconds) => Ok((window.clone(), seconds)),
            None => Err(StartError::Setting(format!(
                "invalid completion window {window:?}: use a number followed by m, h or d, such \
                 as 24h"
            ))),
        };
        Ok(Settings {
            windows: self.windows.iter().map(window).collect::<Result<_, _>>()?,
            limits: self.limits.clone(),
            timing: self.timing,
            api_key: self.api_key.clone(),
            models: self.models.clone(),
            concurrency: self.concurrency.min(tokio::sync::Semaphore::MAX_PERMITS),
        })
    }
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("address", &self.address)
            .field("data_dir", &self.data_dir)
            .field("clock", &self.clock)
            .field("responder", &self.responder)
            .field("api_key", &self.api_key.as_ref().map(|_| "…"))
            .finish_non_exhaustive()
    }
}

/// Opens the data directory, and the ledger's book if it is to be kept.
async fn open(
    data_dir: Option<PathBuf>,
    with_book: bool,
) -> Result<(Store, Option<Book>), StartError> {
    let path = data_dir.clone();
    let opening = tokio::task::spawn_blocking(move || {
        let store = Store::open(path.as_deref())?;
        let book = with_book.then(|| Book::open(store.root().join("ledger"))).transpose()?;
        Ok((store, book))
    });
    finished(opening.await)
        .and_then(|opened| opened)
        .map_err(|source| StartError::Data { path: data_dir, source })
}

/// The address at which a client on this machine reaches a server that listens on all interfaces.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// The seconds of a window such as `24h`.
fn window_seconds(window: &str) -> Option<u64> {
    let unit = match window.chars().last()? {
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let number: u64 = window.get(..window.len() - 1)?.parse().ok()?;
    number.checked_mul(unit).filter(|seconds| *seconds > 0)
}
