package extract_test

import (
	"errors"
	"testing"

	"mandate/extract/input"
	"mandate/extract/nlp/nlptest"
)

// FuzzRead sends any text through the whole pipeline: nothing fails, what is found stands in the text, and every claim
// quotes what stands at its place.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"1. (SBU) The National Plan, led by the\r\nMinistry of Health (MOH), addresses\ntuberculosis. It ends in 2012.",
		"EXECUTIVE ORDER 88\n\nSec. 1. The Secretary shall:\n(a) consult the Attorney General; and\n(b) spend $4 million by July 2010.",
		"<p>Peru&#39;s <b>Ports Code</b> &amp; the law.</p>", "# Plan\n\n- The Agency\n- runs it\n\n| a | b |\n|---|---|\n| Chile | 3 |", "\u00a0’s \u0301( ) “”\n\f",
		"To be run under the leadership of the Ministry of Health.",
	} {
		f.Add(text)
	}
	p := pipeline(f)
	f.Fuzz(func(t *testing.T, text string) {
		doc, c, err := p.Read("x.txt", []byte(text))
		if skip := (*input.Skip)(nil); errors.As(err, &skip) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		nlptest.Check(t, doc)
		for i := range c.Claims {
			ev := c.Statement(i).Evidence
			if doc.Source[ev.Span.Start:ev.Span.End] != ev.Quote {
				t.Fatalf("quote %q stands not at its place", ev.Quote)
			}
			if !ev.Span.Contains(ev.Subject) || !ev.Span.Contains(ev.Object) {
				t.Fatalf("the ends of %+v stand outside its quote", ev)
			}
		}
	})
}
