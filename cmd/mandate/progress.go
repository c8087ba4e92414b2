package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"mandate/extract"
	"mandate/extract/input"
	"mandate/graph"

	"github.com/schollz/progressbar/v3"
)

// progressEvery is how long the bar stays as it is: fast enough to look alive, slow enough to cost nothing.
const progressEvery = 100 * time.Millisecond

// progress tells the user how a build is getting on: a bar on a terminal, and a line for each stored document when that
// is asked for. It writes to standard error only.
type progress struct {
	bar     *progressbar.ProgressBar // nil: no bar
	lines   io.Writer                // nil: no lines
	total   int
	reads   int
	skipped int
}

// newProgress finds out how much there is to read, when there is a terminal to show it on.
func newProgress(opt buildOptions, in input.Options, std streams) *progress {
	p := &progress{}
	if opt.Verbose {
		p.lines = std.err
	}
	if opt.Quiet || opt.Verbose || !onTerminal(std.err) {
		return p
	}
	var bytes int64
	for _, path := range opt.Paths {
		if path == "-" {
			bytes = -1 // nobody knows how much will come
		}
	}
	if bytes == 0 {
		for src, err := range input.Sources(opt.Paths, in) {
			if err == nil {
				bytes += max(src.Size, 0)
				p.total++
			}
		}
	}
	p.bar = progressbar.NewOptions64(bytes,
		progressbar.OptionSetWriter(std.err),
		progressbar.OptionShowBytes(true),
		progressbar.OptionSetWidth(24),
		progressbar.OptionShowElapsedTimeOnFinish(),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionUseANSICodes(os.Getenv("NO_COLOR") == ""),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(progressEvery),
	)
	return p
}

// read notes one result.
func (p *progress) read(r extract.Result) {
	p.reads++
	if r.Err != nil {
		p.skipped++
	}
	if p.bar == nil {
		return
	}
	text := fmt.Sprintf("%d documents", p.reads)
	if p.total > 0 {
		text = fmt.Sprintf("%d of %d documents", p.reads, p.total)
	}
	if p.skipped > 0 {
		text += fmt.Sprintf(", %d skipped", p.skipped)
	}
	p.bar.Describe(text)
	_ = p.bar.Add64(max(r.Size, 0)) // a bar that cannot be drawn must not stop the build
}

// stored notes that the documents are safe on disk.
func (p *progress) stored(batch []*graph.Contribution) {
	if p.lines == nil {
		return
	}
	for _, c := range batch {
		fmt.Fprintf(p.lines, "stored %s\n", clean(string(c.Document.ID)))
	}
}

// forgot notes that the documents are out of the graph.
func (p *progress) forgot(gone []graph.DocumentID) {
	if p.lines == nil {
		return
	}
	for _, id := range gone {
		fmt.Fprintf(p.lines, "forgot %s\n", clean(string(id)))
	}
}

// done takes the bar away.
func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
