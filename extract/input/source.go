package input

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Source is one document waiting to be read.
type Source struct {
	Name string // the document's ID: the path as given, cleaned, with forward slashes; "a.zip/b.txt"; "stdin"
	Size int64  // in bytes before decompression, -1 unknown
	Open func() (io.ReadCloser, error)
}

// Options say which documents are listed and how much of them is read. The zero value lists everything but hidden
// files and reads documents of up to 64 MiB.
type Options struct {
	Include  []string  // doublestar globs, against the path below the folder and the base name; empty: all
	Exclude  []string  // likewise; leaves out what Include lets in, and whole folders
	Hidden   bool      // also read files and folders whose names begin with a point
	MaxBytes int64     // largest document after decompression; 0: 64 MiB
	Stdin    io.Reader // what "-" reads; nil: os.Stdin
}

// DefaultMaxBytes is the size of the largest document that is read unless Options say otherwise.
const DefaultMaxBytes = 64 << 20

func (o Options) maxBytes() int64 { return cmp.Or(o.MaxBytes, DefaultMaxBytes) }

// Skip is the error for an input that is left out. The run goes on with the others.
type Skip struct {
	Name   string // as a Source is named
	Reason string // what is wrong, and what to do where something can be done
	Err    error  // what the system said, nil when the reason is our own
}

// Error is name and reason.
func (s *Skip) Error() string {
	if s.Err != nil {
		return fmt.Sprintf("%s: %s: %v", s.Name, s.Reason, plainError(s.Err))
	}
	return s.Name + ": " + s.Reason
}

// Unwrap gives the system's error.
func (s *Skip) Unwrap() error { return s.Err }

// plainError takes operation and path off an error of the file system: the name stands before it already.
func plainError(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// Sources lists the documents below the paths: files, folders with all below them, "-" for standard input, gzip files
// and the members of ZIP archives. Paths come in the order given, what is in a folder in order of name. An input that
// is left out comes once, as a *[Skip] error with a zero Source; the sequence goes on. What is reached twice, because it
// was named twice or by way of symbolic links, comes once.
func Sources(paths []string, opt Options) iter.Seq2[Source, error] {
	return func(yield func(Source, error) bool) {
		l := &lister{opt: opt, yield: yield, seen: map[string]bool{}, names: map[string]bool{}}
		if err := l.checkGlobs(); err != nil {
			yield(Source{}, err)
			return
		}
		for _, p := range paths {
			if p == "-" {
				l.stdin()
			} else {
				l.root(p)
			}
			if l.done {
				return
			}
		}
	}
}

// lister walks the paths.
type lister struct {
	opt   Options
	yield func(Source, error) bool
	seen  map[string]bool // real paths
	names map[string]bool
	done  bool
}

func (l *lister) give(s Source) {
	if l.done || l.names[s.Name] {
		return
	}
	l.names[s.Name] = true
	l.done = !l.yield(s, nil)
}

func (l *lister) skip(name, reason string, err error) {
	if !l.done {
		l.done = !l.yield(Source{}, &Skip{Name: name, Reason: reason, Err: err})
	}
}

// checkGlobs refuses patterns that can match nothing because they are malformed.
func (l *lister) checkGlobs() error {
	for _, g := range slices.Concat(l.opt.Include, l.opt.Exclude) {
		if !doublestar.ValidatePattern(filepath.ToSlash(g)) {
			return fmt.Errorf("pattern %q is malformed: use *, **, ? and [a-z] as in a shell", g)
		}
	}
	return nil
}

func (l *lister) stdin() {
	in := l.opt.Stdin
	if in == nil {
		in = os.Stdin
	}
	l.give(Source{Name: "stdin", Size: -1, Open: func() (io.ReadCloser, error) { return io.NopCloser(in), nil }})
}

// Name is the name that [Sources] gives the document at a path, or the folder that what is below it begins with: the path
// cleaned, with forward slashes, relative to the working directory when inside.
func Name(p string) string {
	if p == "-" {
		return "stdin"
	}
	return documentName(p)
}

// documentName is the name of a path: cleaned, with forward slashes, relative to the working directory when inside.
func documentName(p string) string {
	p = filepath.Clean(p)
	if filepath.IsAbs(p) {
		if wd, err := os.Getwd(); err == nil {
			if rel, err := filepath.Rel(wd, p); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
				p = rel
			}
		}
	}
	return filepath.ToSlash(p)
}

// root lists what one path of the user leads to.
func (l *lister) root(p string) {
	name := documentName(p)
	if p == "" {
		l.skip(`""`, "the path is empty", nil)
		return
	}
	info, err := os.Stat(p)
	if err != nil {
		l.skip(name, statReason(err), err)
		return
	}
	if info.IsDir() {
		l.folder(p, name)
		return
	}
	l.file(p, name, info)
}

// statReason says what it means that a path cannot be looked at.
func statReason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "it may not be read: check its permissions"
	case strings.Contains(err.Error(), "too many levels of symbolic links"):
		return "it is a symbolic link that leads round in a circle"
	}
	return "it cannot be read"
}

// entry is something found in a folder.
type entry struct {
	path, name string // on disk; as a document
	rel        string // below the folder the user named
	link       bool
}

