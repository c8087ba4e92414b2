#include "textflag.h"

#define IROW(a, lo, hi) \
	VPBROADCASTD a, Y14; \
	VPMADDWD Y12, Y14, Y15; \
	VPADDD Y15, lo, lo; \
	VPMADDWD Y13, Y14, Y15; \
	VPADDD Y15, hi, hi

#define IPUT(lo, hi) \
	VMOVDQU lo, (DX); \
	VMOVDQU hi, 32(DX); \
	ADDQ R10, DX

// func igemm6x16(pairs int, a *int16, lda int, b *int16, c *int32, ldc int)
TEXT ·igemm6x16(SB), NOSPLIT, $0-48
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ lda+16(FP), R8
	MOVQ b+24(FP), BX
	MOVQ c+32(FP), DX
	MOVQ ldc+40(FP), R10
	SHLQ $1, R8
	SHLQ $2, R10
	LEAQ (SI)(R8*2), DI
	ADDQ R8, DI
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11
iloop6:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	IROW((SI), Y0, Y1)
	IROW((SI)(R8*1), Y2, Y3)
	IROW((SI)(R8*2), Y4, Y5)
	IROW((DI), Y6, Y7)
	IROW((DI)(R8*1), Y8, Y9)
	IROW((DI)(R8*2), Y10, Y11)
	ADDQ $4, SI
	ADDQ $4, DI
	ADDQ $64, BX
	DECQ CX
	JNZ iloop6
	IPUT(Y0, Y1)
	IPUT(Y2, Y3)
	IPUT(Y4, Y5)
	IPUT(Y6, Y7)
	IPUT(Y8, Y9)
	IPUT(Y10, Y11)
	VZEROUPPER
	RET

// func igemm3x16(pairs int, a *int16, lda int, b *int16, c *int32, ldc int)
TEXT ·igemm3x16(SB), NOSPLIT, $0-48
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ lda+16(FP), R8
	MOVQ b+24(FP), BX
	MOVQ c+32(FP), DX
	MOVQ ldc+40(FP), R10
	SHLQ $1, R8
	SHLQ $2, R10
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
iloop3:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	IROW((SI), Y0, Y1)
	IROW((SI)(R8*1), Y2, Y3)
	IROW((SI)(R8*2), Y4, Y5)
	ADDQ $4, SI
	ADDQ $64, BX
	DECQ CX
	JNZ iloop3
	IPUT(Y0, Y1)
	IPUT(Y2, Y3)
	IPUT(Y4, Y5)
	VZEROUPPER
	RET

// func igemm1x16(pairs int, a, b *int16, c *int32)
TEXT ·igemm1x16(SB), NOSPLIT, $0-32
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), BX
	MOVQ c+24(FP), DX
	XORQ R10, R10
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
iloop1:
	VMOVDQU (BX), Y12
	VMOVDQU 32(BX), Y13
	IROW((SI), Y0, Y1)
	ADDQ $4, SI
	ADDQ $64, BX
	DECQ CX
	JNZ iloop1
	IPUT(Y0, Y1)
	VZEROUPPER
	RET

// Constants of Tanh in kernel tanh.go, as bits of float32.
#define CONST(name, bits) \
	DATA name<>+0(SB)/4, bits; \
	GLOBL name<>(SB), RODATA|NOPTR, $4

CONST(tmax, $0x40fcf84f)
CONST(tmin, $0xc0fcf84f)
CONST(ta1, $0x3ba059dc)
CONST(ta3, $0x3a270ded)
CONST(ta5, $0x3779434a)
CONST(ta7, $0x335c0041)
CONST(ta9, $0xaebd37ff)
CONST(ta11, $0x2a61337e)
CONST(ta13, $0xa59f25c0)
CONST(tb0, $0x3ba059dd)
CONST(tb2, $0x3b14aa05)
CONST(tb4, $0x38f895d6)
CONST(tb6, $0x35a0d3d8)
CONST(half, $0x3f000000)
CONST(cscale, $0x46000000)

// TANH: y = tanh(y); s, p, t are scratch.
#define TANH(y, s, p, t) \
	VBROADCASTSS tmax<>(SB), t; \
	VMINPS t, y, y; \
	VBROADCASTSS tmin<>(SB), t; \
	VMAXPS t, y, y; \
	VMULPS y, y, s; \
	VBROADCASTSS ta13<>(SB), t; \
	VMULPS s, t, p; \
	VBROADCASTSS ta11<>(SB), t; \
	VADDPS t, p, p; \
	VMULPS s, p, p; \
	VBROADCASTSS ta9<>(SB), t; \
	VADDPS t, p, p; \
	VMULPS s, p, p; \
	VBROADCASTSS ta7<>(SB), t; \
	VADDPS t, p, p; \
	VMULPS s, p, p; \
	VBROADCASTSS ta5<>(SB), t; \
	VADDPS t, p, p; \
	VMULPS s, p, p; \
	VBROADCASTSS ta3<>(SB), t; \
	VADDPS t, p, p; \
	VMULPS s, p, p; \
	VBROADCASTSS ta1<>(SB), t; \
	VADDPS t, p, p; \
	VMULPS y, p, p; \
	VBROADCASTSS tb6<>(SB), t; \
	VMULPS s, t, y; \
	VBROADCASTSS tb4<>(SB), t; \
	VADDPS t, y, y; \
	VMULPS s, y, y; \
	VBROADCASTSS tb2<>(SB), t; \
	VADDPS t, y, y; \
	VMULPS s, y, y; \
	VBROADCASTSS tb0<>(SB), t; \
	VADDPS t, y, y; \
	VDIVPS y, p, y

