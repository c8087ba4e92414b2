package kernel

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// even are floats between -most and most that come out alike on every processor, as those of math need not.
func even(r *rand.Rand, n int, most float32) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(r.IntN(1<<24)-1<<23) / (1 << 23) * most
	}
	return s
}

// sum computes something of everything that the language models compute, and sums up the bits.
func sum(t *testing.T) uint64 {
	t.Helper()
	r := rand.New(rand.NewPCG(11, 12))
	sum := fnv.New64a()
	note := func(x any) {
		if err := binary.Write(sum, binary.LittleEndian, x); err != nil {
			t.Fatal(err)
		}
	}
	m, k, n := 7, 192, 96
	var whole PackedInt
	whole.PackInt8(ints[int8](r, n*k, 127), k, n)
	c := make([]int32, m*n)
	GemmInt(m, ints[int16](r, m*k, CellScale), k, &whole, c, n)
	note(c)
	state, h := even(r, n, 2), make([]int16, n)
	Cell(n, ints[int32](r, 4*n, 1<<22), ints[int32](r, 4*n, 1<<22), even(r, 4*n, 1e-6), even(r, 4*n, 1e-6), even(r, 4*n, 3), state, h)
	note(state)
	note(h)
	f := even(r, n, 9)
	TanhInt(h, f, state, 2048)
	note(h)
	Affine(f, c[:n], even(r, n, 1e-5), even(r, n, 1))
	note(f)
	var p Packed
	p.Pack(even(r, k*n, 1), k, n, n)
	product := even(r, m*n, 1)
	Gemm(m, even(r, m*k, 1), k, 1, &p, product, n, true)
	note(product)
	Axpy(0.37, product[:n], f)
	note(Dot(f, product[:n]))
	TanhFloat(f)
	note(f)
	for _, x := range product {
		note(Exp(x))
		note(Sigmoid(x))
	}
	return sum.Sum64()
}

// TestBitsOfEveryProcessor holds all kernels of all processors to the same bits.
func TestBitsOfEveryProcessor(t *testing.T) {
	onEach(t, func(name string) {
		if got, want := sum(t), uint64(0x7d81104e8942cd0e); got != want {
			t.Errorf("%s on %s: the sum of all bits is %#x, elsewhere %#x", name, runtime.GOARCH, got, want)
		}
	})
}

// TestBitsOfARM64 runs the tests of this package in an emulated arm64, whose floats Go fuses where it may.
func TestBitsOfARM64(t *testing.T) {
	if runtime.GOARCH == "arm64" {
		t.Skip("all other tests run on arm64 here")
	}
	emulator, err := exec.LookPath("qemu-aarch64-static")
	if err != nil {
		if emulator, err = exec.LookPath("qemu-aarch64"); err != nil {
			t.Skip("there is no qemu-aarch64 here (Debian's package qemu-user-static)")
		}
	}
	cmd := exec.Command("go", "test", "-count=1", "-exec", emulator, ".")
	cmd.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("on arm64: %v\n%s", err, out)
	}
}
