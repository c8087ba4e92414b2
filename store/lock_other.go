//go:build !unix

package store

import "os"

func locked(string, bool) bool { return false } // Badger's own lock reports it

func lockHolder(string) int { return 0 }

func freeSpace(string) (int64, bool) { return 0, false }

func diskUse(info os.FileInfo) int64 { return info.Size() }
