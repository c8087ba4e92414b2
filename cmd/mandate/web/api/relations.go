package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"mandate/cmd/mandate/web/live"
	"mandate/graph"

	"github.com/danielgtaylor/huma/v2"
)

// RelationFilter says which relations a list holds.
type RelationFilter struct {
	Type          string   `query:"type" maxLength:"100" doc:"only relations of this type"`
	Status        []string `query:"status" maxItems:"4" enum:"asserted,planned,reported,negated" doc:"only relations of these statuses, with commas between; all when it is missing"`
	MinConfidence float64  `query:"min_confidence" minimum:"0" maximum:"1" doc:"only relations that are at least so sure"`
}

func (f *RelationFilter) keep() (func(graph.Relation) bool, error) {
	statuses, err := readStatuses(f.Status)
	if err != nil {
		return nil, err
	}
	return func(rel graph.Relation) bool {
		return rel.Confidence >= f.MinConfidence && (len(statuses) == 0 || slices.Contains(statuses, rel.Status))
	}, nil
}

func readStatuses(names []string) ([]graph.Status, error) {
	var statuses []graph.Status
	for _, name := range names {
		st, err := graph.ParseStatus(name)
		if err != nil {
			return nil, wrong("%v", err)
		}
		statuses = append(statuses, st)
	}
	return statuses, nil
}

func (s *server) knownRelation(v *live.View, name string) error {
	return knownType(name, v.RelationTypes(), "relations")
}

func (s *server) relationRoutes() {
	huma.Register(s.api, get("relations", "/relations", "graph", "List relations", "By subject, type and object.", listErrors), s.relations)
	huma.Register(s.api, get("statements", "/statements", "graph", "The statements behind a relation",
		"Each is one document saying it in one place, with the quote. Relations have subject, type and object in their answers.", itemErrors), s.statements)
}

type relationsIn struct {
	Page
	RelationFilter
}

func (s *server) relations(ctx context.Context, in *relationsIn) (*output[List[Relation]], error) {
	v := viewOf(ctx)
	if err := s.knownRelation(v, in.Type); err != nil {
		return nil, err
	}
	keep, err := in.keep()
	if err != nil {
		return nil, err
	}
	after, err := readCursor(in.Cursor, 3)
	if err != nil {
		return nil, err
	}
	var last graph.RelationKey
	if after != nil {
		last = graph.RelationKey{Subject: graph.EntityID(after[0]), Type: after[1], Object: graph.EntityID(after[2])}
	}
	page := List[Relation]{Items: []Relation{}}
	who, scanned := namesIn(v), 0
	for rel, err := range v.RelationsAfter("", last) { // of all types: to tell how many were looked at
		if err == nil && scanned&255 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return nil, problem(err)
		}
		if len(page.Items) == in.Limit || scanned == mostScanned {
			page.Next = cursor(string(last.Subject), last.Type, string(last.Object))
			break
		}
		scanned++
		last = rel.RelationKey
		if in.Type != "" && rel.Type != in.Type || !keep(rel) {
			continue
		}
		r, err := who.relation(rel)
		if err != nil {
			return nil, problem(err)
		}
		page.Items = append(page.Items, r)
	}
	return reply(page, nil)
}

type statementsIn struct {
	Page
	Subject string `query:"subject" required:"true" minLength:"1" maxLength:"2000" doc:"identifier of the subject"`
	Type    string `query:"type" required:"true" minLength:"1" maxLength:"100"`
	Object  string `query:"object" required:"true" minLength:"1" maxLength:"2000" doc:"identifier of the object"`
}

func (s *server) statements(ctx context.Context, in *statementsIn) (*output[List[Statement]], error) {
	from, err := readOffset(in.Cursor)
	if err != nil {
		return nil, err
	}
	page := List[Statement]{Items: []Statement{}}
	n := 0
	for st, err := range viewOf(ctx).Statements(graph.RelationKey{Subject: graph.EntityID(in.Subject), Type: in.Type, Object: graph.EntityID(in.Object)}) {
		if err != nil {
			return nil, problem(err)
		}
		if n++; n <= from {
			continue
		}
		if len(page.Items) == in.Limit {
			page.Next = cursor(strconv.Itoa(n - 1))
			break
		}
		page.Items = append(page.Items, newStatement(st))
	}
	if n == 0 {
		return nil, refuse(http.StatusNotFound, "there is no such relation, or it may not be shown")
	}
	return reply(page, nil)
}
