package syntax

import "strings"

// Closest is the candidate that differs least from name, whatever their case, or "" when none is close. Among equals it
// is the first.
func Closest(name string, candidates []string) string {
	name = strings.ToLower(name)
	best, least := "", 1+max(1, len(name)/3)
	for _, c := range candidates {
		l := strings.ToLower(c)
		if len(l)-len(name) >= least || len(name)-len(l) >= least {
			continue
		}
		if d := distance(name, l); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance counts the letters to add, drop, change or swap with their neighbour.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	var before, last, row [65]int
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
