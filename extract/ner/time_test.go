package ner_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate/extract/input"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/token"
)

// read runs the stages up to names over a text written on a day.
func read(t *testing.T, written, text string) *nlp.Document {
	t.Helper()
	doc, err := input.Parse("example.txt", []byte(text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	doc.Info.Date = written
	names, err := ner.New(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []nlp.Stage{token.Stage{}, parse.Stage{}, names} {
		if err := s.Annotate(doc); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

// words are the tokens as they stand in the source, on one line.
func words(doc *nlp.Document, sent, first, last int) string {
	toks := doc.Sentences[sent].Tokens
	return strings.Join(strings.Fields(doc.Source[toks[first].Span.Start:toks[last-1].Span.End]), " ")
}

func TestTimes(t *testing.T) {
	role := [...]string{"at", "by", "since", "until"}
	for _, tc := range []struct{ written, text, want string }{
		{"", "It was launched in July 2008.", "at July 2008 = 2008-07..2008-07"},
		{"", "It signed on 3 May 2010 and on May 17, 2011.", "at 3 May 2010 = 2010-05-03..2010-05-03; at May 17, 2011 = 2011-05-17..2011-05-17"},
		{"", "They will halve it by 2010.", "by 2010 = 2010..2010"},
		{"", "They will halve it by the end of 2010.", "by 2010 = 2010..2010"},
		{"", "It has grown since 2009.", "since 2009 = 2009..2009"},
		{"", "It lasts until June 2012.", "until June 2012 = 2012-06..2012-06"},
		{"", "The 2008-2012 plan ended.", "at 2008-2012 = 2008..2012"},
		{"", "It ran from 2008 to 2012.", "at 2008 to 2012 = 2008..2012"},
		{"", "It ran between March 2008 and May 2009.", "at March 2008 and May 2009 = 2008-03..2009-05"},
		{"2010-04-12", "It has grown since February.", "since February = 2010-02..2010-02"},
		{"2010-04-12", "It has grown since November.", "since November = 2009-11..2009-11"},
		{"2010-04-12", "It is due by February.", "by February = 2011-02..2011-02"},
		{"2010-04-12", "It closed last year and last month.", "at last year = 2009..2009; at last month = 2010-03..2010-03"},
		{"", "It has grown since February.", ""},
		{"", "It closed last year.", ""},
		{"", "It may march. May we ask 2000 people?", ""},
		{"", "It spent it in fiscal year 2011.", "at fiscal year 2011 = 2011..2011"},
		{"", "It met on February 30, 2010.", ""},
	} {
		doc := read(t, tc.written, tc.text)
		var got []string
		for _, m := range doc.Times {
			got = append(got, fmt.Sprintf("%s %s = %s..%s", role[m.Role], words(doc, m.Sentence, m.First, m.Last), m.From, m.To))
		}
		if diff := cmp.Diff(tc.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%q written %q (-want +got):\n%s", tc.text, tc.written, diff)
		}
	}
}

func TestAmounts(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"It gave $100,000 to the fund.", "$100,000 = 100000 USD"},
		{"It gave $3.25 million to the fund.", "$3.25 million = 3.25e+06 USD"},
		{"It gave 300 million euros to the fund.", "300 million euros = 3e+08 EUR"},
		{"It gave EUR 5 million.", "EUR 5 million = 5e+06 EUR"},
		{"It fell by 12 percent.", "12 percent = 12 %"},
		{"It trained 300 inspectors by 2010.", "300 = 300 inspector"},
		{"It opened two shelters.", "two = 2 shelter"},
		{"It met in July 2008.", ""},
		{"The 10-year plan ended.", ""},
	} {
		doc := read(t, "", tc.text)
		var got []string
		for _, a := range doc.Amounts {
			got = append(got, fmt.Sprintf("%s = %v %s", words(doc, a.Sentence, a.First, a.Last), a.Value, a.Unit))
		}
		if diff := cmp.Diff(tc.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tc.text, diff)
		}
	}
}
