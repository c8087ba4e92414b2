package main

import (
	"errors"
	"fmt"
	"strings"
)

// The exit statuses.
const (
	exitFine        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitSkipped     = 3   // finished, but some input was skipped
	exitInterrupted = 130 // as the shells say it: 128 and the number of the signal
)

// usageError is a mistake in the command line.
type usageError struct {
	verb    string // "" when it is not about one verb
	message string
}

func (e usageError) Error() string { return e.message }

func usagef(verb, format string, args ...any) error {
	return usageError{verb, fmt.Sprintf(format, args...)}
}

// report tells the user about the error, if any, and returns the exit status.
func report(err error, std streams) int {
	if err == nil {
		return exitFine
	}
	fmt.Fprintf(std.err, "mandate: %s\n", strings.TrimSpace(err.Error()))
	var usage usageError
	if errors.As(err, &usage) {
		if usage.verb == "" {
			fmt.Fprintln(std.err, "Run `mandate help` to see the verbs.")
		} else {
			fmt.Fprintf(std.err, "Run `mandate help %s` to see how it is used.\n", usage.verb)
		}
		return exitUsage
	}
	if errors.As(err, new(interruptedError)) {
		return exitInterrupted
	}
	if errors.As(err, new(skippedError)) {
		return exitSkipped
	}
	return exitFailed
}
