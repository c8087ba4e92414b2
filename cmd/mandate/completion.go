package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"
)

func completionVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "write a script that lets a shell complete verbs and flags",
		ArgsUsage: "bash|zsh|fish",
		Description: `Writes a completion script for your shell to standard output.

Examples:
  source <(mandate completion bash)                                   for this bash
  mandate completion zsh > "${fpath[1]}/_mandate"                     for every zsh
  mandate completion fish > ~/.config/fish/completions/mandate.fish   for every fish`,
		BashComplete: completeWords("bash", "zsh", "fish"),
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usagef("completion", "name one shell: bash, zsh or fish")
			}
			return runCompletion(c.App, c.Args().First(), std.out)
		},
	}
}

func runCompletion(app *cli.App, shell string, out io.Writer) error {
	script := ""
	switch shell {
	case "bash":
		script = bashCompletion
	case "zsh":
		script = zshCompletion
	case "fish":
		s, err := app.ToFishCompletion()
		if err != nil {
			return fmt.Errorf("write the fish completion: %w", err)
		}
		script = s
	default:
		return usagef("completion", "no completion for %q: there is one for bash, zsh and fish", shell)
	}
	_, err := io.WriteString(out, script)
	return err
}

// completeWords offers the words as arguments, beside the flags that are offered anyway.
func completeWords(words ...string) cli.BashCompleteFunc {
	return func(c *cli.Context) {
		cli.DefaultCompleteWithFlags(c.Command)(c)
		if c.NArg() == 0 {
			for _, w := range words {
				fmt.Fprintln(c.App.Writer, w)
			}
		}
	}
}

// Both scripts ask the program itself: with --generate-bash-completion at the end of the command line so far it prints
// what may come next, one to a line. Where it offers nothing the shell completes file names.
const bashCompletion = `# completion of mandate for bash
_mandate() {
	local cur="${COMP_WORDS[COMP_CWORD]}"
	local words=("${COMP_WORDS[@]:0:COMP_CWORD}")
	if [[ "$cur" == -* ]]; then
		words+=("$cur")
	fi
	local IFS=$'\n'
	COMPREPLY=($(compgen -W "$("${words[@]}" --generate-bash-completion 2>/dev/null)" -- "$cur"))
}
complete -o default -F _mandate mandate
`

const zshCompletion = `#compdef mandate
# completion of mandate for zsh
_mandate() {
	local -a offers
	local cur="${words[-1]}"
	if [[ "$cur" == -* ]]; then
		offers=("${(@f)$("${words[@]:0:#words[@]-1}" "$cur" --generate-bash-completion 2>/dev/null)}")
	else
		offers=("${(@f)$("${words[@]:0:#words[@]-1}" --generate-bash-completion 2>/dev/null)}")
	fi
	if [[ -n "${offers[1]}" ]]; then
		_describe 'mandate' offers
	else
		_files
	fi
}
compdef _mandate mandate
`
