//! How hard to look, and how often to send.

use std::time::Duration;

use crate::retry::InvalidPolicy;

/// How a batch is created once. The defaults are in the [module](super).
///
/// ```
/// use std::time::Duration;
/// use batch_ext::create::CreatePolicy;
///
/// // Never a second send: what can't be found is reported instead.
/// let careful = CreatePolicy::builder().max_sends(1).patience(Duration::from_secs(120)).build()?;
/// # let _ = careful;
/// # Ok::<(), batch_ext::retry::InvalidPolicy>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatePolicy {
    pub(super) key_name: String,
    pub(super) max_sends: u32,
    pub(super) patience: Duration,
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
            patience: Duration::from_secs(30),
            window: Duration::from_secs(3_600),
            lookback: Duration::from_secs(24 * 3_600),
        }
    }
}

/// Makes a [`CreatePolicy`], and checks it when it is [built](Self::build).
#[derive(Clone, Debug)]
#[must_use = "a policy is made by `build`"]
pub struct CreatePolicyBuilder(CreatePolicy);

impl CreatePolicyBuilder {
    /// The name of the metadata pair that holds the key: 1 to 64 characters, the API's limit.
    pub fn key_name(mut self, name: impl Into<String>) -> Self {
        self.0.key_name = name.into();
        self
    }

    /// How often the create may be sent when its outcome was unknown and no batch was found: at
    /// least once.
    pub fn max_sends(mut self, sends: u32) -> Self {
        self.0.max_sends = sends;
        self
    }

    /// How long after a send of unknown outcome the batch may take to appear in the list. Only
    /// after that, and a last look, is it taken not to exist.
    pub fn patience(mut self, duration: Duration) -> Self {
        self.0.patience = duration;
        self
    }

    /// How far back a look after a send goes, beyond the time since the send. Counted from the
    /// newest batch of the list, so that no clock but the server's matters.
    pub fn window(mut self, duration: Duration) -> Self {
        self.0.window = duration;
        self
    }

    /// How far back the look for a caller's key goes that comes before anything is sent; counted
    /// from the newest batch of the list.
    pub fn lookback(mut self, duration: Duration) -> Self {
        self.0.lookback = duration;
        self
    }

    /// Checks the settings.
    ///
    /// # Errors
    ///
    /// If a setting is out of its range; the error names it.
    pub fn build(self) -> Result<CreatePolicy, InvalidPolicy> {
        let problem = if !(1..=64).contains(&self.0.key_name.chars().count()) {
            "key_name must have from 1 to 64 characters"
        } else if self.0.max_sends == 0 {
            "max_sends must be at least 1"
        } else {
            return Ok(self.0);
        };
        Err(InvalidPolicy { problem })
    }
}
