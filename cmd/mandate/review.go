package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"mandate/extract/link"
	"mandate/graph"
	"mandate/store"

	"github.com/urfave/cli/v2"
)

func reviewVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:  "review",
		Usage: "list pairs of entities that may be one, the most uncertain first",
		Description: `Lists entities that the program keeps apart and that may be one, with what speaks for it and where each of
them is named. Decide with ` + "`mandate judge same`" + ` or ` + "`mandate judge different`" + `; what was decided is not listed
again.

With --merges it lists a random sample of the opposite: entities that several documents name, each with two places
where they do, differently written where there are such. Read it to know how often names were joined rightly.
Where two names are two, ` + "`mandate judge different`" + ` parts them by the ids that stand beside them.

Examples:
  mandate review --limit 10
  mandate review --type Agency --json
  mandate review --merges --sample 200 --seed 1`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.IntFlag{Name: "limit", Usage: "list `N` pairs at most, 0 for all", Value: 50},
			&cli.StringFlag{Name: "type", Usage: "only pairs of this `TYPE`"},
			&cli.BoolFlag{Name: "merges", Usage: "list names that were joined, drawn at random, instead of names that were not"},
			&cli.IntFlag{Name: "sample", Usage: "with --merges: draw `N`", Value: 50},
			&cli.Uint64Flag{Name: "seed", Usage: "with --merges: another `NUMBER` draws others", Value: 1},
			markingFlag(), schemaFlag(), jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usagef("review", "review takes no arguments")
			}
			if c.Int("limit") < 0 {
				return usagef("review", "--limit %d: 0 lists all", c.Int("limit"))
			}
			for _, flag := range []string{"sample", "seed"} {
				if c.IsSet(flag) && !c.Bool("merges") {
					return usagef("review", "--%s goes with --merges", flag)
				}
			}
			if c.Bool("merges") && c.IsSet("limit") {
				return usagef("review", "--limit is of pairs that may be one; with --merges say --sample")
			}
			if c.Int("sample") < 1 {
				return usagef("review", "--sample %d: draw one at least", c.Int("sample"))
			}
			marking, err := maxMarking(c)
			if err != nil {
				return err
			}
			return runReview(reviewOptions{
				DB: dbDir(c), Limit: c.Int("limit"), Type: c.String("type"), MaxMarking: marking, Schema: c.String("schema"),
				Merges: c.Bool("merges"), Sample: c.Int("sample"), Seed: c.Uint64("seed"), JSON: c.Bool("json"),
			}, std.out)
		},
	}
}

type reviewOptions struct {
	DB         string
	Limit      int // 0 all
	Type       string
	MaxMarking string // "" means everything
	Schema     string
	Merges     bool // a sample of what was joined
	Sample     int
	Seed       uint64
	JSON       bool
}

// jsonPair is a candidate as review writes it.
type jsonPair struct {
	Score float64    `json:"score"`
	Why   string     `json:"why"`
	A     jsonNode   `json:"a"`
	B     jsonNode   `json:"b"`
	Seen  [2]*seenAt `json:"seen"` // where each is named first
}

// seenAt is a place where an entity is named.
type seenAt struct {
	Document graph.DocumentID `json:"document"`
	Passage  int              `json:"passage"`
	Text     string           `json:"text,omitempty"`  // whole words of the passage; "" when the store keeps no texts
	Roles    []string         `json:"roles,omitempty"` // that the document gives a person
	more     [2]bool          // the passage goes on before, after Text
}

// excerpt is the text as it is shown, on one line, with what says that it goes on.
func (at *seenAt) excerpt() string {
	text := clean(oneLine(at.Text))
	if at.more[0] {
		text = "… " + text
	}
	if at.more[1] {
		text += " …"
	}
	return text
}

