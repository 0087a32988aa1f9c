# once
# A field of a share without a release label does not compile, nor does a renderer that reads one that stays inside.
. tests/e2e/lib
d=$TMPDIR/src/anonymise
mkdir -p "$d"
# try NAME GOOD|BAD FIELD [READ]: the projection with one more field, and a renderer that reads READ
try()
{
	sed "s|field(str, number, RANDOM)|$3 &|" src/anonymise/projection.h > "$d/projection.h"
	printf '#include "anonymise/projection.h"\nstruct str f(const struct projection *p);\nstruct str f(const struct projection *p) { return SHOWN(SHARE, p, %s); }\n' "${4:-number}" > "$d/use.c"
	if ${CC:-cc} -std=gnu17 -Werror -fsyntax-only -I"$TMPDIR/src" -Isrc "$d/use.c" > "$out" 2>&1; then got=GOOD; else got=BAD; fi
	if [ "$got" = "$2" ]; then pass "$1"; else fail "$1"; fi
}
try "control: as it is" GOOD ""
try "control: a field with a label" GOOD "field(str, sector, CLEARED)" sector
try "a field without a label" BAD "field(str, sector)" sector
try "a field with an unknown label" BAD "field(str, sector, WHATEVER)" sector
try "a field of an unknown kind" BAD "field(address, sector, CLEARED)" sector
try "a field that stays inside may be there" GOOD "field(str, submitter, INSIDE)"
try "but no renderer reads it" BAD "field(str, submitter, INSIDE)" submitter
try "nor one that is in no table" BAD "" submitter
# no renderer goes around SHOWN(): outside it no member of the projection is read
ok "renderers read the projection through SHOWN() only" sh -c "! grep -nE '(g->p|[^_a-z]p|[^_a-z]r)->[a-z]' src/share/render/*.c | grep -vE 'SHOWN\(|r->(n|p)\b'"
finish
