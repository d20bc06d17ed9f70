//! Starting and stopping.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::fault::{FaultPlan, InvalidPlan};
use crate::limits::{Limits, Timing};
use crate::operation::Operation;
use crate::responder::Responder;
use crate::store::Store;

/// A running Batch API server. It stops when dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = batch_local::Server::builder().start().await?;
/// assert!(server.base_url().ends_with("/v1"));
/// # Ok(())
/// # }
/// ```
#[must_use = "the server stops when this is dropped"]
pub struct Server {
    app: Arc<App>,
    address: SocketAddr,
    base_url: String,
    listener: JoinHandle<()>,
}

impl Server {
    /// A server to be set up: on 127.0.0.1 with a free port, a temporary directory, the
    /// machine's time, the built-in responder, no key and no faults, unless told otherwise.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// What clients take as base URL, such as `http://127.0.0.1:41873/v1`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The address without a path, such as `http://127.0.0.1:41873`.
    #[must_use]
    pub fn url(&self) -> &str {
        self.base_url.trim_end_matches("/v1")
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where files and batches are kept: the directory asked for, or the temporary one.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.app.store.root()
    }

    /// The time the server lives in.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.app.clock
    }

    /// Follows another fault plan from now on; its calls are counted anew.
    ///
    /// # Errors
    /// When the plan makes no sense. The old one stays then.
    pub fn set_faults(&self, plan: FaultPlan) -> Result<(), InvalidPlan> {
        plan.check()?;
        self.app.faults.replace(plan);
        Ok(())
    }

    /// How many requests for an operation have come in, faults included.
    #[must_use]
    pub fn calls(&self, operation: Operation) -> u64 {
        self.app.calls[operation as usize].load(Ordering::Relaxed)
    }

    /// Stops in good order: accepts nothing more, lets requests under way finish for up to ten
    /// seconds, writes down where running batches are. With a data directory, the next server on
    /// it goes on from there.
    pub async fn shutdown(mut self) {
        self.app.stop();
        let finished = async {
            let _ = (&mut self.listener).await;
            self.app.stopped().await;
        };
        // What takes longer is ended by the drop that follows.
        let _ = tokio::time::timeout(Duration::from_secs(10), finished).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.app.abort();
        self.listener.abort();
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

/// Why a server cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The data directory cannot be opened.
    #[error("cannot use the data directory{}: {source}", shown(.path))]
    Data {
        /// The directory asked for; none for a temporary one.
        path: Option<PathBuf>,
        /// What the system says.
        source: std::io::Error,
    },
    /// The fault plan cannot be followed.
    #[error(transparent)]
    Faults(#[from] InvalidPlan),
    /// A setting makes no sense.
    #[error("{0}")]
    Setting(String),
}

fn shown(path: &Option<PathBuf>) -> String {
    path.as_ref().map(|path| format!(" {}", path.display())).unwrap_or_default()
}

/// How a server is to be; [`start`](Builder::start) makes it so.
#[must_use]
pub struct Builder {
    address: SocketAddr,
    data_dir: Option<PathBuf>,
    clock: Clock,
    responder: Responder,
    limits: Limits,
    timing: Timing,
    api_key: Option<String>,
    models: Option<Vec<String>>,
    windows: Vec<String>,
    concurrency: usize,
    faults: FaultPlan,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            data_dir: None,
            clock: Clock::real(),
            responder: Responder::default(),
            limits: Limits::default(),
            timing: Timing::default(),
            api_key: None,
            models: None,
            windows: vec!["24h".into()],
            concurrency: 64,
            faults: FaultPlan::new(),
        }
    }
}

impl Builder {
    /// Listens on this port of the loopback address; 0 takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Listens on this address. Anything but a loopback address lets others use the server.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Keeps files and batches in this directory, which is made when it is missing, and goes on
    /// with what an earlier server left there. One server may use it at a time. Without one, a
    /// temporary directory serves and is removed at the end.
    pub fn data_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.data_dir = Some(path.into());
        self
    }

    /// Lives in this time instead of the machine's.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Lets lines be answered by this responder instead of the built-in one.
    pub fn responder(mut self, responder: Responder) -> Self {
        self.responder = responder;
        self
    }

    /// Takes these limits instead of the published ones.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Keeps batches in their states for some time.
    pub fn timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// Answers 401 to whoever does not send this key as bearer token.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// Knows these models only: lines for any other fail validation with `model_not_found`.
    pub fn models<I>(mut self, models: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.models = Some(models.into_iter().map(Into::into).collect());
        self
    }

    /// Accepts these completion windows, each a number with `m`, `h` or `d`. OpenAI has `24h`
    /// only, which is the default; compatible servers have others, from 1h to 14d.
    pub fn completion_windows<I>(mut self, windows: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.windows = windows.into_iter().map(Into::into).collect();
        self
    }

    /// Lines that are with the responder at once, over all batches: 64 by default, at least 1.
    pub fn concurrency(mut self, lines: usize) -> Self {
        self.concurrency = lines;
        self
    }

    /// Follows this fault plan.
    pub fn faults(mut self, plan: FaultPlan) -> Self {
        self.faults = plan;
        self
    }

    /// Starts the server on the current tokio runtime.
    ///
    /// # Errors
    /// When the address is taken, the data directory cannot be used, or a setting makes no sense.
    pub async fn start(self) -> Result<Server, StartError> {
        self.faults.check()?;
        if self.api_key.as_deref().is_some_and(|key| key.trim().is_empty()) {
            let message = "an empty key would let nobody in: use a key, or none";
            return Err(StartError::Setting(message.into()));
        }
        let settings = Settings {
            windows: self
                .windows
                .into_iter()
                .map(|window| match window_seconds(&window) {
                    Some(seconds) => Ok((window, seconds)),
                    None => Err(StartError::Setting(format!(
                        "{window:?} is no completion window: write a number with m, h or d, \
                         such as 24h"
                    ))),
                })
                .collect::<Result<_, _>>()?,
            limits: self.limits,
            timing: self.timing,
            api_key: self.api_key,
            models: self.models,
            concurrency: match self.concurrency {
                0 => {
                    let message = "a concurrency of 0 would answer nothing: use 1 or more";
                    return Err(StartError::Setting(message.into()));
                }
                lines => lines.min(tokio::sync::Semaphore::MAX_PERMITS),
            },
        };
        let data_dir = self.data_dir;
        let (store, path) =
            tokio::task::spawn_blocking(move || (Store::open(data_dir.as_deref()), data_dir))
                .await
                .map_err(|error| StartError::Setting(error.to_string()))?;
        let store = store.map_err(|source| StartError::Data { path, source })?;
        let listen_error = |source| StartError::Listen { address: self.address, source };
        let listener = TcpListener::bind(self.address).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        // A sped up clock may have been far ahead when the last server on this directory ended.
        self.clock.catch_up(Duration::from_secs(store.latest_second()));
        let app = Arc::new(App::new(settings, store, self.clock, self.responder, self.faults));
        for batch in app.store.unfinished() {
            app.drive(batch);
        }
        let router = crate::api::router(Arc::clone(&app));
        let stop = app.stopping.subscribe();
        Ok(Server {
            app,
            base_url: format!("http://{}/v1", reachable(address)),
            address,
            listener: tokio::spawn(crate::listen::serve(listener, router, stop)),
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

/// Where a client on this machine finds a server that listens everywhere.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// Seconds of a window such as `24h`.
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
