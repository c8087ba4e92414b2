//go:build unix

package store

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// locked says whether another process has the store open in a way that shuts us out. Badger locks the folder itself;
// this is for knowing it before any file is looked at.
func locked(dir string, readOnly bool) bool {
	f, err := os.Open(dir)
	if err != nil {
		return false
	}
	defer f.Close() // releases the lock
	how := unix.LOCK_EX
	if readOnly {
		how = unix.LOCK_SH
	}
	return unix.Flock(int(f.Fd()), how|unix.LOCK_NB) == unix.EWOULDBLOCK
}

// lockHolder is the process that opened the store for writing, 0 when it cannot be told.
func lockHolder(dir string) int {
	text, err := os.ReadFile(filepath.Join(dir, "LOCK"))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || unix.Kill(pid, 0) == unix.ESRCH {
		return 0
	}
	return pid
}

// freeSpace is the room left for us on the disk that holds dir, in bytes.
func freeSpace(dir string) (int64, bool) {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return 0, false
	}
	return int64(fs.Bavail) * int64(fs.Bsize), true //nolint:unconvert // the types differ between systems
}

// diskUse is the room a file takes on disk, which for files set aside is less than its size.
func diskUse(info os.FileInfo) int64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Blocks * 512
	}
	return info.Size()
}
