package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mandate": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("MANDATE_DB", "")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("unknown condition " + cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": scriptStatus, "json": scriptJSON, "same": scriptSame,
			"zip": scriptZip, "gzip": scriptGzip, "bytes": scriptBytes, "repeat": scriptRepeat, "damage": scriptDamage,
		},
	})
}

// scriptStatus runs a command and checks its exit status: status 3 mandate build docs.
func scriptStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// scriptJSON checks that a file, or stdout, is JSON values and nothing else: json stdout [N] with their number.
func scriptJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: json FILE [N]")
	}
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	n := 0
	for {
		var v any
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			ts.Fatalf("%s is not JSON: %v", args[0], err)
		}
		n++
	}
	if len(args) > 1 && args[1] != strconv.Itoa(n) {
		ts.Fatalf("%s holds %d JSON values, want %s", args[0], n, args[1])
	}
	if n == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
}

// scriptSame checks that a command writes the same as is in a file: same FILE command…
func scriptSame(ts *testscript.TestScript, neg bool, args []string) {
	want := ts.ReadFile(args[0])
	ts.Check(ts.Exec(args[1], args[2:]...))
	if got := ts.ReadFile("stdout"); (got == want) == neg {
		ts.Fatalf("same as %s: %v, but should be %v", args[0], !neg, neg)
	}
}

// scriptZip packs files: zip ARCHIVE FILE…
func scriptZip(ts *testscript.TestScript, _ bool, args []string) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, name := range args[1:] {
		f, err := w.Create(name)
		ts.Check(err)
		_, err = io.WriteString(f, ts.ReadFile(name))
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), buf.Bytes(), 0o666))
}

// scriptDamage makes a damaged copy of a file, or damages the tables of a store: damage FROM TO cut|flip.
func scriptDamage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: damage FROM TO cut|flip")
	}
	from, to := ts.MkAbs(args[0]), ts.MkAbs(args[1])
	if info, err := os.Stat(from); err == nil && info.IsDir() {
		tables, err := filepath.Glob(filepath.Join(to, "*.sst"))
		ts.Check(err)
		if len(tables) == 0 {
			ts.Fatalf("%s has no tables", args[1])
		}
		from, to = tables[0], tables[0]
	}
	b, err := os.ReadFile(from)
	ts.Check(err)
	if args[2] == "cut" {
		b = b[:len(b)*2/3]
	} else {
		b[len(b)/2] ^= 0xff
	}
	ts.Check(os.WriteFile(to, b, 0o666))
}

// scriptGzip packs one file: gzip ARCHIVE FILE.
func scriptGzip(ts *testscript.TestScript, _ bool, args []string) {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, err := io.WriteString(w, ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), buf.Bytes(), 0o666))
}

// scriptBytes writes bytes given in hexadecimal: bytes FILE HEX….
func scriptBytes(ts *testscript.TestScript, _ bool, args []string) {
	b, err := hex.DecodeString(strings.Join(args[1:], ""))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o666))
}

// scriptRepeat writes a text many times over, and another after it: repeat FILE N TEXT [TAIL].
func scriptRepeat(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := bytes.Repeat([]byte(args[2]), n)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), append(text, strings.Join(args[3:], " ")...), 0o666))
}
