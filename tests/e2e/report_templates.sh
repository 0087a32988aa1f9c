# once
# The template compiler: what must not compile does not, at the template's line; what may, does.
dir=$TMPDIR/templates
mkdir -p "$dir"
failed=0

cat > "$dir/t.ja.po" <<'X'
msgid "t.hello"
msgstr "{2} の {1}"
msgid "t.only_ja"
msgstr "あ"
X
cat > "$dir/t.en.po" <<'X'
msgid "t.hello"
msgstr "{1} of {2}"
X
cat > "$dir/row.h" <<'X'
#include "base/html.h"
struct row { struct str name; long long n; struct html made; const char *url; double d; };
struct table { struct row *rows; size_t rows_count; struct str title; };
X

# compiles BODY: 0 where the template and then the C compile
compiles()
{
	printf '{{include "row.h"}}\n{{template t(const struct table *p)}}\n%s\n{{end}}\n' "$1" > "$dir/t.html"
	python3 tools/template_compile.py "$dir/t.c" "$dir/t.h" "$dir/t.ja.po" "$dir/t.en.po" -- "$dir/t.html" \
		> "$dir/out" 2>&1 && ${CC:-cc} -std=gnu17 -Werror -Wall -fsyntax-only -Isrc -I"$dir" "$dir/t.c" >> "$dir/out" 2>&1
}

good()
{
	if compiles "$2"; then echo "ok - compiles: $1"; else echo "not ok - compiles: $1"; cat "$dir/out" >&2; failed=1; fi
}

# bad NAME BODY WORDS: refused, and the message has the words and the line
bad()
{
	if compiles "$2"; then
		echo "not ok - refused: $1"; failed=1
	elif grep -q "$3" "$dir/out" && grep -q 't.html:3' "$dir/out"; then
		echo "ok - refused: $1"
	else
		echo "not ok - refused with its reason: $1"; cat "$dir/out" >&2; failed=1
	fi
}

good 'fields, loops, conditions, texts' '<ul title="{{p.title}}">{{for r in p.rows}}{{if r.n}}<li {{if first r}}class="a"{{end}}><a href="{{r.url}}">{{r.name}} {{index r}}</a>{{text "t.hello" r.name r.n}}{{html r.made}}</li>{{else}}<li></li>{{end}}{{end}}</ul>'
good 'SVG' '<svg width="{{p.rows_count}}"><text x="1">{{p.title}}</text><path d="M0 0"/></svg>'
bad 'an unknown field' '<p>{{p.titel}}</p>' titel
bad 'an unknown field of a loop variable' '<p>{{for r in p.rows}}{{r.nam}}{{end}}</p>' nam
bad 'a loop over what is no array' '<p>{{for r in p.title}}{{end}}</p>' title
bad 'an unknown variable' '<p>{{q.title}}</p>' q
bad 'a type that has no placeholder' '<p>{{for r in p.rows}}{{r.d}}{{end}}</p>' _Generic
bad 'an unknown text' '<p>{{text "t.nothing"}}</p>' t.nothing
bad 'a text that English lacks' '<p>{{text "t.only_ja"}}</p>' 'in en'
bad 'a text with too few arguments' '<p>{{text "t.hello" p.title}}</p>' '{2}'
bad 'made markup in a plain placeholder' '<p>{{for r in p.rows}}{{r.made}}{{end}}</p>' _Generic
bad 'a string as raw output' '<p>{{html p.title}}</p>' html_raw
bad 'raw output in an attribute' '<p title="{{html p.title}}"></p>' elements
bad 'a placeholder in a script' '<script src="a">{{p.title}}</script>' script
bad 'an inline script' '<script>x()</script>' script
bad 'a placeholder in a style element' '<style>{{p.title}}</style>' style
bad 'an event handler' '<p onclick="x()"></p>' onclick
bad 'a style attribute' '<p style="x"></p>' style
bad 'a placeholder as attribute name' '<p {{p.title}}="x"></p>' placeholder
bad 'a placeholder as element name' '<{{p.title}}></p>' 'bare'
bad 'an unquoted attribute' '<p title={{p.title}}></p>' quotes
bad 'a placeholder in a comment' '<!-- {{p.title}} -->' comment
bad 'branches that end in different places' '{{if p.title}}<p>{{else}}<b>{{end}}</p>' branches
bad 'an element left open by a branch' '{{if p.title}}<p>{{end}}' branches
bad 'the wrong end tag' '<p><b></p></b>' closes
if tools/check-templates > "$dir/out"; then echo "ok - no raw output in the product"; else echo "not ok - no raw output in the product"; cat "$dir/out" >&2; failed=1; fi
exit $failed
