package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mandate/extract/input"
	"mandate/graph"
	"mandate/store"
)

// sources is what there is to read below the paths of a build, in order, found out before anything is written.
type sources struct {
	roots  []string // names of the paths
	list   []input.Source
	errs   map[int]error // by place in list: an input that is left out has no source
	names  map[graph.DocumentID]bool
	unread []string // names of inputs that could not be listed: what is below them may be there or not
}

// listSources lists all that a build reads.
func listSources(ctx context.Context, paths []string, in input.Options) (*sources, error) {
	l := &sources{errs: map[int]error{}, names: map[graph.DocumentID]bool{}}
	for _, p := range paths {
		l.roots = append(l.roots, input.Name(p))
	}
	for src, err := range input.Sources(paths, in) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			skip := new(input.Skip)
			if !errors.As(err, &skip) {
				return nil, err
			}
			l.errs[len(l.list)] = err
			l.unread = append(l.unread, skip.Name)
		} else {
			l.names[graph.DocumentID(src.Name)] = true
		}
		l.list = append(l.list, src)
	}
	return l, nil
}

// all gives what was listed as input.Sources does.
func (l *sources) all() iter.Seq2[input.Source, error] {
	return func(yield func(input.Source, error) bool) {
		for i, src := range l.list {
			if !yield(src, l.errs[i]) {
				return
			}
		}
	}
}

// below says whether a document stands at or below a path. Below "." is all that is named relative to it.
func below(id graph.DocumentID, root string) bool {
	name := string(id)
	if root == "." {
		return !filepath.IsAbs(name) && name != ".." && !strings.HasPrefix(name, "../") && name != "stdin"
	}
	return name == root || strings.HasPrefix(name, strings.TrimSuffix(root, "/")+"/")
}

func belowAny(id graph.DocumentID, roots []string) bool {
	return slices.ContainsFunc(roots, func(r string) bool { return below(id, r) })
}

// gone are the documents of the graph that came from the paths and are no longer there. What could not be looked at is
// not gone, and what came from elsewhere is no business of these paths.
func (l *sources) gone(g graph.Reader) (gone []graph.DocumentID, elsewhere int, err error) {
	for doc, err := range g.Documents() {
		switch {
		case err != nil:
			return nil, 0, err
		case !belowAny(doc.ID, l.roots):
			elsewhere++
		case !l.names[doc.ID] && !belowAny(doc.ID, l.unread):
			gone = append(gone, doc.ID)
		}
	}
	return gone, elsewhere, nil
}

