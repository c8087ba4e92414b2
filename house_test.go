package mandate_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layers is the table of who may import whom: a package imports packages of lower layers, and its own parts (the
// packages in folders below it). The first row that matches a package counts; "/*" stands for any one folder.
var layers = []struct {
	layer    int
	packages []string
}{
	{0, []string{"export/typeface", "graph", "graph/schema", "graph/cypher/syntax", "extract/models"}},
	{1, []string{
		"extract/nlp", "extract/internal/*", "export/view", "export/layout",
		"extract/ner/lists", // its abbreviations say where words are cut
	}},
	{2, []string{
		"graph/graphtest", "extract/nlp/nlptest", "graph/cypher/value", "graph/algo/sparse",
		"extract/token",                                                                                             // the lists of names are cut into words as texts are
		"extract/ner/model",                                                                                         // what the recognisers look names up in
		"export/record", "export/attribute", "export/bundle", "export/exporttest", "export/scene", "export/diagram", // what several formats share
	}},
	{3, []string{
		"extract/input", "extract/parse", "extract/ner", "extract/ner/*", "extract/own", "extract/coref",
		"extract/relate", "extract/relate/*", "extract/link", "extract/conllu", "extract/openie", "export/*", "graph/cypher", "graph/algo",
	}},
	{4, []string{"graph/cypher/cyphertest", "extract", "extract/train", "extract/score", "extract/link/linktest", "export", "store"}},
	{5, []string{"cmd/mandate/ask", "cmd/mandate/web/live"}},          // what the command line and the server share
	{6, []string{"cmd/mandate/web/api", "cmd/mandate/web/assistant"}}, // doors of the server
	{7, []string{"cmd/mandate", "cmd/mandate/web", "cmd/mandate-train"}},
	{8, []string{"."}},
}

// reserved says who alone may import what, tests included.
var reserved = map[string][]string{
	"github.com/dgraph-io/badger": {"store"},
	"gonum.org/v1/gonum/graph":    {"graph/algo", "graph/algo/sparse", "export", "export/*"},
	"mandate/extract/train":       {"cmd/mandate-train"},
	"github.com/urfave/cli":       {"cmd/*"},
}

// pure packages import nothing but the standard library and the packages of this list.
var pure = []string{"graph", "graph/cypher/syntax", "extract/nlp"}

// tooLong lists files of more than 600 lines, with the reason why they stay in one piece.
var tooLong = map[string]string{}

type goPackage struct {
	Dir, ImportPath, Name, Doc         string
	GoFiles, IgnoredGoFiles            []string
	TestGoFiles, XTestGoFiles          []string
	Imports, TestImports, XTestImports []string
	Error                              *struct{ Err string }
	rel                                string // path within the module, "." for the root
}

// packages lists every package of the module.
func packages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		p.rel = "."
		if p.ImportPath != "mandate" {
			p.rel = strings.TrimPrefix(p.ImportPath, "mandate/")
		}
		all = append(all, p)
	}
}

func matches(pattern, pkg string) bool {
	ok, err := path.Match(pattern, pkg)
	return err == nil && ok
}

func layerOf(pkg string) (int, bool) {
	for _, row := range layers {
		for _, pattern := range row.packages {
			if matches(pattern, pkg) {
				return row.layer, true
			}
		}
	}
	return 0, false
}

func TestImportsGoDown(t *testing.T) {
	for _, p := range packages(t) {
		layer, ok := layerOf(p.rel)
		if !ok {
			t.Errorf("%s stands in no row of the table of layers: add it there and to ARCHITECTURE.md", p.rel)
			continue
		}
		for _, imp := range p.Imports {
			dep, ours := strings.CutPrefix(imp, "mandate/")
			if !ours || strings.HasPrefix(dep, p.rel+"/") || isPart(p.rel, dep) {
				continue
			}
			if l, ok := layerOf(dep); ok && l >= layer {
				t.Errorf("%s (layer %d) imports %s (layer %d): imports go down only", p.rel, layer, dep, l)
			}
		}
	}
}

// isPart says whether both are parts of the same internal folder: those may build on each other.
func isPart(a, b string) bool {
	return strings.Contains(a, "/internal/") && path.Dir(a) == path.Dir(b)
}

func TestReservedImports(t *testing.T) {
	for _, p := range packages(t) {
		for _, imp := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			for prefix, allowed := range reserved {
				if imp != prefix && !strings.HasPrefix(imp, prefix+"/") {
					continue
				}
				if !slices.ContainsFunc(allowed, func(a string) bool { return matches(a, p.rel) }) {
					t.Errorf("%s imports %s: only %s may", p.rel, imp, strings.Join(allowed, ", "))
				}
			}
		}
		if !slices.Contains(pure, p.rel) {
			continue
		}
		for _, imp := range p.Imports {
			dep, ours := strings.CutPrefix(imp, "mandate/")
			if ours && !slices.Contains(pure, dep) || !ours && strings.Contains(strings.Split(imp, "/")[0], ".") {
				t.Errorf("%s imports %s: it is to need the standard library only", p.rel, imp)
			}
		}
	}
}

