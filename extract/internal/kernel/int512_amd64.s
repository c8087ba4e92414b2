#include "textflag.h"

// The tiles of GemmInt for processors with AVX-512 and VNNI: VPDPWSSD multiplies the two numbers of a row of a, broadcast,
// with the two of each of sixteen columns and adds them to the sums, in whole numbers that wrap around, as VPMADDWD and
// VPADDD do. Rows by panels: the more sums at once, the less each waits for the one before it.

#define ZERO(r) VPXORQ r, r, r

#define SAVE(r, at) VMOVDQU32 r, at

// DOT4: four panels of one row.
#define DOT4(a, s0, s1, s2, s3) \
	VPBROADCASTD a, Z28; \
	VPDPWSSD Z24, Z28, s0; \
	VPDPWSSD Z25, Z28, s1; \
	VPDPWSSD Z26, Z28, s2; \
	VPDPWSSD Z27, Z28, s3

// SAVE4: four panels of one row to c.
#define SAVE4(s0, s1, s2, s3) \
	SAVE(s0, (DX)); \
	SAVE(s1, 64(DX)); \
	SAVE(s2, 128(DX)); \
	SAVE(s3, 192(DX)); \
	ADDQ R10, DX

// func dot12x1(pairs int, a *int16, lda int, b *int16, c *int32, ldc int)
TEXT ·dot12x1(SB), NOSPLIT, $0-48
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
	LEAQ (DI)(R8*2), R11
	ADDQ R8, R11
	LEAQ (R11)(R8*2), R12
	ADDQ R8, R12
	ZERO(Z0)
	ZERO(Z1)
	ZERO(Z2)
	ZERO(Z3)
	ZERO(Z4)
	ZERO(Z5)
	ZERO(Z6)
	ZERO(Z7)
	ZERO(Z8)
	ZERO(Z9)
	ZERO(Z10)
	ZERO(Z11)
dot12:
	VMOVDQU32 (BX), Z24
	VPDPWSSD.BCST (SI), Z24, Z0
	VPDPWSSD.BCST (SI)(R8*1), Z24, Z1
	VPDPWSSD.BCST (SI)(R8*2), Z24, Z2
	VPDPWSSD.BCST (DI), Z24, Z3
	VPDPWSSD.BCST (DI)(R8*1), Z24, Z4
	VPDPWSSD.BCST (DI)(R8*2), Z24, Z5
	VPDPWSSD.BCST (R11), Z24, Z6
	VPDPWSSD.BCST (R11)(R8*1), Z24, Z7
	VPDPWSSD.BCST (R11)(R8*2), Z24, Z8
	VPDPWSSD.BCST (R12), Z24, Z9
	VPDPWSSD.BCST (R12)(R8*1), Z24, Z10
	VPDPWSSD.BCST (R12)(R8*2), Z24, Z11
	ADDQ $4, SI
	ADDQ $4, DI
	ADDQ $4, R11
	ADDQ $4, R12
	ADDQ $64, BX
	DECQ CX
	JNZ dot12
	SAVE(Z0, (DX))
	SAVE(Z1, (DX)(R10*1))
	SAVE(Z2, (DX)(R10*2))
	LEAQ (DX)(R10*2), DX
	ADDQ R10, DX
	SAVE(Z3, (DX))
	SAVE(Z4, (DX)(R10*1))
	SAVE(Z5, (DX)(R10*2))
	LEAQ (DX)(R10*2), DX
	ADDQ R10, DX
	SAVE(Z6, (DX))
	SAVE(Z7, (DX)(R10*1))
	SAVE(Z8, (DX)(R10*2))
	LEAQ (DX)(R10*2), DX
	ADDQ R10, DX
	SAVE(Z9, (DX))
	SAVE(Z10, (DX)(R10*1))
	SAVE(Z11, (DX)(R10*2))
	VZEROUPPER
	RET

