# once
# Damaged mails: whatever was done to them, each gets a document of valid UTF-8 and JSON, and the reader is never killed.
# A seeded sample here; a million with NOROSHI_MUTATIONS=1000000 (make check-full).  The control: a missing
# answer is seen.
n=${NOROSHI:-build/noroshi}
exec python3 tests/e2e/mutations.py "$n" "$TMPDIR" "${NOROSHI_MUTATIONS:-4000}"
