package view

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"mandate/graph"
)

// evidence is a quote in which the words name subject and object and set the status.
func evidence(quote, subject, object, cue string) *graph.Evidence {
	const base = 100
	at := func(words string) graph.Span {
		i := strings.Index(quote, words)
		return graph.Span{Start: base + i, End: base + i + len(words)}
	}
	ev := &graph.Evidence{Quote: quote, Span: graph.Span{Start: base, End: base + len(quote)}, Subject: at(subject), Object: at(object)}
	if cue != "" {
		ev.Cues = []graph.Span{at(cue)}
	}
	return ev
}

func show(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Role == Plain {
			b.WriteString(p.Text)
			continue
		}
		b.WriteString("<" + p.Role.String() + ":" + p.Text + ">")
	}
	return b.String()
}

func TestQuote(t *testing.T) {
	for _, tt := range []struct {
		name, quote, subject, object, cue, want string
	}{
		{"plain", "The Ministry leads the Plan.", "Ministry", "Plan", "", "The <subject:Ministry> leads the <object:Plan>."},
		{"cue", "MoH plans to run it.", "MoH", "it", "plans to", "<subject:MoH> <cue:plans to> run <object:it>."},
		{"wrapped name", "The Ministry\n   of Water runs\r\nit.", "Ministry\n   of Water", "it", "", "The <subject:Ministry of Water> runs <object:it>."},
		{"neighbours", "MoH NRA", "MoH", "NRA", "", "<subject:MoH> <object:NRA>"},
		{"page break of a cable", "The MPS runs\n\nBEIJING 00004240  002 OF 004\n\nthe plan.", "MPS", "plan", "", "The <subject:MPS> runs <skipped:[…]> the <object:plan>."},
		{"page break in a name", "The Ministry\nPage 3 of 9\nof Water runs it", "Ministry\nPage 3 of 9\nof Water", "it", "", "The <subject:Ministry> <skipped:[…]> <subject:of Water> runs <object:it>"},
		{"section line", "a\nC O N F I D E N T I A L SECTION 02 OF 03 ANKARA 001234\nb", "a", "b", "", "<subject:a> <skipped:[…]> <object:b>"},
		{"control characters", "a\x00\xffb c", "c", "c", "", "a\ufffd\ufffdb <subject:c>"},
	} {
		if got := show(Quote(evidence(tt.quote, tt.subject, tt.object, tt.cue))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestQuoteAnything checks that no span, however wrong, breaks the display, and that no word is lost.
func TestQuoteAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-20, 60)
		span := func(name string) graph.Span { return graph.Span{Start: n.Draw(t, name), End: n.Draw(t, name)} }
		ev := &graph.Evidence{
			Quote: rapid.StringMatching(`[a-z\n é-]{0,40}`).Draw(t, "quote"), Span: span("span"),
			Subject: span("subject"), Object: span("object"), Cues: []graph.Span{span("cue")},
		}
		parts := ""
		for _, p := range Quote(ev) {
			parts += p.Text
		}
		if plain := PlainQuote(ev); plain != strings.TrimSpace(parts) {
			t.Fatalf("%q on one line is %q, in parts %q", ev.Quote, plain, parts)
		}
		got := strings.Join(strings.Fields(PlainQuote(ev)), " ")
		if want := strings.Join(strings.Fields(ev.Quote), " "); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") && !strings.Contains(got, "\ufffd") {
			t.Fatalf("%q became %q", ev.Quote, got)
		}
	})
}

// TestPlainQuote holds the quick way against the parts, on quotes full of what is treated specially.
func TestPlainQuote(t *testing.T) {
	pieces := []string{
		"word", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u2003", "\x00", "\xff", "\ufffd", "\ufffe", "é", "-", "- 7 -", "\n- 7 -\n", "\nPage 3 of 9\n", "page 12 of 3",
		"\nBEIJING 00004240  002 OF 004\n", "BEIJING 00004240  002 OF 004", "\nC O N F I D E N T I A L SECTION 02 OF 03 ANKARA 001234\n", "SECTION 02 OF 03 ANKARA 001234 ", "7",
	}
	rapid.Check(t, func(t *rapid.T) {
		quote := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "quote"), "")
		ev := &graph.Evidence{Quote: quote, Span: graph.Span{End: len(quote)}}
		parts := ""
		for _, p := range Quote(ev) {
			parts += p.Text
		}
		if plain := PlainQuote(ev); plain != strings.TrimSpace(parts) {
			t.Fatalf("%q on one line is %q, in parts %q", quote, plain, parts)
		}
		if got, want := furnitures(quote), furniture.FindAllStringIndex(quote, -1); len(got) != len(want) {
			t.Fatalf("%q: furniture at %v, want %v", quote, got, want)
		}
		clean := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return ' '
			case !LegalXML(r) || unicode.IsControl(r):
				return utf8.RuneError
			}
			return r
		}, quote)), " ")
		if got := Clean(quote); got != clean {
			t.Fatalf("%q cleaned is %q, want %q", quote, got, clean)
		}
		ev.Document, ev.Paragraph = graph.DocumentID(quote), rapid.SampledFrom([]string{"", "4", " 4", "4 ", "a\nb"}).Draw(t, "paragraph")
		if got, want := string(AppendPlace(nil, ev)), Clean(Place(ev)); got != want {
			t.Fatalf("place %q, want %q", got, want)
		}
	})
}

func TestClip(t *testing.T) {
	for _, tt := range []struct{ in, want string }{{"abc", "abc"}, {"abcd", "ab…"}, {"", ""}, {"äöü", "äöü"}, {"äöüß", "äö…"}} {
		if got := Clip(tt.in, 3); got != tt.want {
			t.Errorf("Clip(%q, 3) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestChoose checks that a node without neighbours in the picture gives way to one that has.
func TestChoose(t *testing.T) {
	nodes := []Node{{Rank: 9}, {Rank: 8}, {Rank: 7}, {Rank: 6}}
	for i := range nodes {
		nodes[i].ID = graph.EntityID("abcd"[i : i+1])
	}
	keys := []graph.RelationKey{{Subject: "a", Object: "d"}, {Subject: "a", Object: "c"}, {Subject: "b", Object: "b"}}
	var got strings.Builder
	for _, n := range choose(nodes, keys, 3) {
		got.WriteString(string(n.ID))
	}
	if got.String() != "acd" {
		t.Errorf("chosen: %s, want acd: nothing is joined to b", got.String())
	}
}
