//! The server, network and machine of a history.

use std::time::Duration;

use super::rng::Rng;

/// How many of a thousand calls suffer each fault.
#[derive(Clone, Debug, Default)]
pub(super) struct Rates {
    /// The connection is refused: nothing was sent.
    pub(super) not_sent: u64,
    /// A timeout, reset or 5xx before the server did anything.
    pub(super) lost_before: u64,
    /// A timeout, reset or 5xx after the server did everything.
    pub(super) lost_after: u64,
    /// A timeout, after which the server does it nevertheless.
    pub(super) late: u64,
    /// A 2xx whose body is cut or cannot be decoded.
    pub(super) garbled: u64,
    /// A 429, sometimes with an absurd Retry-After.
    pub(super) limited: u64,
    /// A 401 or 403.
    pub(super) denied: u64,
    /// A 404, 400 or 405 that does not come from the server, but from a proxy.
    pub(super) stray: u64,
    /// A 400 from the server.
    pub(super) refused: u64,
    /// The call takes minutes.
    pub(super) slow: u64,
    /// A proxy's error page in place of a result file.
    pub(super) foreign: u64,
    /// A local failure, such as a full disk.
    pub(super) local: u64,
    /// The machine is suspended for up to an hour while a call is in flight.
    pub(super) suspended: u64,
}

/// Whether the end of a download is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// Always: a short transfer is an error.
    Known,
    /// Never: a short transfer looks like a whole one.
    Unknown,
    Mixed,
}

/// How `request_counts` relate to the result lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    Honest,
    Null,
    /// Null for a while after the batch has ended.
    NullAtFirst,
    /// Every failure counts as completed.
    FailedAsCompleted,
    /// Every request counts as completed.
    All,
    /// Zero, if the batch was completed.
    Zero,
    /// One too few.
    OneShort,
}

/// When the server refuses a batch because of a full queue. The number is its capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    Never,
    AtCreate(usize),
    AtValidation(usize),
}

/// The properties of a history.
#[derive(Clone, Debug)]
pub(super) struct Quirks {
    pub(super) rates: Rates,
    /// After how many events faults, crashes and the user's wishes stop.
    pub(super) trouble: u64,
    /// The times during which the server is out of reach.
    pub(super) outages: Vec<(Duration, Duration)>,
    pub(super) crashes: u64,
    pub(super) stops: u64,
    pub(super) cancels: u64,
    pub(super) reopens: u64,
    pub(super) lost_parts: u64,
    /// The list may show a batch later than the run's `list_lag` allows for.
    pub(super) long_lag: bool,
    /// The list of batches shows no metadata.
    pub(super) no_metadata: bool,
    /// The list, read in pages, shows a batch twice.
    pub(super) repeats_batches: bool,
    /// The machine's clock is set back while a process lives.
    pub(super) clock_is_set: bool,
    pub(super) honours_idempotency_key: bool,
    pub(super) no_file_list: bool,
    pub(super) file_list_lags: bool,
    /// Files cannot be deleted.
    pub(super) no_delete: bool,
    /// A new file cannot be used at once.
    pub(super) slow_files: bool,
    /// It is the validation that refuses a file that cannot be used yet, not the create.
    pub(super) validates_files_late: bool,
    pub(super) no_batches: bool,
    pub(super) full: Full,
    pub(super) framing: Framing,
    pub(super) counting: Counting,
    /// How long a final batch does not name its result files; for ever if `None`.
    pub(super) nameless: Option<Duration>,
    /// The counts are zero as long as no result files are named.
    pub(super) grows: bool,
    /// Both result files are named from the start, even if they will not exist.
    pub(super) names_always: bool,
    /// How many of a thousand result files are missing for a while, and how many of these for ever.
    pub(super) missing_files: u64,
    pub(super) missing_for_ever: u64,
    /// How many of a thousand requests end like this.
    pub(super) transient: u64,
    pub(super) status_zero: u64,
    pub(super) permanent: u64,
    pub(super) missing_lines: u64,
    pub(super) unreadable_lines: u64,
    pub(super) repeated_lines: u64,
    pub(super) strangers: u64,
    /// How many of a thousand batches end like this.
    pub(super) expire: u64,
    pub(super) refused_lines: u64,
    pub(super) refused_whole: u64,
    /// The batch fails after some of its requests were run.
    pub(super) fail_midway: u64,
    /// Such a failure comes with a reason.
    pub(super) gives_reasons: bool,
    pub(super) slow_batches: bool,
    /// A completed batch that is cancelled becomes `cancelled`.
    pub(super) cancels_finished: bool,
    /// How many of a thousand batches can never be polled.
    pub(super) unpollable: u64,
}

