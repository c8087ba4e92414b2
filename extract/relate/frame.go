package relate

import (
	"embed"
	"fmt"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"
)

// Frame says how text says one relation: by which verbs or nouns, and in which places its two ends stand.
type Frame struct {
	ID         string    `yaml:"id"`
	Relation   string    `yaml:"relation"`
	Reason     string    `yaml:"reason"`     // why these words say it
	Verbs      []string  `yaml:"verbs"`      // base forms
	Nouns      []string  `yaml:"nouns"`      // singular
	From       []string  `yaml:"from"`       // places of the subject, the first that is filled counts: "subject", "object", "with" …
	Objects    []string  `yaml:"objects"`    // lemmas or words of which the verb's object must have one: "grant" for "issue"; none: any object
	To         []string  `yaml:"to"`         // places of the object
	Status     string    `yaml:"status"`     // status that the trigger itself gives: "planned" for "propose"; "" what the clause says
	Confidence float64   `yaml:"confidence"` // 0: 0.7
	Match      []Example `yaml:"match"`
	Refuse     []Example `yaml:"refuse"`
}

// Example is a sentence and the relations it must (or must not) yield, as "Subject | Object".
type Example struct {
	Text string   `yaml:"text"`
	Ends []string `yaml:"ends"`
}

//go:embed rules/*.yaml
var ruleFiles embed.FS

// Frames reads the embedded frames, in order of file and place.
var Frames = sync.OnceValues(func() ([]*Frame, error) {
	entries, err := ruleFiles.ReadDir("rules")
	if err != nil {
		return nil, err
	}
	var out []*Frame
	for _, e := range entries {
		b, err := ruleFiles.ReadFile("rules/" + e.Name())
		if err != nil {
			return nil, err
		}
		frames, err := ParseFrames(e.Name(), b)
		if err != nil {
			return nil, err
		}
		out = append(out, frames...)
	}
	return out, nil
})

// places are the argument places a frame may name; prepositions stand for the phrase they open.
var places = []string{"subject", "object", "possessor", "compound", "with", "to", "of", "for", "in", "by", "on", "against", "from", "into", "at", "between", "among", "under", "through", "as", "within", "towards", "across", "throughout", "along", "near"}

// ParseFrames reads a rules file. The error names the file, the frame and the field.
func ParseFrames(name string, text []byte) ([]*Frame, error) {
	var frames []*Frame
	if err := yaml.UnmarshalWithOptions(text, &frames, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i, f := range frames {
		if f.ID == "" {
			return nil, fmt.Errorf("%s: frame %d: id is missing", name, i+1)
		}
		if f.Relation == "" || f.Reason == "" {
			return nil, fmt.Errorf("%s: frame %s: relation and reason must be given", name, f.ID)
		}
		if len(f.Verbs)+len(f.Nouns) == 0 {
			return nil, fmt.Errorf("%s: frame %s: verbs or nouns must be given", name, f.ID)
		}
		if len(f.Match) == 0 {
			return nil, fmt.Errorf("%s: frame %s: match: at least one example must be given", name, f.ID)
		}
		if f.From == nil {
			f.From = []string{"subject"}
		}
		if f.To == nil {
			f.To = []string{"object"}
		}
		for _, p := range slices.Concat(f.From, f.To) {
			if !slices.Contains(places, p) {
				return nil, fmt.Errorf("%s: frame %s: unknown place %q: expected one of %v", name, f.ID, p, places)
			}
		}
		if f.Confidence == 0 {
			f.Confidence = 0.7
		}
	}
	return frames, nil
}