// func dot4x4(pairs int, a *int16, lda int, b *int16, panel int, c *int32, ldc int)
TEXT ·dot4x4(SB), NOSPLIT, $0-56
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ lda+16(FP), R8
	MOVQ b+24(FP), BX
	MOVQ panel+32(FP), R9
	MOVQ c+40(FP), DX
	MOVQ ldc+48(FP), R10
	SHLQ $1, R8
	SHLQ $1, R9
	SHLQ $2, R10
	LEAQ (SI)(R8*2), DI
	LEAQ (BX)(R9*2), R11
	ZERO(Z0)
	ZERO(Z1)
	ZERO(Z2)
	ZERO(Z3)
	ZERO(Z4)
	ZERO(Z5)
	ZERO(Z6)
	ZERO(Z7)
	ZERO(Z8)
	ZERO(Z9)
	ZERO(Z10)
	ZERO(Z11)
	ZERO(Z12)
	ZERO(Z13)
	ZERO(Z14)
	ZERO(Z15)
dot44:
	VMOVDQU32 (BX), Z24
	VMOVDQU32 (BX)(R9*1), Z25
	VMOVDQU32 (R11), Z26
	VMOVDQU32 (R11)(R9*1), Z27
	DOT4((SI), Z0, Z1, Z2, Z3)
	DOT4((SI)(R8*1), Z4, Z5, Z6, Z7)
	DOT4((DI), Z8, Z9, Z10, Z11)
	DOT4((DI)(R8*1), Z12, Z13, Z14, Z15)
	ADDQ $4, SI
	ADDQ $4, DI
	ADDQ $64, BX
	ADDQ $64, R11
	DECQ CX
	JNZ dot44
	SAVE4(Z0, Z1, Z2, Z3)
	SAVE4(Z4, Z5, Z6, Z7)
	SAVE4(Z8, Z9, Z10, Z11)
	SAVE4(Z12, Z13, Z14, Z15)
	VZEROUPPER
	RET

// func dot1x4(pairs int, a, b *int16, panel int, c *int32)
TEXT ·dot1x4(SB), NOSPLIT, $0-40
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), BX
	MOVQ panel+24(FP), R9
	MOVQ c+32(FP), DX
	SHLQ $1, R9
	XORQ R10, R10
	LEAQ (BX)(R9*2), R11
	ZERO(Z0)
	ZERO(Z1)
	ZERO(Z2)
	ZERO(Z3)
dot14:
	VMOVDQU32 (BX), Z24
	VMOVDQU32 (BX)(R9*1), Z25
	VMOVDQU32 (R11), Z26
	VMOVDQU32 (R11)(R9*1), Z27
	DOT4((SI), Z0, Z1, Z2, Z3)
	ADDQ $4, SI
	ADDQ $64, BX
	ADDQ $64, R11
	DECQ CX
	JNZ dot14
	SAVE4(Z0, Z1, Z2, Z3)
	VZEROUPPER
	RET

// func dot1x1(pairs int, a, b *int16, c *int32)
TEXT ·dot1x1(SB), NOSPLIT, $0-32
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), BX
	MOVQ c+24(FP), DX
	ZERO(Z0)
dot11:
	VMOVDQU32 (BX), Z24
	VPDPWSSD.BCST (SI), Z24, Z0
	ADDQ $4, SI
	ADDQ $64, BX
	DECQ CX
	JNZ dot11
	SAVE(Z0, (DX))
	VZEROUPPER
	RET

// Constants of Tanh in tanh.go, as bits of float32, in registers: TCONST fills them.
#define TCONST(bits, reg) \
	MOVL $bits, AX; \
	VPBROADCASTD AX, reg

#define TCONSTS \
	TCONST(0x40fcf84f, Z16); \
	TCONST(0xc0fcf84f, Z17); \
	TCONST(0x3ba059dc, Z18); \
	TCONST(0x3a270ded, Z19); \
	TCONST(0x3779434a, Z20); \
	TCONST(0x335c0041, Z21); \
	TCONST(0xaebd37ff, Z22); \
	TCONST(0x2a61337e, Z23); \
	TCONST(0xa59f25c0, Z24); \
	TCONST(0x3ba059dd, Z25); \
	TCONST(0x3b14aa05, Z26); \
	TCONST(0x38f895d6, Z27); \
	TCONST(0x35a0d3d8, Z28); \
	TCONST(0x3f000000, Z29); \
	TCONST(0x46000000, Z30)

