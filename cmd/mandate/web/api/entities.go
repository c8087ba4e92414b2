package api

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/cmd/mandate/web/live"
	"mandate/graph"

	"github.com/danielgtaylor/huma/v2"
)

type entitiesIn struct {
	Page
	Q       string `query:"q" maxLength:"500" doc:"only entities of which a name or alias has these words, the last one perhaps only begun: the best first"`
	Type    string `query:"type" maxLength:"100" doc:"only entities of this type"`
	Country string `query:"country" maxLength:"2" doc:"only entities of this country, ISO 3166-1 alpha-2"`
}

// Members are the names as documents give them, as identifiers, that were found to be one entity.
type Members struct {
	Members []string `json:"members" nullable:"false"`
}

// EntityPath names an entity.
type EntityPath struct {
	ID string `path:"id" maxLength:"2000" doc:"identifier, with / as %2F"`
}

func (s *server) entityRoutes() {
	huma.Register(s.api, get("entities", "/entities", "graph", "Search or list entities", "By name with q, else all by identifier.", listErrors), s.entities)
	huma.Register(s.api, get("entity", "/entities/{id}", "graph", "An entity", "", itemErrors), s.entity)
	huma.Register(s.api, get("entity-members", "/entities/{id}/members", "graph", "What an entity was put together from",
		"The names as documents give them, as identifiers, that were found to be this one. Under a highest marking none is told.", itemErrors), s.entityMembers)
	huma.Register(s.api, get("entity-relations", "/entities/{id}/relations", "graph", "The relations of an entity",
		"Outgoing ones first, by type and other end.", itemErrors), s.entityRelations)
	huma.Register(s.api, get("entity-mentions", "/entities/{id}/mentions", "graph", "Where documents name an entity", "", itemErrors), s.entityMentions)
}

func (s *server) entities(ctx context.Context, in *entitiesIn) (*output[List[Entity]], error) {
	v := viewOf(ctx)
	if err := knownType(in.Type, v.EntityTypes(), "entities"); err != nil {
		return nil, err
	}
	if in.Q != "" {
		return reply(searchEntities(ctx, v, in))
	}
	return reply(listEntities(ctx, v, in))
}

func searchEntities(ctx context.Context, v *live.View, in *entitiesIn) (List[Entity], error) {
	page := List[Entity]{Items: []Entity{}}
	from, err := readOffset(in.Cursor)
	if err != nil {
		return page, err
	}
	if from > mostScanned {
		return page, wrong("a search shows no more than its first %d entities: give more words", mostScanned)
	}
	found, more, partial, err := v.Search(ctx, in.Q, in.Type, from, in.Limit)
	for _, ent := range found {
		if in.Country == "" || strings.EqualFold(ent.Country, in.Country) {
			page.Items = append(page.Items, newEntity(ent))
		}
	}
	page.Partial = partial
	if partial {
		passing(ctx)
	}
	if more {
		page.Next = cursor(strconv.Itoa(from + in.Limit))
	}
	return page, err
}

func listEntities(ctx context.Context, v *live.View, in *entitiesIn) (List[Entity], error) {
	page := List[Entity]{Items: []Entity{}}
	after, err := readCursor(in.Cursor, 1)
	if err != nil {
		return page, err
	}
	last := graph.EntityID("")
	if after != nil {
		last = graph.EntityID(after[0])
	}
	scanned := 0
	for ent, err := range v.EntitiesAfter(in.Type, last) {
		if err == nil && scanned&255 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return page, err
		}
		if len(page.Items) == in.Limit || scanned == mostScanned {
			page.Next = cursor(string(last))
			break
		}
		scanned++
		last = ent.ID
		if in.Country == "" || strings.EqualFold(ent.Country, in.Country) {
			page.Items = append(page.Items, newEntity(ent))
		}
	}
	return page, nil
}

