package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"mandate/export"
	"mandate/graph"
)

// renderDrawing lets Graphviz draw the picture. The DOT file says itself which of Graphviz's programs lays it out.
func renderDrawing(ctx context.Context, opt diagramOptions, g graph.Reader, dr export.Drawing, out io.Writer) error {
	format := dr.Format
	dr.Format = "dot"
	var source bytes.Buffer
	if err := export.Draw(&source, g, dr); err != nil {
		return err
	}
	program, err := exec.LookPath("dot")
	if err != nil {
		return errors.New(`--render needs Graphviz, and there is no program "dot" in the PATH. Install it
  on Debian or Ubuntu    sudo apt-get install graphviz
  on Fedora              sudo dnf install graphviz
  on macOS               brew install graphviz
  on Windows             winget install graphviz
or leave --render out: mandate then draws the picture itself`)
	}
	limited, cancel := context.WithTimeout(ctx, opt.RenderLimit)
	defer cancel()
	cmd := exec.CommandContext(limited, program, "-T"+format) //nolint:gosec // Graphviz of the user's PATH, and one of our formats
	var drawn, complaints bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = &source, &drawn, &complaints
	switch err := cmd.Run(); {
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		return fmt.Errorf("Graphviz was not done after %v: show less with --top, give it longer with --render-limit, or leave --render out", opt.RenderLimit) //nolint:staticcheck // a name
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("Graphviz (%s): %w: %s", program, err, strings.TrimSpace(complaints.String())) //nolint:staticcheck // a name
	}
	_, err = out.Write(drawn.Bytes())
	return err
}
