package value

import "fmt"

// Error is a failure of an operation on values, classified as the openCypher conformance scenarios do.
type Error struct {
	Class   string // "TypeError", "ArgumentError", "SyntaxError", "ArithmeticError", "EntityNotFound" …
	Detail  string // "InvalidArgumentType", "NumberOutOfRange", "NegativeIntegerArgument" …
	Message string // a sentence that says what was found and what would do
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// The classes and details of the errors that this package returns.
const (
	TypeError       = "TypeError"
	ArgumentError   = "ArgumentError"
	ArithmeticError = "ArithmeticError"
	SyntaxError     = "SyntaxError"
	EntityNotFound  = "EntityNotFound"

	InvalidArgumentType         = "InvalidArgumentType"
	InvalidArgumentValue        = "InvalidArgumentValue"
	InvalidPropertyType         = "InvalidPropertyType"
	NumberOutOfRange            = "NumberOutOfRange"
	NegativeIntegerArgument     = "NegativeIntegerArgument"
	MapElementAccessByNonString = "MapElementAccessByNonString"
	ListElementAccessByNonInt   = "ListElementAccessByNonInteger"
	InvalidElementAccess        = "InvalidElementAccess"
	DeletedEntityAccess         = "DeletedEntityAccess"
	IntegerOverflow             = "IntegerOverflow"
	DivisionByZero              = "DivisionByZero"
	LimitExceeded               = "LimitExceeded"
)

func errorf(class, detail, format string, args ...any) *Error {
	return &Error{Class: class, Detail: detail, Message: fmt.Sprintf(format, args...)}
}

// typeErrorf is the error for a value of the wrong type where the type could not be known before the query ran.
func typeErrorf(format string, args ...any) *Error {
	return errorf(TypeError, InvalidArgumentType, format, args...)
}
