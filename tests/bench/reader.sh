#!/bin/sh
# Our mail reader against GMime's full decode: processor time, same mails. usage: reader.sh BUILD
set -e
data=${NOROSHI_DATA:-../shared/data/mail}
[ -x "$1/tests/bench-mail" ] || { echo "skipped: GMime 3.0 was not found when the build was set up"; exit 0; }
[ -d "$data" ] || { echo "skipped: $data is absent"; exit 0; }
exec "$1/tests/bench-mail" reader "$data/ham" "$data/spam" "$data/bounce-ja"
