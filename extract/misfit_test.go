package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mandate/extract"
	"mandate/extract/nlp"
	"mandate/extract/relate"
)

// The schema lets no region address an issue: such a thing is left out and counted, once for each two things of a sentence,
// and not at all where the same words say something else of them.
func TestWrongEndsAreCounted(t *testing.T) {
	for _, tt := range []struct {
		text string
		left int
	}{
		{"Peru combats corruption.\n", 1},
		{"Peru combats corruption and child labor.\n", 2},
		{"The Ministry of Justice combats corruption.\n", 0},
		{"The Ministry of Justice trains judges and supports victims of trafficking.\n", 0},
	} {
		doc, c := readText(t, tt.text)
		if got := doc.Dropped[relate.WrongEnds]; got != tt.left {
			t.Errorf("%q: %d relations left out, want %d", tt.text, got, tt.left)
		}
		if tt.left > 0 && len(c) > 0 {
			t.Errorf("%q: it says %q all the same", tt.text, c)
		}
	}
}

// What could be of two types and of which nothing is said takes the type of which something is.
func TestAnotherTypeFits(t *testing.T) {
	_, said := readText(t, "Emergency medical services along the coast road are to be run by the Ministry of Health.\n")
	if !slices.Contains(said, "Ministry of Health LEADS emergency medical services (Program)") {
		t.Errorf("it says %q", said)
	}
}

// readText reads a text and writes out what it says.
func readText(t *testing.T, text string) (*nlp.Document, []string) {
	t.Helper()
	p, err := extract.New(extract.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	doc, c, err := p.Read("text.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, cl := range c.Claims {
		to := &c.Clusters[cl.Object]
		said = append(said, strings.TrimSpace(fmt.Sprintf("%s %s %s (%s)", c.Clusters[cl.Subject].Name, cl.Type, to.Name, to.Type)))
	}
	return doc, said
}
