package neo4j

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"mandate/export/attribute"
	"mandate/export/view"
	"mandate/graph"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Batch is how many rows go into one transaction when [Push] is not told otherwise.
const Batch = 1000

// Sent counts what a server has taken.
type Sent struct{ Nodes, Relationships int }

// Push sends a graph to the database of a session, as [WriteCypher] writes it: nodes and relationships are merged by their
// identifier, so that sending it again changes nothing, and a push that broke off can be repeated. Each batch is one
// transaction of one parameterised query, which the driver repeats when the server asks for it. progress, when it is not
// nil, is told after each batch what has arrived so far.
func Push(ctx context.Context, session driver.SessionWithContext, g graph.Reader, opt view.Options, batch int, progress func(Sent)) (Sent, error) {
	v, err := view.New(g, opt)
	if err != nil {
		return Sent{}, err
	}
	if batch < 1 {
		batch = Batch
	}
	p := &pusher{ctx: ctx, session: session, view: v, batch: batch, progress: progress}
	if err := p.nodes(); err != nil {
		return p.sent, fmt.Errorf("send the nodes: %w", err)
	}
	if err := p.edges(); err != nil {
		return p.sent, fmt.Errorf("send the relationships: %w", err)
	}
	return p.sent, nil
}

// Constrain makes identifiers unique in the database, which also gives them the index without which merging is slow. It
// changes nothing where that is so already.
func Constrain(ctx context.Context, session driver.SessionWithContext) error {
	result, err := session.Run(ctx, constraint, nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	return err
}

type pusher struct {
	ctx      context.Context
	session  driver.SessionWithContext
	view     *view.View
	batch    int
	progress func(Sent)
	sent     Sent
	rows     map[string][]any // by label or type, which cannot be a parameter
	query    func(string) string
	count    *int
}

// MergeNodes and MergeRelationships are the queries that [Push] sends, with the rows as the parameter "rows". The label
// and the type stand in the query itself, in back-quotes where they are more than letters, digits and "_".
func MergeNodes(label string) string {
	return "UNWIND $rows AS row MERGE (n:Entity {id: row.id}) SET n:" + string(name(nil, label)) + ", n += row.properties RETURN count(n) AS arrived"
}

// MergeRelationships is said at [MergeNodes].
func MergeRelationships(kind string) string {
	return "UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target}) MERGE (a)-[r:" + string(name(nil, kind)) +
		" {id: row.id}]->(b) SET r += row.properties RETURN count(r) AS arrived"
}

func (p *pusher) nodes() error {
	p.rows, p.query, p.count = map[string][]any{}, MergeNodes, &p.sent.Nodes
	fields := nodeAttributes(p.view)
	var values []any
	for ent, err := range p.view.Nodes("") {
		if err != nil {
			return err
		}
		values = attribute.Node(values[:0], p.view, &ent)
		properties := parameters(fields, append(values[1:2:2], values[3:]...))
		properties["name"], properties["aliases"] = legal(ent.Name), legals(ent.Aliases)
		if err := p.add(ent.Type, map[string]any{"id": legal(string(ent.ID)), "properties": properties}); err != nil {
			return err
		}
	}
	return p.flush()
}

func (p *pusher) edges() error {
	p.rows, p.query, p.count = map[string][]any{}, MergeRelationships, &p.sent.Relationships
	fields := edgeAttributes()
	var values []any
	for e, err := range p.view.Edges("") {
		if err != nil {
			return err
		}
		values = attribute.Edge(values[:0], p.view, &e)
		properties := parameters(fields, values[2:len(values)-1])
		quotes, places := evidence(&e)
		properties["quotes"], properties["places"] = legals(quotes), legals(places)
		row := map[string]any{"id": e.Relation.ID(), "source": legal(string(e.Subject)), "target": legal(string(e.Object)), "properties": properties}
		if err := p.add(e.Type, row); err != nil {
			return err
		}
	}
	return p.flush()
}

// parameters are attributes as the driver takes them. What is not known is null, which takes away what an earlier push set.
func parameters(fields []attribute.Field, values []any) map[string]any {
	m := make(map[string]any, len(fields)+2)
	for i, value := range values {
		switch x := value.(type) {
		case string:
			m[fields[i].Name] = legal(x)
		case int:
			m[fields[i].Name] = int64(x)
		default:
			m[fields[i].Name] = x
		}
	}
	return m
}

func (p *pusher) add(kind string, row map[string]any) error {
	if p.rows[kind] = append(p.rows[kind], row); len(p.rows[kind]) < p.batch {
		return nil
	}
	return p.send(kind)
}

func (p *pusher) flush() error {
	for _, kind := range slices.Sorted(maps.Keys(p.rows)) {
		if len(p.rows[kind]) > 0 {
			if err := p.send(kind); err != nil {
				return err
			}
		}
	}
	return nil
}

// send merges the rows of a label or type and checks that the server says that all of them have arrived.
func (p *pusher) send(kind string) error {
	rows := p.rows[kind]
	p.rows[kind] = nil
	arrived, err := p.session.ExecuteWrite(p.ctx, func(tx driver.ManagedTransaction) (any, error) {
		result, err := tx.Run(p.ctx, p.query(kind), map[string]any{"rows": rows})
		if err != nil {
			return 0, err
		}
		record, err := result.Single(p.ctx)
		if err != nil {
			return 0, err
		}
		n, _, err := driver.GetRecordValue[int64](record, "arrived")
		return int(n), err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	if n, _ := arrived.(int); n != len(rows) {
		return fmt.Errorf("%s: %d sent, but the server has merged %d: more than one node there may have the same id; "+
			"without the constraint that ids are unique this can happen", kind, len(rows), n)
	}
	*p.count += len(rows)
	if p.progress != nil {
		p.progress(p.sent)
	}
	return nil
}

// legal is a text as the script holds it: the same characters give way to U+FFFD.
func legal(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if !view.LegalXML(r) {
			r = '\ufffd'
		}
		b = append(b, string(r)...)
	}
	return string(b)
}

func legals(list []string) []string {
	out := make([]string, len(list)) // never nil, which would be null
	for i, s := range list {
		out[i] = legal(s)
	}
	return out
}
