// Package kernel holds the inner loops of the language models: float32 matrix products for the trainer, integer dot
// products and the gates of an LSTM for the reader.
//
// Every kernel exists as plain Go, which is the reference, and for some processors in assembly, chosen at run time.
// All of them give the same bits: integer sums are exact, and floats are multiplied and added in one fixed order,
// never fused. The plain Go code says float32(a*b) where a processor with fused multiply-add (arm64) would otherwise
// skip the rounding between the two.
package kernel

import (
	"fmt"
	"sync/atomic"
)

// level is the kernel in use: one of the indices of Names.
var level atomic.Int32

const (
	levelGo = iota
	levelAVX2
	levelAVX512 // with VNNI, which multiplies and adds whole numbers in one step
)

// names of the kernels, slowest first, at their level.
var names = [...]string{levelGo: "go", levelAVX2: "avx2", levelAVX512: "avx512"}

// Names lists the kernels this processor can run, slowest first.
func Names() []string { return names[:best()+1] }

// Use switches to a kernel by name; it is for tests and benchmarks. The answers are the same with all of them.
func Use(name string) error {
	for i, n := range Names() {
		if n == name {
			level.Store(int32(i) + 1)
			return nil
		}
	}
	return fmt.Errorf("kernel %q is not among %v of this processor", name, Names())
}

// current is the level in use: the best one until Use is called.
func current() int {
	if l := level.Load(); l > 0 {
		return int(l) - 1
	}
	return best()
}