impl Quirks {
    pub(super) fn draw(rng: &mut Rng) -> Self {
        let fair = rng.chance(80);
        let rate = |rng: &mut Rng, likely: u64, values: &[u64]| {
            if !fair && rng.chance(likely) { rng.pick(values) } else { 0 }
        };
        let often: &[u64] = &[10, 50, 150, 300];
        let rates = Rates {
            not_sent: rate(rng, 250, often),
            lost_before: rate(rng, 250, often),
            lost_after: rate(rng, 300, often),
            late: rate(rng, 200, often),
            garbled: rate(rng, 200, often),
            limited: rate(rng, 250, often),
            denied: rate(rng, 100, &[10, 50]),
            stray: rate(rng, 250, often),
            refused: rate(rng, 150, &[20, 100]),
            slow: rate(rng, 300, &[20, 100, 300]),
            foreign: rate(rng, 200, &[50, 200]),
            local: rate(rng, 100, &[20, 100]),
            suspended: rate(rng, 150, &[10, 50]),
        };
        let trouble = rng.between(20, 400);
        let outages = if rate(rng, 200, &[1]) > 0 {
            let count = rng.between(1, 2);
            (0..count).map(|_| (rng.millis(0, 2_000_000), rng.millis(1_000, 9_000_000))).collect()
        } else {
            Vec::new()
        };
        let framing = match rate(rng, 400, &[1, 2]) {
            0 => Framing::Known,
            1 => Framing::Unknown,
            _ => Framing::Mixed,
        };
        let counting = if rate(rng, 500, &[1]) > 0 {
            let any = [
                Counting::Null,
                Counting::NullAtFirst,
                Counting::FailedAsCompleted,
                Counting::All,
                Counting::Zero,
                Counting::OneShort,
            ];
            // One too few and an unmarked end together can hide that a line is missing.
            rng.pick(if framing == Framing::Known { &any } else { &any[..5] })
        } else {
            Counting::Honest
        };
        let known = framing == Framing::Known && counting == Counting::Honest;
        let capacity = usize::try_from(rng.between(1, 3)).unwrap();
        Self {
            rates,
            trouble,
            outages,
            crashes: rate(rng, 500, &[1, 2, 4, 8]),
            stops: rate(rng, 300, &[1, 2, 4]),
            cancels: rate(rng, 150, &[1]),
            reopens: rng.pick(&[0, 0, 1, 2]),
            lost_parts: rate(rng, 150, &[1, 2]),
            long_lag: rate(rng, 350, &[1]) > 0,
            no_metadata: rate(rng, 200, &[1]) > 0,
            repeats_batches: rate(rng, 200, &[1]) > 0,
            clock_is_set: rate(rng, 100, &[1]) > 0,
            honours_idempotency_key: rate(rng, 100, &[1]) > 0,
            no_file_list: rate(rng, 100, &[1]) > 0,
            file_list_lags: rate(rng, 100, &[1]) > 0,
            no_delete: rate(rng, 50, &[1]) > 0,
            slow_files: rate(rng, 200, &[1]) > 0,
            validates_files_late: rng.chance(500),
            no_batches: rate(rng, 10, &[1]) > 0,
            full: match rate(rng, 250, &[1, 2]) {
                0 => Full::Never,
                1 => Full::AtCreate(capacity),
                _ => Full::AtValidation(capacity),
            },
            framing,
            counting,
            nameless: match rate(rng, 200, &[1, 2, 2, 2]) {
                0 => Some(Duration::ZERO),
                1 => None,
                _ => Some(rng.millis(1_000, 20_000)),
            },
            grows: rate(rng, 300, &[1]) > 0,
            names_always: rate(rng, 150, &[1]) > 0,
            missing_files: rate(rng, 200, &[100, 400]),
            missing_for_ever: rng.pick(&[0, 300, 1_000]),
            transient: rng.pick(&[0, 30, 150, 400]),
            status_zero: rate(rng, 200, &[50, 200]),
            permanent: rng.pick(&[0, 30, 150]),
            missing_lines: rate(rng, 300, &[30, 150]),
            unreadable_lines: rate(rng, 150, &[20, 100]),
            // A line too many, and an unmarked end or wrong counts, can hide that a line is missing.
            repeated_lines: rate(rng, 150, if known { &[50, 200] } else { &[0] }),
            strangers: rate(rng, 150, if known { &[50, 200] } else { &[0] }),
            expire: rate(rng, 250, &[100, 400]),
            refused_lines: rate(rng, 150, &[50, 200]),
            refused_whole: rate(rng, 100, &[50, 200]),
            fail_midway: rate(rng, 100, &[50, 200]),
            gives_reasons: rng.chance(500),
            slow_batches: rng.chance(300),
            cancels_finished: rng.chance(200),
            unpollable: rate(rng, 80, &[50, 300]),
        }
    }

    /// Whether everything about the server can be known in the end, so that no request may end as
    /// unknown.
    pub(super) fn is_transparent(&self) -> bool {
        let rates = &self.rates;
        let creates_are_certain =
            rates.lost_before + rates.lost_after + rates.late + rates.garbled == 0;
        let machine_lives = self.crashes + self.stops + self.lost_parts + rates.local == 0;
        let results_are_plain = self.framing == Framing::Known
            && self.counting == Counting::Honest
            && self.nameless == Some(Duration::ZERO)
            && self.missing_files + self.missing_lines + self.unreadable_lines + rates.foreign == 0;
        let in_reach = self.outages.is_empty() && self.unpollable == 0;
        let hiccups = rates.not_sent + rates.limited + rates.denied + rates.stray;
        hiccups == 0 && creates_are_certain && machine_lives && results_are_plain && in_reach
    }

    /// Whether the server accepts every request sooner or later, so that none may end as refused or
    /// not sent.
    pub(super) fn takes_everything(&self) -> bool {
        let refusals = self.rates.refused + self.refused_lines + self.refused_whole;
        refusals == 0
            && self.rates.stray == 0
            && self.rates.denied == 0
            && !self.slow_files
            && self.cancels == 0
            && self.outages.is_empty()
    }
}
