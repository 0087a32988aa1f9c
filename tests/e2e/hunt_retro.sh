# once
# Answers from summaries are the answers of a full search: planted logs, many segments, sets that hit none, one and all of
# them, networks, every kind of indicator; packed logs; changed logs, damaged, forged, foreign and newer summaries.
. tests/e2e/lib
logs=$TMPDIR/logs; sums=$TMPDIR/sums; key=$TMPDIR/key
python3 tests/hunt/plant.py "$logs" "${NOROSHI_SEED:-1}" "${NOROSHI_LINES:-9000}"
mkdir "$TMPDIR/lists"; mv "$logs/list.txt" "$TMPDIR/lists/all"; rm "$logs"/*.truth
# one large log of many segments, with a rare value of each kind in one place each; long lines without an end, too
python3 - "$logs" <<'PY'
import random, sys
rng = random.Random(7)
rare = {30000: "203.0.114.77", 60000: "2001:db8:77:1::5", 90000: "www.rare.example", 110000: "thief@mail.rare2.example",
        130000: "d41d8cd98f00b204e9800998ecf8427e", 150000: "http://url.rare3.example:8080/gate.php?x=1"}
with open(sys.argv[1] + "/large.log", "w") as out:
    for i in range(160000):
        t = f"2018-12-{10 + i // 20000:02d}T{i // 850 % 24:02d}:{i // 15 % 60:02d}:{i % 60:02d}Z"
        out.write(f"{t} host app: client 10.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(256)} asked w{rng.randrange(5000)}.good.example "
                  f"sum {rng.getrandbits(128):032x} {rare.get(i, '')}\n")
        if i == 70000:
            out.write("endless " + "10.20.30.40," * 200000 + " 203.0.115.99 " + "x," * 900000 + "\n")
PY
gzip -k "$logs/large.log"; touch -r "$logs/large.log" "$logs/large.log.gz"
iconv -f UTF-8 -t UTF-16 "$logs/csv-japanese.log" > "$logs/utf16.log"
printf 'no line end 203.0.113.9' > "$logs/short.log"; : > "$logs/empty.log"
list() { for v in "$@"; do echo "$v"; done > "$TMPDIR/lists/$list"; }
list=none list 198.18.77.250 absent.example 198.18.77.248/30 2001:db8:99::/48 ffffffffffffffffffffffffffffffff
list=one list 203.0.114.77
list=v6 list 2001:db8:77:1::5
list=v6net list 2001:db8:77::/60
list=name list rare.example
list=mail list thief@mail.rare2.example
list=hash list D41D8CD98F00B204E9800998ECF8427E
list=url list http://url.rare3.example:8080/gate.php
list=endless list 203.0.115.99
for p in 30 29 24 23 22 20 15; do list=net$p list "203.0.114.76/$p"; done
list=net7 list 202.0.0.0/7
list=net0 list 0.0.0.0/0

opts="--tz UTC --year 2018"
hunt() { "$NOROSHI" hunt $opts --json "$@"; }
# the answer without what only tells how it was found
plain() { python3 -c '
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    for k in ("segments", "segments_skipped", "summary_unused"): row.pop(k, None)
    print(json.dumps(row, sort_keys=True))'; }
segments() { tail -n 1 "$TMPDIR/quick" | jq -r '"\(.segments_skipped) \(.segments)"'; }
# equal NAME LIST LOG...: the same rows and the same summary line; the last answer stays in $TMPDIR/quick
equal()
{
	name=$1; list=$TMPDIR/lists/$2; shift 2
	hunt --indicators "$list" "$@" > "$TMPDIR/full" 2> "$out"
	hunt --indicators "$list" --summaries "$sums" --key "$key" "$@" > "$TMPDIR/quick" 2> "$out" || true
	plain < "$TMPDIR/full" > "$TMPDIR/full.plain"; plain < "$TMPDIR/quick" > "$TMPDIR/quick.plain"
	ok "$name" cmp "$TMPDIR/full.plain" "$TMPDIR/quick.plain"
}

says "no folder named" 2 "-o FOLDER" "$NOROSHI" hunt summarise $opts --key "$key" "$logs/short.log"
says "no logs named" 2 "of which logs" "$NOROSHI" hunt summarise $opts --key "$key" -o "$sums"
says "a summary without its key" 3 "$TMPDIR/nokey" "$NOROSHI" hunt $opts --indicators "$TMPDIR/lists/one" --summaries "$TMPDIR" --key "$TMPDIR/nokey" "$logs/short.log"
says "the key is made at first use" 0 "a key for summaries was made" "$NOROSHI" hunt summarise $opts --key "$key" --segment 1 -o "$sums" "$logs"
same "for its owner alone" 600 "$(stat -c %a "$key")"
same "every log has its summary" "$(ls "$logs" | wc -l)" "$(ls "$sums" | wc -l)"
ok "made once" sh -c "'$NOROSHI' hunt summarise $opts --key '$key' --segment 1 -o '$sums' --json '$logs' | jq -e '.made == 0 and .kept > 20'"
says "in Japanese" 0 "作成済み" "$NOROSHI" hunt summarise $opts --key "$key" --lang ja --segment 1 -o "$sums" "$logs"
refuses "no token, path or name stands in a summary" grep -rl -a "good\.example\|rare\|large\|203\.0\." "$sums"
same "the rare values are found at all" 1 "$(hunt --indicators "$TMPDIR/lists/one" "$logs/large.log" | grep -c sighting/1)"

equal "none: the same answer" none "$logs"
set -- $(segments); same "... from summaries alone" "$2" "$1"
if [ "$2" -gt 30 ]; then pass "... of many segments"; else fail "... of many segments: $2"; fi
for l in one v6 v6net name mail hash url endless net30 net29 net24 net23; do
	equal "$l: the same answer" $l "$logs"
	same "... and it is found" true "$(jq -s 'map(select(.schema == "noroshi/sighting/1")) | length > 0' "$TMPDIR/quick")"
	set -- $(segments)
	# in the plain log one or two segments, in the packed one its only one
	if [ "$1" -ge $(($2 - 4)) ] && [ "$1" -lt "$2" ]; then pass "... $1 of $2 segments not opened"; else echo "$1 of $2" > "$out"; fail "... few segments opened"; fi
done
for l in all net22 net20 net15 net7 net0; do equal "$l: the same answer" $l "$logs"; done
for jobs in 1 5; do equal "$jobs threads" name --jobs $jobs "$logs"; equal "$jobs threads, all" all --jobs $jobs "$logs"; done
"$NOROSHI" indicators compile "$TMPDIR/lists/one" "$TMPDIR/lists/name" -o "$TMPDIR/set" 2> "$out"
says "a person is told" 0 "segments were answered by their summaries" "$NOROSHI" hunt $opts --set "$TMPDIR/set" --summaries "$sums" --key "$key" "$logs/large.log"
mv "$logs/large.log" "$logs/large.log.1"
equal "a renamed log is the same log" one "$logs/large.log.1"
same "... with its summary" true "$(tail -n 1 "$TMPDIR/quick" | jq '.segments_skipped > 5')"
mv "$logs/large.log.1" "$logs/large.log"
cat "$logs/empty.log" | hunt --indicators "$TMPDIR/lists/one" --summaries "$sums" --key "$key" - > "$TMPDIR/quick" 2> "$out"
same "a pipe has none" true "$(tail -n 1 "$TMPDIR/quick" | jq '.summary_unused | length == 1')"
for l in one none; do hunt --indicators "$TMPDIR/lists/$l" --summaries "$sums" --key "$key" "$logs/large.log" > "$TMPDIR/$l.json" 2> "$out"; done
"$NOROSHI" hunt merge --json "$TMPDIR/one.json" "$TMPDIR/none.json" > "$TMPDIR/merged" 2> "$out"
same "merging adds what was not opened" "$(cat "$TMPDIR/one.json" "$TMPDIR/none.json" | jq -s 'map(.segments_skipped // 0) | add')" "$(tail -n 1 "$TMPDIR/merged" | jq .segments_skipped)"

# ---- a summary that is not to be trusted is refused, and the log searched whole ----
mkdir "$TMPDIR/one"; sums=$TMPDIR/one/large.summary
ok "one log into one file" "$NOROSHI" hunt summarise $opts --key "$key" --segment 1 -o "$sums" "$logs/large.log"
says "a file is of one log" 2 "one summary is of one log" "$NOROSHI" hunt summarise $opts --key "$key" -o "$sums" "$logs"
cp "$sums" "$TMPDIR/good"
equal "the file is used" one "$logs/large.log"
same "... " true "$(tail -n 1 "$TMPDIR/quick" | jq '.segments_skipped > 5')"
unused() # NAME WORDS: searched whole, the same answer, and said why
{
	equal "$1: the same answer" one "$logs/large.log"
	same "... searched whole" "0 0" "$(segments)"
	says "... and says so" 0 "$2" tail -n 1 "$TMPDIR/quick"
}
byte() { python3 -c 'import sys
b = bytearray(open(sys.argv[1], "rb").read()); b[int(sys.argv[2])] ^= int(sys.argv[3]); open(sys.argv[4], "wb").write(b)' "$TMPDIR/good" "$1" "$2" "$sums"; }
byte 8 2; unused "a newer version" "format version 3"
python3 -c 'import struct, sys
b = bytearray(open(sys.argv[1], "rb").read())
for at in range(struct.unpack_from("<Q", b, 88)[0], len(b), 4096): b[at + 1] ^= 1
open(sys.argv[2], "wb").write(b)' "$TMPDIR/good" "$sums"; unused "damaged keys" "damaged"
byte 5000 1; equal "a damaged page that is not asked, or is: the same answer" one "$logs/large.log"
byte 150 1; unused "a damaged segment" "damaged"
head -c 3000 "$TMPDIR/good" > "$sums"; unused "a truncated one" "damaged"
head -c 20 "$TMPDIR/good" > "$sums"; unused "a stump" "no summary of a log"
cp "$logs/short.log" "$sums"; unused "something else" "no summary of a log"
cp "$TMPDIR/good" "$sums"
ok "another key" "$NOROSHI" hunt summarise $opts --key "$TMPDIR/key2" --segment 1 -o "$TMPDIR/one/foreign.summary" "$logs/large.log"
cp "$TMPDIR/one/foreign.summary" "$sums"; unused "a foreign one" "another key"
ok "another log" "$NOROSHI" hunt summarise $opts --key "$key" -o "$TMPDIR/one/short.summary" "$logs/short.log"
cp "$TMPDIR/one/short.summary" "$sums"; unused "of another log" "of another log"
cp "$TMPDIR/good" "$sums"
opts="--tz +09:00 --year 2018"; unused "times read in another zone" "another --tz"
opts="--tz UTC --year 2018"
cp -p "$logs/large.log" "$TMPDIR/keep.log"
echo "2018-12-20T00:00:00Z host app: client 203.0.114.77 asked" >> "$logs/large.log"
unused "a log that grew" "changed since its summary"
same "... with the new line" 2 "$(jq -s 'map(select(.indicator == "203.0.114.77").count) | add' "$TMPDIR/quick")"
cp -p "$TMPDIR/keep.log" "$logs/large.log"
chmod 644 "$key"
says "a key that others can read is not used" 2 "chmod 600" "$NOROSHI" hunt $opts --indicators "$TMPDIR/lists/one" --summaries "$sums" --key "$key" "$logs/large.log"
chmod 600 "$key"

# ---- the control: one token taken out of a summary (and sealed anew with the key) loses the row ----
python3 - "$key" "$TMPDIR/good" "$sums" <<'PY'
import struct, sys
M = (1 << 64) - 1
def sip(key, data):
    k0, k1 = struct.unpack("<QQ", key)
    v = [k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573]
    rot = lambda x, b: (x << b | x >> (64 - b)) & M
    def rnd():
        v[0] = (v[0] + v[1]) & M; v[1] = rot(v[1], 13) ^ v[0]; v[0] = rot(v[0], 32)
        v[2] = (v[2] + v[3]) & M; v[3] = rot(v[3], 16) ^ v[2]
        v[0] = (v[0] + v[3]) & M; v[3] = rot(v[3], 21) ^ v[0]
        v[2] = (v[2] + v[1]) & M; v[1] = rot(v[1], 17) ^ v[2]; v[2] = rot(v[2], 32)
    tail = data[len(data) // 8 * 8:]
    for m in [*struct.unpack(f"<{len(data) // 8}Q", data[:len(data) // 8 * 8]), len(data) % 256 << 56 | int.from_bytes(tail, "little")]:
        v[3] ^= m; rnd(); rnd(); v[0] ^= m
    v[2] ^= 0xff
    for _ in range(4): rnd()
    return v[0] ^ v[1] ^ v[2] ^ v[3]
assert sip(bytes(range(16)), bytes(range(15))) == 0xa129ca6149be45e5        # the vector of the paper
key, b = bytes.fromhex(open(sys.argv[1]).read().split()[2]), bytearray(open(sys.argv[2], "rb").read())
wanted = sip(key, struct.pack("<QQ", 2, 203 << 24 | 114 << 8 | 77))
taken = 0
for i in range(struct.unpack_from("<I", b, 12)[0]):
    at, keys, bits = struct.unpack_from("<QII", b, 144 + 56 * i + 40)
    bucket, rest = wanted >> 64 - bits if bits else 0, wanted >> 32 - bits & 0xffffffff
    lo, hi = struct.unpack_from("<II", b, at + 4 * bucket)
    for n in range(lo, hi):
        place = at + 4 * ((1 << bits) + 1 + n)
        if struct.unpack_from("<I", b, place)[0] == rest:
            struct.pack_into("<I", b, place, rest ^ 1); taken += 1; changed = place
assert taken == 1, taken
segments, keys_at = struct.unpack_from("<I", b, 12)[0], struct.unpack_from("<Q", b, 88)[0]
pages, table = (len(b) - keys_at + 4095) // 4096, 144 + 56 * segments
page = (changed - keys_at) // 4096
struct.pack_into("<Q", b, table + 8 * page, sip(key, bytes(b[keys_at + 4096 * page:keys_at + 4096 * page + 4096])))
b[24:32] = struct.pack("<Q", sip(key, struct.pack("<QQ", sip(key, bytes(b[:24])), sip(key, bytes(b[32:table + 8 * pages])))))
open(sys.argv[3], "wb").write(b)
PY
hunt --indicators "$TMPDIR/lists/one" --summaries "$sums" --key "$key" "$logs/large.log" > "$TMPDIR/quick" 2> "$out"
same "the control: without the token the row is lost" 0 "$(grep -c sighting/1 "$TMPDIR/quick")"
same "... and its segment not opened" "$(tail -n 1 "$TMPDIR/quick" | jq .segments)" "$(tail -n 1 "$TMPDIR/quick" | jq .segments_skipped)"
finish
