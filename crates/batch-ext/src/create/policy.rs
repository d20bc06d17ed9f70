//! The settings of exactly-once creation.

use std::time::Duration;

use crate::retry::InvalidPolicy;

/// The call looks for the batch for this long, so the limit only has to exceed any real lag.
const MAX_LIST_LAG: Duration = Duration::from_secs(24 * 3_600);

/// The settings of exactly-once creation. The defaults are in the [module](crate::create).
///
/// ```
/// use std::time::Duration;
/// use batch_ext::create::CreatePolicy;
///
/// // Never send a second create: a batch that is not found is reported instead.
/// let policy = CreatePolicy::builder().max_sends(1).list_lag(Duration::from_secs(120)).build()?;
/// # let _ = policy;
/// # Ok::<(), batch_ext::retry::InvalidPolicy>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatePolicy {
    pub(super) key_name: String,
    pub(super) max_sends: u32,
    pub(super) list_lag: Duration,
    pub(super) window: Duration,
    pub(super) lookback: Duration,
}

impl CreatePolicy {
    /// Starts from the defaults.
    pub fn builder() -> CreatePolicyBuilder {
        CreatePolicyBuilder(Self::default())
    }
}

impl Default for CreatePolicy {
    fn default() -> Self {
        Self {
            key_name: "batch_ext_key".to_owned(),
            max_sends: 3,
            list_lag: Duration::from_secs(30),
            window: Duration::from_secs(3_600),
            lookback: Duration::from_secs(24 * 3_600),
        }
    }
}

/// Builder of a [`CreatePolicy`]. [`build`](Self::build) checks the settings.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct CreatePolicyBuilder(CreatePolicy);

impl CreatePolicyBuilder {
    /// The name of the metadata pair that holds the key: 1 to 64 characters, the API's limit.
    pub fn key_name(mut self, name: impl Into<String>) -> Self {
        self.0.key_name = name.into();
        self
    }

    /// How many times the create may be sent when its outcome was unknown and no batch was found. At
    /// least 1.
    pub fn max_sends(mut self, sends: u32) -> Self {
        self.0.max_sends = sends;
        self
    }

    /// How long the server's list may lag behind: the time that a batch may take to appear in it
    /// after a create of unknown outcome, at most 24 hours. Only after that, and one more look, is
    /// the batch taken not to exist.
    pub fn list_lag(mut self, duration: Duration) -> Self {
        self.0.list_lag = duration;
        self
    }

    /// How far back a look after a create goes, in addition to the time since the call began. It is
    /// counted from the newest batch in the list, so that only the server's clock matters.
    pub fn window(mut self, duration: Duration) -> Self {
        self.0.window = duration;
        self
    }

    /// How far back the look for a caller's key goes that precedes the first create, counted from
    /// the newest batch in the list.
    pub fn lookback(mut self, duration: Duration) -> Self {
        self.0.lookback = duration;
        self
    }

    /// Checks the settings and builds the policy.
    ///
    /// # Errors
    ///
    /// If a setting is out of range. The error names it.
    pub fn build(self) -> Result<CreatePolicy, InvalidPolicy> {
        let key_name = self.0.key_name.chars().count();
        InvalidPolicy::check([
            ((1..=64).contains(&key_name), "key_name must have from 1 to 64 characters"),
            (self.0.max_sends > 0, "max_sends must be at least 1"),
            (self.0.list_lag <= MAX_LIST_LAG, "list_lag must be at most 24 hours"),
        ])?;
        Ok(self.0)
    }
}
