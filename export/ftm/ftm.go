// Package ftm writes a graph as FollowTheMoney entities, one JSON object a line, for Aleph, OpenAleph and OpenSanctions' tools.
//
// An agency is an Organization, a program a Project, a law a Document with its name as title (the model has nothing
// for laws), a region an Address, a person a Person; sources are Documents. Issues and groups have no
// schema: they are keywords of the nodes that point to them. An edge is a ProjectParticipant, Membership or Payment where the model has
// one for its ends, else an UnknownLink with the relation type as role. Every statement is a Documentation of each end, with the quote.
//
// The model cannot say that something is planned, reported or denied, so that only asserted statements are written unless the
// options name others; the status is in the description then.
package ftm

import (
	"crypto/sha1" //nolint:gosec // a short identifier, no secret
	"encoding/hex"
	"io"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// schemata are the schemas of the model for our types. Those that are not here become keywords.
var schemata = map[string]string{
	"Agency": "Organization", "Program": "Project", "Law": "Document", "Region": "Address", "Person": "Person",
}

// Write writes the graph.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	if len(opt.Statuses) == 0 {
		opt.Statuses = []graph.Status{graph.Asserted}
	}
	var failed error
	err := view.Write{
		Head: func(b []byte, v *view.View) []byte {
			for doc, err := range v.Graph.Documents() {
				if err != nil {
					failed = err
					break
				}
				b = document(b, &doc)
			}
			return b
		},
		Node: func(b []byte, v *view.View, _ int, ent *graph.Entity) []byte {
			b, err := node(b, v, ent)
			if err != nil && failed == nil {
				failed = err
			}
			return b
		},
		Edge: func(b []byte, v *view.View, _ int, e *view.Edge) []byte {
			b, err := edge(b, v, e)
			if err != nil && failed == nil {
				failed = err
			}
			return b
		},
	}.To(w, g, opt)
	if err == nil {
		err = failed
	}
	return err
}

// id is an identifier that the model allows: letters, digits, "-".
func id(kind, key string) string {
	sum := sha1.Sum([]byte(kind + "\x00" + key)) //nolint:gosec // as above
	return "mandate-" + hex.EncodeToString(sum[:])
}

func entityID(key graph.EntityID) string     { return id("entity", string(key)) }
func documentID(key graph.DocumentID) string { return id("document", string(key)) }

// The model refuses longer values: an address has at most 250 characters, a text 65,000. What is longer is cut, with "…" at its end.
const (
	nameLimit = 250
	textLimit = 65000
)

// record writes one entity of the model.
type record struct {
	b     []byte
	first bool
}

func begin(b []byte, id, schema string) record {
	b = view.AppendJSON(append(b, `{"id":`...), id)
	b = view.AppendJSON(append(b, `,"schema":`...), schema)
	return record{append(b, `,"properties":{`...), true}
}

// set gives a property its values, without those that are empty.
func (r *record) set(property string, values ...string) {
	limit := nameLimit
	if property == "summary" {
		limit = textLimit
	}
	n := 0
	for _, value := range values {
		if value = view.Clip(view.Clean(value), limit); value == "" {
			continue
		}
		if n == 0 {
			if !r.first {
				r.b = append(r.b, ',')
			}
			r.first = false
			r.b = append(append(append(r.b, '"'), property...), `":[`...)
		} else {
			r.b = append(r.b, ',')
		}
		n++
		r.b = view.AppendJSON(r.b, value)
	}
	if n > 0 {
		r.b = append(r.b, ']')
	}
}

func (r *record) end() []byte { return append(r.b, "}}\n"...) }

func document(b []byte, doc *graph.Document) []byte {
	r := begin(b, documentID(doc.ID), "Document")
	r.set("fileName", string(doc.ID))
	r.set("title", doc.Title)
	r.set("date", date(doc.Date))
	r.set("country", strings.ToLower(doc.Country))
	return r.end()
}