// TANH16: y = tanh(y); s, p are scratch. The steps are those of TANH for AVX2, and of Tanh.
#define TANH16(y, s, p) \
	VMINPS Z16, y, y; \
	VMAXPS Z17, y, y; \
	VMULPS y, y, s; \
	VMULPS s, Z24, p; \
	VADDPS Z23, p, p; \
	VMULPS s, p, p; \
	VADDPS Z22, p, p; \
	VMULPS s, p, p; \
	VADDPS Z21, p, p; \
	VMULPS s, p, p; \
	VADDPS Z20, p, p; \
	VMULPS s, p, p; \
	VADDPS Z19, p, p; \
	VMULPS s, p, p; \
	VADDPS Z18, p, p; \
	VMULPS y, p, p; \
	VMULPS s, Z28, y; \
	VADDPS Z27, y, y; \
	VMULPS s, y, y; \
	VADDPS Z26, y, y; \
	VMULPS s, y, y; \
	VADDPS Z25, y, y; \
	VDIVPS y, p, y

#define SIGMOID16(y, s, p) \
	VMULPS Z29, y, y; \
	TANH16(y, s, p); \
	VMULPS Z29, y, y; \
	VADDPS Z29, y, y

// GATE16: y = (x·sx + b) + u·su of the gate that starts at the offset in R13; s is scratch.
#define GATE16(y, s) \
	VCVTDQ2PS (SI)(R13*1), y; \
	VMULPS (R8)(R13*1), y, y; \
	VADDPS (R10)(R13*1), y, y; \
	VCVTDQ2PS (DI)(R13*1), s; \
	VMULPS (R9)(R13*1), s, s; \
	VADDPS s, y, y

// func cell512(n int, x, u *int32, sx, su, b, c *float32, h *int16)
TEXT ·cell512(SB), NOSPLIT, $0-64
	TCONSTS
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
cell16:
	MOVQ BX, R13
	GATE16(Z0, Z4)
	ADDQ AX, R13
	GATE16(Z1, Z5)
	ADDQ AX, R13
	GATE16(Z2, Z6)
	ADDQ AX, R13
	GATE16(Z3, Z7)
	SIGMOID16(Z0, Z4, Z5)
	SIGMOID16(Z1, Z6, Z7)
	TANH16(Z2, Z8, Z9)
	SIGMOID16(Z3, Z10, Z11)
	VMULPS Z0, Z2, Z0
	VMULPS (R11)(BX*1), Z1, Z1
	VADDPS Z1, Z0, Z0
	VMOVUPS Z0, (R11)(BX*1)
	TANH16(Z0, Z4, Z5)
	VMULPS Z0, Z3, Z0
	VMULPS Z30, Z0, Z0
	VCVTPS2DQ Z0, Z0
	VPMOVSDW Z0, Y0
	VMOVDQU Y0, (R12)
	ADDQ $32, R12
	ADDQ $64, BX
	SUBQ $16, CX
	JNZ cell16
	VZEROUPPER
	RET

// func tanh512(n int, dst *int16, a, b *float32, scale float32)
TEXT ·tanh512(SB), NOSPLIT, $0-36
	TCONSTS
	MOVQ n+0(FP), CX
	MOVQ dst+8(FP), DX
	MOVQ a+16(FP), SI
	MOVQ b+24(FP), DI
	VBROADCASTSS scale+32(FP), Z10
tanh16:
	VMOVUPS (SI), Z0
	VADDPS (DI), Z0, Z0
	TANH16(Z0, Z4, Z5)
	VMULPS Z10, Z0, Z0
	VCVTPS2DQ Z0, Z0
	VPMOVSDW Z0, Y0
	VMOVDQU Y0, (DX)
	ADDQ $64, SI
	ADDQ $64, DI
	ADDQ $32, DX
	SUBQ $16, CX
	JNZ tanh16
	VZEROUPPER
	RET
