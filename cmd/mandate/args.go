package main

import (
	"slices"
	"strings"

	"mandate/cmd/mandate/ask"

	"github.com/urfave/cli/v2"
)

// completionFlag is what the completion scripts put at the end of a command line.
const completionFlag = "--generate-bash-completion"

// arrange puts the flags of a command line before its other arguments, because the flag parser stops at the first
// argument that is no flag, and refuses verbs and flags that do not exist, with a suggestion.
func arrange(app *cli.App, args []string) ([]string, error) {
	if len(args) < 2 || args[len(args)-1] == completionFlag {
		return args, nil
	}
	name, rest := args[1], args[2:]
	switch name {
	case "-h", "--help", "-help", "help", "h":
		if i := slices.IndexFunc(rest, func(a string) bool { return !strings.HasPrefix(a, "-") }); i >= 0 {
			verb, err := findVerb(app, rest[i])
			if err != nil {
				return nil, err
			}
			if verb.Hidden { // a topic: it is nothing but its help
				return []string{args[0], verb.Name}, nil
			}
			return []string{args[0], verb.Name, "--help"}, nil
		}
		return []string{args[0], "--help"}, nil
	case "--version", "-v", "-version":
		return []string{args[0], "version"}, nil
	}
	verb, err := findVerb(app, name)
	if err != nil {
		return nil, err
	}
	flags, words, err := split(verb, rest)
	if err != nil {
		return nil, err
	}
	if slices.Contains(flags, "--help") || slices.Contains(flags, "-h") {
		return []string{args[0], verb.Name, "--help"}, nil // words beside it would be taken for topics
	}
	out := append([]string{args[0], verb.Name}, flags...)
	if len(words) > 0 {
		out = append(append(out, "--"), words...)
	}
	return out, nil
}

// findVerb finds a verb by name.
func findVerb(app *cli.App, name string) (*cli.Command, error) {
	var names []string
	for _, c := range app.Commands {
		if c.HasName(name) {
			return c, nil
		}
		names = append(names, c.Name)
	}
	if strings.HasPrefix(name, "-") {
		return nil, usagef("", "%s stands before the verb: flags come after it, as in `mandate build --db DIR docs`", name)
	}
	return nil, usagef("", "unknown verb %q%s", name, ask.DidYouMean(ask.Nearest(name, names, 1)))
}

// split parts the arguments of a verb into flags, with their values, and words. After "--" everything is a word;
// "-" is one too. A flag stands there by its first name, whichever it was given by: -p and --param add up.
func split(verb *cli.Command, args []string) (flags, words []string, err error) {
	takes, first := map[string]bool{"help": false, "h": false}, map[string]string{}
	var names []string
	for _, f := range verb.Flags {
		d, ok := f.(cli.DocGenerationFlag)
		for _, n := range f.Names() {
			takes[n], first[n] = ok && d.TakesValue(), f.Names()[0]
			names = append(names, n)
		}
	}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			return flags, append(words, args[i+1:]...), nil
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			words = append(words, arg)
			continue
		}
		name, given, valued := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		value, ok := takes[name]
		if !ok {
			return nil, nil, usagef(verb.Name, "unknown flag %s for `mandate %s`%s", arg, verb.Name, ask.DidYouMean(dashed(ask.Nearest(name, names, 1))))
		}
		if long := first[name]; long != "" {
			arg = "--" + long
			if valued {
				arg += "=" + given
			}
		}
		flags = append(flags, arg)
		if value && !valued {
			i++
			if i == len(args) {
				return nil, nil, usagef(verb.Name, "flag %s needs a value", args[i-1])
			}
			flags = append(flags, args[i])
		}
	}
	return flags, words, nil
}

func dashed(names []string) []string {
	for i, n := range names {
		if len(n) > 1 {
			names[i] = "--" + n
		} else {
			names[i] = "-" + n
		}
	}
	return names
}
