//go:build unix

package input

import (
	"net"
	"os"
	"syscall"
	"testing"
)

func TestPipesAndDevices(t *testing.T) {
	tree(t, map[string]string{"d/a.txt": "a"})
	must(t, syscall.Mkfifo("d/pipe", 0o600))
	l, err := net.Listen("unix", "d/sock")
	must(t, err)
	defer l.Close() //nolint:errcheck // the test is over
	equal(t, listed(t, Options{}, "d", os.DevNull), "d/a.txt", "! d/pipe: it is a named pipe, not a file: use - to read a stream",
		"! d/sock: it is a socket, not a file", "! "+os.DevNull+": it is a device, not a file")

	for src, err := range Sources([]string{"d/a.txt"}, Options{}) { // a file that becomes a pipe must not make us wait
		must(t, err)
		must(t, os.Remove("d/a.txt"))
		must(t, syscall.Mkfifo("d/a.txt", 0o600))
		if _, err := src.Load(Options{}); err == nil {
			t.Error("a pipe was read as a file")
		}
	}
}
