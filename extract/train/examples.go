package train

import (
	"fmt"
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/extract/relate"
	"mandate/graph"
)

// Each frame has examples that it must read and must not read. They are the surest texts that there are, so the scorer of
// pairs learns from them, too: else it may talk a frame out of its own example. They say nothing of how often frames are
// right, for they were written to be read.

// ReadFrameExamples gives the cases of the pair model in the examples of the frames, a document for each frame.
func ReadFrameExamples(frames []*relate.Frame, phrases *PhraseReaders) ([]PairDocument, error) {
	f, err := newFront(phrases.For(""))
	if err != nil {
		return nil, err
	}
	var out []PairDocument
	for _, frame := range frames {
		one := PairDocument{Name: "frame " + frame.ID}
		read := func(examples []relate.Example, right bool) error {
			for _, ex := range examples {
				doc, err := f.read("example.txt", []byte(ex.Text+"\n"))
				if err != nil {
					return fmt.Errorf("frame %s: %q: %w", frame.ID, ex.Text, err)
				}
				cases := pairCases(one.Name, f.relate.Cases(doc), func(c *relate.Case) ([]string, bool) {
					return exampleSays(doc, c, frame.Relation, ex.Ends, right)
				})
				one.Marked = append(one.Marked, cases.Cases...)
			}
			return nil
		}
		if err := read(frame.Match, true); err != nil {
			return nil, err
		}
		if err := read(frame.Refuse, false); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// exampleSays are the classes of a pair of an example, by the ends that it names ("Subject | Object"); of other pairs it is
// not known what is said.
func exampleSays(doc *nlp.Document, c *relate.Case, relation string, ends []string, right bool) (classes []string, known bool) {
	a, b := doc.Clusters[doc.Mentions[c.A].Cluster].Name, doc.Clusters[doc.Mentions[c.B].Cluster].Name
	pair := func(x, y string) bool {
		return slices.ContainsFunc(ends, func(e string) bool {
			from, to, _ := strings.Cut(e, " | ")
			return graph.FoldName(from) == graph.FoldName(x) && graph.FoldName(to) == graph.FoldName(y)
		})
	}
	switch {
	case pair(a, b):
		classes = []string{relation + ">"}
	case pair(b, a):
		classes = []string{relation + "<"}
	default:
		return nil, false
	}
	if !right {
		return nil, true
	}
	return classes, true
}
