package schema

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// What a schema of the user's adds to the reading of text: types that are like built-in ones, words that name its own
// types, frames.

// builtin are the types of the default schema, which the pipeline reads by itself. It is read on its own here, without
// the checks that need it.
var builtin = sync.OnceValue(func() (b struct{ entities, relations []string }) {
	var s Schema
	if err := yaml.Unmarshal(policyYAML, &s); err != nil {
		panic(err) // the embedded file is tested
	}
	for _, t := range s.Entities {
		b.entities = append(b.entities, t.Type)
	}
	for _, t := range s.Relations {
		b.relations = append(b.relations, t.Type)
	}
	return b
})

// like reads the field "like", which names a built-in type.
func (r *reader) like(f *fields, known []string, own string) string {
	if f.nodes["like"] == nil {
		return ""
	}
	name := f.text("like", true)
	switch {
	case name == "":
		return ""
	case !slices.Contains(known, name):
		hint := Suggest(name, known)
		if hint == "" {
			hint = "built-in types: " + strings.Join(known, ", ")
		}
		r.bad(f.nodes["like"], f.field("like"), hint, "there is no built-in type %q", name)
		return ""
	case slices.Contains(known, own) && own != name:
		r.bad(f.nodes["like"], f.field("like"), "", "%s is itself a built-in type and is read as such; leave `like` out or rename the type", own)
	}
	return name
}

// likes refuses a second entity type that would take over the same built-in one: nothing would say which of the two a
// name belongs to.
func (r *reader) likes(f *fields, t EntityType) {
	if t.Like == "" {
		return
	}
	for _, other := range r.schema.Entities {
		if other.Type == t.Like || other.Like == t.Like {
			r.bad(f.nodes["like"], f.field("like"), "one of them can say by `recognise` how text names it instead",
				"%s already takes what is read as %s", other.Type, t.Like)
			return
		}
	}
}

// recognise reads how text names an entity.
func (r *reader) recognise(n ast.Node, where string) *Recognise {
	f, ok := r.fields(n, where, "names", "heads", "nouns", "patterns")
	if !ok {
		return nil
	}
	rec := &Recognise{
		Names: r.words(f, "names"), Heads: r.words(f, "heads"), Nouns: r.words(f, "nouns"), Patterns: r.words(f, "patterns"),
	}
	for i, p := range rec.Patterns {
		re, err := regexp.Compile(p)
		switch {
		case err != nil:
			hint := `a bracket, point or star that stands for itself has \ before it`
			if f.element("patterns", i).GetToken().Type == token.DoubleQuoteType {
				hint = "write it in single quotes"
			}
			r.bad(f.element("patterns", i), f.field("patterns"), hint, "%q is not a regular expression: %s", p, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		case re.MatchString(""):
			r.bad(f.element("patterns", i), f.field("patterns"), "", "%q matches nothing at all, so it would match everywhere", p)
		}
	}
	for i, h := range rec.Heads {
		if strings.ContainsAny(h, " \t") {
			r.bad(f.element("heads", i), f.field("heads"), "whole names go to names, phrases to nouns", "%q is more than one word", h)
		}
	}
	if len(rec.Names)+len(rec.Heads)+len(rec.Nouns)+len(rec.Patterns) == 0 {
		r.badLine(f.line, where, "", "it says nothing: give names, heads, nouns or patterns")
	}
	return rec
}

// element is an element of a list.
func (f *fields) element(key string, i int) ast.Node {
	if seq, ok := f.nodes[key].(*ast.SequenceNode); ok && i < len(seq.Values) {
		return seq.Values[i]
	}
	return f.nodes[key]
}

// words reads a list of texts that may be left out; one that is no text is reported and stays as "", so that places agree.
func (r *reader) words(f *fields, key string) []string {
	var out []string
	for _, n := range f.list(key, false) {
		s, ok := scalar(n)
		if !ok || strings.TrimSpace(s) == "" {
			r.bad(n, f.field(key), "", "%s stands here; a text is expected", kind(n))
		}
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// section is the text of a top-level field of the file, without the line that names it and with all lines before it
// empty, so that line numbers stay.
func (r *reader) section(key string) string {
	var b strings.Builder
	inside := false
	for l := range strings.Lines(r.text) {
		opens := l[0] != ' ' && l[0] != '\t' && l[0] != '#' && l[0] != '-' && strings.TrimSpace(l) != ""
		if opens {
			inside = strings.HasPrefix(l, key+":") || strings.HasPrefix(l, `"`+key+`":`) || strings.HasPrefix(l, "'"+key+"':")
			if inside {
				_, rest, _ := strings.Cut(l, ":")
				if strings.HasPrefix(strings.TrimSpace(rest), "[") {
					b.WriteString(rest) // a list in flow style goes on in this line
					continue
				}
			}
			b.WriteString("\n")
			continue
		}
		if inside {
			b.WriteString(l)
		} else {
			b.WriteString("\n")
		}
	}
	return b.String()
}
