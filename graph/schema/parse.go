package schema

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Problem is one thing that is wrong with a schema.
type Problem struct {
	Line    int    // from 1; 0 when it concerns the file as a whole
	Field   string // where: "entity Agency, color"; "" the file as a whole
	Message string // what is wrong
	Hint    string // what may have been meant, "" no idea
}

// String is the problem in one line, without the name of the file.
func (p Problem) String() string {
	s := p.Message
	if p.Field != "" {
		s = p.Field + ": " + s
	}
	if p.Hint != "" {
		s += " (" + p.Hint + ")"
	}
	return s
}

// Error lists all problems of a schema, one a line, each as "file:line: where: what (hint)".
type Error struct {
	Name     string // of the file
	Problems []Problem
}

// Error is the list.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		if p.Line > 0 {
			lines[i] = fmt.Sprintf("%s:%d: %s", e.Name, p.Line, p)
		} else {
			lines[i] = fmt.Sprintf("%s: %s", e.Name, p)
		}
	}
	return strings.Join(lines, "\n")
}

// Load reads the schema in a file.
func Load(path string) (*Schema, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	return Parse(path, text)
}

// Parse reads a schema. It is strict: when anything is wrong the error is an *Error that lists all of it. name is used
// in messages only.
func Parse(name string, text []byte) (*Schema, error) {
	s, problems := read(text)
	if len(problems) > 0 {
		return nil, &Error{Name: name, Problems: problems}
	}
	return s, nil
}

// Check lists all that is wrong with the text of a schema, in order of lines; nothing when Parse accepts it. name is
// for the caller's messages and not looked at.
func Check(_ string, text []byte) []Problem {
	_, problems := read(text)
	return problems
}

// read does the work of Parse and Check.
func read(text []byte) (*Schema, []Problem) {
	root, problem := parseYAML(text)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	r := &reader{schema: &Schema{}, text: string(text)}
	r.root(root)
	r.sortProblems()
	if len(r.problems) == 0 {
		r.schema.setDefaults()
	}
	return r.schema, r.problems
}

// What the parser is given: it takes time and memory that grow with the square of size and depth.
const (
	maxBytes = 256 << 10
	maxDepth = 100
)

// tooMuch finds a text that is no schema, and that the parser would choke on.
func tooMuch(text []byte) *Problem {
	if len(text) > maxBytes {
		return &Problem{Message: fmt.Sprintf("the file has %d bytes; a schema has %d at most", len(text), maxBytes)}
	}
	n, open := 0, 0
	for line := range strings.Lines(string(text)) {
		n++
		// Brackets in texts count as well, but they close again or are few.
		open += strings.Count(line, "[") + strings.Count(line, "{") - strings.Count(line, "]") - strings.Count(line, "}")
		open = max(open, 0)
		marks := 0
		for _, word := range strings.Fields(line) {
			if word != "-" && word != "?" && word != ":" && word[0] != '!' && word[0] != '&' && word[0] != '*' {
				break
			}
			marks++
		}
		if open+marks > maxDepth || strings.Count(line, "[")+strings.Count(line, "{") > 100*maxDepth {
			return &Problem{Line: n, Message: "lists and mappings are nested too deep to be a schema"}
		}
	}
	return nil
}

// parseYAML is the one document in the text.
func parseYAML(text []byte) (root ast.Node, problem *Problem) {
	if p := tooMuch(text); p != nil {
		return nil, p
	}
	defer func() {
		if r := recover(); r != nil { // the parser may be surprised by odd bytes
			problem = &Problem{Message: fmt.Sprintf("this cannot be read as YAML: %v", r)}
		}
	}()
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey()) // read names both
	if err != nil {
		p := &Problem{Message: "this cannot be read as YAML: " + err.Error()}
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) {
			p.Message = "this cannot be read as YAML: " + syntax.GetMessage()
			if tok := syntax.GetToken(); tok != nil && tok.Position != nil {
				p.Line = tok.Position.Line
			}
			if strings.Contains(p.Message, "'\t'") || strings.Contains(p.Message, "'	'") {
				p.Hint = "indent with blanks: YAML takes no tabs there"
			}
		}
		return nil, p
	}
	docs := file.Docs[:0:0]
	for _, d := range file.Docs {
		if d.Body != nil {
			docs = append(docs, d)
		}
	}
	switch len(docs) {
	case 0:
		return nil, &Problem{Message: "the schema is empty", Hint: "`mandate schema` prints one to start from"}
	case 1:
		return docs[0].Body, nil
	}
	return nil, &Problem{Line: line(docs[1].Body), Message: "a second document starts here; a schema is one"}
}

// line is where a node starts.
func line(n ast.Node) int {
	if n == nil {
		return 0
	}
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key // a block mapping gives its first colon
	}
	if tok := n.GetToken(); tok != nil && tok.Position != nil {
		return tok.Position.Line
	}
	return 0
}
