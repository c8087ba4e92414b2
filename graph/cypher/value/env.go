package value

import (
	"math/rand/v2"
	"time"
)

// Env is what functions need to know about the world. The zero value has no clock: date() and its kin without argument
// are an error then; everything else works.
type Env struct {
	Transaction time.Time        // when the transaction began: date.transaction(); zero: Statement
	Statement   time.Time        // when the statement began: date(), date.statement(), timestamp()
	Realtime    func() time.Time // the clock of the wall: date.realtime(); nil: Statement
	Zone        *time.Location   // default zone of times and datetimes without one; nil: UTC
	Random      *rand.Rand       // source of rand() and randomUUID(); nil: these are an error
	MaxItems    int              // longest list that one call may make; 0: 10,000,000
	MaxBytes    int              // longest string that one call may make; 0: 256 MiB
	Interrupt   func() error     // asked now and then in long calls; an error ends the call; nil: never
}
