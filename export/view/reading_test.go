package view

import (
	"strings"
	"testing"

	"mandate/graph"
)

func TestReading(t *testing.T) {
	const quote = `The <b>Ministry of Fish &amp; <a href="x>y">Game</a></b> leads the National&nbsp;Rescue <!-- no --> Program&#8217;s fleet.`
	part := func(s string) graph.Span {
		at := strings.Index(quote, s)
		return graph.Span{Start: 100 + at, End: 100 + at + len(s)}
	}
	ev := graph.Evidence{Quote: quote, Span: graph.Span{Start: 100, End: 100 + len(quote)}, Subject: part(`Ministry of Fish &amp; <a href="x>y">Game`),
		Object: part("National&nbsp;Rescue <!-- no --> Program"), Cues: []graph.Span{part("leads")}}
	got := Reading(ev, true)
	said := map[Role]string{}
	for _, p := range Quote(&got) {
		said[p.Role] += p.Text
	}
	if said[Subject] != "Ministry of Fish & Game" || said[Object] != "National Rescue Program" || said[Cue] != "leads" || PlainQuote(&got) != "The Ministry of Fish & Game leads the National Rescue Program’s fleet." {
		t.Errorf("it is read as %q", said)
	}
	if ev.Quote != quote || ev.Cues[0] != part("leads") {
		t.Error("the evidence itself is changed")
	}
	if plain := Reading(ev, false); plain.Quote != quote {
		t.Errorf("in a plain text it is read as %q", plain.Quote)
	}
}
