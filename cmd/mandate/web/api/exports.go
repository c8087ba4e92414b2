package api

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/cmd/mandate/web/live"
	"mandate/export"
	"mandate/graph/cypher"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Format is a form that the graph is written in.
type Format struct {
	Name        string   `json:"name"`
	Extension   string   `json:"extension"`
	MediaType   string   `json:"media_type"`
	Description string   `json:"description"`
	For         []string `json:"for,omitempty" doc:"programs that it has a dialect for"`
}

// Formats are all formats.
type Formats struct {
	Formats []Format `json:"formats" nullable:"false"`
}

type exportIn struct {
	Format        string   `path:"format" maxLength:"100"`
	Status        []string `query:"status" maxItems:"4" enum:"asserted,planned,reported,negated" doc:"only relations of these statuses; all when it is missing"`
	MinConfidence float64  `query:"min_confidence" minimum:"0" maximum:"1"`
	Nodes         []string `query:"nodes" maxItems:"100" doc:"only entities of these types"`
	Edges         []string `query:"edges" maxItems:"100" doc:"only relations of these types"`
	Where         string   `query:"where" maxLength:"16384" doc:"only what this openCypher query returns, or relations that meet this condition on their ends a and b and themselves, r"`
	For           string   `query:"for" maxLength:"50" doc:"the dialect of a program"`
	Top           int      `query:"top" minimum:"0" maximum:"5000" doc:"in pictures and pages, only so many of the most central entities"`
	Title         string   `query:"title" maxLength:"500" doc:"what stands above pictures and pages"`
}

func (s *server) exportRoutes() {
	huma.Register(s.api, get("formats", "/export", "questions", "The formats that the graph is written in", "", listErrors), func(context.Context, *struct{}) (*output[Formats], error) {
		out := Formats{}
		for _, f := range export.Formats {
			out.Formats = append(out.Formats, Format{f.Name, f.Extension, f.MediaType, f.Description, f.Targets})
		}
		return reply(out, nil)
	})
	op := get("export", "/export/{format}", "questions", "Write the graph, or a part of it, in a format",
		"Streamed. An answer that breaks off has failed.", itemErrors)
	content := map[string]*huma.MediaType{}
	for _, f := range export.Formats {
		content[f.MediaType] = &huma.MediaType{}
	}
	op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: content}}
	huma.Register(s.api, op, s.export)
	for _, p := range s.api.OpenAPI().Paths[op.Path].Get.Parameters {
		if p.Name == "format" {
			for _, f := range export.Formats {
				p.Schema.Enum = append(p.Schema.Enum, f.Name)
			}
		}
	}
}

// export prepares an export, and hands back what writes it.
func (s *server) export(ctx context.Context, in *exportIn) (*huma.StreamResponse, error) {
	f, err := export.Find(in.Format)
	if err != nil {
		return nil, refuse(http.StatusNotFound, err.Error())
	}
	if in.For != "" && !slices.Contains(f.Targets, in.For) {
		return nil, wrong("%s has no dialect for %q; it has %q", f.Name, in.For, f.Targets)
	}
	v := viewOf(ctx)
	for _, t := range in.Nodes {
		if err := knownType(t, v.EntityTypes(), "entities"); err != nil {
			return nil, err
		}
	}
	for _, t := range in.Edges {
		if err := s.knownRelation(v, t); err != nil {
			return nil, err
		}
	}
	how := export.Options{Schema: s.opt.Schema, MinConfidence: in.MinConfidence, EntityTypes: in.Nodes, RelationTypes: in.Edges, Top: in.Top, Title: in.Title, Target: in.For}
	if how.Statuses, err = readStatuses(in.Status); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		if err := s.write(r, w, f, v, how, in.Where); err != nil {
			s.opt.Logger.Warn("an export failed", "format", f.Name, "err", err)
			panic(http.ErrAbortHandler) // so that the client sees that it is not whole
		}
	}}, nil
}

// write writes an export. It is an error only when the beginning has been sent.
func (s *server) write(r *http.Request, w http.ResponseWriter, f *export.Format, v *live.View, how export.Options, where string) error {
	ctx, cancel := context.WithTimeout(r.Context(), s.opt.Timeout)
	defer cancel()
	done, err := s.live.Heavy(ctx)
	if err != nil {
		s.fail(w, r, err)
		return nil
	}
	defer done()
	out := &delayed{w: w, ctx: ctx, file: "mandate" + f.Extension, typ: f.MediaType}
	g := v.Bounded(ctx)
	if where != "" {
		how.Only, err = ask.Select(ctx, v.Reader, s.opt.Schema, where, how.Statuses, cypher.Options{Timeout: s.opt.Timeout, MaxMemory: s.opt.MaxMemory, Now: s.opt.Now()})
	}
	if err == nil {
		err = ask.RankFor(ctx, f.Name, g, &how)
	}
	if err == nil {
		err = f.Write(out, g, how)
	}
	if err == nil {
		err = out.flush()
	}
	if err != nil && !out.begun {
		s.fail(w, r, err)
		return nil
	}
	return err
}

// delayed holds back the beginning of an answer, so that what fails early can still be told.
type delayed struct {
	w     http.ResponseWriter
	ctx   context.Context //nolint:containedctx // of the one request
	file  string
	typ   string
	held  bytes.Buffer
	begun bool
}

const heldBack = 256 << 10

// Write is part of io.Writer.
func (d *delayed) Write(b []byte) (int, error) {
	if err := d.ctx.Err(); err != nil {
		return 0, err
	}
	if d.begun {
		return d.w.Write(b)
	}
	if d.held.Len()+len(b) <= heldBack {
		return d.held.Write(b)
	}
	if err := d.flush(); err != nil {
		return 0, err
	}
	return d.w.Write(b)
}

// flush begins the answer.
func (d *delayed) flush() error {
	if d.begun {
		return nil
	}
	d.begun = true
	h := d.w.Header()
	h.Set("Content-Type", d.typ)
	h.Set("Content-Disposition", `attachment; filename="`+strings.TrimLeft(d.file, ".")+`"`) // never shown as a page of this server
	d.w.WriteHeader(http.StatusOK)
	_, err := d.w.Write(d.held.Bytes())
	d.held = bytes.Buffer{}
	return err
}
