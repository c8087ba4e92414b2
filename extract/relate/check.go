package relate

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"mandate/graph"
	"mandate/graph/schema"
)

// CheckFrames says what is wrong with the frames of a user's schema: those that cannot be read, and those that speak of
// relations which the schema lacks or bear the id of another frame. The lines are those of the schema's file.
func CheckFrames(s *schema.Schema) []schema.Problem {
	frames, problems := readFrames([]byte(s.Frames))
	if len(problems) > 0 {
		return problems
	}
	builtin, err := Frames()
	if err != nil {
		return []schema.Problem{{Message: err.Error()}}
	}
	ids := map[string]string{}
	for _, f := range builtin {
		ids[f.ID] = "is that of a built-in frame"
	}
	var known []string
	for _, r := range s.Relations {
		known = append(known, r.Type)
	}
	var types []string
	for _, t := range s.Entities {
		types = append(types, t.Type)
	}
	for _, f := range frames {
		where := "frame " + f.ID
		if why, ok := ids[f.ID]; ok {
			problems = append(problems, schema.Problem{Line: f.line, Field: where, Message: "the id " + why, Hint: "give it one of its own"})
		}
		ids[f.ID] = fmt.Sprintf("stands already in line %d", f.line)
		for _, t := range f.Subjects {
			if _, ok := s.Entity(t); !ok && s.TypeOf(t) == "" {
				problems = append(problems, schema.Problem{Line: f.lines["subjects"], Field: where + ", subjects",
					Message: fmt.Sprintf("there is no entity type %q in the schema", t), Hint: hint(t, types)})
			}
		}
		if !slices.Contains(known, f.Relation) {
			problems = append(problems, schema.Problem{Line: f.lines["relation"], Field: where + ", relation",
				Message: fmt.Sprintf("there is no relation type %q in the schema", f.Relation), Hint: schema.Suggest(f.Relation, known)})
		}
	}
	return problems
}

// readFrames reads frames and gathers all that is wrong with them, by line.
func readFrames(text []byte) ([]*Frame, []schema.Problem) {
	if strings.TrimSpace(string(text)) == "" {
		return nil, nil
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, []schema.Problem{yamlProblem("", err)}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, nil
	}
	seq, ok := file.Docs[0].Body.(*ast.SequenceNode)
	if !ok {
		return nil, []schema.Problem{{Line: lineOf(file.Docs[0].Body), Message: "a list of frames is expected", Hint: "each begins with `- id: …`"}}
	}
	var frames []*Frame
	var problems []schema.Problem
	for i, n := range seq.Values {
		f := &Frame{line: lineOf(n), lines: map[string]int{}}
		if p, ok := f.read(n, i); ok {
			problems = append(problems, f.problems(i)...)
		} else {
			problems = append(problems, p)
		}
		frames = append(frames, f)
	}
	return frames, problems
}

// frameFields are the names of the fields of a frame and of an example in a file.
var frameFields, exampleFields = fieldNames(reflect.TypeFor[Frame]()), fieldNames(reflect.TypeFor[Example]())

func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("yaml"); name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}

// read fills the frame from its node.
func (f *Frame) read(n ast.Node, i int) (schema.Problem, bool) {
	where := fmt.Sprintf("frame %d", i+1)
	m, ok := n.(*ast.MappingNode)
	if !ok {
		return schema.Problem{Line: lineOf(n), Field: where, Message: "fields are expected: " + strings.Join(frameFields, ", ")}, false
	}
	for _, v := range m.Values {
		key := v.Key.String()
		f.lines[key] = lineOf(v.Key)
		if key == "id" && v.Value != nil {
			where = "frame " + v.Value.String()
		}
		if !slices.Contains(frameFields, key) {
			return schema.Problem{Line: lineOf(v.Key), Field: where, Message: fmt.Sprintf("there is no field %q", key), Hint: hint(key, frameFields)}, false
		}
	}
	if err := yaml.NodeToValue(n, f, yaml.Strict()); err != nil {
		p := yamlProblem(where, err)
		if p.Line == 0 {
			p.Line = f.line
		}
		if key, _, ok := strings.Cut(strings.TrimPrefix(p.Message, "unknown field \""), "\""); ok && strings.HasPrefix(p.Message, "unknown field") {
			p.Message, p.Hint = fmt.Sprintf("there is no field %q in an example", key), hint(key, exampleFields)
		}
		return p, false
	}
	f.setDefaults()
	return schema.Problem{}, true
}

