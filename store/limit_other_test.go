//go:build !linux

package store

import (
	"errors"
	"time"
)

const canLimit = false

func limitFiles(uint64) error { return errors.ErrUnsupported }

func mountSmall(string, int) (func(), error) { return nil, errors.ErrUnsupported }

func cpuTime() time.Duration { return 0 }
