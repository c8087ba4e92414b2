package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mandate/store"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// sampleStore is a store on disk with a few made-up documents.
func sampleStore(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sample.db")
	st, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	made := newSynthetic(100)
	for n := range 4 {
		if err := st.Put(made.document(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestMCPOverStdio speaks with `mandate mcp` as an assistant does, with the client of the SDK; meanwhile a build takes the
// store and gives it back.
func TestMCPOverStdio(t *testing.T) {
	dir := sampleStore(t)
	cs, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.CommandTransport{Command: exec.Command("mandate", "mcp", "--db", dir)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	search := func() (string, bool) {
		r, err := cs.CallTool(t.Context(), &mcp.CallToolParams{Name: "search", Arguments: map[string]any{"query": "agency"}})
		if err != nil {
			t.Fatal(err)
		}
		return r.Content[0].(*mcp.TextContent).Text, r.IsError
	}
	before, failed := search()
	if failed || !strings.Contains(before, `"entities":[{`) {
		t.Fatalf("search: %s", before)
	}
	var st *store.Store
	for range 100 { // the server lets the store go when nobody asks
		if st, err = store.Open(dir, store.Options{}); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil {
		t.Fatalf("a build does not get its turn: %v", err)
	}
	if said, failed := search(); !failed || !strings.Contains(said, "in use by process") {
		t.Errorf("while a build writes: %s", said)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if after, failed := search(); failed || after != before {
		t.Errorf("after the build: %s", after)
	}
	if err := cs.Close(); err != nil {
		t.Errorf("the program did not end well: %v", err)
	}
}

// Calls that come from a file are all answered before the program ends, and a client that uses an identifier twice does not
// hold it up.
func TestMCPFromFile(t *testing.T) {
	dir := sampleStore(t)
	const begin = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/list"}
`
	for id, least := range map[string]int{"3": 3, "2": 2} {
		cmd := exec.CommandContext(t.Context(), "mandate", "mcp", "--db", dir)
		cmd.Stdin = strings.NewReader(begin + `{"jsonrpc":"2.0","id":` + id + `,"method":"tools/call","params":{"name":"search","arguments":{"query":"agency"}}}` + "\n")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(out), "\n"); n < least {
			t.Errorf("the last call is number %s: %d answers: %s", id, n, out)
		}
	}
}