// setDefaults fills in what a frame may leave out.
func (f *Frame) setDefaults() {
	if f.From == nil {
		f.From = []string{"subject"}
	}
	if f.To == nil {
		f.To = []string{"object"}
	}
	if f.Confidence == 0 {
		f.Confidence = 0.7
	}
}

// problems are the things that are wrong with a frame that could be read.
func (f *Frame) problems(i int) []schema.Problem {
	var out []schema.Problem
	where := "frame " + f.ID
	if f.ID == "" {
		where = fmt.Sprintf("frame %d", i+1)
	}
	bad := func(field, hint, format string, args ...any) {
		line := f.lines[field]
		if line == 0 {
			line = f.line
		}
		out = append(out, schema.Problem{Line: line, Field: where, Message: fmt.Sprintf(format, args...), Hint: hint})
	}
	if f.ID == "" {
		bad("id", "as leads.verb", "id is missing")
	}
	for _, need := range []struct{ field, value, hint string }{
		{"relation", f.Relation, "the relation type that the words say"}, {"reason", f.Reason, "a sentence: why these words say it"},
	} {
		if need.value == "" {
			bad(need.field, need.hint, "%s is missing", need.field)
		}
	}
	if len(f.Verbs)+len(f.Nouns) == 0 {
		bad("verbs", "as verbs: [lead, head]", "verbs or nouns must be given")
	}
	if len(f.Match) == 0 {
		bad("match", "a text, and the ends it must yield as \"Subject | Object\"", "match: at least one example must be given")
	}
	for _, ex := range slices.Concat(f.Match, f.Refuse) {
		for _, ends := range ex.Ends {
			if !strings.Contains(ends, " | ") {
				bad("match", "as \"Ministry of Justice | National Plan\"", "the ends %q are not two", ends)
			}
		}
	}
	for _, field := range []struct {
		name   string
		places []string
	}{{"from", f.From}, {"to", f.To}} {
		for _, p := range field.places {
			if !slices.Contains(places, p) {
				bad(field.name, hint(p, places), "unknown place %q", p)
			}
		}
	}
	if _, err := graph.ParseStatus(f.Status); f.Status != "" && err != nil {
		bad("status", hint(f.Status, statusNames), "there is no status %q", f.Status)
	}
	if f.Confidence < 0 || f.Confidence > 1 {
		bad("confidence", "how often what it says is right: 0.9 is nine times in ten", "confidence %v is not between 0 and 1", f.Confidence)
	}
	return out
}

// statusNames are the statuses that a frame may give.
var statusNames = []string{graph.Asserted.String(), graph.Planned.String(), graph.Reported.String(), graph.Negated.String()}

// hint says what may have been meant.
func hint(got string, known []string) string {
	if s := schema.Suggest(got, known); s != "" {
		return s
	}
	return "known: " + strings.Join(known, ", ")
}

// yamlProblem is an error of the YAML library as a problem.
func yamlProblem(where string, err error) schema.Problem {
	p := schema.Problem{Field: where, Message: "this cannot be read as YAML: " + err.Error()}
	var e yaml.Error
	if errors.As(err, &e) {
		p.Message = e.GetMessage()
		if tok := e.GetToken(); tok != nil && tok.Position != nil {
			p.Line = tok.Position.Line
		}
	}
	return p
}

// lineOf is where a node starts.
func lineOf(n ast.Node) int {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key // a block mapping gives its first colon
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}
