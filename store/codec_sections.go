package store

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
	"mandate/graph"
)

func encodePassages(passages []graph.Passage) []byte {
	m := newMessage()
	for _, p := range passages {
		one := newPart()
		one.text(1, p.Label)
		one.text(2, p.Marking)
		one.bytes(3, appendSpans(nil, p.Span))
		one.text(4, p.Sketch)
		m.bytes(1, one)
	}
	return m
}

func decodePassages(b []byte) ([]graph.Passage, error) {
	var all []graph.Passage
	err := eachTop(b, func(f field) error {
		var p graph.Passage
		err := eachField(f.b, func(f field) (err error) {
			switch f.num {
			case 1:
				p.Label = f.text()
			case 2:
				p.Marking = f.text()
			case 3:
				_, err = readOneSpan(f.b, &p.Span)
			case 4:
				p.Sketch = f.text()
			}
			return err
		})
		all = append(all, p)
		return err
	})
	return all, err
}

func readOneSpan(b []byte, s *graph.Span) ([]byte, error) {
	b, err := numbers(b, &s.Start, &s.End)
	s.End += s.Start
	return b, err
}

func encodeClusters(clusters []graph.Cluster) []byte {
	m := newMessage()
	for _, cl := range clusters {
		one := newPart()
		one.text(1, string(cl.Entity))
		one.text(2, cl.Type)
		one.text(3, cl.Name)
		for _, a := range cl.Aliases {
			one.bytes(4, []byte(a))
		}
		one.text(5, cl.Country)
		if len(cl.Mentions) > 0 {
			one.bytes(6, appendMentions(nil, cl.Mentions))
		}
		for _, r := range cl.Roles {
			one.bytes(7, []byte(r))
		}
		m.bytes(1, one)
	}
	return m
}

func decodeClusters(id graph.DocumentID, b []byte) ([]graph.Cluster, error) {
	all := slices.Grow([]graph.Cluster(nil), countFields(b[min(len(b), 1):]))
	err := eachTop(b, func(f field) error {
		var cl graph.Cluster
		err := eachField(f.b, func(f field) (err error) {
			switch f.num {
			case 1:
				cl.Entity = graph.EntityID(f.b)
			case 2:
				cl.Type = f.text()
			case 3:
				cl.Name = f.text()
			case 4:
				cl.Aliases = append(cl.Aliases, f.text())
			case 5:
				cl.Country = f.text()
			case 6:
				cl.Mentions, err = readMentions(cl.Entity, id, f.b)
			case 7:
				cl.Roles = append(cl.Roles, f.text())
			}
			return err
		})
		all = append(all, cl)
		return err
	})
	return all, err
}

// appendMentions writes mentions one after the other: passage and span. Entity and document are in the key, or around.
func appendMentions(b []byte, mentions []graph.Mention) []byte {
	for _, m := range mentions {
		b = appendSpans(protowire.AppendVarint(b, uint64(m.Passage)), m.Span)
	}
	return b
}

func readMentions(ent graph.EntityID, doc graph.DocumentID, b []byte) ([]graph.Mention, error) {
	var all []graph.Mention
	for len(b) > 0 {
		m := graph.Mention{Entity: ent, Document: doc}
		var err error
		if b, err = numbers(b, &m.Passage); err != nil {
			return nil, err
		}
		if b, err = readOneSpan(b, &m.Span); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// encodeClaims writes the claims. A quote that stands in the text that is kept is left out.
func encodeClaims(claims []graph.Claim, text string) []byte {
	m := newMessage()
	for _, cl := range claims {
		one := newPart()
		one.num(1, cl.Subject)
		one.num(2, cl.Object)
		one.text(3, cl.Type)
		one.num(4, int(cl.Status))
		one.text(5, cl.Since)
		one.text(6, cl.Until)
		one.bytes(7, encodeEvidence(&cl.Evidence, text))
		if cl.Symmetric {
			one.num(8, 1)
		}
		m.bytes(1, one)
	}
	return m
}

// decodeClaims reads claims; text is the document's, "" where quotes are not needed or were written out.
func decodeClaims(id graph.DocumentID, b []byte, text string) ([]graph.Claim, error) {
	all := slices.Grow([]graph.Claim(nil), countFields(b[min(len(b), 1):]))
	err := eachTop(b, func(f field) error {
		var cl graph.Claim
		err := eachField(f.b, func(f field) (err error) {
			switch f.num {
			case 1:
				cl.Subject = f.int()
			case 2:
				cl.Object = f.int()
			case 3:
				cl.Type = f.text()
			case 4:
				cl.Status = graph.Status(f.n)
			case 5:
				cl.Since = f.text()
			case 6:
				cl.Until = f.text()
			case 7:
				var inText bool
				if cl.Evidence, inText, err = decodeEvidence(id, f.b); err == nil && inText && text != "" {
					cl.Evidence.Quote, inText = quoted(cl.Evidence.Span, text)
					if !inText {
						err = fmt.Errorf("%w: a quote lies outside the text", errValue)
					}
				}
			case 8:
				cl.Symmetric = f.n != 0
			}
			return err
		})
		all = append(all, cl)
		return err
	})
	return all, err
}

func quoted(s graph.Span, text string) (string, bool) {
	if s.Start < 0 || s.End < s.Start || s.End > len(text) {
		return "", false
	}
	return text[s.Start:s.End], true
}

func encodeEvidence(ev *graph.Evidence, text string) message {
	m := newPart()
	m.num(1, ev.Passage)
	m.text(2, ev.Paragraph)
	m.text(3, ev.Marking)
	m.bytes(4, appendSpans(appendSpans(nil, ev.Span, ev.Subject, ev.Object), ev.Cues...))
	if q, ok := quoted(ev.Span, text); ok && q != "" && q == ev.Quote {
		m.num(8, 1)
	} else {
		m.text(5, ev.Quote)
	}
	m.text(6, ev.Rule)
	m.float(7, ev.Confidence)
	m.text(9, ev.Sketch)
	m.num(10, int(ev.Obligation))
	m.float(11, ev.Amount.Value)
	m.text(12, ev.Amount.Unit)
	return m
}

// decodeEvidence reads evidence. inText says that the quote is to be taken from the text.
func decodeEvidence(id graph.DocumentID, b []byte) (ev graph.Evidence, inText bool, err error) {
	ev = graph.Evidence{Document: id}
	err = eachField(b, func(f field) error {
		switch f.num {
		case 1:
			ev.Passage = f.int()
		case 2:
			ev.Paragraph = f.text()
		case 3:
			ev.Marking = f.text()
		case 4:
			spans, err := readSpans(f.b)
			if err != nil || len(spans) < 3 {
				return fmt.Errorf("%w: evidence without its spans", errValue)
			}
			ev.Span, ev.Subject, ev.Object = spans[0], spans[1], spans[2]
			if len(spans) > 3 {
				ev.Cues = spans[3:]
			}
		case 5:
			ev.Quote = f.text()
		case 6:
			ev.Rule = f.text()
		case 7:
			ev.Confidence = f.float()
		case 8:
			inText = true
		case 9:
			ev.Sketch = f.text()
		case 10:
			ev.Obligation = graph.Obligation(f.int())
		case 11:
			ev.Amount.Value = f.float()
		case 12:
			ev.Amount.Unit = f.text()
		}
		return nil
	})
	return ev, inText, err
}