func runReview(opt reviewOptions, out io.Writer) error {
	return withStored(opt.DB, func(stored *store.Snapshot) error {
		sch, err := schemaOf(opt.Schema, stored)
		if err != nil {
			return err
		}
		r, err := upTo(stored, opt.MaxMarking)
		if err != nil {
			return err
		}
		if opt.Type, err = (typeFlag{"review", "--type", false}).one(opt.Type, sch, r); err != nil {
			return err
		}
		if opt.Merges {
			return writeMerges(out, r, opt)
		}
		judgements, err := stored.Judgements()
		if err != nil {
			return err
		}
		pairs, err := link.Candidates(r.Entities(opt.Type), judgements)
		if err != nil {
			return fmt.Errorf("compare the nodes: %w", err)
		}
		shown := pairs
		if opt.Limit > 0 && len(pairs) > opt.Limit {
			shown = pairs[:opt.Limit]
		}
		buf := bufio.NewWriter(out)
		for _, p := range shown {
			if err := writePair(buf, r, p, opt.JSON); err != nil {
				return err
			}
		}
		if !opt.JSON {
			switch more := len(pairs) - len(shown); {
			case len(pairs) == 0:
				fmt.Fprintln(buf, "No two nodes look as if they were one.")
			case more > 0:
				fmt.Fprintf(buf, "… and %s; --limit 0 lists all\n", plural(more, "more pair", "more pairs"))
			}
		}
		return buf.Flush()
	})
}

func writePair(w *bufio.Writer, r graph.Reader, p link.Candidate, asJSON bool) error {
	var seen [2]*seenAt
	for i, ent := range []graph.Entity{p.A, p.B} {
		var err error
		if seen[i], err = firstSeen(r, ent.ID); err != nil {
			return err
		}
	}
	if asJSON {
		return writeLine(w, jsonPair{p.Score, p.Why, newJSONNode(p.A), newJSONNode(p.B), seen})
	}
	fmt.Fprintf(w, "%.2f  %s\n", p.Score, clean(p.Why))
	for i, ent := range []graph.Entity{p.A, p.B} {
		fmt.Fprintf(w, "  %s  %s (%s, %s)\n", clean(string(ent.ID)), clean(oneLine(ent.Name)), ent.Type, plural(ent.Documents, "document", "documents"))
		if seen[i] != nil {
			fmt.Fprintf(w, "      %s: %s\n", clean(string(seen[i].Document)), seen[i].excerpt())
			if len(seen[i].Roles) > 0 {
				fmt.Fprintf(w, "      there: %s\n", clean(oneLine(strings.Join(seen[i].Roles, "; "))))
			}
		}
	}
	fmt.Fprintln(w)
	return nil
}

// seenWidth is how much of a passage is shown at most, in bytes before and after the name.
const seenWidth = 70

// firstSeen is the first place where an entity is named, nil when there is none.
func firstSeen(r graph.Reader, id graph.EntityID) (*seenAt, error) {
	for m, err := range r.Mentions(id) {
		if err != nil {
			return nil, err
		}
		return seen(r, m)
	}
	return nil, nil
}

// seen is a mention with the text around it.
func seen(r graph.Reader, m graph.Mention) (*seenAt, error) {
	at := &seenAt{Document: m.Document, Passage: m.Passage}
	c, err := r.Contribution(m.Document)
	if err != nil {
		return nil, err
	}
	for _, cl := range c.Clusters {
		if cl.Entity == m.Entity {
			at.Roles = append(at.Roles, cl.Roles...)
		}
	}
	if m.Span.End <= len(c.Text) {
		whole := graph.Span{End: len(c.Text)}
		if p := m.Passage - 1; p >= 0 && p < len(c.Passages) && c.Passages[p].Span.Contains(m.Span) {
			whole = c.Passages[p].Span
		}
		before, after := c.Text[whole.Start:m.Span.Start], c.Text[m.Span.End:whole.End]
		if len(before) > seenWidth {
			_, rest := cutAtBlank(before[len(before)-seenWidth:], strings.IndexFunc)
			before, at.more[0] = rest, true
		}
		if len(after) > seenWidth {
			rest, _ := cutAtBlank(after[:seenWidth], strings.LastIndexFunc)
			after, at.more[1] = rest, true
		}
		at.Text = strings.TrimSpace(before + c.Text[m.Span.Start:m.Span.End] + after)
	}
	return at, nil
}

// cutAtBlank cuts a text in two at the blank that find finds; one word is left out of both parts.
func cutAtBlank(text string, find func(string, func(rune) bool) int) (head, tail string) {
	i := find(text, unicode.IsSpace)
	if i < 0 {
		return "", ""
	}
	return text[:i], text[i:]
}
