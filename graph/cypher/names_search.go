package cypher

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"mandate/graph"
	"mandate/graph/cypher/value"
)

// indexProcedures are those that every graph over a reader has: what it holds, and the search in its names.
func indexProcedures() []Procedure {
	return []Procedure{
		{Name: "db.index.fulltext.queryNodes", In: []Field{{"index", "STRING"}, {"text", "STRING"}}, Out: []Field{{"node", "NODE"}, {"score", "FLOAT"}}, Call: searchNames,
			About: "entities of which a name or alias holds every word of the text, in any order and case (tax* stands for words that begin so); the score is 1 when it holds nothing else; the index is 'names'"},
		{Name: "db.labels", Out: []Field{{"label", "STRING"}}, About: "the labels that nodes of the graph have",
			Call: func(_ context.Context, g Graph, _ []value.Value, yield func([]value.Value) error) error {
				return eachName(g, func(c *graph.Counts) []string {
					return append(sortedKeys(c.Entities), EntityLabel, DocumentLabel)
				}, yield)
			}},
		{Name: "db.relationshipTypes", Out: []Field{{"relationshipType", "STRING"}}, About: "the types that relationships of the graph have",
			Call: func(_ context.Context, g Graph, _ []value.Value, yield func([]value.Value) error) error {
				return eachName(g, func(c *graph.Counts) []string { return append(sortedKeys(c.Relations), MentionedIn) }, yield)
			}},
	}
}

func eachName(g Graph, names func(*graph.Counts) []string, yield func([]value.Value) error) error {
	rg, ok := g.(*ReaderGraph)
	if !ok {
		return nil
	}
	all := names(&rg.counts)
	slices.Sort(all)
	for _, n := range all {
		if err := yield([]value.Value{n}); err != nil {
			return err
		}
	}
	return nil
}

// word is one that a name has to have.
type word struct {
	text   string
	prefix bool // it need only begin so
}

func isLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !isLetter(r) })
}

// searched are the words of a search.
func searched(text string) []word {
	var ws []word
	for _, field := range strings.Fields(text) {
		parts := wordsOf(field)
		for i, p := range parts {
			ws = append(ws, word{p, i == len(parts)-1 && strings.HasSuffix(field, "*")})
		}
	}
	return ws
}

func searchNames(ctx context.Context, g Graph, args []value.Value, yield func([]value.Value) error) error {
	rg, ok := g.(*ReaderGraph)
	if !ok || args[0] == nil || args[1] == nil {
		return nil
	}
	if args[0] != value.Value("names") {
		e := &value.Error{Class: value.ArgumentError, Detail: value.InvalidArgumentValue, Message: "there is no full-text index " + value.Format(args[0]) + ": there is 'names'"}
		return e
	}
	ws := searched(args[1].(string))
	if len(ws) == 0 {
		return nil
	}
	if err := rg.names.load(ctx, rg); err != nil {
		return err
	}
	forms := rg.names.serve(rg, 0)
	if forms == nil {
		return limitError("the graph has more than %d entities: their names are not held in memory; search with STARTS WITH or by the whole name", mostNamed)
	}
	longest := slices.MaxFunc(ws, func(a, b word) int { return cmp.Compare(len(a.text), len(b.text)) })
	type hit struct {
		node  *entityNode
		score float64
	}
	var hits []hit
	for i, id := range forms.holding(longest.text) {
		if i&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		n := rg.nodeOf(id)
		if err := n.load(); err != nil {
			return err
		}
		best := score(ws, n.ent.Name)
		for _, a := range n.ent.Aliases {
			best = max(best, score(ws, a))
		}
		if best > 0 {
			hits = append(hits, hit{n, best})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	for _, h := range hits {
		if err := yield([]value.Value{h.node, h.score}); err != nil {
			return err
		}
	}
	return nil
}

// score is the share of the words of a name that was asked for, 0 when one that was asked for is not there.
func score(ws []word, name string) float64 {
	have := wordsOf(name)
	for _, w := range ws {
		if !slices.ContainsFunc(have, func(h string) bool { return h == w.text || w.prefix && strings.HasPrefix(h, w.text) }) {
			return 0
		}
	}
	return min(1, float64(len(ws))/float64(len(have)))
}
