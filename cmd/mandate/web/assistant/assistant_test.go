package assistant

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mandate/cmd/mandate/ask"
	"mandate/cmd/mandate/web/live"
	"mandate/export/exporttest"
	"mandate/graph"
	"mandate/graph/schema"
	"mandate/store"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func open(t testing.TB, g graph.Reader) *store.Store {
	t.Helper()
	st, err := store.Open("", store.Options{InMemory: true, Unlinked: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	for doc, err := range g.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		c, err := g.Contribution(doc.ID)
		if err == nil {
			err = st.Put(c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return st
}

// session is the client of the SDK, connected to a server in memory.
func session(t testing.TB, st *store.Store, how live.Options) *mcp.ClientSession {
	t.Helper()
	how.Procedures = ask.MeasureProcedures(schema.Default())
	l, err := live.New(st, how)
	if err != nil {
		t.Fatal(err)
	}
	near, far := mcp.NewInMemoryTransports()
	served, err := New(l, Options{Now: func() time.Time { return time.Date(2031, 5, 4, 12, 0, 0, 0, time.UTC) }}).Connect(t.Context(), far, nil)
	if err != nil {
		t.Fatal(err)
	}
	cs, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), near, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cs.Close(), served.Wait() })
	return cs
}

func call(t testing.TB, cs *mcp.ClientSession, tool string, args map[string]any) *mcp.CallToolResult {
	t.Helper()
	r, err := cs.CallTool(context.Background(), &mcp.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	return r
}

func text(r *mcp.CallToolResult) string {
	var b strings.Builder
	for _, c := range r.Content {
		if tc, ok := c.(*mcp.TextContent); ok {
			b.WriteString(tc.Text)
		}
	}
	return b.String()
}

// found is the structured content of a call that must succeed.
func found[T any](t testing.TB, cs *mcp.ClientSession, tool string, args map[string]any) (v T) {
	t.Helper()
	r := call(t, cs, tool, args)
	if r.IsError {
		t.Fatalf("%s %v: %s", tool, args, text(r))
	}
	b, err := json.Marshal(r.StructuredContent)
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	var same any
	if err := json.Unmarshal([]byte(text(r)), &same); err != nil {
		t.Fatalf("%s: the text is no JSON: %v", tool, err)
	}
	return v
}

func TestTools(t *testing.T) {
	g := exporttest.Sample()
	cs := session(t, open(t, g), live.Options{})
	tools, err := cs.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range tools.Tools {
		names = append(names, tool.Name)
		if tool.OutputSchema == nil || tool.InputSchema == nil || tool.Description == "" || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not described", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "entity evidence neighbours path query search" {
		t.Errorf("tools: %s", got)
	}
	if !strings.Contains(cs.InitializeResult().Instructions, notice) {
		t.Error("the instructions do not say that quotes are data")
	}
	for rel, err := range g.AllRelations("") {
		if err != nil {
			t.Fatal(err)
		}
		sub, err := g.Entity(rel.Subject)
		if err != nil {
			t.Fatal(err)
		}
		if s := found[searchOut](t, cs, "search", map[string]any{"query": sub.Name}); len(s.Entities) == 0 || s.Entities[0].Name != sub.Name || s.Notice != notice {
			t.Errorf("search for %q: %+v", sub.Name, s)
		}
		if e := found[entityOut](t, cs, "entity", map[string]any{"entity": sub.ID}); e.Entity.Name != sub.Name || len(e.Relations) == 0 || len(e.Documents) == 0 {
			t.Errorf("entity %s: %+v", sub.ID, e)
		}
		n := found[neighboursOut](t, cs, "neighbours", map[string]any{"entity": sub.ID, "direction": "out", "type": rel.Type})
		if len(n.Relations) == 0 || n.Relations[0].Subject.ID != string(sub.ID) {
			t.Errorf("neighbours of %s: %+v", sub.ID, n)
		}
		ev := found[evidenceOut](t, cs, "evidence", map[string]any{"subject": rel.Subject, "type": rel.Type, "object": rel.Object})
		if len(ev.Statements) == 0 || ev.Statements[0].Quote.Kind != "quoted-material" || ev.Statements[0].Quote.Text == "" {
			t.Errorf("evidence of %v: %+v", rel.RelationKey, ev)
		}
		if rel.Status == graph.Asserted && rel.Subject != rel.Object {
			if p := found[pathOut](t, cs, "path", map[string]any{"from": rel.Subject, "to": rel.Object}); len(p.Paths) == 0 || len(p.Paths[0].Relations) != 1 {
				t.Errorf("path %v: %+v", rel.RelationKey, p)
			}
		}
	}
	q := found[queryOut](t, cs, "query", map[string]any{"query": "MATCH (n:Agency) WHERE n.mentions >= $least RETURN n.name AS name, n ORDER BY name", "params": map[string]any{"least": 1}, "limit": 2})
	if len(q.Columns) != 2 || len(q.Rows) != 2 || !q.More {
		t.Errorf("query: %+v", q)
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	cs := session(t, open(t, exporttest.Sample()), live.Options{})
	for _, tt := range []struct {
		tool, want string
		args       map[string]any
	}{
		{"search", "give words", map[string]any{"query": " "}},
		{"search", "the types are", map[string]any{"query": "x", "type": "Agenci"}},
		{"entity", "find its id with search", map[string]any{"entity": "nobody at all"}},
		{"neighbours", "out, in or both", map[string]any{"entity": "x", "direction": "up"}},
		{"evidence", "find its id", map[string]any{"subject": "a", "type": "LEADS", "object": "b"}},
		{"query", "change the graph", map[string]any{"query": "CREATE (n)"}},
		{"query", "line 1", map[string]any{"query": "MATCH (n RETURN n"}},
		{"query", "required", map[string]any{}},
	} {
		r := call(t, cs, tt.tool, tt.args)
		if !r.IsError || !strings.Contains(text(r), tt.want) {
			t.Errorf("%s %v: %v %q, want %q", tt.tool, tt.args, r.IsError, text(r), tt.want)
		}
	}
}

// TestHostileWordsAreData: what stands in documents changes neither the form of an answer nor hides in it.
func TestHostileWordsAreData(t *testing.T) {
	g := exporttest.Hostile()
	cs := session(t, open(t, g), live.Options{})
	for rel, err := range g.AllRelations("") {
		if err != nil {
			t.Fatal(err)
		}
		args := map[string]any{"subject": rel.Subject, "type": rel.Type, "object": rel.Object}
		ev := found[evidenceOut](t, cs, "evidence", args)
		if ev.Statements[0].Quote.Kind != "quoted-material" || ev.Notice != notice {
			t.Errorf("%+v", ev)
		}
		for _, r := range text(call(t, cs, "evidence", args)) {
			if r < ' ' || r == '\u202e' || r == '\u2066' || r == '\ufeff' || r >= 0xe0000 && r < 0xe0080 {
				t.Errorf("evidence of %v: %U is not to be seen in the text", rel.RelationKey, r)
			}
		}
		found[entityOut](t, cs, "entity", map[string]any{"entity": rel.Subject})
		found[neighboursOut](t, cs, "neighbours", map[string]any{"entity": rel.Subject})
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain äß 水": "plain äß 水", "a\u202eb": `a\u202eb`, "\U000e0041": `\udb40\udc41`, "\u200b": `\u200b`, "\ufe0f": `\ufe0f`,
	} {
		got := visible(in)
		var back string
		if err := json.Unmarshal([]byte(`"`+got+`"`), &back); got != want || err != nil || back != in {
			t.Errorf("visible(%q) = %q, %q again, %v", in, got, back, err)
		}
	}
}

func TestAnswersAreTheSame(t *testing.T) {
	st := open(t, exporttest.Sample())
	a, b := session(t, st, live.Options{}), session(t, st, live.Options{})
	args := map[string]any{"query": "MATCH (a)-[r]->(b) RETURN a, r, b LIMIT 20"}
	if x, y := text(call(t, a, "query", args)), text(call(t, b, "query", args)); x != y {
		t.Errorf("%s\n%s", x, y)
	}
}

// TestOverHTTP speaks with the handler as the SDK's client does.
func TestOverHTTP(t *testing.T) {
	h, err := Handler(open(t, exporttest.Sample()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/mcp", h)
	web := httptest.NewServer(mux)
	defer web.Close()
	cs, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: web.URL + "/mcp"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer cs.Close()
	if s := found[searchOut](t, cs, "search", map[string]any{"query": "agency"}); len(s.Entities) == 0 {
		t.Errorf("%+v", s)
	}
}

// FuzzCall: whatever arguments a tool is given, it answers or says what is wrong, and what it answers is JSON.
func FuzzCall(f *testing.F) {
	cs := session(f, open(f, exporttest.Hostile()), live.Options{})
	for _, seed := range []struct{ tool, args string }{
		{"search", `{"query": "a"}`}, {"search", `{"query": "digraph", "type": "Law", "limit": -3}`}, {"entity", `{"entity": "node"}`},
		{"neighbours", `{"entity": "node", "skip": 9, "limit": 1000000}`}, {"path", `{"from": "node", "to": "digraph", "length": 99}`},
		{"evidence", `{"subject": "node", "type": "LEADS", "object": "digraph"}`}, {"query", `{"query": "RETURN $x", "params": {"x": [1e300, null, {"a": "\u202e"}]}}`},
	} {
		f.Add(seed.tool, seed.args)
	}
	f.Fuzz(func(t *testing.T, tool, args string) {
		if !json.Valid([]byte(args)) {
			return
		}
		r, err := cs.CallTool(context.Background(), &mcp.CallToolParams{Name: tool, Arguments: json.RawMessage(args)})
		if err != nil {
			return // refused by the protocol
		}
		if !r.IsError && !json.Valid([]byte(text(r))) {
			t.Errorf("%s %s: %s", tool, args, text(r))
		}
	})
}
