//! The requests that may be sent again, as new input.

use std::io::{self, Read, Write};

use super::join::Join;
use crate::frame::try_each_line;
use crate::limits::Limits;
use crate::split::{Plan, Planner};

impl Join {
    /// Writes the requests that may be resubmitted as a new valid input, byte for byte as in the
    /// old one, and returns their number.
    ///
    /// `input` is the input from which the join's ids were made, read from its start.
    ///
    /// ```
    /// use batch_lines::Planner;
    /// use batch_lines::outcome::Join;
    ///
    /// let input = concat!(
    ///     r#"{"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{"model":"m","input":"x"}}"#, "\n",
    ///     r#"{"custom_id":"b","method":"POST","url":"/v1/embeddings","body":{"model":"m","input":"y"}}"#, "\n",
    /// );
    /// let mut join = Join::new(Planner::new().plan(input.as_bytes())?.ids);
    /// join.read(0, &br#"{"custom_id":"a","response":{"status_code":200}}"#[..])?;
    /// join.read(1, &br#"{"custom_id":"b","response":{"status_code":503}}"#[..])?;
    ///
    /// let mut again = Vec::new();
    /// assert_eq!(join.write_resubmission(input.as_bytes(), &mut again)?, 1);
    /// assert_eq!(again, input.lines().nth(1).map(|line| format!("{line}\n")).unwrap_or_default().as_bytes());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If reading or writing fails.
    pub fn write_resubmission<R: Read, W: Write>(
        &self,
        input: R,
        mut output: W,
    ) -> io::Result<u64> {
        let mut written = 0;
        try_each_line(input, Limits::DEFAULT_LINE_BYTES, |line| {
            if u32::try_from(line.ordinal).is_ok_and(|at| self.may_resubmit(at)) {
                output.write_all(line.bytes)?;
                output.write_all(b"\n")?;
                written += 1;
            }
            Ok(())
        })?;
        output.flush()?;
        Ok(written)
    }

    /// Plans the requests that may be resubmitted, as shards of the same `input`. Positions in
    /// the plan are those of the whole input, so results of the shards can be joined here after
    /// [`next_round`](Self::next_round).
    ///
    /// If nothing may be resubmitted, the plan has no shards and its report has the problem
    /// `empty_file`.
    ///
    /// # Errors
    ///
    /// If reading fails.
    pub fn plan_resubmission<R: Read>(&self, planner: &Planner, input: R) -> io::Result<Plan> {
        planner.plan_lines(input, |at| self.may_resubmit(at))
    }
}
