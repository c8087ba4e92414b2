package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"mandate/extract"
	"mandate/graph"
)

// summary is what a build did and what the graph holds after it.
type summary struct {
	Read      int                `json:"read"`      // documents read, now
	Unchanged int                `json:"unchanged"` // documents left alone
	Stored    int                `json:"stored"`    // documents synced to disk
	Bytes     int                `json:"bytes"`     // text of the documents read
	Words     int                `json:"words"`
	Seconds   float64            `json:"seconds"`
	Forgotten []graph.DocumentID `json:"forgotten,omitempty"` // no longer there; with --sync only
	Elsewhere int                `json:"elsewhere,omitempty"` // documents of the graph from other paths; with --sync only
	Older     int                `json:"older,omitempty"`     // documents that still say what was read by the schema before; when it changed only
	Skipped   []skipped          `json:"skipped"`
	Notes     []note             `json:"notes"`   // what was repaired or left out while reading
	Dropped   map[string]int     `json:"dropped"` // relations that the schema or a guard refused, by reason
	Report    string             `json:"report,omitempty"`
	Graph     graphSizes         `json:"graph"`
	began     time.Time
}

// skipped is a document that was not read, and why.
type skipped struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// note is one remark on a document that was read.
type note struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// graphSizes are the sizes of the graph after the build.
type graphSizes struct {
	DB         string         `json:"db"`
	Documents  int            `json:"documents"`
	Passages   int            `json:"passages"`
	Words      int            `json:"words"`
	Mentions   int            `json:"mentions"`
	Statements int            `json:"statements"`
	Nodes      map[string]int `json:"nodes"` // by entity type
	Edges      map[string]int `json:"edges"` // by relation type
}

func newSummary(db string, began time.Time) *summary {
	return &summary{Graph: graphSizes{DB: db}, Skipped: []skipped{}, Notes: []note{}, Dropped: map[string]int{}, began: began}
}

// add counts one result.
func (s *summary) add(r extract.Result) {
	for reason, n := range r.Dropped {
		s.Dropped[reason] += n
	}
	switch {
	case r.Err != nil:
		s.Skipped = append(s.Skipped, skipped{r.Name, skipReason(r.Err)})
	case r.Unchanged:
		s.Unchanged++
	case r.Contribution != nil:
		doc := r.Contribution.Document
		s.Read++
		s.Bytes += doc.Bytes
		s.Words += doc.Words
		for _, n := range doc.Notes {
			s.Notes = append(s.Notes, note{r.Name, n})
		}
	}
}

// count ends the clock and takes the sizes of the graph.
func (s *summary) count(g graph.Reader) error {
	s.Seconds = time.Since(s.began).Seconds()
	c, err := g.Counts()
	if err != nil {
		return fmt.Errorf("count the graph: %w", err)
	}
	s.Graph = graphSizes{s.Graph.DB, c.Documents, c.Passages, c.Words, c.Mentions, c.Statements, c.Entities, c.Relations}
	return nil
}

// write tells it to a person.
func (s *summary) write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Read %s (%s, %s) in %s", plural(s.Read, "document", "documents"), size(int64(s.Bytes)),
		plural(s.Words, "word", "words"), seconds(s.Seconds))
	if s.Seconds > 0 && s.Words > 0 {
		fmt.Fprintf(&b, ": %s words/s, %s/s", thousands(int(float64(s.Words)/s.Seconds)), size(int64(float64(s.Bytes)/s.Seconds)))
	}
	b.WriteString(".\n")
	if s.Unchanged > 0 {
		fmt.Fprintf(&b, "%s not changed since the last build.\n", plural(s.Unchanged, "document has", "documents have"))
	}
	if n := len(s.Forgotten); n > 0 {
		fmt.Fprintf(&b, "Forgot %s no longer there.\n", plural(n, "document that is", "documents that are"))
	}
	if s.Elsewhere > 0 {
		fmt.Fprintf(&b, "Left %s alone.\n", plural(s.Elsewhere, "document from elsewhere", "documents from elsewhere"))
	}
	if s.Older > 0 {
		fmt.Fprintf(&b, "%s still %s what was read by the schema before: build the paths again, or forget %s.\n", plural(s.Older, "document", "documents"),
			map[bool]string{true: "says", false: "say"}[s.Older == 1], map[bool]string{true: "it", false: "them"}[s.Older == 1])
	}
	if n := sum(s.Dropped); n > 0 {
		fmt.Fprintf(&b, "%s left out: %s.\n", plural(n, "relation", "relations"), byCount(s.Dropped))
	}
	g := s.Graph
	fmt.Fprintf(&b, "The graph in %s holds:\n", g.DB)
	fmt.Fprintf(&b, "  documents   %s, with %s and %s\n", thousands(g.Documents), plural(g.Passages, "passage", "passages"), plural(g.Words, "word", "words"))
	fmt.Fprintf(&b, "  mentions    %s\n", thousands(g.Mentions))
	fmt.Fprintf(&b, "  statements  %s\n", thousands(g.Statements))
	fmt.Fprintf(&b, "  nodes       %s%s\n", thousands(sum(g.Nodes)), inBrackets(byCount(g.Nodes)))
	fmt.Fprintf(&b, "  edges       %s%s\n", thousands(sum(g.Edges)), inBrackets(byCount(g.Edges)))
	s.writeNotes(&b)
	if s.Report != "" {
		fmt.Fprintf(&b, "The report is in %s.\n", s.Report)
	}
	if _, err := io.WriteString(w, clean(b.String())); err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	return s.writeSkipped(w)
}

// notesShown is how many notes the summary shows: a screenful. All are kept with the documents.
const notesShown = 20

func (s *summary) writeNotes(b *strings.Builder) {
	if len(s.Notes) == 0 {
		return
	}
	b.WriteString("Noted while reading:\n")
	for _, n := range s.Notes[:min(notesShown, len(s.Notes))] {
		fmt.Fprintf(b, "  %s: %s\n", n.Name, n.Text)
	}
	if more := len(s.Notes) - notesShown; more > 0 {
		fmt.Fprintf(b, "  … and %s; `mandate list documents --json` has all\n", plural(more, "more", "more"))
	}
}

// writeSkipped says what was skipped, and why.
func (s *summary) writeSkipped(w io.Writer) error {
	var b strings.Builder
	for i, x := range s.Skipped {
		if i == 0 {
			fmt.Fprintf(&b, "Skipped %s:\n", plural(len(s.Skipped), "input", "inputs"))
		}
		fmt.Fprintf(&b, "  %s: %s\n", x.Name, x.Reason)
	}
	if _, err := io.WriteString(w, clean(b.String())); err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	return nil
}

func seconds(s float64) string {
	if s < 10 {
		return fmt.Sprintf("%.1f s", s)
	}
	return time.Duration(s * float64(time.Second)).Round(time.Second).String()
}

func sum(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// byCount lists the counts, the largest first.
func byCount(counts map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	var parts []string
	for _, k := range keys {
		if counts[k] > 0 {
			parts = append(parts, k+" "+thousands(counts[k]))
		}
	}
	return strings.Join(parts, ", ")
}

func inBrackets(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}
