package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

// Overview says what is in the graph and what this server does.
type Overview struct {
	Name       string         `json:"name"`
	Version    string         `json:"version,omitempty"`
	State      string         `json:"state" doc:"names what is shown: equal names mean equal answers"`
	Edit       bool           `json:"edit" doc:"whether judgements are taken"`
	MaxMarking string         `json:"max_marking,omitempty" doc:"nothing from paragraphs marked higher is shown"`
	Documents  int            `json:"documents"`
	Passages   int            `json:"passages"`
	Words      int            `json:"words"`
	Mentions   int            `json:"mentions"`
	Statements int            `json:"statements"`
	Entities   map[string]int `json:"entities" doc:"by type"`
	Relations  map[string]int `json:"relations" doc:"by type"`
}

func (s *server) overviewRoutes() {
	op := get("overview", "", "graph", "What is in the graph", "", listErrors)
	huma.Register(s.api, op, func(ctx context.Context, _ *struct{}) (*output[Overview], error) {
		v := viewOf(ctx)
		n := v.Size()
		return reply(Overview{"mandate", s.opt.Version, v.State(), s.opt.Edit, s.opt.MaxMarking, n.Documents, n.Passages, n.Words, n.Mentions, n.Statements,
			n.Entities, n.Relations}, nil)
	})
}
