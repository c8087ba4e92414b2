package api

import (
	"cmp"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"

	"mandate/export/exporttest"
)

// TestSchemathesis has a fuzzer of OpenAPI descriptions, which we did not write, hold the server to its own description:
// every status, media type, header and body is to be as described, whatever is asked. That a request is well formed does
// not make its cursor or its query right, so a refusal of such requests is none of its business.
// SCHEMATHESIS_SEED has it ask other things.
func TestSchemathesis(t *testing.T) {
	program, err := exec.LookPath("schemathesis")
	if err != nil {
		t.Skip("schemathesis is not installed (pip install schemathesis)")
	}
	if testing.Short() {
		t.Skip("takes minutes")
	}
	for _, edit := range []bool{false, true} {
		web := httptest.NewServer(handler(t, exporttest.Hostile(), Options{Edit: edit}))
		defer web.Close()
		cmd := exec.Command(program, "run", web.URL+prefix+"/openapi.json", "--checks", "all", "--exclude-checks", "positive_data_acceptance",
			"--phases", "coverage", "--seed", cmp.Or(os.Getenv("SCHEMATHESIS_SEED"), "1"), "--no-color", "--suppress-health-check", "all")
		cmd.Dir = t.TempDir()
		cmd.Env = append(os.Environ(), "NO_COLOR=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("edit %v: %v\n%s", edit, err, out)
		}
	}
}