// knownType refuses a type that is nowhere, with the one that may have been meant.
func knownType(name string, known []string, of string) error {
	if name == "" || slices.Contains(known, name) {
		return nil
	}
	slices.Sort(known)
	return wrong("there are no %s of type %q%s", of, name, ask.DidYouMean(ask.Nearest(name, slices.Compact(known), 1)))
}

func (s *server) entity(ctx context.Context, in *EntityPath) (*output[Entity], error) {
	ent, err := viewOf(ctx).Entity(graph.EntityID(in.ID))
	return reply(newEntity(ent), err)
}

// entityMembers reads every document that names the entity, so it is a route of its own.
func (s *server) entityMembers(ctx context.Context, in *EntityPath) (*output[Members], error) {
	v := viewOf(ctx)
	ent, err := v.Entity(graph.EntityID(in.ID))
	if err != nil {
		return nil, problem(err)
	}
	done, err := s.live.Heavy(ctx)
	if err != nil {
		return nil, problem(err)
	}
	defer done()
	found, err := v.Members(ent.ID)
	out := Members{Members: []string{}}
	for _, id := range found {
		out.Members = append(out.Members, string(id))
	}
	return reply(out, err)
}

type entityRelationsIn struct {
	EntityPath
	Page
	RelationFilter
	Direction string `query:"direction" enum:"out,in,both" default:"both" doc:"relations that begin at the entity, or end at it"`
}

func (s *server) entityRelations(ctx context.Context, in *entityRelationsIn) (*output[List[Relation]], error) {
	v := viewOf(ctx)
	id := graph.EntityID(in.ID)
	if _, err := v.Entity(id); err != nil {
		return nil, problem(err)
	}
	if err := s.knownRelation(v, in.Type); err != nil {
		return nil, err
	}
	keep, err := in.keep()
	if err != nil {
		return nil, err
	}
	after, err := readCursor(in.Cursor, 4)
	if err != nil {
		return nil, err
	}
	dir := map[string]graph.Direction{"out": graph.Out, "in": graph.In, "both": graph.Both}[in.Direction]
	place := func(rel graph.Relation) []string { // in the order of the list
		side := "in"
		if dir != graph.In && rel.Subject == id {
			side = "out"
		}
		return []string{side, string(rel.Subject), rel.Type, string(rel.Object)}
	}
	page := List[Relation]{Items: []Relation{}}
	who := namesIn(v)
	var last []string
	for rel, err := range v.Relations(id, dir, in.Type) {
		if err != nil {
			return nil, problem(err)
		}
		at := place(rel)
		if after != nil && (at[0] == "out" && after[0] == "in" || at[0] == after[0] && slices.Compare(at[1:], after[1:]) <= 0) || !keep(rel) {
			continue
		}
		if len(page.Items) == in.Limit {
			page.Next = cursor(last...)
			break
		}
		r, err := who.relation(rel)
		if err != nil {
			return nil, problem(err)
		}
		last = at
		page.Items = append(page.Items, r)
	}
	return reply(page, nil)
}

// Mention is a place where a document names an entity.
type Mention struct {
	Document string `json:"document"`
	Passage  int    `json:"passage" doc:"ordinal of the passage, from 1"`
	Start    int    `json:"start" doc:"offset into the text of the document, in bytes of UTF-8"`
	End      int    `json:"end"`
}

type entityMentionsIn struct {
	EntityPath
	Page
}

func (s *server) entityMentions(ctx context.Context, in *entityMentionsIn) (*output[List[Mention]], error) {
	v := viewOf(ctx)
	id := graph.EntityID(in.ID)
	if _, err := v.Entity(id); err != nil {
		return nil, problem(err)
	}
	from, err := readOffset(in.Cursor)
	if err != nil {
		return nil, err
	}
	page := List[Mention]{Items: []Mention{}}
	n := 0
	for m, err := range v.Mentions(id) {
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
		page.Items = append(page.Items, Mention{string(m.Document), m.Passage, m.Span.Start, m.Span.End})
	}
	return reply(page, nil)
}
