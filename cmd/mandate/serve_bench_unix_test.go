//go:build unix

package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// worked is the processor time of this process so far.
func worked() time.Duration {
	var use unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
