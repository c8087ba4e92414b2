package score

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Cause is why something is missed or false, as far as the two graphs tell.
type Cause string

// The causes, in the order in which they are looked for; CauseHelp says what each is.
const (
	WrongType     Cause = "wrong type"
	Coreference   Cause = "coreference"
	WrongBoundary Cause = "wrong boundary"
	MissedMention Cause = "missed mention"
	FalseMention  Cause = "false mention"
	WrongFrame    Cause = "wrong frame"
	ParseError    Cause = "parse error"
	NoFrame       Cause = "no frame"
	WrongStatus   Cause = "status"
)

var causes = []Cause{MissedMention, FalseMention, WrongBoundary, WrongType, Coreference, ParseError, NoFrame, WrongFrame, WrongStatus}

// CauseHelp says by which rules causes are told.
const CauseHelp = `wrong type      a node of another type bears one of the names
coreference     the name is one of another node's, or a second node stands for the same thing
wrong boundary  the name of a node that is no other's holds this one, is held by it or shares half of the words
missed mention  no node comes near a node of the gold graph
false mention   no node of the gold graph comes near a node
wrong frame     both ends are right, but the edge between them is of another type, turned round, or in the
                gold graph not at all
parse error     both ends are there with nothing between them, though a frame of the relation has its
                trigger in the sentence: it did not find them in their places
no frame        the same, and no frame of the relation has a trigger there
status          the edge is right and its status is not
An edge with an end that is missed or false has the cause of that end, of the subject first.`

// Errors counts the errors of one cause.
type Errors struct {
	MissedNodes int `json:"missed_nodes"`
	FalseNodes  int `json:"false_nodes"`
	MissedEdges int `json:"missed_edges"`
	FalseEdges  int `json:"false_edges"`
	Status      int `json:"status"`
}

// blame finds the causes of all that is wrong, once nodes and edges are matched.
func (r *Result) blame(gold *Gold, pred *Graph, aligned map[string]int) {
	b := &blamer{ix: indexGold(gold), pred: pred, aligned: aligned, forms: make([][]string, len(pred.Nodes)), words: make([][]map[string]bool, len(pred.Nodes))}
	for i := range pred.Nodes {
		for _, n := range append([]string{pred.Nodes[i].Name}, pred.Nodes[i].Aliases...) {
			b.forms[i] = append(b.forms[i], fold(n))
			b.words[i] = append(b.words[i], contentWords(n))
		}
	}
	found := map[int]bool{}
	for _, g := range aligned {
		found[g] = true
	}
	missed := map[int]Cause{}
	for i := range gold.Nodes {
		if found[i] {
			continue
		}
		missed[i] = b.missed(i)
		if !gold.Nodes[i].Optional {
			r.count(missed[i], Errors{MissedNodes: 1})
		}
	}
	wrong := map[string]Cause{}
	for i := range pred.Nodes {
		if _, ok := aligned[pred.Nodes[i].ID]; !ok {
			wrong[pred.Nodes[i].ID] = b.wrong(i)
			r.count(wrong[pred.Nodes[i].ID], Errors{FalseNodes: 1})
		}
	}
	if n := len(r.Duplicates); n > 0 {
		r.count(Coreference, Errors{FalseNodes: n})
	}
	b.edges(r, gold, missed, wrong)
	if n := r.Matched - r.StatusRight; n > 0 {
		r.count(WrongStatus, Errors{Status: n})
	}
}

func (r *Result) count(c Cause, e Errors) {
	was := r.Causes[c]
	was.MissedNodes += e.MissedNodes
	was.FalseNodes += e.FalseNodes
	was.MissedEdges += e.MissedEdges
	was.FalseEdges += e.FalseEdges
	was.Status += e.Status
	r.Causes[c] = was
}

// edges finds the causes of missed and false edges.
func (b *blamer) edges(r *Result, gold *Gold, missed map[int]Cause, wrong map[string]Cause) {
	between := map[[2]int]bool{}
	have := map[edgeKey]bool{}
	for i := range b.pred.Edges {
		e := &b.pred.Edges[i]
		from, okFrom := b.aligned[e.Source]
		to, okTo := b.aligned[e.Target]
		if okFrom && okTo {
			between[[2]int{min(from, to), max(from, to)}] = true
			have[newEdgeKey(from, strings.ToLower(e.Type), to)] = true
		}
	}
	want, order := goldEdges(gold)
	for _, key := range order {
		e := want[key]
		if e.Optional || have[key] {
			continue
		}
		if c, ok := missed[key.from]; ok {
			r.count(c, Errors{MissedEdges: 1})
		} else if c, ok := missed[key.to]; ok {
			r.count(c, Errors{MissedEdges: 1})
		} else if between[[2]int{min(key.from, key.to), max(key.from, key.to)}] {
			r.count(WrongFrame, Errors{MissedEdges: 1})
		} else {
			r.count(NoFrame, Errors{MissedEdges: 1})
			r.Unread = append(r.Unread, e)
		}
	}
	for _, e := range r.falseEdges {
		c, ok := wrong[e.Source]
		if !ok {
			c, ok = wrong[e.Target]
		}
		if !ok {
			c = WrongFrame
		}
		r.count(c, Errors{FalseEdges: 1})
	}
}

