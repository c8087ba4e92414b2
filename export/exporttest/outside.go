package exporttest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long another program may take, so that one that hangs fails its test and not all of them.
const patience = 3 * time.Minute

// nodeModules is the folder of the packages that npm has installed for everyone.
var nodeModules = sync.OnceValue(func() string {
	out, _ := exec.Command("npm", "root", "--global").Output() // without npm there are none
	return strings.TrimSpace(string(out))
})

// Node runs a script with Node.js and gives back what it prints. The test is skipped when there is no node, or when it lacks
// one of the packages.
func Node(t *testing.T, script string, stdin []byte, packages ...string) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node.js is not installed (apt-get install nodejs npm): the file was not read back by it")
	}
	env := os.Environ()
	if os.Getenv("NODE_PATH") == "" {
		env = append(env, "NODE_PATH="+nodeModules())
	}
	for _, p := range packages {
		try := exec.Command(node, "-e", "require('"+p+"')") //nolint:gosec // names of packages are constants of the tests
		try.Env = env
		if try.Run() != nil {
			t.Skipf("Node.js has no package %s (npm install --global %s): the file was not read back by it", p, p)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, "-e", script) //nolint:gosec // scripts are constants of the tests
	cmd.Stdin, cmd.Env = bytes.NewReader(stdin), env
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, errs.String())
	}
	return out.String()
}

var browserSays = regexp.MustCompile(`(?m)^\[.*CONSOLE.*\] (".*)$`)

// Browse opens a page in Chromium without a window, lets its scripts run, and gives back the page as it is then and what stands
// in the console: errors, warnings, refused requests. Flags are further ones of Chromium. The test is skipped without it.
func Browse(t *testing.T, page []byte, flags ...string) (dom string, console []string) {
	t.Helper()
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome", "headless_shell"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		t.Skip("Chromium is not installed (apt-get install chromium): the page was not opened by it")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "page.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		t.Fatal(err)
	}
	args := append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--enable-logging=stderr", "--log-level=0", "--virtual-time-budget=10000", "--dump-dom",
	}, flags...)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, append(args, "file://"+path)...) //nolint:gosec // found above
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", browser, err, errs.String())
	}
	for _, m := range browserSays.FindAllStringSubmatch(errs.String(), -1) {
		console = append(console, m[1])
	}
	return out.String(), console
}
