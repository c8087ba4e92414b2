package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"mandate/cmd/mandate/web/live"
	"mandate/export/view"
	"mandate/graph"
)

//go:embed pages/*.tmpl
var pageFiles embed.FS

//go:embed assets/*
var assetFiles embed.FS

// pages are the templates and the files that they load.
type pages struct {
	server *Server
	set    map[string]*template.Template
	files  map[string]file
	types  map[string]int // entity types of the schema, by their place
	view   *view.View     // names of types only
}

// file is an asset.
type file struct {
	content []byte
	media   string
	sum     string // part of its address: what changes has another one
}

// frame is what stands around every page.
type frame struct {
	Title   string
	Nav     string // the entry of the menu that is marked
	Search  string // what stands in the search box
	Wide    bool   // the page takes the whole width
	Scripts []string
}

// whole is what the layout is given.
type whole struct {
	frame
	Store, Version, MaxMarking string
	Edit                       bool
	Token                      string // CSRF
	Done, Undo                 string // what was just judged, and how to take it back
	Here                       string // address of the page without those
	Body                       any
}

func newPages(s *Server) (*pages, error) {
	p := &pages{server: s, set: map[string]*template.Template{}, files: map[string]file{}, types: map[string]int{}}
	for i, t := range s.schema.Entities {
		p.types[t.Type] = i
	}
	var err error
	if p.view, err = view.New(graph.NewGraph(), view.Options{Schema: s.schema}); err != nil {
		return nil, err
	}
	media := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8"}
	names, err := fs.ReadDir(assetFiles, "assets")
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		b, err := assetFiles.ReadFile("assets/" + n.Name())
		if err != nil {
			return nil, err
		}
		p.addFile(n.Name(), b, media[path.Ext(n.Name())])
	}
	p.addFile("types.css", p.typeStyles(), media[".css"])
	layout, err := template.New("layout.tmpl").Funcs(p.functions()).ParseFS(pageFiles, "pages/layout.tmpl", "pages/parts.tmpl")
	if err != nil {
		return nil, err
	}
	all, err := fs.Glob(pageFiles, "pages/*.tmpl")
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		name := strings.TrimSuffix(path.Base(f), ".tmpl")
		if name == "layout" || name == "parts" {
			continue
		}
		t, err := layout.Clone()
		if err == nil {
			t, err = t.ParseFS(pageFiles, f)
		}
		if err != nil {
			return nil, err
		}
		p.set[name] = t
	}
	return p, nil
}

func (p *pages) addFile(name string, content []byte, media string) {
	sum := sha256.Sum256(content)
	p.files[name] = file{content, cmp.Or(media, "application/octet-stream"), hex.EncodeToString(sum[:6])}
}

// typeStyles gives each entity type its colour. Colours go with classes, as pages have no styles of their own.
func (p *pages) typeStyles() []byte {
	var b bytes.Buffer
	for i, t := range p.server.schema.Entities {
		c := p.view.EntityType(t.Type).Color
		fmt.Fprintf(&b, ".t%d{--type:%s}\n", i, c)
	}
	return b.Bytes()
}

// class is the class of an entity type.
func (p *pages) class(entityType string) string {
	if i, ok := p.types[entityType]; ok {
		return "t" + strconv.Itoa(i)
	}
	return "tx"
}

func (p *pages) url(name string) string { return "/assets/" + name + "?v=" + p.files[name].sum }

// asset hands over an asset. There is no way from its name to a file on disk.
func (p *pages) asset(w http.ResponseWriter, r *http.Request) {
	f, ok := p.files[r.PathValue("name")]
	if !ok {
		p.server.fail(w, r, &problem{http.StatusNotFound, "There is no such file.", "Start from the overview."})
		return
	}
	head := w.Header()
	head.Set("Content-Type", f.media)
	head.Set("ETag", `"`+f.sum+`"`)
	if r.URL.Query().Get("v") == f.sum {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.content))
}

// write writes a page. It is made whole first, so that an error is not the end of half a page.
func (p *pages) write(w http.ResponseWriter, r *http.Request, name string, f frame, body any) {
	s := p.server
	q := r.URL.Query()
	data := whole{frame: f, Store: s.opt.Name, Version: s.opt.Version, MaxMarking: s.opt.Live.MaxMarking(), Edit: s.opt.Edit, Body: body}
	q.Del("judged")
	q.Del("done")
	data.Here = (&url.URL{Path: r.URL.Path, RawQuery: q.Encode()}).String()
	if q = r.URL.Query(); s.opt.Edit {
		data.Token = s.formToken(s.session(w, r))
		if data.Undo = q.Get("judged"); data.Undo != "" {
			data.Done = q.Get("done")
		}
	}
	var b bytes.Buffer
	if err := p.set[name].ExecuteTemplate(&b, "layout.tmpl", data); err != nil {
		s.log(slog.LevelError, "a page failed", "page", name, "error", err.Error())
		http.Error(w, "This page could not be made. The log of the server says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // whoever asked is gone
}

func (s *Server) render(w http.ResponseWriter, r *http.Request, name string, f frame, body any) error {
	s.pages.write(w, r, name, f, body)
	return nil
}

// problem is an error that says what to do.
type problem struct {
	status     int
	what, then string
}

func (p *problem) Error() string { return p.what + " " + p.then }

// fail answers with an error: as a page, or as problem+json for programs. What went wrong inside stands in the log only.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var p *problem
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &p):
	case errors.As(err, &large):
		p = &problem{http.StatusRequestEntityTooLarge, "That is too large.", fmt.Sprintf("A request has at most %d KiB.", large.Limit>>10)}
	case errors.Is(err, graph.ErrNotFound):
		p = &problem{http.StatusNotFound, "There is nothing by that name in the store.", "It may have been joined with something else, or forgotten. Search for it above."}
	case errors.Is(err, live.ErrBusy):
		p = &problem{http.StatusServiceUnavailable, "Too many queries and measures are running.", "Try again in a moment."}
	case r.Context().Err() != nil:
		p = &problem{http.StatusServiceUnavailable, "This took too long.", "Try again, or ask for less."}
	default:
		s.log(slog.LevelError, "a request failed", "path", logged(r.URL.Path), "error", err.Error())
		p = &problem{http.StatusInternalServerError, "The server could not do that.", "Its log says why. `mandate check` looks for damage in the store."}
	}
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(p.status)
		writeJSON(w, map[string]any{"status": p.status, "title": p.what, "detail": p.then})
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.status)
	s.pages.write(w, r, "error", frame{Title: p.what}, map[string]string{"What": p.what, "Then": p.then})
}

// address is a path with a query.
func address(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func entityURL(id graph.EntityID) string { return address("/entity", "id", string(id)) }

func edgeURL(k graph.RelationKey) string {
	return address("/edge", "from", string(k.Subject), "type", k.Type, "to", string(k.Object))
}

func documentURL(id graph.DocumentID) string { return address("/document", "id", string(id)) }

// placeURL leads to the place of a statement in its document.
func placeURL(st graph.Statement) string {
	return address("/document", "id", string(st.Evidence.Document), "statement", string(st.ID)) + "#here"
}