// SIGMOID: y = tanh(y/2)/2 + 1/2; Y15 is one half.
#define SIGMOID(y, s, p, t) \
	VMULPS Y15, y, y; \
	TANH(y, s, p, t); \
	VMULPS Y15, y, y; \
	VADDPS Y15, y, y

// GATE: y = (x·sx + b) + u·su of the gate that starts at the offset in R13; s is scratch.
#define GATE(y, s) \
	VCVTDQ2PS (SI)(R13*1), y; \
	VMULPS (R8)(R13*1), y, y; \
	VADDPS (R10)(R13*1), y, y; \
	VCVTDQ2PS (DI)(R13*1), s; \
	VMULPS (R9)(R13*1), s, s; \
	VADDPS s, y, y

// func cellAVX2(n int, x, u *int32, sx, su, b, c *float32, h *int16)
TEXT ·cellAVX2(SB), NOSPLIT, $0-64
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	MOVQ u+16(FP), DI
	MOVQ sx+24(FP), R8
	MOVQ su+32(FP), R9
	MOVQ b+40(FP), R10
	MOVQ c+48(FP), R11
	MOVQ h+56(FP), R12
	MOVQ CX, AX
	SHLQ $2, AX
	XORQ BX, BX
	VBROADCASTSS half<>(SB), Y15
cell8:
	MOVQ BX, R13
	GATE(Y0, Y4)
	ADDQ AX, R13
	GATE(Y1, Y4)
	ADDQ AX, R13
	GATE(Y2, Y4)
	ADDQ AX, R13
	GATE(Y3, Y4)
	SIGMOID(Y0, Y4, Y5, Y6)
	SIGMOID(Y1, Y7, Y8, Y9)
	TANH(Y2, Y4, Y5, Y6)
	SIGMOID(Y3, Y7, Y8, Y9)
	VMULPS Y0, Y2, Y0
	VMULPS (R11)(BX*1), Y1, Y1
	VADDPS Y1, Y0, Y0
	VMOVUPS Y0, (R11)(BX*1)
	TANH(Y0, Y4, Y5, Y6)
	VMULPS Y0, Y3, Y0
	VBROADCASTSS cscale<>(SB), Y1
	VMULPS Y1, Y0, Y0
	VCVTPS2DQ Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSDW X1, X0, X0
	VMOVDQU X0, (R12)
	ADDQ $16, R12
	ADDQ $32, BX
	SUBQ $8, CX
	JNZ cell8
	VZEROUPPER
	RET

// func affineAVX2(n int, dst *float32, x *int32, scale, bias *float32)
TEXT ·affineAVX2(SB), NOSPLIT, $0-40
	MOVQ n+0(FP), CX
	MOVQ dst+8(FP), DX
	MOVQ x+16(FP), SI
	MOVQ scale+24(FP), R8
	MOVQ bias+32(FP), R9
affine8:
	VCVTDQ2PS (SI), Y0
	VMULPS (R8), Y0, Y0
	VADDPS (R9), Y0, Y0
	VMOVUPS Y0, (DX)
	ADDQ $32, SI
	ADDQ $32, DX
	ADDQ $32, R8
	ADDQ $32, R9
	SUBQ $8, CX
	JNZ affine8
	VZEROUPPER
	RET

// func tanhAVX2(n int, dst *int16, a, b *float32, scale float32)
TEXT ·tanhAVX2(SB), NOSPLIT, $0-36
	MOVQ n+0(FP), CX
	MOVQ dst+8(FP), DX
	MOVQ a+16(FP), SI
	MOVQ b+24(FP), DI
	VBROADCASTSS scale+32(FP), Y10
tanh8:
	VMOVUPS (SI), Y0
	VADDPS (DI), Y0, Y0
	TANH(Y0, Y4, Y5, Y6)
	VMULPS Y10, Y0, Y0
	VCVTPS2DQ Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSDW X1, X0, X0
	VMOVDQU X0, (DX)
	ADDQ $32, SI
	ADDQ $32, DI
	ADDQ $16, DX
	SUBQ $8, CX
	JNZ tanh8
	VZEROUPPER
	RET

// func tanhFloatAVX2(n int, x *float32)
TEXT ·tanhFloatAVX2(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
tanhf8:
	VMOVUPS (SI), Y0
	TANH(Y0, Y4, Y5, Y6)
	VMOVUPS Y0, (SI)
	ADDQ $32, SI
	SUBQ $8, CX
	JNZ tanhf8
	VZEROUPPER
	RET
