package main

import (
	"bufio"
	"fmt"
	"io"

	"mandate/extract/link"
	"mandate/graph"
)

// jsonMerge is a merge as review writes it.
type jsonMerge struct {
	Entity jsonNode      `json:"entity"`
	Said   [2]jsonNaming `json:"said"`
}

// jsonNaming is how one document names the entity.
type jsonNaming struct {
	Name string         `json:"name"`
	ID   graph.EntityID `json:"id,omitempty"` // of this name alone: by it a judgement can part the two
	seenAt
}

// writeMerges lists names that were joined, drawn at random.
func writeMerges(out io.Writer, r graph.Reader, opt reviewOptions) error {
	sample, err := link.Sample(r, opt.Type, opt.Sample, opt.Seed)
	if err != nil {
		return fmt.Errorf("draw a sample: %w", err)
	}
	buf := bufio.NewWriter(out)
	for i, m := range sample {
		said := [2]jsonNaming{}
		for k, n := range m.Said {
			at, err := seen(r, n.Mention)
			if err != nil {
				return err
			}
			said[k] = jsonNaming{n.Name, n.Key, *at}
		}
		if opt.JSON {
			if err := writeLine(buf, jsonMerge{newJSONNode(m.Entity), said}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(buf, "%d  %s  %s, %s\n", i+1, clean(oneLine(m.Entity.Name)), m.Entity.Type, plural(m.Entity.Documents, "document", "documents"))
		for _, n := range said {
			fmt.Fprintf(buf, "  %s  %s\n      %s: %s\n", clean(oneLine(n.Name)), clean(string(n.ID)), clean(string(n.Document)), n.excerpt())
		}
		fmt.Fprintln(buf)
	}
	if len(sample) == 0 && !opt.JSON {
		fmt.Fprintln(buf, "No node is named by more than one document.")
	}
	return buf.Flush()
}
