# once
# make install DESTDIR=...: the program runs from there, man page, unit, completion and documents are in place.
. tests/e2e/lib
dest=$TMPDIR/dest
build=$(dirname "$NOROSHI")
root=$dest$(meson introspect --buildoptions "$build" | jq -r '.[] | select(.name == "prefix").value')

ok "meson install into a folder" env DESTDIR="$dest" meson install -C "$build" --no-rebuild
ok "the installed program runs" "$root/bin/noroshi" version
ok "and answers in JSON" sh -c "'$root/bin/noroshi' version --json | jq -e .noroshi"
ok "it reads a mail in its jail" sh -c "printf 'From: a@b.example\nSubject: x\n\ny\n' | '$root/bin/noroshi' analyse --json - | jq -e '.examined == \"fully\"'"
ok "the man page is there" test -s "$root/share/man/man1/noroshi.1"
if command -v man >/dev/null; then
	ok "man reads it without a warning" sh -c "LC_ALL=C.UTF-8 man --warnings -l '$root/share/man/man1/noroshi.1' 2>&1 >/dev/null | (! grep .)"
fi
ok "the unit is there" test -s "$root/lib/systemd/system/noroshi-worker.service"
ok "the unit starts the installed program" grep -qF "ExecStart=${root#"$dest"}/bin/noroshi worker" "$root/lib/systemd/system/noroshi-worker.service"
# the unit as it is installed, with the program where it lies now
if command -v systemd-analyze > "$answer"; then
	for unit in noroshi noroshi-worker; do
		sed "s#${root#"$dest"}/bin/noroshi#$root/bin/noroshi#" "$root/lib/systemd/system/$unit.service" > "$TMPDIR/$unit.service"
		ok "$unit.service is in order" sh -c "systemd-analyze verify --man=no '$TMPDIR/$unit.service' 2>&1 | (! grep .)"
	done
	ok "and exposes little" systemd-analyze security --offline=yes --no-pager --threshold=25 "$TMPDIR/noroshi.service"
	sed -e /CapabilityBoundingSet/d -e /ProtectSystem/d -e /SystemCallFilter/d "$TMPDIR/noroshi.service" > "$TMPDIR/open.service"
	refuses "control: without its walls it exposes more" systemd-analyze security --offline=yes --no-pager --threshold=25 "$TMPDIR/open.service"
fi
ok "serving can be reloaded" grep -qF "ExecReload=/bin/kill -HUP" "$root/lib/systemd/system/noroshi.service"
for unit in noroshi noroshi-lmtp noroshi-imap noroshi-outbox; do
	ok "$unit.service starts the installed program" grep -qF "ExecStart=${root#"$dest"}/bin/noroshi " "$root/lib/systemd/system/$unit.service"
done
# as systemd reads them, with the program where it was put for this test
if command -v systemd-analyze > /dev/null; then
	mkdir "$TMPDIR/units"
	for unit in "$root"/lib/systemd/system/*; do sed "s|=${root#"$dest"}/bin/|=$root/bin/|" "$unit" > "$TMPDIR/units/${unit##*/}"; done
	systemd-analyze verify --man=no --recursive-errors=no "$TMPDIR"/units/* > "$TMPDIR/verified" 2>&1
	ok "systemd understands the units" sh -c "! grep . '$TMPDIR/verified'"
	sed 's/^Restart=/Rastart=/' "$TMPDIR/units/noroshi-imap.service" > "$TMPDIR/units/wrong.service"
	ok "the control: it tells what it does not" sh -c "systemd-analyze verify --man=no '$TMPDIR/units/wrong.service' 2>&1 | grep -q Rastart"
fi
for document in LICENSE README.md operations.md; do
	ok "$document is there" test -s "$root/share/doc/noroshi/$document"
done
ok "nothing is written outside the prefix" sh -c "[ \"\$(find '$dest' -type f | grep -cv '^$root/')\" = 0 ]"

# completion: from the installed script and the installed program
complete()
{
	bash -c '. "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _noroshi; printf "%s\n" "${COMPREPLY[@]}"' bash \
		"$root/share/bash-completion/completions/noroshi" "$root/bin/noroshi" "$@"
}
ok "completion: commands" sh -c "[ \"$(complete ana)\" = analyse ]"
ok "completion: options" sh -c "[ \"$(complete report --for)\" = --format ]"
ok "completion: values" sh -c "[ \"$(complete report --format h)\" = html ]"
ok "completion: verbs" sh -c "[ \"$(complete config s)\" = show ]"
ok "completion: verbs that share a line" sh -c "[ \"$(complete case prop)\" = proposals ]"
"$root/bin/noroshi" --lang en --help | sed -n 's/^  \([a-z]*\) .*/\1/p' > "$TMPDIR/commands"
ok "the man page has every command" sh -c "while read -r c; do grep -q \"^.SS noroshi \$c \" '$root/share/man/man1/noroshi.1' || exit 1; done < '$TMPDIR/commands'"
finish
