package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"mandate/cmd/mandate/ask"
	"mandate/graph/cypher"
	"mandate/graph/cypher/syntax"

	"github.com/danielgtaylor/huma/v2"
)

// longestQuery is how long a query may be, in bytes; data belongs into parameters.
const longestQuery = 64 << 10

type queryIn struct {
	Query  string `query:"query" required:"true" minLength:"1" maxLength:"16384" doc:"one query in openCypher 9 that reads"`
	Params string `query:"params" maxLength:"16384" doc:"its parameters, as a JSON object"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100000" default:"1000" doc:"how many rows at most"`
}

// Question is a query with its parameters.
type Question struct {
	Query  string          `json:"query" minLength:"1" maxLength:"65536" doc:"one query in openCypher 9 that reads"`
	Params json.RawMessage `json:"params,omitempty" doc:"its parameters: an object"`
	Limit  int             `json:"limit,omitempty" minimum:"1" maximum:"100000" default:"1000" doc:"how many rows at most"`
}

// Rows are the result of a query. Nodes are objects with id, labels and properties, relationships with id, type, start, end
// and properties, paths with nodes and relationships.
type Rows struct {
	Columns   []string            `json:"columns" nullable:"false"`
	Rows      [][]json.RawMessage `json:"rows" nullable:"false" doc:"a value for each column"`
	Truncated bool                `json:"truncated,omitempty" doc:"there are more rows: raise the limit, or add SKIP and LIMIT"`
	Plan      string              `json:"plan,omitempty" doc:"of a query that begins with EXPLAIN or PROFILE"`
}

func (s *server) queryRoutes() {
	const text = "Only asserted relations count unless the query speaks of `status`. Time, memory and rows are bounded."
	huma.Register(s.api, get("query", "/query", "questions", "Ask in openCypher", text, listErrors), func(ctx context.Context, in *queryIn) (*output[Rows], error) {
		return s.query(ctx, Question{in.Query, json.RawMessage(in.Params), in.Limit})
	})
	op := get("query-long", "/query", "questions", "Ask in openCypher, with a body", text+" For queries that are too long for an address. Nothing changes.", listErrors)
	op.Method, op.MaxBodyBytes = http.MethodPost, 1<<20
	huma.Register(s.api, op, func(ctx context.Context, in *struct{ Body Question }) (*output[Rows], error) {
		return s.query(ctx, in.Body)
	})
}

func (s *server) query(ctx context.Context, in Question) (*output[Rows], error) {
	if len(in.Query) > longestQuery {
		return nil, wrong("the query is longer than %d bytes: hand data over as parameters", longestQuery)
	}
	params, err := ask.Params(in.Params)
	if err != nil {
		return nil, wrong("%v", err)
	}
	v := viewOf(ctx)
	q, err := cypher.Prepare(in.Query, v.Catalog())
	if err != nil {
		return nil, problem(err)
	}
	if q.Writes() {
		return nil, wrong("the query would change the graph; only MATCH and what reads is taken")
	}
	done, err := s.live.Heavy(ctx)
	if err != nil {
		return nil, problem(err)
	}
	defer done()
	rows, err := q.Run(ctx, v.Graph(), cypher.Options{Params: params, Timeout: s.opt.Timeout, MaxMemory: s.opt.MaxMemory, Now: s.opt.Now(), Zone: time.UTC, Clock: s.opt.Now})
	if err != nil {
		return nil, problem(err)
	}
	out := Rows{Columns: rows.Columns, Rows: [][]json.RawMessage{}}
	if out.Columns == nil {
		out.Columns = []string{}
	}
	limit, held := min(in.Limit, s.opt.MaxRows), 0
	for values, err := range rows.All() {
		if err != nil {
			return nil, problem(err)
		}
		if out.Truncated = len(out.Rows) == limit || held > mostBytes; out.Truncated {
			break
		}
		row := make([]json.RawMessage, len(values))
		for i, value := range values {
			if row[i], err = ask.AppendJSON(nil, value); err != nil {
				return nil, problem(err)
			}
			held += len(row[i])
		}
		out.Rows = append(out.Rows, row)
	}
	if q.Mode() == syntax.Explain || q.Mode() == syntax.Profile {
		out.Plan = rows.Plan()
	}
	return reply(out, nil)
}

// mostBytes is how large an answer to a query grows before it is cut off.
const mostBytes = 16 << 20
