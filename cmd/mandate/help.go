package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

const appHelp = `{{.Name}}: {{.Usage}}

Usage: {{.Name}} VERB [flags] [arguments]

{{.Description}}

Verbs:{{range .VisibleCommands}}
  {{printf "%-11s" .Name}} {{.Usage}}{{end}}

Start with:
  mandate build --report out.html docs    read the folder docs, write a page to look at
  mandate show "Ministry of Labor"        what the documents say of it
  mandate help build                      everything that build can do

Exit status: 0 fine, 1 failed, 2 wrong command line, 3 finished but some input was skipped, 130 interrupted.
`

const verbHelp = `{{.HelpName}}: {{.Usage}}

Usage: {{.HelpName}} [flags]{{with .ArgsUsage}} {{.}}{{end}}

{{.Description}}

Flags:{{range .VisibleFlags}}
  {{.}}{{end}}
`

// flagLine is the line of a flag in the help of its verb: names, a tab, and what it does.
func flagLine(f cli.Flag) string {
	d, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return ""
	}
	usage := d.GetUsage()
	value, isBool := "", false
	if _, isBool = f.(*cli.BoolFlag); !isBool {
		value = "value"
		if before, rest, ok := strings.Cut(usage, "`"); ok {
			if name, after, ok := strings.Cut(rest, "`"); ok {
				value, usage = name, before+name+after
			}
		}
	}
	var names []string
	for _, n := range f.Names() {
		names = append(names, dashed([]string{n})...)
	}
	line := strings.Join(names, ", ")
	if value != "" {
		line += " " + value
	}
	line += "\t" + usage
	switch x := f.(type) {
	case *cli.StringFlag:
		if x.Value != "" {
			line += fmt.Sprintf(" (default %s)", x.Value)
		}
	case *cli.IntFlag:
		if x.Value != 0 {
			line += fmt.Sprintf(" (default %d)", x.Value)
		}
	}
	if env := d.GetEnvVars(); len(env) > 0 {
		line += fmt.Sprintf(" [$%s]", strings.Join(env, ", $"))
	}
	return line
}
