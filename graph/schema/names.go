package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
)

// palette are the colours of entity types that state none, in turn: the ten of the "Tableau 10" scheme as matplotlib
// has them.
var palette = []string{"#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"}

// setDefaults fills in labels and colours that were left out.
func (s *Schema) setDefaults() {
	for i := range s.Entities {
		t := &s.Entities[i]
		if t.Label == "" {
			t.Label = strings.Join(splitName(t.Type), " ")
		}
		if t.Color == "" {
			t.Color = palette[i%len(palette)]
		}
	}
	for i := range s.Relations {
		if t := &s.Relations[i]; t.Label == "" {
			t.Label = strings.ToLower(strings.Join(splitName(t.Type), " "))
		}
	}
}

// Fingerprint is a SHA-256, in hexadecimal, of what the schema says. It does not depend on the order of types and ends,
// on comments or on layout.
func (s *Schema) Fingerprint() string {
	c := *s
	c.Entities = slices.Clone(s.Entities)
	slices.SortStableFunc(c.Entities, func(a, b EntityType) int { return strings.Compare(a.Type, b.Type) })
	c.Relations = slices.Clone(s.Relations)
	slices.SortStableFunc(c.Relations, func(a, b RelationType) int { return strings.Compare(a.Type, b.Type) })
	for i, rel := range c.Relations {
		ends := make([]Ends, 0, len(rel.Ends))
		for _, e := range rel.Ends {
			ends = append(ends, Ends{From: slices.Sorted(slices.Values(e.From)), To: slices.Sorted(slices.Values(e.To))})
		}
		slices.SortFunc(ends, func(a, b Ends) int {
			if c := slices.Compare(a.From, b.From); c != 0 {
				return c
			}
			return slices.Compare(a.To, b.To)
		})
		c.Relations[i].Ends = ends
	}
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings, numbers and lists of them: cannot fail
	}
	if s.Frames != "" {
		frames, err := yaml.YAMLToJSON([]byte(s.Frames)) // without comments and layout
		if err != nil {
			frames = []byte(s.Frames)
		}
		text = append(text, frames...)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// splitName cuts a name at blanks, hyphens, underscores and where a capital follows a small letter.
func splitName(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, string(word))
		}
		word = nil
	}
	for _, c := range name {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			flush()
			continue
		case unicode.IsUpper(c) && len(word) > 0 && !unicode.IsUpper(word[len(word)-1]):
			flush()
		}
		word = append(word, c)
	}
	flush()
	return words
}

// reform writes a name in the given form.
func reform(name, form string) string {
	words := splitName(name)
	for i, w := range words {
		if form == upperSnake {
			words[i] = strings.ToUpper(w)
			continue
		}
		rs := []rune(strings.ToLower(w))
		words[i] = string(unicode.ToUpper(rs[0])) + string(rs[1:])
	}
	if form == upperSnake {
		return strings.Join(words, "_")
	}
	return strings.Join(words, "")
}

// Suggest says which of the known names may have been meant, "" when none is near.
func Suggest(name string, known []string) string {
	best, at := "", len(name)/3+1
	for _, k := range known {
		if d := distance(strings.ToLower(name), strings.ToLower(k)); d <= at && (best == "" || d < at) {
			best, at = k, d
		}
	}
	if best == "" || len(name) > 100 {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// distance is the number of bytes to add, remove or change, or neighbours to swap, to make b of a.
func distance(a, b string) int {
	if len(a) > 100 || len(b) > 100 {
		return 100
	}
	var before []int // the row before last
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
