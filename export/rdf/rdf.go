// Package rdf writes a graph as RDF: N-Quads, Turtle and JSON-LD of the same statements.
//
// An entity is a resource with rdfs:label, skos:altLabel and a class: that of the W3C Organization ontology or schema.org where one
// fits, and mandate's own. An edge is there twice: as a plain triple, so that one can ask for it as usual, where it is asserted,
// and as an rdf:Statement that bears status, support, independent support, confidence and dates. Each statement of a document is a prov:Entity
// that was quoted from the document, with a Web Annotation target: the quote with oa:TextQuoteSelector and its place in bytes of UTF-8
// with oa:TextPositionSelector. There are no blank nodes, so that same graph is same bytes.
//
// In N-Quads what a document says stands in the graph that the document names; the rest in the default graph.
package rdf

import (
	"io"
	"strconv"

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"
)

// Base is where the identifiers of entities, edges, evidence and documents begin; Terms are mandate's own words.
const (
	Base  = "urn:mandate:"
	Terms = "urn:mandate:term:"
)

// The vocabularies, by prefix.
var prefixes = [][2]string{
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
	{"skos", "http://www.w3.org/2004/02/skos/core#"},
	{"dcterms", "http://purl.org/dc/terms/"},
	{"prov", "http://www.w3.org/ns/prov#"},
	{"oa", "http://www.w3.org/ns/oa#"},
	{"org", "http://www.w3.org/ns/org#"},
	{"schema", "https://schema.org/"},
	{"m", Terms},
}

// classes are the classes of other vocabularies that fit the types of the default schema.
var classes = map[string]string{
	"Agency": "org:Organization", "Law": "schema:Legislation", "Program": "schema:Project", "Region": "schema:Place",
	"Issue": "skos:Concept", "Group": "schema:Audience", "Person": "schema:Person",
}

// term is the object of a triple.
type term struct {
	kind  byte // 'i' IRI, 'p' prefixed name, 's' string, 'd' double, 'n' integer, 'b' boolean, 't' date of the precision that it has
	value string
}

func iri(s string) term                      { return term{'i', s} }
func name(s string) term                     { return term{'p', s} }
func text(s string) term                     { return term{'s', s} }
func whole(n int) term                       { return term{'n', strconv.Itoa(n)} }
func double(f float64) term                  { return term{'d', strconv.FormatFloat(f, 'E', -1, 64)} }
func documentIRI(id graph.DocumentID) string { return Base + "document:" + percent(string(id)) }
func entityIRI(id graph.EntityID) string     { return Base + "entity:" + percent(string(id)) }

// sink is a syntax. A resource is opened, given its properties, and closed; source is the graph that it stands in, "" for the default one.
type sink interface {
	head()
	open(subject, source string)
	property(name string, values ...term)
	close()
	tail() error
}

func write(s sink, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	s.head()
	pipelines := map[string]bool{}
	for doc, err := range v.Graph.Documents() {
		if err != nil {
			return err
		}
		document(s, &doc, pipelines)
	}
	for ent, err := range v.Nodes("") {
		if err != nil {
			return err
		}
		entity(s, v, &ent)
	}
	for e, err := range v.Stream("") {
		if err != nil {
			return err
		}
		edge(s, v, e)
	}
	return s.tail()
}

func document(s sink, doc *graph.Document, pipelines map[string]bool) {
	if doc.Pipeline != "" && !pipelines[doc.Pipeline] {
		pipelines[doc.Pipeline] = true
		s.open(Base+"agent:mandate:"+percent(doc.Pipeline), "")
		s.property("rdf:type", name("prov:SoftwareAgent"))
		s.property("rdfs:label", text("mandate, pipeline "+doc.Pipeline))
		s.close()
	}
	s.open(documentIRI(doc.ID), "")
	s.property("rdf:type", name("prov:Entity"), name("schema:DigitalDocument"))
	s.property("dcterms:identifier", text(string(doc.ID)))
	optional(s, "dcterms:title", doc.Title)
	if doc.Date != "" {
		s.property("dcterms:date", date(doc.Date))
	}
	optional(s, "dcterms:spatial", doc.Country)
	optional(s, "m:marking", doc.Marking)
	optional(s, "m:sha256", doc.Hash)
	s.close()
}

func optional(s sink, property, value string) {
	if value != "" {
		s.property(property, text(value))
	}
}