func node(b []byte, v *view.View, ent *graph.Entity) ([]byte, error) {
	schema, ok := schemata[ent.Type]
	if !ok {
		return b, nil
	}
	r := begin(b, entityID(ent.ID), schema)
	switch schema {
	case "Document":
		r.set("fileName", ent.Name)
		r.set("title", ent.Name)
		r.set("name", ent.Name)
	case "Address":
		r.set("full", ent.Name)
		r.set("name", ent.Name)
	default:
		r.set("name", ent.Name)
	}
	r.set("alias", ent.Aliases...)
	r.set("country", strings.ToLower(ent.Country))
	words, err := keywords(v, ent.ID)
	if err != nil {
		return b, err
	}
	r.set("keywords", words...)
	return r.end(), nil
}

// keywords are the names of what a node points to that has no schema.
func keywords(v *view.View, from graph.EntityID) ([]string, error) {
	var words []string
	seen := map[graph.EntityID]bool{}
	for e, err := range v.EdgesOf(from) {
		if err != nil {
			return nil, err
		}
		if e.Subject != from || seen[e.Object] {
			continue
		}
		seen[e.Object] = true
		ent, err := v.Graph.Entity(e.Object)
		if err != nil {
			return nil, err
		}
		if schemata[ent.Type] == "" {
			words = append(words, ent.Name)
		}
	}
	return words, nil
}

func edge(b []byte, v *view.View, e *view.Edge) ([]byte, error) {
	subject, err := v.Graph.Entity(e.Subject)
	if err != nil {
		return b, err
	}
	object, err := v.Graph.Entity(e.Object)
	if err != nil {
		return b, err
	}
	from, to := schemata[subject.Type], schemata[object.Type]
	if from == "" || to == "" {
		return b, nil
	}
	schema, source, target := link(e.Type, from, to)
	label := v.RelationType(e.Type).Label
	r := begin(b, id("edge", e.Relation.ID()), schema)
	r.set(source, entityID(e.Subject))
	r.set(target, entityID(e.Object))
	if schema == "Payment" {
		r.set("purpose", label)
	} else {
		r.set("role", label)
	}
	r.set("startDate", date(e.Relation.Since))
	r.set("endDate", date(e.Relation.Until))
	best := &e.Best().Evidence
	r.set("summary", view.PlainQuote(best))
	r.set("recordId", view.Place(best))
	if e.Relation.Status != graph.Asserted {
		r.set("description", "status: "+e.Relation.Status.String())
	}
	b = r.end()
	for i := range e.Statements {
		st := &e.Statements[i]
		for i, end := range []graph.EntityID{e.Subject, e.Object} {
			if i == 1 && end == e.Subject {
				continue
			}
			r := begin(b, id("evidence", string(st.ID)+string(end)), "Documentation")
			r.set("document", documentID(st.Evidence.Document))
			r.set("entity", entityID(end))
			r.set("role", label)
			r.set("summary", view.PlainQuote(&st.Evidence))
			r.set("recordId", view.Place(&st.Evidence))
			b = r.end()
		}
	}
	return b, nil
}

// link is the schema of an edge and the properties that hold its ends.
func link(relation, from, to string) (schema, source, target string) {
	legal := func(s string) bool { return s == "Organization" || s == "Person" }
	switch {
	case legal(from) && to == "Project":
		return "ProjectParticipant", "participant", "project"
	case legal(from) && to == "Organization" && (relation == "PART_OF" || relation == "PARTICIPATES_IN"):
		return "Membership", "member", "organization"
	case legal(from) && legal(to) && relation == "FUNDS":
		return "Payment", "payer", "beneficiary"
	}
	return "UnknownLink", "subject", "object"
}

// date is a date as the model takes it: the day at most, "" when it is none.
func date(s string) string {
	if len(s) > 10 {
		s = s[:10]
	}
	for i, c := range s {
		if (i == 4 || i == 7) != (c == '-') || c != '-' && (c < '0' || c > '9') {
			return ""
		}
	}
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return ""
	}
	return s
}
