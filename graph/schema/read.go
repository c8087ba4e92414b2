package schema

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

var (
	entityName   = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	relationName = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)
	colorCode    = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

// reader walks over the nodes of a schema and gathers what is wrong.
type reader struct {
	schema   *Schema
	text     string // of the file
	problems []Problem
	lines    map[string]int // where an entity type was defined
}

func (r *reader) bad(n ast.Node, where, hint, format string, args ...any) {
	r.badLine(line(n), where, hint, format, args...)
}

func (r *reader) badLine(line int, where, hint, format string, args ...any) {
	r.problems = append(r.problems, Problem{Line: line, Field: where, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (r *reader) sortProblems() {
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
}

// fields is a mapping as read: where it starts and what its keys hold.
type fields struct {
	r     *reader
	where string
	line  int
	nodes map[string]ast.Node
}

// fields reads a mapping, of which only the known keys are allowed.
func (r *reader) fields(n ast.Node, where string, known ...string) (*fields, bool) {
	f := &fields{r: r, where: where, line: line(n), nodes: map[string]ast.Node{}}
	m, ok := n.(*ast.MappingNode)
	if !ok {
		r.bad(n, where, "", "%s stands here; fields are expected: %s", kind(n), strings.Join(known, ", "))
		return nil, false
	}
	for _, v := range m.Values {
		key, ok := scalar(v.Key)
		switch {
		case !ok:
			r.bad(v.Key, where, "", "a field has a plain name")
		case !slices.Contains(known, key):
			hint := Suggest(key, known)
			if hint == "" {
				hint = "known: " + strings.Join(known, ", ")
			}
			r.bad(v.Key, where, hint, "there is no field %q", key)
		case f.nodes[key] != nil:
			r.bad(v.Key, where, "", "the field %q stands here a second time", key)
		default:
			f.nodes[key] = v.Value
			if v.Value == nil {
				f.nodes[key] = ast.Null(v.Key.GetToken())
			}
		}
	}
	return f, true
}

// kind names a node for messages.
func kind(n ast.Node) string {
	switch n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AliasNode, *ast.AnchorNode, *ast.MergeKeyNode:
		return "an anchor or alias, which a schema cannot have,"
	case *ast.TagNode:
		return "a tag, which a schema cannot have,"
	}
	return "a single value"
}

// scalar is the text of a single value.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func (f *fields) field(key string) string {
	if f.where == "" {
		return key
	}
	return f.where + ", " + key
}

// text is the value of a field that holds text, "" when it is not there.
func (f *fields) text(key string, required bool) string {
	n := f.nodes[key]
	if _, empty := n.(*ast.NullNode); n == nil || empty {
		if required {
			f.r.badLine(max(line(n), f.line), f.field(key), "", "it is missing")
		}
		return ""
	}
	s, ok := scalar(n)
	if s = strings.Join(strings.Fields(s), " "); !ok {
		f.r.bad(n, f.field(key), "", "%s stands here; text is expected", kind(n))
	} else if required && s == "" {
		f.r.bad(n, f.field(key), "", "it is empty")
	}
	return s
}

// list are the elements of a field that holds a list of at least one, unless it may be left out.
func (f *fields) list(key string, required bool) []ast.Node {
	n := f.nodes[key]
	if n == nil {
		if required {
			f.r.badLine(f.line, f.field(key), "", "it is missing")
		}
		return nil
	}
	seq, ok := n.(*ast.SequenceNode)
	switch {
	case !ok:
		f.r.bad(n, f.field(key), "", "%s stands here; a list is expected", kind(n))
		return nil
	case len(seq.Values) == 0 && required:
		f.r.bad(n, f.field(key), "", "the list is empty")
	}
	return seq.Values
}

func (r *reader) root(n ast.Node) {
	f, ok := r.fields(n, "", "name", "version", "description", "entities", "relations", "frames")
	if !ok {
		return
	}
	s := r.schema
	s.Name = f.text("name", true)
	s.Description = f.text("description", false)
	r.version(f)
	r.lines = map[string]int{}
	for i, n := range f.list("entities", true) {
		r.entity(n, i)
	}
	lines := map[string]int{}
	for i, n := range f.list("relations", false) {
		r.relation(n, i, lines)
	}
	if frames := f.list("frames", false); len(frames) > 0 {
		s.Frames = r.section("frames")
	}
}

func (r *reader) version(f *fields) {
	switch n := f.nodes["version"].(type) {
	case nil:
		r.badLine(f.line, "version", "write `version: 1`", "it is missing")
	case *ast.IntegerNode:
		if v, ok := n.Value.(uint64); ok && v > 0 && v <= math.MaxInt32 {
			r.schema.Version = int(v)
			return
		}
		r.bad(n, "version", "", "%s is not a number from 1", n.GetToken().Value)
	default:
		r.bad(n, "version", "", "%s stands here; a number from 1 is expected", kind(n))
	}
}

// typeName reads the field "type" and says how the type is called in messages.
func (r *reader) typeName(f *fields, what string, i int, valid *regexp.Regexp, form, example string, seen map[string]int) string {
	name := f.text("type", true)
	if name == "" {
		f.where = fmt.Sprintf("%s %d", what, i+1)
		return ""
	}
	f.where = what + " " + name
	n := f.nodes["type"]
	if first, ok := seen[name]; ok {
		r.bad(n, f.where, "", "the type is already defined in line %d", first)
	} else {
		seen[name] = line(n)
	}
	if !valid.MatchString(name) {
		hint := "as " + example
		if better := reform(name, form); valid.MatchString(better) {
			hint = fmt.Sprintf("did you mean %q?", better)
		}
		r.bad(n, f.where+", type", hint, "the name of %s type is written in %s", withArticle(what), form)
	}
	return name
}

func withArticle(what string) string {
	if strings.HasPrefix(what, "e") {
		return "an " + what
	}
	return "a " + what
}

const (
	camelCase  = "CamelCase"
	upperSnake = "UPPER_SNAKE"
)

func (r *reader) entity(n ast.Node, i int) {
	f, ok := r.fields(n, fmt.Sprintf("entity %d", i+1), "type", "label", "description", "color", "like", "recognise")
	if !ok {
		return
	}
	t := EntityType{Type: r.typeName(f, "entity", i, entityName, camelCase, "Agency or TradeUnion", r.lines)}
	t.Label = f.text("label", false)
	t.Description = f.text("description", true)
	t.Color = f.text("color", false)
	if t.Color != "" && !colorCode.MatchString(t.Color) {
		r.bad(f.nodes["color"], f.field("color"), `as "#1f77b4", in quotes`, "%q is not a colour", t.Color)
	} else if _, null := f.nodes["color"].(*ast.NullNode); null {
		r.bad(f.nodes["color"], f.field("color"), `as "#1f77b4", in quotes: without them # starts a comment`, "it is empty")
	}
	t.Like = r.like(f, builtin().entities, t.Type)
	r.likes(f, t)
	if n := f.nodes["recognise"]; n != nil {
		t.Recognise = r.recognise(n, f.where+", recognise")
	}
	r.schema.Entities = append(r.schema.Entities, t)
}

func (r *reader) relation(n ast.Node, i int, seen map[string]int) {
	f, ok := r.fields(n, fmt.Sprintf("relation %d", i+1), "type", "label", "inverse", "description", "symmetric", "ends", "like")
	if !ok {
		return
	}
	t := RelationType{Type: r.typeName(f, "relation", i, relationName, upperSnake, "LEADS or PART_OF", seen)}
	t.Label = f.text("label", false)
	t.Inverse = f.text("inverse", false)
	t.Description = f.text("description", true)
	switch n := f.nodes["symmetric"].(type) {
	case nil:
	case *ast.BoolNode:
		t.Symmetric = n.Value
	default:
		r.bad(n, f.field("symmetric"), "", "true or false is expected")
	}
	if t.Symmetric && t.Inverse != "" && t.Inverse != t.Label {
		r.bad(f.nodes["inverse"], f.field("inverse"), "leave it out", "a symmetric relation reads the same both ways")
	}
	for j, n := range f.list("ends", true) {
		where := fmt.Sprintf("%s, ends %d", f.where, j+1)
		if e, ok := r.fields(n, where, "from", "to"); ok {
			t.Ends = append(t.Ends, Ends{From: r.endTypes(e, "from"), To: r.endTypes(e, "to")})
		}
	}
	t.Like = r.like(f, builtin().relations, t.Type)
	r.schema.Relations = append(r.schema.Relations, t)
}

// endTypes reads a list of entity types.
func (r *reader) endTypes(f *fields, key string) []string {
	var names []string
	for _, n := range f.list(key, true) {
		name, ok := scalar(n)
		switch {
		case !ok:
			r.bad(n, f.field(key), "", "%s stands here; an entity type is expected", kind(n))
			continue
		case r.lines[name] == 0:
			known := make([]string, 0, len(r.schema.Entities))
			for _, t := range r.schema.Entities {
				known = append(known, t.Type)
			}
			r.bad(n, f.field(key), Suggest(name, known), "there is no entity type %q", name)
		case slices.Contains(names, name):
			r.bad(n, f.field(key), "", "%s stands in the list a second time", name)
		}
		names = append(names, name)
	}
	return names
}
