package input

import (
	"strings"
	"testing"
	"time"
)

// hostile is text made to exhaust a reader, by name of the file it is handed in as.
func hostile(size int) map[string]string {
	rep := func(s string) string { return strings.Repeat(s, size/len(s)+1)[:size] }
	return map[string]string{
		"deep.html": rep("<div>"), "deeptable.html": rep("<table><tr><td>x"), "unclosed.html": rep("<b><p>x</i>"), "ends.html": rep("<div></span>"),
		"tags.html": rep("<"), "comments.html": rep("<!--"), "refs.html": "<p>" + rep("&"), "longrefs.html": "<p>" + rep("&#38"), "lists.html": rep("<ul><li>a"),
		"attr.html": "<p " + rep("a=b "), "rows.html": "<table>" + rep("<tr><td>a<td>b"), "script.html": rep("<script>"), "pre.html": "<pre>" + rep("1. a\n"),
		"mixed.html": rep("<a><p>"), "fonts.html": "<p>" + rep("<font><p>x"), "sup.html": rep("<sup>1</sup>"), "brs.html": "<p>" + rep("a<br>"),
		"quotes.md": rep(">"), "quotes2.md": rep("> > > a\n"), "lists.md": rep("- "), "brackets.md": rep("["), "links.md": rep("[a]("), "images.md": rep("!["),
		"stars.md": rep("*a "), "stars2.md": rep("**a_b__"), "ticks.md": rep("`a``"), "refs.md": rep("[a]: b\n"), "html.md": rep("<a "), "tables.md": rep("|a|\n|-|\n"),
		"backslash.md": rep("\\"), "nested.md": rep("* a\n  * b\n"), "footnotes.md": rep("[^1]\n\n[^1]: a\n"), "headings.md": rep("#"), "rules.md": rep("a\n-\n"),
		"attributes.md": rep("{:"), "front.md": "---\n" + rep("a: [\n") + "---\nx", "anchors.md": "---\na: &a [x,x]\n" + rep("b: [*a,*a]\n")[:30000] + "\n---\nx\n",
		"paragraphs.md": rep("a*b\n\n"), "emphasis.md": rep("*a\n\n"), "autolinks.md": rep("<http://a"),
		"line.txt": rep("a"), "words.txt": rep("a "), "lines.txt": rep("a\n"), "returns.txt": rep("a\r"), "hyphens.txt": rep("abc-\n"), "blank.txt": "x" + rep("\n"), "space.txt": "x" + rep(" "),
		"numbers.txt": rep("1. a\n"), "letters.txt": rep("(a) b\n(i) c\n\n"), "pages.txt": rep("1\n\n"), "rules.txt": rep("a\n---\n"), "breaks.txt": rep("\f\na"), "of.txt": rep(" OF "),
		"copyright.txt": rep("© us\n\na\n\n"), "bare.txt": rep("1 A\n\n"), "wide.txt": rep("\u00a0"), "gone.txt": "x" + rep("\u200b"), "quotes.txt": rep("\"\""),
		"cable.txt":   "UNCLAS BONN 000001\nSIPDIS\nTAGS: A\nSUBJECT: X\n\n1. a\n" + rep("BONN 00001234 002 OF 003\n"),
		"headers.txt": "DE RUEHBJ #4240/01 3220738\nTAGS: A\n" + rep("SUBJECT: A\n"), "sections.txt": "DE RUEHBJ #4240\nTAGS: A\nSUBJECT: A\n\n1. x\n" + rep("UNCLAS SECTION 02 OF 04 BONN 000186\n"),
		"references.txt": "DE RUEHBJ #4240\nTAGS: A\nSUBJECT: A\nREF: A\n" + rep("A. B\n\n"), "inline.txt": "DE RUEHBJ #4240\nTAGS: A\nE.O. 12958" + rep(" TAGS: A"),
		"binary": rep("\x01a"), "utf16": "\xff\xfe" + rep("\xd8\xd8"), "latin": rep("\xe9\xa0"),
	}
}

// TestHostile checks that no text makes reading take more than a linear effort: each kind of half a megabyte must be done in a
// time that any quadratic reader would exceed a hundredfold.
func TestHostile(t *testing.T) {
	size := 1 << 19
	if testing.Short() {
		size = 1 << 17
	}
	for name, text := range hostile(size) {
		t.Run(name, func(t *testing.T) {
			done := make(chan error, 1)
			go func() {
				doc, err := Parse(name, []byte(text))
				if err == nil {
					err = check(doc)
				} else {
					err = nil
				}
				done <- err
			}()
			select {
			case err := <-done:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(60 * time.Second):
				t.Fatal("still reading after a minute")
			}
		})
	}
}
