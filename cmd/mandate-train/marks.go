package main

import (
	"bufio"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"mandate/extract/train"
)

// marksCommand shows the marked texts of a folder.
func marksCommand() *cli.Command {
	return &cli.Command{
		Name:  "marks",
		Usage: "print the texts that we marked by hand, names in brackets and relations below",
		Flags: []cli.Flag{dataFlag(), marksFlag()},
		Action: func(c *cli.Context) error {
			m, err := train.ReadMarks(c.String("marks"), c.String("data"))
			if err != nil {
				return err
			}
			return printMarks(c.App.Writer, m)
		},
	}
}

func printMarks(to io.Writer, m *train.Marks) error {
	w := bufio.NewWriter(to)
	for i := range m.Names {
		t, text := &m.Names[i], m.Names[i].Doc.Source
		fmt.Fprintf(w, "# %s\n", t.ID)
		at := 0
		for _, k := range t.Marks {
			if k.Span.Start >= at {
				fmt.Fprintf(w, "%s[%s: %s]", text[at:k.Span.Start], k.Type, text[k.Span.Start:k.Span.End])
				at = k.Span.End
			}
		}
		fmt.Fprintf(w, "%s\n", text[at:])
		for _, r := range m.Related[i].Relations {
			fmt.Fprintf(w, "> %s %s: %s -> %s\n", r.Type, r.Status, text[r.Head.Start:r.Head.End], text[r.Tail.Start:r.Tail.End])
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}
