package diagram

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"mandate/export/view"
	"mandate/graph"
)

// mostEvents is how many statements a timeline shows when the options do not say.
const mostEvents = 40

const secondsADay = 86400

// Event is a statement with its date.
type Event struct {
	Edge            view.Edge // without its other statements
	Subject, Object graph.Entity
	From, To        string // ISO dates of the precision stated; To is "" where there is one date only
	Stated          bool   // the sentence says the date; else it is that of the document
}

// When is the date in words, to the day at most.
func (ev *Event) When() string {
	const day = len("2006-01-02")
	from, to := ev.From[:min(day, len(ev.From))], ev.To[:min(day, len(ev.To))]
	if to == "" || to == from {
		return from
	}
	return from + " – " + to
}

// Day reads an ISO date of any precision: its first day, as days since 1970, and whether it is one. The last day of the
// year or month is asked for with last.
func Day(date string, last bool) (int, bool) {
	for _, p := range []struct {
		form                string
		years, months, days int // how long such a date lasts
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if len(date) < len(p.form) {
			continue
		}
		t, err := time.Parse(p.form, date[:len(p.form)])
		if err != nil {
			continue
		}
		if last {
			t = t.AddDate(p.years, p.months, p.days).AddDate(0, 0, -1)
		}
		return int(math.Floor(float64(t.Unix()) / secondsADay)), true
	}
	return 0, false
}

// timeline is the statements that have a date, those that state one first, then those about the most central nodes.
func timeline(c *chooser) error {
	if err := c.weigh(nil); err != nil {
		return err
	}
	dates := map[graph.DocumentID]string{}
	limit := c.limit(mostEvents)
	var events []Event
	dated, without := 0, 0
	best := func(a, b Event) int {
		weight := func(e *Event) float64 { return c.rank(e.Edge.Subject) + c.rank(e.Edge.Object) }
		stated := func(e *Event) int {
			if e.Stated {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(stated(&b), stated(&a)), cmp.Compare(weight(&b), weight(&a)),
			a.Edge.RelationKey.Compare(b.Edge.RelationKey), cmp.Compare(a.Edge.Statements[0].ID, b.Edge.Statements[0].ID))
	}
	for e, err := range c.view.Edges("") {
		if err != nil {
			return err
		}
		for i := range e.Statements {
			ev, ok, err := c.event(&e, i, dates)
			if err != nil {
				return err
			}
			if !ok {
				without++
				continue
			}
			dated++
			events = append(events, ev)
		}
		if limit >= 0 && len(events) > 1000+4*limit {
			slices.SortFunc(events, best)
			events = atMost(events, limit)
		}
	}
	slices.SortFunc(events, best)
	events = onePerDocument(events)
	c.d.Events = atMost(events, limit)
	for i := range c.d.Events {
		ev := &c.d.Events[i]
		var err error
		if ev.Subject, err = c.entity(ev.Edge.Subject); err != nil {
			return err
		}
		if ev.Object, err = c.entity(ev.Edge.Object); err != nil {
			return err
		}
	}
	slices.SortFunc(c.d.Events, func(a, b Event) int {
		x, _ := Day(a.From, false)
		y, _ := Day(b.From, false)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.To, b.To), best(a, b))
	})
	c.d.Form, c.d.Title, c.d.Statements = Calendar, "What is said to happen when", len(c.d.Events)
	c.d.About = "A full mark is a date that the sentence states, a hollow one the date of the document."
	if len(c.d.Events) < dated {
		c.leave("Shown are %d of %s with a date: those that state it first, then those about the most central nodes by %s.", len(c.d.Events), count(dated, "statement"), c.rankedBy())
	}
	if without > 0 {
		c.leave("%s without a date left out.", count(without, "statement"))
	}
	return nil
}

// onePerDocument leaves one of several statements in which a document says the same with the same date.
func onePerDocument(events []Event) []Event {
	seen := map[string]bool{}
	return slices.DeleteFunc(events, func(e Event) bool {
		key := fmt.Sprint(e.Edge.RelationKey.ID(), e.From, e.To, e.Edge.Statements[0].Evidence.Document, e.Edge.Statements[0].Status)
		defer func() { seen[key] = true }()
		return seen[key]
	})
}

// event is a statement of an edge with its date; ok is false when it has none.
func (c *chooser) event(e *view.Edge, i int, dates map[graph.DocumentID]string) (Event, bool, error) {
	st := e.Statements[i]
	ev := Event{Edge: view.Edge{RelationKey: e.RelationKey, Relation: graph.Summarize(e.RelationKey, e.Statements[i:i+1]), Statements: e.Statements[i : i+1]}}
	_, since := Day(st.Since, false)
	_, until := Day(st.Until, false)
	switch {
	case since && until && st.Since != st.Until:
		ev.From, ev.To, ev.Stated = st.Since, st.Until, true
	case since:
		ev.From, ev.Stated = st.Since, true
	case until:
		ev.From, ev.Stated = st.Until, true
	default:
		date, ok := dates[st.Evidence.Document]
		if !ok {
			doc, err := c.view.Graph.Document(st.Evidence.Document)
			if err != nil {
				return ev, false, fmt.Errorf("document %s: %w", st.Evidence.Document, err)
			}
			date = doc.Date
			dates[st.Evidence.Document] = date
		}
		if _, ok := Day(date, false); !ok {
			return ev, false, nil
		}
		ev.From = date
	}
	return ev, true, nil
}
