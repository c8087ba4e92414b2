package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"mandate/extract"
	"mandate/extract/train"
	"mandate/graph/schema"
)

// evalRe3d measures on folders of re3d how far what was made for documents of government carries over to reports of war.
func evalRe3d(w io.Writer, m *loaded, dirs []string) error {
	p, err := extract.New(extract.Options{Phrases: m.phrases, Pairs: m.relations})
	if err != nil {
		return err
	}
	sch := schema.Default()
	scores, said, texts := map[string]train.Re3dScore{}, map[string]train.Tally{}, 0
	for _, dir := range dirs {
		set, err := train.ReadRe3dRelations(dir)
		if err != nil {
			return err
		}
		for i := range set {
			doc, _, err := p.Read(set[i].ID+".txt", []byte(set[i].Text))
			if err != nil {
				return err
			}
			if doc.Source != set[i].Text {
				return fmt.Errorf("%s: document %s: the text changes when read", dir, set[i].ID)
			}
			texts++
			train.ScoreRe3d(&set[i], doc, sch, scores)
			train.CountSaid(&set[i], doc, sch, said)
		}
	}
	fmt.Fprintf(w, "%d texts. Marked: relations of re3d; known: with a mention of fitting type in each end; found: said here too; by frames: not by the scorer alone.\n", texts)
	tab := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "re3d\tas\tmarked\tknown\tfound\tby frames\t")
	for _, typ := range slices.Sorted(maps.Keys(scores)) {
		s := scores[typ]
		fmt.Fprintf(tab, "%s\t%s\t%d\t%d\t%d\t%d\t\n", typ, strings.Join(train.Re3dRelations[typ], ", "), s.Marked, s.Known, s.Found, s.Frames)
	}
	fmt.Fprintln(tab, "\t\tsaid\tmarked in re3d\t\t\t")
	for _, typ := range slices.Sorted(maps.Keys(said)) {
		fmt.Fprintf(tab, "\t%s\t%d\t%d\t\t\t\n", typ, said[typ].Found, said[typ].Right)
	}
	return tab.Flush()
}
