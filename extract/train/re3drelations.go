package train

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph/schema"
)

// Re3dRelations are the relation types of re3d that come near ours, each with those. BelongsTo is said of units and of
// members, InChargeOf also of who holds a place, which is no relation of ours.
var Re3dRelations = map[string][]string{
	"InChargeOf": {"LEADS"}, "BelongsTo": {"PART_OF", "PARTICIPATES_IN"}, "CoLocated": {"OPERATES_IN"},
	"CommWith": {"COORDINATES_WITH"}, "AlliesOf": {"COORDINATES_WITH"},
}

// Re3dText is a text of re3d with the relations marked in it that come near ours.
type Re3dText struct {
	ID, Text  string
	Relations []Re3dRelation
}

// Re3dRelation is a marked relation; the spans are in bytes.
type Re3dRelation struct {
	Type           string
	Source, Target nlp.Span
}

// ReadRe3dRelations reads the texts and relations of a folder of re3d (documents.json and relations.json: JSON lines).
func ReadRe3dRelations(dir string) ([]Re3dText, error) {
	docs, err := re3dDocuments(dir)
	if err != nil {
		return nil, err
	}
	type relation struct {
		Type, DocumentID                               string
		SourceBegin, SourceEnd, TargetBegin, TargetEnd int
	}
	relations, err := readFile(filepath.Join(dir, "relations.json"), jsonLines[relation])
	if err != nil {
		return nil, err
	}
	var out []Re3dText
	for _, d := range docs {
		t := Re3dText{ID: d.ID, Text: d.Text}
		at := byteOffsets(d.Text)
		span := func(begin, end int) (nlp.Span, error) {
			if begin < 0 || end >= len(at) || begin >= end {
				return nlp.Span{}, fmt.Errorf("%s: document %s: an end from %d to %d in a text of %d characters", dir, d.ID, begin, end, len(at)-1)
			}
			return nlp.Span{Start: at[begin], End: at[end]}, nil
		}
		for _, r := range relations {
			if r.DocumentID != d.ID || Re3dRelations[r.Type] == nil {
				continue
			}
			from, err := span(r.SourceBegin, r.SourceEnd)
			if err != nil {
				return nil, err
			}
			to, err := span(r.TargetBegin, r.TargetEnd)
			if err != nil {
				return nil, err
			}
			t.Relations = append(t.Relations, Re3dRelation{r.Type, from, to})
		}
		out = append(out, t)
	}
	return out, nil
}

// Re3dScore is how far one type of re3d is found.
type Re3dScore struct {
	Marked int // relations marked
	Known  int // of these, those with a mention of ours in each end, of types that our relation may join
	Found  int // of these, those that we say too
	Frames int // of these, those that a frame or structure says, not the scorer of pairs alone
}

// ScoreRe3d adds the score of a text that was read; doc.Source must be the text. Ends agree when they overlap, the right
// way round where our relation has a direction.
func ScoreRe3d(t *Re3dText, doc *nlp.Document, s *schema.Schema, into map[string]Re3dScore) {
	for _, r := range t.Relations {
		sc := into[r.Type]
		sc.Marked++
		if knowsEnds(doc, s, &r) {
			sc.Known++
		}
		said, framed := false, false
		for i := range doc.Relations {
			if o := &doc.Relations[i]; says(doc, s, o, &r) {
				said = true
				framed = framed || !strings.HasPrefix(o.Rule, "learned.")
			}
		}
		if said {
			sc.Found++
		}
		if framed {
			sc.Frames++
		}
		into[r.Type] = sc
	}
}

// CountSaid counts what we say of each of our types that has a neighbour in re3d, and of these what re3d marks as well.
func CountSaid(t *Re3dText, doc *nlp.Document, s *schema.Schema, into map[string]Tally) {
	for i := range doc.Relations {
		o := &doc.Relations[i]
		near, marked := false, false
		for _, ours := range Re3dRelations {
			near = near || slices.Contains(ours, o.Type)
		}
		if !near {
			continue
		}
		for k := range t.Relations {
			marked = marked || says(doc, s, o, &t.Relations[k])
		}
		c := into[o.Type]
		c.Found++
		if marked {
			c.Right++
		}
		into[o.Type] = c
	}
}

// says whether a relation of ours is the marked one.
func says(doc *nlp.Document, s *schema.Schema, o *nlp.RelationMention, r *Re3dRelation) bool {
	if !slices.Contains(Re3dRelations[r.Type], o.Type) {
		return false
	}
	from, to := doc.Mentions[o.Subject].Span, doc.Mentions[o.Object].Span
	typ, ok := s.Relation(o.Type)
	return from.Overlaps(r.Source) && to.Overlaps(r.Target) || ok && typ.Symmetric && from.Overlaps(r.Target) && to.Overlaps(r.Source)
}

// knowsEnds says whether our mentions and types allow the marked relation to be found.
func knowsEnds(doc *nlp.Document, s *schema.Schema, r *Re3dRelation) bool {
	for i := range doc.Mentions {
		a := &doc.Mentions[i]
		if a.Cluster < 0 || !a.Span.Overlaps(r.Source) {
			continue
		}
		for k := range doc.Mentions {
			b := &doc.Mentions[k]
			if b.Cluster < 0 || b.Cluster == a.Cluster || !b.Span.Overlaps(r.Target) {
				continue
			}
			for _, ours := range Re3dRelations[r.Type] {
				if typ, ok := s.Relation(ours); ok && typ.Allows(doc.Clusters[a.Cluster].Type, doc.Clusters[b.Cluster].Type) {
					return true
				}
			}
		}
	}
	return false
}