func entity(s sink, v *view.View, ent *graph.Entity) {
	s.open(entityIRI(ent.ID), "")
	types := []term{iri(Terms + percent(ent.Type))}
	if class, ok := classes[ent.Type]; ok {
		types = append(types, name(class))
	}
	s.property("rdf:type", types...)
	s.property("rdfs:label", text(ent.Name))
	var aliases []term
	for _, a := range ent.Aliases {
		aliases = append(aliases, text(a))
	}
	if len(aliases) > 0 {
		s.property("skos:altLabel", aliases...)
	}
	s.property("dcterms:identifier", text(string(ent.ID)))
	optional(s, "m:country", ent.Country)
	s.property("m:documents", whole(ent.Documents))
	s.property("m:mentions", whole(ent.Mentions))
	fields := attribute.Measures(v)
	for i, value := range attribute.Measured(nil, v, ent.ID) {
		switch x := value.(type) {
		case float64:
			s.property("m:"+fields[i].Name, double(x))
		case int:
			s.property("m:"+fields[i].Name, whole(x))
		case string:
			s.property("m:"+fields[i].Name, text(x))
		}
	}
	s.close()
}

func edge(s sink, v *view.View, e *view.Edge) {
	rel := &e.Relation
	subject, object, predicate := entityIRI(e.Subject), entityIRI(e.Object), Terms+percent(e.Type)
	if rel.Status == graph.Asserted {
		s.open(subject, "")
		s.property("<"+predicate, iri(object))
		s.close()
	}
	id := Base + "edge:" + rel.ID()
	s.open(id, "")
	s.property("rdf:type", name("rdf:Statement"), name("prov:Entity"))
	s.property("rdf:subject", iri(subject))
	s.property("rdf:predicate", iri(predicate))
	s.property("rdf:object", iri(object))
	s.property("rdfs:label", text(v.RelationType(e.Type).Label))
	s.property("m:status", text(rel.Status.String()))
	s.property("m:support", whole(rel.Support))
	s.property("m:independent", whole(rel.Independent))
	s.property("m:confidence", double(rel.Confidence))
	validity(s, rel.Since, rel.Until)
	sources := make([]term, len(e.Statements))
	for i := range sources {
		sources[i] = iri(Base + "evidence:" + string(e.Statements[i].ID))
	}
	s.property("prov:wasDerivedFrom", sources...)
	s.close()
	for i := range e.Statements {
		evidence(s, id, &e.Statements[i])
	}
}

func validity(s sink, since, until string) {
	if since != "" {
		s.property("m:since", date(since))
	}
	if until != "" {
		s.property("m:until", date(until))
	}
}

// evidence is an annotation whose body is the edge and whose target are the words of the document.
func evidence(s sink, edge string, st *graph.Statement) {
	ev := &st.Evidence
	doc := documentIRI(ev.Document)
	id := Base + "evidence:" + string(st.ID)
	s.open(id, doc)
	s.property("rdf:type", name("oa:Annotation"), name("prov:Entity"))
	s.property("oa:hasBody", iri(edge))
	s.property("oa:hasTarget", iri(id+":target"))
	s.property("prov:wasQuotedFrom", iri(doc))
	s.property("prov:value", text(ev.Quote))
	s.property("m:status", text(st.Status.String()))
	s.property("m:confidence", double(ev.Confidence))
	s.property("m:rule", text(ev.Rule))
	optional(s, "m:paragraph", ev.Paragraph)
	optional(s, "m:marking", ev.Marking)
	validity(s, st.Since, st.Until)
	s.close()
	s.open(id+":target", doc)
	s.property("rdf:type", name("oa:SpecificResource"))
	s.property("oa:hasSource", iri(doc))
	s.property("oa:hasSelector", iri(id+":quote"), iri(id+":position"))
	s.close()
	s.open(id+":quote", doc)
	s.property("rdf:type", name("oa:TextQuoteSelector"))
	s.property("oa:exact", text(ev.Quote))
	s.close()
	s.open(id+":position", doc)
	s.property("rdf:type", name("oa:TextPositionSelector"))
	s.property("oa:start", whole(ev.Span.Start))
	s.property("oa:end", whole(ev.Span.End))
	s.close()
}

// WriteShapes writes the SHACL shapes, in Turtle, that every export satisfies.
func WriteShapes(w io.Writer) error {
	_, err := io.WriteString(w, shapes)
	return err
}
