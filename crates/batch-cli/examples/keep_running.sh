#!/bin/sh
# Runs a file of requests, and resumes the run up to four times if the server is unavailable.
#
#     sh crates/batch-cli/examples/keep_running.sh requests.jsonl results.jsonl
#
# Further arguments are options of `batch run`; with --local, no key is needed. PAUSE is the time
# between attempts in seconds. The exit code is that of the last attempt.
set -u

requests=$1
results=$2
shift 2

for attempts_left in 4 3 2 1 0; do
  batch run "$requests" --output "$results" "$@"
  code=$?
  # 3 means that the server failed or could not be reached. Everything else is final.
  if [ $code -ne 3 ] || [ $attempts_left -eq 0 ]; then
    exit $code
  fi
  echo "resuming in ${PAUSE:-600} seconds" >&2
  sleep "${PAUSE:-600}"
done
