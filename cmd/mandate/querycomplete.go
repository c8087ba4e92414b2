package main

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/graph/cypher/syntax"
	lang "mandate/graph/cypher/value"
)

// mostCompletions is how many names are offered at once.
const mostCompletions = 60

// complete says what the word at pos may become: between quotes a name of the graph, after a colon a label or type,
// else a keyword or function.
func (s *session) complete(line string, pos int) (head string, found []string, tail string) {
	rs := []rune(line)
	before, after := string(rs[:pos]), string(rs[pos:])
	if quote := openQuote(before); quote >= 0 {
		return before[:quote+1], s.namesFrom(before[quote+1:], before[quote]), after
	}
	start := len(before)
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(before[:start])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' && r != '$' {
			break
		}
		start -= size
	}
	head, word := before[:start], before[start:]
	switch {
	case head == ":":
		found = beginning(shellCommands, word)
	case strings.HasPrefix(head, ":format "):
		found = beginning(queryFormatNames(), word)
	case strings.HasSuffix(strings.TrimRight(head, " "), ":") || strings.HasSuffix(head, "|"):
		if withinBrackets(head) {
			found = beginning(s.catalog.Types, word)
		} else {
			found = beginning(s.catalog.Labels, word)
		}
	case word != "":
		found = beginning(s.vocabulary(), word)
	}
	return head, found, after
}

// openQuote is where a string begins that does not end, -1 when there is none.
func openQuote(text string) int {
	at := -1
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case at >= 0 && c == '\\':
			i++
		case at >= 0 && c == text[at]:
			at = -1
		case at < 0 && (c == '\'' || c == '"'):
			at = i
		}
	}
	return at
}

// withinBrackets says whether the end of the text stands within [ ]: there a colon begins a type, elsewhere a label.
func withinBrackets(text string) bool {
	return strings.LastIndexByte(text, '[') > strings.LastIndexByte(text, ']')
}

// beginning are the words that begin as typed, in any case.
func beginning(words []string, typed string) []string {
	var found []string
	for _, w := range words {
		if len(w) >= len(typed) && strings.EqualFold(w[:len(typed)], typed) {
			found = append(found, w)
		}
	}
	return found
}

// vocabulary are keywords, functions, procedures and parameters.
func (s *session) vocabulary() []string {
	words := syntax.Keywords()
	for _, f := range lang.Functions() {
		words = append(words, f.Name+"(")
	}
	for _, a := range lang.Aggregations() {
		words = append(words, a.Name+"(")
	}
	for _, f := range s.catalog.Functions {
		words = append(words, f.Name+"(")
	}
	words = append(words, "shortestPath(", "allShortestPaths(", "reduce(")
	for _, p := range s.catalog.Procedures {
		words = append(words, p.Name+"(")
	}
	for _, p := range sortedNames(s.opt.Params) {
		words = append(words, "$"+p)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func sortedNames[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// namesFrom are names and aliases that begin as typed, with the closing quote.
func (s *session) namesFrom(typed string, quote byte) []string {
	names, err := s.g.NamesBeginning(context.Background(), typed, mostCompletions)
	if err != nil {
		return nil
	}
	var found []string
	for _, n := range names {
		if !strings.ContainsAny(n, "\n\r\\"+string(quote)) {
			found = append(found, clean(n)+string(quote))
		}
	}
	return found
}
