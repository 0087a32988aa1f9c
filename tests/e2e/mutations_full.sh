# once
# full
# A million of what mutations.sh does.
NOROSHI_MUTATIONS=1000000 exec sh tests/e2e/mutations.sh
