package input

import (
	"fmt"

	"mandate/extract/nlp"
	"mandate/graph"
)

// UpTo takes out of a document all that is marked higher than mark ("U", "SBU" …): passages, their text, and what only they
// say in title and metadata. In place of the text are blanks, so that offsets stay as they are. A note says how much it was.
func UpTo(doc *nlp.Document, mark string) {
	passages := make([]graph.Passage, len(doc.Passages))
	for i, p := range doc.Passages {
		passages[i] = graph.Passage{Marking: p.Marking, Span: p.Span}
	}
	v := graph.NewVisible(&doc.Info, passages, doc.Source, graph.MarkingLevel(mark))
	if v.All() {
		return
	}
	info := v.Document(doc.Info)
	info.Hash = doc.Info.Hash // by which the file is known to be unchanged
	if v.None() {
		info.Date, info.Country, info.Bytes = "", "", 0
		doc.Source = ""
	}
	doc.Source = v.Text()[:len(doc.Source)]
	if n := v.Hidden(); n > 0 {
		info.Notes = []string{fmt.Sprintf("Marked higher than %s and left out: %d of %s.", mark, n, count(len(passages), "paragraph"))}
	} else {
		info.Notes = []string{fmt.Sprintf("Marked higher than %s and left out: what stands outside of paragraphs.", mark)}
	}
	to := make([]int, len(doc.Passages)) // where a passage goes, -1 nowhere
	var kept []nlp.Passage
	for i, p := range doc.Passages {
		if to[i] = len(kept); !v.Passage(i + 1) {
			to[i] = -1
			continue
		}
		kept = append(kept, p)
	}
	for i := range kept {
		for _, at := range []*int{&kept[i].Heading, &kept[i].Parent} {
			if *at >= 0 {
				*at = to[*at]
			}
		}
	}
	doc.Info, doc.Passages = info, kept
}
