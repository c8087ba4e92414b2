package relate

import (
	"embed"
	"sync"

	"mandate/graph/schema"
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
	Words      []string  `yaml:"words"`      // words of which one must hang on the trigger: "out" for "carry out", "risk" for "put at risk"; none: no matter
	To         []string  `yaml:"to"`         // places of the object
	Subjects   []string  `yaml:"subjects"`   // entity types that the subject must be of; none: what the schema allows
	Status     string    `yaml:"status"`     // status that the trigger itself gives: "planned" for "propose"; "" what the clause says
	Confidence float64   `yaml:"confidence"` // 0: 0.7
	Match      []Example `yaml:"match"`
	Refuse     []Example `yaml:"refuse"`

	line  int            // where it begins in its file
	lines map[string]int // of its fields
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
var places = []string{"subject", "object", "possessor", "compound", "bearer", "self", "with", "to", "of", "for", "in", "by", "on", "against", "from", "into", "at", "between", "among", "under", "through", "as", "within", "towards", "across", "throughout", "along", "near"}

// ParseFrames reads a rules file. The error is a *schema.Error that lists all that is wrong, with lines; name is used in
// messages only.
func ParseFrames(name string, text []byte) ([]*Frame, error) {
	frames, problems := readFrames(text)
	if len(problems) > 0 {
		return nil, &schema.Error{Name: name, Problems: problems}
	}
	return frames, nil
}

// Line is where the frame begins in its file.
func (f *Frame) Line() int { return f.line }
