package input

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september",
	"october", "november", "december"}

// monthOf is the number of a month by its name or its first three letters, 0 unknown.
func monthOf(s string) int {
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	if len(s) < 3 {
		return 0
	}
	for i, m := range monthNames {
		if s == m || s == m[:3] || i == 8 && s == "sept" {
			return i + 1
		}
	}
	return 0
}

var (
	isoDate     = regexp.MustCompile(`^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?)?)?$`)
	dayMonth    = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)? (\p{L}{3,9})\.?,? (\d{4})\b`)
	monthDay    = regexp.MustCompile(`(?i)\b(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`)
	slashedDate = regexp.MustCompile(`^(\d{4})/(\d{1,2})/(\d{1,2})$`)
)

// readDate reads a date as metadata write it and gives it in ISO 8601 with the precision stated, "" when it is none.
// A time with an offset is given in UTC; one without is left out, because it names no moment.
func readDate(s string) string {
	s = strings.TrimSpace(strings.Trim(strings.TrimSpace(s), `"'`))
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return isoFrom(m)
	}
	if m := slashedDate.FindStringSubmatch(s); m != nil {
		return makeDate(m[1], atoi(m[2]), m[3])
	}
	if m := dayMonth.FindStringSubmatch(s); m != nil {
		return makeDate(m[3], monthOf(m[2]), m[1])
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return makeDate(m[3], monthOf(m[1]), m[2])
	}
	for _, layout := range [...]string{time.RFC1123Z, time.RFC1123, time.RFC822Z, time.ANSIC} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return ""
}

func isoFrom(m []string) string {
	switch {
	case m[2] == "":
		if y := atoi(m[1]); y < 1500 || y > 2200 {
			return ""
		}
		return m[1]
	case m[3] == "":
		if mon := atoi(m[2]); mon >= 1 && mon <= 12 {
			return fmt.Sprintf("%s-%02d", m[1], mon)
		}
		return ""
	}
	day := makeDate(m[1], atoi(m[2]), m[3])
	if day == "" || m[4] == "" || m[5] == "" {
		return day
	}
	clock, zone := m[4], m[5]
	if len(clock) == 4 {
		clock = "0" + clock
	}
	if len(clock) == 5 {
		clock += ":00"
	}
	if zone == "UTC" {
		zone = "Z"
	}
	if len(zone) == 5 {
		zone = zone[:3] + ":" + zone[3:]
	}
	t, err := time.Parse(time.RFC3339, day+"T"+clock+zone)
	if err != nil {
		return day
	}
	return t.UTC().Format(time.RFC3339)
}

// makeDate is year, month and day as ISO 8601, "" when there is no such day.
func makeDate(year string, month int, day string) string {
	y, d := atoi(year), atoi(day)
	if month < 1 || month > 12 || y < 1500 || y > 2200 || d < 1 {
		return ""
	}
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return ""
	}
	return t.Format(time.DateOnly)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// centuryYear is the full year of two digits on a cable: cables are younger than 1966, when electronic ones begin.
func centuryYear(yy int) int {
	if yy >= 66 {
		return 1900 + yy
	}
	return 2000 + yy
}

var dtgPattern = regexp.MustCompile(`\b([ZOPR]) ?(\d{2})(\d{2})(\d{2})Z ([A-Z]{3})[A-Z]* ?(\d{4}|\d{2})\b`)

// readDTG reads a date-time group such as "O 170738Z NOV 08" and gives its time in RFC 3339, "" when there is none.
func readDTG(s string) string {
	m := dtgPattern.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	year := atoi(m[6])
	if len(m[6]) == 2 {
		year = centuryYear(year)
	}
	mon, day, hour, minute := monthOf(m[5]), atoi(m[2]), atoi(m[3]), atoi(m[4])
	if mon == 0 || hour > 23 || minute > 59 {
		return ""
	}
	t := time.Date(year, time.Month(mon), day, hour, minute, 0, 0, time.UTC)
	if t.Day() != day {
		return ""
	}
	return t.Format(time.RFC3339)
}
