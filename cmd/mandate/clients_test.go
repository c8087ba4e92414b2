package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mandate/cmd/mandate/web/api"
	"mandate/cmd/mandate/web/live"
)

// TestReadmeClients runs the examples of the README that ask a server, against a server.
func TestReadmeClients(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := live.Open(sampleStore(t), live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	h, err := api.New(nil, api.Options{Live: l})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(h)
	defer web.Close()
	const address = "http://127.0.0.1:7474"
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```(sh|python|go)\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		language, text := block[1], block[2]
		if !strings.Contains(text, address) {
			continue
		}
		ran++
		t.Run(language, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "example."+language)
			if err := os.WriteFile(file, []byte(strings.ReplaceAll(text, address, web.URL)), 0o600); err != nil {
				t.Fatal(err)
			}
			var cmd *exec.Cmd
			switch language {
			case "sh":
				cmd = exec.Command("sh", "-e", file)
				if _, err := exec.LookPath("curl"); err != nil {
					t.Skip("curl is not installed")
				}
			case "python":
				cmd = exec.Command("python3", file)
			case "go":
				cmd = exec.Command("go", "run", file)
			}
			if _, err := exec.LookPath(cmd.Args[0]); err != nil {
				t.Skip(cmd.Args[0] + " is not installed")
			}
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "of Matter") {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	if ran != 3 {
		t.Errorf("%d examples of clients were found in the README, want 3", ran)
	}
}