// Tried moves the missed edges between two ends that were found from no frame to parse error, where a frame of the relation
// was tried on the words that say it.
func (r *Result) Tried(on func(relation string, quotes []string) bool) {
	for _, e := range r.Unread {
		if on(strings.ToUpper(e.Type), append([]string{e.Quote}, e.QuoteAlso...)) {
			r.count(NoFrame, Errors{MissedEdges: -1})
			r.count(ParseError, Errors{MissedEdges: 1})
		}
	}
	r.Unread = nil
}

// blamer compares the names of two graphs.
type blamer struct {
	ix      *goldIndex
	pred    *Graph
	aligned map[string]int
	forms   [][]string          // by predicted node: its names, folded
	words   [][]map[string]bool // the content words of each
}

// missed is why a gold node was not found.
func (b *blamer) missed(g int) Cause {
	near := MissedMention
	for i := range b.pred.Nodes {
		_, right := b.aligned[b.pred.Nodes[i].ID] // as another node
		for k, form := range b.forms[i] {
			for _, at := range b.ix.names[form] {
				switch {
				case at != g:
				case right:
					near = Coreference
				default: // of a fitting type it would be aligned
					return WrongType
				}
			}
			if near == MissedMention && !right && b.close(g, form, b.words[i][k]) {
				near = WrongBoundary
			}
		}
	}
	return near
}

// wrong is why a predicted node is false.
func (b *blamer) wrong(p int) Cause {
	near := FalseMention
	for k, form := range b.forms[p] {
		if len(b.ix.names[form]) > 0 {
			return WrongType // of a fitting type it would be aligned
		}
		for g := range b.ix.gold.Nodes {
			if near == FalseMention && b.close(g, form, b.words[p][k]) {
				near = WrongBoundary
			}
		}
	}
	return near
}

// close says whether a name of the gold node holds the form, is held by it, or shares half of the content words.
func (b *blamer) close(g int, form string, words map[string]bool) bool {
	n := b.ix.gold.Nodes[g]
	for k, name := range append([]string{n.Name}, n.Aliases...) {
		f := fold(name)
		if f == "" || form == "" {
			continue
		}
		if strings.Contains(" "+f+" ", " "+form+" ") || strings.Contains(" "+form+" ", " "+f+" ") || overlap(words, b.ix.words[g][k]) >= 0.5 {
			return true
		}
	}
	return false
}

// WriteCauses writes how many errors each cause has in all documents, then what the causes are.
func WriteCauses(w io.Writer, docs []Named) error {
	all := make([]Result, 0, len(docs))
	for _, d := range docs {
		all = append(all, d.Result)
	}
	t := Sum(all...)
	var b strings.Builder
	b.WriteString("\ncause           missed nodes  false nodes  missed edges  false edges  status\n")
	var sum Errors
	row := func(name string, e Errors) {
		fmt.Fprintf(&b, "%-14s  %12d  %11d  %12d  %11d  %6d\n", name, e.MissedNodes, e.FalseNodes, e.MissedEdges, e.FalseEdges, e.Status)
	}
	for _, c := range causes {
		e := t.Causes[c]
		row(string(c), e)
		sum.MissedNodes += e.MissedNodes
		sum.FalseNodes += e.FalseNodes
		sum.MissedEdges += e.MissedEdges
		sum.FalseEdges += e.FalseEdges
		sum.Status += e.Status
	}
	row("all", sum)
	b.WriteString("\n" + CauseHelp + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Says tells whether a sentence holds one of the quotes, or is held by it, whatever the case, blanks and marks.
func Says(sentence string, quotes []string) bool {
	s := squeeze(sentence)
	return s != "" && slices.ContainsFunc(quotes, func(q string) bool {
		q = squeeze(q)
		return q != "" && (strings.Contains(s, q) || strings.Contains(q, s))
	})
}