// folder lists all below a folder: first what stands there itself, then what symbolic links lead to, so that a file
// keeps its own name when a link leads to it as well; then in order of name.
func (l *lister) folder(p, name string) {
	type found struct {
		entry
		info fs.FileInfo
		why  string
		err  error
	}
	var all []found
	var links []entry
	todo := []entry{{path: p, name: name}}
	for len(todo) > 0 || len(links) > 0 {
		if len(todo) == 0 { // by order of name, so that the outcome does not hang on the depth they were found at
			slices.SortFunc(links, func(a, b entry) int { return strings.Compare(a.rel, b.rel) })
			e := links[0]
			links = links[1:]
			info, err := os.Stat(e.path)
			switch {
			case err != nil && errors.Is(err, fs.ErrNotExist):
				all = append(all, found{entry: e, why: "it is a symbolic link to something that is not there"})
				continue
			case err != nil:
				all = append(all, found{entry: e, why: statReason(err), err: err})
				continue
			case !info.IsDir():
				all = append(all, found{entry: e, info: info})
				continue
			case l.above(e.path):
				all = append(all, found{entry: e, why: "it is a symbolic link to a folder above itself: read once, not again"})
				continue
			}
			todo = append(todo, e)
		}
		e := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !l.first(e.path) {
			continue
		}
		list, err := os.ReadDir(e.path)
		if err != nil {
			all = append(all, found{entry: e, why: "the folder cannot be listed: check its permissions", err: err})
		}
		for _, d := range list {
			sub := entry{path: filepath.Join(e.path, d.Name()), name: path.Join(e.name, d.Name()), rel: path.Join(e.rel, d.Name())}
			sub.link = d.Type()&fs.ModeSymlink != 0
			switch {
			case !l.opt.Hidden && strings.HasPrefix(d.Name(), "."), matchAny(l.opt.Exclude, sub.rel):
			case sub.link:
				links = append(links, sub)
			case d.IsDir():
				todo = append(todo, sub)
			default:
				info, err := d.Info()
				if err != nil {
					all = append(all, found{entry: sub, why: statReason(err), err: err})
					continue
				}
				all = append(all, found{entry: sub, info: info})
			}
		}
	}
	// a file's own name before that of a link to it
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(btoi(a.link), btoi(b.link)), strings.Compare(a.rel, b.rel))
	})
	kept := all[:0]
	for _, f := range all {
		if f.why == "" && !l.wanted(f.rel) {
			continue
		}
		if f.why == "" && f.info.Mode().IsRegular() && !l.first(f.path) {
			continue
		}
		kept = append(kept, f)
	}
	slices.SortStableFunc(kept, func(a, b found) int { return strings.Compare(a.rel, b.rel) })
	for _, f := range kept {
		if l.done {
			return
		}
		if f.why != "" {
			l.skip(f.name, f.why, f.err)
		} else {
			l.fileOnce(f.path, f.name, f.info)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// above says whether a link leads to a folder that it stands in.
func (l *lister) above(link string) bool {
	target, err := filepath.EvalSymlinks(link)
	if err != nil {
		return true
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(link))
	if err != nil {
		return true
	}
	rel, err := filepath.Rel(target, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// first says whether a path leads to something not seen before.
func (l *lister) first(p string) bool {
	target, err := filepath.EvalSymlinks(p)
	if err != nil {
		target = p
	}
	if abs, err := filepath.Abs(target); err == nil {
		target = abs
	}
	if l.seen[target] {
		return false
	}
	l.seen[target] = true
	return true
}

// wanted says whether a path below a folder is let in by Include.
func (l *lister) wanted(rel string) bool {
	if len(l.opt.Include) == 0 {
		return true
	}
	// the members of an archive are matched by themselves
	return matchAny(l.opt.Include, rel) || isZipName(rel)
}

func matchAny(globs []string, rel string) bool {
	for _, g := range globs {
		g = filepath.ToSlash(g)
		if ok, _ := doublestar.Match(g, rel); ok {
			return true
		}
		if ok, _ := doublestar.Match(g, path.Base(rel)); ok {
			return true
		}
	}
	return false
}

// file lists one file that the user named.
func (l *lister) file(p, name string, info fs.FileInfo) {
	if info.Mode().IsRegular() && !l.first(p) {
		return
	}
	l.fileOnce(p, name, info)
}

func (l *lister) fileOnce(p, name string, info fs.FileInfo) {
	switch mode := info.Mode(); {
	case mode.IsRegular():
	case mode&fs.ModeNamedPipe != 0:
		l.skip(name, "it is a named pipe, not a file: use - to read a stream", nil)
		return
	case mode&fs.ModeSocket != 0:
		l.skip(name, "it is a socket, not a file", nil)
		return
	case mode&fs.ModeDevice != 0:
		l.skip(name, "it is a device, not a file", nil)
		return
	default:
		l.skip(name, "it is no regular file", nil)
		return
	}
	if isZipName(name) {
		l.archive(p, name)
		return
	}
	src := Source{Name: name, Size: info.Size(), Open: func() (io.ReadCloser, error) { return openRegular(p) }}
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		src.Open = func() (io.ReadCloser, error) { return openGzip(p) }
	}
	l.give(src)
}

// openRegular opens a file unless it has become something else since it was listed; a pipe would wait for ever.
func openRegular(p string) (*os.File, error) {
	if info, err := os.Stat(p); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errors.New("it is no longer a regular file")
	}
	return os.Open(p)
}
