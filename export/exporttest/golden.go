package exporttest

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden compares with testdata/name, or writes it when the tests run with -update.
func Golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with: go test -update)", err)
	}
	if !bytes.Equal(got, want) {
		at := 0
		for at < len(got) && at < len(want) && got[at] == want[at] {
			at++
		}
		t.Errorf("differs from %s at byte %d:\n got …%q\nwant …%q\n(if this is right: go test -update)", path, at, around(got, at), around(want, at))
	}
}

func around(b []byte, at int) []byte { return b[max(0, min(at, len(b))-60):min(len(b), at+60)] }

// Python runs a script with the Python on the machine and gives back what it prints. The test is skipped when there is no
// python3, or when it lacks one of the modules.
func Python(t *testing.T, script string, stdin []byte, modules ...string) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: the file was not read back by it")
	}
	for _, m := range modules {
		if exec.Command(python, "-c", "import "+m).Run() != nil { //nolint:gosec // names of modules are constants of the tests
			if python != "/usr/bin/python3" && exec.Command("/usr/bin/python3", "-c", "import "+m).Run() == nil { //nolint:gosec // as above
				python = "/usr/bin/python3"
				continue
			}
			t.Skipf("python3 has no module %s (apt-get install python3-%s): the file was not read back by it", m, m)
		}
	}
	cmd := exec.Command(python, "-c", script) //nolint:gosec // scripts are constants of the tests
	cmd.Stdin = bytes.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("python3: %v\n%s", err, errs.String())
	}
	return out.String()
}