func TestEveryPackageIsDocumented(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles) == 0 {
			continue // only for tests, or for other systems
		}
		if p.Doc == "" {
			t.Errorf("%s has no package comment", p.rel)
			continue
		}
		if start := map[bool]string{true: "Command ", false: "Package "}[p.Name == "main"]; !strings.HasPrefix(p.Doc, start) {
			t.Errorf("the comment of %s begins with %q, not with %q", p.rel, strings.Fields(p.Doc)[0], start)
		}
	}
}

// documentedShare is the least share of exported names that bear a comment, in each package.
const documentedShare = 0.95

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, p := range packages(t) {
		var all int
		var bare []string
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Error(err)
				continue
			}
			for _, decl := range file.Decls {
				n, without := exported(decl)
				all += n
				bare = append(bare, without...)
			}
		}
		if all > 0 && float64(all-len(bare)) < documentedShare*float64(all) {
			t.Errorf("%s: %d of %d exported names have no comment: %s", p.rel, len(bare), all, strings.Join(bare, ", "))
		}
	}
}

// exported counts the exported names of a declaration and lists those without a comment. A comment on a group of
// constants or variables counts for all of them.
func exported(decl ast.Decl) (all int, bare []string) {
	note := func(name *ast.Ident, docs ...*ast.CommentGroup) {
		if !name.IsExported() {
			return
		}
		all++
		if !slices.ContainsFunc(docs, func(d *ast.CommentGroup) bool { return d.Text() != "" }) {
			bare = append(bare, name.Name)
		}
	}
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil || receiverExported(d.Recv.List[0].Type) {
			note(d.Name, d.Doc)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				note(s.Name, s.Doc, d.Doc, s.Comment)
			case *ast.ValueSpec:
				for _, n := range s.Names {
					note(n, s.Doc, d.Doc, s.Comment)
				}
			}
		}
	}
	return all, bare
}

func receiverExported(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.StarExpr:
		return receiverExported(x.X)
	case *ast.IndexExpr:
		return receiverExported(x.X)
	case *ast.Ident:
		return x.IsExported()
	}
	return false
}

var vagueNames = strings.Fields("util utils common helper helpers misc base core types manager service processor handler lib pkg")

func TestFileAndPackageNames(t *testing.T) {
	for _, p := range packages(t) {
		if slices.Contains(vagueNames, path.Base(p.rel)) {
			t.Errorf("package %s: the name does not say what is in it", p.rel)
		}
		for _, f := range slices.Concat(p.GoFiles, p.IgnoredGoFiles, p.TestGoFiles, p.XTestGoFiles) {
			if name := strings.TrimSuffix(strings.TrimSuffix(f, ".go"), "_test"); slices.Contains(vagueNames, name) {
				t.Errorf("%s/%s: the name does not say what is in it", p.rel, f)
			}
		}
	}
}

const longestFile = 600

func TestFilesAreShort(t *testing.T) {
	eachFile(t, func(name string, text []byte) {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || generated.Match(text) {
			return
		}
		if n := bytes.Count(text, []byte("\n")); n > longestFile && tooLong[name] == "" {
			t.Errorf("%s has %d lines, more than %d: split it, or give the reason in the table tooLong", name, n, longestFile)
		}
	})
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// ofThisMachine are paths and hosts that only exist where the project is made.
var ofThisMachine = []*regexp.Regexp{
	regexp.MustCompile(`(^|[\s"'=:(` + "`" + `])/(work|root|home)/\w`),
	regexp.MustCompile(`\.\./shared\b`),
	regexp.MustCompile(`GOPROXY=\w+://|index-url|registry\s*=\s*\w+://`),
}

func TestNothingOfThisMachine(t *testing.T) {
	eachFile(t, func(name string, text []byte) {
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata/") || bytes.IndexByte(text, 0) >= 0 {
			return
		}
		for _, re := range ofThisMachine {
			if m := re.Find(text); m != nil {
				t.Errorf("%s speaks of %q, which users do not have", name, m)
			}
		}
	})
}

// eachFile hands over every file of the source tree below 1 MB, with its name relative to the root.
func eachFile(t *testing.T, visit func(name string, text []byte)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name == ".git" || name == "dist" || strings.HasSuffix(name, ".db") {
				return fs.SkipDir
			}
			return nil
		}
		if name == ".git" { // of a linked work tree
			return nil
		}
		if info, err := d.Info(); err != nil || !info.Mode().IsRegular() || info.Size() > 1<<20 {
			return err
		}
		text, err := os.ReadFile(filepath.FromSlash(name))
		if err == nil {
			visit(name, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
