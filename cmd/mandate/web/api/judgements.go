package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"mandate/cmd/mandate/web/live"
	"mandate/extract/link"
	"mandate/graph"

	"github.com/danielgtaylor/huma/v2"
)

// Judgement is what a person decided about entities.
type Judgement struct {
	ID     string `json:"id"`
	Kind   string `json:"kind" enum:"same,different,rename,retype,hide"`
	A      string `json:"a" doc:"identifier of the entity"`
	B      string `json:"b,omitempty" doc:"of same and different: the other entity"`
	Value  string `json:"value,omitempty" doc:"of rename and retype: the name or type"`
	Reason string `json:"reason,omitempty"`
	Date   string `json:"date,omitempty"`
}

// NewJudgement is a judgement to put in force.
type NewJudgement struct {
	Kind   string `json:"kind" enum:"same,different,rename,retype,hide"`
	A      string `json:"a" minLength:"1" maxLength:"2000" doc:"identifier of the entity"`
	B      string `json:"b,omitempty" maxLength:"2000" doc:"of same and different: the other entity"`
	Value  string `json:"value,omitempty" maxLength:"2000" doc:"of rename and retype: the name or type"`
	Reason string `json:"reason,omitempty" maxLength:"4000" doc:"why, in your words"`
}

// Judgements are those in force.
type Judgements struct {
	Judgements []Judgement `json:"judgements" nullable:"false" doc:"by date"`
}

func newJudgement(j graph.Judgement) Judgement {
	return Judgement{j.ID(), string(j.Kind), string(j.A), string(j.B), j.Value, j.Reason, j.Date}
}

type created struct {
	Status int
	Body   Judgement
}

// Pair are two entities that may be one.
type Pair struct {
	Score float64 `json:"score"`
	Why   string  `json:"why"`
	A     Entity  `json:"a"`
	B     Entity  `json:"b"`
}

// Pairs are pairs of entities, the most uncertain first.
type Pairs struct {
	Total int    `json:"total"`
	Items []Pair `json:"items" nullable:"false"`
}

type reviewIn struct {
	Type  string `query:"type" maxLength:"100" doc:"only entities of this type"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}

func (s *server) judgementRoutes() {
	huma.Register(s.api, get("judgements", "/judgements", "judgements", "The judgements in force",
		"Under a highest marking, only those on entities that may be shown, without the words of who judged.", listErrors), s.judgements)
	huma.Register(s.api, get("review", "/review", "judgements", "Entities that may be one", "What was judged is not listed again.", listErrors), s.review)
	errors := []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}
	post := get("judge", "/judgements", "judgements", "Put a judgement in force", "It takes the place of one on the same. Needs a server that takes judgements.", errors)
	post.Method, post.DefaultStatus, post.MaxBodyBytes = http.MethodPost, http.StatusCreated, 64<<10
	huma.Register(s.api, post, s.judge)
	del := get("unjudge", "/judgements/{id}", "judgements", "Take a judgement back", "Needs a server that takes judgements.", errors)
	del.Method, del.DefaultStatus = http.MethodDelete, http.StatusNoContent
	huma.Register(s.api, del, s.unjudge)
}

func (s *server) judgements(ctx context.Context, _ *struct{}) (*output[Judgements], error) {
	all, err := viewOf(ctx).Judgements()
	out := Judgements{Judgements: []Judgement{}}
	for _, j := range all {
		out.Judgements = append(out.Judgements, newJudgement(j))
	}
	return reply(out, err)
}

func (s *server) review(ctx context.Context, in *reviewIn) (*output[Pairs], error) {
	v := viewOf(ctx)
	if err := knownType(in.Type, v.EntityTypes(), "entities"); err != nil {
		return nil, err
	}
	done, err := s.live.Heavy(ctx)
	if err != nil {
		return nil, problem(err)
	}
	defer done()
	judged, err := v.Judgements()
	if err != nil {
		return nil, problem(err)
	}
	pairs, err := link.Candidates(v.Bounded(ctx).Entities(in.Type), judged)
	if err != nil {
		return nil, problem(err)
	}
	out := Pairs{Total: len(pairs), Items: []Pair{}}
	for _, p := range pairs[:min(len(pairs), in.Limit)] {
		out.Items = append(out.Items, Pair{p.Score, p.Why, newEntity(p.A), newEntity(p.B)})
	}
	return reply(out, nil)
}

func (s *server) judge(ctx context.Context, in *struct{ Body NewJudgement }) (*created, error) {
	if !s.opt.Edit {
		return nil, refuse(http.StatusForbidden, readOnly)
	}
	v := viewOf(ctx)
	j := graph.Judgement{Kind: graph.JudgementKind(in.Body.Kind), A: graph.EntityID(in.Body.A), B: graph.EntityID(in.Body.B), Value: in.Body.Value,
		Reason: in.Body.Reason, Date: s.opt.Now().UTC().Format(time.DateOnly)}
	if err := j.Check(); err != nil {
		return nil, wrong("%v", err)
	}
	for _, id := range []graph.EntityID{j.A, j.B} {
		if err := s.judged(v, id); err != nil {
			return nil, err
		}
	}
	if j.Kind == graph.Retype {
		if err := knownType(j.Value, v.EntityTypes(), "entities"); err != nil {
			return nil, err
		}
	}
	if err := s.live.Judge(j); err != nil {
		return nil, problem(err)
	}
	if s.opt.Written != nil {
		s.opt.Written()
	}
	return &created{Body: newJudgement(j), Status: http.StatusCreated}, nil
}

// judged refuses to judge what is not there. A name as a document has it, which was linked to an entity since, is no
// entity; only where everything is shown is it told apart from what is not.
func (s *server) judged(v *live.View, id graph.EntityID) error {
	if id == "" {
		return nil
	}
	_, err := v.Entity(id)
	if err == nil {
		return nil
	}
	typ, _, ok := strings.Cut(string(id), ":")
	if ok && s.opt.MaxMarking == "" && slices.ContainsFunc(v.EntityTypes(), func(t string) bool { return strings.EqualFold(t, typ) }) {
		return nil
	}
	return problem(err)
}

func (s *server) unjudge(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"100"`
}) (*struct{}, error) {
	if !s.opt.Edit {
		return nil, refuse(http.StatusForbidden, readOnly)
	}
	all, err := viewOf(ctx).Judgements()
	if err == nil && !slices.ContainsFunc(all, func(j graph.Judgement) bool { return j.ID() == in.ID }) {
		return nil, refuse(http.StatusNotFound, "there is no such judgement in force, or it may not be shown")
	}
	if err == nil {
		err = s.live.Unjudge(in.ID)
	}
	if err != nil {
		return nil, problem(err)
	}
	if s.opt.Written != nil {
		s.opt.Written()
	}
	return nil, nil
}
