# A short front over meson; ./dev is the front over this for people.
BUILD ?= build
CHECK ?=

all: $(BUILD)/build.ninja
	ninja -C $(BUILD)

$(BUILD)/build.ninja:
	meson setup $(BUILD)

check: all
	tests/run --build $(BUILD) $(CHECK)

# The long forms: every seed, the demo on PostgreSQL too, sanitizers, a minute of fuzzing for each target
# (a release has 24 hours of it: make fuzz FUZZ_SECONDS=1600).
check-full: all
	tests/run --build $(BUILD) --full $(CHECK)
	$(MAKE) asan
	$(MAKE) fuzz FUZZ_SECONDS=60

# Every page of a demo hub as a picture, with the eyes of five kinds of people.
screenshots: all
	tests/browser/screenshots $(SHOTS) $(DEMO)

SHOTS ?= screenshots
# leaks of short-lived processes are arenas' business, not errors
asan:
	[ -f build-asan/build.ninja ] || meson setup build-asan -Db_sanitize=address,undefined -Db_lundef=false
	ninja -C build-asan
	ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
	  tests/run --build build-asan $(CHECK)

FUZZ_SECONDS ?= 60
fuzz:
	[ -f build-fuzz/build.ninja ] || CC=clang meson setup build-fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false
	ninja -C build-fuzz
	tools/fuzz build-fuzz $(FUZZ_SECONDS)

lint: all
	tools/lint $(BUILD)

bench: bench-reader bench-mail bench-demo bench-hunt bench-api

bench-reader: all
	tests/bench/reader.sh $(BUILD)

bench-mail: all
	tests/bench/mail.py $(BUILD) $(BENCH)

bench-demo: all
	tests/bench/demo.sh $(BUILD)

bench-hunt: all
	tests/bench/hunt.py $(BUILD) $(BENCH)

bench-api: all
	NOROSHI=$(BUILD)/noroshi tests/bench/api.sh

# A hub with a million submissions, its pages beside nginx (tests/bench/web.py); BENCH="--hub DIR" takes one that is there.
bench-web: all
	tests/bench/web.py $(BUILD) $(BENCH)

# Recall by attack operator and language, clean twins, and mails that nobody tuned on (tests/quality/quality.py).
JUDGES ?= ../shared/data/mail/ham ../shared/data/mail/bounce-ja ../shared/data/mail/spam ../shared/data/mail/torture/spamassassin
bench-mail-quality: all
	NOROSHI=$(abspath $(BUILD))/noroshi tests/quality/quality.py --times 30 $(BENCH) --mails $(wildcard $(JUDGES))

install: all
	DESTDIR="$(DESTDIR)" meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf build build-asan build-fuzz

.PHONY: all check check-full screenshots asan fuzz lint bench bench-reader bench-mail bench-mail-quality bench-demo bench-hunt bench-api bench-web install clean
