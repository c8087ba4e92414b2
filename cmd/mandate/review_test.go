package main

import (
	"strings"
	"testing"

	"mandate/graph"
)

// What review shows of a passage is whole words, with a mark where the passage goes on.
func TestExcerpt(t *testing.T) {
	long := "É " + strings.Repeat("Überlänge of words ", 8)
	for _, tc := range []struct{ before, after, want string }{
		{"The ", " leads.", "The Ministry leads."},
		{long, " leads.", "… words " + strings.TrimSpace(strings.Repeat("Überlänge of words ", 3)) + " Ministry leads."},
		{"The ", " leads " + strings.Repeat("x", 200), "The Ministry leads …"},
		{strings.Repeat("x", 200), " leads.", "… Ministry leads."},
	} {
		text := "Before. " + tc.before + "Ministry" + tc.after + "\nAfter."
		at := len("Before. ") + len(tc.before)
		m := graph.Mention{Document: "d", Passage: 1, Span: graph.Span{Start: at, End: at + len("Ministry")}}
		g := graph.NewGraph(&graph.Contribution{Document: graph.Document{ID: "d"}, Text: text,
			Passages: []graph.Passage{{Span: graph.Span{Start: len("Before. "), End: len(text) - len("\nAfter.")}}},
			Clusters: []graph.Cluster{{Entity: "agency:m", Type: "Agency", Name: "Ministry", Mentions: []graph.Mention{m}}}})
		got, err := seen(g, m)
		if err != nil {
			t.Fatal(err)
		}
		if got.excerpt() != tc.want {
			t.Errorf("%q is shown as %q, want %q", text, got.excerpt(), tc.want)
		}
	}
}
