package exporttest

import (
	"bufio"
	_ "embed" // for the server
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
)

//go:embed server.py
var server string

// interpreter is a running Python. Starting one and loading its modules takes far longer than what a test asks of it, so
// all tests of a package share it; it ends when the tests do, for want of input.
type interpreter struct {
	mu      sync.Mutex
	in      *json.Encoder
	out     *bufio.Reader
	modules map[string]bool // those asked for: is it there?
}

type question struct {
	Module string `json:"module,omitempty"`
	Script string `json:"script,omitempty"`
	Stdin  []byte `json:"stdin,omitempty"`
}

type answer struct {
	Out string `json:"out"`
	Err string `json:"err"`
}

var interpreters struct {
	sync.Mutex
	byPath map[string]*interpreter
}

// start is the interpreter at the path, begun if it is not running yet.
func start(path string) (*interpreter, error) {
	interpreters.Lock()
	defer interpreters.Unlock()
	if p := interpreters.byPath[path]; p != nil {
		return p, nil
	}
	cmd := exec.Command(path, "-c", server) //nolint:gosec // the path of a known program
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &interpreter{in: json.NewEncoder(in), out: bufio.NewReader(out), modules: map[string]bool{}}
	if interpreters.byPath == nil {
		interpreters.byPath = map[string]*interpreter{}
	}
	interpreters.byPath[path] = p
	return p, nil
}

func (p *interpreter) ask(q question) (answer, error) {
	var a answer
	if err := p.in.Encode(q); err != nil {
		return a, err
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return a, fmt.Errorf("python3 ended: %w", err)
	}
	return a, json.Unmarshal(line, &a)
}

// lacks is the first of the modules that is not there, "" when all are.
func (p *interpreter) lacks(modules []string) (string, error) {
	for _, m := range modules {
		there, known := p.modules[m]
		if !known {
			a, err := p.ask(question{Module: m})
			if err != nil {
				return "", err
			}
			there = a.Err == ""
			p.modules[m] = there
		}
		if !there {
			return m, nil
		}
	}
	return "", nil
}

// run runs a script; lack is the module for want of which it was not run.
func (p *interpreter) run(script string, stdin []byte, modules []string) (a answer, lack string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if lack, err = p.lacks(modules); lack != "" || err != nil {
		return a, lack, err
	}
	a, err = p.ask(question{Script: script, Stdin: stdin})
	return a, "", err
}

// debian is where the interpreter stands that has Debian's modules, when another one comes first.
const debian = "/usr/bin/python3"

// Python runs a script with the Python on the machine and gives back what it prints. The test is skipped when there is no
// python3, or when it lacks one of the modules.
func Python(t *testing.T, script string, stdin []byte, modules ...string) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: the file was not read back by it")
	}
	paths := []string{python}
	if _, err := os.Stat(debian); err == nil && python != debian {
		paths = append(paths, debian)
	}
	lack := ""
	for _, path := range paths {
		p, err := start(path)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		a, missing, err := p.run(script, stdin, modules)
		switch {
		case err != nil:
			t.Fatalf("%s: %v", path, err)
		case missing != "":
			lack = missing
			continue
		case a.Err != "":
			t.Fatalf("%s: %s", path, a.Err)
		}
		return a.Out
	}
	t.Skipf("python3 has no module %s (apt-get install python3-%s): the file was not read back by it", lack, lack)
	return ""
}
