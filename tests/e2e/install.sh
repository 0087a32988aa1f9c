# once
# make install DESTDIR=...: the program runs from there, man page, unit, completion and documents are in place.
. tests/lib/e2e.sh
dest=$TMPDIR/dest
build=$(dirname "$NOROSHI")
root=$dest$(meson introspect --buildoptions "$build" | jq -r '.[] | select(.name == "prefix").value')

check "meson install into a folder" env DESTDIR="$dest" meson install -C "$build" --no-rebuild
check "the installed program runs" "$root/bin/noroshi" version
check "and answers in JSON" sh -c "'$root/bin/noroshi' version --json | jq -e .noroshi"
check "it reads a mail in its jail" sh -c "printf 'From: a@b.example\nSubject: x\n\ny\n' | '$root/bin/noroshi' analyse --json - | jq -e '.examined == \"fully\"'"
check "the man page is there" test -s "$root/share/man/man1/noroshi.1"
if command -v man >/dev/null; then
	check "man reads it without a warning" sh -c "LC_ALL=C.UTF-8 man --warnings -l '$root/share/man/man1/noroshi.1' 2>&1 >/dev/null | (! grep .)"
fi
check "the unit is there" test -s "$root/lib/systemd/system/noroshi-worker.service"
check "the unit starts the installed program" grep -qF "ExecStart=${root#"$dest"}/bin/noroshi worker" "$root/lib/systemd/system/noroshi-worker.service"
for document in LICENSE README.md operations.md; do
	check "$document is there" test -s "$root/share/doc/noroshi/$document"
done
check "nothing is written outside the prefix" sh -c "[ \"\$(find '$dest' -type f | grep -cv '^$root/')\" = 0 ]"

# completion: from the installed script and the installed program
complete()
{
	bash -c '. "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _noroshi; printf "%s\n" "${COMPREPLY[@]}"' bash \
		"$root/share/bash-completion/completions/noroshi" "$root/bin/noroshi" "$@"
}
check "completion: commands" sh -c "[ \"$(complete ana)\" = analyse ]"
check "completion: options" sh -c "[ \"$(complete report --for)\" = --format ]"
check "completion: values" sh -c "[ \"$(complete report --format h)\" = html ]"
check "completion: verbs" sh -c "[ \"$(complete config s)\" = show ]"
finish
