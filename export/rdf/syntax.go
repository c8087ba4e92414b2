package rdf

import (
	"bufio"
	"io"

	"mandate/export/view"
	"mandate/graph"
)

// WriteNQuads writes one statement a line.
func WriteNQuads(w io.Writer, g graph.Reader, opt view.Options) error {
	return write(&nquads{out: bufio.NewWriterSize(w, 1<<16)}, g, opt)
}

// WriteTurtle writes Turtle, without the graphs.
func WriteTurtle(w io.Writer, g graph.Reader, opt view.Options) error {
	return write(&turtle{out: bufio.NewWriterSize(w, 1<<16)}, g, opt)
}

// WriteJSONLD writes JSON-LD with its context in the file, so that reading it needs no network. It leaves out the graphs.
func WriteJSONLD(w io.Writer, g graph.Reader, opt view.Options) error {
	return write(&jsonld{out: bufio.NewWriterSize(w, 1<<16)}, g, opt)
}

type nquads struct {
	out             *bufio.Writer
	b               []byte
	subject, source string
}

func (s *nquads) head()                       {}
func (s *nquads) open(subject, source string) { s.subject, s.source = subject, source }
func (s *nquads) close()                      {}
func (s *nquads) tail() error                 { return s.out.Flush() }

func (s *nquads) property(property string, values ...term) {
	for _, t := range values {
		b := append(append(s.b[:0], '<'), s.subject...)
		b = append(append(append(b, "> <"...), expand(property)...), "> "...)
		switch t.kind {
		case 'i':
			b = append(append(append(b, '<'), t.value...), '>')
		case 'p':
			b = append(append(append(b, '<'), expand(t.value)...), '>')
		default:
			datatype, value := literalType(t)
			b = appendString(b, value)
			if datatype != "" {
				b = append(append(append(b, "^^<"...), expand(datatype)...), '>')
			}
		}
		if s.source != "" {
			b = append(append(append(b, " <"...), s.source...), '>')
		}
		b = append(b, " .\n"...)
		s.b = b
		_, _ = s.out.Write(s.b) // a bufio.Writer keeps its first error, which Flush returns
	}
}

type turtle struct {
	out   *bufio.Writer
	first bool
}

func (s *turtle) head() {
	for _, p := range prefixes {
		_, _ = s.out.WriteString("@prefix " + p[0] + ": <" + p[1] + "> .\n")
	}
}

func (s *turtle) open(subject, _ string) {
	_, _ = s.out.WriteString("\n<" + subject + ">")
	s.first = true
}

func (s *turtle) close() { _, _ = s.out.WriteString(" .\n") }

func (s *turtle) tail() error { return s.out.Flush() }

func (s *turtle) property(property string, values ...term) {
	if !s.first {
		_, _ = s.out.WriteString(" ;")
	}
	s.first = false
	if property[0] == '<' {
		property += ">"
	}
	b := append([]byte("\n    "), property...)
	for i, t := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, ' ')
		switch t.kind {
		case 'i':
			b = append(append(append(b, '<'), t.value...), '>')
		case 'p':
			b = append(b, t.value...)
		case 'n', 'd':
			b = append(b, t.value...)
		default:
			datatype, value := literalType(t)
			b = appendString(b, value)
			if datatype != "" {
				b = append(append(b, "^^"...), datatype...)
			}
		}
	}
	_, _ = s.out.Write(b)
}

type jsonld struct {
	out   *bufio.Writer
	begun bool
}

func (s *jsonld) head() {
	b := []byte("{\"@context\":{")
	for i, p := range prefixes {
		if i > 0 {
			b = append(b, ',')
		}
		b = view.AppendJSON(append(view.AppendJSON(b, p[0]), ':'), p[1])
	}
	_, _ = s.out.Write(append(b, "},\n\"@graph\":["...))
}

func (s *jsonld) open(subject, _ string) {
	if s.begun {
		_ = s.out.WriteByte(',')
	}
	s.begun = true
	_, _ = s.out.Write(view.AppendJSON([]byte("\n{\"@id\":"), subject))
}

func (s *jsonld) close() { _ = s.out.WriteByte('}') }

func (s *jsonld) tail() error {
	_, _ = s.out.WriteString("\n]}\n")
	return s.out.Flush()
}

func (s *jsonld) property(property string, values ...term) {
	b := []byte{','}
	if property == "rdf:type" {
		b = append(b, `"@type"`...)
	} else if property[0] == '<' {
		b = view.AppendJSON(b, property[1:])
	} else {
		b = view.AppendJSON(b, property)
	}
	b = append(b, ":["...)
	for i, t := range values {
		if i > 0 {
			b = append(b, ',')
		}
		datatype, value := literalType(t)
		switch {
		case property == "rdf:type":
			b = view.AppendJSON(b, value)
		case t.kind == 'i':
			b = append(view.AppendJSON(append(b, `{"@id":`...), value), '}')
		case t.kind == 'p':
			b = append(view.AppendJSON(append(b, `{"@id":`...), expand(value)), '}')
		case datatype != "":
			b = view.AppendJSON(append(b, `{"@type":`...), datatype)
			b = append(view.AppendJSON(append(b, `,"@value":`...), value), '}')
		default:
			b = append(view.AppendJSON(append(b, `{"@value":`...), value), '}')
		}
	}
	_, _ = s.out.Write(append(b, ']'))
}