// checkSync refuses what is most likely a mistake: a folder that is not there or holds nothing (a disk that is not
// mounted), and one that the graph knows by another name because it was built in another working directory.
func (l *sources) checkSync(g graph.Reader, gone []graph.DocumentID, opt buildOptions) error {
	if len(l.list) == 0 && len(gone) > 0 && !opt.AllowEmpty {
		return fmt.Errorf("%s: nothing to read is left there, and the graph has %s from it: if that is meant, say --allow-empty, and they are forgotten",
			clean(strings.Join(l.roots, ", ")), plural(len(gone), "document", "documents"))
	}
	known := map[string]graph.Document{}
	for doc, err := range g.Documents() {
		if err != nil {
			return err
		}
		if l.names[doc.ID] {
			return nil // this is how the graph names what is in the folder
		}
		if _, err := os.Lstat(filepath.FromSlash(string(doc.ID))); errors.Is(err, fs.ErrNotExist) || filepath.IsAbs(string(doc.ID)) {
			known[string(doc.ID)] = doc
		}
	}
	for i, src := range l.list {
		path, err := filepath.Abs(filepath.FromSlash(src.Name))
		if l.errs[i] != nil || err != nil {
			continue
		}
		for name := filepath.ToSlash(path); name != ""; _, name, _ = strings.Cut(name, "/") {
			doc, ok := known[name]
			if !ok {
				continue
			}
			if data, err := src.Load(opt.input(nil)); err == nil && hashOf(data) == doc.Hash {
				return fmt.Errorf("the graph has %s under the name %s: it was built in another folder; run the command there, or forget those documents first",
					clean(src.Name), clean(name))
			}
		}
	}
	return nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// checkRoots refuses to sync with what is not there.
func checkRoots(paths []string) error {
	for _, p := range paths {
		if p == "-" {
			return usagef("build", "--sync is for folders: standard input cannot be compared with what the graph holds")
		}
		if _, err := os.Stat(p); err != nil {
			return fmt.Errorf("--sync: %s cannot be looked at (%w), so nothing was changed: when it is gone for good, `mandate forget` its documents", clean(p), err)
		}
	}
	return nil
}

// forgetGone takes the documents out that are no longer there.
func forgetGone(st *store.Store, gone []graph.DocumentID, sum *summary, show *progress) error {
	for _, id := range gone {
		if err := st.Forget(id); err != nil {
			return fmt.Errorf("forget %s: %w", id, err)
		}
	}
	if err := st.Sync(); err != nil {
		return err
	}
	sum.Forgotten = append(sum.Forgotten, gone...)
	show.forgot(gone)
	return nil
}

// rehearsal is what a build would do.
type rehearsal struct {
	Added     []string           `json:"added"`
	Replaced  []string           `json:"replaced"`   // the file has changed
	ReadAgain []string           `json:"read_again"` // the file has not, but the program or its settings
	Forgotten []graph.DocumentID `json:"forgotten"`
	Unchanged int                `json:"unchanged"`
	Elsewhere int                `json:"elsewhere"` // documents of the graph that are not from these paths
	Skipped   []skipped          `json:"skipped"`
}

// rehearse says what the build would do, and writes nothing: neither the store nor a report.
func rehearse(ctx context.Context, opt buildOptions, in input.Options, sch *buildSchema, std streams) error {
	l, err := listSources(ctx, opt.Paths, in)
	if err != nil {
		return rehearsalStopped(err)
	}
	r := &rehearsal{Added: []string{}, Replaced: []string{}, ReadAgain: []string{}, Forgotten: []graph.DocumentID{}, Skipped: []skipped{}}
	run := func(g graph.Reader) error {
		if err := sch.settle(opt, in, g); err != nil {
			return err
		}
		if opt.Sync {
			gone, elsewhere, err := l.gone(g)
			if err != nil {
				return err
			}
			if err := l.checkSync(g, gone, opt); err != nil {
				return err
			}
			r.Forgotten, r.Elsewhere = append(r.Forgotten, gone...), elsewhere
		}
		return r.compare(ctx, l, in, sch.pipeline.Fingerprint(), g)
	}
	if _, err = os.Stat(opt.DB); errors.Is(err, fs.ErrNotExist) {
		err = run(graph.NewGraph())
	} else {
		err = withGraph(opt.DB, run)
	}
	if err != nil {
		return rehearsalStopped(err)
	}
	if opt.JSON {
		err = writeJSON(std.out, r)
	} else {
		err = r.write(std.out, opt)
	}
	if err == nil && len(r.Skipped) > 0 {
		err = skippedError{len(r.Skipped)}
	}
	return err
}

func rehearsalStopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return interruptedError{"nothing was written"}
	}
	return err
}

// compare holds every source against the graph. What is new or changed is looked into, so that what cannot be read is
// said to be skipped.
func (r *rehearsal) compare(ctx context.Context, l *sources, in input.Options, fingerprint string, g graph.Reader) error {
	for src, err := range l.all() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var data []byte
		name := src.Name
		if skip := new(input.Skip); errors.As(err, &skip) {
			name = skip.Name
		} else if data, err = src.Load(in); err == nil {
			doc, e := g.Document(graph.DocumentID(name))
			if e != nil && !errors.Is(e, graph.ErrNotFound) {
				return e
			}
			same := e == nil && doc.Hash == hashOf(data)
			if same && doc.Pipeline == fingerprint {
				r.Unchanged++
				continue
			}
			if _, err = input.Parse(name, data); err == nil {
				list := &r.Added
				if same {
					list = &r.ReadAgain
				} else if e == nil {
					list = &r.Replaced
				}
				*list = append(*list, name)
			}
		}
		if err != nil {
			r.Skipped = append(r.Skipped, skipped{name, skipReason(err)})
		}
	}
	return nil
}

func (r *rehearsal) write(w io.Writer, opt buildOptions) error {
	var b strings.Builder
	lines := func(what string, names []string) {
		for _, n := range names {
			fmt.Fprintf(&b, "%-10s %s\n", what, n)
		}
	}
	var gone []string
	for _, id := range r.Forgotten {
		gone = append(gone, string(id))
	}
	if !opt.Quiet {
		lines("add", r.Added)
		lines("replace", r.Replaced)
		lines("read again", r.ReadAgain)
		lines("forget", gone)
	}
	for _, s := range r.Skipped {
		fmt.Fprintf(&b, "%-10s %s: %s\n", "skip", s.Name, s.Reason)
	}
	if !opt.Quiet {
		fmt.Fprintf(&b, "%s to add, %s to replace, %s to read again because the program or its settings changed, %s to forget, %s unchanged, %s to skip",
			thousands(len(r.Added)), thousands(len(r.Replaced)), thousands(len(r.ReadAgain)), thousands(len(gone)), thousands(r.Unchanged), thousands(len(r.Skipped)))
		if r.Elsewhere > 0 {
			fmt.Fprintf(&b, "; %s left alone", plural(r.Elsewhere, "document from elsewhere", "documents from elsewhere"))
		}
		b.WriteString(". Nothing was written.\n")
	}
	_, err := io.WriteString(w, clean(b.String()))
	return err
}
