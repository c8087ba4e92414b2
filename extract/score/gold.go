package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Gold is what an annotator found in one document.
type Gold struct {
	Document  string     `json:"document"` // file name of the text
	Title     string     `json:"title"`
	Nodes     []GoldNode `json:"nodes"`
	Edges     []GoldEdge `json:"edges"`
	Forbidden []string   `json:"forbidden"` // names of page furniture that must not become nodes
}

// GoldNode is one entity of the document.
type GoldNode struct {
	ID       string   `json:"id"`
	Types    []string `json:"types"` // accepted types, the preferred one first
	Name     string   `json:"name"`
	Aliases  []string `json:"aliases"`
	Weight   *float64 `json:"weight"`   // nil means 1
	Optional bool     `json:"optional"` // neither rewarded nor punished
}

// GoldEdge is one relation between two gold nodes.
type GoldEdge struct {
	From       string   `json:"from"`
	Type       string   `json:"type"` // lower_snake
	To         string   `json:"to"`
	Status     string   `json:"status"` // "" means asserted
	StatusAlso []string `json:"status_also"`
	Para       Label    `json:"para"` // paragraph number as printed
	ParaAlso   []Label  `json:"para_also"`
	Quote      string   `json:"quote"` // some words of the sentence that says it
	QuoteAlso  []string `json:"quote_also"`
	Weight     *float64 `json:"weight"`
	Optional   bool     `json:"optional"`
}

// Label is a paragraph number that may be written as a JSON string, a JSON number or null.
type Label struct {
	Text  string
	Valid bool // false for null or a missing value
}

// UnmarshalJSON reads a string, a number or null.
func (l *Label) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if bytes.Equal(b, []byte("null")) {
		*l = Label{}
		return nil
	}
	if len(b) > 0 && b[0] == '"' {
		l.Valid = true
		return json.Unmarshal(b, &l.Text)
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return fmt.Errorf("a paragraph is a string or a number, not %s", b)
	}
	*l = Label{Text: n.String(), Valid: true}
	return nil
}

// MarshalJSON writes a string, or null where there is no label.
func (l Label) MarshalJSON() ([]byte, error) {
	if !l.Valid {
		return []byte("null"), nil
	}
	return json.Marshal(l.Text)
}

// ParseGold reads a gold file and checks that its edges lead to its nodes. name is used in messages only.
func ParseGold(name string, data []byte) (*Gold, error) {
	var g Gold
	if err := json.Unmarshal(data, &g); err != nil {
		return nil, fmt.Errorf("%s: not a gold file: %w", name, err)
	}
	if len(g.Nodes) == 0 {
		return nil, fmt.Errorf("%s: not a gold file: it has no nodes", name)
	}
	ids := make(map[string]bool, len(g.Nodes))
	var errs []error
	for i, n := range g.Nodes {
		switch {
		case n.ID == "" || n.Name == "" || len(n.Types) == 0:
			errs = append(errs, fmt.Errorf("%s: node %d needs an id, a name and a type", name, i+1))
		case ids[n.ID]:
			errs = append(errs, fmt.Errorf("%s: two nodes have the id %q", name, n.ID))
		}
		ids[n.ID] = true
	}
	for i, e := range g.Edges {
		for _, end := range []string{e.From, e.To} {
			if !ids[end] {
				errs = append(errs, fmt.Errorf("%s: edge %d leads to %q, which is no node", name, i+1, end))
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return &g, nil
}

// String names the edge as the lists of errors show it.
func (e GoldEdge) String() string {
	para := "None"
	if e.Para.Valid {
		para = e.Para.Text
	}
	return fmt.Sprintf("%s --%s--> %s (para %s)", e.From, e.Type, e.To, para)
}

// statuses are the ones that count as right.
func (e GoldEdge) statuses() []string {
	first := e.Status
	if first == "" {
		first = "asserted"
	}
	return append([]string{first}, e.StatusAlso...)
}

// holds says whether a piece of evidence stands where the annotator found the edge: in its paragraph, or around its
// quote (or within it).
func (e GoldEdge) holds(ev Evidence) bool {
	if ev.Paragraph.Valid {
		for _, p := range append([]Label{e.Para}, e.ParaAlso...) {
			if p.Valid && p.Text == ev.Paragraph.Text {
				return true
			}
		}
	}
	said := squeeze(ev.Quote)
	for _, q := range append([]string{e.Quote}, e.QuoteAlso...) {
		q = squeeze(q)
		if q != "" && (strings.Contains(said, q) || said != "" && strings.Contains(q, said)) {
			return true
		}
	}
	return false
}

func weight(w *float64) float64 {
	if w == nil {
		return 1
	}
	return *w
}
