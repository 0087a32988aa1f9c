# once
# The pages in a real browser: the whole way with the mouse, by keyboard and without scripts, in both languages; what people with
# other eyes and hands meet (axe-core); what a tired reader trips over; mails that attack who looks at them; what the pages' scripts do.
. tests/e2e/lib
. tests/e2e/web_lib
. tests/e2e/browser_lib
need_browser
fill
serve
browser control path:mouse:ja,path:keys:en path:keys:ja,path:noscript:en path:mouse:en,path:noscript:ja axe:daily looks nasty islands
stop_serving
finish
