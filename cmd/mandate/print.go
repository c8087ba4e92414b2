package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/mattn/go-isatty"
)

// onTerminal says whether the stream is a terminal that a person looks at.
func onTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd()) && os.Getenv("TERM") != "dumb"
}

// style marks text up for a terminal; its zero value leaves text as it is.
type style struct{ on bool }

// styleFor marks up for terminals, unless NO_COLOR is set (no-color.org).
func styleFor(w io.Writer) style { return style{onTerminal(w) && os.Getenv("NO_COLOR") == ""} }

func (s style) bold(text string) string { return s.wrap("\x1b[1m", text) }
func (s style) dim(text string) string  { return s.wrap("\x1b[2m", text) }

func (s style) wrap(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return code + text + "\x1b[0m"
}

// writeJSON writes one value, indented.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// plural is the number with the word that goes with it: "1 node", "1,200 nodes".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// supported says how many documents say something, and how many of them in words of their own where that is fewer.
func supported(documents, independent int) string {
	s := plural(documents, "document", "documents")
	if documents > 1 {
		s += ", " + thousands(independent) + " independent"
	}
	return s
}

// thousands writes a number with a comma between groups of three digits.
func thousands(n int) string {
	s := strconv.Itoa(n)
	start := 0
	if n < 0 {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// size writes a number of bytes for a person: "512 B", "31.2 kB".
func size(bytes int64) string {
	f, unit := float64(bytes), 0
	for f >= 1000 && unit < 4 {
		f, unit = f/1000, unit+1
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", bytes)
	}
	return fmt.Sprintf("%.1f %cB", f, "kMGT"[unit-1])
}

// oneLine joins the lines of a quote.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// clean takes control characters out of text that came from a document, so that it cannot steer the terminal.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, text)
}
