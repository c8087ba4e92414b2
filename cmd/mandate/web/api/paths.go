package api

import (
	"context"
	"errors"

	"mandate/cmd/mandate/web/live"
	"mandate/graph"

	"github.com/danielgtaylor/huma/v2"
)

type pathsIn struct {
	From          string   `query:"from" required:"true" minLength:"1" maxLength:"2000" doc:"identifier of the entity where paths begin"`
	To            string   `query:"to" required:"true" minLength:"1" maxLength:"2000" doc:"identifier of the entity where paths end"`
	Directed      bool     `query:"directed" doc:"follow relations in their direction only"`
	Types         []string `query:"types" maxItems:"50" doc:"only relations of these types, with commas between"`
	Status        []string `query:"status" maxItems:"4" enum:"asserted,planned,reported,negated" doc:"only relations of these statuses; asserted ones when it is missing"`
	MinConfidence float64  `query:"min_confidence" minimum:"0" maximum:"1"`
	Length        int      `query:"length" minimum:"1" maximum:"12" default:"6" doc:"how many relations a path may have"`
	Limit         int      `query:"limit" minimum:"1" maximum:"100" default:"10" doc:"how many paths"`
}

// Path is a way from one entity to another.
type Path struct {
	Length    int        `json:"length"`
	Entities  []Ref      `json:"entities" nullable:"false"`
	Relations []Relation `json:"relations" nullable:"false" doc:"between one entity and the next, each perhaps against its direction"`
}

// Paths are the shortest paths between two entities.
type Paths struct {
	Paths []Path `json:"paths" nullable:"false"`
	More  bool   `json:"more,omitempty" doc:"there are others as short"`
}

func (s *server) pathRoutes() {
	huma.Register(s.api, get("paths", "/paths", "questions", "The shortest paths between two entities", "All of the least length, in a fixed order.", itemErrors), s.paths)
}

func (s *server) paths(ctx context.Context, in *pathsIn) (*output[Paths], error) {
	v := viewOf(ctx)
	for _, t := range in.Types {
		if err := s.knownRelation(v, t); err != nil {
			return nil, err
		}
	}
	statuses, err := readStatuses(in.Status)
	if err != nil {
		return nil, err
	}
	done, err := s.live.Heavy(ctx)
	if err != nil {
		return nil, problem(err)
	}
	defer done()
	found, more, err := v.ShortestPaths(ctx, graph.EntityID(in.From), graph.EntityID(in.To), live.PathOptions{Directed: in.Directed, Types: in.Types,
		Statuses: statuses, MinConfidence: in.MinConfidence, Length: in.Length, Most: in.Limit})
	if errors.Is(err, live.ErrTooFar) {
		return nil, wrong("%v", err)
	}
	if err != nil {
		return nil, problem(err)
	}
	out := Paths{Paths: []Path{}, More: more}
	who := namesIn(v)
	for _, p := range found {
		path := Path{Length: len(p.Relations), Entities: []Ref{}, Relations: []Relation{}}
		for _, id := range p.Entities {
			ref, err := who.ref(id)
			if err != nil {
				return nil, problem(err)
			}
			path.Entities = append(path.Entities, ref)
		}
		for _, rel := range p.Relations {
			r, err := who.relation(rel)
			if err != nil {
				return nil, problem(err)
			}
			path.Relations = append(path.Relations, r)
		}
		out.Paths = append(out.Paths, path)
	}
	return reply(out, nil)
}
