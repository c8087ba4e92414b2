package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mandate/export"
	"mandate/extract"
	"mandate/graph/algo"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func testApp() (*bytes.Buffer, *bytes.Buffer, streams) {
	var out, err bytes.Buffer
	return &out, &err, streams{strings.NewReader(""), &out, &err}
}

// TestTables guards every table in which something is registered with a golden listing, so that what comes and goes
// shows in review.
func TestTables(t *testing.T) {
	_, _, std := testApp()
	app := newApp(std)
	var b strings.Builder
	b.WriteString("verbs, with their flags\n")
	for _, v := range app.Commands {
		var flags []string
		for _, f := range v.Flags {
			flags = append(flags, dashed([]string{f.Names()[0]})...)
		}
		fmt.Fprintf(&b, "  %s %s\n", v.Name, strings.Join(flags, " "))
	}
	b.WriteString("stages\n")
	p, err := extract.New(extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range p.Stages() {
		fmt.Fprintf(&b, "  %s\n", s)
	}
	b.WriteString("formats\n")
	for _, f := range export.Formats {
		fmt.Fprintf(&b, "  %s %s %s\n", f.Name, f.Extension, f.MediaType)
	}
	b.WriteString("measures\n")
	for _, m := range algo.Measures {
		fmt.Fprintf(&b, "  %s (%s)\n", m.Name, m.Unit)
	}
	golden := filepath.Join("..", "..", "testdata", "golden", "tables.txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v (write it with -update)", err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("the tables are not as in %s; if they should change, run the test with -update (-want +got)\n%s", golden, d)
	}
}

// TestHelp checks that every verb says what it does and shows examples, and that the examples are right.
func TestHelp(t *testing.T) {
	_, _, std := testApp()
	app := newApp(std)
	for _, v := range app.Commands {
		if v.Usage == "" || strings.HasSuffix(v.Usage, ".") || v.Usage != strings.ToLower(v.Usage[:1])+v.Usage[1:] {
			t.Errorf("%s: its one line %q is to be a phrase in lower case without a full stop", v.Name, v.Usage)
		}
		_, examples, ok := strings.Cut(v.Description, "Examples:\n")
		if !ok || strings.Count(examples, "mandate") == 0 {
			t.Errorf("%s: its help shows no examples", v.Name)
		}
		for line := range strings.Lines(v.Description) {
			if len(line) > 115 && !strings.HasPrefix(line, "  ") { // rows of tables may be longer
				t.Errorf("%s: a line of its help is longer than 115 letters: %s", v.Name, line)
			}
		}
		for _, f := range v.VisibleFlags() {
			if line := f.String(); strings.HasSuffix(line, "\t") || !strings.Contains(line, "\t") {
				t.Errorf("%s: flag %s has no help", v.Name, line)
			}
		}
		for line := range strings.Lines(examples) {
			checkExample(t, v.Name, line)
		}
	}
}

// TestReadme checks the commands in the documents on the whole.
func TestReadme(t *testing.T) {
	found := 0
	for _, name := range []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Logf("%s: not written yet", name)
			continue
		}
		code := false
		for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); {
			if strings.HasPrefix(strings.TrimSpace(s.Text()), "```") {
				code = !code
			} else if code {
				found += checkExample(t, name, s.Text())
			}
		}
	}
	t.Logf("%d commands", found)
}

var (
	call   = regexp.MustCompile(`(?:^|[|(;$]|&&)\s*(?:\./|dist/)?(?:mandate|go run \./cmd/mandate) ([^|)#<>&]*)`)
	quoted = regexp.MustCompile(`"[^"]*"|'[^']*'|\S+`)
)

// checkExample checks that the verb and the flags of each call of mandate in a line exist, and counts the calls.
func checkExample(t *testing.T, where, line string) int {
	t.Helper()
	_, _, std := testApp()
	app := newApp(std)
	line, _, _ = strings.Cut(strings.TrimSpace(line), "   ") // what follows is a remark
	calls := call.FindAllStringSubmatch(line, -1)
	for _, m := range calls {
		args := []string{"mandate"}
		for _, a := range quoted.FindAllString(m[1], -1) {
			args = append(args, strings.Trim(a, `"'`))
		}
		if _, err := arrange(app, args); err != nil {
			t.Errorf("%s: %s: %v", where, line, err)
		}
	}
	return len(calls)
}

func TestArrange(t *testing.T) {
	_, _, std := testApp()
	app := newApp(std)
	for _, tt := range []struct{ in, want string }{
		{"build docs --db x", "build --db x -- docs"},
		{"build docs --db=x more -q", "build --db=x --quiet -- docs more"},
		{"build -", "build -- -"},
		{"build -- --db x", "build -- --db x"},
		{"build a -- --json", "build -- a --json"},
		{"export -o - --format json", "export --output - --format json"},
		{"list nodes --json --type A", "list --json --type A -- nodes"},
		{"help build", "build --help"},
		{"--help", "--help"},
		{"list edges --help", "list --help"},
		{"show x -h", "show --help"},
		{"help", "--help"},
		{"-v", "version"},
		{"", ""},
	} {
		got, err := arrange(app, append([]string{"mandate"}, strings.Fields(tt.in)...))
		if err != nil {
			t.Errorf("arrange(%q): %v", tt.in, err)
			continue
		}
		if d := cmp.Diff(tt.want, strings.Join(got[1:], " ")); d != "" {
			t.Errorf("arrange(%q) (-want +got)\n%s", tt.in, d)
		}
	}
}

func TestParseSize(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int64
	}{{"5", 5}, {"500kB", 500_000}, {"1.5 GiB", 3 << 29}, {"64M", 64_000_000}, {"20B", 20}} {
		if got, err := parseSize(tt.text); err != nil || got != tt.want {
			t.Errorf("parseSize(%q) = %d, %v, want %d", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"", "-1", "0", "MB", "1e30", "NaN", "Inf", "ten"} {
		if n, err := parseSize(text); err == nil {
			t.Errorf("parseSize(%q) = %d, want an error", text, n)
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -100: "-100", -1000: "-1,000"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %q, want %q", n, got, want)
		}
	}
}
