package value

import (
	"cmp"
	"strconv"
)

// Date is a day of the proleptic Gregorian calendar, from year -999,999,999 to 999,999,999.
// Make one with [NewDate]; the zero value is 1970-01-01. The temporal types are comparable with ==, which then means
// the same value in the same notation.
type Date struct {
	days int64 // since 1970-01-01
}

// maxYear is the last year of dates; the first is its negative. It is the range of Java's LocalDate, and so of the
// conformance scenarios.
const maxYear = 999_999_999

var minDay, maxDay = daysFromCivil(-maxYear, 1, 1), daysFromCivil(maxYear, 12, 31)

// NewDate is the day of the month (1 to 12) of the year. The error is an ArgumentError when there is no such day.
func NewDate(year, month, day int64) (Date, error) {
	if err := within("year", year, -maxYear, maxYear); err != nil {
		return Date{}, err
	}
	if err := within("month", month, 1, 12); err != nil {
		return Date{}, err
	}
	if err := within("day", day, 1, daysIn(year, month)); err != nil {
		return Date{}, err
	}
	return Date{daysFromCivil(year, month, day)}, nil
}

func within(what string, v, low, high int64) error {
	if v < low || v > high {
		return errorf(ArgumentError, InvalidArgumentValue, "%s %d is not between %d and %d", what, v, low, high)
	}
	return nil
}

func dateOfDay(day int64) (Date, error) {
	if day < minDay || day > maxDay {
		return Date{}, errOutOfRange
	}
	return Date{day}, nil
}

var errOutOfRange = errorf(ArithmeticError, NumberOutOfRange,
	"a point in time beyond the years %d to %d, or a duration beyond what 64 bits hold", -maxYear, maxYear)

// daysFromCivil counts the days from 1970-01-01. Years start in March inside, so that the leap day comes last.
func daysFromCivil(year, month, day int64) int64 {
	if month <= 2 {
		year--
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*((month+9)%12)+2)/5 + day - 1
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// Civil is the date as year, month (1 to 12) and day of the month.
func (d Date) Civil() (year, month, day int64) {
	z := d.days + 719468
	era := floorDiv(z, 146097)
	dayOfEra := z - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	mp := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*mp+2)/5 + 1
	month = mp + 3
	if month > 12 {
		month -= 12
	}
	year = yearOfEra + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func isLeap(year int64) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysIn(year, month int64) int64 {
	switch month {
	case 2:
		if isLeap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func daysInYear(year int64) int64 {
	if isLeap(year) {
		return 366
	}
	return 365
}

// weekday is 1 on Mondays to 7 on Sundays.
func (d Date) weekday() int64 { return d.days + 3 - 7*floorDiv(d.days+3, 7) + 1 }

// isoWeek is the year and number of the ISO 8601 week: the one that holds the Thursday.
func (d Date) isoWeek() (year, week int64) {
	thursday := Date{d.days - d.weekday() + 4}
	year, _, _ = thursday.Civil()
	return year, (thursday.days-daysFromCivil(year, 1, 1))/7 + 1
}

// dateOfWeek is a day (1 Monday to 7) of an ISO week of a week-based year.
func dateOfWeek(year, week, weekday int64) (Date, error) {
	if err := within("year", year, -maxYear, maxYear); err != nil {
		return Date{}, err
	}
	january4 := Date{daysFromCivil(year, 1, 4)} // always in week 1
	monday := january4.days - january4.weekday() + 1
	if err := within("week", week, 1, weeksIn(year)); err != nil {
		return Date{}, err
	}
	if err := within("day of week", weekday, 1, 7); err != nil {
		return Date{}, err
	}
	return dateOfDay(monday + (week-1)*7 + weekday - 1)
}

// weeksIn is 52 or 53: December 28 is always in the last week.
func weeksIn(year int64) int64 {
	_, w := Date{daysFromCivil(year, 12, 28)}.isoWeek()
	return w
}

func dateOfOrdinal(year, day int64) (Date, error) {
	if err := within("year", year, -maxYear, maxYear); err != nil {
		return Date{}, err
	}
	if err := within("ordinal day", day, 1, daysInYear(year)); err != nil {
		return Date{}, err
	}
	return Date{daysFromCivil(year, 1, 1) + day - 1}, nil
}

func dateOfQuarter(year, quarter, day int64) (Date, error) {
	if err := within("quarter", quarter, 1, 4); err != nil {
		return Date{}, err
	}
	first, err := NewDate(year, quarter*3-2, 1)
	if err != nil {
		return Date{}, err
	}
	length := daysFromCivil(year, quarter*3, daysIn(year, quarter*3)) - first.days + 1
	if err := within("day of quarter", day, 1, length); err != nil {
		return Date{}, err
	}
	return Date{first.days + day - 1}, nil
}

// dayOfQuarter counts from 1.
func (d Date) dayOfQuarter() int64 {
	y, m, _ := d.Civil()
	return d.days - daysFromCivil(y, (m-1)/3*3+1, 1) + 1
}

// ordinal is the day of the year from 1.
func (d Date) ordinal() int64 {
	y, _, _ := d.Civil()
	return d.days - daysFromCivil(y, 1, 1) + 1
}

// plusMonths keeps the day of the month, or takes the last one there is.
func (d Date) plusMonths(months int64) (Date, error) {
	if months < -24*maxYear || months > 24*maxYear+24 {
		return Date{}, errOutOfRange
	}
	y, m, day := d.Civil()
	all := y*12 + m - 1 + months
	y, m = floorDiv(all, 12), all-12*floorDiv(all, 12)+1
	return dateOfDay(daysFromCivil(y, m, min(day, daysIn(y, m))))
}

func (d Date) plusDays(days int64) (Date, error) {
	if days < 2*minDay || days > 2*maxDay {
		return Date{}, errOutOfRange
	}
	return dateOfDay(d.days + days)
}

// Compare orders dates in time.
func (d Date) Compare(o Date) int { return cmp.Compare(d.days, o.days) }

// String is the date in ISO 8601: "1984-10-11". Years beyond four digits bear a sign.
func (d Date) String() string { return string(d.append(nil)) }

func (d Date) append(b []byte) []byte {
	y, m, day := d.Civil()
	switch {
	case y < 0:
		b = append(b, '-')
		y = -y
	case y > 9999:
		b = append(b, '+')
	}
	b = appendPadded(b, y, 4)
	b = appendPadded(append(b, '-'), m, 2)
	return appendPadded(append(b, '-'), day, 2)
}

func appendPadded(b []byte, v int64, width int) []byte {
	s := strconv.FormatInt(v, 10)
	for n := len(s); n < width; n++ {
		b = append(b, '0')
	}
	return append(b, s...)
}
